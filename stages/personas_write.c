#include "pipeline/core/memory.h"
#include "stages/personas.h"
#include "stages/personas_traits.h"
#include "stages/table_writer.h"

#include <math.h>

/*
 * Below a quarter there is no structure to speak of (Kaufman and Rousseeuw
 * 1990, Finding Groups in Data, table 4 of chapter 2); below 0.6 a group does
 * not come out again in other samples (Hennig 2007).
 */
static const double least_silhouette = 0.25, least_stability = 0.6;

static uint64_t n_answered(const struct personas *personas)
{
	return personas->skills->answers->n_rows;
}

static const char *caution_of(const struct personas *personas, size_t c)
{
	const struct persona_groups *groups = &personas->groups;

	if (groups->stability[c] < least_stability)
		return "unstable";
	if (groups->silhouette[c] < least_silhouette)
		return "overlapping";
	return personas->people.n < n_answered(personas) ? "sampled" : NULL;
}

static double mean_gap(const struct skills_plan *skills, size_t level)
{
	double sum = 0, n = 0;

	for (size_t i = 0; i < skills->n_items; i++) {
		double gap = skills->items[i].estimates[level].gap.mean;

		if (isnan(gap))
			continue;
		sum += gap;
		n++;
	}
	return n > 0 ? sum / n : (double)NAN;
}

static size_t n_compared(const struct persona_groups *groups)
{
	size_t n = 0;

	for (size_t c = 0; c < groups->k; c++)
		n += groups->sizes[c];
	return n;
}

static int write_personas(const struct personas *personas,
			  struct table_writer *writer, struct error *error)
{
	const struct persona_groups *groups = &personas->groups;
	size_t all = n_compared(groups);

	for (size_t c = 0; c < groups->k; c++) {
		table_writer_integer(writer, (int64_t)c + 1);
		table_writer_integer(writer, (int64_t)groups->sizes[c]);
		table_writer_integer(writer, (int64_t)all);
		table_writer_real(writer,
				  (double)groups->sizes[c] / (double)all);
		table_writer_real(writer, mean_gap(personas->skills, c + 1));
		table_writer_real(writer, groups->silhouette[c]);
		table_writer_real(writer, groups->stability[c]);
		table_writer_text(writer, caution_of(personas, c));
		table_writer_integer(writer, (int64_t)n_answered(personas));
		table_writer_integer(writer, (int64_t)personas->people.n);
		if (table_writer_row(writer, error) < 0)
			return -1;
	}
	return 0;
}

static int write_numbers(const struct personas *personas,
			 struct table_writer *writer, struct error *error)
{
	const struct persona_groups *groups = &personas->groups;

	for (size_t i = 0; i < groups->n_numbers; i++) {
		const struct persona_number *number = &groups->numbers[i];

		table_writer_integer(writer, (int64_t)number->k);
		table_writer_real(writer, number->silhouette);
		table_writer_real(writer, number->gap);
		table_writer_real(writer, number->gap_error);
		table_writer_integer(writer, number->is_chosen);
		if (table_writer_row(writer, error) < 0)
			return -1;
	}
	return 0;
}

static void put_trait(struct table_writer *writer, size_t persona,
		      const struct persona_trait *trait)
{
	bool is_score = trait->score != NULL;

	table_writer_integer(writer, (int64_t)persona);
	table_writer_text(writer, !is_score              ? "answer"
				  : trait->score->is_gap ? "gap"
							 : "level");
	table_writer_text(writer, is_score ? trait->score->area
					   : trait->variable->name);
	table_writer_text(writer, is_score ? NULL : trait->answer->name);
	table_writer_integer(writer, (int64_t)trait->n);
	table_writer_integer(writer, (int64_t)trait->base);
	table_writer_real(writer, trait->value);
	table_writer_real(writer, trait->overall);
	table_writer_real(writer, trait->effect);
}

static int write_traits_of(const struct personas *personas, size_t c,
			   struct table_writer *traits_writer,
			   struct table_writer *typical_writer,
			   struct error *error)
{
	const struct persona_people *people = &personas->people;
	struct persona_traits *traits = persona_traits(personas, personas, c);
	struct persona_trait typical;

	for (size_t i = 0; i < traits->n; i++) {
		put_trait(traits_writer, c + 1, &traits->items[i]);
		table_writer_integer(traits_writer, (int64_t)i + 1);
		if (table_writer_row(traits_writer, error) < 0)
			return -1;
	}
	for (size_t v = 0; v < people->n_variables; v++) {
		if (!persona_typical(traits, people->variables[v], &typical))
			continue;
		table_writer_integer(typical_writer, (int64_t)c + 1);
		table_writer_text(typical_writer, typical.variable->name);
		table_writer_integer(typical_writer, (int64_t)v + 1);
		table_writer_text(typical_writer, typical.answer->name);
		table_writer_integer(typical_writer, (int64_t)typical.n);
		table_writer_integer(typical_writer, (int64_t)typical.base);
		table_writer_real(typical_writer, typical.value);
		if (table_writer_row(typical_writer, error) < 0)
			return -1;
	}
	talloc_free(traits);
	return 0;
}

/* Place of SKILL among all by the gap to the future level, 1 = widest. */
static size_t future_rank(const struct skills_plan *skills, size_t item,
			  size_t level)
{
	double own = skills->items[item].estimates[level].future.mean;
	size_t rank = 1;

	if (isnan(own))
		return 0;
	for (size_t i = 0; i < skills->n_items; i++)
		rank += skills->items[i].estimates[level].future.mean > own;
	return rank;
}

static void put_need(struct table_writer *writer,
		     const struct skills_plan *skills, size_t item,
		     size_t level)
{
	const struct skills_estimate *estimate =
		&skills->items[item].estimates[level];
	const struct gap *gap = &estimate->gap;

	table_writer_integer(writer, (int64_t)level);
	table_writer_text(writer, skills->items[item].skill->name);
	table_writer_text(writer, skills->items[item].skill->area);
	table_writer_integer(writer, (int64_t)item + 1);
	table_writer_integer(writer, (int64_t)estimate->n);
	table_writer_real(writer, estimate->current);
	table_writer_real(writer, gap->mean_required);
	table_writer_real(writer, estimate->future.mean_required);
	table_writer_real(writer, gap->mean);
	table_writer_real(writer, gap->low);
	table_writer_real(writer, gap->high);
	table_writer_rank(writer, estimate->rank);
	table_writer_real(writer, estimate->future.mean);
	table_writer_real(writer, estimate->future.low);
	table_writer_real(writer, estimate->future.high);
	table_writer_rank(writer, future_rank(skills, item, level));
	table_writer_text(writer, estimate->caution);
}

static int write_needs(const struct personas *personas,
		       struct table_writer *writer, struct error *error)
{
	const struct skills_plan *skills = personas->skills;

	for (size_t c = 0; c < personas->groups.k; c++)
		for (size_t i = 0; i < skills->n_items; i++) {
			put_need(writer, skills, i, c + 1);
			if (table_writer_row(writer, error) < 0)
				return -1;
		}
	return 0;
}

enum { PERSONA, NUMBER, TRAIT, TYPICAL, NEED, TABLES };

static const struct {
	const char *name, *columns;
} tables[TABLES] = {
	[PERSONA] = { "persona",
		      "persona INTEGER, n INTEGER, base INTEGER, share REAL,"
		      " mean_gap REAL, silhouette REAL, stability REAL,"
		      " caution TEXT, answered INTEGER, drawn INTEGER" },
	[NUMBER] = { "persona_number",
		     "personas INTEGER, silhouette REAL, gap_statistic REAL,"
		     " gap_error REAL, is_chosen INTEGER" },
	[TRAIT] = { "persona_trait",
		    "persona INTEGER, kind TEXT, subject TEXT, answer TEXT,"
		    " n INTEGER, base INTEGER, value REAL, overall REAL,"
		    " effect REAL, rank INTEGER" },
	[TYPICAL] = { "persona_typical",
		      "persona INTEGER, question TEXT, position INTEGER,"
		      " answer TEXT, n INTEGER, base INTEGER, share REAL" },
	[NEED] = { "persona_need",
		   "persona INTEGER, skill TEXT, area TEXT, position INTEGER,"
		   " n INTEGER, current REAL, required REAL, future REAL,"
		   " gap REAL, low REAL, high REAL, rank INTEGER,"
		   " future_gap REAL, future_low REAL, future_high REAL,"
		   " future_rank INTEGER, caution TEXT" },
};

int personas_write(const struct personas *personas,
		   struct stage_context *context, struct error *error)
{
	struct table_writer *writers[TABLES];

	for (int i = 0; i < TABLES; i++)
		if (table_writer_open(context->memory, context->store,
				      tables[i].name, tables[i].columns,
				      &writers[i], error) < 0)
			return -1;
	if (!personas)
		return 0;
	for (size_t c = 0; c < personas->groups.k; c++)
		if (write_traits_of(personas, c, writers[TRAIT],
				    writers[TYPICAL], error) < 0)
			return -1;
	if (write_personas(personas, writers[PERSONA], error) < 0 ||
	    write_numbers(personas, writers[NUMBER], error) < 0)
		return -1;
	return write_needs(personas, writers[NEED], error);
}
