#include "pipeline/page/paragraph_words.h"

#include "pipeline/core/apostrophe.h"
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/page/hyphen.h"

#include <ctype.h>
#include <string.h>

enum { FIRST_SLOTS = 1024 };

struct typesetter *typesetter_new(const void *ctx, struct font_set *fonts,
				  const char *language)
{
	struct typesetter *typesetter = memory_new(ctx, struct typesetter);

	typesetter->fonts = fonts;
	typesetter->language = memory_text(typesetter, language);
	typesetter->n_slots = FIRST_SLOTS;
	typesetter->slots =
		memory_array(typesetter, struct word *, FIRST_SLOTS);
	return typesetter;
}

/* FNV-1a */
static size_t word_hash(enum font_style face, const char *text, size_t length)
{
	uint64_t hash = 14695981039346656037U + (uint64_t)face;

	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (uint8_t)text[i]) * 1099511628211U;
	return (size_t)(hash ^ hash >> 29);
}

static struct word **find_slot(const struct typesetter *typesetter,
			       enum font_style face, const char *text,
			       size_t length)
{
	size_t mask = typesetter->n_slots - 1;
	size_t i = word_hash(face, text, length) & mask;

	for (;; i = (i + 1) & mask) {
		const struct word *word = typesetter->slots[i];

		if (!word || (word->length == length && word->face == face &&
			      memcmp(word->text, text, length) == 0))
			return &typesetter->slots[i];
	}
}

static void grow_slots(struct typesetter *typesetter)
{
	struct word **old = typesetter->slots;
	size_t n = typesetter->n_slots;

	typesetter->n_slots = n * 2;
	typesetter->slots = memory_array(typesetter, struct word *, n * 2);
	for (size_t i = 0; i < n; i++)
		if (old[i])
			*find_slot(typesetter, old[i]->face, old[i]->text,
				   old[i]->length) = old[i];
	talloc_free(old);
}

struct word *typesetter_word(struct typesetter *typesetter,
			     enum font_style face, const char *text,
			     size_t length)
{
	struct word **slot = find_slot(typesetter, face, text, length);
	struct word *word;

	if (*slot)
		return *slot;
	word = memory_new(typesetter, struct word);
	word->text = memory_text_n(word, text, length);
	word->length = length;
	word->face = face;
	word->run = font_shape(word, typesetter->fonts, face, text, length,
			       typesetter->language);
	word->width = run_width(word->run);
	*slot = word;
	if (++typesetter->n_words * 2 > typesetter->n_slots)
		grow_slots(typesetter);
	return word;
}

enum font_style atom_face(const struct text_style *style,
			  const struct span *span)
{
	return style->face | span->style;
}

/* Em of the bytes START to END of a shaped word. */
static double part_width(const struct word *word, size_t start, size_t end)
{
	double width = 0;
	size_t offset = 0;

	if (start == 0 && end == word->length)
		return word->width;
	for (const struct run *run = word->run; run; run = run->next) {
		for (size_t i = 0; i < run->n_glyphs; i++) {
			size_t at = offset + run->glyphs[i].cluster;

			if (at >= start && at < end)
				width += (double)run->glyphs[i].advance;
		}
		offset += run->length;
	}
	return width;
}

struct cutter {
	struct atoms *atoms;
	const void *ctx;
	struct typesetter *typesetter;
	const struct text_style *style;
	double width;
	bool is_hyphenated;
	size_t span; /* and, of this span: */
	enum font_style face;
	bool is_code;
};

static void add_atom(struct cutter *cutter, const struct word *word,
		     size_t start, size_t end, enum atom_after after)
{
	struct atom atom = {
		.word = word,
		.start = (uint32_t)start,
		.end = (uint32_t)end,
		.width = part_width(word, start, end) * cutter->style->size,
		.after = after,
		.span = cutter->span,
	};

	memory_append(cutter->ctx, cutter->atoms->items, struct atom,
		      cutter->atoms->n, atom);
}

/* May a line end behind byte AT-1 of WORD, a mark between two letters? */
static bool is_plain_break(const struct word *word, size_t at)
{
	static const char *const marks[] = { "-", "/", "–", "—", "_", "@" };
	const char *text = word->text;

	if (isalnum((unsigned char)text[at - 1]) || at == word->length ||
	    !(isalpha((unsigned char)text[at]) ||
	      (unsigned char)text[at] >= 0xC3))
		return false;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		size_t n = strlen(marks[i]);

		if (at > n && memcmp(text + at - n, marks[i], n) == 0)
			return !isdigit((unsigned char)text[at - n - 1]);
	}
	return false;
}

static bool is_boundary(const struct word *word, size_t at)
{
	return ((unsigned char)word->text[at] & 0xC0) != 0x80;
}

/* The last resort: as many letters as the line holds. */
static void add_chunks(struct cutter *cutter, const struct word *word,
		       size_t start, size_t end, enum atom_after after)
{
	double room = cutter->width -
		      (after == AFTER_HYPHEN ? cutter->atoms->hyphen : 0);
	double limit = room / cutter->style->size;

	while (limit > 0 && part_width(word, start, end) > limit) {
		size_t fit = start, at = start + 1;

		for (; at < end; at++) {
			if (!is_boundary(word, at))
				continue;
			if (fit > start && part_width(word, start, at) > limit)
				break;
			fit = at;
		}
		if (fit == start)
			break;
		add_atom(cutter, word, start, fit, AFTER_PLAIN);
		start = fit;
	}
	add_atom(cutter, word, start, end, after);
}

/* Hyphenation points of a word, found once.  They belong to the cached word,
 * which is otherwise constant. */
static const bool *word_marks(struct cutter *cutter, struct word *word)
{
	struct typesetter *typesetter = cutter->typesetter;

	/* The dictionary takes longer to load than a page to set. */
	if (!typesetter->has_looked) {
		typesetter->hyphenator =
			hyphenator_open(typesetter, NULL, typesetter->language);
		typesetter->has_looked = true;
	}
	if (!word->marks) {
		word->marks = memory_array(word, bool, word->length);
		hyphenator_mark(typesetter->hyphenator, word->text,
				word->length, word->marks);
	}
	return word->marks;
}

/* The word as it is printed; code stays as it is typed. */
static struct word *printed_word(struct cutter *cutter, const char *text,
				 size_t length)
{
	char *printed =
		cutter->is_code ? NULL : apostrophe_print(NULL, text, length);
	struct word *word = typesetter_word(cutter->typesetter, cutter->face,
					    printed ? printed : text,
					    printed ? strlen(printed) : length);

	talloc_free(printed);
	return word;
}

static void add_word(struct cutter *cutter, const char *text, size_t length)
{
	struct word *word = printed_word(cutter, text, length);
	bool is_too_wide = cutter->width > 0 &&
			   word->width * cutter->style->size > cutter->width;
	const bool *marks = NULL;
	size_t start = 0;

	length = word->length;
	if ((cutter->is_hyphenated && !cutter->is_code) || is_too_wide)
		marks = word_marks(cutter, word);
	for (size_t at = 1; at < length; at++) {
		bool is_plain = is_plain_break(word, at);

		if (!is_plain && !(marks && marks[at]))
			continue;
		add_chunks(cutter, word, start, at,
			   is_plain ? AFTER_PLAIN : AFTER_HYPHEN);
		start = at;
	}
	add_chunks(cutter, word, start, length, AFTER_NOTHING);
}

/* Characters between words, and what a line may do there. */
static const struct {
	const char *text;
	enum atom_after after;
} separators[] = {
	{ " ", AFTER_BLANK },      { "\t", AFTER_BLANK },
	{ "\n", AFTER_LINE },      { "\u00AD", AFTER_HYPHEN },
	{ "\u200B", AFTER_PLAIN },
};

/* The separator at TEXT, or NULL; *LENGTH is its bytes. */
static const enum atom_after *separator_at(const char *text, size_t *length)
{
	if ((unsigned char)*text > ' ' && (unsigned char)*text < 0xC2)
		return NULL;
	for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
		*length = strlen(separators[i].text);
		if (strncmp(text, separators[i].text, *length) == 0)
			return &separators[i].after;
	}
	return NULL;
}

/* A run of separators counts once, as its strongest. */
static void mark_after(struct cutter *cutter, enum atom_after after)
{
	struct atoms *atoms = cutter->atoms;
	struct atom *last = atoms->n ? &atoms->items[atoms->n - 1] : NULL;

	if (!last || (last->after != AFTER_NOTHING && after != AFTER_LINE))
		return;
	last->after = after;
	last->after_span = cutter->span;
}

static void cut_span(struct cutter *cutter, const struct span *span)
{
	const char *text = span->text, *start = text;

	cutter->face = atom_face(cutter->style, span);
	cutter->is_code = span->is_code;
	while (*text) {
		size_t length;
		const enum atom_after *after = separator_at(text, &length);

		if (!after) {
			text++;
			continue;
		}
		if (text > start)
			add_word(cutter, start, (size_t)(text - start));
		mark_after(cutter, *after);
		text += length;
		start = text;
	}
	if (text > start)
		add_word(cutter, start, (size_t)(text - start));
}

void atoms_cut(const void *ctx, struct typesetter *typesetter,
	       const struct spans *text, const struct text_style *style,
	       const struct atom_limits *limits, struct atoms *atoms)
{
	struct cutter cutter = {
		.atoms = atoms,
		.ctx = ctx,
		.typesetter = typesetter,
		.style = style,
		.width = limits->width,
		.is_hyphenated = limits->is_hyphenated,
	};
	const struct word *blank =
		typesetter_word(typesetter, style->face, " ", 1);
	const struct word *hyphen =
		typesetter_word(typesetter, style->face, "-", 1);

	*atoms = (struct atoms){ .blank = blank->width * style->size,
				 .hyphen = hyphen->width * style->size };
	for (size_t i = 0; i < text->n; i++) {
		cutter.span = i;
		cut_span(&cutter, &text->items[i]);
	}
}
