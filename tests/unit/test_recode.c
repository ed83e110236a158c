#include "pipeline/core/memory.h"
#include "pipeline/data/recode.h"
#include "tests/support/scratch.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

static const char survey[] = "type,name,minimum,maximum,reversed\n"
			     "select_one level,level,,,\n"
			     "integer,age,16,99,\n"
			     "decimal,hours,,,\n"
			     "integer,turned,1,7,yes\n"
			     "date,day,,,\n"
			     "select_multiple tool,tools,,,\n"
			     "text,other,,,\n"
			     "time,clock,,,\n"
			     "datetime,moment,,,\n";
static const char choices[] =
	"list_name,name,label::en,label::it,missing,value\n"
	"level,low,Not at all,Per niente,,1\n"
	"level,mid,Good,Buono,,3\n"
	"level,high,Very good,Ottimo,,5\n"
	"level,no,No answer,,refused,\n"
	"level,some,1-2 times,,,7\n"
	"tool,phone,Phone,Telefono,,\n"
	"tool,pc,PC; laptop,Computer,,\n"
	"tool,none,None of these,,not_applicable,\n";
enum { LEVEL, AGE, HOURS, TURNED, DAY, TOOLS, OTHER, CLOCK, MOMENT };

static const char *const missing_words[] = { "NA", "n/d", "-99" };
static const struct recode_source plain = { .decimal = '.',
					    .missing = missing_words,
					    .n_missing = 3 };
static const struct recode_source days = { .decimal = '.',
					   .date_order = DATE_DAY_FIRST };
static const struct recode_source comma = { .decimal = ',',
					    .tells_not_shown = true };

struct setting {
	void *ctx;
	const struct codebook *codebook;
};

static int set_up(void **state)
{
	struct setting *setting = talloc_zero(NULL, struct setting);
	struct codebook *codebook = NULL;
	struct error error = { 0 };
	char *folder = scratch_folder(setting);

	scratch_write(setting, folder, "survey.csv", survey);
	scratch_write(setting, folder, "choices.csv", choices);
	if (codebook_load(setting, folder, &codebook, &error) < 0)
		return -1;
	setting->codebook = codebook;
	*state = setting;
	return 0;
}

static int tear_down(void **state)
{
	talloc_free(*state);
	return 0;
}

static struct recoder *recoder_for(void **state, int question,
				   const struct recode_source *source)
{
	struct setting *setting = *state;

	return recoder_new(setting, &setting->codebook->questions[question],
			   source);
}

/* clang-format off */
static const struct {
	const char *raw;
	enum recode_rule rule;
	int choice; /* -1: missing, of the kind that follows */
	enum missing_kind missing;
} choice_cases[] = {
	{ "low", RECODE_SAME, 0, 0 },
	{ " LOW ", RECODE_CODE, 0, 0 },
	{ "Not at all", RECODE_LABEL, 0, 0 },
	{ "per  NIENTE", RECODE_LABEL, 0, 0 },
	{ "Buono", RECODE_LABEL, 1, 0 },
	{ "3", RECODE_NUMBER, 1, 0 },
	{ "3.0", RECODE_NUMBER, 1, 0 },
	{ "3 - Good", RECODE_LABEL, 1, 0 },
	{ "9 - Good", RECODE_LABEL, 1, 0 },
	{ "5 (excellent)", RECODE_NUMBER, 2, 0 },
	{ "5: excellent", RECODE_NUMBER, 2, 0 },
	{ "5 \xE2\x80\x93 excellent", RECODE_NUMBER, 2, 0 },
	{ "5. excellent", RECODE_NUMBER, 2, 0 },
	{ "1-2 times", RECODE_LABEL, 4, 0 },
	{ "1 - 2 years", RECODE_UNMATCHED, -1, MISSING_INVALID },
	{ "5 years", RECODE_UNMATCHED, -1, MISSING_INVALID },
	{ "5-fold", RECODE_UNMATCHED, -1, MISSING_INVALID },
	{ "4", RECODE_UNMATCHED, -1, MISSING_INVALID },
	{ "great", RECODE_UNMATCHED, -1, MISSING_INVALID },
	{ "no", RECODE_MISSING, -1, MISSING_REFUSED },
	{ "No answer", RECODE_MISSING, -1, MISSING_REFUSED },
	{ "na", RECODE_MISSING, -1, MISSING_SKIPPED },
	{ " N/D", RECODE_MISSING, -1, MISSING_SKIPPED },
	{ "", RECODE_MISSING, -1, MISSING_SKIPPED },
	{ "  ", RECODE_MISSING, -1, MISSING_SKIPPED },
	{ NULL, RECODE_MISSING, -1, MISSING_SKIPPED },
};
/* clang-format on */

static void test_choices(void **state)
{
	struct recoder *recoder = recoder_for(state, LEVEL, &plain);

	for (size_t i = 0; i < sizeof choice_cases / sizeof *choice_cases;
	     i++) {
		const char *raw = choice_cases[i].raw;
		struct recode_outcome outcome = recode_value(recoder, raw);
		bool is_right = outcome.rule == choice_cases[i].rule;

		if (choice_cases[i].choice < 0)
			is_right = is_right && outcome.is_missing &&
				   outcome.missing == choice_cases[i].missing;
		else
			is_right =
				is_right && !outcome.is_missing &&
				(int)outcome.choice == choice_cases[i].choice;
		if (!is_right)
			fail_msg("'%s' gave rule %s", raw ? raw : "NULL",
				 recode_rule_name(outcome.rule));
	}
}

static void test_not_shown(void **state)
{
	struct recoder *recoder = recoder_for(state, LEVEL, &comma);

	assert_int_equal(recode_value(recoder, NULL).missing,
			 MISSING_NOT_SHOWN);
	assert_int_equal(recode_value(recoder, "").missing, MISSING_SKIPPED);
	assert_int_equal(
		recode_tick(recoder_for(state, TOOLS, &comma), 0, NULL),
		TICK_NULL);
	assert_int_equal(
		recode_tick(recoder_for(state, TOOLS, &plain), 0, NULL),
		TICK_EMPTY);
}

/* clang-format off */
static const struct {
	int question;
	const struct recode_source *source;
	const char *raw;
	enum recode_rule rule;
	double number; /* NaN: missing */
} number_cases[] = {
	{ AGE, &plain, "34", RECODE_SAME, 34 },
	{ AGE, &plain, " 34", RECODE_NUMBER, 34 },
	{ AGE, &plain, "34.0", RECODE_SAME, 34 },
	{ AGE, &plain, "34.5", RECODE_RANGE, (double)NAN },
	{ AGE, &plain, "15", RECODE_RANGE, (double)NAN },
	{ AGE, &plain, "16", RECODE_SAME, 16 },
	{ AGE, &plain, "99", RECODE_SAME, 99 },
	{ AGE, &plain, "100", RECODE_RANGE, (double)NAN },
	{ AGE, &plain, "-99", RECODE_MISSING, (double)NAN },
	{ AGE, &plain, "forty", RECODE_UNMATCHED, (double)NAN },
	{ AGE, &plain, "40 years", RECODE_UNMATCHED, (double)NAN },
	{ AGE, &plain, "", RECODE_MISSING, (double)NAN },
	{ HOURS, &plain, "1.5", RECODE_SAME, 1.5 },
	{ HOURS, &comma, "1,5", RECODE_NUMBER, 1.5 },
	{ HOURS, &comma, "1.234,5", RECODE_NUMBER, 1234.5 },
	{ TURNED, &plain, "2", RECODE_REVERSED, 6 },
	{ TURNED, &plain, "8", RECODE_RANGE, (double)NAN },
};
/* clang-format on */

static void test_numbers(void **state)
{
	for (size_t i = 0; i < sizeof number_cases / sizeof *number_cases;
	     i++) {
		struct recode_outcome outcome = recode_value(
			recoder_for(state, number_cases[i].question,
				    number_cases[i].source),
			number_cases[i].raw);
		double expected = number_cases[i].number;

		if (outcome.rule != number_cases[i].rule ||
		    outcome.is_missing != isnan(expected) ||
		    (!outcome.is_missing && outcome.number != expected))
			fail_msg("'%s' gave %g by rule %s", number_cases[i].raw,
				 outcome.number,
				 recode_rule_name(outcome.rule));
	}
}

static void test_dates(void **state)
{
	/* clang-format off */
	static const struct {
		const char *raw, *iso; /* NULL: no date */
	} cases[] = {
		{ "2026-11-22", "2026-11-22" },
		{ "2026-11-22 10:05:00", "2026-11-22" },
		{ "2026-11-22T10:05:00Z", "2026-11-22" },
		{ "2026/1/2", "2026-01-02" },
		{ "03/04/2026", "2026-04-03" },
		{ "3.4.26", "2026-04-03" },
		{ "12/02/2026 19.07.17", "2026-02-12" },
		{ "29/02/2024", "2024-02-29" },
		{ "29/02/2025", NULL },
		{ "31/04/2025", NULL },
		{ "2026-13-01", NULL },
		{ "2026-1/2", NULL },
		{ "20261122", "2026-11-22" },
		{ "22 novembre 2026", "2026-11-22" },
		{ "1/2/345", NULL },
		{ "yesterday", NULL },
		{ "2026-11-22x", NULL },
	};
	/* clang-format on */
	struct recoder *recoder = recoder_for(state, DAY, &days);

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct recode_outcome outcome =
			recode_value(recoder, cases[i].raw);

		if (cases[i].iso)
			assert_string_equal(outcome.date, cases[i].iso);
		else if (outcome.rule != RECODE_UNMATCHED)
			fail_msg("'%s' gave %s", cases[i].raw, outcome.date);
	}
}

static void test_month_first_is_learnt(void **state)
{
	static const char *const values[] = { NULL, "7/6/26", "7/27/26" };
	struct recoder *recoder = recoder_for(state, DAY, &plain);

	assert_int_equal(recode_value(recoder, "7/6/26").rule, RECODE_UNCLEAR);
	recoder_learn(recoder, values, 3);
	assert_string_equal(recode_value(recoder, "7/6/26").date, "2026-07-06");
	assert_int_equal(recode_value(recoder, "27/6/26").rule, RECODE_UNCLEAR);
	assert_int_equal(recoder_reading(recoder).dates.n_month_first, 1);
}

static void test_other_files_tell_the_order(void **state)
{
	static const char *const mine[] = { "7/6/26" };
	static const char *const theirs[] = { "7/6/26", "7/27/26" };
	struct recoder *recoder = recoder_for(state, DAY, &plain);
	struct recoder *wider = recoder_for(state, DAY, &plain);

	recoder_learn(recoder, mine, 1);
	recoder_learn(wider, theirs, 2);
	recoder_settle(recoder, wider, NULL);
	assert_string_equal(recode_value(recoder, "7/6/26").date, "2026-07-06");
	recoder = recoder_for(state, DAY, &days);
	recoder_settle(recoder, wider, NULL);
	assert_string_equal(recode_value(recoder, "7/6/26").date, "2026-06-07");
}

static void test_times(void **state)
{
	struct recoder *time = recoder_for(state, CLOCK, &plain);
	struct recoder *both = recoder_for(state, MOMENT, &plain);

	assert_string_equal(recode_value(time, "7:05 pm").date, "19:05:00");
	assert_int_equal(recode_value(time, "2026-11-22").rule,
			 RECODE_UNMATCHED);
	assert_string_equal(recode_value(both, "2026-11-22 7:05 pm").date,
			    "2026-11-22T19:05:00");
	assert_string_equal(recode_value(both, "2026-11-22").date,
			    "2026-11-22");
	assert_int_equal(recode_value(both, "7:05").rule, RECODE_UNMATCHED);
}

/* clang-format off */
static const struct {
	const char *raw;
	enum recode_rule rule;
	double number; /* NaN: missing */
} amount_cases[] = {
	{ "\u20ac 1.234,50", RECODE_NUMBER, 1234.5 },
	{ "1.234", RECODE_NUMBER, 1234 },
	{ "12,5 EUR", RECODE_NUMBER, 12.5 },
	{ "7", RECODE_SAME, 7 },
	{ "12.5", RECODE_UNCLEAR, (double)NAN },
	{ "5 USD", RECODE_UNIT, (double)NAN },
	{ "circa 30", RECODE_VAGUE, (double)NAN },
	{ "20-30", RECODE_VAGUE, (double)NAN },
	{ "much", RECODE_UNMATCHED, (double)NAN },
};
/* clang-format on */

static void test_amounts_are_learnt(void **state)
{
	static const char *const values[] = { "\u20ac 1.234,50", "12,5 EUR",
					      "1.234", "5 USD", NULL };
	struct recoder *recoder = recoder_for(state, HOURS, &plain);

	recoder_learn(recoder, values, 5);
	assert_string_equal(recoder_reading(recoder).unit, "EUR");
	assert_int_equal(recoder_reading(recoder).decimal, ',');
	for (size_t i = 0; i < sizeof amount_cases / sizeof *amount_cases;
	     i++) {
		struct recode_outcome outcome =
			recode_value(recoder, amount_cases[i].raw);
		double expected = amount_cases[i].number;

		if (outcome.rule != amount_cases[i].rule ||
		    outcome.is_missing != isnan(expected) ||
		    (!outcome.is_missing && outcome.number != expected))
			fail_msg("'%s' gave %g by rule %s", amount_cases[i].raw,
				 outcome.number,
				 recode_rule_name(outcome.rule));
	}
}

static void test_ticks(void **state)
{
	/* clang-format off */
	static const struct {
		const char *raw;
		enum recode_tick tick;
	} cases[] = {
		{ "1", TICK_ON }, { "Y", TICK_ON }, { "Sì", TICK_ON },
		{ "phone", TICK_ON }, { "TELEFONO", TICK_ON },
		{ "0", TICK_OFF }, { "No", TICK_OFF }, { "FALSE", TICK_OFF },
		{ "", TICK_EMPTY }, { " ", TICK_EMPTY }, { "NA", TICK_EMPTY },
		{ "2", TICK_UNKNOWN }, { "pc", TICK_UNKNOWN },
	};
	/* clang-format on */
	struct recoder *recoder = recoder_for(state, TOOLS, &plain);

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (recode_tick(recoder, 0, cases[i].raw) != cases[i].tick)
			fail_msg("'%s'", cases[i].raw);
}

static void gather(void *data, const char *text, size_t length, int choice)
{
	char **parts = data;

	if (choice < 0)
		*parts = talloc_asprintf_append(*parts, "<%.*s>", (int)length,
						text);
}

/* clang-format off */
static const struct {
	char separator;
	const char *raw;
	enum recode_rule rule;
	uint32_t ticks;
	const char *unmatched;
} joined_cases[] = {
	{ ';', "phone", RECODE_SAME, 1, "" },
	{ ';', "phone;pc", RECODE_SAME, 3, "" },
	{ ';', "Phone; pc;", RECODE_LABEL, 3, "" },
	{ ';', "PC; laptop;phone", RECODE_LABEL, 3, "" },
	{ ';', "phone;fax", RECODE_UNMATCHED, 1, "<fax>" },
	{ ';', "fax machine ;phones", RECODE_UNMATCHED, 0,
	  "<fax machine><phones>" },
	{ ';', "", RECODE_MISSING, 0, "" },
	{ ';', "NA", RECODE_MISSING, 0, "" },
	{ ';', "None of these", RECODE_MISSING, 4, "" },
	{ ';', "none;phone", RECODE_SAME, 5, "" },
	{ ' ', "pc phone", RECODE_SAME, 3, "" },
	{ ' ', "PC; laptop  Telefono", RECODE_LABEL, 3, "" },
	{ ',', "Computer, TELEFONO", RECODE_LABEL, 3, "" },
	{ '|', "pc|phone|", RECODE_SAME, 3, "" },
};
/* clang-format on */

/* A recoder that has seen cells joined by SEPARATOR. */
static struct recoder *taught(void **state, char separator)
{
	struct recoder *recoder = recoder_for(state, TOOLS, &plain);
	const char seen[] = { 'p', 'c', separator, 'n', 'o', 'n', 'e', '\0' };
	const char *values[] = { seen, NULL };

	recoder_learn(recoder, values, 2);
	return recoder;
}

static void test_joined(void **state)
{
	for (size_t i = 0; i < sizeof joined_cases / sizeof *joined_cases;
	     i++) {
		struct recoder *recoder =
			taught(state, joined_cases[i].separator);
		char *parts = talloc_strdup(recoder, "");
		uint32_t ticks = 99;
		struct recode_outcome outcome = recode_joined(
			recoder, joined_cases[i].raw, &ticks, gather, &parts);

		if (outcome.rule != joined_cases[i].rule ||
		    ticks != joined_cases[i].ticks ||
		    strcmp(parts, joined_cases[i].unmatched))
			fail_msg("'%s' gave ticks %u, rule %s, unmatched %s",
				 joined_cases[i].raw, ticks,
				 recode_rule_name(outcome.rule), parts);
	}
}

static void test_joined_none_is_a_kind_of_missing(void **state)
{
	struct recoder *recoder = recoder_for(state, TOOLS, &plain);
	uint32_t ticks;
	struct recode_outcome outcome =
		recode_joined(recoder, "none", &ticks, NULL, NULL);

	assert_int_equal(recode_words(recoder), 1);
	assert_true(outcome.is_missing);
	assert_int_equal(outcome.missing, MISSING_NOT_APPLICABLE);
}

static void test_text_is_never_taken(void **state)
{
	assert_int_equal(
		recode_value(recoder_for(state, OTHER, &plain), "x").rule,
		RECODE_UNMATCHED);
}

static void test_rules_have_names_and_reasons(void **state)
{
	(void)state;
	for (int rule = 0; rule < RECODE_RULES; rule++) {
		assert_true(*recode_rule_name((enum recode_rule)rule));
		assert_true(*recode_rule_reason((enum recode_rule)rule));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_choices),
		cmocka_unit_test(test_not_shown),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_month_first_is_learnt),
		cmocka_unit_test(test_other_files_tell_the_order),
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_amounts_are_learnt),
		cmocka_unit_test(test_ticks),
		cmocka_unit_test(test_joined),
		cmocka_unit_test(test_joined_none_is_a_kind_of_missing),
		cmocka_unit_test(test_text_is_never_taken),
		cmocka_unit_test(test_rules_have_names_and_reasons),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
