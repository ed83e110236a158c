/*
 * Drafting in four steps over one draft: look at the file (draft_columns.c),
 * guess what each column is (draft_guess.c, draft_multiple.c, draft_families.c)
 * and which share their choices (draft_lists.c, draft_scales.c), find pairs of
 * levels (draft_pairs.c), write (draft_write.c).
 */
#ifndef PIPELINE_RUN_DRAFT_PRIVATE_H
#define PIPELINE_RUN_DRAFT_PRIVATE_H

#include "pipeline/data/codebook.h"
#include "pipeline/data/platform.h"
#include "pipeline/run/draft.h"

#include <stdbool.h>

struct draft_value {
	const char *text; /* not blank, no word for missing */
	uint64_t n;
};

struct draft_column {
	const char *heading, *name, *label;
	struct paradata paradata; /* what the tool means by it */
	enum question_type type;
	const char *why; /* a note because ... ; NULL if it is none */
	struct draft_value *values; /* distinct, by first appearance */
	size_t n_values;
	unsigned missing_words; /* seen, as bits */
	uint64_t n_filled;      /* rows with a value */
	bool is_cut;            /* more distinct values than are looked at */
	bool is_number, has_unit;
	double minimum, maximum; /* of numbers */
	char separator;          /* of a joined select_multiple */
	int list;                /* of draft->lists, or -1 */
	/* A choice's own column: that of its question, and the choice. */
	int family; /* index of the family's first column, or -1 */
	const char *family_name, *option;
	const char *option_label;
	const char *code; /* the question's, if the headings tell it */
	bool is_coded;    /* "code. text" */
	bool is_loose;    /* the heading does not tell question and choice */
	bool is_place;    /* first of a ranking by place: cells name choices */
	bool has_other;   /* further answers, written in by respondents */
};

struct draft_choice {
	const char *name, *label;
	double number;       /* scales; else NaN */
	const char *missing; /* its kind, if it is known to be no answer */
};

struct draft_list {
	const char *name;
	struct draft_choice *choices;
	size_t n_choices;
	bool is_scale; /* choices are whole numbers */
	size_t n_users;
	const struct choice_list *from; /* of the file's own codebook */
};

/* What pairs up: one skill's name in the patterns. */
struct draft_skill {
	const char *name, *label;
};

struct draft {
	const char *csv;
	const char *verdict;             /* how the file is read */
	char decimal;                    /* its mark, or 0 */
	const struct platform *platform; /* that wrote it, or NULL */
	struct draft_column *columns;
	size_t n_columns;
	uint64_t n_rows;
	bool has_subheading;  /* the first record names columns once more */
	const char **missing; /* words for "no answer" that the file uses */
	size_t n_missing;
	int respondent; /* column, or -1 */
	const char *language;
	struct draft_list *lists;
	size_t n_lists;
	/* {skill} patterns, NULL when there are no pairs */
	const char *current, *required, *future;
	struct draft_skill *skills;
	size_t n_skills;
	struct draft_report *report;
};

int draft_read(struct draft *draft, struct error *error);
void draft_name(struct draft *draft); /* unique question names */
void draft_guess(struct draft *draft);
/* Labels and choices of an SPSS file, in place of what was guessed. */
int draft_take_spss(struct draft *draft, struct error *error);
/* 99, -9 ...: what scales of whole numbers have for "no answer". */
bool draft_is_no_answer(double number);

/* The words for missing that answers other than free text use. */
void draft_list_missing(struct draft *draft);
void draft_share_lists(struct draft *draft);
void draft_find_pairs(struct draft *draft);
int draft_write(struct draft *draft, const char *folder, struct error *error);

/* A sentence for the user. */
void draft_tell(struct draft *draft, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* TEXT as a name: ASCII letters, digits, "_"; begins with a letter. */
char *draft_identifier(const void *ctx, const char *text);

bool draft_is_identifier(const char *text); /* is it one already? */

/*
 * Do the cells join parts that come again and again?  Then the column's values
 * become the parts.
 */
bool draft_find_joined(struct draft *draft, struct draft_column *column);

/* Are the column's values dates or times?  Then its type is settled. */
bool draft_find_moments(struct draft *draft, struct draft_column *column);

/* Are they numbers?  Then the range is noted. */
bool draft_find_numbers(struct draft *draft, struct draft_column *column,
			bool *are_whole);

/* Does a column of whole numbers come from a slider from 0 to 100? */
bool draft_is_slider(const struct draft_column *column);

/* Do the columns FROM to before TO hold ranks of choices? */
bool draft_are_ranks(const struct draft *draft, size_t from, size_t to);

/* Do they hold the choices that came first, second, ...? */
bool draft_are_places(const struct draft *draft, size_t from, size_t to);

/* Columns side by side that are the choices of one question. */
void draft_find_families(struct draft *draft);

/* Give TWO the list of ONE, with the choices of both. */
void draft_join_lists(struct draft *draft, struct draft_column *one,
		      struct draft_column *two);

/* Sort a list's labels if they are steps of a known scale. */
void draft_order_choices(struct draft_list *list);

/* Questions that are asked: families count once, choices not. */
bool draft_is_question(const struct draft *draft, size_t column);

#endif
