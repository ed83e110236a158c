#include "pipeline/run/schema.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/nearest.h"
#include "pipeline/core/text.h"

#include <math.h>
#include <regex.h>
#include <string.h>

struct check {
	const char *file;
	struct problems *problems;
};

static const char *const yes_words[] = { "true", "yes", NULL };
static const char *const no_words[] = { "false", "no", NULL };

static bool is_among(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (strcmp(text, *words) == 0)
			return true;
	return false;
}

static void complain(struct check *check, const struct yaml *node,
		     const char *remedy, const char *what)
{
	char *where = yaml_where_value(NULL, check->file, node);

	problems_add(check->problems, ERROR_PROJECT, where, remedy, "%s", what);
	talloc_free(where);
}

/* "key 'x' ..." with the name of the key, or "this entry" in a list. */
static void complain_kind(struct check *check, const struct yaml *node,
			  const char *remedy, const char *expected)
{
	char *what = node->key ? memory_format(NULL, "'%s' must be %s",
					       node->key, expected)
			       : memory_format(NULL, "this entry must be %s",
					       expected);

	complain(check, node, remedy, what);
	talloc_free(what);
}

static bool is_text(const struct yaml *node)
{
	return node->kind == YAML_TEXT && *node->text;
}

static bool all_texts(const struct yaml *node)
{
	for (size_t i = 0; i < node->n_items; i++)
		if (!is_text(node->items[i]))
			return false;
	return node->n_items > 0;
}

static void check_text(struct check *check, const struct schema_key *key,
		       const struct yaml *node)
{
	(void)key;
	if (!is_text(node))
		complain_kind(check, node, "write one text after the colon",
			      "a text");
}

static void check_texts(struct check *check, const struct schema_key *key,
			const struct yaml *node)
{
	(void)key;
	if (!is_text(node) && !(node->kind == YAML_LIST && all_texts(node)))
		complain_kind(check, node,
			      "write one text, or several as [first, second]",
			      "a text or a list of texts");
}

static void check_crossings(struct check *check, const struct schema_key *key,
			    const struct yaml *node)
{
	bool is_good =
		is_text(node) || (node->kind == YAML_LIST && node->n_items > 0);

	(void)key;
	for (size_t i = 0;
	     is_good && node->kind == YAML_LIST && i < node->n_items; i++) {
		const struct yaml *item = node->items[i];

		is_good = is_text(item) ||
			  (item->kind == YAML_LIST && all_texts(item));
	}
	if (!is_good)
		complain_kind(check, node,
			      "write [first, second], or for the groups of "
			      "both [[first, second]]",
			      "a list of texts, or of lists of texts");
}

static void check_translated(struct check *check, const struct schema_key *key,
			     const struct yaml *node)
{
	(void)key;
	if (!is_text(node) && !(node->kind == YAML_MAP && all_texts(node)))
		complain_kind(check, node,
			      "write one text, or {en: ..., it: ...}",
			      "a text, or a text for each language");
}

static void check_text_map(struct check *check, const struct schema_key *key,
			   const struct yaml *node)
{
	(void)key;
	if (node->kind != YAML_MAP || !all_texts(node))
		complain_kind(check, node,
			      "write lines of 'name: text' under it",
			      "a list of pairs name: text");
}

static void check_texts_or_map(struct check *check,
			       const struct schema_key *key,
			       const struct yaml *node)
{
	if (!is_text(node) && !(node->kind != YAML_TEXT && all_texts(node)))
		complain_kind(check, node, key->help,
			      "a text, a list of texts, or pairs name: text");
}

static void check_number(struct check *check, const struct schema_key *key,
			 const struct yaml *node)
{
	double value = 0;
	bool is_whole = key->kind == SCHEMA_INTEGER;
	bool is_number = node->kind == YAML_TEXT &&
			 text_parse_number(node->text, '.', &value) &&
			 (!is_whole || value == floor(value));

	if (is_number && value >= key->minimum && value <= key->maximum)
		return;
	char *least = text_number_exact(NULL, key->minimum);
	char *most = text_number_exact(NULL, key->maximum);
	char *expected = memory_format(NULL, "a %s from %s to %s",
				       is_whole ? "whole number" : "number",
				       least, most);
	complain_kind(check, node, key->help, expected);
	talloc_free(expected);
	talloc_free(most);
	talloc_free(least);
}

static void check_yes_no(struct check *check, const struct schema_key *key,
			 const struct yaml *node)
{
	(void)key;
	if (node->kind != YAML_TEXT || !(is_among(node->text, yes_words) ||
					 is_among(node->text, no_words)))
		complain_kind(check, node, "write true or false",
			      "true or false");
}

bool schema_yes(const char *text)
{
	return is_among(text, yes_words);
}

bool schema_is_date(const char *text)
{
	static const int days[] = { 31, 29, 31, 30, 31, 30,
				    31, 31, 30, 31, 30, 31 };

	if (strlen(text) != 10 || strspn(text, "0123456789") != 4 ||
	    text[4] != '-' || strspn(text + 5, "0123456789") != 2 ||
	    text[7] != '-' || strspn(text + 8, "0123456789") != 2)
		return false;
	int month = (text[5] - '0') * 10 + text[6] - '0';
	int day = (text[8] - '0') * 10 + text[9] - '0';
	return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
}

static void check_date(struct check *check, const struct schema_key *key,
		       const struct yaml *node)
{
	(void)key;
	if (node->kind != YAML_TEXT || !schema_is_date(node->text))
		complain_kind(check, node, "write year-month-day: 2026-11-22",
			      "a date");
}

static char *join_words(const void *ctx, const char *const *words)
{
	char *out = memory_text(ctx, "");

	for (size_t i = 0; words[i]; i++)
		out = memory_check(talloc_asprintf_append_buffer(
			out, "%s%s", i ? ", " : "", words[i]));
	return out;
}

static void check_choice(struct check *check, const struct schema_key *key,
			 const struct yaml *node)
{
	if (node->kind == YAML_TEXT && is_among(node->text, key->choices))
		return;
	char *words = join_words(NULL, key->choices);
	char *expected = memory_format(NULL, "one of: %s", words);
	complain_kind(check, node, key->help, expected);
	talloc_free(expected);
	talloc_free(words);
}

char schema_character(const char *text)
{
	return strcmp(text, "tab") == 0 ? '\t' : text[0];
}

static void check_character(struct check *check, const struct schema_key *key,
			    const struct yaml *node)
{
	if (node->kind == YAML_TEXT &&
	    (strcmp(node->text, "tab") == 0 ||
	     (strlen(node->text) == 1 && (unsigned char)node->text[0] < 128)))
		return;
	complain_kind(check, node, key->help, "one character, or the word tab");
}

/*
 * POSIX has no \\d, but everybody writes it.  In brackets only the range is
 * wanted, since the brackets are there.
 */
char *schema_pattern(const void *ctx, const char *text)
{
	char *out = memory_text(ctx, "");
	bool in_brackets = false;

	for (; *text; text++) {
		if (text[0] == '\\' && text[1] == 'd') {
			out = memory_check(talloc_strdup_append_buffer(
				out, in_brackets ? "0-9" : "[0-9]"));
			text++;
			continue;
		}
		if (*text == '[')
			in_brackets = true;
		else if (*text == ']')
			in_brackets = false;
		out = memory_check(talloc_strndup_append_buffer(out, text, 1));
	}
	return out;
}

static void complain_pattern(struct check *check, const struct yaml *pattern,
			     const char *reason)
{
	char *expected = memory_format(
		NULL, "a POSIX extended regular expression (%s)", reason);

	complain_kind(check, pattern, "for example \"workers-([0-9]{4})\"",
		      expected);
	talloc_free(expected);
}

static void check_pattern(struct check *check, const struct schema_key *key,
			  const struct yaml *node)
{
	const struct yaml *pattern = yaml_find(node, "filename");
	regex_t compiled;
	char reason[128];

	if (is_text(node))
		return;
	if (node->kind != YAML_MAP || node->n_items != 1 || !pattern ||
	    !is_text(pattern)) {
		complain_kind(check, node, key->help,
			      "a text, or {filename: \"regular expression\"}");
		return;
	}
	char *posix = schema_pattern(NULL, pattern->text);
	int fault = regcomp(&compiled, posix, REG_EXTENDED);
	talloc_free(posix);
	if (fault) {
		regerror(fault, &compiled, reason, sizeof(reason));
		complain_pattern(check, pattern, reason);
		return;
	}
	if (compiled.re_nsub < 1)
		complain_pattern(check, pattern,
				 "with one group in brackets for the wave");
	regfree(&compiled);
}

static void check_group(struct check *check, const struct schema_key *key,
			const struct yaml *node)
{
	if (node->kind != YAML_MAP)
		complain_kind(check, node, key->help,
			      "a group of keys, each on a line of its own");
	else
		schema_check(key->keys, node, check->file, check->problems);
}

static void check_groups(struct check *check, const struct schema_key *key,
			 const struct yaml *node)
{
	enum yaml_kind kind = key->kind == SCHEMA_GROUPS ? YAML_LIST : YAML_MAP;

	if (node->kind != kind || !node->n_items) {
		complain_kind(check, node, key->help,
			      kind == YAML_LIST
				      ? "a list with at least one entry"
				      : "at least one name with keys below it");
		return;
	}
	for (size_t i = 0; i < node->n_items; i++)
		check_group(check, key, node->items[i]);
}

typedef void check_function(struct check *check, const struct schema_key *key,
			    const struct yaml *node);

static check_function *const checks[] = {
	[SCHEMA_TEXT] = check_text,
	[SCHEMA_TEXTS] = check_texts,
	[SCHEMA_CROSSINGS] = check_crossings,
	[SCHEMA_TRANSLATED] = check_translated,
	[SCHEMA_INTEGER] = check_number,
	[SCHEMA_NUMBER] = check_number,
	[SCHEMA_YES_NO] = check_yes_no,
	[SCHEMA_DATE] = check_date,
	[SCHEMA_CHOICE] = check_choice,
	[SCHEMA_CHARACTER] = check_character,
	[SCHEMA_TEXT_MAP] = check_text_map,
	[SCHEMA_TEXTS_OR_MAP] = check_texts_or_map,
	[SCHEMA_TEXT_OR_PATTERN] = check_pattern,
	[SCHEMA_GROUP] = check_group,
	[SCHEMA_NAMED_GROUPS] = check_groups,
	[SCHEMA_GROUPS] = check_groups,
};

static const struct schema_key *find_key(const struct schema_key *keys,
					 const char *name)
{
	for (; keys->name; keys++)
		if (strcmp(keys->name, name) == 0)
			return keys;
	return NULL;
}

static void complain_unknown(struct check *check, const struct schema_key *keys,
			     const struct yaml *node)
{
	size_t n = 0;
	const char **names = NULL;

	for (const struct schema_key *key = keys; key->name; key++)
		memory_append(NULL, names, const char *, n, key->name);
	const char *near = nearest_word(node->key, names, n);
	memory_append(NULL, names, const char *, n, NULL);
	char *known = join_words(names, names);
	char *remedy = near ? memory_format(names, "did you mean '%s'?", near)
			    : memory_format(names, "known here: %s", known);
	char *where = yaml_where(names, check->file, node);
	problems_add(check->problems, ERROR_PROJECT, where, remedy,
		     "unknown key '%s'", node->key);
	talloc_free(names);
}

void schema_check(const struct schema_key *keys, const struct yaml *map,
		  const char *file, struct problems *problems)
{
	struct check check = { .file = file, .problems = problems };

	for (size_t i = 0; i < map->n_items; i++) {
		const struct yaml *item = map->items[i];
		const struct schema_key *key = find_key(keys, item->key);
		if (key)
			checks[key->kind](&check, key, item);
		else
			complain_unknown(&check, keys, item);
	}
	for (const struct schema_key *key = keys; key->name; key++) {
		if (!key->is_required || yaml_find(map, key->name))
			continue;
		char *where = yaml_where(NULL, file, map);
		problems_add(problems, ERROR_PROJECT, where, key->help,
			     "key '%s' is missing%s%s", key->name,
			     map->key ? " in " : "", map->key ? map->key : "");
		talloc_free(where);
	}
}

void schema_print(const struct schema_key *keys, int depth, FILE *out)
{
	for (; keys->name; keys++) {
		int indent = 2 + 2 * depth;
		fprintf(out, "%*s%-*s %s%s\n", indent, "", 24 - indent,
			keys->name, keys->help,
			keys->is_required ? " (needed)" : "");
		if (keys->keys)
			schema_print(keys->keys, depth + 1, out);
	}
}
