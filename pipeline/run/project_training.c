#include "pipeline/run/project_training.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/run/project.h"
#include "pipeline/run/project_check.h"
#include "pipeline/run/yaml.h"

#include <string.h>

static const char *const measures[] = { "programmes", "hours", NULL };

static const struct schema_key priority[] = {
	{ .name = "gap",
	  .kind = SCHEMA_NUMBER,
	  .minimum = 0,
	  .maximum = 1e6,
	  .help = "width a gap must have; default: more than 0" },
	{ .name = "p",
	  .kind = SCHEMA_NUMBER,
	  .minimum = 0,
	  .maximum = 1,
	  .help = "p (Holm) it may have at most; 1: any; default 0.05" },
	{ .name = "top",
	  .kind = SCHEMA_INTEGER,
	  .minimum = 1,
	  .maximum = 1000,
	  .help = "and only so many of a profile's widest; default: all" },
	{ .name = NULL },
};

const struct schema_key project_training_keys[] = {
	{ .name = "outcomes",
	  .kind = SCHEMA_TEXT,
	  .is_required = true,
	  .help = "CSV file of learning outcomes: outcome, skill, level, eqf, "
		  "label::en" },
	{ .name = "programmes",
	  .kind = SCHEMA_TEXT,
	  .is_required = true,
	  .help = "CSV file of programmes: programme, label::en, provider, "
		  "hours, mode, outcomes (\"O1; O2\"), or a column for each" },
	{ .name = "profiles",
	  .kind = SCHEMA_TEXT,
	  .help = "question whose answers are the occupational profiles, one "
		  "of analyses.skills.by; default: everybody" },
	{ .name = "levels",
	  .kind = SCHEMA_TEXT,
	  .help = "CSV file of the levels that profiles require: profile, "
		  "skill, level; default: as the answers say" },
	{ .name = "priority",
	  .kind = SCHEMA_GROUP,
	  .keys = priority,
	  .help = "which gaps are priorities" },
	{ .name = "least",
	  .kind = SCHEMA_CHOICE,
	  .choices = measures,
	  .help = "what the smallest set of programmes has fewest of: "
		  "programmes (default, then hours) or hours" },
	{ .name = NULL },
};

static const char *path_at(const struct project *project,
			   const struct yaml *node, const char *key)
{
	const char *name = yaml_text(node, key);

	return name ? file_climb(project, project->folder, name) : NULL;
}

void project_training_fill(struct project *project)
{
	const struct yaml *node = yaml_at(project->tree, "analyses.training");
	const struct yaml *limits = yaml_find(node, "priority");
	const char *least = yaml_text(node, "least");
	struct project_training *made;

	if (!node)
		return;
	made = memory_new(project, struct project_training);
	made->where = yaml_where(project, file_name(project->file), node);
	made->outcomes = path_at(project, node, "outcomes");
	made->programmes = path_at(project, node, "programmes");
	made->levels = path_at(project, node, "levels");
	made->profiles = yaml_text(node, "profiles");
	made->gap = yaml_number(limits, "gap", 0);
	made->p = yaml_number(limits, "p", 0.05);
	made->top = (int)yaml_number(limits, "top", 0);
	made->is_by_hours = least && !strcmp(least, "hours");
	project->training = made;
}

static void check_file(const struct project *project, const char *key,
		       const char *path, struct problems *problems)
{
	char *name = memory_format(project, "analyses.training.%s", key);

	if (path && !file_exists(path))
		problems_add(problems, ERROR_PROJECT,
			     project_where(project, name),
			     "name a CSV file, relative to the project folder",
			     "no file of %s '%s'", key, path);
}

static void check_profiles(const struct project *project,
			   struct problems *problems)
{
	const struct project_skills *skills = project->skills;
	const char *profiles = project->training->profiles;

	for (size_t i = 0; i < skills->n_by; i++)
		if (!profiles || !strcmp(skills->by[i], profiles))
			return;
	if (profiles)
		problems_add(
			problems, ERROR_PROJECT,
			project_where(project, "analyses.training.profiles"),
			memory_format(project, "add '%s' to 'by' of 'skills'",
				      profiles),
			"the skills are not compared by '%s'", profiles);
}

void project_training_check(const struct project *project,
			    struct problems *problems)
{
	const struct project_training *training = project->training;

	if (!training)
		return;
	check_file(project, "outcomes", training->outcomes, problems);
	check_file(project, "programmes", training->programmes, problems);
	check_file(project, "levels", training->levels, problems);
	if (!project->skills)
		problems_add(problems, ERROR_PROJECT, training->where,
			     "add 'skills' to 'analyses'",
			     "training follows from gaps in skills, and none "
			     "are analysed");
	else if (!project->skills->required && !training->levels)
		problems_add(problems, ERROR_PROJECT, training->where,
			     "add 'required' to 'skills', or 'levels' to "
			     "'training'",
			     "it is not known which levels are required");
	if (project->skills)
		check_profiles(project, problems);
}
