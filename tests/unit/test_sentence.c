#include "pipeline/core/memory.h"
#include "pipeline/page/sentence.h"
#include "pipeline/page/sentence_size.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* What a cell of NULL reads as. */
#define NO_NUMBER ((double)NAN)

enum { CELLS = 8, LEVELS = 4 };

struct world {
	struct phrases *english, *italian;
};

static int set_up(void **state)
{
	struct world *world = memory_new(NULL, struct world);
	struct error error = { 0 };

	setenv("DIVARIO_CONFIG", "config", 1);
	*state = world;
	return phrases_load(world, "en", NULL, &world->english, &error) < 0 ||
	       phrases_load(world, "it", NULL, &world->italian, &error) < 0;
}

static int tear_down(void **state)
{
	talloc_free(*state);
	return 0;
}

/* Columns of each kind, in the order of its cases' cells. */
struct form {
	const char *kind;
	const char *columns[CELLS + 1];
};

struct sentence_case {
	double cells[CELLS]; /* NaN = NULL */
	const char *english, *italian;
};

static char *say(void *ctx, const struct form *form, const double *cells,
		 const struct phrases *phrases)
{
	struct table *table = memory_new(ctx, struct table);
	struct sentence_row row = { table, 0, 0.95, 5, 10 };

	while (form->columns[table->n_columns])
		table->n_columns++;
	table->n_rows = 1;
	table->names = (char **)(uintptr_t)form->columns;
	table->cells = memory_array(table, struct value, table->n_columns);
	for (size_t c = 0; c < table->n_columns; c++)
		table->cells[c] = value_real(cells[c]);
	return sentence_of(ctx, sentence_kind_find(form->kind), &row, phrases);
}

static void check(void **state, const struct form *form,
		  const struct sentence_case *cases, size_t n)
{
	const struct world *world = *state;

	for (size_t i = 0; i < n; i++) {
		void *ctx = talloc_new(NULL);

		assert_string_equal(
			say(ctx, form, cases[i].cells, world->english),
			cases[i].english);
		assert_string_equal(
			say(ctx, form, cases[i].cells, world->italian),
			cases[i].italian);
		talloc_free(ctx);
	}
}
#define CHECK(form, cases)                                                     \
	check(state, form, cases, sizeof(cases) / sizeof *(cases))

/* clang-format off */
static const struct form gap_form = {
	"gap", { "gap", "low", "high", "n", "p_adjusted", "effect",
		 "suppressed", NULL }
};

static void gaps(void **state)
{
	static const struct sentence_case cases[] = {
		{ { 0.74, 0.65, 0.83, 500, 0.001, 0.6, 0 },
		  "People are on average 0.74 points behind what their work requires (95% interval from 0.65 to 0.83), a large effect.",
		  "In media le persone sono 0,74 punti sotto quanto richiesto dal lavoro (intervallo al 95% da 0,65 a 0,83), un effetto grande." },
		{ { 0.5, 0.3, 0.7, 500, NO_NUMBER, 0.3, 0 },
		  "People are on average 0.50 points behind what their work requires (95% interval from 0.30 to 0.70), a medium effect.",
		  "In media le persone sono 0,50 punti sotto quanto richiesto dal lavoro (intervallo al 95% da 0,30 a 0,70), un effetto medio." },
		{ { -0.5, -0.7, -0.3, 500, 0.01, -0.2, 0 },
		  "People are on average 0.50 points ahead of what their work requires (95% interval from 0.30 to 0.70), a small effect.",
		  "In media le persone sono 0,50 punti sopra quanto richiesto dal lavoro (intervallo al 95% da 0,30 a 0,70), un effetto piccolo." },
		{ { 0.05, -0.05, 0.15, 500, 0.3, 0.02, 0 },
		  "People are neither clearly behind nor clearly ahead of what their work requires, with an average gap of +0.05 (95% interval from −0.05 to +0.15), a negligible effect.",
		  "Le persone non risultano chiaramente né sotto né sopra quanto richiesto dal lavoro, con un divario medio di +0,05 (intervallo al 95% da −0,05 a +0,15), un effetto trascurabile." },
		/* the interval is clear, the adjusted p is not */
		{ { 0.2, 0.01, 0.39, 500, 0.2, NO_NUMBER, 0 },
		  "People are neither clearly behind nor clearly ahead of what their work requires, with an average gap of +0.20 (95% interval from +0.01 to +0.39).",
		  "Le persone non risultano chiaramente né sotto né sopra quanto richiesto dal lavoro, con un divario medio di +0,20 (intervallo al 95% da +0,01 a +0,39)." },
		{ { 0.5, 0.1, 0.9, 500, 0.01, 0.3, 0 },
		  "People are on average 0.50 points behind what their work requires (95% interval from 0.10 to 0.90), a medium effect. The interval is wide: take the direction, not the exact figure.",
		  "In media le persone sono 0,50 punti sotto quanto richiesto dal lavoro (intervallo al 95% da 0,10 a 0,90), un effetto medio. L'intervallo è ampio: vale la direzione, non la cifra esatta." },
		{ { 0.5, 0.1, 0.9, 12, 0.01, 0.3, 0 },
		  "People are on average 0.50 points behind what their work requires (95% interval from 0.10 to 0.90), a medium effect. With 12 people the figure is rough.",
		  "In media le persone sono 0,50 punti sotto quanto richiesto dal lavoro (intervallo al 95% da 0,10 a 0,90), un effetto medio. Con 12 persone il dato è approssimativo." },
		{ { 0, NO_NUMBER, NO_NUMBER, 60, NO_NUMBER, NO_NUMBER, 0 },
		  "People are neither clearly behind nor clearly ahead of what their work requires, with an average gap of 0.00. How sure this is cannot be told: the answers give no interval.",
		  "Le persone non risultano chiaramente né sotto né sopra quanto richiesto dal lavoro, con un divario medio di 0,00. Non si può dire quanto sia sicuro: le risposte non danno un intervallo." },
	};

	CHECK(&gap_form, cases);
}

static void no_numbers(void **state)
{
	static const struct sentence_case cases[] = {
		{ { NO_NUMBER, NO_NUMBER, NO_NUMBER, NO_NUMBER, NO_NUMBER, NO_NUMBER, 1 },
		  "No number is shown, so that nobody can be recognised: it rests on fewer than 5 people, or would give such a number away.",
		  "Nessun numero è riportato, perché nessuno sia riconoscibile: si basa su meno di 5 persone, o ne rivelerebbe uno che lo fa." },
		{ { NO_NUMBER, NO_NUMBER, NO_NUMBER, 7, NO_NUMBER, NO_NUMBER, 0 },
		  "There is no number: 7 people answered, and an average takes at least 10.",
		  "Non c'è un numero: hanno risposto 7 persone e per una media ne servono almeno 10." },
		{ { NO_NUMBER, NO_NUMBER, NO_NUMBER, 1, NO_NUMBER, NO_NUMBER, 0 },
		  "There is no number: 1 person answered, and an average takes at least 10.",
		  "Non c'è un numero: ha risposto 1 persona e per una media ne servono almeno 10." },
		{ { NO_NUMBER, NO_NUMBER, NO_NUMBER, 0, NO_NUMBER, NO_NUMBER, 0 },
		  "There is no number: nobody answered.",
		  "Non c'è un numero: nessuno ha risposto." },
		{ { NO_NUMBER, NO_NUMBER, NO_NUMBER, 40, NO_NUMBER, NO_NUMBER, 0 },
		  "There is no number: the answers do not allow one to be computed.",
		  "Non c'è un numero: le risposte non permettono di calcolarlo." },
	};

	CHECK(&gap_form, cases);
}

static void groups(void **state)
{
	static const struct form form = {
		"group", { "omega2", "low", "high", "k", "p_adjusted", "n",
			   "smallest", NULL }
	};
	static const struct sentence_case cases[] = {
		{ { 0.15, 0.1, 0.2, 3, 0.001, 300, 90 },
		  "The 3 groups differ in their gaps, with 15% of the variance between them (95% interval from 10% to 20%), a large effect.",
		  "I 3 gruppi hanno divari diversi, con una quota di varianza fra loro pari al 15% (intervallo al 95% dal 10% al 20%), un effetto grande." },
		{ { 0.08, 0.02, 0.2, 3, 0.001, 300, 20 },
		  "The 3 groups differ in their gaps, with 8% of the variance between them (95% interval from 2% to 20%), a medium effect. The smallest group has only 20 people and is known less well than the others.",
		  "I 3 gruppi hanno divari diversi, con una quota di varianza fra loro pari all’8% (intervallo al 95% dal 2% al 20%), un effetto medio. Il gruppo più piccolo conta solo 20 persone ed è conosciuto meno bene degli altri." },
		{ { 0.03, 0, 0.06, 3, 0.06, 300, 90 },
		  "The 3 groups show no clear difference in their gaps, with 3% of the variance between them (95% interval from 0% to 6%), a small effect.",
		  "I 3 gruppi non mostrano differenze chiare nei divari, con una quota di varianza fra loro pari al 3% (intervallo al 95% dallo 0% al 6%), un effetto piccolo." },
		{ { 0, 0, 0.3, 2, NO_NUMBER, 40, 18 },
		  "The 2 groups show no clear difference in their gaps, with 0% of the variance between them (95% interval from 0% to 30%), a negligible effect. The interval is wide: take the direction, not the exact figure.",
		  "I 2 gruppi non mostrano differenze chiare nei divari, con una quota di varianza fra loro pari allo 0% (intervallo al 95% dallo 0% al 30%), un effetto trascurabile. L'intervallo è ampio: vale la direzione, non la cifra esatta." },
	};

	CHECK(&form, cases);
}

static void changes(void **state)
{
	static const struct form form = {
		"change", { "difference", "low", "high", "n", "p_adjusted",
			    "effect", NULL }
	};
	static const struct sentence_case cases[] = {
		{ { 0.6, 0.4, 0.8, 80, 0.001, 0.9 },
		  "The mean rose by 0.60 (95% interval from 0.40 to 0.80), a large effect.",
		  "La media è salita di 0,60 (intervallo al 95% da 0,40 a 0,80), un effetto grande." },
		{ { -0.6, -0.8, -0.4, 25, 0.001, -0.6 },
		  "The mean fell by 0.60 (95% interval from 0.40 to 0.80), a medium effect. With 25 people the figure is rough.",
		  "La media è scesa di 0,60 (intervallo al 95% da 0,40 a 0,80), un effetto medio. Con 25 persone il dato è approssimativo." },
		{ { -0.1, -0.3, 0.1, 80, 0.4, -0.1 },
		  "There is no clear change, with −0.10 on average (95% interval from −0.30 to +0.10), a negligible effect.",
		  "Non c'è un cambiamento chiaro, con −0,10 in media (intervallo al 95% da −0,30 a +0,10), un effetto trascurabile." },
	};

	CHECK(&form, cases);
}

static void shares(void **state)
{
	static const struct form form = { "share", { "share", "low", "high",
						     "base", NULL } };
	static const struct sentence_case cases[] = {
		{ { 0.95, 0.92, 0.97, 400 },
		  "95% chose it (95% interval from 92% to 97%), a very large majority.",
		  "L'ha scelta il 95% (intervallo al 95% dal 92% al 97%), una larghissima maggioranza." },
		{ { 0.78, 0.74, 0.82, 400 },
		  "78% chose it (95% interval from 74% to 82%), a large majority.",
		  "L'ha scelta il 78% (intervallo al 95% dal 74% all’82%), una larga maggioranza." },
		{ { 0.65, 0.6, 0.7, 400 },
		  "65% chose it (95% interval from 60% to 70%), a clear majority.",
		  "L'ha scelta il 65% (intervallo al 95% dal 60% al 70%), una chiara maggioranza." },
		{ { 0.56, 0.51, 0.61, 400 },
		  "56% chose it (95% interval from 51% to 61%), a bare majority.",
		  "L'ha scelta il 56% (intervallo al 95% dal 51% al 61%), una maggioranza risicata." },
		{ { 0.52, 0.47, 0.57, 400 },
		  "52% chose it (95% interval from 47% to 57%), about half.",
		  "L'ha scelta il 52% (intervallo al 95% dal 47% al 57%), circa la metà." },
		{ { 0.45, 0.41, 0.49, 600 },
		  "45% chose it (95% interval from 41% to 49%), just under half.",
		  "L'ha scelta il 45% (intervallo al 95% dal 41% al 49%), poco meno della metà." },
		{ { 0.35, 0.3, 0.4, 400 },
		  "35% chose it (95% interval from 30% to 40%), a minority.",
		  "L'ha scelta il 35% (intervallo al 95% dal 30% al 40%), una minoranza." },
		{ { 0.2, 0.16, 0.24, 400 },
		  "20% chose it (95% interval from 16% to 24%), a small minority.",
		  "L'ha scelta il 20% (intervallo al 95% dal 16% al 24%), una piccola minoranza." },
		{ { 0.05, 0.03, 0.2, 20 },
		  "5% chose it (95% interval from 3% to 20%), a very small minority. With 20 people the figure is rough.",
		  "L'ha scelta il 5% (intervallo al 95% dal 3% al 20%), una piccolissima minoranza. Con 20 persone il dato è approssimativo." },
	};

	CHECK(&form, cases);
}

static void weights(void **state)
{
	static const struct form form = {
		"weights", { "gap", "weighted_gap", "low", "high",
			     "weighted_sd", "n", NULL }
	};
	static const struct sentence_case cases[] = {
		{ { 0.5, 0.8, 0.7, 0.9, 1, 400 },
		  "Weights raise the gap from +0.50 to +0.80 (95% interval from +0.70 to +0.90), a small shift, as people with narrow gaps answered more often.",
		  "I pesi aumentano il divario da +0,50 a +0,80 (intervallo al 95% da +0,70 a +0,90), uno spostamento piccolo, perché chi ha divari stretti ha risposto più spesso." },
		{ { 1.3, 0.8, 0.7, 0.9, 0.9, 400 },
		  "Weights lower the gap from +1.30 to +0.80 (95% interval from +0.70 to +0.90), a medium shift, as people with wide gaps answered more often.",
		  "I pesi riducono il divario da +1,30 a +0,80 (intervallo al 95% da +0,70 a +0,90), uno spostamento medio, perché chi ha divari ampi ha risposto più spesso." },
		{ { 0, -1, -1.2, -0.8, 1, 400 },
		  "Weights lower the gap from 0.00 to −1.00 (95% interval from −1.20 to −0.80), a large shift, as people with wide gaps answered more often.",
		  "I pesi riducono il divario da 0,00 a −1,00 (intervallo al 95% da −1,20 a −0,80), uno spostamento grande, perché chi ha divari ampi ha risposto più spesso." },
		{ { 0.5, 0.6, 0.55, 0.65, 1, 20 },
		  "Weights raise the gap from +0.50 to +0.60 (95% interval from +0.55 to +0.65), a negligible shift, as people with narrow gaps answered more often. With 20 people the figure is rough.",
		  "I pesi aumentano il divario da +0,50 a +0,60 (intervallo al 95% da +0,55 a +0,65), uno spostamento trascurabile, perché chi ha divari stretti ha risposto più spesso. Con 20 persone il dato è approssimativo." },
		{ { 0.5, 0.52, 0.4, 0.6, 1, 400 },
		  "Weights do not clearly move the gap, +0.50 without and +0.52 with them (95% interval from +0.40 to +0.60).",
		  "I pesi non spostano chiaramente il divario, +0,50 senza e +0,52 con i pesi (intervallo al 95% da +0,40 a +0,60)." },
	};

	CHECK(&form, cases);
}

static void personas(void **state)
{
	static const struct form form = { "persona", { "silhouette", "n",
						       "stability", NULL } };
	static const struct sentence_case cases[] = {
		{ { 0.75, 100, 0.9 },
		  "The group stands far apart from the others (silhouette 0.75).",
		  "Il gruppo è molto lontano dagli altri (silhouette 0,75)." },
		{ { 0.55, 100, NO_NUMBER },
		  "The group stands clearly apart from the others (silhouette 0.55).",
		  "Il gruppo è chiaramente distinto dagli altri (silhouette 0,55)." },
		{ { 0.3, 100, 0.5 },
		  "The group stands somewhat apart from the others (silhouette 0.30). It does not come out again in other samples of the same people (stability 0.50): do not plan for it.",
		  "Il gruppo è in qualche misura distinto dagli altri (silhouette 0,30). Non si ritrova in altri campioni delle stesse persone (stabilità 0,50): non conviene progettare su di esso." },
		{ { -0.1, 20, 0.9 },
		  "The group passes into the others (silhouette −0.10). With 20 people the figure is rough.",
		  "Il gruppo sfuma negli altri (silhouette −0,10). Con 20 persone il dato è approssimativo." },
	};

	CHECK(&form, cases);
}

static void reliabilities(void **state)
{
	static const struct form form = { "reliability", { "alpha", "low",
							   "high", "n",
							   "items", NULL } };
	static const struct sentence_case cases[] = {
		{ { 0.92, 0.9, 0.94, 400, 6 },
		  "The 6 ratings hang together well enough to be one score, with an alpha of 0.92 (95% interval from 0.90 to 0.94), an excellent value.",
		  "Le 6 valutazioni sono abbastanza coerenti per un unico punteggio, con un alfa di 0,92 (intervallo al 95% da 0,90 a 0,94), un valore eccellente." },
		{ { 0.85, 0.8, 0.9, 400, 6 },
		  "The 6 ratings hang together well enough to be one score, with an alpha of 0.85 (95% interval from 0.80 to 0.90), a good value.",
		  "Le 6 valutazioni sono abbastanza coerenti per un unico punteggio, con un alfa di 0,85 (intervallo al 95% da 0,80 a 0,90), un valore buono." },
		{ { 0.75, 0.6, 0.84, 20, 6 },
		  "Whether the 6 ratings hang together well enough to be one score is not clear, with an alpha of 0.75 (95% interval from 0.60 to 0.84), an acceptable value. With 20 people the figure is rough.",
		  "Non è chiaro se le 6 valutazioni siano abbastanza coerenti per un unico punteggio, con un alfa di 0,75 (intervallo al 95% da 0,60 a 0,84), un valore accettabile. Con 20 persone il dato è approssimativo." },
		{ { -0.8, -1.1, 0.2, 400, 2 },
		  "The 2 ratings do not hang together well enough to be one score, with an alpha of −0.80 (95% interval from −1.10 to 0.20), below the usual limit of 0.70. The interval is wide: take the direction, not the exact figure.",
		  "Le 2 valutazioni non sono abbastanza coerenti per un unico punteggio, con un alfa di −0,80 (intervallo al 95% da −1,10 a 0,20), sotto il limite consueto di 0,70. L'intervallo è ampio: vale la direzione, non la cifra esatta." },
	};

	CHECK(&form, cases);
}
/* clang-format on */

/* A word begins at its limit, and not a bit before. */
static void sizes_begin_at_their_limits(void **state)
{
	(void)state;
	for (int m = 0; m < SIZE_MEASURES; m++) {
		const struct size_limits *limits = &size_limits[m];
		const double from[LEVELS] = { 0, limits->small, limits->medium,
					      limits->large };

		assert_non_null(limits->source);
		for (int level = 1; level < LEVELS; level++) {
			assert_true(from[level] > from[level - 1]);
			assert_int_equal(
				size_word((enum size_measure)m, from[level]),
				level);
			assert_int_equal(size_word((enum size_measure)m,
						   nextafter(from[level], 0)),
					 level - 1);
		}
		assert_int_equal(size_word((enum size_measure)m, NO_NUMBER),
				 SIZE_UNKNOWN);
		assert_int_equal(size_word((enum size_measure)m, -0.95),
				 limits->has_sign ? SIZE_LARGE
						  : SIZE_NEGLIGIBLE);
	}
	assert_null(size_name(SIZE_UNKNOWN));
}

static void unknown_kinds_are_helped(void **state)
{
	(void)state;
	assert_null(sentence_kind_find("gaps"));
	assert_string_equal(sentence_kind_remedy(*state, "gaps"),
			    "write 'gap'");
	assert_string_equal(sentence_kind_remedy(*state, "weather report"),
			    "use one of: gap, group, change, share, weights, "
			    "persona, reliability, population, correlation");
	assert_string_equal(
		sentence_needs_remedy(*state, sentence_kind_find("share")),
		"select share, low, high in it");
}

static const struct form correlation_form = {
	"correlation", { "estimate", "low", "high", "n", "p_adjusted", NULL }
};

/* clang-format off */
static void correlations(void **state)
{
	static const struct sentence_case cases[] = {
		{ { 0.5, 0.4, 0.59, 250, 0.001 },
		  "As the one rises the other tends to rise too, with a correlation of 0.50 (95% interval from 0.40 to 0.59), a strong association.",
		  "Al crescere dell'una tende a crescere anche l'altra, con una correlazione di 0,50 (intervallo al 95% da 0,40 a 0,59), un'associazione forte." },
		{ { -0.35, -0.52, -0.15, 100, NO_NUMBER },
		  "As the one rises the other tends to fall, with a correlation of −0.35 (95% interval from −0.52 to −0.15), a medium association.",
		  "Al crescere dell'una l'altra tende a diminuire, con una correlazione di −0,35 (intervallo al 95% da −0,52 a −0,15), un'associazione media." },
		/* the interval is clear, the p of all pairs together is not */
		{ { 0.22, 0.02, 0.4, 96, 0.12 },
		  "It is not clear that the two go together, with a correlation of 0.22 (95% interval from 0.02 to 0.40), a weak association.",
		  "Non è chiaro se l'una cresca o diminuisca con l'altra, con una correlazione di 0,22 (intervallo al 95% da 0,02 a 0,40), un'associazione debole." },
		{ { 0.05, -0.31, 0.4, 31, 0.8 },
		  "It is not clear that the two go together, with a correlation of 0.05 (95% interval from −0.31 to 0.40), a negligible association. The interval is wide: take the direction, not the exact figure.",
		  "Non è chiaro se l'una cresca o diminuisca con l'altra, con una correlazione di 0,05 (intervallo al 95% da −0,31 a 0,40), un'associazione trascurabile. L'intervallo è ampio: vale la direzione, non la cifra esatta." },
		{ { 0.6, NO_NUMBER, NO_NUMBER, 90, NO_NUMBER },
		  "It is not clear that the two go together, with a correlation of 0.60, a strong association. How sure this is cannot be told: the answers give no interval.",
		  "Non è chiaro se l'una cresca o diminuisca con l'altra, con una correlazione di 0,60, un'associazione forte. Non si può dire quanto sia sicuro: le risposte non danno un intervallo." },
		{ { NO_NUMBER, NO_NUMBER, NO_NUMBER, 90, NO_NUMBER },
		  "There is no number: the answers do not allow one to be computed.",
		  "Non c'è un numero: le risposte non permettono di calcolarlo." },
	};

	(void)state;
	CHECK(&correlation_form, cases);
}

static const struct form population_form = {
	"population", { "share", "low", "high", "base", NULL }
};

static void populations(void **state)
{
	static const struct sentence_case cases[] = {
		{ { 0.7, 0.67, 0.73, 900 },
		  "Of all the people there are, asked or not, 70% would choose it (95% interval from 67% to 73%), a clear majority.",
		  "Fra tutte le persone, interpellate o no, lo sceglierebbe il 70% (intervallo al 95% dal 67% al 73%), una chiara maggioranza." },
		{ { 0.48, 0.44, 0.52, 900 },
		  "Of all the people there are, asked or not, 48% would choose it (95% interval from 44% to 52%), about half.",
		  "Fra tutte le persone, interpellate o no, lo sceglierebbe il 48% (intervallo al 95% dal 44% al 52%), circa la metà." },
		/* everybody was asked */
		{ { 0.2, 0.2, 0.2, 900 },
		  "Of all the people there are, asked or not, 20% would choose it (95% interval from 20% to 20%), a small minority.",
		  "Fra tutte le persone, interpellate o no, lo sceglierebbe il 20% (intervallo al 95% dal 20% al 20%), una piccola minoranza." },
	};

	(void)state;
	CHECK(&population_form, cases);
}
/* clang-format on */

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gaps),
		cmocka_unit_test(no_numbers),
		cmocka_unit_test(groups),
		cmocka_unit_test(changes),
		cmocka_unit_test(shares),
		cmocka_unit_test(weights),
		cmocka_unit_test(personas),
		cmocka_unit_test(reliabilities),
		cmocka_unit_test(correlations),
		cmocka_unit_test(populations),
		cmocka_unit_test(sizes_begin_at_their_limits),
		cmocka_unit_test(unknown_kinds_are_helped),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
