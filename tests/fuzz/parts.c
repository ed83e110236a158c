#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/codebook.h"
#include "pipeline/data/tabular.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/scratch.h"

#include <stdlib.h>
#include <string.h>

void fuzz_must(bool is_true)
{
	if (!is_true)
		abort();
}

static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTU"
			      "VWXYZ0123456789._-/[]";

static bool is_good_name(const char *name)
{
	return *name && *name != '/' && strlen(name) < 80 &&
	       strspn(name, allowed) == strlen(name) && !strstr(name, "..") &&
	       !strstr(name, "//") && name[strlen(name) - 1] != '/';
}

/* The name on a line "=== NAME", on CTX; NULL if it is none. */
static char *heading(const void *ctx, const char *line, size_t length)
{
	char *name;

	if (length < 5 || memcmp(line, "=== ", 4))
		return NULL;
	name = memory_text_n(ctx, line + 4, length - 4);
	return is_good_name(name) ? name : NULL;
}

size_t fuzz_part(const void *ctx, const uint8_t *data, size_t size,
		 struct fuzz_file *files, size_t most)
{
	const char *at = (const char *)data, *end = at + size;
	size_t n = 0;

	while (at < end) {
		const char *feed = memchr(at, '\n', (size_t)(end - at));
		const char *next = feed ? feed + 1 : end;
		char *name =
			heading(ctx, at, (size_t)((feed ? feed : end) - at));

		if (name && n == most)
			break;
		if (name)
			files[n++] = (struct fuzz_file){ name, next, 0 };
		else if (n > 0)
			files[n - 1].length =
				(size_t)(next - files[n - 1].text);
		at = next;
	}
	return n;
}

char *fuzz_folder(const void *ctx)
{
	return scratch_folder_in(ctx, "/dev/shm");
}

void fuzz_write(const char *folder, const struct fuzz_file *files, size_t n)
{
	void *memory = talloc_new(NULL);

	/* A name that is another's folder cannot be written: never mind. */
	for (size_t i = 0; i < n; i++) {
		struct error error = { .code = ERROR_NONE };

		file_write(file_join(memory, folder, files[i].name),
			   files[i].text, files[i].length, &error);
	}
	talloc_free(memory);
}

/* As many cells as there are names, of valid text. */
static void check_record(const struct csv_record *record, size_t n_names)
{
	if (record->fault)
		return;
	fuzz_must(record->n_cells == n_names);
	for (size_t i = 0; i < record->n_cells; i++) {
		const struct csv_cell *cell = &record->cells[i];

		fuzz_must(cell->is_null ||
			  text_valid_prefix(cell->text, cell->length) ==
				  cell->length);
	}
}

static void read_answers(const void *ctx, const char *path)
{
	struct error error = { .code = ERROR_NONE };
	struct tabular *tabular;
	const struct csv_record *record;
	int more;

	if (tabular_open(ctx, path, NULL, &tabular, &error) < 0) {
		fuzz_must(error.what[0] && error.where[0]);
		return;
	}
	while ((more = tabular_next(tabular, &record, &error)) > 0)
		check_record(record, tabular_header(tabular)->n);
	fuzz_must(more == 0 || error.what[0]);
	fuzz_must(tabular_verdict(tabular, tabular)[0]);
	talloc_free(tabular);
}

void fuzz_read(const void *ctx, const char *path)
{
	struct error error = { .code = ERROR_NONE };
	struct codebook *codebook;

	read_answers(ctx, path);
	if (codebook_load(ctx, path, &codebook, &error) < 0)
		fuzz_must(error.what[0] && error.where[0]);
}
