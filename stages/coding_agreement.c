#include "pipeline/core/memory.h"
#include "pipeline/stat/agreement.h"
#include "stages/coding.h"

#include <math.h>

/* Half the width of a 95 % interval, in standard errors. */
static const double normal_quantile = 1.959963984540054;

/* Two coders of the same answers. */
struct pair {
	size_t one, two;
};

static bool have_both(const struct coding *coding, struct pair pair,
		      size_t answer)
{
	const bool *has_read =
		coding->has_read + answer * coding->sheet->n_coders;

	return has_read[pair.one] && has_read[pair.two];
}

/* ---- what they said, as counts row = one, column = two ---- */

/* The theme named first; none is a category of its own, the last. */
static struct kappa agree_on_first(const struct coding *coding,
				   struct pair pair)
{
	size_t c = coding->sheet->n_themes + 1;
	uint64_t *counts = memory_array(NULL, uint64_t, c * c);
	struct kappa kappa;

	for (size_t i = 0; i < coding->n_coded; i++) {
		const size_t *first =
			coding->first_theme + i * coding->sheet->n_coders;
		size_t one = first[pair.one], two = first[pair.two];

		if (have_both(coding, pair, i))
			counts[(one == CODING_NO_THEME ? c - 1 : one) * c +
			       (two == CODING_NO_THEME ? c - 1 : two)]++;
	}
	kappa = kappa_of(counts, c);
	talloc_free(counts);
	return kappa;
}

static struct kappa agree_on_presence(const struct coding *coding,
				      struct pair pair, size_t theme)
{
	uint64_t counts[4] = { 0 };

	for (size_t i = 0; i < coding->n_coded; i++)
		if (have_both(coding, pair, i))
			counts[2 * coding_mark_at(coding, i, pair.one, theme)
					       ->is_given +
			       coding_mark_at(coding, i, pair.two, theme)
				       ->is_given]++;
	return kappa_of(counts, 2);
}

/* Ratings are whole steps of the scale; others go to the nearest. */
static size_t step_of(const struct coding *coding, double rating)
{
	return (size_t)lround(rating - coding->settings->minimum);
}

static struct kappa agree_on_rating(const struct coding *coding,
				    struct pair pair)
{
	size_t c = step_of(coding, coding->settings->maximum) + 1;
	uint64_t *counts = memory_array(NULL, uint64_t, c * c);
	struct kappa kappa;

	for (size_t i = 0; i < coding->n_coded; i++)
		for (size_t t = 0; t < coding->sheet->n_themes; t++) {
			double one =
				coding_mark_at(coding, i, pair.one, t)->rating;
			double two =
				coding_mark_at(coding, i, pair.two, t)->rating;
			bool is_both = coding_mark_at(coding, i, pair.one, t)
					       ->is_given &&
				       coding_mark_at(coding, i, pair.two, t)
					       ->is_given;

			if (is_both && !isnan(one) && !isnan(two))
				counts[step_of(coding, one) * c +
				       step_of(coding, two)]++;
		}
	kappa = kappa_of(counts, c);
	/* scales have steps: near misses count less than far ones */
	kappa.kappa = kappa.quadratic;
	kappa.variance = (double)NAN;
	talloc_free(counts);
	return kappa;
}

/* ---- rows ---- */

struct row {
	struct pair pair;
	const char *measure, *theme;
	size_t position;
	struct kappa kappa;
};

static int write_row(const struct coding *coding, struct table_writer *writer,
		     const struct row *row, struct error *error)
{
	const struct kappa *kappa = &row->kappa;
	double margin = normal_quantile * sqrt(kappa->variance);

	if (kappa->n == 0)
		return 0;
	table_writer_text(writer, coding->settings->name);
	table_writer_text(writer, coding->sheet->coders[row->pair.one]);
	table_writer_text(writer, coding->sheet->coders[row->pair.two]);
	table_writer_text(writer, row->measure);
	table_writer_text(writer, row->theme);
	table_writer_integer(writer, (int64_t)row->position);
	table_writer_integer(writer, (int64_t)kappa->n);
	table_writer_real(writer, kappa->agreement);
	table_writer_real(writer, kappa->kappa);
	table_writer_real(writer, isnan(margin)
					  ? margin
					  : fmax(kappa->kappa - margin, -1));
	table_writer_real(writer, isnan(margin)
					  ? margin
					  : fmin(kappa->kappa + margin, 1));
	return table_writer_row(writer, error);
}

static int write_pair(const struct coding *coding, struct table_writer *writer,
		      struct pair pair, struct error *error)
{
	struct row row = { pair, "first_theme", "all", 0,
			   agree_on_first(coding, pair) };

	if (write_row(coding, writer, &row, error) < 0)
		return -1;
	row.measure = "rating";
	row.kappa = agree_on_rating(coding, pair);
	if (write_row(coding, writer, &row, error) < 0)
		return -1;
	row.measure = "presence";
	for (size_t t = 0; t < coding->sheet->n_themes; t++) {
		row.theme = coding->sheet->themes[t].name;
		row.position = t + 1;
		row.kappa = agree_on_presence(coding, pair, t);
		if (write_row(coding, writer, &row, error) < 0)
			return -1;
	}
	return 0;
}

/* Who decides has seen what the others said: no rater beside them. */
int coding_write_agreement(const struct coding *coding,
			   struct table_writer *writer, struct error *error)
{
	size_t n = coding->sheet->n_coders;

	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			if (i != coding->decider && j != coding->decider &&
			    write_pair(coding, writer, (struct pair){ i, j },
				       error) < 0)
				return -1;
	return 0;
}
