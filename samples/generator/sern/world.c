/* Who travels when, where and why. */
#include "samples/generator/sern/sern.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const int sizes[ORGANISATIONS] = { 148, 72, 54, 38,  31, 96, 64, 165,
					  112, 84, 58, 126, 47, 29, 22 };

/* How much each organisation takes part: unlike its size. */
static const double appetite[ORGANISATIONS] = { .215, .060, .045, .030, .004,
						.090, .055, .175, .110, .062,
						.070, .052, .028, .004, .000 };
static const double role_shares[ROLES] = { .30, .38, .14, .08, .10 };
static const double role_appetite[ROLES] = { .30, .16, .24, .20, .10 };
static const double activity_shares[ACTIVITIES] = { .50, .43, .045, .025 };
static const double priority_shares[PRIORITIES] = { .22, .41, .37 };
static const int per_year[6] = { 26, 44, 57, 61, 58, 14 };

/* Where people go for each priority, by place in the codebook's list. */
static const double country_shares[PRIORITIES][COUNTRIES] = {
	{ .04, .20, .26, .03, .06, .14, 0, .17, .02, .02, .03, .03 },
	{ .13, .05, .02, .14, .20, .06, 0, .08, .02, .05, .12, .13 },
	{ .06, .05, .06, .14, .06, .05, 0, .05, .12, .19, .17, .05 },
};

static const struct choice_list *list_named(const struct world *world,
					    const char *name)
{
	size_t i = 0;

	while (i + 1 < world->codebook->n_lists &&
	       strcmp(world->codebook->lists[i].name, name) != 0)
		i++;
	return &world->codebook->lists[i];
}

int world_choice(const struct world *world, const char *list, const char *name)
{
	const struct choice_list *choices = list_named(world, list);
	int i = 0;

	while (i + 1 < (int)choices->n_choices &&
	       strcmp(choices->choices[i].name, name) != 0)
		i++;
	return i;
}

const char *world_label(const struct world *world, const char *list, int index)
{
	const struct choice *choice = &list_named(world, list)->choices[index];

	return translation_get(choice->labels, choice->n_labels, "it",
			       choice->name);
}

/* ---- days ---- */

static struct tm calendar(int day)
{
	time_t time = (time_t)(18628 + day) * 86400;
	struct tm out;

	gmtime_r(&time, &out);
	return out;
}

const char *world_date(const struct world *world, int day)
{
	struct tm date = calendar(day);

	return memory_format(world->memory, "%02d/%02d/%d", date.tm_mday,
			     date.tm_mon + 1, date.tm_year + 1900);
}

const char *world_iso(const struct world *world, int day)
{
	struct tm date = calendar(day);

	return memory_format(world->memory, "%d-%02d-%02d", date.tm_year + 1900,
			     date.tm_mon + 1, date.tm_mday);
}

/* A Monday or a Sunday of one of the months in which people can leave. */
static int draw_day(struct world *world, int year)
{
	static const double months[12] = { .05, .13, .15, .03, .02, .09,
					   .20, .15, .13, .05, 0,   0 };
	int month = chance_index(world->chance, months, 12);
	int day = 243 + 365 * year + (year > 2) + 30 * month + month / 2 +
		  chance_below(world->chance, 28);

	/* day 0 was a Friday */
	return day - (day + 4) % 7 - chance_of(world->chance, .5);
}

/* ---- people ---- */

static const char *draw_name(struct world *world)
{
	static const char *const first[] = { "Bal", "Cor", "Dar", "Fel",
					     "Gri", "Lum", "Mor", "Nav",
					     "Ost", "Per", "Sal", "Zan" };
	static const char *const middle[] = { "abre", "edri", "igos", "olin",
					      "amar", "enol", "ipes", "orun" };
	static const char *const last[] = { "ldanzo", "rgombri", "stilde",
					    "ndurpi", "vraschi", "ltombe" };
	static const char *const names[] = {
		"Ada",  "Bice", "Carlo", "Dora", "Elio",  "Fosca", "Gino",
		"Ines", "Lea",  "Mario", "Nora", "Olga",  "Pia",   "Rosa",
		"Sara", "Tea",  "Ugo",   "Vera", "Zaira", "Anna",
	};

	return memory_format(world->memory, "%s%s%s %s",
			     first[chance_below(world->chance, 12)],
			     middle[chance_below(world->chance, 8)],
			     last[chance_below(world->chance, 6)],
			     names[chance_below(world->chance, 20)]);
}

static size_t new_person(struct world *world, int organisation)
{
	static const double ages[4] = { .22, .33, .30, .15 };
	static const double genders[3] = { .80, .17, .03 };
	struct person person = {
		.number = 11 + 3 * (int)world->n_people,
		.organisation = organisation,
		.role = chance_index(world->chance, role_appetite, ROLES),
		.gender = chance_index(world->chance, genders, 3),
		.age = chance_index(world->chance, ages, 4),
		.name = draw_name(world),
		.skill = chance_normal(world->chance, .45),
	};

	memory_append(world->memory, world->people, struct person,
		      world->n_people, person);
	return world->n_people - 1;
}

static int was_there(const struct world *world, size_t person, int year)
{
	for (size_t i = 0; i < world->n_mobilities; i++)
		if (world->mobilities[i].person == person &&
		    world->mobilities[i].year >= year)
			return 1;
	return 0;
}

/* Mostly somebody new; now and then one who was there in an earlier year. */
static size_t draw_person(struct world *world, int year)
{
	if (world->n_people > 20 && chance_of(world->chance, .22)) {
		size_t person = (size_t)chance_below(world->chance,
						     (int)world->n_people);

		if (!was_there(world, person, year))
			return person;
	}
	return new_person(world,
			  chance_index(world->chance, appetite, ORGANISATIONS));
}

static void draw_staff(struct world *world)
{
	for (int o = 0; o < ORGANISATIONS; o++)
		for (int r = 0; r < ROLES; r++)
			world->staff[o][r] =
				1 + (int)lround(sizes[o] * role_shares[r]);
}

/* ---- mobilities ---- */

static void draw_place(struct world *world, struct mobility *mobility)
{
	mobility->country = world_choice(world, "country", "it");
	mobility->host = world_choice(world, "host", "it_1");
	if (mobility->activity == EXPERT)
		return;
	mobility->country = chance_index(
		world->chance, country_shares[mobility->priority], COUNTRIES);
	mobility->host =
		world_choice(world, "host",
			     memory_format(world->memory, "%s_%d",
					   list_named(world, "country")
						   ->choices[mobility->country]
						   .name,
					   1 + chance_of(world->chance, .4)));
}

static void draw_length(struct world *world, struct mobility *mobility)
{
	switch ((enum activity)mobility->activity) {
	case SHADOWING:
		mobility->length = 5 + chance_below(world->chance, 6);
		break;
	case COURSE:
		mobility->length = 6 + chance_below(world->chance, 4);
		break;
	case GROUP:
		mobility->length = 4 + chance_below(world->chance, 2);
		break;
	case EXPERT:
	default:
		mobility->length = 2 + chance_below(world->chance, 2);
	}
}

/* Travel, a daily rate by the country's class, fees of courses. */
static double draw_cost(struct world *world, const struct mobility *mobility)
{
	static const double rates[COUNTRIES] = { 123, 148, 148, 123, 123, 148,
						 58,  123, 104, 104, 104, 148 };
	double travel = mobility->activity == EXPERT
				? 23
				: 211 + 20 * chance_below(world->chance, 10);
	double days = rates[mobility->country] * mobility->length;
	double fee = mobility->activity == COURSE ? 80.0 * 5 : 0;

	return round(100 * (travel + days + fee) *
		     (1 + chance_normal(world->chance, .03))) /
	       100;
}

static void add_mobility(struct world *world, struct mobility mobility)
{
	mobility.person = draw_person(world, mobility.year);
	mobility.cost = draw_cost(world, &mobility);
	mobility.status = chance_of(world->chance, .06) ? CANCELLED : DONE;
	memory_append(world->memory, world->mobilities, struct mobility,
		      world->n_mobilities, mobility);
}

static void draw_year(struct world *world, int year)
{
	int n = 0;

	while (n < per_year[year]) {
		struct mobility mobility = {
			.year = year,
			.activity = chance_index(world->chance, activity_shares,
						 ACTIVITIES),
			.priority = chance_index(world->chance, priority_shares,
						 PRIORITIES),
			.day = draw_day(world, year),
		};
		int together = 1;

		draw_place(world, &mobility);
		draw_length(world, &mobility);
		/* these travel, or sit in a room, together */
		if (mobility.activity == GROUP || mobility.activity == EXPERT)
			together = 4 + chance_below(world->chance, 4);
		for (int i = 0; i < together; i++, n++)
			add_mobility(world, mobility);
	}
}

static int by_day(const void *one, const void *other)
{
	const struct mobility *a = one, *b = other;

	if (a->day != b->day)
		return a->day < b->day ? -1 : 1;
	return a->person < b->person ? -1 : a->person > b->person;
}

/* In the order of the calendar, as they are entered and answered. */
static void number_mobilities(struct world *world)
{
	int *seen = memory_array(world->memory, int, world->n_people);

	qsort(world->mobilities, world->n_mobilities, sizeof *world->mobilities,
	      by_day);
	for (size_t i = 0; i < world->n_mobilities; i++) {
		struct mobility *mobility = &world->mobilities[i];

		mobility->number = 1001 + (int)i;
		mobility->is_first = !seen[mobility->person]++;
	}
}

void world_draw(struct world *world)
{
	draw_staff(world);
	for (int year = 0; year < 6; year++)
		draw_year(world, year);
	number_mobilities(world);
}
