#include "pipeline/data/csv_reader_private.h"

enum {
	LOOK_AHEAD = 20, /* records that must all not fit */
	LIKE_IT = 1      /* of those, as wide as the new header */
};

/* What stands behind a record that does not fit. */
struct ahead {
	size_t n;      /* records */
	size_t n_like; /* with WIDTH cells */
	bool fits;     /* one is as wide as the header of the file */
};

/* WIDTH 0: that of the first record. */
static struct ahead look_ahead(struct csv_reader *reader, size_t width)
{
	const struct csv_input *input = reader->input;
	struct ahead ahead = { .n = 0 };
	size_t at = input->start;

	while (at < input->end && ahead.n < LOOK_AHEAD && !ahead.fits) {
		struct csv_record record = { .n_cells = 0 };
		size_t used = 0;
		enum csv_outcome outcome = csv_lane_read(
			reader->inner, input->window + at, input->end - at,
			input->is_end, &record, &used);

		if (outcome == CSV_PARTIAL)
			break;
		at += used;
		if (outcome == CSV_BLANK)
			continue;
		if (width == 0)
			width = record.n_cells;
		ahead.n++;
		ahead.n_like += record.n_cells == width && width > 1;
		ahead.fits |= record.n_cells + 1 >= reader->header.n &&
			      record.n_cells <= reader->header.n + 1;
	}
	return ahead;
}

/*
 * Behind a gap a record of another width, or a title, and then records of that
 * width, but none that fits the header: one cell more or less is no other
 * table, but a record with a mistake.
 */
static bool is_other_width(struct csv_reader *reader)
{
	size_t n = reader->record.n_found, wanted = reader->header.n;
	struct ahead ahead;

	if (!reader->is_behind_gap || !reader->record.fault || n == 0 ||
	    reader->dialect.is_wrapped || (n + 1 >= wanted && n <= wanted + 1))
		return false;
	ahead = look_ahead(reader, n > 1 ? n : 0);
	return !ahead.fits && ahead.n_like >= (n > 1 ? LIKE_IT : LIKE_IT + 1);
}

bool csv_other_table_starts(struct csv_reader *reader)
{
	if (!reader->has_header ||
	    reader->n_records <= reader->header.n_rows + 1)
		return false;
	return csv_header_is_again(&reader->header, &reader->record) ||
	       is_other_width(reader);
}
