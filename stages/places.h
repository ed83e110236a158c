/*
 * The places stage: mapping files to tidy tables.  Columns are found by their
 * headings (places_files.c), municipalities through the crosswalk
 * (places_match.c), other territories among those that the project declares
 * (places_own.c); services and organisations become rows (places_sites.c),
 * then territories, population and ties (places_people.c), and what lies above
 * each municipality (places_above.c).
 */
#ifndef STAGES_PLACES_H
#define STAGES_PLACES_H

#include "pipeline/data/coordinates.h"
#include "pipeline/data/municipality.h"
#include "pipeline/data/place_columns.h"
#include "pipeline/run/stage.h"
#include "stages/table_writer.h"

/* One distinct way that a file names a municipality. */
struct place_match {
	struct municipality_query query;
	struct municipality_match match;
	bool is_confirmed; /* by the project */
	bool is_empty;     /* nothing is written */
	uint64_t n;        /* rows */
	size_t first;      /* row */
};

struct place_file {
	int64_t id;
	const struct project_source *source;
	const char *path;
	enum place_kind kind;
	char decimal; /* 0 = the file does not tell */
	size_t n_rows;
	int columns[PLACE_FIELDS];
	const char **cells[PLACE_FIELDS]; /* one a row, never NULL; NULL when
					     the file has no such column */
	uint32_t *lines;                  /* one a row */
	size_t *match_of;                 /* one a row, into matches */
	struct place_match *matches;      /* in order of first appearance */
	size_t n_matches;
	const char **own_codes; /* one a row, NULL = none; NULL when no
				   declared territory is named */
	bool is_italian;        /* coordinates are expected there */
};

/* What was done with how many rows. */
enum place_outcome {
	PLACE_EXACT,
	PLACE_RULE,
	PLACE_CONFIRMED,
	PLACE_FUZZY,
	PLACE_UNMATCHED,
	PLACE_UNNAMED, /* no municipality is written */
	PLACE_OUTCOMES
};

struct place_area;
struct place_own;

struct places {
	struct stage_context *context;
	const struct municipalities *italy;
	struct place_file *files;
	size_t n_files;
	struct table_writer *services, *organisations, *territories;
	struct table_writer *populations, *ties, *matches, *asides;
	struct place_area *areas; /* what lies above the municipalities named */
	struct place_own *own;    /* territories that files declare */
	uint64_t outcomes[PLACE_OUTCOMES], own_outcomes[PLACE_OUTCOMES];
	uint64_t kept[PLACE_KINDS];
	uint64_t n_swapped, n_cells_aside;
	bool *is_used; /* which of the project's confirmations */
};

const char *place_outcome_name(enum place_outcome outcome);
enum place_outcome place_match_outcome(const struct place_match *match);

/* The mapping files, their columns and cells. */
int places_read(struct places *places, struct error *error);

/* A cell; "" when the file has no such column. */
const char *place_cell(const struct place_file *file, enum place_field field,
		       size_t row);

/* Match the municipalities of one file, write place_match, warn. */
int places_match(struct places *places, struct place_file *file,
		 struct error *error);

/* The municipality of a row that is sure; NULL otherwise. */
const struct municipality *place_municipality(const struct place_file *file,
					      size_t row);

/* ---- territories that the project declares ---- */

struct place_own *place_own_new(const void *ctx);

/* The rows of a territories file that are no municipality. */
void place_own_add(struct places *places, const struct place_file *file);

/* Match what one file writes under "district", write place_match, warn. */
int place_own_match(struct places *places, struct place_file *file,
		    struct error *error);

/* The code of the declared territory a row is in, if that is settled; else
 * what is written under "district". */
const char *place_district(const struct place_file *file, size_t row);

/* ---- rows ---- */

/*
 * Note in place_aside why a row or one cell of it is left out, or what was
 * changed.  SCOPE is "row", "cell" or "changed".
 */
int place_aside(struct places *places, const struct place_file *file,
		size_t row, const char *scope, const char *field,
		const char *reason, struct error *error);

/*
 * The number in a cell: NaN when it is empty, or is none and therefore set
 * aside.  A COUNT is whole: that tells 2.644 from 2644.
 */
int place_number(struct places *places, const struct place_file *file,
		 enum place_field field, size_t row, bool is_count,
		 double *value, struct error *error);

/* Put latitude and longitude of a row, or nothing where they are none. */
int place_put_coordinates(struct places *places, const struct place_file *file,
			  size_t row, struct table_writer *writer,
			  struct error *error);

/* Write one file's rows; rows.kept and rows.set_aside follow. */
int places_write_sites(struct places *places, const struct place_file *file,
		       struct error *error);
int places_write_territories(struct places *places,
			     const struct place_file *file,
			     struct error *error);
int places_write_population(struct places *places,
			    const struct place_file *file, struct error *error);
int places_write_ties(struct places *places, const struct place_file *file,
		      struct error *error);

/* ---- what lies above ---- */

struct place_area *place_area_new(const void *ctx);

/* CODE is written already: a file says what lies above it. */
void place_area_told(struct place_area *area, const char *code);

/* A district that a file names, and one of its municipalities. */
void place_area_district(struct place_area *area, const char *district,
			 const struct municipality *municipality);

/* MUNICIPALITY is named somewhere. */
void place_area_named(struct place_area *area,
		      const struct municipality *municipality);

/* Municipalities, districts, provinces and regions that no file has told. */
int places_write_above(struct places *places, struct error *error);

#endif
