#include "pipeline/core/memory.h"
#include "pipeline/data/csv_reader.h"
#include "pipeline/data/header_rows.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

#define IMPORT_IDS                                                             \
	"\"{\"\"ImportId\"\":\"\"startDate\"\",\"\"timeZone\"\":\"\"Z\"\"}\"," \
	"\"{\"\"ImportId\"\":\"\"endDate\"\"}\","                              \
	"\"{\"\"ImportId\"\":\"\"finished\"\"}\","                             \
	"\"{\"\"ImportId\"\":\"\"QID1\"\"}\"\n"

/* clang-format off */
static const struct {
	const char *what, *text;
	size_t n_rows;
	const char *names, *labels; /* NULL: as the names */
} cases[] = {
	{ "one row", "id,age\n1,34\n2,51\n", 1, "id|age", NULL },
	{ "Qualtrics, three rows",
	  "StartDate,EndDate,Finished,Q1\nStart Date,End Date,Finished,How old?\n"
	  IMPORT_IDS "2021-01-01 10:00:00,2021-01-01 10:05:00,1,34\n", 3,
	  "StartDate|EndDate|Finished|Q1", "Start Date|End Date|Finished|How old?" },
	{ "Qualtrics, two rows, one answer",
	  "StartDate,EndDate,Finished,Q1\nStart Date,End Date,Finished,How old?\n"
	  "2021-01-01 10:00:00,2021-01-01 10:05:00,1,34\n", 2,
	  "StartDate|EndDate|Finished|Q1", "Start Date|End Date|Finished|How old?" },
	{ "Qualtrics without its second row",
	  "StartDate,EndDate,Finished,Q1\n2021-01-01 10:00:00,2021-01-01 10:05:00,1,34\n"
	  "2021-01-01 10:00:00,2021-01-01 10:05:00,1,35\n", 1,
	  "StartDate|EndDate|Finished|Q1", NULL },
	{ "Qualtrics until 2016, records end with a delimiter",
	  "V1,V2,V3,Q1,\nResponseID,ResponseSet,StartDate,How old?,\n"
	  "R_1,Default,2021-01-01 10:00:00,34,\n", 2,
	  "ResponseID|ResponseSet|StartDate|Q1|column_5",
	  "ResponseID|ResponseSet|StartDate|How old?|column_5" },
	{ "SurveyMonkey",
	  "Respondent ID,Collector ID,Do you smoke?,Which sports?,,,Anything else?\n"
	  ",,Response,Running,\"Rowing, \nsailing\",Other (please specify),Open-Ended Response\n"
	  "11,5,Yes,Running,,,no\n12,5,No,,\"Rowing, \nsailing\",chess,\n", 2,
	  "Respondent ID|Collector ID|Do you smoke?|Which sports? [Running]|"
	  "Which sports? [Rowing, \nsailing]|Which sports? [Other (please specify)]|Anything else?",
	  NULL },
	{ "SurveyMonkey in Italian, blank columns at the end",
	  "ID rispondente,Lei fuma?,Quali sport?,,\n,Risposta,Corsa,Vela,\n11,Sì,Corsa,,\n12,No,,Vela,\n",
	  2, "ID rispondente|Lei fuma?|Quali sport? [Corsa]|Quali sport? [Vela]|column_5", NULL },
	{ "an option is called Response",
	  "Respondent ID,First?,What counts?,\n,Response,Speed,Response\n1,Yes,Speed,\n2,No,,Response\n",
	  2, "Respondent ID|First?|What counts? [Speed]|What counts? [Response]", NULL },
	{ "years over groups",
	  "code,2019,,2020,\n,men,women,men,women\na,1,2,3,4\nb,5,6,7,8\nc,5,6,7,8\n", 2,
	  "code|2019 [men]|2019 [women]|2020 [men]|2020 [women]", NULL },
	{ "the same names twice",
	  "id,part,part\nnone,weight,length\n1,5.5,6.25\n2,7.5,8.25\n3,7.5,8.25\n", 2,
	  "id none|part weight|part length", NULL },
	{ "codes of the project above SurveyMonkey's rows",
	  ",Q1_0,Q1_1,Q2\nRespondent ID,Which sports?,,Do you smoke?\n,Running,Rowing,Response\n11,0,,2\n12,,1,1\n",
	  3, "Respondent ID|Q1_0|Q1_1|Q2", "Respondent ID|Which sports? [Running]|Which sports? [Rowing]|Do you smoke?" },
	{ "first records with gaps under names for all",
	  "code,name,kind,x,y\nZ1,Plain,zone,,\nZ2,Hills,zone,,\nT1,Town,place,42.9,12.7\nT2,Ford,place,42.8,12.6\n"
	  "T3,Mill,place,42.7,12.5\n", 1, "code|name|kind|x|y", NULL },
	{ "answers that say Response",
	  "id,says\n1,Response\n2,Response\n", 1, "id|says", NULL },
};
/* clang-format on */

static char *join(const void *ctx, const char *const *texts, size_t n)
{
	char *text = memory_text(ctx, "");

	for (size_t i = 0; i < n; i++)
		text = memory_check(talloc_asprintf_append(
			text, "%s%s", i ? "|" : "", texts[i]));
	return text;
}

static void test_names_and_labels(void **state)
{
	void *ctx = talloc_new(NULL);
	const char *folder = scratch_folder(ctx);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct error error = { 0 };
		struct csv_reader *reader = NULL;
		const struct csv_header *header;

		csv_reader_open(
			ctx, scratch_write(ctx, folder, "a.csv", cases[i].text),
			NULL, &reader, &error);
		assert_string_equal(error.what, "");
		header = csv_reader_header(reader);
		if (header->n_rows != cases[i].n_rows)
			fail_msg("%s: %zu header rows", cases[i].what,
				 header->n_rows);
		assert_string_equal(join(ctx, header->names, header->n),
				    cases[i].names);
		assert_string_equal(
			join(ctx, header_labels(ctx, header), header->n),
			cases[i].labels ? cases[i].labels : cases[i].names);
	}
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names_and_labels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
