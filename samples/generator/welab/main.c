/*
 * generate-welab CONFIG FOLDER [SEED]
 *
 * Writes the synthetic files of the welab sample into FOLDER: territories and
 * their borders, inhabitants by target group, organisations and their ties,
 * two mappings of services, and a competence questionnaire.
 */
#include "pipeline/core/memory.h"
#include "samples/generator/welab/district.h"
#include "samples/generator/welab/questionnaire.h"

#include <stdlib.h>

int main(int argc, char **argv)
{
	void *ctx = talloc_new(NULL);
	struct error error = { 0 };
	struct codebook *codebook;
	struct chance *chance;
	int failed;

	if (argc < 3) {
		fputs("usage: generate-welab CONFIG FOLDER [SEED]\n", stderr);
		return 2;
	}
	if (codebook_load(ctx, memory_format(ctx, "%s/codebook", argv[1]),
			  &codebook, &error) < 0) {
		fprintf(stderr, "generate-welab: %s: %s\n", error.where,
			error.what);
		return 1;
	}
	chance = chance_new(ctx,
			    argc > 3 ? strtoul(argv[3], NULL, 10) : 20250210UL);
	failed = boundaries_write(
			 memory_format(ctx, "%s/territori.geojson", argv[2]),
			 chance) < 0 ||
		 people_write(argv[2], chance) < 0 ||
		 services_write(argv[2], chance) < 0 ||
		 ties_write(argv[2], chance) < 0 ||
		 questionnaire_write(
			 memory_format(ctx, "%s/competenze.csv", argv[2]),
			 codebook, chance) < 0;
	talloc_free(ctx);
	if (failed)
		fprintf(stderr, "generate-welab: cannot write into %s\n",
			argv[2]);
	return failed;
}
