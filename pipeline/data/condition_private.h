/* Shared by condition_*.c only. */
#ifndef PIPELINE_DATA_CONDITION_PRIVATE_H
#define PIPELINE_DATA_CONDITION_PRIVATE_H

#include "pipeline/data/condition_program.h"

enum condition_kind {
	CONDITION_CONSTANT, /* truth */
	CONDITION_TABLE,    /* table[code of input] */
	CONDITION_COUNT,    /* table[how many of the inputs are ticked] */
	CONDITION_PAIR,     /* two inputs compared */
	CONDITION_AND,
	CONDITION_OR,
	CONDITION_NOT
};

/* What a code means in comparisons. */
struct condition_value {
	const char *text; /* "" for empty; NULL: not known */
	double number;    /* NaN for none; a day is its yyyymmdd */
};

struct condition_node {
	enum condition_kind kind;
	enum truth truth;
	size_t input, n_inputs, other; /* indices of inputs */
	unsigned char *table;
	enum expression_kind compare;
	const struct condition_value *values, *other_values; /* by code */
	struct condition_node *left, *right;
};

struct condition_program {
	const struct answers *answers;
	const struct codebook *codebook;
	const struct question *self;
	struct condition_node *root;
	struct condition_input *inputs;
	size_t n_inputs;
	unsigned char **levels;
	size_t n_levels;
};

/* The truth of "one COMPARE two". */
unsigned char condition_compare(enum expression_kind compare,
				const struct condition_value *one,
				const struct condition_value *two);

struct condition_value condition_text_value(const char *text);

/* The values of all codes of VARIABLE of QUESTION, on CTX. */
struct condition_value *condition_values(const void *ctx,
					 const struct question *question,
					 const struct variable *variable);

#endif
