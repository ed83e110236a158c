#include "pipeline/data/workbook.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/workbook_parts.h"
#include "pipeline/data/xml.h"

#include <string.h>
#include <zip.h>

/* A part beyond this is no survey's; it would be a bomb. */
enum { LARGEST_PART = 1 << 30, BLOCK = 1 << 16 };

struct workbook {
	zip_t *archive;
	const char *path;
	const char **sheets; /* names */
	const char **parts;  /* and where they stand in the archive */
	size_t n_sheets, n_parts;
	struct workbook_links links;
	struct workbook_strings strings;
	bool has_strings; /* read already */
};

static int close_archive(struct workbook *workbook)
{
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

static int feed(struct workbook *workbook, zip_file_t *file, struct xml *xml,
		struct error *error)
{
	char *block = memory_array(xml, char, BLOCK);
	zip_int64_t n, total = 0;

	while ((n = zip_fread(file, block, BLOCK)) > 0) {
		total += n;
		if (total > LARGEST_PART)
			return no_workbook(workbook, "a sheet is too large",
					   error);
		if (xml_feed(xml, block, (size_t)n, false, error) < 0)
			return -1;
	}
	if (n < 0)
		return no_workbook(workbook, zip_file_strerror(file), error);
	return xml_feed(xml, "", 0, true, error);
}

/* One part through the handlers; one that is not there has no elements. */
static int read_part(struct workbook *workbook, const char *part,
		     const struct xml_handlers *handlers, struct error *error)
{
	zip_int64_t index =
		zip_name_locate(workbook->archive, part, ZIP_FL_NOCASE);
	zip_file_t *file;
	struct xml *xml;
	int result;

	if (index < 0)
		return 0;
	file = zip_fopen_index(workbook->archive, (zip_uint64_t)index, 0);
	if (!file)
		return no_workbook(workbook, zip_strerror(workbook->archive),
				   error);
	xml = xml_new(workbook,
		      memory_format(workbook, "%s[%s]", workbook->path, part),
		      handlers);
	result = feed(workbook, file, xml, error);
	talloc_free(xml);
	zip_fclose(file);
	return result;
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
	if (read_part(workbook, "xl/_rels/workbook.xml.rels", &links, error) <
		    0 ||
	    read_part(workbook, "xl/workbook.xml", &sheets, error) < 0)
		return -1;
	return workbook->n_sheets
		       ? 0
		       : no_workbook(workbook, "it has no sheets", error);
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
	struct xml_handlers handlers =
		workbook_string_handlers(&workbook->strings);

	if (workbook->has_strings)
		return 0;
	workbook->has_strings = true;
	workbook->strings.ctx = workbook;
	return read_part(workbook, "xl/sharedStrings.xml", &handlers, error);
}

int workbook_read(struct workbook *workbook, size_t index, workbook_row *take,
		  void *data, struct error *error)
{
	struct workbook_cells cells = {
		.strings = &workbook->strings,
		.take = take,
		.data = data,
	};
	struct xml_handlers handlers = workbook_cell_handlers(&cells);
	int result;

	if (read_strings(workbook, error) < 0)
		return -1;
	cells.ctx = talloc_new(workbook);
	memory_check(cells.ctx);
	result = read_part(workbook, workbook->parts[index], &handlers, error);
	talloc_free(cells.ctx);
	return result;
}
