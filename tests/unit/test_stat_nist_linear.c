/*
 * NIST's linear regression problems: digits in common with the certified
 * values.  Filippelli's, the hardest, is here; the others are read where the
 * data lie, and skipped when they are not there.
 */
#include "pipeline/core/memory.h"
#include "pipeline/stat/ols.h"
#include "tests/support/near.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FOLDER "../shared/data/nist_strd"

enum { MOST_ROWS = 200, MOST_COLUMNS = 16 };

static const double filippelli[][2] = {
	/* clang-format off */
	{ 0.8116, -6.860120914 }, { 0.9072, -4.324130045 }, { 0.9052, -4.358625055 },
	{ 0.9039, -4.358426747 }, { 0.8053, -6.955852379 }, { 0.8377, -6.661145254 },
	{ 0.8667, -6.355462942 }, { 0.8809, -6.118102026 }, { 0.7975, -7.115148017 },
	{ 0.8162, -6.815308569 }, { 0.8515, -6.519993057 }, { 0.8766, -6.204119983 },
	{ 0.8885, -5.853871964 }, { 0.8859, -6.109523091 }, { 0.8959, -5.79832982 },
	{ 0.8913, -5.482672118 }, { 0.8959, -5.171791386 }, { 0.8971, -4.851705903 },
	{ 0.9021, -4.517126416 }, { 0.909, -4.143573228 }, { 0.9139, -3.709075441 },
	{ 0.9199, -3.499489089 }, { 0.8692, -6.300769497 }, { 0.8872, -5.953504836 },
	{ 0.89, -5.642065153 }, { 0.891, -5.031376979 }, { 0.8977, -4.680685696 },
	{ 0.9035, -4.329846955 }, { 0.9078, -3.928486195 }, { 0.7675, -8.56735134 },
	{ 0.7705, -8.363211311 }, { 0.7713, -8.107682739 }, { 0.7736, -7.823908741 },
	{ 0.7775, -7.522878745 }, { 0.7841, -7.218819279 }, { 0.7971, -6.920818754 },
	{ 0.8329, -6.628932138 }, { 0.8641, -6.323946875 }, { 0.8804, -5.991399828 },
	{ 0.7668, -8.781464495 }, { 0.7633, -8.663140179 }, { 0.7678, -8.473531488 },
	{ 0.7697, -8.247337057 }, { 0.77, -7.971428747 }, { 0.7749, -7.676129393 },
	{ 0.7796, -7.352812702 }, { 0.7897, -7.072065318 }, { 0.8131, -6.774174009 },
	{ 0.8498, -6.478861916 }, { 0.8741, -6.159517513 }, { 0.8061, -6.835647144 },
	{ 0.846, -6.53165267 }, { 0.8751, -6.224098421 }, { 0.8856, -5.910094889 },
	{ 0.8919, -5.598599459 }, { 0.8934, -5.290645224 }, { 0.894, -4.974284616 },
	{ 0.8957, -4.64454848 }, { 0.9047, -4.290560426 }, { 0.9129, -3.885055584 },
	{ 0.9209, -3.408378962 }, { 0.9219, -3.13200249 }, { 0.7739, -8.726767166 },
	{ 0.7681, -8.66695597 }, { 0.7665, -8.511026475 }, { 0.7703, -8.165388579 },
	{ 0.7702, -7.886056648 }, { 0.7761, -7.588043762 }, { 0.7809, -7.283412422 },
	{ 0.7961, -6.995678626 }, { 0.8253, -6.691862621 }, { 0.8602, -6.392544977 },
	{ 0.8809, -6.067374056 }, { 0.8301, -6.684029655 }, { 0.8664, -6.378719832 },
	{ 0.8834, -6.065855188 }, { 0.8898, -5.752272167 }, { 0.8964, -5.132414673 },
	{ 0.8963, -4.811352704 }, { 0.9074, -4.098269308 }, { 0.9119, -3.66174277 },
	{ 0.9228, -3.2644011 },
	/* clang-format on */
};

static const double filippelli_certified[][2] = {
	{ -1467.48961422980, 298.084530995537 },
	{ -2772.17959193342, 559.779865474950 },
	{ -2316.37108160893, 466.477572127796 },
	{ -1127.97394098372, 227.204274477751 },
	{ -354.478233703349, 71.6478660875927 },
	{ -75.1242017393757, 15.2897178747400 },
	{ -10.8753180355343, 2.23691159816033 },
	{ -1.06221498588947, 0.221624321934227 },
	{ -0.670191154593408E-01, 0.142363763154724E-01 },
	{ -0.246781078275479E-02, 0.535617408889821E-03 },
	{ -0.402962525080404E-04, 0.896632837373868E-05 }
};

/* Matching digits, at most 15; an exact 0 asks for that small a number. */
static double digits(double got, double certified)
{
	double apart = fabs(got - certified);

	if (certified != 0)
		apart /= fabs(certified);
	return apart > 0 ? fmin(15, -log10(apart)) : 15;
}

static void powers(double x, size_t degree, double *row)
{
	row[0] = x;
	for (size_t j = 1; j < degree; j++)
		row[j] = row[j - 1] * x;
}

static void filippelli_keeps_eight_digits(void **state)
{
	double x[82], y[82], worst = 15;
	struct ols *fit;

	(void)state;
	for (size_t i = 0; i < 82; i++) {
		y[i] = filippelli[i][0];
		x[i] = filippelli[i][1];
	}
	fit = ols_polynomial(NULL, x, y, 82, 10);
	assert_int_equal(fit->rank, 11);
	for (size_t j = 0; j < 11; j++) {
		worst = fmin(worst, digits(fit->coefficients[j].value,
					   filippelli_certified[j][0]));
		worst = fmin(worst, digits(fit->coefficients[j].se,
					   filippelli_certified[j][1]));
	}
	print_message("Filippelli: %.1f digits\n", worst);
	assert_true(worst >= 8);
	assert_true(digits(fit->r2, 0.996727416185620) >= 8);
	talloc_free(fit);
}

struct problem {
	const char *name;
	size_t degree; /* of a polynomial in x; 0 = the columns as they are */
	bool has_constant;
};

static const struct problem problems[] = {
	{ "Norris", 1, true },   { "Pontius", 2, true },
	{ "NoInt1", 1, false },  { "NoInt2", 1, false },
	{ "Longley", 0, true },  { "Wampler1", 5, true },
	{ "Wampler2", 5, true }, { "Wampler3", 5, true },
	{ "Wampler4", 5, true }, { "Wampler5", 5, true },
};

struct data {
	double x[MOST_ROWS * MOST_COLUMNS], y[MOST_ROWS];
	size_t n, k;
};

static void read_row(const struct problem *problem, char *line,
		     struct data *data)
{
	double cells[MOST_COLUMNS];
	size_t n_cells = 0;

	for (char *cell = strtok(line, ","); cell; cell = strtok(NULL, ","))
		if (n_cells < MOST_COLUMNS)
			cells[n_cells++] = strtod(cell, NULL);
	data->k = problem->degree ? problem->degree : n_cells - 1;
	data->y[data->n] = cells[0];
	if (problem->degree)
		powers(cells[1], data->k, data->x + data->n * data->k);
	else
		memcpy(data->x + data->n * data->k, cells + 1,
		       data->k * sizeof *cells);
	data->n++;
}

static bool read_problem(const struct problem *problem, struct data *data)
{
	char path[128], line[512];
	FILE *file;

	snprintf(path, sizeof path, FOLDER "/data/linear/%s.csv",
		 problem->name);
	file = fopen(path, "r");
	if (!file)
		return false;
	data->n = 0;
	if (fgets(line, sizeof line, file))
		while (data->n < MOST_ROWS && fgets(line, sizeof line, file))
			read_row(problem, line, data);
	fclose(file);
	return true;
}

/* Digits of one certified line: parameter, estimate, standard error. */
static double certified_digits(const struct problem *problem,
			       const struct ols *fit, const char *parameter,
			       const char *estimate, const char *error)
{
	size_t j;

	if (strcmp(parameter, "R2") == 0)
		return digits(fit->r2, strtod(estimate, NULL));
	if (strcmp(parameter, "residual_sd") == 0)
		return digits(fit->sigma, strtod(estimate, NULL));
	j = strtoul(parameter + 1, NULL, 10) - !problem->has_constant;
	return fmin(digits(fit->coefficients[j].value, strtod(estimate, NULL)),
		    digits(fit->coefficients[j].se, strtod(error, NULL)));
}

/* The fewest digits over the certified lines of the problem. */
static double worst_digits(const struct problem *problem, const struct ols *fit)
{
	FILE *file = fopen(FOLDER "/certified/linear.csv", "r");
	char line[256];
	double worst = 15;
	size_t found = 0;

	assert_non_null(file);
	while (fgets(line, sizeof line, file)) {
		char name[32], parameter[32], estimate[64], error[64] = "";

		if (sscanf(line, "%31[^,],%31[^,],%63[^,],%63s", name,
			   parameter, estimate, error) < 3 ||
		    strcmp(name, problem->name) != 0)
			continue;
		found++;
		worst = fmin(worst, certified_digits(problem, fit, parameter,
						     estimate, error));
	}
	fclose(file);
	assert_true(found > 0);
	return worst;
}

static void certified_values_keep_ten_digits(void **state)
{
	struct data *data = memory_new(NULL, struct data);
	size_t n_problems = 0;

	(void)state;
	for (size_t i = 0; i < sizeof problems / sizeof *problems; i++) {
		struct ols *fit;
		double worst;

		if (!read_problem(&problems[i], data))
			continue;
		fit = ols_fit(data, data->x, data->y, data->n, data->k,
			      problems[i].has_constant);
		worst = worst_digits(&problems[i], fit);
		print_message("%s: %.1f digits\n", problems[i].name, worst);
		assert_true(worst >= 10);
		n_problems++;
	}
	talloc_free(data);
	if (n_problems == 0)
		skip();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(filippelli_keeps_eight_digits),
		cmocka_unit_test(certified_values_keep_ten_digits),
	};

	gsl_set_error_handler_off();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
