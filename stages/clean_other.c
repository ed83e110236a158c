/* Those who wrote what they meant by "other": counted, the text left alone. */
#include "stages/clean.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <string.h>

/* The column beside QUESTION, or that of a text question named after it. */
static int column_of(const struct clean *clean, const struct clean_file *file,
		     size_t question)
{
	static const char *const endings[] = { "_other", "_other_text",
					       "_text" };
	const struct match *matches = file->match->questions;
	const char *name = clean->codebook->questions[question].name;

	if (matches[question].other != MATCH_NONE)
		return matches[question].other;
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		const struct question *text = codebook_question(
			clean->codebook, memory_format(clean->scratch, "%s%s",
						       name, endings[i]));

		if (text && text->type == QUESTION_TEXT)
			return matches[text - clean->codebook->questions]
				.column;
	}
	return MATCH_NONE;
}

static void count_texts(const struct raw_column *raw, int64_t *n,
			int64_t *n_distinct)
{
	for (size_t i = 0; i < raw->n_values; i++) {
		const char *text = raw->values[i];

		if (!text || !text[strspn(text, " \t\r\n")] || !raw->counts[i])
			continue;
		*n += (int64_t)raw->counts[i];
		*n_distinct += 1;
	}
}

static int write_count(struct clean *clean, const struct clean_file *file,
		       size_t question, struct table_writer *row,
		       struct error *error)
{
	int column = column_of(clean, file, question);
	struct raw_column *raw;
	int64_t n = 0, n_distinct = 0;

	if (column == MATCH_NONE)
		return 0;
	if (clean_column(clean, file, column, &raw, error) < 0)
		return -1;
	count_texts(raw, &n, &n_distinct);
	table_writer_text(row, file->name);
	table_writer_text(row, file->path);
	table_writer_text(row, clean->codebook->questions[question].name);
	table_writer_text(row, file->headings[column]);
	table_writer_integer(row, n);
	table_writer_integer(row, n_distinct);
	return table_writer_row(row, error);
}

int clean_other(struct clean *clean, struct error *error)
{
	struct table_writer *row;

	if (table_writer_open(clean->context->memory, clean->store,
			      "other_text",
			      "source TEXT NOT NULL, file TEXT NOT NULL,"
			      " question TEXT NOT NULL, heading TEXT NOT NULL,"
			      " n INTEGER NOT NULL,"
			      " n_distinct INTEGER NOT NULL",
			      &row, error) < 0)
		return -1;
	for (size_t i = 0; i < clean->n_files; i++)
		for (size_t j = 0; j < clean->codebook->n_questions; j++) {
			if (clean->codebook->questions[j].list &&
			    write_count(clean, &clean->files[i], j, row,
					error) < 0)
				return -1;
			talloc_free_children(clean->scratch);
		}
	return 0;
}
