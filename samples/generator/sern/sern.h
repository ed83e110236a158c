/*
 * A fictional programme of learning mobilities, drawn by chance: fifteen
 * organisations, their staff, who travelled when, where and why, and what those
 * people said before, after and six months later.  Nobody in it exists.
 */
#ifndef SAMPLES_GENERATOR_SERN_SERN_H
#define SAMPLES_GENERATOR_SERN_SERN_H

#include "pipeline/data/codebook.h"
#include "samples/generator/chance.h"

#include <stdio.h>

enum {
	ORGANISATIONS = 15,
	ROLES = 5,
	ACTIVITIES = 4,
	PRIORITIES = 3,
	COUNTRIES = 12,
	YEARS = 7,
	FIRST_YEAR = 2021,
	ITEMS = 12,
	CODES = 20000
};
enum activity { SHADOWING, COURSE, GROUP, EXPERT };
enum status { DONE, SCHEDULED, CANCELLED };

struct person {
	int number, organisation, role, gender, age;
	const char *name;
	double skill; /* against the average */
};

struct mobility {
	int number, year; /* of the programme, from 0 */
	size_t person;
	int activity, priority, country, host;
	int day, length; /* departure, days since 1 January 2021; nights + 1 */
	double cost;
	enum status status;
	int is_first; /* of that person */
};

struct world {
	void *memory;
	const struct codebook *codebook;
	struct chance *chance;
	struct person *people;
	size_t n_people;
	struct mobility *mobilities;
	size_t n_mobilities;
	int staff[ORGANISATIONS][ROLES];
	char taken[CODES]; /* codes of applications, in whichever wave */
};

/* What a wave of files tells: departures from FIRST to LAST (days) took place,
 * those to HORIZON are scheduled. */
struct wave {
	const char *name, *folder;
	int first, last, horizon;
};

/* Draw everything that happens until the last wave. */
void world_draw(struct world *world);

/* Index of a choice in its list, by name. */
int world_choice(const struct world *world, const char *list, const char *name);

/* Its Italian label. */
const char *world_label(const struct world *world, const char *list, int index);

/* "17/03/2024" and "2024-03-17". */
const char *world_date(const struct world *world, int day);
const char *world_iso(const struct world *world, int day);

/* The registers: mobilities, targets, applications, staff; -1: no file. */
int registers_write(struct world *world, const struct wave *wave);
int plans_write(struct world *world, const char *folder);

/* The forms: before, after (looking back too), satisfaction, six months on. */
int forms_write(struct world *world, const struct wave *wave);

#endif
