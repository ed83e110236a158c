#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/framework_private.h"
#include "pipeline/data/translation.h"

#include <math.h>
#include <string.h>

static const char *const known[] = { "level", "label" };
enum { N_KNOWN = sizeof known / sizeof *known };

/* "x/digcomp-2.2.csv" has "x/digcomp-2.2.levels.csv". */
static char *levels_path(const struct framework *framework)
{
	size_t length = strlen(framework->path), ending = strlen(".csv");

	if (length > ending &&
	    !strcmp(framework->path + length - ending, ".csv"))
		length -= ending;
	return memory_format(framework, "%.*s.levels.csv", (int)length,
			     framework->path);
}

static int read_level(struct framework *framework, const struct sheet *sheet,
		      size_t row, int column, struct error *error)
{
	struct framework_level level = { 0 };
	size_t n = framework->n_levels;

	if (!text_parse_number(sheet_cell(sheet, row, column), '.',
			       &level.value))
		return sheet_fault(sheet, row, column, error, "write a number",
				   "'%s' is no level",
				   sheet_cell(sheet, row, column));
	if (n && level.value <= framework->levels[n - 1].value)
		return sheet_fault(sheet, row, column, error,
				   "write the levels from the lowest up",
				   "the level is not above the one before");
	memory_append(framework, framework->levels, struct framework_level,
		      framework->n_levels, level);
	return 0;
}

/* One digest for both files. */
static void add_digest(struct framework *framework, const struct sheet *sheet)
{
	struct hash hash;

	hash_start(&hash);
	hash_add_text(&hash, framework->digest);
	hash_add_text(&hash, sheet->digest);
	hash_finish(&hash, framework->digest);
}

int framework_read_levels(struct framework *framework, struct error *error)
{
	char *path = levels_path(framework);
	struct translation_columns labels;
	struct sheet *sheet;
	int column, *others = NULL;

	if (!file_exists(path))
		return 0;
	if (sheet_read(framework, path, &sheet, error) < 0)
		return -1;
	column = sheet_need(sheet, "level", error);
	if (column < 0)
		return -1;
	labels = translation_find(framework, sheet, "label", NULL);
	framework->n_level_crosswalks =
		framework_other_columns(framework, sheet, known, N_KNOWN,
					&others, &framework->level_crosswalks);
	for (size_t row = 0; row < sheet->n_rows; row++) {
		struct framework_level *level;

		if (read_level(framework, sheet, row, column, error) < 0)
			return -1;
		level = &framework->levels[framework->n_levels - 1];
		level->labels = translation_read(framework, sheet, row, &labels,
						 &level->n_labels);
		level->crosswalk =
			framework_cells(framework, sheet, row, others,
					framework->n_level_crosswalks);
	}
	add_digest(framework, sheet);
	return 0;
}

static double counterpart(const struct framework *framework, size_t level,
			  size_t crosswalk)
{
	double value;

	return text_parse_number(framework->levels[level].crosswalk[crosswalk],
				 '.', &value)
		       ? value
		       : (double)NAN;
}

/* Between two levels their counterparts are joined by a straight line. */
static double convert(const struct framework *framework, double level,
		      size_t crosswalk)
{
	for (size_t i = 0; i < framework->n_levels; i++) {
		double high = framework->levels[i].value, low, share;

		if (level > high)
			continue;
		if (!(level < high))
			return counterpart(framework, i, crosswalk);
		if (!i)
			break;
		low = framework->levels[i - 1].value;
		share = (level - low) / (high - low);
		return (1 - share) * counterpart(framework, i - 1, crosswalk) +
		       share * counterpart(framework, i, crosswalk);
	}
	return (double)NAN;
}

double framework_convert(const struct framework *framework, double level,
			 const char *other)
{
	for (size_t i = 0; i < framework->n_level_crosswalks; i++)
		if (!strcmp(framework->level_crosswalks[i], other))
			return convert(framework, level, i);
	return (double)NAN;
}
