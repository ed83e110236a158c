#include "pipeline/core/memory.h"
#include "pipeline/stat/proportion.h"
#include "stages/answer_names.h"
#include "stages/inventory.h"

#include <math.h>
#include <string.h>

static const double confidence = 0.95;

/* People who answered both questions. */
struct counts {
	uint64_t base, needs, uses, unmet, idle;
};

static struct counts count(const double *needs, const double *uses, size_t n)
{
	struct counts counts = { 0 };

	for (size_t i = 0; i < n; i++) {
		bool is_needed = needs[i] > 0, is_used = uses[i] > 0;

		if (isnan(needs[i]) || isnan(uses[i]))
			continue;
		counts.base++;
		counts.needs += is_needed;
		counts.uses += is_used;
		counts.unmet += is_needed && !is_used;
		counts.idle += is_used && !is_needed;
	}
	return counts;
}

static void put_share(struct table_writer *writer, uint64_t n, uint64_t base)
{
	struct interval interval =
		proportion_interval(PROPORTION_WILSON, n, base, confidence);

	table_writer_real(writer, (double)n / (double)base);
	table_writer_real(writer, interval.low);
	table_writer_real(writer, interval.high);
}

static int write_row(struct inventory *inventory, const char *answer,
		     size_t position, const struct counts *counts,
		     struct error *error)
{
	struct table_writer *writer = inventory->writers->needs;

	table_writer_text(writer, inventory->settings->name);
	table_writer_text(writer, inventory->settings->purpose);
	table_writer_text(writer, answer);
	table_writer_integer(writer, (int64_t)position);
	table_writer_integer(writer, (int64_t)counts->base);
	table_writer_integer(writer, (int64_t)counts->needs);
	table_writer_integer(writer, (int64_t)counts->uses);
	table_writer_integer(writer, (int64_t)counts->unmet);
	table_writer_integer(writer, (int64_t)counts->idle);
	put_share(writer, counts->needs, counts->base);
	put_share(writer, counts->uses, counts->base);
	put_share(writer, counts->unmet, counts->base);
	return table_writer_row(writer, error);
}

/* The choice of USE that goes with VARIABLE, a choice of need. */
static const struct variable *partner(struct inventory *inventory,
				      const struct variable *variable,
				      struct error *error)
{
	void *memory = inventory->context->memory;
	const char *name = memory_format(
		memory, "%s.%s", inventory->settings->use, variable->choice);

	return answer_named(memory, inventory->people, name,
			    inventory->settings->where, error);
}

static int write_choice(struct inventory *inventory,
			const struct variable *need, size_t position,
			struct error *error)
{
	void *memory = inventory->context->memory;
	const struct variable *use = partner(inventory, need, error);
	double *needs, *uses;
	struct counts counts;

	if (!use ||
	    answer_numbers_read(memory, inventory->people, need, &needs,
				error) < 0 ||
	    answer_numbers_read(memory, inventory->people, use, &uses, error) <
		    0)
		return -1;
	counts = count(needs, uses, (size_t)inventory->people->n_rows);
	talloc_free(needs);
	talloc_free(uses);
	return write_row(inventory, need->choice, position, &counts, error);
}

int inventory_write_need(struct inventory *inventory, struct error *error)
{
	const struct answers *answers = inventory->people;
	const char *need = inventory->settings->need;
	size_t n = 0;

	if (!need)
		return 0;
	for (size_t i = 0; i < answers->n_variables; i++) {
		const struct variable *variable = &answers->variables[i];

		if (variable->choice && !strcmp(variable->question, need) &&
		    write_choice(inventory, variable, ++n, error) < 0)
			return -1;
	}
	if (n)
		return 0;
	return error_set(error, ERROR_PROJECT, inventory->settings->where,
			 "name a question of the type select_multiple",
			 "'%s' is no question with several answers", need);
}
