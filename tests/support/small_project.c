#include "tests/support/small_project.h"

#include "pipeline/core/memory.h"
#include "tests/support/command.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* cmocka wants the headers above first. */
#include <cmocka.h>

int small_project_run(struct small_project *project, const char *command,
		      const char *rest)
{
	return command_run(project, &project->output, "%s %s %s/p %s",
			   command_program(), command, project->folder, rest);
}

void small_project_has_rows(struct small_project *project, const char *sql,
			    const char *expected)
{
	char *rest = memory_format(project, "--csv \"%s\"", sql);
	char *rows;

	assert_int_equal(small_project_run(project, "sql", rest), 0);
	rows = strstr(project->output, "\r\n");
	assert_non_null(rows);
	assert_string_equal(rows + 2, expected);
}

void small_project_said(const struct small_project *project, const char *text)
{
	if (!strstr(project->output, text))
		fail_msg("not said: %s\n%s", text, project->output);
}

int small_project_tear_down(void **state)
{
	talloc_free(*state);
	return 0;
}
