#include "pipeline/core/memory.h"
#include "stages/quality.h"

#include <string.h>

static const char *wave_of(const struct variable *wave, uint16_t code)
{
	if (code < ANSWER_FIRST || code >= ANSWER_FIRST + wave->n_values)
		return "";
	return wave->values[code - ANSWER_FIRST].name;
}

/* The last wave that somebody answered in, in the order of their names. */
static uint16_t last_wave(const struct variable *wave, const uint16_t *codes,
			  uint64_t n)
{
	uint16_t last = 0;

	for (uint64_t row = 0; row < n; row++)
		if (codes[row] != last &&
		    strcmp(wave_of(wave, codes[row]), wave_of(wave, last)) > 0)
			last = codes[row];
	return last;
}

int quality_find_earlier(struct quality *quality, struct error *error)
{
	const struct project *project = quality->context->project;
	const struct variable *wave =
		answers_variable(quality->answers, "wave");
	uint64_t n = quality->answers->n_rows;
	void *memory = quality->context->memory;
	uint16_t *codes, last;

	if (!wave || !project->instruments ||
	    !project->instruments->has_last_wave_only)
		return 0;
	codes = memory_array(memory, uint16_t, n);
	quality->is_earlier = memory_array(memory, bool, n);
	if (quality_codes(quality, wave, codes, error) < 0)
		return -1;
	last = last_wave(wave, codes, n);
	for (uint64_t row = 0; row < n; row++)
		quality->is_earlier[row] =
			codes[row] >= ANSWER_FIRST && codes[row] != last;
	return 0;
}
