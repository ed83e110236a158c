#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/codebook.h"
#include "pipeline/data/framework.h"
#include "pipeline/run/draft.h"
#include "pipeline/run/project.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

/* A project drafted in a scratch folder from an export of that text. */
struct drafted {
	char *folder; /* of the project */
	struct draft_report *report;
	struct codebook *codebook;
	char *project; /* text of project.yaml */
};

static struct drafted draft(const void *ctx, const char *text)
{
	char *folder = scratch_folder(ctx);
	char *csv = scratch_write(ctx, folder, "data/my answers.csv", text);
	struct drafted drafted = { .folder = file_join(ctx, folder, "p") };
	struct error error = { 0 };

	draft_project(ctx, csv, drafted.folder, &drafted.report, &error);
	assert_string_equal(error.what, "");
	codebook_load(ctx, file_join(ctx, drafted.folder, "codebook"),
		      &drafted.codebook, &error);
	assert_string_equal(error.what, "");
	file_read(ctx, file_join(ctx, drafted.folder, "project.yaml"),
		  &drafted.project, NULL, &error);
	assert_string_equal(error.what, "");
	return drafted;
}

/* HEADING and N records made by REPEAT, one line of cells after another. */
static char *export_of(const void *ctx, const char *heading,
		       const char *const *records, size_t n_records, size_t n)
{
	char *text = memory_format(ctx, "%s\n", heading);

	for (size_t i = 0; i < n; i++)
		text = talloc_asprintf_append(text, "r%zu,%s\n", i,
					      records[i % n_records]);
	return text;
}

static const struct question *asked(const struct drafted *drafted,
				    const char *name)
{
	const struct question *question =
		codebook_question(drafted->codebook, name);

	if (!question)
		fail_msg("there is no question '%s'", name);
	return question;
}

static void test_types(void **state)
{
	static const char heading[] =
		"token,country,age,weight,day,comment,empty,same,level,source";
	static const char *const records[] = {
		"Italy,34,70.5,2026-01-02,I like it,,x,1,a",
		"Austria,51,62.1,2026-02-03,not at all,,x,5,b",
		"Italy,28,80,2026-01-31,\"so, so\",,x,3,a",
		"N/A,N/A,55.5,2026-03-01,,,x,,a",
		"Spain,77,61.2,2026-03-09,N/A,,x,5,b",
	};
	void *ctx = talloc_new(NULL);
	char *text = export_of(ctx, heading, records, 5, 60);
	struct drafted drafted = draft(ctx, text);

	(void)state;
	assert_int_equal(asked(&drafted, "token")->type, QUESTION_NOTE);
	assert_int_equal(asked(&drafted, "empty")->type, QUESTION_NOTE);
	assert_int_equal(asked(&drafted, "same")->type, QUESTION_NOTE);
	assert_int_equal(asked(&drafted, "country")->type, QUESTION_SELECT_ONE);
	assert_int_equal(asked(&drafted, "country")->list->n_choices, 3);
	assert_int_equal(asked(&drafted, "age")->type, QUESTION_INTEGER);
	assert_true(asked(&drafted, "age")->minimum == 28);
	assert_true(asked(&drafted, "age")->maximum == 77);
	assert_int_equal(asked(&drafted, "weight")->type, QUESTION_DECIMAL);
	assert_int_equal(asked(&drafted, "day")->type, QUESTION_DATE);
	assert_int_equal(asked(&drafted, "level")->type, QUESTION_SELECT_ONE);
	assert_string_equal(asked(&drafted, "level")->list->name, "scale_1_5");
	assert_int_equal(asked(&drafted, "level")->list->n_choices, 5);
	/* The name is taken by divario. */
	assert_int_equal(asked(&drafted, "source_2")->type,
			 QUESTION_SELECT_ONE);
	assert_non_null(strstr(drafted.project, "respondent: \"token\""));
	assert_non_null(strstr(drafted.project, "missing: [\"N/A\"]"));
	assert_int_equal(drafted.report->n_rows, 60);
	assert_int_equal(drafted.report->n_skills, 0);
	talloc_free(ctx);
}

/* 99 far behind a scale is an answer that was not given. */
static void test_codes_for_no_answer(void **state)
{
	static const char *const records[] = { "1,5,20", "3,99,99", "5,4,31",
					       "-9,2,77", "2,1,18" };
	void *ctx = talloc_new(NULL);
	struct drafted drafted =
		draft(ctx, export_of(ctx, "token,a,b,age", records, 5, 60));
	const struct choice_list *a = asked(&drafted, "a")->list;
	const struct choice_list *b = asked(&drafted, "b")->list;

	(void)state;
	assert_int_equal(a->n_choices, 6);
	assert_string_equal(a->name, "scale_1_5");
	assert_string_equal(a->choices[5].name, "-9");
	assert_true(a->choices[5].is_missing);
	assert_false(a->choices[0].is_missing);
	assert_string_equal(b->choices[b->n_choices - 1].name, "99");
	assert_true(b->choices[b->n_choices - 1].is_missing);
	assert_int_equal(asked(&drafted, "age")->type, QUESTION_INTEGER);
	assert_true(asked(&drafted, "age")->maximum == 99);
	talloc_free(ctx);
}

/* The file may stand beside a folder whose name begins like its own. */
static void test_folder_named_like_the_file(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = scratch_folder(ctx), *project;
	char *csv = scratch_write(ctx, folder, "wave.csv", "q\n1\n2\n1\n2\n");
	struct draft_report *report;
	struct error error = { 0 };

	(void)state;
	draft_project(ctx, csv, file_join(ctx, folder, "wave"), &report,
		      &error);
	assert_string_equal(error.what, "");
	file_read(ctx, file_join(ctx, folder, "wave/project.yaml"), &project,
		  NULL, &error);
	assert_non_null(strstr(project, "files: \"../wave.csv\""));
	talloc_free(ctx);
}

static void test_free_text(void **state)
{
	void *ctx = talloc_new(NULL);
	char *text = memory_text(ctx, "q,comment\n");
	struct drafted drafted;

	(void)state;
	for (int i = 0; i < 40; i++)
		text = talloc_asprintf_append(
			text, "a,\"remark no %d, in words\"\n", i);
	drafted = draft(ctx, text);
	assert_int_equal(asked(&drafted, "comment")->type, QUESTION_TEXT);
	talloc_free(ctx);
}

static void test_lists_are_shared_and_ordered(void **state)
{
	static const char *const records[] = {
		"Agree,Strongly agree,Yes,C1",
		"Don't know (N/A),Agree,No,C2",
		"Disagree,Agree,No,C2",
		"Strongly agree,Disagree,No,C1",
		"Strongly disagree,Agree,Yes,C2",
	};
	void *ctx = talloc_new(NULL);
	char *text = export_of(ctx, "id,one,two,three,four", records, 5, 50);
	struct drafted drafted = draft(ctx, text);
	const struct choice_list *list = asked(&drafted, "one")->list;

	(void)state;
	assert_ptr_equal(list, asked(&drafted, "two")->list);
	assert_ptr_not_equal(list, asked(&drafted, "three")->list);
	assert_int_equal(list->n_choices, 5);
	assert_string_equal(list->choices[4].name, "don_t_know_n_a");
	assert_string_equal(list->choices[0].name, "strongly_disagree");
	assert_string_equal(list->choices[1].name, "disagree");
	assert_string_equal(list->choices[2].name, "agree");
	assert_string_equal(list->choices[3].labels[0].text, "Strongly agree");
	talloc_free(ctx);
}

static void test_several_answers(void **state)
{
	static const char heading[] = "id,langs,tools/phone,tools/pc,"
				      "Q1[SQ1],Q1[SQ2]";
	static const char *const records[] = {
		"C;C++,1,0,Y,", "C++;C#;C,0,0,,Y", "C#,1,1,Y,Y",
		",0,1,,",       "C;C#,1,1,,Y",
	};
	void *ctx = talloc_new(NULL);
	char *text = export_of(ctx, heading, records, 5, 50);
	struct drafted drafted = draft(ctx, text);
	const struct question *question = asked(&drafted, "langs");

	(void)state;
	assert_int_equal(question->type, QUESTION_SELECT_MULTIPLE);
	assert_int_equal(question->list->n_choices, 3);
	assert_string_equal(question->list->choices[1].name, "c_sharp");
	assert_string_equal(question->list->choices[2].name, "c_plus_plus");
	question = asked(&drafted, "tools");
	assert_int_equal(question->type, QUESTION_SELECT_MULTIPLE);
	assert_string_equal(question->list->choices[1].name, "pc");
	question = asked(&drafted, "Q1");
	assert_int_equal(question->type, QUESTION_SELECT_MULTIPLE);
	assert_string_equal(question->list->choices[1].name, "SQ2");
	talloc_free(ctx);
}

static void test_headings_that_need_a_rename(void **state)
{
	static const char *const records[] = { "a,b,a,1", "b,a,b,2" };
	void *ctx = talloc_new(NULL);
	char *text = export_of(ctx, "id,x,x,How are you?,Età", records, 2, 30);
	struct drafted drafted = draft(ctx, text);

	(void)state;
	asked(&drafted, "x");
	asked(&drafted, "how_are_you");
	assert_non_null(strstr(drafted.project, "\"x#2\": x_2"));
	assert_null(strstr(drafted.project, "How are you"));
	talloc_free(ctx);
}

static void test_pairs(void **state)
{
	/* clang-format off */
	static const struct {
		const char *heading, *current, *required, *future;
		size_t n_skills;
	} cases[] = {
		{ "id,cur_team,req_team,cur_data,req_data",
		  "cur_{skill}", "req_{skill}", NULL, 2 },
		{ "id,cur_team,req_team,fut_team,other",
		  "cur_{skill}", "req_{skill}", "fut_{skill}", 1 },
		{ "id,team_now,team_needed,data_now,data_needed",
		  "{skill}_now", "{skill}_needed", NULL, 2 },
		{ "id,teamCurrent,teamRequired,x,y",
		  "{skill}Current", "{skill}Required", NULL, 1 },
		{ "id,Team (attuale),Team (richiesto),Dati (attuale),Dati (richiesto)",
		  "{skill}_attuale", "{skill}_richiesto", NULL, 2 },
		{ "id,current,a,b,required", NULL, NULL, NULL, 0 },
		{ "id,C1,R1,C2,R2", NULL, NULL, NULL, 0 },
	};
	/* clang-format on */
	static const char *const records[] = { "1,5,2,4", "2,4,3,5", "5,1,1,1",
					       "3,3,5,3", "4,2,4,2" };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		void *ctx = talloc_new(NULL);
		struct drafted drafted = draft(
			ctx, export_of(ctx, cases[i].heading, records, 5, 30));

		if (drafted.report->n_skills != cases[i].n_skills)
			fail_msg("'%s' gave %zu skills", cases[i].heading,
				 drafted.report->n_skills);
		if (cases[i].current)
			assert_non_null(
				strstr(drafted.project, cases[i].current));
		if (cases[i].required)
			assert_non_null(
				strstr(drafted.project, cases[i].required));
		if (cases[i].future)
			assert_non_null(
				strstr(drafted.project, cases[i].future));
		else
			assert_null(strstr(drafted.project, "future:"));
		assert_int_equal(strstr(drafted.project, "skill-gap") != NULL,
				 cases[i].n_skills > 0);
		talloc_free(ctx);
	}
}

static void test_pairs_of_several_answers(void **state)
{
	static const char *const records[] = { "a;b,b;c", "b,a;c", "a;c,b",
					       "c,a;b;c" };
	void *ctx = talloc_new(NULL);
	struct drafted drafted = draft(ctx, export_of(ctx,
						      "id,LanguageWorkedWith,"
						      "LanguageDesireNextYear",
						      records, 4, 40));
	struct framework *framework;
	struct error error = { 0 };

	(void)state;
	assert_non_null(strstr(drafted.project, "LanguageWorkedWith.{skill}"));
	assert_non_null(
		strstr(drafted.project, "LanguageDesireNextYear.{skill}"));
	assert_int_equal(
		framework_load(ctx,
			       file_join(ctx, drafted.folder, "framework.csv"),
			       &framework, &error),
		0);
	assert_int_equal(framework->n_skills, 3);
	talloc_free(ctx);
}

static void test_second_heading_row(void **state)
{
	void *ctx = talloc_new(NULL);
	char *text = memory_text(ctx, "a,b,,,c\nA text,B text,First film,"
				      "Second film,C text\n");
	struct drafted drafted;

	(void)state;
	for (int i = 0; i < 40; i++)
		text = talloc_strdup_append(text, i % 2 ? "y,n,y,y,n\n"
							: "n,y,n,n,y\n");
	drafted = draft(ctx, text);
	assert_string_equal(asked(&drafted, "column_3")->labels[0].text,
			    "First film");
	assert_int_equal(asked(&drafted, "a")->list->n_choices, 2);
	talloc_free(ctx);
}

static void test_italian_is_recognised(void **state)
{
	static const char *const records[] = { "Sì,poco", "No,molto" };
	void *ctx = talloc_new(NULL);
	struct drafted drafted = draft(
		ctx, export_of(ctx,
			       "id,Quale è il suo ruolo nel servizio?,"
			       "Che cosa pensa della formazione per tutti",
			       records, 2, 30));

	(void)state;
	assert_string_equal(drafted.codebook->default_language, "it");
	assert_non_null(strstr(drafted.project, "languages: [it]"));
	talloc_free(ctx);
}

static void test_the_project_is_accepted(void **state)
{
	static const char *const records[] = { "1,5,2", "2,4,3", "5,1,1" };
	void *ctx = talloc_new(NULL);
	struct drafted drafted =
		draft(ctx, export_of(ctx, "id,cur_a: \"x\",req_a,fut_a",
				     records, 3, 30));
	struct file_list files;
	struct project *project;
	struct error error = { 0 };

	(void)state;
	setenv("DIVARIO_CONFIG", "config", 1);
	project_load(ctx, drafted.folder, &project, &error);
	assert_string_equal(error.what, "");
	assert_int_equal(project->n_sources, 1);
	assert_int_equal(file_glob(ctx, project->folder,
				   project->sources[0].patterns[0], &files,
				   &error),
			 0);
	assert_int_equal(files.n, 1);
	talloc_free(ctx);
}

static void check_fault(const void *ctx, const char *csv, const char *folder,
			enum error_code code, const char *what)
{
	struct draft_report *report;
	struct error error = { 0 };

	assert_int_equal(draft_project(ctx, csv, folder, &report, &error), -1);
	assert_int_equal(error.code, code);
	assert_non_null(strstr(error.what, what));
}

static void test_faults(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = scratch_folder(ctx);
	char *project = file_join(ctx, folder, "p");
	char *good = scratch_write(ctx, folder, "good.csv", "a,b\n1,2\n");
	char *heads = scratch_write(ctx, folder, "heads.csv", "a,b\n");

	(void)state;
	check_fault(ctx, heads, project, ERROR_DATA, "the file has no answers");
	assert_false(file_exists(project));
	check_fault(ctx, file_join(ctx, folder, "absent.csv"), project,
		    ERROR_FAILED, "");
	assert_false(file_exists(project));
	scratch_write(ctx, folder, "p/project.yaml", "mine");
	check_fault(ctx, good, project, ERROR_USAGE,
		    "the folder holds a project already");
	talloc_free(ctx);
}

static bool was_told(const struct drafted *drafted, const char *text)
{
	for (size_t i = 0; i < drafted->report->n_guesses; i++)
		if (strstr(drafted->report->guesses[i], text))
			return true;
	return false;
}

static void test_dates_and_amounts(void **state)
{
	static const char *const records[] = {
		"13/02/2026,3/4/2026,2026-03-01 10:05,10:05,\"200,50 EUR\",0,12345",
		"1 marzo 2026,5/4/2026,2026-03-02 11:05,9:30,\"30,5\",35,23456",
		"2026-04-01,3/5/2026,2026-03-01 12:05,22:15,\u20ac 7,50,34567",
		"28/02/26,1/1/2026,2026-03-04 9:05,8:00,\"7,25\",100,45678",
		"3/2/26,1/2/2026,2026-03-05 9:05,8:01,\"9,5\",95,45679",
		"4/2/26,1/3/2026,2026-03-06 9:05,8:02,\"9,1\",71,45680",
		"5/2/26,1/4/2026,2026-03-07 9:05,8:03,\"9,2\",22,45681",
		"6/2/26,1/5/2026,2026-03-08 9:05,8:04,\"9,3\",13,45682",
		"7/2/26,1/6/2026,2026-03-09 9:05,8:05,\"9,4\",64,45683",
		"8/2/26,1/7/2026,2026-03-10 9:05,8:06,\"9,6\",86,45684",
		"9/2/26,1/8/2026,2026-03-11 9:05,8:07,\"9,7\",57,45685",
	};
	void *ctx = talloc_new(NULL);
	struct drafted drafted = draft(
		ctx, export_of(ctx, "id,born,met,sent,lunch,cost,mood,code",
			       records, 11, 33));

	(void)state;
	assert_int_equal(asked(&drafted, "born")->type, QUESTION_DATE);
	assert_int_equal(asked(&drafted, "met")->type, QUESTION_DATE);
	assert_int_equal(asked(&drafted, "sent")->type, QUESTION_DATETIME);
	assert_int_equal(asked(&drafted, "lunch")->type, QUESTION_TIME);
	assert_int_equal(asked(&drafted, "cost")->type, QUESTION_DECIMAL);
	assert_int_equal(asked(&drafted, "mood")->type, QUESTION_INTEGER);
	assert_true(asked(&drafted, "mood")->maximum == 100);
	assert_int_equal(asked(&drafted, "code")->type, QUESTION_INTEGER);
	assert_true(was_told(&drafted, "'cost' is read as numbers in EUR"));
	assert_true(was_told(&drafted, "nothing in 'met' tells day and month"));
	assert_false(was_told(&drafted, "nothing in 'born'"));
	talloc_free(ctx);
}

static void test_rankings(void **state)
{
	static const char *const records[] = { "1,2,3,4,4,5", "2,1,3,5,4,5",
					       "3,1,2,4,5,5", "1,,2,5,5,4" };
	void *ctx = talloc_new(NULL);
	struct drafted drafted =
		draft(ctx, export_of(ctx,
				     "id,goal[Pay],goal[Time],goal[Peace],"
				     "rate[Pay],rate[Time],rate[Peace]",
				     records, 4, 40));

	(void)state;
	assert_int_equal(asked(&drafted, "goal")->type, QUESTION_RANK);
	assert_int_equal(asked(&drafted, "goal")->list->n_choices, 3);
	assert_int_equal(asked(&drafted, "rate_Pay")->type,
			 QUESTION_SELECT_ONE);
	assert_ptr_equal(asked(&drafted, "rate_Pay")->list,
			 asked(&drafted, "rate_Peace")->list);
	talloc_free(ctx);
}

/* A column for each choice, whose heading does not say so. */
static const struct {
	const char *what, *heading, *records[4];
	const char *question; /* "name: choice choice ..." */
	const char *rename;   /* a line of project.yaml, or NULL */
} families[] = {
	{ "a spreadsheet's names",
	  "id,Field,Column2,Column3,age",
	  { "Law,,,31", ",Arts,,42", "Law,Arts,Physics,53", ",,,64" },
	  "Field: Law Arts Physics",
	  "\"Column2\": \"Field[Arts]\"" },
	{ "REDCap's labels",
	  "id,Tools (choice=PC),Tools (choice=Tablet),age",
	  { "Checked,Unchecked,31", "Unchecked,Checked,42",
	    "Checked,Checked,53", "Unchecked,Unchecked,64" },
	  "Tools: PC Tablet",
	  NULL },
	{ "LimeSurvey, one code for all",
	  "id,tool[multi]. Which? [A PC],tool[multi]. Which? [A tablet],age",
	  { "Yes,No,31", "No,Yes,42", "Yes,Yes,53", "No,No,64" },
	  "tool: a_pc a_tablet",
	  "\"tool[multi]. Which? [A tablet]\": \"tool[a_tablet]\"" },
	{ "places",
	  "id,top[1],top[2],top[3],age",
	  { "Pay,Time,Peace,31", "Time,Pay,Peace,42", "Pay,Peace,,53",
	    "Peace,,,64" },
	  "top: pay time peace",
	  NULL },
	{ "columns of their own, each with other answers",
	  "id,Field,Column2,age",
	  { "Law,a,31", ",b,42", "Law,a,53", ",b,64" },
	  "Column2: a b",
	  NULL },
};

static char *show_list(const void *ctx, const struct question *question)
{
	char *text = memory_format(ctx, "%s:", question->name);

	for (size_t i = 0; i < question->list->n_choices; i++)
		text = talloc_asprintf_append(text, " %s",
					      question->list->choices[i].name);
	return text;
}

static void test_families(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
		void *ctx = talloc_new(NULL);
		struct drafted drafted =
			draft(ctx, export_of(ctx, families[i].heading,
					     families[i].records, 4, 40));
		const char *name =
			memory_text_n(ctx, families[i].question,
				      strcspn(families[i].question, ":"));

		assert_string_equal(show_list(ctx, asked(&drafted, name)),
				    families[i].question);
		if (families[i].rename)
			assert_non_null(
				strstr(drafted.project, families[i].rename));
		else
			assert_null(strstr(drafted.project, "rename"));
		talloc_free(ctx);
	}
}

/* Choices hold commas, and some people wrote in something else. */
static void test_written_in(void **state)
{
	static const char *const records[] = {
		"\"Books, or journals, Blogs\"",
		"\"Books, or journals\"",
		"\"Blogs, Talks\"",
		"\"Books, or journals, Talks\"",
		"Blogs",
		"\"Talks, My mother\"",
		"\"Blogs, a friend\"",
	};
	void *ctx = talloc_new(NULL);
	char *text = memory_text(ctx, "id,from\n");
	struct drafted drafted;

	(void)state;
	for (int i = 0; i < 140; i++)
		text = talloc_asprintf_append(text, "%d,%s\n", i,
					      records[i % 7]);
	for (int i = 0; i < 20; i++)
		text = talloc_asprintf_append(text, "%d,\"Talks, book %d\"\n",
					      i, i);
	drafted = draft(ctx, text);
	assert_int_equal(asked(&drafted, "from")->type,
			 QUESTION_SELECT_MULTIPLE);
	assert_true(asked(&drafted, "from")->takes_other);
	assert_string_equal(show_list(ctx, asked(&drafted, "from")),
			    "from: blogs books_or_journals my_mother talks "
			    "a_friend other");
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dates_and_amounts),
		cmocka_unit_test(test_rankings),
		cmocka_unit_test(test_families),
		cmocka_unit_test(test_written_in),
		cmocka_unit_test(test_types),
		cmocka_unit_test(test_codes_for_no_answer),
		cmocka_unit_test(test_folder_named_like_the_file),
		cmocka_unit_test(test_free_text),
		cmocka_unit_test(test_lists_are_shared_and_ordered),
		cmocka_unit_test(test_several_answers),
		cmocka_unit_test(test_headings_that_need_a_rename),
		cmocka_unit_test(test_pairs),
		cmocka_unit_test(test_pairs_of_several_answers),
		cmocka_unit_test(test_second_heading_row),
		cmocka_unit_test(test_italian_is_recognised),
		cmocka_unit_test(test_the_project_is_accepted),
		cmocka_unit_test(test_faults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
