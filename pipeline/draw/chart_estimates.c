#include "pipeline/draw/chart_estimates.h"

#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_words.h"

#include <math.h>

double *estimates_numbers(const struct sheet *sheet, const char *name)
{
	const struct table *table = sheet->request->table;
	double *values = memory_array(sheet->list, double, table->n_rows);
	int column = table_column(table, name);

	for (size_t i = 0; i < table->n_rows; i++)
		values[i] = table_number(table, i, column);
	return values;
}

static const char **read_texts(const struct sheet *sheet, int column)
{
	const struct table *table = sheet->request->table;
	const char **texts =
		memory_array(sheet->list, const char *, table->n_rows);

	for (size_t i = 0; i < table->n_rows; i++)
		texts[i] = table_text(table, i, column);
	return texts;
}

int estimates_read(const struct sheet *sheet, const char *value,
		   struct estimates *estimates, struct error *error)
{
	static const char *const skip[] = { "area", NULL };
	const struct table *table = sheet->request->table;
	int label = parts_text_column(table, -1, skip);
	int area = table_column(table, "area");
	double ignored;

	if (parts_option_number(sheet->request, "decimals", &ignored, error) <
		    0 ||
	    parts_option_number(sheet->request, "confidence", &ignored, error) <
		    0)
		return -1;
	if (label < 0)
		return parts_refuse(sheet->request,
				    "select the label of each row first",
				    "the chart has no text column to name its "
				    "rows",
				    error);
	*estimates = (struct estimates){
		.n = table->n_rows,
		.labels = read_texts(sheet, label),
		.areas = area >= 0 ? read_texts(sheet, area) : NULL,
		.values = estimates_numbers(sheet, value),
		.low = estimates_numbers(sheet, "low"),
		.high = estimates_numbers(sheet, "high"),
		.answers = estimates_numbers(
			sheet, table_column(table, "base") >= 0 ? "base" : "n"),
	};
	return 0;
}

const char *estimates_text(const struct sheet *sheet,
			   const struct estimates_format *format, double value)
{
	if (format->is_per_cent && !isnan(value))
		return parts_percent(sheet, value, format->decimals);
	return parts_number(sheet, value, format->decimals, format->is_signed);
}

static void set_texts(const struct sheet *sheet, struct estimates *estimates,
		      const struct estimates_format *format)
{
	struct text_column *columns = estimates->columns;
	double scale = format->is_per_cent ? 100 : 1;

	for (size_t i = 0; i < estimates->n; i++) {
		columns[ESTIMATES_VALUE].texts[i] =
			estimates_text(sheet, format, estimates->values[i]);
		columns[ESTIMATES_INTERVAL].texts[i] = parts_interval(
			sheet, estimates->low[i] * scale,
			estimates->high[i] * scale, format->decimals);
		columns[ESTIMATES_ANSWERS].texts[i] =
			isnan(estimates->answers[i])
				? ""
				: parts_number(sheet, estimates->answers[i], 0,
					       false);
	}
}

/* "95% CI" when the template says how sure the interval is. */
static const char *interval_head(const struct sheet *sheet)
{
	double confidence = (double)NAN;
	struct error ignored = { 0 };

	parts_option_number(sheet->request, "confidence", &confidence,
			    &ignored);
	if (isnan(confidence))
		return "";
	if (confidence > 1)
		confidence /= 100;
	return words_fill(sheet, "chart.interval_short",
			  (const char *[]){ "confidence",
					    parts_percent(sheet, confidence, 0),
					    NULL });
}

void estimates_columns(const struct sheet *sheet, struct estimates *estimates,
		       const struct estimates_format *format)
{
	const struct text_column value = { .head = format->head,
					   .style = FONT_BOLD,
					   .size = PARTS_VALUE,
					   .colour = PALETTE_INK };
	const struct text_column other = { .head = "",
					   .style = FONT_REGULAR,
					   .size = PARTS_SMALL,
					   .colour = PALETTE_MUTED };

	for (int i = 0; i < ESTIMATES_COLUMNS; i++) {
		estimates->columns[i] = i == ESTIMATES_VALUE ? value : other;
		estimates->columns[i].texts =
			memory_array(sheet->list, const char *, estimates->n);
	}
	estimates->columns[ESTIMATES_INTERVAL].head = interval_head(sheet);
	estimates->columns[ESTIMATES_ANSWERS].head =
		parts_phrase(sheet, "chart.n");
	set_texts(sheet, estimates, format);
}

void estimates_range(const struct estimates *estimates, double *low,
		     double *high)
{
	for (size_t i = 0; i < estimates->n; i++) {
		*low = fmin(fmin(*low, estimates->values[i]),
			    estimates->low[i]);
		*high = fmax(fmax(*high, estimates->values[i]),
			     estimates->high[i]);
	}
}

void estimates_suppressed(const struct sheet *sheet, const struct row *row,
			  double x0, double x1)
{
	const struct text_look look = { FONT_ITALIC, PARTS_SMALL };
	struct wrapped text =
		rows_wrap(sheet, look, parts_phrase(sheet, "chart.suppressed"),
			  x1 - x0 - 12, 1);

	/* A ground of its own: grid lines do not strike it through. */
	parts_box(sheet->list, x0 + 4, row->middle - 4, text.width + 4, 8,
		  palette(PALETTE_WHITE));
	parts_text(sheet, look, (struct text_place){ x0 + 6, row->middle, 0 },
		   palette(PALETTE_MUTED), text.lines[0]);
}

void estimates_say(const struct sheet *sheet, const struct estimates *estimates,
		   const char *measure_key)
{
	words_extremes(sheet, &(struct extremes){
				      measure_key, estimates->labels,
				      estimates->values,
				      estimates->columns[ESTIMATES_VALUE].texts,
				      estimates->n });
	words_answers(sheet, estimates->answers, estimates->n);
}
