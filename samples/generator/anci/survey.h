/*
 * The anci sample: 1,506 municipalities with ISTAT's codes and names and
 * invented inhabitants, and the answers of about 600 of their social services.
 * Everything follows from the seed; no municipality answered.
 */
#ifndef SAMPLES_GENERATOR_ANCI_SURVEY_H
#define SAMPLES_GENERATOR_ANCI_SURVEY_H

#include "pipeline/data/codebook.h"
#include "pipeline/data/framework.h"
#include "samples/generator/chance.h"

#include <stdio.h>

enum {
	PROVINCES = 12,
	ZONES = 8,
	SIZES = 6,
	ROLES = 4,
	SERVICES = 12,
	MOMENTS = 3,
	THEMES = 8,
	SKILLS_MOST = 32,
	ANSWERS = 600
};

enum state { ACTIVE, REDUCED, REMOTE, NEW, SUSPENDED, ABSENT, STATES };

struct municipality {
	const char *code, *name;
	int province, zone, size, people;
	double propensity; /* to answer, any scale */
};

struct frame {
	struct municipality *items;
	size_t n;
};

struct province {
	const char *code;   /* choice of the codebook */
	const char *prefix; /* of the municipalities' codes */
	int zone;
	double longitude, latitude; /* of its schematic middle */
	double size;                /* shift of the logarithm of inhabitants */
};
extern const struct province provinces[PROVINCES];
extern const char *const zone_codes[ZONES];
extern const char *const size_codes[SIZES];

/* An answer sheet; -1 or negative = not answered. */
struct answer {
	const struct municipality *municipality;
	char token[16];
	int role, management;
	double staff, hours;
	int states[MOMENTS][SERVICES];
	int has_practice; /* 1, 0, -1 */
	int themes[2];    /* -1 = none */
	const char *practice;
	int current[SKILLS_MOST], importance[SKILLS_MOST];
	unsigned modes, barriers;
	int minute;  /* since the field work began */
	int reached; /* pages: 6 = complete */
};

struct survey {
	const struct codebook *codebook;
	const struct framework *framework;
	struct chance *chance;
};

/* The list of 2020 in FOLDER (config/territories), with invented people. */
int frame_read(const void *ctx, struct survey *survey, const char *folder,
	       struct frame *frame);
int frame_write(const struct frame *frame, const char *path);

/* Schematic borders of provinces and of zones, as GeoJSON. */
int boundaries_write(const char *provinces_path, const char *zones_path);

/* Who answers, and what; N = ANSWERS. */
struct answer *answers_draw(const void *ctx, struct survey *survey,
			    const struct frame *frame);

/* What an answer with these themes says of its practice. */
const char *practice_text(const void *ctx, struct survey *survey,
			  const int themes[2]);

/* The coders' sheet. */
int coding_write(struct survey *survey, const struct answer *answers, size_t n,
		 const char *path);

/*
 * LimeSurvey's export of answer codes; AFTER_EXCEL: of full answers, as a
 * spreadsheet program saved it (Windows-1252, semicolons, decimal commas).
 */
int export_write(struct survey *survey, const struct answer *answers, size_t n,
		 const char *path, bool after_excel);

#endif
