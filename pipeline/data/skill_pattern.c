#include "pipeline/data/skill_pattern.h"

#include "pipeline/core/memory.h"

#include <string.h>

/* What stands at TEXT: the replacement and the LENGTH it replaces, or NULL. */
static const char *replacement(const char *text, const struct skill *skill,
			       size_t *length)
{
	static const char by_skill[] = "{skill}", by_area[] = "{area}";

	*length = sizeof by_skill - 1;
	if (strncmp(text, by_skill, *length) == 0)
		return skill->name;
	*length = sizeof by_area - 1;
	if (strncmp(text, by_area, *length) == 0)
		return skill->area;
	return NULL;
}

char *skill_pattern_name(const void *ctx, const char *pattern,
			 const struct skill *skill)
{
	char *name;

	if (!pattern)
		return NULL;
	name = memory_text(ctx, "");
	while (*pattern) {
		size_t plain = strcspn(pattern + 1, "{") + 1, length;
		const char *value = replacement(pattern, skill, &length);

		if (value)
			name = talloc_strdup_append(name, value);
		else
			name = talloc_strndup_append(name, pattern, plain);
		memory_check(name);
		pattern += value ? length : plain;
	}
	return name;
}
