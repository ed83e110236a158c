#include "pipeline/data/match.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* How well a heading fits; lower is better. */
enum level { BY_NAME, BY_GROUP, BY_BRACKETS, BY_LABEL, BY_CASE, UNFIT };

struct entry {
	const char *key;
	size_t question;
};

struct entries {
	struct entry *items; /* by key, then question */
	size_t n;
};

struct match_index {
	const struct codebook *codebook;
	struct entries names, labels, folded;
};

struct find {
	size_t question;
	int choice; /* MATCH_NONE: the question itself */
	int place;  /* of a rank, 1 the first; 0 none */
	bool is_other;
	enum level level;
};

static int compare_entries(const void *a, const void *b)
{
	const struct entry *first = a, *second = b;
	int order = strcmp(first->key, second->key);

	if (order)
		return order;
	return (first->question > second->question) -
	       (first->question < second->question);
}

static void add(struct match_index *index, struct entries *entries,
		const char *key, size_t question)
{
	struct entry entry = { key, question };

	if (*key)
		memory_append(index, entries->items, struct entry, entries->n,
			      entry);
}

static void sort(struct entries *entries)
{
	if (entries->n)
		qsort(entries->items, entries->n, sizeof *entries->items,
		      compare_entries);
}

struct match_index *match_index_new(const void *ctx,
				    const struct codebook *codebook)
{
	struct match_index *index = memory_new(ctx, struct match_index);

	index->codebook = codebook;
	for (size_t i = 0; i < codebook->n_questions; i++) {
		const struct question *question = &codebook->questions[i];

		if (!*question->name)
			continue;
		add(index, &index->names, question->name, i);
		add(index, &index->folded, text_key(index, question->name), i);
		for (size_t j = 0; j < question->n_labels; j++)
			add(index, &index->labels,
			    text_key(index, question->labels[j].text), i);
	}
	sort(&index->names);
	sort(&index->labels);
	sort(&index->folded);
	return index;
}

/* The first entry with KEY, or NULL. */
static const struct entry *look_up(const struct entries *entries,
				   const char *key)
{
	size_t low = 0, high = entries->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(entries->items[middle].key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == entries->n || strcmp(entries->items[low].key, key))
		return NULL;
	return &entries->items[low];
}

static bool take(struct find *find, const struct entry *entry, enum level level)
{
	if (entry) {
		find->question = entry->question;
		find->level = level;
	}
	return entry;
}

/* "Q1[SQ2]" as "Q1_SQ2"; "Q1[a][b]" as "Q1_a_b". */
static char *without_brackets(const void *ctx, const char *text)
{
	char *plain = memory_text(ctx, text), *out = plain;

	for (; *text; text++)
		if (*text == '[')
			*out++ = '_';
		else if (*text != ']')
			*out++ = *text;
	*out = '\0';
	return plain;
}

static const char *behind_groups(const char *text)
{
	const char *slash = strrchr(text, '/');

	return slash ? slash + 1 : text;
}

/* Labels hold slashes themselves ("Pani/Pan"), so every one is tried. */
static const struct entry *label_behind_groups(const void *ctx,
					       const struct match_index *index,
					       const char *text)
{
	const struct entry *entry =
		look_up(&index->labels, text_key(ctx, text));

	while (!entry && (text = strchr(text, '/')))
		entry = look_up(&index->labels, text_key(ctx, ++text));
	return entry;
}

static struct find find_question(const void *ctx,
				 const struct match_index *index,
				 const char *text)
{
	struct find find = { .choice = MATCH_NONE, .level = UNFIT };
	const char *last = behind_groups(text);
	const char *plain = without_brackets(ctx, last);

	if (take(&find, look_up(&index->names, text), BY_NAME) ||
	    take(&find, look_up(&index->names, last), BY_GROUP) ||
	    take(&find, look_up(&index->names, plain), BY_BRACKETS) ||
	    take(&find, label_behind_groups(ctx, index, text), BY_LABEL) ||
	    take(&find, look_up(&index->folded, text_key(ctx, last)),
		 BY_CASE) ||
	    take(&find, look_up(&index->folded, text_key(ctx, plain)), BY_CASE))
		return find;
	return find;
}

static bool choice_has_label(const void *ctx, const struct choice *choice,
			     const char *key)
{
	for (size_t i = 0; i < choice->n_labels; i++)
		if (!strcmp(text_key(ctx, choice->labels[i].text), key))
			return true;
	return false;
}

static int find_choice(const void *ctx, const struct choice_list *list,
		       const char *text)
{
	const char *key = text_key(ctx, text);

	for (size_t i = 0; i < list->n_choices; i++)
		if (!strcmp(list->choices[i].name, text))
			return (int)i;
	for (size_t i = 0; i < list->n_choices; i++)
		if (choice_has_label(ctx, &list->choices[i], key))
			return (int)i;
	for (size_t i = 0; i < list->n_choices; i++)
		if (!strcmp(text_key(ctx, list->choices[i].name), key))
			return (int)i;
	return MATCH_NONE;
}

static bool has_choices(const struct question *question)
{
	return question->type == QUESTION_SELECT_MULTIPLE ||
	       question->type == QUESTION_RANK;
}

/* "1" to as many as there are choices, else 0. */
static int place_number(const struct question *question, const char *text)
{
	size_t digits = strspn(text, "0123456789");
	long place = digits && digits < 5 && !text[digits]
			     ? strtol(text, NULL, 10)
			     : 0;

	if (question->type != QUESTION_RANK || place < 1 ||
	    (size_t)place > question->list->n_choices)
		return 0;
	return (int)place;
}

/* Words of the tools for the text beside "other". */
static bool is_other(const void *ctx, const struct question *question,
		     const char *text)
{
	static const char *const words[] = {
		"other",
		"-oth-",
		"text",
		"other_text",
		"other text",
		"altro",
		"other (please specify)",
		"other - text",
		"other, please specify",
		"altro (specificare)",
		"autre",
		"otro",
		"inne",
		"sonstiges",
	};
	const char *key = text_key(ctx, text);
	size_t length = strlen(key);

	if (!question->list)
		return false;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (!strcmp(key, words[i]))
			return true;
	/* Qualtrics: Q2_5_TEXT */
	return length > 5 && !strcmp(key + length - 5, "_text") &&
	       strspn(key, "0123456789") == length - 5;
}

/* LimeSurvey numbers places in brackets, others number the choices. */
static void find_part(const void *ctx, const struct question *question,
		      const char *tail, bool is_bracketed, struct find *find)
{
	if (is_bracketed)
		find->place = place_number(question, tail);
	if (!find->place && has_choices(question))
		find->choice = find_choice(ctx, question->list, tail);
	if (!find->place && find->choice == MATCH_NONE)
		find->place = place_number(question, tail);
	if (!find->place && find->choice == MATCH_NONE)
		find->is_other = is_other(ctx, question, tail);
	if (!find->place && find->choice == MATCH_NONE && !find->is_other)
		find->level = UNFIT;
}

/* HEAD is what stands before the separator, TAIL what stands behind. */
static struct find find_pair(const void *ctx, const struct match_index *index,
			     const char *head, const char *tail,
			     bool is_bracketed)
{
	struct find find = find_question(ctx, index, head);

	if (find.level != UNFIT)
		find_part(ctx, &index->codebook->questions[find.question], tail,
			  is_bracketed, &find);
	return find;
}

/* "Q1[choice]"; REDCap's labels: "Question (choice=label)". */
static struct find find_bracketed(const void *ctx,
				  const struct match_index *index,
				  const char *text)
{
	struct find none = { .level = UNFIT };
	static const char redcap[] = "(choice=";
	const char *end = text + strlen(text);
	const char *open = strrchr(text, '['), *from = open ? open + 1 : NULL;
	const char *head, *tail;

	if (end > text && end[-1] == ')') {
		open = strstr(text, redcap);
		from = open ? open + sizeof redcap - 1 : NULL;
	}
	if (!open || (end[-1] != ']' && end[-1] != ')') || from >= end)
		return none;
	head = memory_text_n(ctx, text, (size_t)(open - text));
	tail = memory_text_n(ctx, from, (size_t)(end - 1 - from));
	return find_pair(ctx, index, text_trim(ctx, head), tail, true);
}

/* Names and labels may hold the separator, so every place is tried. */
static struct find find_separated(const void *ctx,
				  const struct match_index *index,
				  const char *text, const char *separator)
{
	struct find find = { .level = UNFIT };
	const char *at = text;

	while (find.level == UNFIT && (at = strstr(at, separator))) {
		const char *head =
			memory_text_n(ctx, text, (size_t)(at - text));

		at += strlen(separator);
		find = find_pair(ctx, index, head, at, false);
	}
	return find;
}

/*
 * LimeSurvey's "Q1[SQ2]. What the question says [and the choice]": the code
 * before the first full stop, or NULL.
 */
static const char *code_part(const void *ctx, const char *text)
{
	size_t length = 0;

	while (isalnum((unsigned char)text[length]) ||
	       (text[length] && strchr("_[]", text[length])))
		length++;
	if (!length || text[length] != '.' || text[length + 1] != ' ')
		return NULL;
	return memory_text_n(ctx, text, length);
}

static struct find find_coded(const void *ctx, const struct match_index *index,
			      const char *text)
{
	const char *code = code_part(ctx, text);
	struct find find = { .level = UNFIT };

	if (!code)
		return find;
	find = find_question(ctx, index, code);
	return find.level == UNFIT ? find_bracketed(ctx, index, code) : find;
}

/* "q_other" and "q_3" of a rank; a choice of a select_multiple stands not so.
 */
static struct find find_underscored(const void *ctx,
				    const struct match_index *index,
				    const char *text)
{
	struct find find = find_separated(ctx, index, text, "_");
	struct find none = { .level = UNFIT };

	if (find.level == UNFIT || find.is_other ||
	    index->codebook->questions[find.question].type == QUESTION_RANK)
		return find;
	return none;
}

/*
 * A choice may be called as another question is: the last part of
 * "group/question/choice" is a choice if it can be.
 */
static struct find find_whole(const void *ctx, const struct match_index *index,
			      const char *text)
{
	struct find find = find_question(ctx, index, text), part;

	if (find.level == BY_NAME || find.level == UNFIT || !strchr(text, '/'))
		return find;
	part = find_separated(ctx, index, text, "/");
	return part.level != UNFIT && part.choice != MATCH_NONE ? part : find;
}

static struct find
find_heading(const void *ctx, const struct match_index *index, const char *text)
{
	static const char *const separators[] = { "___", "/", ".", ": " };
	struct find find = find_whole(ctx, index, text);

	if (find.level == UNFIT)
		find = find_coded(ctx, index, text);
	if (find.level == UNFIT)
		find = find_bracketed(ctx, index, text);
	for (size_t i = 0;
	     i < sizeof separators / sizeof *separators && find.level == UNFIT;
	     i++)
		find = find_separated(ctx, index, text, separators[i]);
	if (find.level == UNFIT)
		find = find_underscored(ctx, index, text);
	return find;
}

static const char *renamed(const struct match_headings *headings,
			   const char *text)
{
	for (size_t i = 0; i < headings->n_renames; i++)
		if (!strcmp(headings->rename_from[i], text))
			return headings->rename_to[i];
	return text;
}

static int *no_columns(struct match_file *file, size_t n)
{
	int *columns = memory_array(file, int, n);

	for (size_t i = 0; i < n; i++)
		columns[i] = MATCH_NONE;
	return columns;
}

/* Where the column found is to be noted. */
static int *target(struct match_file *file, const struct codebook *codebook,
		   const struct find *find)
{
	struct match *match = &file->questions[find->question];
	const struct question *question = &codebook->questions[find->question];

	if (find->is_other)
		return &match->other;
	if (find->place && !match->places)
		match->places = no_columns(file, question->list->n_choices);
	if (find->place)
		return &match->places[find->place - 1];
	if (find->choice == MATCH_NONE)
		return &match->column;
	if (!match->choices)
		match->choices = no_columns(file, question->list->n_choices);
	return &match->choices[find->choice];
}

static void settle(struct match_file *file, const struct match_index *index,
		   const struct find *finds, size_t column)
{
	int *place;

	if (finds[column].level == UNFIT)
		return;
	place = target(file, index->codebook, &finds[column]);
	if (*place != MATCH_NONE) {
		if (finds[*place].level <= finds[column].level)
			return;
		file->is_claimed[*place] = false;
	}
	*place = (int)column;
	file->is_claimed[column] = true;
}

struct match_file *match_headings(const void *ctx,
				  const struct match_index *index,
				  const struct match_headings *headings)
{
	struct match_file *file = memory_new(ctx, struct match_file);
	void *scratch = talloc_new(file);
	struct find *finds = memory_array(scratch, struct find, headings->n);

	file->questions =
		memory_array(file, struct match, index->codebook->n_questions);
	file->is_claimed = memory_array(file, bool, headings->n);
	for (size_t i = 0; i < index->codebook->n_questions; i++)
		file->questions[i].column = file->questions[i].other =
			MATCH_NONE;
	for (size_t i = 0; i < headings->n; i++)
		finds[i] = find_heading(scratch, index,
					renamed(headings, headings->texts[i]));
	for (size_t i = 0; i < headings->n; i++)
		settle(file, index, finds, i);
	talloc_free(scratch);
	return file;
}
