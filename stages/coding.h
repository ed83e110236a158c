/*
 * The stage coding: open answers that people have read and put under themes.
 * coding.c is the stage, coding_read.c finds the answers that the sheet means,
 * coding_themes.c counts and rates themes, coding_agreement.c compares coders,
 * coding_quotes.c takes out what may be quoted.
 */
#ifndef STAGES_CODING_H
#define STAGES_CODING_H

#include "pipeline/data/answers.h"
#include "pipeline/data/coding_sheet.h"
#include "stages/raw_rows.h"
#include "stages/table_writer.h"
#include "stages/weights.h"

/* Level of all intervals. */
#define CODING_CONFIDENCE 0.95

struct coding_tables {
	struct table_writer *themes, *agreement, *quotes, *labels;
};

/* What one coder said of one answer and theme. */
struct coding_mark {
	bool is_given;
	double rating; /* NaN = none */
	bool is_quoted;
};

struct coding {
	struct stage_context *context;
	const struct project_coding *settings;
	struct answers *answers;
	struct weights *weights; /* NULL when nobody is weighted */
	struct raw_rows *rows;
	struct coding_sheet *sheet;
	size_t *coded; /* rows of the answers that were coded */
	size_t n_coded;
	/* n_coded x n_coders: has the coder read the answer, and the theme the
	 * coder named first (CODING_NO_THEME: none) */
	bool *has_read;
	size_t *first_theme;
	struct coding_mark *marks; /* n_coded x n_coders x n_themes */
	size_t decider;            /* a coder; n_coders = none */
	/* n_coded x n_themes: what counts in the end */
	struct coding_mark *final;
};

/* Read both sheets, find the answers, settle what counts. */
int coding_read(struct coding *coding, struct error *error);
void coding_settle(struct coding *coding);

/* Rows of the tables of one coding. */
int coding_write_themes(const struct coding *coding,
			struct table_writer *writer, struct error *error);
int coding_write_agreement(const struct coding *coding,
			   struct table_writer *writer, struct error *error);
int coding_write_quotes(const struct coding *coding,
			struct table_writer *writer, struct error *error);

static inline struct coding_mark *coding_mark_at(const struct coding *coding,
						 size_t answer, size_t coder,
						 size_t theme)
{
	return &coding->marks[(answer * coding->sheet->n_coders + coder) *
				      coding->sheet->n_themes +
			      theme];
}

#endif
