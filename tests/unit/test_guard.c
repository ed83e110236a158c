#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/guard.h"
#include "pipeline/data/identifier.h"
#include "pipeline/data/load.h"
#include "pipeline/data/pseudonym.h"
#include "pipeline/data/store.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

static char *folder; /* of this program */

struct judged {
	const char *heading;
	const char *cells[4];
	enum identifier_kind kind;
};

/* Invented people; the tax codes' check letters are right but for one. */
static const struct judged judged[] = {
	{ "Q7", { "a.b@example.org", "c@example.it" }, IDENTIFIER_EMAIL },
	{ "Q7", { "write to a.b@example.org please" }, IDENTIFIER_NONE },
	{ "Q7", { "@handle", "@other" }, IDENTIFIER_NONE },
	{ "E-mail Address", { "" }, IDENTIFIER_EMAIL },
	{ "email", { "yes", "no" }, IDENTIFIER_NONE },
	{ "Q8", { "+39 041 555 0100", "0039-02-5550100" }, IDENTIFIER_PHONE },
	{ "Telefono", { "041 5550100", "025550100" }, IDENTIFIER_PHONE },
	{ "tools/phone", { "0", "1", "1" }, IDENTIFIER_NONE },
	{ "phone", { "yes", "no" }, IDENTIFIER_NONE },
	{ "Q9", { "192.0.2.7", "2001:db8::1" }, IDENTIFIER_IP },
	{ "version", { "1.2.3", "1.2" }, IDENTIFIER_NONE },
	{ "cf",
	  { "ZZZYYY90A41H501H", "xxxqqq70r15f205r" },
	  IDENTIFIER_TAX_CODE },
	{ "cf", { "ZZZYYY90A41H501A" }, IDENTIFIER_NONE },
	{ "Cognome", { "Verdolini", "Rossetti" }, IDENTIFIER_NAME },
	{ "name", { "1", "2", "3" }, IDENTIFIER_NONE },
	{ "Name of your organisation", { "Acme" }, IDENTIFIER_NONE },
	{ "Location Latitude", { "45.43", "" }, IDENTIFIER_COORDINATES },
	{ "place", { "45.434 12.338 0 0" }, IDENTIFIER_COORDINATES },
	{ "lat", { "often", "never" }, IDENTIFIER_NONE },
	{ "years", { "12", "3.5", "40" }, IDENTIFIER_NONE },
	{ "score", { "1 2", "3 4" }, IDENTIFIER_NONE },
	{ "", { "" }, IDENTIFIER_NONE },
};

static void test_columns_are_judged(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof judged / sizeof *judged; i++) {
		struct identifier_column column = { .heading =
							    judged[i].heading };

		for (size_t j = 0; j < 4 && judged[i].cells[j]; j++)
			identifier_see(&column, judged[i].cells[j],
				       strlen(judged[i].cells[j]));
		if (identifier_judge(&column) != judged[i].kind)
			fail_msg("%s with %s: %s", judged[i].heading,
				 judged[i].cells[0],
				 identifier_kind_name(
					 identifier_judge(&column)));
	}
}

static void test_key_is_private_and_stays(void **state)
{
	char *path = file_join(*state, folder, "own.key");
	char first[PSEUDONYM_LENGTH + 1], second[PSEUDONYM_LENGTH + 1];
	struct pseudonym_key *key;
	struct error error = { 0 };
	struct stat status;

	assert_int_equal(pseudonym_key_open(*state, path, &key, &error), 0);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	pseudonym_make(key, "anna", 4, first);
	assert_int_equal(strlen(first), PSEUDONYM_LENGTH);
	talloc_free(key);
	assert_int_equal(pseudonym_key_open(*state, path, &key, &error), 0);
	pseudonym_make(key, "anna", 4, second);
	assert_string_equal(first, second);
	pseudonym_make(key, "Anna", 4, second);
	assert_string_not_equal(first, second);
}

/* The value was made with Python's hmac. */
static void test_pseudonym_is_hmac_sha256(void **state)
{
	const char *path = scratch_write(*state, folder, "known.key",
					 "000102030405060708090a0b0c0d0e0f"
					 "101112131415161718191a1b1c1d1e1f\n");
	char made[PSEUDONYM_LENGTH + 1];
	struct pseudonym_key *key;
	struct error error = { 0 };

	assert_int_equal(chmod(path, 0600), 0);
	assert_int_equal(pseudonym_key_open(*state, path, &key, &error), 0);
	pseudonym_make(key, "what do ya want for nothing?", 28, made);
	assert_string_equal(made, "099805f4ac310786968565c0");
}

static void test_bad_keys_are_refused(void **state)
{
	static const struct {
		const char *text, *what;
		mode_t mode;
	} cases[] = {
		{ "abc\n", "the file holds no key: 64 hex digits", 0600 },
		{ "", "the file holds no key: 64 hex digits", 0600 },
		{ "0", "others may read the key of the pseudonyms", 0640 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *path =
			scratch_write(*state, folder, "bad.key", cases[i].text);
		struct pseudonym_key *key;
		struct error error = { 0 };

		assert_int_equal(chmod(path, cases[i].mode), 0);
		assert_int_equal(pseudonym_key_open(*state, path, &key, &error),
				 -1);
		assert_int_equal(error.code, ERROR_PROJECT);
		assert_string_equal(error.what, cases[i].what);
	}
}

static struct database *load_guarded(void *ctx,
				     const struct guard_settings *settings,
				     const char *text,
				     struct load_result *result)
{
	const struct load_request request = {
		.path = scratch_write(ctx, folder, "people.csv", text),
		.name = "people",
		.file = "people.csv",
		.settings = "s",
		.guard = settings,
	};
	struct error error = { 0 };
	struct database *store;

	database_open(ctx, ":memory:", DATABASE_WRITE, &store, &error);
	store_prepare(store, &error);
	load_file(ctx, store, &request, result, &error);
	assert_string_equal(error.what, "");
	return store;
}

static char *first_cell(void *ctx, struct database *store, const char *sql)
{
	struct error error = { 0 };
	struct table *table;

	database_query(ctx, store, sql, NULL, 0, NULL, &table, &error);
	assert_string_equal(error.what, "");
	return memory_text(ctx, table_text(table, 0, 0));
}

static const char people[] = "code,mail,town,note\n"
			     "k1,a@example.org,Rome,\n"
			     "k2,,Rome,x\n"
			     "k1,b@example.org,Pisa,\"a \"b, c@example.org\"\n"
			     "k3,c@example.org,Pisa,y,too,many\n";

static void test_cells_are_replaced(void **state)
{
	const struct guard_rule rules[] = { { "town", GUARD_DROP } };
	const struct guard_settings settings = {
		.rules = rules,
		.n_rules = 1,
		.recognised = GUARD_PSEUDONYM,
		.respondent = "code",
		.key_file = file_join(*state, folder, "own.key"),
	};
	struct load_result result;
	struct database *store =
		load_guarded(*state, &settings, people, &result);

	assert_string_equal(result.found, "mail (e-mail addresses)");
	assert_string_equal(
		first_cell(*state, store,
			   "select group_concat(header || ' ' || action, ', ')"
			   " from identifier"),
		"code pseudonym, mail pseudonym, town drop, note redact");
	/* Two people, two addresses and none, no town; the broken record's text
	 * stays in the file. */
	assert_string_equal(
		first_cell(*state, store,
			   "select count(*) || ' ' || sum(length(value) = 24)"
			   " || ' ' || sum(value is null) from dict"
			   " join source_column on id = column_id"
			   " where header in ('code', 'mail', 'town')"),
		"6 4 2");
	assert_string_equal(first_cell(*state, store,
				       "select count(*) || ' ' || count(text)"
				       " from quarantine"),
			    "1 0");
}

static void test_project_may_keep_what_is_found(void **state)
{
	const struct guard_rule rules[] = { { "mail", GUARD_KEEP } };
	const struct guard_settings settings = {
		.rules = rules,
		.n_rules = 1,
		.recognised = GUARD_PSEUDONYM,
		.key_file = file_join(*state, folder, "never-made.key"),
	};
	struct load_result result;
	struct database *store =
		load_guarded(*state, &settings, people, &result);

	assert_null(result.found);
	assert_string_equal(first_cell(*state, store,
				       "select group_concat(header || ' ' ||"
				       " action) from identifier"),
			    "note redact");
	assert_string_equal(first_cell(*state, store,
				       "select '' || count(*) from dict where"
				       " value = 'a@example.org'"),
			    "1");
	/* No column is guarded: the broken record is kept but for the mark. */
	assert_string_equal(
		first_cell(*state, store, "select text from quarantine"),
		"k3,[e-mail],Pisa,y,too,many");
	assert_false(file_exists(settings.key_file));
}

static int set_up(void **state)
{
	*state = talloc_new(NULL);
	folder = scratch_folder(*state);
	return 0;
}

static int tear_down(void **state)
{
	talloc_free(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_columns_are_judged),
		cmocka_unit_test(test_key_is_private_and_stays),
		cmocka_unit_test(test_pseudonym_is_hmac_sha256),
		cmocka_unit_test(test_bad_keys_are_refused),
		cmocka_unit_test(test_cells_are_replaced),
		cmocka_unit_test(test_project_may_keep_what_is_found),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
