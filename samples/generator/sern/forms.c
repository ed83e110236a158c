/* What participants say: before, afterwards, anonymously, six months on. */
#include "pipeline/core/memory.h"
#include "samples/generator/sern/export.h"

#include <math.h>

/* Level before, and what a mobility on the item's own priority adds; the items
 * come in the codebook's order, four of each priority. */
static const struct {
	const char *name;
	double level, gain;
} items[ITEMS] = {
	{ "dig_tools", 2.9, .80 },    { "dig_remote", 3.0, .70 },
	{ "dig_data", 2.4, .75 },     { "dig_change", 2.3, .60 },
	{ "int_listen", 3.4, .70 },   { "int_mediate", 3.0, .75 },
	{ "int_services", 2.8, .60 }, { "int_self", 3.3, .65 },
	{ "eur_systems", 2.0, 1.15 }, { "eur_language", 2.5, .15 },
	{ "eur_networks", 1.9, .85 }, { "eur_transfer", 2.4, .80 },
};
static const double activity_effect[ACTIVITIES] = { 1.05, .95, .80, .45 };

enum moment { BEFORE, LOOKING_BACK, AFTER, LATER };

struct answers {
	int level[4][ITEMS]; /* 0: none */
};

static const char *question(const struct world *world, const char *name)
{
	const struct question *found = codebook_question(world->codebook, name);

	return translation_get(found->labels, found->n_labels, "it", name);
}

static int rate(struct chance *chance, double mean, double noise)
{
	double level = round(mean + chance_normal(chance, noise));

	if (chance_of(chance, .02))
		return 0;
	return (int)fmin(5, fmax(1, level));
}

static struct answers draw_answers(struct world *world,
				   const struct mobility *mobility)
{
	struct answers out;
	double person = world->people[mobility->person].skill;
	double fortune = fmax(.2, 1 + chance_normal(world->chance, .35));

	for (int i = 0; i < ITEMS; i++) {
		int is_own = i / 4 == mobility->priority;
		double gain = items[i].gain * fortune *
			      activity_effect[mobility->activity] *
			      (is_own ? 1 : .42);
		double before = items[i].level + person;

		out.level[BEFORE][i] = rate(world->chance, before, .55);
		out.level[LOOKING_BACK][i] =
			rate(world->chance, before - (is_own ? .4 : .15), .5);
		out.level[AFTER][i] = rate(world->chance, before + gain, .55);
		out.level[LATER][i] =
			rate(world->chance, before + .82 * gain, .55);
	}
	return out;
}

/* ---- cells ---- */

/* As people remember and type it. */
static void put_code(struct export *export, const struct person *person)
{
	struct chance *chance = export->world->chance;
	double u = chance_uniform(chance);
	char *code = memory_format(export,
				   u < .05   ? "sern-%04d"
				   : u < .09 ? "SERN %04d"
				   : u < .12 ? "SERN%04d"
				   : u < .14 ? " Sern-%04d "
					     : "SERN-%04d",
				   person->number);

	if (u > .97)
		code = memory_text(export, "");
	for (char *c = code; u > .95 && *c; c++)
		if (*c == '0')
			*c = 'O';
	export_cell(export, code);
}

/* "2024/05/03 10:22:31 AM CET" */
static void put_time(struct export *export, int day)
{
	struct chance *chance = export->world->chance;
	char *date = memory_text(export, world_iso(export->world, day));
	int hour = 1 + chance_below(chance, 11);

	for (char *c = date; *c; c++)
		if (*c == '-')
			*c = '/';
	export_cell(export, memory_format(export, "%s %d:%02d:%02d %s CET",
					  date, hour, chance_below(chance, 60),
					  chance_below(chance, 60),
					  hour < 7 ? "PM" : "AM"));
}

static void put_levels(struct export *export, const char *list,
		       const int *levels, int n)
{
	for (int i = 0; i < n; i++)
		if (levels[i] > 0)
			export_choice(export, list, levels[i] - 1);
		else
			export_cell(export, "");
}

static void put_profile(struct export *export, const struct mobility *mobility)
{
	const struct person *person = &export->world->people[mobility->person];

	export_choice(export, "organisation", person->organisation);
	export_choice(export, "role", person->role);
	export_choice(export, "activity", mobility->activity);
	export_choice(export, "priority", mobility->priority);
}

static void put_questions(struct export *export, const char *const *names)
{
	export_cell(export, "Informazioni cronologiche");
	for (; *names; names++)
		export_cell(export, question(export->world, *names));
}

static void put_items(struct export *export, const char *prefix)
{
	for (int i = 0; i < ITEMS; i++)
		export_cell(export,
			    question(export->world,
				     memory_format(export, "%s%s", prefix,
						   items[i].name)));
}

/* Several choices, each with its own probability; NONE stands alone. */
static void put_several(struct export *export, const char *list,
			const double *shares, int none)
{
	char *text = memory_text(export, "");

	for (int i = 0; i < none; i++)
		if (chance_of(export->world->chance, shares[i]))
			text = talloc_asprintf_append(
				text, "%s%s", *text ? ", " : "",
				world_label(export->world, list, i));
	export_cell(export,
		    *text ? text : world_label(export->world, list, none));
}

/* ---- forms ---- */

static void put_before(struct export *export, const struct mobility *mobility,
		       const struct answers *answers)
{
	const struct person *person = &export->world->people[mobility->person];

	put_time(export, mobility->day - 3);
	put_code(export, person);
	put_profile(export, mobility);
	export_choice(export, "gender", person->gender);
	export_choice(export, "age", person->age);
	put_levels(export, "confidence", answers->level[BEFORE], ITEMS);
	export_end(export);
}

static void put_after(struct export *export, const struct mobility *mobility,
		      const struct answers *answers)
{
	struct chance *chance = export->world->chance;
	double liked = 4.2 + chance_normal(chance, .4);
	const int reaction[] = { rate(chance, liked, .5),
				 rate(chance, liked + .2, .5),
				 rate(chance, liked - .3, .6),
				 rate(chance, liked - .1, .6) };

	put_time(export, mobility->day + mobility->length + 2);
	put_code(export, &export->world->people[mobility->person]);
	put_levels(export, "confidence", answers->level[AFTER], ITEMS);
	put_levels(export, "confidence", answers->level[LOOKING_BACK], ITEMS);
	put_levels(export, "agreement", reaction, 4);
	export_end(export);
}

static void put_satisfaction(struct export *export,
			     const struct mobility *mobility)
{
	static const double means[] = { 4.3, 4.5, 3.2, 2.9, 3.8, 3.6 };
	static const char *const wishes[] = {
		"Più preparazione linguistica prima di partire",
		"Sapere prima chi incontreremo",
		"Meno giorni in aula e più nei servizi",
		"Più tempo per scambiarsi idee la sera",
		"Qualcuno che ci sostituisca mentre siamo via",
		"Niente, è stato tutto molto utile",
	};
	struct chance *chance = export->world->chance;
	int levels[6];

	for (int i = 0; i < 6; i++)
		levels[i] = rate(chance, means[i], .8);
	put_time(export, mobility->day + mobility->length + 5);
	put_profile(export, mobility);
	put_levels(export, "satisfied", levels, 6);
	export_cell(export, chance_of(chance, .35)
				    ? wishes[chance_below(chance, 6)]
				    : "");
	export_end(export);
}

static void put_later(struct export *export, const struct mobility *mobility,
		      const struct answers *answers)
{
	static const double come[] = { .72, .30, .22, .12, .18 };
	static const double stood[] = { .48, .22, .20, .25, .18 };
	static const double means[] = { 3.9, 3.7, 2.9, 3.1, 3.2, 3.0 };
	struct chance *chance = export->world->chance;
	double person = chance_normal(chance, .35);
	int levels[6];

	for (int i = 0; i < 6; i++)
		levels[i] = rate(chance, means[i] + person, .7);
	put_time(export, mobility->day + mobility->length + 183);
	put_code(export, &export->world->people[mobility->person]);
	put_levels(export, "confidence", answers->level[LATER], ITEMS);
	put_levels(export, "agreement", levels, 6);
	put_several(export, "transfer", come, 5);
	put_several(export, "obstacle", stood, 5);
	export_end(export);
}

enum { FORM_BEFORE, FORM_AFTER, FORM_SATISFACTION, FORM_LATER, FORMS };

static void put_headers(struct export **exports)
{
	static const char *const before[] = { "code",     "organisation",
					      "role",     "activity",
					      "priority", "gender",
					      "age",      NULL };
	static const char *const code[] = { "code", NULL };
	static const char *const satisfaction[] = {
		"organisation",  "role",     "activity",        "priority",
		"sat_programme", "sat_host", "sat_preparation", "sat_language",
		"sat_logistics", "sat_time", "improve",         NULL
	};
	static const char *const reaction[] = { "useful", "recommend", "learnt",
						"new_ideas" };
	static const char *const later[] = { "use_practice", "use_shared",
					     "use_contacts", "res_service",
					     "res_users",    "res_support",
					     "transfer",     "obstacle" };

	put_questions(exports[FORM_BEFORE], before);
	put_items(exports[FORM_BEFORE], "");
	put_questions(exports[FORM_AFTER], code);
	put_items(exports[FORM_AFTER], "");
	put_items(exports[FORM_AFTER], "then_");
	for (size_t i = 0; i < sizeof reaction / sizeof *reaction; i++)
		export_cell(exports[FORM_AFTER],
			    question(exports[0]->world, reaction[i]));
	put_questions(exports[FORM_SATISFACTION], satisfaction);
	put_questions(exports[FORM_LATER], code);
	put_items(exports[FORM_LATER], "");
	for (size_t i = 0; i < sizeof later / sizeof *later; i++)
		export_cell(exports[FORM_LATER],
			    question(exports[0]->world, later[i]));
	for (int i = 0; i < FORMS; i++)
		export_end(exports[i]);
}

static int is_within(const struct wave *wave, int day)
{
	return day >= wave->first && day <= wave->last;
}

/* Whoever comes back to one form is likelier to come back to the next. */
static void put_forms(struct export **exports, const struct wave *wave,
		      const struct mobility *mobility)
{
	static const double faithful[ROLES] = { .06, .02, .04, -.14, -.02 };
	struct world *world = exports[0]->world;
	struct answers answers = draw_answers(world, mobility);
	double will = faithful[world->people[mobility->person].role];
	int begins = chance_of(world->chance, .87 + will);
	int ends = chance_of(world->chance, (begins ? .80 : .40) + will);
	int stays = chance_of(world->chance, (ends ? .62 : .20) + will);

	if (begins && mobility->is_first && is_within(wave, mobility->day))
		put_before(exports[FORM_BEFORE], mobility, &answers);
	if (ends && mobility->is_first &&
	    is_within(wave, mobility->day + mobility->length + 2))
		put_after(exports[FORM_AFTER], mobility, &answers);
	if (chance_of(world->chance, .72) &&
	    is_within(wave, mobility->day + mobility->length + 5))
		put_satisfaction(exports[FORM_SATISFACTION], mobility);
	if (stays && mobility->is_first &&
	    is_within(wave, mobility->day + mobility->length + 183))
		put_later(exports[FORM_LATER], mobility, &answers);
}

int forms_write(struct world *world, const struct wave *wave)
{
	static const char *const names[] = { "prima", "dopo", "gradimento",
					     "sei-mesi" };
	struct export *exports[FORMS];
	int result = 0;

	for (int i = 0; i < FORMS; i++) {
		exports[i] = export_open(world, wave->folder, names[i],
					 wave->name, ',');
		if (!exports[i])
			return -1;
	}
	put_headers(exports);
	for (size_t i = 0; i < world->n_mobilities; i++)
		if (world->mobilities[i].status == DONE)
			put_forms(exports, wave, &world->mobilities[i]);
	for (int i = 0; i < FORMS; i++)
		if (export_close(exports[i]) < 0)
			result = -1;
	return result;
}
