/* A catalogue that cannot be right, and a training section that does not fit
 * the project: check and run say where and what to do, with exit code 3. */
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

#define FILES      "{outcomes: outcomes.csv, programmes: programmes.csv"
#define OUTCOMES   "outcome,skill\nO1,plan\nO2,talk\n"
#define PROGRAMMES "programme,outcomes\nbasics,O1; O2\n"

static const char project[] =
	"divario: 1\n"
	"project: {id: p, title: P}\n"
	"sources: {forms: {files: answers.csv, codebook: codebook}}\n"
	"analyses:\n"
	"  skills: {framework: f.csv, current: 'cur_{skill}',\n"
	"    required: 'req_{skill}', by: [job]}\n"
	"  training: %s\n"
	"reports: [{template: skill-gap}]\n";

static const char survey[] = "type,name,label::en\nselect_one job,job,Job\n"
			     "select_one lv,cur_plan,a\n"
			     "select_one lv,req_plan,b\n"
			     "select_one lv,cur_talk,c\n"
			     "select_one lv,req_talk,d\n";
static const char choices[] = "list_name,name,label::en\njob,x,X\njob,y,Y\n"
			      "lv,1,One\nlv,2,Two\nlv,3,Three\n";
static const char answers[] = "job,cur_plan,req_plan,cur_talk,req_talk\n"
			      "x,1,2,1,3\ny,2,3,1,1\n";

struct refused {
	const char *training, *outcomes, *programmes;
	const char *where, *what, *remedy;
};

/* clang-format off */
static const struct refused cases[] = {
	{ FILES "}", "outcome,skill\nO1,plna\n", PROGRAMMES,
	  "outcomes.csv:2:2", "no skill 'plna'", "did you mean 'plan'?" },
	{ FILES "}", "outcome,skill\nO1,plan\nO1,talk\n", PROGRAMMES,
	  "outcomes.csv:3:1", "'O1' stands twice", "rename or remove" },
	{ FILES "}", "outcome,skill\n", PROGRAMMES,
	  "outcomes.csv", "names no outcome", "one row per learning outcome" },
	{ FILES "}", OUTCOMES, "programme,outcomes\nbasics,O1; O9\n",
	  "programmes.csv:2:2", "no outcome 'O9'", "did you mean" },
	{ FILES "}", OUTCOMES, "programme,outcomes\nb,O1\nb,O2\n",
	  "programmes.csv:3:1", "'b' stands twice", "rename or remove" },
	{ FILES "}", OUTCOMES, "programme,outcomes\n",
	  "programmes.csv", "names no programme", "one row per programme" },
	{ "{outcomes: outcomes.csv, programmes: no.csv}", OUTCOMES, PROGRAMMES,
	  "project.yaml:7:50", "no file of programmes", "name a CSV file" },
	{ FILES ", profiles: town}", OUTCOMES, PROGRAMMES,
	  "project.yaml:7:", "not compared by 'town'", "add 'town' to 'by'" },
	{ FILES ", priority: {gpa: 1}}", OUTCOMES, PROGRAMMES,
	  "project.yaml:7:", "'gpa'", "did you mean 'gap'?" },
	{ "{programmes: programmes.csv}", OUTCOMES, PROGRAMMES,
	  "project.yaml:7:", "'outcomes'", "CSV file of learning outcomes" },
};
/* clang-format on */

static void refuse(const struct refused *it, const char *command)
{
	void *ctx = talloc_new(NULL);
	char *folder = scratch_folder(ctx), *output;
	int code;

	scratch_write(ctx, folder, "p/project.yaml",
		      memory_format(ctx, project, it->training));
	scratch_write(ctx, folder, "p/codebook/survey.csv", survey);
	scratch_write(ctx, folder, "p/codebook/choices.csv", choices);
	scratch_write(ctx, folder, "p/answers.csv", answers);
	scratch_write(ctx, folder, "p/f.csv", "skill,area\nplan,a\ntalk,a\n");
	scratch_write(ctx, folder, "p/outcomes.csv", it->outcomes);
	scratch_write(ctx, folder, "p/programmes.csv", it->programmes);
	code = command_run(ctx, &output, "%s %s %s/p", command_program(),
			   command, folder);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
