#include "pipeline/data/expression_token.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Spreadsheets turn quotes into typographic ones, which are meant as plain. */
static const struct {
	const char *text;
	bool is_double;
} quotes[] = {
	{ "'", false },      { "\"", true },     { "\u2018", false },
	{ "\u2019", false }, { "\u201C", true }, { "\u201D", true },
};

static const struct {
	const char *text;
	enum token_kind kind;
	enum expression_kind compare;
} signs[] = {
	{ "==", TOKEN_COMPARE, EXPRESSION_EQUAL },
	{ "!=", TOKEN_COMPARE, EXPRESSION_UNEQUAL },
	{ "<>", TOKEN_COMPARE, EXPRESSION_UNEQUAL },
	{ "<=", TOKEN_COMPARE, EXPRESSION_AT_MOST },
	{ ">=", TOKEN_COMPARE, EXPRESSION_AT_LEAST },
	{ "=", TOKEN_COMPARE, EXPRESSION_EQUAL },
	{ "<", TOKEN_COMPARE, EXPRESSION_LESS },
	{ ">", TOKEN_COMPARE, EXPRESSION_MORE },
	{ "&&", TOKEN_AND, EXPRESSION_AND },
	{ "||", TOKEN_OR, EXPRESSION_OR },
	{ "!", TOKEN_NOT, EXPRESSION_NOT },
	{ "(", TOKEN_OPEN, EXPRESSION_TRUE },
	{ ")", TOKEN_CLOSE, EXPRESSION_TRUE },
	{ ",", TOKEN_COMMA, EXPRESSION_TRUE },
};

static int fail(const struct lexer *lexer, const char *at, const char *what,
		struct expression_fault *fault)
{
	char *before = memory_text_n(lexer->ctx, lexer->text,
				     (size_t)(at - lexer->text));

	fault->character = 1 + text_count(before);
	snprintf(fault->what, sizeof fault->what, "%s", what);
	talloc_free(before);
	return -1;
}

/* Which quote begins at TEXT: its number, or -1. */
static int quote_at(const char *text)
{
	for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
		if (!strncmp(text, quotes[i].text, strlen(quotes[i].text)))
			return (int)i;
	return -1;
}

/* "'" closes what "'" or a typographic single quote opened, and so on. */
static int read_text(struct lexer *lexer, struct token *token,
		     struct expression_fault *fault)
{
	int open = quote_at(lexer->at);
	const char *begin = lexer->at + strlen(quotes[open].text);
	const char *end = begin;
	int close = -1;

	while (*end) {
		close = quote_at(end);
		if (close >= 0 &&
		    quotes[close].is_double == quotes[open].is_double)
			break;
		end++;
	}
	if (!*end)
		return fail(lexer, lexer->at, "the quote is never closed",
			    fault);
	token->kind = TOKEN_TEXT;
	token->text = memory_text_n(lexer->ctx, begin, (size_t)(end - begin));
	lexer->at = end + strlen(quotes[close].text);
	return 0;
}

/* The trimmed text up to CLOSE, and AT behind it. */
static char *read_name(struct lexer *lexer, size_t skip, char close)
{
	const char *begin = lexer->at + skip;
	const char *end = strchr(begin, close);
	char *name;

	if (!end)
		return NULL;
	lexer->at = end + 1;
	name = memory_text_n(lexer->ctx, begin, (size_t)(end - begin));
	return text_trim(lexer->ctx, name);
}

static int read_braced(struct lexer *lexer, struct token *token,
		       struct expression_fault *fault)
{
	const char *at = lexer->at;

	token->kind = TOKEN_QUESTION;
	token->text = read_name(lexer, 2, '}');
	return token->text ? 0 : fail(lexer, at, "'${' is never closed", fault);
}

/* "[name]", "[name(3)]"; "[event][name]" is another event's answer. */
static int read_bracketed(struct lexer *lexer, struct token *token,
			  struct expression_fault *fault)
{
	const char *at = lexer->at;
	char *name = read_name(lexer, 1, ']'), *open, *close;

	if (!name)
		return fail(lexer, at, "'[' is never closed", fault);
	token->kind = *lexer->at == '[' ? TOKEN_OTHER : TOKEN_QUESTION;
	token->text = name;
	open = strchr(name, '(');
	close = open ? strrchr(open, ')') : NULL;
	if (close && token->kind == TOKEN_QUESTION) {
		*open = *close = '\0';
		token->kind = TOKEN_TICK;
		token->choice = open + 1;
	}
	return 0;
}

static bool is_word(char c, enum expression_dialect dialect)
{
	if (isalnum((unsigned char)c) || c == '_' || (c & 0x80))
		return true;
	return dialect == EXPRESSION_LIMESURVEY ? c == '.' || c == '#'
						: c == '-' || c == ':';
}

/* Digits and a point; LimeSurvey's "245554X1X2" is a name. */
static bool read_number(struct lexer *lexer, struct token *token)
{
	const char *at = lexer->at + (*lexer->at == '-');
	size_t n = strspn(at, "0123456789.");
	char *text;
	bool is_number;

	if (!n || !strpbrk(at, "0123456789") || strspn(at, ".") == n ||
	    isalpha((unsigned char)at[n]) || at[n] == '_')
		return false;
	n += (size_t)(at - lexer->at);
	text = memory_text_n(lexer->ctx, lexer->at, n);
	is_number = text_parse_number(text, '.', &token->number);
	if (is_number) {
		token->kind = TOKEN_NUMBER;
		token->text = text;
		lexer->at += n;
	}
	return is_number;
}

static bool read_sign(struct lexer *lexer, struct token *token)
{
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		size_t n = strlen(signs[i].text);

		if (strncmp(lexer->at, signs[i].text, n))
			continue;
		token->kind = signs[i].kind;
		token->compare = signs[i].compare;
		token->text = signs[i].text;
		lexer->at += n;
		return true;
	}
	return false;
}

static int read_word(struct lexer *lexer, struct token *token,
		     struct expression_fault *fault)
{
	size_t n = 0;

	while (is_word(lexer->at[n], lexer->dialect))
		n++;
	if (n) {
		token->kind = TOKEN_WORD;
	} else if (*lexer->at == '.') {
		n = 1 + (lexer->at[1] == '.');
		token->kind = n == 1 ? TOKEN_QUESTION : TOKEN_OTHER;
	} else if (strchr("+-*/|@", *lexer->at)) {
		n = 1;
		token->kind = TOKEN_OTHER;
	} else {
		return fail(lexer, lexer->at,
			    "this character means nothing here", fault);
	}
	if (token->kind != TOKEN_QUESTION)
		token->text = memory_text_n(lexer->ctx, lexer->at, n);
	lexer->at += n;
	return 0;
}

int token_next(struct lexer *lexer, struct token *token,
	       struct expression_fault *fault)
{
	char *before;

	lexer->at += strspn(lexer->at, " \t\r\n");
	while (!strncmp(lexer->at, "\u00A0", 2)) /* pasted from a web page */
		lexer->at += 2 + strspn(lexer->at + 2, " \t\r\n");
	before = memory_text_n(lexer->ctx, lexer->text,
			       (size_t)(lexer->at - lexer->text));
	*token = (struct token){ .kind = TOKEN_END,
				 .character = 1 + text_count(before) };
	talloc_free(before);
	if (!*lexer->at)
		return 0;
	if (quote_at(lexer->at) >= 0)
		return read_text(lexer, token, fault);
	if (!strncmp(lexer->at, "${", 2))
		return read_braced(lexer, token, fault);
	if (*lexer->at == '[')
		return read_bracketed(lexer, token, fault);
	if (read_number(lexer, token) || read_sign(lexer, token))
		return 0;
	return read_word(lexer, token, fault);
}
