/*
 * Any parts ("=== xl/workbook.xml" ...) as an Excel workbook, packed first:
 * every sheet is read or refused, and the whole as a codebook and as answers.
 */
#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/codebook.h"
#include "pipeline/data/workbook.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>
#include <zip.h>

enum { PARTS = 12 };

static void pack(const char *path, const struct fuzz_file *parts, size_t n)
{
	zip_t *archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);

	fuzz_must(archive != NULL);
	for (size_t i = 0; i < n; i++) {
		zip_int64_t index =
			zip_file_add(archive, parts[i].name,
				     zip_source_buffer(archive, parts[i].text,
						       parts[i].length, 0),
				     ZIP_FL_OVERWRITE);

		fuzz_must(index >= 0);
		zip_set_file_compression(archive, (zip_uint64_t)index,
					 ZIP_CM_STORE, 0);
	}
	fuzz_must(zip_close(archive) == 0);
}

static void take(void *data, int row, const char *const *cells, size_t n)
{
	size_t *length = data;

	fuzz_must(row > 0);
	for (size_t i = 0; i < n; i++)
		*length += strlen(cells[i]);
}

static void read_sheets(const void *ctx, const char *path)
{
	struct error error = { .code = ERROR_NONE };
	struct workbook *workbook;
	size_t n = 0, length = 0;

	if (workbook_open(ctx, path, &workbook, &error) < 0) {
		fuzz_must(error.what[0] != '\0');
		return;
	}
	workbook_sheets(workbook, &n);
	for (size_t i = 0; i < n; i++)
		workbook_read(workbook, i, take, &length, &error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	void *memory = talloc_new(NULL);
	struct fuzz_file parts[PARTS];
	size_t n = fuzz_part(memory, data, size, parts, PARTS);
	struct error error = { .code = ERROR_NONE };
	struct codebook *codebook;
	char *path;

	if (n > 0) {
		path = file_join(memory, fuzz_folder(memory), "form.xlsx");
		pack(path, parts, n);
		read_sheets(memory, path);
		if (codebook_load(memory, path, &codebook, &error) < 0)
			fuzz_must(error.what[0] && error.where[0]);
	}
	talloc_free(memory);
	return 0;
}
