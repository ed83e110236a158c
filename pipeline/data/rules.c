#include "pipeline/data/rules.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/sheet.h"

#include <math.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

enum { MESSAGE = 128 };

/* One line of a list: cells are met by their key. */
struct entry {
	const char *key, *becomes; /* becomes NULL: as it is */
};

struct prepared {
	const struct rule *rule;
	regex_t *pattern;
	struct entry *entries; /* in order of key */
	size_t n_entries;
};

struct rules {
	struct prepared *list;
	size_t n;
};

struct rules_of {
	const struct prepared **list;
	size_t n;
};

static int compare_entries(const void *a, const void *b)
{
	const struct entry *one = a, *two = b;

	return strcmp(one->key, two->key);
}

static const struct entry *find_entry(const struct prepared *prepared,
				      const char *text)
{
	struct entry wanted = { .key = text_key(NULL, text) };
	const struct entry *found = NULL;

	if (prepared->n_entries)
		found = bsearch(&wanted, prepared->entries, prepared->n_entries,
				sizeof wanted, compare_entries);
	talloc_free((void *)(uintptr_t)wanted.key);
	return found;
}

/* ---- making ready ---- */

static int free_pattern(regex_t *pattern)
{
	regfree(pattern);
	return 0;
}

static int compile(struct rules *rules, struct prepared *prepared,
		   struct error *error)
{
	const struct rule *rule = prepared->rule;
	char *whole = memory_format(rules, "^(%s)$", rule->pattern);
	char reason[MESSAGE];
	int fault;

	prepared->pattern = memory_new(rules, regex_t);
	fault = regcomp(prepared->pattern, whole, REG_EXTENDED | REG_NOSUB);
	if (!fault) {
		talloc_set_destructor(prepared->pattern, free_pattern);
		return 0;
	}
	regerror(fault, prepared->pattern, reason, sizeof reason);
	return error_set(error, ERROR_PROJECT, rule->where,
			 "write a POSIX extended regular expression: [0-9]{5}",
			 "the pattern of the rule '%s' is none: %s", rule->name,
			 reason);
}

static void add_entry(struct rules *rules, struct prepared *prepared,
		      const char *text, const char *becomes)
{
	struct entry entry = { .key = text_key(rules, text),
			       .becomes = becomes };

	memory_append(rules, prepared->entries, struct entry,
		      prepared->n_entries, entry);
}

static int check_entries(struct prepared *prepared, struct error *error)
{
	const struct rule *rule = prepared->rule;

	if (prepared->n_entries)
		qsort(prepared->entries, prepared->n_entries,
		      sizeof *prepared->entries, compare_entries);
	for (size_t i = 1; i < prepared->n_entries; i++)
		if (!compare_entries(&prepared->entries[i - 1],
				     &prepared->entries[i]))
			return error_set(error, ERROR_PROJECT, rule->where,
					 "leave one of them",
					 "the rule '%s' has '%s' twice",
					 rule->name, prepared->entries[i].key);
	return 0;
}

static int read_list(struct rules *rules, struct prepared *prepared,
		     struct error *error)
{
	struct sheet *sheet;
	int value, becomes;

	if (sheet_read(rules, prepared->rule->lookup, &sheet, error) < 0)
		return -1;
	value = sheet_need(sheet, "value", error);
	becomes = sheet_column(sheet, "becomes");
	if (value < 0)
		return -1;
	for (size_t row = 0; row < sheet->n_rows; row++) {
		const char *other = sheet_cell(sheet, row, becomes);

		add_entry(rules, prepared, sheet_cell(sheet, row, value),
			  *other ? other : NULL);
	}
	return check_entries(prepared, error);
}

static int prepare(struct rules *rules, struct prepared *prepared,
		   struct error *error)
{
	const struct rule *rule = prepared->rule;

	switch (rule->kind) {
	case RULE_PATTERN:
		return compile(rules, prepared, error);
	case RULE_LOOKUP:
		return read_list(rules, prepared, error);
	case RULE_RECODE:
		for (size_t i = 0; i < rule->n_pairs; i++)
			add_entry(rules, prepared, rule->from[i], rule->to[i]);
		return check_entries(prepared, error);
	case RULE_RANGE:
	case RULE_CROSS:
	default:
		return 0;
	}
}

int rules_prepare(const void *ctx, const struct rule *list, size_t n,
		  struct rules **result, struct error *error)
{
	struct rules *rules = memory_new(ctx, struct rules);

	rules->list = memory_array(rules, struct prepared, n);
	rules->n = n;
	for (size_t i = 0; i < n; i++) {
		rules->list[i].rule = &list[i];
		if (prepare(rules, &rules->list[i], error) < 0) {
			talloc_free(rules);
			return -1;
		}
	}
	*result = rules;
	return 0;
}

/* ---- of one question ---- */

static bool has_text(const char *const *texts, size_t n, const char *text)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(texts[i], text))
			return true;
	return false;
}

struct rules_of *rules_for(const void *ctx, const struct rules *rules,
			   const char *source, const char *variable)
{
	struct rules_of *of = NULL;

	for (size_t i = 0; i < rules->n; i++) {
		const struct rule *rule = rules->list[i].rule;

		if (rule->kind == RULE_CROSS ||
		    !has_text(rule->variables, rule->n_variables, variable) ||
		    (rule->n_sources &&
		     !has_text(rule->sources, rule->n_sources, source)))
			continue;
		if (!of)
			of = memory_new(ctx, struct rules_of);
		memory_append(of, of->list, const struct prepared *, of->n,
			      &rules->list[i]);
	}
	return of;
}

const char *rules_read(const struct rules_of *rules, const char *raw,
		       const struct rule **rule)
{
	for (size_t i = 0; rules && raw && i < rules->n; i++) {
		const struct prepared *prepared = rules->list[i];
		const struct entry *entry = find_entry(prepared, raw);

		if (!entry || !entry->becomes || !strcmp(entry->becomes, raw))
			continue;
		raw = entry->becomes;
		*rule = prepared->rule;
	}
	return raw;
}

/* The texts a list gives are good, too: what they replaced was in it. */
static bool is_listed(const struct prepared *prepared, const char *text)
{
	if (find_entry(prepared, text))
		return true;
	for (size_t i = 0; i < prepared->n_entries; i++)
		if (prepared->entries[i].becomes &&
		    !strcmp(prepared->entries[i].becomes, text))
			return true;
	return false;
}

static bool matches(const struct prepared *prepared, const char *text)
{
	char *trimmed = text_trim(NULL, text);
	bool is_match = !regexec(prepared->pattern, trimmed, 0, NULL, 0);

	talloc_free(trimmed);
	return is_match;
}

static bool is_refused(const struct prepared *prepared, const char *text,
		       double number)
{
	const struct rule *rule = prepared->rule;

	switch (rule->kind) {
	case RULE_RANGE:
		return number < rule->minimum || number > rule->maximum;
	case RULE_PATTERN:
		return !matches(prepared, text);
	case RULE_LOOKUP:
		return !is_listed(prepared, text);
	case RULE_RECODE:
	case RULE_CROSS:
	default:
		return false;
	}
}

const struct rule *rules_refuse(const struct rules_of *rules, const char *text,
				double number)
{
	for (size_t i = 0; rules && i < rules->n; i++)
		if (is_refused(rules->list[i], text, number))
			return rules->list[i]->rule;
	return NULL;
}
