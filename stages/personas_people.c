#include "pipeline/core/memory.h"
#include "stages/personas.h"

#include <math.h>
#include <string.h>

/* An area counts for a person who rated this share of its skills. */
static const double least_rated = 0.5;

/* Sum and number of a person's ratings in one area. */
struct sum {
	double sum;
	uint32_t n;
};

/* What reading fills: [person][area]. */
struct sums {
	struct sum *levels, *gaps;
	const char **areas;
	size_t *n_skills; /* of each area */
	size_t n_areas;
};

static void choose_people(struct personas *personas)
{
	struct persona_people *people = &personas->people;
	uint64_t n_rows = personas->skills->answers->n_rows;
	uint64_t n = n_rows < PERSONAS_PEOPLE ? n_rows : PERSONAS_PEOPLE;

	people->n = (size_t)n;
	people->rows = memory_array(personas, uint64_t, people->n);
	for (uint64_t i = 0; i < n; i++)
		people->rows[i] = i * n_rows / n;
}

static size_t area_of(struct sums *sums, const char *area)
{
	size_t i = 0;

	while (i < sums->n_areas && strcmp(sums->areas[i], area) != 0)
		i++;
	if (i == sums->n_areas) {
		size_t n = sums->n_areas;

		memory_append(sums, sums->n_skills, size_t, n, 0);
		memory_append(sums, sums->areas, const char *, sums->n_areas,
			      area);
	}
	return i;
}

static bool is_compared(const struct personas *personas, const char *area)
{
	const struct project_personas *settings = personas->settings;
	bool is_named = settings->n_areas == 0;

	for (size_t i = 0; i < settings->n_areas; i++)
		is_named |= strcmp(settings->areas[i], area) == 0;
	return is_named;
}

static struct sums *sums_new(const struct personas *personas)
{
	struct sums *sums = memory_new(personas, struct sums);

	for (size_t i = 0; i < personas->skills->n_items; i++) {
		const char *area = personas->skills->items[i].skill->area;
		size_t at;

		if (!is_compared(personas, area))
			continue;
		at = area_of(sums, area);
		sums->n_skills[at]++;
	}
	sums->levels = memory_array(sums, struct sum,
				    personas->people.n * sums->n_areas);
	sums->gaps = memory_array(sums, struct sum,
				  personas->people.n * sums->n_areas);
	return sums;
}

/* The codes that VARIABLE has for the people compared. */
static int read_codes(const struct personas *personas,
		      const struct variable *variable, uint32_t *codes,
		      struct error *error)
{
	const struct persona_people *people = &personas->people;
	struct answer_cursor *cursor;
	struct answer_codes chunk;
	uint64_t first = 0;
	size_t person = 0;
	int more;

	if (answer_cursor_open(personas, personas->skills->answers, variable,
			       &cursor, error) < 0)
		return -1;
	while ((more = answer_cursor_next(cursor, &chunk, error)) > 0) {
		for (; person < people->n &&
		       people->rows[person] < first + chunk.n;
		     person++)
			codes[person] = answer_code(
				&chunk, (size_t)(people->rows[person] - first));
		first += chunk.n;
	}
	talloc_free(cursor);
	return more;
}

static double number_of(const struct variable *variable, uint32_t code)
{
	if (code < ANSWER_FIRST || code - ANSWER_FIRST >= variable->n_values)
		return (double)NAN;
	return variable->values[code - ANSWER_FIRST].number;
}

static void add_to(struct sum *sum, double value)
{
	if (isnan(value))
		return;
	sum->sum += value;
	sum->n++;
}

/* One skill's ratings into the sums of its area. */
static int add_skill(const struct personas *personas,
		     const struct skills_item *item, struct sums *sums,
		     uint32_t *codes, struct error *error)
{
	const struct variable *current = item->variables[SKILLS_CURRENT];
	const struct variable *required = item->variables[SKILLS_REQUIRED];
	size_t n = personas->people.n, area = area_of(sums, item->skill->area);

	if (read_codes(personas, current, codes, error) < 0 ||
	    (required && read_codes(personas, required, codes + n, error) < 0))
		return -1;
	for (size_t i = 0; i < n; i++) {
		size_t at = i * sums->n_areas + area;
		double level = number_of(current, codes[i]);

		add_to(&sums->levels[at], level);
		if (required)
			add_to(&sums->gaps[at],
			       number_of(required, codes[n + i]) - level);
	}
	return 0;
}

static double mean_of(const struct sum *sum, size_t n_skills)
{
	return sum->n > 0 && sum->n >= least_rated * (double)n_skills
		       ? sum->sum / sum->n
		       : (double)NAN;
}

static void fill_scores(struct personas *personas, const struct sums *sums,
			bool has_gaps)
{
	struct persona_people *people = &personas->people;
	size_t p = sums->n_areas * (has_gaps ? 2 : 1);

	people->n_scores = p;
	people->scores = memory_array(personas, struct persona_score, p);
	people->values = memory_array(personas, double, people->n *p);
	for (size_t s = 0; s < p; s++) {
		size_t area = s % sums->n_areas;
		bool is_gap = s >= sums->n_areas;

		people->scores[s] =
			(struct persona_score){ sums->areas[area], is_gap };
		for (size_t i = 0; i < people->n; i++)
			people->values[i * p + s] = mean_of(
				&(is_gap ? sums->gaps
					 : sums->levels)[i * sums->n_areas +
							 area],
				sums->n_skills[area]);
	}
}

/* Every area that the project names has skills. */
static int check_areas(const struct personas *personas, struct sums *sums,
		       struct error *error)
{
	const struct project_personas *settings = personas->settings;
	size_t n_areas = sums->n_areas;

	for (size_t i = 0; i < settings->n_areas; i++)
		if (area_of(sums, settings->areas[i]) >= n_areas)
			return error_set(error, ERROR_PROJECT, settings->where,
					 "name areas of the framework",
					 "no skill is of the area '%s'",
					 settings->areas[i]);
	return 0;
}

static int read_scores(struct personas *personas, struct error *error)
{
	const struct skills_plan *skills = personas->skills;
	struct sums *sums = sums_new(personas);
	uint32_t *codes = memory_array(sums, uint32_t, 2 * personas->people.n);
	bool has_gaps = false;

	if (check_areas(personas, sums, error) < 0)
		return -1;
	for (size_t i = 0; i < skills->n_items; i++) {
		if (!is_compared(personas, skills->items[i].skill->area))
			continue;
		has_gaps |= skills->items[i].variables[SKILLS_REQUIRED] != NULL;
		if (add_skill(personas, &skills->items[i], sums, codes, error) <
		    0)
			return -1;
	}
	fill_scores(personas, sums, has_gaps);
	return 0;
}

static int read_variables(struct personas *personas, struct error *error)
{
	const struct project_personas *settings = personas->settings;
	struct persona_people *people = &personas->people;

	people->n_variables = settings->n_variables;
	people->variables = memory_array(personas, const struct variable *,
					 people->n_variables);
	people->codes = memory_array(personas, uint32_t,
				     people->n_variables * people->n);
	for (size_t v = 0; v < people->n_variables; v++) {
		people->variables[v] = skills_variable(
			personas->skills, settings->variables[v], error);
		if (!people->variables[v] ||
		    read_codes(personas, people->variables[v],
			       people->codes + v * people->n, error) < 0)
			return -1;
	}
	return 0;
}

int personas_people(struct personas *personas, struct error *error)
{
	choose_people(personas);
	if (read_scores(personas, error) < 0)
		return -1;
	return read_variables(personas, error);
}
