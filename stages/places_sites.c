/* Services and organisations: one row each, with where it is. */
#include "stages/places.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/place_fold.h"

#include <math.h>
#include <string.h>

int place_aside(struct places *places, const struct place_file *file,
		size_t row, const char *scope, const char *field,
		const char *reason, struct error *error)
{
	struct table_writer *writer = places->asides;
	enum place_field named =
		field ? place_field_named(field) : PLACE_FIELDS;

	table_writer_text(writer, file->source->name);
	table_writer_text(writer, file->path);
	table_writer_integer(writer, file->lines[row]);
	table_writer_text(writer, scope);
	table_writer_text(writer, field);
	table_writer_text(writer, named == PLACE_FIELDS
					  ? NULL
					  : place_cell(file, named, row));
	table_writer_text(writer, reason);
	if (!strcmp(scope, "row"))
		places->context->rows.set_aside++;
	else if (!strcmp(scope, "cell"))
		places->n_cells_aside++;
	return table_writer_row(writer, error);
}

/* ---- numbers ---- */

static bool read_count(const char *text, char decimal, double *value)
{
	static const char marks[] = { '.', ',' };

	if (text_parse_number(text, decimal, value) && *value == floor(*value))
		return true;
	for (size_t i = 0; i < sizeof marks; i++)
		if (text_parse_number(text, marks[i], value) &&
		    *value == floor(*value))
			return true;
	return false;
}

int place_number(struct places *places, const struct place_file *file,
		 enum place_field field, size_t row, bool is_count,
		 double *value, struct error *error)
{
	const char *text = place_cell(file, field, row);
	bool is_number;

	*value = (double)NAN;
	if (!*text)
		return 0;
	for (size_t i = 0; i < file->source->n_missing; i++)
		if (!strcmp(text, file->source->missing[i]))
			return 0;
	is_number = is_count ? read_count(text, file->decimal, value)
			     : text_parse_number(text, file->decimal, value);
	if (is_number && *value >= 0)
		return 0;
	*value = (double)NAN;
	return place_aside(places, file, row, "cell", place_field_name(field),
			   is_number  ? "less than nothing"
			   : is_count ? "no whole number"
				      : "no number, or one that reads in two "
					"ways: say 'decimal' of the source",
			   error);
}

/* ---- coordinates ---- */

static int note_coordinates(struct places *places,
			    const struct place_file *file, size_t row,
			    const struct coordinates *found,
			    struct error *error)
{
	enum place_field field = file->cells[PLACE_COORDINATES]
					 ? PLACE_COORDINATES
					 : PLACE_LATITUDE;
	const char *reason = coordinates_reason(found);
	bool is_swapped = found->state == COORDINATES_SWAPPED;

	places->n_swapped += is_swapped;
	if (reason)
		return place_aside(places, file, row,
				   is_swapped ? "changed" : "cell",
				   place_field_name(field), reason, error);
	if (found->state == COORDINATES_GOOD && place_municipality(file, row) &&
	    !coordinates_in_italy(found))
		return place_aside(
			places, file, row, "noted", place_field_name(field),
			"outside Italy, its municipality is not", error);
	return 0;
}

int place_put_coordinates(struct places *places, const struct place_file *file,
			  size_t row, struct table_writer *writer,
			  struct error *error)
{
	struct coordinates found;

	if (file->cells[PLACE_COORDINATES])
		found = coordinates_read_pair(
			place_cell(file, PLACE_COORDINATES, row),
			file->is_italian);
	else
		found = coordinates_read(place_cell(file, PLACE_LATITUDE, row),
					 place_cell(file, PLACE_LONGITUDE, row),
					 file->is_italian);
	if (found.state == COORDINATES_NONE) {
		found.latitude = (double)NAN;
		found.longitude = (double)NAN;
	}
	table_writer_real(writer, found.latitude);
	table_writer_real(writer, found.longitude);
	return note_coordinates(places, file, row, &found, error);
}

/* ---- rows ---- */

static void put_said(struct table_writer *writer, const struct place_file *file,
		     const char *text)
{
	bool is_missing = !*text;

	for (size_t i = 0; i < file->source->n_missing; i++)
		is_missing |= !strcmp(text, file->source->missing[i]);
	table_writer_text(writer, is_missing ? NULL : text);
}

static void put_texts(struct table_writer *writer,
		      const struct place_file *file,
		      const enum place_field *fields, size_t n, size_t row)
{
	for (size_t i = 0; i < n; i++)
		put_said(writer, file, place_cell(file, fields[i], row));
}

static const char *why_not(const struct place_file *file, size_t row)
{
	const char *name = place_cell(file, PLACE_NAME, row);
	char *folded = place_fold(NULL, name);
	bool is_total = !strcmp(folded, "totale") || !strcmp(folded, "total") ||
			!strcmp(folded, "totali") ||
			!strncmp(folded, "totale ", 7);

	talloc_free(folded);
	if (!*name && !*place_cell(file, PLACE_ID, row))
		return "neither name nor id";
	if (is_total && !place_municipality(file, row))
		return "a row of totals";
	return NULL;
}

static const char *municipality_code(const struct place_file *file, size_t row)
{
	const struct municipality *found = place_municipality(file, row);

	return found ? found->code : NULL;
}

static void put_origin(struct table_writer *writer,
		       const struct place_file *file, size_t row)
{
	table_writer_text(writer, file->source->name);
	table_writer_text(writer, file->path);
	table_writer_integer(writer, file->lines[row]);
}

static int put_numbers(struct places *places, const struct place_file *file,
		       size_t row, struct error *error)
{
	static const struct {
		enum place_field field;
		bool is_count;
	} numbers[] = { { PLACE_CAPACITY, true },
			{ PLACE_USERS, true },
			{ PLACE_STAFF, false },
			{ PLACE_COST, false } };

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		double value;

		if (place_number(places, file, numbers[i].field, row,
				 numbers[i].is_count, &value, error) < 0)
			return -1;
		table_writer_real(places->services, value);
	}
	return 0;
}

static int write_site(struct places *places, const struct place_file *file,
		      size_t row, struct error *error)
{
	static const enum place_field head[] = { PLACE_ID, PLACE_NAME,
						 PLACE_TYPE, PLACE_TARGET,
						 PLACE_ORGANISATION_NAME },
				      where[] = { PLACE_ADDRESS,
						  PLACE_POSTCODE },
				      end[] = { PLACE_OPENING, PLACE_SINCE,
						PLACE_UNTIL };
	bool is_service = file->kind == PLACE_SERVICE;
	struct table_writer *writer =
		is_service ? places->services : places->organisations;

	put_texts(writer, file, head, is_service ? 5 : 3, row);
	table_writer_text(writer, municipality_code(file, row));
	put_said(writer, file, place_district(file, row));
	put_texts(writer, file, where, 2, row);
	if (place_put_coordinates(places, file, row, writer, error) < 0)
		return -1;
	if (is_service && put_numbers(places, file, row, error) < 0)
		return -1;
	put_texts(writer, file, is_service ? end : end + 1, is_service ? 3 : 2,
		  row);
	put_origin(writer, file, row);
	return table_writer_row(writer, error);
}

int places_write_sites(struct places *places, const struct place_file *file,
		       struct error *error)
{
	for (size_t row = 0; row < file->n_rows; row++) {
		const struct municipality *found =
			place_municipality(file, row);
		const char *reason = why_not(file, row);

		if (reason) {
			if (place_aside(places, file, row, "row", NULL, reason,
					error) < 0)
				return -1;
			continue;
		}
		if (write_site(places, file, row, error) < 0)
			return -1;
		places->kept[file->kind]++;
		if (found)
			place_area_named(places->areas, found);
	}
	return 0;
}
