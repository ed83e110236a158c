#include "pipeline/data/redact.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/redact_match.h"

#include <ctype.h>
#include <string.h>

enum {
	SHORTEST = 7, /* "1.2.3.4" */
	PROSE = 4,    /* letters, with blanks */
	IP_DOTS = 3,
	IP_COLONS = 7,
	PHONE_DIGITS = 8,
	PLACE_DIGITS = 10, /* of two coordinates */
	CODE_LENGTH = 16   /* a codice fiscale */
};

struct redact_names {
	const char **names; /* ASCII in lower case */
	size_t *lengths;
	size_t n;
	bool starts[256]; /* bytes that a name starts with, in either case */
};

static void add_name(struct redact_names *names, const char *line,
		     size_t length)
{
	size_t n = names->n;
	char *name;

	while (length && isspace((unsigned char)*line)) {
		line++;
		length--;
	}
	while (length && isspace((unsigned char)line[length - 1]))
		length--;
	if (!length || *line == '#')
		return;
	name = memory_text_n(names, line, length);
	for (char *at = name; *at; at++)
		*at = (char)tolower((unsigned char)*at);
	names->starts[(unsigned char)*name] = true;
	names->starts[toupper((unsigned char)*name)] = true;
	memory_append(names, names->names, const char *, names->n, name);
	memory_append(names, names->lengths, size_t, n, length);
}

int redact_names_load(const void *ctx, const char *path,
		      struct redact_names **result, struct error *error)
{
	struct redact_names *names;
	size_t length;
	char *text;

	if (file_read(NULL, path, &text, &length, error) < 0)
		return -1;
	names = memory_new(ctx, struct redact_names);
	for (const char *line = text; *line;) {
		size_t n = strcspn(line, "\n");

		add_name(names, line, n);
		line += n + (line[n] == '\n');
	}
	talloc_free(text);
	*result = names;
	return 0;
}

/* What a text is made of, as far as it tells that nobody can be named in it. */
struct makeup {
	size_t n_digits, n_dots, n_colons, n_letters, n_blanks;
	size_t n_behind_plus; /* digits behind the first + */
	size_t longest;       /* letters and digits in a row */
	bool has_plus, has_zeros, has_account, has_empty_group;
};

enum byte_class { OTHER, DIGIT, LETTER, DOT, COLON, BLANK, PLUS };

/* The class of each byte below 128, as a digit: this is where every value of
 * every column passes. */
static const char classes[] = "55555555555555555555555555555555"
			      "50000000000600301111111111400000"
			      "02222222222222222222222222200000"
			      "02222222222222222222222222200000";

static enum byte_class class_of(char byte)
{
	unsigned char place = (unsigned char)byte;

	return place < 128 ? (enum byte_class)(classes[place] - '0') : OTHER;
}

/* "IT60", "00", "::": what accounts, numbers from abroad and IPv6 have. */
static void see_pairs(struct makeup *makeup, const char *text, size_t at)
{
	char before = at ? text[at - 1] : ' ';

	makeup->has_zeros |= before == '0' && text[at] == '0';
	makeup->has_empty_group |= before == ':' && text[at] == ':';
	makeup->has_account |= at >= 3 && class_of(text[at - 3]) == LETTER &&
			       class_of(text[at - 2]) == LETTER &&
			       class_of(before) == DIGIT &&
			       class_of(text[at]) == DIGIT;
}

static struct makeup makeup_of(const char *text, size_t length)
{
	struct makeup makeup = { .n_digits = 0 };
	size_t run = 0;

	for (size_t i = 0; i < length; i++) {
		enum byte_class class = class_of(text[i]);

		run = class == DIGIT || class == LETTER ? run + 1 : 0;
		if (run > makeup.longest)
			makeup.longest = run;
		makeup.n_digits += class == DIGIT;
		makeup.n_behind_plus += class == DIGIT && makeup.has_plus;
		makeup.n_letters += class == LETTER;
		makeup.n_dots += class == DOT;
		makeup.n_colons += class == COLON;
		makeup.n_blanks += class == BLANK;
		makeup.has_plus |= class == PLUS;
		if (class == DIGIT || class == COLON)
			see_pairs(&makeup, text, i);
	}
	return makeup;
}

static bool may_name(const struct makeup *makeup)
{
	bool is_prose = makeup->n_blanks && makeup->n_letters >= PROSE;

	return (makeup->n_dots >= IP_DOTS && makeup->n_digits > IP_DOTS) ||
	       makeup->n_colons >= IP_COLONS || makeup->has_empty_group ||
	       makeup->n_behind_plus >= PHONE_DIGITS ||
	       (makeup->has_zeros && makeup->n_digits > PHONE_DIGITS &&
		makeup->n_colons == 0) ||
	       (is_prose && makeup->n_digits > PHONE_DIGITS) ||
	       (makeup->n_dots >= 2 && makeup->n_digits >= PLACE_DIGITS) ||
	       (makeup->longest >= CODE_LENGTH && makeup->n_letters) ||
	       (makeup->has_account && makeup->n_digits >= PHONE_DIGITS);
}

static bool may_be_listed(const struct redact_names *names, const char *text,
			  size_t length)
{
	for (size_t i = 0; names && i < length; i++)
		if (names->starts[(unsigned char)text[i]])
			return true;
	return false;
}

bool redact_may_need(const struct redact_names *names, const char *text,
		     size_t length)
{
	struct makeup makeup;

	if (may_be_listed(names, text, length) || memchr(text, '@', length))
		return true;
	if (length < SHORTEST)
		return false;
	makeup = makeup_of(text, length);
	return may_name(&makeup);
}

/* The longest name that starts here and ends with its word, or 0. */
static size_t match_name(const struct redact_names *names, const char *text,
			 size_t length)
{
	size_t best = 0;

	if (!names || !length || !names->starts[(unsigned char)*text])
		return 0;
	for (size_t i = 0; i < names->n; i++) {
		size_t n = names->lengths[i], j = 0;

		while (j < n && j < length &&
		       tolower((unsigned char)text[j]) ==
			       (unsigned char)names->names[i][j])
			j++;
		if (j == n && n > best &&
		    (n == length || !redact_is_word(text[n])))
			best = n;
	}
	return best;
}

static size_t match(const struct redact_names *names,
		    const struct redact_place *place, const char **mark)
{
	size_t length = match_name(names, place->text + place->at,
				   place->length - place->at);

	*mark = redact_marks[REDACT_NAME];
	return length ? length : redact_match(place, mark);
}

char *redact_text(const void *ctx, const struct redact_names *names,
		  const char *text, size_t length)
{
	struct redact_place place = { .text = text,
				      .length = length,
				      .is_prose =
					      redact_is_prose(text, length) };
	char *out = NULL;
	size_t done = 0;

	while (place.at < length) {
		const char *mark = NULL;
		size_t n = redact_is_inside(text, place.at)
				   ? 0
				   : match(names, &place, &mark);

		if (n == 0) {
			place.at++;
			continue;
		}
		if (!out)
			out = memory_text(ctx, "");
		out = memory_check(talloc_strndup_append_buffer(
			out, text + done, place.at - done));
		out = memory_check(talloc_strdup_append_buffer(out, mark));
		place.at += n;
		done = place.at;
	}
	if (out)
		out = memory_check(talloc_strndup_append_buffer(
			out, text + done, length - done));
	return out;
}
