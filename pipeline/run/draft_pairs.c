/*
 * Pairs of levels: columns whose names differ by one word, "cur_team" and
 * "req_team", "LanguageWorkedWith" and "LanguageDesireNextYear".
 */
#include "pipeline/run/draft_private.h"

#include "pipeline/core/memory.h"

#include <ctype.h>
#include <string.h>

static const struct words {
	const char *current, *required, *future;
} words[] = {
	{ "current", "required", "future" },
	{ "cur", "req", "fut" },
	{ "now", "needed", "future" },
	{ "now", "need", "future" },
	{ "actual", "desired", "future" },
	{ "current", "desired", "future" },
	{ "current", "needed", "future" },
	{ "present", "required", "future" },
	{ "today", "required", "future" },
	{ "today", "future", NULL },
	{ "have", "want", NULL },
	{ "has", "wants", NULL },
	{ "attuale", "richiesto", "futuro" },
	{ "attuale", "richiesta", "futura" },
	{ "att", "ric", "fut" },
	{ "oggi", "richiesto", "futuro" },
	{ "WorkedWith", "DesireNextYear", NULL },
	{ "HaveWorkedWith", "WantToWorkWith", NULL },
	{ "C", "R", "F" },
};
enum { LETTER_PAIRS = 5 }; /* single letters need more proof */

/* PREFIX{skill}SUFFIX, as one text. */
struct candidate {
	const struct words *words;
	char *current, *required, *future;
	size_t n; /* pairs */
};

static bool is_bound(char before, char first)
{
	return !before || before == '_' || isdigit((unsigned char)before) ||
	       (islower((unsigned char)before) &&
		isupper((unsigned char)first));
}

/* Where WORD stands in NAME as a word of its own, or NULL. */
static const char *find_word(const char *name, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = strcasestr(name, word); at;
	     at = strcasestr(at + 1, word)) {
		char after = at[length];
		bool starts = at == name || is_bound(at[-1], *at);
		bool ends = !after || after == '_' ||
			    isdigit((unsigned char)after) ||
			    (isupper((unsigned char)after) &&
			     islower((unsigned char)at[length - 1]));

		if (starts && ends && (length > 1 || *at == *word))
			return at;
	}
	return NULL;
}

/* OTHER in the case that WORD has at AT. */
static char *in_same_case(const void *ctx, const char *at, size_t length,
			  const char *other)
{
	char *text = memory_text(ctx, other);
	bool is_upper = length > 1 && isupper((unsigned char)at[0]) &&
			isupper((unsigned char)at[1]);

	if (strpbrk(other, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
		return text;
	for (char *c = text; *c; c++)
		if (is_upper || (c == text && isupper((unsigned char)*at)))
			*c = (char)toupper((unsigned char)*c);
	return text;
}

static struct draft_column *column_named(const struct draft *draft,
					 const char *name)
{
	for (size_t i = 0; i < draft->n_columns; i++)
		if (draft_is_question(draft, i) &&
		    !strcmp(draft->columns[i].name, name))
			return &draft->columns[i];
	return NULL;
}

static char *put_skill(const void *ctx, const char *pattern, const char *skill,
		       size_t length)
{
	const char *mark = strstr(pattern, "{skill}");

	return memory_format(ctx, "%.*s%.*s%s", (int)(mark - pattern), pattern,
			     (int)length, skill, mark + strlen("{skill}"));
}

/* The part of NAME that stands for {skill}, its length in *LENGTH; or NULL. */
static const char *take_skill(const char *pattern, const char *name,
			      size_t *length)
{
	const char *mark = strstr(pattern, "{skill}");
	const char *rest = mark + strlen("{skill}");
	size_t before = (size_t)(mark - pattern), after = strlen(rest);
	size_t whole = strlen(name);

	if (whole <= before + after || strncmp(name, pattern, before) ||
	    strcmp(name + whole - after, rest))
		return NULL;
	*length = whole - before - after;
	return name + before;
}

static bool may_pair(const struct draft_column *one,
		     const struct draft_column *two)
{
	if (one->type != two->type || one->is_number != two->is_number)
		return false;
	return one->type == QUESTION_SELECT_ONE ||
	       one->type == QUESTION_SELECT_MULTIPLE ||
	       one->type == QUESTION_INTEGER || one->type == QUESTION_DECIMAL;
}

/* The partner of COLUMN by PATTERN, or NULL. */
static struct draft_column *partner(const struct draft *draft,
				    const struct candidate *candidate,
				    const struct draft_column *column,
				    const char *pattern)
{
	size_t length;
	const char *skill =
		take_skill(candidate->current, column->name, &length);
	struct draft_column *found;
	char *name;

	if (!skill || !pattern)
		return NULL;
	name = put_skill(NULL, pattern, skill, length);
	found = column_named(draft, name);
	talloc_free(name);
	return found && found != column && may_pair(column, found) ? found
								   : NULL;
}

static void count_pairs(const struct draft *draft, struct candidate *candidate)
{
	for (size_t i = 0; i < draft->n_columns; i++)
		candidate->n += draft_is_question(draft, i) &&
				partner(draft, candidate, &draft->columns[i],
					candidate->required);
}

/* The skill is what stands behind the word, or what stands before it. */
static char *pattern_for(const struct draft *draft, const char *name,
			 const char *at, size_t length, const char *word,
			 bool is_behind)
{
	size_t before = (size_t)(at - name);
	const char *rest = at + length;

	if (is_behind)
		return memory_format(draft, "%.*s%s%s{skill}", (int)before,
				     name, word, *rest == '_' ? "_" : "");
	return memory_format(draft, "{skill}%s%s%s",
			     before && at[-1] == '_' ? "_" : "", word, rest);
}

static void try_name(const struct draft *draft, const char *name,
		     const struct words *choice, struct candidate *best)
{
	size_t length = strlen(choice->current);
	const char *at = find_word(name, choice->current);

	for (int is_behind = 0; at && is_behind < 2; is_behind++) {
		struct candidate candidate = { .words = choice };
		const char *required =
			in_same_case(draft, at, length, choice->required);
		char *current = memory_text_n(draft, at, length);

		candidate.current = pattern_for(draft, name, at, length,
						current, is_behind);
		candidate.required = pattern_for(draft, name, at, length,
						 required, is_behind);
		if (choice->future)
			candidate.future = pattern_for(
				draft, name, at, length,
				in_same_case(draft, at, length, choice->future),
				is_behind);
		count_pairs(draft, &candidate);
		if (length == 1 && candidate.n < LETTER_PAIRS)
			continue;
		if (candidate.n > best->n)
			*best = candidate;
	}
}

static struct candidate find_best(const struct draft *draft)
{
	struct candidate best = { 0 };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		for (size_t j = 0; j < draft->n_columns; j++)
			if (draft_is_question(draft, j))
				try_name(draft, draft->columns[j].name,
					 &words[i], &best);
	return best;
}

/* "Team work - current level" without the word that tells the level. */
static const char *skill_label(const struct draft *draft,
			       const struct draft_column *column,
			       const char *skill, const char *word)
{
	char *label = memory_text(draft, column->label);
	const char *at = find_word(label, word);

	if (!strcmp(column->label, column->heading) &&
	    !strchr(column->heading, ' ')) {
		label = memory_text(draft, skill);
		for (char *c = label; *c; c++)
			*c = *c == '_' ? ' ' : *c;
		return label[strspn(label, "0123456789")]
			       ? label
			       : memory_format(draft, "Skill %s", label);
	}
	if (!at)
		return label;
	return memory_format(draft, "%.*s%s", (int)(at - label), label,
			     at + strlen(word));
}

static void add_skill(struct draft *draft, const char *name, const char *label)
{
	struct draft_skill skill = { name, label };

	memory_append(draft, draft->skills, struct draft_skill, draft->n_skills,
		      skill);
}

/* Levels of one skill are answered on one list. */
static void take_pairs(struct draft *draft, const struct candidate *best)
{
	bool has_future = false;

	for (size_t i = 0; i < draft->n_columns; i++) {
		struct draft_column *column = &draft->columns[i];
		struct draft_column *required, *future;
		const char *skill;
		size_t length;

		if (!draft_is_question(draft, i) ||
		    column->type == QUESTION_SELECT_MULTIPLE)
			continue;
		required = partner(draft, best, column, best->required);
		if (!required)
			continue;
		future = partner(draft, best, column, best->future);
		draft_join_lists(draft, column, required);
		if (future)
			draft_join_lists(draft, column, future);
		skill = take_skill(best->current, column->name, &length);
		skill = memory_text_n(draft, skill, length);
		add_skill(draft, skill,
			  skill_label(draft, column, skill,
				      best->words->current));
		has_future |= future != NULL;
	}
	draft->current = best->current;
	draft->required = best->required;
	draft->future = has_future ? best->future : NULL;
}

/* Several answers: the skills are the choices of the longest pair. */
static bool take_choices(struct draft *draft, const struct candidate *best)
{
	const struct draft_column *longest = NULL, *other;

	for (size_t i = 0; i < draft->n_columns; i++) {
		const struct draft_column *column = &draft->columns[i];

		if (!draft_is_question(draft, i) ||
		    column->type != QUESTION_SELECT_MULTIPLE)
			continue;
		other = partner(draft, best, column, best->required);
		if (other && other->list == column->list &&
		    (!longest || draft->lists[column->list].n_choices >
					 draft->lists[longest->list].n_choices))
			longest = column;
	}
	if (!longest)
		return false;
	other = partner(draft, best, longest, best->required);
	for (size_t i = 0; i < draft->lists[longest->list].n_choices; i++)
		add_skill(draft, draft->lists[longest->list].choices[i].name,
			  draft->lists[longest->list].choices[i].label);
	draft->current = memory_format(draft, "%s.{skill}", longest->name);
	draft->required = memory_format(draft, "%s.{skill}", other->name);
	return true;
}

static bool are_choices(const struct draft *draft, const struct candidate *best)
{
	for (size_t i = 0; i < draft->n_columns; i++)
		if (draft_is_question(draft, i) &&
		    draft->columns[i].type != QUESTION_SELECT_MULTIPLE &&
		    partner(draft, best, &draft->columns[i], best->required))
			return false;
	return true;
}

void draft_find_pairs(struct draft *draft)
{
	struct candidate best = find_best(draft);

	if (!best.n)
		return;
	if (!are_choices(draft, &best))
		take_pairs(draft, &best);
	else if (!take_choices(draft, &best))
		return;
	draft_tell(draft, "%zu skills: %s against %s%s%s", draft->n_skills,
		   draft->current, draft->required,
		   draft->future ? " and " : "",
		   draft->future ? draft->future : "");
}
