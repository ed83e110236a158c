#include "pipeline/run/record.h"

#include "pipeline/core/memory.h"

#include <string.h>

static const char *const tables =
	"create table if not exists run_stage("
	"stage text primary key, fingerprint text, version integer, "
	"parts text, finished text, seconds real, rows_read integer, "
	"rows_kept integer, rows_set_aside integer, note text);"
	"create table if not exists artifact("
	"name text, kind integer, digest text, stage text, "
	"primary key(name, kind));"
	"create table if not exists output_file("
	"stage text, name text, sha256 text, size integer, mtime_ns integer, "
	"inode integer, primary key(stage, name));"
	"create table if not exists file_digest("
	"path text primary key, size integer, mtime_ns integer, "
	"inode integer, sha256 text)";

int record_prepare(struct database *store, struct error *error)
{
	return database_execute(store, tables, error);
}

static void copy_digest(char digest[HASH_TEXT], const char *text)
{
	digest[0] = '\0';
	if (text)
		strncat(digest, text, HASH_TEXT - 1);
}

int record_get_stage(const void *ctx, struct database *store, const char *stage,
		     struct stage_record *record, struct error *error)
{
	struct statement *row;

	memset(record, 0, sizeof(*record));
	if (!database_has(store, "run_stage"))
		return 0;
	if (statement_prepare(store,
			      "select fingerprint, version, parts, finished, "
			      "seconds, rows_read, rows_kept, rows_set_aside, "
			      "note from run_stage where stage = ?1",
			      &row, error) < 0)
		return -1;
	statement_bind(row, 1, value_text(stage));
	int found = statement_step(row, error);
	if (found > 0) {
		struct value seconds = statement_value(row, 4);
		copy_digest(record->fingerprint, statement_text(row, 0));
		record->version = (int)statement_integer(row, 1);
		record->parts = memory_text(ctx, statement_text(row, 2));
		record->finished = memory_text(ctx, statement_text(row, 3));
		record->seconds = value_number(&seconds);
		record->read = statement_integer(row, 5);
		record->kept = statement_integer(row, 6);
		record->set_aside = statement_integer(row, 7);
		record->note = memory_text(ctx, statement_text(row, 8));
	}
	talloc_free(row);
	return found;
}

int record_put_stage(struct database *store, const char *stage,
		     const struct stage_record *record, struct error *error)
{
	struct statement *insert;

	if (statement_prepare(store,
			      "insert or replace into run_stage values "
			      "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
			      &insert, error) < 0)
		return -1;
	statement_bind(insert, 1, value_text(stage));
	statement_bind(insert, 2, value_text(record->fingerprint));
	statement_bind(insert, 3, value_integer(record->version));
	statement_bind(insert, 4, value_text(record->parts));
	statement_bind(insert, 5, value_text(record->finished));
	statement_bind(insert, 6, value_real(record->seconds));
	statement_bind(insert, 7, value_integer(record->read));
	statement_bind(insert, 8, value_integer(record->kept));
	statement_bind(insert, 9, value_integer(record->set_aside));
	statement_bind(insert, 10, value_text(record->note));
	int result = statement_run(insert, error);
	talloc_free(insert);
	return result;
}

/* Digest over the recorded files of a pattern such as "figures/". */
static int files_digest(struct database *store, const char *prefix,
			char digest[HASH_TEXT], struct error *error)
{
	struct output_records files;
	struct hash hash;
	void *scratch = talloc_new(NULL);

	if (record_get_outputs(scratch, store, NULL, &files, error) < 0) {
		talloc_free(scratch);
		return -1;
	}
	hash_start(&hash);
	for (size_t i = 0; i < files.n; i++) {
		const struct output_record *file = &files.items[i];
		if (strncmp(file->name, prefix, strlen(prefix)) != 0)
			continue;
		hash_add_text(&hash, file->name);
		hash_add_text(&hash, file->digest);
	}
	hash_finish(&hash, digest);
	talloc_free(scratch);
	return 0;
}

int record_get_artifact(struct database *store, const struct artifact *artifact,
			char digest[HASH_TEXT], struct error *error)
{
	struct statement *row;

	digest[0] = '\0';
	if (artifact->kind == ARTIFACT_FILES)
		return files_digest(store, artifact->name, digest, error);
	if (!database_has(store, "artifact"))
		return 0;
	if (statement_prepare(store,
			      "select digest from artifact where name = ?1 and "
			      "kind = ?2",
			      &row, error) < 0)
		return -1;
	statement_bind(row, 1, value_text(artifact->name));
	statement_bind(row, 2, value_integer((int)artifact->kind));
	int found = statement_step(row, error);
	if (found > 0)
		copy_digest(digest, statement_text(row, 0));
	talloc_free(row);
	return found < 0 ? -1 : 0;
}

int record_put_artifact(struct database *store, const struct artifact *artifact,
			const char *stage, const char *digest,
			struct error *error)
{
	struct statement *insert;

	if (statement_prepare(store,
			      "insert or replace into artifact(name, kind, "
			      "digest, stage) values (?1, ?2, ?3, ?4)",
			      &insert, error) < 0)
		return -1;
	statement_bind(insert, 1, value_text(artifact->name));
	statement_bind(insert, 2, value_integer((int)artifact->kind));
	statement_bind(insert, 3, value_text(digest));
	statement_bind(insert, 4, value_text(stage));
	int result = statement_run(insert, error);
	talloc_free(insert);
	return result;
}

static struct output_record read_output(const void *ctx, struct statement *row)
{
	struct output_record output = {
		.name = memory_text(ctx, statement_text(row, 0)),
		.stamp = { .size = statement_integer(row, 2),
			   .mtime_ns = statement_integer(row, 3),
			   .inode = statement_integer(row, 4) }
	};

	copy_digest(output.digest, statement_text(row, 1));
	return output;
}

int record_get_outputs(const void *ctx, struct database *store,
		       const char *stage, struct output_records *outputs,
		       struct error *error)
{
	struct statement *row;
	int more;

	outputs->items = NULL;
	outputs->n = 0;
	if (!database_has(store, "output_file"))
		return 0;
	if (statement_prepare(store,
			      "select name, sha256, size, mtime_ns, inode from "
			      "output_file where ?1 is null or stage = ?1 "
			      "order by name",
			      &row, error) < 0)
		return -1;
	statement_bind(row, 1, value_text(stage));
	while ((more = statement_step(row, error)) > 0) {
		struct output_record output = read_output(ctx, row);
		memory_append(ctx, outputs->items, struct output_record,
			      outputs->n, output);
	}
	talloc_free(row);
	return more;
}

static int delete_outputs(struct database *store, const char *stage,
			  struct error *error)
{
	struct statement *delete;

	if (statement_prepare(store, "delete from output_file where stage = ?1",
			      &delete, error) < 0)
		return -1;
	statement_bind(delete, 1, value_text(stage));
	int result = statement_run(delete, error);
	talloc_free(delete);
	return result;
}

static int insert_output(struct statement *insert, const char *stage,
			 const struct output_record *output,
			 struct error *error)
{
	statement_bind(insert, 1, value_text(stage));
	statement_bind(insert, 2, value_text(output->name));
	statement_bind(insert, 3, value_text(output->digest));
	statement_bind(insert, 4, value_integer(output->stamp.size));
	statement_bind(insert, 5, value_integer(output->stamp.mtime_ns));
	statement_bind(insert, 6, value_integer(output->stamp.inode));
	return statement_run(insert, error);
}

int record_put_outputs(struct database *store, const char *stage,
		       const struct output_records *outputs,
		       struct error *error)
{
	struct statement *insert;
	int result = 0;

	if (delete_outputs(store, stage, error) < 0 ||
	    statement_prepare(store,
			      "insert into output_file(stage, name, sha256, "
			      "size, mtime_ns, inode) values (?1, ?2, ?3, ?4, "
			      "?5, ?6)",
			      &insert, error) < 0)
		return -1;
	for (size_t i = 0; result == 0 && i < outputs->n; i++)
		result =
			insert_output(insert, stage, &outputs->items[i], error);
	talloc_free(insert);
	return result;
}

const char *record_owner(const void *ctx, struct database *store,
			 const char *stage, const char *name)
{
	struct error ignored = { 0 };
	struct statement *row;
	const char *owner = NULL;

	if (statement_prepare(store,
			      "select stage from output_file where name = ?1 "
			      "and stage <> ?2 and sha256 <> ''",
			      &row, &ignored) < 0)
		return NULL;
	statement_bind(row, 1, value_text(name));
	statement_bind(row, 2, value_text(stage));
	if (statement_step(row, &ignored) > 0)
		owner = memory_text(ctx, statement_text(row, 0));
	talloc_free(row);
	return owner;
}
