/*
 * generate-sern CONFIG FOLDER
 *
 * Writes the synthetic files of the sern sample into FOLDER: a register of
 * mobilities and of applications, targets and staff as a secretariat keeps them
 * in a spreadsheet, and four Google Forms exports in Italian; what a second
 * wave adds goes into FOLDER/wave-2026.
 */
#include "pipeline/core/memory.h"
#include "samples/generator/sern/sern.h"

/* Days since 1 January 2021. */
enum {
	START = 243,         /* 1 September 2021 */
	FIRST_REVIEW = 1641, /* 30 June 2025 */
	AUTUMN = 1795,       /* 1 December 2025 */
	SECOND_REVIEW = 2006,
	SECOND_AUTUMN = 2160
};

static int write_all(struct world *world, const char *folder)
{
	const struct wave waves[] = {
		{ "2025", folder, START, FIRST_REVIEW, AUTUMN },
		{ "2026", memory_format(world->memory, "%s/wave-2026", folder),
		  FIRST_REVIEW + 1, SECOND_REVIEW, SECOND_AUTUMN },
	};

	world_draw(world);
	if (plans_write(world, folder) < 0)
		return -1;
	for (size_t i = 0; i < sizeof waves / sizeof *waves; i++)
		if (registers_write(world, &waves[i]) < 0 ||
		    forms_write(world, &waves[i]) < 0)
			return -1;
	return 0;
}

int main(int argc, char **argv)
{
	void *ctx = talloc_new(NULL);
	struct world world = { .memory = ctx };
	struct codebook *codebook;
	struct error error = { 0 };
	int result;

	if (argc != 3) {
		fprintf(stderr, "generate-sern CONFIG FOLDER\n");
		return 2;
	}
	if (codebook_load(ctx, memory_format(ctx, "%s/codebook", argv[1]),
			  &codebook, &error) < 0) {
		fprintf(stderr, "%s: %s\n", error.where, error.what);
		return 1;
	}
	world.codebook = codebook;
	world.chance = chance_new(ctx, 20250630);
	result = write_all(&world, argv[2]);
	if (result < 0)
		fprintf(stderr, "%s: cannot be written\n", argv[2]);
	talloc_free(ctx);
	return result < 0;
}
