#include "pipeline/core/memory.h"
#include "stages/table_writer.h"
#include "stages/training.h"

#include <math.h>

enum {
	PRIORITY,
	OUTCOME,
	PROGRAMME,
	MATRIX,
	COVERAGE,
	OVERLAP,
	UNCOVERED,
	SET,
	LABEL,
	TABLES
};

static const struct {
	const char *name, *columns;
} tables[TABLES] = {
	[PRIORITY] = { "training_priority",
		       "grouping TEXT, level TEXT, skill TEXT, area TEXT,"
		       " position INTEGER, n INTEGER, current REAL,"
		       " required REAL, gap REAL, low REAL, high REAL,"
		       " p_adjusted REAL, rank INTEGER, is_priority INTEGER,"
		       " why TEXT" },
	[OUTCOME] = { "training_outcome",
		      "grouping TEXT, level TEXT, learning_outcome TEXT,"
		      " position INTEGER, skill TEXT, target REAL,"
		      " eqf INTEGER, is_needed INTEGER, weight REAL,"
		      " why TEXT" },
	[PROGRAMME] = { "training_programme",
			"programme TEXT, position INTEGER, provider TEXT,"
			" mode TEXT, hours REAL, n_outcomes INTEGER" },
	[MATRIX] = { "training_matrix",
		     "programme TEXT, learning_outcome TEXT, skill TEXT,"
		     " position INTEGER, covers INTEGER" },
	[COVERAGE] = { "training_coverage",
		       "grouping TEXT, level TEXT, programme TEXT,"
		       " position INTEGER, n_needed INTEGER,"
		       " n_covered INTEGER, coverage REAL,"
		       " weighted_coverage REAL, n_other INTEGER, hours REAL,"
		       " hours_per_outcome REAL" },
	[OVERLAP] = { "training_overlap",
		      "programme TEXT, other TEXT, n_programme INTEGER,"
		      " n_other INTEGER, n_shared INTEGER, jaccard REAL,"
		      " overlap REAL" },
	[UNCOVERED] = { "training_uncovered",
			"grouping TEXT, level TEXT, skill TEXT,"
			" learning_outcome TEXT, weight REAL, why TEXT" },
	[SET] = { "training_set",
		  "grouping TEXT, level TEXT, step INTEGER, programme TEXT,"
		  " n_added INTEGER, n_covered INTEGER, n_needed INTEGER,"
		  " coverage REAL, weighted_coverage REAL, hours REAL,"
		  " is_least INTEGER" },
	[LABEL] = { "training_label", "domain TEXT, code TEXT, language TEXT,"
				      " text TEXT, position INTEGER" },
};

/* What the writers of one table have in common. */
struct output {
	const struct training *training;
	struct table_writer *writers[TABLES];
	struct error *error;
};

static void put_profile(struct table_writer *writer,
			const struct training_profile *profile)
{
	table_writer_text(writer, profile->grouping);
	table_writer_text(writer, profile->level);
}

static const char *skill_name(const struct training *training, size_t skill)
{
	return training->framework->skills[skill].name;
}

/* NaN where nothing is divided. */
static double share(double part, double whole)
{
	return whole > 0 ? part / whole : (double)NAN;
}

/* ---- the profile's needs ---- */

static int write_priorities(const struct output *output,
			    const struct training_profile *profile)
{
	struct table_writer *writer = output->writers[PRIORITY];
	const struct framework *framework = output->training->framework;

	for (size_t s = 0; s < framework->n_skills; s++) {
		const struct training_need *need = &profile->needs[s];

		put_profile(writer, profile);
		table_writer_text(writer, framework->skills[s].name);
		table_writer_text(writer, framework->skills[s].area);
		table_writer_integer(writer, (int64_t)s + 1);
		if (need->n >= 0)
			table_writer_integer(writer, need->n);
		else
			table_writer_null(writer);
		table_writer_real(writer, need->current);
		table_writer_real(writer, need->required);
		table_writer_real(writer, need->gap);
		table_writer_real(writer, need->low);
		table_writer_real(writer, need->high);
		table_writer_real(writer, need->p);
		if (need->rank > 0)
			table_writer_integer(writer, (int64_t)need->rank);
		else
			table_writer_null(writer);
		table_writer_integer(writer, need->is_priority);
		table_writer_text(writer, need->why);
		if (table_writer_row(writer, output->error) < 0)
			return -1;
	}
	return 0;
}

static int write_outcomes(const struct output *output,
			  const struct training_profile *profile)
{
	struct table_writer *writer = output->writers[OUTCOME];
	const struct catalogue *catalogue = output->training->catalogue;

	for (size_t o = 0; o < catalogue->n_outcomes; o++) {
		const struct catalogue_outcome *outcome =
			&catalogue->outcomes[o];
		const struct training_aim *aim = &profile->aims[o];

		if (!aim->why)
			continue;
		put_profile(writer, profile);
		table_writer_text(writer, outcome->name);
		table_writer_integer(writer, (int64_t)o + 1);
		table_writer_text(writer,
				  skill_name(output->training, outcome->skill));
		table_writer_real(writer, outcome->level);
		if (outcome->eqf > 0)
			table_writer_integer(writer, outcome->eqf);
		else
			table_writer_null(writer);
		table_writer_integer(writer, aim->is_needed);
		table_writer_real(writer, aim->weight);
		table_writer_text(writer, aim->why);
		if (table_writer_row(writer, output->error) < 0)
			return -1;
	}
	return 0;
}

/* ---- what programmes cover ---- */

/* Weight of the needed outcomes that programme P leads to, and how many. */
static double weight_of(const struct training *training,
			const struct training_profile *profile, size_t p,
			size_t *n)
{
	double weight = 0;

	*n = 0;
	for (size_t o = 0; o < training->catalogue->n_outcomes; o++)
		if (profile->aims[o].is_needed &&
		    cover_has(training->matrix, p, o)) {
			weight += profile->aims[o].weight;
			++*n;
		}
	return weight;
}

static int write_coverage(const struct output *output,
			  const struct training_profile *profile)
{
	struct table_writer *writer = output->writers[COVERAGE];
	const struct training *training = output->training;

	for (size_t p = 0; p < training->catalogue->n_programmes; p++) {
		const struct catalogue_programme *programme =
			&training->catalogue->programmes[p];
		size_t n;
		double weight = weight_of(training, profile, p, &n);

		if (!profile->n_needed)
			continue;
		put_profile(writer, profile);
		table_writer_text(writer, programme->name);
		table_writer_integer(writer, (int64_t)p + 1);
		table_writer_integer(writer, (int64_t)profile->n_needed);
		table_writer_integer(writer, (int64_t)n);
		table_writer_real(writer,
				  share((double)n, (double)profile->n_needed));
		table_writer_real(writer, weight);
		table_writer_integer(writer,
				     (int64_t)(programme->n_outcomes - n));
		table_writer_real(writer, programme->hours);
		table_writer_real(writer, share(programme->hours, (double)n));
		if (table_writer_row(writer, output->error) < 0)
			return -1;
	}
	return 0;
}

static int put_uncovered(const struct output *output,
			 const struct training_profile *profile, size_t skill,
			 const char *outcome, double weight)
{
	struct table_writer *writer = output->writers[UNCOVERED];

	put_profile(writer, profile);
	table_writer_text(writer, skill_name(output->training, skill));
	table_writer_text(writer, outcome);
	table_writer_real(writer, weight);
	table_writer_text(writer, outcome ? "no_programme" : "no_outcome");
	return table_writer_row(writer, output->error);
}

static int write_uncovered(const struct output *output,
			   const struct training_profile *profile)
{
	const struct training *training = output->training;

	for (size_t s = 0; s < training->framework->n_skills; s++)
		if (profile->lost[s] > 0 &&
		    put_uncovered(output, profile, s, NULL, profile->lost[s]) <
			    0)
			return -1;
	for (size_t o = 0; o < training->catalogue->n_outcomes; o++) {
		const struct training_aim *aim = &profile->aims[o];
		const struct catalogue_outcome *outcome =
			&training->catalogue->outcomes[o];

		if (aim->is_needed && !aim->is_covered &&
		    put_uncovered(output, profile, outcome->skill,
				  outcome->name, aim->weight) < 0)
			return -1;
	}
	return 0;
}

/* Weight of the outcomes that none of the first STEPS chosen programmes led
 * to, and the next one does. */
static double added_weight(const struct training *training,
			   const struct training_profile *profile, size_t step)
{
	const size_t *chosen = profile->cover->chosen;
	double weight = 0;

	for (size_t o = 0; o < training->catalogue->n_outcomes; o++) {
		size_t before = 0;

		while (before < step &&
		       !cover_has(training->matrix, chosen[before], o))
			before++;
		if (profile->aims[o].is_needed && before == step &&
		    cover_has(training->matrix, chosen[step], o))
			weight += profile->aims[o].weight;
	}
	return weight;
}

static int write_set(const struct output *output,
		     const struct training_profile *profile)
{
	struct table_writer *writer = output->writers[SET];
	const struct training *training = output->training;
	const struct cover *cover = profile->cover;
	size_t n = 0;
	double weight = 0;

	for (size_t i = 0; i < cover->n; i++) {
		const struct catalogue_programme *programme =
			&training->catalogue->programmes[cover->chosen[i]];

		n += cover->added[i];
		weight += added_weight(training, profile, i);
		put_profile(writer, profile);
		table_writer_integer(writer, (int64_t)i + 1);
		table_writer_text(writer, programme->name);
		table_writer_integer(writer, (int64_t)cover->added[i]);
		table_writer_integer(writer, (int64_t)n);
		table_writer_integer(writer, (int64_t)profile->n_needed);
		table_writer_real(writer,
				  share((double)n, (double)profile->n_needed));
		table_writer_real(writer, weight);
		table_writer_real(writer, programme->hours);
		table_writer_integer(writer, cover->is_exact);
		if (table_writer_row(writer, output->error) < 0)
			return -1;
	}
	return 0;
}

/* ---- the catalogue ---- */

static int write_programmes(const struct output *output)
{
	struct table_writer *writer = output->writers[PROGRAMME];
	const struct catalogue *catalogue = output->training->catalogue;

	for (size_t p = 0; p < catalogue->n_programmes; p++) {
		const struct catalogue_programme *it =
			&catalogue->programmes[p];

		table_writer_text(writer, it->name);
		table_writer_integer(writer, (int64_t)p + 1);
		table_writer_text(writer, *it->provider ? it->provider : NULL);
		table_writer_text(writer, *it->mode ? it->mode : NULL);
		table_writer_real(writer, it->hours);
		table_writer_integer(writer, (int64_t)it->n_outcomes);
		if (table_writer_row(writer, output->error) < 0)
			return -1;
	}
	return 0;
}

static int write_matrix(const struct output *output)
{
	struct table_writer *writer = output->writers[MATRIX];
	const struct training *training = output->training;
	const struct catalogue *catalogue = training->catalogue;

	for (size_t o = 0; o < catalogue->n_outcomes; o++)
		for (size_t p = 0; p < catalogue->n_programmes; p++) {
			const struct catalogue_outcome *it =
				&catalogue->outcomes[o];

			table_writer_text(writer,
					  catalogue->programmes[p].name);
			table_writer_text(writer, it->name);
			table_writer_text(writer,
					  skill_name(training, it->skill));
			table_writer_integer(writer, (int64_t)o + 1);
			table_writer_integer(writer,
					     cover_has(training->matrix, p, o));
			if (table_writer_row(writer, output->error) < 0)
				return -1;
		}
	return 0;
}

static int write_pair(const struct output *output, size_t a, size_t b)
{
	struct table_writer *writer = output->writers[OVERLAP];
	const struct catalogue *catalogue = output->training->catalogue;
	size_t n_a = catalogue->programmes[a].n_outcomes;
	size_t n_b = catalogue->programmes[b].n_outcomes;
	size_t n = cover_shared(output->training->matrix, a, b);

	table_writer_text(writer, catalogue->programmes[a].name);
	table_writer_text(writer, catalogue->programmes[b].name);
	table_writer_integer(writer, (int64_t)n_a);
	table_writer_integer(writer, (int64_t)n_b);
	table_writer_integer(writer, (int64_t)n);
	table_writer_real(writer, share((double)n, (double)(n_a + n_b - n)));
	table_writer_real(writer,
			  share((double)n, (double)(n_a < n_b ? n_a : n_b)));
	return table_writer_row(writer, output->error);
}

static int write_overlaps(const struct output *output)
{
	size_t n = output->training->catalogue->n_programmes;

	for (size_t a = 0; a < n; a++)
		for (size_t b = a + 1; b < n; b++)
			if (write_pair(output, a, b) < 0)
				return -1;
	return 0;
}

/* ---- labels ---- */

static int put_label(const struct output *output, const char *domain,
		     const char *code, const struct translation *label,
		     size_t position)
{
	struct table_writer *writer = output->writers[LABEL];

	table_writer_text(writer, domain);
	table_writer_text(writer, code);
	table_writer_text(writer, label->language);
	table_writer_text(writer, label->text);
	table_writer_integer(writer, (int64_t)position + 1);
	return table_writer_row(writer, output->error);
}

static int write_labels(const struct output *output)
{
	const struct catalogue *catalogue = output->training->catalogue;

	for (size_t o = 0; o < catalogue->n_outcomes; o++) {
		const struct catalogue_outcome *it = &catalogue->outcomes[o];

		for (size_t i = 0; i < it->n_labels; i++)
			if (put_label(output, "learning_outcome", it->name,
				      &it->labels[i], o) < 0)
				return -1;
	}
	for (size_t p = 0; p < catalogue->n_programmes; p++) {
		const struct catalogue_programme *it =
			&catalogue->programmes[p];

		for (size_t i = 0; i < it->n_labels; i++)
			if (put_label(output, "programme", it->name,
				      &it->labels[i], p) < 0)
				return -1;
	}
	return 0;
}

static int write_profile(const struct output *output,
			 const struct training_profile *profile)
{
	if (write_priorities(output, profile) < 0 ||
	    write_outcomes(output, profile) < 0 ||
	    write_coverage(output, profile) < 0 ||
	    write_uncovered(output, profile) < 0)
		return -1;
	return write_set(output, profile);
}

int training_write(const struct training *training,
		   struct stage_context *context, struct error *error)
{
	struct output output = { .training = training, .error = error };

	for (int i = 0; i < TABLES; i++)
		if (table_writer_open(context->memory, context->store,
				      tables[i].name, tables[i].columns,
				      &output.writers[i], error) < 0)
			return -1;
	if (!training)
		return 0;
	for (size_t i = 0; i < training->n_profiles; i++)
		if (write_profile(&output, &training->profiles[i]) < 0)
			return -1;
	if (write_programmes(&output) < 0 || write_matrix(&output) < 0 ||
	    write_overlaps(&output) < 0)
		return -1;
	return write_labels(&output);
}
