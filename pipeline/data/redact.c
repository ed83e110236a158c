#include "pipeline/data/redact.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/redact_match.h"

#include <ctype.h>
#include <string.h>

enum { FEW_DIGITS = 7, FEW_DOTS = 3, FEW_COLONS = 2 };

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

bool redact_may_need(const struct redact_names *names, const char *text,
		     size_t length)
{
	size_t n_digits = 0, n_dots = 0, n_colons = 0;
	bool has_start = false;

	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)text[i];

		if (byte == '@')
			return true;
		n_digits += byte >= '0' && byte <= '9';
		n_dots += byte == '.';
		n_colons += byte == ':';
		has_start |= names && names->starts[byte];
	}
	return has_start || n_digits >= FEW_DIGITS || n_dots >= FEW_DOTS ||
	       n_colons >= FEW_COLONS;
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

	*mark = "[name]";
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
