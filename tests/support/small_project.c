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

char *small_project_ask(struct small_project *project, const char *sql)
{
	char *rest = memory_format(project, "--csv \"%s\"", sql);

	assert_int_equal(small_project_run(project, "sql", rest), 0);
	return project->output;
}

void small_project_hides(struct small_project *project,
			 const char *const *secrets, size_t n)
{
	const char *folder = project->folder;

	for (size_t i = 0; i < n; i++) {
		char *output;

		/* In the file it is, or the test proves nothing. */
		assert_int_equal(
			command_run(project, NULL,
				    "grep -qF -e '%s' %s/p/answers.csv",
				    secrets[i], folder),
			0);
		if (command_run(project, &output,
				"grep -rlaiF -e '%s' %s/p/.divario "
				"%s/p/reports",
				secrets[i], folder, folder) != 1)
			fail_msg("'%s' is in %s", secrets[i], output);
	}
}

void small_project_has_rows(struct small_project *project, const char *sql,
			    const char *expected)
{
	char *rows = strstr(small_project_ask(project, sql), "\r\n");

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
