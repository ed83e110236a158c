#include "pipeline/draw/chart_classes.h"

#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_breaks.h"
#include "pipeline/draw/chart_rows.h"
#include "pipeline/draw/chart_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- breaks ---- */

static int compare_numbers(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return (a > b) - (a < b);
}

/* The known VALUES in order. */
static double *sorted_values(const struct sheet *sheet, const double *values,
			     size_t n, size_t *n_known)
{
	double *sorted = memory_array(sheet->list, double, n);

	*n_known = 0;
	for (size_t i = 0; i < n; i++)
		if (!isnan(values[i]))
			sorted[(*n_known)++] = values[i];
	if (*n_known > 0)
		qsort(sorted, *n_known, sizeof *sorted, compare_numbers);
	return sorted;
}

static int refuse_breaks(const struct sheet *sheet, struct error *error)
{
	return parts_refuse(
		sheet->request,
		"write breaks: quantile, breaks: jenks, or three "
		"to eight rising numbers, such as breaks: 0, 5, 10, "
		"from the least value or below to the largest or "
		"above",
		"the chart's option 'breaks' does not divide the "
		"values into classes",
		error);
}

static int fixed_breaks(const struct sheet *sheet, const char *text,
			const double *sorted, size_t n_known,
			struct classes *classes, struct error *error)
{
	char *rest = memory_text(sheet->list, text);
	size_t n = 0;

	for (char *part = strsep(&rest, ","); part; part = strsep(&rest, ",")) {
		double number;

		if (n > CLASSES_MOST ||
		    !text_parse_number(text_trim(sheet->list, part), '.',
				       &number) ||
		    (n > 0 && number <= classes->breaks[n - 1]))
			return refuse_breaks(sheet, error);
		classes->breaks[n++] = number;
	}
	if (n < 3 ||
	    (n_known > 0 && (sorted[0] < classes->breaks[0] ||
			     sorted[n_known - 1] > classes->breaks[n - 1])))
		return refuse_breaks(sheet, error);
	classes->n = n - 1;
	for (size_t i = 1; i < classes->n; i++)
		classes->is_diverging |= classes->breaks[i] == 0;
	return 0;
}

static int read_number(const struct sheet *sheet, double *wanted,
		       struct error *error)
{
	if (parts_option_number(sheet->request, "classes", wanted, error) < 0)
		return -1;
	if (*wanted >= 2 && *wanted <= CLASSES_MOST)
		return 0;
	return parts_refuse(sheet->request, "write classes: 2 to 7",
			    "the chart's option 'classes' is out of range",
			    error);
}

static int make_breaks(const struct sheet *sheet, const double *sorted,
		       size_t n, struct classes *classes, struct error *error)
{
	const char *kind = parts_option(sheet->request, "breaks");
	double wanted = n < 15 ? 3 : 5;
	size_t k;

	if (read_number(sheet, &wanted, error) < 0)
		return -1;
	k = (size_t)wanted;
	if (kind && strcmp(kind, "quantile") != 0 && strcmp(kind, "jenks") != 0)
		return fixed_breaks(sheet, kind, sorted, n, classes, error);
	if (n == 0)
		return 0;
	classes->n = kind && strcmp(kind, "jenks") == 0
			     ? breaks_jenks(sorted, n, k, classes->breaks)
			     : breaks_quantile(sorted, n, k, classes->breaks);
	return 0;
}

/* As many decimals as tell the breaks apart. */
static void choose_decimals(const struct sheet *sheet, struct classes *classes,
			    const double *sorted, size_t n)
{
	double scale = classes->is_per_cent ? 100 : 1;
	bool is_whole = true;

	for (size_t i = 0; i < n && is_whole; i++)
		is_whole = sorted[i] * scale == round(sorted[i] * scale);
	classes->decimals = parts_decimals(sheet, classes->breaks[0] * scale,
					   classes->breaks[classes->n] * scale);
	classes->is_whole = is_whole && !classes->is_per_cent;
	if (parts_option(sheet->request, "decimals"))
		return;
	classes->decimals = is_whole ? 0 : 1;
	for (size_t i = 0; !is_whole && i < classes->n; i++)
		while (classes->decimals < 4 &&
		       (classes->breaks[i + 1] - classes->breaks[i]) * scale *
				       pow(10, classes->decimals) <
			       1.5)
			classes->decimals++;
}

int classes_make(const struct sheet *sheet, const double *values, size_t n,
		 struct classes *classes, struct error *error)
{
	const char *unit = parts_option(sheet->request, "unit");
	double ignored = 0;
	double *sorted;
	size_t n_known;

	*classes = (struct classes){
		.is_per_cent = unit != NULL,
		.is_rise_wanted = parts_wants_rise(sheet->request),
	};
	if (unit && strcmp(unit, "percent") != 0)
		return parts_refuse(sheet->request,
				    "write unit: percent, or leave it",
				    "this chart knows no other unit than "
				    "percent",
				    error);
	if (parts_option_number(sheet->request, "decimals", &ignored, error) <
	    0)
		return -1;
	sorted = sorted_values(sheet, values, n, &n_known);
	if (make_breaks(sheet, sorted, n_known, classes, error) < 0)
		return -1;
	classes->n_unknown = n - n_known;
	for (size_t i = 0; i < n_known; i++)
		classes->counts[classes_find(classes, sorted[i])]++;
	choose_decimals(sheet, classes, sorted, n_known);
	return 0;
}

/* ---- class, colour, words ---- */

size_t classes_find(const struct classes *classes, double value)
{
	size_t i = 0;

	while (i + 1 < classes->n && value > classes->breaks[i + 1])
		i++;
	return i;
}

struct colour classes_colour(const struct classes *classes, size_t i)
{
	double part;

	if (classes->n < 2)
		return palette_sequential(0.5);
	part = (double)i / (double)(classes->n - 1);
	if (classes->is_rise_wanted)
		part = 1 - part;
	if (classes->is_diverging)
		return palette_diverging(2 * part - 1);
	/* The lightest is still seen on paper; the bend keeps classes off the
	 * mid-tones on which neither dark nor white words read well. */
	return palette_sequential(0.12 + 0.88 * pow(part, 0.8));
}

const char *classes_number(const struct sheet *sheet,
			   const struct classes *classes, double value)
{
	return classes->is_per_cent
		       ? parts_percent(sheet, value, classes->decimals)
		       : parts_number(sheet, value, classes->decimals, false);
}

const char *classes_label(const struct sheet *sheet,
			  const struct classes *classes, size_t i)
{
	double low = classes->breaks[i];
	bool is_next = i > 0 && classes->is_whole && classes->decimals == 0 &&
		       low == round(low);
	const char *to = classes_number(sheet, classes, classes->breaks[i + 1]);
	const char *from =
		classes_number(sheet, classes, is_next ? low + 1 : low);

	/* A dash beside a minus sign would be read as another. */
	return strcmp(from, to) == 0
		       ? to
		       : memory_format(sheet->list, "%s %s %s", from,
				       low < 0 ? "…" : "–", to);
}

/* ---- legend ---- */

static const double swatch = 10, line = 13.5;

static double legend_line(const struct sheet *sheet, double x, double y,
			  double width, const char *label)
{
	struct text_look look = { FONT_REGULAR, PARTS_SMALL };
	struct wrapped wrapped =
		rows_wrap(sheet, look, label, width - swatch - 5, ROWS_LINES);

	for (int i = 0; i < wrapped.n; i++)
		parts_text(sheet, look,
			   (struct text_place){ x + swatch + 5,
						y + swatch / 2 + i * 9, 0 },
			   palette(PALETTE_INK), wrapped.lines[i]);
	return y + line + (wrapped.n - 1) * 9;
}

static const char *counted(const struct sheet *sheet, const char *label,
			   size_t n)
{
	return memory_format(sheet->list, "%s (%s)", label,
			     parts_number(sheet, (double)n, 0, false));
}

double classes_legend(const struct sheet *sheet, const struct classes *classes,
		      double x, double y, double width)
{
	for (size_t k = classes->n; k > 0; k--) {
		parts_box(sheet->list, x, y, swatch, swatch,
			  classes_colour(classes, k - 1));
		y = legend_line(sheet, x, y, width,
				counted(sheet,
					classes_label(sheet, classes, k - 1),
					classes->counts[k - 1]));
	}
	if (classes->n_unknown > 0) {
		parts_hatch(sheet->list, x, y, swatch, swatch);
		y = legend_line(sheet, x, y, width,
				counted(sheet,
					parts_phrase(sheet, "chart.withheld"),
					classes->n_unknown));
	}
	return y;
}

/* ---- alternative text ---- */

void classes_say(const struct sheet *sheet, const struct classes *classes,
		 const char *const *labels, const double *values, size_t n)
{
	const char **texts = memory_array(sheet->list, const char *, n);

	for (size_t i = 0; i < classes->n; i++)
		words_say(
			sheet, "alternative.class",
			(const char *[]){
				"range", classes_label(sheet, classes, i),
				"count",
				parts_number(sheet, (double)classes->counts[i],
					     0, false),
				NULL });
	for (size_t i = 0; i < n; i++)
		texts[i] = isnan(values[i])
				   ? ""
				   : classes_number(sheet, classes, values[i]);
	words_extremes(sheet, &(struct extremes){ "chart.value", labels, values,
						  texts, n });
}
