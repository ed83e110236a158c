#include "pipeline/draw/palette.h"

#include <math.h>

struct colour palette(enum palette_colour colour)
{
	return colour_hex((uint32_t)colour);
}

static double linear(double channel)
{
	return channel <= 0.03928 ? channel / 12.92
				  : pow((channel + 0.055) / 1.055, 2.4);
}

double palette_luminance(struct colour colour)
{
	return 0.2126 * linear((double)colour.red) +
	       0.7152 * linear((double)colour.green) +
	       0.0722 * linear((double)colour.blue);
}

double palette_contrast(struct colour a, struct colour b)
{
	double one = palette_luminance(a) + 0.05;
	double two = palette_luminance(b) + 0.05;

	return one > two ? one / two : two / one;
}

struct colour palette_on(struct colour ground)
{
	const struct colour ink = palette(PALETTE_INK);
	const struct colour white = palette(PALETTE_WHITE);

	if (palette_contrast(white, ground) >= PALETTE_CONTRAST)
		return white;
	if (palette_contrast(ink, ground) >= PALETTE_CONTRAST)
		return ink;
	/* Of black and white one always passes. */
	return colour_hex(0);
}

struct colour palette_blend(struct colour a, struct colour b, double part)
{
	float t = (float)part;

	return (struct colour){
		.red = a.red + (b.red - a.red) * t,
		.green = a.green + (b.green - a.green) * t,
		.blue = a.blue + (b.blue - a.blue) * t,
		.alpha = 1,
	};
}

struct colour palette_readable(struct colour colour)
{
	const struct colour white = palette(PALETTE_WHITE);
	struct colour dark = colour;

	for (int step = 0; palette_contrast(dark, white) < PALETTE_CONTRAST;
	     step++)
		dark = palette_blend(colour, colour_hex(0), step * 0.04);
	return dark;
}

/* Shades of a ramp: more are not told apart, and fewer colours make smaller
 * images. */
enum { SHADES = 24 };

/* PART 0..1 along N stops at equal distances. */
static struct colour ramp(const uint32_t *stops, int n, double part)
{
	double place = fmin(fmax(part, 0), 1) * (n - 1);
	int first = place >= n - 1 ? n - 2 : (int)place;

	return palette_blend(colour_hex(stops[first]),
			     colour_hex(stops[first + 1]), place - first);
}

struct colour palette_diverging_level(size_t i, size_t n)
{
	static const uint32_t low[] = { PALETTE_LOW, PALETTE_LOW_TINT };
	static const uint32_t high[] = { PALETTE_HIGH, PALETTE_HIGH_TINT };
	size_t half = n / 2;
	size_t from_end = i < half ? i : n - 1 - i;

	if (n % 2 == 1 && i == half)
		return palette(PALETTE_NEUTRAL);
	return ramp(i < half ? low : high, 2,
		    half > 1 ? (double)from_end / (double)(half - 1) : 0);
}

struct colour palette_series(size_t i)
{
	/* Okabe and Ito's without yellow, which paper swallows. */
	static const uint32_t colours[PALETTE_SERIES] = {
		PALETTE_BLUE, PALETTE_VERMILION, PALETTE_GREEN, PALETTE_AMBER,
		0xCC79A7,     0x56B4E9,          0x8C5A2B,      0x6B7A8F
	};

	return colour_hex(colours[i % PALETTE_SERIES]);
}

struct colour palette_sequential(double part)
{
	static const uint32_t stops[] = { 0xF7FCF0, 0xCCEBC5, 0x7BCCC4,
					  0x2B8CBE, 0x084081 };

	return ramp(stops, 5, round(part * SHADES) / SHADES);
}

struct colour palette_diverging(double part)
{
	static const uint32_t stops[] = { PALETTE_HIGH, PALETTE_HIGH_TINT,
					  0xF5F6F6, PALETTE_LOW_TINT,
					  PALETTE_LOW };

	return ramp(stops, 5, round((part + 1) / 2 * SHADES) / SHADES);
}
