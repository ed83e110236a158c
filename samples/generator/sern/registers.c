/* What the secretariat keeps: mobilities, applications, targets, staff. */
#include "pipeline/core/memory.h"
#include "samples/generator/sern/export.h"

#include <math.h>

static const double activity_targets[ACTIVITIES] = { .36, .28, .20, .16 };
static const double priority_targets[PRIORITIES] = { .38, .31, .31 };
static const int year_targets[YEARS] = { 32, 48, 56, 60, 60, 60, 44 };
static const double unit_cost[ACTIVITIES] = { 1240, 1650, 920, 210 };

static void header(struct export *export, const char *const *cells, size_t n)
{
	for (size_t i = 0; i < n; i++)
		export_cell(export, cells[i]);
	export_end(export);
}

#define HEADER(export, ...)                                                    \
	do {                                                                   \
		static const char *const cells_[] = { __VA_ARGS__ };           \
		header(export, cells_, sizeof cells_ / sizeof *cells_);        \
	} while (0)

/* ---- mobilities ---- */

static const char *email_of(const struct world *world,
			    const struct person *person)
{
	return memory_format(world->memory, "sern%04d@example.org",
			     person->number);
}

static void put_cost(struct export *export, const struct mobility *mobility,
		     enum status status)
{
	struct chance *chance = export->world->chance;

	if (status != DONE || chance_of(chance, .015))
		export_cell(export, "");
	else if (chance_of(chance, .02))
		export_cell(export,
			    memory_format(export, "€ %.0f,00", mobility->cost));
	else
		export_number(export, mobility->cost, 2);
}

static void put_mobility(struct export *export, const struct mobility *mobility,
			 enum status status)
{
	struct world *world = export->world;
	const struct person *person = &world->people[mobility->person];

	export_cell(export, memory_format(export, "M%d", mobility->number));
	export_cell(export,
		    memory_format(export, "%d", FIRST_YEAR + mobility->year));
	export_cell(export, memory_format(export, "SERN-%04d", person->number));
	export_cell(export, person->name);
	export_cell(export, email_of(world, person));
	export_choice(export, "organisation", person->organisation);
	export_choice(export, "role", person->role);
	export_choice(export, "activity", mobility->activity);
	export_choice(export, "priority", mobility->priority);
	/* as some of the secretariat say it */
	if (mobility->country == world_choice(world, "country", "nl") &&
	    chance_of(world->chance, .3))
		export_cell(export, "Olanda");
	else
		export_choice(export, "country", mobility->country);
	export_choice(export, "host", mobility->host);
	export_cell(export, world_date(world, mobility->day));
	/* a slip: home before leaving */
	export_cell(export,
		    mobility->number % 97 == 0
			    ? world_date(world, mobility->day - 2)
			    : world_date(world,
					 mobility->day + mobility->length - 1));
	put_cost(export, mobility, status);
	export_choice(export, "status", (int)status);
	export_end(export);
}

static int write_mobilities(struct world *world, const struct wave *wave)
{
	struct export *export =
		export_open(world, wave->folder, "registro", wave->name, ';');

	if (!export)
		return -1;
	HEADER(export, "Codice mobilità", "Annualità", "Codice partecipante",
	       "Cognome e nome", "E-mail", "Ente", "Ruolo", "Tipo di attività",
	       "Priorità", "Paese ospitante", "Ente ospitante",
	       "Data di partenza", "Data di rientro", "Contributo", "Stato");
	for (size_t i = 0; i < world->n_mobilities; i++) {
		const struct mobility *mobility = &world->mobilities[i];
		enum status status = mobility->day > wave->last
					     ? SCHEDULED
					     : mobility->status;

		if (mobility->day < wave->first ||
		    mobility->day > wave->horizon)
			continue;
		put_mobility(export, mobility, status);
		/* entered twice */
		if (chance_of(world->chance, .012))
			put_mobility(export, mobility, status);
	}
	return export_close(export);
}

/* ---- applications ---- */

enum outcome { ACCEPTED, WITHDRAWN, REJECTED, WAITING };

/* A code that no other application has, of this wave or an earlier one. */
static int application_code(struct world *world,
			    const struct mobility *mobility)
{
	int code = chance_below(world->chance, 900) + 10 * mobility->number;

	while (world->taken[code])
		code = (code + 1) % CODES;
	world->taken[code] = 1;
	return code;
}

static void put_application(struct export *export,
			    const struct mobility *mobility,
			    enum outcome outcome, int organisation)
{
	static const double reasons[5] = { .38, .17, .14, .24, .07 };
	struct world *world = export->world;
	int day = mobility->day - 60 - chance_below(world->chance, 60);

	export_cell(export, memory_format(export, "C%04d",
					  application_code(world, mobility)));
	export_cell(export,
		    memory_format(export, "%d", FIRST_YEAR + mobility->year));
	export_cell(export, world_date(world, day));
	export_choice(export, "organisation", organisation);
	export_choice(export, "role", world->people[mobility->person].role);
	export_choice(export, "activity", mobility->activity);
	export_choice(export, "priority", mobility->priority);
	export_choice(export, "outcome", (int)outcome);
	export_choice(export, "reason",
		      outcome == WITHDRAWN
			      ? chance_index(world->chance, reasons, 5)
			      : -1);
	export_end(export);
}

/* Who applied in vain: from everywhere, most from where few are sent. */
static void put_refusals(struct export *export, const struct mobility *mobility)
{
	struct world *world = export->world;

	if (chance_of(world->chance, .24))
		put_application(export, mobility, REJECTED,
				chance_below(world->chance, ORGANISATIONS));
	if (chance_of(world->chance, .06))
		put_application(export, mobility, WAITING,
				chance_below(world->chance, ORGANISATIONS));
}

static int write_applications(struct world *world, const struct wave *wave)
{
	struct export *export = export_open(world, wave->folder, "candidature",
					    wave->name, ';');

	if (!export)
		return -1;
	HEADER(export, "Codice candidatura", "Annualità",
	       "Data della candidatura", "Ente", "Ruolo", "Tipo di attività",
	       "Priorità", "Esito", "Motivo della rinuncia");
	for (size_t i = 0; i < world->n_mobilities; i++) {
		const struct mobility *mobility = &world->mobilities[i];

		if (mobility->day < wave->first || mobility->day > wave->last)
			continue;
		put_application(export, mobility,
				mobility->status == CANCELLED ? WITHDRAWN
							      : ACCEPTED,
				world->people[mobility->person].organisation);
		put_refusals(export, mobility);
	}
	return export_close(export);
}

int registers_write(struct world *world, const struct wave *wave)
{
	if (write_mobilities(world, wave) < 0)
		return -1;
	return write_applications(world, wave);
}

/* ---- targets and staff ---- */

/* One of the three groups a target can be of; the others stay empty. */
static void put_target(struct export *export, int year, int group, int index,
		       double planned)
{
	static const char *const lists[] = { "activity", "priority",
					     "organisation" };

	export_cell(export, memory_format(export, "%d", FIRST_YEAR + year));
	for (int i = 0; i < 3; i++)
		export_cell(export, i == group ? world_label(export->world,
							     lists[i], index)
					       : "");
	export_number(export, planned, 0);
	if (group == 0)
		export_number(export, round(planned * unit_cost[index]), 2);
	else
		export_cell(export, "");
	export_end(export);
}

/* TOTAL parted by SHARES into whole numbers that add up to it. */
static void put_targets(struct export *export, int year, int group,
			const double *shares, int n)
{
	double whole = 0, sum = 0, before = 0;

	for (int i = 0; i < n; i++)
		sum += shares[i];
	for (int i = 0; i < n; i++) {
		whole += year_targets[year] * shares[i] / sum;
		put_target(export, year, group, i, round(whole) - before);
		before = round(whole);
	}
}

static int write_targets(struct world *world, const char *folder)
{
	struct export *export =
		export_open(world, folder, "obiettivi", NULL, ';');
	double staff[ORGANISATIONS] = { 0 };

	if (!export)
		return -1;
	for (int o = 0; o < ORGANISATIONS; o++)
		for (int r = 0; r < ROLES; r++)
			staff[o] += world->staff[o][r];
	HEADER(export, "Annualità", "Tipo di attività", "Priorità", "Ente",
	       "Mobilità previste", "Budget previsto");
	for (int year = 0; year < YEARS; year++) {
		put_targets(export, year, 0, activity_targets, ACTIVITIES);
		put_targets(export, year, 1, priority_targets, PRIORITIES);
		put_targets(export, year, 2, staff, ORGANISATIONS);
	}
	return export_close(export);
}

int plans_write(struct world *world, const char *folder)
{
	struct export *export;

	if (write_targets(world, folder) < 0)
		return -1;
	export = export_open(world, folder, "organico", NULL, ';');
	if (!export)
		return -1;
	HEADER(export, "Ente", "Ruolo", "Personale");
	for (int o = 0; o < ORGANISATIONS; o++)
		for (int r = 0; r < ROLES; r++) {
			export_cell(export,
				    world_label(world, "organisation", o));
			export_cell(export, world_label(world, "role", r));
			export_number(export, world->staff[o][r], 0);
			export_end(export);
		}
	return export_close(export);
}
