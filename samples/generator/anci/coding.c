/* What people wrote of their practices, and what the coders made of it. */
#include "pipeline/core/memory.h"
#include "samples/generator/anci/survey.h"

#include <math.h>
#include <stdio.h>

static const char *const theme_codes[THEMES] = {
	"consegne", "ascolto",  "sportello", "volontari",
	"equipe",   "digitale", "educativa", "sostegni",
};

enum { BEGINNINGS = 6, ENDINGS = 6 };

static const char *const beginnings[THEMES][BEGINNINGS] = {
	{ "Consegna a domicilio di spesa e farmaci agli anziani soli",
	  "Pasti portati a casa anche nel fine settimana",
	  "Consegna dei farmaci con la farmacia del paese",
	  "Spesa a casa per le persone in quarantena",
	  "Ritiro delle ricette e consegna delle medicine nelle frazioni",
	  "Un furgone del Comune che porta la spesa due volte la settimana" },
	{ "Telefonate settimanali agli ultraottantenni",
	  "Numero dedicato per chi si sente solo",
	  "Ascolto telefonico con una psicologa",
	  "Chiamate programmate alle famiglie già seguite",
	  "Un operatore di riferimento che richiama entro il giorno dopo",
	  "Telefonata serale ai nuclei con una persona malata" },
	{ "Segretariato sociale su appuntamento", "Colloqui in videochiamata",
	  "Sportello telefonico al mattino e al pomeriggio",
	  "Agenda condivisa per gli appuntamenti",
	  "Primo colloquio al telefono, il secondo in ufficio",
	  "Orario serale dello sportello, su prenotazione" },
	{ "Elenco comunale dei volontari",
	  "Patto con le associazioni e la Protezione civile",
	  "Regia unica delle iniziative di vicinato",
	  "Accordo con i commercianti del paese",
	  "Coordinamento settimanale con Caritas e gruppi parrocchiali",
	  "Formazione breve dei volontari prima di ogni uscita" },
	{ "Riunioni di équipe in video con i Comuni vicini",
	  "Incontri a distanza con neuropsichiatria e scuola",
	  "Supervisione a distanza degli operatori",
	  "Tavolo settimanale con medici di base e ambito",
	  "Unità di valutazione in videoconferenza con l’azienda sanitaria",
	  "Passaggio di consegne ogni lunedì, mezz’ora in video" },
	{ "Domande di contributo compilate in rete",
	  "Cartella sociale informatizzata accessibile da casa",
	  "Banca dati unica delle famiglie seguite",
	  "Moduli semplici da inviare con il telefono",
	  "Firma digitale dei progetti individuali",
	  "Pagina del Comune con tutti gli aiuti e i requisiti" },
	{ "Educativa all’aperto in piccoli gruppi",
	  "Compiti a distanza con gli educatori",
	  "Attività del centro diurno a casa delle persone",
	  "Laboratori in video per i ragazzi",
	  "Merende educative nei cortili, sei bambini per volta",
	  "Ginnastica dolce in video per chi frequentava il centro" },
	{ "Buoni spesa con una sola autocertificazione",
	  "Fondo comunale per gli affitti con risposta in dieci giorni",
	  "Contributi straordinari decisi ogni settimana",
	  "Carta prepagata al posto dei buoni di carta",
	  "Anticipo dei contributi regionali con fondi comunali",
	  "Un solo bando per affitto, utenze e mensa" },
};

/* One for each theme, as what is said of it differs. */
static const char *const endings[THEMES][ENDINGS] = {
	{ ": le richieste sono raddoppiate e abbiamo tenuto il ritmo.",
	  ". Le famiglie ci chiedono di continuare.",
	  ", con dodici volontari e un’auto elettrica.",
	  "; il costo è di circa quattro euro a consegna.",
	  ": abbiamo conosciuto persone che non erano mai venute in ufficio.",
	  ", da estendere a chi esce dall’ospedale." },
	{ ": molti non avevano altri con cui parlare.",
	  "; con un calendario condiviso basta una persona.",
	  ". Sono emerse situazioni di maltrattamento che non conoscevamo.",
	  ", con una scheda di poche righe per ogni telefonata.",
	  "; vorremmo coinvolgere volontari formati.",
	  ". Costa poco e molti ci contano." },
	{ ": code sparite e colloqui più tranquilli.",
	  ", utile a chi lavora o abita lontano.",
	  "; per gli anziani resta aperto anche l’accesso libero.",
	  ". Chi si prenota arriva con i documenti giusti.",
	  ", insieme all’ambito; servono però più ore di personale.",
	  ": un terzo delle pratiche si chiude senza venire in Comune." },
	{ ": dopo un anno quaranta persone sono ancora attive.",
	  "; il Comune paga l’assicurazione dei volontari.",
	  ". Prima ognuno faceva per sé, ora c’è un solo numero.",
	  "; serve qualcuno che tenga i contatti, almeno mezza giornata.",
	  ", anche per l’emergenza caldo dell’estate.",
	  ": ha avvicinato i giovani ai servizi." },
	{ ": meno viaggi e più presenze.",
	  ", ogni due settimane, con un ordine del giorno.",
	  ". Le decisioni sui casi arrivano in giorni e non in mesi.",
	  "; i momenti difficili vanno però affrontati di persona.",
	  ", con la porta aperta ai colleghi dei Comuni piccoli.",
	  ": nessuno si è sentito solo davanti ai casi gravi." },
	{ ": gli operatori risparmiano mezza giornata la settimana.",
	  ", con l’aiuto della biblioteca per chi non ha il computer.",
	  ". Il dato si scrive una volta sola.",
	  "; manca il collegamento con la cartella dell’ambito.",
	  ", dopo una mattina di formazione per gli operatori.",
	  ": i tempi di risposta sono scesi da trenta a nove giorni." },
	{ ": i più fragili non hanno perso il filo.",
	  ", per una trentina di persone e le loro famiglie.",
	  ". Le famiglie hanno visto gli educatori al lavoro.",
	  "; servono però più educatori.",
	  ", in accordo con la scuola e le associazioni.",
	  ": la frequenza è salita rispetto a prima." },
	{ ": in una settimana il contributo è sul conto.",
	  ", con controlli a campione dopo.",
	  ". Ci sono arrivate famiglie mai viste, spesso con un lavoro.",
	  "; il regolamento va però cambiato per renderlo stabile.",
	  ": nessuno ha aspettato più di dieci giorni.",
	  ": meno carta e meno imbarazzo." },
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
	const char *said = endings[themes[0]][end];

	if (themes[1] >= 0)
		return memory_format(ctx, "%s; %s%s%s", one,
				     beginnings[themes[1]][chance_below(
					     survey->chance, BEGINNINGS)],
				     said, slip(survey));
	return memory_format(ctx, "%s%s%s", one, said, slip(survey));
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
