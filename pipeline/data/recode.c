#include "pipeline/data/recode.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/recode_private.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name, *reason;
} rules[RECODE_RULES] = {
	[RECODE_SAME] = { "same", "as in the codebook" },
	[RECODE_CODE] = { "code", "a code in another spelling" },
	[RECODE_LABEL] = { "label", "a label of the codebook" },
	[RECODE_NUMBER] = { "number", "a number in another form" },
	[RECODE_DATE] = { "date", "a date in another form" },
	[RECODE_MISSING] = { "missing", "no answer, of a known kind" },
	[RECODE_RANGE] = { "range", "outside the permitted range" },
	[RECODE_REVERSED] = { "reversed", "the scale runs the other way" },
	[RECODE_UNMATCHED] = { "unmatched", "not in the codebook" },
	[RECODE_UNCLEAR] = { "unclear", "can be read two ways: tell date_order "
					"or decimal" },
	[RECODE_VAGUE] = { "vague", "more than one number" },
	[RECODE_UNIT] = { "unit", "in another unit than the column" },
	[RECODE_ROUTED] = { "routed",
			    "not asked, as the codebook's condition says" },
	[RECODE_CONSTRAINT] = { "constraint",
				"not allowed by the question's constraint" },
	[RECODE_OTHER] = { "other",
			   "an answer of one's own: the choice other" },
	[RECODE_UNTICKED] = { "unticked",
			      "nothing was ticked: the questions before and "
			      "behind it were answered" },
	[RECODE_DUPLICATE] = { "duplicate",
			       "the respondent answered again later" },
};

const char *recode_rule_name(enum recode_rule rule)
{
	return rules[rule].name;
}

const char *recode_rule_reason(enum recode_rule rule)
{
	return rules[rule].reason;
}

bool recode_rule_is_unmatched(enum recode_rule rule)
{
	return rule == RECODE_UNMATCHED || rule == RECODE_UNCLEAR ||
	       rule == RECODE_VAGUE || rule == RECODE_UNIT;
}

static int compare_words(const void *a, const void *b)
{
	const struct recode_word *first = a, *second = b;
	int order = strcmp(first->text, second->text);

	if (order)
		return order;
	if (first->rule != second->rule)
		return first->rule < second->rule ? -1 : 1;
	return (first->choice > second->choice) -
	       (first->choice < second->choice);
}

static void add_word(struct recoder *recoder, struct recode_words *words,
		     const char *text, struct recode_word word)
{
	word.text = text;
	word.length = strlen(text);
	if (word.length > recoder->longest)
		recoder->longest = word.length;
	if (word.length)
		memory_append(recoder, words->items, struct recode_word,
			      words->n, word);
}

static void add_choice(struct recoder *recoder, const struct choice *choice,
		       size_t index)
{
	struct recode_word name = { .choice = index, .rule = RECODE_SAME };
	struct recode_word label = { .choice = index, .rule = RECODE_LABEL };

	add_word(recoder, &recoder->exact, choice->name, name);
	name.rule = RECODE_CODE;
	/* Labels go before names in another case: "NO" the label of 0 wins
	 * over "no" the name of Norway. */
	for (size_t i = 0; i < choice->n_labels; i++) {
		const char *text = choice->labels[i].text;

		add_word(recoder, &recoder->exact, text, label);
		add_word(recoder, &recoder->folded, text_key(recoder, text),
			 label);
	}
	add_word(recoder, &recoder->names, text_key(recoder, choice->name),
		 name);
}

static void sort_words(struct recode_words *words)
{
	if (words->n)
		qsort(words->items, words->n, sizeof *words->items,
		      compare_words);
}

static void add_missing(struct recoder *recoder)
{
	const struct recode_source *source = recoder->source;
	size_t longest = recoder->longest;

	recoder->longest = 0;
	for (size_t i = 0; i < source->n_missing; i++)
		add_word(recoder, &recoder->missing,
			 text_key(recoder, source->missing[i]),
			 (struct recode_word){ .rule = RECODE_MISSING });
	recoder->longest_missing = recoder->longest;
	recoder->longest = longest;
	sort_words(&recoder->missing);
}

struct recoder *recoder_new(const void *ctx, const struct question *question,
			    const struct recode_source *source)
{
	struct recoder *recoder = memory_new(ctx, struct recoder);
	const struct choice_list *list = question->list;

	recoder->question = question;
	recoder->source = source;
	for (size_t i = 0; list && i < list->n_choices; i++)
		add_choice(recoder, &list->choices[i], i);
	sort_words(&recoder->exact);
	sort_words(&recoder->folded);
	sort_words(&recoder->names);
	add_missing(recoder);
	recoder_settle(recoder, NULL, NULL);
	if (question->type == QUESTION_SELECT_MULTIPLE ||
	    question->type == QUESTION_RANK)
		recode_learn_separator(recoder, NULL, 0);
	return recoder;
}

const struct recode_word *recode_look_up(const struct recode_words *words,
					 const char *text, size_t length)
{
	size_t low = 0, high = words->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct recode_word *word = &words->items[middle];
		int order = strncmp(word->text, text, length);

		if (order < 0 || (!order && word->length < length))
			low = middle + 1;
		else
			high = middle;
	}
	if (low == words->n || words->items[low].length != length ||
	    memcmp(words->items[low].text, text, length))
		return NULL;
	return &words->items[low];
}

struct recode_outcome recode_missing_outcome(enum recode_rule rule,
					     enum missing_kind kind)
{
	return (struct recode_outcome){
		.rule = rule,
		.is_missing = true,
		.missing = kind,
		.number = (double)NAN,
	};
}

bool recode_is_blank(const char *raw)
{
	return !raw[strspn(raw, " \t\r\n")];
}

struct recode_outcome recode_empty(const struct recoder *recoder,
				   const char *raw)
{
	bool is_not_shown = !raw && recoder->source->tells_not_shown;

	return recode_missing_outcome(RECODE_MISSING,
				      is_not_shown ? MISSING_NOT_SHOWN
						   : MISSING_SKIPPED);
}

bool recode_is_missing(const struct recoder *recoder, const char *key)
{
	return recoder->missing.n &&
	       recode_look_up(&recoder->missing, key, strlen(key));
}

static struct recode_outcome chosen(const struct recoder *recoder,
				    enum recode_rule rule, size_t index)
{
	const struct choice *choice = &recoder->question->list->choices[index];
	struct recode_outcome outcome = { .rule = rule, .choice = index };

	if (choice->is_missing)
		return recode_missing_outcome(RECODE_MISSING, choice->missing);
	outcome.number = choice->value;
	return outcome;
}

/* The choice whose value is NUMBER, or the list's length. */
static size_t choice_of_value(const struct choice_list *list, double number)
{
	size_t i = 0;

	while (i < list->n_choices && list->choices[i].value != number)
		i++;
	return i;
}

/*
 * Behind the number in "3 - Good", "3: good" or "3 (good)"; NULL when TEXT is
 * no number with a word behind it ("1 - 2 times", "1-2 times", "3 years").
 */
static const char *behind_number(const char *text, size_t *length)
{
	const char *rest;
	size_t n_marks, n_blanks;

	*length = strspn(text, "0123456789");
	rest = text + *length;
	n_blanks = strspn(rest, " ");
	rest += n_blanks;
	n_marks = strspn(rest, "-:.)=(");
	if (!n_marks && !strncmp(rest, "\xE2\x80\x93", 3))
		n_marks = 3; /* en dash */
	rest += n_marks;
	if (!*length || !n_marks || (!n_blanks && *rest != ' '))
		return NULL;
	rest += strspn(rest, " ");
	return isdigit((unsigned char)*rest) || !*rest ? NULL : rest;
}

size_t recode_other(const struct question *question)
{
	const struct choice_list *list = question->list;
	size_t i = 0;

	if (!question->takes_other)
		return list->n_choices;
	while (i < list->n_choices &&
	       strcmp(list->choices[i].name, CODEBOOK_OTHER) != 0)
		i++;
	return i;
}

/* What no choice is: "other" where that may be, else nothing. */
static struct recode_outcome written_in(const struct recoder *recoder)
{
	size_t other = recode_other(recoder->question);

	if (other < recoder->question->list->n_choices)
		return chosen(recoder, RECODE_OTHER, other);
	return recode_missing_outcome(RECODE_UNMATCHED, MISSING_INVALID);
}

/* "3 - Good": the label behind the number, else the number before it. */
static struct recode_outcome numbered(const struct recoder *recoder,
				      const char *key)
{
	const struct choice_list *list = recoder->question->list;
	const struct recode_word *word;
	size_t length, index;
	const char *rest = behind_number(key, &length);

	if (!rest)
		return written_in(recoder);
	word = recode_look_up(&recoder->folded, rest, strlen(rest));
	if (word)
		return chosen(recoder, RECODE_LABEL, word->choice);
	index = choice_of_value(list, strtod(key, NULL));
	if (index < list->n_choices)
		return chosen(recoder, RECODE_NUMBER, index);
	return written_in(recoder);
}

static struct recode_outcome recode_choice(const struct recoder *recoder,
					   const char *raw, const char *key)
{
	const struct choice_list *list = recoder->question->list;
	const struct recode_word *word =
		recode_look_up(&recoder->exact, raw, strlen(raw));
	double number;

	if (!word)
		word = recode_look_up(&recoder->folded, key, strlen(key));
	if (!word)
		word = recode_look_up(&recoder->names, key, strlen(key));
	if (word)
		return chosen(recoder, word->rule, word->choice);
	if (recode_is_missing(recoder, key))
		return recode_missing_outcome(RECODE_MISSING, MISSING_SKIPPED);
	if (text_parse_number(raw, recoder->source->decimal, &number)) {
		size_t index = choice_of_value(list, number);

		if (index < list->n_choices)
			return chosen(recoder, RECODE_NUMBER, index);
	}
	return numbered(recoder, key);
}

struct recode_outcome recode_value(const struct recoder *recoder,
				   const char *raw)
{
	const struct no_answer *no_answer;
	struct recode_outcome outcome;
	char *key;

	if (!raw || recode_is_blank(raw))
		return recode_empty(recoder, raw);
	no_answer = recode_no_answer(recoder->question, raw);
	if (no_answer)
		return recode_missing_outcome(RECODE_MISSING, no_answer->kind);
	key = text_key(NULL, raw);
	if (!recoder->question->list && recode_is_missing(recoder, key)) {
		talloc_free(key);
		return recode_missing_outcome(RECODE_MISSING, MISSING_SKIPPED);
	}
	switch (recoder->question->type) {
	case QUESTION_SELECT_ONE:
	case QUESTION_RANK: /* the choice that has one place */
		outcome = recode_choice(recoder, raw, key);
		break;
	case QUESTION_INTEGER:
	case QUESTION_DECIMAL:
		outcome = recode_number(recoder, raw);
		break;
	case QUESTION_DATE:
	case QUESTION_TIME:
	case QUESTION_DATETIME:
		outcome = recode_moment(recoder, raw);
		break;
	case QUESTION_NOTE:
	case QUESTION_SELECT_MULTIPLE:
	case QUESTION_TEXT:
	default:
		outcome = recode_missing_outcome(RECODE_UNMATCHED,
						 MISSING_INVALID);
	}
	talloc_free(key);
	return outcome;
}
