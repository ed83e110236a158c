/*
 * truth [--strict] [--verbose] FOLDER
 *
 * Compare divario with reference values: FOLDER/expected/<case>.json names a
 * method, its parameters and FOLDER/data/<file>.csv, and lists values with
 * tolerances.  Prints passed, failed and missing values per case and in all; a
 * value of a solution worse than ours (k-means) is counted on its own.
 * Exit 1 when a value that is not optional fails (--strict: or is missing), or
 * when a case cannot be read; 2 for a wrong command line.
 */
#include "pipeline/core/memory.h"
#include "tests/truth/methods.h"

#include <glob.h>
#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <string.h>

enum { SHOWN_FAILURES = 8 };

struct score {
	size_t passed, failed, missing, optional;
	size_t beaten; /* of a solution worse than ours */
};

struct options {
	bool is_strict, is_verbose;
	const char *folder;
};

static void show_failure(const struct expected *expected, double got,
			 const struct score *score,
			 const struct options *options)
{
	if (!options->is_verbose && score->failed > SHOWN_FAILURES)
		return;
	printf("    %s: got %.15g, want %.15g\n", expected->id, got,
	       expected->value);
}

static void judge(const struct truth_case *c, const struct expected *expected,
		  const struct results *results, struct score *score,
		  const struct options *options)
{
	bool is_optional = expected->kind == EXPECTED_OPTIONAL;
	double got;

	if (!results_find(results, expected->id, &got)) {
		if (is_optional)
			score->optional++;
		else
			score->missing++;
		if (options->is_verbose)
			printf("    %s: missing\n", expected->id);
	} else if (expected_met(expected, got)) {
		score->passed++;
	} else if (results_beat(results, c, expected)) {
		score->beaten++;
		if (options->is_verbose)
			printf("    %s: %.15g is of a worse solution; got "
			       "%.15g\n",
			       expected->id, expected->value, got);
	} else if (is_optional) {
		score->optional++;
	} else {
		score->failed++;
		show_failure(expected, got, score, options);
	}
}

static void print_score(const char *name, const struct score *score)
{
	printf("%-36s passed %5zu  failed %4zu  missing %5zu", name,
	       score->passed, score->failed, score->missing);
	if (score->optional > 0)
		printf("  optional not met %zu", score->optional);
	if (score->beaten > 0)
		printf("  of a worse solution %zu", score->beaten);
	printf("\n");
}

static int run_case(const char *path, const struct options *options,
		    struct score *score, struct error *error)
{
	void *memory = memory_check(talloc_new(NULL));
	struct results *results = results_new(memory);
	struct truth_case *c;
	truth_method *method;
	int status;

	status = truth_case_load(memory, options->folder, path, &c, error);
	if (status == 0) {
		method = method_find(c->method);
		if (method)
			status = method(c, results, error);
	}
	if (status == 0) {
		for (size_t i = 0; i < c->n_expected; i++)
			judge(c, &c->expected[i], results, score, options);
		print_score(c->name, score);
	}
	talloc_free(memory);
	return status;
}

/* False when a value failed or a case could not be run. */
static bool run_all(const glob_t *files, const struct options *options)
{
	struct score total = { 0 };
	bool is_good = true;

	for (size_t i = 0; i < files->gl_pathc; i++) {
		struct score score = { 0 };
		struct error error = { 0 };

		if (run_case(files->gl_pathv[i], options, &score, &error) < 0) {
			printf("%s: %s: %s\n", files->gl_pathv[i], error.where,
			       error.what);
			is_good = false;
		}
		total.passed += score.passed;
		total.failed += score.failed;
		total.missing += score.missing;
		total.optional += score.optional;
		total.beaten += score.beaten;
	}
	print_score("total", &total);
	if (total.failed > 0 || (options->is_strict && total.missing > 0))
		is_good = false;
	return is_good;
}

static bool parse_options(int argc, char **argv, struct options *options)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--strict") == 0)
			options->is_strict = true;
		else if (strcmp(argv[i], "--verbose") == 0)
			options->is_verbose = true;
		else if (argv[i][0] != '-' && !options->folder)
			options->folder = argv[i];
		else
			return false;
	}
	return options->folder != NULL;
}

int main(int argc, char **argv)
{
	struct options options = { 0 };
	glob_t files = { 0 };
	char *pattern;
	bool is_good;

	if (!parse_options(argc, argv, &options)) {
		fprintf(stderr, "usage: truth [--strict] [--verbose] FOLDER\n");
		return 2;
	}
	gsl_set_error_handler_off();
	pattern = memory_format(NULL, "%s/expected/*.json", options.folder);
	if (glob(pattern, 0, NULL, &files) != 0) {
		fprintf(stderr, "truth: no case matches %s\n", pattern);
		talloc_free(pattern);
		return 1;
	}
	is_good = run_all(&files, &options);
	globfree(&files);
	talloc_free(pattern);
	return is_good ? 0 : 1;
}
