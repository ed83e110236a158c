#include "pipeline/core/memory.h"
#include "stages/answer_names.h"
#include "stages/tests.h"

#include <math.h>

static const struct variable *named(const struct test_run *run,
				    const char *name, struct error *error)
{
	return answer_named(run, run->answers, name, run->settings->where,
			    error);
}

int test_numbers_check(const struct test_run *run,
		       const struct variable *variable, struct error *error)
{
	for (size_t i = 0; i < variable->n_values; i++)
		if (!isnan(variable->values[i].number))
			return 0;
	/* nobody answered: nothing to compute, nothing wrong */
	if (variable->n_values == 0)
		return 0;
	return error_set(error, ERROR_PROJECT, run->settings->where,
			 "name a question of numbers, or give its choices "
			 "numbers in the codebook",
			 "the answers to '%s' are no numbers", variable->name);
}

static int check_choices(const struct test_run *run,
			 const struct variable *variable, struct error *error)
{
	if (variable->n_values <= TESTS_ANSWERS)
		return 0;
	return error_set(error, ERROR_PROJECT, run->settings->where,
			 "name a question with choices",
			 "'%s' has %zu different answers, too many for groups",
			 variable->name, variable->n_values);
}

static void count(struct test_counts *counts, const uint32_t *first,
		  const uint32_t *second, uint64_t n)
{
	for (uint64_t i = 0; i < n; i++)
		if (first[i] >= ANSWER_FIRST && second[i] >= ANSWER_FIRST)
			counts->counts[(first[i] - ANSWER_FIRST) *
					       counts->columns +
				       second[i] - ANSWER_FIRST]++;
}

int test_counts_read(const struct test_run *run, const char *first,
		     const char *second, struct test_counts **counts,
		     struct error *error)
{
	struct test_counts *made = memory_new(run, struct test_counts);
	uint32_t *rows, *columns;

	made->first = named(run, first, error);
	made->second = made->first ? named(run, second, error) : NULL;
	if (!made->second || check_choices(run, made->first, error) < 0 ||
	    answer_codes_read(made, run->answers, made->first, &rows, error) <
		    0 ||
	    answer_codes_read(made, run->answers, made->second, &columns,
			      error) < 0)
		return -1;
	made->rows = made->first->n_values;
	made->columns = made->second->n_values;
	made->counts = memory_array(made, uint64_t, made->rows * made->columns);
	count(made, rows, columns, run->answers->n_rows);
	talloc_free(rows);
	talloc_free(columns);
	*counts = made;
	return 0;
}

int test_columns_read(const struct test_run *run, const char *const *names,
		      size_t n, double ***columns, struct error *error)
{
	*columns = memory_array(run, double *, n);
	for (size_t i = 0; i < n; i++) {
		const struct variable *variable = named(run, names[i], error);

		if (!variable || test_numbers_check(run, variable, error) < 0 ||
		    answer_numbers_read(*columns, run->answers, variable,
					&(*columns)[i], error) < 0)
			return -1;
	}
	return 0;
}
