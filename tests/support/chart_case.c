#include "tests/support/chart_case.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/draw/lint.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

int chart_case_setup(void **state)
{
	struct chart_case *chart = memory_new(NULL, struct chart_case);

	chart->ctx = chart;
	setenv("DIVARIO_CONFIG", "config", 0);
	if (font_set_open(chart, NULL, &chart->fonts, &chart->error) < 0 ||
	    phrases_load(chart, "en", NULL, &chart->phrases, &chart->error) <
		    0) {
		print_error("%s %s\n", chart->error.what, chart->error.where);
		return -1;
	}
	*state = chart;
	return 0;
}

int chart_case_teardown(void **state)
{
	talloc_free(*state);
	return 0;
}

static struct value cell_value(const void *ctx, const char *text, size_t length)
{
	char *cell = memory_text_n(ctx, text, length);
	double number;

	if (!*cell)
		return value_null();
	if (text_parse_number(cell, '.', &number))
		return value_real(number);
	return value_text(cell);
}

static size_t count_fields(const char *names)
{
	size_t n = 1;

	for (; *names; names++)
		n += *names == ',';
	return n;
}

struct table *chart_case_table(struct chart_case *chart, const char *names,
			       const char *rows)
{
	struct table *table = memory_new(chart->ctx, struct table);
	size_t n_cells = 0;

	table->n_columns = count_fields(names);
	table->names = memory_array(table, char *, table->n_columns + 1);
	for (size_t i = 0; i < table->n_columns; i++) {
		size_t length = strcspn(names, ",");

		table->names[i] = memory_text_n(table, names, length);
		names += length + 1;
	}
	while (*rows) {
		size_t length = strcspn(rows, ",\n");

		memory_append(table, table->cells, struct value, n_cells,
			      cell_value(table, rows, length));
		rows += length;
		rows += *rows ? 1 : 0;
	}
	assert_int_equal(n_cells % table->n_columns, 0);
	table->n_rows = n_cells / table->n_columns;
	return table;
}

struct chart_request chart_case_request(struct chart_case *chart,
					const struct table *table)
{
	return (struct chart_request){ .table = table,
				       .phrases = chart->phrases,
				       .fonts = chart->fonts,
				       .width = 460,
				       .where = "skill-gap.md:12:1" };
}

struct display_list *chart_case_draw(struct chart_case *chart, const char *kind,
				     const struct table *table)
{
	struct chart_request request = chart_case_request(chart, table);
	struct display_list *list = NULL;

	if (chart_draw(chart->ctx, chart_find(kind), &request, &list,
		       &chart->error) < 0)
		fail_msg("%s: %s", kind, chart->error.what);
	return list;
}

const struct draw_operation *chart_case_text(const struct display_list *list,
					     const char *text)
{
	for (size_t i = 0; i < list->n_operations; i++) {
		const struct draw_operation *operation = &list->operations[i];

		if (operation->kind == DRAW_TEXT &&
		    strcmp(operation->run->text, text) == 0)
			return operation;
	}
	return NULL;
}

size_t chart_case_count(const struct display_list *list, const char *text)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n_operations; i++)
		n += list->operations[i].kind == DRAW_TEXT &&
		     strcmp(list->operations[i].run->text, text) == 0;
	return n;
}

void chart_case_lint(const struct display_list *list)
{
	struct lint_report *report = lint_run(list, list);

	if (report->n_findings)
		fail_msg("%s: %s '%s' '%s' %.2f", list->title,
			 report->findings[0].rule, report->findings[0].text,
			 report->findings[0].other ? report->findings[0].other
						   : "",
			 report->findings[0].measure);
	assert_true(report->n_texts > 0);
}

const char *chart_case_label(size_t i)
{
	static const char *const labels[40] = {
		"Collaborazione nel gruppo di lavoro e con i servizi del "
		"territorio",
		"Ascolto",
		"Uso degli strumenti digitali nel colloquio a distanza con le "
		"persone",
		"Pensiero critico",
		"Lingua inglese",
		"Conoscenza delle norme nazionali ed europee sull’impresa "
		"sociale",
		"Řízení projektů",
		"Accompagnamento individuale delle persone svantaggiate "
		"nell’inserimento al lavoro",
		"Umiejętność pracy zespołowej (Łódź)",
		"Protezione dei dati",
		"Valutazione dell’impatto sociale",
		"Marketing & comunicazione <sociale>",
		"Guida",
		"Pianificazione finanziaria e controllo di gestione nelle "
		"organizzazioni senza scopo di lucro",
		"Empatia",
	};
	static char numbered[40][160];

	if (labels[i])
		return labels[i];
	snprintf(numbered[i], sizeof numbered[i], "%s – livello %zu",
		 labels[i % 15], i / 15 + 1);
	return numbered[i];
}
