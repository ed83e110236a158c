/*
 * Inside codebook: each sheet is read by its own file.  All that they add hangs
 * on the codebook.
 */
#ifndef PIPELINE_DATA_CODEBOOK_SHEETS_H
#define PIPELINE_DATA_CODEBOOK_SHEETS_H

#include "pipeline/data/codebook.h"
#include "pipeline/data/sheet.h"

/*
 * Each fills a codebook from its path, conditions and all.  The place of a cell
 * of a workbook is "file.xlsx[sheet]:row:column".
 */
int codebook_read_folder(struct codebook *codebook, struct error *error);
int codebook_read_workbook(struct codebook *codebook, struct error *error);
int codebook_read_redcap(struct codebook *codebook, struct error *error);
int codebook_read_structure(struct codebook *codebook, struct error *error);
int codebook_read_table(struct codebook *codebook, struct error *error);
int codebook_read_spss(struct codebook *codebook, struct error *error);

/* The sheets that a folder may hold, as codebook_files has them. */
size_t codebook_folder_files(const void *ctx, const char *path,
			     const char ***files);

/* Note a language of the labels, "" and known ones aside. */
void codebook_add_language(struct codebook *codebook, const char *language);

/*
 * A label without the HTML that survey tools put into it: tags dropped,
 * entities read, blanks run together.  An image speaks by its alternative text.
 */
char *codebook_plain_text(const void *ctx, const char *html);

/* choices.csv: fills codebook->lists. */
int codebook_read_choices(struct codebook *codebook, const struct sheet *sheet,
			  struct error *error);

/* survey.csv: fills codebook->questions; the lists are there already. */
/* Give LIST, one of the codebook's, the choice "other" unless it has it. */
void codebook_add_other(struct codebook *codebook,
			const struct choice_list *list);

int codebook_read_survey(struct codebook *codebook, const struct sheet *sheet,
			 struct error *error);

/*
 * A cell of the column "type", such as "select_one country or_other": the
 * type's *NAME as XLSForm spells it now, the *LIST it names ("" if none) and
 * what it means.  False when it is not known; *NAME is then its first word.
 */
bool codebook_split_type(const void *ctx, const char *cell, const char **name,
			 const char **list, enum question_type *type);

/* The type that a mistyped one probably is, or NULL. */
const char *codebook_near_type(const char *name);

/* All of them: "acknowledge, audio, ..." on CTX. */
char *codebook_type_names(const void *ctx);

const struct choice_list *codebook_list(const struct codebook *codebook,
					const char *name);

/*
 * The bounds that a constraint such as ". >= 1 and . <= 5" sets on a number;
 * what it leaves open, or any other constraint, leaves *MINIMUM and *MAXIMUM
 * alone.  A strict bound on a whole number moves to the next one.
 */
void codebook_bounds(const char *constraint, bool is_integer, double *minimum,
		     double *maximum);

/* Cell of a yes/no column: yes, true, 1 or x in any case. */
bool codebook_is_yes(const char *cell);

/* "a, b, c" on CTX. */
char *codebook_join(const void *ctx, const char *const *names, size_t n);

#endif
