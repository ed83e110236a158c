#include "tests/support/clean_case.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/answers.h"
#include "stages/stages.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

/* cmocka wants the headers above first. */
#include <cmocka.h>

static void name_sources(struct clean_case *it)
{
	for (size_t i = 0; i < 2; i++) {
		it->patterns[i] = i ? "b*.csv" : "a*.csv";
		it->sources[i] = (struct project_source){
			.name = i ? "two" : "one",
			.where = "project.yaml:9:3",
			.patterns = &it->patterns[i],
			.n_patterns = 1,
			.codebook =
				memory_format(it, "%s/codebook", it->folder),
			.missing = &it->missing,
			.n_missing = 1,
		};
	}
	it->project = (struct project){ .folder = it->folder,
					.sources = it->sources,
					.n_sources = 1,
					.quarantine_limit = 0.5 };
}

struct clean_case *clean_case_new(const void *ctx, const char *survey,
				  const char *choices)
{
	struct clean_case *it = memory_new(ctx, struct clean_case);
	struct error error = { 0 };

	it->folder = scratch_folder(it);
	it->missing = "N/A";
	name_sources(it);
	scratch_write(it, it->folder, "codebook/survey.csv", survey);
	scratch_write(it, it->folder, "codebook/choices.csv", choices);
	assert_int_equal(database_open(it, ":memory:", DATABASE_WRITE,
				       &it->store, &error),
			 0);
	return it;
}

int clean_case_run(struct clean_case *it, struct error *error)
{
	struct stage_context context = { .memory = talloc_new(it),
					 .project = &it->project,
					 .store = it->store };
	int result = stage_ingest.run(&context, error);

	if (result == 0) {
		context.rows.read = context.rows.kept = 0;
		context.rows.set_aside = 0;
		talloc_free_children(context.memory);
		result = stage_clean.run(&context, error);
	}
	it->n_bytes = talloc_total_size(context.memory);
	talloc_free(context.memory);
	it->context = context;
	return result;
}

void clean_case_of(struct clean_case *it, const char *a)
{
	struct error error = { 0 };

	scratch_write(it, it->folder, "a.csv", a);
	clean_case_run(it, &error);
	assert_string_equal(error.what, "");
}

static const char *code_text(const struct variable *variable, uint32_t code)
{
	return code < ANSWER_FIRST ? missing_name((enum missing_kind)code)
				   : variable->values[code - ANSWER_FIRST].name;
}

char *clean_case_rows(struct clean_case *it, const char *name)
{
	struct error error = { 0 };
	const struct variable *variable;
	struct answer_cursor *cursor;
	struct answer_codes codes;
	struct answers *answers;
	char *text = memory_text(it, "");

	assert_int_equal(answers_open(it, it->store, &answers, &error), 0);
	variable = answers_variable(answers, name);
	if (!variable)
		fail_msg("there is no variable '%s'", name);
	assert_int_equal(
		answer_cursor_open(it, answers, variable, &cursor, &error), 0);
	while (answer_cursor_next(cursor, &codes, &error) > 0)
		for (size_t i = 0; i < codes.n; i++)
			text = talloc_asprintf_append(
				text, "%s%s", *text ? " " : "",
				code_text(variable, answer_code(&codes, i)));
	return text;
}

char *clean_case_select(struct clean_case *it, const char *sql)
{
	struct error error = { 0 };
	char *text = memory_text(it, "");
	struct table *table;

	database_query(it, it->store, sql, NULL, 0, NULL, &table, &error);
	assert_string_equal(error.what, "");
	for (size_t i = 0; i < table->n_rows; i++)
		text = talloc_asprintf_append(text, "%s; ",
					      table_text(table, i, 0));
	return text;
}
