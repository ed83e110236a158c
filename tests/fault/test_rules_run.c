/*
 * The project's own rules as a person meets them: tried out by "check --data",
 * run, told by "ledger", with the raw cells still in the store.
 */
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
	"project: {id: rules, title: Rules, languages: [en]}\n"
	"sources:\n"
	"  paper: {files: paper.csv, codebook: codebook}\n"
	"  web: {files: web.csv, codebook: codebook}\n"
	"rules:\n"
	"  - {name: working_age, reason: nobody under 16 was asked,\n"
	"     questions: age, minimum: 16, maximum: 80}\n"
	"  - {name: gender_words, reason: the paper form had M and F,\n"
	"     questions: [gender], sources: [paper],\n"
	"     recode: {M: male, F: Woman}}\n"
	"  - {name: postcode, reason: Italian postcodes have five digits,\n"
	"     questions: postcode, pattern: \"\\\\d{5}\"}\n"
	"  - {name: towns, reason: the register of 2021, questions: [town],\n"
	"     lookup: towns.csv}\n"
	"  - {name: idle, reason: never needed, questions: [age],\n"
	"     recode: {none: \"0\"}}\n"
	"  - {name: young_paduans, reason: they were not asked,\n"
	"     when: \"age < 18 and town == 'pd'\"}\n"
	"  - {name: young_others, reason: nobody under 18 has a postcode,\n"
	"     when: \"age == 20 and town != 'pd'\",\n"
	"     invalid: [postcode]}\n";

static const char survey[] = "type,name,label::en\n"
			     "select_one gender,gender,Gender\n"
			     "integer,age,Age\n"
			     "integer,postcode,Postcode\n"
			     "select_one town,town,Town\n";
static const char choices[] = "list_name,name,label::en\n"
			      "gender,male,Man\ngender,female,Woman\n"
			      "town,ve,Venice\ntown,pd,Padua\n"
			      "town,me,Mestre\n";
static const char towns[] = "value,becomes\nVenice,\nPadova,Padua\nMestre,ve\n";
static const char paper[] = "gender,age,postcode,town\n"
			    "M,15,30100,Venice\n"
			    "f,16,3010,Padova\n"
			    "Man,81,35100,Mestre\n"
			    "M,,,\n";
static const char web[] = "gender,age,postcode,town\n"
			  "M,20,30100,Venice\n"
			  "male,abc,301000,me\n";

struct fixture {
	const char *folder;
	char *trial, *run;
	int trial_code, run_code;
};

static int set_up(void **state)
{
	struct fixture *f = memory_new(NULL, struct fixture);

	f->folder = scratch_folder(f);
	scratch_write(f, f->folder, "p/project.yaml", project);
	scratch_write(f, f->folder, "p/codebook/survey.csv", survey);
	scratch_write(f, f->folder, "p/codebook/choices.csv", choices);
	scratch_write(f, f->folder, "p/towns.csv", towns);
	scratch_write(f, f->folder, "p/paper.csv", paper);
	scratch_write(f, f->folder, "p/web.csv", web);
	f->trial_code = command_run(f, &f->trial,
				    "TMPDIR=%s %s check --data %s/p && ls -A "
				    "%s %s/p",
				    f->folder, command_program(), f->folder,
				    f->folder, f->folder);
	f->run_code = command_run(f, &f->run, "%s clean %s/p",
				  command_program(), f->folder);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	talloc_free(*state);
	return 0;
}

static void the_trial_tells_and_leaves_nothing(void **state)
{
	static const char *const lines[] = {
		"working_age: paper.age: 2 answers (2 values): nobody under 16 "
		"was asked\n",
		"gender_words: paper.gender: 3 answers (2 values): the paper "
		"form had M and F\n",
		"unmatched: web.gender: 1 answer (1 value): not in the "
		"codebook\n",
		"postcode: paper.postcode: 1 answer (1 value): ",
		"postcode: web.postcode: 1 answer (1 value): ",
		"towns: paper.town: 2 answers (2 values): the register of "
		"2021\n",
		"towns: web.town: 1 answer (1 value): the register of 2021\n",
		"idle: touches nothing\n",
		"young_paduans: paper: 1 answer (1 value): they were not asked\n",
		"young_others: web.postcode: 1 answer (1 value): nobody under "
		"18 has a postcode\n",
	};
	struct fixture *f = *state;

	assert_int_equal(f->trial_code, 0);
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		if (!strstr(f->trial, lines[i]))
			fail_msg("not told: %s\n%s", lines[i], f->trial);
	assert_null(strstr(f->trial, ".divario"));
	assert_null(strstr(f->trial, "divario-check"));
}

static void answers_are_clean_and_raw_cells_stay(void **state)
{
	struct fixture *f = *state;
	char *output;

	if (f->run_code)
		print_message("%s", f->run);
	assert_int_equal(f->run_code, 0);
	assert_int_equal(
		command_run(f, &output,
			    "%s sql %s/p --csv \"select group_concat("
			    "coalesce(gender, '-') || ' ' || coalesce(age, "
			    "'-') || ' ' || coalesce(postcode, '-') || ' ' || "
			    "coalesce(town, '-'), '; ') as all_answers "
			    "from answers\"",
			    command_program(), f->folder),
		0);
	assert_string_equal(output,
			    "all_answers\r\n"
			    "male - 30100 ve; female 16 - pd; male - 35100 ve; "
			    "male - - -; - 20 - ve; male - - -\r\n");
	assert_int_equal(command_run(f, &output,
				     "%s sql %s/p --csv \"select "
				     "group_concat(gender || town, ' ') as raw "
				     "from raw_paper\"",
				     command_program(), f->folder),
			 0);
	assert_string_equal(output, "raw\r\nMVenice fPadova ManMestre\r\n");
}

static void the_ledger_can_be_asked(void **state)
{
	static const struct {
		const char *options, *output;
	} cases[] = {
		{ "--rule gender_words",
		  "rule,source,variable,from_value,to_value,n,reason\r\n"
		  "gender_words,paper,gender,M,male,2,"
		  "the paper form had M and F\r\n"
		  "gender_words,paper,gender,f,female,1,"
		  "the paper form had M and F\r\n" },
		{ "--variable postcode --source web --csv",
		  "rule,source,variable,from_value,to_value,n,reason\r\n"
		  "postcode,web,postcode,301000,invalid,1,"
		  "Italian postcodes have five digits\r\n"
		  "young_others,web,postcode,30100,invalid,1,"
		  "nobody under 18 has a postcode\r\n" },
		{ "--rule towns --source web --json",
		  "{\"rule\":\"towns\",\"source\":\"web\",\"variable\":"
		  "\"town\",\"from_value\":\"me\",\"to_value\":\"invalid\","
		  "\"n\":1,\"reason\":\"the register of 2021\"}\n" },
		{ "--rule \"o'clock\"",
		  "rule,source,variable,from_value,to_value,n,reason\r\n" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *output;

		assert_int_equal(command_run(f, &output, "%s ledger %s/p %s",
					     command_program(), f->folder,
					     cases[i].options),
				 0);
		assert_string_equal(output, cases[i].output);
	}
}

static void who_is_impossible_stands_with_file_and_line(void **state)
{
	struct fixture *f = *state;
	char *output;

	assert_int_equal(command_run(f, &output,
				     "%s quality %s/p --quiet && %s sql %s/p "
				     "--csv \"select source, file, line from "
				     "quality_case where flag = 'impossible'\"",
				     command_program(), f->folder,
				     command_program(), f->folder),
			 0);
	assert_string_equal(output, "source,file,line\r\n"
				    "paper,paper.csv,3\r\n"
				    "web,web.csv,2\r\n");
}

/* One line of the project changed at a time. */
static void faults_are_told_at_their_line(void **state)
{
	static const struct {
		const char *edit, *said;
	} cases[] = {
		{ "s/questions: age, min/questions: aeg, min/",
		  "the rule 'working_age' is for 'aeg', which is no question" },
		{ "s/name: idle/name: towns/",
		  "project.yaml:16:6: the rule 'towns' bears the name of an "
		  "earlier one" },
		{ "s/name: idle/name: range/",
		  "bears the name of one that divario has itself" },
		{ "s/lookup: towns.csv/lookup: no.csv/",
		  "the rule 'towns' has no list" },
		{ "s/, minimum: 16, maximum: 80//",
		  "the rule 'working_age' does not say its test" },
		{ "s/minimum: 16/pattern: x/",
		  "the rule 'working_age' tests in two ways" },
		{ "s/age < 18/aeg < 18/",
		  "the rule 'young_paduans' has a condition that cannot be "
		  "used: there is no question 'aeg'" },
		{ "s/age < 18/age < /",
		  "the rule 'young_paduans' has a condition that cannot be" },
		{ "s/sources: .paper./sources: [papre]/",
		  "is for a source that does not exist" },
		{ "s/d{5}/d{5/", "the pattern of the rule 'postcode' is none" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *output;
		int code = command_run(
			f, &output,
			"rm -rf %s/q && cp -r %s/p %s/q && sed -i \"%s\" "
			"%s/q/project.yaml && %s clean %s/q",
			f->folder, f->folder, f->folder, cases[i].edit,
			f->folder, command_program(), f->folder);

		if (code != 3 || !strstr(output, cases[i].said))
			fail_msg("%d for %s: %s", code, cases[i].edit, output);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_trial_tells_and_leaves_nothing),
		cmocka_unit_test(answers_are_clean_and_raw_cells_stay),
		cmocka_unit_test(the_ledger_can_be_asked),
		cmocka_unit_test(who_is_impossible_stands_with_file_and_line),
		cmocka_unit_test(faults_are_told_at_their_line),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
