/*
 * generate-anci CONFIG FOLDER
 *
 * Writes the synthetic data of the anci sample into FOLDER: the frame of 1,506
 * municipalities, 600 answers in two files (before and after a reminder), the
 * coders' sheet; and into CONFIG/boundaries schematic borders of provinces and
 * zones.
 */
#include "pipeline/core/memory.h"
#include "samples/generator/anci/survey.h"

/* Answers that came before the reminder. */
enum { BEFORE_REMINDER = 432 };

static const unsigned long seed = 20210503;

static int load(const void *ctx, struct survey *survey, const char *config)
{
	struct error error = { 0 };
	struct codebook *codebook;
	struct framework *framework;

	if (codebook_load(ctx, memory_format(ctx, "%s/codebook", config),
			  &codebook, &error) < 0 ||
	    framework_load(ctx, memory_format(ctx, "%s/framework.csv", config),
			   &framework, &error) < 0) {
		fprintf(stderr, "generate-anci: %s: %s\n", error.where,
			error.what);
		return -1;
	}
	survey->codebook = codebook;
	survey->framework = framework;
	return 0;
}

static int write_all(const void *ctx, struct survey *survey,
		     const struct frame *frame, const char *folder)
{
	struct answer *answers = answers_draw(ctx, survey, frame);
	const char *path = memory_format(ctx, "%s/comuni.csv", folder);

	if (frame_write(frame, path) < 0)
		return -1;
	path = memory_format(ctx, "%s/risposte-1.csv", folder);
	if (export_write(survey, answers, BEFORE_REMINDER, path, false) < 0)
		return -1;
	path = memory_format(ctx, "%s/risposte-2-solleciti.csv", folder);
	if (export_write(survey, answers + BEFORE_REMINDER,
			 ANSWERS - BEFORE_REMINDER, path, true) < 0)
		return -1;
	path = memory_format(ctx, "%s/codifica-pratiche.csv", folder);
	if (coding_write(survey, answers, ANSWERS, path) < 0)
		return -1;
	return boundaries_write(
		memory_format(ctx, "%s/province.geojson", folder),
		memory_format(ctx, "%s/zone.geojson", folder));
}

/* Where maps look for them. */
static int write_boundaries(const void *ctx, const char *config)
{
	return boundaries_write(
		memory_format(ctx, "%s/boundaries/province.geojson", config),
		memory_format(ctx, "%s/boundaries/zone.geojson", config));
}

int main(int argc, char **argv)
{
	void *ctx = talloc_new(NULL);
	struct survey survey = { 0 };
	struct frame frame = { 0 };
	int failed;

	if (argc != 3) {
		fprintf(stderr, "usage: generate-anci CONFIG FOLDER\n");
		return 2;
	}
	survey.chance = chance_new(ctx, seed);
	failed = load(ctx, &survey, argv[1]) < 0 ||
		 frame_read(ctx, &survey,
			    memory_format(ctx, "%s/../territories", argv[1]),
			    &frame) < 0;
	if (!failed && (write_all(ctx, &survey, &frame, argv[2]) < 0 ||
			write_boundaries(ctx, argv[1]) < 0)) {
		fprintf(stderr, "generate-anci: cannot write into %s or %s\n",
			argv[2], argv[1]);
		failed = 1;
	}
	talloc_free(ctx);
	return failed;
}
