/*
 * The guide to templates, followed step by step as it is written: its commands,
 * and its two files as they stand there.
 */
#include "pipeline/core/memory.h"
#include "tests/support/command.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct reader {
	void *ctx;
	const char *folder; /* of the project */
};

/* The guide's Nth block of code between rows of four backticks. */
static void save_block(struct reader *reader, int n, const char *file)
{
	assert_int_equal(
		command_run(reader->ctx, NULL,
			    "mkdir -p %s/templates/parts && "
			    "awk '/^````/ { n++; next } n == %d' "
			    "config/templates/README.md >%s/templates/%s && "
			    "test -s %s/templates/%s && "
			    "echo '  - {template: %.*s}' >>%s/project.yaml",
			    reader->folder, 2 * n - 1, reader->folder, file,
			    reader->folder, file, (int)strcspn(file, "."), file,
			    reader->folder),
		0);
}

static int set_up(void **state)
{
	struct reader *reader = memory_new(NULL, struct reader);

	reader->ctx = reader;
	reader->folder =
		memory_format(reader, "%s/survey", scratch_folder(reader));
	*state = reader;
	return command_run(reader, NULL,
			   "%s init samples/bwise/online-2021.csv %s",
			   command_program(), reader->folder);
}

static int tear_down(void **state)
{
	talloc_free(*state);
	return 0;
}

static const char *say(struct reader *reader, const char *command,
		       const char *what)
{
	char *output;
	int code =
		command_run(reader->ctx, &output, "%s %s %s%s",
			    command_program(), command, reader->folder, what);

	if (code)
		print_message("%s", output);
	assert_int_equal(code, 0);
	return output;
}

static const char *report(struct reader *reader, const char *name)
{
	char *text;

	assert_int_equal(command_run(reader->ctx, &text,
				     "pdftotext -layout "
				     "%s/reports/survey/%s -",
				     reader->folder, name),
			 0);
	return text;
}

static void a_first_report_and_what_there_is_to_tell(void **state)
{
	struct reader *reader = *state;

	assert_non_null(strstr(say(reader, "run", ""), "skill-gap-en.pdf"));
	assert_non_null(strstr(
		say(reader, "sql", " \"select * from published.schema_note\""),
		"gap,low"));
	assert_non_null(
		strstr(say(reader, "sql",
			   " \"select skill, gap, low, high, n from "
			   "published.gap where grouping = 'all' order by gap "
			   "desc limit 5\""),
		       "impact,"));
}

static void a_template_of_ones_own(void **state)
{
	struct reader *reader = *state;
	const char *text;

	save_block(reader, 1, "brief.md");
	say(reader, "check", "");
	say(reader, "run", "");
	text = report(reader, "brief-en.pdf");
	assert_non_null(strstr(text, "175 people answered. The widest gap is "
				     "impact"));
	assert_non_null(strstr(text, "Field work"));
	/* skills without areas have no nameless section, no wave an empty word
	 */
	assert_null(strstr(text, "Wave\n"));
	text = report(reader, "skill-gap-en.pdf");
	assert_non_null(strstr(text, "The levels people have"));
}

static void other_words_in_a_shipped_part(void **state)
{
	struct reader *reader = *state;

	assert_int_equal(
		command_run(reader->ctx, NULL,
			    "cd %s/templates/parts && "
			    "cp $OLDPWD/config/templates/parts/method.md . && "
			    "printf '\\nWe asked in spring.\\n' >>method.md",
			    reader->folder),
		0);
	say(reader, "run", "");
	assert_non_null(
		strstr(report(reader, "brief-en.pdf"), "We asked in spring."));
}

static void a_sheet_for_each_country(void **state)
{
	struct reader *reader = *state;

	save_block(reader, 2, "place.md");
	say(reader, "check", "");
	say(reader, "run", "");
	assert_non_null(
		strstr(report(reader, "place-it-en.pdf"), "Everywhere"));
	/* who are too few for an average are told so */
	assert_non_null(
		strstr(report(reader, "place-lv-en.pdf"), "answered here"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_first_report_and_what_there_is_to_tell),
		cmocka_unit_test(a_template_of_ones_own),
		cmocka_unit_test(other_words_in_a_shipped_part),
		cmocka_unit_test(a_sheet_for_each_country),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
