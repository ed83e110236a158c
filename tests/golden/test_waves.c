/*
 * A course in three waves, from invented answer files to the report: who is met
 * again, what changed, and that no code leaves the files.
 */
#include "pipeline/core/memory.h"
#include "tests/support/command.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { PEOPLE = 60, AFTER = 50, LATER = 40 };

static const char project[] =
	"divario: 1\n"
	"project: {id: course, title: A course, languages: [en, it],"
	" synthetic: yes}\n"
	"sources:\n"
	"  before: {files: pre.csv, codebook: codebook, respondent: code,"
	" instrument: pre}\n"
	"  after: {files: post.csv, codebook: codebook, respondent: code,"
	" instrument: post}\n"
	"  later: {files: followup.csv, codebook: codebook, respondent: code,"
	" instrument: followup}\n"
	"instruments: {order: [pre, post, followup], times: [0, 3, 9],"
	" by: [gender]}\n"
	"analyses:\n"
	"  change:\n"
	"    scales: {both: {questions: [plan, team], title: Both}}\n"
	"    questions: [plan, team]\n"
	"    then: \"then_{question}\"\n"
	"    by: [gender]\n"
	"    kirkpatrick: {reaction: liked, learning: [plan, team]}\n"
	"  weights: {margins: [{variable: gender, totals: {f: 700, m: 300}}],"
	" variance: jackknife}\n"
	"reports:\n"
	"  - template: change\n";

static const char survey[] = "type,name,label::en\n"
			     "select_one gender,gender,Gender\n"
			     "select_one scale,plan,Planning\n"
			     "select_one scale,team,Team work\n"
			     "select_one scale,then_plan,Planning then\n"
			     "select_one scale,then_team,Team work then\n"
			     "select_one scale,liked,Liked it\n";
static const char choices[] = "list_name,name,label::en\n"
			      "gender,f,Women\ngender,m,Men\n"
			      "scale,1,1\nscale,2,2\nscale,3,3\nscale,4,4\n"
			      "scale,5,5\n";

/* Codes far from each other; every tenth is written otherwise later. */
static char *code_of(const void *ctx, int person, bool is_later)
{
	static const char letters[] = "BCDFGHKMNPQRSTVWXZ";
	unsigned mixed = (unsigned)person * 2654435761U;
	char *code = memory_format(
		ctx, "%c%c%c%03u%c%c", letters[mixed % 18],
		letters[mixed / 18 % 18], letters[mixed / 324 % 18],
		200 + (unsigned)person * 7 % 500, letters[mixed / 5832 % 18],
		letters[mixed / 104976 % 18]);

	for (char *at = code; is_later && person % 10 == 0 && *at; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	return code;
}

/* PEOPLE answer; everybody's level rises by RISE, kept to 1 .. 5. */
static char *answers(const void *ctx, int people, int rise)
{
	char *text = memory_text(
		ctx, "code,gender,plan,team,then_plan,then_team,liked\n");

	for (int i = 0; i < people; i++) {
		int level = 1 + i % 3, other = 1 + (i / 3) % 3;
		char *then = rise ? memory_format(ctx, "%d,%d,%d", level,
						  other > 1 ? other - 1 : 1,
						  4 + i % 2)
				  : memory_text(ctx, ",,");

		text = memory_check(talloc_asprintf_append(
			text, "%s,%s,%d,%d,%s\n", code_of(ctx, i, rise > 0),
			i % 2 ? "f" : "m", level + rise,
			other + (i % 4 ? rise : 0), then));
	}
	return text;
}

struct fixture {
	const char *folder;
};

static int set_up(void **state)
{
	struct fixture *f = memory_new(NULL, struct fixture);
	char *output;
	int code;

	f->folder = scratch_folder(f);
	scratch_write(f, f->folder, "p/project.yaml", project);
	scratch_write(f, f->folder, "p/codebook/survey.csv", survey);
	scratch_write(f, f->folder, "p/codebook/choices.csv", choices);
	scratch_write(f, f->folder, "p/pre.csv", answers(f, PEOPLE, 0));
	scratch_write(f, f->folder, "p/post.csv", answers(f, AFTER, 2));
	scratch_write(f, f->folder, "p/followup.csv", answers(f, LATER, 1));
	code = command_run(f, &output, "%s run %s/p", command_program(),
			   f->folder);
	if (code)
		print_error("%s", output);
	*state = f;
	return code;
}

static int tear_down(void **state)
{
	talloc_free(*state);
	return 0;
}

static void expect(struct fixture *f, const char *sql, const char *answer)
{
	char *output;

	assert_int_equal(command_run(f, &output, "%s sql %s/p --csv \"%s\"",
				     command_program(), f->folder, sql),
			 0);
	if (!strstr(output, answer))
		fail_msg("%s: %s, not %s", sql, output, answer);
}

static void test_everybody_is_met_again(void **state)
{
	expect(*state,
	       "select group_concat(answered || '/' || matched || '/' || lost,"
	       " ' ') as x from attrition where grouping = 'all'",
	       "60/0/0 50/50/10 40/40/20");
	/* Every tenth of 50; of those the first 4 came a third time. */
	expect(*state,
	       "select count(*) as n from link_match where outcome ="
	       " 'matched' and rule = 'case'",
	       "\n5");
}

static void test_changes_are_as_made(void **state)
{
	expect(*state,
	       "select difference as x from change where grouping = 'all' and"
	       " item = 'team' and comparison = 'paired' and contrast ="
	       " 'pre-post'",
	       "\n1.48"); /* 37 of 50 rose by 2 */
	/* Everybody rose by 2: a change without spread has no t. */
	expect(*state,
	       "select difference || coalesce(t, ' no t') as x from change"
	       " where grouping = 'all' and item = 'plan' and comparison ="
	       " 'paired' and contrast = 'pre-post'",
	       "2.0 no t");
	expect(*state,
	       "select n || ' ' || waves as x from change_trend where"
	       " grouping = 'all' and item = 'both'",
	       "40 3");
}

/* Everybody rose by 2, whatever they weigh; what is withheld without weights
 * is withheld with them. */
static void test_changes_with_weights(void **state)
{
	expect(*state,
	       "select weighted_difference || ' ' || round(se, 9) as x from"
	       " published.weighted_change where grouping = 'all' and"
	       " item = 'plan' and comparison = 'paired' and contrast ="
	       " 'pre-post'",
	       "2.0 0.0");
	expect(*state,
	       "select count(*) > 20 and sum(w.suppressed <> c.suppressed or"
	       " (w.suppressed and w.weighted_difference is not null)) = 0 as"
	       " x from published.weighted_change w join published.change c on"
	       " w.rowid = c.rowid and w.level = c.level and w.contrast ="
	       " c.contrast",
	       "\n1");
}

static void test_reports_are_there(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(command_run(f, NULL,
				     "cd %s/p/reports/course && for l in en it;"
				     " do head -c 4 change-$l.pdf | grep -q"
				     " %%PDF || exit 1; done",
				     f->folder),
			 0);
}

static void test_no_code_leaves_the_files(void **state)
{
	struct fixture *f = *state;
	char *output;

	for (int i = 0; i < PEOPLE; i += 7)
		if (command_run(f, &output,
				"grep -rlaiF %s %s/p/.divario %s/p/reports",
				code_of(f, i, false), f->folder,
				f->folder) != 1)
			fail_msg("a code is in %s", output);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_everybody_is_met_again),
		cmocka_unit_test(test_changes_are_as_made),
		cmocka_unit_test(test_changes_with_weights),
		cmocka_unit_test(test_reports_are_there),
		cmocka_unit_test(test_no_code_leaves_the_files),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
