/* What pdf_write puts round the content: structure, links, bookmarks.  All of
 * that stands in plain text in the file. */
#include "pipeline/core/memory.h"
#include "pipeline/page/pdf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

enum { N_PAGES = 2 };

struct fixture {
	struct pages pages;
	struct page page[N_PAGES];
	struct tag *root;
	char *file; /* objects as written, blanks and line ends made one */
};

static int set_up(void **state)
{
	struct fixture *fixture = memory_new(NULL, struct fixture);

	fixture->pages.pages = fixture->page;
	fixture->pages.n_pages = N_PAGES;
	fixture->pages.title = "T";
	fixture->pages.language = "en";
	for (size_t i = 0; i < N_PAGES; i++)
		fixture->page[i].list =
			display_list_new(fixture, NULL, "en", 200, 300);
	fixture->root = memory_new(fixture, struct tag);
	fixture->pages.root = fixture->root;
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	return talloc_free(*state);
}

static void paint(struct fixture *fixture, size_t page, struct tag *tag)
{
	struct display_list *list = fixture->page[page].list;

	draw_tag(list, tag);
	draw_rectangle(list, 0, 0, 1, 1);
	draw_fill(list);
	draw_end(list);
}

static void write_file(struct fixture *fixture)
{
	struct error error = { 0 };
	uint8_t *data;
	size_t length, out = 0;

	assert_int_equal(
		pdf_write(fixture, &fixture->pages, &data, &length, &error), 0);
	fixture->file = memory_array(fixture, char, length + 1);
	for (size_t i = 0; i < length; i++) {
		char byte = (char)data[i];
		bool is_blank = byte == ' ' || byte == '\n' || byte == '\0';

		if (!is_blank)
			fixture->file[out++] = byte;
		else if (out && fixture->file[out - 1] != ' ')
			fixture->file[out++] = ' ';
	}
}

/* The object, "12 0 obj ... endobj", that contains TEXT; its number. */
static unsigned object_with(const struct fixture *fixture, const char *text)
{
	const char *place = strstr(fixture->file, text);
	const char *start = NULL, *next = fixture->file;
	unsigned number = 0;

	if (!place)
		fail_msg("no object has '%s'", text);
	while ((next = strstr(next, " 0 obj")) && next < place)
		start = next++;
	assert_non_null(start);
	while (start > fixture->file && start[-1] != ' ')
		start--;
	assert_int_equal(sscanf(start, "%u", &number), 1);
	return number;
}

static void assert_object(const struct fixture *fixture, const char *format,
			  ...) __attribute__((format(printf, 2, 3)));

static void assert_object(const struct fixture *fixture, const char *format,
			  ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = memory_format_v(fixture, format, args);
	va_end(args);
	object_with(fixture, text);
}

static void assert_absent(const struct fixture *fixture, const char *text)
{
	if (strstr(fixture->file, text))
		fail_msg("'%s' is in the file", text);
}

/* A paragraph over two pages with something inside: the order is kept. */
static void contents_and_kids_keep_their_order(void **state)
{
	struct fixture *fixture = *state;
	struct tag *paragraph = tag_new(fixture->root, TAG_P);
	struct tag *first = tag_new(paragraph, TAG_SPAN);
	struct tag *second = tag_new(paragraph, TAG_LBL);
	unsigned span, label, page[N_PAGES];

	paint(fixture, 0, paragraph);
	paint(fixture, 0, first);
	paint(fixture, 1, second);
	paint(fixture, 1, paragraph);
	write_file(fixture);
	span = object_with(fixture, "/S /Span");
	label = object_with(fixture, "/S /Lbl");
	page[0] = object_with(fixture, "/StructParents 0");
	page[1] = object_with(fixture, "/StructParents 1");
	assert_object(fixture,
		      "/S /P /P %u 0 R /K [ << /Type /MCR /Pg %u 0 R /MCID 0 "
		      ">> %u 0 R %u 0 R << /Type /MCR /Pg %u 0 R /MCID 1 >> ]",
		      object_with(fixture, "/S /Document"), page[0], span,
		      label, page[1]);
	assert_object(fixture, "[ %u 0 R %u 0 R ] endobj",
		      object_with(fixture, "/S /P"), span);
}

static void empty_elements_are_dropped(void **state)
{
	struct fixture *fixture = *state;
	struct tag *section = tag_new(fixture->root, TAG_SECT);

	tag_new(tag_new(section, TAG_L), TAG_LI);
	tag_new(section, TAG_FIGURE)->alternative = "never drawn";
	paint(fixture, 0, tag_new(section, TAG_H1));
	write_file(fixture);
	assert_object(fixture, "/S /Sect /P %u 0 R /K %u 0 R",
		      object_with(fixture, "/S /Document"),
		      object_with(fixture, "/S /H1"));
	assert_absent(fixture, "/S /L ");
	assert_absent(fixture, "/S /LI");
	assert_absent(fixture, "/S /Figure");
}

static void table_cells_are_kept(void **state)
{
	struct fixture *fixture = *state;
	struct tag *table = tag_new(fixture->root, TAG_TABLE);
	struct tag *row = tag_new(tag_new(table, TAG_TBODY), TAG_TR);
	struct tag *head = tag_new(row, TAG_TH);
	struct tag *wide = tag_new(row, TAG_TD);

	head->scope = SCOPE_ROW;
	wide->column_span = 2;
	tag_new(tag_new(table, TAG_TBODY), TAG_TR); /* empty: dropped */
	paint(fixture, 1, head);
	write_file(fixture);
	assert_object(fixture, "/S /TR /P %u 0 R /K [ %u 0 R %u 0 R ]",
		      object_with(fixture, "/S /TBody"),
		      object_with(fixture, "/S /TH"),
		      object_with(fixture, "/S /TD"));
	assert_object(fixture, "/A << /O /Table /Scope /Row >>");
	assert_object(fixture,
		      "/A << /O /Table /ColSpan 2 >> /S /TD /P %u 0 R"
		      " /K << /Type /MCR /Pg %u 0 R /MCID 1 >>",
		      object_with(fixture, "/S /TR"),
		      object_with(fixture, "/StructParents 1"));
}

static void attributes_are_written(void **state)
{
	struct fixture *fixture = *state;
	struct tag *figure = tag_new(fixture->root, TAG_FIGURE);
	struct tag *note = tag_new(fixture->root, TAG_NOTE);
	struct tag *head = tag_new(tag_new(fixture->root, TAG_TR), TAG_TH);

	figure->alternative = "Łódź: 3 (of 4)";
	memcpy(figure->box, (float[]){ 10, 20, 30, 40 }, sizeof figure->box);
	note->language = "pl";
	note->actual_text = "note";
	paint(fixture, 0, figure);
	paint(fixture, 0, note);
	paint(fixture, 0, head);
	write_file(fixture);
	assert_object(fixture, "/Alt <FEFF014100F30064017A003A");
	assert_object(fixture, "/BBox [ 10 240 40 280 ]");
	assert_object(fixture,
		      "/ActualText (note) /Lang (pl) /ID (note00000002)");
	assert_object(fixture, "/IDTree << /Names [ (note00000002) %u 0 R ]",
		      object_with(fixture, "/S /Note"));
	assert_object(fixture, "/Scope /Column"); /* the default of a TH */
}

static void links_are_tied_to_their_elements(void **state)
{
	struct fixture *fixture = *state;
	struct page_link links[2] = {
		{ .box = { 10, 20, 30, 10 },
		  .tag = tag_new(fixture->root, TAG_LINK),
		  .target_page = 1,
		  .target_y = 114,
		  .contents = "Chapter 2" },
		{ .tag = tag_new(fixture->root, TAG_LINK),
		  .uri = "https://example.org/a b/é" },
	};
	unsigned annotation;

	fixture->page[0].links = links;
	fixture->page[0].n_links = 2;
	write_file(fixture);
	annotation = object_with(fixture, "/Contents (Chapter 2)");
	assert_object(fixture,
		      "/Rect [ 10 270 40 280 ] /Border [ 0 0 0 ] /F 4 "
		      "/Contents (Chapter 2) /Dest [ %u 0 R /XYZ 0 200 null ] "
		      "/StructParent 2 ",
		      object_with(fixture, "/StructParents 1"));
	assert_object(fixture, "/K << /Type /OBJR /Pg %u 0 R /Obj %u 0 R >>",
		      object_with(fixture, "/StructParents 0"), annotation);
	/* libharu writes "/" and "%" as \\057 and \\045. */
	assert_object(fixture,
		      "/A << /S /URI /URI (https:\\057\\057"
		      "example.org\\057a\\04520b\\057\\045C3\\045A9) >> "
		      "/StructParent 3 ");
	assert_object(fixture, "/ParentTreeNextKey 4");
}

static void bookmarks_form_a_tree(void **state)
{
	struct fixture *fixture = *state;
	struct bookmark bookmarks[] = {
		{ .level = 1, .title = "One", .page = 0 },
		{ .level = 3, .title = "Deep", .page = 0, .y = 50 },
		{ .level = 2, .title = "Flat", .page = 1 },
		{ .level = 1, .title = "Two", .page = 1 },
	};
	unsigned one, deep, flat, two, outline;

	fixture->pages.bookmarks = bookmarks;
	fixture->pages.n_bookmarks = 4;
	write_file(fixture);
	one = object_with(fixture, "/Title (One)");
	deep = object_with(fixture, "/Title (Deep)");
	flat = object_with(fixture, "/Title (Flat)");
	two = object_with(fixture, "/Title (Two)");
	outline = one - 1; /* made just before */
	assert_object(fixture, "/Outlines %u 0 R", outline);
	assert_object(fixture,
		      "%u 0 obj << /First %u 0 R /Last %u 0 R /Count 2 ",
		      outline, one, two);
	assert_object(fixture, "/Title (One) /Parent %u 0 R", outline);
	assert_object(fixture, "/First %u 0 R /Last %u 0 R /Count -2 ", deep,
		      flat);
	assert_object(fixture, "/Title (Deep) /Parent %u 0 R", one);
	assert_object(fixture, "/Title (Flat) /Parent %u 0 R /Prev %u 0 R", one,
		      deep);
	assert_object(fixture, "/XYZ 0 264 null");
}

static void a_page_too_large_is_refused(void **state)
{
	struct fixture *fixture = *state;
	struct error error = { 0 };
	uint8_t *data = NULL;
	size_t length;

	fixture->page[1].list->width = 20000;
	assert_int_equal(
		pdf_write(fixture, &fixture->pages, &data, &length, &error),
		-1);
	assert_int_equal(error.code, ERROR_FAILED);
	assert_non_null(
		strstr(error.what, "libharu refused page 2 of the PDF"));
	assert_null(data);
}

static void a_bad_date_is_refused(void **state)
{
	struct fixture *fixture = *state;
	struct error error = { 0 };
	uint8_t *data;
	size_t length;

	fixture->pages.date = "yesterday";
	assert_int_equal(
		pdf_write(fixture, &fixture->pages, &data, &length, &error),
		-1);
	assert_string_equal(error.what,
			    "'yesterday' is no ISO 8601 date in UTC");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			contents_and_kids_keep_their_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(empty_elements_are_dropped,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(table_cells_are_kept, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(attributes_are_written, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(
			links_are_tied_to_their_elements, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bookmarks_form_a_tree, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_page_too_large_is_refused,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_bad_date_is_refused, set_up,
						tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
