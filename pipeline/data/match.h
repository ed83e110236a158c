/*
 * Which column of an export holds which question.  A heading is taken, in this
 * order, as
 *	the question's name;  "group/name";  "name[sub]" for the name
 *	"name_sub"; the question's label in any language;  any of them in
 *	another case
 * and, for a select_multiple in columns of its own, as question and choice:
 *	"name[choice]", "name___choice", "name/choice", "name.choice",
 *	"name: choice", "name (choice=choice)", where both may be labels
 * ("group/name/choice" is the choice also where another question is called as
 * the choice is).  "name_choice" is for a rank, where "name[1]" is the choice
 * put first.  "name_other", "name[other]", "name_TEXT", "name: Other (please
 * specify)" hold the text of another answer.  Of "code. text" and "code[sub].
 * text [choice]" the code counts.  Renames go first.
 */
#ifndef PIPELINE_DATA_MATCH_H
#define PIPELINE_DATA_MATCH_H

#include "pipeline/data/codebook.h"

#include <stdbool.h>
#include <stddef.h>

struct match_index; /* a codebook's names, made ready for look-ups */

struct match_index *match_index_new(const void *ctx,
				    const struct codebook *codebook);

enum { MATCH_NONE = -1 };

struct match {
	int column;   /* of the question itself, or MATCH_NONE */
	int *choices; /* select_multiple: column of each choice of its list or
			 MATCH_NONE; NULL when no choice has a column; of a
			 rank it holds the choice's rank */
	int *places;  /* rank: column of each place, which holds the choice;
			 else NULL */
	int other;    /* of the text of another answer, or MATCH_NONE */
};

struct match_file {
	struct match *questions; /* one per question of the codebook */
	bool *is_claimed;        /* one per heading */
};

struct match_headings {
	const char *const *texts;
	size_t n;
	const char *const *rename_from, *const *rename_to;
	size_t n_renames;
};

/*
 * Match the headings of one file.  When two headings would be the same
 * question the one found earlier in the order above wins, then the left one;
 * the other stays unclaimed.
 */
struct match_file *match_headings(const void *ctx,
				  const struct match_index *index,
				  const struct match_headings *headings);

#endif
