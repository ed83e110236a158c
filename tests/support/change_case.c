#include "tests/support/change_case.h"

#include "pipeline/core/memory.h"
#include "stages/stages.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

/* cmocka wants the headers above first. */
#include <cmocka.h>

static const char *const instruments[] = { "pre", "post", "later" };

static void must(struct change_case *it, const char *sql)
{
	if (database_execute(it->store, sql, &it->error) < 0)
		fail_msg("%s: %s", sql, it->error.what);
}

static void put_sheets(struct change_case *it,
		       const struct change_sheet *sheets, size_t n)
{
	must(it, "create table link(unit INTEGER, instrument TEXT,"
		 " position INTEGER, row INTEGER, file TEXT, line INTEGER,"
		 " rule TEXT)");
	for (size_t i = 0; i < n; i++) {
		int position = sheets[i].position;

		must(it,
		     memory_format(it,
				   "insert into link(unit, instrument,"
				   " position, row) values(%d, '%s', %d,"
				   " %d)",
				   sheets[i].unit, instruments[position - 1],
				   position, sheets[i].row));
		if ((size_t)position > it->instruments.n_order)
			it->instruments.n_order = (size_t)position;
	}
}

struct change_case *change_case_new(const struct store_variable *variables,
				    size_t n_variables,
				    const struct change_sheet *sheets, size_t n)
{
	struct change_case *it = memory_new(NULL, struct change_case);

	it->store = answers_store(it, variables, n_variables);
	it->question = "q";
	it->by = "g";
	for (size_t i = 0; i < 3; i++)
		it->order[i] = instruments[i];
	it->times[1] = 3;
	it->times[2] = 9;
	it->instruments = (struct project_instruments){ .order = it->order,
							.times = it->times };
	put_sheets(it, sheets, n);
	it->change = (struct project_change){
		.where = "project.yaml:9:3",
		.questions = &it->question,
		.n_questions = 1,
		.then = "then_{question}",
		.minimum_n = 2,
		.confidence = 0.95,
		.minimum = (double)NAN,
		.maximum = (double)NAN,
		.reliability = RELIABILITY_GIVEN,
		.given_reliability = 0.75,
	};
	it->project.change = &it->change;
	it->project.instruments = &it->instruments;
	return it;
}

int change_case_run(struct change_case *it)
{
	struct stage_context context;

	return stage_try(&stage_change, &it->project, it->store, &context,
			 &it->error);
}

void change_case_must_run(struct change_case *it)
{
	if (change_case_run(it) < 0)
		fail_msg("%s: %s", it->error.where, it->error.what);
}

void change_case_expect(struct change_case *it,
			const struct change_expected *expected)
{
	double found = store_number(
		it->store, memory_format(it, "select %s from %s where %s",
					 expected->column, expected->table,
					 expected->where));

	if (isnan(expected->wanted)
		    ? !isnan(found)
		    : !(fabs(found - expected->wanted) < expected->tolerance))
		fail_msg("%s of %s: %.9g, not %.9g", expected->column,
			 expected->where, found, expected->wanted);
}
