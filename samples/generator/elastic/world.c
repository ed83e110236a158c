#include "pipeline/core/memory.h"
#include "samples/generator/elastic/elastic.h"

#include <math.h>
#include <string.h>

/* In the order of the codebook's lists. */
static const struct {
	int country;
	const char *language;
	int people;
} partners[ORGANISATIONS] = {
	{ 0, "it", 27 }, { 0, "it", 24 }, { 0, "it", 13 }, { 1, "es", 19 },
	{ 1, "es", 14 }, { 2, "pl", 17 }, { 2, "pl", 21 }, { 3, "en", 9 },
	{ 3, "en", 12 }, { 4, "cs", 18 },
};

/* Mean current and required level of each competence, 1 to 8. */
static const struct {
	double current, required;
} levels[COMPETENCES] = {
	{ 5.0, 5.4 }, { 4.1, 5.3 }, { 3.9, 5.2 }, { 5.3, 5.8 }, { 4.8, 5.3 },
	{ 3.6, 4.4 }, { 4.2, 5.6 }, { 4.7, 5.2 }, { 3.5, 4.6 }, { 3.6, 4.5 },
	{ 3.2, 4.0 }, { 2.8, 4.1 }, { 1.6, 2.0 }, { 3.5, 5.0 }, { 3.7, 6.0 },
	{ 3.9, 4.9 }, { 3.3, 3.8 }, { 3.1, 4.6 }, { 3.0, 4.9 }, { 3.2, 4.3 },
	{ 3.3, 4.8 },
};
static const int areas[COMPETENCES] = { 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2,
					2, 2, 3, 3, 3, 3, 4, 4, 4, 4 };

static const double need_share[PURPOSES] = { .78, .66, .61, .58, .34,
					     .47, .55, .41, .36, .30 };
static const double use_share[PURPOSES] = { .71, .45, .52, .38, .16,
					    .30, .22, .27, .33, .29 };
static const double obstacle_share[OBSTACLES] = {
	.52, .38, .44, .35, .41, .18
};

const struct tool_kind tool_kinds[TOOLS] = {
	{ 0x001, 0x4088, .9, .8, 0, 4.1, 4.4, 0, 1 },     /* messaging */
	{ 0x005, 0x00048, .8, .5, 320, 3.6, 4.2, 1, 2 },  /* video */
	{ 0x002, 0x04004, .5, .7, 5200, 4.2, 2.6, 0, 3 }, /* case file */
	{ 0x004, 0x00040, .8, .8, 0, 4.0, 4.7, 0, 1 },    /* calendar */
	{ 0x006, 0x00054, .9, .7, 410, 3.7, 4.3, 0, 2 },  /* cloud */
	{ 0x004, 0x00040, .3, .3, 150, 3.3, 4.0, 1, 2 },  /* boards */
	{ 0x00a, 0x04050, .2, .4, 3800, 4.4, 2.4, 1, 3 }, /* referral */
	{ 0x018, 0x00205, .4, .4, 260, 4.0, 3.8, 1, 0 },  /* map */
	{ 0x012, 0x04004, .3, .3, 480, 4.3, 3.3, 0, 0 },  /* street diary */
	{ 0x020, 0x100008, .5, .4, 900, 3.4, 3.7, 2, 0 }, /* e-learning */
	{ 0x080, 0x00202, .7, .2, 90, 3.5, 4.6, 2, 1 },   /* questionnaires */
	{ 0x040, 0x22000, .3, .2, 1400, 4.2, 3.1, 1, 2 }, /* tablets */
	{ 0x001, 0x00002, .6, .4, 0, 3.0, 4.5, 1, 1 },    /* translation */
	{ 0x100, 0x00b10, .9, .2, 0, 3.1, 4.1, 0, 1 },    /* social media */
	{ 0x100, 0x00200, .5, .1, 210, 2.9, 4.2, 2, 2 },  /* newsletter */
	{ 0x200, 0x00004, .7, .1, 1250, 3.8, 3.2, 0, 2 }, /* accounts */
	{ 0x200, 0x06000, .2, .3, 120, 4.0, 4.6, 0, 0 },  /* passwords */
	{ 0x202, 0x04100, .2, .2, 340, 3.6, 3.4, 2, 2 },  /* signature */
};

/* ---- organisations ---- */

static void draw_organisation(struct world *world, int i)
{
	struct organisation *organisation = &world->organisations[i];
	double whole = chance_normal(world->chance, .25), area[5];

	organisation->country = partners[i].country;
	organisation->language = partners[i].language;
	organisation->people = partners[i].people;
	for (int a = 0; a < 5; a++)
		area[a] = chance_normal(world->chance, .8);
	for (int c = 0; c < COMPETENCES; c++)
		organisation->level[c] = whole + area[areas[c]] +
					 chance_normal(world->chance, .45);
	for (int t = 0; t < TOOLS; t++)
		organisation->has_tool[t] =
			chance_of(world->chance, tool_kinds[t].spread);
}

/* ---- people ---- */

static int rate(struct chance *chance, double mean, double noise)
{
	double level = round(mean + chance_normal(chance, noise));

	if (chance_of(chance, .025))
		return 0;
	return (int)fmin(8, fmax(1, level));
}

static unsigned draw_set(struct chance *chance, const double *shares, int n)
{
	unsigned set = 0;

	for (int i = 0; i < n; i++)
		set |= (unsigned)chance_of(chance, shares[i]) << i;
	return set;
}

/* People use most what their organisation has. */
static unsigned draw_uses(struct world *world,
			  const struct organisation *organisation)
{
	unsigned served = 0, set = 0;

	for (int t = 0; t < TOOLS; t++)
		if (organisation->has_tool[t])
			served |= tool_kinds[t].purposes;
	for (int p = 0; p < PURPOSES; p++)
		if (chance_of(world->chance,
			      use_share[p] * (served >> p & 1 ? 1.2 : .3)))
			set |= 1u << p;
	return set;
}

static void draw_person(struct world *world, int organisation,
			struct person *person)
{
	static const double roles[ROLES] = { .34, .27, .14, .12, .13 };
	static const double ages[] = { .22, .31, .27, .20 };
	static const double by_age[] = { .5, .25, -.1, -.55 };
	const struct organisation *at = &world->organisations[organisation];
	struct chance *chance = world->chance;
	double skill;

	person->organisation = organisation;
	person->role = chance_index(chance, roles, ROLES);
	person->age = chance_index(chance, ages, 4);
	person->years = chance_of(chance, .04)
				? -1
				: (int)fmin(40, chance_gamma(chance, 1.6, 5) +
							person->age * 3);
	skill = by_age[person->age] + chance_normal(chance, .7) +
		(person->role == 4 ? .6 : 0);
	for (int c = 0; c < COMPETENCES; c++) {
		person->current[c] = rate(
			chance, levels[c].current + at->level[c] + skill, .9);
		person->required[c] = rate(chance,
					   levels[c].required + .25 * skill +
						   (person->role == 3 ? .3 : 0),
					   .8);
	}
	person->needs = draw_set(chance, need_share, PURPOSES);
	person->uses = draw_uses(world, at);
	person->obstacles = draw_set(chance, obstacle_share, OBSTACLES);
}

void world_draw(struct world *world)
{
	for (int i = 0; i < ORGANISATIONS; i++) {
		draw_organisation(world, i);
		world->n_people += (size_t)world->organisations[i].people;
	}
	world->people =
		memory_array(world->memory, struct person, world->n_people);
	world->n_people = 0;
	for (int i = 0; i < ORGANISATIONS; i++)
		for (int p = 0; p < world->organisations[i].people; p++) {
			struct person *person = &world->people[world->n_people];

			person->number = (int)++world->n_people;
			draw_person(world, i, person);
		}
}

/* ---- labels ---- */

static const struct choice_list *list_of(const struct world *world,
					 const char *name)
{
	const struct codebook *codebook = world->codebook;
	size_t i = 0;

	while (strcmp(codebook->lists[i].name, name) != 0)
		i++;
	return &codebook->lists[i];
}

const char *world_label(const struct world *world, const char *list, int index,
			const char *language)
{
	const struct choice *choice = &list_of(world, list)->choices[index];

	return translation_get(choice->labels, choice->n_labels, language,
			       choice->name);
}

const char *world_set(const struct world *world, const char *list, unsigned set,
		      const char *language, const char *mark)
{
	char *joined = memory_text(world->memory, "");

	for (int i = 0; set >> i; i++)
		if (set >> i & 1)
			joined = memory_format(
				world->memory, "%s%s%s", joined,
				*joined ? mark : "",
				world_label(world, list, i, language));
	return joined;
}
