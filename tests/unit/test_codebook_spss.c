#include "pipeline/core/memory.h"
#include "pipeline/data/codebook.h"
#include "pipeline/data/recode.h"
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

static char *make_file(const void *ctx)
{
	char *path = memory_format(ctx, "%s/c.sav", scratch_folder(ctx));
	int file = open(path, O_CREAT | O_WRONLY, 0644);
	readstat_writer_t *writer = readstat_writer_init();

	readstat_set_data_writer(writer, write_bytes);
	define(writer);
	assert_int_equal(readstat_begin_writing_sav(writer, &file, 0),
			 READSTAT_OK);
	assert_int_equal(readstat_end_writing(writer), READSTAT_OK);
	readstat_writer_free(writer);
	close(file);
	return path;
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_questions),
		cmocka_unit_test(test_codes_without_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
