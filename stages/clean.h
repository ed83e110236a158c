/*
 * The clean stage over one plan: which file holds which question in which
 * columns (clean_plan.c), which rows are kept (clean_rows.c), questions with
 * one column (clean_single.c) or several answers (clean_multiple.c,
 * clean_joined.c, clean_apart.c), in an order (clean_ranking.c), the project's
 * own rules (clean_rules.c), who was asked and which answers are allowed
 * (clean_conditions.c), who saw boxes and ticked none (clean_unticked.c), what
 * was changed (clean_notes.c), how columns were read
 * (clean_reading.c) and the tables beside the answers (clean_tables.c).
 */
#ifndef STAGES_CLEAN_H
#define STAGES_CLEAN_H

#include "pipeline/data/answers_writer.h"
#include "pipeline/data/match.h"
#include "pipeline/data/platform.h"
#include "pipeline/data/raw_column.h"
#include "pipeline/data/recode.h"
#include "pipeline/data/rules.h"
#include "pipeline/run/stage.h"
#include "stages/table_writer.h"

struct clean_file {
	int64_t id;
	const char *name, *path, *wave; /* wave may be NULL */
	const struct project_source *source;
	struct recode_source rules;
	int64_t *columns; /* ids of the raw columns, as the headings */
	size_t n_columns;
	const char *platform; /* that wrote the file, or NULL */
	/* shared by the files of a source that are laid out alike */
	const char **headings;
	struct match_file *match;
	struct paradata *paradata; /* what the tool means by each column */
	uint64_t n_rows, n_kept;
	/* By question with several answers: nothing stands for "not ticked". */
	bool *only_ticks;
	bool *is_set_aside; /* one a row, or NULL: all are kept */
};

/* One change: so many cells of that value became this. */
struct clean_note {
	enum recode_rule rule;
	const struct rule *own;        /* the project's rule, or NULL */
	const char *source, *variable; /* variable NULL: whole rows */
	const char *from, *to;         /* from NULL: empty without quotes */
	uint64_t n;
};

struct clean {
	struct stage_context *context;
	struct database *store;
	const struct codebook *codebook; /* of all sources */
	struct rules *rules;             /* the project's */
	struct clean_file *files;
	size_t n_files;
	struct answers_writer *answers;
	struct table_writer *ledger, *unmatched, *questions, *labels, *readings;
	struct clean_note *notes; /* of the question at work */
	size_t n_notes;
	int64_t n_ledger;
	uint64_t n_unmatched;
	uint32_t *codes; /* STORE_ROWS of room for a chunk */
	void *scratch;   /* freed after each question */
};

/* Codebooks, files, columns and which question they hold; warns of strays. */
int clean_plan(struct clean *clean, struct error *error);

/* Which of the file's columns its tool added, of those that are no question. */
void clean_find_paradata(struct clean *clean, struct clean_file *file);

/*
 * The table paradata(source_id, column_id, position, heading, name): name is
 * the same for all tools, NULL where there is none.
 */
int clean_write_paradata(struct clean *clean, struct error *error);

/* Settle is_set_aside and n_kept of every file. */
int clean_rows(struct clean *clean, struct error *error);

/* ERROR_PROJECT: a rule of the project for what is no question to clean. */
int clean_rules_check(const struct clean *clean, struct error *error);

/*
 * The table row_kept(source_id, n, bits): bit i % 8 of byte i / 8 is 1 when row
 * i of the file became an answer.  And register_rows, see data/answers.h.
 */
int clean_write_kept(struct clean *clean, struct error *error);

/* The raw codes of the kept rows of one column, chunk by chunk. */
struct clean_stream;
int clean_stream_open(const struct clean *clean, const struct clean_file *file,
		      int column, struct clean_stream **stream,
		      struct error *error);

/* 1 = N codes at CODES (room for STORE_ROWS), 0 = end, -1 = error. */
int clean_stream_next(struct clean_stream *stream, uint32_t *codes, size_t *n,
		      struct error *error);

/* One raw column's values, with counts[code] of the kept rows only. */
int clean_column(const struct clean *clean, const struct clean_file *file,
		 int column, struct raw_column **raw, struct error *error);

/* Write the variable or variables of one question. */
int clean_single(struct clean *clean, size_t question,
		 struct answer_totals *totals, struct error *error);
int clean_multiple(struct clean *clean, size_t question,
		   struct answer_totals *totals, struct error *error);

/* One variable a choice, its rank; what was left out is "not ranked". */
int clean_ranking(struct clean *clean, size_t question,
		  struct answer_totals *totals, struct error *error);

/* The table other_text: how many wrote what they meant by "other", and in how
 * many ways.  The text itself stays in the raw columns. */
int clean_other(struct clean *clean, struct error *error);

/* A variable for each choice of QUESTION, all with the same VALUES; COLUMNS
 * (one a choice) stay NULL for those that are kinds of missing. */
int clean_open_choices(struct clean *clean, const struct question *question,
		       struct answer_value *values, size_t n_values,
		       struct answer_column **columns, struct error *error);

/* The rows of a FILE that does not ask the question of these N COLUMNS. */
int clean_not_asked(const struct clean_file *file,
		    struct answer_column *const *columns, size_t n,
		    struct error *error);

/* One file's rows of a select_multiple, to COLUMNS (one a choice, NULL for
 * those that are kinds of missing). */
int clean_joined(struct clean *clean, const struct clean_file *file,
		 size_t question, struct answer_column *const *columns,
		 struct error *error);
int clean_apart(struct clean *clean, const struct clean_file *file,
		size_t question, struct answer_column *const *columns,
		struct error *error);

/*
 * Hold the answers written against the codebook's conditions: changes codes,
 * ledger and TOTALS (one a question).
 */
int clean_conditions(struct clean *clean, struct answer_totals *totals,
		     struct error *error);

/* Rows of empty boxes of those who saw the question are "none of these": all 0.
 * Changes codes, ledger and TOTALS, one a question. */
int clean_unticked(struct clean *clean, struct answer_totals *totals,
		   struct error *error);

/* Has FILE a column for the variable? */
bool clean_has_variable(const struct clean *clean,
			const struct clean_file *file,
			const struct variable *variable);

/*
 * The project's rules on combinations of answers, over all answers; TOTALS, one
 * a question, follow what becomes invalid.
 */
int clean_cross(struct clean *clean, struct answer_totals *totals,
		struct error *error);

/* "question.choice" on CTX. */
char *clean_choice_variable(const void *ctx, const struct question *question,
			    size_t choice);

/* Keep NOTE (its texts must live until the flush) unless n is 0. */
void clean_note(struct clean *clean, struct clean_note note);

/* How the dates or numbers of one column were read. */
struct clean_reading {
	struct recode_reading how;
	uint64_t n_unclear; /* cells that can be read two ways */
	const char *example;
};

/*
 * A row of the table reading, if there was anything to decide; warns of what
 * stays unclear, with what to tell in the project.
 */
int clean_write_reading(struct clean *clean, const struct clean_file *file,
			const struct question *question,
			struct clean_reading reading, struct error *error);

/* Write the notes, equal ones added up, to ledger and unmatched. */
int clean_notes_flush(struct clean *clean, struct error *error);

/* A line in the ledger for each source that people withdrew from. */
int clean_note_withdrawn(struct clean *clean, struct error *error);

int clean_tables_open(struct clean *clean, struct error *error);
int clean_write_question(struct clean *clean, size_t question,
			 const struct answer_totals *totals,
			 struct error *error);

/* The variables "source" and "wave". */
int clean_write_origin(struct clean *clean, struct error *error);

#endif
