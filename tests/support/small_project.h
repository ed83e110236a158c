/* A project of a few small files, run as a person would run it. */
#ifndef TESTS_SUPPORT_SMALL_PROJECT_H
#define TESTS_SUPPORT_SMALL_PROJECT_H

#include <stddef.h>

/* A talloc object; its files stand in FOLDER/p. */
struct small_project {
	const char *folder; /* scratch */
	char *output;       /* of the last command */
};

/* divario COMMAND FOLDER/p REST: its exit code. */
int small_project_run(struct small_project *project, const char *command,
		      const char *rest);

/* What the store answers SQL, CSV with its header. */
char *small_project_ask(struct small_project *project, const char *sql);

/* Each of the N SECRETS stands in the file p/answers.csv, and in no byte of the
 * store and the reports. */
void small_project_hides(struct small_project *project,
			 const char *const *secrets, size_t n);

/* The store answers SQL with these rows, CSV behind its header. */
void small_project_has_rows(struct small_project *project, const char *sql,
			    const char *expected);

/* The last command's output holds TEXT. */
void small_project_said(const struct small_project *project, const char *text);

/* A cmocka teardown. */
int small_project_tear_down(void **state);

#endif
