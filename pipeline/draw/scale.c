#include "pipeline/draw/scale.h"

#include <math.h>
#include <stdbool.h>

/* Ranges such as 0.1..0.3 must not lose a tick to binary fractions. */
static const double slack = 1e-9;

double scale_first(const struct scale *scale)
{
	return ceil(scale->from / scale->step - slack) * scale->step;
}

int scale_ticks(const struct scale *scale)
{
	double last = floor(scale->to / scale->step + slack) * scale->step;

	return (int)lround((last - scale_first(scale)) / scale->step) + 1;
}

static bool is_whole(double value)
{
	return fabs(value - round(value)) <= slack * fmax(1, value);
}

/* The narrowest of the round steps that leaves at most MOST ticks. */
static void choose_step(struct scale *scale, int most, bool are_counts)
{
	static const double steps[] = { 1, 2, 2.5, 5 };
	double power = pow(10, floor(log10(scale->to - scale->from)) - 2);

	for (int i = 0;; i++) {
		scale->step = steps[i % 4] * power;
		if (scale_ticks(scale) <= most &&
		    (!are_counts || is_whole(scale->step)))
			break;
		if (i % 4 == 3)
			power *= 10;
	}
	scale->decimals = 0;
	for (double step = scale->step; !is_whole(step) && scale->decimals < 6;
	     step *= 10)
		scale->decimals++;
}

static struct scale range(double low, double high)
{
	struct scale scale = { .from = low, .to = high };

	if (!isfinite(low) || !isfinite(high)) {
		scale.from = 0;
		scale.to = 1;
	} else if (!(high - low > fabs(high) * slack)) {
		double room = fmax(0.5, fabs(low) * 0.1);

		scale.from = low - room;
		scale.to = low + room;
	}
	return scale;
}

struct scale scale_make(double low, double high, int most)
{
	struct scale scale = range(low, high);

	choose_step(&scale, most, false);
	return scale;
}

struct scale scale_whole(double low, double high, int most)
{
	struct scale scale = range(low, high);

	choose_step(&scale, most, true);
	return scale;
}

struct scale scale_padded(double low, double high, double part, int most)
{
	double room = (high - low) * part;

	return scale_make(low - room, high + room, most);
}

double scale_at(const struct scale *scale, double value)
{
	return scale->x0 + (value - scale->from) / (scale->to - scale->from) *
				   (scale->x1 - scale->x0);
}
