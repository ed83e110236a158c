#include "pipeline/data/coordinates.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

struct expected {
	const char *first, *second; /* second NULL: both in one cell */
	enum coordinates_state state;
	double latitude, longitude;
};

static void expect(const struct expected *e, bool in_italy)
{
	struct coordinates found =
		e->second ? coordinates_read(e->first, e->second, in_italy)
			  : coordinates_read_pair(e->first, in_italy);
	bool is_good = found.state == COORDINATES_GOOD ||
		       found.state == COORDINATES_SWAPPED;

	if (found.state != e->state ||
	    (is_good && (fabs(found.latitude - e->latitude) > 1e-9 ||
			 fabs(found.longitude - e->longitude) > 1e-9)))
		fail_msg("%s | %s: state %d, %.9f %.9f", e->first,
			 e->second ? e->second : "", (int)found.state,
			 found.latitude, found.longitude);
	assert_int_equal(isnan(found.latitude), !is_good);
	assert_int_equal(coordinates_reason(&found) == NULL,
			 found.state == COORDINATES_GOOD ||
				 found.state == COORDINATES_NONE);
}

/* clang-format off */
static const struct expected in_italy[] = {
	{ "45.4673791", "7.874797", COORDINATES_GOOD, 45.4673791, 7.874797 },
	{ "45,4673791", "7,874797", COORDINATES_GOOD, 45.4673791, 7.874797 },
	{ " 45.467 ", "+7.874", COORDINATES_GOOD, 45.467, 7.874 },
	{ "7.874797", "45.4673791", COORDINATES_SWAPPED, 45.4673791, 7.874797 },
	{ "45°27'36\" N", "9°11'24\" E", COORDINATES_GOOD, 45.46, 9.19 },
	{ "45° 27′ 36″ N", "9° 11′ 24″ E", COORDINATES_GOOD, 45.46, 9.19 },
	{ "N45 27.6", "E9 11.4", COORDINATES_GOOD, 45.46, 9.19 },
	{ "9°11'24\" E", "45°27'36\" N", COORDINATES_SWAPPED, 45.46, 9.19 },
	{ "514321", "5034567", COORDINATES_METRES, 0, 0 },
	{ "5034567,12", "1514321,34", COORDINATES_METRES, 0, 0 },
	{ "5.034.567,12", "1.514.321,34", COORDINATES_METRES, 0, 0 },
	{ "0", "0", COORDINATES_ZERO, 0, 0 },
	{ "", "", COORDINATES_NONE, 0, 0 },
	{ "45.4", "", COORDINATES_HALF, 0, 0 },
	{ "n.d.", "n.d.", COORDINATES_NO_NUMBER, 0, 0 },
	{ "45°77'", "9°11'", COORDINATES_NO_NUMBER, 0, 0 },
	{ "454673791", "7874797", COORDINATES_OUT, 0, 0 },
	{ "45.46, 9.19", NULL, COORDINATES_GOOD, 45.46, 9.19 },
	{ "45,46; 9,19", NULL, COORDINATES_GOOD, 45.46, 9.19 },
	{ "45,46 9,19", NULL, COORDINATES_GOOD, 45.46, 9.19 },
	{ "(45.46, 9.19)", NULL, COORDINATES_GOOD, 45.46, 9.19 },
	{ "45.46,9.19", NULL, COORDINATES_GOOD, 45.46, 9.19 },
	{ "45.46 9.19 120 5", NULL, COORDINATES_GOOD, 45.46, 9.19 },
	{ "POINT (9.19 45.46)", NULL, COORDINATES_GOOD, 45.46, 9.19 },
	{ "9.19, 45.46", NULL, COORDINATES_SWAPPED, 45.46, 9.19 },
	{ "45.46", NULL, COORDINATES_HALF, 0, 0 },
	{ "", NULL, COORDINATES_NONE, 0, 0 },
	{ "(", NULL, COORDINATES_NONE, 0, 0 },
};

static const struct expected anywhere[] = {
	{ "7.87", "45.46", COORDINATES_GOOD, 7.87, 45.46 },
	{ "-33.9", "18.4", COORDINATES_GOOD, -33.9, 18.4 },
	{ "33°54' S", "70°40' O", COORDINATES_GOOD, -33.9, -70 - 40 / 60.0 },
	{ "-0.5", "10", COORDINATES_GOOD, -0.5, 10 },
	{ "151.2", "-33.9", COORDINATES_SWAPPED, -33.9, 151.2 },
	{ "91", "181", COORDINATES_OUT, 0, 0 },
};
/* clang-format on */

static void test_in_italy(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof in_italy / sizeof *in_italy; i++)
		expect(&in_italy[i], true);
	struct coordinates none = coordinates_read(NULL, NULL, true);
	assert_int_equal(none.state, COORDINATES_NONE);
}

static void test_anywhere(void **state)
{
	struct coordinates milan = coordinates_read("45.46", "9.19", false);
	struct coordinates cape = coordinates_read("-33.9", "18.4", false);

	(void)state;
	for (size_t i = 0; i < sizeof anywhere / sizeof *anywhere; i++)
		expect(&anywhere[i], false);
	assert_true(coordinates_in_italy(&milan));
	assert_false(coordinates_in_italy(&cape));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_in_italy),
		cmocka_unit_test(test_anywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
