/* How a synthetic respondent answers. */
#include "pipeline/core/memory.h"
#include "samples/generator/bwise/survey.h"

#include <math.h>
#include <string.h>

/*
 * Mean level of a skill for an average respondent: what people have, what the
 * work asks, what they expect it to ask in five years.  Chosen so that digital
 * gaps are wide, people skills are strong and some skills are in surplus.
 */
struct profile {
	const char *skill;
	double current, required, future;
};
static const struct profile profiles[] = {
	{ "listening", 3.9, 4.3, 4.4 },    { "jobcoaching", 3.3, 4.0, 4.3 },
	{ "conflict", 3.1, 3.9, 4.0 },     { "diversity", 3.7, 4.1, 4.4 },
	{ "mentalhealth", 2.6, 3.9, 4.4 }, { "motivation", 3.6, 4.1, 4.2 },
	{ "strategy", 3.1, 3.8, 4.1 },     { "finance", 3.3, 3.7, 3.8 },
	{ "marketing", 2.5, 3.5, 3.9 },    { "staff", 3.3, 3.8, 4.0 },
	{ "impact", 2.0, 3.3, 4.1 },       { "funding", 2.7, 3.8, 4.0 },
	{ "quality", 3.2, 3.6, 3.7 },      { "trade", 3.9, 3.9, 3.8 },
	{ "safety", 3.6, 4.0, 4.0 },       { "machines", 3.5, 3.4, 3.6 },
	{ "circular", 2.6, 3.2, 4.1 },     { "logistics", 3.2, 3.1, 3.2 },
	{ "searching", 3.2, 3.7, 4.1 },    { "evaluating", 2.7, 3.6, 4.2 },
	{ "managing", 2.6, 3.6, 4.1 },     { "interacting", 3.2, 3.8, 4.2 },
	{ "sharing", 3.0, 3.5, 3.9 },      { "collaborating", 2.5, 3.6, 4.2 },
	{ "creating", 2.2, 3.0, 3.7 },     { "devices", 2.3, 3.5, 4.1 },
	{ "privacy", 2.5, 3.8, 4.3 },      { "troubleshooting", 2.1, 3.1, 3.7 },
	{ "choosing", 2.2, 3.3, 4.0 },     { "gaps", 2.3, 3.4, 3.9 },
	{ "teamwork", 4.0, 4.3, 4.3 },     { "adaptability", 3.5, 4.1, 4.4 },
	{ "learning", 3.3, 3.9, 4.3 },     { "solving", 3.3, 4.0, 4.2 },
};

/* Current level against the mean, by country and by category of worker. */
static const double country_shift[COUNTRIES] = { .15,  .10, -.25, -.15, .05,
						 -.30, .00, .05,  .30,  -.10,
						 -.35, .10, .05 };
static const double category_shift[3] = { .35, .15, -.45 };
static const double category_digital_shift[3] = { .30, .05, -.60 };

static const char *const comments[] = {
	"We need time for training, not only courses.",
	"The \"digital\" part is new; older colleagues are afraid of it.",
	"Servirebbero corsi più brevi,\nmeglio sul posto di lavoro.",
	"Perché non coinvolgere i lavoratori nella scelta dei corsi?",
	"Hace falta más apoyo a la salud mental; también para el equipo.",
	"Potrzebujemy szkoleń w języku polskim; najlepiej w pracy.",
	"Training is always cancelled when there are urgent orders",
	"Nothing to add, thank you!",
};

static const struct profile *profile_of(const char *skill)
{
	for (size_t i = 0; i < sizeof profiles / sizeof *profiles; i++)
		if (strcmp(profiles[i].skill, skill) == 0)
			return &profiles[i];
	return NULL;
}

static int to_level(struct survey *survey, double mean)
{
	double level = round(mean + chance_normal(survey->chance, 0.75));

	return (int)fmin(5, fmax(1, level));
}

static int spoil_rating(struct survey *survey, int level)
{
	if (chance_of(survey->chance, .030))
		return RATING_EMPTY;
	if (chance_of(survey->chance, .012))
		return RATING_DONT_KNOW;
	return level;
}

static void draw_ratings(struct survey *survey, struct respondent *r,
			 double person)
{
	for (size_t s = 0; s < survey->framework->n_skills; s++) {
		const struct skill *skill = &survey->framework->skills[s];
		const struct profile *p = profile_of(skill->name);
		int is_digital = strncmp(skill->area, "digital", 7) == 0;
		int is_hidden = r->category == 2 &&
				strcmp(skill->area, "management") == 0;
		double shift =
			country_shift[r->country] +
			category_shift[r->category] +
			(is_digital ? category_digital_shift[r->category] : 0) +
			person + (r->size - 1) * .10 +
			(survey->year - 2021) * .12;
		double mean[MEASURES] = {
			p->current + shift,
			p->required + .30 * shift,
			p->future + .20 * shift,
		};

		for (int m = 0; m < MEASURES; m++) {
			int level = to_level(survey, mean[m]);

			r->rating[m][s] = is_hidden
						  ? RATING_NOT_SHOWN
						  : spoil_rating(survey, level);
		}
	}
}

static unsigned draw_set(struct survey *survey, const double *p, int n)
{
	unsigned set = 0;

	for (int i = 0; i < n; i++)
		if (chance_of(survey->chance, p[i]))
			set |= 1u << i;
	return set;
}

static void draw_training(struct survey *survey, struct respondent *r)
{
	static const double modes[] = { .38, .31, .56, .44, .27 };
	static const double technologies[3][6] = {
		{ .95, .90, .72, .18, .12, .22 },
		{ .82, .88, .41, .14, .21, .09 },
		{ .31, .58, .08, .26, .24, .03 },
	};
	static const double barriers[] = { .37, .22, .18, .12, .11 };

	r->modes = draw_set(survey, modes, 5);
	r->technologies = draw_set(survey, technologies[r->category], 6);
	r->barrier = chance_index(survey->chance, barriers, 5);
	r->comment = chance_of(survey->chance, .12)
			     ? comments[chance_below(survey->chance, 8)]
			     : "";
}

void respondent_draw(struct survey *survey, struct respondent *r, int number,
		     int country, int category)
{
	static const double sizes[] = { .24, .47, .29 };
	static const double models[] = { .46, .27, .15, .12 };
	static const double genders[] = { .55, .42, .01, .02 };
	static const double ages[] = { .17, .29, .31, .23 };
	static const double education[3][4] = {
		{ .01, .07, .24, .68 },
		{ .03, .20, .37, .40 },
		{ .42, .33, .20, .05 },
	};
	double person = chance_normal(survey->chance, .40);

	memset(r, 0, sizeof *r);
	r->number = number;
	r->year = survey->year;
	r->country = country;
	r->category = category;
	r->size = chance_index(survey->chance, sizes, 3);
	r->model = chance_index(survey->chance, models, 4);
	r->gender = chance_index(survey->chance, genders, 4);
	r->age = chance_index(survey->chance, ages, 4);
	r->education = chance_index(survey->chance, education[category], 4);
	r->years = floor(2 * chance_gamma(survey->chance, 1.6, 3.2)) / 2;
	if (r->years > 40 || chance_of(survey->chance, .03))
		r->years = -1;
	draw_ratings(survey, r, person);
	draw_training(survey, r);
	r->practice = "";
	r->minute = chance_below(survey->chance, 75 * 24 * 60);
	r->is_reached = 3;
}

/* ---- what was asked later ---- */

const char *const technology_domains[TECHNOLOGIES] = {
	"management", "production", "workplace", "ai", "assistive"
};

/* Mean relevance now and in five years; more for the larger and the leaders. */
static const double relevance_means[2][TECHNOLOGIES] = {
	{ 3.7, 2.9, 3.2, 1.6, 2.2 },
	{ 4.2, 3.5, 3.9, 3.1, 3.3 },
};

static int draw_relevance(struct survey *survey, const struct respondent *r,
			  int when, int technology)
{
	double size_effect = (technology == 3 ? .35 : .25) * (r->size - 1);
	double mean = relevance_means[when][technology] + size_effect +
		      (r->category == 0 ? .15 : -.1);

	if (chance_of(survey->apart, .035))
		return 0;
	mean = round(mean + chance_normal(survey->apart, .95));
	return (int)fmin(5, fmax(1, mean));
}

void respondent_draw_apart(struct survey *survey, struct respondent *r)
{
	for (int when = 0; when < 2 && r->category != 2; when++)
		for (int t = 0; t < TECHNOLOGIES; t++)
			r->relevance[when][t] =
				draw_relevance(survey, r, when, t);
	if (!chance_of(survey->apart, r->category == 2 ? .08 : .24))
		return;
	r->practice_number = chance_below(survey->apart, PRACTICES);
	r->practice = practice_text(survey->framework, survey->apart,
				    r->practice_number);
}

/* One step up or down, within the scale; what was no answer may be one now. */
static int moved(struct survey *survey, int rating, double up, double down)
{
	double u = chance_uniform(survey->chance);

	if (rating < 1 || rating > 5)
		return rating;
	if (u < up)
		return rating < 5 ? rating + 1 : 5;
	if (u < up + down)
		return rating > 1 ? rating - 1 : 1;
	return rating;
}

void respondent_again(struct survey *survey, struct respondent *r)
{
	for (size_t s = 0; s < survey->framework->n_skills; s++) {
		const struct skill *skill = &survey->framework->skills[s];
		int is_digital = strncmp(skill->area, "digital", 7) == 0;

		r->rating[CURRENT][s] = moved(survey, r->rating[CURRENT][s],
					      is_digital ? .38 : .20, .10);
		r->rating[REQUIRED][s] =
			moved(survey, r->rating[REQUIRED][s], .12, .09);
		r->rating[FUTURE][s] =
			moved(survey, r->rating[FUTURE][s], .10, .10);
	}
	r->practice = "";
	r->comment = "";
	r->minute = chance_below(survey->chance, 75 * 24 * 60);
}

char *face_token(const void *ctx, const struct respondent *respondent, int year)
{
	return memory_format(ctx, "F%d-%04d", year, respondent->number);
}

char *online_token(const void *ctx, const struct respondent *respondent,
		   int year)
{
	return memory_format(ctx, "o%d%05d", year, respondent->number * 13);
}

const struct choice *survey_choice(const struct survey *survey,
				   const char *list, int index)
{
	for (size_t i = 0; i < survey->codebook->n_lists; i++)
		if (strcmp(survey->codebook->lists[i].name, list) == 0)
			return &survey->codebook->lists[i].choices[index];
	return NULL;
}

const char *choice_label(const struct choice *choice, const char *language)
{
	if (!language)
		return choice->name;
	return translation_get(choice->labels, choice->n_labels, language,
			       choice->name);
}
