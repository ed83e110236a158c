#include "tests/support/sample_document.h"

#include "pipeline/core/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* cmocka wants the three headers above it. */
#include <cmocka.h>

static const struct sample_words english = {
	"en",
	"Skill gaps in work integration social enterprises",
	"What workers can do today, what their work asks of them, and what it will ask in five years",
	"Second wave, spring 2026",
	"22 November 2026",
	"Co-funded by the European Union. Views and opinions expressed are those of the authors only.",
	"Synthetic data, made to show the method",
	{ "Where the gaps are widest", "Who answered",
	  "Differences between countries", "What the training has to close",
	  "Supported workers and their tutors" },
	{ "Respondents rated thirty-two skills on a scale from one to five, once for what they are able to do now and once for what their job requires. The difference between the two ratings is the gap. It is positive where the requirement exceeds the present level, and its size tells how urgent training would be if nothing else were considered.",
	  "Digital skills stand out. Handling shared documents, protecting personal data and judging whether a source can be trusted are required at nearly the same level in every country, yet the present level differs by more than a whole point. Enterprises with fewer than twenty workers report the widest gaps, although they also report the greatest willingness to learn.",
	  "The intervals are narrow for the whole sample and wide for small groups; a group under thirty answers is shown but should not be compared. Wherever a cell rests on fewer answers than the disclosure threshold it is left out, together with whatever would allow it to be worked out from its neighbours.",
	  "Tutors and supported workers agree about the order of the skills and disagree about the distance. Tutors see a gap of almost one and a half points in planning one's own work; supported workers see half of it. Such a disagreement is a finding in its own right: training that starts from the tutor's rating alone will miss what the learners already know how to do.",
	  "Required levels rise for all areas when respondents look five years ahead." },
	{ "ask what the task requires before asking what the person lacks;",
	  "train in the enterprise, in groups mixed by experience, and return after three months;",
	  "measure again with the same questions, otherwise the change cannot be told from the wording;",
	  "publish the numbers with their intervals." },
	{ "Communication with colleagues",
	  "Handling of shared documents and folders in the cloud",
	  "Planning one's own work", "Health and safety",
	  "Protection of personal data", "Conflict management",
	  "Written English", "Machine maintenance and small repairs" },
	{ "Skill", "n", "Current", "Required", "Gap", "95 % interval",
	  "Effect size", "p adjusted (Holm)", "Standard deviation",
	  "Weighted discrepancy", "Rank" },
	"Transversal skills",
	"Current and required level, gap and interval by skill",
	"Means on a scale from 1 to 5; intervals by bootstrap with 2,000 resamples; p by Wilcoxon's signed-rank test.",
	{ { "578", "respondents", "403 face to face, 175 online" },
	  { "13", "countries", "from Belgium to Slovenia" },
	  { "+1.24", "widest gap",
	    "protection of personal data, 95 % interval 1.11 to 1.37" },
	  { "32", "skills rated", "in five areas" },
	  { "71 %", "report at least one gap over one point", "n = 410" },
	  { "0.38", "mean effect size", "matched rank-biserial" } }
};

static const struct sample_words italian = {
	"it",
	"I divari di competenze nelle imprese sociali di inserimento lavorativo",
	"Che cosa sanno fare oggi le lavoratrici e i lavoratori, che cosa chiede il lavoro e che cosa chiederà tra cinque anni",
	"Seconda rilevazione, primavera 2026",
	"22 novembre 2026",
	"Cofinanziato dall’Unione europea. Le opinioni espresse appartengono alle autrici e agli autori.",
	"Dati sintetici, generati per mostrare il metodo",
	{ "Dove i divari sono più ampi", "Chi ha risposto",
	  "Differenze tra i Paesi", "Che cosa deve colmare la formazione",
	  "Le persone inserite e chi le accompagna" },
	{ "Le persone intervistate hanno valutato trentadue competenze su una scala da uno a cinque: una volta per ciò che sanno fare adesso, una volta per ciò che il lavoro richiede. La differenza tra le due valutazioni è il divario; è positivo quando il livello richiesto supera quello posseduto, e la sua ampiezza dice quanto la formazione sarebbe urgente se non si considerasse nient’altro.",
	  "Le competenze digitali spiccano. La gestione di documenti condivisi, la protezione dei dati personali e la capacità di giudicare l’affidabilità di una fonte sono richieste quasi allo stesso livello in tutti i Paesi, mentre il livello posseduto differisce di oltre un punto. Le organizzazioni con meno di venti persone dichiarano i divari più ampi, benché siano anche le più disponibili all’apprendimento.",
	  "Gli intervalli sono stretti per l’intero campione e ampi per i gruppi piccoli; un gruppo con meno di trenta risposte è mostrato, ma non andrebbe confrontato. Le celle che poggiano su un numero di risposte inferiore alla soglia di riservatezza sono omesse, insieme a quanto permetterebbe di ricostruirle dalle celle vicine.",
	  "Chi accompagna e chi è accompagnato concordano sull’ordine delle competenze, non sulla distanza. Per i tutor il divario nell’organizzazione del proprio lavoro è di quasi un punto e mezzo; per le persone inserite è la metà. È un risultato in sé: una formazione che parta soltanto dalla valutazione dei tutor trascurerebbe ciò che le persone già sanno fare, perché l’esperienza quotidiana non sempre è visibile.",
	  "Guardando ai prossimi cinque anni, i livelli richiesti crescono in tutte le aree." },
	{ "chiedere che cosa richiede il compito prima di chiedere che cosa manca alla persona;",
	  "formare in impresa, in gruppi misti per esperienza, e tornare dopo tre mesi;",
	  "misurare di nuovo con le stesse domande, altrimenti il cambiamento non si distingue dalla formulazione;",
	  "pubblicare i numeri insieme agli intervalli." },
	{ "Comunicazione con i colleghi",
	  "Gestione di documenti e cartelle condivise in rete",
	  "Organizzazione del proprio lavoro", "Salute e sicurezza",
	  "Protezione dei dati personali", "Gestione dei conflitti",
	  "Inglese scritto",
	  "Manutenzione delle macchine e piccole riparazioni" },
	{ "Competenza", "n", "Posseduto", "Richiesto", "Divario",
	  "Intervallo 95 %", "Dimensione dell’effetto", "p corretto (Holm)",
	  "Deviazione standard", "Discrepanza ponderata", "Rango" },
	"Competenze trasversali",
	"Livello posseduto e richiesto, divario e intervallo per competenza",
	"Medie su una scala da 1 a 5; intervalli bootstrap con 2000 ripetizioni; p del test di Wilcoxon per dati appaiati.",
	{ { "578", "rispondenti", "403 di persona, 175 in rete" },
	  { "13", "Paesi", "dal Belgio alla Slovenia" },
	  { "+1,24", "divario più ampio",
	    "protezione dei dati personali, intervallo al 95 % da 1,11 a 1,37" },
	  { "32", "competenze valutate", "in cinque aree" },
	  { "71 %", "dichiara almeno un divario superiore a un punto",
	    "n = 410" },
	  { "0,38", "dimensione media dell’effetto",
	    "correlazione rango-biseriale" } }
};

const struct sample_words *sample_words(const char *language)
{
	return strcmp(language, "it") == 0 ? &italian : &english;
}

void sample_paragraph(const void *ctx, struct blocks *blocks, const char *text)
{
	blocks_add(ctx, blocks, BLOCK_PARAGRAPH)->text = spans_plain(ctx, text);
}

void sample_heading(const void *ctx, struct blocks *blocks, int level,
		    const char *text)
{
	struct block *block = blocks_add(ctx, blocks, BLOCK_HEADING);

	block->level = level;
	block->text = spans_plain(ctx, text);
	block->anchor = memory_format(ctx, "h%zu", blocks->n);
}

struct display_list *sample_figure(const void *ctx, struct font_set *fonts,
				   const char *language, double width, size_t n)
{
	const struct sample_words *words = sample_words(language);
	struct display_list *list = display_list_new(
		ctx, fonts, language, width, 30 + 22 * (double)n);
	struct colour ink = colour_hex(0x1F2933);

	draw_text(list, FONT_BOLD, 10, 0, 12, 0, ink, words->caption);
	for (size_t i = 0; i < n; i++) {
		double y = 26 + 22 * (double)i;

		draw_text(list, FONT_REGULAR, 8.5, 0, y + 11, 0, ink,
			  words->skills[i % 4 * 2 + 1 - i % 2]);
		draw_fill_colour(list, colour_hex(0x23689B));
		draw_rectangle(list, 230, y, (double)(n - i) * 150 / (double)n,
			       14);
		draw_fill(list);
	}
	list->title = words->caption;
	list->alternative = words->note;
	return list;
}

static const char *cell_text(const void *ctx, const struct sample_words *words,
			     size_t row, size_t column)
{
	bool is_italian = words == &italian;
	char *text;

	if (column == 0)
		return words->skills[row % 8];
	if (column == 1)
		return memory_format(ctx, "%zu", 380 + row * 37 % 199);
	if (column == 5)
		text = memory_format(ctx, "0.%zu to 1.%zu", 30 + row % 40,
				     10 + row % 60);
	else if (row % 11 == 7)
		return "–";
	else
		text = memory_format(ctx, "%s%zu.%02zu", column == 4 ? "+" : "",
				     (row * 7 + column) % 13, row * 31 % 100);
	for (char *at = text; is_italian && *at; at++)
		if (*at == '.')
			*at = ',';
	return text;
}

struct table_block *sample_table(const void *ctx, const char *language,
				 size_t rows, size_t columns)
{
	const struct sample_words *words = sample_words(language);
	struct table_block *table = memory_new(ctx, struct table_block);

	table->n_columns = columns;
	table->n_rows = rows;
	table->columns = memory_array(ctx, struct table_column_style, columns);
	table->cells = memory_array(ctx, struct spans, rows * columns);
	table->is_group_row = memory_array(ctx, bool, rows);
	table->has_row_heads = true;
	for (size_t i = 0; i < columns; i++) {
		table->columns[i].heading =
			spans_plain(ctx, words->heads[i % 11]);
		table->columns[i].align = i ? ALIGN_DECIMAL : ALIGN_LEFT;
	}
	for (size_t i = 0; i < rows * columns; i++) {
		size_t row = i / columns, column = i % columns;
		bool is_group = rows > 8 && row % 6 == 0;

		table->is_group_row[row] = is_group;
		if (!is_group)
			table->cells[i] = spans_plain(
				ctx, cell_text(ctx, words, row, column));
		else if (column == 0)
			table->cells[i] = spans_plain(ctx, words->group);
	}
	return table;
}

static void add_styles(const void *ctx, struct blocks *blocks,
		       const struct sample_words *words)
{
	struct block *block = blocks_add(ctx, blocks, BLOCK_PARAGRAPH);
	const struct span spans[] = {
		{ .text = words->prose[4] },
		{ .text = " " },
		{ .text = words->skills[1], .style = FONT_BOLD },
		{ .text = ", " },
		{ .text = words->skills[4], .style = FONT_ITALIC },
		{ .text = ", " },
		{ .text = "select gap from gap", .is_code = true },
		{ .text = ": " },
		{ .text = "example.org/divario",
		  .link = "https://example.org/divario" },
		{ .text = ", " },
		{ .text = words->headings[0], .link = "#h4" },
		{ .text = ". Łódź, Společnost, perché, 5 € ≤ 10 → ●." },
	};

	for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
		spans_add(ctx, &block->text, spans[i]);
}

void sample_list(const void *ctx, struct blocks *blocks,
		 const struct sample_words *words, bool is_nested)
{
	struct block *block = blocks_add(ctx, blocks, BLOCK_LIST);
	size_t n = 4;

	block->is_ordered = !is_nested;
	block->n_list_items = n;
	block->list_items = memory_array(ctx, struct blocks, n);
	for (size_t i = 0; i < n; i++)
		sample_paragraph(ctx, &block->list_items[i], words->items[i]);
	if (is_nested)
		sample_list(ctx, &block->list_items[1], words, false);
}

static void add_table(const void *ctx, struct blocks *blocks,
		      const struct sample_words *words, size_t rows,
		      size_t columns)
{
	struct block *block = blocks_add(ctx, blocks, BLOCK_TABLE);

	block->table = sample_table(ctx, words->language, rows, columns);
	block->caption = spans_plain(ctx, words->caption);
	block->note = spans_plain(ctx, words->note);
}

static void add_figure(const void *ctx, struct document *document,
		       const struct sample_words *words, size_t n)
{
	struct block *block = blocks_add(ctx, &document->body, BLOCK_FIGURE);

	block->figure =
		sample_figure(ctx, document->fonts, words->language, 430, n);
	block->caption = spans_plain(ctx, words->caption);
	block->note = spans_plain(ctx, words->note);
}

static void add_callout(const void *ctx, struct blocks *blocks,
			const struct sample_words *words)
{
	struct block *block = blocks_add(ctx, blocks, BLOCK_CALLOUT);

	block->text = spans_plain(ctx, words->headings[3]);
	sample_paragraph(ctx, &block->body, words->prose[2]);
}

static void add_summary(const void *ctx, struct document *document,
			const struct sample_words *words)
{
	struct blocks *body = &document->body;
	struct block *block;

	blocks_add(ctx, body, BLOCK_CONTENTS);
	sample_heading(ctx, body, 1, words == &italian ? "Sintesi" : "Summary");
	body->items[body->n - 1].is_unnumbered = true;
	sample_paragraph(ctx, body, words->prose[0]);
	block = blocks_add(ctx, body, BLOCK_NUMBERS);
	block->n_numbers = 6;
	block->numbers = memory_array(ctx, struct number_item, 6);
	memcpy(block->numbers, words->numbers, sizeof words->numbers);
	sample_paragraph(ctx, body, words->prose[1]);
	add_callout(ctx, body, words);
}

static void add_chapter(const void *ctx, struct document *document,
			const struct sample_words *words, size_t chapter)
{
	struct blocks *body = &document->body;

	sample_heading(ctx, body, 1, words->headings[chapter % 5]);
	sample_paragraph(ctx, body, words->prose[chapter % 4]);
	sample_paragraph(ctx, body, words->prose[(chapter + 1) % 4]);
	sample_heading(ctx, body, 2, words->headings[(chapter + 1) % 5]);
	add_styles(ctx, body, words);
	add_figure(ctx, document, words, 12 + chapter * 3 % 10);
	sample_paragraph(ctx, body, words->prose[(chapter + 2) % 4]);
	sample_list(ctx, body, words, chapter % 2 == 0);
	sample_heading(ctx, body, 3, words->headings[(chapter + 3) % 5]);
	sample_paragraph(ctx, body, words->prose[(chapter + 3) % 4]);
	sample_heading(ctx, body, 2, words->headings[(chapter + 2) % 5]);
	add_table(ctx, body, words, chapter % 2 ? 8 : 47,
		  chapter % 3 == 2 ? 11 : 6 + chapter % 3);
	sample_paragraph(ctx, body, words->prose[chapter % 4]);
}

struct document *sample_document(const void *ctx, const char *language,
				 size_t chapters)
{
	const struct sample_words *words = sample_words(language);
	struct document *document = memory_new(ctx, struct document);
	struct error error = { 0 };
	struct phrases *phrases;

	assert_int_equal(
		font_set_open(document, NULL, &document->fonts, &error), 0);
	assert_int_equal(
		phrases_load(document, language, NULL, &phrases, &error), 0);
	document->phrases = phrases;
	document->title = words->title;
	document->subtitle = words->subtitle;
	document->organisation = "Osservatorio sul lavoro sociale";
	document->wave_line = words->wave;
	document->date_line = words->date;
	document->funding = words->funding;
	document->notice = words->notice;
	document->running_title = words->title;
	document->date = "2026-11-22T00:00:00Z";
	document->author = document->organisation;
	add_summary(document, document, words);
	for (size_t i = 0; i < chapters; i++)
		add_chapter(document, document, words, i);
	return document;
}

struct document *sample_empty(const void *ctx)
{
	struct document *document = sample_document(ctx, "en", 0);

	document->body = (struct blocks){ NULL, 0 };
	return document;
}
