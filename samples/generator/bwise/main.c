/*
 * generate-bwise CONFIG FOLDER [SEED]
 *
 * Writes the synthetic files of the bwise sample into FOLDER: 403
 * face-to-face answers as four KoboToolbox files (one per language of the
 * interviewers) and 175 online answers as one LimeSurvey file; how the
 * practices were coded; the mapped enterprises; and, in FOLDER/wave-2022, what
 * two in three of these people and some new ones answered a year later.
 */
#include "pipeline/core/file.h"
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

/* Those of one way of asking. */
struct sample {
	struct respondent *all;
	size_t n;
};

static struct sample draw_all(const void *ctx, struct survey *survey,
			      const int countries[COUNTRIES],
			      const int categories[3], int first)
{
	struct sample sample = { .n = sum(countries, COUNTRIES) };
	int *category = shuffled_categories(ctx, survey, categories, sample.n);
	size_t used = 0;

	sample.all = memory_array(ctx, struct respondent, sample.n);
	for (int c = 0; c < COUNTRIES; c++)
		for (int i = 0; i < countries[c]; i++, used++) {
			struct respondent *r = &sample.all[used];

			respondent_draw(survey, r, first + (int)used, c,
					category[used]);
			respondent_draw_apart(survey, r);
		}
	return sample;
}

static int write_face_to_face(const void *ctx, struct survey *survey,
			      const char *folder, const struct sample *sample)
{
	static const char *const languages[] = { "en", "it", "es", "pl" };
	struct respondent *chosen =
		memory_array(ctx, struct respondent, sample->n);

	for (size_t l = 0; l < 4; l++) {
		size_t used = 0;
		const char *path =
			memory_format(ctx, "%s/face-to-face-%d-%s.csv", folder,
				      survey->year, languages[l]);

		for (size_t i = 0; i < sample->n; i++)
			if (strcmp(language_of(sample->all[i].country),
				   languages[l]) == 0)
				chosen[used++] = sample->all[i];

		if (kobo_write(survey, path, chosen, used, languages[l]) < 0)
			return -1;
	}
	return 0;
}

static int write_online(const void *ctx, struct survey *survey,
			const char *folder, const struct sample *sample)
{
	const char *path =
		memory_format(ctx, "%s/online-%d.csv", folder, survey->year);

	return limesurvey_write(survey, path, sample->all, sample->n);
}

static int write_practices(const void *ctx, struct survey *survey,
			   const char *folder, const struct sample samples[2])
{
	size_t n = samples[0].n + samples[1].n;
	struct respondent *all = memory_array(ctx, struct respondent, n);
	const char **tokens = memory_array(ctx, const char *, n);

	for (size_t i = 0; i < n; i++) {
		int is_online = i >= samples[0].n;

		all[i] = samples[is_online]
				 .all[is_online ? i - samples[0].n : i];
		tokens[i] = is_online ? online_token(ctx, &all[i], survey->year)
				      : face_token(ctx, &all[i], survey->year);
	}
	return practices_write(
		survey, memory_format(ctx, "%s/practices-coded.csv", folder),
		all, tokens, n);
}

/* ---- a year later ---- */

/* Two in three answer again; for every five there is a new one. */
static struct sample draw_again(const void *ctx, struct survey *survey,
				const struct sample *before, int first)
{
	struct sample sample = { .all = memory_array(ctx, struct respondent,
						     2 * before->n) };

	for (size_t i = 0; i < before->n; i++) {
		struct respondent *r = &sample.all[sample.n];

		if (chance_of(survey->chance, .66)) {
			*r = before->all[i];
			respondent_again(survey, r);
			sample.n++;
		} else if (chance_of(survey->chance, .5)) {
			respondent_draw(survey, r, first + (int)sample.n,
					before->all[i].country,
					before->all[i].category);
			respondent_draw_apart(survey, r);
			r->practice = "";
			sample.n++;
		}
	}
	return sample;
}

static int write_second_wave(const void *ctx, struct survey *survey,
			     const char *folder, const struct sample samples[2])
{
	const char *later = memory_format(ctx, "%s/wave-2022", folder);
	struct error error = { 0 };
	struct sample face, online_again;

	survey->year = 2022;
	face = draw_again(ctx, survey, &samples[0], 1);
	online_again = draw_again(ctx, survey, &samples[1], 501);
	if (file_make_folder(later, &error) < 0 ||
	    write_face_to_face(ctx, survey, later, &face) < 0)
		return -1;
	return write_online(ctx, survey, later, &online_again);
}

/* ---- all files ---- */

static int write_all(const void *ctx, struct survey *survey, const char *folder,
		     unsigned long seed)
{
	struct sample samples[2];

	samples[0] = draw_all(ctx, survey, face_to_face, face_categories, 1);
	if (write_face_to_face(ctx, survey, folder, &samples[0]) < 0)
		return -1;
	samples[1] = draw_all(ctx, survey, online, online_categories, 501);
	if (write_online(ctx, survey, folder, &samples[1]) < 0 ||
	    write_practices(ctx, survey, folder, samples) < 0 ||
	    sector_write(survey, folder) < 0)
		return -1;
	survey->chance = chance_new(ctx, seed + 2);
	survey->apart = chance_new(ctx, seed + 3);
	return write_second_wave(ctx, survey, folder, samples);
}

static int load(const void *ctx, const char *config, struct survey *survey,
		struct error *error)
{
	struct codebook *codebook;
	struct framework *framework;

	if (codebook_load(ctx, memory_format(ctx, "%s/codebook", config),
			  &codebook, error) < 0 ||
	    framework_load(ctx, memory_format(ctx, "%s/framework.csv", config),
			   &framework, error) < 0)
		return -1;
	survey->codebook = codebook;
	survey->framework = framework;
	return 0;
}

int main(int argc, char **argv)
{
	void *ctx = talloc_new(NULL);
	struct error error = { 0 };
	struct survey survey = { .year = 2021 };
	unsigned long seed = 20211001UL;
	int failed;

	if (argc < 3) {
		fprintf(stderr, "usage: generate-bwise CONFIG FOLDER [SEED]\n");
		return 2;
	}
	if (load(ctx, argv[1], &survey, &error) < 0) {
		fprintf(stderr, "generate-bwise: %s: %s\n", error.where,
			error.what);
		return 1;
	}
	if (argc > 3)
		seed = strtoul(argv[3], NULL, 10);
	survey.chance = chance_new(ctx, seed);
	survey.apart = chance_new(ctx, seed + 1);
	failed = write_all(ctx, &survey, argv[2], seed) < 0;
	talloc_free(ctx);
	if (failed)
		fprintf(stderr, "generate-bwise: cannot write into %s\n",
			argv[2]);
	return failed;
}
