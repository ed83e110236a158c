/*
 * What names people where nobody expects it: behind the first thousand records,
 * within free text, in a broken record, in a column that only the codebook
 * tells, past the point where a column has too many values for a dictionary.
 * None of it may be in a byte of the store or of what is published.
 */
#include "pipeline/core/memory.h"
#include "pipeline/data/database.h"
#include "tests/support/scratch.h"
#include "tests/support/small_project.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { ROWS = 70000 /* more than a chunk */ };

static const char project[] =
	"divario: 1\n"
	"project: {id: late, title: Late, languages: [en]}\n"
	"sources:\n"
	"  forms: {files: answers.csv, codebook: codebook}\n"
	"pseudonyms: {names: names.txt}\n"
	"open_answers: [comment]\n"
	"disclosure: {threshold: 3}\n"
	"reports:\n"
	"  - template: profile\n";

static const char survey[] = "type,name,label::en,identifier\n"
			     "select_one yesno,works,Do you work,\n"
			     "text,badge,Number on your badge,yes\n"
			     "text,comment,Anything else,\n"
			     "text,other,Other,\n";
static const char choices[] = "list_name,name,label::en\n"
			      "yesno,yes,Yes\nyesno,no,No\n";

static const char *const secrets[] = {
	"late.person",      "+390415550100",  "041 5550177",  "192.0.2.77",
	"ZZZYYY90A41H501H", "X0542811101000", "Quattrocchi",  "45.43437",
	"BADGE-0042",       "broken.person",  "plain.person", "0415550199",
};

/* One row: works, badge, comment, other, Telefono, contact, reference. */
static char *add_row(char *text, int i)
{
	bool is_late = i >= ROWS - 200;
	const char *comment = "fine";
	char contact[64] = "", reference[64], phone[16] = "";

	if (i == 10)
		comment = "Ask Melchiorra Quattrocchi at late.person@x.org or "
			  "+390415550100 or 041 5550177 from 192.0.2.77";
	if (i == 11)
		comment = "ZZZYYY90A41H501H pays IT60 X0542811101000000123456 "
			  "at 45.43437 12.33881";
	if (is_late)
		snprintf(contact, sizeof contact, "late.person%d@x.org", i);
	if (is_late)
		snprintf(phone, sizeof phone, "0415550199");
	snprintf(reference, sizeof reference,
		 i == ROWS - 3 ? "plain.person%d@x.org" : "ref-%06d", i);
	return memory_check(talloc_asprintf_append_buffer(
		text, "%s,BADGE-%04d,%s,%s,%s,%s,%s%s\n", i % 3 ? "yes" : "no",
		i == 5 ? 42 : i % 40, comment, i % 2 ? "a" : "b", phone,
		contact, reference,
		i == 20 ? ",too many,broken.person@x.org" : ""));
}

static int set_up(void **state)
{
	struct small_project *f = memory_new(NULL, struct small_project);
	char *text = memory_text(f, "works,badge,comment,other,Telefono,"
				    "contact,reference\n");

	for (int i = 0; i < ROWS; i++)
		text = add_row(text, i);
	f->folder = scratch_folder(f);
	scratch_write(f, f->folder, "p/project.yaml", project);
	scratch_write(f, f->folder, "p/names.txt", "Melchiorra Quattrocchi\n");
	scratch_write(f, f->folder, "p/codebook/survey.csv", survey);
	scratch_write(f, f->folder, "p/codebook/choices.csv", choices);
	scratch_write(f, f->folder, "p/answers.csv", text);
	*state = f;
	return 0;
}

static void the_run_says_what_it_found(void **state)
{
	struct small_project *f = *state;

	assert_int_equal(small_project_run(f, "run", ""), 0);
	small_project_said(f, "contact (e-mail addresses)");
	small_project_said(f, "Telefono (telephone numbers)");
	small_project_said(f, "comment, reference");
}

static void look_for_secrets(struct small_project *f)
{
	small_project_hides(f, secrets, sizeof secrets / sizeof *secrets);
}

static void no_byte_tells(void **state)
{
	look_for_secrets(*state);
}

static void no_byte_tells_when_rewritten(void **state)
{
	struct small_project *f = *state;
	struct error error = { 0 };
	struct database *store;

	assert_int_equal(
		database_open(
			f,
			memory_format(f, "%s/p/.divario/project.db", f->folder),
			DATABASE_WRITE, &store, &error),
		0);
	assert_int_equal(database_execute(store, "VACUUM", &error), 0);
	look_for_secrets(f);
	talloc_free(store);
}

static void what_is_left_can_be_read(void **state)
{
	struct small_project *f = *state;

	assert_non_null(strstr(
		small_project_ask(f, "select value from dict where value like"
				     " 'Ask %'"),
		"Ask [name] at [e-mail] or [phone] or [phone] "
		"from [IP]"));
	assert_non_null(strstr(
		small_project_ask(f, "select value from dict where value like"
				     " '%pays%'"),
		"[codice fiscale] pays [IBAN] at "
		"[coordinates]"));
	/* Nobody can tell which part of a broken record is the badge. */
	assert_string_equal(
		small_project_ask(f, "select count(*) as n, count(text) as told"
				     " from quarantine"),
		"n,told\r\n1,0\r\n");
}

static void only_named_questions_are_quoted(void **state)
{
	struct small_project *f = *state;

	/* All rows but the broken one. */
	assert_string_equal(
		small_project_ask(f, "select question, count(*) as n from"
				     " published.open_answer"),
		"question,n\r\ncomment,69999\r\n");
	assert_non_null(strstr(
		small_project_ask(f, "select text from published.open_answer"
				     " where text like 'Ask %'"),
		"Ask [name] at [e-mail]"));
}

static void columns_are_noted_with_reasons(void **state)
{
	assert_string_equal(
		small_project_ask(
			*state, "select header, action, reason from identifier"
				" order by header"),
		"header,action,reason\r\n"
		"Telefono,pseudonym,telephone numbers\r\n"
		"badge,pseudonym,marked in the codebook\r\n"
		"comment,redact,within answers\r\n"
		"contact,pseudonym,e-mail addresses\r\n"
		"reference,redact,within answers\r\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_run_says_what_it_found),
		cmocka_unit_test(no_byte_tells),
		cmocka_unit_test(what_is_left_can_be_read),
		cmocka_unit_test(columns_are_noted_with_reasons),
		cmocka_unit_test(only_named_questions_are_quoted),
		cmocka_unit_test(no_byte_tells_when_rewritten),
	};

	return cmocka_run_group_tests(tests, set_up, small_project_tear_down);
}
