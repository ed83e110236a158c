#include "stages/weights.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/rake.h"
#include "stages/answer_names.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* Cells of a model matrix beyond which standard errors do without it: they
 * are then a little too wide. */
static const size_t matrix_most = (size_t)1 << 24;

/* ---- the stored weights ---- */

static int damaged(const struct answers *answers, struct error *error)
{
	return error_set(error, ERROR_FAILED, database_path(answers->database),
			 "run the project again",
			 "the weights are not those of the answers");
}

static int read_weights(struct weights *weights, double *base,
			const struct answers *answers, struct error *error)
{
	struct statement *row;
	size_t at = 0;
	int more;

	if (statement_prepare(answers->database,
			      "SELECT n, weights, base FROM weight"
			      " ORDER BY sequence",
			      &row, error) < 0)
		return -1;
	while ((more = statement_step(row, error)) > 0) {
		size_t n = (size_t)statement_integer(row, 0), length, also;
		const void *data = statement_blob(row, 1, &length);
		const void *bases = statement_blob(row, 2, &also);

		if (at + n > weights->n || length != n * sizeof(double) ||
		    also != length)
			return damaged(answers, error);
		memcpy(weights->weights + at, data, length);
		memcpy(base + at, bases, length);
		at += n;
	}
	talloc_free(row);
	if (more == 0 && at != weights->n)
		return damaged(answers, error);
	return more;
}

/* ---- the design ---- */

static int read_units(const struct weights *weights,
		      const struct answers *answers,
		      const struct project_weights *settings, const char *name,
		      size_t **units, struct error *error)
{
	const struct variable *variable;
	uint32_t *codes;

	*units = NULL;
	if (!name)
		return 0;
	variable = answer_named(answers, answers, name, settings->where, error);
	if (!variable ||
	    answer_codes_read(weights, answers, variable, &codes, error) < 0)
		return -1;
	*units = memory_array(weights, size_t, weights->n);
	for (size_t i = 0; i < weights->n; i++)
		(*units)[i] = codes[i];
	return 0;
}

/* Who is in no cluster is one alone. */
static void part_unknown(const struct weights *weights, size_t *clusters)
{
	for (size_t i = 0; clusters && i < weights->n; i++)
		if (clusters[i] < ANSWER_FIRST)
			clusters[i] = UINT32_MAX + i;
}

/* How many there are in the population of each person's stratum. */
static int read_population(const struct weights *weights,
			   const struct answers *answers,
			   const struct project_weights *settings,
			   const size_t *strata, double **population,
			   struct error *error)
{
	struct value name = value_text(settings->strata);
	struct table *table;

	*population = NULL;
	if (!settings->is_finite)
		return 0;
	if (database_query(weights, answers->database,
			   strata ? "SELECT frame FROM weight_margin WHERE"
				    " question = ?1 ORDER BY position"
				  : "SELECT population FROM weight_summary",
			   strata ? &name : NULL, strata ? 1 : 0, NULL, &table,
			   error) < 0)
		return -1;
	if (table->n_rows == 0)
		return damaged(answers, error);
	*population = memory_array(weights, double, weights->n);
	for (size_t i = 0; i < weights->n; i++) {
		size_t row = strata && strata[i] >= ANSWER_FIRST
				     ? strata[i] - ANSWER_FIRST
				     : 0;

		(*population)[i] = strata && strata[i] < ANSWER_FIRST
					   ? (double)INFINITY
					   : table_number(table, row, 0);
	}
	return 0;
}

static int make_design(struct weights *weights, const struct answers *answers,
		       const struct project_weights *settings,
		       struct error *error)
{
	size_t *strata, *clusters;
	double *population;

	if (read_units(weights, answers, settings, settings->strata, &strata,
		       error) < 0 ||
	    read_units(weights, answers, settings, settings->cluster, &clusters,
		       error) < 0 ||
	    read_population(weights, answers, settings, strata, &population,
			    error) < 0)
		return -1;
	part_unknown(weights, clusters);
	const struct design_input input = {
		.n = weights->n,
		.n_stages = clusters != NULL,
		.weights = weights->weights,
		.strata = strata,
		.units = { clusters },
		.population = { population },
	};

	weights->design = design_new(weights, &input);
	return 0;
}

/* ---- what fitting to the margins explains ---- */

static int read_margin(const struct weights *weights,
		       const struct answers *answers,
		       const struct project_margin *settings,
		       struct margin *margin, struct error *error)
{
	const struct variable *variable = answer_named(
		answers, answers, settings->variable, settings->where, error);
	uint32_t *codes;
	size_t *level;

	if (!variable ||
	    answer_codes_read(weights, answers, variable, &codes, error) < 0)
		return -1;
	level = memory_array(weights, size_t, weights->n);
	for (size_t i = 0; i < weights->n; i++)
		level[i] = codes[i] < ANSWER_FIRST ? SIZE_MAX
						   : codes[i] - ANSWER_FIRST;
	talloc_free(codes);
	*margin = (struct margin){ .name = variable->question,
				   .n_levels = variable->n_values,
				   .level = level };
	return 0;
}

/* Margins that were crossed are one margin of their cells. */
static void cross(const struct weights *weights, struct margin *margins,
		  size_t n)
{
	size_t *cells = memory_array(weights, size_t, weights->n);
	size_t n_cells = 1;

	for (size_t m = 0; m < n; m++) {
		for (size_t i = 0; i < weights->n; i++)
			cells[i] =
				cells[i] == SIZE_MAX ||
						margins[m].level[i] == SIZE_MAX
					? SIZE_MAX
					: cells[i] * margins[m].n_levels +
						  margins[m].level[i];
		n_cells *= margins[m].n_levels;
	}
	margins[0] = (struct margin){ .n_levels = n_cells, .level = cells };
}

/* The *N margins fitted to, without targets. */
static int read_margins(const struct weights *weights,
			const struct answers *answers,
			const struct project_weights *settings,
			struct margin **margins, size_t *n, struct error *error)
{
	*n = settings->n_margins;
	*margins = memory_array(weights, struct margin, *n);
	for (size_t m = 0; m < *n; m++)
		if (read_margin(weights, answers, &settings->margins[m],
				&(*margins)[m], error) < 0)
			return -1;
	if (settings->method == WEIGHTS_POST_STRATIFICATION) {
		cross(weights, *margins, *n);
		*n = 1;
	}
	return 0;
}

static void add_calibration(struct weights *weights,
			    const struct margin *margins, size_t n,
			    const double *base)
{
	size_t p = 0;
	double *matrix;

	for (size_t m = 0; m < n; m++)
		p += margins[m].n_levels;
	if (p == 0 || weights->n > matrix_most / p)
		return;
	matrix = margins_matrix(weights, margins, n, weights->n, &p);
	weights->design->calibration =
		least_squares_new(weights, matrix, base, weights->n, p);
	talloc_free(matrix);
}

/* ---- replicates ---- */

/* Factors of replicates that memory should hold: 128 MB. */
static const size_t factors_most = (size_t)1 << 24;

static const uint64_t bootstrap_seed = 20240601;

static int add_replicates(struct weights *weights,
			  const struct project_weights *settings,
			  struct error *error)
{
	const struct design *design = weights->design;
	bool is_jackknife = settings->variance == WEIGHTS_JACKKNIFE;
	size_t n = is_jackknife ? design->n_units : settings->n_replicates;

	if (settings->variance == WEIGHTS_LINEARISED)
		return 0;
	if (n > 0 && design->n_units > factors_most / n)
		return error_set(error, ERROR_PROJECT, settings->where,
				 "write variance: linearised, or name the "
				 "clusters",
				 "%zu replicates of %zu units are too many", n,
				 design->n_units);
	weights->replicates = is_jackknife
				      ? replicates_jackknife(weights, design)
				      : replicates_bootstrap(weights, design, n,
							     bootstrap_seed);
	return 0;
}

/* Weights of each person in each replicate: memory as of the factors. */
static int fit_again(struct weights *weights,
		     const struct project_weights *settings,
		     const struct margin *margins, size_t n,
		     struct error *error)
{
	struct replicates *replicates = weights->replicates;

	if (!replicates || !settings->fits_again)
		return 0;
	if (replicates->n > 0 && weights->n > factors_most / replicates->n)
		return error_set(error, ERROR_PROJECT, settings->where,
				 "leave fit_again out, or ask for fewer "
				 "replicates",
				 "%zu replicates of %zu people are too many to "
				 "be fitted again",
				 replicates->n, weights->n);
	replicates_fit(replicates, margins, n);
	return 0;
}

int weights_load(const void *ctx, const struct project *project,
		 const struct answers *answers, struct weights **result,
		 struct error *error)
{
	struct weights *weights;
	struct margin *margins;
	size_t n_margins;
	double *base;

	*result = NULL;
	if (!project->weights)
		return 0;
	weights = memory_new(ctx, struct weights);
	weights->n = (size_t)answers->n_rows;
	weights->weights = memory_array(weights, double, weights->n);
	base = memory_array(weights, double, weights->n);
	if (read_weights(weights, base, answers, error) < 0 ||
	    make_design(weights, answers, project->weights, error) < 0 ||
	    read_margins(weights, answers, project->weights, &margins,
			 &n_margins, error) < 0)
		return -1;
	add_calibration(weights, margins, n_margins, base);
	if (add_replicates(weights, project->weights, error) < 0 ||
	    fit_again(weights, project->weights, margins, n_margins, error) < 0)
		return -1;
	*result = weights;
	return 0;
}
