#include "tests/truth/survey_case.h"

#include "pipeline/core/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static int compare_names(const void *first, const void *second)
{
	const char *const *a = first;
	const char *const *b = second;

	return strcmp(*a, *b);
}

static size_t code_of(const struct levels *levels, const char *name)
{
	const char **found = bsearch(&name, levels->names, levels->n,
				     sizeof name, compare_names);

	return found ? (size_t)(found - levels->names) : SIZE_MAX;
}

struct levels *column_levels(const struct truth_case *c, const char *name)
{
	const struct dataset *data = c->data[0];
	long column = dataset_column(data, name);
	struct levels *out;
	size_t n = 0;

	if (column < 0)
		return NULL;
	out = memory_new(c, struct levels);
	out->names = memory_array(out, const char *, data->n_rows);
	for (size_t i = 0; i < data->n_rows; i++) {
		const char *text = dataset_text(data, i, column);

		if (*text)
			out->names[n++] = text;
	}
	if (n > 1)
		qsort(out->names, n, sizeof *out->names, compare_names);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || strcmp(out->names[i], out->names[i - 1]) != 0)
			out->names[out->n++] = out->names[i];
	out->codes = memory_array(out, size_t, data->n_rows);
	for (size_t i = 0; i < data->n_rows; i++)
		out->codes[i] = code_of(out, dataset_text(data, i, column));
	return out;
}

static int missing_column(const struct truth_case *c, const char *name,
			  struct error *error)
{
	return error_set(error, ERROR_DATA, c->name, NULL,
			 "the data have no column '%s'", name);
}

static int read_units(const struct truth_case *c, struct design_input *input,
		      struct error *error)
{
	const char **ids = truth_names(c, "ids", &input->n_stages);

	if (input->n_stages > DESIGN_STAGES)
		return error_set(error, ERROR_DATA, c->name, NULL,
				 "more than %d stages", DESIGN_STAGES);
	for (size_t s = 0; s < input->n_stages; s++) {
		const struct levels *levels = column_levels(c, ids[s]);

		if (!levels)
			return missing_column(c, ids[s], error);
		input->units[s] = levels->codes;
	}
	return 0;
}

static int read_populations(const struct truth_case *c,
			    struct design_input *input, struct error *error)
{
	size_t n;
	const char **names = truth_names(c, "fpc", &n);

	for (size_t s = 0; s < n && s < DESIGN_STAGES; s++) {
		char *name =
			memory_text_n(c, names[s], strcspn(names[s], " ("));

		input->population[s] = dataset_numbers(c, c->data[0], name);
		if (!input->population[s])
			return missing_column(c, name, error);
	}
	return 0;
}

int survey_design(const struct truth_case *c, const char *weights,
		  struct design **design, struct error *error)
{
	struct design_input input = { .n = c->data[0]->n_rows };
	const char *strata = truth_text(c, "strata", NULL);
	const struct levels *levels;

	if (read_units(c, &input, error) < 0 ||
	    read_populations(c, &input, error) < 0)
		return -1;
	if (weights) {
		input.weights = dataset_numbers(c, c->data[0], weights);
		if (!input.weights)
			return missing_column(c, weights, error);
	}
	if (strata) {
		levels = column_levels(c, strata);
		if (!levels)
			return missing_column(c, strata, error);
		input.strata = levels->codes;
	}
	*design = design_new(c, &input);
	return 0;
}
