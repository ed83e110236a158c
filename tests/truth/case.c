#include "tests/truth/case.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

/* jansson's objects are hash tables: id -> index into values. */
struct results {
	json_t *index;
	double *values;
	size_t n;
	struct solution *solutions;
	size_t n_solutions;
};

struct solution {
	const char *prefix, *objective; /* the objective's whole id */
};

static int drop_results(struct results *results)
{
	json_decref(results->index);
	return 0;
}

struct results *results_new(const void *ctx)
{
	struct results *results = memory_new(ctx, struct results);

	results->index = memory_check(json_object());
	talloc_set_destructor(results, drop_results);
	return results;
}

void results_put(struct results *results, double value, const char *id_format,
		 ...)
{
	va_list args;
	char *id;

	va_start(args, id_format);
	id = memory_format_v(results, id_format, args);
	va_end(args);
	json_object_set_new(results->index, id,
			    json_integer((json_int_t)results->n));
	memory_append(results, results->values, double, results->n, value);
	talloc_free(id);
}

bool results_find(const struct results *results, const char *id, double *value)
{
	const json_t *found = json_object_get(results->index, id);

	if (!found)
		return false;
	*value = results->values[json_integer_value(found)];
	return true;
}

void results_solution(struct results *results, const char *prefix,
		      const char *objective)
{
	struct solution solution = { memory_format(results, "%s", prefix),
				     memory_format(results, "%s%s", prefix,
						   objective) };

	memory_append(results, results->solutions, struct solution,
		      results->n_solutions, solution);
}

/* Lower by more than sums of squares are rounded: the tolerance of the value
 * itself already covers solutions that differ by a few people. */
static bool is_lower(const struct results *results, const struct truth_case *c,
		     const char *objective)
{
	double got;

	if (!results_find(results, objective, &got))
		return false;
	for (size_t i = 0; i < c->n_expected; i++)
		if (strcmp(c->expected[i].id, objective) == 0)
			return got < c->expected[i].value * (1 - 1e-12);
	return false;
}

bool results_beat(const struct results *results, const struct truth_case *c,
		  const struct expected *expected)
{
	for (size_t i = 0; i < results->n_solutions; i++) {
		const struct solution *solution = &results->solutions[i];

		if (strncmp(expected->id, solution->prefix,
			    strlen(solution->prefix)) == 0)
			return is_lower(results, c, solution->objective);
	}
	return false;
}

bool expected_met(const struct expected *expected, double got)
{
	double slack = fmax(expected->abstol,
			    expected->reltol * fabs(expected->value));

	if (isnan(expected->value) || isnan(got))
		return isnan(expected->value) && isnan(got);
	if (isinf(expected->value) || isinf(got))
		return isinf(expected->value) && isinf(got) &&
		       (expected->value > 0) == (got > 0);
	if (expected->kind == EXPECTED_UPPER_BOUND)
		return got <= expected->value + slack;
	return fabs(got - expected->value) <= slack;
}

static double json_double(const json_t *value)
{
	const char *text = json_string_value(value);

	if (json_is_number(value))
		return json_number_value(value);
	if (text && strcmp(text, "Inf") == 0)
		return (double)INFINITY;
	if (text && strcmp(text, "-Inf") == 0)
		return -(double)INFINITY;
	return (double)NAN;
}

static struct expected read_expected(const json_t *entry)
{
	const char *kind = json_string_value(json_object_get(entry, "kind"));
	struct expected out = {
		.id = json_string_value(json_object_get(entry, "id")),
		.convention =
			json_string_value(json_object_get(entry, "convention")),
		.value = json_double(json_object_get(entry, "value")),
		.reltol = json_number_value(json_object_get(entry, "reltol")),
		.abstol = json_number_value(json_object_get(entry, "abstol"))
	};

	if (kind && strcmp(kind, "optional") == 0)
		out.kind = EXPECTED_OPTIONAL;
	else if (kind && strcmp(kind, "upper_bound") == 0)
		out.kind = EXPECTED_UPPER_BOUND;
	return out;
}

static int read_data(struct truth_case *c, const json_t *files,
		     const char *folder, struct error *error)
{
	c->n_data = json_array_size(files);
	c->data = memory_array(c, struct dataset *, c->n_data);
	for (size_t i = 0; i < c->n_data; i++) {
		const char *name = json_string_value(json_array_get(files, i));
		char *path = memory_format(c, "%s/data/%s", folder,
					   name ? name : "");

		if (dataset_load(c, path, &c->data[i], error) < 0)
			return -1;
	}
	return 0;
}

/* Keeps the JSON alive for the texts that point into it. */
struct json_owner {
	json_t *json;
};

static int drop_json(struct json_owner *owner)
{
	json_decref(owner->json);
	return 0;
}

static json_t *load_json(const void *ctx, const char *path, struct error *error)
{
	json_error_t fault;
	json_t *root = json_load_file(path, 0, &fault);
	struct json_owner *owner;

	if (!root) {
		error_set(error, ERROR_DATA, path, NULL, "line %d: %s",
			  fault.line, fault.text);
		return NULL;
	}
	owner = memory_new(ctx, struct json_owner);
	owner->json = root;
	talloc_set_destructor(owner, drop_json);
	return root;
}

int truth_case_load(const void *ctx, const char *folder, const char *path,
		    struct truth_case **out, struct error *error)
{
	struct truth_case *c = memory_new(ctx, struct truth_case);
	json_t *root = load_json(c, path, error);
	const json_t *entries;

	if (!root)
		return -1;
	c->name = json_string_value(json_object_get(root, "case"));
	c->method = json_string_value(json_object_get(root, "method"));
	c->params = json_object_get(root, "params");
	entries = json_object_get(root, "expected");
	if (!c->name || !c->method || !json_is_array(entries))
		return error_set(error, ERROR_DATA, path, NULL,
				 "no case, method or expected values");
	c->n_expected = json_array_size(entries);
	c->expected = memory_array(c, struct expected, c->n_expected);
	for (size_t i = 0; i < c->n_expected; i++) {
		c->expected[i] = read_expected(json_array_get(entries, i));
		if (!c->expected[i].id)
			return error_set(error, ERROR_DATA, path, NULL,
					 "value %zu has no id", i + 1);
	}
	*out = c;
	return read_data(c, json_object_get(root, "data"), folder, error);
}

const char **truth_names(const struct truth_case *c, const char *key, size_t *n)
{
	const json_t *list = json_object_get(c->params, key);
	const char **names;

	*n = json_is_array(list) ? json_array_size(list) : json_is_string(list);
	if (*n == 0)
		return NULL;
	names = memory_array(c, const char *, *n);
	for (size_t i = 0; i < *n; i++) {
		const char *text = json_string_value(
			json_is_array(list) ? json_array_get(list, i) : list);

		names[i] = text ? text : "";
	}
	return names;
}

double truth_number(const struct truth_case *c, const char *key,
		    double fallback)
{
	const json_t *value = json_object_get(c->params, key);

	return json_is_number(value) ? json_number_value(value) : fallback;
}

const char *truth_text(const struct truth_case *c, const char *key,
		       const char *fallback)
{
	const char *text = json_string_value(json_object_get(c->params, key));

	return text ? text : fallback;
}
