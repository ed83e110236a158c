#include "pipeline/stat/fisher.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/contingency.h"
#include "pipeline/stat/fisher_places.h"
#include "pipeline/stat/fisher_split.h"

#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Costs are minus the logarithm of a product of 1/x!, in units of GRAIN. */
static const double grain = 1e-11;
static const double slack = 1e-7;

enum { MOST_PLACES = 1000000, MOST_PEOPLE = 1000000 };

struct fisher {
	size_t rows, columns;
	uint64_t radix; /* one more than the largest row total */
	unsigned column_totals[64];
	int64_t *costs;  /* of x!, x = 0 .. n */
	double *logs;    /* ln x! */
	double *closing; /* [s]: sum of ln of the totals of columns s .. */
	struct places *bounds; /* per number of columns filled */
	int64_t limit;         /* tables of at least this cost count */
	double scale;          /* ln of what all probabilities share */
	double p;
	size_t work;
};

/* The order of rows does not matter for what follows: they are sorted, which
 * makes many fillings one, and written as the digits of one number. */
static uint64_t node_of(const struct fisher *f, const unsigned *left)
{
	unsigned sorted[FISHER_SIDE_LIMIT];
	uint64_t node = 0;

	for (size_t i = 0; i < f->rows; i++) {
		size_t at = i;

		for (; at > 0 && sorted[at - 1] < left[i]; at--)
			sorted[at] = sorted[at - 1];
		sorted[at] = left[i];
	}
	for (size_t i = 0; i < f->rows; i++)
		node = node * f->radix + sorted[i];
	return node;
}

static void node_read(const struct fisher *f, uint64_t node, unsigned *left)
{
	for (size_t i = f->rows; i-- > 0; node /= f->radix)
		left[i] = (unsigned)(node % f->radix);
}

/* One way of filling a column: CELLS out of the rows' LEFT. */
struct filling {
	size_t rows;
	const unsigned *left;
	unsigned cells[FISHER_SIDE_LIMIT];
};

/* Put REST into the rows from START on, the first rows first. */
static void fill_from(struct filling *filling, size_t start, unsigned rest)
{
	for (size_t i = start; i < filling->rows; i++) {
		unsigned take =
			rest < filling->left[i] ? rest : filling->left[i];

		filling->cells[i] = take;
		rest -= take;
	}
}

/* The next filling in descending order of cells; false after the last. */
static bool fill_next(struct filling *filling)
{
	unsigned rest = 0, room = 0;

	for (size_t i = filling->rows; i-- > 0;) {
		/* one less here must fit in the rows behind */
		if (filling->cells[i] > 0 && rest + 1 <= room) {
			filling->cells[i]--;
			fill_from(filling, i + 1, rest + 1);
			return true;
		}
		rest += filling->cells[i];
		room += filling->left[i];
	}
	return false;
}

/* Cost of the filling; REST becomes what it leaves in the rows. */
static int64_t filling_cost(const struct fisher *f,
			    const struct filling *filling, unsigned *rest)
{
	int64_t cost = 0;

	for (size_t i = 0; i < f->rows; i++) {
		cost += f->costs[filling->cells[i]];
		rest[i] = filling->left[i] - filling->cells[i];
	}
	return cost;
}

static struct bounds bounds_of(struct fisher *f, size_t stage, uint64_t node);

static struct bounds search_bounds(struct fisher *f, size_t stage,
				   const unsigned *left)
{
	struct bounds out = { INT64_MAX, INT64_MIN };
	struct filling filling = { .rows = f->rows, .left = left };
	unsigned rest[FISHER_SIDE_LIMIT];

	fill_from(&filling, 0, f->column_totals[stage]);
	do {
		int64_t cost = filling_cost(f, &filling, rest);
		struct bounds next = bounds_of(f, stage + 1, node_of(f, rest));

		if (cost + next.least < out.least)
			out.least = cost + next.least;
		if (cost + next.most > out.most)
			out.most = cost + next.most;
		f->work++;
	} while (f->work < FISHER_WORK_LIMIT && fill_next(&filling));
	return out;
}

/* The least and the most that filling the columns from STAGE on can cost; at
 * least two of them are left. */
static struct bounds bounds_of(struct fisher *f, size_t stage, uint64_t node)
{
	unsigned left[FISHER_SIDE_LIMIT], column = f->column_totals[stage];
	const struct split split = { f->costs, left, f->rows };
	struct bounds found;
	struct place *place;
	bool is_new;

	place = places_at(f, &f->bounds[stage], node, 0, &is_new);
	if (!is_new)
		return place->bounds;
	if (f->bounds[stage].n >= MOST_PLACES)
		f->work = FISHER_WORK_LIMIT;
	node_read(f, node, left);
	if (stage + 2 < f->columns)
		found = search_bounds(f, stage, left);
	else
		found = (struct bounds){ split_least(&split, column),
					 split_most(&split, column) };
	/* the table may have moved meanwhile */
	place = places_at(f, &f->bounds[stage], node, 0, &is_new);
	place->bounds = found;
	return found;
}

/* All completions of PLACE count: their probabilities have a closed sum. */
static void count_all(struct fisher *f, size_t stage, const unsigned *left,
		      const struct place *place)
{
	double log_sum = -f->closing[stage];
	unsigned total = 0;

	for (size_t i = 0; i < f->rows; i++) {
		total += left[i];
		log_sum -= f->logs[left[i]];
	}
	log_sum += f->logs[total];
	f->p += place->ways *
		exp(f->scale + log_sum - (double)place->cost * grain);
}

/* Spread one place over the fillings of the next column. */
static void expand(struct fisher *f, size_t stage, const unsigned *left,
		   const struct place *place, struct places *next)
{
	struct filling filling = { .rows = f->rows, .left = left };
	unsigned rest[FISHER_SIDE_LIMIT];

	fill_from(&filling, 0, f->column_totals[stage]);
	do {
		int64_t cost = filling_cost(f, &filling, rest);
		bool is_new;

		places_at(f, next, node_of(f, rest), place->cost + cost,
			  &is_new)
			->ways += place->ways;
		f->work += next->n < MOST_PLACES ? 1 : FISHER_WORK_LIMIT;
	} while (f->work < FISHER_WORK_LIMIT && fill_next(&filling));
}

static void decide(struct fisher *f, size_t stage, const struct place *place,
		   struct places *next)
{
	struct bounds bounds = bounds_of(f, stage, place->node);
	unsigned left[FISHER_SIDE_LIMIT];

	node_read(f, place->node, left);
	if (place->cost + bounds.least >= f->limit)
		count_all(f, stage, left, place);
	else if (place->cost + bounds.most < f->limit)
		return;
	else if (stage + 2 < f->columns)
		expand(f, stage, left, place, next);
	else
		*places_at(f, next, place->node, place->cost,
			   &(bool){ false }) = *place;
}

/* The ways to split the rows of one node into the last two columns: their
 * costs, ascending, and the sums of exp(-cost) from each to the last. */
struct endings {
	size_t n;
	int64_t *costs;
	double *sums;
};

static int ascending(const void *first, const void *second)
{
	const int64_t *a = first;
	const int64_t *b = second;

	return (*a > *b) - (*a < *b);
}

static void list_endings(struct fisher *f, const unsigned *left,
			 struct endings *endings)
{
	struct filling filling = { .rows = f->rows, .left = left };
	const struct split split = { f->costs, left, f->rows };

	endings->n = 0;
	fill_from(&filling, 0, f->column_totals[f->columns - 2]);
	do {
		memory_append(f, endings->costs, int64_t, endings->n,
			      split_cost(&split, filling.cells));
		f->work++;
	} while (f->work < FISHER_WORK_LIMIT && fill_next(&filling));
	qsort(endings->costs, endings->n, sizeof(*endings->costs), ascending);
	endings->sums = memory_grow(f, endings->sums, double, endings->n + 1);
	endings->sums[endings->n] = 0;
	for (size_t i = endings->n; i-- > 0;)
		endings->sums[i] =
			endings->sums[i + 1] +
			exp((double)(endings->costs[0] - endings->costs[i]) *
			    grain);
}

/* Count the endings that bring PLACE to the limit. */
static void close_place(struct fisher *f, const struct place *place,
			const struct endings *endings)
{
	size_t low = 0, high = endings->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (place->cost + endings->costs[middle] < f->limit)
			low = middle + 1;
		else
			high = middle;
	}
	f->p += place->ways * endings->sums[low] *
		exp(f->scale -
		    (double)(place->cost + endings->costs[0]) * grain);
}

static int by_node(const void *first, const void *second)
{
	const struct place *a = first;
	const struct place *b = second;

	return (a->node > b->node) - (a->node < b->node);
}

/* Two columns are left: one list of endings serves all places of a node. */
static void close_all(struct fisher *f, struct places *places)
{
	struct endings endings = { 0, NULL, NULL };
	unsigned left[FISHER_SIDE_LIMIT];

	/* unused places are last */
	qsort(places->all, places->capacity, sizeof(*places->all), by_node);
	for (size_t i = 0; i < places->n && f->work < FISHER_WORK_LIMIT; i++) {
		const struct place *place = &places->all[i];

		if (i == 0 || place->node != place[-1].node) {
			node_read(f, place->node, left);
			list_endings(f, left, &endings);
		}
		close_place(f, place, &endings);
	}
}

/* Every place of NOW counts, falls away, or goes on to NEXT. */
static void walk(struct fisher *f, const unsigned *row_totals)
{
	struct places now, next;
	bool is_new;

	places_start(f, &now, 64);
	places_at(f, &now, node_of(f, row_totals), 0, &is_new)->ways = 1;
	for (size_t stage = 0; stage + 1 < f->columns; stage++) {
		places_start(f, &next, 1024);
		for (size_t i = 0; i < now.capacity; i++)
			if (now.all[i].node != UINT64_MAX)
				decide(f, stage, &now.all[i], &next);
		talloc_free(now.all);
		now = next;
	}
	close_all(f, &now);
}

static int descending(const void *first, const void *second)
{
	const unsigned *a = first;
	const unsigned *b = second;

	return (*a < *b) - (*a > *b);
}

/* Margins, and what the observed table costs. */
static void read_table(struct fisher *f, const uint64_t *table, size_t c,
		       unsigned *row_totals, size_t *n)
{
	bool is_turned = c < f->rows;
	size_t r = f->rows;

	*n = 0;
	if (is_turned) {
		f->rows = c;
		f->columns = r;
	}
	for (size_t i = 0; i < r; i++)
		for (size_t j = 0; j < c; j++) {
			unsigned count = (unsigned)table[i * c + j];

			row_totals[is_turned ? j : i] += count;
			f->column_totals[is_turned ? i : j] += count;
			*n += count;
		}
	qsort(f->column_totals, f->columns, sizeof(*f->column_totals),
	      descending);
}

static void tabulate(struct fisher *f, const unsigned *row_totals, size_t n)
{
	f->costs = memory_array(f, int64_t, n + 1);
	f->logs = memory_array(f, double, n + 1);
	for (size_t x = 0; x <= n; x++) {
		f->logs[x] = gsl_sf_lnfact((unsigned)x);
		f->costs[x] = (int64_t)llround(f->logs[x] / grain);
	}
	f->closing = memory_array(f, double, f->columns + 1);
	f->bounds = memory_array(f, struct places, f->columns + 1);
	for (size_t s = f->columns; s-- > 0;) {
		f->closing[s] =
			f->closing[s + 1] + f->logs[f->column_totals[s]];
		places_start(f, &f->bounds[s], 64);
	}
	f->scale = f->closing[0] - f->logs[n];
	f->radix = 1;
	for (size_t i = 0; i < f->rows; i++) {
		f->scale += f->logs[row_totals[i]];
		if (row_totals[i] >= f->radix)
			f->radix = (uint64_t)row_totals[i] + 1;
	}
}

/* Whether node_of() can write all rows into one number. */
static bool has_room(const struct fisher *f)
{
	return (double)f->rows * log2((double)f->radix) < 63;
}

static double test(struct fisher *f, const uint64_t *table, size_t r, size_t c)
{
	unsigned row_totals[FISHER_SIDE_LIMIT] = { 0 };
	size_t n;

	f->rows = r;
	f->columns = c;
	read_table(f, table, c, row_totals, &n);
	tabulate(f, row_totals, n);
	if (!has_room(f))
		return (double)NAN;
	for (size_t i = 0; i < r * c; i++)
		f->limit += f->costs[table[i]];
	f->limit -= (int64_t)(slack / grain);
	walk(f, row_totals);
	if (f->work >= FISHER_WORK_LIMIT)
		return (double)NAN;
	return fmin(1, f->p);
}

double fisher_exact_p(const uint64_t *counts, size_t r, size_t c)
{
	struct fisher *f = memory_new(NULL, struct fisher);
	uint64_t *table = contingency_compact(f, counts, &r, &c);
	size_t longer = r > c ? r : c, shorter = r < c ? r : c;
	double p = (double)NAN;
	uint64_t n = 0;

	for (size_t i = 0; i < r * c; i++)
		n += table[i];
	if (n <= MOST_PEOPLE && shorter > 1 && shorter <= FISHER_SIDE_LIMIT &&
	    longer <= sizeof f->column_totals / sizeof *f->column_totals)
		p = test(f, table, r, c);
	talloc_free(f);
	return p;
}
