#include "stages/programme.h"

#include "pipeline/core/memory.h"
#include "stages/stages.h"

#include <stdio.h>
#include <string.h>

/* ---- queries ---- */

/* SQLite minds parameters that the query has not. */
static size_t count_parameters(const char *sql)
{
	size_t most = 0;

	for (sql = strchr(sql, '?'); sql; sql = strchr(sql + 1, '?')) {
		size_t number = 0;

		for (const char *c = sql + 1; *c >= '0' && *c <= '9'; c++)
			number = 10 * number + (size_t)(*c - '0');
		if (number > most)
			most = number;
	}
	return most;
}

int programme_query_own(struct programme *programme, const char *sql,
			const struct value *own, struct table **table,
			struct error *error)
{
	struct value parameters[16] = {
		value_text(programme->as_of),
		value_text(programme->pace_from),
		value_real(programme->elapsed),
	};
	size_t n = count_parameters(sql);

	for (size_t i = 3; i < n; i++)
		parameters[i] = own[i - 3];
	return database_query(programme, programme->context->store, sql,
			      parameters, n, NULL, table, error);
}

int programme_query(struct programme *programme, const char *sql,
		    struct table **table, struct error *error)
{
	return programme_query_own(programme, sql, NULL, table, error);
}

/* ---- the stage ---- */

static void tell(const struct programme *programme)
{
	struct stage_context *context = programme->context;
	const char *where = programme->settings->where;

	if (programme->n_without_year)
		stage_warn(context, where,
			   "%zu rows of the registers have neither year nor "
			   "first day: left out",
			   programme->n_without_year);
	if (programme->n_without_group)
		stage_warn(context, where,
			   "%zu targets are of several groups at once: left "
			   "out; give each group a row of its own",
			   programme->n_without_group);
	if (context->project->date &&
	    strcmp(context->project->date, programme->as_of) < 0)
		stage_warn(context, where,
			   "the report is dated %s, yet people left until %s: "
			   "give 'project' its new 'date'",
			   context->project->date, programme->as_of);
}

static int count(struct programme *programme, struct error *error)
{
	struct table *facts;

	if (programme_query(programme,
			    "select value from programme_fact where name in"
			    " ('participations', 'participants',"
			    " 'organisations') order by rowid",
			    &facts, error) < 0)
		return -1;
	stage_note(programme->context,
		   "%.0f participations of %.0f people from %.0f "
		   "organisations by %s",
		   table_number(facts, 0, 0), table_number(facts, 1, 0),
		   table_number(facts, 2, 0), programme->as_of);
	return 0;
}

static int analyse(struct programme *programme, struct error *error)
{
	if (programme_read(programme, error) < 0 ||
	    programme_progress(programme, error) < 0 ||
	    programme_participation(programme, error) < 0 ||
	    programme_concentration(programme, error) < 0 ||
	    programme_counts(programme, error) < 0 ||
	    programme_applications(programme, error) < 0 ||
	    programme_indicators(programme, error) < 0 ||
	    programme_recommend(programme, error) < 0 ||
	    programme_facts(programme, error) < 0 ||
	    count(programme, error) < 0)
		return -1;
	tell(programme);
	return 0;
}

static int run(struct stage_context *context, struct error *error)
{
	struct programme *programme =
		memory_new(context->memory, struct programme);

	programme->context = context;
	programme->settings = context->project->programme;
	/* what an earlier run left must not be taken for this one's */
	if (programme_empty(programme, error) < 0)
		return -1;
	if (!programme->settings)
		return 0;
	if (answers_open_all(programme, context->store, &programme->answers,
			     error) < 0)
		return -1;
	return analyse(programme, error);
}

static const struct artifact inputs[] = {
	{ "source", ARTIFACT_TABLE },
	{ "source_column", ARTIFACT_TABLE },
	{ "dict", ARTIFACT_TABLE },
	{ "chunk", ARTIFACT_TABLE },
	{ "variable", ARTIFACT_TABLE },
	{ "variable_value", ARTIFACT_TABLE },
	{ "answer_chunk", ARTIFACT_TABLE },
	{ "row_kept", ARTIFACT_TABLE },
	{ "attrition", ARTIFACT_TABLE },
	{ "change", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const struct artifact outputs[] = {
	{ "programme_row", ARTIFACT_TABLE },
	{ "programme_group", ARTIFACT_TABLE },
	{ "programme_level", ARTIFACT_TABLE },
	{ "programme_progress", ARTIFACT_TABLE },
	{ "programme_participation", ARTIFACT_TABLE },
	{ "programme_concentration", ARTIFACT_TABLE },
	{ "programme_flow", ARTIFACT_TABLE },
	{ "programme_cross", ARTIFACT_TABLE },
	{ "programme_calendar", ARTIFACT_TABLE },
	{ "programme_day", ARTIFACT_TABLE },
	{ "programme_cost", ARTIFACT_TABLE },
	{ "programme_application", ARTIFACT_TABLE },
	{ "programme_outcome", ARTIFACT_TABLE },
	{ "programme_wave", ARTIFACT_TABLE },
	{ "programme_indicator", ARTIFACT_TABLE },
	{ "recommendation", ARTIFACT_TABLE },
	{ "programme_fact", ARTIFACT_TABLE },
	{ "programme_label", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const char *const keys[] = {
	"analyses.programme", "disclosure",        "sources",
	"project.date",       "project.languages", NULL
};

const struct stage stage_programme = {
	.name = "programme",
	.summary = "hold what a programme did against what was planned, and "
		   "say what follows",
	.version = 4,
	.inputs = inputs,
	.outputs = outputs,
	.keys = keys,
	.run = run,
};
