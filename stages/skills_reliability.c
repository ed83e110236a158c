#include "pipeline/core/memory.h"
#include "pipeline/stat/factor.h"
#include "pipeline/stat/reliability.h"
#include "stages/skills.h"
#include "stages/table_writer.h"

#include <math.h>
#include <string.h>

/* People read at most, evenly spread over the rows: with so many the interval
 * of alpha is a hundredth wide.  The column every tells, the report says so;
 * the figures then depend on the order of the rows. */
enum { PEOPLE_MOST = 10000 };

/* The ratings of one area in one measure. */
struct rating_scale {
	const char *area, *measure;
	const struct skills_item **items;
	size_t k;
	double *values; /* people x k; NaN = not rated */
	size_t n_people;
	uint64_t every; /* of so many rows, one was read */
};

/* What the items say of the scale, least and greatest. */
struct item_range {
	size_t drop_least, drop_most; /* alpha without them; k = none */
	double rest_least, rest_most; /* correlation with the others */
};

static const char *const measure_names[SKILLS_MEASURES] = { "current",
							    "required",
							    "future" };

static void find_items(const struct skills_plan *plan,
		       struct rating_scale *scale, int measure)
{
	scale->items =
		memory_array(scale, const struct skills_item *, plan->n_items);
	for (size_t i = 0; i < plan->n_items; i++)
		if (plan->items[i].variables[measure] &&
		    strcmp(plan->items[i].skill->area, scale->area) == 0)
			scale->items[scale->k++] = &plan->items[i];
}

static double number_of(const struct variable *variable, uint32_t code)
{
	return code < ANSWER_FIRST
		       ? (double)NAN
		       : variable->values[code - ANSWER_FIRST].number;
}

/* Every so many-th person's answers to VARIABLE into column AT. */
static int read_item(const struct skills_plan *plan, struct rating_scale *scale,
		     const struct variable *variable, size_t at,
		     struct error *error)
{
	struct answer_cursor *cursor;
	struct answer_codes chunk;
	uint64_t first = 0, row = 0;
	int more;

	if (answer_cursor_open(scale, plan->answers, variable, &cursor, error) <
	    0)
		return -1;
	while ((more = answer_cursor_next(cursor, &chunk, error)) > 0) {
		for (; row < first + chunk.n; row += scale->every)
			scale->values[row / scale->every * scale->k + at] =
				number_of(variable,
					  answer_code(&chunk,
						      (size_t)(row - first)));
		first += chunk.n;
	}
	talloc_free(cursor);
	return more;
}

static int read_ratings(const struct skills_plan *plan,
			struct rating_scale *scale, int measure,
			struct error *error)
{
	uint64_t n_rows = plan->answers->n_rows;

	scale->every = n_rows / PEOPLE_MOST + (n_rows % PEOPLE_MOST ? 1 : 0);
	if (scale->every == 0)
		scale->every = 1;
	scale->n_people = (size_t)((n_rows + scale->every - 1) / scale->every);
	scale->values = memory_array(scale, double, scale->n_people * scale->k);
	for (size_t i = 0; i < scale->n_people * scale->k; i++)
		scale->values[i] = (double)NAN;
	for (size_t i = 0; i < scale->k; i++)
		if (read_item(plan, scale, scale->items[i]->variables[measure],
			      i, error) < 0)
			return -1;
	return 0;
}

static struct item_range range_of(const struct reliability_item *items,
				  size_t k)
{
	struct item_range out = { k, k, (double)NAN, (double)NAN };

	for (size_t i = 0; i < k; i++) {
		double drop = items[i].alpha_drop;

		out.rest_least = fmin(out.rest_least, items[i].r_drop);
		out.rest_most = fmax(out.rest_most, items[i].r_drop);
		if (isnan(drop))
			continue;
		if (out.drop_least == k ||
		    drop < items[out.drop_least].alpha_drop)
			out.drop_least = i;
		if (out.drop_most == k ||
		    drop > items[out.drop_most].alpha_drop)
			out.drop_most = i;
	}
	return out;
}

/* Of one factor, on covariances as alpha is; NaN below three items. */
static double omega_of(const void *ctx, const struct covariance *covariance)
{
	struct factor_fit *fit =
		factor_minres(ctx, covariance->cor, covariance->k);

	return fit ? factor_omega(fit, covariance->sd, (double)NAN)
		   : (double)NAN;
}

static void put_drop(struct table_writer *writer,
		     const struct rating_scale *scale,
		     const struct reliability_item *items, size_t item)
{
	if (item == scale->k) {
		table_writer_null(writer);
		table_writer_null(writer);
		return;
	}
	table_writer_real(writer, items[item].alpha_drop);
	table_writer_text(writer, scale->items[item]->skill->name);
}

/* Below the minimum the scale has its number of people alone. */
static void put_estimates(struct table_writer *writer,
			  const struct rating_scale *scale,
			  const struct covariance *covariance,
			  const struct project_skills *settings)
{
	struct reliability_item *items =
		memory_array(scale, struct reliability_item, scale->k);
	struct reliability estimates =
		reliability_of(covariance, settings->confidence, items);
	struct item_range range = range_of(items, scale->k);

	table_writer_real(writer, estimates.alpha);
	table_writer_real(writer, estimates.low);
	table_writer_real(writer, estimates.high);
	table_writer_real(writer, omega_of(scale, covariance));
	put_drop(writer, scale, items, range.drop_least);
	put_drop(writer, scale, items, range.drop_most);
	table_writer_real(writer, range.rest_least);
	table_writer_real(writer, range.rest_most);
}

static int write_scale(const struct skills_plan *plan,
		       const struct rating_scale *scale, int64_t position,
		       struct table_writer *writer, struct error *error)
{
	struct covariance *covariance = covariance_listwise(
		scale, scale->values, scale->n_people, scale->k);

	table_writer_text(writer, scale->area);
	table_writer_text(writer, scale->measure);
	table_writer_integer(writer, position);
	table_writer_integer(writer, (int64_t)scale->k);
	table_writer_integer(writer, (int64_t)covariance->n);
	table_writer_integer(writer, (int64_t)scale->every);
	if (covariance->n >= (size_t)plan->settings->minimum_n)
		put_estimates(writer, scale, covariance, plan->settings);
	else
		for (size_t i = 0; i < 10; i++)
			table_writer_null(writer);
	return table_writer_row(writer, error);
}

static int write_area(const struct skills_plan *plan, const char *area,
		      int64_t position, struct table_writer *writer,
		      struct error *error)
{
	for (int measure = 0; measure < SKILLS_MEASURES; measure++) {
		struct rating_scale *scale =
			memory_new(writer, struct rating_scale);

		scale->area = area;
		scale->measure = measure_names[measure];
		find_items(plan, scale, measure);
		if (scale->k >= 2 &&
		    (read_ratings(plan, scale, measure, error) < 0 ||
		     write_scale(plan, scale, position, writer, error) < 0))
			return -1;
		talloc_free(scale);
	}
	return 0;
}

/* Is the item the first of its area? */
static bool begins_area(const struct skills_plan *plan, size_t item)
{
	size_t i = 0;

	while (strcmp(plan->items[i].skill->area,
		      plan->items[item].skill->area) != 0)
		i++;
	return i == item;
}

int skills_write_reliability(const struct skills_plan *plan,
			     struct stage_context *context, struct error *error)
{
	struct table_writer *writer;
	int64_t position = 0;

	if (table_writer_open(context->memory, context->store,
			      "scale_reliability",
			      "area TEXT, measure TEXT, position INTEGER,"
			      " items INTEGER, n INTEGER, every INTEGER,"
			      " alpha REAL, low REAL, high REAL, omega REAL,"
			      " drop_least REAL, drop_least_skill TEXT,"
			      " drop_most REAL, drop_most_skill TEXT,"
			      " rest_least REAL, rest_most REAL",
			      &writer, error) < 0)
		return -1;
	for (size_t i = 0; i < plan->n_items; i++)
		if (begins_area(plan, i) &&
		    write_area(plan, plan->items[i].skill->area, ++position,
			       writer, error) < 0)
			return -1;
	return 0;
}
