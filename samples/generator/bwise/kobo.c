/*
 * KoboToolbox: semicolons, every cell quoted, group/question headers (XML
 * names, or labels of one language), select_multiple as the joined cell and
 * one 0/1 column per option.
 */
#include "pipeline/core/memory.h"
#include "samples/generator/bwise/survey.h"
#include "samples/generator/windows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct writer {
	const void *ctx;
	struct survey *survey;
	const char *language;
	FILE *out;
	int n_cells;
};

static void put_cell(struct writer *w, const char *text)
{
	if (w->n_cells++)
		fputc(';', w->out);
	fputc('"', w->out);
	for (const char *c = text; *c; c++) {
		if (*c == '"')
			fputc('"', w->out);
		fputc(*c, w->out);
	}
	fputc('"', w->out);
}

static void end_record(struct writer *w)
{
	fputc('\n', w->out);
	w->n_cells = 0;
}

static const char *question_label(const struct writer *w,
				  const struct question *q)
{
	return w->language ? translation_get(q->labels, q->n_labels,
					     w->language, q->name)
			   : q->name;
}

static int is_group(const struct question *q)
{
	return q->type == QUESTION_NOTE && q->n_labels > 0 &&
	       *q->labels[0].text;
}

static void put_question_header(struct writer *w, const char *group,
				const struct question *q)
{
	const char *name =
		memory_format(w->ctx, "%s/%s", group, question_label(w, q));

	put_cell(w, name);
	if (q->type != QUESTION_SELECT_MULTIPLE)
		return;
	for (size_t i = 0; i < q->list->n_choices; i++)
		put_cell(w, memory_format(w->ctx, "%s/%s", name,
					  choice_label(&q->list->choices[i],
						       w->language)));
}

static void put_header(struct writer *w)
{
	const struct codebook *codebook = w->survey->codebook;
	const char *group = "";

	put_cell(w, "start");
	put_cell(w, "end");
	for (size_t i = 0; i < codebook->n_questions; i++) {
		const struct question *q = &codebook->questions[i];

		if (is_group(q))
			group = question_label(w, q);
		else if (q->type != QUESTION_NOTE)
			put_question_header(w, group, q);
	}
	put_cell(w, "token");
	put_cell(w, "_id");
	put_cell(w, "_uuid");
	put_cell(w, "_submission_time");
	put_cell(w, "_validation_status");
	put_cell(w, "_index");
	end_record(w);
}

static const char *label_of(struct writer *w, const char *list, int index)
{
	const struct choice *choice = survey_choice(w->survey, list, index);

	return chance_mess(w->ctx, w->survey->chance,
			   choice_label(choice, w->language));
}

static void put_rating(struct writer *w, int rating)
{
	if (rating == RATING_NOT_SHOWN || rating == RATING_EMPTY)
		put_cell(w, "");
	else
		put_cell(w,
			 label_of(w, "level",
				  rating == RATING_DONT_KNOW ? 5 : rating - 1));
}

static void put_set(struct writer *w, const struct question *q, unsigned set)
{
	char *joined = memory_text(w->ctx, "");

	for (size_t i = 0; i < q->list->n_choices; i++)
		if (set >> i & 1)
			joined = memory_format(
				w->ctx, "%s%s%s", joined, *joined ? " " : "",
				choice_label(&q->list->choices[i],
					     w->language));
	put_cell(w, joined);
	for (size_t i = 0; i < q->list->n_choices; i++)
		put_cell(w, set >> i & 1 ? "1" : "0");
}

/* Interviewers type years by hand: "3.5", "3,5", now and then "35". */
static void put_years(struct writer *w, double years)
{
	double u = chance_uniform(w->survey->chance);
	char text[32];

	if (years < 0) {
		put_cell(w, "");
		return;
	}
	snprintf(text, sizeof text, "%g", u < .008 ? years * 10 + 60 : years);
	if (w->language && strchr(text, '.'))
		*strchr(text, '.') = ',';
	put_cell(w, text);
}

static int measure_of(const char *name)
{
	return *name == 'c' ? CURRENT : *name == 'r' ? REQUIRED : FUTURE;
}

static int skill_of(const struct survey *survey, const char *name)
{
	for (size_t i = 0; i < survey->framework->n_skills; i++)
		if (strcmp(survey->framework->skills[i].name, name) == 0)
			return (int)i;
	return -1;
}

/* The respondent's answer index to a profile question of that name. */
static int profile_answer(const struct respondent *r, const char *name)
{
	const struct {
		const char *name;
		int answer;
	} answers[] = {
		{ "country", r->country },     { "category", r->category },
		{ "wise_size", r->size },      { "wise_model", r->model },
		{ "gender", r->gender },       { "age", r->age },
		{ "education", r->education }, { "barrier", r->barrier },
	};

	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
		if (strcmp(answers[i].name, name) == 0)
			return answers[i].answer;
	return -1;
}

/* "tech_now_ai", "tech_later_ai" */
static void put_relevance(struct writer *w, const char *name,
			  const struct respondent *r)
{
	int when = strncmp(name, "tech_later", 10) == 0, t = 0;
	char text[8] = "";

	while (strcmp(technology_domains[t], strrchr(name, '_') + 1) != 0)
		t++;
	if (r->relevance[when][t])
		snprintf(text, sizeof text, "%d", r->relevance[when][t]);
	put_cell(w, text);
}

static void put_answer(struct writer *w, const struct question *q,
		       const struct respondent *r)
{
	if (strncmp(q->name, "tech_", 5) == 0) {
		put_relevance(w, q->name, r);
		return;
	}
	if (strcmp(q->name, "years") == 0)
		put_years(w, r->years);
	else if (strcmp(q->name, "mode") == 0)
		put_set(w, q, r->modes);
	else if (strcmp(q->name, "technology") == 0)
		put_set(w, q, r->technologies);
	else if (strcmp(q->name, "comment") == 0)
		put_cell(w, r->comment);
	else if (strcmp(q->name, "practice") == 0)
		put_cell(w, r->practice);
	else if (profile_answer(r, q->name) >= 0)
		put_cell(w, label_of(w, q->list->name,
				     profile_answer(r, q->name)));
	else
		put_rating(w, r->rating[measure_of(q->name)]
				       [skill_of(w->survey, q->name + 4)]);
}

static const char *moment(const struct writer *w, int minute, int shift)
{
	static const int days[] = { 0, 31, 61, 92 };
	int total = minute + shift, day = total / (24 * 60), month = 0;

	while (month < 3 && day >= days[month + 1])
		month++;
	return memory_format(w->ctx, "%d-%02d-%02dT%02d:%02d:00.000+02:00",
			     w->survey->year, 10 + month, day - days[month] + 1,
			     total / 60 % 24, total % 60);
}

static void put_record(struct writer *w, const struct respondent *r, int index)
{
	const struct codebook *codebook = w->survey->codebook;

	put_cell(w, moment(w, r->minute, 0));
	put_cell(w, moment(w, r->minute, 18 + r->number % 23));
	for (size_t i = 0; i < codebook->n_questions; i++)
		if (codebook->questions[i].type != QUESTION_NOTE)
			put_answer(w, &codebook->questions[i], r);
	put_cell(w, face_token(w->ctx, r, r->year));
	put_cell(w, memory_format(w->ctx, "%d", 184000 + 7 * r->number));
	put_cell(w, memory_format(w->ctx, "%08x-%04x-4000-8000-%012x",
				  (unsigned)r->number * 2654435761u,
				  (unsigned)r->number, (unsigned)index));
	put_cell(w, moment(w, r->minute, 60));
	put_cell(w, "");
	put_cell(w, memory_format(w->ctx, "%d", index));
	end_record(w);
}

static int save(const char *path, const char *text, size_t length)
{
	FILE *file = fopen(path, "wb");
	int failed = !file || fwrite(text, 1, length, file) != length;

	if (file && fclose(file) != 0)
		failed = 1;
	return failed ? -1 : 0;
}

int kobo_write(struct survey *survey, const char *path,
	       const struct respondent *respondents, size_t n,
	       const char *language)
{
	char *text = NULL;
	size_t length = 0;
	void *ctx = talloc_new(NULL);
	struct writer w = { ctx, survey, language,
			    open_memstream(&text, &length), 0 };
	int is_spanish = language && strcmp(language, "es") == 0;
	int result;

	put_header(&w);
	for (size_t i = 0; i < n; i++) {
		put_record(&w, &respondents[i], (int)i + 1);
		/* Sent twice when the tablet came back on line. */
		if (chance_of(survey->chance, .018))
			put_record(&w, &respondents[i], (int)i + 1);
	}
	/* A line cut off by a copy and paste. */
	if (language && strcmp(language, "it") == 0)
		fputs("\"2021-11-03T10:15:00.000+02:00\";\"\";\"Italia\"\n",
		      w.out);
	fclose(w.out);
	/* The Spanish file went through Excel. */
	result = is_spanish ? windows_write(path, text, length)
			    : save(path, text, length);
	free(text);
	talloc_free(ctx);
	return result;
}
