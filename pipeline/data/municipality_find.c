#include "pipeline/data/municipality_private.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/nearest.h"
#include "pipeline/data/place_fold.h"

#include <string.h>

const char *municipality_how_name(enum municipality_how how)
{
	static const char *const names[MUNICIPALITY_HOWS] = {
		[MUNICIPALITY_EXACT] = "exact",
		[MUNICIPALITY_RULE] = "rule",
		[MUNICIPALITY_FUZZY] = "fuzzy",
		[MUNICIPALITY_UNMATCHED] = "unmatched",
	};

	return names[how];
}

char *municipality_rules(const void *ctx, unsigned rules)
{
	static const char *const names[MUNICIPALITY_RULES] = {
		[RULE_CASE] = "case",
		[RULE_SPELLING] = "spelling",
		[RULE_BLANKS] = "blanks",
		[RULE_OTHER_NAME] = "other_name",
		[RULE_BILINGUAL] = "bilingual",
		[RULE_PREFIX] = "prefix",
		[RULE_SUFFIX] = "suffix",
		[RULE_ABBREVIATION] = "abbreviation",
		[RULE_PARTICLES] = "particles",
		[RULE_PROVINCE] = "province",
		[RULE_LOST_ZERO] = "lost_zero",
		[RULE_NUMBER] = "number",
		[RULE_AREA_PREFIX] = "area_prefix",
		[RULE_CADASTRAL] = "cadastral",
		[RULE_RENAMED] = "renamed",
		[RULE_RENUMBERED] = "renumbered",
		[RULE_MERGED] = "merged",
		[RULE_NAME_ALONE] = "name_alone",
		[RULE_LETTERS] = "letters",
		[RULE_PART] = "part",
		[RULE_ELSEWHERE] = "elsewhere",
		[RULE_CONFLICT] = "conflict",
		[RULE_AMBIGUOUS] = "ambiguous",
	};
	char *text = memory_text(ctx, "");

	for (int i = 0; i < MUNICIPALITY_RULES; i++)
		if (rules >> i & 1)
			text = memory_check(talloc_asprintf_append(
				text, "%s%s", *text ? "+" : "", names[i]));
	return text;
}

/* ---- fuzzy ---- */

/* A whole word of a longer name counts like one wrong letter. */
enum { LEAST_LENGTH = 4, LETTERS_FOR_ONE = 4, LIMIT = 3, PART_DISTANCE = 1 };

struct nearest {
	const struct municipality *best;
	enum municipality_rule rule;
	size_t distance, n;
};

static void offer(struct nearest *nearest, const struct municipality *row,
		  enum municipality_rule rule, size_t distance)
{
	if (nearest->best && distance > nearest->distance)
		return;
	if (nearest->best && distance == nearest->distance) {
		nearest->n += nearest->best->now != row->now;
		return;
	}
	*nearest = (struct nearest){ row, rule, distance, 1 };
}

/* Every edit changes at most two of the letters that a name has. */
static bool may_be_near(unsigned a, unsigned b, size_t limit)
{
	return (size_t)__builtin_popcount(a ^ b) <= 2 * limit;
}

/* Is PART some whole words of WHOLE? */
static bool is_part(const char *part, const char *whole)
{
	size_t length = strlen(part);

	for (const char *at = strstr(whole, part); at;
	     at = strstr(at + 1, part))
		if ((at == whole || at[-1] == ' ') &&
		    (at[length] == ' ' || !at[length]))
			return true;
	return false;
}

static struct municipality_match settle(const struct nearest *nearest)
{
	struct municipality_match match = {
		.how = MUNICIPALITY_FUZZY,
		.rules = 1U << nearest->rule,
		.distance = nearest->distance,
		.n_candidates = nearest->n,
	};

	if (!nearest->best)
		return (struct municipality_match){
			.how = MUNICIPALITY_UNMATCHED
		};
	match.found = nearest->best->now;
	if (nearest->n > 1) {
		match.how = MUNICIPALITY_UNMATCHED;
		match.rules |= 1U << RULE_AMBIGUOUS;
		match.found = NULL;
	}
	return match;
}

struct municipality_match
municipality_nearest(const struct municipalities *list, const char *name,
		     const struct municipality_area *area)
{
	struct nearest nearest = { .n = 0 };
	/* What stands in brackets behind it is no part of a name. */
	char *bare = memory_text_n(NULL, name, strcspn(name, "("));
	char *folded = place_fold(bare, bare);
	size_t length = strlen(folded);
	size_t limit = length / LETTERS_FOR_ONE < LIMIT
			       ? length / LETTERS_FOR_ONE
			       : LIMIT;
	unsigned bits = municipality_letters(folded);

	for (size_t i = 0; length >= LEAST_LENGTH && i < list->n; i++) {
		const struct municipality *row = &list->items[i];
		size_t other = strlen(list->folded[i]);

		if (!municipality_is_in(list, row, area))
			continue;
		if (is_part(folded, list->folded[i]))
			offer(&nearest, row, RULE_PART, PART_DISTANCE);
		if (other + limit >= length && length + limit >= other &&
		    may_be_near(bits, list->letters[i], limit)) {
			size_t distance =
				nearest_distance(folded, list->folded[i]);
			if (distance <= limit)
				offer(&nearest, row, RULE_LETTERS, distance);
		}
	}
	talloc_free(bare);
	return settle(&nearest);
}

/* ---- all together ---- */

static bool is_sure(const struct municipality_match *match)
{
	return match->how == MUNICIPALITY_EXACT ||
	       match->how == MUNICIPALITY_RULE;
}

/* Both were found: they must be one, else it is for somebody to say. */
static struct municipality_match unite(const struct municipality_match *code,
				       const struct municipality_match *name)
{
	struct municipality_match match = *code;

	if (!is_sure(name) || name->found == code->found)
		return match;
	match.how = MUNICIPALITY_FUZZY;
	match.rules |= 1U << RULE_CONFLICT;
	return match;
}

/* A name not found at all, or found in another province than it should be. */
static struct municipality_match
nearest_if_better(const struct municipalities *list, const char *name,
		  const struct municipality_area *area,
		  struct municipality_match match)
{
	struct municipality_match near;
	bool is_elsewhere = match.rules & 1U << RULE_ELSEWHERE;

	if (match.how != MUNICIPALITY_FUZZY &&
	    (match.how != MUNICIPALITY_UNMATCHED || match.rules))
		return match;
	near = municipality_nearest(list, name, area);
	return !is_elsewhere || (near.found && near.distance <= PART_DISTANCE)
		       ? near
		       : match;
}

static bool is_given(const char *text)
{
	return text && *text;
}

struct municipality_match
municipality_find(const struct municipalities *list,
		  const struct municipality_query *query)
{
	struct municipality_match code = { .how = MUNICIPALITY_UNMATCHED };
	struct municipality_match name = code;
	struct municipality_area area = { NULL, NULL };
	const struct province *province = NULL, *region = NULL;

	if (is_given(query->province))
		province = municipality_province(list, query->province);
	if (is_given(query->region))
		region = municipality_region(list, query->region);
	area.sigla = province ? province->sigla : NULL;
	area.region = region ? region->region : NULL;
	if (is_given(query->code))
		code = municipality_by_code(list, query->code);
	/* Most files say both, and the same by both. */
	if (is_sure(&code) && is_given(query->name) &&
	    !strcmp(query->name, code.found->name))
		return code;
	if (is_given(query->name))
		name = municipality_by_name(list, query->name, &area);
	if (is_sure(&code))
		return unite(&code, &name);
	if (is_given(query->name))
		name = nearest_if_better(list, query->name, &area, name);
	if (is_given(query->code) && name.found)
		name.rules |= 1U << RULE_NAME_ALONE;
	if (name.how == MUNICIPALITY_EXACT && name.rules)
		name.how = MUNICIPALITY_RULE;
	return name;
}
