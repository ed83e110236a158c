#include "pipeline/core/file.h"
#include "pipeline/core/hash.h"
#include "pipeline/core/memory.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

static char *folder; /* of this program */

static char *path_of(void *ctx, const char *name)
{
	return file_join(ctx, folder, name);
}

static void test_write_read(void **state)
{
	struct error error = { .code = ERROR_NONE };
	char *path = path_of(*state, "deep/er/a.bin"), *data;
	struct file_stamp first, second;
	size_t length;

	assert_int_equal(file_write(path, "a\0b", 3, &error), 0);
	assert_int_equal(file_read(*state, path, &data, &length, &error), 0);
	assert_int_equal(length, 3);
	assert_memory_equal(data, "a\0b", 4);
	assert_false(file_exists(path_of(*state, "deep/er/a.bin.tmp")));
	/* The same content leaves the file alone, other content does not. */
	assert_true(file_stamp(path, &first));
	assert_int_equal(file_write(path, "a\0b", 3, &error), 0);
	assert_true(file_stamp(path, &second));
	assert_memory_equal(&first, &second, sizeof first);
	assert_int_equal(file_write(path, "a\0c", 3, &error), 0);
	assert_true(file_stamp(path, &second));
	assert_memory_not_equal(&first, &second, sizeof first);
	assert_int_equal(file_write(path, "", 0, &error), 0);
	assert_int_equal(file_read(*state, path, &data, NULL, &error), 0);
	assert_string_equal(data, "");
}

static void test_faults(void **state)
{
	struct error error = { .code = ERROR_NONE };
	char *data, *inside = path_of(*state, "file/inside");

	scratch_write(*state, folder, "file", "x");
	assert_int_equal(
		file_read(*state, path_of(*state, "none"), &data, NULL, &error),
		-1);
	assert_int_equal(error.code, ERROR_FAILED);
	assert_non_null(strstr(error.what, "No such file"));
	assert_string_equal(error.where, path_of(*state, "none"));
	error = (struct error){ .code = ERROR_NONE };
	assert_int_equal(file_read(*state, folder, &data, NULL, &error), -1);
	assert_string_equal(error.what, "this is a folder, not a file");
	error = (struct error){ .code = ERROR_NONE };
	assert_int_equal(file_write(inside, "x", 1, &error), -1);
	assert_int_equal(error.code, ERROR_FAILED);
	assert_false(file_stamp(inside, &(struct file_stamp){ 0 }));
}

static void test_full_disk(void **state)
{
	struct error error = { .code = ERROR_NONE };
	char *path = path_of(*state, "full");
	char *temporary = path_of(*state, "full.tmp");

	/* Every write to this device fails as on a full disk. */
	scratch_write(*state, folder, "full", "old");
	assert_int_equal(symlink("/dev/full", temporary), 0);
	assert_int_equal(file_write(path, "new", 3, &error), -1);
	assert_int_equal(error.code, ERROR_FAILED);
	assert_non_null(strstr(error.what, "No space left"));
	assert_non_null(strstr(error.remedy, "free some space"));
	assert_false(file_exists(temporary));
}

static void test_glob(void **state)
{
	struct error error = { .code = ERROR_NONE };
	struct file_list list;
	char *odd = path_of(*state, "a[1]");

	scratch_write(*state, folder, "a[1]/b2.csv", "");
	scratch_write(*state, folder, "a[1]/b10.csv", "");
	scratch_write(*state, folder, "a[1]/c.txt", "");
	scratch_write(*state, folder, "a[1]/sub.csv/x", "");
	assert_int_equal(file_glob(*state, odd, "*.csv", &list, &error), 0);
	assert_int_equal(list.n, 2);
	assert_string_equal(file_name(list.paths[0]), "b10.csv");
	assert_string_equal(list.paths[1], path_of(*state, "a[1]/b2.csv"));
	assert_int_equal(file_glob(*state, odd, "none*", &list, &error), 0);
	assert_int_equal(list.n, 0);
	/* An absolute pattern does not look at the folder. */
	assert_int_equal(file_glob(*state, "/nowhere",
				   path_of(*state, "a?1?/c.*"), &list, &error),
			 0);
	assert_int_equal(list.n, 1);
}

static void test_names(void **state)
{
	assert_string_equal(file_join(*state, "/a", "b"), "/a/b");
	assert_string_equal(file_join(*state, "/a/", "b"), "/a/b");
	assert_string_equal(file_join(*state, "/a", "/b"), "/b");
	assert_string_equal(file_join(*state, "", "b"), "b");
	assert_string_equal(file_climb(*state, "/a/b", "../../c"), "/c");
	assert_string_equal(file_climb(*state, "/a/b", "../c/d"), "/a/c/d");
	assert_string_equal(file_climb(*state, "/a", "../../c"), "/c");
	assert_string_equal(file_climb(*state, "/a/b", "/c"), "/c");
	assert_string_equal(file_name("/a/b.csv"), "b.csv");
	assert_string_equal(file_name("b.csv"), "b.csv");
	assert_true(file_is_folder(folder));
	assert_false(file_is_folder(path_of(*state, "nothing")));
}

static void test_resource(void **state)
{
	scratch_write(*state, folder, "config/languages/zz.yaml", "x: y");
	setenv("DIVARIO_CONFIG", path_of(*state, "config"), 1);
	assert_string_equal(file_resource(*state, "languages/zz.yaml"),
			    path_of(*state, "config/languages/zz.yaml"));
	assert_null(file_resource(*state, "languages/nothing.yaml"));
	/* Without it, what the build tree ships. */
	unsetenv("DIVARIO_CONFIG");
	assert_non_null(file_resource(*state, "languages/en.yaml"));
	assert_null(file_resource(*state, "languages/zz.yaml"));
}

static void test_hash(void **state)
{
	/* FIPS 180-4, the example "abc". */
	static const char abc[] = "ba7816bf8f01cfea414140de5dae2223"
				  "b00361a396177a9cb410ff61f20015ad";
	struct error error = { .code = ERROR_NONE };
	char digest[HASH_TEXT], other[HASH_TEXT];
	struct hash hash;

	hash_bytes("abc", 3, digest);
	assert_string_equal(digest, abc);
	scratch_write(*state, folder, "abc", "abc");
	assert_int_equal(hash_file(path_of(*state, "abc"), digest, &error), 0);
	assert_string_equal(digest, abc);
	assert_int_equal(hash_file(path_of(*state, "none"), digest, &error),
			 -1);
	hash_start(&hash);
	hash_add_text(&hash, "ab");
	hash_add_text(&hash, "c");
	hash_finish(&hash, digest);
	hash_start(&hash);
	hash_add_text(&hash, "a");
	hash_add_text(&hash, "bc");
	hash_finish(&hash, other);
	assert_string_not_equal(digest, other);
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
		cmocka_unit_test(test_write_read),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_full_disk),
		cmocka_unit_test(test_glob),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_resource),
		cmocka_unit_test(test_hash),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
