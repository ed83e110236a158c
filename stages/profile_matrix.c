#include "stages/profile_matrix.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "stages/table_writer.h"

#include <string.h>

/* A scale that can be seen at a glance; longer lists are no matrix. */
enum { MOST_ANSWERS = 11, LEAST_WORDS = 2 };

struct matrices {
	void *memory;
	struct table *labels; /* domain, code, language, text */
	const struct variable *const *questions;
	size_t n;
	struct table_writer *rows, *texts;
};

/* The rows FIRST to END, the first behind. */
struct rows {
	size_t first, end;
};

static const char *label_of(const struct matrices *matrices, const char *domain,
			    size_t question, const char *language)
{
	const struct table *labels = matrices->labels;
	const char *name = matrices->questions[question]->question;

	for (size_t i = 0; i < labels->n_rows; i++)
		if (!strcmp(table_text(labels, i, 1), name) &&
		    !strcmp(table_text(labels, i, 0), domain) &&
		    !strcmp(table_text(labels, i, 2), language))
			return table_text(labels, i, 3);
	return NULL;
}

/* ---- what two texts share ---- */

static size_t common_length(const char *a, const char *b)
{
	size_t n = 0;

	while (a[n] && a[n] == b[n])
		n++;
	return n;
}

/* Up to and with the last mark between a question and its row; 0 for none. */
static size_t stem_length(const char *text, size_t n)
{
	static const char *const marks[] = { "[", ": ", " - ", " – " };
	size_t length = 0;

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		size_t size = strlen(marks[i]);

		for (size_t at = n < size ? 0 : n - size; at > length; at--)
			if (!strncmp(text + at, marks[i], size)) {
				length = at + size;
				break;
			}
	}
	return length;
}

/* Whole words, if there are enough to tell anything; else 0. */
static size_t words_length(const char *text, size_t n)
{
	size_t n_words = 0;

	while (n && text[n - 1] != ' ')
		n--;
	for (size_t i = 0; i < n; i++)
		n_words += text[i] == ' ';
	return n_words < LEAST_WORDS ? 0 : n;
}

/* The beginning of their labels, or all of what stands over them. */
static bool share_label(const struct matrices *matrices, size_t a, size_t b)
{
	const struct table *labels = matrices->labels;
	const char *name = matrices->questions[a]->question;

	for (size_t i = 0; i < labels->n_rows; i++) {
		const char *text = table_text(labels, i, 3), *other;
		bool is_stem = !strcmp(table_text(labels, i, 0), "stem");

		if (strcmp(table_text(labels, i, 1), name) != 0)
			continue;
		other = label_of(matrices, table_text(labels, i, 0), b,
				 table_text(labels, i, 2));
		if (!other)
			continue;
		if (is_stem ? !strcmp(text, other)
			    : stem_length(text, common_length(text, other)) > 0)
			return true;
	}
	return false;
}

/* One word: longer ones may be a question's own words (do_you_smoke). */
static size_t name_stem(const char *name)
{
	const char *mark = strchr(name, '_');

	return mark && mark == strrchr(name, '_') ? (size_t)(mark - name) : 0;
}

static bool share_name(const char *a, const char *b)
{
	size_t n = name_stem(a);

	return n && n == name_stem(b) && !strncmp(a, b, n);
}

static bool share_answers(const struct variable *a, const struct variable *b)
{
	if (a->n_values != b->n_values || a->n_values < 2 ||
	    a->n_values > MOST_ANSWERS)
		return false;
	for (size_t i = 0; i < a->n_values; i++)
		if (strcmp(a->values[i].name, b->values[i].name) != 0)
			return false;
	return true;
}

static bool belong(const struct matrices *matrices, size_t a, size_t b)
{
	const struct variable *one = matrices->questions[a];
	const struct variable *other = matrices->questions[b];

	return one->type == QUESTION_SELECT_ONE && other->type == one->type &&
	       share_answers(one, other) &&
	       (share_label(matrices, a, b) ||
		share_name(one->question, other->question));
}

/* ---- writing ---- */

static int put_text(const struct matrices *matrices, const char *domain,
		    size_t question, const char *language, const char *text,
		    struct error *error)
{
	struct table_writer *writer = matrices->texts;

	table_writer_text(writer, domain);
	table_writer_text(writer, matrices->questions[question]->question);
	table_writer_text(writer, language);
	table_writer_text(writer, text);
	table_writer_integer(writer, (int64_t)question + 1);
	return table_writer_row(writer, error);
}

/* What LENGTH bytes, the beginning of all labels, say as a heading. */
static char *heading(const struct matrices *matrices, const char *text,
		     size_t length)
{
	while (length && strchr(" [:-", text[length - 1]))
		length--;
	if (length > 3 && !strncmp(text + length - 3, "–", 3))
		length -= 3;
	return text_trim(matrices->memory,
			 memory_text_n(matrices->memory, text, length));
}

/* What is a row's own, behind LENGTH bytes. */
static char *own_part(const struct matrices *matrices, const char *label,
		      size_t length)
{
	char *part = memory_text(matrices->memory, label + length);
	size_t n = strlen(part);

	if (length && label[length - 1] == '[' && n && part[n - 1] == ']')
		part[n - 1] = '\0';
	return *part ? part : memory_text(matrices->memory, label);
}

/* How many bytes all labels of ROWS begin with; 0 where one is missing. */
static size_t common_of(const struct matrices *matrices, struct rows rows,
			const char *language)
{
	const char *first =
		label_of(matrices, "question", rows.first, language);
	size_t n = first ? strlen(first) : 0;

	for (size_t i = rows.first + 1; i < rows.end && n; i++) {
		const char *label = label_of(matrices, "question", i, language);
		size_t common = label ? common_length(first, label) : 0;

		n = common < n ? common : n;
	}
	return n;
}

/* The stem that stands over all, if any, else what the labels begin with. */
static char *title_of(const struct matrices *matrices, struct rows rows,
		      const char *language, size_t stem, size_t common)
{
	const char *label =
		label_of(matrices, "question", rows.first, language);
	const char *above = label_of(matrices, "stem", rows.first, language);
	const char *name = matrices->questions[rows.first]->question;
	size_t words = words_length(label, common);

	if (stem)
		return heading(matrices, label, stem);
	if (above)
		return text_trim(matrices->memory, above);
	if (words)
		return memory_format(matrices->memory, "%s …",
				     heading(matrices, label, words));
	return name_stem(name)
		       ? memory_text_n(matrices->memory, name, name_stem(name))
		       : memory_text(matrices->memory, label);
}

static int put_language(const struct matrices *matrices, struct rows rows,
			const char *language, struct error *error)
{
	const char *first =
		label_of(matrices, "question", rows.first, language);
	size_t common = common_of(matrices, rows, language);
	size_t stem = first ? stem_length(first, common) : 0;

	if (!first)
		return 0;
	if (put_text(matrices, "matrix", rows.first, language,
		     title_of(matrices, rows, language, stem, common),
		     error) < 0)
		return -1;
	for (size_t i = rows.first; i < rows.end; i++) {
		const char *label = label_of(matrices, "question", i, language);

		if (label &&
		    put_text(matrices, "row", i, language,
			     own_part(matrices, label, stem), error) < 0)
			return -1;
	}
	return 0;
}

static int put_matrix(const struct matrices *matrices, struct rows rows,
		      struct error *error)
{
	const struct table *labels = matrices->labels;
	const char *name = matrices->questions[rows.first]->question;

	for (size_t i = rows.first; i < rows.end; i++) {
		table_writer_text(matrices->rows, name);
		table_writer_text(matrices->rows,
				  matrices->questions[i]->question);
		table_writer_integer(matrices->rows,
				     (int64_t)(i - rows.first) + 1);
		if (table_writer_row(matrices->rows, error) < 0)
			return -1;
	}
	for (size_t i = 0; i < labels->n_rows; i++)
		if (!strcmp(table_text(labels, i, 0), "question") &&
		    !strcmp(table_text(labels, i, 1), name) &&
		    put_language(matrices, rows, table_text(labels, i, 2),
				 error) < 0)
			return -1;
	return 0;
}

static int open_all(struct matrices *matrices, struct stage_context *context,
		    struct error *error)
{
	if (database_query(matrices->memory, context->store,
			   "SELECT domain, code, language, text FROM label"
			   " WHERE domain IN ('question', 'stem')"
			   " ORDER BY rowid",
			   NULL, 0, NULL, &matrices->labels, error) < 0 ||
	    table_writer_open(matrices->memory, context->store, "matrix",
			      "matrix TEXT, question TEXT, position INTEGER",
			      &matrices->rows, error) < 0)
		return -1;
	return table_writer_open(matrices->memory, context->store,
				 "matrix_label",
				 "domain TEXT, code TEXT, language TEXT,"
				 " text TEXT, position INTEGER",
				 &matrices->texts, error);
}

int profile_matrix_write(struct stage_context *context,
			 const struct variable *const *questions, size_t n,
			 struct error *error)
{
	struct matrices matrices = { .memory = context->memory,
				     .questions = questions,
				     .n = n };
	size_t end;

	if (open_all(&matrices, context, error) < 0)
		return -1;
	for (size_t first = 0; first < n; first = end) {
		end = first + 1;
		while (end < n && belong(&matrices, first, end))
			end++;
		if (end - first > 1 &&
		    put_matrix(&matrices, (struct rows){ first, end }, error) <
			    0)
			return -1;
	}
	return 0;
}
