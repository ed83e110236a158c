#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/codebook.h"
#include "pipeline/data/recode.h"
#include "pipeline/data/spss.h"
#include "pipeline/data/tabular.h"
#include "pipeline/run/source_codebook.h"
#include "tests/support/scratch.h"

#include <fcntl.h>
#include <readstat.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static ssize_t write_bytes(const void *data, size_t length, void *file)
{
	return write(*(int *)file, data, length);
}

static readstat_label_set_t *add_labels(readstat_writer_t *writer,
					const char *name,
					const char *const *labels,
					const double *values)
{
	readstat_label_set_t *set =
		readstat_add_label_set(writer, READSTAT_TYPE_DOUBLE, name);

	for (size_t i = 0; labels[i]; i++)
		readstat_label_double_value(set, values[i], labels[i]);
	return set;
}

static readstat_variable_t *add_variable(readstat_writer_t *writer,
					 const char *name, const char *format,
					 readstat_label_set_t *labels)
{
	readstat_variable_t *variable =
		readstat_add_variable(writer, name, READSTAT_TYPE_DOUBLE, 0);

	readstat_variable_set_format(variable, format);
	if (labels)
		readstat_variable_set_label_set(variable, labels);
	return variable;
}

/* A scale with named ends, twice; a choice; an age with codes; a day; a text.
 */
static void define(readstat_writer_t *writer)
{
	static const char *const ends[] = { "Not at all", "Very well",
					    "Don't know", NULL };
	static const double end_values[] = { 1, 5, 9 };
	static const char *const sexes[] = { "Man", "Woman", NULL };
	static const double sex_values[] = { 1, 2 };
	static const char *const codes[] = { "Refused to say", NULL };
	static const double code_values[] = { 998 };
	readstat_label_set_t *scale =
		add_labels(writer, "scale", ends, end_values);
	readstat_variable_t *variable;

	for (int i = 0; i < 2; i++) {
		variable = add_variable(writer, i ? "skill_b" : "skill_a",
					"F8.0", scale);
		readstat_variable_add_missing_double_value(variable, 9);
		readstat_variable_set_label(variable,
					    i ? "Skill B" : "Skill A");
	}
	add_variable(writer, "sex", "F1.0",
		     add_labels(writer, "sexes", sexes, sex_values));
	variable =
		add_variable(writer, "age", "F3.0",
			     add_labels(writer, "codes", codes, code_values));
	readstat_variable_add_missing_double_range(variable, 900, 999);
	add_variable(writer, "day", "DATE11", NULL);
	readstat_add_variable(writer, "remark", READSTAT_TYPE_STRING, 40);
}

/* Without cases, with the variables that are defined in WRITER, which goes. */
static char *write_file(const void *ctx, readstat_writer_t *writer)
{
	char *path = memory_format(ctx, "%s/c.sav", scratch_folder(ctx));
	int file = open(path, O_CREAT | O_WRONLY, 0644);

	readstat_set_data_writer(writer, write_bytes);
	assert_int_equal(readstat_begin_writing_sav(writer, &file, 0),
			 READSTAT_OK);
	assert_int_equal(readstat_end_writing(writer), READSTAT_OK);
	readstat_writer_free(writer);
	close(file);
	return path;
}

static char *make_file(const void *ctx)
{
	readstat_writer_t *writer = readstat_writer_init();

	define(writer);
	return write_file(ctx, writer);
}

/* One variable, "town", of which 1 and 2 mean FIRST and SECOND. */
static char *make_towns(const void *ctx, const char *first, const char *second)
{
	const char *const labels[] = { first, second, NULL };
	static const double values[] = { 1, 2 };
	readstat_writer_t *writer = readstat_writer_init();

	add_variable(writer, "town", "F1.0",
		     add_labels(writer, "towns", labels, values));
	return write_file(ctx, writer);
}

/* "select_one skill_a(skill_a): 1=Not at all 2 ..." and the kinds of missing.
 */
static char *show(const void *ctx, const struct question *question)
{
	char *text =
		memory_format(ctx, "%s %s", question_type_name(question->type),
			      question->name);

	if (question->list)
		text = talloc_asprintf_append(text,
					      " (%s):", question->list->name);
	for (size_t i = 0; question->list && i < question->list->n_choices;
	     i++) {
		const struct choice *choice = &question->list->choices[i];

		text = talloc_asprintf_append(text, " %s=%s%s", choice->name,
					      translation_get(choice->labels,
							      choice->n_labels,
							      "", choice->name),
					      choice->is_missing ? "!" : "");
	}
	return text;
}

static void test_questions(void **state)
{
	static const char *const shown[] = {
		"select_one skill_a (skill_a): 1=Not at all 2=2 3=3 4=4 "
		"5=Very well 9=Don't know!",
		"select_one skill_b (skill_a): 1=Not at all 2=2 3=3 4=4 "
		"5=Very well 9=Don't know!",
		"select_one sex (sex): 1=Man 2=Woman",
		"decimal age",
		"date day",
		"text remark",
	};
	void *ctx = talloc_new(NULL);
	struct codebook *codebook = NULL;
	struct error error = { 0 };

	(void)state;
	codebook_load(ctx, make_file(ctx), &codebook, &error);
	assert_string_equal(error.what, "");
	assert_int_equal(codebook->n_questions, sizeof shown / sizeof *shown);
	for (size_t i = 0; i < codebook->n_questions; i++)
		assert_string_equal(show(ctx, &codebook->questions[i]),
				    shown[i]);
	assert_string_equal(codebook->questions[1].labels[0].text, "Skill B");
	assert_int_equal(codebook->questions[0].list->choices[5].missing,
			 MISSING_DONT_KNOW);
	talloc_free(ctx);
}

/* The labelled code by its label, the rest of the range as skipped. */
static void test_codes_without_answer(void **state)
{
	static const struct {
		const char *raw;
		bool is_missing;
		enum missing_kind kind;
	} cells[] = {
		{ "42", false, MISSING_SKIPPED },
		{ "998", true, MISSING_REFUSED },
		{ "950", true, MISSING_SKIPPED },
		{ "1000", false, MISSING_SKIPPED },
	};
	const struct recode_source source = { .decimal = '.' };
	void *ctx = talloc_new(NULL);
	struct codebook *codebook = NULL;
	struct recoder *recoder;
	struct error error = { 0 };

	(void)state;
	codebook_load(ctx, make_file(ctx), &codebook, &error);
	recoder = recoder_new(ctx, codebook_question(codebook, "age"), &source);
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		struct recode_outcome outcome =
			recode_value(recoder, cells[i].raw);

		assert_int_equal(outcome.is_missing, cells[i].is_missing);
		if (outcome.is_missing)
			assert_int_equal(outcome.missing, cells[i].kind);
	}
	talloc_free(ctx);
}

/* The file says UTF-8, which its labels are not. */
static void test_encoding_of_labels(void **state)
{
	void *ctx = talloc_new(NULL);
	char *path = make_towns(ctx, "Forl\xEC", "Citt\xE0 alta");
	struct codebook *codebook = NULL;
	struct error error = { 0 };

	(void)state;
	assert_int_equal(codebook_load(ctx, path, &codebook, &error), -1);
	assert_int_equal(error.code, ERROR_DATA);
	assert_non_null(strstr(error.what, "not in the encoding"));
	assert_non_null(strstr(error.remedy, "encoding: windows-1252"));
	error = (struct error){ 0 };
	codebook_load_in(ctx, path, "windows-1252", &codebook, &error);
	assert_string_equal(error.what, "");
	assert_string_equal(show(ctx, &codebook->questions[0]),
			    "select_one town (town): 1=Forlì 2=Città alta");
	talloc_free(ctx);
}

static void test_files_that_disagree(void **state)
{
	static const struct {
		const char *labels[2], *what;
	} others[] = {
		{ { "Rome", "Milan" }, "" },
		{ { "rome ", "Milan" }, "" },
		{ { "Milan", "Rome" },
		  "1 of 'town' means 'Milan' here, but 'Rome' in 'c.sav'" },
		{ { "Rome", "Turin" },
		  "2 of 'town' means 'Turin' here, but 'Milan' in 'c.sav'" },
	};
	void *ctx = talloc_new(NULL);
	struct error error = { 0 };
	struct spss_file *first = NULL;

	(void)state;
	spss_open(ctx, make_towns(ctx, "Rome", "Milan"), NULL, &first, &error);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		struct spss_file *other = NULL;
		const char *const *labels = others[i].labels;

		error = (struct error){ 0 };
		spss_open(ctx, make_towns(ctx, labels[0], labels[1]), NULL,
			  &other, &error);
		assert_int_equal(spss_check_labels(first, other, &error),
				 *others[i].what ? -1 : 0);
		assert_string_equal(error.what, others[i].what);
	}
	assert_non_null(strstr(error.remedy, "a source of its own"));
	talloc_free(ctx);
}

/* The first file of a source speaks for all, unless they say otherwise. */
static void test_files_of_a_source(void **state)
{
	void *ctx = talloc_new(NULL);
	struct project_source source = {
		.codebook = make_towns(ctx, "Rome", "Forl\xEC"),
		.dialect.encoding = "windows-1252",
	};
	char *same = make_towns(ctx, "Rome", "Forl\xEC");
	char *other = make_towns(ctx, "Rome", "Roma");
	struct error error = { 0 };

	(void)state;
	assert_int_equal(source_check_labels(&source, source.codebook, &error),
			 0);
	assert_int_equal(source_check_labels(&source, same, &error), 0);
	assert_string_equal(error.what, "");
	assert_int_equal(source_check_labels(&source, other, &error), -1);
	assert_int_equal(error.code, ERROR_DATA);
	assert_string_equal(error.where, other);
	assert_string_equal(
		error.what,
		"2 of 'town' means 'Roma' here, but 'Forlì' in 'c.sav'");
	talloc_free(ctx);
}

/* Two sets as SPSS stores them, put in front of the dictionary's last record.
 */
static void test_multiple_response_sets(void **state)
{
	static const char sets[] = "\7\0\0\0\7\0\0\0\1\0\0\0\47\0\0\0"
				   "$a=D1 1 5 Tools town\n"
				   "$b=C 0  town town\n";
	static const char last[] = "\xE7\3\0\0\0\0\0";
	void *ctx = talloc_new(NULL);
	char *path = make_towns(ctx, "Rome", "Milan"), *data, *more;
	struct error error = { 0 };
	struct tabular *tabular = NULL;
	size_t length, at;

	(void)state;
	tabular_open(ctx, path, NULL, &tabular, &error);
	assert_null(strstr(tabular_verdict(ctx, tabular), "response"));
	assert_int_equal(file_read(ctx, path, &data, &length, &error), 0);
	at = (size_t)((char *)memmem(data, length, last, sizeof last) - data);
	more = memory_array(ctx, char, length + sizeof sets);
	memcpy(more, data, at);
	memcpy(more + at, sets, sizeof sets - 1);
	memcpy(more + at + sizeof sets - 1, data + at, length - at);
	assert_int_equal(
		file_write(path, more, length + sizeof sets - 1, &error), 0);
	tabular_open(ctx, path, NULL, &tabular, &error);
	assert_string_equal(error.what, "");
	assert_string_equal(
		tabular_verdict(ctx, tabular),
		"SPSS file, UTF-8; 1 variable, 1 with value labels; 2 multiple "
		"response sets, the columns of which stand as single "
		"questions");
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_questions),
		cmocka_unit_test(test_codes_without_answer),
		cmocka_unit_test(test_encoding_of_labels),
		cmocka_unit_test(test_files_that_disagree),
		cmocka_unit_test(test_files_of_a_source),
		cmocka_unit_test(test_multiple_response_sets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
