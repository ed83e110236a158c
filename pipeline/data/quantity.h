/*
 * Numbers with what people write around them: "1.234,50 €", "EUR 12", "12,5 %",
 * "Kč 1 234,-", "1:02:03" (a duration, in seconds).  What stands beside the
 * number is its unit and stays apart.
 *
 * Whether a comma or a point is the decimal mark is decided over a column:
 * quantity_learn() counts what only one of them can explain,
 * quantity_decimal() decides.
 */
#ifndef PIPELINE_DATA_QUANTITY_H
#define PIPELINE_DATA_QUANTITY_H

#include <stdint.h>

struct quantity {
	double value;
	const char *unit; /* "EUR", "$", "%", "s"; "" without; never freed */
};

enum quantity_reading {
	QUANTITY_READ,
	QUANTITY_NONE,    /* no number */
	QUANTITY_UNCLEAR, /* a number if another decimal mark holds */
	QUANTITY_VAGUE    /* "20-30", "about 30", "30+": more than one */
};

/* DECIMAL is '.' or ',' or 0 as for text_parse_number. */
enum quantity_reading quantity_read(const char *text, char decimal,
				    struct quantity *quantity);

struct quantity_evidence {
	uint64_t n_points, n_commas; /* that only this mark explains */
	uint64_t n_unclear;          /* that are another number with each */
};
void quantity_learn(struct quantity_evidence *evidence, const char *text);

/* '.' or ',', or OTHERWISE unless 95 % of what is clear agrees. */
char quantity_decimal(const struct quantity_evidence *evidence, char otherwise);

#endif
