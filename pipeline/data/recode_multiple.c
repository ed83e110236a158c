#include "pipeline/data/recode_private.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <stdlib.h>
#include <string.h>

/* A survey tool's words for a ticked and an unticked box, as text_key. */
static const char *const on_words[] = { "1",  "y",    "yes",     "true",
					"x",  "si",   "sì",      "checked",
					"ja", "vero", "selected" };
static const char *const off_words[] = { "0",     "n",           "no",
					 "false", "falso",       "unchecked",
					 "nein",  "not selected" };

static bool is_among(const char *key, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(key, words[i]))
			return true;
	return false;
}

static enum recode_tick tick_of_key(const struct recoder *recoder,
				    size_t choice, const char *key)
{
	const struct recode_word *word =
		recode_look_up(&recoder->folded, key, strlen(key));

	if (!word)
		word = recode_look_up(&recoder->names, key, strlen(key));
	if (word && word->choice == choice)
		return TICK_ON;
	if (is_among(key, on_words, sizeof on_words / sizeof *on_words))
		return TICK_ON;
	if (is_among(key, off_words, sizeof off_words / sizeof *off_words))
		return TICK_OFF;
	return recode_is_missing(recoder, key) ? TICK_EMPTY : TICK_UNKNOWN;
}

enum recode_tick recode_tick(const struct recoder *recoder, size_t choice,
			     const char *raw)
{
	enum recode_tick tick;
	char *key;

	if (!raw)
		return recoder->source->tells_not_shown ? TICK_NULL
							: TICK_EMPTY;
	if (recode_is_blank(raw))
		return TICK_EMPTY;
	key = text_key(NULL, raw);
	tick = tick_of_key(recoder, choice, key);
	talloc_free(key);
	return tick;
}

size_t recode_words(const struct recoder *recoder)
{
	return (recoder->question->list->n_choices + 31) / 32;
}

/* One joined cell being taken apart. */
struct joined {
	const struct recoder *recoder;
	char separator;
	uint32_t *ticks; /* NULL: only count */
	uint8_t *ranks;  /* likewise */
	unsigned n_ranked;
	size_t n_matched, n_unmatched, n_others;
	bool has_label, has_answer;
	const struct choice *missing; /* ticked, and a kind of missing */
	recode_part *part;
	void *data;
};

static const char *skip(const char *text, char separator)
{
	const char set[] = { ' ', '\t', '\r', '\n', separator, '\0' };

	return text + strspn(text, set);
}

static const struct recode_word *find_folded(const struct recoder *recoder,
					     const char *text, size_t length)
{
	char *part = memory_text_n(NULL, text, length);
	char *key = text_key(part, part);
	const struct recode_word *word =
		recode_look_up(&recoder->folded, key, strlen(key));

	if (!word)
		word = recode_look_up(&recoder->names, key, strlen(key));
	talloc_free(part);
	return word;
}

static size_t trimmed(const char *text, size_t length)
{
	while (length && strchr(" \t\r\n", text[length - 1]))
		length--;
	return length;
}

/* Where the part that begins at TEXT may end: at the FROM-th byte or later. */
static size_t next_end(const char *text, size_t from, char separator)
{
	while (text[from] && text[from] != separator)
		from++;
	return from;
}

/*
 * The longest choice that TEXT begins with and that ends at a separator, so
 * that labels which hold the separator are found whole.  *LENGTH is its length.
 */
static const struct recode_word *longest(const struct joined *joined,
					 const char *text, bool is_exact,
					 size_t *length)
{
	const struct recoder *recoder = joined->recoder;
	const struct recode_word *best = NULL;

	for (size_t end = 0;; end++) {
		const struct recode_word *word;
		size_t n;

		end = next_end(text, end, joined->separator);
		n = trimmed(text, end);
		word = is_exact ? recode_look_up(&recoder->exact, text, n)
				: find_folded(recoder, text, n);
		if (word) {
			best = word;
			*length = end;
		}
		if (!recoder->has_inner || !text[end] || n > recoder->longest)
			return best;
	}
}

static void tick(struct joined *joined, const struct recode_word *word)
{
	const struct choice *choice =
		&joined->recoder->question->list->choices[word->choice];

	joined->n_matched += word->rule != RECODE_OTHER;
	joined->n_others += word->rule == RECODE_OTHER;
	joined->has_label |= word->rule != RECODE_SAME;
	if (choice->is_missing)
		joined->missing = choice;
	else
		joined->has_answer = true;
	if (joined->ranks && !choice->is_missing &&
	    !joined->ranks[word->choice])
		joined->ranks[word->choice] = (uint8_t)++joined->n_ranked;
	if (joined->ticks)
		joined->ticks[word->choice / 32] |= UINT32_C(1)
						    << (word->choice % 32);
}

static void report(const struct joined *joined, const char *text, size_t length,
		   const struct recode_word *word)
{
	if (joined->part && (!word || word->rule != RECODE_SAME))
		joined->part(joined->data, text, trimmed(text, length),
			     word ? (int)word->choice : -1);
}

static void take_apart(struct joined *joined, const char *text)
{
	const struct question *question = joined->recoder->question;
	struct recode_word other = { .choice = recode_other(question),
				     .rule = RECODE_OTHER };
	bool takes_other = other.choice < question->list->n_choices;

	for (text = skip(text, joined->separator); *text;
	     text = skip(text, joined->separator)) {
		size_t length = next_end(text, 0, joined->separator);
		const struct recode_word *word =
			longest(joined, text, true, &length);

		if (!word)
			word = longest(joined, text, false, &length);
		if (!word && takes_other)
			word = &other;
		if (word)
			tick(joined, word);
		else
			joined->n_unmatched++;
		report(joined, text, length, word);
		text += length;
	}
}

static struct recode_outcome joined_outcome(const struct joined *joined)
{
	struct recode_outcome outcome = { .rule = RECODE_SAME };

	if (joined->missing && !joined->has_answer)
		return recode_missing_outcome(RECODE_MISSING,
					      joined->missing->missing);
	if (!joined->n_matched && !joined->n_others)
		return recode_missing_outcome(RECODE_UNMATCHED,
					      MISSING_INVALID);
	if (joined->n_unmatched)
		outcome.rule = RECODE_UNMATCHED;
	else if (joined->has_label)
		outcome.rule = RECODE_LABEL;
	return outcome;
}

static bool is_missing_word(const struct recoder *recoder, const char *raw)
{
	char *key;
	bool is_missing;

	/* White space aside, which text_key may take out. */
	if (!recoder->missing.n ||
	    strlen(raw) > 2 * recoder->longest_missing + 8)
		return false;
	key = text_key(NULL, raw);
	is_missing = recode_is_missing(recoder, key);
	talloc_free(key);
	return is_missing;
}

static struct recode_outcome recode_parts(struct joined *joined,
					  const char *raw)
{
	if (!raw || recode_is_blank(raw))
		return recode_empty(joined->recoder, raw);
	if (is_missing_word(joined->recoder, raw))
		return recode_missing_outcome(RECODE_MISSING, MISSING_SKIPPED);
	take_apart(joined, raw);
	return joined_outcome(joined);
}

struct recode_outcome recode_joined(const struct recoder *recoder,
				    const char *raw, uint32_t *ticks,
				    recode_part *part, void *data)
{
	struct joined joined = {
		.recoder = recoder,
		.separator = recoder->separator,
		.ticks = ticks,
		.part = part,
		.data = data,
	};

	memset(ticks, 0, recode_words(recoder) * sizeof *ticks);
	return recode_parts(&joined, raw);
}

struct recode_outcome recode_ranking(const struct recoder *recoder,
				     const char *raw, uint8_t *ranks,
				     recode_part *part, void *data)
{
	struct joined joined = {
		.recoder = recoder,
		.separator = recoder->separator,
		.ranks = ranks,
		.part = part,
		.data = data,
	};

	memset(ranks, 0, recoder->question->list->n_choices);
	return recode_parts(&joined, raw);
}

unsigned recode_rank(const struct recoder *recoder, const char *raw)
{
	static const char *const endings[] = { "",   ".", "st", "nd", "rd",
					       "th", "o", "a",  ")",  ".0" };
	char *key = text_key(NULL, raw);
	size_t digits = strspn(key, "0123456789");
	unsigned long rank = digits && digits < 5 ? strtoul(key, NULL, 10) : 0;
	bool is_rank = false;

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		is_rank |= !strcmp(key + digits, endings[i]);
	talloc_free(key);
	return is_rank && rank <= recoder->question->list->n_choices
		       ? (unsigned)rank
		       : 0;
}

/* Parts matched less parts that are not, over the values looked at. */
static long score(const struct recoder *recoder, const char *const *values,
		  size_t n, char separator)
{
	long sum = 0;

	for (size_t i = 0; i < n; i++) {
		struct joined joined = { .recoder = recoder,
					 .separator = separator };

		if (values[i])
			take_apart(&joined, values[i]);
		sum += (long)joined.n_matched - (long)joined.n_unmatched -
		       (long)joined.n_others;
	}
	return sum;
}

static bool has_inner(const struct recode_words *words, char separator)
{
	for (size_t i = 0; i < words->n; i++)
		if (strchr(words->items[i].text, separator))
			return true;
	return false;
}

/* Names in another case come apart as the names do. */
static void use_separator(struct recoder *recoder, char separator)
{
	recoder->separator = separator;
	recoder->has_inner = has_inner(&recoder->exact, separator) ||
			     has_inner(&recoder->folded, separator);
}

void recode_learn_separator(struct recoder *recoder, const char *const *values,
			    size_t n)
{
	enum { ENOUGH = 200 };
	static const char separators[] = ";|\n, ";
	char chosen = separators[0];
	long best = 0;

	if (n > ENOUGH)
		n = ENOUGH;
	for (const char *separator = separators; *separator; separator++) {
		long points;

		use_separator(recoder, *separator);
		points = score(recoder, values, n, *separator);
		if (separator == separators || points > best) {
			best = points;
			chosen = *separator;
		}
	}
	use_separator(recoder, chosen);
}
