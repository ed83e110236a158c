/*
 * What is offered where, by whom and to whom: 400 services in the mapping of
 * 2025, and those that were there in 2022 with the ones closed since.
 */
#include "pipeline/core/memory.h"
#include "samples/generator/welab/district.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

enum { KINDS = 24, SERVICES = 400, CLOSED = 34, LATEST = 2025, EARLIER = 2022 };

/* What a service is, for whom, how usual, how large, what a place costs a
 * year, and how many places a worker has. */
struct kind {
	const char *type;
	int target;
	double weight, capacity, cost, ratio;
};

static const struct kind kinds[KINDS] = {
	{ "Nido e prima infanzia", 0, 1.5, 26, 6800, 6 },
	{ "Centro per le famiglie", 0, .7, 60, 420, 30 },
	{ "Educativa domiciliare", 0, 1.0, 18, 3900, 7 },
	{ "Doposcuola", 0, 1.4, 28, 900, 12 },
	{ "Doposcuola", 4, .5, 18, 850, 12 },
	{ "Centro di aggregazione giovanile", 1, 1.2, 35, 780, 16 },
	{ "Sportello lavoro e orientamento", 1, .7, 90, 260, 60 },
	{ "Sportello lavoro e orientamento", 5, .8, 80, 280, 55 },
	{ "Assistenza domiciliare", 2, 2.2, 32, 4200, 8 },
	{ "Assistenza domiciliare", 3, 1.0, 14, 5600, 5 },
	{ "Centro diurno", 2, 1.0, 22, 8900, 5 },
	{ "Centro diurno", 3, 1.1, 18, 14500, 3 },
	{ "Residenza", 2, 1.0, 48, 21500, 2.2 },
	{ "Residenza", 3, .5, 10, 31000, 1.6 },
	{ "Trasporto sociale", 2, 1.1, 45, 640, 25 },
	{ "Trasporto sociale", 3, .6, 20, 1100, 12 },
	{ "Inserimento lavorativo", 3, .9, 14, 7200, 4 },
	{ "Inserimento lavorativo", 6, .5, 9, 7600, 4 },
	{ "Emporio e aiuto alimentare", 5, 1.1, 70, 310, 50 },
	{ "Alloggio temporaneo", 5, .6, 9, 7900, 4 },
	{ "Alloggio temporaneo", 4, .5, 12, 9800, 4 },
	{ "Sportello migranti", 4, .9, 95, 210, 60 },
	{ "Gruppo di auto-aiuto", 6, .7, 14, 260, 14 },
	{ "Sportello welfare aziendale", 7, .8, 110, 190, 70 },
};

struct service {
	int number, kind, territory, organisation;
	int since, until;                    /* years; 0 = still open */
	double capacity, users, staff, cost; /* below 0: not said */
	struct point at;                     /* degrees; x below 0: not said */
};

/* ---- drawing ---- */

static int draw_index(struct chance *chance, const double *weights, int n)
{
	double total = 0, u;

	for (int i = 0; i < n; i++)
		total += weights[i];
	u = total * chance_uniform(chance);
	for (int i = 0; i < n - 1; i++) {
		if (u < weights[i])
			return i;
		u -= weights[i];
	}
	return n - 1;
}

static bool serves(const struct organisation *organisation, int kind)
{
	return organisation->targets >> kinds[kind].target & 1;
}

static int draw_kind(struct chance *chance, const struct organisation *of)
{
	double weights[KINDS];

	for (int i = 0; i < KINDS; i++)
		weights[i] = of && !serves(of, i) ? 0 : kinds[i].weight;
	return draw_index(chance, weights, KINDS);
}

/* More where more people are, fewer up in the valley. */
static int draw_territory(struct chance *chance, int kind)
{
	static const double zones[ZONES] = { 1.05, 1.15, .62 };
	double weights[TERRITORIES];

	for (int i = 0; i < TERRITORIES; i++)
		weights[i] = zones[territories[i].zone] *
			     pow(district_people(i, kinds[kind].target), .72);
	return draw_index(chance, weights, TERRITORIES);
}

static int draw_organisation(struct chance *chance, int kind, int territory)
{
	double weights[ORGANISATIONS];

	for (int i = 0; i < ORGANISATIONS; i++) {
		const struct organisation *at = &organisations[i];
		double far = district_distance(at->home, territory);

		weights[i] =
			serves(at, kind) ? at->size * exp(-far / at->reach) : 0;
	}
	return draw_index(chance, weights, ORGANISATIONS);
}

static struct point draw_place(struct chance *chance, int territory)
{
	struct point at = district_centre(territory);

	at.x += fmax(-2.3, fmin(2.3, chance_normal(chance, 1.1)));
	at.y += fmax(-2.3, fmin(2.3, chance_normal(chance, 1.1)));
	return district_degrees(at);
}

static void draw_size(struct chance *chance, struct service *service)
{
	const struct kind *kind = &kinds[service->kind];

	service->capacity = fmax(
		3, round(chance_gamma(chance, 5, kind->capacity / 5) *
			 (territories[service->territory].zone == 2 ? .7 : 1)));
	service->users =
		round(service->capacity * (.62 + .5 * chance_uniform(chance)));
	service->staff =
		fmax(.5, round(2 * service->capacity / kind->ratio) / 2);
	service->cost = round(service->capacity * kind->cost *
			      (.85 + .3 * chance_uniform(chance)) / 10) *
			10;
	if (chance_of(chance, .05))
		service->capacity = -1;
	if (chance_of(chance, .06))
		service->users = -1;
	if (chance_of(chance, .07))
		service->staff = -1;
	if (chance_of(chance, .12))
		service->cost = -1;
}

/* The first service of every organisation is at home and what it is for. */
static void draw_service(struct chance *chance, struct service *service,
			 int number)
{
	bool is_first = number < ORGANISATIONS;

	memset(service, 0, sizeof *service);
	service->number = number + 1;
	service->kind =
		draw_kind(chance, is_first ? &organisations[number] : NULL);
	service->territory = is_first ? organisations[number].home
				      : draw_territory(chance, service->kind);
	service->organisation =
		is_first ? number
			 : draw_organisation(chance, service->kind,
					     service->territory);
	service->since =
		LATEST - (int)fmin(38, floor(chance_gamma(chance, 1.5, 6)));
	if (number >= SERVICES) {
		service->since -= 4;
		service->until = EARLIER + 1 + chance_below(chance, 2);
	}
	draw_size(chance, service);
	service->at = draw_place(chance, service->territory);
	if (chance_of(chance, .05))
		service->at.x = -1;
}

/* ---- the files ---- */

/* How a municipality is written by those who fill in forms. */
static const char *spelling(const void *ctx, struct chance *chance,
			    const char *name)
{
	double u = chance_uniform(chance);
	char *text = memory_text(ctx, name);

	if (u < .020)
		return memory_format(ctx, " %s ", name);
	if (u < .045)
		for (char *c = text; *c; c++)
			*c = (char)toupper((unsigned char)*c);
	else if (u < .053)
		memmove(text + 3, text + 4, strlen(text + 3));
	return text;
}

static void put_number(FILE *out, double number, int decimals)
{
	char text[32] = "";

	if (number >= 0)
		snprintf(text, sizeof text, "%.*f", decimals, number);
	if (strchr(text, '.'))
		*strchr(text, '.') = ',';
	district_cell(out, text, false);
}

/* "12.500,00": as accounts have it. */
static void put_money(FILE *out, double amount)
{
	char text[32] = "";

	if (amount >= 1000000)
		snprintf(text, sizeof text, "%d.%03d.%03d,00",
			 (int)(amount / 1000000), (int)(amount / 1000) % 1000,
			 (int)amount % 1000);
	else if (amount >= 1000)
		snprintf(text, sizeof text, "%d.%03d,00", (int)(amount / 1000),
			 (int)amount % 1000);
	else if (amount >= 0)
		snprintf(text, sizeof text, "%d,00", (int)amount);
	district_cell(out, text, false);
}

/* Now and then longitude stands where latitude should. */
static void put_place(FILE *out, struct chance *chance, struct point at)
{
	bool is_turned = chance_of(chance, .008);

	put_number(out, is_turned || at.x < 0 ? at.x : at.y, 5);
	put_number(out, is_turned && at.x >= 0 ? at.y : at.x, 5);
}

static const char *opening(int kind, int number)
{
	static const char *const hours[] = { "lun-ven 9-13", "lun-ven 8-18",
					     "mar e gio 15-18", "lun-sab 8-20",
					     "su appuntamento" };

	if (!strcmp(kinds[kind].type, "Residenza"))
		return "tutti i giorni, 24 ore";
	return hours[number % 5];
}

static void put_service(FILE *out, struct chance *chance,
			const struct service *service)
{
	void *ctx = talloc_new(NULL);
	const struct kind *kind = &kinds[service->kind];
	const char *territory = territories[service->territory].name;
	const char *organisation = organisations[service->organisation].name;

	district_cell(out, memory_format(ctx, "S%03d", service->number), true);
	district_cell(out,
		      memory_format(ctx, "%s, %s (%s)", kind->type, territory,
				    organisation),
		      false);
	district_cell(out, kind->type, false);
	district_cell(out, target_names[kind->target], false);
	district_cell(out, organisation, false);
	district_cell(out, spelling(ctx, chance, territory), false);
	put_number(out, service->capacity, 0);
	put_number(out, service->users, 0);
	put_number(out, service->staff, 1);
	put_money(out, service->cost);
	district_cell(out, opening(service->kind, service->number), false);
	put_place(out, chance, service->at);
	fprintf(out, ";%d\n", service->since);
	talloc_free(ctx);
}

static int write_mapping(const char *folder, struct chance *chance, int year,
			 const struct service *services, int n)
{
	char path[4096];
	FILE *out;

	snprintf(path, sizeof path, "%s/servizi-%d.csv", folder, year);
	out = fopen(path, "wb");
	if (!out)
		return -1;
	fputs("Codice servizio;Denominazione;Tipologia;Destinatari;"
	      "Ente gestore;Comune;Posti;Utenti;Operatori;Costo annuo;"
	      "Apertura;Latitudine;Longitudine;Dal\n",
	      out);
	for (int i = 0; i < n; i++)
		if (services[i].since <= year &&
		    (!services[i].until || services[i].until > year))
			put_service(out, chance, &services[i]);
	return fclose(out);
}

int services_write(const char *folder, struct chance *chance)
{
	struct service services[SERVICES + CLOSED];
	int n = SERVICES + CLOSED;

	for (int i = 0; i < n; i++)
		draw_service(chance, &services[i], i);
	return write_mapping(folder, chance, EARLIER, services, n) < 0 ||
			       write_mapping(folder, chance, LATEST, services,
					     n) < 0
		       ? -1
		       : 0;
}
