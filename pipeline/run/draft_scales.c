/* The usual answer scales, so that their steps come in order. */
#include "pipeline/run/draft_private.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST_SCALE = 14 };

/* Lowest first; spellings of one step stand side by side with "=". */
static const char *const scales[][LONGEST_SCALE] = {
	{ "strongly disagree", "=completely disagree", "disagree",
	  "somewhat disagree", "neither agree nor disagree", "=neutral",
	  "=undecided", "somewhat agree", "agree", "strongly agree",
	  "=completely agree" },
	{ "never", "rarely", "=seldom", "less than once per year", "sometimes",
	  "=occasionally", "often", "=frequently", "very often", "always" },
	{ "not at all", "slightly", "=a little", "not very", "somewhat",
	  "moderately", "quite", "very", "=very much", "extremely" },
	{ "very unfavorably", "somewhat unfavorably",
	  "neither favorably nor unfavorably (neutral)", "somewhat favorably",
	  "very favorably" },
	{ "not at all comfortable", "not so comfortable",
	  "somewhat comfortable", "very comfortable", "extremely comfortable" },
	{ "very dissatisfied", "slightly dissatisfied", "dissatisfied",
	  "neither satisfied nor dissatisfied", "slightly satisfied",
	  "satisfied", "very satisfied" },
	{ "very low", "low", "=basic", "medium", "=intermediate", "=fair",
	  "high", "=advanced", "very high", "=expert" },
	{ "very poor", "poor", "fair", "=average", "good", "very good",
	  "excellent" },
	{ "per niente d'accordo", "=fortemente in disaccordo", "poco d'accordo",
	  "=in disaccordo", "né d'accordo né in disaccordo", "=neutrale",
	  "abbastanza d'accordo", "d'accordo", "molto d'accordo",
	  "=del tutto d'accordo", "=pienamente d'accordo" },
	{ "mai", "raramente", "qualche volta", "=a volte", "spesso",
	  "molto spesso", "sempre" },
	{ "per niente", "=nessuna", "=nullo", "poco", "=poca", "abbastanza",
	  "molto", "=molta", "moltissimo" },
	{ "molto basso", "basso", "=base", "medio", "=intermedio", "alto",
	  "=avanzato", "molto alto" },
};

/* The step of KEY on a scale from 1, or 0. */
static double step_of(const char *const *scale, const char *key)
{
	double step = 0;

	for (size_t i = 0; i < LONGEST_SCALE && scale[i]; i++) {
		bool is_same = scale[i][0] == '=';

		step += !is_same;
		if (!strcmp(scale[i] + is_same, key))
			return step;
	}
	return 0;
}

/* "Unfamiliar (N/A)", "Non so": no step of any scale. */
static bool is_beside(const char *key)
{
	static const char *const words[] = {
		"n/a",
		"don't know",
		"not sure",
		"not applicable",
		"prefer not",
		"no opinion",
		"non so",
		"non applicabile",
		"preferisco non",
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strstr(key, words[i]))
			return true;
	return false;
}

/* What is no step goes behind them. */
static bool place_all(struct draft_list *list, const char *const *scale,
		      double *steps)
{
	size_t n_steps = 0;

	for (size_t i = 0; i < list->n_choices; i++) {
		char *key = text_key(NULL, list->choices[i].label);

		steps[i] = step_of(scale, key);
		n_steps += steps[i] > 0;
		if (steps[i] == 0 && is_beside(key))
			steps[i] = LONGEST_SCALE + 1;
		talloc_free(key);
		if (steps[i] == 0)
			return false;
	}
	return n_steps > 1;
}

/* "1 - low", "0-6 months", "25-34": by the number in front. */
static bool place_by_number(struct draft_list *list, double *steps)
{
	for (size_t i = 0; i < list->n_choices; i++) {
		const char *label = list->choices[i].label;
		size_t skip = strspn(label, "$€ <>");
		char *end;

		steps[i] = strtod(label + skip, &end);
		if (end == label + skip)
			return false;
		if (label[0] == '<')
			steps[i] -= 0.5;
		if (label[0] == '>')
			steps[i] += 0.5;
	}
	return true;
}

/* Stable, few elements. */
static void sort(struct draft_list *list, double *steps)
{
	for (size_t i = 1; i < list->n_choices; i++)
		for (size_t j = i; j && steps[j - 1] > steps[j]; j--) {
			struct draft_choice choice = list->choices[j];
			double step = steps[j];

			list->choices[j] = list->choices[j - 1];
			list->choices[j - 1] = choice;
			steps[j] = steps[j - 1];
			steps[j - 1] = step;
		}
}

void draft_order_choices(struct draft_list *list)
{
	double *steps = memory_array(NULL, double, list->n_choices);
	bool is_placed = place_by_number(list, steps);

	for (size_t i = 0; i < sizeof scales / sizeof *scales && !is_placed;
	     i++)
		is_placed = place_all(list, scales[i], steps);
	if (is_placed)
		sort(list, steps);
	talloc_free(steps);
}
