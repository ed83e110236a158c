/*
 * The codebook: what was asked, in every language, and which codes are
 * allowed.  Read from XLSForm sheets saved as CSV in one folder: survey.csv,
 * choices.csv, settings.csv (the last optional).  Columns beyond XLSForm that
 * divario reads on the survey sheet: "missing" (choice names that are kinds of
 * missing are given on the choices sheet instead), "reversed" (yes),
 * "minimum", "maximum" (also taken from constraint ". >= a and . <= b").
 * On the choices sheet: "missing" (one of: not_shown skipped dont_know
 * not_applicable refused invalid) and "value" (a number; default: the name if
 * it is one, else the position).
 */
#ifndef PIPELINE_DATA_CODEBOOK_H
#define PIPELINE_DATA_CODEBOOK_H

#include "pipeline/core/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Why there is no answer; the order is that of codes in the clean store. */
enum missing_kind {
	MISSING_NOT_SHOWN, /* routed around, or column absent in a source */
	MISSING_SKIPPED,   /* shown and left empty */
	MISSING_DONT_KNOW,
	MISSING_NOT_APPLICABLE,
	MISSING_REFUSED,
	MISSING_INVALID, /* unmatched, out of range, not a number */
	MISSING_KINDS    /* how many */
};
const char *missing_name(enum missing_kind kind); /* "not_shown" ... */

enum question_type {
	QUESTION_NOTE, /* note, group marks, hidden: no data */
	QUESTION_SELECT_ONE,
	QUESTION_SELECT_MULTIPLE,
	QUESTION_INTEGER,
	QUESTION_DECIMAL,
	QUESTION_DATE,
	QUESTION_TEXT /* free text: kept raw, never published */
};

const char *question_type_name(enum question_type type); /* "select_one" ... */

struct translation {
	const char *language; /* "en"; "" for an unmarked label column */
	const char *text;
};

struct choice {
	const char *name; /* the code as in the sheet */
	double value;
	bool is_missing;
	enum missing_kind missing;
	struct translation *labels;
	size_t n_labels;
};

struct choice_list {
	const char *name;
	struct choice *choices;
	size_t n_choices;
};

struct question {
	enum question_type type;
	const char *name;
	const struct choice_list *list; /* select types, else NULL */
	struct translation *labels;
	size_t n_labels;
	double minimum, maximum; /* NaN = none */
	bool is_reversed;        /* clean value = minimum + maximum - value */
	bool is_required;
	const char *relevant, *constraint; /* raw XLSForm text or NULL */
	int line;                          /* in survey.csv */
};

struct codebook {
	const char *folder;
	const char *title, *version, *default_language;
	struct question *questions;
	size_t n_questions;
	struct choice_list *lists;
	size_t n_lists;
	const char **languages; /* codes in order of appearance */
	size_t n_languages;
	char digest[65]; /* SHA-256 over the sheets */
};

/*
 * Faults are ERROR_PROJECT with file:line:column: a sheet or needed column is
 * missing, a question or choice named twice, an unknown type, a select whose
 * list does not exist, a value that is not a number.
 */
int codebook_load(const void *ctx, const char *folder,
		  struct codebook **codebook, struct error *error);

/*
 * The N codebooks of several sources as one, which refers to them: questions of
 * the same name are the same question, their choices and labels united.  One
 * asked as two types or on two ranges is ERROR_PROJECT at its line.
 */
int codebook_unite(const void *ctx, const struct codebook *const *codebooks,
		   size_t n, const struct codebook **united,
		   struct error *error);

const struct question *codebook_question(const struct codebook *codebook,
					 const char *name);

/* Label in LANGUAGE, else the default language, else the first, else NAME. */
const char *translation_get(const struct translation *labels, size_t n_labels,
			    const char *language, const char *fallback);

#endif
