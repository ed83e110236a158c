/* The district: its places and its organisations. */
#include "samples/generator/welab/district.h"

#include <math.h>
#include <string.h>

/* Rows of hexagons from south to north. */
const struct territory territories[TERRITORIES] = {
	{ "T01", "Campolargo", 0, 11850, 0, 1 },
	{ "T02", "Molinetto d'Orsa", 0, 6420, 0, 2 },
	{ "T03", "Serravento", 0, 5130, 0, 3 },
	{ "T04", "Pievelunga", 0, 8740, 1, 0 },
	{ "T05", "Fontebruna", 1, 9960, 1, 1 },
	{ "T06", "Ponte d'Orsa", 1, 38620, 1, 2 },
	{ "T07", "Colle Sereno", 0, 7310, 1, 3 },
	{ "T08", "Selvapiana", 2, 3480, 2, 0 },
	{ "T09", "Castelvario", 1, 14270, 2, 1 },
	{ "T10", "Borgo Ginestra", 1, 5890, 2, 2 },
	{ "T11", "San Vero al Colle", 2, 4150, 2, 3 },
	{ "T12", "Acquachiara", 2, 2960, 2, 4 },
	{ "T13", "Vallescura", 2, 1840, 3, 1 },
	{ "T14", "Rocca Ariana", 2, 2310, 3, 2 },
	{ "T15", "Monteselva", 2, 1520, 3, 3 },
};

const char *const zone_names[ZONES] = { "Piana", "Media Valle", "Alta Valle" };

const char *const target_names[TARGETS] = {
	"Minori e famiglie",           "Giovani",    "Anziani",
	"Persone con disabilità",      "Migranti",   "Adulti in difficoltà",
	"Dipendenze e salute mentale", "Lavoratori",
};

enum {
	MINORS = 1,
	YOUNG = 2,
	OLD = 4,
	DISABLED = 8,
	MIGRANTS = 16,
	ADULTS = 32,
	MENTAL = 64,
	WORKERS = 128
};

const struct organisation organisations[ORGANISATIONS] = {
	{ "Consorzio Orsa Solidale", "Consorzio", 5, 14,
	  MINORS | OLD | DISABLED | ADULTS, 2.6 },
	{ "Cooperativa Il Guado", "Cooperativa sociale", 5, 9,
	  MINORS | YOUNG | MIGRANTS, 2.4 },
	{ "Cooperativa Terre Alte", "Cooperativa sociale", 10, 9,
	  OLD | DISABLED | WORKERS, 2.2 },
	{ "APS Filo d'Erba", "Associazione di promozione sociale", 8, 8,
	  MINORS | YOUNG, 1.4 },
	{ "Fondazione Valdorsa", "Fondazione", 5, 14, OLD | ADULTS | WORKERS,
	  1.3 },
	{ "Cooperativa Officina Quadra", "Cooperativa sociale", 4, 9,
	  DISABLED | ADULTS | MENTAL | WORKERS, 2.0 },
	{ "APS Passaparola", "Associazione di promozione sociale", 0, 8,
	  MIGRANTS | YOUNG | ADULTS, 1.5 },
	{ "Comune di Ponte d'Orsa", "Ente pubblico", 5, 1.2,
	  MINORS | YOUNG | OLD | ADULTS | WORKERS, 3.4 },
	{ "Comune di Castelvario", "Ente pubblico", 8, 1.2,
	  MINORS | OLD | ADULTS, 2.6 },
	{ "Comune di Campolargo", "Ente pubblico", 0, 1.2,
	  MINORS | OLD | ADULTS, 2.4 },
	{ "Comune di Fontebruna", "Ente pubblico", 4, 1.2, MINORS | OLD, 2.0 },
	{ "Unione Alta Valle", "Ente pubblico", 13, 7, MINORS | OLD | ADULTS,
	  2.0 },
	{ "Azienda sanitaria Valdorsa", "Ente pubblico", 5, 9,
	  DISABLED | MENTAL | MINORS, 2.4 },
	{ "Azienda di servizi Le Querce", "Ente pubblico", 8, 7, OLD | DISABLED,
	  2.0 },
	{ "Centro per l'impiego Valdorsa", "Ente pubblico", 5, 5,
	  YOUNG | ADULTS | WORKERS, 1.0 },
	{ "Cooperativa L'Approdo", "Cooperativa sociale", 5, 6,
	  MIGRANTS | ADULTS, 1.8 },
	{ "Cooperativa Girotondo", "Cooperativa sociale", 8, 6, MINORS, 1.7 },
	{ "Cooperativa Sette Ponti", "Cooperativa sociale", 5, 7,
	  OLD | DISABLED, 1.8 },
	{ "Cooperativa La Lanterna", "Cooperativa sociale", 0, 6,
	  MENTAL | ADULTS, 1.1 },
	{ "Cooperativa Passo Lento", "Cooperativa sociale", 9, 7, OLD, 1.4 },
	{ "Cooperativa Radici", "Cooperativa sociale", 3, 6, MINORS | YOUNG,
	  1.3 },
	{ "Cooperativa Nuova Ginestra", "Cooperativa sociale", 9, 6,
	  DISABLED | WORKERS, 1.2 },
	{ "Cooperativa Mosaico", "Cooperativa sociale", 6, 6, MIGRANTS | MINORS,
	  1.2 },
	{ "Cooperativa Il Telaio", "Cooperativa sociale", 4, 6,
	  ADULTS | MENTAL | WORKERS, 1.1 },
	{ "Cooperativa Prato Verde", "Cooperativa sociale", 0, 5,
	  DISABLED | ADULTS, 1.1 },
	{ "Cooperativa Zenit", "Cooperativa sociale", 5, 6, YOUNG | MENTAL,
	  1.1 },
	{ "Cooperativa Casa Comune", "Cooperativa sociale", 8, 6,
	  ADULTS | MIGRANTS, 1.1 },
	{ "Cooperativa Sottobosco", "Cooperativa sociale", 7, 6,
	  MINORS | DISABLED, .9 },
	{ "APS Tempo Ritrovato", "Associazione di promozione sociale", 5, 4,
	  OLD, .8 },
	{ "APS Cortile Aperto", "Associazione di promozione sociale", 8, 4,
	  MINORS | YOUNG, .8 },
	{ "APS Voci di Paese", "Associazione di promozione sociale", 10, 5,
	  OLD | YOUNG, .7 },
	{ "APS Le Stanze", "Associazione di promozione sociale", 5, 4,
	  YOUNG | ADULTS, .7 },
	{ "APS Radio Collina", "Associazione di promozione sociale", 6, 4,
	  YOUNG, .6 },
	{ "APS Mani in Pasta", "Associazione di promozione sociale", 2, 4,
	  DISABLED, .6 },
	{ "APS Altra Sponda", "Associazione di promozione sociale", 5, 4,
	  MIGRANTS, .7 },
	{ "APS Gioco Serio", "Associazione di promozione sociale", 4, 4, MINORS,
	  .6 },
	{ "ODV Argento Vivo", "Organizzazione di volontariato", 0, 4, OLD, .8 },
	{ "ODV Soccorso Valdorsa", "Organizzazione di volontariato", 5, 9,
	  OLD | DISABLED, 1.3 },
	{ "ODV Pane Quotidiano", "Organizzazione di volontariato", 5, 5, ADULTS,
	  .9 },
	{ "ODV Il Mantello", "Organizzazione di volontariato", 8, 4,
	  ADULTS | MIGRANTS, .7 },
	{ "ODV Buona Strada", "Organizzazione di volontariato", 1, 4, MENTAL,
	  .5 },
	{ "ODV Insieme per Vallescura", "Organizzazione di volontariato", 12, 3,
	  OLD, .6 },
	{ "ODV Ali di Carta", "Organizzazione di volontariato", 6, 4, MINORS,
	  .6 },
	{ "ODV Punto e a Capo", "Organizzazione di volontariato", 5, 5, MENTAL,
	  .7 },
	{ "Opera Santa Lucia", "Ente religioso", 5, 4, ADULTS | MIGRANTS, 1.0 },
	{ "Parrocchia di Pievelunga", "Ente religioso", 3, 2,
	  MINORS | YOUNG | ADULTS, .7 },
	{ "Oratorio di Serravento", "Ente religioso", 2, 2, MINORS | YOUNG,
	  .6 },
	{ "Fondazione Le Fornaci", "Fondazione", 4, 6, DISABLED, 1.0 },
	{ "Fondazione Rocca Ariana", "Fondazione", 13, 4, OLD, .8 },
	{ "Impresa sociale Lavoro Chiaro", "Impresa sociale", 5, 7,
	  WORKERS | ADULTS | YOUNG, 1.1 },
	{ "Impresa sociale Rete Utile", "Impresa sociale", 8, 7, WORKERS, .8 },
	{ "Mutuo soccorso Ponte d'Orsa", "Associazione di promozione sociale",
	  5, 4, OLD | WORKERS, .7 },
	{ "Polisportiva Campolargo", "Associazione sportiva", 0, 3,
	  YOUNG | DISABLED, .6 },
	{ "Centro sociale Borgo Ginestra", "Associazione di promozione sociale",
	  9, 2, OLD, .6 },
	{ "Pro loco Monteselva", "Associazione di promozione sociale", 14, 2,
	  OLD | YOUNG, .5 },
	{ "Residenza Acquachiara", "Impresa", 11, 2, OLD, .7 },
	{ "Residenza I Tigli", "Impresa", 0, 3, OLD, .9 },
	{ "Nido Il Bruco", "Impresa", 5, 3, MINORS, .7 },
	{ "Nido La Chiocciola", "Impresa", 6, 3, MINORS, .6 },
	{ "Sportello Imprese Valdorsa", "Impresa sociale", 5, 8, WORKERS, .7 },
};

double district_people(int territory, int target)
{
	static const double shares[TARGETS][ZONES] = {
		{ .150, .141, .106 }, { .114, .112, .091 },
		{ .229, .244, .323 }, { .047, .049, .057 },
		{ .101, .118, .052 }, { .057, .066, .050 },
		{ .021, .024, .019 }, { .436, .421, .366 },
	};

	return territories[territory].people *
	       shares[target][territories[territory].zone];
}

/* Hexagons stand in rows, every other row half a place to the east. */
struct point district_centre(int territory)
{
	const struct territory *at = &territories[territory];
	struct point middle = { 3.5 * (2 * at->column + at->row % 2),
				6.1 * at->row };

	return middle;
}

double district_distance(int a, int b)
{
	struct point first = district_centre(a), second = district_centre(b);

	return hypot(first.x - second.x, first.y - second.y);
}

struct point district_degrees(struct point kilometres)
{
	struct point degrees = { 12.70 + kilometres.x / 81.5,
				 42.90 + kilometres.y / 111.1 };

	return degrees;
}

void district_cell(FILE *out, const char *text, bool is_first)
{
	bool is_quoted = strpbrk(text, ";\"\n") != NULL;

	if (!is_first)
		fputc(';', out);
	if (is_quoted)
		fputc('"', out);
	for (const char *c = text; *c; c++) {
		if (*c == '"')
			fputc('"', out);
		fputc(*c, out);
	}
	if (is_quoted)
		fputc('"', out);
}
