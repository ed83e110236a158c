#include "pipeline/core/memory.h"
#include "stages/personas.h"

/* Everybody, and each persona. */
static void add_levels(struct personas *personas)
{
	struct skills_plan *skills = personas->skills;
	struct skills_level everybody = { "all", "all", 0 };

	memory_append(skills, skills->levels, struct skills_level,
		      skills->n_levels, everybody);
	for (size_t c = 0; c < personas->groups.k; c++) {
		struct skills_level level = { "persona", "", 0 };

		level.name = memory_format(skills, "%zu", c + 1);
		memory_append(skills, skills->levels, struct skills_level,
			      skills->n_levels, level);
	}
}

/* Cell 0: in no persona; the others are the levels behind everybody. */
static void add_pass(struct personas *personas)
{
	struct skills_plan *skills = personas->skills;
	const struct persona_people *people = &personas->people;
	size_t k = personas->groups.k;
	struct skills_pass pass = { .n_cells = k + 1, .n_groupings = 2 };

	pass.cells = memory_array(skills, uint16_t, skills->answers->n_rows);
	for (size_t i = 0; i < people->n; i++)
		if (personas->groups.labels[i] < k)
			pass.cells[people->rows[i]] =
				(uint16_t)(personas->groups.labels[i] + 1);
	pass.levels = memory_array(skills, size_t *, pass.n_groupings);
	for (size_t g = 0; g < pass.n_groupings; g++) {
		pass.levels[g] = memory_array(skills, size_t, pass.n_cells);
		for (size_t cell = 0; g > 0 && cell <= k; cell++)
			pass.levels[g][cell] = cell ? cell : skills->n_levels;
	}
	memory_append(skills, skills->passes, struct skills_pass,
		      skills->n_passes, pass);
}

int personas_needs(struct personas *personas, struct error *error)
{
	struct skills_plan *skills = personas->skills;

	add_levels(personas);
	add_pass(personas);
	for (size_t i = 0; i < skills->n_items; i++) {
		struct skills_tables tables;
		void *scratch = talloc_new(skills);

		if (skills_count(scratch, skills, &skills->items[i], &tables,
				 error) < 0)
			return -1;
		skills_estimate(skills, &skills->items[i], &tables);
		talloc_free(scratch);
	}
	for (size_t level = 0; level < skills->n_levels; level++)
		skills_compare(skills, level);
	return 0;
}
