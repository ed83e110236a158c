/*
 * The fictional district of the welab sample: 15 municipalities in three
 * zones, who lives there, 60 organisations and what they offer to whom.  No
 * place, organisation or person of it exists.
 */
#ifndef SAMPLES_GENERATOR_WELAB_DISTRICT_H
#define SAMPLES_GENERATOR_WELAB_DISTRICT_H

#include "samples/generator/chance.h"

#include <stdio.h>

enum {
	TERRITORIES = 15,
	ZONES = 3,
	TARGETS = 8,
	ORGANISATIONS = 60,
	PARTNERS = 7 /* the first of the organisations */
};

struct territory {
	const char *code, *name;
	int zone;
	int people;
	int row, column; /* of the hexagon that its borders grew from */
};

struct point {
	double x, y; /* kilometres east and north, or degrees */
};

struct organisation {
	const char *name, *type;
	int home;         /* territory */
	double reach;     /* kilometres at which it is a third as likely */
	unsigned targets; /* bit set */
	double size;
};

extern const struct territory territories[TERRITORIES];
extern const char *const zone_names[ZONES];
extern const char *const target_names[TARGETS];
extern const struct organisation organisations[ORGANISATIONS];

/* People of a target group in a territory, before chance. */
double district_people(int territory, int target);

/* The middle of a territory, in kilometres. */
struct point district_centre(int territory);
double district_distance(int a, int b);

/* Longitude and latitude of a point in kilometres. */
struct point district_degrees(struct point kilometres);

/* ---- files; 0, or -1 when one cannot be written ---- */

/* Quoted where it has to be, behind a semicolon unless it IS_FIRST. */
void district_cell(FILE *out, const char *text, bool is_first);

int boundaries_write(const char *path, struct chance *chance);
int people_write(const char *folder, struct chance *chance);
int services_write(const char *folder, struct chance *chance);
int ties_write(const char *folder, struct chance *chance);

#endif
