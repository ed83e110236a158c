#include "pipeline/run/project_coding.h"

#include "pipeline/core/memory.h"
#include "pipeline/run/project.h"
#include "pipeline/run/translations.h"
#include "pipeline/run/yaml.h"

#include <string.h>

const struct schema_key project_coding_keys[] = {
	{ .name = "name",
	  .kind = SCHEMA_TEXT,
	  .is_required = true,
	  .help = "what the results call it: practices" },
	{ .name = "title",
	  .kind = SCHEMA_TRANSLATED,
	  .help = "what reports call it; default its name" },
	{ .name = "question",
	  .kind = SCHEMA_TEXT,
	  .is_required = true,
	  .help = "open question whose answers were coded; quoted only if it "
		  "stands in open_answers too" },
	{ .name = "sheet",
	  .kind = SCHEMA_TEXT,
	  .is_required = true,
	  .help = "CSV file, a row an answer, coder and theme: answer, coder, "
		  "theme, rating, quote" },
	{ .name = "themes",
	  .kind = SCHEMA_TEXT,
	  .is_required = true,
	  .help = "CSV file of the themes: theme, label::en, definition::en" },
	{ .name = "answer",
	  .kind = SCHEMA_TEXT,
	  .help = "column of the answers' files by which the sheet names "
		  "them; default: that of 'respondent'" },
	{ .name = "decides",
	  .kind = SCHEMA_TEXT,
	  .help = "coder whose word counts where there is one; else a theme "
		  "counts that half of the coders gave" },
	{ .name = "minimum",
	  .kind = SCHEMA_NUMBER,
	  .minimum = -1e6,
	  .maximum = 1e6,
	  .help = "lowest rating; default 1" },
	{ .name = "maximum",
	  .kind = SCHEMA_NUMBER,
	  .minimum = -1e6,
	  .maximum = 1e6,
	  .help = "highest rating; default 5" },
	{ .name = "by",
	  .kind = SCHEMA_TEXTS,
	  .help = "questions that make the groups: [size]" },
	{ .name = NULL },
};

static const char *path_at(const struct project *project,
			   const struct yaml *node, const char *key)
{
	const char *name = yaml_text(node, key);

	return name ? file_climb(project, project->folder, name) : NULL;
}

static bool may_be_quoted(const struct project *project, const char *question)
{
	for (size_t i = 0; question && i < project->n_open_answers; i++)
		if (!strcmp(project->open_answers[i], question))
			return true;
	return false;
}

void project_coding_fill(struct project *project)
{
	const struct yaml *list = yaml_at(project->tree, "analyses.coding");

	if (!list)
		return;
	project->n_codings = list->n_items;
	project->codings =
		memory_array(project, struct project_coding, list->n_items);
	for (size_t i = 0; i < list->n_items; i++) {
		const struct yaml *node = list->items[i];
		struct project_coding *coding = &project->codings[i];

		coding->where =
			yaml_where(project, file_name(project->file), node);
		coding->name = yaml_text(node, "name");
		coding->titles = translations_at(project, node, "title",
						 &coding->n_titles);
		coding->question = yaml_text(node, "question");
		coding->sheet = path_at(project, node, "sheet");
		coding->themes = path_at(project, node, "themes");
		coding->answer = yaml_text(node, "answer");
		coding->decides = yaml_text(node, "decides");
		coding->minimum = yaml_number(node, "minimum", 1);
		coding->maximum = yaml_number(node, "maximum", 5);
		coding->by = yaml_texts(project, node, "by", &coding->n_by);
		coding->is_quoted = may_be_quoted(project, coding->question);
	}
}

static void check_file(const struct project_coding *coding, const char *key,
		       const char *path, struct problems *problems)
{
	if (path && !file_exists(path))
		problems_add(problems, ERROR_PROJECT, coding->where,
			     "name a CSV file, relative to the project folder",
			     "no file '%s' (%s)", path, key);
}

void project_coding_check(const struct project *project,
			  struct problems *problems)
{
	for (size_t i = 0; i < project->n_codings; i++) {
		const struct project_coding *coding = &project->codings[i];

		check_file(coding, "sheet", coding->sheet, problems);
		check_file(coding, "themes", coding->themes, problems);
		if (coding->minimum >= coding->maximum)
			problems_add(problems, ERROR_PROJECT, coding->where,
				     "write 'minimum' below 'maximum'",
				     "ratings from %g to %g are no scale",
				     coding->minimum, coding->maximum);
		for (size_t j = 0; j < i; j++)
			if (coding->name && project->codings[j].name &&
			    !strcmp(coding->name, project->codings[j].name))
				problems_add(problems, ERROR_PROJECT,
					     coding->where,
					     "give each a name of its own",
					     "a second coding is called '%s'",
					     coding->name);
	}
}
