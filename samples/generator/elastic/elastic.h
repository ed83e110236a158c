/*
 * A fictional partnership of ten organisations in five countries, drawn by
 * chance: who works there, how they rate their digital competences, what they
 * need, which tools and practices they have.  Nobody in it exists.
 */
#ifndef SAMPLES_GENERATOR_ELASTIC_ELASTIC_H
#define SAMPLES_GENERATOR_ELASTIC_ELASTIC_H

#include "pipeline/data/codebook.h"
#include "samples/generator/chance.h"

#include <stdbool.h>
#include <stdio.h>

enum {
	ORGANISATIONS = 10,
	COMPETENCES = 21,
	PURPOSES = 10,
	OBSTACLES = 6,
	TOOLS = 18,
	PRACTICES = 10,
	ROLES = 5
};

struct organisation {
	int country;               /* of the list */
	const char *language;      /* of its forms */
	int people;                /* who answer */
	double level[COMPETENCES]; /* against the average */
	bool has_tool[TOOLS];
};

struct person {
	int number, organisation, role, age;
	int years;                                       /* -1: left empty */
	int current[COMPETENCES], required[COMPETENCES]; /* 0: left empty */
	unsigned needs, uses, obstacles; /* bit sets over the choices */
};

struct world {
	void *memory;
	const struct codebook *codebook;
	struct chance *chance;
	struct organisation organisations[ORGANISATIONS];
	struct person *people;
	size_t n_people;
};

/* Which competences a tool asks for, which purposes it serves: bit sets. */
struct tool_kind {
	unsigned purposes, competences;
	double spread; /* how many organisations have it, as a share */
	double users;  /* share of the people */
	double cost;   /* a year; 0: free of charge */
	double effect, transfer;
	int frequency, licence;
};
extern const struct tool_kind tool_kinds[TOOLS];

void world_draw(struct world *world);

/* Label of a choice of a list, in a language. */
const char *world_label(const struct world *world, const char *list, int index,
			const char *language);

/* The labels of a SET of choices, joined by MARK; "" for none. */
const char *world_set(const struct world *world, const char *list, unsigned set,
		      const char *language, const char *mark);

/* competences-LANGUAGE.csv: a KoboToolbox export. */
int kobo_write(struct world *world, const char *folder, const char *language);

/* tools.csv and practices.csv; the stories are those of SHEET. */
int tools_write(struct world *world, const char *folder);
int practices_write(struct world *world, const char *folder, const char *sheet);

#endif
