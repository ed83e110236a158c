/*
 * A select_multiple with a column for each choice.  An empty box is a "no" only
 * when the respondent ticked or refused some other: a row of empty boxes is no
 * answer, until clean_unticked.c finds that the question was seen.
 */
#include "stages/clean.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/store.h"

#include <string.h>

/* What a row holds, as bits; TICK_x is bit x, kinds of missing follow. */
enum { FIRST_KIND = TICK_ON + 1 };

struct box {
	int column; /* MATCH_NONE: not in this file */
	struct raw_column *raw;
	uint8_t *meanings; /* by raw code: enum recode_tick */
	struct clean_stream *stream;
	uint8_t *ticks;  /* of the chunk's rows */
	unsigned on_bit; /* what a tick adds to the row */
	uint64_t n_changed[TICK_ON + 1][MISSING_KINDS + 1];
};

struct apart {
	struct clean *clean;
	const struct clean_file *file;
	const struct question *question;
	struct box *boxes; /* one a choice */
	uint16_t *rows;    /* bits of the chunk's rows, then their states */
	size_t n;          /* rows of the chunk */
};

static unsigned bit(unsigned place)
{
	return 1U << place;
}

static const char *const code_names[] = { "0", "1" };

static void note_tick(const struct apart *apart, size_t choice, size_t value)
{
	const struct box *box = &apart->boxes[choice];
	const char *raw = box->raw->values[value];
	enum recode_tick tick = (enum recode_tick)box->meanings[value];
	struct clean_note note = {
		.rule = RECODE_CODE,
		.source = apart->file->name,
		.variable = clean_choice_variable(apart->clean->scratch,
						  apart->question, choice),
		.from = raw,
		.to = code_names[tick == TICK_ON],
		.n = box->raw->counts[value],
	};

	if (tick == TICK_UNKNOWN) {
		note.rule = RECODE_UNMATCHED;
		note.to = missing_name(MISSING_INVALID);
	} else if ((tick != TICK_ON && tick != TICK_OFF) ||
		   !strcmp(raw, note.to)) {
		return;
	}
	clean_note(apart->clean, note);
}

static int read_box(struct apart *apart, size_t index,
		    const struct recoder *recoder, struct error *error)
{
	const struct choice *choice = &apart->question->list->choices[index];
	struct clean *clean = apart->clean;
	struct box *box = &apart->boxes[index];

	box->on_bit =
		bit(choice->is_missing ? FIRST_KIND + (unsigned)choice->missing
				       : TICK_ON);
	if (box->column == MATCH_NONE)
		return 0;
	if (clean_column(clean, apart->file, box->column, &box->raw, error) < 0)
		return -1;
	box->meanings =
		memory_array(clean->scratch, uint8_t, box->raw->n_values);
	box->ticks = memory_array(clean->scratch, uint8_t, STORE_ROWS);
	for (size_t i = 0; i < box->raw->n_values; i++) {
		box->meanings[i] = (uint8_t)recode_tick(recoder, index,
							box->raw->values[i]);
		note_tick(apart, index, i);
	}
	return clean_stream_open(clean, apart->file, box->column, &box->stream,
				 error);
}

/* Next chunk of one box: 1, or 0 at the end. */
static int read_ticks(struct apart *apart, struct box *box, struct error *error)
{
	const uint32_t *codes = apart->clean->codes;
	int more = clean_stream_next(box->stream, apart->clean->codes,
				     &apart->n, error);

	for (size_t i = 0; i < apart->n; i++) {
		uint8_t tick = box->meanings[codes[i]];
		unsigned bits = apart->rows[i];

		box->ticks[i] = tick;
		if (tick == TICK_ON)
			bits |= box->on_bit;
		else
			bits |= bit(tick);
		apart->rows[i] = (uint16_t)bits;
	}
	return more;
}

static int read_rows(struct apart *apart, struct error *error)
{
	int more = 0;

	memset(apart->rows, 0, STORE_ROWS * sizeof *apart->rows);
	for (size_t i = 0; i < apart->question->list->n_choices; i++) {
		if (apart->boxes[i].column == MATCH_NONE)
			continue;
		more = read_ticks(apart, &apart->boxes[i], error);
		if (more <= 0)
			break;
	}
	return more;
}

/* ANSWER_FIRST, or the kind of missing that the whole row is. */
static uint16_t state_of(unsigned bits)
{
	unsigned kinds = bits >> FIRST_KIND;

	if (bits & bit(TICK_ON))
		return ANSWER_FIRST;
	if (kinds)
		return (uint16_t)__builtin_ctz(kinds);
	if (bits & bit(TICK_OFF))
		return ANSWER_FIRST;
	if (bits & bit(TICK_UNKNOWN))
		return MISSING_INVALID;
	return bits & bit(TICK_EMPTY) ? MISSING_SKIPPED : MISSING_NOT_SHOWN;
}

static uint32_t code_of(uint8_t tick, uint16_t state)
{
	if (state != ANSWER_FIRST)
		return state;
	if (tick == TICK_UNKNOWN)
		return MISSING_INVALID;
	return ANSWER_FIRST + (tick == TICK_ON);
}

static int write_box(struct apart *apart, struct box *box,
		     struct answer_column *target, struct error *error)
{
	uint32_t *codes = apart->clean->codes;

	if (box->column == MATCH_NONE)
		return answer_column_fill(target, MISSING_NOT_SHOWN, apart->n,
					  error);
	for (size_t i = 0; i < apart->n; i++) {
		uint16_t state = apart->rows[i];
		size_t kind = state == ANSWER_FIRST ? MISSING_KINDS : state;

		codes[i] = code_of(box->ticks[i], state);
		box->n_changed[box->ticks[i]][kind]++;
	}
	return answer_column_add(target, codes, apart->n, error);
}

static int write_rows(struct apart *apart, struct answer_column *const *columns,
		      struct error *error)
{
	for (size_t i = 0; i < apart->n; i++)
		apart->rows[i] = state_of(apart->rows[i]);
	for (size_t i = 0; i < apart->question->list->n_choices; i++)
		if (columns[i] &&
		    write_box(apart, &apart->boxes[i], columns[i], error) < 0)
			return -1;
	return 0;
}

/* What became of the empty boxes, which depends on the rest of the row. */
static void note_empties(const struct apart *apart, size_t choice)
{
	const struct box *box = &apart->boxes[choice];

	for (size_t tick = TICK_NULL; tick <= TICK_EMPTY; tick++)
		for (size_t kind = 0; kind <= MISSING_KINDS; kind++) {
			struct clean_note note = {
				.rule = RECODE_CODE,
				.source = apart->file->name,
				.variable = clean_choice_variable(
					apart->clean->scratch, apart->question,
					choice),
				.from = tick == TICK_NULL ? NULL : "",
				.to = "0",
				.n = box->n_changed[tick][kind],
			};

			if (kind < MISSING_KINDS) {
				note.rule = RECODE_MISSING;
				note.to = missing_name((enum missing_kind)kind);
			}
			clean_note(apart->clean, note);
		}
}

static int start(struct apart *apart, size_t question, struct error *error)
{
	struct clean *clean = apart->clean;
	const struct match *match = &apart->file->match->questions[question];
	const struct recoder *recoder = recoder_new(
		clean->scratch, apart->question, &apart->file->rules);
	size_t n = apart->question->list->n_choices;

	apart->boxes = memory_array(clean->scratch, struct box, n);
	apart->rows = memory_array(clean->scratch, uint16_t, STORE_ROWS);
	for (size_t i = 0; i < n; i++) {
		apart->boxes[i].column = match->choices[i];
		if (read_box(apart, i, recoder, error) < 0)
			return -1;
	}
	return 0;
}

/* Does nothing in the file stand for a box that was not ticked? */
static bool has_only_ticks(const struct apart *apart)
{
	bool has_on = false;

	for (size_t i = 0; i < apart->question->list->n_choices; i++) {
		const struct box *box = &apart->boxes[i];

		for (size_t j = 0; box->raw && j < box->raw->n_values; j++) {
			if (box->meanings[j] == TICK_OFF && box->raw->counts[j])
				return false;
			has_on |= box->meanings[j] == TICK_ON;
		}
	}
	return has_on && !apart->file->rules.tells_not_shown;
}

int clean_apart(struct clean *clean, const struct clean_file *file,
		size_t question, struct answer_column *const *columns,
		struct error *error)
{
	struct apart apart = {
		.clean = clean,
		.file = file,
		.question = &clean->codebook->questions[question],
	};
	int more;

	if (start(&apart, question, error) < 0)
		return -1;
	file->only_ticks[question] = has_only_ticks(&apart);
	while ((more = read_rows(&apart, error)) > 0)
		if (write_rows(&apart, columns, error) < 0)
			return -1;
	for (size_t i = 0; i < apart.question->list->n_choices; i++)
		if (columns[i] && apart.boxes[i].raw)
			note_empties(&apart, i);
	return more;
}
