#include "pipeline/data/load.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/load_cells.h"
#include "pipeline/data/platform.h"
#include "pipeline/data/store.h"
#include "pipeline/data/tabular.h"

#include <string.h>

enum { QUARANTINE_TEXT = 4096 }; /* bytes of a raw record that are kept */

struct load {
	struct database *database;
	const struct load_request *request;
	struct load_result *result;
	struct tabular *reader;
	struct store_writer *writer;
	struct statement *quarantine;
	struct guard *guard;         /* NULL: nobody is named */
	struct token_writer *tokens; /* NULL: nobody is met again */
	struct platform_verdict platform;
	int64_t source_id;
	struct load_cells cells;
};

/* Valid UTF-8 of at most QUARANTINE_TEXT bytes; U+FFFD for what is not. */
static char *presentable(const void *ctx, const char *raw, size_t length)
{
	size_t room = length < QUARANTINE_TEXT ? length : QUARANTINE_TEXT;
	char *text = memory_array(ctx, char, 3 * room + 4), *to = text;

	while (room > 0) {
		size_t good = text_valid_prefix(raw, room);
		const char *zero = memchr(raw, '\0', good);

		if (zero)
			good = (size_t)(zero - raw);
		memcpy(to, raw, good);
		to += good;
		raw += good;
		room -= good;
		if (room == 0)
			break;
		to += text_encode(0xFFFD, to);
		raw++;
		room--;
	}
	*to = '\0';
	return text;
}

static int set_aside(struct load *load, const struct csv_record *record,
		     struct error *error)
{
	char *text = presentable(load, record->raw, record->raw_length);
	int result;

	/* Where a column names people the text stays in the file: nobody can
	 * tell which part of a broken record is the name. */
	if (load->guard)
		text = guard_text(load, load->guard, text);

	load->result->n_quarantined++;
	load_cells_set_aside(&load->cells, record);
	statement_bind(load->quarantine, 1, value_integer(load->source_id));
	statement_bind(load->quarantine, 2,
		       value_integer((int64_t)record->line));
	statement_bind(load->quarantine, 3,
		       record->column ? value_integer(record->column)
				      : value_null());
	statement_bind(load->quarantine, 4, value_text(record->fault));
	statement_bind(load->quarantine, 5, value_text(text));
	result = statement_run(load->quarantine, error);
	talloc_free(text);
	return result;
}

/* Not the records of people who withdrew, nor forms of their codes. */
static int keep_record(struct load *load, const struct csv_record *record,
		       struct error *error)
{
	const struct csv_record *raw = record;

	if (!load->result->n_rows)
		load->platform =
			platform_settle(load, load->request->platform,
					tabular_header(load->reader), record);
	if (load->guard)
		record = guard_apply(load->guard, record);
	if (load->guard && guard_leaves_out(load->guard, record)) {
		load->result->n_withdrawn++;
		load_cells_withdraw(&load->cells, record);
		return 0;
	}
	if (load->tokens && token_writer_add(load->tokens, raw, error) < 0)
		return -1;
	load->result->n_rows++;
	load_cells_keep(&load->cells, record);
	return store_writer_add(load->writer, record, error);
}

static int read_records(struct load *load, struct error *error)
{
	const struct csv_record *record;
	struct tabular_notes notes;
	int more;

	while ((more = tabular_next(load->reader, &record, error)) > 0) {
		int result = record->fault ? set_aside(load, record, error)
					   : keep_record(load, record, error);

		if (result < 0)
			return -1;
	}
	notes = tabular_notes(load->reader);
	load->result->n_blank = (int64_t)notes.n_blank;
	load->result->n_repaired = (int64_t)notes.n_repaired;
	load->result->other_table = (int64_t)notes.other_table;
	load->result->n_other = notes.cells.n_left;
	return more;
}

static int check_answers(const struct load *load, struct error *error)
{
	const struct load_result *result = load->result;

	if (result->n_rows + result->n_quarantined + result->n_withdrawn > 0)
		return 0;
	return error_set(error, ERROR_DATA, load->request->path,
			 "export the answers again",
			 "the file has a header but no answers");
}

/* The row itself comes last: only then is everything known. */
static int write_source(struct load *load, struct error *error)
{
	const struct load_request *request = load->request;
	const struct tabular_form form = tabular_form(load->reader);
	char digest[HASH_TEXT], delimiter[2] = { form.delimiter, '\0' };
	char decimal[2] = { form.decimal, '\0' };
	struct statement *insert;
	uint64_t n_bytes;
	int result;

	if (tabular_digest(load->reader, digest, &n_bytes, error) < 0 ||
	    statement_prepare(load->database,
			      "INSERT INTO source VALUES(?1, ?2, ?3, ?4, ?5,"
			      " ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,"
			      " ?16, ?17, ?18, ?19, ?20, ?21)",
			      &insert, error) < 0)
		return -1;
	const struct value values[] = {
		value_integer(load->source_id),
		value_text(request->name),
		value_text(request->file),
		value_text(digest),
		value_integer((int64_t)n_bytes),
		value_text(form.encoding),
		value_text(delimiter),
		value_text(decimal),
		value_text(load->result->verdict),
		value_text(request->wave),
		value_integer(load->result->n_rows),
		value_integer(load->result->n_quarantined),
		value_integer(load->result->n_blank),
		value_text(request->settings),
		value_text(load->result->platform),
		value_integer(load->cells.found),
		value_integer(load->cells.stored),
		value_integer(load->cells.quarantined),
		value_integer(load->cells.empty),
		value_integer(load->cells.joined),
		value_integer(load->cells.left),
	};

	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		statement_bind(insert, (int)i + 1, values[i]);
	result = statement_run(insert, error);
	talloc_free(insert);
	return result;
}

static int check_cells(struct load *load, struct error *error)
{
	bool may_drop = tabular_header(load->reader)->has_empty_end;

	return load_cells_check(&load->cells, load->database, load->source_id,
				load->reader,
				may_drop ? load->result->n_rows : 0, error);
}

static int open_guard(struct load *load, struct error *error)
{
	const struct load_request *request = load->request;

	if (!request->guard)
		return 0;
	if (guard_open(load, request->guard, load->reader, &request->fixed,
		       &load->guard, error) < 0)
		return -1;
	store_writer_guard(load->writer, load->guard);
	return 0;
}

static int note_withdrawn(struct load *load, struct error *error)
{
	char *sql = memory_format(load,
				  "INSERT INTO withdrawn VALUES(%lld, "
				  "%lld)",
				  (long long)load->source_id,
				  (long long)load->result->n_withdrawn);

	return database_execute(load->database, sql, error);
}

/* What the guard did is known only when all values are written. */
static int note_guard(const void *ctx, struct load *load, struct error *error)
{
	if (!load->guard)
		return 0;
	load->result->found = memory_text(ctx, guard_found(load->guard));
	if (load->result->n_withdrawn && note_withdrawn(load, error) < 0)
		return -1;
	load->result->redacted = memory_text(ctx, guard_redacted(load->guard));
	return guard_write(load->guard, load->database, load->source_id, error);
}

static int choose_id(struct load *load, struct error *error)
{
	struct table *table;

	if (database_query(load, load->database,
			   "SELECT coalesce(max(id), 0) + 1 FROM source", NULL,
			   0, NULL, &table, error) < 0)
		return -1;
	load->source_id = table_cell(table, 0, 0)->integer;
	return 0;
}

static int open_all(struct load *load, struct error *error)
{
	const struct load_request *request = load->request;
	const struct csv_header *header;

	if (tabular_open(load, request->path, &request->fixed, &load->reader,
			 error) < 0 ||
	    tabular_distinguish(load->reader, request->renamed,
				request->n_renamed, error) < 0 ||
	    choose_id(load, error) < 0)
		return -1;
	header = tabular_header(load->reader);
	if (store_writer_open(load, load->database, load->source_id,
			      header->names, header->n, &load->writer,
			      error) < 0 ||
	    statement_prepare(load->database,
			      "INSERT INTO quarantine(source_id, line,"
			      " \"column\", reason, text)"
			      " VALUES(?1, ?2, ?3, ?4, ?5)",
			      &load->quarantine, error) < 0)
		return -1;
	talloc_reparent(load->database, load, load->quarantine);
	return request->tokens
		       ? token_writer_open(load, load->database,
					   load->source_id, request->tokens,
					   header, &load->tokens, error)
		       : 0;
}

/* How the file is written, and by which tool. */
static void settle_verdict(const void *ctx, struct load *load)
{
	struct load_result *result = load->result;

	if (load->platform.platform)
		result->platform = platform_name(load->platform.platform);
	result->verdict =
		memory_format(ctx, "%s%s", tabular_verdict(load, load->reader),
			      platform_say(load, &load->platform));
}

int load_file(const void *ctx, struct database *database,
	      const struct load_request *request, struct load_result *result,
	      struct error *error)
{
	struct load *load = memory_new(ctx, struct load);
	int outcome = -1;

	memset(result, 0, sizeof *result);
	load->database = database;
	load->request = request;
	load->result = result;
	if (open_all(load, error) < 0 || open_guard(load, error) < 0)
		goto out;
	if (read_records(load, error) < 0 || check_answers(load, error) < 0)
		goto out;
	settle_verdict(ctx, load);
	outcome = store_writer_close(
		load->writer, tabular_header(load->reader)->has_empty_end,
		error);
	if (outcome == 0)
		outcome = note_guard(ctx, load, error);
	if (outcome == 0)
		outcome = check_cells(load, error);
	if (outcome == 0)
		outcome = write_source(load, error);
out:
	talloc_free(load);
	return outcome;
}
