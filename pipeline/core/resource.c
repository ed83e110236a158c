#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef DIVARIO_PREFIX
#define DIVARIO_PREFIX "/usr/local"
#endif

/* FOLDER/NAME if it is there. */
static char *resource_in(const void *ctx, const char *folder, const char *name)
{
	char *path = file_join(ctx, folder, name);

	if (file_exists(path))
		return path;
	talloc_free(path);
	return NULL;
}

/*
 * The config/ of a build tree, on the way from FOLDER (changed) up to the root.
 * "languages" tells it from any other folder of that name.
 */
static char *resource_above(const void *ctx, char *folder, const char *name)
{
	char *slash, *path = NULL;

	while (!path && (slash = strrchr(folder, '/'))) {
		char *config, *languages;

		*slash = '\0';
		config = memory_format(ctx, "%s/config", folder);
		languages = memory_format(config, "%s/languages", config);
		if (file_is_folder(languages))
			path = resource_in(ctx, config, name);
		talloc_free(config);
	}
	return path;
}

static char *resource_near_program(const void *ctx, const char *name)
{
	char program[PATH_MAX];
	ssize_t length =
		readlink("/proc/self/exe", program, sizeof program - 1);

	if (length < 0)
		return NULL;
	program[length] = '\0';
	return resource_above(ctx, program, name);
}

char *file_resource(const void *ctx, const char *name)
{
	const char *folder = getenv("DIVARIO_CONFIG");
	char *path = NULL;

	if (folder && *folder)
		path = resource_in(ctx, folder, name);
	if (!path)
		path = resource_near_program(ctx, name);
	/* Programs built outside the tree are run from its root. */
	if (!path && file_is_folder("config/languages"))
		path = resource_in(ctx, "config", name);
	if (!path)
		path = resource_in(ctx, DIVARIO_PREFIX "/share/divario", name);
	return path;
}
