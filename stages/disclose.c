#include "stages/disclose.h"

#include "pipeline/core/memory.h"
#include "stages/published.h"
#include "stages/stages.h"
#include "stages/table_writer.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

static void put_value(struct table_writer *writer, const struct value *value)
{
	switch (value->kind) {
	case VALUE_INTEGER:
		table_writer_integer(writer, value->integer);
		break;
	case VALUE_REAL:
		table_writer_real(writer, value->real);
		break;
	case VALUE_TEXT:
		table_writer_text(writer, value->text);
		break;
	case VALUE_NULL:
	default:
		table_writer_null(writer);
	}
}

int disclose_write(struct stage_context *context, const char *name,
		   const struct table *table, const bool *is_suppressed,
		   struct error *error)
{
	struct table_writer *writer;
	char *definition = published_definition(context->memory, name);

	if (table_writer_open(context->memory, context->published, name,
			      definition, &writer, error) < 0)
		return -1;
	for (size_t r = 0; r < table->n_rows; r++) {
		for (size_t c = 0; c < table->n_columns; c++)
			put_value(writer, table_cell(table, r, (int)c));
		if (is_suppressed)
			table_writer_integer(writer, is_suppressed[r]);
		if (table_writer_row(writer, error) < 0)
			return -1;
	}
	talloc_free(writer);
	return 0;
}

int disclose_copy(struct stage_context *context, const char *table,
		  const char *sql, struct error *error)
{
	struct table *rows;

	if (database_query(context->memory, context->store, sql, NULL, 0, NULL,
			   &rows, error) < 0)
		return -1;
	return disclose_write(context, table, rows, NULL, error);
}

/* ---- tables under control ---- */

int disclose_read(struct stage_context *context, const char *name,
		  struct disclosed *disclosed, struct error *error)
{
	char *columns = published_source_columns(context->memory, name);
	char *sql = memory_format(context->memory,
				  "select %s from %s order by rowid", columns,
				  name);

	disclosed->threshold = context->project->threshold;
	disclosed->count = "n";
	if (database_query(context->memory, context->store, sql, NULL, 0, NULL,
			   &disclosed->table, error) < 0)
		return -1;
	disclosed->is_suppressed =
		memory_array(context->memory, bool, disclosed->table->n_rows);
	return 0;
}

int disclose_results(struct stage_context *context, const char *name,
		     const struct disclosed *disclosed, struct error *error)
{
	size_t n = disclosed->table->n_rows;

	context->rows.read += (int64_t)n;
	for (size_t r = 0; r < n; r++) {
		context->rows.set_aside += disclosed->is_suppressed[r];
		context->rows.kept += !disclosed->is_suppressed[r];
	}
	return disclose_write(context, name, disclosed->table,
			      disclosed->is_suppressed, error);
}

static int disclose_skills(struct stage_context *context, struct error *error)
{
	struct disclosed gap, summary, distribution;

	if (disclose_read(context, "gap", &gap, error) < 0 ||
	    disclose_read(context, "gap_summary", &summary, error) < 0 ||
	    disclose_read(context, "distribution", &distribution, error) < 0)
		return -1;
	summary.count = "n_respondents";
	disclose_gap(&gap);
	disclose_gap_summary(&summary);
	disclose_distribution(&distribution, &gap);
	if (disclose_weighted_gap(context, &gap, error) < 0 ||
	    disclose_results(context, "gap", &gap, error) < 0 ||
	    disclose_results(context, "gap_summary", &summary, error) < 0)
		return -1;
	return disclose_results(context, "distribution", &distribution, error);
}

/* Tests tell nothing of one group as long as all of them may be published. */
static int disclose_tests(struct stage_context *context, struct error *error)
{
	char *sql = memory_format(
		context->memory,
		"select %s from group_test where smallest >="
		" %d order by rowid",
		published_source_columns(context->memory, "group_test"),
		context->project->threshold);

	return disclose_copy(context, "group_test", sql, error);
}

static int disclose_reliability(struct stage_context *context,
				struct error *error)
{
	static const char *const kept[] = { "area", "measure", "position",
					    "items", NULL };
	struct disclosed scales;

	if (disclose_read(context, "scale_reliability", &scales, error) < 0)
		return -1;
	for (size_t r = 0; r < scales.table->n_rows; r++)
		scales.is_suppressed[r] =
			table_number(scales.table, r,
				     table_column(scales.table, "n")) <
			scales.threshold;
	disclose_blank(&scales, kept);
	return disclose_results(context, "scale_reliability", &scales, error);
}

static int disclose_crosses(struct stage_context *context,
			    const struct disclosed *profile,
			    struct error *error)
{
	struct disclosed cross;

	if (disclose_read(context, "profile_cross", &cross, error) < 0)
		return -1;
	disclose_profile_cross(&cross, profile);
	return disclose_weighted_cross(context, &cross, error) < 0
		       ? -1
		       : disclose_results(context, "profile_cross", &cross,
					  error);
}

static int disclose_marginals(struct stage_context *context,
			      struct error *error)
{
	struct disclosed profile, summary, ranking;

	if (disclose_read(context, "profile", &profile, error) < 0 ||
	    disclose_read(context, "summary", &summary, error) < 0 ||
	    disclose_read(context, "ranking", &ranking, error) < 0)
		return -1;
	ranking.count = "first";
	disclose_ranking(&ranking);
	disclose_profile(&profile);
	disclose_summary(&summary);
	if (disclose_quality(context, error) < 0 ||
	    disclose_crosses(context, &profile, error) < 0 ||
	    disclose_weights(context, &profile, &summary, error) < 0)
		return -1;
	if (disclose_results(context, "profile", &profile, error) < 0 ||
	    disclose_copy(context, "matrix", "select * from matrix", error) <
		    0 ||
	    disclose_results(context, "ranking", &ranking, error) < 0)
		return -1;
	return disclose_results(context, "summary", &summary, error);
}

/* In order of the alphabet, so that nothing tells who gave which. */
static int disclose_quotes(struct stage_context *context, struct error *error)
{
	struct value threshold = value_integer(context->project->threshold);
	struct table *all, *rows;

	if (database_query(context->memory, context->store,
			   "select count(*) from open_text", NULL, 0, NULL,
			   &all, error) < 0 ||
	    database_query(context->memory, context->store,
			   "select question, text from open_text where question"
			   " in (select question from open_text group by"
			   " question having count(*) >= ?1)"
			   " order by question, text",
			   &threshold, 1, NULL, &rows, error) < 0)
		return -1;
	context->rows.read += table_cell(all, 0, 0)->integer;
	context->rows.kept += (int64_t)rows->n_rows;
	context->rows.set_aside +=
		table_cell(all, 0, 0)->integer - (int64_t)rows->n_rows;
	return disclose_write(context, "open_answer", rows, NULL, error);
}

static int disclose_all_personas(struct stage_context *context,
				 struct error *error)
{
	static const struct {
		const char *table;
		void (*disclose)(struct disclosed *);
	} tables[] = {
		{ "persona", disclose_personas },
		{ "persona_trait", disclose_traits },
		{ "persona_typical", disclose_typical },
		{ "persona_need", disclose_personas },
	};

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		struct disclosed results;

		if (disclose_read(context, tables[i].table, &results, error) <
		    0)
			return -1;
		tables[i].disclose(&results);
		if (disclose_results(context, tables[i].table, &results,
				     error) < 0)
			return -1;
	}
	return disclose_copy(context, "persona_number",
			     "select * from persona_number order by personas",
			     error);
}

/* TABLES (NULL-ended) as they stand. */
static int copy_tables(struct stage_context *context, const char *const *tables,
		       struct error *error)
{
	for (; *tables; tables++)
		if (disclose_copy(
			    context, *tables,
			    memory_format(context->memory,
					  "select * from %s order by rowid",
					  *tables),
			    error) < 0)
			return -1;
	return 0;
}

/* Made from gaps that may be published, and from the catalogue. */
static int disclose_training(struct stage_context *context, struct error *error)
{
	static const char *const tables[] = {
		"training_priority",  "training_outcome",  "training_programme",
		"training_matrix",    "training_coverage", "training_overlap",
		"training_uncovered", "training_set",      NULL
	};

	return copy_tables(context, tables, error);
}

/* Organisations are no people, and numbers of people that are too small the
 * network stage does not take. */
static int disclose_network(struct stage_context *context, struct error *error)
{
	static const char *const tables[] = { "network_summary",
					      "network_node",
					      "network_edge",
					      "synergy",
					      "network_weight",
					      "affiliation",
					      "withdrawal",
					      "partnership",
					      "partnership_member",
					      "partnership_gap",
					      NULL };

	return copy_tables(context, tables, error);
}

/* Reports ask for one group or one question at a time, many times. */
static const char indexes[] =
	"create index gap_by_group on gap(grouping, level);"
	"create index distribution_by_group on"
	" distribution(grouping, level, measure);"
	"create index profile_by_question on profile(question);"
	"create index change_by_group on change(grouping, level);"
	"create index label_by_code on label(domain, code, language)";

static int run(struct stage_context *context, struct error *error)
{
	if (disclose_skills(context, error) < 0 ||
	    disclose_tests(context, error) < 0 ||
	    disclose_reliability(context, error) < 0 ||
	    disclose_marginals(context, error) < 0 ||
	    disclose_change(context, error) < 0 ||
	    disclose_quotes(context, error) < 0 ||
	    disclose_all_personas(context, error) < 0 ||
	    disclose_transition(context, error) < 0 ||
	    disclose_coding(context, error) < 0 ||
	    disclose_inventory(context, error) < 0 ||
	    disclose_test_results(context, error) < 0 ||
	    disclose_training(context, error) < 0 ||
	    disclose_network(context, error) < 0 ||
	    disclose_territory(context, error) < 0 ||
	    disclose_programme(context, error) < 0 ||
	    disclose_facts(context, error) < 0 ||
	    database_execute(context->published, indexes, error) < 0)
		return -1;
	stage_note(context,
		   "%" PRId64 " results published, %" PRId64
		   " withheld (fewer than %d people)",
		   context->rows.kept, context->rows.set_aside,
		   context->project->threshold);
	return 0;
}

static const struct artifact inputs[] = {
	{ "source", ARTIFACT_TABLE },
	{ "row_kept", ARTIFACT_TABLE },
	{ "variable", ARTIFACT_TABLE },
	{ "answer_chunk", ARTIFACT_TABLE },
	{ "label", ARTIFACT_TABLE },
	{ "ledger", ARTIFACT_TABLE },
	{ "unmatched", ARTIFACT_TABLE },
	{ "question", ARTIFACT_TABLE },
	{ "profile", ARTIFACT_TABLE },
	{ "summary", ARTIFACT_TABLE },
	{ "ranking", ARTIFACT_TABLE },
	{ "matrix", ARTIFACT_TABLE },
	{ "matrix_label", ARTIFACT_TABLE },
	{ "gap", ARTIFACT_TABLE },
	{ "gap_summary", ARTIFACT_TABLE },
	{ "distribution", ARTIFACT_TABLE },
	{ "crossing", ARTIFACT_TABLE },
	{ "group_test", ARTIFACT_TABLE },
	{ "scale_reliability", ARTIFACT_TABLE },
	{ "framework", ARTIFACT_TABLE },
	{ "attrition", ARTIFACT_TABLE },
	{ "link_rule", ARTIFACT_TABLE },
	{ "change", ARTIFACT_TABLE },
	{ "change_trend", ARTIFACT_TABLE },
	{ "change_label", ARTIFACT_TABLE },
	{ "kirkpatrick", ARTIFACT_TABLE },
	{ "persona", ARTIFACT_TABLE },
	{ "persona_number", ARTIFACT_TABLE },
	{ "persona_trait", ARTIFACT_TABLE },
	{ "persona_typical", ARTIFACT_TABLE },
	{ "persona_need", ARTIFACT_TABLE },
	{ "transition", ARTIFACT_TABLE },
	{ "transition_state", ARTIFACT_TABLE },
	{ "transition_net", ARTIFACT_TABLE },
	{ "transition_label", ARTIFACT_TABLE },
	{ "coding_theme", ARTIFACT_TABLE },
	{ "coding_agreement", ARTIFACT_TABLE },
	{ "coding_quote", ARTIFACT_TABLE },
	{ "coding_label", ARTIFACT_TABLE },
	{ "inventory", ARTIFACT_TABLE },
	{ "inventory_thing", ARTIFACT_TABLE },
	{ "inventory_user", ARTIFACT_TABLE },
	{ "inventory_answer", ARTIFACT_TABLE },
	{ "inventory_matrix", ARTIFACT_TABLE },
	{ "inventory_number", ARTIFACT_TABLE },
	{ "inventory_need", ARTIFACT_TABLE },
	{ "inventory_card", ARTIFACT_TABLE },
	{ "inventory_said", ARTIFACT_TABLE },
	{ "inventory_label", ARTIFACT_TABLE },
	{ "exchange_standing", ARTIFACT_TABLE },
	{ "exchange_lesson", ARTIFACT_TABLE },
	{ "test_result", ARTIFACT_TABLE },
	{ "training_priority", ARTIFACT_TABLE },
	{ "training_outcome", ARTIFACT_TABLE },
	{ "training_programme", ARTIFACT_TABLE },
	{ "training_matrix", ARTIFACT_TABLE },
	{ "training_coverage", ARTIFACT_TABLE },
	{ "training_overlap", ARTIFACT_TABLE },
	{ "training_uncovered", ARTIFACT_TABLE },
	{ "training_set", ARTIFACT_TABLE },
	{ "training_label", ARTIFACT_TABLE },
	{ "network_summary", ARTIFACT_TABLE },
	{ "network_node", ARTIFACT_TABLE },
	{ "network_edge", ARTIFACT_TABLE },
	{ "synergy", ARTIFACT_TABLE },
	{ "network_weight", ARTIFACT_TABLE },
	{ "affiliation", ARTIFACT_TABLE },
	{ "withdrawal", ARTIFACT_TABLE },
	{ "partnership", ARTIFACT_TABLE },
	{ "partnership_member", ARTIFACT_TABLE },
	{ "partnership_gap", ARTIFACT_TABLE },
	{ "network_label", ARTIFACT_TABLE },
	{ "service_register", ARTIFACT_TABLE },
	{ "territory_list", ARTIFACT_TABLE },
	{ "place_match_summary", ARTIFACT_TABLE },
	{ "coverage", ARTIFACT_TABLE },
	{ "inequality", ARTIFACT_TABLE },
	{ "lorenz", ARTIFACT_TABLE },
	{ "access", ARTIFACT_TABLE },
	{ "access_summary", ARTIFACT_TABLE },
	{ "spatial", ARTIFACT_TABLE },
	{ "spatial_local", ARTIFACT_TABLE },
	{ "uncovered", ARTIFACT_TABLE },
	{ "territory_change", ARTIFACT_TABLE },
	{ "territory_label", ARTIFACT_TABLE },
	{ "programme_progress", ARTIFACT_TABLE },
	{ "programme_participation", ARTIFACT_TABLE },
	{ "programme_concentration", ARTIFACT_TABLE },
	{ "programme_flow", ARTIFACT_TABLE },
	{ "programme_cross", ARTIFACT_TABLE },
	{ "programme_calendar", ARTIFACT_TABLE },
	{ "programme_day", ARTIFACT_TABLE },
	{ "programme_cost", ARTIFACT_TABLE },
	{ "programme_application", ARTIFACT_TABLE },
	{ "programme_wave", ARTIFACT_TABLE },
	{ "programme_indicator", ARTIFACT_TABLE },
	{ "recommendation", ARTIFACT_TABLE },
	{ "programme_fact", ARTIFACT_TABLE },
	{ "programme_label", ARTIFACT_TABLE },
	{ "quality_flag", ARTIFACT_TABLE },
	{ "quality_effect", ARTIFACT_TABLE },
	{ "open_text", ARTIFACT_TABLE },
	{ "weight_summary", ARTIFACT_TABLE },
	{ "weight_margin", ARTIFACT_TABLE },
	{ "response", ARTIFACT_TABLE },
	{ "response_summary", ARTIFACT_TABLE },
	{ "weighted_share", ARTIFACT_TABLE },
	{ "weighted_mean", ARTIFACT_TABLE },
	{ "weighted_ratio", ARTIFACT_TABLE },
	{ "weighted_test", ARTIFACT_TABLE },
	{ "profile_cross", ARTIFACT_TABLE },
	{ "weighted_cross", ARTIFACT_TABLE },
	{ "weighted_gap", ARTIFACT_TABLE },
	{ "weighted_change", ARTIFACT_TABLE },
	{ "excluded_rows", ARTIFACT_TABLE },
	{ "register_rows", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const char *const keys[] = { "project",    "sources", "analyses",
				    "disclosure", "limits",  "quality",
				    "rules",      NULL };

const struct stage stage_disclose = {
	.name = "disclose",
	.summary = "release results to published.db, small groups withheld",
	.version = 10,
	.inputs = inputs,
	.outputs = published_artifacts,
	.keys = keys,
	.run = run,
};
