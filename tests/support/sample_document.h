/* A document with every kind of block, in English or Italian. */
#ifndef TESTS_SUPPORT_SAMPLE_DOCUMENT_H
#define TESTS_SUPPORT_SAMPLE_DOCUMENT_H

#include "pipeline/page/document.h"

/* The words the document is made of. */
struct sample_words {
	const char *language, *title, *subtitle, *wave, *date, *funding;
	const char *notice;
	const char *headings[5];
	const char *prose[5];
	const char *items[4];
	const char *skills[8];
	const char *heads[11];
	const char *group, *caption, *note;
	struct number_item numbers[6];
};

const struct sample_words *sample_words(const char *language);

/* CHAPTERS numbered chapters behind a summary; owned by CTX.  Fonts and
 * phrases are opened for it; a failed assertion if that fails. */
struct document *sample_document(const void *ctx, const char *language,
				 size_t chapters);

/* The same with a cover and nothing else. */
struct document *sample_empty(const void *ctx);

/* A plain bar chart of N bars, WIDTH points wide. */
struct display_list *sample_figure(const void *ctx, struct font_set *fonts,
				   const char *language, double width,
				   size_t n);

/* Append a paragraph or heading of plain text. */
void sample_paragraph(const void *ctx, struct blocks *blocks, const char *text);
void sample_heading(const void *ctx, struct blocks *blocks, int level,
		    const char *text);

/* Append a list of WORDS' items, one of them nested. */
void sample_list(const void *ctx, struct blocks *blocks,
		 const struct sample_words *words, bool is_nested);

/* A table of ROWS x COLUMNS: a label and numbers, groups every 6th row. */
struct table_block *sample_table(const void *ctx, const char *language,
				 size_t rows, size_t columns);

#endif
