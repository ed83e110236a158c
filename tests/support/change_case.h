/* The change stage on a store of answers with who answered again: one question
 * "q", looked back on by "then_q", in groups by "g", over two or three
 * instruments. */
#ifndef TESTS_SUPPORT_CHANGE_CASE_H
#define TESTS_SUPPORT_CHANGE_CASE_H

#include "pipeline/run/stage.h"
#include "tests/support/answers_store.h"

/* A talloc object; the project is to be changed as a test wants it. */
struct change_case {
	struct project project;
	struct project_change change;
	struct project_instruments instruments;
	struct database *store;
	const char *question, *by, *order[3];
	double times[3];
	struct error error;
};

/* Who answered in row ROW of instrument POSITION. */
struct change_sheet {
	int unit, position, row;
};

/* N_VARIABLES of VARIABLES, and the N SHEETS as the table link; instruments are
 * pre, post and, where a sheet is of the third, later. */
struct change_case *change_case_new(const struct store_variable *variables,
				    size_t n_variables,
				    const struct change_sheet *sheets,
				    size_t n);

/* -1 with it->error. */
int change_case_run(struct change_case *it);

/* The test fails if the stage does. */
void change_case_must_run(struct change_case *it);

/* COLUMN of TABLE where WHERE is WANTED within TOLERANCE; NaN is NULL. */
struct change_expected {
	const char *table, *where, *column;
	double wanted, tolerance;
};
void change_case_expect(struct change_case *it,
			const struct change_expected *expected);

#endif
