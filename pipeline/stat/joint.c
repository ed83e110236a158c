#include "pipeline/stat/joint.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/descriptives.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

struct joint_counts *joint_new(const void *ctx, const double *values, size_t k)
{
	struct joint_counts *joint = memory_new(ctx, struct joint_counts);

	for (size_t i = 1; i < k; i++)
		assert(values[i] > values[i - 1]);
	joint->k = k;
	joint->values = memory_array(joint, double, k);
	if (k > 0)
		memcpy(joint->values, values, k * sizeof(*values));
	joint->counts = memory_array(joint, uint64_t, (k + 1) * (k + 1));
	return joint;
}

size_t joint_category(const struct joint_counts *joint, double value)
{
	size_t low = 0, high = joint->k;

	if (isnan(value))
		return 0;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (joint->values[middle] < value)
			low = middle + 1;
		else
			high = middle;
	}
	return low < joint->k && !(joint->values[low] > value) ? low + 1 : 0;
}

void joint_add(struct joint_counts *joint, size_t first, size_t second,
	       uint64_t n)
{
	assert(first <= joint->k && second <= joint->k);
	joint->counts[first * (joint->k + 1) + second] += n;
}

uint64_t joint_get(const struct joint_counts *joint, size_t first,
		   size_t second)
{
	assert(first <= joint->k && second <= joint->k);
	return joint->counts[first * (joint->k + 1) + second];
}

void joint_merge(struct joint_counts *into, const struct joint_counts *from)
{
	size_t cells = (into->k + 1) * (into->k + 1);

	assert(into->k == from->k);
	for (size_t i = 0; i < into->k; i++)
		assert(!(into->values[i] < from->values[i]) &&
		       !(into->values[i] > from->values[i]));
	for (size_t i = 0; i < cells; i++)
		into->counts[i] += from->counts[i];
}

uint64_t joint_total(const struct joint_counts *joint)
{
	size_t cells = (joint->k + 1) * (joint->k + 1);
	uint64_t total = 0;

	for (size_t i = 0; i < cells; i++)
		total += joint->counts[i];
	return total;
}

/* Column (1..k) sums when TRANSPOSED, else row sums, from category START. */
static struct tally *margin(const void *ctx, const struct joint_counts *joint,
			    bool transposed, size_t start)
{
	uint64_t *sums = memory_array(ctx, uint64_t, joint->k);
	struct tally *tally;

	for (size_t i = 1; i <= joint->k; i++)
		for (size_t j = start; j <= joint->k; j++)
			sums[i - 1] += transposed ? joint_get(joint, j, i)
						  : joint_get(joint, i, j);
	tally = tally_counts(ctx, joint->values, sums, joint->k);
	tally->missing = joint_total(joint) - tally->total;
	talloc_free(sums);
	return tally;
}

static struct tally *differences(const void *ctx,
				 const struct joint_counts *joint)
{
	size_t k = joint->k;
	double *values = memory_array(ctx, double, k *k);
	uint64_t *counts = memory_array(values, uint64_t, k * k);
	struct tally *tally;
	size_t n = 0;

	for (size_t i = 0; i < k; i++) {
		for (size_t j = 0; j < k; j++) {
			values[n] = joint->values[i] - joint->values[j];
			counts[n++] = joint_get(joint, i + 1, j + 1);
		}
	}
	tally = tally_counts(ctx, values, counts, n);
	tally->missing = joint_total(joint) - tally->total;
	talloc_free(values);
	return tally;
}

static double joint_covariance(const struct joint_counts *joint, double mean_1,
			       double mean_2, uint64_t n)
{
	long double sum = 0;

	if (n < 2)
		return (double)NAN;
	for (size_t i = 0; i < joint->k; i++) {
		for (size_t j = 0; j < joint->k; j++) {
			uint64_t count = joint_get(joint, i + 1, j + 1);

			sum += ((long double)joint->values[i] -
				(long double)mean_1) *
			       ((long double)joint->values[j] -
				(long double)mean_2) *
			       (long double)count;
		}
	}
	return (double)(sum / (long double)(n - 1));
}

struct pairs *pairs_of_joint(const void *ctx, const struct joint_counts *joint)
{
	struct pairs *pairs = memory_new(ctx, struct pairs);

	pairs->first = margin(pairs, joint, false, 1);
	pairs->second = margin(pairs, joint, true, 1);
	pairs->first_available = margin(pairs, joint, false, 0);
	pairs->second_available = margin(pairs, joint, true, 0);
	pairs->difference = differences(pairs, joint);
	pairs->covariance = joint_covariance(
		joint, moments_of(pairs->first).mean,
		moments_of(pairs->second).mean, pairs->difference->total);
	return pairs;
}

static double values_covariance(const double *first, const double *second,
				size_t n, double mean_1, double mean_2)
{
	long double sum = 0;

	if (n < 2)
		return (double)NAN;
	for (size_t i = 0; i < n; i++)
		sum += ((long double)first[i] - (long double)mean_1) *
		       ((long double)second[i] - (long double)mean_2);
	return (double)(sum / (long double)(n - 1));
}

struct pairs *pairs_of_values(const void *ctx, const double *first,
			      const double *second, size_t n)
{
	struct pairs *pairs = memory_new(ctx, struct pairs);
	double *complete = memory_array(pairs, double, 3 * n);
	double *one = complete, *two = complete + n, *gap = complete + 2 * n;
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (isnan(first[i]) || isnan(second[i]))
			continue;
		one[kept] = first[i];
		two[kept] = second[i];
		gap[kept++] = first[i] - second[i];
	}
	pairs->first = tally_values(pairs, one, kept);
	pairs->second = tally_values(pairs, two, kept);
	pairs->difference = tally_values(pairs, gap, kept);
	pairs->first->missing = pairs->second->missing = n - kept;
	pairs->difference->missing = n - kept;
	pairs->first_available = tally_values(pairs, first, n);
	pairs->second_available = tally_values(pairs, second, n);
	pairs->covariance =
		values_covariance(one, two, kept, moments_of(pairs->first).mean,
				  moments_of(pairs->second).mean);
	talloc_free(complete);
	return pairs;
}
