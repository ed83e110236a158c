/*
 * Whatever is drawn, in whatever order, the file is sound: qpdf reads it and
 * the checker finds nothing.  Seeded, so a failure comes again.
 */
#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/page/pdf.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

enum { N_DOCUMENTS = 24, N_PAGES = 3, N_TAGS = 12, N_OPERATIONS = 150 };

struct dice {
	uint64_t state;
};

/* xorshift64*; 0 .. N-1 */
static size_t roll(struct dice *dice, size_t n)
{
	dice->state ^= dice->state >> 12;
	dice->state ^= dice->state << 25;
	dice->state ^= dice->state >> 27;
	return (size_t)((dice->state * 2685821657736338717U >> 33) % n);
}

/* Mostly plausible lengths, sometimes nonsense. */
static double length(struct dice *dice)
{
	static const double odd[] = { 0, -5, 1e-9, 1e6, -1e30 };

	if (roll(dice, 20) == 0)
		return odd[roll(dice, sizeof odd / sizeof *odd)];
	return (double)roll(dice, 60000) / 100;
}

static struct colour any_colour(struct dice *dice)
{
	struct colour colour = colour_hex((uint32_t)roll(dice, 0x1000000));

	if (roll(dice, 3) == 0)
		colour.alpha = (float)roll(dice, 11) / 10;
	return colour;
}

static void draw_any_text(struct display_list *list, struct dice *dice)
{
	static const char *const texts[] = {
		"Łódź",
		"perché no",
		"x",
		" ",
		"",
		"a\u0301e\u0308 fi ffl",
		"\u2192 \u2714 \u2603",
		"\u05D0\u05D1 \u0634",
		"\U0001F9FF",
	};
	const char *text = texts[roll(dice, sizeof texts / sizeof *texts)];
	enum font_style style = (enum font_style)roll(dice, FONT_STYLES);
	struct run *run;

	if (roll(dice, 2)) {
		draw_text(list, style, length(dice) / 20, length(dice),
			  length(dice), 0.5, any_colour(dice), text);
		return;
	}
	run = font_shape(list, list->fonts, style, text, strlen(text), "en");
	draw_run(list, run, length(dice) / 20, length(dice), length(dice),
		 any_colour(dice), length(dice) / 100);
}

static void draw_any_path(struct display_list *list, struct dice *dice)
{
	double v[6];

	for (int i = 0; i < 6; i++)
		v[i] = length(dice);
	switch (roll(dice, 9)) {
	case 0:
		draw_move(list, v[0], v[1]);
		break;
	case 1:
		draw_line(list, v[0], v[1]);
		break;
	case 2:
		draw_curve(list, v[0], v[1], v[2], v[3], v[4], v[5]);
		break;
	case 3:
		draw_close(list);
		break;
	case 4:
		draw_rectangle(list, v[0], v[1], v[2], v[3]);
		break;
	case 5:
		draw_fill(list);
		break;
	case 6:
		draw_stroke(list);
		break;
	case 7:
		draw_fill_stroke(list);
		break;
	default:
		draw_gradient(list, v[0], v[1], v[2], v[3], any_colour(dice),
			      any_colour(dice));
		break;
	}
}

static void set_any_state(struct display_list *list, struct dice *dice)
{
	switch (roll(dice, 8)) {
	case 0:
		draw_translate(list, length(dice), length(dice));
		break;
	case 1:
		draw_rotate(list, length(dice));
		break;
	case 2:
		draw_scale(list, length(dice) / 300, length(dice) / 300);
		break;
	case 3:
		draw_fill_colour(list, any_colour(dice));
		break;
	case 4:
		draw_stroke_colour(list, any_colour(dice));
		break;
	case 5:
		draw_line_width(list, length(dice) / 100);
		break;
	case 6:
		draw_dash(list, length(dice) / 100, length(dice) / 100);
		break;
	default:
		draw_cap(list, (int)roll(dice, 4));
		draw_join(list, (int)roll(dice, 4));
		break;
	}
}

static void open_or_close(struct display_list *list, struct dice *dice,
			  struct tag *const *tags)
{
	switch (roll(dice, 12)) {
	case 0:
	case 1:
		draw_save(list);
		break;
	case 2:
	case 3:
		draw_restore(list);
		break;
	case 4:
		draw_clip(list, length(dice), length(dice), length(dice),
			  length(dice));
		break;
	case 5:
	case 6:
	case 7:
		draw_tag(list, tags[roll(dice, N_TAGS)]);
		break;
	case 8:
		draw_artifact(list);
		break;
	default:
		draw_end(list);
		break;
	}
}

static void draw_anything(struct display_list *list, struct dice *dice,
			  struct tag *const *tags, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t kind = roll(dice, 40);
		struct display_list *child;

		if (kind < 8) {
			draw_any_text(list, dice);
		} else if (kind < 22) {
			draw_any_path(list, dice);
		} else if (kind < 30) {
			set_any_state(list, dice);
		} else if (kind < 39 || n < 10) {
			open_or_close(list, dice, tags);
		} else {
			child = display_list_new(list, list->fonts, "en", 100,
						 100);
			draw_anything(child, dice, tags, n / 4);
			draw_list(list, child, length(dice), length(dice),
				  length(dice) / 300);
		}
	}
}

/* A tree of tags that may stand anywhere in each other. */
static void make_tags(struct tag *root, struct dice *dice,
		      struct tag *tags[N_TAGS])
{
	static const enum tag_type types[] = { TAG_P,   TAG_SPAN, TAG_FIGURE,
					       TAG_DIV, TAG_SECT, TAG_NOTE };

	for (size_t i = 0; i < N_TAGS; i++) {
		struct tag *parent =
			i && roll(dice, 2) ? tags[roll(dice, i)] : root;

		tags[i] = tag_new(
			parent,
			types[roll(dice, sizeof types / sizeof *types)]);
		if (tags[i]->type == TAG_FIGURE) {
			tags[i]->alternative = "Łódź";
			tags[i]->box[2] = tags[i]->box[3] = 10;
		}
		if (roll(dice, 4) == 0)
			tags[i]->actual_text = "\u00AD";
	}
}

static char *write_any(const void *ctx, struct font_set *fonts,
		       const char *folder, size_t seed)
{
	struct dice dice = { seed * 0x9E3779B97F4A7C15U + 1 };
	struct page page[N_PAGES] = { 0 };
	struct pages pages = { .pages = page,
			       .n_pages = N_PAGES,
			       .title = "Anything",
			       .language = "en",
			       .root = tag_new(NULL, TAG_DOCUMENT) };
	struct tag *tags[N_TAGS];
	struct error error = { 0 };
	char *path = memory_format(ctx, "%s/%zu.pdf", folder, seed);
	uint8_t *data;
	size_t n_bytes;

	make_tags(pages.root, &dice, tags);
	for (size_t i = 0; i < N_PAGES; i++) {
		page[i].list =
			display_list_new(pages.root, fonts, "en", 600, 600);
		draw_anything(page[i].list, &dice, tags, N_OPERATIONS);
	}
	assert_int_equal(pdf_write(ctx, &pages, &data, &n_bytes, &error), 0);
	assert_int_equal(file_write(path, data, n_bytes, &error), 0);
	talloc_free(pages.root);
	return path;
}

static void any_drawing_gives_a_sound_file(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = scratch_folder(ctx), *command;
	struct font_set *fonts;
	struct error error = { 0 };

	(void)state;
	assert_int_equal(font_set_open(ctx, NULL, &fonts, &error), 0);
	for (size_t seed = 0; seed < N_DOCUMENTS; seed++) {
		command = memory_format(ctx, "qpdf --check %s >/dev/null",
					write_any(ctx, fonts, folder, seed));
		if (system(command) != 0)
			fail_msg("seed %zu", seed);
	}
	command = memory_format(
		ctx, "/usr/bin/python3 tests/support/check_pdf.py %s/*.pdf",
		folder);
	assert_int_equal(system(command), 0);
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_drawing_gives_a_sound_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
