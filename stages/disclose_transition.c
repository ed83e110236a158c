/*
 * What may be told of changes of state.  The cells of a table add up along both
 * states, over the items, and as a whole: no sum may have one unknown.
 */
#include "pipeline/core/memory.h"
#include "stages/disclose.h"

#include <math.h>
#include <string.h>

enum { KEYS = 4 };

static size_t count_suppressed(const struct disclosed *cells)
{
	size_t n = 0;

	for (size_t r = 0; r < cells->table->n_rows; r++)
		n += cells->is_suppressed[r];
	return n;
}

static bool is_few(const struct disclosed *cells, double n)
{
	return n > 0 && n < cells->threshold;
}

static double number(const struct disclosed *cells, size_t row,
		     const char *name)
{
	return table_number(cells->table, row,
			    table_column(cells->table, name));
}

static void empty(struct disclosed *cells, size_t row, const char *const *names)
{
	for (; *names; names++) {
		int column = table_column(cells->table, *names);

		cells->table->cells[row * cells->table->n_columns +
				    (size_t)column] = value_null();
	}
}

/* ---- one table of two moments ---- */

/*
 * Cells and, in the last row and column, how many were in each state at the one
 * moment and the other; the last of all is the base, which is always told.
 */
struct grid {
	size_t side; /* states + 1 */
	double *n;
	bool *is_hidden;
};

/* Company that a hidden cell has: a second cell in its row, one in its column,
 * and the fourth corner. */
struct corners {
	size_t cells[3];
	double cost; /* what would be lost of it; infinite: none */
};

/* How many are in a state matters more than where they came from. */
static double price(const struct grid *grid, size_t cell)
{
	bool is_margin = cell / grid->side == grid->side - 1 ||
			 cell % grid->side == grid->side - 1;

	return is_margin ? 20 : 1;
}

static struct corners corners_of(const struct grid *grid, size_t row,
				 size_t column, size_t other_row,
				 size_t other_column)
{
	struct corners out = { { row * grid->side + other_column,
				 other_row * grid->side + column,
				 other_row * grid->side + other_column },
			       0 };
	size_t base = grid->side * grid->side - 1;

	for (size_t i = 0; i < 3; i++) {
		size_t cell = out.cells[i];

		if (!(grid->n[cell] > 0) || cell == base)
			out.cost = (double)INFINITY;
		else if (!grid->is_hidden[cell])
			out.cost += grid->n[cell] * price(grid, cell);
	}
	return out;
}

/* The company that costs least.  With it numbers can move round the four
 * corners and no sum changes. */
static struct corners cheapest(const struct grid *grid, size_t cell)
{
	size_t row = cell / grid->side, column = cell % grid->side;
	struct corners best = { .cost = (double)INFINITY };

	for (size_t r = 0; r < grid->side; r++)
		for (size_t c = 0; c < grid->side; c++) {
			struct corners corners;

			if (r == row || c == column)
				continue;
			corners = corners_of(grid, row, column, r, c);
			if (corners.cost < best.cost)
				best = corners;
		}
	return best;
}

static void protect_corners(const struct grid *grid)
{
	size_t n = grid->side * grid->side;

	for (size_t cell = 0; cell < n; cell++) {
		struct corners corners;

		if (!grid->is_hidden[cell])
			continue;
		corners = cheapest(grid, cell);
		for (size_t i = 0; i < 3 && isfinite(corners.cost); i++)
			grid->is_hidden[corners.cells[i]] = true;
	}
}

/* Of the line of cells FIRST, FIRST + STEP ..., a row or column: one unknown
 * alone gets the cheapest other with it. */
static void protect_line(const struct grid *grid, size_t first, size_t step)
{
	size_t base = grid->side * grid->side - 1, best = base, n_hidden = 0;

	for (size_t i = 0; i < grid->side; i++) {
		size_t cell = first + i * step;

		n_hidden += grid->is_hidden[cell];
		if (grid->is_hidden[cell] || !(grid->n[cell] > 0) ||
		    cell == base)
			continue;
		if (best == base || grid->n[cell] * price(grid, cell) <
					    grid->n[best] * price(grid, best))
			best = cell;
	}
	if (n_hidden == 1 && best != base)
		grid->is_hidden[best] = true;
}

/* Four corners where there are such, else along the lines. */
static void protect_grid(const struct grid *grid)
{
	protect_corners(grid);
	for (size_t i = 0; i < grid->side; i++) {
		protect_line(grid, i * grid->side, 1);
		protect_line(grid, i, grid->side);
	}
}

/* ---- all tables of all items ---- */

/* The rows of both tables come item by item, moment by moment. */
struct tables {
	struct disclosed cells, states;
	size_t n_states, n_moments, n_contrasts;
};

static const char *text(const struct disclosed *cells, size_t row,
			const char *name)
{
	return table_text(cells->table, row, table_column(cells->table, name));
}

/* Where the states of a moment begin, among the rows of ITEM. */
static size_t moment_row(const struct tables *tables, size_t item,
			 const char *moment)
{
	size_t row = item * tables->n_moments * tables->n_states;

	while (strcmp(text(&tables->states, row, "moment"), moment) != 0)
		row += tables->n_states;
	return row;
}

/* What row of which table the cell of a grid is. */
struct place {
	struct disclosed *table;
	size_t row;
};

struct block {
	size_t first, from, to; /* of cells; of both moments' states */
};

static bool place_of(struct tables *tables, const struct block *block,
		     size_t cell, struct place *place)
{
	size_t n = tables->n_states, row = cell / (n + 1),
	       column = cell % (n + 1);

	if (row == n && column == n)
		return false;
	if (row < n && column < n)
		*place = (struct place){ &tables->cells,
					 block->first + row * n + column };
	else
		*place = (struct place){ &tables->states,
					 column == n ? block->from + row
						     : block->to + column };
	return true;
}

static void protect_block(struct tables *tables, const struct block *block)
{
	size_t side = tables->n_states + 1;
	struct grid grid = { side, memory_array(NULL, double, side *side),
			     memory_array(NULL, bool, side *side) };
	struct place place;

	for (size_t i = 0; i < side * side; i++)
		if (place_of(tables, block, i, &place)) {
			grid.n[i] = number(place.table, place.row, "n");
			grid.is_hidden[i] =
				place.table->is_suppressed[place.row];
		}
	protect_grid(&grid);
	for (size_t i = 0; i < side * side; i++)
		if (place_of(tables, block, i, &place))
			place.table->is_suppressed[place.row] =
				grid.is_hidden[i];
	talloc_free(grid.n);
	talloc_free(grid.is_hidden);
}

static void protect_blocks(struct tables *tables)
{
	size_t size = tables->n_states * tables->n_states;

	for (size_t first = 0; first < tables->cells.table->n_rows;
	     first += size) {
		size_t item = first / size / tables->n_contrasts;
		struct block block = {
			first,
			moment_row(tables, item,
				   text(&tables->cells, first, "from_moment")),
			moment_row(tables, item,
				   text(&tables->cells, first, "to_moment")),
		};

		protect_block(tables, &block);
	}
}

/* Until neither a table of two moments nor the sum over the items asks for
 * more. */
static void protect_tables(struct tables *tables)
{
	static const char *const same_cell[KEYS] = { "contrast", "from_state",
						     "to_state" };
	static const char *const same_state[KEYS] = { "moment", "state" };
	size_t before;

	do {
		before = count_suppressed(&tables->cells) +
			 count_suppressed(&tables->states);
		disclose_small(&tables->cells, same_cell);
		disclose_small(&tables->states, same_state);
		protect_blocks(tables);
	} while (count_suppressed(&tables->cells) +
			 count_suppressed(&tables->states) >
		 before);
}

static void mark_bases(struct disclosed *cells)
{
	for (size_t r = 0; r < cells->table->n_rows; r++)
		cells->is_suppressed[r] =
			is_few(cells, number(cells, r, "base"));
}

/* How many states, moments and contrasts an item has, from the rows. */
static void measure(struct tables *tables)
{
	const struct disclosed *states = &tables->states;
	size_t n = states->table->n_rows, per_item = 0;

	while (tables->n_states < n &&
	       !strcmp(text(states, tables->n_states, "moment"),
		       text(states, 0, "moment")))
		tables->n_states++;
	while (per_item < n &&
	       !strcmp(text(states, per_item, "item"), text(states, 0, "item")))
		per_item++;
	if (n == 0)
		return;
	tables->n_moments = per_item / tables->n_states;
	tables->n_contrasts = tables->n_moments == 2 ? 1 : tables->n_moments;
}

static int publish_tables(struct stage_context *context, struct error *error)
{
	static const char *const kept[] = {
		"item",           "position",  "contrast",
		"from_moment",    "to_moment", "from_state",
		"from_position",  "to_state",  "to_position",
		"moment",         "state",     "moment_position",
		"state_position", "counted",   NULL
	};
	struct tables tables = { 0 };

	if (disclose_read(context, "transition", &tables.cells, error) < 0 ||
	    disclose_read(context, "transition_state", &tables.states, error) <
		    0)
		return -1;
	measure(&tables);
	mark_bases(&tables.cells);
	mark_bases(&tables.states);
	protect_tables(&tables);
	disclose_blank(&tables.cells, kept);
	disclose_blank(&tables.states, kept);
	if (disclose_results(context, "transition", &tables.cells, error) < 0)
		return -1;
	return disclose_results(context, "transition_state", &tables.states,
				error);
}

/* ---- the net change ---- */

/* A share next to nobody or to everybody tells how few are on the other side:
 * both shares stay inside, for one follows from the other. */
static void mark_shares(struct disclosed *cells, size_t row)
{
	static const char *const shares[] = { "share_from", "share_to",
					      "weighted_from", "weighted_to",
					      NULL };
	static const char *const changes[] = { "gained", "lost", NULL };
	double n = number(cells, row, "n");
	double from = round(n * number(cells, row, "share_from"));
	double to = round(n * number(cells, row, "share_to"));

	if (is_few(cells, from) || is_few(cells, n - from) ||
	    is_few(cells, to) || is_few(cells, n - to))
		empty(cells, row, shares);
	if (is_few(cells, number(cells, row, "gained")) ||
	    is_few(cells, number(cells, row, "lost")))
		empty(cells, row, changes);
}

static int publish_net(struct stage_context *context, struct error *error)
{
	static const char *const keys[KEYS] = { "grouping", "item",
						"contrast" };
	static const char *const kept[] = {
		"grouping", "level",       "level_position", "item", "position",
		"contrast", "from_moment", "to_moment",      NULL
	};
	struct disclosed cells;

	if (disclose_read(context, "transition_net", &cells, error) < 0)
		return -1;
	cells.count = "people";
	disclose_small(&cells, keys);
	for (size_t r = 0; r < cells.table->n_rows; r++)
		mark_shares(&cells, r);
	disclose_blank(&cells, kept);
	return disclose_results(context, "transition_net", &cells, error);
}

int disclose_transition(struct stage_context *context, struct error *error)
{
	if (publish_tables(context, error) < 0)
		return -1;
	return publish_net(context, error);
}
