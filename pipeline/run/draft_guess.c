#include "pipeline/run/draft_private.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/recode.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
	FEW = 12,   /* choices that need no further proof */
	MANY = 250, /* more are no choices */
	STEPS = 11, /* of a scale 0 to 10 */
	LONGEST_LABEL = 200
};

/* Columns that identify or technically describe a submission. */
static const char *const technical[] = {
	"id",
	"_id",
	"_uuid",
	"uuid",
	"key",
	"instanceid",
	"token",
	"respondentid",
	"respondent id",
	"respondent_id",
	"responseid",
	"response id",
	"response_id",
	"participant",
	"participant id",
	"user id",
	"userid",
	"email",
	"e-mail",
	"email address",
	"ip",
	"ipaddr",
	"ip address",
	"ipaddress",
	"seed",
	"refurl",
	"contribution id",
	"invitation number",
	"user name",
	"username",
	"first name",
	"last name",
	"name",
	"recipientfirstname",
	"recipientlastname",
	"recipientemail",
	"collector id",
	"deviceid",
	"startlanguage",
	"lastpage",
	"nome",
	"cognome",
	"codice fiscale",
	"submitdate",
	"startdate",
	"enddate",
	"datestamp",
	"recordeddate",
	"timestamp",
	"start time",
	"completion time",
	"informazioni "
	"cronologiche",
	"_submission_time",
	"submissiondate",
	"start",
	"end",
	"today",
	"duration (in seconds)",
	"interviewtime",
};

/* Of those, what tells respondents apart, best first. */
static const char *const tokens[] = {
	"token",
	"respondentid",
	"respondent id",
	"respondent_id",
	"participant id",
	"responseid",
	"response id",
	"response_id",
	"contribution id",
	"_uuid",
	"uuid",
	"instanceid",
	"key",
	"_id",
	"id",
	"user id",
	"userid",
	"participant",
};

static bool is_among(const char *text, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcasecmp(text, words[i]))
			return true;
	return false;
}

bool draft_is_tick(const char *value)
{
	static const char *const ticks[] = { "0",   "1",  "Y",    "N",
					     "yes", "no", "true", "false",
					     "x",   "si", "sì" };

	return is_among(value, ticks, sizeof ticks / sizeof *ticks);
}

static bool is_constant(const struct draft *draft,
			const struct draft_column *column)
{
	return column->n_values == 1 && column->n_filled >= draft->n_rows &&
	       draft->n_rows > 1;
}

/* One value a row, none with blanks within: a key. */
static bool is_key(const struct draft *draft, const struct draft_column *column)
{
	if (draft->n_rows < 20 || column->n_filled < draft->n_rows ||
	    (!column->is_cut && column->n_values < draft->n_rows))
		return false;
	for (size_t i = 0; i < column->n_values; i++)
		if (strpbrk(column->values[i].text, " .,;\n"))
			return false;
	return true;
}

static bool all_dates(const struct draft_column *column)
{
	char iso[11];

	for (size_t i = 0; i < column->n_values; i++)
		if (!recode_date(column->values[i].text, false, iso) &&
		    !recode_date(column->values[i].text, true, iso))
			return false;
	return column->n_values;
}

/* Also notes the range. */
static bool all_numbers(const struct draft *draft, struct draft_column *column,
			bool *are_whole)
{
	char decimal = draft->dialect->decimal ? draft->dialect->decimal : '.';

	*are_whole = true;
	for (size_t i = 0; i < column->n_values; i++) {
		double value;

		if (!text_parse_number(column->values[i].text, decimal, &value))
			return false;
		*are_whole = *are_whole && value == floor(value);
		if (!i || value < column->minimum)
			column->minimum = value;
		if (!i || value > column->maximum)
			column->maximum = value;
	}
	return column->n_values;
}

/* Whole numbers from 0 or 1 in few steps: a scale, or codes. */
static bool is_scale(const struct draft_column *column)
{
	return column->minimum >= 0 && column->maximum < STEPS &&
	       column->n_values >= 2 &&
	       column->n_filled >= 2 * column->n_values;
}

static bool has_long_value(const struct draft_column *column)
{
	for (size_t i = 0; i < column->n_values; i++)
		if (strlen(column->values[i].text) > LONGEST_LABEL ||
		    strchr(column->values[i].text, '\n'))
			return true;
	return false;
}

static bool is_choice(const struct draft_column *column)
{
	size_t n = column->n_values;

	if (column->is_cut || has_long_value(column))
		return false;
	if (n <= 2)
		return column->n_filled > n;
	if (n <= FEW)
		return column->n_filled >= 2 * n;
	return n <= MANY && column->n_filled >= 10 * n;
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* What a column's cells come apart into at one separator. */
struct parts {
	char **texts;
	size_t n, n_distinct, n_joined; /* n_joined: cells with several */
};

static void split(struct parts *parts, const char *cell, char separator)
{
	const char *stop;
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
}

static struct parts *take_apart(const struct draft_column *column,
				char separator)
{
	enum { LOOKED_AT = 5000 };
	struct parts *parts = memory_new(NULL, struct parts);

	for (size_t i = 0; i < column->n_values && i < LOOKED_AT; i++)
		split(parts, column->values[i].text, separator);
	if (!parts->n)
		return parts;
	qsort(parts->texts, parts->n, sizeof *parts->texts, compare_texts);
	for (size_t i = 0; i < parts->n; i++)
		if (!i || strcmp(parts->texts[i], parts->texts[i - 1]))
			parts->texts[parts->n_distinct++] = parts->texts[i];
	return parts;
}

/* Many combinations of few parts; commas also stand within answers. */
static bool is_joined(const struct draft_column *column,
		      const struct parts *parts, char separator)
{
	size_t n = parts->n_distinct;

	if (n < 2 || n > 100 || !parts->n_joined ||
	    parts->n < 3 * parts->n_distinct)
		return false;
	for (size_t i = 0; i < n; i++)
		if (strlen(parts->texts[i]) > LONGEST_LABEL)
			return false;
	return separator != ',' || (column->n_values > FEW &&
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

static bool find_joined(struct draft *draft, struct draft_column *column)
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

static void note(struct draft_column *column, const char *why)
{
	column->type = QUESTION_NOTE;
	column->why = why;
}

static void guess_number(struct draft_column *column, bool are_whole)
{
	column->is_number = true;
	if (!are_whole)
		column->type = QUESTION_DECIMAL;
	else if (is_scale(column))
		column->type = QUESTION_SELECT_ONE;
	else
		column->type = QUESTION_INTEGER;
}

static void guess_column(struct draft *draft, struct draft_column *column)
{
	bool are_whole = false;

	if (!column->n_values)
		note(column, "empty");
	else if (is_among(column->heading, technical,
			  sizeof technical / sizeof *technical))
		note(column, "technical or personal");
	else if (is_constant(draft, column))
		note(column, "the same in all rows");
	else if (is_key(draft, column))
		note(column, "another value in every row");
	else if (all_dates(column))
		column->type = QUESTION_DATE;
	else if (all_numbers(draft, column, &are_whole))
		guess_number(column, are_whole);
	else if (find_joined(draft, column))
		column->type = QUESTION_SELECT_MULTIPLE;
	else if (is_choice(column))
		column->type = QUESTION_SELECT_ONE;
	else
		column->type = QUESTION_TEXT;
}

static bool tells_apart(const struct draft *draft,
			const struct draft_column *column)
{
	return column->is_cut ||
	       (column->n_values && column->n_values * 10 >= draft->n_rows * 9);
}

static int find_respondent(const struct draft *draft)
{
	for (size_t t = 0; t < sizeof tokens / sizeof *tokens; t++)
		for (size_t i = 0; i < draft->n_columns; i++)
			if (!strcasecmp(draft->columns[i].heading, tokens[t]) &&
			    tells_apart(draft, &draft->columns[i]))
				return (int)i;
	if (draft->n_columns && draft->columns[0].why &&
	    is_key(draft, &draft->columns[0]))
		return 0; /* a first column without a name */
	return -1;
}

/* "q[option]", "q/option" or "q___option" in two parts, or false. */
static bool split_heading(struct draft *draft, struct draft_column *column)
{
	static const char *const marks[] = { "___", "/", "[" };

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		const char *at = strstr(column->heading, marks[i]);
		size_t length = strlen(marks[i]), rest;

		if (!at || at == column->heading || !at[length])
			continue;
		if (marks[i][0] == '/')
			at = strrchr(column->heading, '/');
		rest = strlen(at + length);
		if (marks[i][0] == '[' && at[length + rest - 1] != ']')
			continue;
		column->family_name = memory_text_n(
			draft, column->heading, (size_t)(at - column->heading));
		column->option = memory_text_n(draft, at + length,
					       rest - (marks[i][0] == '['));
		return *column->option;
	}
	return false;
}

static bool are_ticks(const struct draft_column *column)
{
	for (size_t i = 0; i < column->n_values; i++)
		if (!draft_is_tick(column->values[i].text) &&
		    strcmp(column->values[i].text, column->option))
			return false;
	return true;
}

/* Columns side by side with the same first part and ticks in them. */
static void find_families(struct draft *draft)
{
	for (size_t i = 0, end; i < draft->n_columns; i = end) {
		bool has_ticks = false;

		end = i;
		while (end < draft->n_columns &&
		       split_heading(draft, &draft->columns[end]) &&
		       are_ticks(&draft->columns[end]) &&
		       !strcmp(draft->columns[end].family_name,
			       draft->columns[i].family_name))
			has_ticks |= draft->columns[end++].n_values > 0;
		if (end < i + 2 || !has_ticks) {
			end = i + 1;
			continue;
		}
		for (size_t j = i; j < end; j++) {
			draft->columns[j].family = (int)i;
			draft->columns[j].type = QUESTION_SELECT_MULTIPLE;
			draft->columns[j].why = NULL;
		}
		draft->columns[i].label = draft->columns[i].family_name;
	}
}

bool draft_is_question(const struct draft *draft, size_t column)
{
	int family = draft->columns[column].family;

	return !draft->columns[column].why &&
	       (family < 0 || family == (int)column);
}

/* Italian or English by the small words of headings and answers. */
static size_t count_words(const struct draft *draft, const char *const *words,
			  size_t n)
{
	size_t found = 0;

	for (size_t i = 0; i < draft->n_columns; i++) {
		char *text =
			memory_format(NULL, " %s ", draft->columns[i].label);

		for (size_t j = 0; j < n; j++)
			found += strcasestr(text, words[j]) != NULL;
		for (size_t j = 0; j < n && draft->columns[i].n_values; j++)
			found += strcasestr(draft->columns[i].values[0].text,
					    words[j]) != NULL;
		talloc_free(text);
	}
	return found;
}

static const char *guess_language(const struct draft *draft)
{
	static const char *const italian[] = { " di ",  " il ",    " della ",
					       " che ", " quale ", " per ",
					       " non ", " sono ",  " con " };
	static const char *const english[] = { " the ", " of ",   " you ",
					       " is ",  " what ", " to ",
					       " and ", " your ", " with " };

	return count_words(draft, italian, 9) > count_words(draft, english, 9)
		       ? "it"
		       : "en";
}

void draft_guess(struct draft *draft)
{
	for (size_t i = 0; i < draft->n_columns; i++)
		guess_column(draft, &draft->columns[i]);
	find_families(draft);
	draft->respondent = find_respondent(draft);
	if (draft->respondent >= 0)
		note(&draft->columns[draft->respondent],
		     "tells respondents apart");
	draft->language = guess_language(draft);
}
