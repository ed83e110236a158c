#include "pipeline/run/draft_private.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

char *draft_identifier(const void *ctx, const char *text)
{
	enum { LONGEST = 40, SHORTEST = 20 };
	char *slug = text_slug(ctx, text);
	size_t length = strlen(slug);

	for (char *c = slug; *c; c++)
		if (*c == '-')
			*c = '_';
	if (length > LONGEST) {
		char *blank;

		slug[LONGEST + 1] = '\0';
		blank = strrchr(slug, '_'); /* no half words */
		if (blank && blank - slug >= SHORTEST)
			*blank = '\0';
		slug[LONGEST] = '\0';
	}
	if (!*slug || !isalpha((unsigned char)*slug))
		return memory_format(ctx, "q%s%s", *slug ? "_" : "", slug);
	return slug;
}

bool draft_is_identifier(const char *text)
{
	if (!isalpha((unsigned char)*text) && *text != '_')
		return false;
	for (; *text; text++)
		if (!isalnum((unsigned char)*text) && *text != '_')
			return false;
	return true;
}

/* "C++" and "C#" are not "C". */
static const char *spell_signs(const struct draft *draft, const char *text)
{
	char *spelt = memory_text(draft, "");

	for (; *text; text++) {
		if (*text == '+')
			spelt = talloc_strdup_append(spelt, " plus ");
		else if (*text == '#')
			spelt = talloc_strdup_append(spelt, " sharp ");
		else
			spelt = talloc_strndup_append(spelt, text, 1);
		memory_check(spelt);
	}
	return spelt;
}

/* A choice may be called by its number. */
static const char *choice_name(const struct draft *draft, const char *text)
{
	size_t length = strspn(text, "0123456789");

	if (length && length < 6 && !text[length])
		return text;
	return draft_identifier(draft, spell_signs(draft, text));
}

static bool has_choice(const struct draft_list *list, const char *name)
{
	for (size_t i = 0; i < list->n_choices; i++)
		if (!strcmp(list->choices[i].name, name))
			return true;
	return false;
}

static void add_choice(struct draft *draft, struct draft_list *list,
		       const char *name, const char *label)
{
	struct draft_choice choice = { .label = label, .number = (double)NAN };
	const char *base = name;

	choice.name = base;
	for (int i = 2; has_choice(list, choice.name); i++)
		choice.name = memory_format(draft, "%s_%d", base, i);
	memory_append(draft, list->choices, struct draft_choice,
		      list->n_choices, choice);
}

static void add_label(struct draft *draft, struct draft_list *list,
		      const char *label)
{
	add_choice(draft, list, choice_name(draft, label), label);
}

/* A choice's own column names it: keep that name if it can be one. */
static void add_option(struct draft *draft, struct draft_list *list,
		       const struct draft_column *column)
{
	const char *name = column->option;

	if (!draft_is_identifier(name))
		name = choice_name(draft, name);
	add_choice(draft, list, name, column->option_label);
}

static void add_step(struct draft *draft, struct draft_list *list, int number)
{
	const char *step = memory_format(draft, "%d", number);

	add_choice(draft, list, step, step);
	list->choices[list->n_choices - 1].number = number;
}

/* All steps between the ends, also those that nobody chose, and the codes for
 * "no answer" that were seen. */
static void fill_scale(struct draft *draft, struct draft_list *list,
		       const struct draft_column *column)
{
	list->is_scale = true;
	for (int i = (int)column->minimum; i <= (int)column->maximum; i++)
		add_step(draft, list, i);
	for (size_t i = 0; i < column->n_values; i++) {
		int number = atoi(column->values[i].text);

		if (draft_is_no_answer(number))
			add_step(draft, list, number);
	}
}

static bool has_label(const struct draft_list *list, const char *label)
{
	for (size_t i = 0; i < list->n_choices; i++)
		if (!strcmp(list->choices[i].label, label))
			return true;
	return false;
}

/* What stands in any of the places, each once. */
static void add_ranked(struct draft *draft, struct draft_list *list,
		       size_t index)
{
	for (size_t i = index;
	     i < draft->n_columns && draft->columns[i].family == (int)index;
	     i++)
		for (size_t j = 0; j < draft->columns[i].n_values; j++) {
			const char *text = draft->columns[i].values[j].text;

			if (!has_label(list, text))
				add_label(draft, list, text);
		}
}

static struct draft_list make_list(struct draft *draft, size_t index)
{
	const struct draft_column *column = &draft->columns[index];
	struct draft_list list = { 0 };

	if (column->is_place) {
		add_ranked(draft, &list, index);
	} else if (column->family == (int)index) {
		for (size_t i = index; i < draft->n_columns &&
				       draft->columns[i].family == (int)index;
		     i++)
			add_option(draft, &list, &draft->columns[i]);
	} else if (column->is_number) {
		fill_scale(draft, &list, column);
	} else {
		for (size_t i = 0; i < column->n_values; i++)
			add_label(draft, &list, column->values[i].text);
		draft_order_choices(&list);
	}
	if (column->has_other && !has_choice(&list, CODEBOOK_OTHER))
		add_choice(draft, &list, CODEBOOK_OTHER,
			   !strcmp(draft->language, "it") ? "Altro" : "Other");
	return list;
}

static size_t count_shared(const struct draft_list *one,
			   const struct draft_list *two)
{
	size_t n = 0;

	for (size_t i = 0; i < one->n_choices; i++)
		n += has_label(two, one->choices[i].label);
	return n;
}

/* "C12" and "C3" are items of one battery, "cur_team" and "cur_data" too. */
static bool same_stem(const char *a, const char *b)
{
	size_t i = 0;

	while (a[i] && a[i] == b[i])
		i++;
	while (i && isdigit((unsigned char)a[i - 1]))
		i--;
	return i && (!a[i + strspn(a + i, "0123456789")] || a[i - 1] == '_');
}

/* Rows of one grid: the question in front of "[" is the same. */
static bool same_question(const char *a, const char *b)
{
	const char *open = strrchr(a, '[');
	size_t length = open ? (size_t)(open - a) : 0;

	return length && !strncmp(a, b, length) && b[length] == '[';
}

/*
 * Items of one battery, by what they are called.  Where questions have texts,
 * numbers behind "Q" are only their order.
 */
static bool are_battery(const struct draft_column *a,
			const struct draft_column *b)
{
	bool have_texts = strcmp(a->label, a->heading) != 0 &&
			  strcmp(b->label, b->heading) != 0 &&
			  strchr(a->label, ' ') && strchr(b->label, ' ');

	if (!have_texts)
		return same_stem(a->name, b->name);
	return same_question(a->label, b->label) ||
	       (same_stem(a->name, b->name) && a->maximum == b->maximum);
}

/*
 * Questions share a list when their answers are the same, or most of them and
 * more than a yes and a no; scales of numbers when they are the same battery.
 */
static bool may_share(const struct draft_list *list,
		      const struct draft_list *other, bool is_battery)
{
	size_t shared = count_shared(list, other);
	size_t fewer = list->n_choices < other->n_choices ? list->n_choices
							  : other->n_choices;

	if (list->is_scale != other->is_scale)
		return false;
	if (shared == list->n_choices && shared == other->n_choices)
		return !list->is_scale || is_battery || shared > 2;
	if (list->is_scale)
		return is_battery;
	return fewer >= 3 && shared * 4 >= fewer * 3;
}

static int compare_steps(const void *a, const void *b)
{
	const struct draft_choice *one = a, *two = b;

	return (one->number > two->number) - (one->number < two->number);
}

static void absorb(struct draft *draft, struct draft_list *list,
		   const struct draft_list *other)
{
	bool is_longer = false;

	for (size_t i = 0; i < other->n_choices; i++) {
		if (has_label(list, other->choices[i].label))
			continue;
		add_choice(draft, list, other->choices[i].name,
			   other->choices[i].label);
		list->choices[list->n_choices - 1].number =
			other->choices[i].number;
		is_longer = true;
	}
	if (is_longer && list->is_scale)
		qsort(list->choices, list->n_choices, sizeof *list->choices,
		      compare_steps);
	else if (is_longer)
		draft_order_choices(list);
}

void draft_join_lists(struct draft *draft, struct draft_column *one,
		      struct draft_column *two)
{
	if (one->list < 0 || two->list < 0 || one->list == two->list)
		return;
	absorb(draft, &draft->lists[one->list], &draft->lists[two->list]);
	draft->lists[one->list].n_users++;
	draft->lists[two->list].n_users--;
	two->list = one->list;
}

static int find_list(const struct draft *draft, size_t column,
		     const struct draft_list *list)
{
	/* Numbered choices mean something else in every question. */
	if (draft->columns[column].is_loose &&
	    draft->columns[column].family >= 0)
		return -1;
	for (size_t i = column; i-- > 0;) {
		const struct draft_column *other = &draft->columns[i];

		if (other->list >= 0 &&
		    other->type == draft->columns[column].type &&
		    may_share(list, &draft->lists[other->list],
			      are_battery(&draft->columns[column], other)))
			return other->list;
	}
	return -1;
}

static void place(struct draft *draft, size_t column)
{
	struct draft_list list = make_list(draft, column);
	int found = find_list(draft, column, &list);

	if (found < 0) {
		found = (int)draft->n_lists;
		list.name = draft->columns[column].name;
		memory_append(draft, draft->lists, struct draft_list,
			      draft->n_lists, list);
	} else {
		absorb(draft, &draft->lists[found], &list);
	}
	draft->lists[found].n_users++;
	draft->columns[column].list = found;
}

static void name_list(struct draft *draft, struct draft_list *list)
{
	const struct draft_choice *first = list->choices;
	const struct draft_choice *last = first + list->n_choices - 1;
	const char *base = list->name;

	if (list->is_scale) {
		while (first < last && draft_is_no_answer(first->number))
			first++;
		while (last > first && draft_is_no_answer(last->number))
			last--;
		base = memory_format(draft, "scale_%s_%s", first->name,
				     last->name);
	} else if (list->n_users > 1) {
		base = memory_format(draft, "list_%s", list->name);
	}
	list->name = base;
	for (struct draft_list *other = draft->lists; other < list; other++)
		if (!strcmp(other->name, list->name))
			list->name = memory_format(draft, "%s_%td", base,
						   list - draft->lists + 1);
}

void draft_share_lists(struct draft *draft)
{
	for (size_t i = 0; i < draft->n_columns; i++)
		if (draft_is_question(draft, i) &&
		    (draft->columns[i].type == QUESTION_SELECT_ONE ||
		     draft->columns[i].type == QUESTION_SELECT_MULTIPLE ||
		     draft->columns[i].type == QUESTION_RANK))
			place(draft, i);
	for (size_t i = 0; i < draft->n_lists; i++)
		name_list(draft, &draft->lists[i]);
}
