/* A network that cannot be analysed as the project says: check and run say
 * where and what to do, with exit code 3; one that shows nothing is no fault.
 */
#include "pipeline/core/error.h"
#include "pipeline/core/memory.h"
#include "tests/support/command.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char project[] =
	"divario: 1\n"
	"project: {id: p, title: P, languages: [en]}\n"
	"sources:\n"
	"  places: {kind: territories, files: places.csv}\n"
	"  %s\n"
	"analyses:\n"
	"  network: %s\n";

#define SERVICES "services: {kind: services, files: services.csv}"

static const char places[] = "id,name,level\nA,Alba,district\n"
			     "B,Borgo,district\n";
static const char services[] =
	"id,name,organisation,type,target,district\n"
	"S1,First,One,care,old,A\nS2,Second,One,care,old,B\n";

struct refused {
	const char *source, *network;
	const char *where, *what, *remedy;
};

/* clang-format off */
static const struct refused cases[] = {
	{ SERVICES, "{weight: {tie: 1}}",
	  "project.yaml:7:", "'weight'", "did you mean 'weights'?" },
	{ SERVICES, "{weights: {tie: -1}}",
	  "project.yaml:7:28", "from 0 to", "cooperate" },
	{ SERVICES, "{weights: {people: 1}}",
	  "project.yaml:7:", "'people'", "" },
	{ SERVICES, "{weights: {territory: 0, target: 0, service: 0, tie: 0}}",
	  "project.yaml:7:", "weights of 0", "more than 0" },
	{ SERVICES, "{adjust: bonferroni}",
	  "project.yaml:7:21", "'adjust' must be one of", "holm" },
	{ SERVICES, "{communities: newman}",
	  "project.yaml:7:26", "'communities' must be one of", "louvain" },
	{ "more: {kind: population, files: places.csv}", "{}",
	  "project.yaml:7:", "there are none", "'kind: services'" },
	{ SERVICES, "{level: planet}",
	  "project.yaml:7:20", "of the level 'planet'", "district" },
	{ SERVICES, "{level: distrct}",
	  "project.yaml:7:20", "of the level 'distrct'", "district" },
};
/* clang-format on */

static int call(void *ctx, const char *command, const struct refused *it,
		char **output)
{
	char *folder = scratch_folder(ctx);

	scratch_write(ctx, folder, "p/project.yaml",
		      memory_format(ctx, project, it->source, it->network));
	scratch_write(ctx, folder, "p/places.csv", places);
	scratch_write(ctx, folder, "p/services.csv", services);
	return command_run(ctx, output, "%s %s %s/p", command_program(),
			   command, folder);
}

static void refuse(const struct refused *it, const char *command)
{
	void *ctx = talloc_new(NULL);
	char *output;
	int code = call(ctx, command, it, &output);

	if (code != ERROR_PROJECT || !strstr(output, it->where) ||
	    !strstr(output, it->what) || !strstr(output, it->remedy))
		fail_msg("%s, %s: %d\n%s", command, it->what, code, output);
	talloc_free(ctx);
}

static void test_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		refuse(&cases[i], "check");
		refuse(&cases[i], "run");
	}
}

static void test_one_organisation_only(void **state)
{
	static const struct refused one = { SERVICES, "{}", NULL, NULL, NULL };
	void *ctx = talloc_new(NULL);
	char *output;

	(void)state;
	assert_int_equal(call(ctx, "run", &one, &output), 0);
	if (!strstr(output, "1 organisation, 2 services, 0 ties") ||
	    !strstr(output, "no network: there is one organisation"))
		fail_msg("%s", output);
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_one_organisation_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
