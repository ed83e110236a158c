/*
 * The fast way through a CSV file and libcsv's must give the same records for
 * any text, and what is written must be read back.
 */
#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/csv_reader.h"
#include "tests/support/csv_text.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))

enum { ROUNDS = 4000, SIZE = 600, SEED = 20211103 };

static char *path; /* of the file each round writes */

/* xorshift: the same texts on every machine. */
static uint32_t draw(uint64_t *state, uint32_t below)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (uint32_t)((*state >> 32) % below);
}

static void write_file(const char *text, size_t length)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
}

/* Both ways give the same records; a header that is refused tells nothing. */
static void compare(void *ctx, const char *path_of_text,
		    const struct dialect_fixed *fixed, const char *text)
{
	char *records[2] = { NULL, NULL };

	for (int is_slow = 0; is_slow < 2; is_slow++) {
		struct error error = { .code = ERROR_NONE };
		struct csv_reader *reader;

		if (csv_reader_open(ctx, path_of_text, fixed, &reader, &error) <
		    0)
			return;
		records[is_slow] = csv_text(ctx, reader, is_slow);
	}
	if (strcmp(records[0], records[1]))
		fail_msg("text:\n%s\nindex:\n%s\nlibcsv:\n%s", text, records[0],
			 records[1]);
}

/* Any text over the characters that matter, more or less orderly. */
static size_t make_chaos(uint64_t *random, char *text)
{
	static const char *const alphabets[] = { "aaab,,,\"\"\n\n\r ",
						 "aaaaaaaa,,,,\n", "a,\n\"",
						 "aa,,\r\n\"\t ",
						 "abcdefgh,\"\n" };
	const char *alphabet = alphabets[draw(random, 5)];
	uint32_t n = (uint32_t)strlen(alphabet);
	size_t length = 4, size = 1 + draw(random, SIZE);

	memcpy(text, "a,b\n", length);
	while (length < size + 4)
		text[length++] = alphabet[draw(random, n)];
	text[length] = '\0';
	return length;
}

static void test_same_records(void **state)
{
	static const struct dialect_fixed forms[] = {
		{ .delimiter = ',' },
		{ .delimiter = ',', .quote = CSV_NONE },
		{ .delimiter = 'a', .quote = ',', .escape = '\\' },
		{ .delimiter = ' ', .quote = '"', .has_header_lines = true },
	};
	uint64_t random = SEED;
	char text[SIZE + 8];

	for (size_t i = 0; i < ROUNDS; i++) {
		void *round = talloc_new(*state);

		write_file(text, make_chaos(&random, text));
		compare(round, path, &forms[i % LENGTH(forms)], text);
		talloc_free(round);
	}
}

/* What fuzzing and real files have taught. */
static void test_corpus(void **state)
{
	struct error error = { .code = ERROR_NONE };
	struct file_list list;

	assert_int_equal(file_glob(*state, "tests/fuzz/corpus/csv", "*.csv",
				   &list, &error),
			 0);
	assert_true(list.n >= 31);
	for (size_t i = 0; i < list.n; i++)
		compare(*state, list.paths[i], NULL, list.paths[i]);
}

/* A cell as a careful program writes it, and as it should be read. */
static void add_cell(uint64_t *random, char **written, char **expected)
{
	static const char *const pieces[] = { "x", "7",           " ",
					      ",", "\r\n",        "\n",
					      "é", "longer text", "\"\"" };
	uint32_t n = draw(random, 5);

	if (n == 0 && draw(random, 2)) {
		*expected = talloc_strdup_append_buffer(*expected, "~");
		return;
	}
	*written = talloc_strdup_append_buffer(*written, "\"");
	for (; n > 0; n--) {
		const char *piece = pieces[draw(random, 9)];

		*written = talloc_strdup_append_buffer(*written, piece);
		*expected = talloc_strdup_append_buffer(
			*expected, *piece == '"' ? "\"" : piece);
	}
	*written = talloc_strdup_append_buffer(*written, "\"");
}

static unsigned count_lines(const char *text)
{
	unsigned n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

static void test_round_trip(void **state)
{
	uint64_t random = SEED;

	for (int i = 0; i < ROUNDS / 10; i++) {
		void *round = talloc_new(*state);
		char *written = memory_text(round, "\"a\",\"b\",c\r\n");
		char *expected = memory_text(round, "");
		struct csv_reader *reader;
		struct error error = { .code = ERROR_NONE };

		for (uint32_t rows = 1 + draw(&random, 200); rows; rows--) {
			expected = talloc_asprintf_append_buffer(
				expected, "%u: ", count_lines(written) + 1);
			for (int column = 0; column < 2; column++) {
				add_cell(&random, &written, &expected);
				written = talloc_strdup_append_buffer(written,
								      ",");
				expected = talloc_strdup_append_buffer(expected,
								       "|");
			}
			written = talloc_strdup_append_buffer(written, "z\r\n");
			expected = talloc_strdup_append_buffer(expected, "z\n");
		}
		write_file(written, strlen(written));
		assert_int_equal(
			csv_reader_open(round, path, NULL, &reader, &error), 0);
		assert_string_equal(csv_text(round, reader, i % 2), expected);
		talloc_free(round);
	}
}

static int set_up(void **state)
{
	*state = talloc_new(NULL);
	path = file_join(*state, scratch_folder(*state), "answers.csv");
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
		cmocka_unit_test(test_same_records),
		cmocka_unit_test(test_corpus),
		cmocka_unit_test(test_round_trip),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
