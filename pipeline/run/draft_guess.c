#include "pipeline/run/draft_private.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

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
	"informazioni cronologiche",
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

bool draft_is_no_answer(double number)
{
	static const double codes[] = { 77,  88,  97,  98,  99,  777, 888,
					997, 998, 999, -1,  -2,  -7,  -8,
					-9,  -77, -88, -97, -98, -99, -999 };

	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (number == codes[i])
			return true;
	return false;
}

/* Without the codes that stand far behind a scale for "no answer". */
static void cut_no_answer(struct draft_column *column)
{
	double low = (double)INFINITY, high = -(double)INFINITY;

	for (size_t i = 0; i < column->n_values; i++) {
		double value = strtod(column->values[i].text, NULL);

		if (!draft_is_no_answer(value)) {
			low = fmin(low, value);
			high = fmax(high, value);
		}
	}
	if (low >= 0 && low < high && high < STEPS) {
		column->minimum = low;
		column->maximum = high;
	}
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

static void note(struct draft_column *column, const char *why)
{
	column->type = QUESTION_NOTE;
	column->why = why;
}

static void guess_number(struct draft_column *column, bool are_whole)
{
	column->is_number = true;
	if (are_whole)
		cut_no_answer(column);
	if (!are_whole)
		column->type = QUESTION_DECIMAL;
	else if (!column->has_unit && is_scale(column))
		column->type = QUESTION_SELECT_ONE;
	else
		column->type = QUESTION_INTEGER;
	if (are_whole && draft_is_slider(column)) {
		column->minimum = 0;
		column->maximum = 100;
	}
}

static void guess_answers(struct draft *draft, struct draft_column *column)
{
	bool are_whole;

	if (draft_find_numbers(draft, column, &are_whole))
		guess_number(column, are_whole);
	else if (draft_find_joined(draft, column))
		column->type = QUESTION_SELECT_MULTIPLE;
	else if (is_choice(column))
		column->type = QUESTION_SELECT_ONE;
	else
		column->type = QUESTION_TEXT;
}

static void guess_column(struct draft *draft, struct draft_column *column)
{
	if (draft->platform && column->paradata.role)
		note(column, column->paradata.name ? column->paradata.name
						   : "technical or personal");
	else if (!column->n_values)
		note(column, "empty");
	else if (is_among(column->heading, technical,
			  sizeof technical / sizeof *technical))
		note(column, "technical or personal");
	else if (is_constant(draft, column))
		note(column, "the same in all rows");
	else if (is_key(draft, column))
		note(column, "another value in every row");
	else if (!draft_find_moments(draft, column))
		guess_answers(draft, column);
}

static bool tells_apart(const struct draft *draft,
			const struct draft_column *column)
{
	return column->is_cut ||
	       (column->n_values && column->n_values * 10 >= draft->n_rows * 9);
}

/* The invitation's token, else the answer's own number. */
static int find_token(const struct draft *draft)
{
	static const enum paradata_role roles[] = { PARADATA_TOKEN,
						    PARADATA_RESPONSE_ID };

	for (size_t r = 0; draft->platform && r < 2; r++)
		for (size_t i = 0; i < draft->n_columns; i++)
			if (draft->columns[i].paradata.role == roles[r] &&
			    draft->columns[i].paradata.name &&
			    tells_apart(draft, &draft->columns[i]))
				return (int)i;
	return -1;
}

static int find_respondent(const struct draft *draft)
{
	int found = find_token(draft);

	if (found >= 0)
		return found;
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
	draft_find_families(draft);
	draft->respondent = find_respondent(draft);
	if (draft->respondent >= 0)
		note(&draft->columns[draft->respondent],
		     "tells respondents apart");
	draft->language = guess_language(draft);
	draft_list_missing(draft);
}
