/* A linear axis: data range, place on the page, round ticks. */
#ifndef PIPELINE_DRAW_SCALE_H
#define PIPELINE_DRAW_SCALE_H

struct scale {
	double from, to; /* data */
	double x0, x1;   /* points */
	double step;     /* between ticks */
	int decimals;    /* that the ticks need */
};

/*
 * At most MOST (2..) ticks at multiples of 1, 2, 2.5 or 5 times a power of ten
 * inside LOW..HIGH.  An empty or undefined range is widened.
 */
struct scale scale_make(double low, double high, int most);

/* The same for counts: ticks are whole numbers. */
struct scale scale_whole(double low, double high, int most);

/* The range grown by PART of its length at both ends, ticks kept inside. */
struct scale scale_padded(double low, double high, double part, int most);

double scale_at(const struct scale *scale, double value);

/* First tick, and the number of ticks. */
double scale_first(const struct scale *scale);
int scale_ticks(const struct scale *scale);

#endif
