/*
 * Any text as a report template: read as by 'divario check', without data; it
 * is sound or refused with a place.  The same text as Markdown alone.
 */
#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/page/markdown.h"
#include "pipeline/page/template.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

enum { FILES = 3 };

static const char *place(const void *ctx, const void *data, size_t offset)
{
	(void)data;
	return memory_format(ctx, "t.md:1:%zu", offset + 1);
}

static void read_markdown(const void *ctx, const struct fuzz_file *file)
{
	char *text = memory_text_n(ctx, file->text, file->length);
	struct markdown_source source = { .text = text,
					  .place = place,
					  .index = memory_new(
						  ctx, struct markdown_index) };
	struct error error = { .code = ERROR_NONE };
	struct blocks blocks = { 0 };

	if (text_valid_prefix(text, strlen(text)) != strlen(text))
		return;
	if (markdown_blocks(ctx, &source, &blocks, &error) < 0)
		fuzz_must(error.what[0] && error.where[0]);
}

/* The first file is the template, "=== t.md"; others may be its parts, "===
 * templates/parts/x.md". */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	void *memory = talloc_new(NULL);
	struct fuzz_file files[FILES];
	size_t n = fuzz_part(memory, data, size, files, FILES);
	struct error error = { .code = ERROR_NONE };

	if (n > 0) {
		char *folder = fuzz_folder(memory);
		char *path = file_join(memory, folder, files[0].name);

		fuzz_write(folder, files, n);
		if (template_check(memory, path, folder, &error) < 0)
			fuzz_must(error.what[0] && error.where[0]);
		read_markdown(memory, &files[0]);
	}
	talloc_free(memory);
	return 0;
}
