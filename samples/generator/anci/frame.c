#include "pipeline/core/memory.h"
#include "pipeline/data/sheet.h"
#include "samples/generator/anci/survey.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const struct province provinces[PROVINCES] = {
	{ "va", "012", 0, 8.75, 45.80, 0.10 },
	{ "co", "013", 0, 9.15, 45.88, -0.30 },
	{ "so", "014", 1, 9.95, 46.28, -0.75 },
	{ "mi", "015", 3, 9.10, 45.45, 1.20 },
	{ "bg", "016", 4, 9.78, 45.78, -0.10 },
	{ "bs", "017", 5, 10.30, 45.62, 0.05 },
	{ "pv", "018", 6, 9.02, 45.08, -0.60 },
	{ "cr", "019", 7, 9.90, 45.22, -0.40 },
	{ "mn", "020", 7, 10.68, 45.15, 0.10 },
	{ "lc", "097", 2, 9.42, 45.92, -0.20 },
	{ "lo", "098", 3, 9.48, 45.26, -0.25 },
	{ "mb", "108", 2, 9.28, 45.65, 0.95 },
};

const char *const zone_codes[ZONES] = { "insubria", "montagna", "brianza",
					"milano",   "bergamo",  "brescia",
					"pavia",    "valpadana" };
const char *const size_codes[SIZES] = { "xs", "s", "m", "l", "xl", "xxl" };

/* The year of the list that the survey was addressed by. */
enum { FRAME_YEAR = 2020 };

static int size_of(int people)
{
	static const int most[SIZES - 1] = { 1000, 3000, 5000, 10000, 30000 };
	int size = 0;

	while (size < SIZES - 1 && people > most[size])
		size++;
	return size;
}

static bool was_there(const struct sheet *sheet, size_t row)
{
	const char *since =
		sheet_cell(sheet, row, sheet_column(sheet, "since"));
	const char *until =
		sheet_cell(sheet, row, sheet_column(sheet, "until"));

	return (!*since || atoi(since) <= FRAME_YEAR) &&
	       (!*until || atoi(until) >= FRAME_YEAR);
}

static int province_of(const char *code)
{
	for (int i = 0; i < PROVINCES; i++)
		if (strncmp(code, provinces[i].prefix, 3) == 0)
			return i;
	return -1;
}

/* Small places in the mountains, large ones around the metropolis; those in
 * larger places have the time to answer. */
static struct municipality draw(struct survey *survey, const char *code,
				const char *name, int province)
{
	static const double answering[SIZES] = { .28, .34, .40, .47, .56, .66 };
	struct municipality made = { .code = code,
				     .name = name,
				     .province = province,
				     .zone = provinces[province].zone };
	double people = exp(7.95 + provinces[province].size +
			    chance_normal(survey->chance, 1.05));

	made.people = (int)fmax(90, fmin(people, 190000));
	made.size = size_of(made.people);
	made.propensity =
		answering[made.size] * (1 + .35 * sin(2.1 * (province + 1)));
	return made;
}

int frame_read(const void *ctx, struct survey *survey, const char *folder,
	       struct frame *frame)
{
	char *path = memory_format(ctx, "%s/italy-municipalities.csv", folder);
	struct error error = { 0 };
	struct sheet *sheet;
	int code, name;

	if (sheet_read(ctx, path, &sheet, &error) < 0) {
		fprintf(stderr, "generate-anci: %s: %s\n", path, error.what);
		return -1;
	}
	code = sheet_column(sheet, "code");
	name = sheet_column(sheet, "name");
	for (size_t row = 0; row < sheet->n_rows; row++) {
		const char *number = sheet_cell(sheet, row, code);
		int province = province_of(number);

		if (province >= 0 && was_there(sheet, row))
			memory_append(ctx, frame->items, struct municipality,
				      frame->n,
				      draw(survey, number,
					   sheet_cell(sheet, row, name),
					   province));
	}
	return 0;
}

int frame_write(const struct frame *frame, const char *path)
{
	FILE *out = fopen(path, "wb");

	if (!out)
		return -1;
	fputs("istat;comune;provincia;zona;classe;abitanti\n", out);
	for (size_t i = 0; i < frame->n; i++) {
		const struct municipality *item = &frame->items[i];

		fprintf(out, "%s;%s;%s;%s;%s;%d\n", item->code, item->name,
			provinces[item->province].code, zone_codes[item->zone],
			size_codes[item->size], item->people);
	}
	return fclose(out);
}
