/*
 * What is published depends neither on the order of the rows in a file nor on
 * how the rows are parted among files, to the last bit.  Weights are sums of
 * real numbers: theirs agree to thirteen digits.
 */
#include "pipeline/core/memory.h"
#include "pipeline/data/database.h"
#include "tests/support/command.h"
#include "tests/support/scratch.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PEOPLE = 240 };

static const char survey[] = "type,name,label::en\n"
			     "select_one place,place,Place\n"
			     "select_multiple use,use,Use\n"
			     "decimal,hours,Hours\n"
			     "select_one lv,cur_plan,Planning now\n"
			     "select_one lv,req_plan,Planning required\n"
			     "select_one lv,fut_plan,Planning to come\n"
			     "select_one lv,cur_talk,Talking now\n"
			     "select_one lv,req_talk,Talking required\n"
			     "select_one lv,fut_talk,Talking to come\n";
static const char choices[] =
	"list_name,name,label::en\nplace,a,A\nplace,b,B\nplace,c,C\n"
	"use,mail,Mail\nuse,web,Web\n"
	"lv,1,1\nlv,2,2\nlv,3,3\nlv,4,4\nlv,5,5\n";
static const char heading[] = "place,use,hours,cur_plan,req_plan,fut_plan,"
			      "cur_talk,req_talk,fut_talk\n";

static const char project[] =
	"divario: 1\n"
	"project: {id: p, title: Order}\n"
	"sources: {forms: {files: 'data/*.csv', codebook: codebook}}\n"
	"analyses:\n"
	"  skills: {framework: f.csv, current: 'cur_{skill}',\n"
	"    required: 'req_{skill}', future: 'fut_{skill}', by: [place],\n"
	"    minimum_n: 5}\n"
	"  weights:\n"
	"    margins: [{variable: place, totals: {a: 300, b: 500, c: 200}}]\n"
	"disclosure: {threshold: 5}\n"
	"reports: [{template: profile}]\n";

static char *person(const void *ctx, unsigned *seed)
{
	static const char *const uses[] = { "mail", "web", "mail web", "" };
	char *row = memory_format(ctx, "%c,%s,%d.%d", 'a' + rand_r(seed) % 3,
				  uses[rand_r(seed) % 4], rand_r(seed) % 40,
				  rand_r(seed) % 10);

	for (int i = 0; i < 6; i++)
		row = talloc_asprintf_append(row, ",%d", rand_r(seed) % 5 + 1);
	return row;
}

static void shuffle(const char **rows, unsigned seed)
{
	for (size_t i = PEOPLE; i-- > 1;) {
		size_t j = (size_t)rand_r(&seed) % (i + 1);
		const char *row = rows[i];

		rows[i] = rows[j];
		rows[j] = row;
	}
}

/* The folder's published.db, of ROWS in N_FILES files. */
static struct database *publish(const void *ctx, const char *name,
				const char *const *rows, size_t n_files)
{
	const char *folder = scratch_folder(ctx);
	struct database *database;
	struct error error = { 0 };
	char *output;

	scratch_write(ctx, folder, "p/project.yaml", project);
	scratch_write(ctx, folder, "p/codebook/survey.csv", survey);
	scratch_write(ctx, folder, "p/codebook/choices.csv", choices);
	scratch_write(ctx, folder, "p/f.csv",
		      "skill,area,label::en\nplan,core,Planning\n"
		      "talk,core,Talking\n");
	for (size_t file = 0; file < n_files; file++) {
		char *text = memory_text(ctx, heading);

		for (size_t i = file; i < PEOPLE; i += n_files)
			text = talloc_asprintf_append(text, "%s\n", rows[i]);
		scratch_write(
			ctx, folder,
			memory_format(ctx, "p/data/%s%zu.csv", name, file),
			text);
	}
	if (command_run(ctx, &output, "%s run %s/p", command_program(),
			folder) != 0)
		fail_msg("%s", output);
	if (database_open(
		    ctx,
		    memory_format(ctx, "%s/p/reports/p/published.db", folder),
		    DATABASE_READ, &database, &error) < 0)
		fail_msg("%s", error.what);
	return database;
}

/* Of the files themselves. */
static bool is_of_files(const char *table)
{
	static const char *const names[] = { "fieldwork", "manifest", "fact",
					     "cleaning" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!strcmp(names[i], table))
			return true;
	return false;
}

static bool is_weighted(const char *table)
{
	return strstr(table, "weight") || strstr(table, "response");
}

static bool is_near(double a, double b)
{
	if (isnan(a) || isnan(b))
		return isnan(a) && isnan(b);
	return fabs(a - b) <= 1e-13 * fmax(1, fabs(a));
}

static void compare_numbers(const void *ctx, struct database *both[2],
			    const char *name)
{
	const char *sql = memory_format(ctx, "select * from %s", name);
	struct error error = { 0 };
	struct table *rows[2];

	for (int d = 0; d < 2; d++)
		assert_int_equal(database_query(ctx, both[d], sql, NULL, 0,
						NULL, &rows[d], &error),
				 0);
	assert_int_equal(rows[0]->n_rows, rows[1]->n_rows);
	for (size_t r = 0; r < rows[0]->n_rows; r++)
		for (size_t c = 0; c < rows[0]->n_columns; c++) {
			double a = table_number(rows[0], r, (int)c);
			double b = table_number(rows[1], r, (int)c);

			if (!is_near(a, b))
				fail_msg("%s, row %zu: %.17g and %.17g", name,
					 r, a, b);
		}
}

static void compare_bits(struct database *both[2], const char *name)
{
	struct error error = { 0 };
	char digests[2][65];

	for (int d = 0; d < 2; d++)
		assert_int_equal(
			database_digest(both[d], name, digests[d], &error), 0);
	if (strcmp(digests[0], digests[1]) != 0)
		fail_msg("'%s' differs", name);
}

static void compare(const void *ctx, struct database *one,
		    struct database *other)
{
	struct database *both[2] = { one, other };
	struct error error = { 0 };
	struct table *names;

	assert_int_equal(database_query(ctx, one,
					"select name from sqlite_master where"
					" type = 'table' order by name",
					NULL, 0, NULL, &names, &error),
			 0);
	assert_true(names->n_rows > 20);
	for (size_t i = 0; i < names->n_rows; i++) {
		const char *name = table_text(names, i, 0);

		if (is_weighted(name))
			compare_numbers(ctx, both, name);
		else if (!is_of_files(name))
			compare_bits(both, name);
	}
}

static const char **draw(const void *ctx)
{
	const char **rows = memory_array(ctx, const char *, PEOPLE);
	unsigned seed = 7;

	for (size_t i = 0; i < PEOPLE; i++)
		rows[i] = person(rows, &seed);
	return rows;
}

static void order_of_rows(void **state)
{
	void *ctx = talloc_new(NULL);
	const char **rows = draw(ctx);
	struct database *before = publish(ctx, "a", rows, 1);

	(void)state;
	for (unsigned seed = 1; seed <= 2; seed++) {
		shuffle(rows, seed);
		compare(ctx, before, publish(ctx, "a", rows, 1));
	}
	talloc_free(ctx);
}

/* Files are read in the order of their names. */
static void parted_among_files(void **state)
{
	void *ctx = talloc_new(NULL);
	const char **rows = draw(ctx);
	struct database *whole = publish(ctx, "a", rows, 1);

	(void)state;
	compare(ctx, whole, publish(ctx, "a", rows, 3));
	compare(ctx, whole, publish(ctx, "z", rows, 2));
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(order_of_rows),
		cmocka_unit_test(parted_among_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
