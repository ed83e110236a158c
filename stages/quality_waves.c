#include "pipeline/core/memory.h"
#include "stages/quality.h"

#include <string.h>

/* The code of the last wave, in the order of their names; 0 = there are no
 * two. */
static uint16_t last_wave(const struct variable *wave)
{
	size_t last = 0;

	for (size_t i = 1; i < wave->n_values; i++)
		if (strcmp(wave->values[i].name, wave->values[last].name) > 0)
			last = i;
	return wave->n_values > 1 ? (uint16_t)(ANSWER_FIRST + last) : 0;
}

int quality_find_earlier(struct quality *quality, struct error *error)
{
	const struct project *project = quality->context->project;
	const struct variable *wave =
		answers_variable(quality->answers, "wave");
	uint64_t n = quality->answers->n_rows;
	void *memory = quality->context->memory;
	uint16_t *codes, last = wave ? last_wave(wave) : 0;

	if (!last || !project->instruments ||
	    !project->instruments->has_last_wave_only)
		return 0;
	codes = memory_array(memory, uint16_t, n);
	quality->is_earlier = memory_array(memory, bool, n);
	if (quality_codes(quality, wave, codes, error) < 0)
		return -1;
	for (uint64_t row = 0; row < n; row++)
		quality->is_earlier[row] =
			codes[row] >= ANSWER_FIRST && codes[row] != last;
	return 0;
}
