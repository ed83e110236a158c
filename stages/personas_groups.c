#include "pipeline/core/memory.h"
#include "pipeline/stat/hclust.h"
#include "pipeline/stat/kmeans.h"
#include "pipeline/stat/pam.h"
#include "pipeline/stat/partition.h"
#include "stages/personas.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
	STARTS = 50,
	GAP_STARTS = 5,
	GAP_DRAWS = 20,
	STABILITY_DRAWS = 50,
	/* Comparing all pairs anew in every draw: fewer people will do. */
	STABILITY_SAMPLE = 500
};

/* What the groups are found in: the people that can be compared. */
struct ground {
	const struct project_personas *settings;
	size_t n, p;
	size_t *rows; /* numbers of the people */
	double *x;    /* n x p, standardised; NULL for PAM */
	struct distances *distances;
	struct hclust *tree; /* Ward only */
};

static bool is_pam(const struct project_personas *settings)
{
	return settings->method == PERSONAS_PAM;
}

/* Scores alone: people who lack one cannot be compared. */
static void stand_on_scores(struct ground *ground,
			    const struct persona_people *people)
{
	ground->p = people->n_scores;
	ground->x = memory_copy(ground, people->values,
				people->n * ground->p * sizeof(double));
	ground->n =
		complete_rows(ground->x, people->n, ground->p, ground->rows);
	standardise_columns(ground->x, ground->n, ground->p);
	ground->distances =
		distances_euclid(ground, ground->x, ground->n, ground->p);
	if (ground->settings->method == PERSONAS_WARD)
		ground->tree = hclust(ground, ground->distances, HCLUST_WARD);
}

static bool is_answered(uint32_t code)
{
	return code >= ANSWER_FIRST;
}

/* People who answered at least half of what they are compared by. */
static void keep_answerers(struct ground *ground,
			   const struct persona_people *people)
{
	size_t all = people->n_scores + people->n_variables;

	for (size_t i = 0; i < people->n; i++) {
		size_t n = 0;

		for (size_t s = 0; s < people->n_scores; s++)
			n += isnan(people->values[i * people->n_scores + s])
				     ? 0U
				     : 1U;
		for (size_t v = 0; v < people->n_variables; v++)
			n += is_answered(people->codes[v * people->n + i]);
		if (n > 0 && 2 * n >= all)
			ground->rows[ground->n++] = i;
	}
}

static double described(const struct variable *variable, uint32_t code)
{
	if (!is_answered(code))
		return (double)NAN;
	if (variable->type == QUESTION_SELECT_ONE)
		return (double)code;
	return variable->values[code - ANSWER_FIRST].number;
}

static enum gower_type gower_type_of(const struct variable *variable)
{
	if (variable->type == QUESTION_SELECT_ONE)
		return GOWER_NOMINAL;
	return variable->type == QUESTION_SELECT_MULTIPLE ? GOWER_ASYMMETRIC
							  : GOWER_INTERVAL;
}

/* Scores and descriptions together, of whatever kind. */
static void stand_on_everything(struct ground *ground,
				const struct persona_people *people)
{
	size_t p = people->n_scores + people->n_variables;
	struct gower_variable *variables =
		memory_array(ground, struct gower_variable, p);

	keep_answerers(ground, people);
	for (size_t v = 0; v < p; v++) {
		double *values = memory_array(variables, double, ground->n);
		bool is_score = v < people->n_scores;
		size_t q = is_score ? v : v - people->n_scores;

		for (size_t i = 0; i < ground->n; i++) {
			size_t row = ground->rows[i];

			values[i] =
				is_score ? people->values
						   [row * people->n_scores + q]
					 : described(
						   people->variables[q],
						   people->codes[q * people->n +
								 row]);
		}
		variables[v] = (struct gower_variable){
			is_score ? GOWER_INTERVAL
				 : gower_type_of(people->variables[q]),
			values
		};
	}
	ground->distances = distances_gower(ground, variables, p, ground->n);
}

static struct ground *ground_new(const struct personas *personas)
{
	struct ground *ground = memory_new(personas, struct ground);

	ground->settings = personas->settings;
	ground->rows = memory_array(ground, size_t, personas->people.n);
	if (is_pam(personas->settings))
		stand_on_everything(ground, &personas->people);
	else
		stand_on_scores(ground, &personas->people);
	return ground;
}

/* LABELS of K groups; false when there are not as many different people. */
static bool divide(const struct ground *ground, size_t k, size_t *labels)
{
	void *scratch = talloc_new(NULL);
	const size_t *found = NULL;

	if (ground->tree) {
		hclust_cut(ground->tree, k, labels);
	} else if (ground->x) {
		struct kmeans *km =
			kmeans(scratch, ground->x, ground->n, ground->p, k,
			       STARTS, ground->settings->seed);
		found = km ? km->labels : NULL;
	} else {
		struct pam *medoids = pam(scratch, ground->distances, k);
		found = medoids ? medoids->labels : NULL;
	}
	if (found)
		memcpy(labels, found, ground->n * sizeof *labels);
	talloc_free(scratch);
	return found || ground->tree;
}

/* ---- how many groups ---- */

static size_t smallest(const size_t *labels, size_t n, size_t k)
{
	size_t *sizes = memory_array(NULL, size_t, k);
	size_t least = n;

	for (size_t i = 0; i < n; i++)
		sizes[labels[i]]++;
	for (size_t c = 0; c < k; c++)
		if (sizes[c] < least)
			least = sizes[c];
	talloc_free(sizes);
	return least;
}

static void try_number(const struct ground *ground, size_t least,
		       struct persona_number *number, size_t *labels)
{
	number->silhouette = (double)NAN;
	if (!divide(ground, number->k, labels))
		return;
	number->silhouette =
		silhouette(ground->distances, labels, number->k, NULL);
	number->is_fit = smallest(labels, ground->n, number->k) >= least;
}

static void try_gaps(const struct ground *ground, struct persona_groups *groups)
{
	size_t most = (size_t)ground->settings->most;
	double *gaps = memory_array(ground, double, 2 * most);
	struct gap_options options = { .most = most,
				       .draws = GAP_DRAWS,
				       .starts = GAP_STARTS,
				       .seed = ground->settings->seed };

	for (size_t i = 0; i < 2 * most; i++)
		gaps[i] = (double)NAN;
	if (ground->settings->method == PERSONAS_KMEANS)
		gap_statistic(ground->x, ground->n, ground->p, &options, gaps,
			      gaps + most);
	for (size_t i = 0; i < groups->n_numbers; i++) {
		groups->numbers[i].gap = gaps[groups->numbers[i].k - 1];
		groups->numbers[i].gap_error =
			gaps[most + groups->numbers[i].k - 1];
	}
}

/* The number asked for, else the one with the highest silhouette among those
 * whose groups are large enough; 0 when there is none. */
static size_t choose(const struct ground *ground, struct persona_groups *groups)
{
	size_t wanted = (size_t)ground->settings->number;
	struct persona_number *best = NULL;

	for (size_t i = 0; i < groups->n_numbers; i++) {
		struct persona_number *number = &groups->numbers[i];

		if (wanted ? number->k == wanted && !isnan(number->silhouette)
			   : number->is_fit &&
				     (!best ||
				      number->silhouette > best->silhouette))
			best = number;
	}
	if (!best)
		return 0;
	best->is_chosen = true;
	return best->k;
}

static size_t number_of_groups(const struct ground *ground, size_t least,
			       struct persona_groups *groups)
{
	size_t *labels = memory_array(ground, size_t, ground->n);

	for (size_t k = PERSONAS_LEAST_GROUPS;
	     k <= (size_t)ground->settings->most && k < ground->n; k++) {
		struct persona_number number = { .k = k };

		try_number(ground, least, &number, labels);
		memory_append(ground, groups->numbers, struct persona_number,
			      groups->n_numbers, number);
	}
	try_gaps(ground, groups);
	return choose(ground, groups);
}

/* ---- the groups ---- */

struct sized {
	size_t label, size;
};

static int larger_first(const void *a, const void *b)
{
	const struct sized *left = a, *right = b;

	if (left->size != right->size)
		return left->size < right->size ? 1 : -1;
	return left->label < right->label ? -1 : 1;
}

/* Number the groups by size. */
static void number_by_size(size_t *labels, size_t n, size_t k)
{
	struct sized *sized = memory_array(NULL, struct sized, k);
	size_t *place = memory_array(sized, size_t, k);

	for (size_t c = 0; c < k; c++)
		sized[c].label = c;
	for (size_t i = 0; i < n; i++)
		sized[labels[i]].size++;
	qsort(sized, k, sizeof *sized, larger_first);
	for (size_t c = 0; c < k; c++)
		place[sized[c].label] = c;
	for (size_t i = 0; i < n; i++)
		labels[i] = place[labels[i]];
	talloc_free(sized);
}

static void fill_silhouettes(const struct ground *ground, const size_t *labels,
			     struct persona_groups *groups)
{
	double *widths = memory_array(ground, double, ground->n);

	silhouette(ground->distances, labels, groups->k, widths);
	for (size_t i = 0; i < ground->n; i++) {
		groups->sizes[labels[i]]++;
		groups->silhouette[labels[i]] += widths[i];
	}
	for (size_t c = 0; c < groups->k; c++)
		groups->silhouette[c] /= (double)groups->sizes[c];
}

/* The people ROWS divided by the distances there are. */
static bool divide_rows(void *data, const size_t *rows, size_t n, size_t k,
			size_t *labels)
{
	const struct ground *ground = data;
	struct ground *drawn = memory_new(ground, struct ground);
	struct distances *distances = memory_new(drawn, struct distances);
	bool is_divided;

	distances->n = n;
	distances->values = memory_array(distances, double, n *n);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++)
			distances->values[i * n + j] =
				ground->distances
					->values[rows[i] * ground->n + rows[j]];
	*drawn = (struct ground){ .settings = ground->settings,
				  .n = n,
				  .distances = distances };
	if (ground->tree)
		drawn->tree = hclust(drawn, distances, HCLUST_WARD);
	is_divided = divide(drawn, k, labels);
	talloc_free(drawn);
	return is_divided;
}

static void fill_stability(struct ground *ground, const size_t *labels,
			   struct persona_groups *groups)
{
	struct stability_options options = { .draws = STABILITY_DRAWS,
					     .starts = GAP_STARTS,
					     .seed = ground->settings->seed };

	if (ground->settings->method == PERSONAS_KMEANS) {
		kmeans_stability(ground->x, ground->n, ground->p, labels,
				 groups->k, &options, groups->stability);
		return;
	}
	options.sample = ground->n < STABILITY_SAMPLE ? 0 : STABILITY_SAMPLE;
	partition_stability(labels, ground->n, groups->k, &options, divide_rows,
			    ground, groups->stability);
}

static void make_groups(const void *ctx, struct ground *ground, size_t n_people,
			struct persona_groups *groups)
{
	size_t *labels = memory_array(ground, size_t, ground->n);

	divide(ground, groups->k, labels);
	number_by_size(labels, ground->n, groups->k);
	groups->sizes = memory_array(ctx, size_t, groups->k);
	groups->silhouette = memory_array(ctx, double, groups->k);
	groups->stability = memory_array(ctx, double, groups->k);
	fill_silhouettes(ground, labels, groups);
	fill_stability(ground, labels, groups);
	for (size_t i = 0; i < n_people; i++)
		groups->labels[i] = groups->k;
	for (size_t i = 0; i < ground->n; i++)
		groups->labels[ground->rows[i]] = labels[i];
}

void personas_group(struct personas *personas, int threshold)
{
	struct persona_groups *groups = &personas->groups;
	int asked = personas->settings->minimum_n;
	size_t least = (size_t)(asked > threshold ? asked : threshold);
	struct ground *ground = ground_new(personas);

	groups->labels = memory_array(personas, size_t, personas->people.n);
	if (ground->n > PERSONAS_LEAST_GROUPS &&
	    ground->distances->n_undefined == 0)
		groups->k = number_of_groups(ground, least, groups);
	if (groups->k > 0)
		make_groups(personas, ground, personas->people.n, groups);
	groups->numbers = talloc_reparent(ground, personas, groups->numbers);
	talloc_free(ground);
}
