#include "stages/disclose.h"

#include "pipeline/core/hash.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/skill_pattern.h"
#include "pipeline/run/help.h"
#include "pipeline/run/source_codebook.h"
#include "stages/published.h"
#include "stages/table_writer.h"

#include <string.h>

/* ---- single figures ---- */

/* A figure that a query on the store gives. */
struct fact_query {
	const char *name, *sql;
};

/* Files of answers: mapping files are no fieldwork. */
#define ANSWERED "source where id in (select source_id from row_kept)"

static const struct fact_query fact_queries[] = {
	{ "n_respondents",
	  "select coalesce(sum(n), 0) - (select coalesce(sum(n_excluded + "
	  "n_earlier), 0) from excluded_rows)"
	  " - (select coalesce(sum(n), 0) from register_rows)"
	  " from answer_chunk where variable_id ="
	  " (select id from variable where name = 'source')" },
	{ "n_excluded",
	  "select coalesce(sum(n_excluded), 0) from excluded_rows" },
	{ "n_valid", "select n_respondents from gap_summary "
		     "where grouping = 'all'" },
	{ "skills_rated", "select n_skills from gap_summary "
			  "where grouping = 'all'" },
	{ "mean_gap", "select mean_gap from gap_summary "
		      "where grouping = 'all'" },
	{ "groups", "select count(distinct grouping) from gap_summary "
		    "where grouping <> 'all'" },
	{ "n_sources", "select count(distinct name) from " ANSWERED },
	{ "n_files", "select count(*) from " ANSWERED },
	{ "n_records", "select coalesce(sum(n_rows), 0) from " ANSWERED },
	{ "n_quarantined",
	  "select coalesce(sum(n_quarantined), 0) from " ANSWERED },
	{ "n_duplicates", "select coalesce(sum(n), 0) from ledger "
			  "where rule = 'duplicate'" },
	/* Recognising a label, code, number or empty cell changes no answer. */
	{ "n_cells_changed", "select coalesce(sum(n), 0) from ledger "
			     "where rule not in ('duplicate', 'label', 'code',"
			     " 'number', 'missing')"
			     " and coalesce(to_value, '') <> 'marked'" },
	{ "n_unmatched", "select coalesce(sum(n), 0) from unmatched" },
	{ "n_questions", "select count(*) from question where type <> 'note'" },
	{ "wave", "select group_concat(wave, ', ') from (select distinct wave "
		  "from " ANSWERED " and wave <> '' order by wave)" },
};

static int put_fact(struct table_writer *writer, const char *name,
		    const struct value *value, struct error *error)
{
	table_writer_text(writer, name);
	table_writer_real(writer, value_number(value));
	table_writer_text(writer,
			  value->kind == VALUE_TEXT ? value->text : NULL);
	return table_writer_row(writer, error);
}

static int query_fact(struct stage_context *context, const char *sql,
		      struct value *value, struct error *error)
{
	struct table *table;

	if (database_query(context->memory, context->store, sql, NULL, 0, NULL,
			   &table, error) < 0)
		return -1;
	*value = table->n_rows ? table->cells[0] : value_null();
	return 0;
}

/* Counts of people that are too small are not told. */
static void withhold(const struct project *project, const char *name,
		     struct value *value)
{
	double number = value_number(value);

	bool is_small =
		strcmp(name, "n_valid") == 0 || strcmp(name, "n_excluded") == 0;

	if (is_small && number > 0 && number < project->threshold)
		*value = value_null();
}

static int put_settings(struct stage_context *context,
			struct table_writer *writer, struct error *error)
{
	const struct project *project = context->project;
	const struct project_skills *skills = project->skills;
	struct value threshold = value_integer(project->threshold);
	struct value minimum =
		skills ? value_integer(skills->minimum_n) : value_null();
	struct value confidence =
		skills ? value_real(skills->confidence) : value_null();

	if (put_fact(writer, "threshold", &threshold, error) < 0 ||
	    put_fact(writer, "minimum_n", &minimum, error) < 0)
		return -1;
	return put_fact(writer, "confidence", &confidence, error);
}

static int write_facts(struct stage_context *context, struct error *error)
{
	char *definition = published_definition(context->memory, "fact");
	struct table_writer *writer;

	if (table_writer_open(context->memory, context->published, "fact",
			      definition, &writer, error) < 0 ||
	    put_settings(context, writer, error) < 0)
		return -1;
	for (size_t i = 0; i < sizeof fact_queries / sizeof *fact_queries;
	     i++) {
		struct value value;

		if (query_fact(context, fact_queries[i].sql, &value, error) < 0)
			return -1;
		withhold(context->project, fact_queries[i].name, &value);
		if (put_fact(writer, fact_queries[i].name, &value, error) < 0)
			return -1;
	}
	talloc_free(writer);
	return 0;
}

/* ---- labels ---- */

/*
 * Labels of the codebook, of the framework's skills and areas, of the grouping
 * variables (their question; of crossed ones all, as of their groups), and of
 * the answers of each measure (the list of the first skill's variable: the
 * skills share a scale).
 */
static const char label_sql[] =
	"select domain, code, language, text, position from ("
	"select 1 as part, rowid as line, domain, code, language, text,"
	" position from label"
	" union all select 2, rowid, 'skill', skill, language, label, position"
	" from framework"
	" union all select 3, min(rowid), 'area', area, language, area_label,"
	" min(position) from framework where area <> ''"
	" group by area, language"
	" union all select 4, rowid, 'grouping', code, language, text, position"
	" from label where domain = 'question' and code in"
	" (select grouping from gap_summary union select grouping from change"
	" union select grouping from attrition"
	" union select grouping from programme_progress"
	" union select grouping from programme_cost"
	" union select grouping from transition_net"
	" union select grouping from coding_theme)"
	" union all select 4, rowid, 'item', code, language, text, position"
	" from label where domain = 'question' and code in"
	" (select item from change)"
	" union all select 4, rowid, 'item', item, language, text, 0"
	" from change_label"
	" union all select 4, rowid, domain, code, language, text, 0"
	" from programme_label"
	" union all select 4, rowid, domain, code, language, text, position"
	" from training_label"
	" union all select 4, rowid, domain, code, language, text, position"
	" from territory_label"
	" union all select 4, rowid, domain, code, language, text, position"
	" from network_label where (domain, code) not in"
	" (select domain, code from territory_label)"
	" union all select 4, rowid, domain, code, language, text, position"
	" from transition_label"
	" union all select 4, rowid, domain, code, language, text, rowid"
	" from coding_label"
	" union all select 4, rowid, domain, code, language, text, rowid"
	" from inventory_label"
	" union all select 4, rowid, domain, code, language, text, position"
	" from matrix_label"
	" union all select 5, rowid, ?1, code, language, text, position"
	" from label where domain = ?2"
	" union all select 6, rowid, ?3, code, language, text, position"
	" from label where domain = ?4"
	" union all select 7, rowid, ?5, code, language, text, position"
	" from label where domain = ?6"
	" union all select 8, line, domain, code, language, text, line from ("
	"select c.rowid as line, c.part as piece, c.grouping as domain,"
	" c.level as code, l.language,"
	" group_concat(l.text, ' × ') over (partition by c.grouping, c.level,"
	" l.language order by c.part rows between unbounded preceding"
	" and unbounded following) as text"
	" from crossing c join label l on l.domain = c.variable"
	" and l.code = c.answer) where piece = 0"
	" union all select 9, line, 'grouping', code, language, text, line"
	" from (select c.line, c.part as piece, c.grouping as code, l.language,"
	" group_concat(l.text, ' × ') over (partition by c.grouping, l.language"
	" order by c.part rows between unbounded preceding and unbounded"
	" following) as text from (select min(rowid) as line, grouping, part,"
	" variable from crossing group by grouping, part, variable) c"
	" join label l on l.domain = 'question' and l.code = c.variable)"
	" where piece = 0) order by part, line";

/* The variables that rate the first skill, by measure: they carry the scale. */
static int scale_variables(struct stage_context *context,
			   struct value parameters[6], struct error *error)
{
	const struct project_skills *skills = context->project->skills;
	struct table *first;
	struct skill skill = { 0 };

	if (database_query(context->memory, context->store,
			   "select skill, area from framework limit 1", NULL, 0,
			   NULL, &first, error) < 0)
		return -1;
	if (!skills || !first->n_rows)
		return 0;
	skill.name = table_text(first, 0, 0);
	skill.area = table_text(first, 0, 1);
	const char *const scales[3][2] = { { "current", skills->current },
					   { "required", skills->required },
					   { "future", skills->future } };
	for (size_t i = 0; i < 3; i++) {
		parameters[2 * i] = value_text(scales[i][0]);
		parameters[2 * i + 1] = value_text(skill_pattern_name(
			context->memory, scales[i][1], &skill));
	}
	return 0;
}

static int write_labels(struct stage_context *context, struct error *error)
{
	struct value parameters[6] = { 0 };
	struct table *labels;

	if (scale_variables(context, parameters, error) < 0)
		return -1;
	if (database_query(context->memory, context->store, label_sql,
			   parameters, 6, NULL, &labels, error) < 0)
		return -1;
	return disclose_write(context, "label", labels, NULL, error);
}

/* ---- the study ---- */

/* Every question, and the skill it rates where the project's patterns make its
 * name of one. */
static const char codebook_sql[] =
	"select q.name, q.type, q.position, q.n_answered, q.n_missing,"
	" r.skill, r.measure from question q left join ("
	"select distinct skill, measure, replace(replace(pattern, '{skill}',"
	" skill), '{area}', area) as name from framework,"
	" (select 'current' as measure, ?1 as pattern"
	" union all select 'required', ?2 union all select 'future', ?3)) r"
	" on r.name = q.name where q.type <> 'note' order by q.rowid";

static int write_codebook(struct stage_context *context, struct error *error)
{
	const struct project_skills *skills = context->project->skills;
	struct value patterns[3] = { 0 };
	struct table *questions;

	if (skills) {
		patterns[0] = value_text(skills->current);
		patterns[1] = value_text(skills->required);
		patterns[2] = value_text(skills->future);
	}
	if (database_query(context->memory, context->store, codebook_sql,
			   patterns, 3, NULL, &questions, error) < 0)
		return -1;
	return disclose_write(context, "codebook", questions, NULL, error);
}

static int write_study(struct stage_context *context, struct error *error)
{
	if (disclose_copy(context, "cleaning",
			  "select rule, source, variable, count(*), sum(n),"
			  " reason from ledger"
			  " group by rule, source, variable, reason"
			  " order by min(id)",
			  error) < 0 ||
	    disclose_copy(context, "unmatched_summary",
			  "select source, variable, count(*), sum(n)"
			  " from unmatched group by source, variable"
			  " order by min(rowid)",
			  error) < 0)
		return -1;
	return write_codebook(context, error);
}

/* File names without their folders: these are nobody's business. */
static void cut_folders(struct table *table)
{
	int column = table_column(table, "file");

	for (size_t r = 0; r < table->n_rows; r++) {
		const char *path = table_text(table, r, column);

		table->cells[r * table->n_columns + (size_t)column] =
			value_text(file_name(path));
	}
}

/* Sources that the project has no more are not among its answers. */
static void say_kinds(const struct project *project, struct table *table)
{
	int column = table_column(table, "kind");

	for (size_t r = 0; r < table->n_rows; r++) {
		const struct project_source *source = source_named(
			project,
			table_text(table, r, table_column(table, "source")));
		enum source_kind kind =
			source ? source->kind : SOURCE_QUESTIONNAIRE;

		table->cells[r * table->n_columns + (size_t)column] =
			value_text(source_kind_name(kind));
	}
}

static int write_fieldwork(struct stage_context *context, struct error *error)
{
	struct table *files;

	if (database_query(context->memory, context->store,
			   "select name as source, null as kind, wave, file,"
			   " n_rows + n_quarantined as n_rows, n_quarantined,"
			   " n_rows as n_kept from " ANSWERED " order by id",
			   NULL, 0, NULL, &files, error) < 0)
		return -1;
	cut_folders(files);
	say_kinds(context->project, files);
	return disclose_write(context, "fieldwork", files, NULL, error);
}

static int describe(struct table_writer *writer,
		    const struct published_column *column, struct error *error)
{
	for (; column->table; column++) {
		table_writer_text(writer, column->table);
		table_writer_text(writer, column->name);
		table_writer_text(writer, column->description);
		if (table_writer_row(writer, error) < 0)
			return -1;
	}
	return 0;
}

static int write_schema(struct stage_context *context, struct error *error)
{
	char *definition = published_definition(context->memory, "schema_note");
	struct table_writer *writer;

	if (table_writer_open(context->memory, context->published,
			      "schema_note", definition, &writer, error) < 0)
		return -1;
	for (size_t i = 0; published_parts[i]; i++)
		if (describe(writer, published_parts[i], error) < 0)
			return -1;
	talloc_free(writer);
	return 0;
}

/* ---- manifest ---- */

static int put_entry(struct table_writer *writer, const char *key,
		     const char *value, struct error *error)
{
	table_writer_text(writer, key);
	table_writer_text(writer, value);
	return table_writer_row(writer, error);
}

static int put_parts(struct stage_context *context, struct table_writer *writer,
		     struct error *error)
{
	static const char *const parts[] = { "project",  "sources",
					     "analyses", "disclosure",
					     "limits",   "quality",
					     "rules",    "instruments" };

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		const char *text = project_part(context->project, parts[i]);
		char digest[HASH_TEXT];

		if (!*text)
			continue;
		hash_bytes(text, strlen(text), digest);
		if (put_entry(writer,
			      memory_format(context->memory, "project.yaml %s",
					    parts[i]),
			      digest, error) < 0)
			return -1;
	}
	return 0;
}

static int put_files(struct stage_context *context, struct table_writer *writer,
		     struct error *error)
{
	struct table *files;

	if (database_query(context->memory, context->store,
			   "select file, sha256 from source order by id", NULL,
			   0, NULL, &files, error) < 0)
		return -1;
	for (size_t r = 0; r < files->n_rows; r++)
		if (put_entry(writer, file_name(table_text(files, r, 0)),
			      table_text(files, r, 1), error) < 0)
			return -1;
	return 0;
}

static int write_manifest(struct stage_context *context, struct error *error)
{
	char *definition = published_definition(context->memory, "manifest");
	struct table_writer *writer;
	struct value sqlite;

	if (query_fact(context, "select sqlite_version()", &sqlite, error) <
		    0 ||
	    table_writer_open(context->memory, context->published, "manifest",
			      definition, &writer, error) < 0 ||
	    put_entry(writer, "divario", DIVARIO_VERSION, error) < 0 ||
	    put_entry(writer, "SQLite", sqlite.text, error) < 0 ||
	    put_files(context, writer, error) < 0 ||
	    put_parts(context, writer, error) < 0)
		return -1;
	talloc_free(writer);
	return 0;
}

int disclose_facts(struct stage_context *context, struct error *error)
{
	if (write_facts(context, error) < 0 ||
	    write_labels(context, error) < 0 ||
	    write_study(context, error) < 0 ||
	    write_fieldwork(context, error) < 0 ||
	    write_schema(context, error) < 0)
		return -1;
	return write_manifest(context, error);
}
