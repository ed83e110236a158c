#include "stages/quality.h"

#include "pipeline/core/memory.h"
#include "stages/skill_names.h"
#include "stages/stages.h"

#include <string.h>

const char *quality_flag_name(enum quality_flag flag)
{
	static const char *const names[QUALITY_FLAGS] = {
		[QUALITY_STRAIGHT_LINING] = "straight_lining",
		[QUALITY_LOW_VARIATION] = "low_variation",
		[QUALITY_SPEEDER] = "speeder",
		[QUALITY_DUPLICATE] = "duplicate",
		[QUALITY_NEAR_DUPLICATE] = "near_duplicate",
		[QUALITY_IMPOSSIBLE] = "impossible",
		[QUALITY_OUTLIER] = "outlier",
		[QUALITY_ATTENTION] = "attention",
		[QUALITY_TEST] = "test",
		[QUALITY_INCOMPLETE] = "incomplete",
	};

	return names[flag];
}

int quality_codes(const struct quality *quality,
		  const struct variable *variable, uint16_t *codes,
		  struct error *error)
{
	struct answer_cursor *cursor;
	struct answer_codes chunk;
	uint64_t row = 0;
	int more;

	if (answer_cursor_open(quality->context->memory, quality->answers,
			       variable, &cursor, error) < 0)
		return -1;
	while ((more = answer_cursor_next(cursor, &chunk, error)) > 0)
		for (size_t i = 0;
		     i < chunk.n && row < quality->answers->n_rows; i++) {
			uint32_t code = answer_code(&chunk, i);

			codes[row++] =
				(uint16_t)(code < UINT16_MAX ? code
							     : UINT16_MAX);
		}
	talloc_free(cursor);
	return more;
}

static uint16_t excluding_flags(const struct project_quality *settings)
{
	uint16_t mask = 0;

	for (size_t i = 0; i < settings->n_exclude; i++)
		for (int flag = 0; flag < QUALITY_FLAGS; flag++)
			if (!strcmp(settings->exclude[i],
				    quality_flag_name((enum quality_flag)flag)))
				mask = (uint16_t)(mask | 1U << flag);
	return mask;
}

static void report(struct quality *quality)
{
	struct stage_context *context = quality->context;
	uint64_t n_marked = 0, n_excluded = 0, n = quality->answers->n_rows;
	uint64_t n_earlier = 0;

	for (uint64_t row = 0; row < n; row++) {
		n_marked += quality->flags[row] != 0;
		n_excluded += (quality->flags[row] & quality->excluded) != 0;
		n_earlier += quality->is_earlier && quality->is_earlier[row];
	}
	context->rows.read = (int64_t)n;
	context->rows.set_aside = (int64_t)n_excluded;
	context->rows.kept = (int64_t)(n - n_excluded);
	stage_note(context,
		   "%llu of %llu people marked, %llu left out of the results%s",
		   (unsigned long long)n_marked, (unsigned long long)n,
		   (unsigned long long)n_excluded,
		   n_earlier ? memory_format(context->memory,
					     "; %llu answers of earlier waves "
					     "count for change alone",
					     (unsigned long long)n_earlier)
			     : "");
}

static int run(struct stage_context *context, struct error *error)
{
	struct quality quality = { .context = context,
				   .settings = &context->project->quality };
	struct answers *answers;

	if (answers_open_everybody(context->memory, context->store, &answers,
				   error) < 0)
		return -1;
	quality.answers = answers;
	quality.flags =
		memory_array(context->memory, uint16_t, answers->n_rows);
	quality.excluded = excluding_flags(quality.settings);
	if (quality_find_series(&quality, error) < 0 ||
	    quality_mark_series(&quality, error) < 0 ||
	    quality_mark_time(&quality, error) < 0 ||
	    quality_mark_state(&quality, error) < 0 ||
	    quality_mark_twins(&quality, error) < 0 ||
	    quality_mark_answers(&quality, error) < 0 ||
	    quality_find_earlier(&quality, error) < 0 ||
	    quality_write(&quality, error) < 0 ||
	    quality_write_effect(&quality, error) < 0)
		return -1;
	report(&quality);
	return 0;
}

static const struct artifact inputs[] = {
	{ "variable", ARTIFACT_TABLE },
	{ "variable_value", ARTIFACT_TABLE },
	{ "answer_chunk", ARTIFACT_TABLE },
	{ "row_kept", ARTIFACT_TABLE },
	{ "register_rows", ARTIFACT_TABLE },
	{ "rule_row", ARTIFACT_TABLE },
	{ "paradata", ARTIFACT_TABLE },
	{ "source", ARTIFACT_TABLE },
	{ "source_column", ARTIFACT_TABLE },
	{ "dict", ARTIFACT_TABLE },
	{ "chunk", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const struct artifact outputs[] = {
	{ "quality_flag", ARTIFACT_TABLE },
	{ "quality_case", ARTIFACT_TABLE },
	{ "quality_effect", ARTIFACT_TABLE },
	{ "excluded_rows", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const char *const keys[] = { "quality", "analyses.skills", "instruments",
				    NULL };

const struct stage stage_quality = {
	.name = "quality",
	.summary =
		"mark careless, hasty, doubled, tried and unfinished answers, say what they change",
	.version = 4,
	.inputs = inputs,
	.outputs = outputs,
	.keys = keys,
	.depends = skill_names_depend,
	.run = run,
};
