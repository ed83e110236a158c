/* Inside codebook: questions and choices made by readers of other tools. */
#ifndef PIPELINE_DATA_CODEBOOK_MAKE_H
#define PIPELINE_DATA_CODEBOOK_MAKE_H

#include "pipeline/data/codebook.h"

/*
 * A question of that name without labels, bounds or conditions, found at WHERE;
 * valid until the next is made.  The same name twice is ERROR_PROJECT.
 */
struct question *codebook_make_question(struct codebook *codebook,
					const char *name,
					enum question_type type,
					const char *where, struct error *error);

/*
 * A list of choices; valid as long as the codebook.  The questions refer to it
 * by codebook_list once all lists are made.
 */
struct choice_list *codebook_make_list(struct codebook *codebook,
				       const char *name);

/*
 * The choice of that name, added to the list unless it is there.  Its value is
 * the name if that is a number, else its position.
 */
struct choice *codebook_make_choice(struct codebook *codebook,
				    struct choice_list *list, const char *name);

/* Add a label, its HTML stripped; one that is empty then is left out. */
void codebook_add_label(struct codebook *codebook, struct translation **labels,
			size_t *n_labels, const char *language,
			const char *html);

#endif
