/*
 * Conditions as survey tools write them, in a safe subset, as a tree: when a
 * question is shown (XLSForm's relevant, REDCap's branching logic, LimeSurvey's
 * relevance) and which answers are allowed (constraint).
 *
 *	or, and, not(c), true(), false(), (c)
 *	v = w  v != w  v < w  v <= w  v > w  v >= w
 *	selected(q, 'choice')
 *
 * where v and w are a question q, "." (the question itself), a number, a text
 * in quotes, date('2026-01-31') or count-selected(q).  A question is ${name} in
 * an XLSForm, [name] or [name(choice)] in REDCap, name, name.NAOK or
 * name_choice in LimeSurvey, which also has ==, &&, ||, ! and eq to ge.  A
 * value that stands alone asks whether it is there.
 */
#ifndef PIPELINE_DATA_EXPRESSION_H
#define PIPELINE_DATA_EXPRESSION_H

#include <stddef.h>

enum expression_dialect {
	EXPRESSION_XLSFORM,
	EXPRESSION_REDCAP,
	EXPRESSION_LIMESURVEY
};

enum expression_kind {
	/* values */
	EXPRESSION_NUMBER,
	EXPRESSION_TEXT,
	EXPRESSION_QUESTION, /* text: its name, NULL for "." */
	EXPRESSION_COUNT,    /* how many choices of left are ticked */
	/* conditions on two values */
	EXPRESSION_EQUAL,
	EXPRESSION_UNEQUAL,
	EXPRESSION_LESS,
	EXPRESSION_AT_MOST,
	EXPRESSION_MORE,
	EXPRESSION_AT_LEAST,
	/* other conditions */
	EXPRESSION_SELECTED, /* text: the choice; left: the question */
	EXPRESSION_AND,
	EXPRESSION_OR,
	EXPRESSION_NOT, /* left */
	EXPRESSION_TRUE,
	EXPRESSION_FALSE
};

struct expression {
	enum expression_kind kind;
	const char *text;
	double number;
	struct expression *left, *right;
	size_t character; /* where it begins in the source, from 1 */
};

/* A problem with an expression: "at character 12: ...". */
struct expression_fault {
	size_t character;
	char what[200];
};

enum expression_outcome {
	EXPRESSION_READ,
	EXPRESSION_BEYOND, /* good, it seems, but outside the subset */
	EXPRESSION_BROKEN  /* cannot be meant: a quote or bracket is open ... */
};

/*
 * Parse TEXT.  *TREE (on CTX) is a condition when it was read, NULL otherwise;
 * FAULT then says what and where.  Never recurses deeper than 100 levels.
 */
enum expression_outcome expression_parse(const void *ctx, const char *text,
					 enum expression_dialect dialect,
					 struct expression **tree,
					 struct expression_fault *fault);

#endif
