#include "pipeline/core/memory.h"
#include "pipeline/core/nearest.h"
#include "pipeline/stat/adjust.h"
#include "pipeline/stat/descriptives.h"
#include "stages/training.h"

#include <math.h>
#include <string.h>

/* A level that is declared has no error of its own: the interval and the test
 * are those of the mean current level. */
static void measure(const struct training *training, struct training_need *need)
{
	double df = (double)need->n - 1;
	double error = need->current_sd / sqrt((double)need->n);
	double margin;

	need->gap = need->required - need->current;
	if (isnan(need->gap))
		return;
	margin = student_margin(error, df, training->confidence);
	need->low = need->gap - margin;
	need->high = need->gap + margin;
	need->p = error > 0 ? student_p(need->gap / error, df) : (double)NAN;
}

static void measure_all(const struct training *training,
			struct training_profile *profile)
{
	struct adjust_family *family = adjust_family_new();

	for (size_t s = 0; s < training->framework->n_skills; s++) {
		struct training_need *need = &profile->needs[s];

		measure(training, need);
		adjust_family_add(family, need->p, &need->p, NULL);
	}
	adjust_family_end(family);
}

/* Nothing of what people said to be required is left. */
static void forget_required(const struct training *training,
			    struct training_profile *profile)
{
	for (size_t s = 0; s < training->framework->n_skills; s++) {
		struct training_need *need = &profile->needs[s];

		need->required = need->gap = need->p = (double)NAN;
		need->low = need->high = (double)NAN;
		if (!isnan(need->current))
			need->why = "no_level";
	}
}

static int find_profile(const struct training *training,
			const struct sheet *sheet, size_t row, int column,
			struct training_profile **profile, struct error *error)
{
	const char *name = sheet_cell(sheet, row, column), *near;
	const char **names =
		memory_array(sheet, const char *, training->n_profiles);

	for (size_t i = 0; i < training->n_profiles; i++) {
		names[i] = training->profiles[i].level;
		if (strcmp(names[i], name) != 0)
			continue;
		*profile = &training->profiles[i];
		return 0;
	}
	near = nearest_word(name, names, training->n_profiles);
	return sheet_fault(
		sheet, row, column, error,
		near ? memory_format(sheet, "did you mean '%s'?", near)
		     : "name a profile by its code in the answers",
		"there is no profile '%s'", name);
}

struct columns {
	int profile, skill, level;
};

static int read_level(const struct training *training,
		      const struct sheet *sheet, size_t row,
		      const struct columns *columns, struct error *error)
{
	struct training_profile *profile = NULL;
	struct training_need *need;
	double level;
	size_t skill;

	if (find_profile(training, sheet, row, columns->profile, &profile,
			 error) < 0 ||
	    catalogue_skill(training->framework, sheet, row, columns->skill,
			    &skill, error) < 0 ||
	    catalogue_number(sheet, row, columns->level, -(double)INFINITY,
			     &level, error) < 0)
		return -1;
	need = &profile->needs[skill];
	if (!isnan(need->required))
		return sheet_fault(sheet, row, columns->skill, error,
				   "take one of them out",
				   "the level of '%s' for '%s' stands twice",
				   sheet_cell(sheet, row, columns->skill),
				   profile->level);
	need->required = level;
	return 0;
}

int training_levels(struct training *training, struct error *error)
{
	struct columns columns;
	struct sheet *sheet;

	if (!training->settings->levels)
		return 0;
	if (sheet_read(training, training->settings->levels, &sheet, error) < 0)
		return -1;
	columns.profile = sheet_need(sheet, "profile", error);
	columns.skill = sheet_need(sheet, "skill", error);
	columns.level = sheet_need(sheet, "level", error);
	if (columns.profile < 0 || columns.skill < 0 || columns.level < 0)
		return -1;
	for (size_t i = 0; i < training->n_profiles; i++)
		forget_required(training, &training->profiles[i]);
	for (size_t row = 0; row < sheet->n_rows; row++)
		if (read_level(training, sheet, row, &columns, error) < 0)
			return -1;
	for (size_t i = 0; i < training->n_profiles; i++)
		measure_all(training, &training->profiles[i]);
	return 0;
}
