#include "pipeline/run/project_profile.h"

#include "pipeline/core/memory.h"
#include "pipeline/run/project.h"
#include "pipeline/run/yaml.h"

#include <string.h>

static const struct schema_key cross_keys[] = {
	{ .name = "of",
	  .kind = SCHEMA_TEXTS,
	  .is_required = true,
	  .help = "questions with one choice or several" },
	{ .name = "by",
	  .kind = SCHEMA_TEXTS,
	  .is_required = true,
	  .help = "questions with one choice that make the groups" },
	{ .name = "minimum_n",
	  .kind = SCHEMA_INTEGER,
	  .minimum = 2,
	  .maximum = 1000,
	  .help = "people a group needs; default 10" },
	{ .name = NULL },
};

const struct schema_key project_profile_keys[] = {
	{ .name = "questions",
	  .kind = SCHEMA_TEXTS,
	  .help = "questions to describe; default: all with choices" },
	{ .name = "crosses",
	  .kind = SCHEMA_GROUPS,
	  .keys = cross_keys,
	  .help = "shares of the answers by group" },
	{ .name = NULL },
};

void project_profile_fill(struct project *project)
{
	const struct yaml *profile = yaml_at(project->tree, "analyses.profile");
	const struct yaml *crosses = yaml_find(profile, "crosses");

	project->profile =
		yaml_texts(project, profile, "questions", &project->n_profile);
	for (size_t i = 0; crosses && i < crosses->n_items; i++) {
		const struct yaml *node = crosses->items[i];
		struct project_cross cross = {
			.where = yaml_where(project, file_name(project->file),
					    node),
			.minimum_n = (int)yaml_number(node, "minimum_n", 10),
		};

		cross.of = yaml_texts(project, node, "of", &cross.n_of);
		cross.by = yaml_texts(project, node, "by", &cross.n_by);
		memory_append(project, project->crosses, struct project_cross,
			      project->n_crosses, cross);
	}
}

/* ---- check ---- */

/* How often, up to the cross LAST, is OF crossed with BY? */
static size_t count_pairs(const struct project *project, size_t last,
			  const char *of, const char *by)
{
	size_t n = 0;

	for (size_t i = 0; i <= last; i++) {
		const struct project_cross *cross = &project->crosses[i];

		for (size_t j = 0; j < cross->n_of * cross->n_by; j++)
			n += !strcmp(cross->of[j / cross->n_by], of) &&
			     !strcmp(cross->by[j % cross->n_by], by);
	}
	return n;
}

static void check_pair(const struct project *project, size_t index,
		       const char *of, const char *by,
		       struct problems *problems)
{
	const char *where = project->crosses[index].where;

	if (!strcmp(of, by))
		problems_add(problems, ERROR_PROJECT, where,
			     "name two different questions",
			     "'%s' is crossed with itself", of);
	else if (count_pairs(project, index, of, by) > 1)
		problems_add(problems, ERROR_PROJECT, where, "take one out",
			     "'%s' is crossed with '%s' twice", of, by);
}

void project_profile_check(const struct project *project,
			   struct problems *problems)
{
	for (size_t i = 0; i < project->n_crosses; i++) {
		const struct project_cross *cross = &project->crosses[i];

		for (size_t j = 0; j < cross->n_of * cross->n_by; j++)
			check_pair(project, i, cross->of[j / cross->n_by],
				   cross->by[j % cross->n_by], problems);
	}
}
