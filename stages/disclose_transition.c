/*
 * What may be told of changes of state.  The cells of a table add up along both
 * states, over the items, and as a whole: no sum may have one unknown.
 */
#include "pipeline/core/memory.h"
#include "stages/disclose.h"

#include <math.h>

enum { KEYS = 4 };

static size_t count_suppressed(const struct disclosed *cells)
{
	size_t n = 0;

	for (size_t r = 0; r < cells->table->n_rows; r++)
		n += cells->is_suppressed[r];
	return n;
}

/* Until no line of any of the N sets of KEYS asks for more. */
static void protect_all(struct disclosed *cells, const char *const keys[][KEYS],
			size_t n)
{
	size_t before;

	do {
		before = count_suppressed(cells);
		for (size_t i = 0; i < n; i++)
			disclose_small(cells, keys[i]);
	} while (count_suppressed(cells) > before);
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

/* ---- cells and states ---- */

static void mark_bases(struct disclosed *cells)
{
	for (size_t r = 0; r < cells->table->n_rows; r++)
		cells->is_suppressed[r] =
			is_few(cells, number(cells, r, "base"));
}

static int publish_cells(struct stage_context *context, struct error *error)
{
	static const char *const keys[][KEYS] = {
		{ "item", "contrast", "from_state" },
		{ "item", "contrast", "to_state" },
		{ "item", "contrast" },
		{ "contrast", "from_state", "to_state" },
	};
	static const char *const kept[] = { "item",          "position",
					    "contrast",      "from_moment",
					    "to_moment",     "from_state",
					    "from_position", "to_state",
					    "to_position",   NULL };
	struct disclosed cells;

	if (disclose_read(context, "transition", &cells, error) < 0)
		return -1;
	mark_bases(&cells);
	protect_all(&cells, keys, sizeof keys / sizeof *keys);
	disclose_blank(&cells, kept);
	return disclose_results(context, "transition", &cells, error);
}

static int publish_states(struct stage_context *context, struct error *error)
{
	static const char *const keys[][KEYS] = {
		{ "item", "moment" },
		{ "moment", "state" },
	};
	static const char *const kept[] = { "item",    "position",
					    "moment",  "moment_position",
					    "state",   "state_position",
					    "counted", NULL };
	struct disclosed cells;

	if (disclose_read(context, "transition_state", &cells, error) < 0)
		return -1;
	mark_bases(&cells);
	protect_all(&cells, keys, sizeof keys / sizeof *keys);
	disclose_blank(&cells, kept);
	return disclose_results(context, "transition_state", &cells, error);
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
	static const char *const keys[][KEYS] = {
		{ "grouping", "item", "contrast" },
	};
	static const char *const kept[] = {
		"grouping", "level",       "level_position", "item", "position",
		"contrast", "from_moment", "to_moment",      NULL
	};
	struct disclosed cells;

	if (disclose_read(context, "transition_net", &cells, error) < 0)
		return -1;
	cells.count = "people";
	protect_all(&cells, keys, sizeof keys / sizeof *keys);
	for (size_t r = 0; r < cells.table->n_rows; r++)
		mark_shares(&cells, r);
	disclose_blank(&cells, kept);
	return disclose_results(context, "transition_net", &cells, error);
}

int disclose_transition(struct stage_context *context, struct error *error)
{
	if (publish_cells(context, error) < 0 ||
	    publish_states(context, error) < 0)
		return -1;
	return publish_net(context, error);
}
