#include "pipeline/stat/margins.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <stdio.h>

static const double totals_tolerance = 1e-6;

double margin_total(const struct margin *margin)
{
	double total = 0;

	for (size_t l = 0; l < margin->n_levels; l++)
		total += margin->targets[l];
	return total;
}

void margin_sums(const struct margin *margin, const double *weights, size_t n,
		 double *sums)
{
	for (size_t l = 0; l < margin->n_levels; l++)
		sums[l] = 0;
	for (size_t i = 0; i < n; i++)
		if (margin->level[i] < margin->n_levels)
			sums[margin->level[i]] += weights[i];
}

static struct margins_outcome found(enum margins_verdict verdict, size_t margin,
				    size_t level, double wanted, double got)
{
	return (struct margins_outcome){ verdict, margin, level, wanted,
					 got,     0,      0 };
}

static struct margins_outcome check_targets(const struct margin *margins,
					    size_t m)
{
	const struct margin *margin = &margins[m];
	double total = margin_total(margin);
	double first = margin_total(&margins[0]);

	for (size_t l = 0; l < margin->n_levels; l++)
		if (!(margin->targets[l] >= 0) || isinf(margin->targets[l]))
			return found(MARGINS_BAD_TARGET, m, l,
				     margin->targets[l], 0);
	if (!(total > 0))
		return found(MARGINS_BAD_TARGET, m, 0, total, 0);
	if (fabs(total - first) > totals_tolerance * first)
		return found(MARGINS_TOTALS_DIFFER, m, 0, first, total);
	return found(MARGINS_MET, 0, 0, 0, 0);
}

static struct margins_outcome check_levels(const struct margin *margins,
					   size_t m, const double *base,
					   size_t n)
{
	const struct margin *margin = &margins[m];
	struct margins_outcome out = found(MARGINS_MET, 0, 0, 0, 0);
	double *sums = memory_array(NULL, double, margin->n_levels);
	double unknown = 0;

	for (size_t i = 0; i < n; i++)
		unknown += base[i] > 0 && margin->level[i] >= margin->n_levels;
	margin_sums(margin, base, n, sums);
	for (size_t l = margin->n_levels; l-- > 0;)
		if (margin->targets[l] > 0 && !(sums[l] > 0))
			out = found(MARGINS_EMPTY_LEVEL, m, l,
				    margin->targets[l], 0);
	if (unknown > 0)
		out = found(MARGINS_UNKNOWN_LEVEL, m, 0, 0, unknown);
	talloc_free(sums);
	return out;
}

struct margins_outcome margins_check(const struct margin *margins,
				     size_t n_margins, const double *base,
				     size_t n)
{
	struct margins_outcome out = found(MARGINS_EMPTY, 0, 0, 0, 0);
	double *positive = memory_array(NULL, double, n);
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		positive[i] = base[i] > 0 ? base[i] : 0;
		sum += positive[i];
	}
	if (n_margins > 0 && sum > 0 && !isinf(sum))
		out.verdict = MARGINS_MET;
	for (size_t m = 0; out.verdict == MARGINS_MET && m < n_margins; m++) {
		out = check_targets(margins, m);
		if (out.verdict == MARGINS_MET)
			out = check_levels(margins, m, positive, n);
	}
	talloc_free(positive);
	return out;
}

struct margins_outcome margins_miss(const struct margin *margins,
				    size_t n_margins, const double *weights,
				    size_t n)
{
	struct margins_outcome out = found(MARGINS_MET, 0, 0, 0, 0);

	for (size_t m = 0; m < n_margins; m++) {
		const struct margin *margin = &margins[m];
		double total = margin_total(margin);
		double *sums = memory_array(NULL, double, margin->n_levels);

		margin_sums(margin, weights, n, sums);
		for (size_t l = 0; l < margin->n_levels; l++) {
			double off = fabs(sums[l] - margin->targets[l]) / total;

			if (!(off <= out.worst))
				out = (struct margins_outcome){
					MARGINS_NOT_REACHED,
					m,
					l,
					margin->targets[l],
					sums[l],
					0,
					off
				};
		}
		talloc_free(sums);
	}
	return out;
}

static const char *level_name(const struct margin *margin, size_t level,
			      char *buffer, size_t size)
{
	if (margin->levels && level < margin->n_levels)
		return margin->levels[level];
	snprintf(buffer, size, "%zu", level + 1);
	return buffer;
}

static int fail_at_level(const struct margins_outcome *outcome,
			 const struct margin *margin, struct error *error)
{
	char buffer[32];
	const char *level =
		level_name(margin, outcome->level, buffer, sizeof buffer);

	if (outcome->verdict == MARGINS_BAD_TARGET)
		return error_set(error, ERROR_DATA, margin->name,
				 "give every level a count or share of 0 or "
				 "more, at least one above 0",
				 "margin '%s': the target of '%s' is no usable "
				 "number",
				 margin->name, level);
	if (outcome->verdict == MARGINS_EMPTY_LEVEL)
		return error_set(error, ERROR_DATA, margin->name,
				 "merge the level with a neighbour in the data "
				 "and in the margin",
				 "margin '%s': '%s' has a target but no "
				 "respondent",
				 margin->name, level);
	return error_set(error, ERROR_DATA, margin->name,
			 "merge sparse levels, widen the bounds or leave the "
			 "margin out",
			 "margin '%s' cannot be reached together with the "
			 "others: '%s' stays %.3g%% of the total off",
			 margin->name, level, 100 * outcome->worst);
}

int margins_fail(const struct margins_outcome *outcome,
		 const struct margin *margins, struct error *error)
{
	const struct margin *margin;

	if (outcome->verdict == MARGINS_MET)
		return 0;
	if (outcome->verdict == MARGINS_EMPTY)
		return error_set(error, ERROR_DATA, NULL, NULL,
				 "no margins or nobody to weight");
	margin = &margins[outcome->margin];
	if (outcome->verdict == MARGINS_UNKNOWN_LEVEL)
		return error_set(error, ERROR_DATA, margin->name,
				 "leave them out or give them a level",
				 "margin '%s': respondents without a level of "
				 "it: %.0f",
				 margin->name, outcome->got);
	if (outcome->verdict == MARGINS_TOTALS_DIFFER)
		return error_set(error, ERROR_DATA, margin->name,
				 "let all margins describe the same population",
				 "margin '%s' adds to another total than "
				 "margin '%s'",
				 margin->name, margins[0].name);
	return fail_at_level(outcome, margin, error);
}
