/*
 * Header rows of survey tools: telling them by what only they hold, and making
 * one name and one text a column of several rows.
 */
#ifndef PIPELINE_DATA_HEADER_ROWS_H
#define PIPELINE_DATA_HEADER_ROWS_H

#include "pipeline/data/csv_header.h"

/* What gives a record away as one of a tool's header rows. */
enum header_clue {
	HEADER_PLAIN,       /* nothing */
	HEADER_NAMES,       /* Qualtrics' first: StartDate, EndDate ... */
	HEADER_IMPORT_ID,   /* Qualtrics' third: {"ImportId":"QID1"} */
	HEADER_NUMBERED,    /* Qualtrics' first until 2016: V1, V2, V3 ... */
	HEADER_RESPONSE_ID, /* the row under that: ResponseID, ResponseSet ...
			     */
	HEADER_OPTIONS,     /* SurveyMonkey's second: Response, options */
};
enum header_clue header_clue_of(const struct csv_record *record);

/*
 * A name a column out of the rows, on CTX; NULL where nothing is written.  The
 * first row's, where that names every column that has a name, and each
 * otherwise.  Where its cells span several columns of a second row: "question
 * [option]", or "question" alone over "Response"; a row of codes above those
 * two goes before them.  Else all rows joined.
 */
const char **header_names(const void *ctx, const struct csv_header *header);

/*
 * What a column says to people, for each: the text under a machine's name, else
 * the name.  On CTX.
 */
const char **header_labels(const void *ctx, const struct csv_header *header);

#endif
