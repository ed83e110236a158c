/* The change stage against values worked out by hand. */
#include "pipeline/core/memory.h"
#include "tests/support/change_case.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/*
 * Five people before (rows 0 to 4), the first four after, the first three
 * later.  q: 1 2 3 2 5, then 3 3 3 4, then 4 4 5; q2 a second question of the
 * first; then_q what they think afterwards they were before.
 */
static const struct store_variable variables[] = {
	{ "q", NULL, QUESTION_SELECT_ONE, "12345", "123253334445" },
	{ "q2", NULL, QUESTION_SELECT_ONE, "12345", "213343321..." },
	{ "then_q", NULL, QUESTION_SELECT_ONE, "12345", ".....1121..." },
	{ "g", NULL, QUESTION_SELECT_ONE, "fm", "ffmmmffmmffm" },
	{ "word", NULL, QUESTION_SELECT_ONE, "xy", "xyxyxyxyxyxy" },
};

static const struct change_sheet sheets[] = {
	{ 1, 1, 0 }, { 2, 1, 1 }, { 3, 1, 2 },  { 4, 1, 3 },
	{ 5, 1, 4 }, { 1, 2, 5 }, { 2, 2, 6 },  { 3, 2, 7 },
	{ 4, 2, 8 }, { 1, 3, 9 }, { 2, 3, 10 }, { 3, 3, 11 },
};

static struct change_case *new_case(void)
{
	return change_case_new(variables, sizeof variables / sizeof *variables,
			       sheets, sizeof sheets / sizeof *sheets);
}

static void expect(struct change_case *f, const char *table, const char *where,
		   const char *column, double wanted)
{
	const struct change_expected expected = { table, where, column, wanted,
						  1e-6 };

	change_case_expect(f, &expected);
}

struct expected {
	const char *column;
	double value;
};

static void expect_all(struct change_case *f, const char *table,
		       const char *where, const struct expected *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		expect(f, table, where, list[i].column, list[i].value);
}

/* Differences 2 1 0 2: mean 1.25, sd sqrt(2.75/3); t(0.975, 3) = 3.182446.
 * Signed ranks 1 2.5 2.5, all up: 2 of 8 signs are as far out. */
static void test_the_same_people(void **state)
{
	static const struct expected list[] = {
		{ "n", 4 },
		{ "mean_from", 2 },
		{ "mean_to", 3.25 },
		{ "sd_from", 0.816496581 },
		{ "difference", 1.25 },
		{ "difference_sd", 0.957427108 },
		{ "low", 1.25 - 3.182446305 * 0.957427108 / 2 },
		{ "high", 1.25 + 3.182446305 * 0.957427108 / 2 },
		{ "t", 2.611164840 },
		{ "df", 3 },
		{ "p", 0.25 },
		{ "p_adjusted", 0.25 },
		{ "effect", 1.305582420 },
		{ "rank_effect", 1 },
		{ "es_pre", 1.530931089 },
		/* sd(pre) sqrt(1 - 0.75) = 0.408248; times 1.96 sqrt 2 */
		{ "reliable_change", 1.131606528 },
		{ "improved", 0.5 },
		{ "unchanged", 0.5 },
		{ "worse", 0 },
		/* 1.25 of the 3 points from 2 up to 5 */
		{ "gain", 1.25 / 3 },
		/* 2/4, 1/3, 0/2, 2/3 */
		{ "mean_gain", 0.375 },
	};
	struct change_case *f = new_case();

	(void)state;
	change_case_must_run(f);
	expect_all(f, "change",
		   "comparison = 'paired' and contrast = 'pre-post'", list,
		   sizeof list / sizeof *list);
	assert_string_equal(store_text(f->store, "select p_method || ' ' ||"
						 " caution from change limit"
						 " 1"),
			    "exact under_30");
	talloc_free(f);
}

static void test_everybody(void **state)
{
	static const struct expected list[] = {
		{ "n", 4 },
		{ "n_from", 5 },
		{ "n_to", 4 },
		{ "mean_from", 2.6 },
		{ "mean_to", 3.25 },
		{ "difference", 0.65 },
		/* U = 3 * 3.5 + 4 of 20 pairings: delta 2 * 14.5/20 - 1 */
		{ "rank_effect", 0.45 },
	};
	struct change_case *f = new_case();

	(void)state;
	change_case_must_run(f);
	expect_all(f, "change",
		   "comparison = 'unpaired' and contrast = 'pre-post'", list,
		   sizeof list / sizeof *list);
	talloc_free(f);
}

/* Then 1 1 2 1 against before 1 2 3 2 and after 3 3 3 4. */
static void test_looking_back(void **state)
{
	static const struct expected list[] = {
		{ "n", 4 },
		{ "mean_from", 1.25 },
		{ "difference", 2 },
		{ "shift", -0.75 },
		{ "shift_low", -0.75 - 3.182446305 * 0.25 },
	};
	struct change_case *f = new_case();

	(void)state;
	change_case_must_run(f);
	expect_all(f, "change", "comparison = 'then'", list,
		   sizeof list / sizeof *list);
	talloc_free(f);
}

/* Of three people: rank sums 3.5 5.5 9, one tie of two:
 * 12 * 15.5/(3 * 3 * 4 - 6/2); means 2, 3, 13/3 at 0, 3, 9. */
static void test_several_waves(void **state)
{
	static const struct expected list[] = {
		{ "n", 3 },  { "waves", 3 },     { "chi2", 186.0 / 33 },
		{ "df", 2 }, { "kendall_s", 3 }, { "sen_slope", 7.0 / 27 },
	};
	struct change_case *f = new_case();

	(void)state;
	change_case_must_run(f);
	expect_all(f, "change_trend", "item = 'q'", list,
		   sizeof list / sizeof *list);
	talloc_free(f);
}

/* Variances 2.3 and 1.3, covariance 1.3: alpha 2 (1 - 3.6/6.2). */
static void test_scales_have_alpha(void **state)
{
	const char *pair[] = { "q", "q2" };
	struct project_scale scale = { .name = "both",
				       .where = "project.yaml:10:5",
				       .questions = pair,
				       .n_questions = 2 };
	struct change_case *f = new_case();

	(void)state;
	f->change.scales = &scale;
	f->change.n_scales = 1;
	f->change.then = NULL;
	f->change.reliability = RELIABILITY_ALPHA;
	f->change.minimum_n = 0;
	change_case_must_run(f);
	expect(f, "change", "item = 'both' and contrast = 'pre-post'",
	       "reliability", 2 * (1 - 3.6 / 6.2));
	/* A question alone has none. */
	expect(f, "change", "item = 'q' and contrast = 'pre-post'",
	       "reliability", (double)NAN);
	talloc_free(f);
}

static void test_groups_and_small_ones(void **state)
{
	struct change_case *f = new_case();

	(void)state;
	f->change.by = &f->by;
	f->change.n_by = 1;
	f->change.minimum_n = 3;
	change_case_must_run(f);
	/* Two women before and after: counted, nothing more. */
	expect(f, "change",
	       "level = 'f' and comparison = 'paired' and contrast ="
	       " 'pre-post'",
	       "n", 2);
	expect(f, "change",
	       "level = 'f' and comparison = 'paired' and contrast ="
	       " 'pre-post'",
	       "difference", (double)NAN);
	assert_string_equal(
		store_text(f->store, "select caution from change where level ="
				     " 'f' and comparison = 'paired'"),
		"small_n");
	talloc_free(f);
}

/* Two sheets of one organisation are one score: their mean. */
static void test_organisations_have_means(void **state)
{
	struct change_case *f = new_case();
	struct error error = { 0 };

	(void)state;
	assert_int_equal(database_execute(f->store,
					  "update link set unit = 1 where"
					  " unit = 2",
					  &error),
			 0);
	change_case_must_run(f);
	/* before 1.5 3 2 (5), after 3 3 4: differences 1.5 0 2 */
	expect(f, "change", "comparison = 'paired' and contrast = 'pre-post'",
	       "n", 3);
	expect(f, "change", "comparison = 'paired' and contrast = 'pre-post'",
	       "difference", 3.5 / 3);
	talloc_free(f);
}

static void test_kirkpatrick(void **state)
{
	static const struct expected before[] = {
		{ "n", 5 },
		{ "mean", 2.6 },
		{ "share", 0.2 }, /* the 5 */
		{ "difference", (double)NAN },
	};
	static const struct expected later[] = {
		{ "n", 3 },
		{ "share", 1 },
		{ "n_change", 3 },
		{ "difference", 7.0 / 3 }, /* 3 2 2 */
	};
	struct change_case *f = new_case();

	(void)state;
	f->change.kirkpatrick[KIRKPATRICK_LEARNING] = &f->question;
	f->change.n_kirkpatrick[KIRKPATRICK_LEARNING] = 1;
	change_case_must_run(f);
	expect_all(f, "kirkpatrick",
		   "kirkpatrick = 'learning' and instrument = 'pre'", before,
		   sizeof before / sizeof *before);
	expect_all(f, "kirkpatrick",
		   "kirkpatrick = 'learning' and instrument = 'later'", later,
		   sizeof later / sizeof *later);
	talloc_free(f);
}

/* An anonymous form: its answers count as they are, and have not changed. */
static void test_kirkpatrick_outside_the_instruments(void **state)
{
	static const struct store_variable with_form[] = {
		{ "q", NULL, QUESTION_SELECT_ONE, "12345", "123253334445...." },
		{ "liked", NULL, QUESTION_SELECT_ONE, "12345",
		  "............452." },
		{ "source", NULL, QUESTION_SELECT_ONE, "ab",
		  "aaaaaaaaaaaabbbb" },
	};
	static const struct expected anonymous[] = {
		{ "n", 3 },
		{ "mean", 11.0 / 3 },
		{ "share", 2.0 / 3 },
		{ "wave", (double)NAN },
		{ "n_change", (double)NAN },
		{ "difference", (double)NAN },
	};
	struct change_case *f =
		change_case_new(with_form, sizeof with_form / sizeof *with_form,
				sheets, sizeof sheets / sizeof *sheets);
	const char *liked = "liked";

	(void)state;
	f->change.then = NULL;
	f->change.kirkpatrick[KIRKPATRICK_REACTION] = &liked;
	f->change.n_kirkpatrick[KIRKPATRICK_REACTION] = 1;
	f->change.kirkpatrick[KIRKPATRICK_LEARNING] = &f->question;
	f->change.n_kirkpatrick[KIRKPATRICK_LEARNING] = 1;
	change_case_must_run(f);
	expect_all(f, "kirkpatrick", "instrument = 'b'", anonymous,
		   sizeof anonymous / sizeof *anonymous);
	/* The sheets of source a are those of the instruments. */
	expect(f, "kirkpatrick", "instrument = 'a'", "count(*)", 0);
	talloc_free(f);
}

static void test_faults(void **state)
{
	static const struct {
		const char *question, *what, *remedy;
	} cases[] = {
		{ "qqqq", "there are no answers called 'qqqq'",
		  "name a question of the codebook" },
		{ "word", "the answers to 'word' are no numbers to compare",
		  "name a question with numbers, or give its choices numbers "
		  "in the codebook" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct change_case *f = new_case();

		f->question = cases[i].question;
		assert_int_equal(change_case_run(f), -1);
		assert_int_equal(f->error.code, ERROR_PROJECT);
		assert_string_equal(f->error.what, cases[i].what);
		assert_string_equal(f->error.remedy, cases[i].remedy);
		assert_string_equal(f->error.where, "project.yaml:9:3");
		talloc_free(f);
	}
}

static void test_nothing_asked(void **state)
{
	struct change_case *f = new_case();

	(void)state;
	f->project.change = NULL;
	change_case_must_run(f);
	expect(f, "(select 1)",
	       "(select count(*) from change) + (select count(*) from"
	       " change_trend) + (select count(*) from kirkpatrick) = 0",
	       "1", 1);
	talloc_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_same_people),
		cmocka_unit_test(test_everybody),
		cmocka_unit_test(test_looking_back),
		cmocka_unit_test(test_several_waves),
		cmocka_unit_test(test_scales_have_alpha),
		cmocka_unit_test(test_groups_and_small_ones),
		cmocka_unit_test(test_organisations_have_means),
		cmocka_unit_test(test_kirkpatrick),
		cmocka_unit_test(test_kirkpatrick_outside_the_instruments),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_nothing_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
