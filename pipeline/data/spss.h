/*
 * An SPSS file (.sav, .zsav) by ReadStat: what it says of its variables, and
 * its cases in memory that does not grow with the file.
 */
#ifndef PIPELINE_DATA_SPSS_H
#define PIPELINE_DATA_SPSS_H

#include "pipeline/core/error.h"
#include "pipeline/data/csv_record.h"
#include "pipeline/data/moment.h"

#include <stdbool.h>
#include <stddef.h>

/* A value and what it means. */
struct spss_label {
	const char *value, *text;
	double number; /* NaN: a text */
};

/* Values that mean no answer: LOW to HIGH, the same for one; texts. */
struct spss_missing {
	double low, high; /* may be infinite; NaN: TEXT */
	const char *text;
};

struct spss_variable {
	const char *name, *label; /* label "" if there is none */
	bool is_text;
	enum moment_kind kind; /* of a number */
	int decimals;          /* shown of a number */
	struct spss_label *labels;
	size_t n_labels;
	struct spss_missing *missing;
	size_t n_missing;
	const char *label_set; /* private */
};

struct spss_file {
	const char *path, *encoding, *title;
	long n_cases; /* -1: not known */
	bool is_compressed;
	struct spss_variable *variables;
	size_t n_variables;
	size_t n_sets; /* multiple response sets, of which nothing is read */
};

/*
 * Read what stands before the cases.  ENCODING replaces what the file says of
 * itself; NULL as a rule.  Faults: the file cannot be read (ERROR_FAILED), is
 * damaged or no SPSS file, its texts are not in its encoding (ERROR_DATA).
 */
int spss_open(const void *ctx, const char *path, const char *encoding,
	      struct spss_file **file, struct error *error);

/* Number and MISSING's range: is it no answer? */
bool spss_is_missing(const struct spss_variable *variable,
		     const struct spss_label *label);

/*
 * Where both files label a value of a variable, do they label it alike (but for
 * case and blanks)?  ERROR_DATA at OTHER if not.
 */
int spss_check_labels(const struct spss_file *first,
		      const struct spss_file *other, struct error *error);

/*
 * A number as it stands in cells: the shortest text that reads back as it, or
 * ISO 8601.  TEXT has room for it.
 */
enum { SPSS_NUMBER = 40 };
void spss_number(double number, enum moment_kind kind, char text[SPSS_NUMBER]);

struct spss_cases; /* talloc object; freeing it ends the reading */

struct spss_cases *spss_cases_new(const void *ctx, const struct spss_file *file,
				  const char *encoding);

/*
 * The next case as a record, its number as the line: 1, 0 at the end, -1 when
 * the file is damaged there (ERROR_DATA).  What has no value is NULL.
 */
int spss_cases_next(struct spss_cases *cases, struct csv_record *record,
		    struct error *error);

#endif
