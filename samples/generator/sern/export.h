/* Writing the files as they come out of a spreadsheet and of Google Forms. */
#ifndef SAMPLES_GENERATOR_SERN_EXPORT_H
#define SAMPLES_GENERATOR_SERN_EXPORT_H

#include "samples/generator/sern/sern.h"

struct export
{
	struct world *world;
	FILE *out;
	char delimiter;
	int is_quoted; /* every cell */
	int n_cells;   /* of the record so far */
};

/* NULL when the file cannot be made. */
struct export *export_open(struct world *world, const char *folder,
			   const char *name, const char *wave, char delimiter);

void export_cell(struct export *export, const char *text);

/* A label of a choice, now and then as a person typed it. */
void export_choice(struct export *export, const char *list, int index);
void export_number(struct export *export, double value, int decimals);
void export_end(struct export *export);

/* 0, or -1 when not all could be written. */
int export_close(struct export *export);

#endif
