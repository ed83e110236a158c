/*
 * EUSurvey by way of Excel in Italy: three lines about the survey, semicolons,
 * Windows-1252, decimal commas, a column named by each question's label,
 * several answers in one cell, what the tool itself knows at the end.
 */
#include "samples/generator/welab/questionnaire.h"

#include "pipeline/core/memory.h"
#include "samples/generator/welab/district.h"
#include "samples/generator/windows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { RESPONDENTS = 184, FIGURES = 3, NOBODY = -1 };

struct respondent {
	int number, figure, partner, zone;
	double level; /* above or below the figure's mean */
	int minute;   /* since the questionnaire was opened */
};

struct writer {
	const void *ctx;
	const struct codebook *codebook;
	struct chance *chance;
	FILE *out;
	int n_cells;
};

/* Mean level that people have and that their work requires, by figure:
 * coordination, community work, top management. */
static const struct skill_means {
	const char *skill;
	double current[FIGURES], required[FIGURES];
} means[] = {
	{ "needs", { 2.7, 3.0, 2.9 }, { 3.7, 4.1, 3.8 } },
	{ "mapping", { 2.4, 2.9, 2.6 }, { 3.4, 4.2, 3.3 } },
	{ "impact", { 2.1, 2.0, 2.4 }, { 3.4, 3.2, 4.0 } },
	{ "law", { 2.3, 2.0, 3.0 }, { 3.6, 3.0, 4.2 } },
	{ "coprogramming", { 2.2, 2.5, 2.9 }, { 3.7, 3.7, 4.1 } },
	{ "codesigning", { 2.6, 2.4, 3.1 }, { 4.0, 3.4, 4.1 } },
	{ "accounts", { 3.1, 2.2, 3.3 }, { 3.7, 2.6, 3.7 } },
	{ "calls", { 2.8, 2.2, 3.0 }, { 3.5, 2.8, 4.0 } },
	{ "donors", { 1.9, 1.9, 2.2 }, { 2.6, 2.6, 3.9 } },
	{ "companies", { 1.8, 1.9, 2.3 }, { 2.7, 2.7, 4.1 } },
	{ "sustainability", { 2.4, 1.9, 3.0 }, { 3.0, 2.3, 4.2 } },
	{ "animation", { 2.9, 3.2, 2.6 }, { 3.3, 4.4, 3.1 } },
	{ "facilitation", { 3.3, 3.3, 3.2 }, { 3.8, 4.3, 3.6 } },
	{ "conflicts", { 3.0, 3.1, 3.3 }, { 3.9, 4.0, 3.8 } },
	{ "platform", { 2.7, 2.6, 2.5 }, { 3.4, 3.9, 3.3 } },
	{ "plain", { 3.2, 3.3, 3.2 }, { 3.6, 4.0, 3.7 } },
	{ "channels", { 2.6, 2.8, 2.2 }, { 3.0, 3.5, 2.9 } },
	{ "speaking", { 2.9, 2.7, 3.7 }, { 3.3, 3.2, 4.2 } },
};

/* How many of each figure tick P1, P2, P3, S1 ... S4. */
static const double wanted[FIGURES][7] = {
	{ .72, .24, .28, .33, .41, .36, .44 },
	{ .46, .15, .78, .38, .52, .43, .37 },
	{ .58, .69, .12, .29, .27, .18, .22 },
};

static const char *const synergies[] = {
	"Un trasporto sociale unico per l'Alta Valle, con prenotazione comune",
	"Mettere insieme gli sportelli: oggi le famiglie ne girano tre",
	"Condividere gli educatori fra doposcuola e centri giovani",
	"Un fondo comune con le imprese della Piana per le famiglie",
	"Usare le sale delle parrocchie come punti di comunità",
	"Un solo calendario dei corsi di italiano",
	"Turni comuni per l'assistenza domiciliare nei piccoli comuni",
	"L'emporio potrebbe consegnare anche in Alta Valle con il nostro mezzo",
	"Una formazione congiunta fra volontari e operatori",
	"Gruppi di auto-aiuto itineranti, uno per zona",
	"Accordi con i medici di base per segnalare le solitudini",
	"Inserimenti lavorativi condivisi con le aziende del welfare aziendale",
	"Affidare a un agente di comunità la regia delle reti di paese",
	"Un'équipe unica per le famiglie con bambini piccoli",
};

/* ---- cells ---- */

static void put_cell(struct writer *w, const char *text)
{
	district_cell(w->out, text, !w->n_cells++);
}

static void end_record(struct writer *w)
{
	fputs("\r\n", w->out);
	w->n_cells = 0;
}

static const char *italian(const struct translation *labels, size_t n)
{
	return translation_get(labels, n, "it", "");
}

static const char *choice_text(const struct choice_list *list, int index)
{
	const struct choice *choice = &list->choices[index];

	return italian(choice->labels, choice->n_labels);
}

static void put_choice(struct writer *w, const struct question *question,
		       int index)
{
	put_cell(w, index == NOBODY
			    ? ""
			    : chance_mess(w->ctx, w->chance,
					  choice_text(question->list, index)));
}

/* ---- answers ---- */

static int figure_of(int number)
{
	return number < 78 ? 0 : number < 132 ? 1 : 2;
}

static void draw_respondent(struct chance *chance, struct respondent *r,
			    int number)
{
	static const double zones[] = { .27, .48, .17, .08 };
	static const double partners[PARTNERS] = { .23, .19, .16, .10,
						   .09, .14, .09 };

	r->number = number;
	r->figure = figure_of(number);
	r->partner = chance_index(chance, partners, PARTNERS);
	r->zone = chance_index(chance, zones, 4);
	r->level = chance_normal(chance, .42);
	r->minute = chance_below(chance, 33 * 24 * 60);
}

static const struct skill_means *means_of(const char *question)
{
	for (size_t i = 0; i < sizeof means / sizeof *means; i++)
		if (!strcmp(means[i].skill, question + strlen("cur_")))
			return &means[i];
	return NULL;
}

static void put_rating(struct writer *w, const struct question *question,
		       const struct respondent *r)
{
	const struct skill_means *of = means_of(question->name);
	double mean = *question->name == 'c'
			      ? of->current[r->figure] + r->level
			      : of->required[r->figure] + .35 * r->level;
	double level = round(mean + chance_normal(w->chance, .72));
	int index = (int)fmin(5, fmax(1, level)) - 1;
	double u = chance_uniform(w->chance);

	put_choice(w, question, u < .030 ? NOBODY : u < .042 ? 5 : index);
}

static void put_set(struct writer *w, const struct question *question,
		    const struct respondent *r)
{
	char *joined = memory_text(w->ctx, "");

	for (size_t i = 0; i < question->list->n_choices; i++)
		if (chance_of(w->chance, wanted[r->figure][i]))
			joined = memory_format(
				w->ctx, "%s%s%s", joined, *joined ? ";" : "",
				choice_text(question->list, (int)i));
	put_cell(w, joined);
}

/* Half hours and half years, with the comma that Italians type. */
static void put_number(struct writer *w, double mean, double most)
{
	double number = fmin(
		most, floor(2 * chance_gamma(w->chance, 2.2, mean / 2.2)) / 2);
	char text[32];

	snprintf(text, sizeof text, "%g", number);
	if (strchr(text, '.'))
		*strchr(text, '.') = ',';
	put_cell(w, chance_of(w->chance, .04) ? "" : text);
}

static void put_text(struct writer *w, const struct question *question,
		     const struct respondent *r)
{
	int n = (int)(sizeof synergies / sizeof *synergies);

	if (!strcmp(question->name, "token"))
		put_cell(w, memory_format(w->ctx, "VO-%04d",
					  1000 + 37 * r->number % 9000));
	else
		put_cell(w, chance_of(w->chance, .34)
				    ? synergies[chance_below(w->chance, n)]
				    : "");
}

static int profile_answer(struct writer *w, const struct question *question,
			  const struct respondent *r)
{
	static const double genders[] = { .62, .28, .08, .02 };
	static const double ages[] = { .18, .31, .32, .19 };
	static const double modes[FIGURES][4] = { { .22, .18, .42, .18 },
						  { .20, .10, .30, .40 },
						  { .24, .27, .43, .06 } };
	static const double obstacles[] = { .43, .24, .15, .10, .08 };
	const char *name = question->name;

	if (!strcmp(name, "figure"))
		return r->figure;
	if (chance_of(w->chance, .012))
		return NOBODY;
	if (!strcmp(name, "partner"))
		return r->partner;
	if (!strcmp(name, "zone"))
		return r->zone;
	if (!strcmp(name, "gender"))
		return chance_index(w->chance, genders, 4);
	if (!strcmp(name, "age"))
		return chance_index(w->chance, ages, 4);
	if (!strcmp(name, "mode"))
		return chance_index(w->chance, modes[r->figure], 4);
	return chance_index(w->chance, obstacles, 5);
}

static void put_answer(struct writer *w, const struct question *question,
		       const struct respondent *r)
{
	if (question->type == QUESTION_TEXT)
		put_text(w, question, r);
	else if (question->type == QUESTION_SELECT_MULTIPLE)
		put_set(w, question, r);
	else if (question->type == QUESTION_DECIMAL)
		put_number(w, *question->name == 'y' ? 11 : 6,
			   *question->name == 'y' ? 40 : 30);
	else if (!strcmp(question->list->name, "level"))
		put_rating(w, question, r);
	else
		put_choice(w, question, profile_answer(w, question, r));
}

/* ---- records ---- */

static bool is_asked(const struct question *question)
{
	return question->type != QUESTION_NOTE;
}

/* Title and day stand in the first of as many cells as there are columns. */
static void put_title(struct writer *w, const char *name, const char *text)
{
	const struct codebook *codebook = w->codebook;

	put_cell(w, name);
	put_cell(w, text);
	for (size_t i = 0; i < codebook->n_questions; i++)
		if (is_asked(&codebook->questions[i]))
			put_cell(w, "");
	put_cell(w, "");
	end_record(w);
}

static void put_header(struct writer *w)
{
	const struct codebook *codebook = w->codebook;

	put_title(w, "Alias", "Competenze-WE-lab");
	put_title(w, "Data di esportazione", "17/03/2025 09:12");
	put_title(w, "", "");
	for (size_t i = 0; i < codebook->n_questions; i++)
		if (is_asked(&codebook->questions[i]))
			put_cell(w, italian(codebook->questions[i].labels,
					    codebook->questions[i].n_labels));
	put_cell(w, "Id contributo");
	put_cell(w, "Data di creazione");
	put_cell(w, "Ultimo aggiornamento");
	end_record(w);
}

static void put_moment(struct writer *w, int minute)
{
	int day = minute / (24 * 60);

	put_cell(w,
		 memory_format(w->ctx, "%02d/%02d/2025 %02d:%02d",
			       day < 19 ? day + 10 : day - 18, day < 19 ? 2 : 3,
			       minute / 60 % 24, minute % 60));
}

static void put_record(struct writer *w, const struct respondent *r, int late)
{
	const struct codebook *codebook = w->codebook;
	unsigned id = (unsigned)(r->number + 1) * 2654435761u + (unsigned)late;

	for (size_t i = 0; i < codebook->n_questions; i++)
		if (is_asked(&codebook->questions[i]))
			put_answer(w, &codebook->questions[i], r);
	put_cell(w, memory_format(w->ctx, "%08x-%04x", id, id >> 7 & 0xffff));
	put_moment(w, r->minute + late);
	put_moment(w, r->minute + late + 11 + r->number % 17);
	end_record(w);
}

static void put_all(struct writer *w)
{
	struct respondent r;

	put_header(w);
	for (int i = 0; i < RESPONDENTS; i++) {
		draw_respondent(w->chance, &r, i);
		put_record(w, &r, 0);
		/* Some thought again and sent the form once more. */
		if (chance_of(w->chance, .03))
			put_record(w, &r, 45);
	}
}

int questionnaire_write(const char *path, const struct codebook *codebook,
			struct chance *chance)
{
	void *ctx = talloc_new(NULL);
	char *text = NULL;
	size_t length = 0;
	struct writer w = { ctx, codebook, chance,
			    open_memstream(&text, &length), 0 };
	int result = -1;

	if (w.out) {
		put_all(&w);
		if (fclose(w.out) == 0)
			result = windows_write(path, text, length);
	}
	free(text);
	talloc_free(ctx);
	return result;
}
