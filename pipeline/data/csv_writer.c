#include "pipeline/data/csv_writer.h"

#include "pipeline/core/text.h"

#include <string.h>

static bool needs_quotes(const struct csv_cell *cell)
{
	const char *text = cell->text;
	size_t length = cell->length;

	if (length == 0)
		return !cell->is_null;
	if (text[0] == ' ' || text[0] == '\t' || text[length - 1] == ' ' ||
	    text[length - 1] == '\t')
		return true;
	for (size_t i = 0; i < length; i++)
		if (text[i] == ',' || text[i] == '"' || text[i] == '\n' ||
		    text[i] == '\r')
			return true;
	return false;
}

/* Good text without zeros; quotes doubled where it stands in quotes. */
static void put_text(FILE *out, const char *text, size_t length, bool is_quoted)
{
	while (length > 0) {
		const char *quote =
			is_quoted ? memchr(text, '"', length) : NULL;
		size_t n = quote ? (size_t)(quote - text) + 1 : length;

		fwrite_unlocked(text, 1, n, out);
		if (quote)
			putc_unlocked('"', out);
		text += n;
		length -= n;
	}
}

static size_t good_length(const char *text, size_t length)
{
	const char *zero = memchr(text, '\0', length);

	return text_valid_prefix(text, zero ? (size_t)(zero - text) : length);
}

void csv_writer_cell(FILE *out, const struct csv_cell *cell, bool is_first)
{
	bool is_quoted = needs_quotes(cell);
	const char *text = cell->text;
	size_t left = cell->length;

	if (!is_first)
		putc_unlocked(',', out);
	if (is_quoted)
		putc_unlocked('"', out);
	while (left > 0) {
		size_t good = good_length(text, left);

		put_text(out, text, good, is_quoted);
		text += good;
		left -= good;
		if (left > 0) {
			fputs_unlocked("\xEF\xBF\xBD", out);
			text++;
			left--;
		}
	}
	if (is_quoted)
		putc_unlocked('"', out);
}

void csv_writer_end_record(FILE *out)
{
	fputs_unlocked("\r\n", out);
}
