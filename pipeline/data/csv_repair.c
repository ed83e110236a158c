#include "pipeline/data/csv_repair.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/csv_cells.h"

#include <limits.h>
#include <string.h>

enum {
	MOST_STATES = 1 << 19, /* ends of cells times cells */
	MOST_STEPS = 1 << 24,  /* bytes and states looked at: some 30 ms */
	MOST_CLOSINGS = 8,     /* of one cell in quotes */
	/* what mistakes count */
	QUOTE_WITHIN_QUOTES = 1,
	QUOTE_IN_PLAIN = 2,
	NO_DELIMITER = 3,
	IMPOSSIBLE = INT_MAX
};

/* The best way to have read so many cells up to some place. */
struct state {
	int cost;
	unsigned ways;        /* 1, or 2 for more */
	uint32_t before;      /* the place this cell starts at */
	uint32_t from, until; /* its text */
	bool is_quoted;
};

struct csv_repair {
	struct csv_form form;
	struct csv_cells cells;
	/* the line that is being read; states[place * (n + 1) + cells] */
	struct csv_span line;
	size_t n;
	struct state *states;
	uint32_t *place_of; /* of each byte, or 0 */
	uint32_t *bytes;    /* of each place */
	size_t n_places;
	size_t n_steps;
};

struct csv_repair *csv_repair_new(const void *ctx, const struct csv_form *form)
{
	struct csv_repair *repair = memory_new(ctx, struct csv_repair);

	repair->form = *form;
	return repair;
}

/* ---- where cells can start ------------------------------------------------
 */

static bool is_quote(const struct csv_repair *repair, size_t at)
{
	return at < repair->line.length &&
	       repair->line.text[at] == repair->form.quote;
}

static bool is_delimiter(const struct csv_repair *repair, size_t at)
{
	return at < repair->line.length &&
	       repair->line.text[at] == repair->form.delimiter;
}

static void add_place(struct csv_repair *repair, size_t byte)
{
	if (repair->place_of[byte])
		return;
	repair->bytes[repair->n_places] = (uint32_t)byte;
	repair->place_of[byte] = (uint32_t)++repair->n_places;
}

/* Behind delimiters, at and behind quotes; the last is behind the line. */
static bool find_places(struct csv_repair *repair)
{
	size_t length = repair->line.length;

	repair->place_of =
		memory_grow(repair, repair->place_of, uint32_t, length + 2);
	repair->bytes =
		memory_grow(repair, repair->bytes, uint32_t, length + 2);
	memset(repair->place_of, 0, (length + 2) * sizeof(uint32_t));
	repair->n_places = 0;
	add_place(repair, 0);
	for (size_t i = 0; i < length; i++) {
		if (is_quote(repair, i))
			add_place(repair, i);
		if (is_quote(repair, i) || is_delimiter(repair, i))
			add_place(repair, i + 1);
	}
	add_place(repair, length + 1);
	return repair->n_places * (repair->n + 1) <= MOST_STATES;
}

static struct state *state_at(const struct csv_repair *repair, size_t place,
			      size_t n)
{
	return &repair->states[place * (repair->n + 1) + n];
}

/* ---- the cells that can start at a place ----------------------------------
 */

struct cell {
	size_t from, until; /* its text */
	size_t next;        /* where the next cell starts */
	int cost;
	bool is_quoted;
};

/* Every reading that ends here goes on with this cell. */
static void reach(struct csv_repair *repair, size_t place,
		  const struct cell *cell)
{
	size_t next = repair->place_of[cell->next] - 1;

	repair->n_steps += repair->n;
	for (size_t k = 0; k < repair->n; k++) {
		const struct state *old = state_at(repair, place, k);
		struct state *new = state_at(repair, next, k + 1);
		int cost;

		if (old->cost == IMPOSSIBLE)
			continue;
		cost = old->cost + cell->cost;
		if (cost == new->cost)
			new->ways = 2;
		if (cost >= new->cost)
			continue;
		*new = (struct state){ .cost = cost,
				       .ways = old->ways,
				       .before = (uint32_t)place,
				       .from = (uint32_t)cell->from,
				       .until = (uint32_t)cell->until,
				       .is_quoted = cell->is_quoted };
	}
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static size_t skip_blanks(const struct csv_repair *repair, size_t at)
{
	while (at < repair->line.length && is_blank(repair->line.text[at]) &&
	       !is_delimiter(repair, at))
		at++;
	return at;
}

static bool ends_cell(const struct csv_repair *repair, size_t at)
{
	return at >= repair->line.length || is_delimiter(repair, at);
}

/* A quote within a word that could open a cell whose delimiter is missing. */
static bool opens_late(const struct csv_repair *repair, size_t start, size_t at)
{
	const char *text = repair->line.text;

	return at > start && !is_blank(text[at - 1]) &&
	       at + 1 < repair->line.length && !is_blank(text[at + 1]) &&
	       !ends_cell(repair, at + 1) && !is_quote(repair, at + 1);
}

static void try_plain(struct csv_repair *repair, size_t place)
{
	size_t start = repair->bytes[place], at = start;
	struct cell cell = { .from = start };
	bool is_first = true;

	for (; !ends_cell(repair, at); at++) {
		char byte = repair->line.text[at];

		repair->n_steps++;
		if (byte == '\n' || byte == '\r')
			return;
		if (byte != repair->form.quote)
			continue;
		if (is_first && opens_late(repair, start, at)) {
			struct cell late = { .from = start,
					     .until = at,
					     .next = at,
					     .cost = NO_DELIMITER };
			reach(repair, place, &late);
		}
		is_first = false;
		cell.cost += QUOTE_IN_PLAIN;
	}
	cell.until = at;
	cell.next = at + 1;
	reach(repair, place, &cell);
}

/* A closing quote without a delimiter behind it. */
static void try_close_early(struct csv_repair *repair, size_t place,
			    struct cell cell, size_t at)
{
	cell.until = at;
	cell.next = at + 1;
	cell.cost += NO_DELIMITER;
	reach(repair, place, &cell);
}

/* The cell may close with the quote AT, if a delimiter is behind that. */
static bool try_close(struct csv_repair *repair, size_t place, struct cell cell,
		      size_t at)
{
	size_t behind = skip_blanks(repair, at + 1);

	if (!ends_cell(repair, behind))
		return false;
	cell.until = at;
	cell.next = behind + 1;
	reach(repair, place, &cell);
	return true;
}

static void try_quoted(struct csv_repair *repair, size_t place)
{
	size_t at = skip_blanks(repair, repair->bytes[place]);
	struct cell cell = { .from = at + 1, .is_quoted = true };
	int n_closings = 0;

	if (!is_quote(repair, at))
		return;
	for (at++; at < repair->line.length && n_closings < MOST_CLOSINGS;
	     at++) {
		repair->n_steps++;
		if (!is_quote(repair, at))
			continue;
		n_closings += try_close(repair, place, cell, at);
		if (!is_quote(repair, at + 1)) {
			if (!ends_cell(repair, skip_blanks(repair, at + 1)))
				try_close_early(repair, place, cell, at);
			cell.cost += QUOTE_WITHIN_QUOTES;
			continue;
		}
		/* Doubled: one of the text; or two of two cells; or a mistake
		 * and the closing one. */
		try_close_early(repair, place, cell, at);
		at++;
		cell.cost += QUOTE_WITHIN_QUOTES;
		n_closings += try_close(repair, place, cell, at);
		cell.cost -= QUOTE_WITHIN_QUOTES;
	}
}

/* ---- the best reading -----------------------------------------------------
 */

static void give_cell(struct csv_repair *repair, const struct state *state)
{
	const char *text = repair->line.text;
	size_t from = state->from, until = state->until;

	if (!state->is_quoted) {
		from = skip_blanks(repair, from);
		while (until > from && is_blank(text[until - 1]))
			until--;
		csv_cells_add(repair, &repair->cells, text + from, until - from,
			      from == until);
		return;
	}
	size_t before = repair->cells.n_text;
	for (size_t at = from; at < until; at++) {
		csv_cells_put(repair, &repair->cells, text[at]);
		if (is_quote(repair, at) && at + 1 < until &&
		    is_quote(repair, at + 1))
			at++;
	}
	csv_cells_end(repair, &repair->cells, repair->cells.n_text - before,
		      false);
}

static void give_cells(struct csv_repair *repair, struct csv_record *record)
{
	const struct state **path =
		memory_array(repair, const struct state *, repair->n + 1);
	size_t place = repair->n_places - 1;

	for (size_t k = repair->n; k > 0; k--) {
		path[k] = state_at(repair, place, k);
		place = path[k]->before;
	}
	csv_cells_clear(&repair->cells);
	for (size_t k = 1; k <= repair->n; k++)
		give_cell(repair, path[k]);
	csv_cells_give(repair, &repair->cells, record);
	talloc_free(path);
}

/* The number of mistakes of the one best reading, or IMPOSSIBLE. */
static int find_best(struct csv_repair *repair)
{
	const struct state *end;
	size_t n_states;

	if (!find_places(repair))
		return IMPOSSIBLE;
	n_states = repair->n_places * (repair->n + 1);
	repair->states =
		memory_grow(repair, repair->states, struct state, n_states);
	for (size_t i = 0; i < n_states; i++)
		repair->states[i] = (struct state){ .cost = IMPOSSIBLE };
	*state_at(repair, 0, 0) = (struct state){ .cost = 0, .ways = 1 };
	repair->n_steps = 0;
	for (size_t i = 0; i + 1 < repair->n_places; i++) {
		try_plain(repair, i);
		try_quoted(repair, i);
		if (repair->n_steps > MOST_STEPS)
			return IMPOSSIBLE;
	}
	end = state_at(repair, repair->n_places - 1, repair->n);
	return end->ways == 1 ? end->cost : IMPOSSIBLE;
}

bool csv_repair_line(struct csv_repair *repair, struct csv_span line,
		     size_t n_cells, bool is_sound, struct csv_record *record)
{
	int cost;

	if (line.length + n_cells > MOST_STATES || repair->form.escape == '\\')
		return false;
	repair->line = line;
	repair->n = n_cells;
	cost = find_best(repair);
	if (cost == IMPOSSIBLE || (is_sound && cost > NO_DELIMITER))
		return false;
	give_cells(repair, record);
	return true;
}

bool csv_repair_delimiter(struct csv_repair *repair, struct csv_span line,
			  size_t n_cells, struct csv_record *record)
{
	static const char delimiters[] = { ',', ';', '\t', '|', ' ' };
	struct csv_form form = repair->form;
	bool is_found = false;

	if (line.length + n_cells > MOST_STATES)
		return false;
	repair->line = line;
	repair->n = n_cells;
	for (size_t i = 0; i < sizeof delimiters && !is_found; i++) {
		repair->form.delimiter = delimiters[i];
		is_found = delimiters[i] != form.delimiter &&
			   find_best(repair) == 0;
		if (is_found)
			give_cells(repair, record);
	}
	repair->form = form;
	return is_found;
}
