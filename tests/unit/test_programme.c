/* The programme stage on a small programme worked by hand: what was planned and
 * done, who was reached, what follows, and what is not published. */
#include "pipeline/core/memory.h"
#include "pipeline/run/check.h"
#include "stages/disclose.h"
#include "stages/published.h"
#include "stages/stages.h"
#include "tests/support/answers_store.h"
#include "tests/support/scratch.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char head[] =
	"divario: 1\n"
	"project: {id: p, title: P, languages: [en]}\n"
	"sources:\n"
	"  trips: {kind: register, files: trips-*.csv, codebook: codebook, respondent: code,"
	" wave: {filename: \"trips-(\\\\d)\"}}\n"
	"  plan: {kind: register, files: plan.csv, codebook: codebook}\n"
	"  staff: {kind: register, files: staff.csv, codebook: codebook}\n"
	"  calls: {kind: register, files: calls.csv, codebook: codebook}\n"
	"disclosure: {threshold: 3}\n"
	"reports: [{template: profile}]\n"
	"analyses:\n"
	"  programme:\n"
	"    register: trips\n"
	"    start: 2021-01-01\n"
	"    end: 2024-12-31\n";

static const char usual[] =
	"    targets: plan\n"
	"    staff: staff\n"
	"    applications: calls\n"
	"    participant: who\n"
	"    by: [activity, organisation, role]\n"
	"    cancelled: off\n"
	"    accepted: yes\n"
	"    withdrawn: quit\n"
	"    as_of: 2022-12-31\n"
	"    indicators:\n"
	"      - {name: trips, measure: participations, target: 20}\n"
	"      - {name: people, measure: participants, target: 5, due: now}\n"
	"      - {name: day, measure: cost_per_day, target: 200,"
	" wanted: least}\n"
	"      - {name: free, measure: days}\n"
	"      - {name: gone, measure: withdrawn, target: 0.5,"
	" wanted: least}\n"
	"    rules:\n"
	"      - {name: late, kind: target, by: activity, below: 0.7,"
	" cites: f, text: Hurry}\n"
	"      - {name: absent, kind: participation, by: organisation,"
	" below: 0.5, cites: g, text: Invite}\n"
	"      - {name: lag, kind: indicator, most: 1, cites: h,"
	" text: Look}\n";

static const char survey[] = "type,name,label::en\n"
			     "text,code,Code\n"
			     "text,who,Who\n"
			     "select_one year,year,Year\n"
			     "select_one organisation,organisation,Where from\n"
			     "select_one role,role,Role\n"
			     "select_one activity,activity,Activity\n"
			     "select_one country,country,Country\n"
			     "date,start,Start\n"
			     "date,end,End\n"
			     "decimal,cost,Cost\n"
			     "select_one status,status,Status\n"
			     "integer,planned,Planned\n"
			     "integer,staff,Staff\n"
			     "select_one outcome,outcome,Outcome\n";
static const char choices[] =
	"list_name,name,label::en\n"
	"year,2021,2021\nyear,2022,2022\nyear,2023,2023\nyear,2024,2024\n"
	"organisation,a,A\norganisation,b,B\norganisation,c,C\n"
	"role,soc,Social\nrole,edu,Educator\n"
	"activity,visit,Visit\nactivity,course,Course\n"
	"country,fr,France\ncountry,es,Spain\n"
	"status,done,Done\nstatus,off,Off\n"
	"outcome,yes,Yes\noutcome,no,No\noutcome,quit,Quit\n";

/* Home before leaving in M5; M9 has neither year nor day. */
static const char trips[] =
	"code,who,year,organisation,role,activity,country,start,end,cost,"
	"status\n"
	"M1,ann,2021,a,soc,visit,fr,2021-03-01,2021-03-05,1000,done\n"
	"M2,bob,2021,a,soc,visit,fr,2021-03-01,2021-03-05,1000,done\n"
	"M3,ann,2022,a,soc,course,es,2022-05-02,2022-05-06,1500,done\n"
	"M4,cid,2022,b,edu,visit,fr,2022-05-02,2022-05-04,600,done\n"
	"M5,dan,2022,b,edu,visit,es,2022-06-01,2022-05-30,900,done\n"
	"M6,eve,2022,a,soc,course,es,2022-07-01,2022-07-05,,done\n"
	"M7,fay,2022,b,edu,visit,fr,2022-08-01,2022-08-03,500,off\n"
	"M8,gus,2023,a,soc,visit,fr,2023-02-01,2023-02-05,,done\n"
	"M9,hal,,a,soc,visit,fr,,,500,done\n";

/* The last row is of two groups at once. */
static const char plan[] = "year,activity,organisation,planned\n"
			   "2021,visit,,2\n2021,course,,2\n"
			   "2022,visit,,3\n2022,course,,1\n"
			   "2023,visit,,4\n2023,course,,2\n"
			   "2024,visit,,4\n2024,course,,2\n"
			   "2021,,a,4\n2021,visit,a,5\n";
static const char staff[] = "organisation,role,staff\n"
			    "a,soc,10\nb,edu,10\nc,edu,5\n";
static const char calls[] = "year,organisation,outcome\n"
			    "2021,a,yes\n2021,a,yes\n2022,b,no\n"
			    "2022,b,quit\n2022,c,\n";

struct fixture {
	const char *folder;
	struct project *project;
	struct database *store;
	struct error error;
	struct stage_context context;
};

static struct fixture *new_fixture(const char *programme)
{
	struct fixture *f = memory_new(NULL, struct fixture);
	struct error error = { 0 };

	f->folder = scratch_folder(f);
	scratch_write(f, f->folder, "project.yaml",
		      memory_format(f, "%s%s", head, programme));
	scratch_write(f, f->folder, "codebook/survey.csv", survey);
	scratch_write(f, f->folder, "codebook/choices.csv", choices);
	scratch_write(f, f->folder, "trips-1.csv", trips);
	scratch_write(f, f->folder, "plan.csv", plan);
	scratch_write(f, f->folder, "staff.csv", staff);
	scratch_write(f, f->folder, "calls.csv", calls);
	if (database_open(f, memory_format(f, "%s/project.db", f->folder),
			  DATABASE_WRITE, &f->store, &error) < 0)
		fail_msg("%s", error.what);
	return f;
}

/* The stages up to programme; -1 with f->error. */
static int run(struct fixture *f)
{
	static const struct stage *const stages[] = {
		&stage_ingest, &stage_clean,  &stage_quality,  &stage_link,
		&stage_weigh,  &stage_change, &stage_programme
	};

	if (project_load(f, f->folder, &f->project, &f->error) < 0)
		return -1;
	for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
		if (stage_try(stages[i], f->project, f->store, &f->context,
			      &f->error) < 0)
			return -1;
	return 0;
}

static struct fixture *made(const char *programme)
{
	struct fixture *f = new_fixture(programme);

	if (run(f) < 0)
		fail_msg("%s: %s (%s)", f->error.where, f->error.what,
			 f->error.remedy);
	return f;
}

struct expected {
	const char *sql;
	double value; /* NaN: NULL */
};

static void expect(struct database *store, const struct expected *cases,
		   size_t n)
{
	for (size_t i = 0; i < n; i++) {
		double value = store_number(store, cases[i].sql);

		if (isnan(value) != isnan(cases[i].value) ||
		    fabs(value - cases[i].value) > 1e-9)
			fail_msg("%s: %.12g, not %.12g", cases[i].sql, value,
				 cases[i].value);
	}
}

#define EXPECT(store, cases) expect(store, cases, sizeof cases / sizeof *cases)
#define PROGRESS(what, where)                                                  \
	"select " what " from programme_progress where measure ="              \
	" 'participations' and " where

/* 730 of 1,461 days are over, 731 are to come. */
static void test_planned_and_achieved(void **state)
{
	static const struct expected cases[] = {
		{ PROGRESS("planned", "grouping = 'all' and year = 'all'"),
		  20 },
		{ PROGRESS("achieved", "grouping = 'all' and year = 'all'"),
		  6 },
		{ PROGRESS("scheduled", "grouping = 'all' and year = 'all'"),
		  1 },
		{ PROGRESS("planned_to_date",
			   "grouping = 'all' and year = 'all'"),
		  4 + 4 * (730. / 1461 * 4 - 1) },
		{ PROGRESS("projected", "grouping = 'all' and year = 'all'"),
		  6 + 6 * 731. / 730 },
		{ PROGRESS("achieved", "level = 'visit' and year = '2022'"),
		  2 },
		{ PROGRESS("share", "level = 'course' and year = '2022'"), 2 },
		{ PROGRESS("planned_to_date",
			   "level = 'visit' and year = '2024'"),
		  0 },
		{ PROGRESS("achieved", "level = 'a' and year = 'all'"), 4 },
		{ PROGRESS("planned", "level = 'soc' and year = 'all'"),
		  (double)NAN },
		{ "select achieved from programme_progress where measure ="
		  " 'cost' and grouping = 'all' and year = 'all'",
		  5000 },
		{ "select count(*) from programme_row where part = 'target'",
		  9 },
	};
	struct fixture *f = made(usual);

	(void)state;
	EXPECT(f->store, cases);
	assert_string_equal(
		store_text(f->store,
			   PROGRESS("status", "level = 'visit' and year ="
					      " '2021'")),
		"met");
	assert_string_equal(
		store_text(f->store,
			   PROGRESS("status", "grouping = 'all' and year ="
					      " 'all'")),
		"behind");
	/* one row without year, one target of two groups */
	assert_int_equal(f->context.rows.read, 9 + 10 + 3 + 5);
	assert_int_equal(f->context.rows.set_aside, 2);
	talloc_free(f);
}

static void test_reach_cost_and_applications(void **state)
{
	static const struct expected cases[] = {
		{ "select rate from programme_participation where grouping ="
		  " 'all'",
		  .2 },
		{ "select participants from programme_participation where"
		  " level = 'a'",
		  3 },
		{ "select rate from programme_participation where level = 'c'",
		  0 },
		{ "select ratio from programme_participation where level ="
		  " 'edu'",
		  2. / 15 / .2 },
		{ "select hhi from programme_concentration where grouping ="
		  " 'organisation' and measure = 'participations'",
		  5. / 9 },
		{ "select gini from programme_concentration where grouping ="
		  " 'organisation' and measure = 'participations'",
		  4. / 9 },
		{ "select cost_per_day from programme_cost where grouping ="
		  " 'all'",
		  4100. / 18 },
		{ "select cost_per_participation from programme_cost where"
		  " grouping = 'all'",
		  1000 },
		{ "select without_cost from programme_cost where grouping ="
		  " 'all'",
		  1 },
		{ "select participations from programme_flow where grouping ="
		  " 'activity' and level = 'visit' and country = 'fr'",
		  3 },
		{ "select participations from programme_cross where level ="
		  " 'a' and other_level = 'visit'",
		  2 },
		{ "select sum(participations) from programme_cross where level"
		  " = 'visit' and other_grouping = 'organisation'",
		  4 },
		{ "select low from programme_indicator where indicator ="
		  " 'gone'",
		  0.061491944720 }, /* Wilson, one of three */
		{ "select participations from programme_calendar where"
		  " grouping = 'all' and month = '2022-05'",
		  2 },
		{ "select away from programme_day where day = '2022-05-04'",
		  2 },
		{ "select departures from programme_day where day ="
		  " '2022-05-04'",
		  0 },
		{ "select share from programme_application where grouping ="
		  " 'all' and outcome = 'yes'",
		  .5 },
		{ "select value from programme_indicator where indicator ="
		  " 'gone'",
		  1. / 3 },
	};
	struct fixture *f = made(usual);

	(void)state;
	EXPECT(f->store, cases);
	talloc_free(f);
}

static void test_what_follows(void **state)
{
	static const struct expected cases[] = {
		/* as the plan has it, by its years */
		{ "select target_to_date from programme_indicator where"
		  " indicator = 'trips'",
		  4 + 4 * (730. / 1461 * 4 - 1) },
		{ "select share from programme_indicator where indicator ="
		  " 'day'",
		  200 * 18 / 4100. },
		{ "select value from recommendation where rule = 'absent'", 0 },
		{ "select count(*) from recommendation where rule = 'absent'",
		  1 },
		{ "select count(*) from recommendation where rule = 'lag'", 1 },
	};
	struct fixture *f = made(usual);

	(void)state;
	EXPECT(f->store, cases);
	assert_string_equal(
		store_text(f->store,
			   "select group_concat(coalesce(status, '-'), ' ')"
			   " from programme_indicator"),
		"behind met at_risk - met");
	assert_string_equal(store_text(f->store,
				       "select level || ' ' || cites from"
				       " recommendation where rule = 'late'"),
			    "visit f");
	assert_string_equal(store_text(f->store,
				       "select text from programme_label where"
				       " domain = 'recommendation' and code ="
				       " 'absent'"),
			    "Invite");
	talloc_free(f);
}

/* M8 comes again, a day earlier than said; M1 again as it was. */
static void test_a_second_wave_counts_once(void **state)
{
	static const struct expected cases[] = {
		{ "select count(*) from programme_row where part ="
		  " 'mobility'",
		  9 },
		{ "select value from programme_wave where grouping = 'all' and"
		  " wave = '1' and measure = 'participations'",
		  6 },
		{ "select added from programme_wave where grouping = 'all' and"
		  " wave = '2' and measure = 'participations'",
		  2 },
		{ "select added from programme_wave where grouping = 'all' and"
		  " wave = '2' and measure = 'participants'",
		  1 },
	};
	struct fixture *f = new_fixture("    participant: who\n"
					"    cancelled: off\n"
					"    scheduled: off\n");

	(void)state;
	scratch_write(f, f->folder, "trips-1.csv",
		      "code,who,year,organisation,start,end,status\n"
		      "M1,ann,2021,a,2021-03-01,2021-03-05,done\n"
		      "M2,bob,2021,a,2021-03-02,2021-03-05,done\n"
		      "M3,cid,2021,a,2021-03-03,2021-03-05,done\n"
		      "M4,dan,2021,a,2021-03-04,2021-03-05,done\n"
		      "M5,eve,2021,a,2021-03-05,2021-03-05,done\n"
		      "M6,fay,2021,a,2021-03-06,2021-03-07,done\n"
		      "M7,gus,2021,a,2021-05-01,2021-05-05,off\n");
	scratch_write(f, f->folder, "trips-2.csv",
		      "code,who,year,organisation,start,end,status\n"
		      "M1,ann,2021,a,2021-03-01,2021-03-05,done\n"
		      "M7,gus,2021,a,2021-05-02,2021-05-05,done\n"
		      "M8,ann,2021,a,2021-06-01,2021-06-05,done\n"
		      "M9,hal,2021,a,2021-07-01,2021-07-05,off\n");
	if (run(f) < 0)
		fail_msg("%s: %s", f->error.where, f->error.what);
	EXPECT(f->store, cases);
	assert_string_equal(store_text(f->store,
				       "select text from programme_fact where"
				       " name = 'as_of'"),
			    "2021-06-01");
	talloc_free(f);
}

/* Nobody left, nothing planned, no staff, no groups: no number out of
 * nothing. */
static void test_degenerate_programmes(void **state)
{
	static const struct expected nobody[] = {
		{ "select count(*) from programme_cost", 0 },
		{ "select count(*) from programme_day", 0 },
		{ "select count(*) from programme_concentration where hhi is"
		  " not null",
		  0 },
		{ "select value from programme_fact where name ="
		  " 'participations'",
		  0 },
	};
	static const struct expected bare[] = {
		{ "select achieved from programme_progress where grouping ="
		  " 'all' and year = 'all' and measure = 'participations'",
		  7 },
		{ "select planned from programme_progress where grouping ="
		  " 'all' and year = 'all' and measure = 'participations'",
		  (double)NAN },
		{ "select rate from programme_participation where grouping ="
		  " 'all'",
		  (double)NAN },
	};
	struct fixture *f = new_fixture(usual);

	(void)state;
	scratch_write(f, f->folder, "trips-1.csv",
		      "code,who,year,organisation,role,activity,country,start,"
		      "end,cost,status\n"
		      "M1,ann,2021,a,soc,visit,fr,2021-03-01,2021-03-05,1,"
		      "off\n");
	if (run(f) < 0)
		fail_msg("%s: %s", f->error.where, f->error.what);
	EXPECT(f->store, nobody);
	talloc_free(f);
	/* the row without a year too has none; each row is a person */
	f = made("    cancelled: off\n");
	EXPECT(f->store, bare);
	talloc_free(f);
}

static void test_nothing_configured(void **state)
{
	struct fixture *f = new_fixture("");

	(void)state;
	scratch_write(f, f->folder, "project.yaml",
		      "divario: 1\nproject: {id: p, title: P}\n"
		      "sources: {trips: {files: trips-1.csv, codebook:"
		      " codebook}}\nreports: [{template: profile}]\n");
	if (run(f) < 0)
		fail_msg("%s: %s", f->error.where, f->error.what);
	for (size_t i = 0; stage_programme.outputs[i].name; i++)
		assert_true(store_number(
				    f->store,
				    memory_format(
					    f, "select count(*) from %s",
					    stage_programme.outputs[i].name)) ==
			    0);
	talloc_free(f);
}

static void test_what_cannot_be(void **state)
{
	static const struct {
		const char *programme, *what, *remedy;
	} cases[] = {
		{ "    participant: whoo\n", "trips-1.csv has no column 'whoo'",
		  "correct 'participant'" },
		{ "    by: [activty]\n",
		  "there are no answers called "
		  "'activty'",
		  "did you mean 'activity'?" },
		{ "    questions: {cost: price}\n",
		  "there are no answers called 'price'", "" },
		{ "    indicators: [{name: x, measure: mean, of: hapy}]\n",
		  "there are no answers called 'hapy'", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fixture *f = new_fixture(cases[i].programme);

		assert_int_equal(run(f), -1);
		assert_int_equal(f->error.code, ERROR_PROJECT);
		assert_non_null(strstr(f->error.what, cases[i].what));
		assert_non_null(strstr(f->error.where, "project.yaml:"));
		assert_non_null(strstr(f->error.remedy, cases[i].remedy));
		talloc_free(f);
	}
}

/* ---- what may be told ---- */

static struct database *disclosed(struct fixture *f)
{
	struct database *published;
	struct error error = { 0 };

	if (database_open(f, memory_format(f, "%s/published.db", f->folder),
			  DATABASE_WRITE, &published, &error) < 0 ||
	    database_execute(published,
			     "create table attrition(grouping, level,"
			     " suppressed)",
			     &error) < 0)
		fail_msg("%s", error.what);
	f->context.memory = f;
	f->context.published = published;
	if (disclose_programme(&f->context, &error) < 0)
		fail_msg("%s", error.what);
	return published;
}

/* b has two people: few, and a with it, or the sum would tell. */
static void test_small_counts_stay_inside(void **state)
{
	static const struct expected cases[] = {
		{ "select participants from programme_participation where"
		  " level = 'b'",
		  (double)NAN },
		{ "select participants from programme_participation where"
		  " level = 'a'",
		  (double)NAN },
		{ "select participants from programme_participation where"
		  " grouping = 'all'",
		  5 },
		{ PROGRESS("achieved", "level = 'b' and year = 'all'"),
		  (double)NAN },
		{ "select count(*) from programme_wave where grouping <>"
		  " 'all'",
		  0 },
		{ "select count(*) from programme_cross", 0 },
		{ "select count(*) from recommendation where level = 'b'", 0 },
		{ "select value from programme_fact where name = 'cancelled'",
		  (double)NAN },
		{ "select value from programme_fact where name ="
		  " 'participants'",
		  5 },
	};
	struct fixture *f = made(usual);

	(void)state;
	EXPECT(disclosed(f), cases);
	talloc_free(f);
}

static void test_public_counts_hide_what_is_theirs(void **state)
{
	static const struct expected cases[] = {
		{ "select participants from programme_participation where"
		  " level = 'b'",
		  2 },
		{ PROGRESS("achieved", "level = 'b' and year = 'all'"), 2 },
		{ "select achieved from programme_progress where measure ="
		  " 'cost' and level = 'b' and year = 'all'",
		  (double)NAN },
		{ "select cost from programme_cost where level = 'b'",
		  (double)NAN },
		{ "select participations from programme_cost where level ="
		  " 'b'",
		  2 },
		{ "select days from programme_flow where grouping = 'all' and"
		  " country = 'fr'",
		  13 },
		{ "select days from programme_flow where level = 'b' and"
		  " country = 'fr'",
		  (double)NAN },
		{ "select value from programme_fact where name = 'cancelled'",
		  1 },
		{ "select n from programme_application where grouping = 'all'"
		  " and outcome = 'no'",
		  (double)NAN },
	};
	void *ctx = talloc_new(NULL);
	struct fixture *f =
		made(memory_format(ctx, "    counts: public\n%s", usual));

	(void)state;
	EXPECT(disclosed(f), cases);
	talloc_free(f);
	talloc_free(ctx);
}

/* As divario check says it, before anything is run. */
static void test_what_check_finds(void **state)
{
	static const struct {
		const char *programme, *what;
	} cases[] = {
		{ "    by: [activty]\n", "activty" },
		{ "    questions: {cost: price}\n", "price" },
		{ "    questions: {year: when, start: day}\n",
		  "it is not known when anything was" },
		{ "    cancelled: [of]\n", "there is no answer 'of'" },
		{ "    withdrawn: [left]\n", "there is no answer 'left'" },
		{ "    indicators: [{name: x, measure: mean, of: hapy}]\n",
		  "hapy" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fixture *f = new_fixture(cases[i].programme);
		struct check_result result = { 0 };
		bool found = false;

		check_project(f, f->folder, all_stages, &result);
		for (size_t j = 0; j < result.problems->n; j++)
			found |= strstr(result.problems->items[j].what,
					cases[i].what) &&
				 strstr(result.problems->items[j].where,
					"project.yaml:");
		if (!found)
			fail_msg("nothing about %s", cases[i].what);
		talloc_free(f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_planned_and_achieved),
		cmocka_unit_test(test_reach_cost_and_applications),
		cmocka_unit_test(test_what_follows),
		cmocka_unit_test(test_a_second_wave_counts_once),
		cmocka_unit_test(test_degenerate_programmes),
		cmocka_unit_test(test_nothing_configured),
		cmocka_unit_test(test_what_cannot_be),
		cmocka_unit_test(test_what_check_finds),
		cmocka_unit_test(test_small_counts_stay_inside),
		cmocka_unit_test(test_public_counts_hide_what_is_theirs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
