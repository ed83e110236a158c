#include "stages/link.h"

#include "pipeline/core/memory.h"
#include "stages/table_writer.h"

static const char *rule_name(uint8_t rule)
{
	if (rule < TOKEN_RULES)
		return token_rule_name((enum token_rule)rule);
	return rule == LINK_CONFIRMED ? "confirmed" : NULL;
}

static void number_units(struct link *link)
{
	link->unit_of = memory_array(link, uint32_t, link->n_sheets);
	for (size_t i = 0; i < link->n_sheets; i++) {
		uint32_t root = link_root(link, (uint32_t)i);

		if (link->sheets[i].row == LINK_NO_ROW)
			continue;
		if (!link->unit_of[root])
			link->unit_of[root] = ++link->n_units;
		link->unit_of[i] = link->unit_of[root];
	}
}

static int write_sheets(struct link *link, struct error *error)
{
	struct table_writer *writer;

	if (table_writer_open(link, link->context->store, "link",
			      "unit INTEGER, instrument TEXT,"
			      " position INTEGER, row INTEGER, file TEXT,"
			      " line INTEGER, rule TEXT",
			      &writer, error) < 0)
		return -1;
	for (size_t i = 0; i < link->n_sheets; i++) {
		const struct link_sheet *sheet = &link->sheets[i];
		const struct link_file *file = &link->files[sheet->file];

		if (sheet->row == LINK_NO_ROW)
			continue;
		table_writer_integer(writer, link->unit_of[i]);
		table_writer_text(writer, link->instruments[file->instrument]);
		table_writer_integer(writer, (int64_t)file->instrument + 1);
		table_writer_integer(writer, (int64_t)sheet->row);
		table_writer_text(writer, file->path);
		table_writer_integer(writer, sheet->line);
		table_writer_text(writer, rule_name(sheet->joined_by));
		if (table_writer_row(writer, error) < 0)
			return -1;
	}
	talloc_free(writer);
	return 0;
}

/* ---- cases ---- */

static const char *const outcomes[LINK_OUTCOMES] = {
	[LINK_MATCHED] = "matched",
	[LINK_AMBIGUOUS] = "ambiguous",
	[LINK_DUPLICATE] = "duplicate",
	[LINK_SUGGESTED] = "suggested",
};

static void put_sheet(const struct link *link, struct table_writer *writer,
		      uint32_t index)
{
	const struct link_sheet *sheet = &link->sheets[index];
	const struct link_file *file = &link->files[sheet->file];

	table_writer_text(writer, link->instruments[file->instrument]);
	table_writer_text(writer, file->path);
	table_writer_integer(writer, sheet->line);
}

static int write_cases(const struct link *link, struct error *error)
{
	struct table_writer *writer;

	if (table_writer_open(link, link->context->store, "link_match",
			      "outcome TEXT, rule TEXT, instrument TEXT,"
			      " file TEXT, line INTEGER,"
			      " other_instrument TEXT, other_file TEXT,"
			      " other_line INTEGER",
			      &writer, error) < 0)
		return -1;
	for (size_t i = 0; i < link->n_cases; i++) {
		const struct link_case *it = &link->cases[i];

		table_writer_text(writer, outcomes[it->outcome]);
		table_writer_text(writer, it->rule);
		put_sheet(link, writer, it->sheet);
		put_sheet(link, writer, it->other);
		if (table_writer_row(writer, error) < 0)
			return -1;
	}
	talloc_free(writer);
	return 0;
}

/* ---- how many, by rule ---- */

/* Sheets by how they joined their unit, then the cases that did not. */
static const char rule_sql[] =
	"CREATE TABLE link_rule AS"
	" SELECT 'matched' AS outcome, rule, count(*) AS n FROM link"
	" WHERE rule IS NOT NULL GROUP BY rule"
	" UNION ALL SELECT 'alone', NULL, count(*) FROM link"
	" WHERE rule IS NULL HAVING count(*) > 0"
	" UNION ALL SELECT outcome, rule, count(*) FROM link_match"
	" WHERE outcome <> 'matched' GROUP BY outcome, rule";

int link_write(struct link *link, struct error *error)
{
	number_units(link);
	if (write_sheets(link, error) < 0 || write_cases(link, error) < 0 ||
	    database_execute(link->context->store,
			     "DROP TABLE IF EXISTS link_rule", error) < 0)
		return -1;
	return database_execute(link->context->store, rule_sql, error);
}
