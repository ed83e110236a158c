#include "stages/change.h"

#include "pipeline/core/memory.h"

#include <math.h>

static const char change_columns[] =
	"grouping TEXT, level TEXT, item TEXT, position INTEGER,"
	" comparison TEXT, contrast TEXT, from_instrument TEXT,"
	" to_instrument TEXT, n INTEGER, n_from INTEGER, n_to INTEGER,"
	" mean_from REAL, sd_from REAL, mean_to REAL, sd_to REAL,"
	" difference REAL, difference_sd REAL, low REAL, high REAL, t REAL,"
	" df REAL, p_t REAL, p REAL, p_method TEXT, p_adjusted REAL,"
	" p_bh REAL, effect REAL, effect_low REAL, effect_high REAL,"
	" rank_effect REAL, rank_low REAL, rank_high REAL, es_pre REAL,"
	" reliability REAL, reliable_change REAL, improved REAL,"
	" unchanged REAL, worse REAL, gain REAL, mean_gain REAL,"
	" normalised_change REAL, shift REAL, shift_low REAL,"
	" shift_high REAL, shift_p REAL, caution TEXT";

static const char *const comparisons[] = {
	[CHANGE_PAIRED] = "paired",
	[CHANGE_UNPAIRED] = "unpaired",
	[CHANGE_LOOKING_BACK] = "then",
};

void change_put_names(const struct change_plan *plan,
		      struct table_writer *writer,
		      const struct change_estimate *row)
{
	table_writer_text(writer, row->level->grouping);
	table_writer_text(writer, row->level->name);
	table_writer_text(writer, row->item->name);
	table_writer_integer(writer, row->item - plan->items + 1);
	table_writer_text(writer, comparisons[row->comparison]);
	table_writer_text(writer,
			  memory_format(writer, "%s-%s", row->from, row->to));
	table_writer_text(writer, row->from);
	table_writer_text(writer, row->to);
	table_writer_integer(writer, (int64_t)row->n);
	table_writer_integer(writer, (int64_t)row->n_from);
	table_writer_integer(writer, (int64_t)row->n_to);
}

static void put_reals(struct table_writer *writer, const double *numbers,
		      size_t n)
{
	for (size_t i = 0; i < n; i++)
		table_writer_real(writer, numbers[i]);
}

static int write_row(const struct change_plan *plan,
		     struct table_writer *writer,
		     const struct change_estimate *row, struct error *error)
{
	const double tests[] = {
		row->mean_from, row->sd_from,    row->mean_to,
		row->sd_to,     row->difference, row->difference_sd,
		row->low,       row->high,       row->t,
		row->df,        row->p_t,        row->p,
	};
	const double sizes[] = {
		row->p_holm,
		row->p_bh,
		row->effect,
		row->effect_low,
		row->effect_high,
		row->rank_effect,
		row->rank_low,
		row->rank_high,
		row->es_pre,
		row->reliability,
		row->reliable_change,
		row->improved,
		row->unchanged,
		row->worse,
		row->gain,
		row->mean_gain,
		row->normalised_change,
		row->shift,
		row->shift_low,
		row->shift_high,
		row->shift_p,
	};

	change_put_names(plan, writer, row);
	put_reals(writer, tests, sizeof tests / sizeof *tests);
	table_writer_text(writer, row->p_method);
	put_reals(writer, sizes, sizeof sizes / sizeof *sizes);
	table_writer_text(writer, row->caution);
	return table_writer_row(writer, error);
}

/* ---- what reports call the items ---- */

static int write_label(struct table_writer *writer, const char *item,
		       const char *language, const char *text,
		       struct error *error)
{
	table_writer_text(writer, item);
	table_writer_text(writer, language);
	table_writer_text(writer, text);
	return table_writer_row(writer, error);
}

static int write_scale_labels(const struct change_plan *plan,
			      struct table_writer *writer,
			      const struct project_scale *scale,
			      struct error *error)
{
	const struct project *project = plan->context->project;

	for (size_t i = 0; i < project->n_languages; i++)
		if (write_label(writer, scale->name, project->languages[i],
				translation_get(scale->titles, scale->n_titles,
						project->languages[i],
						scale->name),
				error) < 0)
			return -1;
	return 0;
}

/* Questions have labels already. */
static int write_labels(const struct change_plan *plan, struct error *error)
{
	struct table_writer *writer;

	if (table_writer_open(plan, plan->context->store, "change_label",
			      "item TEXT, language TEXT, text TEXT", &writer,
			      error) < 0)
		return -1;
	for (size_t i = 0; i < plan->n_items; i++)
		if (plan->items[i].scale &&
		    write_scale_labels(plan, writer, plan->items[i].scale,
				       error) < 0)
			return -1;
	talloc_free(writer);
	return 0;
}

int change_write(const struct change_plan *plan, const struct change_list *list,
		 struct error *error)
{
	struct table_writer *writer;

	if (write_labels(plan, error) < 0 ||
	    table_writer_open(plan, plan->context->store, "change",
			      change_columns, &writer, error) < 0)
		return -1;
	for (size_t i = 0; i < list->n; i++)
		if (write_row(plan, writer, &list->rows[i], error) < 0)
			return -1;
	talloc_free(writer);
	return 0;
}
