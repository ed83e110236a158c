/*
 * Tools that write nothing for a box that was not ticked, or all ticks into one
 * cell, leave nothing for those who ticked none, and for those who never saw
 * the question. Who answered the questions before and behind it has seen it: a
 * page that is not shown takes its neighbours along.  Where the codebook's own
 * condition says "not shown", that counts (clean_conditions.c has been there
 * before).
 */
#include "stages/clean.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/answers_editor.h"

#include <string.h>

/* The variables of one question beside the boxes. */
struct neighbour {
	const struct question *question; /* NULL: there is none */
	const struct variable **variables;
	struct answer_cursor **cursors;
	struct answer_codes *codes; /* of the chunk */
	size_t n;
};

struct box {
	const struct variable *variable;
	struct answers_editor *editor;
	uint32_t *codes;
};

struct unticked {
	struct clean *clean;
	const struct answers *answers;
	size_t question;
	struct box *boxes;
	size_t n_boxes;
	struct neighbour before, behind;
	size_t file;         /* that the next row belongs to */
	uint64_t row;        /* of that file */
	uint64_t *n_changed; /* by file */
	bool has_changed;    /* in this chunk */
};

static bool has_variables(const struct question *question)
{
	return question->type != QUESTION_NOTE &&
	       question->type != QUESTION_TEXT;
}

static int open_neighbour(struct unticked *unticked, size_t question,
			  struct neighbour *neighbour, struct error *error)
{
	const struct answers *answers = unticked->answers;
	void *memory = unticked->clean->scratch;

	neighbour->question = &unticked->clean->codebook->questions[question];
	neighbour->variables = memory_array(memory, const struct variable *,
					    answers->n_variables);
	neighbour->cursors = memory_array(memory, struct answer_cursor *,
					  answers->n_variables);
	neighbour->codes =
		memory_array(memory, struct answer_codes, answers->n_variables);
	for (size_t i = 0; i < answers->n_variables; i++) {
		const struct variable *variable = &answers->variables[i];

		if (strcmp(variable->question, neighbour->question->name) != 0)
			continue;
		neighbour->variables[neighbour->n] = variable;
		if (answer_cursor_open(memory, answers, variable,
				       &neighbour->cursors[neighbour->n++],
				       error) < 0)
			return -1;
	}
	return 0;
}

static int open_neighbours(struct unticked *unticked, struct error *error)
{
	const struct codebook *codebook = unticked->clean->codebook;
	size_t before = unticked->question, behind = unticked->question + 1;

	while (before > 0 && !has_variables(&codebook->questions[before - 1]))
		before--;
	while (behind < codebook->n_questions &&
	       !has_variables(&codebook->questions[behind]))
		behind++;
	if (before > 0 &&
	    open_neighbour(unticked, before - 1, &unticked->before, error) < 0)
		return -1;
	if (behind < codebook->n_questions &&
	    open_neighbour(unticked, behind, &unticked->behind, error) < 0)
		return -1;
	return 0;
}

static int open_boxes(struct unticked *unticked, struct error *error)
{
	const struct answers *answers = unticked->answers;
	void *memory = unticked->clean->scratch;
	const char *name =
		unticked->clean->codebook->questions[unticked->question].name;

	for (size_t i = 0; i < answers->n_variables; i++) {
		struct box box = { .variable = &answers->variables[i] };

		if (strcmp(box.variable->question, name) != 0)
			continue;
		box.codes = memory_array(memory, uint32_t, ANSWER_ROWS);
		if (answers_editor_open(memory, answers, box.variable,
					&box.editor, error) < 0)
			return -1;
		memory_append(memory, unticked->boxes, struct box,
			      unticked->n_boxes, box);
	}
	return 0;
}

/* "Don't know" is an answer, nothing is none. */
static bool is_answered(const struct neighbour *neighbour, size_t row)
{
	for (size_t i = 0; i < neighbour->n; i++) {
		uint32_t code = answer_code(&neighbour->codes[i], row);

		if (code != MISSING_SKIPPED && code != MISSING_NOT_SHOWN)
			return true;
	}
	return false;
}

static bool is_empty(const struct unticked *unticked, size_t row)
{
	for (size_t i = 0; i < unticked->n_boxes; i++)
		if (unticked->boxes[i].codes[row] != MISSING_SKIPPED)
			return false;
	return unticked->n_boxes;
}

static void decide_row(struct unticked *unticked, size_t row)
{
	if (!is_empty(unticked, row) || !is_answered(&unticked->behind, row) ||
	    (unticked->before.question && !is_answered(&unticked->before, row)))
		return;
	for (size_t i = 0; i < unticked->n_boxes; i++)
		unticked->boxes[i].codes[row] = ANSWER_FIRST;
	unticked->n_changed[unticked->file]++;
	unticked->has_changed = true;
}

static void decide_rows(struct unticked *unticked, size_t n)
{
	const struct clean *clean = unticked->clean;

	for (size_t row = 0; row < n; row++) {
		const struct clean_file *file;

		while (unticked->row == clean->files[unticked->file].n_kept) {
			unticked->file++;
			unticked->row = 0;
		}
		file = &clean->files[unticked->file];
		if (file->only_ticks[unticked->question])
			decide_row(unticked, row);
		unticked->row++;
	}
}

static int read_neighbour(struct neighbour *neighbour, struct error *error)
{
	for (size_t i = 0; i < neighbour->n; i++)
		if (answer_cursor_next(neighbour->cursors[i],
				       &neighbour->codes[i], error) < 0)
			return -1;
	return 0;
}

static int put_back(struct unticked *unticked, struct error *error)
{
	for (size_t i = 0; i < unticked->n_boxes && unticked->has_changed; i++)
		if (answers_editor_replace(unticked->boxes[i].editor,
					   unticked->boxes[i].codes, error) < 0)
			return -1;
	unticked->has_changed = false;
	return 0;
}

static int decide_all(struct unticked *unticked, struct error *error)
{
	for (;;) {
		size_t n = 0;
		int more = 0;

		for (size_t i = 0; i < unticked->n_boxes; i++) {
			struct box *box = &unticked->boxes[i];

			more = answers_editor_next(box->editor, box->codes, &n,
						   error);
			if (more <= 0)
				return more;
		}
		if (!more)
			return 0;
		if (read_neighbour(&unticked->before, error) < 0 ||
		    read_neighbour(&unticked->behind, error) < 0)
			return -1;
		decide_rows(unticked, n);
		if (put_back(unticked, error) < 0)
			return -1;
	}
}

static int note_changes(const struct unticked *unticked,
			struct answer_totals *totals, struct error *error)
{
	struct clean *clean = unticked->clean;

	for (size_t i = 0; i < clean->n_files; i++) {
		uint64_t n = unticked->n_changed[i];

		totals->n_answered += n;
		totals->n_missing[MISSING_SKIPPED] -= n;
		for (size_t j = 0; j < unticked->n_boxes; j++)
			clean_note(
				clean,
				(struct clean_note){
					.rule = RECODE_UNTICKED,
					.source = clean->files[i].name,
					.variable = unticked->boxes[j]
							    .variable->name,
					.from = missing_name(MISSING_SKIPPED),
					.to = "0",
					.n = n,
				});
	}
	return clean_notes_flush(clean, error);
}

static bool is_needed(const struct clean *clean, size_t question)
{
	if (clean->codebook->questions[question].type !=
	    QUESTION_SELECT_MULTIPLE)
		return false;
	for (size_t i = 0; i < clean->n_files; i++)
		if (clean->files[i].only_ticks[question])
			return true;
	return false;
}

static int decide(struct clean *clean, const struct answers *answers,
		  size_t question, struct answer_totals *totals,
		  struct error *error)
{
	struct unticked unticked = {
		.clean = clean,
		.answers = answers,
		.question = question,
		.n_changed =
			memory_array(clean->scratch, uint64_t, clean->n_files),
	};

	if (open_neighbours(&unticked, error) < 0)
		return -1;
	/* Who stopped here and who ticked none look alike. */
	if (!unticked.behind.question)
		return 0;
	if (open_boxes(&unticked, error) < 0 ||
	    decide_all(&unticked, error) < 0)
		return -1;
	return note_changes(&unticked, totals, error);
}

int clean_unticked(struct clean *clean, struct answer_totals *totals,
		   struct error *error)
{
	struct answers *answers = NULL;

	for (size_t i = 0; i < clean->codebook->n_questions; i++) {
		if (!is_needed(clean, i))
			continue;
		if (!answers &&
		    answers_open_all(clean->context->memory, clean->store,
				     &answers, error) < 0)
			return -1;
		if (decide(clean, answers, i, &totals[i], error) < 0)
			return -1;
		talloc_free_children(clean->scratch);
	}
	return 0;
}
