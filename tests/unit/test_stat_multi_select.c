#include "pipeline/core/memory.h"
#include "pipeline/stat/multi_select.h"
#include "tests/support/near.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { PEOPLE = 6 };

/* The fourth person answered nothing, the fifth ticked nothing. */
static const double tea[PEOPLE] = { 1, 1, UNDEFINED, UNDEFINED, 0, 1 };
static const double milk[PEOPLE] = { 0, 1, 1, UNDEFINED, 0, 0 };
static const double salt[PEOPLE] = { 0, 0, 0, UNDEFINED, 0, 0 };
static const double *const options[] = { tea, milk, salt };

static void worked_by_hand(void **state)
{
	const double weights[PEOPLE] = { 2, 1, 1, 5, 4, UNDEFINED };
	const size_t groups[PEOPLE] = { 0, 0, 1, 0, 1, 9 };
	const struct multi_select_question question = { options, 3,      PEOPLE,
							weights, groups, 2 };
	struct multi_select *got = multi_select_of(NULL, &question, 0.95);

	(void)state;
	assert_int_equal(got->n_people, 5);
	assert_int_equal(got->n_none, 1);
	assert_int_equal(got->n_mentions, 5);
	assert_near(got->mean_mentions, 1, 0);
	assert_int_equal(got->options[0].count, 3);
	assert_near(got->options[0].share_of_cases, 0.6, 1e-15);
	assert_near(got->options[0].share_of_responses, 0.6, 1e-15);
	assert_near(got->options[0].wilson.low,
		    proportion_interval(PROPORTION_WILSON, 3, 5, 0.95).low, 0);
	/* 2 + 1 of 2 + 1 + 1 + 4 */
	assert_near(got->options[0].weighted_share, 3.0 / 8, 1e-15);
	/* 2 of 2 against 0 of 2: chi-square 4 */
	assert_near(got->options[0].p, erfc(sqrt(2)), 1e-14);
	assert_near(got->options[0].p_holm, 2 * erfc(sqrt(2)), 1e-14);
	assert_near(got->options[1].p, 1, 1e-15);
	/* nobody took salt: no test, and not in the family */
	assert_near(got->options[2].p, UNDEFINED, 0);
	assert_near(got->options[2].share_of_cases, 0, 0);
	assert_int_equal(got->together[1], 1);
	assert_int_equal(got->together[3], 1);
	assert_near(multi_select_jaccard(got, 0, 1), 1.0 / 4, 1e-15);
	assert_near(multi_select_jaccard(got, 0, 0), 1, 0);
	assert_near(multi_select_jaccard(got, 2, 2), 0, 0);
	talloc_free(got);
}

static void without_weights_and_groups(void **state)
{
	const struct multi_select_question question = { options, 2,    PEOPLE,
							NULL,    NULL, 0 };
	struct multi_select *got = multi_select_of(NULL, &question, 0.95);

	(void)state;
	assert_int_equal(got->n_people, 5);
	assert_near(got->options[0].weighted_share, UNDEFINED, 0);
	assert_near(got->options[0].p, UNDEFINED, 0);
	assert_near(got->options[0].p_holm, UNDEFINED, 0);
	talloc_free(got);
}

static void nobody_answered(void **state)
{
	const double weights[] = { 0 };
	const double *const empty[] = { tea + 3, milk + 3 };
	const size_t sizes[] = { 0, 1 };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		const struct multi_select_question question = {
			empty, 2, sizes[i], weights, NULL, 0
		};
		struct multi_select *got =
			multi_select_of(NULL, &question, 0.95);

		assert_int_equal(got->n_people, 0);
		assert_near(got->mean_mentions, UNDEFINED, 0);
		assert_near(got->options[0].share_of_cases, UNDEFINED, 0);
		assert_near(got->options[1].share_of_responses, UNDEFINED, 0);
		assert_near(got->options[1].wilson.high, UNDEFINED, 0);
		assert_near(got->options[1].weighted_share, UNDEFINED, 0);
		assert_near(multi_select_jaccard(got, 0, 1), 0, 0);
		talloc_free(got);
	}
}

static void no_options(void **state)
{
	const struct multi_select_question question = { NULL, 0,    PEOPLE,
							NULL, NULL, 0 };
	struct multi_select *got = multi_select_of(NULL, &question, 0.95);

	(void)state;
	assert_int_equal(got->n_people, 0);
	talloc_free(got);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(worked_by_hand),
		cmocka_unit_test(without_weights_and_groups),
		cmocka_unit_test(nobody_answered),
		cmocka_unit_test(no_options),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
