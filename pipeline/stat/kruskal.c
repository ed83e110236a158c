#include "pipeline/stat/kruskal.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/ranks.h"
#include "pipeline/stat/tail.h"

#include <math.h>

/* Mean ranks, and the variance of a rank: N(N+1)/12 less the ties' part. */
static double mean_ranks_of(const struct tally *const *groups, size_t k,
			    double *mean_ranks, uint64_t *total)
{
	double ties = rank_sums_of(groups, k, mean_ranks);
	double n;

	*total = 0;
	for (size_t g = 0; g < k; g++) {
		*total += groups[g]->total;
		mean_ranks[g] =
			groups[g]->total > 0
				? mean_ranks[g] / (double)groups[g]->total
				: (double)NAN;
	}
	n = (double)*total;
	/* one value only: nothing is left but rounding */
	if (*total < 2 || ties >= n * (n * n - 1))
		return 0;
	return n * (n + 1) / 12 - ties / (12 * (n - 1));
}

struct kruskal kruskal_of(const struct tally *const *groups, size_t k,
			  double *mean_ranks)
{
	double undefined = (double)NAN;
	struct kruskal out = { 0,         0,         undefined, undefined,
			       undefined, undefined, undefined };
	double variance = mean_ranks_of(groups, k, mean_ranks, &out.n);
	double n = (double)out.n;
	double sum = 0;

	for (size_t g = 0; g < k; g++) {
		double distance = mean_ranks[g] - (n + 1) / 2;

		if (groups[g]->total == 0)
			continue;
		out.k++;
		sum += (double)groups[g]->total * distance * distance;
	}
	if (out.k < 2)
		return out;
	out.df = (double)out.k - 1;
	if (!(variance > 0))
		return out;
	out.h = sum / variance;
	out.p = chi_square_p(out.h, out.df);
	out.epsilon2 = out.h / (n - 1);
	if (out.n > out.k)
		out.eta2 = (out.h - out.df) / (n - (double)out.k);
	return out;
}

void dunn_pairs(const struct tally *const *groups, size_t k,
		struct group_pair *pairs)
{
	double *mean_ranks = memory_array(NULL, double, k);
	uint64_t total;
	double variance = mean_ranks_of(groups, k, mean_ranks, &total);

	group_pairs_start(pairs, k);
	for (size_t i = 0; i < group_pairs_count(k); i++) {
		struct group_pair *pair = &pairs[i];
		double n1 = (double)groups[pair->first]->total;
		double n2 = (double)groups[pair->second]->total;

		pair->difference =
			mean_ranks[pair->first] - mean_ranks[pair->second];
		if (!(variance > 0) || !(n1 > 0) || !(n2 > 0))
			continue;
		pair->statistic =
			pair->difference / sqrt(variance * (1 / n1 + 1 / n2));
		pair->p = normal_p(pair->statistic);
	}
	group_pairs_adjust(pairs, group_pairs_count(k));
	talloc_free(mean_ranks);
}
