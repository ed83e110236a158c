/*
 * A small report made by hand, written as PDF and read back by other people's
 * programs: qpdf, poppler, and check_pdf.py for the rules of PDF/UA and PDF/A.
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

#include <cmocka.h>

enum { N_PAGES = 3 };

static const double width = 595.28, height = 841.89;

/* Where the sample is being written: one page, from the top. */
struct sheet {
	struct display_list *list;
	struct font_set *fonts;
	double y;
};

static void put(struct sheet *sheet, struct tag *tag, enum font_style style,
		double x, const char *text)
{
	if (tag)
		draw_tag(sheet->list, tag);
	draw_text(sheet->list, style, 11, x, sheet->y, 0, colour_hex(0x1F2933),
		  text);
	if (tag)
		draw_end(sheet->list);
}

static void put_line(struct sheet *sheet, struct tag *parent,
		     enum tag_type type, const char *text)
{
	sheet->y += 18;
	put(sheet, tag_new(parent, type),
	    type == TAG_P ? FONT_REGULAR : FONT_BOLD, 60, text);
}

static void put_running_head(struct sheet *sheet)
{
	draw_artifact(sheet->list);
	draw_text(sheet->list, FONT_ITALIC, 8, 60, 40, 0, colour_hex(0x5B6770),
		  "Running head");
	draw_end(sheet->list);
	/* A rule no event speaks of: the writer makes it an artifact. */
	draw_line_width(sheet->list, 0.6);
	draw_move(sheet->list, 60, 46);
	draw_line(sheet->list, width - 60, 46);
	draw_stroke(sheet->list);
	sheet->y = 60;
}

/* A word broken over two lines: the hyphen says that it is a soft one. */
static void put_hyphenated(struct sheet *sheet, struct tag *section)
{
	struct tag *paragraph = tag_new(section, TAG_P);
	struct tag *hyphen = tag_new(paragraph, TAG_SPAN);
	double end = 60;

	hyphen->actual_text = "\u00AD";
	sheet->y += 18;
	draw_tag(sheet->list, paragraph);
	end += draw_text(sheet->list, FONT_REGULAR, 11, 60, sheet->y, 0,
			 colour_hex(0), "Le competenze digi");
	draw_tag(sheet->list, hyphen);
	draw_text(sheet->list, FONT_REGULAR, 11, end, sheet->y, 0,
		  colour_hex(0), "-");
	draw_end(sheet->list);
	sheet->y += 14;
	draw_text(sheet->list, FONT_REGULAR, 11, 60, sheet->y, 0, colour_hex(0),
		  "tali e verdi.");
	draw_end(sheet->list);
}

static void put_texts(struct sheet *sheet, struct tag *section)
{
	static const char *const lines[] = {
		"Łódź, Społeczność; Společnost; perché no?",
		"Cost \u20AC 1 234, p \u2264 0.05, now \u2192 later, \u22121",
		"ti tt fi ffl: articolazione, attività, ufficio",
		"From the fallback font: \u2714 \u25CF \u2603",
	};
	struct run *run;

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		put_line(sheet, section, TAG_P, lines[i]);
	sheet->y += 18;
	run = font_shape(sheet->list, sheet->fonts, FONT_REGULAR,
			 "Stretched to the full measure", 29, "en");
	draw_tag(sheet->list, tag_new(section, TAG_P));
	draw_run(sheet->list, run, 11, 60, sheet->y, colour_hex(0), 12);
	draw_end(sheet->list);
	put_hyphenated(sheet, section);
}

static void put_row(struct sheet *sheet, struct tag *part, const char *head,
		    const char *value, bool is_head)
{
	struct tag *row = tag_new(part, TAG_TR);
	struct tag *first = tag_new(row, TAG_TH);
	struct tag *second = tag_new(row, is_head ? TAG_TH : TAG_TD);

	first->scope = is_head ? SCOPE_COLUMN : SCOPE_ROW;
	second->scope = is_head ? SCOPE_COLUMN : SCOPE_NONE;
	sheet->y += 16;
	put(sheet, first, FONT_BOLD, 60, head);
	if (value)
		put(sheet, second, FONT_REGULAR, 260, value);
}

/* The table goes on over the page; its repeated head is an artifact. */
static struct tag *start_table(struct sheet *sheet, struct tag *section)
{
	struct tag *table = tag_new(section, TAG_TABLE);
	struct tag *body;

	put_row(sheet, tag_new(table, TAG_THEAD), "Skill", "Gap", true);
	body = tag_new(table, TAG_TBODY);
	put_row(sheet, body, "Digital", "0.42", false);
	put_row(sheet, body, "Green", NULL, false); /* suppressed: empty */
	return body;
}

static void continue_table(struct sheet *sheet, struct tag *body)
{
	sheet->y += 16;
	draw_artifact(sheet->list);
	put(sheet, NULL, FONT_BOLD, 60, "Skill");
	put(sheet, NULL, FONT_BOLD, 260, "Gap");
	draw_end(sheet->list);
	put_row(sheet, body, "Social", "\u22120.1", false);
}

static struct display_list *new_chart(const void *ctx, struct font_set *fonts)
{
	struct display_list *chart =
		display_list_new(ctx, fonts, "en", 400, 120);
	struct colour veil = colour_hex(0x23689B);

	veil.alpha = 0.35F;
	draw_save(chart);
	draw_clip(chart, 0, 0, 400, 100);
	draw_fill_colour(chart, veil);
	draw_rounded_rectangle(chart, 20, 20, 200, 24, 4);
	draw_fill(chart);
	draw_stroke_colour(chart, colour_hex(0xD55E00));
	draw_dash(chart, 4, 2);
	draw_circle(chart, 300, 60, 20);
	draw_fill_stroke(chart);
	draw_restore(chart);
	draw_gradient(chart, 20, 60, 60, 10, colour_hex(0xB2532F),
		      colour_hex(0xD5D9DC));
	draw_gradient(chart, 80, 60, 60, 10, colour_hex(0xD5D9DC),
		      colour_hex(0x23689B));
	draw_text(chart, FONT_REGULAR, 8, 24, 36, 0, colour_hex(0),
		  "Inside the chart");
	draw_save(chart);
	draw_translate(chart, 10, 100);
	draw_rotate(chart, -1.5707963);
	draw_text(chart, FONT_REGULAR, 8, 0, 0, 0, colour_hex(0), "Upright");
	draw_restore(chart);
	return chart;
}

static void put_figure(struct sheet *sheet, struct tag *section, size_t page)
{
	struct tag *figure = tag_new(section, TAG_FIGURE);
	const float box[4] = { 60, (float)sheet->y + 12, 400, 120 };

	figure->alternative = "Bars: digital 0.42, green suppressed.";
	memcpy(figure->box, box, sizeof box);
	figure->box_page = page;
	draw_tag(sheet->list, figure);
	draw_list(sheet->list, new_chart(sheet->list, sheet->fonts), 60,
		  sheet->y + 12, 1);
	draw_end(sheet->list);
	sheet->y += 140;
	put_line(sheet, section, TAG_CAPTION, "Figure 1. A chart");
}

static void put_link(struct sheet *sheet, struct tag *parent,
		     struct page_link *link, const char *text)
{
	struct tag *paragraph = tag_new(parent, TAG_P);

	sheet->y += 18;
	link->tag = tag_new(paragraph, TAG_LINK);
	link->contents = text;
	link->box[0] = 60;
	link->box[1] = (float)sheet->y - 10;
	link->box[2] = 120;
	link->box[3] = 13;
	put(sheet, link->tag, FONT_REGULAR, 60, text);
}

static void put_note(struct sheet *sheet, struct tag *section)
{
	struct tag *note = tag_new(section, TAG_NOTE);

	sheet->y += 18;
	put(sheet, tag_new(note, TAG_LBL), FONT_REGULAR, 60, "1");
	put(sheet, tag_new(note, TAG_P), FONT_REGULAR, 70,
	    "Un\u2019annotazione");
	note->language = "it";
}

static void put_list(struct sheet *sheet, struct tag *section)
{
	struct tag *item = tag_new(tag_new(section, TAG_L), TAG_LI);

	sheet->y += 18;
	put(sheet, tag_new(item, TAG_LBL), FONT_REGULAR, 60, "\u2022");
	put(sheet, tag_new(tag_new(item, TAG_LBODY), TAG_P), FONT_REGULAR, 70,
	    "An item");
}

static void describe(struct pages *pages)
{
	static const struct bookmark bookmarks[] = {
		{ .level = 1, .title = "Texts & <words>", .page = 0, .y = 78 },
		{ .level = 2, .title = "Łódź", .page = 0, .y = 96 },
		{ .level = 1, .title = "Figures", .page = 2, .y = 78 },
	};

	pages->title = "Skills & gaps in Łódź";
	pages->author = "divario";
	pages->subject = "A sample <report>";
	pages->keywords = "skills, gaps";
	pages->language = "en";
	pages->date = "2026-11-22T00:00:00Z";
	pages->n_bookmarks = sizeof bookmarks / sizeof *bookmarks;
	pages->bookmarks = memory_copy(pages, bookmarks, sizeof bookmarks);
}

static void fill_pages(struct pages *pages, struct sheet sheets[N_PAGES],
		       struct page_link *links)
{
	struct tag *section = tag_new(pages->root, TAG_SECT), *body;

	put_line(&sheets[0], section, TAG_H1, "Texts & words");
	put_texts(&sheets[0], section);
	put_line(&sheets[0], section, TAG_H2, "A table");
	body = start_table(&sheets[0], section);
	continue_table(&sheets[1], body);
	put_list(&sheets[1], section);
	put_note(&sheets[1], section);
	section = tag_new(pages->root, TAG_SECT);
	put_line(&sheets[2], section, TAG_H1, "Figures");
	put_figure(&sheets[2], section, 2);
	links[0].target_page = 0;
	links[0].target_y = 78;
	put_link(&sheets[2], section, &links[0], "Back to the start");
	links[1].uri = "https://example.org/perché?a=1&b=2";
	put_link(&sheets[2], section, &links[1], "An address");
	tag_new(section, TAG_P); /* nothing in it: must not be written */
}

static struct pages *sample(const void *ctx, struct font_set *fonts)
{
	struct pages *pages = memory_new(ctx, struct pages);
	struct page_link *links = memory_array(pages, struct page_link, 2);
	struct sheet sheets[N_PAGES];

	pages->n_pages = N_PAGES;
	pages->pages = memory_array(pages, struct page, N_PAGES);
	pages->root = memory_new(pages, struct tag);
	for (size_t i = 0; i < N_PAGES; i++) {
		pages->pages[i].list =
			display_list_new(pages, fonts, "en", width, height);
		sheets[i].list = pages->pages[i].list;
		sheets[i].fonts = fonts;
		put_running_head(&sheets[i]);
	}
	pages->pages[0].label = "i";
	pages->pages[1].label = "1";
	pages->pages[2].label = "2";
	pages->pages[2].links = links;
	pages->pages[2].n_links = 2;
	fill_pages(pages, sheets, links);
	describe(pages);
	return pages;
}

struct fixture {
	char *path; /* the sample as a file, in a scratch folder */
	struct font_set *fonts;
	uint8_t *data;
	size_t length;
};

static void write_sample(const void *ctx, struct font_set *fonts,
			 uint8_t **data, size_t *length)
{
	struct pages *pages = sample(NULL, fonts);
	struct error error = { 0 };

	assert_int_equal(pdf_write(ctx, pages, data, length, &error), 0);
	assert_int_equal(error.code, ERROR_NONE);
	talloc_free(pages);
}

static int set_up(void **state)
{
	struct fixture *fixture = memory_new(NULL, struct fixture);
	char *folder = scratch_folder(fixture);
	struct error error = { 0 };

	*state = fixture;
	if (font_set_open(fixture, NULL, &fixture->fonts, &error) < 0)
		return -1;
	write_sample(fixture, fixture->fonts, &fixture->data, &fixture->length);
	fixture->path = file_join(fixture, folder, "sample.pdf");
	return file_write(fixture->path, fixture->data, fixture->length,
			  &error);
}

static int tear_down(void **state)
{
	return talloc_free(*state);
}

/* What COMMAND prints about the sample; its exit status must be 0. */
static char *output_of(const struct fixture *fixture, const char *program)
{
	char *command =
		memory_format(fixture, "%s '%s' 2>&1", program, fixture->path);
	char *output = memory_text(fixture, ""), line[1024];
	FILE *pipe = popen(command, "r");
	int status;

	assert_non_null(pipe);
	while (fgets(line, sizeof line, pipe))
		output = memory_check(talloc_strdup_append(output, line));
	status = pclose(pipe);
	if (status)
		print_error("%s\n%s", command, output);
	assert_int_equal(status, 0);
	return output;
}

static void assert_contains(const char *text, const char *part)
{
	if (!strstr(text, part))
		print_error("no '%s' in:\n%s", part, text);
	assert_non_null(strstr(text, part));
}

static void is_sound(void **state)
{
	output_of(*state, "qpdf --check");
}

static void follows_pdf_ua_and_pdf_a(void **state)
{
	assert_string_equal(
		output_of(*state,
			  "/usr/bin/python3 tests/support/check_pdf.py"),
		"");
}

static void damage_is_noticed(void **state)
{
	assert_string_equal(
		output_of(*state,
			  "/usr/bin/python3 tests/support/pdf_damage.py"),
		"");
}

static void same_pages_give_same_bytes(void **state)
{
	struct fixture *fixture = *state;
	uint8_t *again;
	size_t length;

	write_sample(fixture, fixture->fonts, &again, &length);
	assert_int_equal(length, fixture->length);
	assert_memory_equal(again, fixture->data, length);
}

static void text_can_be_copied(void **state)
{
	static const char *const expected[] = {
		"Texts & words",
		"Łódź, Społeczność; Společnost; perché no?",
		"Cost € 1 234, p ≤ 0.05, now → later, −1",
		"ti tt fi ffl: articolazione, attività, ufficio",
		"From the fallback font: ✔ ● ☃",
		"Stretched to the full measure",
		"Le competenze digi\u00AD\ntali e verdi.",
		"Inside the chart",
		"Upright",
		"1 Un’annotazione",
	};
	char *text = output_of(*state, "pdftotext -raw -enc UTF-8 - - <");

	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
		assert_contains(text, expected[i]);
}

static void structure_reads_in_order(void **state)
{
	/* Content, not artifacts: the table goes on without its second head,
	 * and the empty cell is there. */
	static const char *const expected[] = {
		"Document\n  Sect\n    H1 (block)\n      \"Texts & words\"\n",
		("      \"Le competenze digi\"\n"
		 "      Span (inline)\n        \"-\"\n"
		 "      \"tali e verdi.\"\n"),
		("            \"Green\"\n          TD\n            \"\"\n"
		 "        TR\n          TH:\n             /Scope /Row\n"
		 "            \"Social\"\n"),
		("/BBox [60 631.89 460 751.89]\n"
		 "      \"Inside the chartUpright\"\n"),
		"      Link (inline)\n        \"An address\"\n        Object",
	};
	char *text = output_of(*state, "pdfinfo -struct-text");

	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
		assert_contains(text, expected[i]);
	assert_null(strstr(text, "Running head"));
}

static void says_what_it_is(void **state)
{
	static const char *const expected[] = {
		"Skills & gaps in Łódź",
		"A sample <report>",
		"divario",
		"Tagged:          yes",
		"Pages:           3",
		"595.28 x 841.89 pts",
		"PDF version:     1.7",
	};
	char *text = output_of(*state, "pdfinfo -isodates");

	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
		assert_contains(text, expected[i]);
}

static void fonts_are_embedded(void **state)
{
	char *text = output_of(*state, "pdffonts");
	size_t n_fonts = 0;

	for (char *place = text; (place = strstr(place, "CID TrueType"));
	     place++)
		n_fonts++;
	assert_int_equal(n_fonts, 4); /* three of Lato, one fallback */
	assert_contains(text, "+Lato-Regular");
	assert_contains(text, "+DejaVuSans");
	assert_null(strstr(text, " no "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_sound),
		cmocka_unit_test(follows_pdf_ua_and_pdf_a),
		cmocka_unit_test(damage_is_noticed),
		cmocka_unit_test(same_pages_give_same_bytes),
		cmocka_unit_test(text_can_be_copied),
		cmocka_unit_test(structure_reads_in_order),
		cmocka_unit_test(says_what_it_is),
		cmocka_unit_test(fonts_are_embedded),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
