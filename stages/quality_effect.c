/*
 * What the headline would be without the people marked: the means of the
 * levels and of the gap over all skills, each skill over those who rated both.
 */
#include "stages/quality.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/framework.h"
#include "pipeline/data/skill_pattern.h"
#include "stages/table_writer.h"

#include <math.h>

enum { EVERYBODY = QUALITY_FLAGS, SETS };

/* Sums over the people of one set. */
struct sums {
	double n, current, required;
};

/* Means over the skills, of everybody but the set. */
struct means {
	double n_skills, current, required;
};

struct effect {
	const struct quality *quality;
	uint16_t *current, *required; /* codes of one skill */
	struct means means[SETS];
};

static double number_of(const struct variable *variable, uint16_t code)
{
	if (code < ANSWER_FIRST ||
	    (size_t)code - ANSWER_FIRST >= variable->n_values)
		return (double)NAN;
	return variable->values[code - ANSWER_FIRST].number;
}

static void add(struct sums *sums, double current, double required)
{
	sums->n++;
	sums->current += current;
	sums->required += required;
}

static void sum_rows(const struct effect *effect,
		     const struct variable *current,
		     const struct variable *required, struct sums sums[SETS])
{
	const struct quality *quality = effect->quality;

	for (uint64_t row = 0; row < quality->answers->n_rows; row++) {
		double have = number_of(current, effect->current[row]);
		double need =
			required ? number_of(required, effect->required[row])
				 : 0;

		if (isnan(have) || isnan(need) ||
		    (quality->is_earlier && quality->is_earlier[row]))
			continue;
		add(&sums[EVERYBODY], have, need);
		for (unsigned flags = quality->flags[row]; flags;
		     flags &= flags - 1)
			add(&sums[__builtin_ctz(flags)], have, need);
	}
}

static void add_skill(struct effect *effect, const struct sums sums[SETS])
{
	for (int set = 0; set < SETS; set++) {
		struct sums left = sums[EVERYBODY];
		struct means *means = &effect->means[set];

		if (set != EVERYBODY) {
			left.n -= sums[set].n;
			left.current -= sums[set].current;
			left.required -= sums[set].required;
		}
		if (!(left.n > 0))
			continue;
		means->n_skills++;
		means->current += left.current / left.n;
		means->required += left.required / left.n;
	}
}

static const struct variable *find(const struct effect *effect,
				   const char *pattern,
				   const struct skill *skill)
{
	return pattern ? answers_variable(
				 effect->quality->answers,
				 skill_pattern_name(
					 effect->quality->context->memory,
					 pattern, skill))
		       : NULL;
}

static int count_skill(struct effect *effect, const struct skill *skill,
		       struct error *error)
{
	const struct project_skills *settings =
		effect->quality->context->project->skills;
	const struct variable *current = find(effect, settings->current, skill);
	const struct variable *required =
		find(effect, settings->required, skill);
	struct sums sums[SETS] = { { 0 } };

	if (!current || (settings->required && !required))
		return 0;
	if (quality_codes(effect->quality, current, effect->current, error) <
		    0 ||
	    (required && quality_codes(effect->quality, required,
				       effect->required, error) < 0))
		return -1;
	sum_rows(effect, current, required, sums);
	add_skill(effect, sums);
	return 0;
}

/* ---- table ---- */

static void mean_of(const struct means *means, double out[3])
{
	out[0] = means->current / means->n_skills;
	out[1] = means->required / means->n_skills;
	out[2] = out[1] - out[0];
}

static int write_set(const struct effect *effect, struct table_writer *writer,
		     int set, struct error *error)
{
	static const char *const measures[] = { "current", "required", "gap" };
	bool has_required =
		effect->quality->context->project->skills->required != NULL;
	double all[3], without[3];

	mean_of(&effect->means[EVERYBODY], all);
	mean_of(&effect->means[set], without);
	for (size_t i = 0; i < (has_required ? 3U : 1U); i++) {
		table_writer_text(writer,
				  quality_flag_name((enum quality_flag)set));
		table_writer_text(writer, measures[i]);
		table_writer_real(writer, all[i]);
		table_writer_real(writer, without[i]);
		if (table_writer_row(writer, error) < 0)
			return -1;
	}
	return 0;
}

static int count_skills(struct effect *effect, struct error *error)
{
	const struct quality *quality = effect->quality;
	const struct project_skills *skills = quality->context->project->skills;
	struct framework *framework;

	if (framework_load(quality->context->memory, skills->framework,
			   &framework, error) < 0)
		return -1;
	for (size_t i = 0; i < framework->n_skills; i++)
		if (count_skill(effect, &framework->skills[i], error) < 0)
			return -1;
	return 0;
}

int quality_write_effect(struct quality *quality, struct error *error)
{
	struct effect effect = { .quality = quality };
	struct table_writer *writer;
	void *scratch;

	if (table_writer_open(quality->context->memory, quality->context->store,
			      "quality_effect",
			      "flag TEXT, measure TEXT, everybody REAL,"
			      " without REAL",
			      &writer, error) < 0)
		return -1;
	if (!quality->context->project->skills)
		return 0;
	scratch = memory_new(quality->context->memory, char);
	effect.current =
		memory_array(scratch, uint16_t, quality->answers->n_rows);
	effect.required =
		memory_array(scratch, uint16_t, quality->answers->n_rows);
	if (count_skills(&effect, error) < 0)
		return -1;
	for (int set = 0; set < QUALITY_FLAGS; set++)
		if (quality->judged[set] &&
		    write_set(&effect, writer, set, error) < 0)
			return -1;
	talloc_free(scratch);
	talloc_free(writer);
	return 0;
}
