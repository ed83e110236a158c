/*
 * LimeSurvey: byte-order mark, semicolons, CRLF, all quoted but for questions
 * that were not shown or not reached (an unquoted empty cell), answer codes,
 * Q[SQ] headers, multiple choice as Y or empty, a blank last line.
 */
#include "pipeline/core/memory.h"
#include "samples/generator/bwise/survey.h"

#include <string.h>

struct writer {
	struct survey *survey;
	FILE *out;
	int n_cells;
};

static void put_separator(struct writer *w)
{
	if (w->n_cells++)
		fputc(';', w->out);
}

static void put_null(struct writer *w)
{
	put_separator(w);
}

static void put_cell(struct writer *w, const char *text)
{
	put_separator(w);
	fputc('"', w->out);
	for (const char *c = text; *c; c++) {
		if (*c == '"')
			fputc('"', w->out);
		fputc(*c, w->out);
	}
	fputc('"', w->out);
}

static void put_number(struct writer *w, int number)
{
	char text[16];

	snprintf(text, sizeof text, "%d", number);
	put_cell(w, text);
}

static void end_record(struct writer *w)
{
	fputs("\r\n", w->out);
	w->n_cells = 0;
}

static const char *const measures[MEASURES] = { "cur", "req", "fut" };

static void put_set_header(struct writer *w, const char *list)
{
	const struct codebook *codebook = w->survey->codebook;
	char name[64];

	for (size_t l = 0; l < codebook->n_lists; l++) {
		const struct choice_list *choices = &codebook->lists[l];

		if (strcmp(choices->name, list) != 0)
			continue;
		for (size_t i = 0; i < choices->n_choices; i++) {
			snprintf(name, sizeof name, "%s[%s]", list,
				 choices->choices[i].name);
			put_cell(w, name);
		}
	}
}

static void put_header(struct writer *w)
{
	static const char *const first[] = {
		"id",      "submitdate", "lastpage",  "startlanguage",
		"seed",    "token",      "startdate", "datestamp",
		"country", "category",   "wise_size", "wise_model",
		"gender",  "age",        "education", "years",
	};
	char name[64];

	fputs("\xEF\xBB\xBF", w->out);
	for (size_t i = 0; i < sizeof first / sizeof *first; i++)
		put_cell(w, first[i]);
	for (int m = 0; m < MEASURES; m++)
		for (size_t s = 0; s < w->survey->framework->n_skills; s++) {
			snprintf(name, sizeof name, "%s[%s]", measures[m],
				 w->survey->framework->skills[s].name);
			put_cell(w, name);
		}
	put_set_header(w, "mode");
	put_set_header(w, "technology");
	put_cell(w, "barrier");
	put_cell(w, "comment");
	for (int i = 0; i < 2 * TECHNOLOGIES; i++) {
		snprintf(name, sizeof name, "tech_%s[%s]",
			 i < TECHNOLOGIES ? "now" : "later",
			 technology_domains[i % TECHNOLOGIES]);
		put_cell(w, name);
	}
	put_cell(w, "practice");
	end_record(w);
}

static void put_choice(struct writer *w, const char *list, int index)
{
	if (chance_of(w->survey->chance, .012))
		put_cell(w, "");
	else
		put_cell(w, survey_choice(w->survey, list, index)->name);
}

static void put_rating(struct writer *w, const struct respondent *r, int m,
		       size_t s)
{
	int rating = r->rating[m][s];

	if (rating == RATING_NOT_SHOWN || r->is_reached <= m)
		put_null(w);
	else if (rating == RATING_EMPTY)
		put_cell(w, "");
	else if (chance_of(w->survey->chance, .0015))
		put_number(w, 7); /* an old code of the pilot form */
	else
		put_number(w, rating);
}

static void put_set(struct writer *w, const struct respondent *r, unsigned set,
		    int n)
{
	for (int i = 0; i < n; i++) {
		if (r->is_reached < 3)
			put_null(w);
		else
			put_cell(w, set >> i & 1 ? "Y" : "");
	}
}

/* The last page: relevance of technologies, practice. */
static void put_technology(struct writer *w, const struct respondent *r)
{
	int is_shown = r->is_reached == 3 && r->category != 2;

	for (int i = 0; i < 2 * TECHNOLOGIES; i++) {
		int rating = r->relevance[i / TECHNOLOGIES][i % TECHNOLOGIES];

		if (!is_shown)
			put_null(w);
		else if (rating)
			put_number(w, rating);
		else
			put_cell(w, "");
	}
	if (r->is_reached == 3)
		put_cell(w, r->practice);
	else
		put_null(w);
}

static void put_moment(struct writer *w, int minute)
{
	static const int days[] = { 0, 31, 61, 92 };
	char text[32];
	int day = minute / (24 * 60), month = 0;

	while (month < 3 && day >= days[month + 1])
		month++;
	snprintf(text, sizeof text, "%d-%02d-%02d %02d:%02d:00",
		 w->survey->year, 10 + month, day - days[month] + 1,
		 minute / 60 % 24, minute % 60);
	put_cell(w, text);
}

static void put_paradata(struct writer *w, const struct respondent *r, int id)
{
	static const char *const languages[] = { "en", "it", "es", "pl" };
	char *token = online_token(NULL, r, r->year);

	put_number(w, id);
	if (r->is_reached == 3)
		put_moment(w, r->minute);
	else
		put_null(w);
	put_number(w, r->is_reached + 1);
	put_cell(w, languages[r->country == 6    ? 1
			      : r->country == 12 ? 2
			      : r->country == 9  ? 3
						 : 0]);
	put_number(w, 100000 + r->number * 37);
	put_cell(w, token);
	talloc_free(token);
	put_moment(w, r->minute);
	put_moment(w, r->minute + 14);
}

static void put_years(struct writer *w, double years)
{
	char text[32] = "";

	if (years >= 0)
		snprintf(text, sizeof text, "%g", years);
	put_cell(w, text);
}

static void put_record(struct writer *w, const struct respondent *r, int id)
{
	put_paradata(w, r, id);
	put_choice(w, "country", r->country);
	put_choice(w, "category", r->category);
	put_choice(w, "wise_size", r->size);
	put_choice(w, "wise_model", r->model);
	put_choice(w, "gender", r->gender);
	put_choice(w, "age", r->age);
	put_choice(w, "education", r->education);
	put_years(w, r->years);
	for (int m = 0; m < MEASURES; m++)
		for (size_t s = 0; s < w->survey->framework->n_skills; s++)
			put_rating(w, r, m, s);
	put_set(w, r, r->modes, 5);
	put_set(w, r, r->technologies, 6);
	if (r->is_reached < 3) {
		put_null(w);
		put_null(w);
	} else {
		put_choice(w, "barrier", r->barrier);
		put_cell(w, r->comment);
	}
	put_technology(w, r);
	end_record(w);
}

int limesurvey_write(struct survey *survey, const char *path,
		     const struct respondent *respondents, size_t n)
{
	struct writer w = { survey, fopen(path, "wb"), 0 };
	int id = 17;

	if (!w.out)
		return -1;
	put_header(&w);
	for (size_t i = 0; i < n; i++) {
		struct respondent begun = respondents[i];

		/* Some stop half-way and come back with the same token. */
		if (chance_of(survey->chance, .03)) {
			begun.is_reached = 1;
			put_record(&w, &begun, id++);
		}
		put_record(&w, &respondents[i], id++);
	}
	fputs("\r\n", w.out);
	return fclose(w.out);
}
