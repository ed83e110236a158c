#include "samples/generator/chance.h"

#include "pipeline/core/memory.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

struct chance {
	gsl_rng *random;
};

static int chance_free(struct chance *chance)
{
	gsl_rng_free(chance->random);
	return 0;
}

struct chance *chance_new(const void *ctx, unsigned long seed)
{
	struct chance *chance = memory_new(ctx, struct chance);

	chance->random = gsl_rng_alloc(gsl_rng_mt19937);
	gsl_rng_set(chance->random, seed);
	talloc_set_destructor(chance, chance_free);
	return chance;
}

double chance_uniform(struct chance *chance)
{
	return gsl_rng_uniform(chance->random);
}

double chance_normal(struct chance *chance, double deviation)
{
	return gsl_ran_gaussian(chance->random, deviation);
}

double chance_gamma(struct chance *chance, double shape, double scale)
{
	return gsl_ran_gamma(chance->random, shape, scale);
}

bool chance_of(struct chance *chance, double p)
{
	return chance_uniform(chance) < p;
}

int chance_below(struct chance *chance, int n)
{
	return (int)gsl_rng_uniform_int(chance->random, (unsigned long)n);
}

int chance_index(struct chance *chance, const double *shares, int n)
{
	double u = chance_uniform(chance);

	for (int i = 0; i < n - 1; i++) {
		if (u < shares[i])
			return i;
		u -= shares[i];
	}
	return n - 1;
}

void chance_shuffle(struct chance *chance, int *list, size_t n)
{
	for (size_t i = n; i-- > 1;) {
		size_t j = (size_t)chance_below(chance, (int)i + 1);
		int kept = list[i];

		list[i] = list[j];
		list[j] = kept;
	}
}
