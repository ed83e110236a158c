/* The mapping of the sector: enterprises of 13 countries and what they do. */
#include "pipeline/core/memory.h"
#include "samples/generator/bwise/survey.h"

#include <math.h>

enum { MODELS = 4, ACTIVITIES = 10, GROUPS = 6 };

static const char *const models[MODELS] = { "permanent", "transitional",
					    "training", "mixed" };
static const char *const activities[ACTIVITIES] = {
	"cleaning", "green",     "recycling", "catering", "assembly",
	"textile",  "logistics", "farming",   "care",     "office",
};
static const char *const groups[GROUPS] = { "disability", "unemployed",
					    "migrants",   "addiction",
					    "prison",     "youth" };

/* How many enterprises were mapped, and what their models are. */
struct country {
	const char *code;
	int n;
	double models[MODELS];
};
static const struct country countries[COUNTRIES] = {
	{ "at", 19, { .20, .62, .10, .08 } },
	{ "be", 27, { .52, .22, .18, .08 } },
	{ "bg", 14, { .70, .10, .12, .08 } },
	{ "hr", 13, { .64, .14, .14, .08 } },
	{ "fr", 34, { .24, .58, .12, .06 } },
	{ "el", 15, { .72, .10, .10, .08 } },
	{ "it", 38, { .66, .12, .08, .14 } },
	{ "lv", 9, { .60, .16, .12, .12 } },
	{ "nl", 21, { .56, .18, .18, .08 } },
	{ "pl", 26, { .58, .16, .18, .08 } },
	{ "ro", 16, { .66, .12, .12, .10 } },
	{ "si", 12, { .62, .14, .16, .08 } },
	{ "es", 30, { .30, .48, .14, .08 } },
};

/* Shares of activities by model, and places beside other staff. */
static const double activity_shares[MODELS][ACTIVITIES] = {
	{ .19, .13, .08, .10, .20, .06, .09, .06, .04, .05 },
	{ .13, .17, .21, .09, .05, .10, .13, .05, .05, .02 },
	{ .08, .13, .09, .24, .09, .10, .07, .10, .05, .05 },
	{ .15, .16, .12, .12, .12, .07, .09, .07, .06, .04 },
};
static const double places_share[MODELS] = { .46, .68, .74, .55 };
static const double group_shares[MODELS][GROUPS] = {
	{ .90, .22, .12, .16, .10, .06 },
	{ .18, .86, .38, .20, .16, .30 },
	{ .32, .48, .30, .14, .12, .62 },
	{ .56, .58, .26, .18, .14, .26 },
};

/* The fields of a line of both files. */
struct files {
	FILE *enterprises, *activities;
	struct survey *survey;
	int number, line;
};

static void put_groups(struct files *files, int model)
{
	int n = 0;

	for (int g = 0; g < GROUPS; g++)
		if (chance_of(files->survey->apart, group_shares[model][g]))
			fprintf(files->activities, "%s%s", n++ ? "; " : "",
				groups[g]);
	if (!n)
		fputs("unemployed", files->activities);
}

static void put_activity(struct files *files, const struct country *country,
			 int model, int activity)
{
	struct chance *chance = files->survey->apart;
	double size = 6 + chance_gamma(chance, 1.3, 17);
	int places = (int)fmax(5, round(size * places_share[model]));
	int staff = (int)fmax(1, round(size * (1 - places_share[model])));

	fprintf(files->activities, "A%04d,E%03d,%s,%s,%d,%d,", ++files->line,
		files->number, country->code, activities[activity], places,
		staff);
	put_groups(files, model);
	fputc('\n', files->activities);
}

/* One to three activities, none twice. */
static void put_enterprise(struct files *files, const struct country *country)
{
	struct chance *chance = files->survey->apart;
	int model = chance_index(chance, country->models, MODELS);
	int n = 1 + chance_of(chance, .42) + chance_of(chance, .18);
	unsigned done = 0;

	files->number++;
	fprintf(files->enterprises, "E%03d,Enterprise %03d,%s,%s\n",
		files->number, files->number, country->code, models[model]);
	while (n > 0) {
		int activity = chance_index(chance, activity_shares[model],
					    ACTIVITIES);

		if (done >> activity & 1)
			continue;
		done |= 1u << activity;
		put_activity(files, country, model, activity);
		n--;
	}
}

static int write_countries(const struct survey *survey, const char *path)
{
	FILE *out = fopen(path, "wb");

	if (!out)
		return -1;
	fputs("id,name,level\n", out);
	for (int c = 0; c < COUNTRIES; c++)
		fprintf(out, "%s,%s,country\n", countries[c].code,
			choice_label(survey_choice(survey, "country", c),
				     "en"));
	return fclose(out);
}

int sector_write(struct survey *survey, const char *folder)
{
	void *ctx = talloc_new(NULL);
	struct files files = { .survey = survey };
	int result = write_countries(
		survey, memory_format(ctx, "%s/countries.csv", folder));

	files.enterprises =
		fopen(memory_format(ctx, "%s/enterprises.csv", folder), "wb");
	files.activities =
		fopen(memory_format(ctx, "%s/activities.csv", folder), "wb");
	talloc_free(ctx);
	if (!files.enterprises || !files.activities)
		return -1;
	fputs("id,name,country,type\n", files.enterprises);
	fputs("id,enterprise,country,type,capacity,staff,target\n",
	      files.activities);
	for (int c = 0; c < COUNTRIES; c++)
		for (int i = 0; i < countries[c].n; i++)
			put_enterprise(&files, &countries[c]);
	if (fclose(files.enterprises) != 0 || fclose(files.activities) != 0)
		return -1;
	return result;
}
