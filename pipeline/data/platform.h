/*
 * Which survey tool wrote a file, told by the columns that tools add of their
 * own, by header rows and by what a first answer looks like; and what those
 * columns hold ("paradata"), under names that are the same for all tools.
 * What a tool calls its columns is one table: platform_table.c.
 */
#ifndef PIPELINE_DATA_PLATFORM_H
#define PIPELINE_DATA_PLATFORM_H

#include "pipeline/data/csv_header.h"
#include "pipeline/data/csv_record.h"

#include <stdbool.h>
#include <stddef.h>

struct platform; /* one of the table; never freed */

const char *platform_name(const struct platform *platform); /* "Qualtrics" */

/* The platform of that name; NULL for none, also when NAME is NULL. */
const struct platform *platform_named(const char *name);

struct platform_verdict {
	const struct platform *platform; /* NULL: not recognised */
	/* "columns submitdate, lastpage, startlanguage"; "" if none */
	const char *evidence;
};

/*
 * Which platform wrote a file with that header; FIRST is its first answer or
 * NULL.  Evidence of two columns, or one that no other tool has, is asked for;
 * with equal evidence for two platforms there is no verdict.  Texts on CTX.
 */
struct platform_verdict platform_recognise(const void *ctx,
					   const struct csv_header *header,
					   const struct csv_record *first);

/*
 * What the project says of a file ("Qualtrics", "none") in place of what it
 * looks like; NULL: platform_recognise().
 */
struct platform_verdict platform_settle(const void *ctx, const char *said,
					const struct csv_header *header,
					const struct csv_record *first);

/* Can a project say so: is it a platform's name, or "none"? */
bool platform_can_say(const char *said);

/* The names of all, up to NULL; the array on CTX. */
const char **platform_names(const void *ctx);

/* "; Qualtrics, told by columns RecordedDate, Finished": to go behind how the
 * file is read; "" if not recognised.  On CTX. */
char *platform_say(const void *ctx, const struct platform_verdict *verdict);

/* What a column that the tool made tells. */
enum paradata_role {
	PARADATA_NONE,      /* it is no such column */
	PARADATA_TECHNICAL, /* nothing with a common name */
	PARADATA_RESPONSE_ID,
	PARADATA_TOKEN,     /* of the invitation */
	PARADATA_START,     /* moments */
	PARADATA_END,       /* of the last answer */
	PARADATA_SUBMIT,    /* "submit" was pressed; empty: never */
	PARADATA_RECORDED,  /* it reached the server */
	PARADATA_DURATION,  /* seconds */
	PARADATA_PAGE_TIME, /* seconds on one page */
	PARADATA_LANGUAGE,  /* the form's, when it was filled in */
	PARADATA_FINISHED,  /* yes or no, in the tool's words */
	PARADATA_PROGRESS,  /* percent */
	PARADATA_LAST_PAGE, /* the last page that was reached */
	PARADATA_STATUS,    /* how the answer came about: preview, spam ... */
	PARADATA_CHANNEL,   /* how the invitation went out */
	PARADATA_ROLES
};

struct paradata {
	enum paradata_role role;
	/* start_time, page_time:2 ...; NULL for those without one, and where
	 * another column of the file has that name already */
	const char *name;
};

/*
 * What each of the N headings is on PLATFORM (NULL: unknown, then only moments
 * and durations are known).  On CTX.
 */
struct paradata *paradata_find(const void *ctx, const struct platform *platform,
			       const char *const *headings, size_t n);

/* "start_time"; NULL for PARADATA_NONE and PARADATA_TECHNICAL. */
const char *paradata_name(enum paradata_role role);

/* Do the moments among VALUES (NULL: empty) name the month before the day? */
bool paradata_is_month_first(const char *const *values, size_t n);

/* Does a cell of that role say that this was a trial, not an answer? */
bool paradata_is_test(const struct platform *platform, enum paradata_role role,
		      const char *text);

/* Does a cell (NULL: empty) say that the questionnaire was not finished?
 * PARADATA_FINISHED, _PROGRESS, _SUBMIT; false for other roles. */
bool paradata_is_unfinished(enum paradata_role role, const char *text);

/*
 * Seconds since 1970 of a moment as survey tools write it (date_time.h), or
 * NaN, also without a time of day.  IS_MONTH_FIRST settles what "03/04/2021"
 * leaves open.
 */
double paradata_moment(const char *text, bool is_month_first);

/* Seconds of "75", "75.5", "1:15" or "0:01:15"; NaN for anything else. */
double paradata_seconds(const char *text);

#endif
