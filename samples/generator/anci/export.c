#include "pipeline/core/memory.h"
#include "samples/generator/anci/survey.h"

#include <string.h>

/* Pages of the questionnaire. */
enum {
	PAGE_OFFICE = 1,
	PAGE_STATES,
	PAGE_PRACTICE,
	PAGE_IMPORTANCE,
	PAGE_CURRENT,
	PAGE_TRAINING
};

struct writer {
	struct survey *survey;
	FILE *out;
	bool after_excel;
	int n_cells;
};

/* ---- cells ---- */

/* Windows-1252 of the few letters beyond ASCII that Italian needs. */
static void put_letter(const struct writer *w, const char **text)
{
	const unsigned char *c = (const unsigned char *)*text;

	if (!w->after_excel || *c < 0x80) {
		fputc(*c, w->out);
	} else if (*c == 0xC2 || *c == 0xC3) {
		fputc((*c - 0xC2) * 0x40 + c[1], w->out);
		*text += 1;
	} else {
		/* dash and apostrophe: three bytes in UTF-8 */
		fputc(c[2] == 0x93 ? 0x96 : 0x92, w->out);
		*text += 2;
	}
}

static void put_text(struct writer *w, const char *text)
{
	bool is_quoted = !w->after_excel || strpbrk(text, ";\"\n");

	if (w->n_cells++)
		fputc(w->after_excel ? ';' : ',', w->out);
	if (is_quoted)
		fputc('"', w->out);
	for (const char *c = text; *c; c++) {
		if (*c == '"')
			fputc('"', w->out);
		put_letter(w, &c);
	}
	if (is_quoted)
		fputc('"', w->out);
}

/* A question that was not shown, or not reached. */
static void put_nothing(struct writer *w, bool is_reached)
{
	if (w->after_excel) {
		put_text(w, is_reached ? "N/A" : "");
		return;
	}
	if (w->n_cells++)
		fputc(',', w->out);
}

static void end_record(struct writer *w)
{
	fputs(w->after_excel ? "\n" : "\r\n", w->out);
	w->n_cells = 0;
}

static void put_number(struct writer *w, double number, int decimals)
{
	char text[32] = "", *point;

	if (number >= 0)
		snprintf(text, sizeof text, "%.*f", decimals, number);
	point = strchr(text, '.');
	if (w->after_excel && point)
		*point = ',';
	put_text(w, text);
}

static const struct choice_list *list_named(const struct writer *w,
					    const char *name)
{
	const struct codebook *codebook = w->survey->codebook;

	size_t i = 0;

	/* the codebook of the sample has every list named here */
	while (i + 1 < codebook->n_lists &&
	       strcmp(codebook->lists[i].name, name) != 0)
		i++;
	return &codebook->lists[i];
}

/* Excel's users write over cells; LimeSurvey's own export has codes. */
static void put_choice(struct writer *w, const char *list, int index)
{
	const struct choice *choice;
	void *ctx;

	if (index < 0) {
		put_text(w, "");
		return;
	}
	choice = &list_named(w, list)->choices[index];
	if (!w->after_excel) {
		put_text(w, choice->name);
		return;
	}
	ctx = talloc_new(NULL);
	put_text(w,
		 chance_mess(ctx, w->survey->chance,
			     translation_get(choice->labels, choice->n_labels,
					     "it", choice->name)));
	talloc_free(ctx);
}

static void put_set(struct writer *w, unsigned set, int n, bool is_reached)
{
	for (int i = 0; i < n; i++) {
		bool is_chosen = set >> i & 1;

		if (!is_reached)
			put_nothing(w, false);
		else if (w->after_excel)
			put_text(w, is_chosen ? "Sì" : "No");
		else
			put_text(w, is_chosen ? "Y" : "");
	}
}

/* ---- header ---- */

static const char *const moments[MOMENTS] = { "before", "during", "now" };

static void put_heads(struct writer *w, const char *question, const char *list)
{
	const struct choice_list *choices = list_named(w, list);
	char head[64];

	for (size_t i = 0; i < choices->n_choices; i++) {
		snprintf(head, sizeof head, "%s[%s]", question,
			 choices->choices[i].name);
		put_text(w, head);
	}
}

/* "before_sad" of the codebook is the row sad of the array before. */
static void put_states_heads(struct writer *w)
{
	const struct codebook *codebook = w->survey->codebook;
	char head[64];

	for (int m = 0; m < MOMENTS; m++)
		for (size_t i = 0; i < codebook->n_questions; i++) {
			const char *name = codebook->questions[i].name;
			size_t length = strlen(moments[m]);

			if (strncmp(name, moments[m], length) != 0 ||
			    name[length] != '_')
				continue;
			snprintf(head, sizeof head, "%s[%s]", moments[m],
				 name + length + 1);
			put_text(w, head);
		}
}

static void put_skill_heads(struct writer *w, const char *measure)
{
	const struct framework *framework = w->survey->framework;
	char head[64];

	for (size_t s = 0; s < framework->n_skills; s++) {
		snprintf(head, sizeof head, "%s[%s]", measure,
			 framework->skills[s].name);
		put_text(w, head);
	}
}

static void put_header(struct writer *w)
{
	static const char *const first[] = {
		"id",          "submitdate",  "lastpage",    "startlanguage",
		"seed",        "token",       "startdate",   "datestamp",
		"email",       "attribute_1", "attribute_2", "attribute_3",
		"attribute_4", "comune",      "role",        "management",
		"staff",
	};

	if (!w->after_excel)
		fputs("\xEF\xBB\xBF", w->out);
	for (size_t i = 0; i < sizeof first / sizeof *first; i++)
		put_text(w, first[i]);
	put_states_heads(w);
	put_text(w, "has_practice");
	put_text(w, "practice");
	put_skill_heads(w, "imp");
	put_skill_heads(w, "cur");
	put_heads(w, "mode", "mode");
	put_heads(w, "barrier", "barrier");
	put_text(w, "hours");
	end_record(w);
}

/* ---- records ---- */

static void put_moment(struct writer *w, int minute)
{
	char text[32];
	int day = 3 + minute / (24 * 60); /* the first is 3 May 2021 */

	snprintf(text, sizeof text, "2021-%02d-%02d %02d:%02d:00",
		 day > 31 ? 6 : 5, day > 31 ? day - 31 : day, minute / 60 % 24,
		 minute % 60);
	put_text(w, text);
}

static void put_paradata(struct writer *w, const struct answer *answer, int id)
{
	char text[64];

	put_number(w, id, 0);
	if (answer->reached == PAGE_TRAINING)
		put_moment(w, answer->minute + 22);
	else
		put_nothing(w, false);
	put_number(w, answer->reached, 0);
	put_text(w, "it");
	put_number(w, 500000 + id * 41, 0);
	put_text(w, answer->token);
	put_moment(w, answer->minute);
	put_moment(w, answer->minute + 22);
	snprintf(text, sizeof text, "sociale.%s@comune.example",
		 answer->municipality->code);
	put_text(w, text);
}

/* As the clerk writes it. */
static void put_municipality(struct writer *w, const struct answer *answer)
{
	void *ctx = talloc_new(NULL);
	const char *name = answer->municipality->name;

	if (chance_of(w->survey->chance, .12))
		name = memory_format(ctx, "Comune di %s", name);
	put_text(w, chance_mess(ctx, w->survey->chance, name));
	talloc_free(ctx);
}

static void put_office(struct writer *w, const struct answer *answer)
{
	const struct municipality *at = answer->municipality;

	/* attributes of the participants' table: always there, always codes */
	put_text(w, at->code);
	put_text(w, provinces[at->province].code);
	put_text(w, zone_codes[at->zone]);
	put_text(w, size_codes[at->size]);
	put_municipality(w, answer);
	put_choice(w, "role", answer->role);
	put_choice(w, "management", answer->management);
	put_number(w, answer->staff, 1);
}

static void put_states(struct writer *w, const struct answer *answer)
{
	for (int m = 0; m < MOMENTS; m++)
		for (int s = 0; s < SERVICES; s++) {
			if (answer->reached < PAGE_STATES)
				put_nothing(w, false);
			else
				put_choice(w, "state", answer->states[m][s]);
		}
}

static void put_practice(struct writer *w, const struct answer *answer)
{
	bool is_reached = answer->reached >= PAGE_PRACTICE;

	if (is_reached)
		put_choice(w, "yes_no",
			   answer->has_practice < 0 ? -1
						    : !answer->has_practice);
	else
		put_nothing(w, false);
	if (is_reached && answer->has_practice == 1)
		put_text(w, answer->practice ? answer->practice : "");
	else
		put_nothing(w, is_reached);
}

static void put_ratings(struct writer *w, const int *ratings, bool is_reached)
{
	for (size_t s = 0; s < w->survey->framework->n_skills; s++) {
		if (is_reached)
			put_choice(w, "level", ratings[s] - 1);
		else
			put_nothing(w, false);
	}
}

static void put_record(struct writer *w, const struct answer *answer, int id)
{
	bool is_last = answer->reached >= PAGE_TRAINING;

	put_paradata(w, answer, id);
	put_office(w, answer);
	put_states(w, answer);
	put_practice(w, answer);
	put_ratings(w, answer->importance, answer->reached >= PAGE_IMPORTANCE);
	put_ratings(w, answer->current, answer->reached >= PAGE_CURRENT);
	put_set(w, answer->modes, 6, is_last);
	put_set(w, answer->barriers, 6, is_last);
	if (is_last)
		put_number(w, answer->hours, 0);
	else
		put_nothing(w, false);
	end_record(w);
}

int export_write(struct survey *survey, const struct answer *answers, size_t n,
		 const char *path, bool after_excel)
{
	struct writer w = { survey, fopen(path, "wb"), after_excel, 0 };
	int id = after_excel ? 700 : 21;

	if (!w.out)
		return -1;
	put_header(&w);
	for (size_t i = 0; i < n; i++) {
		struct answer begun = answers[i];

		/* Two people of one office: the first stops half-way. */
		if (chance_of(survey->chance, .025)) {
			begun.reached = PAGE_STATES;
			put_record(&w, &begun, id++);
		}
		put_record(&w, &answers[i], id++);
	}
	/* the connection broke in the middle of a record */
	if (!after_excel)
		fprintf(w.out, "\"%d\",,\"1\",\"it\",\"99\r\n", id);
	return fclose(w.out);
}
