#include "pipeline/draw/image.h"

#include "pipeline/core/memory.h"
#include "pipeline/draw/image_cairo.h"

#include <math.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>

/*
 * Charts hold a dozen flat colours and the shades where their edges are
 * smoothed.  Written with a palette they are a third of the size and encode
 * several times faster than as true colour.  The most frequent EXACT colours
 * keep their value, so flat fills are true; further shades are merged with one
 * that differs by no more than a tolerance per channel.  What does not fit 256
 * entries even so is written as true colour.
 */
enum {
	PALETTE = 256,
	EXACT = 128,
	TALLY_SLOTS = 1 << 14, /* power of two */
	TALLY_LIMIT = TALLY_SLOTS / 4 * 3,
	LONGEST_RUN = UINT16_MAX,
	SHORT_RUN = 16, /* below it a call of memset costs more */
	COMPRESSION = 1
};

/* Levels of 255 a rare shade may change by: the first that suffices. */
static const int tolerances[] = { 0, 12, 28 };
enum { N_TOLERANCES = 3 };

struct shade {
	uint32_t colour; /* xRGB with USED set; 0 = free slot */
	uint32_t count;
	uint32_t entry; /* palette index */
};

#define USED 0x1000000U

struct pixels {
	const uint8_t *data;
	size_t stride;
	uint32_t width, height;
};

/* Equal pixels beside one another: where their shade is tallied, how many. */
struct stretch {
	uint16_t slot, length;
};

struct stretches {
	struct stretch *items;
	size_t n;
	size_t *ends; /* of each row's runs; a row like the one above has none
		       */
};

struct palette {
	struct shade *tally; /* TALLY_SLOTS */
	size_t n_shades;
	struct stretches runs;
	png_color colours[PALETTE];
	int n;
};

static const uint32_t *pixel_row(const struct pixels *pixels, uint32_t y)
{
	return (const uint32_t *)(const void *)(pixels->data +
						y * pixels->stride);
}

static bool is_repeated(const struct pixels *pixels, uint32_t y)
{
	return y > 0 && memcmp(pixel_row(pixels, y), pixel_row(pixels, y - 1),
			       pixels->width * sizeof(uint32_t)) == 0;
}

static struct shade *find_shade(const struct palette *palette, uint32_t pixel)
{
	uint32_t colour = (pixel & 0xFFFFFF) | USED;
	uint32_t slot = colour * 2654435761U >> 18;

	while (palette->tally[slot].colour != colour &&
	       palette->tally[slot].colour != 0)
		slot = (slot + 1) & (TALLY_SLOTS - 1);
	return &palette->tally[slot];
}

/* Two pixels at P, as one number. */
static uint64_t pixel_pair(const uint32_t *p)
{
	uint64_t pair;

	memcpy(&pair, p, sizeof pair);
	return pair;
}

/* Behind the run of equal pixels that begins at X. */
static inline uint32_t run_end(const uint32_t *row, uint32_t x, uint32_t width)
{
	const uint32_t c = row[x];
	const uint64_t cc = (uint64_t)c << 32 | c;

	while (x + 8 <= width &&
	       ((pixel_pair(row + x) ^ cc) | (pixel_pair(row + x + 2) ^ cc) |
		(pixel_pair(row + x + 4) ^ cc) |
		(pixel_pair(row + x + 6) ^ cc)) == 0)
		x += 8;
	while (x < width && row[x] == c)
		x++;
	return x;
}

/* False when there are too many colours for a chart.  RUNS has room for a row
 * of single pixels. */
static bool tally_row(struct palette *palette, const uint32_t *row,
		      uint32_t width)
{
	struct stretch *run = palette->runs.items + palette->runs.n;

	for (uint32_t x = 0, end; x < width; x = end, run++) {
		struct shade *shade = find_shade(palette, row[x]);

		if (shade->colour == 0) {
			shade->colour = (row[x] & 0xFFFFFF) | USED;
			palette->n_shades++;
		}
		end = x + 1 < width && row[x + 1] == row[x]
			      ? run_end(row, x, width)
			      : x + 1;
		if (end - x > LONGEST_RUN)
			end = x + LONGEST_RUN;
		shade->count += end - x;
		*run = (struct stretch){ .slot = (uint16_t)(shade -
							    palette->tally),
					 .length = (uint16_t)(end - x) };
		if (palette->n_shades > TALLY_LIMIT)
			return false;
	}
	palette->runs.n = (size_t)(run - palette->runs.items);
	return true;
}

/* Every row that differs from the one above. */
static bool tally_rows(const void *ctx, struct palette *palette,
		       const struct pixels *pixels)
{
	struct stretches *runs = &palette->runs;
	size_t room = 0;

	runs->ends = memory_array(ctx, size_t, pixels->height);
	for (uint32_t y = 0; y < pixels->height; y++) {
		if (runs->n + pixels->width > room) {
			room = 2 * (runs->n + pixels->width);
			runs->items = memory_grow(ctx, runs->items,
						  struct stretch, room);
		}
		if (!is_repeated(pixels, y) &&
		    !tally_row(palette, pixel_row(pixels, y), pixels->width))
			return false;
		runs->ends[y] = runs->n;
	}
	return true;
}

static int channel(uint32_t colour, int shift)
{
	return (int)(colour >> shift & 255);
}

/* Largest difference in a channel; where it is LIMIT or more, perhaps less. */
static int distance(uint32_t a, const png_color *b, int limit)
{
	int red = abs(channel(a, 16) - b->red), green, blue, most;

	if (red >= limit)
		return red;
	green = abs(channel(a, 8) - b->green);
	blue = abs(channel(a, 0) - b->blue);
	most = red > green ? red : green;
	return most > blue ? most : blue;
}

static int compare_shades(const void *left, const void *right)
{
	const struct shade *a = *(const struct shade *const *)left;
	const struct shade *b = *(const struct shade *const *)right;

	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	return a->colour < b->colour ? -1 : 1;
}

static struct shade **shades_by_count(const void *ctx,
				      const struct palette *palette)
{
	struct shade **shades =
		memory_array(ctx, struct shade *, palette->n_shades);
	size_t n = 0;

	for (size_t i = 0; i < TALLY_SLOTS; i++)
		if (palette->tally[i].colour)
			shades[n++] = &palette->tally[i];
	qsort(shades, n, sizeof *shades, compare_shades);
	return shades;
}

static bool place_shade(struct palette *palette, struct shade *shade,
			int tolerance)
{
	/* Half the tolerance is near enough: the search is most of the work. */
	int best = -1, least = tolerance + 1, near = tolerance / 2;

	/* Shades are distinct: without tolerance there is nothing to find. */
	for (int i = 0; tolerance && i < palette->n && least > near; i++) {
		int d = distance(shade->colour, &palette->colours[i], least);

		if (d < least) {
			least = d;
			best = i;
		}
	}
	if (best < 0 && palette->n == PALETTE)
		return false;
	if (best < 0) {
		best = palette->n++;
		palette->colours[best] =
			(png_color){ (uint8_t)channel(shade->colour, 16),
				     (uint8_t)channel(shade->colour, 8),
				     (uint8_t)channel(shade->colour, 0) };
	}
	shade->entry = (uint32_t)best;
	return true;
}

static bool place_shades(struct palette *palette, struct shade **shades,
			 int tolerance)
{
	palette->n = 0;
	for (size_t i = 0; i < palette->n_shades; i++)
		if (!place_shade(palette, shades[i], i < EXACT ? 0 : tolerance))
			return false;
	return true;
}

static bool build_palette(const void *ctx, struct palette *palette,
			  const struct pixels *pixels)
{
	struct shade **shades;

	palette->tally = memory_array(ctx, struct shade, TALLY_SLOTS);
	if (!tally_rows(ctx, palette, pixels))
		return false;
	shades = shades_by_count(ctx, palette);
	for (int i = 0; i < N_TOLERANCES; i++)
		if (place_shades(palette, shades, tolerances[i]))
			return true;
	return false;
}

static void index_row(const struct palette *palette, uint32_t y, uint8_t *out)
{
	const struct stretches *runs = &palette->runs;

	for (size_t i = y ? runs->ends[y - 1] : 0; i < runs->ends[y]; i++) {
		struct stretch run = runs->items[i];
		uint8_t entry = (uint8_t)palette->tally[run.slot].entry;

		if (run.length < SHORT_RUN)
			for (int x = 0; x < run.length; x++)
				out[x] = entry;
		else
			memset(out, entry, run.length);
		out += run.length;
	}
}

static void colour_row(const uint32_t *row, uint32_t width, uint8_t *out)
{
	for (uint32_t x = 0; x < width; x++) {
		*out++ = (uint8_t)channel(row[x], 16);
		*out++ = (uint8_t)channel(row[x], 8);
		*out++ = (uint8_t)channel(row[x], 0);
	}
}

/* The row Y to OUT, which still holds the row above. */
static void encode_row(const struct palette *palette,
		       const struct pixels *pixels, uint32_t y, uint8_t *out)
{
	if (is_repeated(pixels, y))
		return;
	if (palette)
		index_row(palette, y, out);
	else
		colour_row(pixel_row(pixels, y), pixels->width, out);
}

/* ---- libpng ---- */

struct sink {
	const void *ctx;
	uint8_t *data;
	size_t length;
};

static void sink_write(png_structp png, png_bytep data, size_t length)
{
	struct sink *sink = png_get_io_ptr(png);
	size_t have = sink->data ? talloc_get_size(sink->data) : 0;

	if (sink->length + length > have)
		sink->data = memory_grow(sink->ctx, sink->data, uint8_t,
					 have * 2 + length);
	memcpy(sink->data + sink->length, data, length);
	sink->length += length;
}

static void sink_flush(png_structp png)
{
	(void)png;
}

/* The sizes are checked and the sink cannot fail: only memory can lack. */
static void png_failed(png_structp png, png_const_charp message)
{
	(void)png;
	(void)message;
	memory_exhausted();
}

static void write_head(png_structp png, png_infop info,
		       const struct pixels *pixels,
		       const struct palette *palette, double dpi)
{
	png_uint_32 per_metre = (png_uint_32)lround(dpi / 0.0254);

	png_set_IHDR(png, info, pixels->width, pixels->height, 8,
		     palette ? PNG_COLOR_TYPE_PALETTE : PNG_COLOR_TYPE_RGB,
		     PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
		     PNG_FILTER_TYPE_DEFAULT);
	png_set_pHYs(png, info, per_metre, per_metre, PNG_RESOLUTION_METER);
	if (palette)
		png_set_PLTE(png, info, palette->colours, palette->n);
	/* Entries come from the palette itself: no need to look at each. */
	png_set_check_for_invalid_index(png, 0);
	png_set_filter(png, PNG_FILTER_TYPE_BASE,
		       palette ? PNG_FILTER_NONE : PNG_FILTER_UP);
	png_set_compression_level(png, COMPRESSION);
	png_write_info(png, info);
}

static void write_png(const void *ctx, const struct pixels *pixels,
		      const struct palette *palette, double dpi,
		      struct sink *sink)
{
	png_structp png = memory_check(png_create_write_struct(
		PNG_LIBPNG_VER_STRING, NULL, png_failed, NULL));
	png_infop info = memory_check(png_create_info_struct(png));
	uint8_t *row = memory_array(ctx, uint8_t, pixels->width * 3UL);

	png_set_write_fn(png, sink, sink_write, sink_flush);
	write_head(png, info, pixels, palette, dpi);
	for (uint32_t y = 0; y < pixels->height; y++) {
		encode_row(palette, pixels, y, row);
		png_write_row(png, row);
	}
	png_write_end(png, NULL);
	png_destroy_write_struct(&png, &info);
}

int image_png(const void *ctx, const struct display_list *list, double dpi,
	      uint8_t **data, size_t *length, struct error *error)
{
	void *scratch;
	cairo_surface_t *surface;
	struct pixels pixels;
	struct palette palette = { 0 };
	struct sink sink = { .ctx = ctx };

	if (image_cairo_surface(list, dpi / 72, &surface, error) < 0)
		return -1;
	scratch = memory_check(talloc_new(NULL));
	pixels = (struct pixels){
		.data = cairo_image_surface_get_data(surface),
		.stride = (size_t)cairo_image_surface_get_stride(surface),
		.width = (uint32_t)cairo_image_surface_get_width(surface),
		.height = (uint32_t)cairo_image_surface_get_height(surface),
	};
	write_png(scratch, &pixels,
		  build_palette(scratch, &palette, &pixels) ? &palette : NULL,
		  dpi, &sink);
	cairo_surface_destroy(surface);
	talloc_free(scratch);
	*data = sink.data;
	*length = sink.length;
	return 0;
}
