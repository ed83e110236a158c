/*
 * Who could teach whom: of groups (organisations) that rated their skills, the
 * one that has the level everybody requires teaches the one that lacks it.
 */
#include "pipeline/core/memory.h"
#include "pipeline/stat/descriptives.h"
#include "stages/stages.h"
#include "stages/table_writer.h"

#include <math.h>
#include <string.h>

static const double confidence = 0.95;

struct exchange {
	struct stage_context *context;
	const struct project_exchange *settings;
	struct table *rows; /* columns as in select_rows */
	struct table_writer *standings, *lessons;
};

enum column { LEVEL, SKILL, AREA, POSITION, N, CURRENT, SPREAD, REQUIRED };

/* The required level is everybody's, or organisations could not be compared. */
static const char select_rows[] =
	"select g.level, g.skill, g.area, g.position, g.n, g.current,"
	" g.current_sd, a.required from gap g join gap a on a.skill = g.skill"
	" and a.grouping = 'all' where g.grouping = ?1"
	" order by g.position, g.skill, g.rowid";

static double number(const struct exchange *exchange, size_t row,
		     enum column column)
{
	return table_number(exchange->rows, row, (int)column);
}

static const char *text(const struct exchange *exchange, size_t row,
			enum column column)
{
	return table_text(exchange->rows, row, (int)column);
}

static const char *standing(const struct exchange *exchange, size_t row)
{
	const struct project_exchange *settings = exchange->settings;
	int minimum = settings->minimum_n
			      ? settings->minimum_n
			      : exchange->context->project->threshold;
	double lack = number(exchange, row, REQUIRED) -
		      number(exchange, row, CURRENT);

	if (isnan(lack) || number(exchange, row, N) < minimum)
		return "few";
	if (lack <= 0)
		return "strong";
	return lack >= settings->weak ? "weak" : "near";
}

static int write_standing(struct exchange *exchange, size_t row,
			  struct error *error)
{
	struct table_writer *writer = exchange->standings;
	double n = number(exchange, row, N);

	table_writer_text(writer, exchange->settings->by);
	table_writer_text(writer, text(exchange, row, LEVEL));
	table_writer_text(writer, text(exchange, row, SKILL));
	table_writer_text(writer, text(exchange, row, AREA));
	table_writer_real(writer, number(exchange, row, POSITION));
	table_writer_integer(writer, isnan(n) ? 0 : (int64_t)n);
	table_writer_real(writer, number(exchange, row, CURRENT));
	table_writer_real(writer, number(exchange, row, REQUIRED));
	table_writer_real(writer, number(exchange, row, CURRENT) -
					  number(exchange, row, REQUIRED));
	table_writer_text(writer, standing(exchange, row));
	return table_writer_row(writer, error);
}

/* Half the interval of the difference of two means (Welch). */
static double margin(const struct exchange *exchange, size_t a, size_t b)
{
	double n[2] = { number(exchange, a, N), number(exchange, b, N) };
	double one = pow(number(exchange, a, SPREAD), 2) / n[0];
	double two = pow(number(exchange, b, SPREAD), 2) / n[1];
	double df = pow(one + two, 2) /
		    (one * one / (n[0] - 1) + two * two / (n[1] - 1));

	return student_margin(sqrt(one + two), df, confidence);
}

static int write_lesson(struct exchange *exchange, size_t teacher,
			size_t learner, struct error *error)
{
	struct table_writer *writer = exchange->lessons;
	double lead = number(exchange, teacher, CURRENT) -
		      number(exchange, learner, CURRENT);
	double half = margin(exchange, teacher, learner);

	table_writer_text(writer, exchange->settings->by);
	table_writer_text(writer, text(exchange, teacher, SKILL));
	table_writer_text(writer, text(exchange, teacher, AREA));
	table_writer_real(writer, number(exchange, teacher, POSITION));
	table_writer_text(writer, text(exchange, teacher, LEVEL));
	table_writer_text(writer, text(exchange, learner, LEVEL));
	table_writer_real(writer, number(exchange, teacher, CURRENT));
	table_writer_real(writer, number(exchange, learner, CURRENT));
	table_writer_real(writer, number(exchange, teacher, REQUIRED));
	table_writer_real(writer, lead);
	table_writer_real(writer, lead - half);
	table_writer_real(writer, lead + half);
	table_writer_integer(writer, lead - half > 0);
	return table_writer_row(writer, error);
}

/* The rows of one skill, [first, last). */
static int pair_up(struct exchange *exchange, size_t first, size_t last,
		   struct error *error)
{
	for (size_t t = first; t < last; t++)
		for (size_t l = first; l < last; l++) {
			double lead = number(exchange, t, CURRENT) -
				      number(exchange, l, CURRENT);

			if (!strcmp(standing(exchange, t), "strong") &&
			    !strcmp(standing(exchange, l), "weak") &&
			    lead >= exchange->settings->lead &&
			    write_lesson(exchange, t, l, error) < 0)
				return -1;
		}
	return 0;
}

static int compare(struct exchange *exchange, struct error *error)
{
	size_t n = exchange->rows->n_rows, last;

	for (size_t first = 0; first < n; first = last) {
		last = first;
		while (last < n && !strcmp(text(exchange, last, SKILL),
					   text(exchange, first, SKILL)))
			if (write_standing(exchange, last++, error) < 0)
				return -1;
		if (pair_up(exchange, first, last, error) < 0)
			return -1;
	}
	exchange->context->rows.read = exchange->context->rows.kept =
		(int64_t)n;
	stage_note(exchange->context, "%zu standings by %s", n,
		   exchange->settings->by);
	return 0;
}

static int open_tables(struct exchange *exchange, struct error *error)
{
	struct stage_context *context = exchange->context;

	if (table_writer_open(context->memory, context->store,
			      "exchange_standing",
			      "grouping TEXT, level TEXT, skill TEXT,"
			      " area TEXT, position INTEGER, n INTEGER,"
			      " current REAL, required REAL, distance REAL,"
			      " standing TEXT",
			      &exchange->standings, error) < 0)
		return -1;
	return table_writer_open(context->memory, context->store,
				 "exchange_lesson",
				 "grouping TEXT, skill TEXT, area TEXT,"
				 " position INTEGER, teacher TEXT,"
				 " learner TEXT, teaches_from REAL,"
				 " learns_from REAL, required REAL, lead REAL,"
				 " low REAL, high REAL, is_clear INTEGER",
				 &exchange->lessons, error);
}

static int run(struct stage_context *context, struct error *error)
{
	struct exchange exchange = { .context = context,
				     .settings = context->project->exchange };
	struct value by;

	if (open_tables(&exchange, error) < 0)
		return -1;
	if (!exchange.settings)
		return 0;
	by = value_text(exchange.settings->by);
	if (database_query(context->memory, context->store, select_rows, &by, 1,
			   NULL, &exchange.rows, error) < 0)
		return -1;
	return compare(&exchange, error);
}

static const struct artifact inputs[] = {
	{ "gap", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const struct artifact outputs[] = {
	{ "exchange_standing", ARTIFACT_TABLE },
	{ "exchange_lesson", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const char *const keys[] = { "analyses.exchange", "disclosure", NULL };

const struct stage stage_exchange = {
	.name = "exchange",
	.summary = "find who could teach whom which skill",
	.version = 1,
	.inputs = inputs,
	.outputs = outputs,
	.keys = keys,
	.run = run,
};
