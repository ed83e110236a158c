#include "pipeline/data/workbook.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/workbook_parts.h"
#include "pipeline/data/xml.h"

#include <string.h>
#include <zip.h>

/* Beyond this it is no survey but a bomb; parts other than sheets are kept in
 * memory. */
static const zip_uint64_t LARGEST_SHEET = (zip_uint64_t)1 << 33;
enum { LARGEST_PART = 1 << 29, BLOCK = 1 << 16 };

struct workbook {
	zip_t *archive;
	const char *path;
	const char **sheets; /* names */
	const char **parts;  /* and where they stand in the archive */
	size_t n_sheets, n_parts;
	struct workbook_links links;
	struct workbook_strings strings;
	struct workbook_styles styles;
	bool has_strings; /* read already, and the styles */
	bool is_1904;     /* days count from 1904 */
};

static int close_archive(struct workbook *workbook)
{
	/* Parts that are open yet are to be closed before it. */
	talloc_free_children(workbook);
	if (workbook->archive)
		zip_discard(workbook->archive);
	return 0;
}

static int no_workbook(const struct workbook *workbook, const char *what,
		       struct error *error)
{
	return error_set(error, ERROR_PROJECT, workbook->path,
			 "save it as an Excel workbook (.xlsx) without a "
			 "password",
			 "the file is no readable workbook: %s", what);
}

static int too_large(const struct workbook *workbook, struct error *error)
{
	return no_workbook(workbook, "unpacked it is larger than any survey",
			   error);
}

/* A part of the archive on its way through an XML parser. */
struct part {
	struct workbook *workbook;
	zip_file_t *file; /* NULL: there is no such part */
	struct xml *xml;
	char *block;
	zip_uint64_t n_read, largest;
	bool is_end;
};

static int close_part(struct part *part)
{
	if (part->file)
		zip_fclose(part->file);
	return 0;
}

static struct part *new_part(struct workbook *workbook, zip_uint64_t largest)
{
	struct part *part = memory_new(workbook, struct part);

	part->workbook = workbook;
	part->largest = largest;
	talloc_set_destructor(part, close_part);
	return part;
}

/* Does the archive itself say that the part is too large to be unpacked? */
static bool is_said_too_large(const struct part *part, zip_uint64_t index)
{
	zip_stat_t about;

	return zip_stat_index(part->workbook->archive, index, 0, &about) == 0 &&
	       about.valid & ZIP_STAT_SIZE && about.size > part->largest;
}

/* A part that is not there has no elements. */
static int open_part(struct part *part, const char *name,
		     const struct xml_handlers *handlers, struct error *error)
{
	struct workbook *workbook = part->workbook;
	zip_int64_t index =
		zip_name_locate(workbook->archive, name, ZIP_FL_NOCASE);

	if (index < 0)
		return 0;
	if (is_said_too_large(part, (zip_uint64_t)index))
		return too_large(workbook, error);
	part->file = zip_fopen_index(workbook->archive, (zip_uint64_t)index, 0);
	if (!part->file)
		return no_workbook(workbook, zip_strerror(workbook->archive),
				   error);
	part->block = memory_array(part, char, BLOCK);
	part->xml = xml_new(part,
			    memory_format(part, "%s[%s]", workbook->path, name),
			    handlers);
	return 0;
}

/* One block: 1, or 0 at the end. */
static int feed(struct part *part, struct error *error)
{
	zip_int64_t n;

	if (!part->file || part->is_end)
		return 0;
	n = zip_fread(part->file, part->block, BLOCK);
	if (n < 0)
		return no_workbook(part->workbook,
				   zip_file_strerror(part->file), error);
	part->n_read += (zip_uint64_t)n;
	if (part->n_read > part->largest)
		return too_large(part->workbook, error);
	part->is_end = n == 0;
	if (xml_feed(part->xml, part->block, (size_t)n, n == 0, error) < 0)
		return -1;
	return n > 0;
}

/* To its end, and away with it. */
static int read_part(struct part *part, const char *name,
		     const struct xml_handlers *handlers, struct error *error)
{
	int more = open_part(part, name, handlers, error);

	if (more == 0)
		do {
			more = feed(part, error);
		} while (more > 0);
	talloc_free(part);
	return more;
}

/* "worksheets/sheet1.xml" is relative to xl/, "/xl/..." to the archive. */
static const char *part_of(const struct workbook *workbook, const char *link)
{
	for (size_t i = 0; i < workbook->links.n; i++) {
		const char *target = workbook->links.items[i].target;

		if (strcmp(workbook->links.items[i].id, link))
			continue;
		return *target == '/'
			       ? target + 1
			       : memory_format(workbook, "xl/%s", target);
	}
	return "";
}

static void take_sheet(void *data, const char *name, const char **attributes)
{
	struct workbook *workbook = data;
	const char *title = xml_attribute(attributes, "name");
	const char *link = xml_attribute(attributes, "id");
	const char *is_1904 = xml_attribute(attributes, "date1904");

	if (!strcmp(name, "workbookPr") && is_1904)
		workbook->is_1904 = strchr("1tT", *is_1904) != NULL;
	if (strcmp(name, "sheet") || !title || !link)
		return;
	memory_append(workbook, workbook->sheets, const char *,
		      workbook->n_sheets, memory_text(workbook, title));
	memory_append(workbook, workbook->parts, const char *,
		      workbook->n_parts, part_of(workbook, link));
}

static int read_index(struct workbook *workbook, struct error *error)
{
	struct xml_handlers sheets = { .start = take_sheet, .data = workbook };
	struct xml_handlers links = workbook_link_handlers(&workbook->links);

	workbook->links.ctx = workbook;
	if (read_part(new_part(workbook, LARGEST_PART),
		      "xl/_rels/workbook.xml.rels", &links, error) < 0 ||
	    read_part(new_part(workbook, LARGEST_PART), "xl/workbook.xml",
		      &sheets, error) < 0)
		return -1;
	return workbook->n_sheets
		       ? 0
		       : no_workbook(workbook, "it has no sheets", error);
}

/*
 * Excel before 2007 wrote compound files; since then they hold workbooks under
 * a password.
 */
static int refuse_old(const struct workbook *workbook, struct error *error)
{
	static const char mark[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
	static const char package[] = "E\0n\0c\0r\0y\0p\0t\0e\0d";
	char head[sizeof mark - 1], *data;
	size_t length;
	bool is_encrypted;

	if (file_head(workbook->path, head, sizeof head) < sizeof head ||
	    memcmp(head, mark, sizeof head))
		return 0;
	if (file_read(workbook, workbook->path, &data, &length, error) < 0)
		return -1;
	is_encrypted =
		memmem(data, length, package, sizeof package - 1) != NULL;
	talloc_free(data);
	return no_workbook(workbook,
			   is_encrypted ? "it is under a password"
					: "it is in Excel's old format (.xls)",
			   error);
}

int workbook_open(const void *ctx, const char *path, struct workbook **result,
		  struct error *error)
{
	struct workbook *workbook = memory_new(ctx, struct workbook);
	int code;

	workbook->path = memory_text(workbook, path);
	talloc_set_destructor(workbook, close_archive);
	if (!file_exists(path))
		return error_set(error, ERROR_PROJECT, path,
				 "add the workbook or correct its path",
				 "there is no such file");
	if (refuse_old(workbook, error) < 0)
		return -1;
	workbook->archive = zip_open(path, ZIP_RDONLY, &code);
	if (!workbook->archive) {
		zip_error_t why;

		zip_error_init_with_code(&why, code);
		no_workbook(workbook, zip_error_strerror(&why), error);
		zip_error_fini(&why);
		return -1;
	}
	if (read_index(workbook, error) < 0)
		return -1;
	*result = workbook;
	return 0;
}

const char *const *workbook_sheets(const struct workbook *workbook, size_t *n)
{
	*n = workbook->n_sheets;
	return workbook->sheets;
}

static int read_strings(struct workbook *workbook, struct error *error)
{
	struct xml_handlers strings =
		workbook_string_handlers(&workbook->strings);
	struct xml_handlers styles = workbook_style_handlers(&workbook->styles);

	if (workbook->has_strings)
		return 0;
	workbook->has_strings = true;
	workbook->strings.ctx = workbook->styles.ctx = workbook;
	if (read_part(new_part(workbook, LARGEST_PART), "xl/sharedStrings.xml",
		      &strings, error) < 0)
		return -1;
	return read_part(new_part(workbook, LARGEST_PART), "xl/styles.xml",
			 &styles, error);
}

struct workbook_stream {
	struct workbook_cells cells;
	struct part *part;
};

int workbook_stream_open(struct workbook *workbook, size_t index,
			 workbook_row *take, void *data,
			 struct workbook_stream **result, struct error *error)
{
	struct workbook_stream *stream =
		memory_new(workbook, struct workbook_stream);
	struct xml_handlers handlers = workbook_cell_handlers(&stream->cells);

	if (read_strings(workbook, error) < 0)
		return -1;
	stream->cells = (struct workbook_cells){
		.ctx = memory_check(talloc_new(stream)),
		.strings = &workbook->strings,
		.styles = &workbook->styles,
		.is_1904 = workbook->is_1904,
		.take = take,
		.data = data,
	};
	*result = stream;
	stream->part = new_part(workbook, LARGEST_SHEET);
	return open_part(stream->part, workbook->parts[index], &handlers,
			 error);
}

int workbook_stream_next(struct workbook_stream *stream, struct error *error)
{
	return feed(stream->part, error);
}

int workbook_read(struct workbook *workbook, size_t index, workbook_row *take,
		  void *data, struct error *error)
{
	struct workbook_stream *stream;
	int more = workbook_stream_open(workbook, index, take, data, &stream,
					error);

	if (more < 0)
		return -1;
	do {
		more = workbook_stream_next(stream, error);
	} while (more > 0);
	talloc_free(stream->part);
	talloc_free(stream);
	return more;
}

int workbook_merges(struct workbook *workbook, size_t index,
		    const struct workbook_merge **merges, size_t *n,
		    struct error *error)
{
	struct workbook_merges found = { .ctx = workbook };
	struct xml_handlers handlers = workbook_merge_handlers(&found);
	int result = read_part(new_part(workbook, LARGEST_SHEET),
			       workbook->parts[index], &handlers, error);

	*merges = found.items;
	*n = found.n;
	return result;
}
