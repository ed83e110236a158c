/*
 * The stage inventory: what organisations have in use (tools, practices), by
 * what a source tells of it, a row a thing and an organisation.
 *
 * inventory.c is the stage; inventory_read.c takes the rows apart into the
 * private tables
 *   inventory_entry(inventory, entry, thing, thing_position, organisation,
 *       organisation_position)
 *   inventory_said(inventory, entry, thing, organisation, field, answer)
 *   inventory_figure(inventory, entry, thing, organisation, field, value)
 *   inventory_option(inventory, field, answer, position)
 *   inventory_member(inventory, organisation, position)
 * from which inventory_tables.c makes those that are published;
 * inventory_need.c sets them against what people need and use,
 * inventory_cards.c reads the texts of the cards.
 */
#ifndef STAGES_INVENTORY_H
#define STAGES_INVENTORY_H

#include "pipeline/data/answers.h"
#include "pipeline/run/stage.h"
#include "stages/table_writer.h"

struct inventory_writers {
	struct table_writer *entries, *said, *figures, *options, *members;
	struct table_writer *needs, *cards, *labels;
};

struct inventory {
	struct stage_context *context;
	const struct project_inventory *settings;
	size_t position; /* among the project's inventories, from 1 */
	const struct answers *answers; /* and the rows of registers */
	const struct answers *people;
	struct inventory_writers *writers;
	const struct variable *thing;
};

/* Rows of the private tables; questions of another kind are ERROR_PROJECT. */
int inventory_read(struct inventory *inventory, struct error *error);

/* inventory, inventory_thing, inventory_user, inventory_answer,
 * inventory_matrix and inventory_number of all inventories. */
int inventory_make_tables(struct database *store, struct error *error);

/* Rows of inventory_need; none where the project names no need. */
int inventory_write_need(struct inventory *inventory, struct error *error);

/* Rows of inventory_card from the sheet; a thing that is not asked for, or
 * described twice, is ERROR_PROJECT at its cell. */
int inventory_write_cards(struct inventory *inventory, struct error *error);

#endif
