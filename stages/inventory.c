#include "stages/inventory.h"

#include "pipeline/core/memory.h"
#include "stages/stages.h"

struct definition {
	const char *name, *columns;
	struct table_writer **writer;
};

static int open_tables(struct stage_context *context,
		       struct inventory_writers *writers, struct error *error)
{
	const struct definition tables[] = {
		{ "inventory_entry",
		  "inventory TEXT, inventory_position INTEGER, entry INTEGER,"
		  " thing TEXT, thing_position INTEGER, organisation TEXT,"
		  " organisation_position INTEGER",
		  &writers->entries },
		{ "inventory_said",
		  "inventory TEXT, entry INTEGER, thing TEXT,"
		  " organisation TEXT, field TEXT, answer TEXT",
		  &writers->said },
		{ "inventory_figure",
		  "inventory TEXT, entry INTEGER, thing TEXT,"
		  " organisation TEXT, field TEXT, value REAL",
		  &writers->figures },
		{ "inventory_option",
		  "inventory TEXT, field TEXT, answer TEXT, position INTEGER",
		  &writers->options },
		{ "inventory_member",
		  "inventory TEXT, organisation TEXT, position INTEGER",
		  &writers->members },
		{ "inventory_need",
		  "inventory TEXT, field TEXT, answer TEXT, position INTEGER,"
		  " base INTEGER, needs INTEGER, uses INTEGER, unmet INTEGER,"
		  " idle INTEGER, share_need REAL, need_low REAL,"
		  " need_high REAL, share_use REAL, use_low REAL,"
		  " use_high REAL, share_unmet REAL, unmet_low REAL,"
		  " unmet_high REAL",
		  &writers->needs },
		{ "inventory_card",
		  "inventory TEXT, thing TEXT, field TEXT, language TEXT,"
		  " text TEXT",
		  &writers->cards },
		{ "inventory_label",
		  "domain TEXT, code TEXT, language TEXT, text TEXT",
		  &writers->labels },
	};

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		if (table_writer_open(context->memory, context->store,
				      tables[i].name, tables[i].columns,
				      tables[i].writer, error) < 0)
			return -1;
	return 0;
}

/* A title without a language is in the project's first. */
static int write_titles(struct inventory *inventory, struct error *error)
{
	const struct project_inventory *settings = inventory->settings;
	struct table_writer *writer = inventory->writers->labels;

	for (size_t i = 0; i < settings->n_titles; i++) {
		const struct translation *title = &settings->titles[i];

		table_writer_text(writer, "inventory");
		table_writer_text(writer, settings->name);
		table_writer_text(
			writer,
			*title->language
				? title->language
				: inventory->context->project->languages[0]);
		table_writer_text(writer, title->text);
		if (table_writer_row(writer, error) < 0)
			return -1;
	}
	return 0;
}

static int take_stock(struct inventory *inventory, struct error *error)
{
	if (inventory_read(inventory, error) < 0 ||
	    inventory_write_need(inventory, error) < 0 ||
	    inventory_write_cards(inventory, error) < 0)
		return -1;
	return write_titles(inventory, error);
}

static int run(struct stage_context *context, struct error *error)
{
	const struct project *project = context->project;
	struct inventory_writers writers;
	struct answers *answers = NULL, *people = NULL;

	if (open_tables(context, &writers, error) < 0 ||
	    (project->n_inventories &&
	     (answers_open_entries(context->memory, context->store, &answers,
				   error) < 0 ||
	      answers_open(context->memory, context->store, &people, error) <
		      0)))
		return -1;
	for (size_t i = 0; i < project->n_inventories; i++) {
		struct inventory inventory = {
			.context = context,
			.settings = &project->inventories[i],
			.position = i + 1,
			.answers = answers,
			.people = people,
			.writers = &writers,
		};

		if (take_stock(&inventory, error) < 0)
			return -1;
	}
	return inventory_make_tables(context->store, error);
}

static int depends(const struct project *project, struct hash *hash,
		   struct error *error)
{
	for (size_t i = 0; i < project->n_inventories; i++)
		if (project->inventories[i].cards &&
		    stage_hash_file(project, hash,
				    project->inventories[i].cards, error) < 0)
			return -1;
	return 0;
}

static const struct artifact inputs[] = {
	{ "variable", ARTIFACT_TABLE },
	{ "variable_value", ARTIFACT_TABLE },
	{ "answer_chunk", ARTIFACT_TABLE },
	{ "excluded_rows", ARTIFACT_TABLE },
	{ "register_rows", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const struct artifact outputs[] = {
	{ "inventory", ARTIFACT_TABLE },
	{ "inventory_thing", ARTIFACT_TABLE },
	{ "inventory_user", ARTIFACT_TABLE },
	{ "inventory_answer", ARTIFACT_TABLE },
	{ "inventory_matrix", ARTIFACT_TABLE },
	{ "inventory_number", ARTIFACT_TABLE },
	{ "inventory_need", ARTIFACT_TABLE },
	{ "inventory_card", ARTIFACT_TABLE },
	{ "inventory_label", ARTIFACT_TABLE },
	{ "inventory_entry", ARTIFACT_TABLE },
	{ "inventory_said", ARTIFACT_TABLE },
	{ "inventory_figure", ARTIFACT_TABLE },
	{ "inventory_option", ARTIFACT_TABLE },
	{ "inventory_member", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const char *const keys[] = { "analyses.inventory", "project.languages",
				    "sources", NULL };

const struct stage stage_inventory = {
	.name = "inventory",
	.summary = "take stock of what organisations have in use, and set it "
		   "against what people need",
	.version = 2,
	.inputs = inputs,
	.outputs = outputs,
	.keys = keys,
	.depends = depends,
	.run = run,
};
