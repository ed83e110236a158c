#include "pipeline/run/project_inventory.h"

#include "pipeline/core/memory.h"
#include "pipeline/run/project.h"
#include "pipeline/run/translations.h"
#include "pipeline/run/yaml.h"

#include <string.h>

const struct schema_key project_inventory_keys[] = {
	{ .name = "name",
	  .kind = SCHEMA_TEXT,
	  .is_required = true,
	  .help = "what the results call it: tools" },
	{ .name = "title",
	  .kind = SCHEMA_TRANSLATED,
	  .help = "what reports call it; default its name" },
	{ .name = "thing",
	  .kind = SCHEMA_TEXT,
	  .is_required = true,
	  .help = "question with one choice: what is in use (tool)" },
	{ .name = "organisation",
	  .kind = SCHEMA_TEXT,
	  .is_required = true,
	  .help = "question with one choice: who has it in use" },
	{ .name = "fields",
	  .kind = SCHEMA_TEXTS,
	  .is_required = true,
	  .help = "questions with choices: [purpose, frequency, licence]" },
	{ .name = "numbers",
	  .kind = SCHEMA_TEXTS,
	  .help = "questions with numbers or ratings: [users, effect]" },
	{ .name = "purpose",
	  .kind = SCHEMA_TEXT,
	  .help = "the field that 'need' and 'use' are compared with" },
	{ .name = "need",
	  .kind = SCHEMA_TEXT,
	  .help = "select_multiple: for which purposes people need something" },
	{ .name = "use",
	  .kind = SCHEMA_TEXT,
	  .help = "select_multiple: for which purposes people use something" },
	{ .name = "cards",
	  .kind = SCHEMA_TEXT,
	  .help = "CSV file of the cards' texts: thing, how::en, how::it, "
		  "conditions::en, ..." },
	{ .name = NULL },
};

const struct schema_key project_exchange_keys[] = {
	{ .name = "by",
	  .kind = SCHEMA_TEXT,
	  .is_required = true,
	  .help = "one of skills: {by}: organisation" },
	{ .name = "weak",
	  .kind = SCHEMA_NUMBER,
	  .minimum = 0,
	  .maximum = 1e6,
	  .help = "levels below the required one from which somebody should "
		  "learn; default 0.5" },
	{ .name = "lead",
	  .kind = SCHEMA_NUMBER,
	  .minimum = 0,
	  .maximum = 1e6,
	  .help = "levels by which a teacher is ahead at least; default 1" },
	{ .name = "minimum_n",
	  .kind = SCHEMA_INTEGER,
	  .minimum = 2,
	  .maximum = 1000,
	  .help = "people below which nobody teaches or learns; default that "
		  "of disclosure" },
	{ .name = NULL },
};

static const char *path_at(const struct project *project,
			   const struct yaml *node, const char *key)
{
	const char *name = yaml_text(node, key);

	return name ? file_climb(project, project->folder, name) : NULL;
}

static void fill_one(struct project *project, const struct yaml *node,
		     struct project_inventory *made)
{
	made->where = yaml_where(project, file_name(project->file), node);
	made->name = yaml_text(node, "name");
	made->titles = translations_at(project, node, "title", &made->n_titles);
	made->thing = yaml_text(node, "thing");
	made->organisation = yaml_text(node, "organisation");
	made->fields = yaml_texts(project, node, "fields", &made->n_fields);
	made->numbers = yaml_texts(project, node, "numbers", &made->n_numbers);
	made->need = yaml_text(node, "need");
	made->use = yaml_text(node, "use");
	made->purpose = yaml_text(node, "purpose");
	made->cards = path_at(project, node, "cards");
}

static void fill_exchange(struct project *project)
{
	const struct yaml *node = yaml_at(project->tree, "analyses.exchange");
	struct project_exchange *made;

	if (!node)
		return;
	made = memory_new(project, struct project_exchange);
	made->where = yaml_where(project, file_name(project->file), node);
	made->by = yaml_text(node, "by");
	made->weak = yaml_number(node, "weak", 0.5);
	made->lead = yaml_number(node, "lead", 1);
	made->minimum_n = (int)yaml_number(node, "minimum_n", 0);
	project->exchange = made;
}

void project_inventory_fill(struct project *project)
{
	const struct yaml *list = yaml_at(project->tree, "analyses.inventory");

	fill_exchange(project);
	if (!list)
		return;
	project->n_inventories = list->n_items;
	project->inventories =
		memory_array(project, struct project_inventory, list->n_items);
	for (size_t i = 0; i < list->n_items; i++)
		fill_one(project, list->items[i], &project->inventories[i]);
}

static bool is_among(const char *name, const char *const *names, size_t n)
{
	for (size_t i = 0; name && i < n; i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}

static void check_need(const struct project_inventory *inventory,
		       struct problems *problems)
{
	bool is_any = inventory->need || inventory->use || inventory->purpose;
	bool is_all = inventory->need && inventory->use && inventory->purpose;

	if (is_any && !is_all)
		problems_add(
			problems, ERROR_PROJECT, inventory->where,
			"name 'need', 'use' and 'purpose', or none of them",
			"need and use of '%s' cannot be compared",
			inventory->name);
	if (is_all && !is_among(inventory->purpose, inventory->fields,
				inventory->n_fields))
		problems_add(problems, ERROR_PROJECT, inventory->where,
			     "name one of 'fields' as 'purpose'",
			     "'%s' is no field of '%s'", inventory->purpose,
			     inventory->name);
}

static void check_one(const struct project *project, size_t i,
		      struct problems *problems)
{
	const struct project_inventory *inventory = &project->inventories[i];

	check_need(inventory, problems);
	if (inventory->cards && !file_exists(inventory->cards))
		problems_add(problems, ERROR_PROJECT, inventory->where,
			     "name a CSV file, relative to the project folder",
			     "no file '%s' (cards)", inventory->cards);
	for (size_t j = 0; j < i; j++)
		if (inventory->name && project->inventories[j].name &&
		    !strcmp(inventory->name, project->inventories[j].name))
			problems_add(problems, ERROR_PROJECT, inventory->where,
				     "give each a name of its own",
				     "a second inventory is called '%s'",
				     inventory->name);
}

static void check_exchange(const struct project *project,
			   struct problems *problems)
{
	const struct project_exchange *exchange = project->exchange;
	const struct project_skills *skills = project->skills;

	if (!exchange || !exchange->by)
		return;
	if (!skills || !is_among(exchange->by, skills->by, skills->n_by))
		problems_add(problems, ERROR_PROJECT, exchange->where,
			     "add it to 'skills: {by: [...]}'",
			     "skills are not compared by '%s'", exchange->by);
}

void project_inventory_check(const struct project *project,
			     struct problems *problems)
{
	for (size_t i = 0; i < project->n_inventories; i++)
		check_one(project, i, problems);
	check_exchange(project, problems);
}
