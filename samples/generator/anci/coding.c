/* What people wrote of their practices, and what the coders made of it. */
#include "pipeline/core/memory.h"
#include "samples/generator/anci/survey.h"

#include <math.h>
#include <stdio.h>

static const char *const theme_codes[THEMES] = {
	"consegne", "ascolto",  "sportello", "volontari",
	"equipe",   "digitale", "educativa", "sostegni",
};

enum { BEGINNINGS = 4, ENDINGS = 4 };

static const char *const beginnings[THEMES][BEGINNINGS] = {
	{ "Consegna a domicilio di spesa e farmaci agli anziani soli",
	  "Pasti portati a casa anche nel fine settimana",
	  "Servizio di consegna dei farmaci con la farmacia del paese",
	  "Spesa a casa per le persone in quarantena" },
	{ "Telefonate settimanali agli ultraottantenni",
	  "Numero dedicato per chi si sente solo",
	  "Ascolto telefonico con una psicologa",
	  "Chiamate programmate alle famiglie già seguite" },
	{ "Segretariato sociale su appuntamento", "Colloqui in videochiamata",
	  "Sportello telefonico al mattino e al pomeriggio",
	  "Agenda condivisa per gli appuntamenti" },
	{ "Elenco comunale dei volontari",
	  "Patto con le associazioni e la Protezione civile",
	  "Regia unica delle iniziative di vicinato",
	  "Accordo con i commercianti del paese" },
	{ "Riunioni di équipe in video con i Comuni vicini",
	  "Incontri a distanza con neuropsichiatria e scuola",
	  "Supervisione a distanza degli operatori",
	  "Tavolo settimanale con medici di base e ambito" },
	{ "Domande di contributo compilate in rete",
	  "Cartella sociale informatizzata accessibile da casa",
	  "Banca dati unica delle famiglie seguite",
	  "Moduli semplici da inviare con il telefono" },
	{ "Educativa all’aperto in piccoli gruppi",
	  "Compiti a distanza con gli educatori",
	  "Attività del centro diurno a casa delle persone",
	  "Laboratori in video per i ragazzi" },
	{ "Buoni spesa con una sola autocertificazione",
	  "Fondo comunale per gli affitti con risposta in dieci giorni",
	  "Contributi straordinari decisi ogni settimana",
	  "Carta prepagata al posto dei buoni di carta" },
};

static const char *const endings[ENDINGS] = {
	", che vorremmo mantenere anche in futuro.",
	": ha funzionato bene e costa poco.",
	", insieme all’ambito; servono però più ore di personale.",
	". Le famiglie ci chiedono di continuare.",
};

/* What should not be in an answer, and is. */
static const char *slip(struct survey *survey)
{
	switch (chance_below(survey->chance, 28)) {
	case 0:
		return " Per informazioni: 02 5550 1234.";
	case 1:
		return " Scrivere a sociale@comune.example";
	case 2:
		return " Referente: Zefira Altomonte.";
	default:
		return "";
	}
}

const char *practice_text(const void *ctx, struct survey *survey,
			  const int themes[2])
{
	int begin = chance_below(survey->chance, BEGINNINGS);
	int end = chance_below(survey->chance, ENDINGS);
	const char *one = beginnings[themes[0]][begin];

	if (themes[1] >= 0)
		return memory_format(ctx, "%s; %s%s%s", one,
				     beginnings[themes[1]][chance_below(
					     survey->chance, BEGINNINGS)],
				     endings[end], slip(survey));
	return memory_format(ctx, "%s%s%s", one, endings[end], slip(survey));
}

/* ---- the sheet ---- */

/* How worth keeping the practices of a theme are, on a scale of 1 to 5. */
static const double worth[THEMES] = { 3.9, 4.2, 3.6, 4.0, 4.3, 4.1, 3.5, 3.2 };

struct writer {
	struct survey *survey;
	FILE *out;
	double quality; /* of the practice described */
};

static void put(const struct writer *w, const struct answer *answer,
		const char *coder, int theme, bool is_quoted)
{
	double rating =
		fmax(1, fmin(5, round(worth[theme] + w->quality +
				      chance_normal(w->survey->chance, .35))));

	fprintf(w->out, "%s;%s;%s;%.0f;%s\n", answer->token, coder,
		theme_codes[theme], rating, is_quoted ? "x" : "");
}

/* The theme meant, or now and then another. */
static int read_as(const struct writer *w, int theme, double mistake)
{
	if (chance_of(w->survey->chance, mistake))
		return chance_below(w->survey->chance, THEMES);
	return theme;
}

static void put_coder(const struct writer *w, const struct answer *answer,
		      const char *coder, double mistake, int seen[2])
{
	seen[0] = read_as(w, answer->themes[0], mistake);
	seen[1] = -1;
	put(w, answer, coder, seen[0], chance_of(w->survey->chance, .06));
	if (answer->themes[1] < 0 || chance_of(w->survey->chance, .1))
		return;
	seen[1] = read_as(w, answer->themes[1], mistake);
	if (seen[1] == seen[0])
		seen[1] = -1;
	else
		put(w, answer, coder, seen[1], false);
}

/* Where two read the same and saw other things, a third decides. */
static void put_answer(struct writer *w, const struct answer *answer)
{
	int a[2], b[2];

	w->quality = chance_normal(w->survey->chance, .65);
	put_coder(w, answer, "A", .06, a);
	if (!chance_of(w->survey->chance, .4))
		return;
	put_coder(w, answer, "B", .10, b);
	if (a[0] == b[0] && a[1] == b[1])
		return;
	put(w, answer, "R", answer->themes[0], false);
	if (answer->themes[1] >= 0)
		put(w, answer, "R", answer->themes[1], false);
}

int coding_write(struct survey *survey, const struct answer *answers, size_t n,
		 const char *path)
{
	struct writer w = { survey, fopen(path, "wb"), 0 };

	if (!w.out)
		return -1;
	fputs("answer;coder;theme;rating;quote\n", w.out);
	for (size_t i = 0; i < n; i++)
		if (answers[i].practice && answers[i].reached >= 3)
			put_answer(&w, &answers[i]);
	return fclose(w.out);
}
