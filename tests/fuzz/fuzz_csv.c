/*
 * Any bytes as a CSV file, its dialect found or one of a few that are told: the
 * fast way and libcsv's must agree, and neither may break.
 */
#include "pipeline/core/memory.h"
#include "pipeline/data/csv_reader.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/csv_text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const struct dialect_fixed forms[] = {
	{ .delimiter = 0 },
	{ .delimiter = ',', .quote = '\'', .escape = '\\' },
	{ .delimiter = ';', .quote = CSV_NONE, .has_header_lines = true },
	{ .delimiter = ' ', .has_preamble_lines = true, .preamble_lines = 2 },
	{ .escape = '\\', .has_header_lines = true, .header_lines = 3 },
};

static char *read_all(const void *ctx, const char *path,
		      const struct dialect_fixed *fixed, bool is_slow)
{
	struct error error = { .code = ERROR_NONE };
	struct csv_reader *reader;

	if (csv_reader_open(ctx, path, fixed, &reader, &error) < 0)
		return memory_text(ctx, error.what);
	return csv_text(ctx, reader, is_slow);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	void *memory = talloc_new(NULL);
	int fd = memfd_create("answers.csv", 0);
	char *path = memory_format(memory, "/proc/self/fd/%d", fd);

	if (write(fd, data, size) != (ssize_t)size)
		abort();
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		if (strcmp(read_all(memory, path, &forms[i], false),
			   read_all(memory, path, &forms[i], true)))
			abort();
	close(fd);
	talloc_free(memory);
	return 0;
}
