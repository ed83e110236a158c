#include "pipeline/core/memory.h"
#include "pipeline/stat/location.h"
#include "tests/support/near.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Two territories, two services: 30 10 / 10 50. */
static void four_cells_by_hand(void **state)
{
	const double counts[] = { 30, 10, 10, 50 };
	struct location *of = location_of(NULL, counts, 2, 2);

	(void)state;
	assert_near(of->quotients[0], 0.75 / 0.4, 1e-15);
	assert_near(of->quotients[3], (5.0 / 6) / 0.6, 1e-15);
	assert_near(of->hhi[0], 0.75 * 0.75 + 0.25 * 0.25, 1e-15);
	assert_near(of->krugman[0], 0.35 + 0.35, 1e-15);
	assert_near(of->hoover[0], (0.35 + 0.35) / 2, 1e-15);
	assert_near(of->information,
		    0.3 * log(0.3 / 0.16) + 0.2 * log(0.1 / 0.24) +
			    0.5 * log(0.5 / 0.36),
		    1e-15);
	talloc_free(of);
}

static void alike_everywhere(void **state)
{
	const double counts[] = { 2, 4, 6, 1, 2, 3 };
	struct location *of = location_of(NULL, counts, 2, 3);

	(void)state;
	for (size_t i = 0; i < 6; i++)
		assert_near(of->quotients[i], 1, 1e-15);
	assert_near(of->krugman[1], 0, 1e-15);
	assert_near(of->hoover[2], 0, 1e-15);
	assert_near(of->information, 0, 1e-15);
	talloc_free(of);
}

/* Neither the territory nor the service without anything has a quotient. */
static void empty_margins(void **state)
{
	const double counts[] = { 3, 0, UNDEFINED, 0, -1, 0, 1, 0, 2 };
	struct location *of = location_of(NULL, counts, 3, 3);

	(void)state;
	assert_near(of->quotients[0], 1 / (4.0 / 6), 1e-15);
	assert_near(of->quotients[2], 0, 0);
	assert_near(of->quotients[1], UNDEFINED, 0);
	assert_near(of->quotients[3], UNDEFINED, 0);
	assert_near(of->hhi[1], UNDEFINED, 0);
	assert_near(of->krugman[1], UNDEFINED, 0);
	assert_near(of->hhi[0], 1, 0);
	assert_near(of->hoover[1], UNDEFINED, 0);
	assert_near(of->hoover[0], 0.25, 1e-15);
	talloc_free(of);
}

static void nothing_at_all(void **state)
{
	const double counts[] = { 0, 0 };
	struct location *zeros = location_of(NULL, counts, 1, 2);
	struct location *none = location_of(NULL, counts, 0, 0);

	(void)state;
	assert_near(zeros->information, UNDEFINED, 0);
	assert_near(zeros->quotients[0], UNDEFINED, 0);
	assert_near(none->information, UNDEFINED, 0);
	talloc_free(zeros);
	talloc_free(none);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(four_cells_by_hand),
		cmocka_unit_test(alike_everywhere),
		cmocka_unit_test(empty_margins),
		cmocka_unit_test(nothing_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
