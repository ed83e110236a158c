#include "pipeline/core/memory.h"
#include "stages/skills.h"

#include <string.h>

enum {
	/* A table of 256 x 256 answers is the largest rating scale counted. */
	MOST_ANSWERS = 256
};

size_t skills_codes(const struct variable *variable)
{
	return variable ? ANSWER_FIRST + variable->n_values : 1;
}

/* The chunks of the two items of a pair, side by side. */
struct pair_reader {
	struct answer_cursor *first, *second; /* first may be NULL */
};

static int check_scale(const struct skills_plan *plan,
		       const struct variable *variable, struct error *error)
{
	if (!variable || variable->n_values <= MOST_ANSWERS)
		return 0;
	return error_set(error, ERROR_PROJECT, plan->settings->where,
			 "rate skills on a scale of at most 256 answers",
			 "'%s' has %zu different answers, too many for a scale",
			 variable->name, variable->n_values);
}

static int open_pair(const void *ctx, const struct skills_plan *plan,
		     const struct variable *first,
		     const struct variable *second, struct pair_reader *reader,
		     struct error *error)
{
	reader->first = NULL;
	if (check_scale(plan, first, error) < 0 ||
	    check_scale(plan, second, error) < 0)
		return -1;
	if (first && answer_cursor_open(ctx, plan->answers, first,
					&reader->first, error) < 0)
		return -1;
	return answer_cursor_open(ctx, plan->answers, second, &reader->second,
				  error);
}

/* 1 = two chunks of the same people, 0 = end, -1 = error. */
static int next_pair(const struct skills_plan *plan, struct pair_reader *reader,
		     struct answer_codes *first, struct answer_codes *second,
		     struct error *error)
{
	int more = answer_cursor_next(reader->second, second, error);
	int also = more;

	first->data = NULL;
	first->width = 1;
	first->n = second->n;
	if (reader->first && more >= 0)
		also = answer_cursor_next(reader->first, first, error);
	if (more < 0 || also < 0)
		return -1;
	if (more != also || (more > 0 && first->n != second->n))
		return error_set(error, ERROR_FAILED,
				 database_path(plan->answers->database),
				 "run the project again",
				 "the cleaned answers of two variables differ "
				 "in number");
	return more;
}

static void mark_rated(const struct answer_codes *codes, uint8_t *rated)
{
	const uint8_t *bytes = codes->data;

	if (!codes->data)
		return;
	if (codes->width == 1) {
		for (size_t i = 0; i < codes->n; i++)
			rated[i] |= bytes[i] >= ANSWER_FIRST;
		return;
	}
	for (size_t i = 0; i < codes->n; i++)
		rated[i] |= answer_code(codes, i) >= ANSWER_FIRST;
}

static void add_chunk(const struct skills_plan *plan, struct crosstab **passes,
		      const struct answer_codes *first,
		      const struct answer_codes *second, size_t row)
{
	struct crosstab_codes one = { first->data, first->width };
	struct crosstab_codes two = { second->data, second->width };

	for (size_t i = 0; i < plan->n_passes; i++)
		crosstab_add(passes[i], plan->passes[i].cells + row, one, two,
			     second->n);
}

/* Fold the cells of every pass into the levels of its groupings. */
static struct crosstab *fold(const void *ctx, const struct skills_plan *plan,
			     struct crosstab *const *passes)
{
	struct crosstab *out = crosstab_new(
		ctx, plan->n_levels, passes[0]->n_first, passes[0]->n_second);

	for (size_t i = 0; i < plan->n_passes; i++)
		for (size_t j = 0; j < plan->passes[i].n_groupings; j++)
			crosstab_regroup(out, passes[i],
					 plan->passes[i].levels[j]);
	return out;
}

static int count_pair(const void *ctx, struct skills_plan *plan,
		      const struct variable *first,
		      const struct variable *second, struct crosstab **out,
		      struct error *error)
{
	struct crosstab **passes =
		memory_array(ctx, struct crosstab *, plan->n_passes);
	struct answer_codes one, two = { 0 };
	struct pair_reader reader;
	size_t row = 0;
	int more;

	for (size_t i = 0; i < plan->n_passes; i++)
		passes[i] =
			crosstab_new(passes, plan->passes[i].n_cells,
				     skills_codes(first), skills_codes(second));
	if (open_pair(passes, plan, first, second, &reader, error) < 0)
		return -1;
	while ((more = next_pair(plan, &reader, &one, &two, error)) > 0) {
		if (row + two.n > plan->answers->n_rows)
			return error_set(error, ERROR_FAILED,
					 database_path(plan->answers->database),
					 "run the project again",
					 "'%s' has more answers than people",
					 second->name);
		add_chunk(plan, passes, &one, &two, row);
		mark_rated(&one, plan->rated + row);
		mark_rated(&two, plan->rated + row);
		row += two.n;
	}
	*out = fold(ctx, plan, passes);
	talloc_free(passes);
	return more;
}

int skills_count(const void *ctx, struct skills_plan *plan,
		 const struct skills_item *item, struct skills_tables *tables,
		 struct error *error)
{
	const struct variable *current = item->variables[SKILLS_CURRENT];

	tables->future = NULL;
	if (count_pair(ctx, plan, item->variables[SKILLS_REQUIRED], current,
		       &tables->required, error) < 0)
		return -1;
	if (!item->variables[SKILLS_FUTURE])
		return 0;
	return count_pair(ctx, plan, item->variables[SKILLS_FUTURE], current,
			  &tables->future, error);
}

uint64_t skills_respondents(struct skills_plan *plan)
{
	struct crosstab **passes =
		memory_array(NULL, struct crosstab *, plan->n_passes);
	struct answer_codes none = { .width = 1 };
	struct answer_codes rated = { plan->rated, 1, plan->answers->n_rows };
	struct crosstab *levels;

	for (size_t i = 0; i < plan->n_passes; i++)
		passes[i] = crosstab_new(passes, plan->passes[i].n_cells, 1, 2);
	add_chunk(plan, passes, &none, &rated, 0);
	levels = fold(passes, plan, passes);
	for (size_t i = 0; i < plan->n_levels; i++)
		plan->levels[i].n_respondents = levels->counts[2 * i + 1];
	talloc_free(passes);
	return plan->levels[0].n_respondents;
}
