/* Above each municipality: district, province, region, from the crosswalk. */
#include "stages/places.h"

#include "pipeline/core/memory.h"

#include <stdlib.h>
#include <string.h>

struct district {
	const char *name;
	const struct municipality *municipality; /* one that lies in it */
};

struct place_area {
	const char **told; /* codes that a file has rows of */
	size_t n_told;
	const struct municipality **named;
	size_t n_named;
	struct district *districts;
	size_t n_districts;
};

struct place_area *place_area_new(const void *ctx)
{
	return memory_new(ctx, struct place_area);
}

void place_area_told(struct place_area *area, const char *code)
{
	memory_append(area, area->told, const char *, area->n_told, code);
}

void place_area_named(struct place_area *area,
		      const struct municipality *municipality)
{
	memory_append(area, area->named, const struct municipality *,
		      area->n_named, municipality);
}

void place_area_district(struct place_area *area, const char *district,
			 const struct municipality *municipality)
{
	struct district one = { district, municipality };

	if (*district)
		memory_append(area, area->districts, struct district,
			      area->n_districts, one);
	place_area_named(area, municipality);
}

enum { REGIONS = 100 }; /* their codes have two digits */

static size_t region_number(const struct province *province)
{
	return (size_t)strtoul(province->region, NULL, 10) % REGIONS;
}

/* ---- sets ---- */

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int compare_named(const void *a, const void *b)
{
	const struct municipality *const *first = a, *const *second = b;

	return strcmp((*first)->code, (*second)->code);
}

static int compare_districts(const void *a, const void *b)
{
	const struct district *first = a, *second = b;
	int order = strcmp(first->name, second->name);

	return order ? order
		     : strcmp(first->municipality->code,
			      second->municipality->code);
}

static void sort(struct place_area *area)
{
	if (area->n_told)
		qsort(area->told, area->n_told, sizeof *area->told,
		      compare_texts);
	if (area->n_named)
		qsort(area->named, area->n_named, sizeof *area->named,
		      compare_named);
	if (area->n_districts)
		qsort(area->districts, area->n_districts,
		      sizeof *area->districts, compare_districts);
}

static bool is_told(const struct place_area *area, const char *code)
{
	return area->n_told && bsearch(&code, area->told, area->n_told,
				       sizeof *area->told, compare_texts);
}

/* ---- rows ---- */

struct row {
	const char *code, *name, *level, *parent;
	int since;
};

static int write_row(struct places *places, const struct row *row,
		     struct error *error)
{
	struct table_writer *writer = places->territories;

	if (is_told(places->areas, row->code))
		return 0;
	table_writer_text(writer, row->code);
	table_writer_text(writer, row->name);
	table_writer_text(writer, row->level);
	table_writer_text(writer, row->parent);
	if (row->since)
		table_writer_integer(writer, row->since);
	else
		table_writer_null(writer);
	for (int i = 0; i < 6; i++) /* until, where, source, file, line */
		table_writer_null(writer);
	return table_writer_row(writer, error);
}

static int write_municipalities(struct places *places, struct error *error)
{
	const struct place_area *area = places->areas;

	for (size_t i = 0; i < area->n_named; i++) {
		const struct municipality *at = area->named[i];
		const struct row row = {
			at->code, at->name, "municipality",
			municipality_province_of(places->italy, at)->code,
			at->since
		};

		if (i && area->named[i - 1] == at)
			continue;
		if (write_row(places, &row, error) < 0)
			return -1;
	}
	return 0;
}

/* A district is of a province when all its municipalities are. */
static int write_districts(struct places *places, struct error *error)
{
	const struct place_area *area = places->areas;

	for (size_t i = 0, next; i < area->n_districts; i = next) {
		const struct district *first = &area->districts[i];
		const struct province *province = municipality_province_of(
			places->italy, first->municipality);
		bool is_one = true;

		for (next = i; next < area->n_districts &&
			       !strcmp(area->districts[next].name, first->name);
		     next++)
			is_one &= municipality_province_of(
					  places->italy,
					  area->districts[next].municipality) ==
				  province;
		const struct row row = { first->name, first->name, "district",
					 is_one ? province->code
						: province->region,
					 0 };
		if (write_row(places, &row, error) < 0)
			return -1;
	}
	return 0;
}

/* Which provinces and regions have a municipality that is named. */
static void mark(const struct places *places, bool *has_province,
		 bool has_region[REGIONS])
{
	const struct place_area *area = places->areas;

	for (size_t i = 0; i < area->n_named; i++) {
		const struct province *of;

		if (i && area->named[i - 1] == area->named[i])
			continue;
		of = municipality_province_of(places->italy, area->named[i]);
		has_province[of - places->italy->provinces] = true;
		has_region[region_number(of)] = true;
	}
}

static int write_provinces(struct places *places, struct error *error)
{
	const struct municipalities *italy = places->italy;
	bool *has_province =
		memory_array(places->context->memory, bool, italy->n_provinces);
	bool has_region[REGIONS] = { false };

	mark(places, has_province, has_region);
	for (size_t i = 0; i < italy->n_provinces; i++) {
		const struct province *at = &italy->provinces[i];
		const struct row province = { at->code, at->name, "province",
					      at->region, at->since },
				 region = { at->region, at->region_name,
					    "region", NULL, 0 };

		if (has_province[i] && write_row(places, &province, error) < 0)
			return -1;
		if (has_region[region_number(at)] &&
		    write_row(places, &region, error) < 0)
			return -1;
		has_region[region_number(at)] = false;
	}
	return 0;
}

int places_write_above(struct places *places, struct error *error)
{
	sort(places->areas);
	if (write_municipalities(places, error) < 0 ||
	    write_districts(places, error) < 0)
		return -1;
	return write_provinces(places, error);
}
