/*
 * A few answers in the form of each survey tool's export, written by hand: the
 * columns that the tool adds and the way it writes answers, header rows and
 * moments.
 */
#ifndef TESTS_SUPPORT_PLATFORM_SAMPLES_H
#define TESTS_SUPPORT_PLATFORM_SAMPLES_H

#include <stddef.h>

struct platform_sample {
	const char *what, *platform; /* NULL: of no tool */
	const char *text;
	size_t n_rows;
	/* "heading=name, ..." of all columns that the tool added, in order;
	 * '-': no common name */
	const char *paradata;
	/* people whose answer was a trial or is not finished; -1: the file
	 * does not tell */
	int n_test, n_incomplete;
	const char *questions; /* names that a draft gives to the others */
};

extern const struct platform_sample platform_samples[];
extern const size_t n_platform_samples;

#endif
