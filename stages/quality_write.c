#include "stages/quality.h"

#include "pipeline/core/memory.h"
#include "stages/quality_columns.h"
#include "stages/table_writer.h"

/* The number a mark is judged by; NaN: none. */
static double criterion(const struct quality *quality, enum quality_flag flag)
{
	switch (flag) {
	case QUALITY_STRAIGHT_LINING:
		return quality->settings->longest_run;
	case QUALITY_LOW_VARIATION:
		return quality->settings->least_spread;
	case QUALITY_SPEEDER:
		return quality->settings->speed;
	case QUALITY_OUTLIER:
		return quality->settings->outlier;
	case QUALITY_DUPLICATE:
	case QUALITY_NEAR_DUPLICATE:
	case QUALITY_IMPOSSIBLE:
	case QUALITY_ATTENTION:
	case QUALITY_TEST:
	case QUALITY_INCOMPLETE:
	case QUALITY_FLAGS:
	default:
		return (double)__builtin_nan("");
	}
}

static int write_flags(const struct quality *quality, struct error *error)
{
	struct table_writer *writer;

	if (table_writer_open(quality->context->memory, quality->context->store,
			      "quality_flag",
			      "flag TEXT, position INTEGER, n INTEGER,"
			      " base INTEGER, criterion REAL, excluded INTEGER",
			      &writer, error) < 0)
		return -1;
	for (int flag = 0; flag < QUALITY_FLAGS; flag++) {
		unsigned bit = 1U << flag;
		uint64_t n = 0;

		if (!quality->judged[flag])
			continue;
		for (uint64_t row = 0; row < quality->answers->n_rows; row++)
			n += (quality->flags[row] & bit) != 0;
		table_writer_text(writer,
				  quality_flag_name((enum quality_flag)flag));
		table_writer_integer(writer, flag + 1);
		table_writer_integer(writer, (int64_t)n);
		table_writer_integer(writer, (int64_t)quality->judged[flag]);
		table_writer_real(writer,
				  criterion(quality, (enum quality_flag)flag));
		table_writer_integer(writer, (quality->excluded & bit) != 0);
		if (table_writer_row(writer, error) < 0)
			return -1;
	}
	talloc_free(writer);
	return 0;
}

/* ---- who it is: file and line, for the researcher alone ---- */

/* The lines of one file's kept rows, from row FIRST of the answers on. */
struct place {
	const struct quality *quality;
	struct table_writer *writer;
	const char *source, *file;
	const uint8_t *bits;
	uint64_t row; /* of the answers */
	uint64_t raw; /* of the file */
};

static int write_cases(const struct place *place, int64_t line,
		       struct error *error)
{
	unsigned flags = place->quality->flags[place->row];

	for (int flag = 0; flag < QUALITY_FLAGS; flag++) {
		if (!(flags >> flag & 1))
			continue;
		table_writer_text(place->writer,
				  quality_flag_name((enum quality_flag)flag));
		table_writer_text(place->writer, place->source);
		table_writer_text(place->writer, place->file);
		table_writer_integer(place->writer, line);
		if (table_writer_row(place->writer, error) < 0)
			return -1;
	}
	return 0;
}

static int write_lines(struct place *place, const uint8_t *lines, size_t n,
		       struct error *error)
{
	for (size_t i = 0; i < n; i++, place->raw++) {
		const uint8_t *at = lines + 4 * i;
		uint32_t line = (uint32_t)at[0] | (uint32_t)at[1] << 8 |
				(uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;

		if (!(place->bits[place->raw / 8] >> place->raw % 8 & 1))
			continue;
		if (write_cases(place, line, error) < 0)
			return -1;
		place->row++;
	}
	return 0;
}

static int write_file(struct place *place, int64_t id, struct error *error)
{
	struct statement *chunk;
	int more;

	if (statement_prepare(place->quality->context->store,
			      "SELECT n, codes FROM chunk WHERE column_id ="
			      " (SELECT id FROM source_column WHERE"
			      " source_id = ?1 AND position = -1)"
			      " ORDER BY sequence",
			      &chunk, error) < 0)
		return -1;
	statement_bind(chunk, 1, value_integer(id));
	while ((more = statement_step(chunk, error)) > 0) {
		size_t length, n = (size_t)statement_integer(chunk, 0);
		const uint8_t *lines = statement_blob(chunk, 1, &length);

		if (length != 4 * n)
			more = error_set(error, ERROR_FAILED, NULL,
					 "run 'divario ingest' again",
					 "a chunk of line numbers is damaged");
		else
			more = write_lines(place, lines, n, error);
		if (more < 0)
			break;
	}
	talloc_free(chunk);
	return more;
}

static int write_places(struct place *place, struct error *error)
{
	struct database *store = place->quality->context->store;
	struct statement *file;
	int more;

	if (!database_has(store, "row_kept"))
		return 0;
	if (statement_prepare(store,
			      "SELECT id, name, file, bits FROM row_kept"
			      " JOIN source ON id = source_id ORDER BY id",
			      &file, error) < 0)
		return -1;
	while ((more = statement_step(file, error)) > 0) {
		size_t length;

		place->source = statement_text(file, 1);
		place->file = statement_text(file, 2);
		place->bits = statement_blob(file, 3, &length);
		place->raw = 0;
		if (quality_is_register(place->quality, place->source))
			continue;
		if (write_file(place, statement_integer(file, 0), error) < 0)
			return -1;
	}
	talloc_free(file);
	return more;
}

static int write_all_cases(const struct quality *quality, struct error *error)
{
	struct place place = { .quality = quality };
	int result;

	if (table_writer_open(quality->context->memory, quality->context->store,
			      "quality_case",
			      "flag TEXT, source TEXT, file TEXT, line INTEGER",
			      &place.writer, error) < 0)
		return -1;
	result = write_places(&place, error);
	talloc_free(place.writer);
	return result;
}

/* ---- who is left out ---- */

static uint8_t marks_of(const struct quality *quality, uint64_t row)
{
	bool is_excluded = (quality->flags[row] & quality->excluded) != 0;
	bool is_earlier = quality->is_earlier && quality->is_earlier[row];

	return (uint8_t)((is_excluded ? ANSWER_EXCLUDED : 0) |
			 (is_earlier ? ANSWER_EARLIER : 0));
}

static int write_chunk(const struct quality *quality, struct statement *insert,
		       uint64_t first, struct error *error)
{
	uint64_t left = quality->answers->n_everything - first, place;
	size_t n = left < ANSWER_ROWS ? (size_t)left : ANSWER_ROWS;
	uint8_t *rows = memory_array(NULL, uint8_t, n);
	int64_t n_excluded = 0, n_earlier = 0;
	int result = 0;

	for (size_t i = 0; i < n; i++) {
		if (!answers_place(quality->answers, first + i, &place))
			continue;
		rows[i] = marks_of(quality, place);
		n_excluded += rows[i] & ANSWER_EXCLUDED;
		n_earlier += rows[i] == ANSWER_EARLIER;
	}
	if (n_excluded + n_earlier > 0) {
		statement_bind(insert, 1,
			       value_integer((int64_t)(first / ANSWER_ROWS)));
		statement_bind(insert, 2, value_integer(n_excluded));
		statement_bind(insert, 3, value_integer(n_earlier));
		statement_bind_blob(insert, 4, rows, n);
		result = statement_run(insert, error);
	}
	talloc_free(rows);
	return result;
}

static int write_excluded(const struct quality *quality, struct error *error)
{
	struct database *store = quality->context->store;
	struct statement *insert;
	int result = 0;

	if (database_execute(store,
			     "DROP TABLE IF EXISTS excluded_rows;"
			     "CREATE TABLE excluded_rows("
			     "sequence INTEGER PRIMARY KEY,"
			     " n_excluded INTEGER NOT NULL,"
			     " n_earlier INTEGER NOT NULL,"
			     " rows BLOB NOT NULL)",
			     error) < 0 ||
	    statement_prepare(
		    store, "INSERT INTO excluded_rows VALUES(?1, ?2, ?3, ?4)",
		    &insert, error) < 0)
		return -1;
	for (uint64_t first = 0;
	     first < quality->answers->n_everything && result == 0;
	     first += ANSWER_ROWS)
		result = write_chunk(quality, insert, first, error);
	talloc_free(insert);
	return result;
}

int quality_write(struct quality *quality, struct error *error)
{
	if (write_flags(quality, error) < 0 ||
	    write_all_cases(quality, error) < 0)
		return -1;
	return write_excluded(quality, error);
}
