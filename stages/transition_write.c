#include "pipeline/core/memory.h"
#include "pipeline/stat/proportion.h"
#include "pipeline/stat/survey.h"
#include "stages/table_writer.h"
#include "stages/transition.h"

#include <math.h>

/* Of the items [first, last), one or all. */
struct span {
	size_t first, last, position;
	const char *name;
};

/* A cell: a state at one moment, or at two; to_moment == from_moment: one. */
struct cell {
	size_t from_moment, from_state, to_moment, to_state;
};

/* Who is in the cell, of those who tell the states of the item. */
static struct transition_sum *sum_cell(const struct transition *transition,
				       const struct span *span,
				       const struct cell *cell)
{
	struct transition_sum *sum = memory_new(NULL, struct transition_sum);
	size_t n = (size_t)transition->answers->n_rows;

	sum->values = memory_array(sum, double, n);
	sum->counts = memory_array(sum, double, n);
	for (size_t i = 0; i < n; i++) {
		for (size_t s = span->first; s < span->last; s++) {
			size_t *const *states = transition->items[s].states;
			size_t from = states[cell->from_moment][i];

			if (from == SIZE_MAX)
				continue;
			sum->counts[i] += 1;
			sum->values[i] +=
				from == cell->from_state &&
				states[cell->to_moment][i] == cell->to_state;
		}
		sum->people += sum->counts[i] > 0;
		sum->n += (uint64_t)sum->counts[i];
		sum->total += sum->values[i];
		if (!(sum->counts[i] > 0))
			sum->values[i] = sum->counts[i] = (double)NAN;
	}
	return sum;
}

struct share {
	struct interval interval;
	struct survey_estimate weighted;
};

/* Wilson's of one item; several items of one answer are no separate draws. */
static struct interval interval_of(const struct transition *transition,
				   const struct span *span,
				   const struct transition_sum *sum)
{
	struct survey_estimate plain;

	if (span->position)
		return proportion_interval(PROPORTION_WILSON,
					   (uint64_t)sum->total, sum->n,
					   TRANSITION_CONFIDENCE);
	plain = transition_plain(transition, sum);
	survey_share_interval(transition->plain, TRANSITION_CONFIDENCE, &plain);
	return (struct interval){ plain.low, plain.high };
}

/* Most cells are empty: what varies nowhere has no error to compute. */
static struct share share_of(const struct transition *transition,
			     const struct span *span,
			     const struct transition_sum *sum)
{
	struct share share = { .interval = { (double)NAN, (double)NAN } };

	share.weighted.value = transition_weighted_share(transition, sum);
	share.weighted.se = share.weighted.low = share.weighted.high =
		(double)NAN;
	if (sum->total > 0 || span->position)
		share.interval = interval_of(transition, span, sum);
	if (!(sum->total > 0) || !transition->weights)
		return share;
	share.weighted = transition_weighted(transition, sum);
	survey_share_interval(transition->weights->design,
			      TRANSITION_CONFIDENCE, &share.weighted);
	return share;
}

/* n, base, share, its interval, and the same with weights. */
static int put_share(const struct transition *transition,
		     struct table_writer *writer, const struct span *span,
		     const struct cell *cell, struct error *error)
{
	struct transition_sum *sum = sum_cell(transition, span, cell);
	struct share share = share_of(transition, span, sum);

	table_writer_integer(writer, (int64_t)sum->total);
	table_writer_integer(writer, (int64_t)sum->n);
	table_writer_real(writer, sum->total / (double)sum->n);
	table_writer_real(writer, share.interval.low);
	table_writer_real(writer, share.interval.high);
	table_writer_real(writer, share.weighted.value);
	table_writer_real(writer, share.weighted.se);
	table_writer_real(writer, share.weighted.low);
	table_writer_real(writer, share.weighted.high);
	talloc_free(sum);
	return table_writer_row(writer, error);
}

static void put_moments(const struct transition *transition,
			struct table_writer *writer, size_t from, size_t to)
{
	const struct project_named *moments = transition->settings->moments;

	table_writer_text(writer,
			  memory_format(writer, "%s-%s", moments[from].name,
					moments[to].name));
	table_writer_text(writer, moments[from].name);
	table_writer_text(writer, moments[to].name);
}

static int write_contrast(const struct transition *transition,
			  struct table_writer *writer, const struct span *span,
			  struct cell cell, struct error *error)
{
	size_t n = transition->n_states;

	for (size_t i = 0; i < n * n; i++) {
		cell.from_state = i / n;
		cell.to_state = i % n;
		table_writer_text(writer, span->name);
		table_writer_integer(writer, (int64_t)span->position);
		put_moments(transition, writer, cell.from_moment,
			    cell.to_moment);
		table_writer_text(writer, transition->states[cell.from_state]);
		table_writer_integer(writer, (int64_t)cell.from_state + 1);
		table_writer_text(writer, transition->states[cell.to_state]);
		table_writer_integer(writer, (int64_t)cell.to_state + 1);
		if (put_share(transition, writer, span, &cell, error) < 0)
			return -1;
	}
	return 0;
}

/* Each moment against the next, and the first against the last. */
static int write_contrasts(const struct transition *transition,
			   struct table_writer *writer, const struct span *span,
			   struct error *error)
{
	size_t last = transition->settings->n_moments - 1;

	for (size_t m = 0; m < last; m++)
		if (write_contrast(transition, writer, span,
				   (struct cell){ .from_moment = m,
						  .to_moment = m + 1 },
				   error) < 0)
			return -1;
	if (last < 2)
		return 0;
	return write_contrast(transition, writer, span,
			      (struct cell){ .to_moment = last }, error);
}

static int write_states(const struct transition *transition,
			struct table_writer *writer, const struct span *span,
			struct error *error)
{
	size_t n = transition->n_states;

	for (size_t i = 0; i < transition->settings->n_moments * n; i++) {
		struct cell cell = { i / n, i % n, i / n, i % n };

		table_writer_text(writer, span->name);
		table_writer_integer(writer, (int64_t)span->position);
		table_writer_text(writer,
				  transition->settings->moments[i / n].name);
		table_writer_integer(writer, (int64_t)(i / n) + 1);
		table_writer_text(writer, transition->states[i % n]);
		table_writer_integer(writer, (int64_t)(i % n) + 1);
		table_writer_integer(writer, transition->is_counted[i % n]);
		if (put_share(transition, writer, span, &cell, error) < 0)
			return -1;
	}
	return 0;
}

/* Item 0 of the table is all of them together. */
static struct span span_of(const struct transition *transition, size_t i)
{
	if (i == 0)
		return (struct span){ 0, transition->settings->n_items, 0,
				      "all" };
	return (struct span){ i - 1, i, i, transition->items[i - 1].name };
}

/* ---- labels ---- */

static int put_titles(const struct transition *transition,
		      struct statement *insert, const char *domain,
		      const struct project_named *named, struct error *error)
{
	const struct project *project = transition->context->project;

	for (size_t i = 0; i < project->n_languages; i++) {
		const char *language = project->languages[i];

		statement_bind(insert, 1, value_text(domain));
		statement_bind(insert, 2, value_text(named->name));
		statement_bind(insert, 3, value_text(language));
		statement_bind(insert, 4,
			       value_text(translation_get(
				       named->titles, named->n_titles, language,
				       named->name)));
		if (statement_step(insert, error) < 0)
			return -1;
	}
	return 0;
}

static int put_named(const struct transition *transition,
		     const char *const *domains, struct project_named *named,
		     size_t n, struct error *error)
{
	struct statement *insert;

	if (statement_prepare(transition->context->store,
			      "INSERT INTO transition_label VALUES"
			      " (?1, ?2, ?3, ?4,"
			      " (SELECT count(*) FROM transition_label))",
			      &insert, error) < 0)
		return -1;
	for (; *domains; domains++)
		for (size_t i = 0; i < n; i++)
			if (put_titles(transition, insert, *domains, &named[i],
				       error) < 0)
				return -1;
	talloc_free(insert);
	return 0;
}

/* The states are called what the first question calls them. */
static int put_states(const struct transition *transition, struct error *error)
{
	static const char *const domains[] = { "state", "from_state",
					       "to_state" };
	struct statement *insert;

	if (statement_prepare(transition->context->store,
			      "INSERT INTO transition_label SELECT ?1, code,"
			      " language, text, position FROM label"
			      " WHERE domain = ?2",
			      &insert, error) < 0)
		return -1;
	for (size_t i = 0; i < sizeof domains / sizeof *domains; i++) {
		statement_bind(insert, 1, value_text(domains[i]));
		statement_bind(insert, 2,
			       value_text(transition->first_variable));
		if (statement_step(insert, error) < 0)
			return -1;
	}
	talloc_free(insert);
	return 0;
}

static int write_labels(const struct transition *transition,
			struct error *error)
{
	static const char *const items[] = { "item", NULL };
	static const char *const moments[] = { "moment", "from_moment",
					       "to_moment", NULL };
	const struct project_transition *settings = transition->settings;

	if (put_named(transition, items, settings->items, settings->n_items,
		      error) < 0 ||
	    put_named(transition, moments, settings->moments,
		      settings->n_moments, error) < 0)
		return -1;
	return put_states(transition, error);
}

/* ---- tables ---- */

#define SHARE_COLUMNS                                                          \
	" n INTEGER, base INTEGER, share REAL, low REAL, high REAL,"           \
	" weighted REAL, weighted_se REAL, weighted_low REAL,"                 \
	" weighted_high REAL"

static int open_tables(const struct transition *transition,
		       struct table_writer **cells,
		       struct table_writer **states, struct error *error)
{
	struct database *store = transition->context->store;
	struct table_writer *labels;

	if (table_writer_open(transition, store, "transition_label",
			      "domain TEXT, code TEXT, language TEXT,"
			      " text TEXT, position INTEGER",
			      &labels, error) < 0 ||
	    table_writer_open(
		    transition, store, "transition",
		    "item TEXT, position INTEGER, contrast TEXT,"
		    " from_moment TEXT, to_moment TEXT, from_state TEXT,"
		    " from_position INTEGER, to_state TEXT,"
		    " to_position INTEGER," SHARE_COLUMNS,
		    cells, error) < 0)
		return -1;
	talloc_free(labels);
	return table_writer_open(
		transition, store, "transition_state",
		"item TEXT, position INTEGER, moment TEXT,"
		" moment_position INTEGER, state TEXT,"
		" state_position INTEGER, counted INTEGER," SHARE_COLUMNS,
		states, error);
}

int transition_write(struct transition *transition, struct error *error)
{
	struct table_writer *cells, *states;

	if (open_tables(transition, &cells, &states, error) < 0)
		return -1;
	if (!transition->settings)
		return 0;
	for (size_t i = 0; i <= transition->settings->n_items; i++) {
		struct span span = span_of(transition, i);

		if (write_contrasts(transition, cells, &span, error) < 0 ||
		    write_states(transition, states, &span, error) < 0)
			return -1;
	}
	talloc_free(cells);
	talloc_free(states);
	return write_labels(transition, error);
}
