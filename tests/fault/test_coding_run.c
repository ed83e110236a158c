/*
 * Services over moments and coded open answers, as a person runs them: what
 * cannot be right is told by check and run with its place and exit code 3; what
 * is merely little makes a result that says so.
 */
#include "pipeline/core/error.h"
#include "pipeline/core/memory.h"
#include "tests/support/command.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MOMENTS                                                                \
	"moments: {before: {question: 'before_{item}'}, "                      \
	"now: {question: 'now_{item}'}}"
#define ITEMS      "items: {meals: {title: Meals}}"
#define TRANSITION "{" MOMENTS ", " ITEMS ", counted: [on]}"
#define CODING                                                                 \
	"[{name: ideas, question: idea, sheet: coded.csv, "                    \
	"themes: themes.csv}]"

static const char project[] =
	"divario: 1\n"
	"project: {id: p, title: P}\n"
	"sources: {forms: {files: answers.csv, codebook: codebook,\n"
	"  respondent: token}}\n"
	"analyses:\n"
	"  transition: %s\n"
	"  coding: %s\n"
	"open_answers: [idea]\n"
	"reports: [{template: profile}]\n";

static const char survey[] = "type,name,label::en\n"
			     "select_one state,before_meals,Before\n"
			     "select_one state,now_meals,Now\n"
			     "integer,age,Age\n"
			     "text,idea,Idea\n";
static const char choices[] = "list_name,name,label::en\n"
			      "state,on,On\nstate,off,Off\n";
static const char answers[] =
	"token,before_meals,now_meals,age,idea\n"
	"t1,on,off,40,Meals brought by Tom\nt2,on,on,41,Call x@y.org\n"
	"t3,off,on,42,Talk\nt4,on,off,43,Talk more\nt5,on,on,44,\n"
	"t6,on,on,45,Phone\nt7,on,off,46,Visit\nt8,off,off,47,Walk\n";
static const char themes[] = "theme,label::en\ntalk,Talk\nfood,Food\n";
static const char coded[] = "answer,coder,theme,rating,quote\n"
			    "t1,A,food,4,x\nt2,A,talk,5,x\nt3,A,talk,4,x\n"
			    "t4,A,talk,3,\nt6,A,talk,2,\nt7,A,talk,,\n"
			    "t8,A,,,\nt9,A,talk,1,\n";

struct sample {
	const char *transition, *coding, *sheet;
	const char *where, *what, *remedy;
};

static int run(void *ctx, const struct sample *it, const char *command,
	       char **folder, char **output)
{
	*folder = scratch_folder(ctx);
	scratch_write(ctx, *folder, "p/project.yaml",
		      memory_format(ctx, project, it->transition, it->coding));
	scratch_write(ctx, *folder, "p/codebook/survey.csv", survey);
	scratch_write(ctx, *folder, "p/codebook/choices.csv", choices);
	scratch_write(ctx, *folder, "p/answers.csv", answers);
	scratch_write(ctx, *folder, "p/themes.csv", themes);
	scratch_write(ctx, *folder, "p/coded.csv",
		      it->sheet ? it->sheet : coded);
	return command_run(ctx, output, "%s %s %s/p", command_program(),
			   command, *folder);
}

/* clang-format off */
static const struct sample refused[] = {
	{ "{" MOMENTS ", items: {lunch: {title: L}}, counted: [on]}", CODING, NULL,
	  "project.yaml:6:", "before_lunch", "" },
	{ "{" MOMENTS ", " ITEMS ", counted: [open]}", CODING, NULL,
	  "project.yaml:6:", "no answer 'open'", "name answers of 'before_meals'" },
	{ "{" MOMENTS ", " ITEMS ", counted: [on], by: [town]}", CODING, NULL,
	  "project.yaml:6:", "town", "" },
	{ "{moments: {before: {question: 'before_{item}'}}, " ITEMS ", counted: [on]}", CODING, NULL,
	  "project.yaml:6:", "no change over 1 moments", "name 2 to 8" },
	{ "{moments: {before: {question: before}, now: {question: 'now_{item}'}}, " ITEMS ", counted: [on]}", CODING, NULL,
	  "project.yaml:6:", "no {item} in it", "write it as" },
	{ "{" MOMENTS ", " ITEMS ", counting: [on]}", CODING, NULL,
	  "project.yaml:6:", "'counting'", "did you mean 'counted'?" },
	{ TRANSITION, "[{name: i, question: idea, sheet: no.csv, themes: themes.csv}]", NULL,
	  "project.yaml:7:", "no.csv", "name a CSV file" },
	{ TRANSITION, "[{name: i, question: age, sheet: coded.csv, themes: themes.csv}]", NULL,
	  "project.yaml:7:", "'age' is no open question", "of the type text" },
	{ TRANSITION, "[{name: i, question: thought, sheet: coded.csv, themes: themes.csv}]", NULL,
	  "project.yaml:7:", "no question 'thought'", "name" },
	{ TRANSITION, "[{name: i, question: idea, sheet: coded.csv, themes: themes.csv, minimum: 5}]", NULL,
	  "project.yaml:7:", "from 5 to 5 are no scale", "'minimum' below" },
	{ TRANSITION, "[{name: i, question: idea, sheet: coded.csv, themes: themes.csv}, {name: i, question: idea, sheet: coded.csv, themes: themes.csv}]", NULL,
	  "project.yaml:7:", "a second coding is called 'i'", "name of its own" },
	{ TRANSITION, CODING, "answer,coder,theme\nt1,A,tlak\n",
	  "coded.csv:2:3", "no theme 'tlak'", "did you mean 'talk'?" },
};
/* clang-format on */

static void test_refused(void **state)
{
	static const char *const commands[] = { "check", "run" };

	(void)state;
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		for (size_t c = 0; c < 2; c++) {
			void *ctx = talloc_new(NULL);
			char *folder, *output;
			int code = run(ctx, &refused[i], commands[c], &folder,
				       &output);

			if (code != ERROR_PROJECT ||
			    !strstr(output, refused[i].where) ||
			    !strstr(output, refused[i].what) ||
			    !strstr(output, refused[i].remedy))
				fail_msg("%s, %s: %d\n%s", commands[c],
					 refused[i].what, code, output);
			talloc_free(ctx);
		}
}

static char *ask(void *ctx, const char *folder, const char *sql)
{
	char *output;

	assert_int_equal(
		command_run(ctx, &output,
			    "/usr/bin/python3 -c \"import sqlite3, sys; "
			    "print(sqlite3.connect(sys.argv[1]).execute("
			    "sys.argv[2]).fetchall())\" "
			    "%s/p/reports/p/published.db \"%s\"",
			    folder, sql),
		0);
	return output;
}

/* Few answers: counts below the threshold stay inside, company with them; what
 * is quoted names nobody; a code that is no answer's is told. */
static void test_little_is_told(void **state)
{
	static const struct sample it = { TRANSITION, CODING, NULL,
					  NULL,       NULL,   NULL };
	void *ctx = talloc_new(NULL);
	char *folder, *output;

	(void)state;
	assert_int_equal(run(ctx, &it, "run", &folder, &output), 0);
	assert_non_null(strstr(output, "coded.csv:9:1"));
	assert_non_null(strstr(output, "1 row of the sheet belongs to no "
				       "answer that counts"));
	output = ask(ctx, folder,
		     "select n, suppressed from coding_theme where theme = "
		     "'talk'");
	assert_non_null(strstr(output, "(None, 1)")); /* 7 less 5 are two */
	output = ask(ctx, folder, "select text from coding_quote");
	assert_non_null(strstr(output, "Call [e-mail]"));
	assert_null(strstr(output, "Meals brought")); /* one person's theme */
	output = ask(ctx, folder, "select count(*) from coding_agreement");
	assert_non_null(strstr(output, "(0,)"));
	output = ask(ctx, folder,
		     "select n, net, caution from transition_net where item = "
		     "'meals'");
	assert_non_null(strstr(output, "(8, None, 'few')"));
	output = ask(ctx, folder,
		     "select count(*) from transition where n between 1 and 4");
	assert_non_null(strstr(output, "(0,)"));
	talloc_free(ctx);
}

/* Without permission nothing is quoted. */
static void test_quotes_need_open_answers(void **state)
{
	static const struct sample it = { TRANSITION, CODING, NULL,
					  NULL,       NULL,   NULL };
	void *ctx = talloc_new(NULL);
	char *folder, *output;

	(void)state;
	assert_int_equal(run(ctx, &it, "check", &folder, &output), 0);
	assert_int_equal(command_run(ctx, &output,
				     "sed -i /open_answers/d %s/p/project.yaml "
				     "&& %s run %s/p",
				     folder, command_program(), folder),
			 0);
	output = ask(ctx, folder, "select count(*) from coding_quote");
	assert_non_null(strstr(output, "(0,)"));
	output = ask(ctx, folder, "select count(*) from coding_theme");
	assert_non_null(strstr(output, "(2,)"));
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_little_is_told),
		cmocka_unit_test(test_quotes_need_open_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
