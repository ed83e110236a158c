/*
 * The codebook: what was asked, in every language, which codes are allowed, and
 * who was asked.  Read from any of
 *
 *	an XLSForm: a folder with survey.csv, choices.csv and settings.csv (the
 *	last two optional), or the .xlsx workbook with sheets of these names
 *	a REDCap data dictionary (.csv)
 *	a LimeSurvey structure (.lss, .lsg, or tab-separated .txt or .tsv)
 *	an SPSS file (.sav, .zsav): its variables, their labels and user-missing
 *	values
 *
 * Columns beyond XLSForm that divario reads on the survey sheet: "missing"
 *(choice names that are kinds of missing are given on the choices sheet
 *instead), "reversed" (yes), "identifier" (yes: tells who; never stored as it
 *stands), "date_order" (dmy, mdy, ymd), "minimum", "maximum" (also taken
 *from constraint ". >= a and . <= b"). On the choices sheet: "missing" (one of:
 *not_shown skipped dont_know not_applicable refused invalid) and "value" (a
 *number; default: the name if it is one, else the position).
 */
#ifndef PIPELINE_DATA_CODEBOOK_H
#define PIPELINE_DATA_CODEBOOK_H

#include "pipeline/core/error.h"
#include "pipeline/data/date_time.h"
#include "pipeline/data/expression.h"

#include <stdbool.h>
#include <stddef.h>

/* Why there is no answer; the order is that of codes in the clean store. */
enum missing_kind {
	MISSING_NOT_SHOWN, /* routed around, or column absent in a source */
	MISSING_SKIPPED,   /* shown and left empty */
	MISSING_DONT_KNOW,
	MISSING_NOT_APPLICABLE,
	MISSING_REFUSED,
	MISSING_INVALID,    /* unmatched, out of range, not a number */
	MISSING_NOT_RANKED, /* of a ranking that has other choices */
	MISSING_KINDS       /* how many */
};
const char *missing_name(enum missing_kind kind); /* "not_shown" ... */

enum question_type {
	QUESTION_NOTE, /* note, group marks, hidden: no data */
	QUESTION_SELECT_ONE,
	QUESTION_SELECT_MULTIPLE,
	QUESTION_INTEGER,
	QUESTION_DECIMAL,
	QUESTION_DATE,
	QUESTION_TIME,     /* of day */
	QUESTION_DATETIME, /* a day and, if given, a time */
	QUESTION_RANK,     /* choices put in order */
	QUESTION_TEXT      /* free text: kept raw, never published */
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

/* The choice that stands for what respondents wrote in. */
#define CODEBOOK_OTHER "other"

struct choice_list {
	const char *name;
	struct choice *choices;
	size_t n_choices;
};

/*
 * When a question is shown, or which of its answers are allowed.  A condition
 * that holds for a whole group is shared by its questions; OUTER, if any, must
 * hold as well.
 */
struct condition {
	const char *text;              /* as written */
	const char *where;             /* "file:line:column" */
	const struct expression *tree; /* NULL: not evaluated, see remarks */
	const struct condition *outer;
};

/* What a person should know about the codebook, though it can be used. */
struct codebook_remark {
	const char *where, *what;
};

/* Cells that mean no answer: a text, or all numbers from LOW to HIGH. */
struct no_answer {
	double low, high; /* NaN: none */
	const char *text;
	enum missing_kind kind;
};

struct question {
	enum question_type type;
	const char *name;
	const struct choice_list *list; /* select types, else NULL */
	struct translation *labels;
	size_t n_labels;
	/* What stands over it and others: a group's label, an array's text. */
	struct translation *stem;
	size_t n_stem;
	double minimum, maximum;      /* NaN = none */
	enum date_order date_order;   /* of its dates, if the sheet says */
	struct no_answer *no_answers; /* the first that fits counts */
	size_t n_no_answers;
	/* What matches no choice is "other", a choice of its list. */
	bool takes_other;
	bool is_reversed; /* clean value = minimum + maximum - value */
	bool is_required;
	bool is_identifier; /* tells who answered: a pseudonym only */
	const char *relevant, *constraint; /* its own, as written, or NULL */
	const struct condition *shown;     /* NULL: always */
	const struct condition *valid;     /* NULL: any answer */
	int line;                          /* of its file */
	const char *where;                 /* "file:line" */
};

struct codebook {
	const char *path; /* of the file or folder */
	const char *title, *version, *default_language;
	struct question *questions;
	size_t n_questions;
	struct choice_list *lists;
	size_t n_lists;
	const char **languages; /* codes in order of appearance */
	size_t n_languages;
	bool may_repeat_choices;       /* within a list, for cascades */
	struct condition **conditions; /* all, each once */
	size_t n_conditions;
	struct codebook_remark *remarks;
	size_t n_remarks;
	char digest[65];      /* SHA-256 over the files */
	const char *encoding; /* as the project tells it, or NULL */
};

/*
 * Faults are ERROR_PROJECT with file:line:column: a sheet or needed column is
 * missing, a question or choice named twice, an unknown type, a select whose
 * list does not exist, a value that is not a number, a condition that cannot be
 * read or names a question that does not exist.
 */
int codebook_load(const void *ctx, const char *path, struct codebook **codebook,
		  struct error *error);

/* The same; ENCODING replaces what an SPSS file says of its texts; NULL: it
 * does not. */
int codebook_load_in(const void *ctx, const char *path, const char *encoding,
		     struct codebook **codebook, struct error *error);

/*
 * The files that the codebook PATH is read from, in *FILES on CTX, whether they
 * exist or not; returns how many.
 */
size_t codebook_files(const void *ctx, const char *path, const char ***files);

/*
 * The N codebooks of several sources as one, which refers to them: questions of
 * the same name are the same question, their choices and labels united.  One
 * asked as two types or on two ranges is ERROR_PROJECT at its line; where the
 * conditions differ none is kept, with a remark.
 */
int codebook_unite(const void *ctx, const struct codebook *const *codebooks,
		   size_t n, const struct codebook **united,
		   struct error *error);

/* The question called NAME; a note of that name if there is no other; NULL. */
const struct question *codebook_question(const struct codebook *codebook,
					 const char *name);

/* Label in LANGUAGE, else the default language, else the first, else NAME. */
const char *translation_get(const struct translation *labels, size_t n_labels,
			    const char *language, const char *fallback);

#endif
