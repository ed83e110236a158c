/*
 * The territory stage: services between territories.  territory.c is the stage;
 * territory_names.c knows spellings, territory_areas.c, territory_people.c,
 * territory_sites.c and territory_need.c read what the places stage and the
 * project's sheets say, territory_points.c finds centres and neighbours.
 * territory_cells.c counts one kind of service at one level; from that come
 * the tables of territory_coverage.c, territory_unequal.c, territory_spatial.c
 * and territory_uncovered.c.  territory_access.c asks who reaches what,
 * territory_lists.c lists what there is.
 */
#ifndef STAGES_TERRITORY_H
#define STAGES_TERRITORY_H

#include "pipeline/data/date_time.h"
#include "pipeline/data/topology.h"
#include "pipeline/run/stage.h"
#include "pipeline/stat/geodesy.h"
#include "pipeline/stat/neighbours.h"
#include "stages/table_writer.h"
#include "stages/territory_names.h"

enum territory_table {
	TERRITORY_REGISTER,
	TERRITORY_LIST,
	TERRITORY_MATCHES,
	TERRITORY_COVERAGE,
	TERRITORY_INEQUALITY,
	TERRITORY_LORENZ,
	TERRITORY_ACCESS,
	TERRITORY_ACCESS_SUMMARY,
	TERRITORY_SPATIAL,
	TERRITORY_SPATIAL_LOCAL,
	TERRITORY_UNCOVERED,
	TERRITORY_CHANGE,
	TERRITORY_TABLES
};

/* As the store and published.db call them. */
extern const char *const territory_tables[TERRITORY_TABLES];

#define TERRITORY_ALL "all"

struct area {
	const char *code, *name, *level, *parent_code; /* the last may be NULL
							*/
	size_t parent;                                 /* TERRITORY_NONE */
	size_t depth;
	struct position at; /* NaN where it is not known */
};

struct area_name;

struct level {
	const char *name;
	size_t *areas; /* in order of their codes */
	size_t n;
	size_t *above; /* by area: its place among the level's; NONE */
};

/* A service. */
struct site {
	const char *id, *name, *target_text, *opening, *wave;
	const char *organisation; /* id or name; may be NULL */
	size_t type, owner, area, district;
	size_t *targets, n_targets;
	double capacity, users, staff, cost;
	struct position at;
	bool has_own_place;
	bool is_there;          /* on the day that is asked for */
	bool is_before, is_now; /* of which mapping */
};

/* A type and a target, either of them any. */
struct kind {
	size_t type, target;
	bool is_finest; /* no other divides it further */
};

struct territory {
	struct stage_context *context;
	const struct project_territory *settings;
	struct table_writer *writers[TERRITORY_TABLES], *labels;
	struct area *areas; /* in order of their codes */
	size_t n_areas;
	struct area_name *by_name; /* of the areas */
	struct level *levels;      /* the lowest first */
	size_t n_levels;
	struct territory_names
		groups; /* of the population; everybody comes before */
	double *people; /* by area and 1 + group */
	bool *is_part;  /* the people of a part of it are not known */
	struct territory_names types, targets, owners;
	size_t *group_of; /* by target: its group; NONE = everybody */
	struct site *sites;
	size_t n_sites;
	struct kind *kinds; /* any of any first, then types, targets, both */
	size_t n_kinds;
	double *need; /* by area and 1 + target; NULL = people are the need */
	struct contiguity *contiguity; /* of regions; NULL without borders */
	size_t *area_of;               /* by region; NONE */
	const char *before, *now;      /* waves, or NULL */
};

const char *kind_type(const struct territory *territory,
		      const struct kind *kind);
const char *kind_target(const struct territory *territory,
			const struct kind *kind);
bool kind_has(const struct kind *kind, const struct site *site);

/* ---- reading ---- */

/* How the dates of two columns are written. */
enum date_order territory_date_order(const struct table *rows, int since,
				     int until);

/* Was it there on the day the project names?  Dates that cannot be read do not
 * count. */
bool territory_is_there(const struct territory *territory,
			enum date_order order, const char *since,
			const char *until);

int territory_read_areas(struct territory *territory, struct error *error);
/* By code, or by code or name; TERRITORY_NONE. */
size_t territory_area_of_code(const struct territory *territory,
			      const char *code);
size_t territory_area(const struct territory *territory, const char *code);

/* The area of LEVEL that AREA is or is part of; TERRITORY_NONE. */
size_t territory_climb(const struct territory *territory, size_t area,
		       const char *level);

int territory_read_people(struct territory *territory, struct error *error);

/* Of TARGET (TERRITORY_NONE = everybody); NaN when it is not known. */
double territory_people_of(const struct territory *territory, size_t area,
			   size_t target);

/* Are these the people of a part of AREA only? */
bool territory_is_part(const struct territory *territory, size_t area,
		       size_t target);

/* Is the number of people of TARGET known anywhere? */
bool territory_knows(const struct territory *territory, size_t target);

int territory_read_sites(struct territory *territory, struct error *error);

/* The place among LEVEL's areas that SITE lies in. */
size_t level_of_site(const struct level *level, const struct site *site);

/* What SITE counts for as the project counts; NaN when that is not known. */
double territory_supply(const struct territory *territory,
			const struct site *site);

/* After areas and sites: which kinds of services there are. */
void territory_make_kinds(struct territory *territory);

/* After people and kinds. */
int territory_read_need(struct territory *territory, struct error *error);

/* As the sheet says, else the people of TARGET; NaN when it is not known. */
double territory_need_of(const struct territory *territory, size_t area,
			 size_t target);

/* Centres of areas, whose border touches whose, and where the sites without
 * coordinates are. */
int territory_find_points(struct territory *territory, struct error *error);

/* After points: services that lie nowhere or have nothing to count. */
void territory_warn_sites(const struct territory *territory);

/* Who is whose neighbour among the areas of LEVEL that IS_IN says; places are
 * counted among these.  *HOW as the project file calls it; NULL: there are
 * neither borders nor centres.  On CTX. */
struct neighbours *territory_neighbours(const void *ctx,
					const struct territory *territory,
					const struct level *level,
					const bool *is_in, const char **how);

/* ---- writing ---- */

/* Of KIND, between organisations. */
int territory_write_owners(const struct territory *territory,
			   const struct kind *kind, struct error *error);

int territory_write_access(struct territory *territory, struct error *error);

/* What there is and where; also of a project that compares nothing. */
int territory_write_lists(struct territory *territory, struct error *error);

#endif
