/*
 * Synthetic respondents of the bwise sample and the exports they end up in.
 * Everything follows from the seed; no real person's answers are used.
 */
#ifndef SAMPLES_GENERATOR_BWISE_SURVEY_H
#define SAMPLES_GENERATOR_BWISE_SURVEY_H

#include "pipeline/data/codebook.h"
#include "pipeline/data/framework.h"
#include "samples/generator/chance.h"

#include <stdio.h>

enum { COUNTRIES = 13, MAX_SKILLS = 64, MEASURES = 3 };
enum measure { CURRENT, REQUIRED, FUTURE };

/* Ratings other than the levels 1..5. */
enum { RATING_EMPTY = 0, RATING_DONT_KNOW = 99, RATING_NOT_SHOWN = -1 };

struct respondent {
	int number;
	int country, category, size, model, gender, age, education;
	double years; /* negative: left empty */
	int rating[MEASURES][MAX_SKILLS];
	unsigned modes, technologies; /* bit sets over the choices */
	int barrier;
	const char *comment; /* "" = none */
	int minute;          /* of submission, since the field work began */
	int is_reached;      /* online: pages reached, 3 = complete */
};

struct survey {
	const struct codebook *codebook;
	const struct framework *framework;
	struct chance *chance;
	int year;
};

/* A fresh respondent of COUNTRY and CATEGORY (indices of the choice lists). */
void respondent_draw(struct survey *survey, struct respondent *respondent,
		     int number, int country, int category);

const struct choice *survey_choice(const struct survey *survey,
				   const char *list, int index);
const char *choice_label(const struct choice *choice, const char *language);

int kobo_write(struct survey *survey, const char *path,
	       const struct respondent *respondents, size_t n,
	       const char *language);
int limesurvey_write(struct survey *survey, const char *path,
		     const struct respondent *respondents, size_t n);

#endif
