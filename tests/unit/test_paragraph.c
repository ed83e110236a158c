#include "pipeline/core/memory.h"
#include "pipeline/page/paragraph.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the four headers above first. */
#include <cmocka.h>

static const char prose[] =
	"Le organizzazioni con meno di venti persone dichiarano i divari più "
	"ampi, benché siano anche le più disponibili all’apprendimento; la "
	"responsabilizzazione dei gruppi interfunzionali e l’organizzazione "
	"del lavoro incidono più delle caratteristiche individuali.";

struct fixture {
	void *ctx;
	struct font_set *fonts;
	struct typesetter *italian;
};

static const struct text_style justified = {
	.size = 10, .leading = 14, .is_justified = true, .is_hyphenated = true
};
static const struct text_style ragged = { .size = 10, .leading = 14 };

static struct paragraph *set(struct fixture *fixture, const char *text,
			     const struct text_style *style, double width)
{
	struct spans spans = spans_plain(fixture->ctx, text);

	return paragraph_set(fixture->ctx, fixture->italian, &spans, style,
			     width);
}

/* The text as set: inserted hyphens left out, "|" between lines. */
static char *shown(const void *ctx, const struct paragraph *paragraph,
		   const char *between)
{
	char *text = memory_text(ctx, "");

	for (size_t i = 0; i < paragraph->n_lines; i++) {
		const struct text_line *line = &paragraph->lines[i];

		for (size_t j = 0; j < line->n_pieces; j++)
			if (!line->pieces[j].is_hyphen)
				text = memory_format(ctx, "%s%s", text,
						     line->pieces[j].run->text);
		if (i + 1 < paragraph->n_lines)
			text = memory_format(ctx, "%s%s", text, between);
	}
	return text;
}

static size_t count_hyphens(const struct paragraph *paragraph)
{
	size_t n = 0;

	for (size_t i = 0; i < paragraph->n_lines; i++) {
		const struct text_line *line = &paragraph->lines[i];

		n += line->n_pieces > 0 &&
		     line->pieces[line->n_pieces - 1].is_hyphen;
	}
	return n;
}

/* Pieces follow one another, and their glyphs add up to their widths. */
static void check_pieces(const struct paragraph *paragraph,
			 const struct text_line *line)
{
	double x = 0;

	for (size_t i = 0; i < line->n_pieces; i++) {
		const struct text_piece *piece = &line->pieces[i];
		double em = 0;

		assert_null(piece->run->next);
		assert_int_equal(strlen(piece->run->text), piece->run->length);
		for (size_t g = 0; g < piece->run->n_glyphs; g++) {
			const struct glyph *glyph = &piece->run->glyphs[g];

			em += (double)glyph->advance;
			assert_true(glyph->cluster < piece->run->length);
			assert_true(glyph->id != 0);
		}
		assert_true(fabs(em - piece->run->width) < 1e-4);
		assert_true(fabs(piece->x - x) < 0.01);
		x += piece->width;
	}
	assert_true(fabs(x - line->width) < 0.01);
	assert_true(paragraph->width - line->width > -0.02);
}

static void test_every_width(void **state)
{
	struct fixture *fixture = *state;

	for (double width = 60; width < 520; width += 23) {
		struct paragraph *paragraph =
			set(fixture, prose, &justified, width);

		assert_string_equal(shown(fixture->ctx, paragraph, ""), prose);
		for (size_t i = 0; i < paragraph->n_lines; i++)
			check_pieces(paragraph, &paragraph->lines[i]);
		/* All lines but the last are full, where blanks allow. */
		for (size_t i = 0; width > 150 && i + 1 < paragraph->n_lines;
		     i++)
			assert_true(fabs(paragraph->lines[i].width - width) <
				    0.02);
		assert_true(fabs(paragraph_height(paragraph) -
				 14.0 * (double)paragraph->n_lines) < 1e-9);
	}
}

/* No blank is more than doubled or loses a third at a usual width. */
static void test_even_colour(void **state)
{
	struct fixture *fixture = *state;
	double blank =
		font_text_width(fixture->fonts, FONT_REGULAR, " ", 10, "it");

	for (double width = 300; width <= 460; width += 7) {
		struct paragraph *paragraph =
			set(fixture, prose, &justified, width);

		for (size_t i = 0; i < paragraph->n_lines; i++) {
			double extra = paragraph->lines[i].pieces[0].per_blank;

			assert_true(extra < blank * 1.3);
			assert_true(extra > -blank * 0.34);
		}
	}
}

static void test_hyphens_when_needed(void **state)
{
	struct fixture *fixture = *state;
	struct text_style plain = justified;
	struct typesetter *other =
		typesetter_new(fixture->ctx, fixture->fonts, "xx");
	struct spans text = spans_plain(fixture->ctx, prose);

	plain.is_hyphenated = false;
	assert_true(count_hyphens(set(fixture, prose, &justified, 120)) > 0);
	assert_int_equal(count_hyphens(set(fixture, prose, &plain, 120)), 0);
	assert_int_equal(count_hyphens(set(fixture, prose, &justified, 2000)),
			 0);
	/* A language without a dictionary is set all the same. */
	assert_int_equal(count_hyphens(paragraph_set(fixture->ctx, other, &text,
						     &justified, 120)),
			 0);
}

struct break_case {
	const char *text;
	double width;
	const char *expected; /* "|" between lines, end blanks as drawn */
};

static const struct break_case breaks[] = {
	{ "", 100, "" },
	{ "   ", 100, "" },
	{ "uno", 100, "uno" },
	{ "uno due\ntre", 100, "uno due |tre" },
	{ "uno\n\ndue", 100, "uno |due" },
	{ "uno due\n", 100, "uno due " },
	{ "  uno   due  ", 100, "uno due" },
	{ "uno\tdue", 100, "uno due" },
	/* No break at a no-break space; a break behind a hyphen. */
	{ "circa 95\u00A0% sì", 42, "circa |95\u00A0% sì" },
	{ "socio-economico", 50, "socio-|economico" },
	/* Ranges of numbers stay together. */
	{ "eta 25-34 anni", 40, "eta |25-34 |anni" },
	{ "eta 25–34 anni", 40, "eta |25–34 |anni" },
	{ "capo\u00ADluogo", 40, "capo|luogo" },
	{ "capo\u00ADluogo", 90, "capoluogo" },
	{ "capo\u200Bluogo", 40, "capo|luogo" },
	{ "123456789012", 30, "12345|67890|12" },
};

static void test_breaks(void **state)
{
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++) {
		struct paragraph *paragraph =
			set(fixture, breaks[i].text, &ragged, breaks[i].width);

		assert_string_equal(shown(fixture->ctx, paragraph, "|"),
				    breaks[i].expected);
	}
}

static void test_too_narrow_for_a_letter(void **state)
{
	struct paragraph *paragraph = set(*state, "però", &ragged, 1);

	assert_int_equal(paragraph->n_lines, 4);
}

static void test_alignment(void **state)
{
	struct fixture *fixture = *state;
	struct text_style style = ragged;
	const struct text_line *line;

	style.align = 1;
	line = set(fixture, "due parole", &style, 200)->lines;
	assert_true(fabs(line->x + line->width - 200) < 0.01);
	style.align = 0.5;
	line = set(fixture, "due parole", &style, 200)->lines;
	assert_true(fabs(line->x * 2 + line->width - 200) < 0.01);
}

static void test_spans(void **state)
{
	struct fixture *fixture = *state;
	struct spans text = { NULL, 0 };
	const struct text_line *line;

	spans_add(fixture->ctx, &text, (struct span){ .text = "Il " });
	spans_add(fixture->ctx, &text,
		  (struct span){ .text = "divario", .style = FONT_BOLD });
	spans_add(fixture->ctx, &text, (struct span){ .text = ", qui" });
	spans_add(fixture->ctx, &text,
		  (struct span){ .text = " e là", .link = "#la" });
	line = paragraph_set(fixture->ctx, fixture->italian, &text, &ragged,
			     300)
		       ->lines;
	assert_int_equal(line->n_pieces, 4);
	assert_string_equal(line->pieces[0].run->text, "Il ");
	assert_string_equal(line->pieces[1].run->text, "divario");
	assert_ptr_equal(line->pieces[1].run->font,
			 fixture->fonts->faces[FONT_BOLD]);
	assert_string_equal(line->pieces[2].run->text, ", qui");
	assert_null(line->pieces[2].link);
	assert_string_equal(line->pieces[3].run->text, " e là");
	assert_string_equal(line->pieces[3].link, "#la");
	assert_int_equal(line->pieces[3].span, 3);
}

/* No line begins with the comma behind a bold word. */
static void test_no_break_between_spans(void **state)
{
	struct fixture *fixture = *state;
	struct spans text = { NULL, 0 };
	struct paragraph *paragraph;

	spans_add(fixture->ctx, &text, (struct span){ .text = "uno due " });
	spans_add(fixture->ctx, &text,
		  (struct span){ .text = "tre", .style = FONT_BOLD });
	spans_add(fixture->ctx, &text, (struct span){ .text = ", quattro" });
	for (double width = 35; width < 110; width += 2) {
		paragraph = paragraph_set(fixture->ctx, fixture->italian, &text,
					  &ragged, width);
		assert_non_null(
			strstr(shown(fixture->ctx, paragraph, "|"), "tre,"));
	}
}

static void test_fallback_face(void **state)
{
	struct fixture *fixture = *state;
	const struct text_line *line =
		set(fixture, "segno ● fine", &ragged, 300)->lines;

	if (!fixture->fonts->fallback)
		skip();
	assert_true(line->n_pieces >= 1);
	assert_string_equal(shown(fixture->ctx,
				  set(fixture, "segno ● fine", &ragged, 300),
				  "|"),
			    "segno ● fine");
}

static void test_extent(void **state)
{
	struct fixture *fixture = *state;
	struct spans text = spans_plain(fixture->ctx, "uno quattordici\ndue");
	struct text_extent extent =
		paragraph_extent(fixture->italian, &text, &ragged);
	double word = font_text_width(fixture->fonts, FONT_REGULAR,
				      "quattordici", 10, "it");

	assert_true(fabs(extent.minimum - word) < 0.01);
	assert_int_equal(set(fixture, "uno quattordici\ndue", &ragged,
			     extent.natural + 0.01)
				 ->n_lines,
			 2);
	assert_int_equal(set(fixture, "uno quattordici\ndue", &ragged,
			     extent.natural - 0.5)
				 ->n_lines,
			 3);
	extent = paragraph_extent(fixture->italian, &(struct spans){ NULL, 0 },
				  &ragged);
	assert_true(extent.natural == 0 && extent.minimum == 0);
}

/* Many words: the typesetter's table grows and finds them all again. */
static void test_many_words(void **state)
{
	struct fixture *fixture = *state;
	char *text = memory_text(fixture->ctx, "");

	for (unsigned i = 0; i < 3000; i++)
		text = memory_check(
			talloc_asprintf_append(text, "%sw%u", i ? " " : "", i));
	for (int i = 0; i < 2; i++)
		assert_string_equal(shown(fixture->ctx,
					  set(fixture, text, &justified, 440),
					  ""),
				    text);
}

static int set_up(void **state)
{
	struct fixture *fixture = memory_new(NULL, struct fixture);
	struct error error = { 0 };

	fixture->ctx = fixture;
	if (font_set_open(fixture, NULL, &fixture->fonts, &error) < 0)
		return -1;
	fixture->italian = typesetter_new(fixture, fixture->fonts, "it");
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	talloc_free(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_width),
		cmocka_unit_test(test_even_colour),
		cmocka_unit_test(test_hyphens_when_needed),
		cmocka_unit_test(test_breaks),
		cmocka_unit_test(test_too_narrow_for_a_letter),
		cmocka_unit_test(test_alignment),
		cmocka_unit_test(test_spans),
		cmocka_unit_test(test_no_break_between_spans),
		cmocka_unit_test(test_fallback_face),
		cmocka_unit_test(test_extent),
		cmocka_unit_test(test_many_words),
	};

	return cmocka_run_group_tests_name("paragraph", tests, set_up,
					   tear_down);
}
