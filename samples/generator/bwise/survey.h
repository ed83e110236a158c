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

enum { COUNTRIES = 13, MAX_SKILLS = 64, MEASURES = 3, TECHNOLOGIES = 5 };
enum measure { CURRENT, REQUIRED, FUTURE };

/* Ratings other than the levels 1..5. */
enum { RATING_EMPTY = 0, RATING_DONT_KNOW = 99, RATING_NOT_SHOWN = -1 };

struct respondent {
	int number, year; /* of the wave in which the person was first asked */
	int country, category, size, model, gender, age, education;
	double years; /* negative: left empty */
	int rating[MEASURES][MAX_SKILLS];
	unsigned modes, technologies; /* bit sets over the choices */
	int barrier;
	const char *comment; /* "" = none */
	int minute;          /* of submission, since the field work began */
	int is_reached;      /* online: pages reached, 3 = complete */
	/* How relevant the domains of technology are now and in five years, 1
	 * to 5; 0 = left empty.  Not asked of supported workers. */
	int relevance[2][TECHNOLOGIES];
	const char *practice; /* "" = none told */
	int practice_number;  /* which of the practices it is */
};

struct survey {
	const struct codebook *codebook;
	const struct framework *framework;
	struct chance *chance;
	/* What was asked later is drawn apart, so that the rest stays. */
	struct chance *apart;
	int year;
};

/* A fresh respondent of COUNTRY and CATEGORY (indices of the choice lists). */
void respondent_draw(struct survey *survey, struct respondent *respondent,
		     int number, int country, int category);

/* Their relevance of technologies and their practice, drawn apart. */
void respondent_draw_apart(struct survey *survey,
			   struct respondent *respondent);

/* The same person a year later: some levels have risen, digital ones most. */
void respondent_again(struct survey *survey, struct respondent *respondent);

/* Domain of technology, as in the names of questions. */
extern const char *const technology_domains[TECHNOLOGIES];

/* An exemplary practice: its text on CTX, and what coders make of it. */
enum { PRACTICES = 24 };
const char *practice_text(const void *ctx, struct chance *chance, int number);

/* The codings of the practices of N respondents whose codes are TOKENS. */
int practices_write(struct survey *survey, const char *path,
		    const struct respondent *respondents,
		    const char *const *tokens, size_t n);

/* The mapping files: countries, enterprises, their activities. */
int sector_write(struct survey *survey, const char *folder);

/* A respondent's code in face-to-face and in online answers, on CTX. */
char *face_token(const void *ctx, const struct respondent *respondent,
		 int year);
char *online_token(const void *ctx, const struct respondent *respondent,
		   int year);

const struct choice *survey_choice(const struct survey *survey,
				   const char *list, int index);
const char *choice_label(const struct choice *choice, const char *language);

int kobo_write(struct survey *survey, const char *path,
	       const struct respondent *respondents, size_t n,
	       const char *language);
int limesurvey_write(struct survey *survey, const char *path,
		     const struct respondent *respondents, size_t n);

#endif
