#include "pipeline/core/memory.h"
#include "samples/generator/anci/survey.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- services ---- */

/* In the codebook's order. */
struct service {
	double offered; /* share of small places that have it */
	double suspended, reduced, remote; /* when the measures came */
	double started;                    /* by those that had not had it */
	double recovers;                   /* of what had stopped, by now */
};

static const struct service services[SERVICES] = {
	{ .90, .08, .30, .08, .35, .85 }, /* sad */
	{ .62, .00, .08, .00, .45, .70 }, /* pasti */
	{ .86, .07, .10, .60, .30, .80 }, /* segretariato */
	{ .88, .00, .08, .16, .60, .90 }, /* contributi */
	{ .58, .34, .32, .00, .10, .70 }, /* trasporto */
	{ .66, .20, .18, .44, .08, .82 }, /* adm */
	{ .80, .07, .24, .36, .00, .86 }, /* tutela */
	{ .48, .66, .08, .18, .00, .80 }, /* nidi */
	{ .36, .80, .09, .00, .00, .45 }, /* diurni_anziani */
	{ .40, .58, .12, .20, .00, .70 }, /* diurni_disabili */
	{ .46, .56, .18, .12, .00, .52 }, /* inserimento */
	{ .64, .62, .14, .12, .12, .78 }, /* estivi */
};

/* From 0 in the smallest places to 1 in the largest. */
static double largeness(const struct municipality *municipality)
{
	return municipality->size / (double)(SIZES - 1);
}

static int before_of(struct survey *survey, const struct service *service,
		     double large)
{
	double offered = service->offered + (1 - service->offered) * large;

	return chance_of(survey->chance, offered * .98) ? ACTIVE : ABSENT;
}

/* Large places went on at a distance where small ones stopped. */
static int during_of(struct survey *survey, const struct service *service,
		     double large, int before)
{
	double remote = service->remote * (.7 + .6 * large);
	double shares[4];

	if (before == ABSENT)
		return chance_of(survey->chance,
				 service->started * (.8 + .4 * large))
			       ? NEW
			       : ABSENT;
	remote = fmin(remote, .85);
	shares[0] = fmin(service->suspended * (1.15 - .3 * large), 1 - remote);
	shares[1] = remote;
	shares[2] = fmin(service->reduced, 1 - remote - shares[0]);
	switch (chance_index(survey->chance, shares, 4)) {
	case 0:
		return SUSPENDED;
	case 1:
		return REMOTE;
	case 2:
		return REDUCED;
	default:
		return before;
	}
}

static int now_of(struct survey *survey, const struct service *service,
		  double large, int during)
{
	double recovers = service->recovers * (.85 + .2 * large);
	double stays[3] = { .45 + .2 * large, .30 - .1 * large, 0 };

	switch (during) {
	case ABSENT:
		return ABSENT;
	case NEW:
		return chance_of(survey->chance, .5 + .2 * large) ? NEW
								  : ABSENT;
	case REMOTE:
		stays[2] = 1 - stays[0] - stays[1];
		return (int[]){
			ACTIVE, REMOTE, REDUCED
		}[chance_index(survey->chance, stays, 3)];
	case SUSPENDED:
		return chance_of(survey->chance, recovers) ? ACTIVE
		       : chance_of(survey->chance, .55)    ? REDUCED
							   : SUSPENDED;
	case REDUCED:
		return chance_of(survey->chance, recovers) ? ACTIVE : REDUCED;
	default:
		return ACTIVE;
	}
}

static void draw_states(struct survey *survey, struct answer *answer)
{
	double large = largeness(answer->municipality);

	for (int s = 0; s < SERVICES; s++) {
		int before = before_of(survey, &services[s], large);
		int during = during_of(survey, &services[s], large, before);
		int now = now_of(survey, &services[s], large, during);

		answer->states[0][s] = before;
		answer->states[1][s] = during;
		answer->states[2][s] = now;
		for (int m = 0; m < MOMENTS; m++)
			if (chance_of(survey->chance, .012))
				answer->states[m][s] = -1;
	}
}

/* ---- practices ---- */

static void draw_practice(const void *ctx, struct survey *survey,
			  struct answer *answer)
{
	static const double shares[THEMES] = { .20, .16, .14, .15,
					       .09, .11, .09, .06 };
	double large = largeness(answer->municipality);

	answer->themes[0] = answer->themes[1] = -1;
	answer->has_practice =
		chance_of(survey->chance, .02)
			? -1
			: chance_of(survey->chance, .62 + .25 * large);
	if (answer->has_practice != 1)
		return;
	answer->themes[0] = chance_index(survey->chance, shares, THEMES);
	if (chance_of(survey->chance, .22))
		answer->themes[1] =
			chance_index(survey->chance, shares, THEMES);
	if (answer->themes[1] == answer->themes[0])
		answer->themes[1] = -1;
	if (chance_of(survey->chance, .94))
		answer->practice = practice_text(ctx, survey, answer->themes);
}

/* ---- skills and training ---- */

static int rating(struct survey *survey, double mean)
{
	double value = round(mean + chance_normal(survey->chance, .7));

	if (chance_of(survey->chance, .015))
		return -1;
	return (int)fmax(1, fmin(value, 5));
}

/* In the framework's order: importance, present level. */
static const double skill_means[][2] = {
	{ 3.9, 2.9 }, { 4.3, 2.4 }, { 4.1, 2.7 }, { 3.8, 2.3 }, { 4.4, 3.7 },
	{ 4.2, 3.3 }, { 4.2, 3.6 }, { 4.1, 3.2 }, { 3.7, 2.5 }, { 3.6, 2.6 },
	{ 3.5, 2.9 }, { 4.0, 2.6 }, { 4.3, 3.5 }, { 4.2, 2.7 },
};

/* What roles need beyond the others: administrators programme, social workers
 * meet people. */
static double role_shift(int role, const struct skill *skill)
{
	bool is_case = skill->area[0] == 'c';
	bool is_programming = skill->area[0] == 'p';

	if (role == 0)
		return is_case ? .35 : is_programming ? -.15 : 0;
	if (role == 1)
		return is_programming ? .3 : .1;
	if (role == 2)
		return is_case ? -.6 : .1;
	return is_programming ? .2 : -.35;
}

static void draw_skills(struct survey *survey, struct answer *answer)
{
	double large = largeness(answer->municipality);
	double person = chance_normal(survey->chance, .6);

	for (size_t s = 0; s < survey->framework->n_skills; s++) {
		double shift =
			role_shift(answer->role, &survey->framework->skills[s]);

		answer->importance[s] =
			rating(survey, skill_means[s][0] + shift + .4 * person);
		answer->current[s] =
			rating(survey, skill_means[s][1] + .6 * shift + person +
					       .3 * large);
	}
}

static unsigned draw_set(struct survey *survey, const double *shares, int n)
{
	unsigned set = 0;

	for (int i = 0; i < n; i++)
		set |= (unsigned)chance_of(survey->chance, shares[i]) << i;
	return set;
}

static void draw_training(struct survey *survey, struct answer *answer)
{
	static const double modes[ROLES][6] = {
		{ .55, .30, .48, .34, .22, .52 },
		{ .62, .36, .40, .30, .18, .28 },
		{ .58, .52, .34, .12, .06, .24 },
		{ .48, .44, .30, .16, .08, .08 },
	};
	static const double barriers[6] = { .68, .42, .18, .26, .20, .12 };

	answer->modes = draw_set(survey, modes[answer->role], 6);
	answer->barriers = draw_set(survey, barriers, 6);
	answer->hours = chance_of(survey->chance, .05)
				? -1
				: round(chance_gamma(survey->chance, 2, 6));
}

/* ---- who ---- */

static void draw_office(struct survey *survey, struct answer *answer)
{
	static const double roles[SIZES][ROLES] = {
		{ .28, .08, .38, .26 }, { .36, .14, .34, .16 },
		{ .44, .22, .26, .08 }, { .46, .32, .18, .04 },
		{ .42, .44, .12, .02 }, { .34, .58, .07, .01 },
	};
	static const double managements[SIZES][3] = {
		{ .20, .45, .35 }, { .28, .40, .32 }, { .38, .32, .30 },
		{ .50, .22, .28 }, { .64, .10, .26 }, { .80, .04, .16 },
	};
	const struct municipality *at = answer->municipality;

	answer->role = chance_index(survey->chance, roles[at->size], ROLES);
	answer->management =
		chance_index(survey->chance, managements[at->size], 3);
	answer->staff =
		chance_of(survey->chance, .06)
			? -1
			: round(2 * (.5 + at->people / 5200.0 *
						  chance_gamma(survey->chance,
							       6, 1 / 6.0))) /
				  2;
}

static void draw(const void *ctx, struct survey *survey, struct answer *answer)
{
	draw_office(survey, answer);
	draw_states(survey, answer);
	draw_practice(ctx, survey, answer);
	draw_skills(survey, answer);
	draw_training(survey, answer);
	answer->minute = chance_below(survey->chance, 41 * 24 * 60);
	answer->reached = chance_of(survey->chance, .05)
				  ? 2 + chance_below(survey->chance, 3)
				  : 6;
}

struct drawn {
	double key;
	const struct municipality *municipality;
};

static int compare_drawn(const void *a, const void *b)
{
	const struct drawn *one = a, *two = b;

	return (one->key < two->key) - (one->key > two->key);
}

static int compare_minutes(const void *a, const void *b)
{
	const struct answer *one = a, *two = b;

	return (one->minute > two->minute) - (one->minute < two->minute);
}

/* Without replacement, by propensity: the largest of u^(1/p). */
static struct drawn *choose(const void *ctx, struct survey *survey,
			    const struct frame *frame)
{
	struct drawn *drawn = memory_array(ctx, struct drawn, frame->n);

	for (size_t i = 0; i < frame->n; i++) {
		drawn[i].municipality = &frame->items[i];
		drawn[i].key = pow(chance_uniform(survey->chance),
				   1 / frame->items[i].propensity);
	}
	qsort(drawn, frame->n, sizeof *drawn, compare_drawn);
	return drawn;
}

struct answer *answers_draw(const void *ctx, struct survey *survey,
			    const struct frame *frame)
{
	struct drawn *drawn = choose(ctx, survey, frame);
	struct answer *answers = memory_array(ctx, struct answer, ANSWERS);

	for (size_t i = 0; i < ANSWERS; i++) {
		answers[i].municipality = drawn[i].municipality;
		snprintf(answers[i].token, sizeof answers[i].token, "c%s%03zu",
			 drawn[i].municipality->code, (i * 379 + 11) % 997);
		draw(ctx, survey, &answers[i]);
	}
	qsort(answers, ANSWERS, sizeof *answers, compare_minutes);
	return answers;
}
