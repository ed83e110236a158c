/* Territories of the study's level, and how many people live in each. */
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "stages/network.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct place {
	const char *code, *name, *level, *parent;
};

/* People of a target group (its key) in a territory. */
struct people {
	const char *territory, *target;
	bool is_sum; /* of territories below; what a file says goes before */
	double people;
};

struct network_places {
	struct place *places; /* by code, each once */
	size_t n_places;
	struct network_names names;
	struct people *people; /* by territory and target, each once */
	size_t n_people;
	struct network_codes counted; /* target groups of the population */
};

enum { HEIGHT = 20 }; /* of what lies above each other: a file may be round */

/* ---- territories ---- */

static int by_code(const void *first, const void *second)
{
	const struct place *a = first, *b = second;

	return strcmp(a->code, b->code);
}

static const struct place *place_of(const struct network_places *places,
				    const char *code)
{
	struct place wanted = { .code = code };

	return places->n_places
		       ? bsearch(&wanted, places->places, places->n_places,
				 sizeof wanted, by_code)
		       : NULL;
}

static int read_territories(struct network_study *study,
			    struct network_places *places, struct error *error)
{
	struct table *rows;

	/* of several rows of one territory the one that goes on */
	if (database_query(places, study->context->store,
			   "select code, max(name), max(level), max(parent)"
			   " from (select *, row_number() over (partition by"
			   " code order by until is not null, until desc, name,"
			   " level, parent) as place from territory)"
			   " where place = 1 group by code order by code",
			   NULL, 0, NULL, &rows, error) < 0)
		return -1;
	places->places = memory_array(places, struct place, rows->n_rows);
	places->n_places = rows->n_rows;
	for (size_t r = 0; r < rows->n_rows; r++) {
		places->places[r] = (struct place){ table_text(rows, r, 0),
						    table_text(rows, r, 1),
						    table_text(rows, r, 2),
						    table_text(rows, r, 3) };
		network_names_add(places, &places->names,
				  places->places[r].code,
				  places->places[r].code);
	}
	for (size_t r = 0; r < rows->n_rows; r++)
		network_names_add(places, &places->names,
				  places->places[r].name,
				  places->places[r].code);
	network_names_sort(&places->names);
	return 0;
}

/* The smallest territory that is named, as the territory files call it. */
static const char *start(const struct network_places *places,
			 const char *municipality, const char *district)
{
	const char *named = *municipality ? municipality : district;
	const char *code =
		*named ? network_names_find(&places->names, named) : NULL;

	return code ? code : named;
}

int network_places_read(struct network_study *study, struct error *error)
{
	study->places = memory_new(study, struct network_places);
	return read_territories(study, study->places, error);
}

const char *network_places_level(const struct network_places *places,
				 const char *municipality, const char *district)
{
	const struct place *place =
		place_of(places, start(places, municipality, district));

	return place ? place->level : "";
}

/* CODE, or what of LEVEL lies above it; NULL when nothing does. */
static const char *climb(const struct network_places *places, const char *code,
			 const char *level)
{
	for (int i = 0; i < HEIGHT && *code; i++) {
		const struct place *place = place_of(places, code);
		const char *above;

		if (strcmp(place ? place->level : "", level) == 0)
			return code;
		if (!place)
			return NULL;
		above = network_names_find(&places->names, place->parent);
		code = above ? above : place->parent;
	}
	return NULL;
}

const char *network_places_of(const struct network_study *study,
			      const char *municipality, const char *district)
{
	const char *code = climb(study->places,
				 start(study->places, municipality, district),
				 study->level);

	/* a municipality that no row leads up from may be in a district that
	 * the service itself names */
	if (!code && *municipality && *district)
		code = climb(study->places, start(study->places, "", district),
			     study->level);
	return code;
}

const char *network_places_name(const struct network_places *places,
				const char *territory)
{
	const struct place *place = place_of(places, territory);

	return place && *place->name ? place->name : NULL;
}

struct network_codes network_places_all(const struct network_study *study)
{
	const struct network_places *places = study->places;
	struct network_codes out = { 0 };

	for (size_t i = 0; i < places->n_places; i++)
		if (strcmp(places->places[i].level, study->level) == 0)
			network_codes_add(study, &out, places->places[i].code);
	for (size_t i = 0; i < study->territories.n; i++)
		network_codes_add(study, &out, study->territories.codes[i]);
	network_codes_sort(&out);
	return out;
}

bool network_places_has_level(const struct network_places *places,
			      const char *level)
{
	for (size_t i = 0; i < places->n_places; i++)
		if (strcmp(places->places[i].level, level) == 0)
			return true;
	return false;
}

char *network_places_levels(const void *ctx,
			    const struct network_places *places)
{
	struct network_codes levels = { 0 };
	char *text = memory_text(ctx, "write one of:");

	for (size_t i = 0; i < places->n_places; i++)
		network_codes_add(text, &levels, places->places[i].level);
	network_codes_sort(&levels);
	for (size_t i = 0; i < levels.n; i++)
		text = memory_check(talloc_asprintf_append(
			text, "%s %s", i ? "," : "", levels.codes[i]));
	return text;
}

/* ---- people ---- */

static int by_target(const void *first, const void *second)
{
	const struct people *a = first, *b = second;
	int order = strcmp(a->territory, b->territory);

	return order ? order : strcmp(a->target, b->target);
}

static int by_source(const void *first, const void *second)
{
	const struct people *a = first, *b = second;
	int order = by_target(first, second);

	return order ? order : (int)a->is_sum - (int)b->is_sum;
}

/* What a file says of a territory, else the sum of those below. */
static void sum_up(struct network_places *places)
{
	struct people *all = places->people;
	size_t kept = 0;

	if (places->n_people > 1)
		qsort(all, places->n_people, sizeof *all, by_source);
	for (size_t i = 0; i < places->n_people; i++)
		if (kept == 0 || by_target(&all[i], &all[kept - 1]) != 0)
			all[kept++] = all[i];
		else if (all[kept - 1].is_sum && all[i].is_sum)
			all[kept - 1].people += all[i].people;
	places->n_people = kept;
}

int network_places_count(struct network_study *study, struct error *error)
{
	struct network_places *places = study->places;
	struct table *rows;

	if (database_query(
		    places, study->context->store,
		    "select territory, coalesce(target, ''), sum(people)"
		    " from (select *, max(coalesce(year, '')) over (partition"
		    " by territory, coalesce(target, '')) as last"
		    " from population) where coalesce(year, '') = last"
		    " group by 1, 2 order by 1, 2",
		    NULL, 0, NULL, &rows, error) < 0)
		return -1;
	for (size_t r = 0; r < rows->n_rows; r++) {
		const char *at = start(places, table_text(rows, r, 0), "");
		const char *territory = climb(places, at, study->level);
		struct people one = {
			.territory = territory,
			.target = text_key(places, table_text(rows, r, 1)),
			.is_sum = territory && strcmp(territory, at) != 0,
			.people = table_number(rows, r, 2),
		};

		if (!territory)
			continue;
		memory_append(places, places->people, struct people,
			      places->n_people, one);
		network_codes_add(places, &places->counted, one.target);
	}
	network_codes_sort(&places->counted);
	sum_up(places);
	return 0;
}

static double people_of(const struct network_places *places,
			const char *territory, const char *target)
{
	struct people wanted = { .territory = territory, .target = target };
	const struct people *found =
		places->n_people
			? bsearch(&wanted, places->people, places->n_people,
				  sizeof wanted, by_target)
			: NULL;

	return found ? found->people : (double)NAN;
}

struct network_people network_people_told(const struct network_study *study,
					  const char *territory,
					  const char *target, double people,
					  const char *caution)
{
	const char *group = *target ? target : TERRITORY_ALL;

	if (isnan(people))
		return (struct network_people){ people, "unknown" };
	if ((people > 0 && people < study->context->project->threshold) ||
	    withheld_people_has(study->withheld, territory, group))
		return (struct network_people){ (double)NAN, "withheld" };
	return (struct network_people){ people, caution };
}

/* The group of the population that TARGET is, as the project says. */
static const char *group_of(const struct network_study *study,
			    const char *target)
{
	const struct project_territory *territory =
		study->context->project->territory;
	size_t wanted = territory_names_find(&study->target_names, target);

	for (size_t i = 0; territory && i < territory->n_targets; i++)
		if (wanted != TERRITORY_NONE &&
		    territory_names_find(&study->target_names,
					 territory->targets[i]) == wanted)
			return territory->populations[i];
	return target;
}

struct network_people network_places_people(const struct network_study *study,
					    const char *territory,
					    const char *target)
{
	const struct network_places *places = study->places;
	char *key = text_key(NULL, group_of(study, target));
	bool is_counted =
		network_code(&places->counted, key) < places->counted.n;
	double people = people_of(places, territory, is_counted ? key : "");

	talloc_free(key);
	return network_people_told(study, territory, target, people,
				   is_counted ? NULL : "everybody");
}
