/*
 * generate-bwise CONFIG FOLDER [YEAR [SEED]]
 *
 * Writes the synthetic exports of the bwise sample into FOLDER: 403
 * face-to-face answers as four KoboToolbox files (one per language of the
 * interviewers) and 175 online answers as one LimeSurvey file.
 */
#include "pipeline/core/memory.h"
#include "samples/generator/bwise/survey.h"

#include <stdlib.h>
#include <string.h>

static const int face_to_face[COUNTRIES] = { 29, 33, 30, 28, 36, 29, 45,
					     22, 27, 35, 29, 24, 36 };
static const int online[COUNTRIES] = { 9, 16, 11, 12, 18, 12, 24,
				       8, 13, 14, 12, 10, 16 };
static const int face_categories[3] = { 89, 145, 169 };
static const int online_categories[3] = { 79, 88, 8 };

/* Export language of a country's interviewers, by index of the list. */
static const char *language_of(int country)
{
	return country == 6    ? "it"
	       : country == 12 ? "es"
	       : country == 9  ? "pl"
			       : "en";
}

static size_t sum(const int *counts, int n)
{
	int total = 0;

	for (int i = 0; i < n; i++)
		total += counts[i];
	return (size_t)total;
}

/* Categories in the given numbers, shuffled over the respondents. */
static int *shuffled_categories(const void *ctx, struct survey *survey,
				const int counts[3], size_t n)
{
	int *list = memory_array(ctx, int, n);
	size_t used = 0;

	for (int c = 0; c < 3; c++)
		for (int i = 0; i < counts[c]; i++)
			list[used++] = c;
	chance_shuffle(survey->chance, list, n);
	return list;
}

static struct respondent *draw_all(const void *ctx, struct survey *survey,
				   const int countries[COUNTRIES],
				   const int categories[3], int first)
{
	size_t n = sum(countries, COUNTRIES), used = 0;
	int *category = shuffled_categories(ctx, survey, categories, n);
	struct respondent *all = memory_array(ctx, struct respondent, n);

	for (int c = 0; c < COUNTRIES; c++)
		for (int i = 0; i < countries[c]; i++, used++)
			respondent_draw(survey, &all[used], first + (int)used,
					c, category[used]);
	return all;
}

static int write_face_to_face(const void *ctx, struct survey *survey,
			      const char *folder)
{
	static const char *const languages[] = { "en", "it", "es", "pl" };
	size_t n = sum(face_to_face, COUNTRIES);
	struct respondent *all =
		draw_all(ctx, survey, face_to_face, face_categories, 1);
	struct respondent *chosen = memory_array(ctx, struct respondent, n);

	for (size_t l = 0; l < 4; l++) {
		size_t used = 0;
		const char *path =
			memory_format(ctx, "%s/face-to-face-%d-%s.csv", folder,
				      survey->year, languages[l]);

		for (size_t i = 0; i < n; i++)
			if (strcmp(language_of(all[i].country), languages[l]) ==
			    0)
				chosen[used++] = all[i];

		if (kobo_write(survey, path, chosen, used, languages[l]) < 0)
			return -1;
	}
	return 0;
}

static int write_online(const void *ctx, struct survey *survey,
			const char *folder)
{
	struct respondent *all =
		draw_all(ctx, survey, online, online_categories, 501);

	return limesurvey_write(
		survey,
		memory_format(ctx, "%s/online-%d.csv", folder, survey->year),
		all, sum(online, COUNTRIES));
}

int main(int argc, char **argv)
{
	void *ctx = talloc_new(NULL);
	struct error error = { 0 };
	struct codebook *codebook;
	struct framework *framework;
	struct survey survey = { 0 };
	int failed;

	if (argc < 3) {
		fprintf(stderr, "usage: generate-bwise CONFIG FOLDER "
				"[YEAR [SEED]]\n");
		return 2;
	}
	if (codebook_load(ctx, memory_format(ctx, "%s/codebook", argv[1]),
			  &codebook, &error) < 0 ||
	    framework_load(ctx, memory_format(ctx, "%s/framework.csv", argv[1]),
			   &framework, &error) < 0) {
		fprintf(stderr, "generate-bwise: %s: %s\n", error.where,
			error.what);
		return 1;
	}
	survey.codebook = codebook;
	survey.framework = framework;
	survey.year = argc > 3 ? atoi(argv[3]) : 2021;
	survey.chance = chance_new(ctx, argc > 4 ? strtoul(argv[4], NULL, 10)
						 : 20211001UL);
	failed = write_face_to_face(ctx, &survey, argv[2]) < 0 ||
		 write_online(ctx, &survey, argv[2]) < 0;
	talloc_free(ctx);
	if (failed)
		fprintf(stderr, "generate-bwise: cannot write into %s\n",
			argv[2]);
	return failed;
}
