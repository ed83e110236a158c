#include "pipeline/core/memory.h"
#include "pipeline/stat/crosstab.h"
#include "tests/support/near.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { PEOPLE = 500, CELLS = 6, FIRST = 13, SECOND = 11 };

/* The same answers as codes of each width. */
struct sample {
	uint16_t cells[PEOPLE];
	uint32_t first[PEOPLE], second[PEOPLE];
	uint8_t bytes[2][PEOPLE];
	uint16_t shorts[2][PEOPLE];
};

static struct sample *sample_new(void)
{
	struct sample *sample = memory_new(NULL, struct sample);
	unsigned seed = 5;

	for (size_t i = 0; i < PEOPLE; i++) {
		sample->cells[i] = (uint16_t)(rand_r(&seed) % CELLS);
		sample->first[i] = (uint32_t)rand_r(&seed) % FIRST;
		sample->second[i] = (uint32_t)rand_r(&seed) % SECOND;
		sample->bytes[0][i] = (uint8_t)sample->first[i];
		sample->bytes[1][i] = (uint8_t)sample->second[i];
		sample->shorts[0][i] = (uint16_t)sample->first[i];
		sample->shorts[1][i] = (uint16_t)sample->second[i];
	}
	return sample;
}

static struct crosstab_codes codes_of(const struct sample *sample, size_t item,
				      unsigned width)
{
	if (width == 1)
		return (struct crosstab_codes){ sample->bytes[item], 1 };
	if (width == 2)
		return (struct crosstab_codes){ sample->shorts[item], 2 };
	return (struct crosstab_codes){ item ? sample->second : sample->first,
					4 };
}

static void every_width_counts_the_same(void **state)
{
	struct sample *sample = sample_new();
	uint64_t want[CELLS][FIRST][SECOND] = { 0 };
	const unsigned widths[] = { 1, 2, 4 };

	(void)state;
	for (size_t i = 0; i < PEOPLE; i++)
		want[sample->cells[i]][sample->first[i]][sample->second[i]]++;
	for (size_t w = 0; w < 9; w++) {
		struct crosstab *table =
			crosstab_new(sample, CELLS, FIRST, SECOND);

		crosstab_add(table, sample->cells,
			     codes_of(sample, 0, widths[w / 3]),
			     codes_of(sample, 1, widths[w % 3]), PEOPLE);
		assert_memory_equal(table->counts, want, sizeof want);
	}
	talloc_free(sample);
}

static void codes_without_a_place_count_as_none(void **state)
{
	const uint8_t bytes[] = { 0, 1, 2, 200 };
	const uint16_t cells[] = { 0, 0, 0, 0 };
	struct crosstab *table = crosstab_new(NULL, 1, 2, 2);
	struct crosstab *alone = crosstab_new(table, 1, 1, 3);
	struct crosstab_codes codes = { bytes, 1 }, none = { NULL, 1 };

	(void)state;
	crosstab_add(table, cells, codes, codes, 4);
	assert_int_equal(table->counts[0], 3);
	assert_int_equal(table->counts[3], 1);
	crosstab_add(alone, NULL, none, codes, 4);
	assert_int_equal(alone->counts[0], 2);
	assert_int_equal(alone->counts[1], 1);
	assert_int_equal(alone->counts[2], 1);
	crosstab_add(alone, NULL, none, codes, 0);
	assert_int_equal(alone->counts[0], 2);
	talloc_free(table);
}

static void cells_add_up_to_levels(void **state)
{
	struct sample *sample = sample_new();
	struct crosstab *cells = crosstab_new(sample, CELLS, FIRST, SECOND);
	struct crosstab *levels = crosstab_new(sample, 2, FIRST, SECOND);
	/* cells 0 2 to level 0, 1 3 to level 1, 4 5 to none */
	const size_t level[CELLS] = { 0, 1, 0, 1, 2, 9 };
	uint64_t first[FIRST], second[SECOND], kept = 0, counted = 0;

	(void)state;
	crosstab_add(cells, sample->cells, codes_of(sample, 0, 1),
		     codes_of(sample, 1, 1), PEOPLE);
	crosstab_regroup(levels, cells, level);
	for (size_t i = 0; i < PEOPLE; i++)
		kept += sample->cells[i] == 1 || sample->cells[i] == 3;
	crosstab_first(levels, 1, first);
	for (size_t i = 0; i < FIRST; i++)
		counted += first[i];
	assert_int_equal(counted, kept);
	crosstab_second(levels, 1, second);
	for (size_t i = 0; i < SECOND; i++)
		counted -= second[i];
	assert_int_equal(counted, 0);
	talloc_free(sample);
}

/* Codes 0-1 are missing on both; the items share only the number 2. */
static void joint_counts_take_the_numbers_of_both(void **state)
{
	const double first[] = { UNDEFINED, UNDEFINED, 1, 2 };
	const double second[] = { UNDEFINED, UNDEFINED, 2, 3, UNDEFINED };
	struct crosstab *table = crosstab_new(NULL, 2, 4, 5);
	struct joint_counts *joint;

	(void)state;
	for (size_t i = 0; i < 20; i++)
		table->counts[20 + i] = i + 1;
	joint = crosstab_joint(table, table, 1, first, second);
	assert_int_equal(joint->k, 3);
	assert_int_equal(joint_total(joint), 210);
	/* first = 2 (code 3), second = 2 (code 2) */
	assert_int_equal(joint_get(joint, 2, 2), 18);
	/* first = 1, second = 3 */
	assert_int_equal(joint_get(joint, 1, 3), 14);
	/* first = 1, second missing: codes 0, 1 and the one without number */
	assert_int_equal(joint_get(joint, 1, 0), 11 + 12 + 15);
	assert_int_equal(joint_get(joint, 0, 0), 1 + 2 + 5 + 6 + 7 + 10);
	talloc_free(table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_width_counts_the_same),
		cmocka_unit_test(codes_without_a_place_count_as_none),
		cmocka_unit_test(cells_add_up_to_levels),
		cmocka_unit_test(joint_counts_take_the_numbers_of_both),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
