#include "stages/disclose.h"

#include "pipeline/core/memory.h"
#include "pipeline/run/project.h"

#include <stdlib.h>
#include <string.h>

/*
 * A line of a crossing: the cells that differ in one variable only, and the
 * cell of the other variables alone that they add up to.  "country × role" has
 * a line for each country (its roles, and the country's own row) and one for
 * each role.
 */
struct member {
	const char *line;
	size_t row;
};

struct lines {
	struct member *members;
	size_t n;
};

static size_t parts_in(const char *name)
{
	size_t n = 1;

	while ((name = strstr(name, PROJECT_CROSS))) {
		name += strlen(PROJECT_CROSS);
		n++;
	}
	return n;
}

/* "a × b × c" without part 1: "a × c". */
static char *without_part(const void *ctx, const char *name, size_t part)
{
	char *out = NULL;

	for (size_t i = 0; name; i++) {
		const char *cross = strstr(name, PROJECT_CROSS);
		size_t length = cross ? (size_t)(cross - name) : strlen(name);

		if (i != part)
			out = out ? memory_format(ctx,
						  "%s" PROJECT_CROSS "%.*s",
						  out, (int)length, name)
				  : memory_text_n(ctx, name, length);
		name = cross ? cross + strlen(PROJECT_CROSS) : NULL;
	}
	return out;
}

static const char *cell(const struct table *table, size_t row, const char *name)
{
	return table_text(table, row, table_column(table, name));
}

static void add_member(struct lines *lines, const struct disclosed *cells,
		       size_t row, const char *line, const char *const *keys)
{
	struct member member = { line, row };

	for (size_t k = 0; keys[k]; k++)
		member.line = memory_format(lines, "%s\n%s", member.line,
					    cell(cells->table, row, keys[k]));
	memory_append(lines, lines->members, struct member, lines->n, member);
}

/* The rows of CROSSING, and those of its margins, on the lines along PART. */
static void add_lines(struct lines *lines, const struct disclosed *cells,
		      const char *crossing, size_t part,
		      const char *const *keys)
{
	const char *margin = without_part(lines, crossing, part);

	for (size_t r = 0; r < cells->table->n_rows; r++) {
		const char *grouping = cell(cells->table, r, "grouping");
		const char *level = cell(cells->table, r, "level");

		if (strcmp(grouping, crossing) == 0)
			level = without_part(lines, level, part);
		else if (strcmp(grouping, margin) != 0)
			continue;
		add_member(lines, cells, r,
			   memory_format(lines, "%s\n%zu\n%s", crossing, part,
					 level),
			   keys);
	}
}

static int compare_members(const void *first, const void *second)
{
	const struct member *a = first;
	const struct member *b = second;
	int order = strcmp(a->line, b->line);

	return order ? order : (a->row > b->row) - (a->row < b->row);
}

static bool is_new(const struct disclosed *cells, size_t row)
{
	return row == 0 || strcmp(cell(cells->table, row, "grouping"),
				  cell(cells->table, row - 1, "grouping")) != 0;
}

struct lines *disclose_lines(const void *ctx, const struct disclosed *cells,
			     const char *const *keys)
{
	struct lines *lines = memory_new(ctx, struct lines);

	/* the rows of a grouping stand together */
	for (size_t r = 0; r < cells->table->n_rows; r++) {
		const char *grouping = cell(cells->table, r, "grouping");
		size_t n = is_new(cells, r) ? parts_in(grouping) : 1;

		for (size_t part = 0; n > 1 && part < n; part++)
			add_lines(lines, cells, grouping, part, keys);
	}
	if (lines->n > 1)
		qsort(lines->members, lines->n, sizeof *lines->members,
		      compare_members);
	return lines;
}

bool disclose_along(struct disclosed *cells, const struct lines *lines)
{
	size_t *rows = memory_array(NULL, size_t, lines->n);
	bool has_changed = false;
	size_t end;

	for (size_t begin = 0; begin < lines->n; begin = end) {
		for (end = begin;
		     end < lines->n && strcmp(lines->members[end].line,
					      lines->members[begin].line) == 0;
		     end++)
			rows[end - begin] = lines->members[end].row;
		has_changed |= disclose_company(cells, rows, end - begin);
	}
	talloc_free(rows);
	return has_changed;
}
