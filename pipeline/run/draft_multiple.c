/* Several answers to one question: joined in cells, or a column for each. */
#include "pipeline/run/draft_private.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LONGEST_PART = 200, SOME_VALUES = 12 };

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* What a column's cells come apart into at one separator. */
struct parts {
	char **texts;
	size_t n, n_distinct;
	size_t n_joined; /* cells with several */
	uint64_t n_rows; /* in which the parts stand */
};

static void split(struct parts *parts, const struct draft_value *value,
		  char separator)
{
	const char *cell = value->text, *stop;
	size_t n = 0;

	do {
		const char *end = strchrnul(cell, separator);
		char *part;

		stop = end;
		while (end > cell && end[-1] == ' ')
			end--;
		part = memory_text_n(parts, cell, (size_t)(end - cell));
		if (*part) {
			memory_append(parts, parts->texts, char *, parts->n,
				      part);
			n++;
		}
		cell = stop + (*stop != '\0');
		cell += strspn(cell, " ");
	} while (*stop);
	parts->n_joined += n > 1;
	parts->n_rows += n * value->n;
}

static struct parts *take_apart(const struct draft_column *column,
				char separator)
{
	enum { LOOKED_AT = 5000 };
	struct parts *parts = memory_new(NULL, struct parts);

	for (size_t i = 0; i < column->n_values && i < LOOKED_AT; i++)
		split(parts, &column->values[i], separator);
	if (!parts->n)
		return parts;
	qsort(parts->texts, parts->n, sizeof *parts->texts, compare_texts);
	for (size_t i = 0; i < parts->n; i++)
		if (!i || strcmp(parts->texts[i], parts->texts[i - 1]))
			parts->texts[parts->n_distinct++] = parts->texts[i];
	return parts;
}

/*
 * Few parts that come again, in other cells too; commas also stand within
 * answers, so they need more proof.
 */
static bool is_joined(const struct draft_column *column,
		      const struct parts *parts, char separator)
{
	size_t n = parts->n_distinct;

	if (n < 2 || n > 100 || !parts->n_joined || parts->n * 2 < n * 3 ||
	    parts->n_rows < n * 3)
		return false;
	for (size_t i = 0; i < n; i++)
		if (strlen(parts->texts[i]) > LONGEST_PART)
			return false;
	return separator != ',' || (column->n_values > SOME_VALUES &&
				    parts->n_joined * 2 > column->n_values &&
				    n < 60 && parts->n >= 5 * n);
}

static void keep_parts(struct draft *draft, struct draft_column *column,
		       const struct parts *parts)
{
	column->values =
		memory_array(draft, struct draft_value, parts->n_distinct);
	column->n_values = parts->n_distinct;
	for (size_t i = 0; i < parts->n_distinct; i++)
		column->values[i].text = memory_text(draft, parts->texts[i]);
}

bool draft_find_joined(struct draft *draft, struct draft_column *column)
{
	static const char separators[] = { ';', '|', ',' };

	for (size_t i = 0; i < sizeof separators; i++) {
		struct parts *parts = take_apart(column, separators[i]);
		bool is_found = is_joined(column, parts, separators[i]);

		if (is_found) {
			keep_parts(draft, column, parts);
			column->separator = separators[i];
		}
		talloc_free(parts);
		if (is_found)
			return true;
	}
	return false;
}

static bool is_tick(const char *value)
{
	static const char *const ticks[] = { "0",   "1",  "Y",    "N",
					     "yes", "no", "true", "false",
					     "x",   "si", "sì" };

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

/* "q[option]", "q/option" or "q___option" in two parts, or false. */
static bool split_heading(struct draft *draft, struct draft_column *column)
{
	static const char *const marks[] = { "___", "/", "[" };
	const char *choice;
	const char *text = take_code(draft, column, &choice);

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		const char *at = strstr(text, marks[i]);
		size_t length = strlen(marks[i]), rest;

		if (!at || at == text || !at[length])
			continue;
		if (marks[i][0] == '/')
			at = strrchr(text, '/');
		rest = strlen(at + length);
		if (marks[i][0] == '[' && at[length + rest - 1] != ']')
			continue;
		column->family_name =
			memory_text_n(draft, text, (size_t)(at - text));
		column->option = memory_text_n(draft, at + length,
					       rest - (marks[i][0] == '['));
		column->option_label = choice ? choice : column->option;
		return *column->option;
	}
	return false;
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

/* Columns side by side with the same first part, and ticks or ranks in them. */
void draft_find_families(struct draft *draft)
{
	for (size_t i = 0, end; i < draft->n_columns; i = end) {
		size_t to = family_end(draft, i);
		bool are_ranks = draft_are_ranks(draft, i, to);

		end = are_ranks ? to : ticks_end(draft, i, to);
		if (end < i + 2) {
			end = i + 1;
			continue;
		}
		make_family(draft, i, end,
			    are_ranks ? QUESTION_RANK
				      : QUESTION_SELECT_MULTIPLE);
		join_summary(draft, i);
	}
}
