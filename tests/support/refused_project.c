#include "tests/support/refused_project.h"

#include "pipeline/core/memory.h"
#include "pipeline/run/project.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

void refused_project(const char *text, const char *what, const char *where)
{
	void *ctx = talloc_new(NULL);
	char *folder = scratch_folder(ctx);
	struct problems *problems = problems_new(ctx);
	struct project *project;
	bool found = false;

	scratch_write(ctx, folder, "project.yaml", text);
	scratch_write(ctx, folder, "a.csv", "a,b\n1,2\n");
	project_inspect(ctx, folder, &project, problems);
	for (size_t i = 0; i < problems->n; i++)
		found |= strstr(problems->items[i].what, what) &&
			 strstr(problems->items[i].where, where) &&
			 problems->items[i].remedy[0];
	if (!found)
		fail_msg("'%s' is not said; but '%s':\n%s", what,
			 problems->n ? problems->items[0].what : "", text);
	talloc_free(ctx);
}
