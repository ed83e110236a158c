/* Inside expression: what its text is made of. */
#ifndef PIPELINE_DATA_EXPRESSION_TOKEN_H
#define PIPELINE_DATA_EXPRESSION_TOKEN_H

#include "pipeline/data/expression.h"

enum token_kind {
	TOKEN_END,
	TOKEN_OPEN,  /* ( */
	TOKEN_CLOSE, /* ) */
	TOKEN_COMMA,
	TOKEN_COMPARE,  /* compare says which */
	TOKEN_AND,      /* && */
	TOKEN_OR,       /* || */
	TOKEN_NOT,      /* ! */
	TOKEN_NUMBER,   /* number */
	TOKEN_TEXT,     /* text */
	TOKEN_QUESTION, /* text: name, or NULL for "." */
	TOKEN_TICK,     /* text: name, choice: REDCap's [name(choice)] */
	TOKEN_WORD,     /* text: and, not, selected, a LimeSurvey name ... */
	TOKEN_OTHER     /* arithmetic and the like: text */
};

struct token {
	enum token_kind kind;
	enum expression_kind compare;
	const char *text, *choice; /* on the lexer's context */
	double number;
	size_t character; /* from 1 */
};

struct lexer {
	const void *ctx;
	const char *text, *at;
	enum expression_dialect dialect;
};

/*
 * The next token; 0, or -1 with FAULT: a quote or bracket is never closed, or a
 * character that begins nothing.
 */
int token_next(struct lexer *lexer, struct token *token,
	       struct expression_fault *fault);

#endif
