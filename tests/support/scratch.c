#include "tests/support/scratch.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int remove_one(const char *path, const struct stat *status, int type,
		      struct FTW *walk)
{
	(void)status;
	(void)type;
	(void)walk;
	return remove(path);
}

static int remove_folder(char *folder)
{
	nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	return 0;
}

char *scratch_folder(const void *ctx)
{
	return scratch_folder_in(ctx, "/tmp");
}

char *scratch_folder_in(const void *ctx, const char *parent)
{
	char *folder = memory_format(ctx, "%s/divario-test.XXXXXX", parent);

	if (!mkdtemp(folder)) {
		perror(folder);
		abort();
	}
	talloc_set_destructor(folder, remove_folder);
	return folder;
}

char *scratch_write(const void *ctx, const char *folder, const char *name,
		    const char *text)
{
	struct error error = { 0 };
	char *path = file_join(ctx, folder, name);

	if (file_write(path, text, strlen(text), &error) < 0) {
		fprintf(stderr, "%s: %s\n", error.where, error.what);
		abort();
	}
	return path;
}
