#include "pipeline/draw/chart_words.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/phrase_fill.h"

#include <math.h>
#include <string.h>

const char *words_fill(const struct sheet *sheet, const char *key,
		       const char *const pairs[])
{
	return phrase_fill(sheet->list, parts_phrase(sheet, key), pairs);
}

void words_say(const struct sheet *sheet, const char *key,
	       const char *const pairs[])
{
	const char *before = sheet->list->alternative;

	sheet->list->alternative =
		memory_format(sheet->list, "%s%s%s", before, *before ? " " : "",
			      words_fill(sheet, key, pairs));
}

void words_suppressed(const struct sheet *sheet, size_t n)
{
	if (n)
		words_say(sheet, "alternative.suppressed",
			  (const char *[]){
				  "count",
				  parts_number(sheet, (double)n, 0, false),
				  NULL });
}

void words_nothing(const struct sheet *sheet, size_t n_withheld)
{
	words_say(sheet, "alternative.nothing", NULL);
	words_suppressed(sheet, n_withheld);
}

void words_extremes(const struct sheet *sheet, const struct extremes *extremes)
{
	const double *values = extremes->values;
	size_t most = 0, least = 0, known = 0;

	for (size_t i = 0; i < extremes->n; i++) {
		if (isnan(values[i]))
			continue;
		if (known == 0 || values[i] > values[most])
			most = i;
		if (known == 0 || values[i] < values[least])
			least = i;
		known++;
	}
	if (known)
		words_say(sheet,
			  known > 1 ? "alternative.extremes"
				    : "alternative.only",
			  (const char *[]){
				  "measure",
				  parts_phrase(sheet, extremes->measure), "top",
				  extremes->labels[most], "top_value",
				  extremes->texts[most], "bottom",
				  extremes->labels[least], "bottom_value",
				  extremes->texts[least], NULL });
	words_suppressed(sheet, extremes->n - known);
}

void words_answers(const struct sheet *sheet, const double *counts, size_t n)
{
	double low = (double)NAN, high = (double)NAN;

	for (size_t i = 0; i < n; i++) {
		low = fmin(low, counts[i]);
		high = fmax(high, counts[i]);
	}
	if (isnan(low))
		return;
	words_say(sheet,
		  low < high ? "alternative.answers"
			     : "alternative.answers_same",
		  (const char *[]){ "low", parts_number(sheet, low, 0, false),
				    "high", parts_number(sheet, high, 0, false),
				    NULL });
}
