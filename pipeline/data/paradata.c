#include "pipeline/data/platform_private.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

const char *paradata_name(enum paradata_role role)
{
	static const char *const names[PARADATA_ROLES] = {
		[PARADATA_RESPONSE_ID] = "response_id",
		[PARADATA_TOKEN] = "token",
		[PARADATA_START] = "start_time",
		[PARADATA_END] = "end_time",
		[PARADATA_SUBMIT] = "submit_time",
		[PARADATA_RECORDED] = "recorded_time",
		[PARADATA_DURATION] = "duration_seconds",
		[PARADATA_PAGE_TIME] = "page_time",
		[PARADATA_LANGUAGE] = "language",
		[PARADATA_FINISHED] = "finished",
		[PARADATA_PROGRESS] = "progress",
		[PARADATA_LAST_PAGE] = "last_page",
		[PARADATA_STATUS] = "status",
		[PARADATA_CHANNEL] = "channel",
	};

	return names[role];
}

/* ---- columns --------------------------------------------------------------
 */

static bool is_counted(unsigned char c)
{
	return isalnum(c) || c == '_' || c == '#';
}

/* What stands for the '*' of KEY in HEADING: "12" of "Group time: 12". */
static char *open_part(const void *ctx, const char *key, const char *heading)
{
	size_t n = strlen(key) - 1, end = strlen(heading), start = 0;
	char *part;

	if (key[0] == '*') {
		while (n > 0 && end > 0)
			n -= is_counted((unsigned char)heading[--end]);
	} else {
		while (n > 0 && start < end)
			n -= is_counted((unsigned char)heading[start++]);
		start += strspn(heading + start, " :.-");
	}
	part = memory_text_n(ctx, heading + start, end - start);
	return text_trim(ctx, part);
}

static const char *name_of(const void *ctx, const struct platform_field *field,
			   const char *heading)
{
	const char *name = paradata_name(field->role);

	if (!name || !strchr(field->key, '*'))
		return name;
	return memory_format(
		ctx, "%s:%s", name,
		open_part(ctx, field->key, platform_key_part(ctx, heading)));
}

/* The question whose time "Q1Time" is, or NULL. */
static const char *timed_question(const void *ctx, const char *heading,
				  const char *const *headings, size_t n)
{
	size_t length = strlen(heading);

	if (length < 5 || strcmp(heading + length - 4, "Time"))
		return NULL;
	length -= 4;
	for (size_t i = 0; i < n; i++)
		if (!strncmp(headings[i], heading, length) &&
		    (!headings[i][length] || headings[i][length] == '['))
			return memory_text_n(ctx, heading, length);
	return NULL;
}

static void find_question_times(const void *ctx, struct paradata *found,
				const char *const *headings, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *question =
			found[i].role
				? NULL
				: timed_question(ctx, headings[i], headings, n);

		if (question)
			found[i] = (struct paradata){
				PARADATA_PAGE_TIME,
				memory_format(ctx, "page_time:%s", question)
			};
	}
}

/* Of columns with one name, that whose field stands first keeps it. */
static void settle_names(struct paradata *found,
			 const struct platform_field *const *fields, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; found[i].name && j < n; j++)
			if (j != i && found[j].name &&
			    !strcmp(found[i].name, found[j].name) &&
			    (fields[j] < fields[i] ||
			     (fields[j] == fields[i] && j < i)))
				found[i].name = NULL;
}

struct paradata *paradata_find(const void *ctx, const struct platform *platform,
			       const char *const *headings, size_t n)
{
	struct paradata *found = memory_array(ctx, struct paradata, n + 1);
	const struct platform_field **fields =
		memory_array(found, const struct platform_field *, n + 1);

	if (!platform)
		platform = &platform_unknown;
	for (size_t i = 0; i < n; i++) {
		struct platform_keys keys =
			platform_keys_of(fields, headings[i]);

		fields[i] = platform_field_of(platform, &keys);
		if (!fields[i])
			continue;
		found[i].role = fields[i]->role;
		found[i].name = name_of(found, fields[i], headings[i]);
	}
	settle_names(found, fields, n);
	if (platform->has_question_times)
		find_question_times(found, found, headings, n);
	return found;
}

/* ---- what a cell says ------------------------------------------------------
 */

static bool is_blank(const char *text)
{
	return !text || !text[strspn(text, " \t\r\n")];
}

/* Does TEXT hold one of WORDS?  Whole: is it one? */
static bool has_word(const char *text, const char *const *words, bool is_whole)
{
	char *key = text_key(NULL, text);
	bool has = false;

	for (; *words && !has; words++)
		has = is_whole ? !strcmp(key, *words)
			       : strstr(key, *words) != NULL;
	talloc_free(key);
	return has;
}

bool paradata_is_test(const struct platform *platform, enum paradata_role role,
		      const char *text)
{
	static const char *const words[] = {
		"preview",   "survey test", "anteprima",
		"vorschau",  "aperçu",      "vista previa",
		"voorbeeld", "podgląd",     "visualiza\xC3\xA7\xC3\xA3o",
		NULL
	};
	enum { IS_PREVIEW = 1, IS_TEST = 2 };

	if ((role != PARADATA_STATUS && role != PARADATA_CHANNEL) ||
	    is_blank(text))
		return false;
	if (role == PARADATA_STATUS && platform && platform->has_number_codes &&
	    isdigit((unsigned char)*text))
		return strtol(text, NULL, 10) & (IS_PREVIEW | IS_TEST);
	if (role == PARADATA_CHANNEL && !strcmp(text, "test"))
		return true;
	return has_word(text, words, false);
}

bool paradata_is_unfinished(enum paradata_role role, const char *text)
{
	static const char *const words[] = {
		"0",        "false",   "no",         "n",           "falso",
		"falsch",   "faux",    "incomplete", "incompleto",  "partial",
		"parziale", "started", "unfinished", "in progress", NULL
	};
	double percent;

	switch (role) {
	case PARADATA_FINISHED:
		return !is_blank(text) && has_word(text, words, true);
	case PARADATA_PROGRESS:
		return !is_blank(text) &&
		       text_parse_number(text, 0, &percent) && percent < 100;
	case PARADATA_SUBMIT:
		return is_blank(text) || !strcmp(text, "[not completed]");
	case PARADATA_NONE:
	case PARADATA_TECHNICAL:
	case PARADATA_RESPONSE_ID:
	case PARADATA_TOKEN:
	case PARADATA_START:
	case PARADATA_END:
	case PARADATA_RECORDED:
	case PARADATA_DURATION:
	case PARADATA_PAGE_TIME:
	case PARADATA_LANGUAGE:
	case PARADATA_LAST_PAGE:
	case PARADATA_STATUS:
	case PARADATA_CHANNEL:
	case PARADATA_ROLES:
	default:
		return false;
	}
}
