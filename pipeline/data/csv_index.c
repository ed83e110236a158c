#include "pipeline/data/csv_index.h"

#include "pipeline/core/memory.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum {
	STEP = 64,    /* bytes at a time */
	BATCH = 4096, /* bytes indexed ahead: stays in the first-level cache */
	ROOM = 8      /* bytes behind a cell that may be read */
};
/* Marks a line end within quotes. */
#define WITHIN UINT32_C(0x80000000)

struct csv_index {
	const char *text;
	size_t length;
	size_t indexed; /* bytes looked at */
	size_t at;      /* start of the next record */
	struct csv_form form;
	bool is_stopped; /* something against the rules lies ahead */
	/* carried from one step to the next, all ones or zero / lowest bit */
	uint64_t in_quotes, after_break, after_close, after_return;
	/* ends of cells and line ends within quotes, in order */
	uint32_t *marks;
	size_t n_marks, next_mark;
	struct csv_cell *cells;
	char *unescaped; /* cells with doubled quotes */
	size_t n_unescaped;
};

struct csv_index *csv_index_new(const void *ctx, const struct csv_form *form)
{
	struct csv_index *index = memory_new(ctx, struct csv_index);

	index->form = *form;
	return index;
}

/* Forget what lies ahead: the next step starts a record. */
static void start_at(struct csv_index *index, size_t at)
{
	index->at = index->indexed = at;
	index->n_marks = index->next_mark = 0;
	index->in_quotes = index->after_close = index->after_return = 0;
	index->after_break = 1;
	index->is_stopped = false;
}

void csv_index_build(struct csv_index *index, const char *text, size_t length)
{
	index->text = text;
	index->length = length;
	start_at(index, 0);
#ifndef __SSE2__
	index->is_stopped = true;
#endif
}

#ifdef __SSE2__

static uint64_t matches(const __m128i block[4], char byte)
{
	const __m128i wanted = _mm_set1_epi8(byte);
	uint64_t bits = 0;

	for (int i = 0; i < 4; i++)
		bits |= (uint64_t)(unsigned)_mm_movemask_epi8(
				_mm_cmpeq_epi8(block[i], wanted))
			<< (16 * i);
	return bits;
}

/* Bit i = parity of the bits up to i: ones from an odd quote to the next. */
static uint64_t prefix_parity(uint64_t bits)
{
	for (int shift = 1; shift < STEP; shift *= 2)
		bits ^= bits << shift;
	return bits;
}

/* What one step found, a bit for each byte. */
struct step {
	uint64_t ends;   /* of cells and records */
	uint64_t within; /* line ends in quotes */
	uint64_t wrong;  /* against the rules */
};

static struct step look(struct csv_index *index, const __m128i block[4])
{
	uint64_t quotes = matches(block, index->form.quote);
	uint64_t feeds = matches(block, '\n');
	uint64_t returns = matches(block, '\r');
	uint64_t quoted = prefix_parity(quotes) ^ index->in_quotes;
	uint64_t breaks =
		(matches(block, index->form.delimiter) | feeds) & ~quoted;
	uint64_t opening = quotes & quoted, closing = quotes & ~quoted;
	uint64_t lone = returns & ~quoted;
	uint64_t behind_break = breaks << 1 | index->after_break;
	uint64_t behind_close = closing << 1 | index->after_close;
	uint64_t behind_return = lone << 1 | index->after_return;
	struct step step = { .ends = breaks,
			     .within = (feeds | returns) & quoted };

	step.wrong = (opening & ~(behind_break | behind_close)) |
		     (behind_close & ~(breaks | lone | opening)) |
		     (behind_return & ~feeds);
	if (index->form.escape == '\\')
		step.wrong |= matches(block, '\\');
	index->in_quotes = quoted >> 63 ? UINT64_MAX : 0;
	index->after_break = breaks >> 63;
	index->after_close = closing >> 63;
	index->after_return = lone >> 63;
	return step;
}

static void keep_marks(struct csv_index *index, const struct step *step,
		       size_t base)
{
	uint64_t bits = step->ends | step->within;

	while (bits) {
		unsigned bit = (unsigned)__builtin_ctzll(bits);
		uint32_t within = step->within >> bit & 1 ? WITHIN : 0;

		index->marks[index->n_marks++] =
			(uint32_t)(base + bit) | within;
		bits &= bits - 1;
	}
}

static void load(const char *text, __m128i block[4])
{
	for (int i = 0; i < 4; i++)
		block[i] = _mm_loadu_si128((const __m128i *)(const void *)text +
					   i);
}

/* Index the next step; only what lies before the first wrong byte counts. */
static void index_step(struct csv_index *index)
{
	size_t left = index->length - index->indexed;
	uint64_t valid = left < STEP ? (UINT64_C(1) << left) - 1 : UINT64_MAX;
	__m128i block[4];
	struct step step;

	load(index->text + index->indexed, block);
	step = look(index, block);
	if (step.wrong & valid) {
		index->is_stopped = true;
		valid &= (step.wrong & -step.wrong) - 1;
	}
	step.ends &= valid;
	step.within &= valid;
	keep_marks(index, &step, index->indexed);
	index->indexed += left < STEP ? left : STEP;
}

#else

static void index_step(struct csv_index *index)
{
	index->is_stopped = true;
}

#endif

/* Look further ahead; false when there is nothing more to find. */
static bool index_more(struct csv_index *index)
{
	size_t before = index->n_marks, stop;

	/* What is used up makes room. */
	if (index->next_mark > 0) {
		before = index->n_marks -= index->next_mark;
		memmove(index->marks, index->marks + index->next_mark,
			before * sizeof *index->marks);
		index->next_mark = 0;
	}
	while (!index->is_stopped && index->indexed < index->length &&
	       index->n_marks == before) {
		stop = index->indexed + BATCH;
		if (!index->marks || index->n_marks + BATCH + STEP >
					     talloc_array_length(index->marks))
			index->marks = memory_grow(
				index, index->marks, uint32_t,
				2 * (index->n_marks + BATCH + STEP));
		while (!index->is_stopped && index->indexed < index->length &&
		       index->indexed < stop)
			index_step(index);
	}
	return index->n_marks > before;
}

/* ---- cells ----------------------------------------------------------------
 */

/* Doubled quotes of [FROM, END) to single ones. */
static void unescape(struct csv_index *index, const char *from, const char *end,
		     struct csv_cell *cell)
{
	char *to = index->unescaped + index->n_unescaped;

	cell->text = to;
	while (from < end) {
		*to++ = *from;
		from += *from == index->form.quote ? 2 : 1;
	}
	cell->length = (uint32_t)(to - cell->text);
	memset(to, 0, ROOM);
	index->n_unescaped += cell->length;
}

/* The rules hold here: a cell that opens with a quote ends with one. */
static void take_quoted(struct csv_index *index, const char *from,
			const char *end, struct csv_cell *cell)
{
	if (end[-1] == '\r')
		end--;
	from++;
	end--;
	cell->is_null = false;
	if (memchr(from, index->form.quote, (size_t)(end - from))) {
		unescape(index, from, end, cell);
		return;
	}
	cell->text = from;
	cell->length = (uint32_t)(end - from);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Blanks around the cell are not part of it; no delimiter is within it. */
static void take_plain(const char *from, const char *end, struct csv_cell *cell)
{
	while (from < end && is_blank(*from))
		from++;
	while (end > from && is_blank(end[-1]))
		end--;
	cell->text = from;
	cell->length = (uint32_t)(end - from);
	cell->is_null = from == end;
}

static void take_cell(struct csv_index *index, size_t from, size_t end,
		      struct csv_cell *cell)
{
	const char *text = index->text;

	if (text[from] == index->form.quote) {
		take_quoted(index, text + from, text + end, cell);
		return;
	}
	if (end > from && text[end] == '\n' && text[end - 1] == '\r')
		end--;
	take_plain(text + from, text + end, cell);
}

/* Room for the cells and the unescaped text of a record of LENGTH bytes. */
static void make_room(struct csv_index *index, size_t n_cells)
{
	if (!index->cells || n_cells > talloc_array_length(index->cells))
		index->cells = memory_grow(index, index->cells, struct csv_cell,
					   2 * n_cells);
}

/*
 * The mark that ends the record at index->at, so many marks ahead; -1 when it
 * is not there.
 */
static ptrdiff_t find_end(struct csv_index *index, unsigned *n_lines)
{
	size_t ahead = 0;

	*n_lines = 1;
	for (;; ahead++) {
		uint32_t mark;

		if (index->next_mark + ahead == index->n_marks &&
		    !index_more(index))
			return -1;
		mark = index->marks[index->next_mark + ahead];
		if (mark & WITHIN)
			++*n_lines;
		else if (index->text[mark] == '\n')
			return (ptrdiff_t)ahead;
	}
}

/* A return and a feed within quotes are one line end, not two. */
static unsigned pairs_within(const struct csv_index *index, size_t n_marks)
{
	const uint32_t *marks = index->marks + index->next_mark;
	unsigned n = 0;

	for (size_t i = 1; i < n_marks; i++)
		n += (marks[i] & marks[i - 1] & WITHIN) &&
		     marks[i] == marks[i - 1] + 1 &&
		     index->text[marks[i] & ~WITHIN] == '\n' &&
		     index->text[marks[i - 1] & ~WITHIN] == '\r';
	return n;
}

static void take_cells(struct csv_index *index, size_t n_marks,
		       struct csv_record *record)
{
	const uint32_t *marks = index->marks + index->next_mark;
	size_t from = index->at;

	record->cells = index->cells;
	record->n_cells = 0;
	for (size_t i = 0; i < n_marks; i++) {
		if (marks[i] & WITHIN)
			continue;
		take_cell(index, from, marks[i],
			  &record->cells[record->n_cells++]);
		from = marks[i] + 1;
	}
}

bool csv_index_next(struct csv_index *index, struct csv_record *record,
		    size_t *used)
{
	ptrdiff_t ahead = find_end(index, &record->n_lines);
	size_t n_marks, end;

	if (ahead < 0)
		return false;
	n_marks = (size_t)ahead + 1;
	end = index->marks[index->next_mark + n_marks - 1];
	if (record->n_lines > 1)
		record->n_lines -= pairs_within(index, n_marks);
	*used = end + 1 - index->at;
	make_room(index, n_marks);
	/* Each cell takes at most its length and ROOM. */
	if (!index->unescaped ||
	    *used + ROOM * n_marks > talloc_array_length(index->unescaped))
		index->unescaped = memory_grow(index, index->unescaped, char,
					       2 * (*used + ROOM * n_marks));
	index->n_unescaped = 0;
	take_cells(index, n_marks, record);
	index->next_mark += n_marks;
	index->at = end + 1;
	return true;
}
