#include "pipeline/core/memory.h"
#include "pipeline/data/csv_reader.h"
#include "pipeline/data/platform.h"
#include "tests/support/platform_samples.h"
#include "tests/support/scratch.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

/* A file opened, and what it is taken for. */
struct looked {
	const struct csv_header *header;
	struct platform_verdict verdict;
};

static struct looked look(const void *ctx, const char *text)
{
	const char *path =
		scratch_write(ctx, scratch_folder(ctx), "a.csv", text);
	const struct csv_record *record = NULL;
	struct csv_reader *reader = NULL;
	struct error error = { 0 };
	struct looked looked;

	csv_reader_open(ctx, path, NULL, &reader, &error);
	assert_string_equal(error.what, "");
	assert_int_equal(csv_reader_next(reader, &record, &error), 1);
	looked.header = csv_reader_header(reader);
	looked.verdict = platform_recognise(ctx, looked.header, record);
	return looked;
}

static char *list_paradata(const void *ctx, const struct looked *looked)
{
	const struct csv_header *header = looked->header;
	const struct paradata *found = paradata_find(
		ctx, looked->verdict.platform, header->names, header->n);
	char *list = memory_text(ctx, "");

	for (size_t i = 0; i < header->n; i++)
		if (found[i].role)
			list = memory_check(talloc_asprintf_append(
				list, "%s%s=%s", *list ? ", " : "",
				header->names[i],
				found[i].name ? found[i].name : "-"));
	return list;
}

static void test_samples(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_platform_samples; i++) {
		const struct platform_sample *sample = &platform_samples[i];
		void *ctx = talloc_new(NULL);
		struct looked looked = look(ctx, sample->text);
		const struct platform *platform = looked.verdict.platform;
		const char *name = platform ? platform_name(platform) : "";
		char *list = list_paradata(ctx, &looked);

		if (strcmp(name, sample->platform ? sample->platform : ""))
			fail_msg("%s: taken for '%s'", sample->what, name);
		if (strcmp(list, sample->paradata))
			fail_msg("%s: %s", sample->what, list);
		assert_ptr_equal(platform_named(sample->platform), platform);
		talloc_free(ctx);
	}
}

static void test_evidence(void **state)
{
	static const struct {
		const char *text, *said;
	} cases[] = {
		{ "id,submitdate,lastpage,q\n1,2021-01-01 10:00:00,2,x\n",
		  "; LimeSurvey, told by columns submitdate, lastpage" },
		{ "Timestamp,q\n2021/03/05 10:22:33 AM CET,x\n",
		  "; Google Forms, told by column Timestamp; moments in the "
		  "first column" },
		{ "RespondentID,a,b,\n,Response,c,d\n1,x,c,d\n",
		  "; SurveyMonkey, told by column RespondentID; 'Response' in "
		  "the last header" },
		{ "_id,_uuid,_status,_notes,_tags,__version__,q\n"
		  "1,2,,,,v,x\n",
		  "; KoboToolbox, told by columns _id, _uuid, _status, _notes "
		  "..." },
		/* one sign is none */
		{ "id,submitdate,q\n1,2021-01-01 10:00:00,x\n", "" },
		{ "Timestamp,q\nno moment,x\n", "" },
		/* as much for one as for another */
		{ "collectorid,distributionchannel,q\n1,2,3\n", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		void *ctx = talloc_new(NULL);
		struct looked looked = look(ctx, cases[i].text);

		assert_string_equal(platform_say(ctx, &looked.verdict),
				    cases[i].said);
		talloc_free(ctx);
	}
	assert_null(platform_named("Paper"));
	assert_null(platform_named(NULL));
}

static void test_trials(void **state)
{
	static const struct {
		const char *platform;
		enum paradata_role role;
		const char *text;
		bool is_test;
	} cases[] = {
		{ "Qualtrics", PARADATA_STATUS, "0", false },
		{ "Qualtrics", PARADATA_STATUS, "1", true },
		{ "Qualtrics", PARADATA_STATUS, "2", true },
		{ "Qualtrics", PARADATA_STATUS, "8", false },
		{ "Qualtrics", PARADATA_STATUS, "9", true },
		{ "Qualtrics", PARADATA_STATUS, "17", true },
		{ "Qualtrics", PARADATA_STATUS, "40", false },
		{ "Qualtrics", PARADATA_STATUS, "Survey Preview", true },
		{ "Qualtrics", PARADATA_STATUS, "Anteprima sondaggio", true },
		{ "Qualtrics", PARADATA_STATUS, "IP Address", false },
		{ "Qualtrics", PARADATA_CHANNEL, "preview", true },
		{ "Qualtrics", PARADATA_CHANNEL, "test", true },
		{ "Qualtrics", PARADATA_CHANNEL, "anonymous", false },
		{ "Qualtrics", PARADATA_CHANNEL, "", false },
		{ "Qualtrics", PARADATA_CHANNEL, NULL, false },
		{ "SurveyMonkey", PARADATA_CHANNEL, "1", false },
		{ NULL, PARADATA_STATUS, "1", false },
		{ NULL, PARADATA_TOKEN, "preview", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (paradata_is_test(platform_named(cases[i].platform),
				     cases[i].role,
				     cases[i].text) != cases[i].is_test)
			fail_msg("%s", cases[i].text);
}

static void test_unfinished(void **state)
{
	static const struct {
		enum paradata_role role;
		const char *text;
		bool is_unfinished;
	} cases[] = {
		{ PARADATA_FINISHED, "0", true },
		{ PARADATA_FINISHED, "1", false },
		{ PARADATA_FINISHED, "2", false },
		{ PARADATA_FINISHED, "FALSE", true },
		{ PARADATA_FINISHED, "Falso", true },
		{ PARADATA_FINISHED, "True", false },
		{ PARADATA_FINISHED, "Partial", true },
		{ PARADATA_FINISHED, "Complete", false },
		{ PARADATA_FINISHED, "", false },
		{ PARADATA_FINISHED, NULL, false },
		{ PARADATA_PROGRESS, "99", true },
		{ PARADATA_PROGRESS, "100", false },
		{ PARADATA_PROGRESS, "most", false },
		{ PARADATA_SUBMIT, "", true },
		{ PARADATA_SUBMIT, NULL, true },
		{ PARADATA_SUBMIT, "[not completed]", true },
		{ PARADATA_SUBMIT, "1980-01-01 00:00:00", false },
		{ PARADATA_TOKEN, "0", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (paradata_is_unfinished(cases[i].role, cases[i].text) !=
		    cases[i].is_unfinished)
			fail_msg("%d '%s'", (int)cases[i].role, cases[i].text);
}

static void expect(const char *text, double found, double wanted)
{
	if (isnan(found) != isnan(wanted) || fabs(found - wanted) > 1e-9)
		fail_msg("%s: %.3f, not %.3f", text, found, wanted);
}

static void test_moments(void **state)
{
	static const struct {
		const char *text;
		double seconds;
	} cases[] = {
		{ "1970-01-01 00:00:10", 10 },
		{ "1970-01-02T00:00:00.500Z", 86400 },
		{ "2021-10-21T02:29:00.000+02:00", 1634776140 },
		{ "2021-10-21T02:29:00+0200", 1634776140 },
		{ "12/02/2026 19.07.17", 1770923237 },
		{ "2022/11/30 10:39:41 PM GMT+1", 1669844381 },
		{ "30.11.2022 12:00:05 AM", 1669766405 },
		{ "2024-02-29 23:59", 1709251140 },
		{ "7/27/26 19:06:23", 1785179183 },
		{ "2021/03/05 10:22:33 AM CET", 1614939753 },
		{ "2021/03/05 10:22:33 p. m. GMT+1", 1614979353 },
		{ "venerdì 5 marzo 2021, 10:22", 1614939720 },
		{ "5 marzo 2021 alle ore 10.22.33", 1614939753 },
		{ "05/03/21, 10:22:33 (UTC+01:00)", 1614936153 },
		{ "44260.5", 1614945600 },
		{ "2021-10-21", (double)NAN },
		{ "44260", (double)NAN },
		{ "2021-10-21 25:00", (double)NAN },
		{ "soon", (double)NAN },
		{ "", (double)NAN },
	};
	static const char *const italian[] = { "3/4/2021 10:05",
					       "14/3/2021 10:05", "4.3.2021" };
	static const char *const american[] = { NULL, "3/4/2021", "3/14/2021",
						"soon" };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		expect(cases[i].text, paradata_moment(cases[i].text, false),
		       cases[i].seconds);
	expect("4 March", paradata_moment("3/4/2021 00:00:00", true),
	       1614816000);
	assert_true(paradata_is_month_first(american, 4));
	assert_false(paradata_is_month_first(american, 2));
	assert_false(paradata_is_month_first(italian, 3));
}

static void test_seconds(void **state)
{
	static const struct {
		const char *text;
		double seconds;
	} cases[] = {
		{ "75", 75 },
		{ "75.25", 75.25 },
		{ "1:15", 75 },
		{ "1:00:15", 3615 },
		{ "1:2:3:4", (double)NAN },
		{ "", (double)NAN },
		{ "long", (double)NAN },
		{ "1:", (double)NAN },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		expect(cases[i].text, paradata_seconds(cases[i].text),
		       cases[i].seconds);
}

static void test_said(void **state)
{
	void *ctx = talloc_new(NULL);
	struct looked looked = look(ctx, "id,submitdate,lastpage,q\n"
					 "1,2021-01-01 10:00:00,2,x\n");
	const struct csv_header *header = looked.header;
	struct platform_verdict verdict;

	(void)state;
	assert_string_equal(platform_name(looked.verdict.platform),
			    "LimeSurvey");
	verdict = platform_settle(ctx, NULL, header, NULL);
	assert_ptr_equal(verdict.platform, looked.verdict.platform);
	verdict = platform_settle(ctx, "Qualtrics", header, NULL);
	assert_string_equal(platform_say(ctx, &verdict),
			    "; Qualtrics, told by the project");
	verdict = platform_settle(ctx, "none", header, NULL);
	assert_null(verdict.platform);
	assert_string_equal(platform_say(ctx, &verdict), "");
	talloc_free(ctx);
}

static void test_names(void **state)
{
	void *ctx = talloc_new(NULL);
	const char **names = platform_names(ctx);
	size_t n = 0;

	(void)state;
	for (; names[n]; n++)
		assert_true(platform_can_say(names[n]));
	assert_int_equal(n, 11);
	assert_true(platform_can_say("none"));
	assert_false(platform_can_say("qualtrics"));
	assert_false(platform_can_say(""));
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_samples),
		cmocka_unit_test(test_evidence),
		cmocka_unit_test(test_trials),
		cmocka_unit_test(test_unfinished),
		cmocka_unit_test(test_moments),
		cmocka_unit_test(test_seconds),
		cmocka_unit_test(test_said),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
