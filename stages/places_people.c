/* Territories, how many people live there, and ties between organisations. */
#include "stages/places.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <string.h>

static int set_aside(struct places *places, const struct place_file *file,
		     size_t row, const char *reason, struct error *error)
{
	return place_aside(places, file, row, "row", NULL, reason, error);
}

static void put_text(struct table_writer *writer, const char *text)
{
	table_writer_text(writer, *text ? text : NULL);
}

static void put_origin(struct table_writer *writer,
		       const struct place_file *file, size_t row)
{
	table_writer_text(writer, file->source->name);
	table_writer_text(writer, file->path);
	table_writer_integer(writer, file->lines[row]);
}

static const char *first_of(const char *a, const char *b)
{
	return *a ? a : b;
}

/* ---- territories ---- */

static const char *level_of(const struct place_file *file, size_t row,
			    const struct municipality *municipality)
{
	const char *level = place_cell(file, PLACE_LEVEL, row);

	return municipality ? "municipality" : first_of(level, "district");
}

static int write_territory(struct places *places, const struct place_file *file,
			   size_t row, struct error *error)
{
	const struct municipality *found = place_municipality(file, row);
	const char *id = place_cell(file, PLACE_ID, row);
	const char *name = place_cell(file, PLACE_NAME, row);
	const char *district = place_cell(file, PLACE_DISTRICT, row);
	struct table_writer *writer = places->territories;

	/* A municipality's row says which district it is of. */
	if (!found && !*name)
		name = district;
	if (found && !*district)
		district = place_cell(file, PLACE_PARENT, row);
	if (!found && !*id && !*name)
		return set_aside(places, file, row,
				 "neither a territory nor a municipality that "
				 "is settled",
				 error);
	if (found)
		place_area_district(places->areas, district, found);
	place_area_told(places->areas,
			found ? found->code : first_of(id, name));
	table_writer_text(writer, found ? found->code : first_of(id, name));
	table_writer_text(writer, found ? found->name : first_of(name, id));
	table_writer_text(writer, level_of(file, row, found));
	if (found && !*district)
		table_writer_text(
			writer,
			municipality_province_of(places->italy, found)->code);
	else
		put_text(writer, found ? district
				       : place_cell(file, PLACE_PARENT, row));
	put_text(writer, place_cell(file, PLACE_SINCE, row));
	put_text(writer, place_cell(file, PLACE_UNTIL, row));
	if (place_put_coordinates(places, file, row, writer, error) < 0)
		return -1;
	put_origin(writer, file, row);
	places->kept[file->kind]++;
	return table_writer_row(writer, error);
}

int places_write_territories(struct places *places,
			     const struct place_file *file, struct error *error)
{
	for (size_t row = 0; row < file->n_rows; row++)
		if (write_territory(places, file, row, error) < 0)
			return -1;
	return 0;
}

/* ---- population ---- */

/* Trento and Bolzano are provinces where others have regions. */
static const char *area_of(const struct places *places, const char *province,
			   const char *region)
{
	const struct province *found =
		municipality_province(places->italy, province);

	if (found)
		return found->code;
	found = municipality_region(places->italy, region);
	if (found)
		return found->region;
	found = municipality_province(places->italy, region);
	return found ? found->code : NULL;
}

/* The territory a row is about: the smallest that it names. */
static const char *territory_of(const struct places *places,
				const struct place_file *file, size_t row)
{
	const struct municipality *found = place_municipality(file, row);
	const char *district = place_district(file, row);

	if (found)
		return found->code;
	if (*place_cell(file, PLACE_MUNICIPALITY, row) ||
	    *place_cell(file, PLACE_MUNICIPALITY_CODE, row))
		return NULL;
	if (*district || *place_cell(file, PLACE_ID, row))
		return first_of(district, place_cell(file, PLACE_ID, row));
	return area_of(places, place_cell(file, PLACE_PROVINCE, row),
		       place_cell(file, PLACE_REGION, row));
}

static int write_people(struct places *places, const struct place_file *file,
			size_t row, struct error *error)
{
	const struct municipality *found = place_municipality(file, row);
	const char *territory = territory_of(places, file, row);
	struct table_writer *writer = places->populations;
	double people;

	if (!territory)
		return set_aside(places, file, row,
				 "the territory is not settled", error);
	if (place_number(places, file, PLACE_PEOPLE, row, true, &people,
			 error) < 0)
		return -1;
	if (isnan(people))
		return set_aside(places, file, row, "no number of people",
				 error);
	table_writer_text(writer, territory);
	put_text(writer, place_cell(file, PLACE_TARGET, row));
	put_text(writer, place_cell(file, PLACE_YEAR, row));
	table_writer_real(writer, people);
	put_origin(writer, file, row);
	if (found)
		place_area_named(places->areas, found);
	places->kept[file->kind]++;
	return table_writer_row(writer, error);
}

int places_write_population(struct places *places,
			    const struct place_file *file, struct error *error)
{
	for (size_t row = 0; row < file->n_rows; row++)
		if (write_people(places, file, row, error) < 0)
			return -1;
	return 0;
}

/* ---- ties ---- */

static int write_tie(struct places *places, const struct place_file *file,
		     size_t row, struct error *error)
{
	const char *from = place_cell(file, PLACE_FROM, row);
	const char *to = place_cell(file, PLACE_TO, row);
	struct table_writer *writer = places->ties;
	double weight;

	if (!*from || !*to)
		return set_aside(places, file, row,
				 "one end of the tie is "
				 "empty",
				 error);
	if (!strcmp(from, to))
		return set_aside(places, file, row,
				 "a tie of an organisation with itself", error);
	if (place_number(places, file, PLACE_WEIGHT, row, false, &weight,
			 error) < 0)
		return -1;
	table_writer_text(writer, from);
	table_writer_text(writer, to);
	put_text(writer, place_cell(file, PLACE_TYPE, row));
	table_writer_real(writer, weight);
	put_text(writer, place_cell(file, PLACE_SINCE, row));
	put_text(writer, place_cell(file, PLACE_UNTIL, row));
	put_origin(writer, file, row);
	places->kept[file->kind]++;
	return table_writer_row(writer, error);
}

int places_write_ties(struct places *places, const struct place_file *file,
		      struct error *error)
{
	for (size_t row = 0; row < file->n_rows; row++)
		if (write_tie(places, file, row, error) < 0)
			return -1;
	return 0;
}
