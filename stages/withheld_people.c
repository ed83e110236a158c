/* Few people of a target group in a territory could be known by name. */
#include "stages/withheld_people.h"

#include "pipeline/core/memory.h"
#include "stages/disclose.h"
#include "stages/territory.h"

#include <stdlib.h>
#include <string.h>

/* A target group in a territory whose number is withheld, in order. */
struct withheld {
	const char *territory, *target;
};

struct withheld_people {
	struct withheld *pairs;
	size_t n;
};

static int compare(const void *a, const void *b)
{
	const struct withheld *first = a, *second = b;
	int order = strcmp(first->territory, second->territory);

	return order ? order : strcmp(first->target, second->target);
}

static bool is_withheld(const struct withheld_people *people,
			const char *territory, const char *target)
{
	struct withheld pair = { territory, target };

	return people->n && bsearch(&pair, people->pairs, people->n,
				    sizeof *people->pairs, compare);
}

static const char people_sql[] =
	"select c.level as level, c.territory as territory,"
	" c.target as target, c.people as people,"
	" coalesce(t.parent, '') as parent"
	" from coverage c join territory_list t on t.territory = c.territory"
	" where c.type = 'all' order by c.rowid";

int withheld_people_find(struct stage_context *context,
			 struct withheld_people **found, struct error *error)
{
	static const char *const of_parent[4] = { "parent", "target", NULL };
	static const char *const of_level[4] = { "level", "target", NULL };
	struct disclosed people = { .count = "people",
				    .threshold = context->project->threshold };
	struct withheld_people *made =
		memory_new(context->memory, struct withheld_people);

	if (database_query(context->memory, context->store, people_sql, NULL, 0,
			   NULL, &people.table, error) < 0)
		return -1;
	people.is_suppressed =
		memory_array(context->memory, bool, people.table->n_rows);
	disclose_small(&people, of_parent);
	disclose_small(&people, of_level);
	for (size_t r = 0; r < people.table->n_rows; r++) {
		struct withheld pair = { table_text(people.table, r, 1),
					 table_text(people.table, r, 2) };

		if (people.is_suppressed[r])
			memory_append(made, made->pairs, struct withheld,
				      made->n, pair);
	}
	if (made->n)
		qsort(made->pairs, made->n, sizeof *made->pairs, compare);
	*found = made;
	return 0;
}

bool withheld_people_has(const struct withheld_people *people,
			 const char *territory, const char *target)
{
	return is_withheld(people, territory, target) ||
	       is_withheld(people, territory, TERRITORY_ALL);
}
