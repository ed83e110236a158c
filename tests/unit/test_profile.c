#include "pipeline/core/memory.h"
#include "stages/stages.h"
#include "tests/support/answers_store.h"
#include "tests/support/near.h"
#include "tests/support/scratch.h"

#include <gsl/gsl_errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Ten people; the second did not see the tools question. */
static const struct store_variable variables[] = {
	{ "source", NULL, QUESTION_SELECT_ONE, "x", "xxxxxxxxxx" },
	{ "place", NULL, QUESTION_SELECT_ONE, "abc", "aaaaaabb.-" },
	{ "tools", "mail", QUESTION_SELECT_MULTIPLE, "01", "1-01111111" },
	{ "tools", "chat", QUESTION_SELECT_MULTIPLE, "01", "0-00000001" },
	{ "years", NULL, QUESTION_INTEGER, "123456789", "12345678.." },
	{ "cur_plan", NULL, QUESTION_SELECT_ONE, "12345", "1234512345" },
	{ "free_words", NULL, QUESTION_TEXT, "t", "tttttttttt" },
};

enum { N_VARIABLES = sizeof variables / sizeof *variables };

struct fixture {
	struct database *store;
	struct project project;
	struct project_skills skills;
	struct stage_context context;
	struct error error;
};

static void execute(struct fixture *f, const char *sql)
{
	if (database_execute(f->store, sql, &f->error) < 0)
		fail_msg("%s: %s", sql, f->error.what);
}

static struct fixture *fixture_of(const struct store_variable *list, size_t n)
{
	struct fixture *f = memory_new(NULL, struct fixture);

	f->store = answers_store(f, list, n);
	execute(f, "CREATE TABLE label(domain TEXT, code TEXT, language TEXT,"
		   " text TEXT, position INTEGER)");
	f->project.file = "project.yaml";
	return f;
}

static struct fixture *fixture_new(void)
{
	struct fixture *f = fixture_of(variables, N_VARIABLES);

	f->skills.framework = scratch_write(f, scratch_folder(f), "skills.csv",
					    "skill,area,label\nplan,,Plan\n");
	f->skills.current = "cur_{skill}";
	f->project.skills = &f->skills;
	return f;
}

static int run(struct fixture *f)
{
	return stage_try(&stage_profile, &f->project, f->store, &f->context,
			 &f->error);
}

static void marginals_have_the_right_base(void **state)
{
	static const struct {
		const char *question, *answer;
		double position, n, base;
	} cases[] = {
		{ "place", "a", 1, 6, 8 },    { "place", "b", 2, 2, 8 },
		{ "place", "c", 3, 0, 8 },    { "tools", "mail", 1, 8, 9 },
		{ "tools", "chat", 2, 1, 9 },
	};
	struct fixture *f = fixture_new();

	(void)state;
	assert_int_equal(run(f), 0);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *where = memory_format(
			f,
			"FROM profile WHERE question = '%s' AND answer = '%s'",
			cases[i].question, cases[i].answer);
#define ASK(column)                                                            \
	store_number(f->store, memory_format(f, "SELECT " column " %s", where))
		assert_near(ASK("position"), cases[i].position, 0);
		assert_near(ASK("n"), cases[i].n, 0);
		assert_near(ASK("base"), cases[i].base, 0);
		assert_near(ASK("share"), cases[i].n / cases[i].base, 1e-15);
		assert_near(ASK("low <= share AND share <= high"), 1, 0);
#undef ASK
	}
	assert_int_equal(f->context.rows.read, 10);
	assert_int_equal(f->context.rows.kept, 10);
	talloc_free(f);
}

static void skills_texts_and_a_single_source_are_left_out(void **state)
{
	struct fixture *f = fixture_new();

	(void)state;
	assert_int_equal(run(f), 0);
	assert_near(store_number(f->store, "SELECT count(*) FROM profile"), 5,
		    0);
	talloc_free(f);
}

static void numbers_are_summarised(void **state)
{
	struct fixture *f = fixture_new();

	(void)state;
	assert_int_equal(run(f), 0);
#define ASK(column) store_number(f->store, "SELECT " column " FROM summary")
	assert_near(ASK("count(*)"), 1, 0);
	assert_near(ASK("n"), 8, 0);
	assert_near(ASK("n_missing"), 2, 0);
	assert_near(ASK("mean"), 4.5, 1e-15);
	assert_near(ASK("sd * sd"), 6, 1e-14);
	assert_near(ASK("minimum"), 1, 0);
	assert_near(ASK("q1"), 2.75, 1e-15);
	assert_near(ASK("median"), 4.5, 1e-15);
	assert_near(ASK("q3"), 6.25, 1e-15);
	assert_near(ASK("maximum"), 8, 0);
#undef ASK
	talloc_free(f);
}

static void named_questions_come_in_their_order(void **state)
{
	const char *questions[] = { "tools", "cur_plan", "source" };
	struct fixture *f = fixture_new();

	(void)state;
	f->project.profile = questions;
	f->project.n_profile = 3;
	assert_int_equal(run(f), 0);
	assert_string_equal(
		store_text(f->store,
			   "SELECT group_concat(question) FROM (SELECT question"
			   " FROM profile GROUP BY question ORDER BY"
			   " min(rowid))"),
		"tools,cur_plan,source");
	talloc_free(f);
}

static void an_unknown_question_is_said_with_the_nearest(void **state)
{
	static const struct {
		const char *name, *remedy;
	} cases[] = {
		{ "plase", "did you mean 'place'?" },
		{ "free_words",
		  "name a question with choices or numbers of the codebook" },
		{ "qqqqqqq",
		  "name a question with choices or numbers of the codebook" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *questions[] = { cases[i].name };
		struct fixture *f = fixture_new();

		f->project.profile = questions;
		f->project.n_profile = 1;
		assert_int_equal(run(f), -1);
		assert_int_equal(f->error.code, ERROR_PROJECT);
		assert_string_equal(f->error.where, "project.yaml");
		assert_string_equal(f->error.remedy, cases[i].remedy);
		talloc_free(f);
	}
}

/* Two questions, each with a label in two languages; "" for none. */
struct pair {
	const char *names[2], *answers[2], *english[2], *italian[2];
	const char *title; /* of the matrix, NULL for none */
	const char *row;   /* of the second question in it */
};

/* clang-format off */
static const struct pair pairs[] = {
	{ { "how_often_mail", "how_often_chat" }, { "123", "123" },
	  { "How often? [Mail]", "How often? [Chat]" },
	  { "Quanto spesso? [Posta]", "Quanto spesso? [Chat]" },
	  "en=How often?, it=Quanto spesso?", "en=Chat, it=Chat" },
	{ { "a", "b" }, { "12", "12" }, { "Use: mail", "Use: chat" }, { "", "" },
	  "en=Use", "en=chat" },
	{ { "a", "b" }, { "12", "12" }, { "Use – mail", "Use – chat" }, { "", "" },
	  "en=Use", "en=chat" },
	{ { "a", "b" }, { "12", "12" }, { "Use?", "Mail?" },
	  { "Uso - posta", "Uso - chat" }, "en=Use?, it=Uso", "en=Mail?, it=chat" },
	{ { "use_mail", "use_chat" }, { "123", "123" },
	  { "How often do you use mail?", "How often do you use chat?" },
	  { "Posta?", "Chat?" },
	  "en=How often do you use …, it=use",
	  "en=How often do you use chat?, it=Chat?" },
	{ { "use_mail", "use_chat" }, { "123", "12" },
	  { "How often? [Mail]", "How often? [Chat]" }, { "", "" }, NULL, "" },
	{ { "do_you_smoke", "do_you_drink" }, { "12", "12" },
	  { "Do you smoke?", "Do you drink?" }, { "", "" }, NULL, "" },
	{ { "a", "b" }, { "12", "12" }, { "", "" }, { "", "" }, NULL, "" },
	{ { "a", "b" }, { "12", "12" }, { "Use [", "Use [" }, { "", "" },
	  "en=Use", "en=Use [" },
	{ { "long_a", "long_b" }, { "abcdefghijkl", "abcdefghijkl" },
	  { "Use [a]", "Use [b]" }, { "", "" }, NULL, "" },
};
/* clang-format on */

static void add_label(struct fixture *f, const char *name, const char *language,
		      const char *text)
{
	if (*text)
		execute(f, memory_format(f,
					 "INSERT INTO label VALUES('question',"
					 " '%s', '%s', '%s', 1)",
					 name, language, text));
}

static struct fixture *fixture_of_pair(const struct pair *pair)
{
	const struct store_variable list[] = {
		{ pair->names[0], NULL, QUESTION_SELECT_ONE, pair->answers[0],
		  ".." },
		{ pair->names[1], NULL, QUESTION_SELECT_ONE, pair->answers[1],
		  ".." },
	};
	struct fixture *f = fixture_of(list, 2);

	for (size_t i = 0; i < 2; i++) {
		add_label(f, pair->names[i], "en", pair->english[i]);
		add_label(f, pair->names[i], "it", pair->italian[i]);
	}
	return f;
}

static const char *texts_of(struct fixture *f, const char *domain,
			    const char *code)
{
	return store_text(
		f->store,
		memory_format(f,
			      "SELECT coalesce(group_concat(language || '=' ||"
			      " text, ', '), '') FROM matrix_label WHERE"
			      " domain = '%s' AND code = '%s'",
			      domain, code));
}

static void rows_of_a_matrix_belong_together(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		const struct pair *pair = &pairs[i];
		struct fixture *f = fixture_of_pair(pair);
		const char *title, *row;

		assert_int_equal(run(f), 0);
		assert_near(
			store_number(f->store, "SELECT count(*) FROM matrix"),
			pair->title ? 2 : 0, 0);
		title = texts_of(f, "matrix", pair->names[0]);
		row = texts_of(f, "row", pair->names[1]);
		if (strcmp(title, pair->title ? pair->title : "") != 0 ||
		    strcmp(row, pair->row) != 0)
			fail_msg("%zu: '%s' and '%s'", i, title, row);
		talloc_free(f);
	}
}

/* What stands over an array, or the name of a group, tells as much. */
static void a_stem_of_its_own_names_the_matrix(void **state)
{
	static const struct pair pair = {
		.names = { "mail", "chat" },
		.answers = { "12", "12" },
		.english = { "Mail", "Chat" },
		.italian = { "", "" },
	};
	struct fixture *f = fixture_of_pair(&pair);

	(void)state;
	execute(f,
		"INSERT INTO label VALUES('stem', 'mail', 'en', ' I use', 1),"
		" ('stem', 'chat', 'en', ' I use', 2)");
	assert_int_equal(run(f), 0);
	assert_string_equal(texts_of(f, "matrix", "mail"), "en=I use");
	assert_string_equal(texts_of(f, "row", "chat"), "en=Chat");
	assert_string_equal(store_text(f->store, "SELECT group_concat(matrix ||"
						 " ' ' || question || ' ' ||"
						 " position) FROM matrix"),
			    "mail mail 1,mail chat 2");
	talloc_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marginals_have_the_right_base),
		cmocka_unit_test(skills_texts_and_a_single_source_are_left_out),
		cmocka_unit_test(numbers_are_summarised),
		cmocka_unit_test(named_questions_come_in_their_order),
		cmocka_unit_test(an_unknown_question_is_said_with_the_nearest),
		cmocka_unit_test(rows_of_a_matrix_belong_together),
		cmocka_unit_test(a_stem_of_its_own_names_the_matrix),
	};

	gsl_set_error_handler_off();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
