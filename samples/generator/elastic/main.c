/*
 * generate-elastic CONFIG FOLDER
 *
 * Writes the synthetic files of the elastic sample into FOLDER: the
 * self-assessment of competences as KoboToolbox exports in five languages, the
 * inventory of tools and the forms of practices.
 */
#include "pipeline/core/memory.h"
#include "samples/generator/elastic/elastic.h"

static int write_all(struct world *world, const char *config,
		     const char *folder)
{
	static const char *const languages[] = { "it", "en", "es", "pl", "cs" };

	world_draw(world);
	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
		if (kobo_write(world, folder, languages[i]) < 0)
			return -1;
	if (tools_write(world, folder) < 0)
		return -1;
	return practices_write(
		world, folder,
		memory_format(world->memory, "%s/cards/practices.csv", config));
}

int main(int argc, char **argv)
{
	void *ctx = talloc_new(NULL);
	struct world world = { .memory = ctx };
	struct codebook *codebook;
	struct error error = { 0 };
	int result;

	if (argc != 3) {
		fprintf(stderr, "generate-elastic CONFIG FOLDER\n");
		return 2;
	}
	if (codebook_load(ctx, memory_format(ctx, "%s/codebook", argv[1]),
			  &codebook, &error) < 0) {
		fprintf(stderr, "%s: %s\n", error.where, error.what);
		return 1;
	}
	world.codebook = codebook;
	world.chance = chance_new(ctx, 20180928);
	result = write_all(&world, argv[1], argv[2]);
	if (result < 0)
		fprintf(stderr, "%s: cannot be written\n", argv[2]);
	talloc_free(ctx);
	return result < 0;
}
