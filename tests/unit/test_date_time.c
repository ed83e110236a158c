#include "pipeline/data/date_time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

/* clang-format off */
static const struct {
	const char *text;
	enum date_order order;
	enum date_reading reading;
	const char *iso;
} dates[] = {
	{ "2026-03-01", DATE_ORDER_UNKNOWN, DATE_READ, "2026-03-01" },
	{ "2026-3-1 10:05", DATE_ORDER_UNKNOWN, DATE_READ, "2026-03-01T10:05:00" },
	{ "2026/03/01", DATE_MONTH_FIRST, DATE_READ, "2026-03-01" },
	{ "2026-03-01T10:05:09.123+01:00", DATE_ORDER_UNKNOWN, DATE_READ, "2026-03-01T10:05:09+01:00" },
	{ "2026-03-01T10:05:09Z", DATE_ORDER_UNKNOWN, DATE_READ, "2026-03-01T10:05:09+00:00" },
	{ "2022/11/30 10:39:41 PM GMT+1", DATE_ORDER_UNKNOWN, DATE_READ, "2022-11-30T22:39:41+01:00" },
	{ "12/02/2026 19.07.17", DATE_DAY_FIRST, DATE_READ, "2026-02-12T19:07:17" },
	{ "7/27/26 19:06:23", DATE_ORDER_UNKNOWN, DATE_READ, "2026-07-27T19:06:23" },
	{ "3/4/2026", DATE_ORDER_UNKNOWN, DATE_UNCLEAR, NULL },
	{ "3/4/2026", DATE_DAY_FIRST, DATE_READ, "2026-04-03" },
	{ "3/4/2026", DATE_MONTH_FIRST, DATE_READ, "2026-03-04" },
	{ "4/4/2026", DATE_ORDER_UNKNOWN, DATE_READ, "2026-04-04" },
	{ "13/4/2026", DATE_MONTH_FIRST, DATE_CONTRARY, NULL },
	{ "4/13/2026", DATE_DAY_FIRST, DATE_CONTRARY, NULL },
	{ "13/4/2026", DATE_ORDER_UNKNOWN, DATE_READ, "2026-04-13" },
	{ "01.03.2026", DATE_ORDER_UNKNOWN, DATE_READ, "2026-03-01" },
	{ "1. 3. 2026", DATE_ORDER_UNKNOWN, DATE_READ, "2026-03-01" },
	{ "1-3-2026", DATE_DAY_FIRST, DATE_READ, "2026-03-01" },
	{ "1/3/29", DATE_DAY_FIRST, DATE_READ, "2029-03-01" },
	{ "1/3/30", DATE_DAY_FIRST, DATE_READ, "1930-03-01" },
	{ "26/03/01", DATE_YEAR_FIRST, DATE_READ, "2026-03-01" },
	{ "29/02/2024", DATE_ORDER_UNKNOWN, DATE_READ, "2024-02-29" },
	{ "29/02/2026", DATE_ORDER_UNKNOWN, DATE_NONE, NULL },
	{ "20260301", DATE_ORDER_UNKNOWN, DATE_READ, "2026-03-01" },
	{ "46082", DATE_ORDER_UNKNOWN, DATE_READ, "2026-03-01" },
	{ "46082.5", DATE_ORDER_UNKNOWN, DATE_READ, "2026-03-01T12:00:00" },
	{ "46082,25", DATE_ORDER_UNKNOWN, DATE_READ, "2026-03-01T06:00:00" },
	{ "18264", DATE_ORDER_UNKNOWN, DATE_READ, "1950-01-01" },
	{ "1 March 2026", DATE_ORDER_UNKNOWN, DATE_READ, "2026-03-01" },
	{ "March 1st, 2026", DATE_ORDER_UNKNOWN, DATE_READ, "2026-03-01" },
	{ "Mar 1, 2026 at 10:05 PM", DATE_ORDER_UNKNOWN, DATE_READ, "2026-03-01T22:05:00" },
	{ "1-mar-26", DATE_ORDER_UNKNOWN, DATE_READ, "2026-03-01" },
	{ "domenica 1 marzo 2026 alle ore 10:05", DATE_ORDER_UNKNOWN, DATE_READ, "2026-03-01T10:05:00" },
	{ "1\u00ba gennaio 2026", DATE_ORDER_UNKNOWN, DATE_READ, "2026-01-01" },
	{ "1 de marzo de 2026", DATE_ORDER_UNKNOWN, DATE_READ, "2026-03-01" },
	{ "1er ao\u00fbt 2026", DATE_ORDER_UNKNOWN, DATE_READ, "2026-08-01" },
	{ "martes, 3 de marzo de 2026", DATE_ORDER_UNKNOWN, DATE_READ, "2026-03-03" },
	{ "segunda-feira, 2 de mar\u00e7o de 2026", DATE_ORDER_UNKNOWN, DATE_READ, "2026-03-02" },
	{ "1. M\u00e4rz 2026", DATE_ORDER_UNKNOWN, DATE_READ, "2026-03-01" },
	{ "1 pa\u017adziernika 2026 r.", DATE_ORDER_UNKNOWN, DATE_NONE, NULL },
	{ "1 pa\u017adziernika 2026", DATE_ORDER_UNKNOWN, DATE_READ, "2026-10-01" },
	{ "1. \u010dervence 2026", DATE_ORDER_UNKNOWN, DATE_READ, "2026-07-01" },
	{ "1. \u010dervna 2026", DATE_ORDER_UNKNOWN, DATE_READ, "2026-06-01" },
	{ "22 listopadu 2026", DATE_ORDER_UNKNOWN, DATE_READ, "2026-11-22" },
	{ "1 jui 2026", DATE_ORDER_UNKNOWN, DATE_NONE, NULL },
	{ "1\u00a0mars\u00a02026", DATE_ORDER_UNKNOWN, DATE_READ, "2026-03-01" },
	{ "Sun, 1 Mar 2026 10:05:09 CET", DATE_ORDER_UNKNOWN, DATE_READ, "2026-03-01T10:05:09" },
	{ "31 February 2026", DATE_ORDER_UNKNOWN, DATE_NONE, NULL },
	{ "2026", DATE_ORDER_UNKNOWN, DATE_NONE, NULL },
	{ "3/2026", DATE_ORDER_UNKNOWN, DATE_NONE, NULL },
	{ "2026-03-01 or so", DATE_ORDER_UNKNOWN, DATE_NONE, NULL },
	{ "1/3-2026", DATE_DAY_FIRST, DATE_NONE, NULL },
	{ "2026-03-01 25:00", DATE_ORDER_UNKNOWN, DATE_NONE, NULL },
	{ "10:05", DATE_ORDER_UNKNOWN, DATE_NONE, NULL },
	{ "123456789012", DATE_ORDER_UNKNOWN, DATE_NONE, NULL },
	{ "", DATE_ORDER_UNKNOWN, DATE_NONE, NULL },
};

static const struct {
	const char *text, *iso; /* NULL: no time */
} times[] = {
	{ "10:05", "10:05:00" },     { "7:05 pm", "19:05:00" },
	{ "12:00 a.m.", "00:00:00" }, { "12:30 p. m.", "12:30:00" },
	{ "22h39", "22:39:00" },     { "19.07.17", "19:07:17" },
	{ "10:05:09.5", "10:05:09" }, { "10:05:00.000+02:00", "10:05:00" },
	{ " 9:05 ", "09:05:00" },
	{ "24:00", NULL },           { "13:00 pm", NULL },
	{ "10:60", NULL },           { "10", NULL },
	{ "10:5:", NULL },           { "ten", NULL },
	{ "", NULL },
};
/* clang-format on */

static void test_dates(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
		struct date_time found;
		char iso[DATE_TIME_ISO];
		enum date_reading reading =
			date_time_read(dates[i].text, dates[i].order, &found);

		if (reading != dates[i].reading)
			fail_msg("'%s' gave reading %d", dates[i].text,
				 (int)reading);
		date_time_iso(&found, true, true, iso);
		if (dates[i].iso && strcmp(iso, dates[i].iso))
			fail_msg("'%s' gave %s", dates[i].text, iso);
	}
}

static void test_times(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
		struct date_time found;
		char iso[DATE_TIME_ISO];
		bool is_time = date_time_clock(times[i].text, &found);

		if (is_time != (times[i].iso != NULL))
			fail_msg("'%s' is %sa time", times[i].text,
				 is_time ? "" : "not ");
		date_time_iso(&found, false, true, iso);
		if (times[i].iso && strcmp(iso, times[i].iso))
			fail_msg("'%s' gave %s", times[i].text, iso);
	}
}

static enum date_order learnt(const char *const *texts, size_t n,
			      struct date_evidence *evidence)
{
	*evidence = (struct date_evidence){ 0 };
	for (size_t i = 0; i < n; i++)
		date_time_learn(evidence, texts[i]);
	return date_time_order(evidence);
}

static void test_order(void **state)
{
	static const char *const days[] = { "13/4/2026", "3/4/2026", "x" };
	static const char *const months[] = { "4/13/2026", "3/4/2026" };
	static const char *const dots[] = { "03.04.2026", "4.4.2026" };
	static const char *const both[] = { "13/4/2026", "4/13/2026" };
	static const char *const none[] = { "3/4/2026", "2026-04-13",
					    "4/4/26" };
	struct date_evidence evidence;

	(void)state;
	assert_int_equal(learnt(days, 3, &evidence), DATE_DAY_FIRST);
	assert_int_equal(evidence.n_unclear, 1);
	assert_int_equal(learnt(months, 2, &evidence), DATE_MONTH_FIRST);
	assert_int_equal(learnt(dots, 2, &evidence), DATE_DAY_FIRST);
	assert_int_equal(learnt(both, 2, &evidence), DATE_ORDER_UNKNOWN);
	assert_int_equal(learnt(none, 3, &evidence), DATE_ORDER_UNKNOWN);
	assert_int_equal(evidence.n_unclear, 1);
}

static void test_order_names(void **state)
{
	(void)state;
	assert_int_equal(date_order_of("dmy"), DATE_DAY_FIRST);
	assert_int_equal(date_order_of("mdy"), DATE_MONTH_FIRST);
	assert_int_equal(date_order_of("ymd"), DATE_YEAR_FIRST);
	assert_int_equal(date_order_of("myd"), DATE_ORDER_UNKNOWN);
	assert_string_equal(date_order_name(DATE_MONTH_FIRST), "mdy");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_order_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
