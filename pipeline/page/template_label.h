/*
 * Labels of codes in the report's language, from published.db's table label;
 * where it has none in that language, in another; else divario's own phrase
 * "domain.code"; else the code itself.
 */
#ifndef PIPELINE_PAGE_TEMPLATE_LABEL_H
#define PIPELINE_PAGE_TEMPLATE_LABEL_H

#include "pipeline/data/database.h"
#include "pipeline/data/phrases.h"

struct label_book;

/*
 * Open the labels of DATABASE and give its SQL the function label(domain,
 * code).  The book must outlive every query on DATABASE that uses it.
 */
int label_book_open(const void *ctx, struct database *database,
		    const struct phrases *phrases, struct label_book **book,
		    struct error *error);

/* Let go of the database; labels found so far stay. */
void label_book_close(struct label_book *book);

/* Valid as long as the book; NULL for a NULL code. */
const char *label_find(struct label_book *book, const char *domain,
		       const char *code);

/* Does any code of that domain have a label? */
bool label_has_domain(const struct label_book *book, const char *domain);

/*
 * The label of the text cell COLUMN of ROW, by what the column is called:
 * "level" by the row's grouping, "answer" by the row's question or measure,
 * "variable" as a question, any other in the domain of its own name.  Returns
 * NULL when the column holds no codes.
 */
const char *label_cell(struct label_book *book, const struct table *table,
		       size_t row, int column);

/* A table with labels instead of codes, for a chart. */
struct table *label_table(const void *ctx, struct label_book *book,
			  const struct table *table);

/* A table with a column NAME_label behind each column of codes, for a file. */
struct table *label_table_both(const void *ctx, struct label_book *book,
			       const struct table *table);

#endif
