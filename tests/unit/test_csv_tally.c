/*
 * Every cell behind the header is somewhere: handed out, in a record with a
 * fault, empty, joined by mending, or of another table.
 */
#include "pipeline/core/memory.h"
#include "pipeline/data/csv_reader.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

struct tally_case {
	const char *what, *text;
	/* of csv_tally; cells of good records and of those with a fault */
	int found, empty, joined, left, n_left, good, faulty;
	int other_table; /* line, or 0 */
};

#define HEADER "a,b,c,d\n1,2,3,4\n5,6,7,8\n"

/* clang-format off */
static const struct tally_case cases[] = {
	{ "nothing odd", HEADER, 8, 0, 0, 0, 0, 8, 0, 0 },
	{ "blank lines and records", HEADER "\n,,,\n  \n9,9,9,9\n",
	  16, 4, 0, 0, 0, 12, 0, 0 },
	{ "a delimiter too many at the end", HEADER "1,2,3,4,\n",
	  13, 1, 0, 0, 0, 12, 0, 0 },
	{ "two delimiters too many", HEADER "1,2,3,4,,\n",
	  14, 0, 0, 0, 0, 8, 6, 0 },
	{ "an empty cell in quotes is one", HEADER "1,2,3,4,\"\"\n",
	  13, 0, 0, 0, 0, 8, 5, 0 },
	{ "a cell too few", HEADER "1,2,3\n", 11, 0, 0, 0, 0, 8, 3, 0 },
	{ "records lack the header's empty end",
	  "a,b,c,\n1,2,3\n4,5,6\n7,8,9\n1,1,1\n", 12, -4, 0, 0, 0, 16, 0, 0 },
	{ "a quote within a cell", HEADER "1,\"x, \"y\", z\",3,4\n",
	  13, 0, 1, 0, 0, 12, 0, 0 },
	{ "a quote never closed", HEADER "1,\"2,3\n", 11, 0, 0, 0, 0, 8, 3, 0 },
	{ "a broken byte", HEADER "1,\xC3\xA9,\xFF,4\n", 12, 0, 0, 0, 0, 8, 4, 0 },
	{ "the header again", HEADER "a,b,c,d\n1,2,3,4\n1,2,3\n",
	  19, 0, 0, 11, 3, 8, 0, 4 },
	{ "another header behind a gap", HEADER "\nx,y\n1,2\n3,4\n",
	  14, 0, 0, 6, 3, 8, 0, 5 },
	{ "with a title", HEADER "\nTotals\nx,y\n1,2\n",
	  13, 0, 0, 5, 3, 8, 0, 5 },
	{ "not where what follows fits", HEADER "\nx,y\n1,2,3,4\n",
	  14, 0, 0, 0, 0, 12, 2, 0 },
	{ "not without a gap", HEADER "x,y\n1,2\n", 12, 0, 0, 0, 0, 8, 4, 0 },
	{ "one cell too few is a mistake", HEADER "\n1,2,3\n4,5,6\n",
	  14, 0, 0, 0, 0, 8, 6, 0 },
};
/* clang-format on */

static void check(const struct tally_case *test, bool is_slow)
{
	void *memory = talloc_new(NULL);
	const struct dialect_fixed fixed = { .delimiter = ',',
					     .has_header_lines = true,
					     .header_lines = 1 };
	struct error error = { .code = ERROR_NONE };
	const struct csv_record *record;
	struct csv_reader *reader;
	struct csv_tally tally;
	int good = 0, faulty = 0;

	assert_int_equal(
		csv_reader_open(memory,
				scratch_write(memory, scratch_folder(memory),
					      "t.csv", test->text),
				&fixed, &reader, &error),
		0);
	if (is_slow)
		csv_reader_use_libcsv(reader);
	while (csv_reader_next(reader, &record, &error) > 0) {
		good += record->fault ? 0 : (int)record->n_cells;
		faulty += record->fault ? (int)record->n_found : 0;
	}
	tally = csv_reader_tally(reader);
	if (tally.found !=
	    good + faulty + tally.empty + tally.joined + tally.left)
		fail_msg("%s: cells do not add up", test->what);
	if (tally.found != test->found || tally.empty != test->empty ||
	    tally.joined != test->joined || tally.left != test->left ||
	    tally.n_left != test->n_left || good != test->good ||
	    faulty != test->faulty ||
	    (int)csv_reader_other_table(reader) != test->other_table)
		fail_msg("%s: %d found, %d empty, %d joined, %d left of %d "
			 "records from line %d, %d good, %d faulty",
			 test->what, (int)tally.found, (int)tally.empty,
			 (int)tally.joined, (int)tally.left, (int)tally.n_left,
			 (int)csv_reader_other_table(reader), good, faulty);
	talloc_free(memory);
}

static void test_every_cell_is_somewhere(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		check(&cases[i], false);
		check(&cases[i], true);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_cell_is_somewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
