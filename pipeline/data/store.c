#include "pipeline/data/store.h"

#include "pipeline/core/memory.h"

#include <string.h>

static const char schema[] =
	"CREATE TABLE IF NOT EXISTS source(id INTEGER PRIMARY KEY,"
	" name TEXT NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL,"
	" bytes INTEGER NOT NULL, encoding TEXT NOT NULL,"
	" delimiter TEXT NOT NULL, decimal TEXT NOT NULL,"
	" verdict TEXT NOT NULL, wave TEXT, n_rows INTEGER NOT NULL,"
	" n_quarantined INTEGER NOT NULL, n_blank INTEGER NOT NULL,"
	" settings TEXT NOT NULL, platform TEXT, n_cells INTEGER NOT NULL,"
	" n_cells_stored INTEGER NOT NULL, n_cells_quarantined INTEGER"
	" NOT NULL, n_cells_empty INTEGER NOT NULL, n_cells_joined INTEGER"
	" NOT NULL, n_cells_left INTEGER NOT NULL);"
	"CREATE TABLE IF NOT EXISTS source_column(id INTEGER PRIMARY KEY,"
	" source_id INTEGER NOT NULL, position INTEGER NOT NULL, header TEXT);"
	"CREATE INDEX IF NOT EXISTS source_column_source"
	" ON source_column(source_id, position);"
	"CREATE TABLE IF NOT EXISTS dict(column_id INTEGER NOT NULL,"
	" code INTEGER NOT NULL, value TEXT, n INTEGER NOT NULL,"
	" PRIMARY KEY(column_id, code)) WITHOUT ROWID;"
	"CREATE TABLE IF NOT EXISTS chunk(column_id INTEGER NOT NULL,"
	" sequence INTEGER NOT NULL, n INTEGER NOT NULL,"
	" width INTEGER NOT NULL, codes BLOB NOT NULL,"
	" PRIMARY KEY(column_id, sequence));"
	"CREATE TABLE IF NOT EXISTS quarantine(source_id INTEGER NOT NULL,"
	" line INTEGER NOT NULL, \"column\" INTEGER, reason TEXT NOT NULL,"
	" text TEXT);"
	"CREATE INDEX IF NOT EXISTS quarantine_source"
	" ON quarantine(source_id);"
	"CREATE TABLE IF NOT EXISTS identifier(source_id INTEGER NOT NULL,"
	" position INTEGER NOT NULL, header TEXT NOT NULL,"
	" action TEXT NOT NULL, reason TEXT NOT NULL, key_mark TEXT);"
	"CREATE TABLE IF NOT EXISTS withdrawn(source_id INTEGER NOT NULL,"
	" n INTEGER NOT NULL);"
	"CREATE TABLE IF NOT EXISTS token(source_id INTEGER NOT NULL,"
	" token TEXT NOT NULL, blanks INTEGER, \"case\" INTEGER,"
	" punctuation INTEGER, accents INTEGER, lookalikes INTEGER, near BLOB,"
	" PRIMARY KEY(source_id, token)) WITHOUT ROWID;";

int store_prepare(struct database *database, struct error *error)
{
	return database_execute(database, schema, error);
}

int store_sources(const void *ctx, struct database *database,
		  struct store_source **sources, size_t *n, struct error *error)
{
	struct store_source *list = NULL;
	struct statement *row;
	int more;

	*n = 0;
	if (statement_prepare(database,
			      "SELECT id, name, file, wave, sha256, settings,"
			      " bytes, n_rows, n_quarantined, (SELECT"
			      " max(key_mark) FROM identifier WHERE"
			      " source_id = source.id),"
			      " (SELECT coalesce(sum(n), 0) FROM withdrawn"
			      " WHERE source_id = source.id)"
			      " FROM source ORDER BY id",
			      &row, error) < 0)
		return -1;
	while ((more = statement_step(row, error)) > 0) {
		struct store_source source = {
			.id = statement_integer(row, 0),
			.name = memory_text(ctx, statement_text(row, 1)),
			.file = memory_text(ctx, statement_text(row, 2)),
			.wave = memory_text(ctx, statement_text(row, 3)),
			.sha256 = memory_text(ctx, statement_text(row, 4)),
			.settings = memory_text(ctx, statement_text(row, 5)),
			.bytes = statement_integer(row, 6),
			.n_rows = statement_integer(row, 7),
			.n_quarantined = statement_integer(row, 8),
			.key_mark = memory_text(ctx, statement_text(row, 9)),
			.n_withdrawn = statement_integer(row, 10),
		};

		memory_append(ctx, list, struct store_source, *n, source);
	}
	talloc_free(row);
	*sources = list;
	return more;
}

static int run_with_id(struct database *database, const char *sql, int64_t id,
		       struct error *error)
{
	struct statement *statement;
	int result;

	if (statement_prepare(database, sql, &statement, error) < 0)
		return -1;
	statement_bind(statement, 1, value_integer(id));
	result = statement_run(statement, error);
	talloc_free(statement);
	return result;
}

int store_remove(struct database *database, int64_t source_id,
		 struct error *error)
{
	static const char *const deletes[] = {
		"DELETE FROM chunk WHERE column_id IN"
		" (SELECT id FROM source_column WHERE source_id = ?1)",
		"DELETE FROM dict WHERE column_id IN"
		" (SELECT id FROM source_column WHERE source_id = ?1)",
		"DELETE FROM source_column WHERE source_id = ?1",
		"DELETE FROM quarantine WHERE source_id = ?1",
		"DELETE FROM identifier WHERE source_id = ?1",
		"DELETE FROM withdrawn WHERE source_id = ?1",
		"DELETE FROM token WHERE source_id = ?1",
		"DELETE FROM source WHERE id = ?1",
	};

	for (size_t i = 0; i < sizeof deletes / sizeof *deletes; i++)
		if (run_with_id(database, deletes[i], source_id, error) < 0)
			return -1;
	return 0;
}

/*
 * Chunks hang on columns, whose ids stay, so this touches small tables only.
 * By way of negative numbers, since ids must differ at every moment.
 */
int store_renumber(struct database *database, struct error *error)
{
	static const char renumber[] =
		"CREATE TEMP TABLE new_number AS SELECT id AS old,"
		" row_number() OVER (ORDER BY name, file) AS new FROM source;"
		"UPDATE source SET id = -(SELECT new FROM new_number"
		" WHERE old = id);"
		"UPDATE source SET id = -id;"
		"UPDATE source_column SET source_id ="
		" (SELECT new FROM new_number WHERE old = source_id);"
		"UPDATE quarantine SET source_id ="
		" (SELECT new FROM new_number WHERE old = source_id);"
		"UPDATE identifier SET source_id ="
		" (SELECT new FROM new_number WHERE old = source_id);"
		"UPDATE withdrawn SET source_id ="
		" (SELECT new FROM new_number WHERE old = source_id);"
		"UPDATE token SET source_id = -(SELECT new FROM new_number"
		" WHERE old = source_id);"
		"UPDATE token SET source_id = -source_id;"
		"DROP TABLE new_number;";
	static const char is_needed[] =
		"SELECT 1 FROM (SELECT id, row_number() OVER"
		" (ORDER BY name, file) AS new FROM source) WHERE id != new";
	struct statement *row;
	int more;

	if (statement_prepare(database, is_needed, &row, error) < 0)
		return -1;
	more = statement_step(row, error);
	talloc_free(row);
	return more > 0 ? database_execute(database, renumber, error) : more;
}

int store_count_cells(struct database *database, int64_t source_id,
		      int64_t *n_cells, struct error *error)
{
	struct statement *row;
	int more;

	if (statement_prepare(database,
			      "SELECT coalesce(sum(n), 0) FROM chunk"
			      " WHERE column_id IN (SELECT id FROM"
			      " source_column WHERE source_id = ?1"
			      " AND position >= 0)",
			      &row, error) < 0)
		return -1;
	statement_bind(row, 1, value_integer(source_id));
	more = statement_step(row, error);
	if (more > 0)
		*n_cells = statement_integer(row, 0);
	talloc_free(row);
	return more < 0 ? -1 : 0;
}

bool store_plain_next(const char **at, const char *end, const char **text)
{
	uint32_t length;

	if ((size_t)(end - *at) < sizeof length)
		return false;
	memcpy(&length, *at, sizeof length);
	*at += sizeof length;
	*text = NULL;
	if (length == UINT32_MAX)
		return true;
	if ((size_t)(end - *at) <= length || (*at)[length] != '\0')
		return false;
	*text = *at;
	*at += (size_t)length + 1;
	return true;
}
