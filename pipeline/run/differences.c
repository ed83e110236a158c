#include "pipeline/run/differences.h"

#include "pipeline/core/memory.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

static const char schema_sql[] =
	"create table difference(table_name text, row text, column_name text,"
	" before, after, change text);"
	"create table difference_count(table_name text, n_rows integer,"
	" n_changed integer, n_new integer, n_gone integer)";

/* Notes on the tables are no results.  The files may be anybody's: a name that
 * is no plain word is none of ours, and must not come into SQL. */
static const char tables_sql[] =
	"select name from after.sqlite_schema where type = 'table' and"
	" name <> 'schema_note' and name not glob '*[^a-z0-9_]*' and name in"
	" (select name from before.sqlite_schema where type = 'table')"
	" order by rowid";

static const char columns_sql[] =
	"select name, type from pragma_table_info(?1, 'after') where name not"
	" glob '*[^a-z0-9_]*' and name in (select name from"
	" pragma_table_info(?1, 'before')) order by cid";

/* A table that both have, and the columns of it that both have. */
struct pair {
	struct database *store;
	const char *name;
	const struct table *columns; /* name, type */
	bool *is_key;                /* a column: names the row */
};

static bool is_typed(const struct pair *pair, size_t column, const char *type)
{
	return strcasecmp(table_text(pair->columns, column, 1), type) == 0;
}

/* The key's columns between commas, each behind PREFIX. */
static char *key_list(const struct pair *pair, const char *prefix)
{
	char *list = memory_text(pair->is_key, "");

	for (size_t i = 0; i < pair->columns->n_rows; i++)
		if (pair->is_key[i])
			list = memory_check(talloc_asprintf_append(
				list, "%s%s\"%s\"", *list ? ", " : "", prefix,
				table_text(pair->columns, i, 0)));
	return list;
}

/* Does the key tell all rows apart, in both databases?  1 yes, 0 no. */
static int tells_apart(const struct pair *pair, struct error *error)
{
	char *key = key_list(pair, "");
	struct table *table;
	char *sql = memory_format(
		key,
		"select max(n) from (select count(*) as n from before.\"%s\""
		" group by %s union all select count(*) from after.\"%s\""
		" group by %s)",
		pair->name, key, pair->name, key);
	int result = database_query(key, pair->store, sql, NULL, 0, NULL,
				    &table, error);

	if (result == 0)
		result = table_cell(table, 0, 0)->integer <= 1;
	talloc_free(key);
	return result;
}

/* Take leading columns into the key until it tells rows apart: of text, or all
 * but measures.  1 found, 0 not. */
static int find_key(struct pair *pair, bool only_text, struct error *error)
{
	size_t n = pair->columns->n_rows;
	int found = 0;

	memset(pair->is_key, 0, n * sizeof(bool));
	for (size_t i = 0; found == 0 && i < n; i++) {
		if (only_text ? !is_typed(pair, i, "TEXT")
			      : is_typed(pair, i, "REAL"))
			continue;
		pair->is_key[i] = true;
		found = tells_apart(pair, error);
	}
	return found;
}

static int choose_key(struct pair *pair, struct error *error)
{
	int found = find_key(pair, true, error);

	if (found == 0)
		found = find_key(pair, false, error);
	if (found == 0)
		for (size_t i = 0; i < pair->columns->n_rows; i++)
			pair->is_key[i] = true;
	return found < 0 ? -1 : 0;
}

/* "country, FR, skill_3": how people read a row's key. */
static char *key_shown(const struct pair *pair, const void *ctx)
{
	char *shown = memory_text(ctx, "");

	for (size_t i = 0; i < pair->columns->n_rows; i++)
		if (pair->is_key[i])
			shown = memory_check(talloc_asprintf_append(
				shown, "%scoalesce(\"%s\", '-')",
				*shown ? " || ', ' || " : "",
				table_text(pair->columns, i, 0)));
	return shown;
}

/* The rows of one database, their key made one text; equal rows numbered. */
static int stage_rows(const struct pair *pair, const char *side,
		      struct error *error)
{
	char *key = key_list(pair, "");
	char *sql = memory_format(
		key,
		"create temp table %s_rows as select rowid as place_, json_array("
		"%s, row_number() over (partition by %s order by rowid)) as"
		" key_, %s as shown_, * from %s.\"%s\";"
		"create unique index temp.%s_key on %s_rows(key_)",
		side, key, key, key_shown(pair, key), side, pair->name, side,
		side);
	int result = database_execute(pair->store, sql, error);

	talloc_free(key);
	return result;
}

/* A query for every cell that differs, all in one. */
static char *cells_query(const struct pair *pair, const void *ctx)
{
	char *sql = memory_text(ctx, "");

	for (size_t i = 0; i < pair->columns->n_rows; i++) {
		const char *column = table_text(pair->columns, i, 0);
		if (pair->is_key[i])
			continue;
		sql = memory_check(talloc_asprintf_append(
			sql,
			"select a.place_ as place, %zu as turn, a.shown_,"
			" '%s', b.\"%s\", a.\"%s\", 'changed' from temp."
			"after_rows a join temp.before_rows b using (key_)"
			" where a.\"%s\" is not b.\"%s\" union all ",
			i, column, column, column, column, column));
	}
	return sql;
}

static int compare_rows(const struct pair *pair, struct error *error)
{
	void *memory = talloc_new(NULL);
	char *sql = memory_format(
		memory,
		"insert into difference select '%s', shown_, name, was, now,"
		" change from (select null as place, null as turn, null as"
		" shown_, null as name, null as was, null as now, null as"
		" change where 0 union all %s"
		"select place_, 0, shown_, null, null, null, 'new' from temp."
		"after_rows where key_ not in (select key_ from temp."
		"before_rows) union all "
		"select 9e15 + place_, 0, shown_, null, null, null, 'gone' from"
		" temp.before_rows where key_ not in (select key_ from temp."
		"after_rows)) order by place, turn",
		pair->name, cells_query(pair, memory));
	int result = database_execute(pair->store, sql, error);

	talloc_free(memory);
	return result;
}

static int count_rows(const struct pair *pair, struct error *error)
{
	char *sql = memory_format(
		NULL,
		"insert into difference_count select '%s', (select count(*)"
		" from temp.after_rows), count(distinct row) filter (where"
		" change = 'changed'), count(*) filter (where change = 'new'),"
		" count(*) filter (where change = 'gone') from difference"
		" where table_name = '%s';"
		"drop table temp.before_rows; drop table temp.after_rows",
		pair->name, pair->name);
	int result = database_execute(pair->store, sql, error);

	talloc_free(sql);
	return result;
}

static int compare_table(struct database *store, const char *name,
			 struct error *error)
{
	struct value value = value_text(name);
	void *memory = talloc_new(NULL);
	struct table *columns;
	int result = database_query(memory, store, columns_sql, &value, 1, NULL,
				    &columns, error);

	if (result == 0 && columns->n_rows > 0) {
		struct pair pair = { .store = store,
				     .name = name,
				     .columns = columns,
				     .is_key = memory_array(memory, bool,
							    columns->n_rows) };
		result = choose_key(&pair, error);
		if (result == 0)
			result = stage_rows(&pair, "before", error);
		if (result == 0)
			result = stage_rows(&pair, "after", error);
		if (result == 0)
			result = compare_rows(&pair, error);
		if (result == 0)
			result = count_rows(&pair, error);
	}
	talloc_free(memory);
	return result;
}

int differences_find(struct database *store, struct error *error)
{
	void *memory = talloc_new(NULL);
	struct table *tables = NULL;
	int result = database_execute(store, schema_sql, error);

	if (result == 0)
		result = database_query(memory, store, tables_sql, NULL, 0,
					NULL, &tables, error);
	for (size_t i = 0; result == 0 && i < tables->n_rows; i++)
		result = compare_table(store, table_text(tables, i, 0), error);
	talloc_free(memory);
	return result;
}
