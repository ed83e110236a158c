/* Shared by recode*.c only. */
#ifndef PIPELINE_DATA_RECODE_PRIVATE_H
#define PIPELINE_DATA_RECODE_PRIVATE_H

#include "pipeline/data/recode.h"

struct recode_word {
	const char *text;
	size_t length, choice;
	enum recode_rule rule;
};

struct recode_words {
	struct recode_word *items; /* sorted by text */
	size_t n;
};

struct recode_unit {
	const char *text;
	uint64_t n;
};

struct recoder {
	const struct question *question;
	const struct recode_source *source;
	struct recode_words exact;   /* names and labels as written */
	struct recode_words folded;  /* labels as text_key has them */
	struct recode_words names;   /* names likewise */
	struct recode_words missing; /* the source's words, likewise */
	size_t longest;              /* bytes of the longest name or label */
	size_t longest_missing;      /* and of the source\'s words */
	struct date_evidence dates;
	struct quantity_evidence numbers;
	struct recode_unit *units; /* of the numbers seen */
	size_t n_units;
	enum date_order order; /* decided, or unknown */
	char decimal;          /* decided, or 0 */
	const char *unit;      /* the most frequent, or "" */
	char separator;        /* of joined cells */
	bool has_inner;        /* some name or label holds the separator */
};

/* The first word that is TEXT, LENGTH bytes long, or NULL. */
const struct recode_word *recode_look_up(const struct recode_words *words,
					 const char *text, size_t length);

struct recode_outcome recode_missing_outcome(enum recode_rule rule,
					     enum missing_kind kind);
bool recode_is_blank(const char *raw);
struct recode_outcome recode_empty(const struct recoder *recoder,
				   const char *raw);
bool recode_is_missing(const struct recoder *recoder, const char *key);

struct recode_outcome recode_moment(const struct recoder *recoder,
				    const char *raw);
struct recode_outcome recode_number(const struct recoder *recoder,
				    const char *raw);
void recode_learn_separator(struct recoder *recoder, const char *const *values,
			    size_t n);

/* The choice for what respondents wrote in; the list's length for none. */
size_t recode_other(const struct question *question);

/* What of the question's cells without answer RAW is, or NULL. */
const struct no_answer *recode_no_answer(const struct question *question,
					 const char *raw);

#endif
