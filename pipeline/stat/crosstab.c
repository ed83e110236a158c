#include "pipeline/stat/crosstab.h"

#include "pipeline/core/memory.h"

#include <assert.h>
#include <string.h>

struct crosstab *crosstab_new(const void *ctx, size_t n_cells, size_t n_first,
			      size_t n_second)
{
	struct crosstab *crosstab = memory_new(ctx, struct crosstab);

	crosstab->n_cells = n_cells;
	crosstab->n_first = n_first;
	crosstab->n_second = n_second;
	crosstab->counts =
		memory_array(crosstab, uint64_t, n_cells * n_first * n_second);
	return crosstab;
}

static size_t code_at(struct crosstab_codes codes, size_t i, size_t limit)
{
	size_t code = 0;

	if (!codes.data)
		return 0;
	if (codes.width == 1)
		code = ((const uint8_t *)codes.data)[i];
	else if (codes.width == 2)
		code = ((const uint16_t *)codes.data)[i];
	else
		code = ((const uint32_t *)codes.data)[i];
	return code < limit ? code : 0;
}

/* The path that nearly all answers take: both items on one byte. */
static void add_bytes(struct crosstab *crosstab, const uint16_t *cells,
		      const uint8_t *first, const uint8_t *second, size_t n)
{
	size_t n_first = crosstab->n_first;
	size_t n_second = crosstab->n_second;

	for (size_t i = 0; i < n; i++) {
		size_t one = first[i] < n_first ? first[i] : 0U;
		size_t two = second[i] < n_second ? second[i] : 0U;

		crosstab->counts[(cells[i] * n_first + one) * n_second + two]++;
	}
}

void crosstab_add(struct crosstab *crosstab, const uint16_t *cells,
		  struct crosstab_codes first, struct crosstab_codes second,
		  size_t n)
{
	if (cells && first.data && first.width == 1 && second.data &&
	    second.width == 1) {
		add_bytes(crosstab, cells, first.data, second.data, n);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		size_t cell = cells ? cells[i] : 0U;
		size_t one = code_at(first, i, crosstab->n_first);
		size_t two = code_at(second, i, crosstab->n_second);

		crosstab->counts[(cell * crosstab->n_first + one) *
					 crosstab->n_second +
				 two]++;
	}
}

void crosstab_regroup(struct crosstab *into, const struct crosstab *from,
		      const size_t *level)
{
	size_t size = from->n_first * from->n_second;

	assert(into->n_first == from->n_first);
	assert(into->n_second == from->n_second);
	for (size_t cell = 0; cell < from->n_cells; cell++) {
		const uint64_t *counts = from->counts + cell * size;
		uint64_t *sums;

		if (level[cell] >= into->n_cells)
			continue;
		sums = into->counts + level[cell] * size;
		for (size_t i = 0; i < size; i++)
			sums[i] += counts[i];
	}
}

void crosstab_first(const struct crosstab *crosstab, size_t cell,
		    uint64_t *counts)
{
	size_t n = crosstab->n_second;
	const uint64_t *from = crosstab->counts + cell * crosstab->n_first * n;

	for (size_t i = 0; i < crosstab->n_first; i++) {
		counts[i] = 0;
		for (size_t j = 0; j < n; j++)
			counts[i] += from[i * n + j];
	}
}

void crosstab_second(const struct crosstab *crosstab, size_t cell,
		     uint64_t *counts)
{
	size_t n = crosstab->n_second;
	const uint64_t *from = crosstab->counts + cell * crosstab->n_first * n;

	memset(counts, 0, n * sizeof(*counts));
	for (size_t i = 0; i < crosstab->n_first; i++)
		for (size_t j = 0; j < n; j++)
			counts[j] += from[i * n + j];
}

/* An empty joint table over every number that a code of either item means. */
static struct joint_counts *empty_joint(const void *ctx, const double *first,
					size_t n_first, const double *second,
					size_t n_second)
{
	size_t n = n_first + n_second;
	double *numbers = memory_array(ctx, double, n);
	struct joint_counts *joint;
	struct tally *distinct;

	memcpy(numbers, first, n_first * sizeof(*first));
	memcpy(numbers + n_first, second, n_second * sizeof(*second));
	distinct = tally_values(numbers, numbers, n);
	joint = joint_new(ctx, distinct->values, distinct->n);
	talloc_free(numbers);
	return joint;
}

static size_t *categories(const void *ctx, const struct joint_counts *joint,
			  const double *numbers, size_t n)
{
	size_t *out = memory_array(ctx, size_t, n);

	for (size_t i = 0; i < n; i++)
		out[i] = joint_category(joint, numbers[i]);
	return out;
}

struct joint_counts *crosstab_joint(const void *ctx,
				    const struct crosstab *crosstab,
				    size_t cell, const double *first,
				    const double *second)
{
	size_t n_first = crosstab->n_first, n_second = crosstab->n_second;
	const uint64_t *from = crosstab->counts + cell * n_first * n_second;
	struct joint_counts *joint =
		empty_joint(ctx, first, n_first, second, n_second);
	size_t *row = categories(joint, joint, first, n_first);
	size_t *column = categories(joint, joint, second, n_second);

	assert(cell < crosstab->n_cells);
	for (size_t i = 0; i < n_first; i++)
		for (size_t j = 0; j < n_second; j++)
			joint_add(joint, row[i], column[j],
				  from[i * n_second + j]);
	return joint;
}
