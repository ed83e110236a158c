/* Several answers to one question, with a column for each choice or rank. */
#include "pipeline/run/draft_private.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static bool is_tick(const char *value)
{
	static const char *const ticks[] = {
		"0",     "1", "Y",  "N",  "yes",     "no",        "true",
		"false", "x", "si", "sì", "checked", "unchecked",
	};

	for (size_t i = 0; i < sizeof ticks / sizeof *ticks; i++)
		if (!strcasecmp(value, ticks[i]))
			return true;
	return false;
}

/*
 * LimeSurvey's "Q1[SQ2]. Question [choice]": the code, on the draft; the label
 * becomes the question and *CHOICE the choice.  Else the whole heading.
 */
static const char *take_code(struct draft *draft, struct draft_column *column,
			     const char **choice)
{
	size_t length = strcspn(column->heading, ". /"), end;
	const char *rest = column->heading + length;
	const char *open;

	*choice = NULL;
	if (!length || strncmp(rest, ". ", 2) || !rest[2])
		return column->heading;
	rest += 2;
	column->is_coded = true;
	column->label = rest;
	open = strrchr(rest, '[');
	end = strlen(rest);
	if (open && open > rest && rest[end - 1] == ']')
		*choice = memory_text_n(draft, open + 1,
					end - (size_t)(open + 1 - rest) - 1);
	return memory_text_n(draft, column->heading, length);
}

/* The question without the choice that stands behind it in brackets. */
static const char *question_part(struct draft *draft, const char *label)
{
	const char *open = strrchr(label, '[');

	return open && open > label
		       ? text_trim(draft, memory_text_n(draft, label,
							(size_t)(open - label)))
		       : label;
}

/* Family and option of TEXT, parted at AT by a mark of LENGTH bytes; END
 * closes the option, 0 for none. */
static bool part(struct draft *draft, struct draft_column *column,
		 const char *text, const char *at, const char *mark, char end)
{
	const char *option = at + strlen(mark);
	size_t length = strlen(option);

	if (at == text || length <= (end != 0) ||
	    (end && option[length - 1] != end))
		return false;
	column->family_name = text_trim(
		draft, memory_text_n(draft, text, (size_t)(at - text)));
	column->option = memory_text_n(draft, option, length - (end != 0));
	column->option_label = column->option;
	return true;
}

/* "q[option]", "q/option", "q___option" or "q (choice=option)". */
static bool split_text(struct draft *draft, struct draft_column *column,
		       const char *text)
{
	const char *bracket = strrchr(text, '['), *slash = strrchr(text, '/');
	const char *low = strstr(text, "___");
	const char *choice = strstr(text, "(choice=");

	return (low && part(draft, column, text, low, "___", 0)) ||
	       (choice && part(draft, column, text, choice, "(choice=", ')')) ||
	       (bracket && part(draft, column, text, bracket, "[", ']')) ||
	       (slash && part(draft, column, text, slash, "/", 0));
}

/* The heading in two parts, or what the rows below it say. */
static bool split_heading(struct draft *draft, struct draft_column *column)
{
	const char *choice;
	const char *text = take_code(draft, column, &choice);

	column->is_loose = false;
	if (split_text(draft, column, text)) {
		if (choice)
			column->option_label = choice;
		return true;
	}
	column->is_loose = true;
	return strcmp(column->label, column->heading) != 0 &&
	       !column->is_coded && strrchr(column->label, '[') &&
	       part(draft, column, column->label, strrchr(column->label, '['),
		    "[", ']');
}

/* "Column12", as a spreadsheet calls what has no name. */
static bool is_unnamed(const struct draft_column *column)
{
	const char *text = column->heading;

	if (strncasecmp(text, "column", 6))
		return false;
	text += 6 + (text[6] == '_');
	return *text && !text[strspn(text, "0123456789")];
}

static bool are_ticks(const struct draft_column *column)
{
	for (size_t i = 0; i < column->n_values; i++)
		if (!is_tick(column->values[i].text) &&
		    strcmp(column->values[i].text, column->option) &&
		    strcmp(column->values[i].text, column->option_label))
			return false;
	return true;
}

/* Behind the last column whose heading has the same first part. */
static size_t family_end(struct draft *draft, size_t from)
{
	size_t end = from;

	while (end < draft->n_columns &&
	       split_heading(draft, &draft->columns[end]) &&
	       draft->columns[end].is_loose == draft->columns[from].is_loose &&
	       !strcmp(draft->columns[end].family_name,
		       draft->columns[from].family_name))
		end++;
	return end;
}

/* How many of them, from the first, have ticks; 0 if none is ticked. */
static size_t ticks_end(const struct draft *draft, size_t from, size_t to)
{
	bool has_ticks = false;
	size_t end = from;

	while (end < to && are_ticks(&draft->columns[end]))
		has_ticks |= draft->columns[end++].n_values > 0;
	return has_ticks ? end : from;
}

/* Does no column before hold the value of COLUMN? */
static bool is_own_value(const struct draft *draft, size_t from, size_t column)
{
	const struct draft_column *one = &draft->columns[column];

	for (size_t i = from; i < column && one->n_values; i++)
		if (draft->columns[i].n_values &&
		    !strcmp(draft->columns[i].values[0].text,
			    one->values[0].text))
			return false;
	return true;
}

/*
 * Each column has one value or none, its own: a choice that is named, or
 * numbered, where it was ticked.  Of a few answers that could be chance.
 */
static size_t marks_end(const struct draft *draft, size_t from, size_t to)
{
	enum { ENOUGH = 10 };
	size_t end = from, n_marked = 0;

	while (end < to && draft->columns[end].n_values <= 1 &&
	       !draft->columns[end].is_cut && is_own_value(draft, from, end))
		n_marked += draft->columns[end++].n_values;
	return n_marked >= 2 && draft->n_rows >= ENOUGH ? end : from;
}

/* Columns without names behind one that has a name, all of them marks. */
static size_t unnamed_end(const struct draft *draft, size_t from)
{
	size_t end = from + 1;

	if (is_unnamed(&draft->columns[from]))
		return from;
	while (end < draft->n_columns && is_unnamed(&draft->columns[end]))
		end++;
	return marks_end(draft, from, end);
}

static void make_family(struct draft *draft, size_t from, size_t to,
			enum question_type type)
{
	struct draft_column *first = &draft->columns[from];

	for (size_t i = from; i < to; i++) {
		draft->columns[i].family = (int)from;
		draft->columns[i].type = type;
		draft->columns[i].why = NULL;
	}
	first->label = first->is_coded ? question_part(draft, first->label)
				       : first->family_name;
}

/* "Q8" of "Q8_1", "Q8_2" ..., or the question's text. */
static const char *family_code(struct draft *draft, size_t from, size_t to)
{
	const char *heading = draft->columns[from].heading;
	const char *mark = strrchr(heading, '_');
	size_t length = mark ? (size_t)(mark + 1 - heading) : 0;

	for (size_t i = from; i < to; i++) {
		const char *rest = draft->columns[i].heading + length;

		if (length < 2 || !draft_is_identifier(heading) ||
		    strncmp(draft->columns[i].heading, heading, length) != 0 ||
		    !*rest || rest[strspn(rest, "0123456789")])
			return draft->columns[from].family_name;
	}
	return memory_text_n(draft, heading, length - 1);
}

/* What a cell says names the choice, where the heading does not. */
static void name_options(struct draft *draft, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		struct draft_column *column = &draft->columns[i];
		const char *value = column->n_values ? column->values[0].text
						     : column->heading;
		bool is_number = !value[strspn(value, "0123456789")];

		if (is_unnamed(column) || !column->option)
			column->option_label = value;
		column->option = is_number ? value : column->option_label;
		column->is_loose = true;
	}
}

/* Choices that share a code ("q[multi]") are told apart by their labels. */
static void tell_options_apart(struct draft *draft, size_t from, size_t to)
{
	if (to < from + 2 || strcmp(draft->columns[from].option,
				    draft->columns[from + 1].option) != 0)
		return;
	for (size_t i = from; i < to; i++) {
		draft->columns[i].option = draft->columns[i].option_label;
		draft->columns[i].is_loose = true;
	}
}

/* KoboToolbox writes the same answers joined, before the choices. */
static void join_summary(struct draft *draft, size_t first)
{
	struct draft_column *summary;

	if (first == 0)
		return;
	summary = &draft->columns[first - 1];
	if (strcmp(summary->heading, draft->columns[first].family_name))
		return;
	summary->family = (int)first;
	summary->type = QUESTION_SELECT_MULTIPLE;
	summary->why = NULL;
}

/* The family that begins with the column; behind its end, or FROM. */
static size_t find_named(struct draft *draft, size_t from)
{
	size_t to = family_end(draft, from), end, marks;
	bool are_ranks;

	if (draft_are_places(draft, from, to)) {
		make_family(draft, from, to, QUESTION_RANK);
		draft->columns[from].is_place = true;
		return to;
	}
	are_ranks = draft_are_ranks(draft, from, to);
	end = are_ranks ? to : ticks_end(draft, from, to);
	marks = are_ranks ? from : marks_end(draft, from, to);
	if (end < from + 2 && marks < from + 2)
		return from;
	if (marks > end) {
		end = marks;
		draft->columns[from].code = family_code(draft, from, to);
		name_options(draft, from, end);
	}
	tell_options_apart(draft, from, end);
	make_family(draft, from, end,
		    are_ranks ? QUESTION_RANK : QUESTION_SELECT_MULTIPLE);
	join_summary(draft, from);
	return end;
}

static size_t find_unnamed(struct draft *draft, size_t from)
{
	size_t end = unnamed_end(draft, from);

	if (end < from + 2)
		return from;
	for (size_t i = from; i < end; i++)
		draft->columns[i].option = NULL;
	draft->columns[from].family_name = draft->columns[from].heading;
	name_options(draft, from, end);
	make_family(draft, from, end, QUESTION_SELECT_MULTIPLE);
	return end;
}

/* Columns side by side with the same first part, and ticks or ranks in them. */
void draft_find_families(struct draft *draft)
{
	for (size_t i = 0, end; i < draft->n_columns; i = end) {
		end = find_named(draft, i);
		if (end == i)
			end = find_unnamed(draft, i);
		if (end == i)
			end = i + 1;
	}
}
