/* Practices that respondents tell of, and how two coders read them. */
#include "pipeline/core/memory.h"
#include "samples/generator/bwise/survey.h"

#include <math.h>

/* What was done, whom it is for, and the theme a coder sees in it. */
struct practice {
	const char *what;
	const char *theme, *other; /* a second theme, or NULL */
	double effect;             /* mean rating by coders, 1 to 5 */
};
/* clang-format off */
static const struct practice practices[PRACTICES] = {
	{ "Every new worker learns the tablet with a colleague who started a year ago", "peer", "digital", 4.2 },
	{ "Ten minutes of learning at the start of each shift, with a short video made by the team", "short", "digital", 4.0 },
	{ "The job coach and the foreman plan the week together and note what was learnt", "onthejob", NULL, 4.1 },
	{ "Pictograms and a voice assistant guide workers through the cleaning rounds", "assistive", "digital", 4.4 },
	{ "Glasses with step-by-step pictures at the assembly line", "assistive", "digital", 3.6 },
	{ "A workshop on stress and mental health for all foremen, with a follow-up each quarter", "wellbeing", NULL, 4.3 },
	{ "An open hour with a psychologist, in working time", "wellbeing", NULL, 3.9 },
	{ "Two enterprises exchange their job coaches for a week every spring", "exchange", "peer", 3.8 },
	{ "A shared online room of the region's enterprises where tenders are discussed", "exchange", "digital", 3.2 },
	{ "Badges for skills that a worker can show to the next employer", "recognition", NULL, 3.7 },
	{ "The vocational school certifies what is learnt in the kitchen", "recognition", "onthejob", 4.5 },
	{ "Learning paths with three levels, chosen by the workers themselves", "participation", "recognition", 4.0 },
	{ "Workers' representatives choose the courses of the year", "participation", NULL, 3.4 },
	{ "Phone lessons at home during the closure, five minutes a day", "short", "digital", 2.9 },
	{ "A simple planning tool on the phone replaced the paper rota", "digital", NULL, 3.9 },
	{ "An afternoon on passwords, fraud and personal data, with real messages", "digital", "short", 4.1 },
	{ "Mentors from a bank help managers with the budget and with procurement", "exchange", NULL, 3.3 },
	{ "A kit with machines at half speed to practise before the first real shift", "onthejob", "assistive", 4.2 },
	{ "The impact sheet is filled in by the teams, not by the office", "participation", NULL, 3.1 },
	{ "Former workers come back and tell how they found a job", "peer", "recognition", 3.8 },
	{ "Language lessons with the words of the workplace, in pairs", "onthejob", "peer", 4.0 },
	{ "A digital helper in each team, two hours a week set aside for questions", "digital", "peer", 4.4 },
	{ "Repair mornings: old devices are mended and then used for training", "digital", "onthejob", 3.5 },
	{ "Job carving with the client firm before a contract begins", "onthejob", NULL, 3.6 },
};

/* What the teller adds. */
static const char *const endings[] = {
	"it works because nobody is watched while learning.",
	"it costs little and can be copied anywhere.",
	"after three months we saw fewer mistakes.",
	"it needs a person who keeps it going.",
	"without the project's money it would have ended.",
	"people ask for more of it.",
	"it took a year before everybody joined in.",
};
/* clang-format on */

const char *practice_text(const void *ctx, struct chance *chance, int number)
{
	int n = sizeof endings / sizeof *endings;

	return memory_format(ctx, "%s; %s", practices[number].what,
			     endings[chance_below(chance, n)]);
}

/* ---- coding ---- */

static int rate(struct survey *survey, double effect)
{
	double rating = round(effect + chance_normal(survey->apart, 0.7));

	return (int)fmin(5, fmax(1, rating));
}

static void put_row(FILE *out, const char *token, const char *coder,
		    const char *theme, int rating, int is_quoted)
{
	fprintf(out, "%s,%s,%s,%d,%s\n", token, coder, theme, rating,
		is_quoted ? "yes" : "");
}

/* Coder A read all; B a third, and sees now and then only the second theme. */
static void put_answer(struct survey *survey, FILE *out, const char *token,
		       const struct respondent *respondent)
{
	const struct practice *p = &practices[respondent->practice_number];
	int is_quoted = chance_of(survey->apart, .22);

	put_row(out, token, "A", p->theme, rate(survey, p->effect), is_quoted);
	if (p->other)
		put_row(out, token, "A", p->other, rate(survey, p->effect), 0);
	if (!chance_of(survey->apart, .35))
		return;
	if (!p->other || chance_of(survey->apart, .85))
		put_row(out, token, "B", p->theme, rate(survey, p->effect), 0);
	if (p->other && chance_of(survey->apart, .8))
		put_row(out, token, "B", p->other, rate(survey, p->effect), 0);
}

int practices_write(struct survey *survey, const char *path,
		    const struct respondent *respondents,
		    const char *const *tokens, size_t n)
{
	FILE *out = fopen(path, "wb");

	if (!out)
		return -1;
	fputs("answer,coder,theme,rating,quote\n", out);
	for (size_t i = 0; i < n; i++)
		if (*respondents[i].practice)
			put_answer(survey, out, tokens[i], &respondents[i]);
	return fclose(out);
}
