#include "pipeline/page/template_label.h"

#include "pipeline/core/memory.h"

#include <stdlib.h>
#include <string.h>

/* A label found before: reports ask for the same few over and over. */
struct label {
	const char *domain, *code, *text; /* domain NULL: empty slot */
};

struct label_book {
	struct statement *find; /* NULL when there is no table label */
	const struct phrases *phrases;
	struct table *domains; /* sorted */
	struct label *labels;  /* hash table, n_slots a power of two */
	size_t n_slots, n_labels;
};

enum { FIRST_SLOTS = 256 };

/* Domains whose labels come from divario's own phrases. */
static const char *const phrase_domains[] = {
	"quadrant",     "measure",    "missing",
	"grouping",     "rule",       "flag",
	"comparison",   "instrument", "kirkpatrick",
	"outcome",      "why",        "test_method",
	"test_caution", "reason",     "diagnosis",
	"component",    "tie_kind",   "people_caution",
	"status",       "light",      NULL
};

static const char *call_label(void *data, const char *domain, const char *code)
{
	return label_find(data, domain ? domain : "", code);
}

static int prepare(struct label_book *book, struct database *database,
		   struct error *error)
{
	if (!database_has(database, "label")) {
		book->domains = memory_new(book, struct table);
		return 0;
	}
	if (database_query(book, database,
			   "select distinct domain from label "
			   "where domain is not null order by domain",
			   NULL, 0, NULL, &book->domains, error) < 0 ||
	    statement_prepare(database,
			      "select text from label where domain = ?1 and "
			      "code = ?2 order by language <> ?3, language "
			      "limit 1",
			      &book->find, error) < 0)
		return -1;
	talloc_reparent(database, book, book->find);
	return 0;
}

int label_book_open(const void *ctx, struct database *database,
		    const struct phrases *phrases, struct label_book **book,
		    struct error *error)
{
	struct label_book *made = memory_new(ctx, struct label_book);

	made->phrases = phrases;
	made->n_slots = FIRST_SLOTS;
	made->labels = memory_array(made, struct label, made->n_slots);
	if (prepare(made, database, error) < 0 ||
	    database_add_function(database, "label", 2, call_label, made,
				  error) < 0)
		return -1;
	*book = made;
	return 0;
}

void label_book_close(struct label_book *book)
{
	TALLOC_FREE(book->find);
}

static const char *find_published(struct label_book *book, const char *domain,
				  const char *code)
{
	struct error error = { 0 };
	const char *text = NULL;

	if (!book->find)
		return NULL;
	statement_bind(book->find, 1, value_text(domain));
	statement_bind(book->find, 2, value_text(code));
	statement_bind(book->find, 3,
		       value_text(phrases_language(book->phrases)));
	if (statement_step(book->find, &error) == 1)
		text = memory_text(book, statement_text(book->find, 0));
	/* Leave no row open: a read transaction would hang on it. */
	while (error.code == ERROR_NONE && text &&
	       statement_step(book->find, &error) == 1)
		;
	return text;
}

static const char *find_phrase(struct label_book *book, const char *domain,
			       const char *code)
{
	char *key = memory_format(book, "%s.%s", domain, code);
	const char *text = phrases_find(book->phrases, key);

	talloc_free(key);
	return text;
}

static const char *find_anywhere(struct label_book *book, const char *domain,
				 const char *code)
{
	const char *text = find_published(book, domain, code);

	if (!text)
		text = find_phrase(book, domain, code);
	/* "source" and "wave" are variables that no codebook asks for. */
	if (!text && strcmp(domain, "question") == 0)
		text = find_phrase(book, "column", code);
	return text ? text : memory_text(book, code);
}

/* FNV-1a over both texts and the end of the first. */
static size_t hash_of(const char *domain, const char *code)
{
	uint64_t hash = 14695981039346656037U;

	do
		hash = (hash ^ (uint8_t)*domain) * 1099511628211U;
	while (*domain++);
	for (; *code; code++)
		hash = (hash ^ (uint8_t)*code) * 1099511628211U;
	return (size_t)(hash ^ hash >> 32);
}

static struct label *find_slot(const struct label_book *book,
			       const char *domain, const char *code)
{
	size_t mask = book->n_slots - 1;
	size_t i = hash_of(domain, code) & mask;

	while (book->labels[i].domain &&
	       (strcmp(book->labels[i].code, code) != 0 ||
		strcmp(book->labels[i].domain, domain) != 0))
		i = (i + 1) & mask;
	return &book->labels[i];
}

static void grow(struct label_book *book)
{
	struct label *old = book->labels;
	size_t n = book->n_slots;

	book->n_slots = 2 * n;
	book->labels = memory_array(book, struct label, book->n_slots);
	for (size_t i = 0; i < n; i++)
		if (old[i].domain)
			*find_slot(book, old[i].domain, old[i].code) = old[i];
	talloc_free(old);
}

const char *label_find(struct label_book *book, const char *domain,
		       const char *code)
{
	struct label *label;

	if (!code)
		return NULL;
	label = find_slot(book, domain, code);
	if (label->domain)
		return label->text;
	if (2 * ++book->n_labels > book->n_slots) {
		grow(book);
		label = find_slot(book, domain, code);
	}
	label->domain = memory_text(book, domain);
	label->code = memory_text(book, code);
	label->text = find_anywhere(book, domain, code);
	return label->text;
}

static int compare_domain(const void *key, const void *cell)
{
	return strcmp(key, ((const struct value *)cell)->text);
}

bool label_has_domain(const struct label_book *book, const char *domain)
{
	if (book->domains->n_rows &&
	    bsearch(domain, book->domains->cells, book->domains->n_rows,
		    sizeof *book->domains->cells, compare_domain))
		return true;
	for (size_t i = 0; phrase_domains[i]; i++)
		if (strcmp(phrase_domains[i], domain) == 0)
			return true;
	return false;
}

/* ---- tables ---- */

/* The column that says in which domain COLUMN's codes are, or -1. */
static int domain_column(const struct table *table, int column)
{
	const char *name = table->names[column];
	int found = -1;

	if (strcmp(name, "level") == 0)
		return table_column(table, "grouping");
	if (strcmp(name, "answer") != 0)
		return -1;
	found = table_column(table, "question");
	return found >= 0 ? found : table_column(table, "measure");
}

static const char *domain_of(const struct table *table, size_t row, int column)
{
	int other = domain_column(table, column);

	if (other >= 0)
		return table_text(table, row, other);
	return strcmp(table->names[column], "variable") == 0
		       ? "question"
		       : table->names[column];
}

const char *label_cell(struct label_book *book, const struct table *table,
		       size_t row, int column)
{
	const struct value *cell = table_cell(table, row, column);
	const char *domain;

	if (cell->kind != VALUE_TEXT)
		return NULL;
	domain = domain_of(table, row, column);
	return label_has_domain(book, domain)
		       ? label_find(book, domain, cell->text)
		       : NULL;
}

static bool has_codes(struct label_book *book, const struct table *table,
		      int column)
{
	for (size_t r = 0; r < table->n_rows; r++)
		if (label_cell(book, table, r, column))
			return true;
	return false;
}

struct table *label_table(const void *ctx, struct label_book *book,
			  const struct table *table)
{
	struct table *labelled = memory_new(ctx, struct table);
	size_t n = table->n_rows * table->n_columns;

	*labelled = *table;
	labelled->cells = memory_array(labelled, struct value, n);
	for (size_t i = 0; i < n; i++) {
		const char *label =
			label_cell(book, table, i / table->n_columns,
				   (int)(i % table->n_columns));

		labelled->cells[i] =
			label ? value_text(label) : table->cells[i];
	}
	return labelled;
}

/* Where each column of the wider table comes from. */
struct wide_column {
	size_t source;
	bool is_label;
};

static struct wide_column *plan_columns(const void *ctx,
					struct label_book *book,
					const struct table *table, size_t *n)
{
	struct wide_column *plan =
		memory_array(ctx, struct wide_column, 2 * table->n_columns);

	*n = 0;
	for (size_t c = 0; c < table->n_columns; c++) {
		plan[(*n)++] = (struct wide_column){ c, false };
		if (has_codes(book, table, (int)c))
			plan[(*n)++] = (struct wide_column){ c, true };
	}
	return plan;
}

static struct value wide_cell(struct label_book *book,
			      const struct table *table, size_t row,
			      struct wide_column column)
{
	const struct value *cell = table_cell(table, row, (int)column.source);

	if (!column.is_label)
		return *cell;
	return value_text(label_cell(book, table, row, (int)column.source));
}

struct table *label_table_both(const void *ctx, struct label_book *book,
			       const struct table *table)
{
	struct table *wide = memory_new(ctx, struct table);
	struct wide_column *plan =
		plan_columns(wide, book, table, &wide->n_columns);

	wide->n_rows = table->n_rows;
	wide->names = memory_array(wide, char *, wide->n_columns);
	wide->cells = memory_array(wide, struct value,
				   wide->n_rows * wide->n_columns);
	for (size_t c = 0; c < wide->n_columns; c++) {
		const char *name = table->names[plan[c].source];

		wide->names[c] = memory_format(
			wide, "%s%s", name, plan[c].is_label ? "_label" : "");
		for (size_t r = 0; r < wide->n_rows; r++)
			wide->cells[r * wide->n_columns + c] =
				wide_cell(book, table, r, plan[c]);
	}
	return wide;
}
