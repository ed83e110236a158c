/*
 * Weights through the whole program: a survey worked by hand, and R's results
 * (survey 4.1) on the data of tests/truth case S06g.
 */
#include "pipeline/core/memory.h"
#include "tests/support/command.h"
#include "tests/support/scratch.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct expected {
	const char *sql; /* one number */
	double value, tolerance;
};

static void *ctx;
static const char *folder;

static void write_file(const char *name, const char *text)
{
	scratch_write(ctx, folder, name, text);
}

static void run(void)
{
	char *output;

	if (command_run(ctx, &output, "%s run %s/p", command_program(),
			folder) != 0)
		fail_msg("%s", output);
}

static double ask(const char *sql)
{
	char *output;
	const char *line;

	assert_int_equal(command_run(ctx, &output, "%s sql %s/p --csv \"%s\"",
				     command_program(), folder, sql),
			 0);
	line = strchr(output, '\n');
	assert_non_null(line);
	return strtod(line + 1, NULL);
}

static void compare(const struct expected *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		double got = ask(cases[i].sql);

		if (!(fabs(got - cases[i].value) <=
		      cases[i].tolerance * fabs(cases[i].value)))
			fail_msg("%s: %.12g, not %.12g", cases[i].sql, got,
				 cases[i].value);
	}
}

/* ---- by hand ---- */

static const char hand_project[] =
	"divario: 1\n"
	"project: {id: p, title: Hand}\n"
	"sources: {forms: {files: answers.csv, codebook: codebook}}\n"
	"analyses:\n"
	"  skills: {framework: f.csv, current: 'cur_{skill}',\n"
	"    required: 'req_{skill}', by: [remote], minimum_n: 2}\n"
	"  weights:\n"
	"    margins: [{variable: size, totals: {Small: 20, large: 80}}]\n"
	"    %s\n"
	"disclosure: {threshold: 3}\n"
	"reports: [{template: skill-gap}]\n";

static const char hand_survey[] = "type,name,label::en\n"
				  "select_one size,size,Size\n"
				  "select_one yesno,remote,Remote\n"
				  "select_one lv,cur_plan,Planning now\n"
				  "select_one lv,req_plan,Planning required\n";
static const char hand_choices[] =
	"list_name,name,label::en\nsize,small,Small\nsize,large,Large\n"
	"yesno,yes,Yes\nyesno,no,No\n"
	"lv,1,One\nlv,2,Two\nlv,3,Three\n";

/* Small: 3 of 6 say yes, gaps 1; large: 1 of 4, gaps 2. */
static const char hand_answers[] =
	"size,remote,cur_plan,req_plan\n"
	"small,yes,1,2\nsmall,yes,2,3\nsmall,yes,1,2\nsmall,no,1,2\n"
	"small,no,1,2\nsmall,no,1,2\nlarge,yes,1,3\nlarge,no,1,3\n"
	"large,no,1,3\nlarge,no,1,3\n";

static void make_hand(const char *more)
{
	write_file("p/project.yaml", memory_format(ctx, hand_project, more));
	write_file("p/codebook/survey.csv", hand_survey);
	write_file("p/codebook/choices.csv", hand_choices);
	write_file("p/answers.csv", hand_answers);
	write_file("p/f.csv", "skill,area,label::en\nplan,core,Planning\n");
	run();
}

static void post_stratified_by_hand(void **state)
{
	static const struct expected cases[] = {
		/* weights 20/6 and 80/4 */
		{ "select minimum from published.weight_summary", 20.0 / 6,
		  1e-14 },
		{ "select maximum from published.weight_summary", 20, 1e-14 },
		{ "select n_effective from published.weight_summary", 6,
		  1e-14 },
		{ "select cv * cv from published.weight_summary", 2.0 / 3,
		  1e-13 },
		/* 0.2 x 3/6 + 0.8 x 1/4 */
		{ "select weighted from published.weighted_share where"
		  " question = 'remote' and answer = 'yes'",
		  0.3, 1e-14 },
		{ "select share from published.weighted_share where"
		  " question = 'remote' and answer = 'yes'",
		  0.4, 1e-14 },
		/* residuals to the strata's means: 10/9 (6 x .25/900 + .03) */
		{ "select se * se from published.weighted_share where"
		  " question = 'remote' and answer = 'yes'",
		  10.0 / 9 * (6 * 0.25 / 900 + 0.03), 1e-12 },
		/* of 100: 20/6 for each of 3 and 20 for one */
		{ "select total from published.weighted_share where"
		  " question = 'remote' and answer = 'yes'",
		  30, 1e-13 },
		/* 100 sqrt(10/9 (6 x .25/900 + .03)), t with 9 df */
		{ "select (total_high - total_low) / 2 from"
		  " published.weighted_share where question = 'remote' and"
		  " answer = 'yes'",
		  42.432898128776614, 1e-9 },
		{ "select gap from published.weighted_gap where level = 'all'",
		  1.4, 1e-14 },
		{ "select weighted_gap from published.weighted_gap where"
		  " level = 'all'",
		  1.8, 1e-14 },
		{ "select weighted_sd * weighted_sd from"
		  " published.weighted_gap where level = 'all'",
		  10.0 / 9 * 0.16, 1e-12 },
		/* among who says yes: 3 x 20/6 x 1 + 20 x 2 over 30 */
		{ "select weighted_gap from published.weighted_gap where"
		  " level = 'yes'",
		  50.0 / 30, 1e-13 },
		{ "select rate from published.response where answer = 'small'",
		  0.3, 1e-14 },
		{ "select (1 - r) * (1 - r) from published.response_summary",
		  0.04 * 100 / 99, 1e-12 },
	};

	(void)state;
	make_hand("method: post_stratification");
	compare(cases, sizeof cases / sizeof *cases);
}

static void strata_and_finite_population_by_hand(void **state)
{
	/* 6/5 and 4/3 within strata, less 6/20 and 4/80 of each. */
	static const struct expected cases[] = {
		{ "select se * se from published.weighted_share where"
		  " question = 'remote' and answer = 'yes'",
		  0.7 * 1.2 * 6 * 0.25 / 900 + 0.95 * 4.0 / 3 * 0.03, 1e-12 },
	};

	(void)state;
	make_hand("strata: size\n    finite: true");
	compare(cases, sizeof cases / sizeof *cases);
}

/* Each of ten left out: 0.3 becomes 8/29, 9/29, 1/8 or 3/8; 9/10 of the squares
 * around their mean. */
static void jackknifed_by_hand(void **state)
{
	static const struct expected cases[] = {
		{ "select weighted from published.weighted_share where"
		  " question = 'remote' and answer = 'yes'",
		  0.3, 1e-14 },
		{ "select se * se from published.weighted_share where"
		  " question = 'remote' and answer = 'yes'",
		  60021.0 / 1345600, 1e-12 },
	};

	(void)state;
	make_hand("method: post_stratification\n    variance: jackknife");
	compare(cases, sizeof cases / sizeof *cases);
}

/* Each of ten left out and the two sizes fitted again: 0.2 x 2/5 or 3/5 + 0.2
 * (three times each), 0.1 + 0.8 x 0 or 1/3 (once, three times). */
static void jackknifed_and_fitted_again_by_hand(void **state)
{
	static const struct expected cases[] = {
		{ "select weighted from published.weighted_share where"
		  " question = 'remote' and answer = 'yes'",
		  0.3, 1e-14 },
		{ "select se * se from published.weighted_share where"
		  " question = 'remote' and answer = 'yes'",
		  0.9 * (6 * 0.0004 + 0.04 + 0.04 / 3), 1e-11 },
		/* the margin is known: its total too */
		{ "select total_high - total_low + 20 from"
		  " published.weighted_share where question = 'size' and"
		  " answer = 'small'",
		  20, 1e-9 },
	};

	(void)state;
	make_hand("method: post_stratification\n    variance: jackknife\n"
		  "    fit_again: true");
	compare(cases, sizeof cases / sizeof *cases);
}

/* A single person's answer must not come back by way of the weights. */
static void withheld_without_is_withheld_with(void **state)
{
	(void)state;
	make_hand("method: raking");
	assert_true(ask("select count(*) from published.weighted_gap where"
			" suppressed = 0 and (grouping, level, skill) in"
			" (select grouping, level, skill from published.gap"
			" where suppressed = 1)") == 0);
	assert_true(ask("select count(*) from published.weighted_share s join"
			" published.profile p using(question, answer) where"
			" s.suppressed <> p.suppressed") == 0);
}

static void nobody_is_weighted_unless_asked(void **state)
{
	(void)state;
	make_hand("method: raking");
	write_file("p/project.yaml",
		   "divario: 1\n"
		   "project: {id: p, title: Hand}\n"
		   "sources: {forms: {files: answers.csv, codebook: "
		   "codebook}}\n"
		   "reports: [{template: profile}]\n");
	run();
	assert_true(ask("select (select count(*) from weight) + (select"
			" count(*) from published.weighted_share) + (select"
			" count(*) from published.weight_summary)") == 0);
}

/* ---- R ---- */

static const char r_project[] =
	"divario: 1\n"
	"project: {id: p, title: R}\n"
	"sources: {forms: {files: synth_skills_a.csv, codebook: codebook}}\n"
	"analyses:\n"
	"  weights:\n"
	"    method: %s\n"
	"    base: base_w\n"
	"    strata: region\n"
	"    margins:\n"
	"      - {variable: gender, totals: {f: 5200, m: 4800}}\n"
	"      - {variable: agegrp, totals: {18-34: 3100, 35-49: 3700, "
	"50+: 3200}}\n"
	"      - {variable: region, totals: {east: 2000, north: 3500, "
	"south: 2700, west: 1800}}\n"
	"    ratios: [{of: hours, per: cur_d1}]\n"
	"  profile:\n"
	"    crosses: [{of: [opts, agegrp], by: [role]}, {of: opts, by: "
	"gender}]\n"
	"reports: [{template: profile}]\n";

static const char r_survey[] = "type,name,label::en\n"
			       "select_one region,region,Region\n"
			       "select_one gender,gender,Gender\n"
			       "select_one agegrp,agegrp,Age\n"
			       "select_one role,role,Role\n"
			       "select_multiple opts,opts,Options\n"
			       "decimal,base_w,Weight\n"
			       "decimal,hours,Hours\n"
			       "integer,cur_d1,Skill\n"
			       "integer,opt2,Option\n";
static const char r_choices[] =
	"list_name,name,label::en\n"
	"region,east,East\nregion,north,North\nregion,south,South\n"
	"region,west,West\ngender,f,F\ngender,m,M\nagegrp,18-34,Young\n"
	"agegrp,35-49,Middle\nagegrp,50+,Old\n"
	"role,manager,Manager\nrole,teacher,Teacher\nrole,trainer,Trainer\n"
	"opts,a,A\nopts,b,B\n";

static void make_r(const char *method)
{
	write_file("p/project.yaml", memory_format(ctx, r_project, method));
	write_file("p/codebook/survey.csv", r_survey);
	write_file("p/codebook/choices.csv", r_choices);
	assert_int_equal(command_run(ctx, NULL,
				     "sed '1s|opt3|opts/a|; 1s|opt5|opts/b|' "
				     "tests/truth/data/synth_skills_a.csv > "
				     "%s/p/synth_skills_a.csv",
				     folder),
			 0);
	run();
}

#define MEAN(column, variable)                                                 \
	"select " column                                                       \
	" from published.weighted_mean where variable = '" variable "'"

#define RATIO(column)                                                          \
	"select " column " from published.weighted_ratio where variable = "    \
	"'hours' and per = 'cur_d1'"

static void raked_as_in_r(void **state)
{
	static const struct expected cases[] = {
		{ "select deff from published.weight_summary", 1.39469566736341,
		  1e-7 },
		{ "select minimum from published.weight_summary",
		  6.72426971216315, 1e-7 },
		{ "select maximum from published.weight_summary",
		  147.825301655635, 1e-7 },
		{ "select n_effective from published.weight_summary",
		  229.440735701819, 1e-7 },
		{ MEAN("weighted", "hours"), 13.3908602825511, 1e-7 },
		{ MEAN("se", "hours"), 0.664833283089176, 1e-6 },
		{ MEAN("weighted", "cur_d1"), 3.75578363972749, 1e-7 },
		{ MEAN("se", "cur_d1"), 0.0488516866382679, 1e-6 },
		{ MEAN("weighted", "opt2"), 0.412238472032329, 1e-7 },
		{ MEAN("se", "opt2"), 0.0331291561869079, 1e-6 },
		/* svytotal, svyratio; quartiles from svyratio's error of the
		 * share below, around 1/4, 1/2, 3/4 */
		{ MEAN("total", "hours"), 133908.602825512, 1e-7 },
		{ MEAN("total_low", "hours"), 120828.01117975, 1e-6 },
		{ MEAN("total_high", "hours"), 146989.194471274, 1e-6 },
		{ MEAN("total", "opt2"), 3882.72901581484, 1e-7 },
		{ MEAN("total_low", "opt2"), 3253.8690555018, 1e-6 },
		{ MEAN("q1", "hours"), 5.3, 1e-12 },
		{ MEAN("q1_low", "hours"), 4.4, 1e-12 },
		{ MEAN("q1_high", "hours"), 6.4, 1e-12 },
		{ MEAN("median", "hours"), 11.1, 1e-12 },
		{ MEAN("median_low", "hours"), 9.6, 1e-12 },
		{ MEAN("median_high", "hours"), 12.6, 1e-12 },
		{ MEAN("q3", "hours"), 18.6, 1e-12 },
		{ MEAN("q3_low", "hours"), 16.6, 1e-12 },
		{ MEAN("q3_high", "hours"), 21.1, 1e-12 },
		{ RATIO("weighted"), 3.5915788781147, 1e-7 },
		{ RATIO("se"), 0.187853593761463, 1e-6 },
		{ RATIO("low"), 3.22197702277965, 1e-6 },
		{ RATIO("high"), 3.96118073344975, 1e-6 },
	};

	(void)state;
	make_r("raking");
	compare(cases, sizeof cases / sizeof *cases);
}

#define CROSS(column, question, answer, level)                                 \
	"select " column                                                       \
	" from published.weighted_cross where question = '" question           \
	"' and answer = '" answer "' and level = '" level "'"

/* svyby over the groups, and svychisq: domains, with the margins' residuals. */
static void crossed_as_in_r(void **state)
{
	static const struct expected cases[] = {
		{ CROSS("n", "opts", "a", "manager"), 52, 1e-15 },
		{ CROSS("base", "opts", "a", "manager"), 105, 1e-15 },
		{ CROSS("share", "opts", "a", "manager"), 52 / 105.0, 1e-14 },
		{ CROSS("weighted", "opts", "a", "manager"), 0.51589366832162,
		  1e-7 },
		{ CROSS("se", "opts", "a", "manager"), 0.059283293146612,
		  1e-6 },
		{ CROSS("low", "opts", "a", "manager"), 0.400487274609919,
		  1e-6 },
		{ CROSS("high", "opts", "a", "manager"), 0.629629432703741,
		  1e-6 },
		{ CROSS("weighted", "opts", "a", "teacher"), 0.379166167523781,
		  1e-7 },
		{ CROSS("se", "opts", "a", "teacher"), 0.0550455086494388,
		  1e-6 },
		{ CROSS("low", "opts", "a", "teacher"), 0.278248353200729,
		  1e-6 },
		{ CROSS("weighted", "opts", "a", "trainer"), 0.558799565231598,
		  1e-7 },
		{ CROSS("high", "opts", "a", "trainer"), 0.673193005407793,
		  1e-6 },
		{ CROSS("weighted", "agegrp", "35-49", "trainer"),
		  0.42859535741201, 1e-7 },
		{ CROSS("se", "agegrp", "35-49", "trainer"), 0.0467581652000242,
		  1e-6 },
		{ CROSS("se", "agegrp", "50+", "teacher"), 0.0437473755882689,
		  1e-6 },
		{ CROSS("weighted", "opts", "b", "m"), 0.628843201710227,
		  1e-7 },
		{ CROSS("se", "opts", "b", "m"), 0.050550464030001, 1e-6 },
		{ "select f from published.weighted_test where question ="
		  " 'opts.a' and grouping = 'role'",
		  2.469718696178, 1e-6 },
		{ "select df2 from published.weighted_test where question ="
		  " 'opts.a' and grouping = 'role'",
		  629.843701068533, 1e-6 },
		{ "select p from published.weighted_test where question ="
		  " 'agegrp' and grouping = 'role'",
		  0.51360479805, 1e-6 },
		/* row for row the same without weights */
		{ "select count(*) from published.weighted_cross w join"
		  " published.profile_cross p using(question, answer, grouping,"
		  " level) where p.n = w.n and p.base = w.base and p.share ="
		  " w.share",
		  2 * 3 + 3 * 3 + 2 * 2, 1e-15 },
	};

	(void)state;
	make_r("raking");
	compare(cases, sizeof cases / sizeof *cases);
}

static void calibrated_as_in_r(void **state)
{
	static const struct expected cases[] = {
		{ "select deff from published.weight_summary", 1.38199089451453,
		  1e-7 },
		{ MEAN("weighted", "hours"), 13.5060222263023, 1e-7 },
		{ MEAN("se", "hours"), 0.668253322587515, 1e-6 },
		{ MEAN("se", "opt2"), 0.0329061315547924, 1e-6 },
	};

	(void)state;
	make_r("calibration");
	compare(cases, sizeof cases / sizeof *cases);
}

/* survey: calibrate, calfun raking, of as.svrepdesign, JKn. */
static void fitted_again_as_in_r(void **state)
{
	static const struct expected cases[] = {
		{ MEAN("weighted", "hours"), 13.3908602825511, 1e-7 },
		{ MEAN("se", "hours"), 0.674331081250256, 1e-6 },
		{ MEAN("se", "cur_d1"), 0.0500413105041132, 1e-6 },
		{ MEAN("se", "opt2"), 0.0338092004330888, 1e-6 },
	};

	(void)state;
	make_r("raking\n    variance: jackknife\n    fit_again: true");
	compare(cases, sizeof cases / sizeof *cases);
}

static int set_up(void **state)
{
	(void)state;
	ctx = memory_check(talloc_new(NULL));
	folder = scratch_folder(ctx);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	talloc_free(ctx);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(post_stratified_by_hand),
		cmocka_unit_test(strata_and_finite_population_by_hand),
		cmocka_unit_test(jackknifed_by_hand),
		cmocka_unit_test(jackknifed_and_fitted_again_by_hand),
		cmocka_unit_test(fitted_again_as_in_r),
		cmocka_unit_test(withheld_without_is_withheld_with),
		cmocka_unit_test(nobody_is_weighted_unless_asked),
		cmocka_unit_test(raked_as_in_r),
		cmocka_unit_test(crossed_as_in_r),
		cmocka_unit_test(calibrated_as_in_r),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
