#include "stages/change.h"

#include "pipeline/core/memory.h"
#include "stages/stages.h"

static int compare_item(struct change_plan *plan,
			const struct change_item *item,
			struct change_list *list, struct change_trends *trends,
			struct error *error)
{
	void *scratch = memory_check(talloc_new(plan));
	struct change_scores scores;

	if (change_scores_read(scratch, plan, item, &scores, error) < 0)
		return -1;
	for (size_t i = 0; i < plan->n_levels; i++) {
		change_compare(plan, item, &scores, &plan->levels[i], list);
		change_trends_add(trends, plan, item, &scores,
				  &plan->levels[i]);
	}
	talloc_free(scratch);
	return 0;
}

static int compare_items(struct change_plan *plan, struct error *error)
{
	struct change_trends *trends = change_trends_new(plan);
	struct change_list list = { .n = 0 };

	for (size_t i = 0; i < plan->n_items; i++)
		if (compare_item(plan, &plan->items[i], &list, trends, error) <
		    0)
			return -1;
	change_adjust(&list);
	if (change_write(plan, &list, error) < 0 ||
	    change_weighted(plan, &list, error) < 0 ||
	    change_trends_write(trends, plan, error) < 0)
		return -1;
	return change_kirkpatrick(plan, error);
}

static void report(const struct change_plan *plan)
{
	struct stage_context *context = plan->context;
	uint64_t n = plan->answers->n_rows, n_used = 0;

	for (uint64_t row = 0; row < n; row++)
		n_used += plan->unit_of[row] &&
			  plan->instrument_of[row] != CHANGE_NOWHERE;
	context->rows.read = (int64_t)n;
	context->rows.kept = (int64_t)n_used;
	context->rows.set_aside = (int64_t)(n - n_used);
	stage_note(context, "%zu items over %zu instruments, %zu units",
		   plan->n_items, plan->n_instruments, plan->n_units);
}

static int run_change(struct stage_context *context, struct error *error)
{
	struct change_plan *plan =
		memory_new(context->memory, struct change_plan);
	struct answers *answers;

	plan->context = context;
	plan->settings = context->project->change;
	if (!plan->settings)
		/* the tables are there, and empty */
		return compare_items(plan, error);
	if (answers_open_waves(plan, context->store, &answers, error) < 0)
		return -1;
	plan->answers = answers;
	if (weights_load(plan, context->project, answers, &plan->weights,
			 error) < 0 ||
	    change_plan(plan, error) < 0 || compare_items(plan, error) < 0)
		return -1;
	report(plan);
	return 0;
}

static const struct artifact inputs[] = {
	{ "variable", ARTIFACT_TABLE },
	{ "variable_value", ARTIFACT_TABLE },
	{ "answer_chunk", ARTIFACT_TABLE },
	{ "excluded_rows", ARTIFACT_TABLE },
	{ "register_rows", ARTIFACT_TABLE },
	{ "link", ARTIFACT_TABLE },
	{ "weight", ARTIFACT_TABLE },
	{ "weight_summary", ARTIFACT_TABLE },
	{ "weight_margin", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const struct artifact outputs[] = {
	{ "change", ARTIFACT_TABLE },
	{ "change_trend", ARTIFACT_TABLE },
	{ "change_label", ARTIFACT_TABLE },
	{ "kirkpatrick", ARTIFACT_TABLE },
	{ "weighted_change", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const char *const keys[] = { "analyses.change", "analyses.weights",
				    "instruments", "project.languages", NULL };

const struct stage stage_change = {
	.name = "change",
	.summary = "compare what the same people said before and after",
	.version = 3,
	.inputs = inputs,
	.outputs = outputs,
	.keys = keys,
	.run = run_change,
};
