#include "pipeline/page/heading_number.h"

#include "pipeline/core/memory.h"

enum { LEVELS = 4 };

struct numbering {
	const void *ctx;
	struct heading_number *items;
	size_t n;
	int last_level;
	bool is_numbered; /* this chapter is */
	unsigned counters[LEVELS];
};

/* A level is never left out, whatever the template says: readers of the
 * structure would miss one. */
static int settle_level(struct numbering *numbering, int level)
{
	if (level < 1)
		level = 1;
	if (level > numbering->last_level + 1)
		level = numbering->last_level + 1;
	if (level > LEVELS)
		level = LEVELS;
	numbering->last_level = level;
	return level;
}

/* "2.1"; NULL for the fourth level, which runs without. */
static const char *next_number(struct numbering *numbering, int level)
{
	char *number = memory_text(numbering->ctx, "");

	numbering->counters[level - 1]++;
	for (int i = level; i < LEVELS; i++)
		numbering->counters[i] = 0;
	if (level == LEVELS)
		return NULL;
	for (int i = 0; i < level; i++)
		number = memory_check(talloc_asprintf_append(
			number, i ? ".%u" : "%u", numbering->counters[i]));
	return number;
}

static bool is_contents(const struct blocks *body, size_t i)
{
	return i < body->n && body->items[i].kind == BLOCK_CONTENTS;
}

bool heading_is_before(const struct blocks *body, size_t i)
{
	return i > 0 && body->items[i - 1].kind == BLOCK_HEADING;
}

static void add(struct numbering *numbering, struct heading_number heading)
{
	memory_append(numbering->ctx, numbering->items, struct heading_number,
		      numbering->n, heading);
}

static void add_heading(struct numbering *numbering, const struct block *block,
			bool is_listed)
{
	struct heading_number heading = {
		.block = block,
		.level = settle_level(numbering, block->level),
		.is_listed = is_listed,
	};

	if (heading.level == 1)
		numbering->is_numbered = !block->is_unnumbered && is_listed;
	if (numbering->is_numbered && !block->is_unnumbered)
		heading.number = next_number(numbering, heading.level);
	add(numbering, heading);
}

size_t heading_numbers(const void *ctx, const struct blocks *body,
		       struct heading_number **numbers)
{
	struct numbering numbering = { .ctx = ctx };

	for (size_t i = 0; i < body->n; i++) {
		const struct block *block = &body->items[i];

		if (block->kind == BLOCK_HEADING)
			add_heading(&numbering, block,
				    !is_contents(body, i + 1));
		else if (is_contents(body, i) && !heading_is_before(body, i))
			add(&numbering,
			    (struct heading_number){
				    .block = block,
				    .level = settle_level(&numbering, 1) });
	}
	*numbers = numbering.items;
	return numbering.n;
}
