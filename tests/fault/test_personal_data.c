/*
 * Names, addresses and numbers of people must be in no byte of the store, nor
 * of what is published, whatever happens to the record they stand in.
 */
#include "pipeline/core/error.h"
#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/run/lock.h"
#include "tests/support/command.h"
#include "tests/support/scratch.h"
#include "tests/support/small_project.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

static const char project[] =
	"divario: 1\n"
	"project: {id: people, title: People, languages: [en]}\n"
	"sources:\n"
	"  forms:\n"
	"    files: answers.csv\n"
	"    codebook: codebook\n"
	"    respondent: token\n"
	"    identifiers: {employer: drop, age: keep}\n"
	"limits: {quarantine: 0.5}\n"
	"disclosure: {threshold: 3}\n"
	"reports:\n"
	"  - template: profile\n";

static const char survey[] = "type,name,label::en\n"
			     "select_one yesno,works,Do you work\n"
			     "integer,age,Age\n"
			     "text,comment,Anything else\n";
static const char choices[] = "list_name,name,label::en\n"
			      "yesno,yes,Yes\nyesno,no,No\n";

static const char heading[] =
	"token,works,age,comment,E-mail,Telefono,IP Address,Codice Fiscale,"
	"Nome,Cognome,Location Latitude,Location Longitude,employer\n";

/* What must not be found; every row has its own, numbered. */
static const char *const secrets[] = {
	"secrettoken",      "secret.person",      "041555",      "192.0.2.",
	"ZZZYYY90A41H501H", "Melchiorra",         "Quattrocchi", "45.4343",
	"12.3388",          "Secret Cooperative",
};

static char *answers(const void *ctx)
{
	char *text = memory_text(ctx, heading);

	for (int i = 0; i < 40; i++)
		text = memory_check(talloc_asprintf_append(
			text,
			"secrettoken%d,%s,%d,free words %d,"
			"secret.person%d@example.org,04155501%02d,192.0.2.%d,"
			"ZZZYYY90A41H501H,Melchiorra,Quattrocchi,45.4343%d,"
			"12.3388%d,Secret Cooperative%s\n",
			/* The last ones answer again; one has too much. */
			i % 36, i % 3 ? "yes" : "no", 20 + i % 30, i, i, i, i,
			i, i, i == 7 ? ",too,many" : ""));
	return text;
}

static int set_up(void **state)
{
	struct small_project *f = memory_new(NULL, struct small_project);

	f->folder = scratch_folder(f);
	scratch_write(f, f->folder, "p/project.yaml", project);
	scratch_write(f, f->folder, "p/codebook/survey.csv", survey);
	scratch_write(f, f->folder, "p/codebook/choices.csv", choices);
	scratch_write(f, f->folder, "p/answers.csv", answers(f));
	*state = f;
	return 0;
}

static void the_run_says_what_it_found(void **state)
{
	struct small_project *f = *state;

	assert_int_equal(small_project_run(f, "run", ""), 0);
	small_project_said(f, "E-mail (e-mail addresses)");
	small_project_said(f, "kept as pseudonyms");
}

static void no_byte_of_the_store_tells(void **state)
{
	small_project_hides(*state, secrets, sizeof secrets / sizeof *secrets);
}

static void free_text_is_not_published(void **state)
{
	struct small_project *f = *state;

	assert_int_equal(command_run(f, NULL,
				     "grep -qaF 'free words' "
				     "%s/p/.divario/project.db",
				     f->folder),
			 0);
	assert_int_equal(command_run(f, NULL,
				     "grep -rqaF 'free words' %s/p/reports",
				     f->folder),
			 1);
}

static void respondents_are_still_told_apart(void **state)
{
	struct small_project *f = *state;

	/* 40 records, one does not fit; of the 39 four answered again. */
	assert_non_null(strstr(
		small_project_ask(f, "select count(*) from answers"), "35"));
	assert_non_null(strstr(
		small_project_ask(f, "select sum(n) from ledger where rule = "
				     "'duplicate'"),
		"4"));
}

static void the_key_lies_beside_the_store(void **state)
{
	struct small_project *f = *state;
	struct stat status;

	assert_int_equal(
		stat(memory_format(f, "%s/p/.divario.key", f->folder), &status),
		0);
	assert_int_equal(status.st_mode & 0777, 0600);
}

static void who_withdraws_is_gone(void **state)
{
	struct small_project *f = *state;
	char *output;

	assert_int_equal(command_run(f, &output, "%s erase %s/p nobody",
				     command_program(), f->folder),
			 ERROR_DATA);
	assert_non_null(
		strstr(output, "nobody in the store answered with 'nobody'"));
	/* Who answered twice: two records. */
	assert_int_equal(command_run(f, &output, "%s erase %s/p secrettoken2",
				     command_program(), f->folder),
			 0);
	assert_non_null(
		strstr(output, "answers.csv: 2 records left out; delete them"));
	assert_non_null(strstr(
		small_project_ask(f, "select count(*) from answers"), "34"));
	/* The results with and without one person tell what that one said. */
	assert_false(file_exists(
		file_join(f, f->folder, "p/.divario/published-before.db")));
	assert_int_equal(command_run(f, NULL,
				     "grep -qaE 'free words (2|38)\\b' "
				     "%s/p/.divario/project.db",
				     f->folder),
			 1);
	assert_string_equal(
		small_project_ask(f, "select source, n from ledger where rule ="
				     " 'withdrawn'"),
		"source,n\r\nforms,2\r\n");
	/* The store is lost, the list is not. */
	assert_int_equal(command_run(f, NULL,
				     "rm -r %s/p/.divario && %s run %s/p",
				     f->folder, command_program(), f->folder),
			 0);
	assert_non_null(strstr(
		small_project_ask(f, "select count(*) from answers"), "34"));
	/* Twice is as good as once; and back for the next tests. */
	assert_int_equal(command_run(f, NULL,
				     "%s erase %s/p secrettoken2 && rm "
				     "%s/p/.divario.withdrawn && %s run %s/p",
				     command_program(), f->folder, f->folder,
				     command_program(), f->folder),
			 0);
	assert_non_null(strstr(
		small_project_ask(f, "select count(*) from answers"), "35"));
}

/* Whatever run comes to leave them out, after an erasure that could not. */
static void what_was_before_a_withdrawal_is_not_kept(void **state)
{
	struct small_project *f = *state;
	const char *work = file_join(f, f->folder, "p/.divario");
	struct error error = { 0 };
	struct lock *lock;

	assert_int_equal(lock_take(f, work, &lock, &error), 0);
	assert_int_equal(command_run(f, NULL, "%s erase %s/p secrettoken3",
				     command_program(), f->folder),
			 ERROR_BUSY);
	talloc_free(lock);
	assert_int_equal(command_run(f, NULL, "%s run %s/p", command_program(),
				     f->folder),
			 0);
	assert_non_null(strstr(
		small_project_ask(f, "select count(*) from answers"), "34"));
	assert_false(file_exists(file_join(f, work, "published-before.db")));
	/* Nobody withdraws: it is kept. */
	assert_int_equal(command_run(f, NULL,
				     "rm %s/p/.divario.withdrawn && %s run "
				     "%s/p",
				     f->folder, command_program(), f->folder),
			 0);
	assert_true(file_exists(file_join(f, work, "published-before.db")));
}

/* Runs last: it takes the key away. */
static void another_key_reads_the_files_anew(void **state)
{
	struct small_project *f = *state;
	char *before = small_project_ask(
		f, "select distinct key_mark from identifier where"
		   " key_mark is not null");
	char *output;

	assert_int_equal(command_run(f, &output,
				     "rm %s/p/.divario.key && printf "
				     "'secrettoken99,yes,30,,,,,,,,,,\\n' "
				     ">>%s/p/answers.csv && %s run %s/p",
				     f->folder, f->folder, command_program(),
				     f->folder),
			 0);
	assert_string_not_equal(
		before, small_project_ask(f, "select distinct key_mark from"
					     " identifier where key_mark is not"
					     " null"));
	assert_non_null(strstr(
		small_project_ask(f, "select count(*) from answers"), "36"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_run_says_what_it_found),
		cmocka_unit_test(no_byte_of_the_store_tells),
		cmocka_unit_test(free_text_is_not_published),
		cmocka_unit_test(respondents_are_still_told_apart),
		cmocka_unit_test(the_key_lies_beside_the_store),
		cmocka_unit_test(who_withdraws_is_gone),
		cmocka_unit_test(what_was_before_a_withdrawal_is_not_kept),
		cmocka_unit_test(another_key_reads_the_files_anew),
	};

	return cmocka_run_group_tests(tests, set_up, small_project_tear_down);
}
