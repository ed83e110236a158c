#include "pipeline/run/before.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"

#include <stdio.h>
#include <unistd.h>

char *before_path(const void *ctx, const struct project *project)
{
	return file_join(ctx, project->work, "published-before.db");
}

/* A second name costs nothing; over a file system's border it takes a copy. */
static int copy_over(const char *from, const char *to, struct error *error)
{
	size_t length;
	char *data;

	if (file_read(NULL, from, &data, &length, error) < 0)
		return -1;
	int result = file_write(to, data, length, error);
	talloc_free(data);
	return result;
}

/* Has somebody withdrawn since the results in FILE were published? */
static bool is_withdrawn_since(const struct project *project, const char *file)
{
	void *memory = talloc_new(NULL);
	const char *list = project_withdrawn_file(memory, project);
	struct file_stamp withdrawn, published;
	bool is_since = file_stamp(list, &withdrawn) &&
			file_stamp(file, &published) &&
			withdrawn.mtime_ns > published.mtime_ns;

	talloc_free(memory);
	return is_since;
}

int before_keep(const struct project *project, struct error *error)
{
	void *memory = talloc_new(NULL);
	char *now = project_published_file(memory, project);
	char *before = before_path(memory, project);
	char *aside = memory_format(memory, "%s.tmp", before);
	int result = 0;

	if (is_withdrawn_since(project, now)) {
		before_forget(project);
	} else if (file_exists(now)) {
		(void)unlink(aside);
		if (link(now, aside) != 0 || rename(aside, before) != 0)
			result = copy_over(now, before, error);
		/* Two names of one file: rename does nothing then. */
		(void)unlink(aside);
	}
	talloc_free(memory);
	return result;
}

void before_forget(const struct project *project)
{
	char *path = before_path(NULL, project);

	(void)unlink(path);
	talloc_free(path);
}
