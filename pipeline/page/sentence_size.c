#include "pipeline/page/sentence_size.h"

#include <math.h>
#include <stddef.h>

const struct size_limits size_limits[SIZE_MEASURES] = {
	/* 2A - 1 of their A = 0.56, 0.64, 0.71, as the difference between the
	 * shares for and against (Kerby 2014, Comprehensive Psychology 3). */
	[SIZE_RANK_BISERIAL] = { 0.12, 0.28, 0.42,
				 "Vargha and Delaney 2000, Journal of "
				 "Educational and Behavioral Statistics 25, "
				 "101-132",
				 true },
	[SIZE_STANDARDISED] = { 0.2, 0.5, 0.8,
				"Cohen 1988, Statistical Power Analysis, "
				"chapter 2",
				true },
	[SIZE_OMEGA_SQUARED] = { 0.01, 0.06, 0.14,
				 "Cohen 1988, Statistical Power Analysis, "
				 "chapter 8",
				 false },
	[SIZE_PROPORTION] = { 0.2, 0.5, 0.8,
			      "Cohen 1988, Statistical Power Analysis, "
			      "chapter 6",
			      true },
	[SIZE_SILHOUETTE] = { 0.25, 0.5, 0.7,
			      "Kaufman and Rousseeuw 1990, Finding Groups in "
			      "Data, chapter 2",
			      false },
	[SIZE_RELIABILITY] = { 0.7, 0.8, 0.9,
			       "Nunnally 1978, Psychometric Theory, 245-246",
			       false },
	[SIZE_CORRELATION] = { 0.1, 0.3, 0.5,
			       "Cohen 1988, Statistical Power Analysis, "
			       "chapter 3",
			       true },
};

enum size_word size_word(enum size_measure measure, double value)
{
	const struct size_limits *limits = &size_limits[measure];
	double size = limits->has_sign ? fabs(value) : value;

	if (isnan(size))
		return SIZE_UNKNOWN;
	if (size < limits->small)
		return SIZE_NEGLIGIBLE;
	if (size < limits->medium)
		return SIZE_SMALL;
	return size < limits->large ? SIZE_MEDIUM : SIZE_LARGE;
}

const char *size_name(enum size_word size)
{
	static const char *const names[] = {
		[SIZE_NEGLIGIBLE] = "negligible",
		[SIZE_SMALL] = "small",
		[SIZE_MEDIUM] = "medium",
		[SIZE_LARGE] = "large",
		[SIZE_UNKNOWN] = NULL,
	};

	return names[size];
}
