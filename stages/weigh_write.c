#include "pipeline/core/memory.h"
#include "pipeline/stat/proportion.h"
#include "pipeline/stat/response.h"
#include "pipeline/stat/weighted.h"
#include "stages/table_writer.h"
#include "stages/weigh.h"

#include <math.h>

static const double confidence = 0.95;

/* ---- one row a chunk of people ---- */

static int write_weights(const struct weigh *weigh, struct error *error)
{
	struct database *store = weigh->context->store;
	struct statement *insert;
	int result = 0;

	if (database_execute(store,
			     "DROP TABLE IF EXISTS weight;"
			     "CREATE TABLE weight(sequence INTEGER PRIMARY KEY,"
			     " n INTEGER NOT NULL, weights BLOB NOT NULL,"
			     " base BLOB NOT NULL)",
			     error) < 0 ||
	    statement_prepare(store,
			      "INSERT INTO weight VALUES(?1, ?2, ?3, ?4)",
			      &insert, error) < 0)
		return -1;
	for (size_t first = 0; first < weigh->n && result == 0;
	     first += ANSWER_ROWS) {
		size_t n = weigh->n - first;

		if (n > ANSWER_ROWS)
			n = ANSWER_ROWS;
		statement_bind(insert, 1,
			       value_integer((int64_t)(first / ANSWER_ROWS)));
		statement_bind(insert, 2, value_integer((int64_t)n));
		statement_bind_blob(insert, 3, weigh->weights + first,
				    n * sizeof(double));
		statement_bind_blob(insert, 4, weigh->base + first,
				    n * sizeof(double));
		result = statement_run(insert, error);
	}
	talloc_free(insert);
	return result;
}

/* ---- the weights as a whole ---- */

static int put_summary(const struct weigh *weigh, struct table_writer *writer,
		       struct error *error)
{
	struct weighted_spread spread =
		weighted_spread(weigh->weights, weigh->n);

	table_writer_text(writer, weights_method_name(weigh->settings->method));
	table_writer_integer(writer, (int64_t)spread.n);
	table_writer_integer(writer, (int64_t)weigh->n_left_out);
	table_writer_real(writer, margin_total(&weigh->fitted[0]));
	table_writer_real(writer, spread.minimum);
	table_writer_real(writer, spread.maximum);
	table_writer_real(writer, spread.mean);
	table_writer_real(writer, sqrt(fmax(0, spread.deff - 1)));
	table_writer_real(writer, spread.deff);
	table_writer_real(writer, spread.n_effective);
	table_writer_integer(writer, (int64_t)weigh->outcome.iterations);
	table_writer_integer(writer, (int64_t)weigh->n_trimmed);
	return table_writer_row(writer, error);
}

static int write_summary(const struct weigh *weigh, struct error *error)
{
	struct stage_context *context = weigh->context;
	struct table_writer *writer;

	if (table_writer_open(context->memory, context->store, "weight_summary",
			      "method TEXT, n INTEGER, n_left_out INTEGER,"
			      " population REAL, minimum REAL, maximum REAL,"
			      " mean REAL, cv REAL, deff REAL,"
			      " n_effective REAL, iterations INTEGER,"
			      " n_trimmed INTEGER",
			      &writer, error) < 0)
		return -1;
	return weigh->settings ? put_summary(weigh, writer, error) : 0;
}

/* ---- margins ---- */

/* People with a weight in each level, and what they weigh. */
struct sums {
	double *people, *weights;
	double n, total, frame;
};

static struct sums sums_of(const struct weigh *weigh,
			   const struct weigh_margin *margin)
{
	const void *ctx = weigh->context->memory;
	size_t n_levels = margin->margin.n_levels;
	double *ones = memory_array(ctx, double, weigh->n);
	struct sums sums = {
		.people = memory_array(ctx, double, n_levels),
		.weights = memory_array(ctx, double, n_levels),
		.frame = margin_total(&margin->margin),
	};

	for (size_t i = 0; i < weigh->n; i++)
		ones[i] = weigh->weights[i] > 0;
	margin_sums(&margin->margin, ones, weigh->n, sums.people);
	margin_sums(&margin->margin, weigh->weights, weigh->n, sums.weights);
	for (size_t l = 0; l < n_levels; l++) {
		sums.n += sums.people[l];
		sums.total += sums.weights[l];
	}
	talloc_free(ones);
	return sums;
}

static int put_margin(const struct weigh_margin *margin,
		      const struct sums *sums, struct table_writer *writer,
		      struct error *error)
{
	for (size_t l = 0; l < margin->margin.n_levels; l++) {
		table_writer_text(writer, margin->variable->question);
		table_writer_text(writer, margin->variable->values[l].name);
		table_writer_integer(writer, (int64_t)l + 1);
		table_writer_real(writer, margin->targets[l]);
		table_writer_real(writer, margin->targets[l] / sums->frame);
		table_writer_integer(writer, (int64_t)sums->people[l]);
		table_writer_integer(writer, (int64_t)sums->n);
		table_writer_real(writer, sums->people[l] / sums->n);
		table_writer_real(writer, sums->weights[l] / sums->total);
		if (table_writer_row(writer, error) < 0)
			return -1;
	}
	return 0;
}

/* ---- who answered, of those who could have ---- */

static int put_rates(const struct weigh_margin *margin, const struct sums *sums,
		     struct table_writer *writer, struct error *error)
{
	for (size_t l = 0; l < margin->margin.n_levels; l++) {
		double frame = margin->targets[l], n = sums->people[l];
		struct interval interval = { (double)NAN, (double)NAN };

		if (n <= frame)
			interval = proportion_interval(
				PROPORTION_WILSON, (uint64_t)n,
				(uint64_t)round(frame), confidence);
		table_writer_text(writer, margin->variable->question);
		table_writer_text(writer, margin->variable->values[l].name);
		table_writer_integer(writer, (int64_t)l + 1);
		table_writer_real(writer, frame);
		table_writer_integer(writer, (int64_t)n);
		table_writer_real(writer, n <= frame ? n / frame : (double)NAN);
		table_writer_real(writer, interval.low);
		table_writer_real(writer, interval.high);
		if (table_writer_row(writer, error) < 0)
			return -1;
	}
	return 0;
}

/* More answers than there are people: shares, not counts, were given. */
static bool is_frame(const struct weigh_margin *margin, const struct sums *sums)
{
	for (size_t l = 0; l < margin->margin.n_levels; l++)
		if (sums->people[l] > margin->targets[l])
			return false;
	return true;
}

static int put_response(const struct weigh_margin *margin,
			const struct sums *sums, struct table_writer *writer,
			struct error *error)
{
	struct response response;
	struct response_interval r;

	if (!is_frame(margin, sums))
		return 0;
	response = response_of(margin->targets, sums->people,
			       margin->margin.n_levels);
	r = response_r_interval(margin->targets, sums->people,
				margin->margin.n_levels, confidence);
	table_writer_text(writer, margin->variable->question);
	table_writer_real(writer, response.frame);
	table_writer_integer(writer, (int64_t)response.respondents);
	table_writer_real(writer, response.rate);
	table_writer_real(writer, response.r);
	table_writer_real(writer, r.low);
	table_writer_real(writer, r.high);
	table_writer_real(writer, response.r_adjusted);
	table_writer_real(writer, response.x2);
	table_writer_real(writer, response.df);
	table_writer_real(writer, response.p);
	table_writer_real(writer, response.largest_bias);
	return table_writer_row(writer, error);
}

struct writers {
	struct table_writer *margins, *rates, *responses;
};

static int open_writers(const struct weigh *weigh, struct writers *writers,
			struct error *error)
{
	void *ctx = weigh->context->memory;
	struct database *store = weigh->context->store;

	if (table_writer_open(ctx, store, "weight_margin",
			      "question TEXT, answer TEXT, position INTEGER,"
			      " frame REAL, frame_share REAL, n INTEGER,"
			      " base INTEGER, share REAL, weighted_share REAL",
			      &writers->margins, error) < 0 ||
	    table_writer_open(ctx, store, "response",
			      "question TEXT, answer TEXT, position INTEGER,"
			      " frame REAL, n INTEGER, rate REAL, low REAL,"
			      " high REAL",
			      &writers->rates, error) < 0)
		return -1;
	return table_writer_open(ctx, store, "response_summary",
				 "question TEXT, frame REAL, n INTEGER,"
				 " rate REAL, r REAL, r_low REAL, r_high REAL,"
				 " r_adjusted REAL, x2 REAL, df REAL, p REAL,"
				 " largest_bias REAL",
				 &writers->responses, error);
}

int weigh_write(const struct weigh *weigh, struct error *error)
{
	struct writers writers;

	if (write_weights(weigh, error) < 0 ||
	    write_summary(weigh, error) < 0 ||
	    open_writers(weigh, &writers, error) < 0)
		return -1;
	for (size_t m = 0; m < weigh->n_margins; m++) {
		const struct weigh_margin *margin = &weigh->margins[m];
		struct sums sums = sums_of(weigh, margin);

		if (put_margin(margin, &sums, writers.margins, error) < 0 ||
		    put_rates(margin, &sums, writers.rates, error) < 0 ||
		    put_response(margin, &sums, writers.responses, error) < 0)
			return -1;
	}
	return 0;
}
