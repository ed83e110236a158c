#include "pipeline/page/paragraph.h"

#include "pipeline/core/memory.h"
#include "pipeline/page/paragraph_words.h"

#include <math.h>
#include <string.h>

/* How far a blank may stretch and shrink at a ratio of 1, as a part of it. */
static const double blank_stretch = 0.55, blank_shrink = 0.28;
/* Unjustified lines may stay this part of the width short at a ratio of 1. */
static const double ragged_stretch = 0.2;
static const double hyphen_penalty = 50, hyphens_in_a_row = 150;
static const double short_last_line = 120, divided_last_word = 1500;

/* One attempt at breaking a paragraph. */
struct fit {
	const struct atoms *atoms;
	const struct text_style *style;
	double width, tolerance;
	bool is_emergency; /* any line will do */
	double *start;     /* where atom i begins on an endless line */
	uint32_t *blanks;  /* blanks before atom i */
	double *best;      /* least demerits of lines ending before atom i */
	uint32_t *from;    /* where the last of those lines begins */
};

static void measure(struct fit *fit)
{
	const struct atoms *atoms = fit->atoms;

	fit->start[0] = 0;
	fit->blanks[0] = 0;
	for (size_t i = 0; i < atoms->n; i++) {
		bool is_blank = atoms->items[i].after == AFTER_BLANK;

		fit->start[i + 1] = fit->start[i] + atoms->items[i].width +
				    (is_blank ? atoms->blank : 0);
		fit->blanks[i + 1] = fit->blanks[i] + is_blank;
	}
}

static bool is_last_line(const struct fit *fit, size_t last)
{
	return last + 1 == fit->atoms->n ||
	       fit->atoms->items[last].after == AFTER_LINE;
}

static double line_natural(const struct fit *fit, size_t first, size_t last)
{
	const struct atom *atom = &fit->atoms->items[last];

	return fit->start[last] - fit->start[first] + atom->width +
	       (atom->after == AFTER_HYPHEN && !is_last_line(fit, last)
			? fit->atoms->hyphen
			: 0);
}

/* How much the line stretches (> 0) or shrinks, 1 = as far as looks good. */
static double line_ratio(const struct fit *fit, size_t first, size_t last)
{
	double slack = fit->width - line_natural(fit, first, last);
	double blanks = fit->blanks[last] - fit->blanks[first];
	double room;

	if (!fit->style->is_justified && slack < -0.01)
		return -(double)INFINITY;
	if (slack >= 0 && is_last_line(fit, last))
		return 0;
	if (!fit->style->is_justified)
		return slack / (fit->width * ragged_stretch + 0.01);
	room = blanks * fit->atoms->blank *
	       (slack >= 0 ? blank_stretch : blank_shrink);
	return slack / (room + 0.001);
}

/* A last line of a few letters looks lost, the end of a word alone worse. */
static double last_line_penalty(const struct fit *fit, size_t first,
				size_t last)
{
	bool is_word_end = first > 0 &&
			   fit->atoms->items[first - 1].after == AFTER_HYPHEN &&
			   fit->blanks[last] == fit->blanks[first];

	if (is_word_end)
		return divided_last_word;
	if (first > 0 && line_natural(fit, first, last) < fit->width / 10)
		return short_last_line;
	return 0;
}

static double line_penalty(const struct fit *fit, size_t first, size_t last)
{
	const struct atom *items = fit->atoms->items;

	if (is_last_line(fit, last))
		return last_line_penalty(fit, first, last);
	if (items[last].after != AFTER_HYPHEN)
		return 0;
	return first > 0 && items[first - 1].after == AFTER_HYPHEN
		       ? hyphen_penalty + hyphens_in_a_row
		       : hyphen_penalty;
}

/* Demerits of a line, infinite if it may not be. */
static double line_demerits(const struct fit *fit, size_t first, size_t last)
{
	double ratio = line_ratio(fit, first, last), badness;

	if (ratio < -1)
		return fit->is_emergency && first == last ? 1e12
							  : (double)INFINITY;
	if (ratio > fit->tolerance && !fit->is_emergency)
		return (double)INFINITY;
	badness = 100 * fabs(ratio * ratio * ratio);
	if (badness > 1e5)
		badness = 1e5;
	badness += 10 + line_penalty(fit, first, last);
	return badness * badness;
}

/* All lines that begin with atom FIRST. */
static void try_lines(struct fit *fit, size_t first)
{
	for (size_t last = first; last < fit->atoms->n; last++) {
		enum atom_after after = fit->atoms->items[last].after;
		double demerits;

		if (after == AFTER_NOTHING && last + 1 < fit->atoms->n)
			continue;
		if (last > first && line_ratio(fit, first, last) < -1 &&
		    fit->start[last] - fit->start[first] > fit->width * 1.2)
			return;
		demerits = fit->best[first] + line_demerits(fit, first, last);
		if (demerits < fit->best[last + 1]) {
			fit->best[last + 1] = demerits;
			fit->from[last + 1] = (uint32_t)first;
		}
		if (after == AFTER_LINE)
			return;
	}
}

/* False if no way of breaking is within the tolerance. */
static bool find_lines(struct fit *fit)
{
	size_t n = fit->atoms->n;

	for (size_t i = 0; i <= n; i++)
		fit->best[i] = i ? (double)INFINITY : 0;
	for (size_t i = 0; i < n; i++)
		if (isfinite(fit->best[i]))
			try_lines(fit, i);
	return isfinite(fit->best[n]);
}

static bool fit_atoms(const void *ctx, struct fit *fit)
{
	size_t n = fit->atoms->n;

	fit->start = memory_array(ctx, double, n + 1);
	fit->blanks = memory_array(ctx, uint32_t, n + 1);
	fit->best = memory_array(ctx, double, n + 1);
	fit->from = memory_array(ctx, uint32_t, n + 1);
	measure(fit);
	return find_lines(fit);
}

/*
 * Three attempts, as in TeX: good lines without hyphens; with hyphens, looser;
 * and whatever there is.
 */
static void break_atoms(const void *ctx, struct typesetter *typesetter,
			const struct spans *text, struct fit *fit,
			struct atoms *atoms)
{
	const struct text_style *style = fit->style;
	struct atom_limits limits = { fit->width, false };

	fit->atoms = atoms;
	fit->tolerance = style->is_justified ? 1.4 : (double)INFINITY;
	atoms_cut(ctx, typesetter, text, style, &limits, atoms);
	if (fit_atoms(ctx, fit))
		return;
	if (style->is_hyphenated) {
		limits.is_hyphenated = true;
		atoms_cut(ctx, typesetter, text, style, &limits, atoms);
		fit->tolerance = 4;
		if (fit_atoms(ctx, fit))
			return;
	}
	fit->is_emergency = true;
	find_lines(fit);
}

/* ---- lines ---- */

struct assembly {
	const void *ctx;
	struct typesetter *typesetter;
	const struct spans *text;
	const struct text_style *style;
	struct text_line *line;
	struct font *font; /* of the piece in hand */
	size_t span;
	bool is_hyphen;
	double em; /* width of the piece in hand */
};

/* The scratch text and glyphs become a piece of the line. */
static void finish_piece(struct assembly *assembly)
{
	struct typesetter *typesetter = assembly->typesetter;
	const struct span *span = &assembly->text->items[assembly->span];
	struct text_line *line = assembly->line;
	struct run *run;
	struct text_piece piece = {
		.width = assembly->em * assembly->style->size,
		.link = span->link,
		.span = assembly->span,
		.is_code = span->is_code,
		.is_hyphen = assembly->is_hyphen,
	};

	if (!typesetter->n_text)
		return;
	run = memory_new(assembly->ctx, struct run);
	run->font = assembly->font;
	run->text = memory_text_n(run, typesetter->text, typesetter->n_text);
	run->length = typesetter->n_text;
	run->n_glyphs = typesetter->n_glyphs;
	run->glyphs = memory_copy(run, typesetter->glyphs,
				  run->n_glyphs * sizeof *run->glyphs);
	run->width = assembly->em;
	piece.run = run;
	memory_append(assembly->ctx, line->pieces, struct text_piece,
		      line->n_pieces, piece);
	typesetter->n_text = typesetter->n_glyphs = 0;
	assembly->em = 0;
}

static void add_run(struct assembly *assembly, const struct run *run)
{
	struct typesetter *typesetter = assembly->typesetter;
	size_t offset = typesetter->n_text;

	for (size_t i = 0; i < run->length; i++)
		memory_append(typesetter, typesetter->text, char,
			      typesetter->n_text, run->text[i]);
	for (size_t i = 0; i < run->n_glyphs; i++) {
		struct glyph glyph = run->glyphs[i];

		glyph.cluster += (uint32_t)offset;
		memory_append(typesetter, typesetter->glyphs, struct glyph,
			      typesetter->n_glyphs, glyph);
	}
	assembly->em += run->width;
}

/* WORD goes into the piece in hand as far as face, span and kind agree. */
static void add_word(struct assembly *assembly, const struct word *word,
		     size_t span, bool is_hyphen)
{
	for (const struct run *run = word->run; run; run = run->next) {
		if (run->font != assembly->font || span != assembly->span ||
		    is_hyphen != assembly->is_hyphen)
			finish_piece(assembly);
		assembly->font = run->font;
		assembly->span = span;
		assembly->is_hyphen = is_hyphen;
		add_run(assembly, run);
	}
}

static const struct word *sign(struct assembly *assembly, size_t span,
			       const char *text)
{
	return typesetter_word(
		assembly->typesetter,
		atom_face(assembly->style, &assembly->text->items[span]), text,
		strlen(text));
}

/* The atoms from FIRST to before END, those of one word joined again. */
static void add_atoms(struct assembly *assembly, const struct atoms *atoms,
		      size_t first, size_t end)
{
	for (size_t i = first; i < end; i++) {
		const struct atom *atom = &atoms->items[i];
		const struct word *word = atom->word;
		size_t start = atom->start, stop = atom->end;

		while (i + 1 < end && atoms->items[i + 1].word == word &&
		       atoms->items[i + 1].start == stop &&
		       atoms->items[i].after != AFTER_BLANK)
			stop = atoms->items[++i].end;
		if (start > 0 || stop < word->length)
			word = typesetter_word(assembly->typesetter, word->face,
					       word->text + start,
					       stop - start);
		add_word(assembly, word, atom->span, false);
		if (i + 1 < end && atoms->items[i].after == AFTER_BLANK) {
			size_t span = atoms->items[i].after_span;

			add_word(assembly, sign(assembly, span, " "), span,
				 false);
		}
	}
}

static unsigned count_blanks(const struct run *run)
{
	unsigned n = 0;

	for (size_t i = 0; i < run->length; i++)
		n += run->text[i] == ' ';
	return n;
}

/* Where the pieces stand, with EXTRA points at every blank. */
static void place_pieces(struct text_line *line, double extra)
{
	line->width = 0;
	for (size_t i = 0; i < line->n_pieces; i++) {
		struct text_piece *piece = &line->pieces[i];

		piece->per_blank = extra;
		piece->x = line->width;
		piece->width += extra * count_blanks(piece->run);
		line->width += piece->width;
	}
}

/*
 * What follows the last word: a hyphen, or a blank that keeps the words apart
 * for whoever extracts the text or has it read aloud.  The blank is no part of
 * the line's width, which is returned.
 */
static double add_line_end(struct assembly *assembly, const struct atom *last,
			   bool is_last)
{
	const struct word *word;

	if (is_last && last->after != AFTER_LINE)
		return 0;
	if (last->after == AFTER_HYPHEN) {
		word = sign(assembly, last->span, "-");
		add_word(assembly, word, last->span, true);
	} else if (last->after == AFTER_BLANK || last->after == AFTER_LINE) {
		word = sign(assembly, last->after_span, " ");
		add_word(assembly, word, last->after_span, false);
		return word->width * assembly->style->size;
	}
	return 0;
}

static void set_line(struct assembly *assembly, const struct fit *fit,
		     size_t first, size_t end)
{
	struct text_line *line = assembly->line;
	bool is_last = is_last_line(fit, end - 1);
	unsigned blanks = fit->blanks[end - 1] - fit->blanks[first];
	double end_blank, slack, extra = 0;

	add_atoms(assembly, fit->atoms, first, end);
	end_blank =
		add_line_end(assembly, &fit->atoms->items[end - 1], is_last);
	finish_piece(assembly);
	place_pieces(line, 0);
	line->width -= end_blank;
	slack = fit->width - line->width;
	if (assembly->style->is_justified && blanks > 0 &&
	    (!is_last || slack < 0))
		extra = slack / blanks;
	if (extra != 0) {
		place_pieces(line, extra);
		line->width = fit->width;
	}
	line->pieces[line->n_pieces - 1].width -=
		end_blank > 0 ? end_blank + extra : 0;
	line->x = assembly->style->align * (fit->width - line->width);
}

static void set_lines(struct assembly *assembly, const struct fit *fit,
		      struct paragraph *paragraph)
{
	size_t end = fit->atoms->n, n = 0;

	for (size_t i = end; i > 0; i = fit->from[i])
		n++;
	paragraph->lines = memory_array(paragraph, struct text_line, n);
	paragraph->n_lines = n;
	while (n-- > 0) {
		assembly->line = &paragraph->lines[n];
		set_line(assembly, fit, fit->from[end], end);
		end = fit->from[end];
	}
}

struct paragraph *paragraph_set(const void *ctx, struct typesetter *typesetter,
				const struct spans *text,
				const struct text_style *style, double width)
{
	struct paragraph *paragraph = memory_new(ctx, struct paragraph);
	struct fit fit = { .style = style, .width = width };
	struct atoms atoms;
	void *scratch = memory_new(NULL, char);
	struct assembly assembly = {
		.ctx = paragraph,
		.typesetter = typesetter,
		.text = text,
		.style = style,
	};

	paragraph->style = *style;
	paragraph->width = width;
	break_atoms(scratch, typesetter, text, &fit, &atoms);
	if (atoms.n)
		set_lines(&assembly, &fit, paragraph);
	else { /* an empty cell still takes a line */
		paragraph->lines = memory_new(paragraph, struct text_line);
		paragraph->n_lines = 1;
	}
	talloc_free(scratch);
	return paragraph;
}

struct text_extent paragraph_extent(struct typesetter *typesetter,
				    const struct spans *text,
				    const struct text_style *style)
{
	struct text_extent extent = { 0, 0 };
	struct atom_limits limits = { 0, false };
	struct atoms atoms;
	void *scratch = memory_new(NULL, char);
	double line = 0, part = 0;

	atoms_cut(scratch, typesetter, text, style, &limits, &atoms);
	for (size_t i = 0; i < atoms.n; i++) {
		const struct atom *atom = &atoms.items[i];

		line += atom->width;
		part += atom->width;
		extent.natural = fmax(extent.natural, line);
		extent.minimum = fmax(extent.minimum, part);
		line = atom->after == AFTER_LINE ? 0 : line;
		line += atom->after == AFTER_BLANK ? atoms.blank : 0;
		part = atom->after == AFTER_NOTHING ? part : 0;
	}
	talloc_free(scratch);
	return extent;
}

double paragraph_height(const struct paragraph *paragraph)
{
	return (double)paragraph->n_lines * paragraph->style.leading;
}

double paragraph_ascent(const struct text_style *style)
{
	/* The line's box: x-height letters look centred in it. */
	return (style->leading - style->size) / 2 + style->size * 0.8;
}
