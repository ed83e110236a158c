/*
 * Mapping files: which column holds what.  A heading is taken as one of the
 * common names ("municipality", "capacity") when the project says so or when it
 * is one of the words that people use for it in Italian or English.  Pure.
 */
#ifndef PIPELINE_DATA_PLACE_COLUMNS_H
#define PIPELINE_DATA_PLACE_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

enum place_kind {
	PLACE_SERVICE,
	PLACE_ORGANISATION,
	PLACE_TERRITORY,
	PLACE_POPULATION,
	PLACE_TIE,
	PLACE_KINDS
};

enum place_field {
	PLACE_ID,
	PLACE_NAME,
	PLACE_TYPE,
	PLACE_TARGET,
	PLACE_ORGANISATION_NAME,
	PLACE_MUNICIPALITY,
	PLACE_MUNICIPALITY_CODE,
	PLACE_PROVINCE,
	PLACE_REGION,
	PLACE_DISTRICT,
	PLACE_ADDRESS,
	PLACE_POSTCODE,
	PLACE_LATITUDE,
	PLACE_LONGITUDE,
	PLACE_COORDINATES,
	PLACE_CAPACITY,
	PLACE_USERS,
	PLACE_STAFF,
	PLACE_OPENING,
	PLACE_COST,
	PLACE_LEVEL,
	PLACE_PARENT,
	PLACE_SINCE,
	PLACE_UNTIL,
	PLACE_PEOPLE,
	PLACE_YEAR,
	PLACE_FROM,
	PLACE_TO,
	PLACE_WEIGHT,
	PLACE_FIELDS
};

enum { PLACE_NO_COLUMN = -1 };

/* "municipality_code"; the common name in project.yaml. */
const char *place_field_name(enum place_field field);

/* The field of that name, or PLACE_FIELDS. */
enum place_field place_field_named(const char *name);

/* Has a file of that kind a column of that field? */
bool place_kind_has(enum place_kind kind, enum place_field field);

struct place_headings {
	const char *const *texts;
	size_t n;
	/* the project's: common name -> heading */
	const char *const *given_names, *const *given_headings;
	size_t n_given;
};

/*
 * COLUMNS[field] = index of its heading or PLACE_NO_COLUMN.  What is given goes
 * first, spelling and blanks apart; then the better word, then the left column.
 * Of services that are under an organisation's heading alone ("ente") the same
 * column is the organisation and the name.
 * Returns the index of the first given heading that is not in the file, or -1.
 */
int place_columns(enum place_kind kind, const struct place_headings *headings,
		  int columns[PLACE_FIELDS]);

/*
 * The common name of a column that files of KIND cannot do without and that is
 * not there, or NULL.
 */
const char *place_columns_lack(enum place_kind kind,
			       const int columns[PLACE_FIELDS]);

#endif
