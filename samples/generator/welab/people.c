/* The files of territories, inhabitants and organisations. */
#include "pipeline/core/memory.h"
#include "samples/generator/welab/district.h"

#include <math.h>

static FILE *open_file(const void *ctx, const char *folder, const char *name)
{
	return fopen(memory_format(ctx, "%s/%s", folder, name), "wb");
}

static int write_territories(FILE *out)
{
	if (!out)
		return -1;
	fputs("Codice;Denominazione;Livello;Appartenenza;Latitudine;"
	      "Longitudine\n",
	      out);
	for (int i = 0; i < TERRITORIES; i++) {
		struct point at = district_degrees(district_centre(i));

		fprintf(out, "%s;%s;municipality;Z%d;%.5f;%.5f\n",
			territories[i].code, territories[i].name,
			territories[i].zone + 1, at.y, at.x);
	}
	for (int i = 0; i < ZONES; i++)
		fprintf(out, "Z%d;%s;district;;;\n", i + 1, zone_names[i]);
	return fclose(out);
}

static int write_population(FILE *out, struct chance *chance)
{
	if (!out)
		return -1;
	fputs("Codice;Comune;Gruppo;Residenti;Anno\n", out);
	for (int i = 0; i < TERRITORIES; i++) {
		fprintf(out, "%s;%s;;%d;2024\n", territories[i].code,
			territories[i].name, territories[i].people);
		for (int target = 0; target < TARGETS; target++)
			fprintf(out, "%s;%s;%s;%.0f;2024\n",
				territories[i].code, territories[i].name,
				target_names[target],
				round(district_people(i, target) *
				      (1 + chance_normal(chance, .05))));
	}
	return fclose(out);
}

static int write_organisations(FILE *out)
{
	if (!out)
		return -1;
	fputs("Denominazione;Natura giuridica;Territorio;Partner\n", out);
	for (int i = 0; i < ORGANISATIONS; i++)
		fprintf(out, "%s;%s;%s;%s\n", organisations[i].name,
			organisations[i].type,
			territories[organisations[i].home].name,
			i < PARTNERS ? "si" : "no");
	return fclose(out);
}

int people_write(const char *folder, struct chance *chance)
{
	void *ctx = talloc_new(NULL);
	int failed = write_territories(
			     open_file(ctx, folder, "territori.csv")) < 0 ||
		     write_population(open_file(ctx, folder, "popolazione.csv"),
				      chance) < 0 ||
		     write_organisations(
			     open_file(ctx, folder, "organizzazioni.csv")) < 0;

	talloc_free(ctx);
	return failed ? -1 : 0;
}

/* ---- ties ---- */

static void put_tie(FILE *out, int a, int b, const char *type, int weight,
		    int since)
{
	fprintf(out, "%s;%s;%s;%d;%d\n", organisations[a].name,
		organisations[b].name, type, weight, since);
}

/* The nearer two are and the more they have in common, the likelier a tie. */
static double likelihood(int a, int b)
{
	const struct organisation *one = &organisations[a];
	const struct organisation *two = &organisations[b];
	unsigned both = one->targets & two->targets;
	double near = exp(-district_distance(one->home, two->home) / 9);

	return (both ? .10 : .02) * near * sqrt(one->size * two->size);
}

int ties_write(const char *folder, struct chance *chance)
{
	static const char *const types[] = { "Protocollo d'intesa",
					     "Invio reciproco",
					     "Associazione temporanea" };
	void *ctx = talloc_new(NULL);
	FILE *out = open_file(ctx, folder, "legami.csv");

	talloc_free(ctx);
	if (!out)
		return -1;
	fputs("Ente A;Ente B;Tipo di legame;Intensità;Dal\n", out);
	for (int a = 0; a < PARTNERS; a++)
		for (int b = a + 1; b < PARTNERS; b++)
			put_tie(out, a, b, "Partenariato WE-lab", 3, 2024);
	for (int a = 0; a < ORGANISATIONS; a++)
		for (int b = a < PARTNERS ? PARTNERS : a + 1; b < ORGANISATIONS;
		     b++)
			if (chance_of(chance, likelihood(a, b)))
				put_tie(out, a, b,
					types[chance_below(chance, 3)],
					1 + chance_below(chance, 3),
					2012 + chance_below(chance, 13));
	return fclose(out);
}
