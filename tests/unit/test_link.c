/* Who is met again: whole runs from the answer files to the tables of link. */
#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "stages/stages.h"
#include "tests/support/answers_store.h"
#include "tests/support/scratch.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char head[] =
	"divario: 1\n"
	"project: {id: waves, title: Waves}\n"
	"sources:\n"
	"  before: {files: before.csv, codebook: codebook, respondent: code,"
	" instrument: pre}\n"
	"  after: {files: after.csv, codebook: codebook, respondent: code,"
	" instrument: post}\n"
	"  later: {files: later.csv, codebook: codebook, respondent: code,"
	" instrument: followup}\n";

static const char survey[] = "type,name,label::en\n"
			     "select_one gender,gender,Gender\n"
			     "select_one scale,plan,Planning\n";
static const char choices[] = "list_name,name,label::en\n"
			      "gender,f,Woman\ngender,m,Man\n"
			      "scale,1,1\nscale,2,2\nscale,3,3\n";

static const char before[] = "code,company,gender,plan\n"
			     "AnnaR03,Alfa,f,1\n"
			     "BEBO12,Alfa,m,2\n"
			     "Nicol\xC3\xB2"
			     "5,Beta,m,3\n"
			     "GIMA07,Beta,f,2\n"
			     "GIMA07,Gamma,m,2\n"
			     "LUXA10,Gamma,f,2\n"
			     "PIPPO1,Delta,m,3\n"
			     ",Delta,f,3\n"
			     "TERE99,Delta,f,1\n"
			     "ab-12-x,Epsilon,m,2\n"
			     "AB12X,Epsilon,m,2\n";
static const char after[] = "code,company,gender,plan\n"
			    "AnnaR03,alfa,f,3\n"
			    "bebo 12,Alfa,m,3\n"
			    "NICOLO5,Beta,m,3\n"
			    "GIMA07,Beta,f,3\n"
			    "LUXA1O,Gamma,f,2\n"
			    "PIPPPO1,Delta,m,3\n"
			    "ab12x,Epsilon,m,3\n"
			    "NEWONE1,Zeta,f,3\n";
static const char later[] = "code,company,gender,plan\n"
			    "AnnaR03,Alfa,f,3\n"
			    "BEBO12,Alfa,m,3\n"
			    "ab12x,Epsilon,m,3\n"
			    "TERE98,Delta,f,2\n";

struct fixture {
	const char *folder;
	struct project *project;
	struct database *store;
	struct error error;
};

static struct fixture *new_fixture(const char *instruments)
{
	struct fixture *f = memory_new(NULL, struct fixture);
	struct error error = { 0 };
	char *path;

	f->folder = scratch_folder(f);
	scratch_write(f, f->folder, "project.yaml",
		      memory_format(f, "%s%s", head, instruments));
	scratch_write(f, f->folder, "codebook/survey.csv", survey);
	scratch_write(f, f->folder, "codebook/choices.csv", choices);
	scratch_write(f, f->folder, "before.csv", before);
	scratch_write(f, f->folder, "after.csv", after);
	scratch_write(f, f->folder, "later.csv", later);
	path = memory_format(f, "%s/project.db", f->folder);
	if (database_open(f, path, DATABASE_WRITE, &f->store, &error) < 0)
		fail_msg("%s", error.what);
	return f;
}

/* The stages up to link; -1 with f->error. */
static int run(struct fixture *f)
{
	static const struct stage *const stages[] = {
		&stage_ingest, &stage_clean, &stage_quality, &stage_link
	};
	struct stage_context context;

	if (project_load(f, f->folder, &f->project, &f->error) < 0)
		return -1;
	for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
		if (stage_try(stages[i], f->project, f->store, &context,
			      &f->error) < 0)
			return -1;
	return 0;
}

static struct fixture *linked(const char *instruments)
{
	struct fixture *f = new_fixture(instruments);

	if (run(f) < 0)
		fail_msg("%s: %s", f->error.where, f->error.what);
	return f;
}

/* All cases, "outcome rule file:line=file:line; ..." in order of file, line. */
static const char *cases_of(struct fixture *f)
{
	return store_text(
		f->store,
		"select coalesce(group_concat(outcome || ' ' || rule || ' ' ||"
		" file || ':' || line || '=' || other_file || ':' ||"
		" other_line, '; '), '') from (select * from link_match"
		" order by outcome, rule, file, line)");
}

/* Units with more than one sheet: "before.csv:2+after.csv:2 ..." */
static const char *units_of(struct fixture *f)
{
	return store_text(
		f->store,
		"select group_concat(sheets, ' ') from (select"
		" group_concat(substr(file, 1, 1) || line, '+') as sheets,"
		" min(first) from (select *, min(position * 1000 + line)"
		" over (partition by unit) as first from link"
		" order by position, line) group by unit"
		" having count(*) > 1 order by 2)");
}

static void test_rules_and_what_they_leave(void **state)
{
	struct fixture *f = linked("instruments:\n"
				   "  order: [pre, post, followup]\n");

	(void)state;
	assert_string_equal(units_of(f), "b2+a2+l2 b3+a3+l3 b4+a4 b7+a6 "
					 "b12+a8+l4");
	assert_string_equal(cases_of(f),
			    "ambiguous punctuation before.csv:11=after.csv:8; "
			    "duplicate exact before.csv:5=after.csv:5; "
			    "duplicate exact before.csv:6=after.csv:5; "
			    "matched accents before.csv:4=after.csv:4; "
			    "matched case before.csv:3=after.csv:3; "
			    "matched case before.csv:12=after.csv:8; "
			    "matched lookalikes before.csv:7=after.csv:6; "
			    "suggested near before.csv:8=after.csv:7; "
			    "suggested near later.csv:5=before.csv:10");
	talloc_free(f);
}

static void test_tolerance(void **state)
{
	struct fixture *f = linked("instruments: {tolerance: exact}\n");

	(void)state;
	assert_string_equal(units_of(f), "b2+a2+l2 b3+l3 a8+l4");
	/* What a rule would match is still told. */
	assert_int_equal((int)store_number(f->store,
					   "select count(*) from link_match"
					   " where outcome = 'suggested' and"
					   " rule <> 'near'"),
			 4);
	talloc_free(f);
}

static void test_the_project_decides(void **state)
{
	struct fixture *f =
		linked("instruments:\n"
		       "  order: [pre, post, followup]\n"
		       "  confirm: [\"before.csv:6 = after.csv:5\","
		       " \"before.csv:8 = after.csv:7\"]\n"
		       "  apart: [\"before.csv:7 = after.csv:6\"]\n");

	(void)state;
	/* Line 5 of before was set aside by clean: the later sheet counts. */
	assert_string_equal(units_of(f), "b2+a2+l2 b3+a3+l3 b4+a4 b6+a5 b8+a7 "
					 "b12+a8+l4");
	assert_int_equal((int)store_number(f->store,
					   "select count(*) from link where"
					   " rule = 'confirmed'"),
			 4);
	talloc_free(f);
}

static void test_last_counts(void **state)
{
	struct fixture *f = linked("instruments: {order: [pre, post, followup],"
				   " duplicates: last}\n");

	(void)state;
	assert_non_null(strstr(units_of(f), "b6+a5"));
	talloc_free(f);
}

static void test_attrition(void **state)
{
	struct fixture *f = linked("instruments: {order: [pre, post, followup],"
				   " by: [gender]}\n");

	(void)state;
	/* 10 before; 8 after, 5 of them again, so 5 lost of 10; 4 later, 3 of
	 * the 10 before. */
	assert_string_equal(
		store_text(f->store,
			   "select group_concat(answered || '/' || matched ||"
			   " '/' || fresh || '/' || lost, ' ') from attrition"
			   " where grouping = 'all'"),
		"10/0/10/0 8/5/3/5 4/3/1/7");
	/* Women: before 2, 7, 9 and 10, of whom 2 and 7 are back. */
	assert_string_equal(
		store_text(f->store,
			   "select answered || '/' || matched || '/' || fresh"
			   " || '/' || lost || ' ' || share from attrition"
			   " where level = 'f' and instrument = 'post'"),
		"4/2/2/2 0.5");
	/* Wilson for 5 of 10: (p + z2/2n -+ z sqrt(pq/n + z2/4n2))/(1 + z2/n)
	 * with z2 = 3.841459: 0.5 -+ 0.263407 */
	assert_true(fabs(store_number(f->store,
				      "select low from attrition where"
				      " grouping = 'all' and position = 2") -
			 0.236593) < 1e-6);
	talloc_free(f);
}

static void test_organisations(void **state)
{
	struct fixture *f =
		linked("instruments: {order: [pre, post, followup],"
		       " unit: organisation, organisation: company}\n");

	(void)state;
	/* Alfa and alfa are one; Delta was there every time. */
	assert_string_equal(
		store_text(f->store,
			   "select group_concat(answered || '/' || matched ||"
			   " '/' || fresh || '/' || lost, ' ') from attrition"
			   " where grouping = 'all'"),
		"5/0/5/0 6/5/1/0 3/3/0/2");
	assert_non_null(strstr(cases_of(f), "matched case"));
	talloc_free(f);
}

static void test_waves_are_instruments(void **state)
{
	struct fixture *f = new_fixture("");

	(void)state;
	scratch_write(f, f->folder, "project.yaml",
		      "divario: 1\n"
		      "project: {id: waves, title: Waves}\n"
		      "sources:\n"
		      "  panel: {files: [before.csv, later.csv],"
		      " codebook: codebook, respondent: code,"
		      " wave: {filename: \"(before|later)\"}}\n"
		      "instruments: {order: [before, later]}\n");
	assert_int_equal(run(f), 0);
	assert_string_equal(units_of(f), "b2+l2 b3+l3 b12+l4");
	talloc_free(f);
}

/* No code, and no form of one, is in a byte of the store. */
static void test_codes_stay_out(void **state)
{
	static const char *const secrets[] = { "AnnaR03", "annar03", "nnar03",
					       "NICOLO5", "pippp",   "LUXA1O",
					       "luxalo" };
	struct fixture *f = linked("instruments: {order: [pre, post, "
				   "followup]}\n");
	struct error error = { 0 };
	size_t length;
	char *bytes;

	(void)state;
	assert_int_equal(file_read(f,
				   memory_format(f, "%s/project.db", f->folder),
				   &bytes, &length, &error),
			 0);
	for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
		if (memmem(bytes, length, secrets[i], strlen(secrets[i])))
			fail_msg("'%s' is in the store", secrets[i]);
	talloc_free(f);
}

static void test_faults(void **state)
{
	/* clang-format off */
	static const struct {
		const char *instruments, *where, *what;
	} cases[] = {
		{ "instruments: {order: [pre, post]}\n", "project.yaml:6:3",
		  "the instrument 'followup' is not in the order of "
		  "instruments" },
		{ "instruments: {order: [pre, post, followup, end]}\n",
		  "project.yaml:7:1", "no source has the instrument 'end'" },
		{ "instruments: {times: [1, 2]}\n", "project.yaml:7:15",
		  "the times do not fit the instruments" },
		{ "instruments: {order: [a, b], times: [2, 1]}\n",
		  "project.yaml:7:30", "the times do not fit the instruments" },
		{ "instruments: {unit: organisation}\n", "project.yaml:7:1",
		  "it is not said which column names the organisation" },
		{ "instruments: {confirm: [before.csv 3]}\n",
		  "project.yaml:7:25",
		  "this does not name two lines of answer files" },
		{ "instruments: {confirm: [\"before.csv:99 = after.csv:2\"]}\n",
		  "project.yaml:7:26",
		  "no answers that count start in line 99 of 'before.csv'" },
		{ "instruments: {confirm: [\"before.csv:2 = after.csv:3\"]}\n",
		  "project.yaml:7:26",
		  "these cannot be of one person: both, or those they are "
		  "matched with already, were in the same instrument, or are "
		  "kept apart" },
		{ "instruments: {results: last_wave}\n"
		  "analyses: {weights: {margins: [{variable: gender,"
		  " totals: {f: 1, m: 1}}]}}\n",
		  "project.yaml:7:1",
		  "results of the last wave alone cannot be weighted" },
		{ "instruments: {by: [gendre]}\n", "project.yaml:7:1",
		  "there are no answers called 'gendre'" },
	};
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fixture *f = new_fixture(cases[i].instruments);

		assert_int_equal(run(f), -1);
		assert_int_equal(f->error.code, ERROR_PROJECT);
		assert_string_equal(f->error.what, cases[i].what);
		if (strcmp(f->error.where, cases[i].where) != 0)
			fail_msg("%s: %s", cases[i].instruments,
				 f->error.where);
		assert_true(*f->error.remedy);
		talloc_free(f);
	}
}

static void test_nothing_to_link(void **state)
{
	struct fixture *f = linked("");

	(void)state;
	assert_int_equal((int)store_number(f->store,
					   "select (select count(*) from link)"
					   " + (select count(*) from token)"
					   " + (select count(*) from"
					   " attrition)"),
			 0);
	talloc_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rules_and_what_they_leave),
		cmocka_unit_test(test_tolerance),
		cmocka_unit_test(test_the_project_decides),
		cmocka_unit_test(test_last_counts),
		cmocka_unit_test(test_attrition),
		cmocka_unit_test(test_organisations),
		cmocka_unit_test(test_waves_are_instruments),
		cmocka_unit_test(test_codes_stay_out),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_nothing_to_link),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
