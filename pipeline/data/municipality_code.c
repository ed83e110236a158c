/* ISTAT and land register codes in the forms that spreadsheets leave. */
#include "pipeline/data/municipality_private.h"

#include "pipeline/core/memory.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 6, WITH_REGION = 8, LEAST_DIGITS = 4 };

const struct municipality *municipality_row(const struct municipalities *list,
					    const char *code)
{
	size_t low = 0, high = list->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(list->items[middle].code, code) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low || strcmp(list->items[low - 1].code, code) != 0)
		return NULL;
	return &list->items[low - 1];
}

struct municipality_match municipality_follow(const struct municipality *found,
					      unsigned rules)
{
	struct municipality_match match = { .found = found->now,
					    .rules = rules,
					    .n_candidates = 1 };

	if (found != found->now) {
		if (!strcmp(found->code, found->now->code))
			match.rules |= 1U << RULE_RENAMED;
		else if (!strcmp(found->name, found->now->name))
			match.rules |= 1U << RULE_RENUMBERED;
		else
			match.rules |= 1U << RULE_MERGED;
	}
	match.how = match.rules ? MUNICIPALITY_RULE : MUNICIPALITY_EXACT;
	return match;
}

/* A code says which, whatever it is called today. */
static struct municipality_match follow_code(const struct municipality *found,
					     unsigned rules)
{
	struct municipality_match match = municipality_follow(found, rules);

	match.rules &= ~(1U << RULE_RENAMED);
	match.how = match.rules ? MUNICIPALITY_RULE : MUNICIPALITY_EXACT;
	return match;
}

/* Letters and digits of TEXT, at most ROOM - 1; "" when there are more. */
static void pick(const char *text, char *out, size_t room)
{
	size_t n = 0;

	for (; *text; text++) {
		if (!isalnum((unsigned char)*text))
			continue;
		if (n == room - 1) {
			n = 0;
			break;
		}
		out[n++] = (char)toupper((unsigned char)*text);
	}
	out[n] = '\0';
}

static struct municipality_match by_cadastral(const struct municipalities *list,
					      const char *code)
{
	size_t n;
	const struct municipality_key *key =
		municipality_look_up(list->cadastral, code, &n);

	if (!key)
		return (struct municipality_match){
			.how = MUNICIPALITY_UNMATCHED
		};
	/* The last row is the one that bears it longest. */
	return follow_code(key[n - 1].row, 1U << RULE_CADASTRAL);
}

/* 215146, the metropolitan city's number; 03015146, with the region's. */
static struct municipality_match by_long_code(const struct municipalities *list,
					      const char *digits)
{
	struct municipality_match none = { .how = MUNICIPALITY_UNMATCHED };
	const struct municipality *row = NULL;
	size_t length = strlen(digits);
	char code[DIGITS + 1];

	if (length == DIGITS && digits[0] == '2') {
		snprintf(code, sizeof code, "%c%s", '0', digits + 1);
		row = municipality_row(list, code);
	} else if (length == WITH_REGION || length == WITH_REGION - 1) {
		row = municipality_row(list, digits + length - DIGITS);
		const struct province *province =
			row ? municipality_province_of(list, row) : NULL;
		if (!province ||
		    atoi(province->region) != atoi(digits) / 1000000)
			row = NULL;
	}
	return row ? follow_code(row, 1U << RULE_AREA_PREFIX) : none;
}

static struct municipality_match by_digits(const struct municipalities *list,
					   const char *digits, unsigned rules)
{
	struct municipality_match none = { .how = MUNICIPALITY_UNMATCHED };
	size_t length = strlen(digits);
	const struct municipality *row;
	char code[DIGITS + 1];

	if (length < LEAST_DIGITS)
		return none;
	if (length > DIGITS)
		return by_long_code(list, digits);
	if (length < DIGITS)
		rules |= 1U << RULE_LOST_ZERO;
	snprintf(code, sizeof code, "%0*ld", DIGITS, strtol(digits, NULL, 10));
	row = municipality_row(list, code);
	return row ? follow_code(row, rules) : by_long_code(list, digits);
}

struct municipality_match
municipality_by_code(const struct municipalities *list, const char *text)
{
	struct municipality_match none = { .how = MUNICIPALITY_UNMATCHED };
	void *memory = talloc_new(NULL);
	char *plain = memory_text(memory, text);
	size_t length = strlen(plain);
	char code[16];
	unsigned rules = 0;

	if (length > 2 && (!strcmp(plain + length - 2, ".0") ||
			   !strcmp(plain + length - 2, ",0"))) {
		plain[length - 2] = '\0';
		rules = 1U << RULE_NUMBER;
	}
	pick(plain, code, sizeof code);
	talloc_free(memory);
	if (!strncmp(code, "IT", 2))
		memmove(code, code + 2, strlen(code + 2) + 1);
	if (*code && strspn(code, "0123456789") == strlen(code))
		return by_digits(list, code, rules);
	if (isalpha((unsigned char)*code) && strlen(code) == 4 &&
	    strspn(code + 1, "0123456789") == 3)
		return by_cadastral(list, code);
	return none;
}
