#include "pipeline/core/memory.h"
#include "pipeline/data/redact.h"
#include "stages/coding.h"

#include <ctype.h>
#include <string.h>

static bool is_blank(const char *text)
{
	while (text && isspace((unsigned char)*text))
		text++;
	return !text || !*text;
}

struct quote {
	size_t theme;
	double rating;
	const char *coders; /* who gave it */
	const char *text;   /* redacted */
};

static int write_quote(const struct coding *coding, struct table_writer *writer,
		       const struct quote *quote, struct error *error)
{
	table_writer_text(writer, coding->settings->name);
	table_writer_text(writer, coding->sheet->themes[quote->theme].name);
	table_writer_integer(writer, (int64_t)quote->theme + 1);
	table_writer_real(writer, quote->rating);
	table_writer_text(writer, quote->coders);
	table_writer_text(writer, quote->text);
	return table_writer_row(writer, error);
}

/* "A, B" on CTX. */
static const char *coders_of(const void *ctx, const struct coding *coding,
			     size_t answer, size_t theme)
{
	char *coders = memory_text(ctx, "");

	for (size_t i = 0; i < coding->sheet->n_coders; i++)
		if (coding_mark_at(coding, answer, i, theme)->is_given)
			coders = memory_check(talloc_asprintf_append(
				coders, "%s%s", *coders ? ", " : "",
				coding->sheet->coders[i]));
	return coders;
}

/* TEXT as it may be quoted for every theme that it is marked for. */
static int write_answer(const struct coding *coding,
			struct table_writer *writer, size_t answer,
			const char *text, struct error *error)
{
	size_t n_themes = coding->sheet->n_themes;
	void *ctx = talloc_new(NULL);
	int result = 0;

	for (size_t t = 0; t < n_themes && result == 0; t++) {
		const struct coding_mark *mark =
			&coding->final[answer * n_themes + t];
		const struct quote quote = { t, mark->rating,
					     coders_of(ctx, coding, answer, t),
					     text };

		if (mark->is_given && mark->is_quoted)
			result = write_quote(coding, writer, &quote, error);
	}
	talloc_free(ctx);
	return result;
}

int coding_write_quotes(const struct coding *coding,
			struct table_writer *writer, struct error *error)
{
	const struct project *project = coding->context->project;
	const struct raw_question asked = { coding->settings->question,
					    coding->settings->where, "coding" };
	struct redact_names *names = NULL;
	const char **cells;
	int result = 0;

	/* also where nothing is quoted: the question must be there */
	if (raw_rows_question(coding->rows, &asked, &cells, error) < 0)
		return -1;
	if (!coding->settings->is_quoted)
		return 0;
	if (project->names_file &&
	    redact_names_load(coding, project->names_file, &names, error) < 0)
		return -1;
	for (size_t i = 0; i < coding->n_coded && result == 0; i++) {
		const char *text = cells[coding->coded[i]];
		char *redacted;

		if (is_blank(text))
			continue;
		redacted = redact_text(NULL, names, text, strlen(text));
		result = write_answer(coding, writer, i,
				      redacted ? redacted : text, error);
		talloc_free(redacted);
	}
	return result;
}
