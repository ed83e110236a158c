#include "pipeline/core/memory.h"
#include "pipeline/data/skill_pattern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void placeholders_are_replaced(void **state)
{
	static const struct {
		const char *pattern, *name;
	} cases[] = {
		{ "cur_{skill}", "cur_sql" },
		{ "{skill}", "sql" },
		{ "{area}WorkedWith.{skill}", "LanguageWorkedWith.sql" },
		{ "{skill}_{skill}{area}", "sql_sqlLanguage" },
		{ "plain", "plain" },
		{ "{other}{skill", "{other}{skill" },
		{ "{{skill}}", "{sql}" },
		{ "", "" },
	};
	const struct skill skill = { .name = "sql", .area = "Language" };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *name = skill_pattern_name(NULL, cases[i].pattern, &skill);

		assert_string_equal(name, cases[i].name);
		talloc_free(name);
	}
	assert_null(skill_pattern_name(NULL, NULL, &skill));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(placeholders_are_replaced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
