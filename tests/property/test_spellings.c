/*
 * The same answers to a select_multiple, and to a ranking, in every way that
 * tools write them: the tables that come out are the same.
 */
#include "pipeline/core/memory.h"
#include "stages/stages.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

enum { CHOICES = 5, PEOPLE = 200 };

/* Labels that hold the separators, and one that begins as another does. */
static const char *const names[CHOICES] = { "mail", "chat", "phone", "pc",
					    "none_yet" };
static const char *const labels[CHOICES] = { "E-mail", "E-mail, chat",
					     "Phone; landline or mobile",
					     "PC | laptop", "None yet" };
static const char survey[] = "type,name,label\n"
			     "select_multiple tool,tools,Tools\n"
			     "rank tool,order,Order\n"
			     "text,tools_other,Which\n";
static const char choices[] = "list_name,name,label\n"
			      "tool,mail,E-mail\n"
			      "tool,chat,\"E-mail, chat\"\n"
			      "tool,phone,Phone; landline or mobile\n"
			      "tool,pc,PC | laptop\n"
			      "tool,none_yet,None yet\n";

/* What a person answered: ranks[i] of choice i, 0 for none. */
struct person {
	unsigned ranks[CHOICES], n;
};

struct spelling {
	const char *name, *heading; /* @ is the choice */
	const char *on, *off;       /* on NULL: the choice's label */
	const char *separator;      /* joined, else NULL */
	bool has_labels;
};

static const struct spelling spellings[] = {
	{ "one-hot", "tools/@", "1", "0", NULL, false },
	{ "one-hot, labels above", "tools/@", "1", "0", NULL, true },
	{ "REDCap", "tools___@", "1", "0", NULL, false },
	{ "yes and no", "tools[@]", "Yes", "No", NULL, false },
	{ "Y or empty", "tools[@]", "Y", "", NULL, false },
	{ "label or blank", "tools.@", NULL, "", NULL, false },
	{ "TRUE and FALSE", "tools: @", "TRUE", "FALSE", NULL, true },
	{ "semicolons", NULL, NULL, NULL, ";", false },
	{ "semicolons, labels", NULL, NULL, NULL, ";", true },
	{ "commas", NULL, NULL, NULL, ",", false },
	{ "commas, labels", NULL, NULL, NULL, ", ", true },
	{ "bars, labels", NULL, NULL, NULL, "|", true },
	{ "blanks", NULL, NULL, NULL, " ", false },
	{ "blanks, labels", NULL, NULL, NULL, " ", true },
};

enum form { IN_ORDER, RANK_OF_CHOICE, CHOICE_OF_PLACE };
static const struct {
	const char *name, *heading;
	enum form form;
	const char *separator;
	bool has_labels;
} rankings[] = {
	{ "in order", NULL, IN_ORDER, " ", false },
	{ "in order, labels", NULL, IN_ORDER, ";", true },
	{ "rank of a choice", "order_@", RANK_OF_CHOICE, NULL, false },
	{ "rank of a choice, labels", "order[@]", RANK_OF_CHOICE, NULL, true },
	{ "choice of a place", "order[@]", CHOICE_OF_PLACE, NULL, false },
	{ "choice of a place, labels", "order_@", CHOICE_OF_PLACE, NULL, true },
};

static uint32_t next_random(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 16;
}

/* Everybody but one in nine chose something, in some order. */
static void answer(struct person people[PEOPLE])
{
	uint32_t state = 7;

	memset(people, 0, PEOPLE * sizeof *people);
	for (size_t i = 0; i < PEOPLE; i++) {
		size_t wanted = i % 9 ? 1 + next_random(&state) % CHOICES : 0;

		while (people[i].n < wanted) {
			size_t choice = next_random(&state) % CHOICES;

			if (!people[i].ranks[choice])
				people[i].ranks[choice] = ++people[i].n;
		}
	}
}

static char *add(char *text, const char *cell)
{
	return talloc_asprintf_append(text, ",\"%s\"", cell);
}

/* FORM with TEXT for its "@". */
static char *heading(const void *ctx, const char *form, const char *text)
{
	const char *at = strchr(form, '@');

	return memory_format(ctx, "%.*s%s%s", (int)(at - form), form, text,
			     at + 1);
}

static size_t choice_at(const struct person *person, unsigned rank)
{
	size_t choice = 0;

	while (choice < CHOICES && person->ranks[choice] != rank)
		choice++;
	return choice;
}

static char *joined(const void *ctx, const struct person *person,
		    const char *separator, bool has_labels)
{
	char *cell = memory_text(ctx, "");

	for (unsigned rank = 1; rank <= person->n; rank++) {
		size_t i = choice_at(person, rank);

		cell = talloc_asprintf_append(
			cell, "%s%s", rank > 1 ? separator : "",
			has_labels ? labels[i] : names[i]);
	}
	return cell;
}

static char *boxes(const void *ctx, const struct person *people,
		   const struct spelling *spelling)
{
	char *text = memory_text(ctx, "id");

	for (size_t i = 0; i < CHOICES; i++)
		text = add(text, heading(ctx, spelling->heading,
					 spelling->has_labels ? labels[i]
							      : names[i]));
	text = talloc_strdup_append(text, "\n");
	for (size_t p = 0; p < PEOPLE; p++) {
		text = talloc_asprintf_append(text, "%zu", p);
		for (size_t i = 0; i < CHOICES; i++) {
			const char *on =
				spelling->on ? spelling->on : labels[i];

			text = add(text, !people[p].n         ? ""
					 : people[p].ranks[i] ? on
							      : spelling->off);
		}
		text = talloc_strdup_append(text, "\n");
	}
	return text;
}

static char *one_column(const void *ctx, const struct person *people,
			const char *heading, const char *separator,
			bool has_labels)
{
	char *text = memory_format(ctx, "id,%s\n", heading);

	for (size_t p = 0; p < PEOPLE; p++) {
		text = talloc_asprintf_append(text, "%zu", p);
		text = add(text,
			   joined(ctx, &people[p], separator, has_labels));
		text = talloc_strdup_append(text, "\n");
	}
	return text;
}

/* One column a choice with its rank, or one a place with its choice. */
static char *rank_columns(const void *ctx, const struct person *people,
			  size_t ranking)
{
	bool by_place = rankings[ranking].form == CHOICE_OF_PLACE;
	const char *const *words =
		rankings[ranking].has_labels ? labels : names;
	char *text = memory_text(ctx, "id");

	for (size_t i = 0; i < CHOICES; i++)
		text = add(text,
			   heading(ctx, rankings[ranking].heading,
				   by_place ? memory_format(ctx, "%zu", i + 1)
					    : words[i]));
	text = talloc_strdup_append(text, "\n");
	for (size_t p = 0; p < PEOPLE; p++) {
		text = talloc_asprintf_append(text, "%zu", p);
		for (unsigned i = 0; i < CHOICES; i++) {
			size_t choice = choice_at(&people[p], i + 1);
			const char *cell =
				choice < CHOICES ? words[choice] : "";

			if (!by_place)
				cell = people[p].ranks[i]
					       ? memory_format(
							 ctx, "%u",
							 people[p].ranks[i])
					       : "";
			text = add(text, cell);
		}
		text = talloc_strdup_append(text, "\n");
	}
	return text;
}

/* All cells of TABLE as text. */
static char *dump(const void *ctx, struct database *store, const char *sql)
{
	char *text = memory_text(ctx, "");
	struct error error = { 0 };
	struct table *table;

	database_query(ctx, store, sql, NULL, 0, NULL, &table, &error);
	assert_string_equal(error.what, "");
	for (size_t i = 0; i < table->n_rows; i++)
		text = talloc_asprintf_append(text, "%s\n",
					      table_text(table, i, 0));
	return text;
}

static void run_stages(struct stage_context *context)
{
	static const struct stage *const stages[] = {
		&stage_ingest, &stage_clean, &stage_quality, &stage_profile
	};
	struct error error = { 0 };

	for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
		context->rows.read = context->rows.kept =
			context->rows.set_aside = 0;
		stages[i]->run(context, &error);
		assert_string_equal(error.what, "");
	}
}

/* What comes out of the file TEXT: answers, unmatched values, profile. */
static char *outcome(const void *ctx, const char *text, const char *table)
{
	const char *folder = scratch_folder(ctx), *pattern = "a.csv";
	struct project_source source = {
		.name = "one",
		.where = "project.yaml:9:3",
		.patterns = &pattern,
		.n_patterns = 1,
		.codebook = memory_format(ctx, "%s/codebook", folder),
	};
	struct project project = { .folder = folder,
				   .sources = &source,
				   .n_sources = 1,
				   .work = folder };
	struct stage_context context = { .memory = talloc_new(ctx),
					 .project = &project };
	struct error error = { 0 };

	scratch_write(ctx, folder, "codebook/survey.csv", survey);
	scratch_write(ctx, folder, "codebook/choices.csv", choices);
	scratch_write(ctx, folder, "a.csv", text);
	assert_int_equal(database_open(ctx, ":memory:", DATABASE_WRITE,
				       &context.store, &error),
			 0);
	run_stages(&context);
	return memory_format(
		ctx, "%s%s",
		dump(ctx, context.store,
		     "SELECT variable || ' ' || value FROM unmatched"),
		dump(ctx, context.store,
		     memory_format(ctx,
				   "SELECT json_array(%s) FROM %s"
				   " ORDER BY question, position",
				   strcmp(table, "profile")
					   ? "question, answer, n, base,"
					     " not_ranked, mean_rank, first,"
					     " top, first_low"
					   : "question, answer, n, base,"
					     " share, low, high",
				   table)));
}

static void test_several_answers(void **state)
{
	void *ctx = talloc_new(NULL);
	struct person people[PEOPLE];
	char *expected = NULL;

	(void)state;
	answer(people);
	for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
		const struct spelling *spelling = &spellings[i];
		char *text = spelling->separator
				     ? one_column(ctx, people, "tools",
						  spelling->separator,
						  spelling->has_labels)
				     : boxes(ctx, people, spelling);
		char *found = outcome(ctx, text, "profile");

		if (!expected) {
			expected = found;
			assert_non_null(strstr(found, ",177,"));
		}
		if (strcmp(found, expected))
			fail_msg("%s:\n%s\ninstead of\n%s", spelling->name,
				 found, expected);
	}
	talloc_free(ctx);
}

static void test_rankings(void **state)
{
	void *ctx = talloc_new(NULL);
	struct person people[PEOPLE];
	char *expected = NULL;

	(void)state;
	answer(people);
	for (size_t i = 0; i < sizeof rankings / sizeof *rankings; i++) {
		char *text = rankings[i].form == IN_ORDER
				     ? one_column(ctx, people, "order",
						  rankings[i].separator,
						  rankings[i].has_labels)
				     : rank_columns(ctx, people, i);
		char *found = outcome(ctx, text, "ranking");

		if (!expected) {
			expected = found;
			assert_non_null(strstr(found, ",177,"));
		}
		if (strcmp(found, expected))
			fail_msg("%s:\n%s\ninstead of\n%s", rankings[i].name,
				 found, expected);
	}
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_several_answers),
		cmocka_unit_test(test_rankings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
