/* The house's colours, and which of them can be read on which. */
#ifndef PIPELINE_DRAW_PALETTE_H
#define PIPELINE_DRAW_PALETTE_H

#include "pipeline/draw/display_list.h"

#include <stddef.h>
#include <stdint.h>

enum palette_colour {
	PALETTE_INK = 0x1F2933,
	PALETTE_MUTED = 0x5B6770,
	PALETTE_AXIS = 0x9AA5AD,
	PALETTE_GRID = 0xE3E7EA,
	PALETTE_TRACK = 0xC3CBD1, /* hatching, connecting bars */
	PALETTE_EMPTY = 0xF3F4F5, /* ground of suppressed cells */
	PALETTE_WHITE = 0xFFFFFF,
	/* Okabe-Ito: series */
	PALETTE_BLUE = 0x0072B2,
	PALETTE_VERMILION = 0xD55E00,
	PALETTE_GREEN = 0x009E73,
	PALETTE_AMBER = 0xE69F00,
	/* ends and tints of the diverging scale */
	PALETTE_LOW = 0xB2532F,
	PALETTE_LOW_TINT = 0xE2A489,
	PALETTE_NEUTRAL = 0xD5D9DC,
	PALETTE_HIGH_TINT = 0x86B5D1,
	PALETTE_HIGH = 0x23689B
};

/* The least contrast of text to its ground (WCAG 2, level AA). */
#define PALETTE_CONTRAST 4.5

struct colour palette(enum palette_colour colour);

/* WCAG relative luminance 0..1 and contrast ratio 1..21. */
double palette_luminance(struct colour colour);
double palette_contrast(struct colour a, struct colour b);

/* Ink, white or black: what reads best on GROUND, always >= 4.5. */
struct colour palette_on(struct colour ground);

/* COLOUR, darkened until it reads on white. */
struct colour palette_readable(struct colour colour);

/* PART of the way (0..1) from A to B; alpha 1. */
struct colour palette_blend(struct colour a, struct colour b, double part);

/* Level I of N (2..) of a diverging scale; the middle of an odd one is
 * neutral. */
struct colour palette_diverging_level(size_t i, size_t n);

/* Colours of series, told apart also by those who see fewer hues; beyond
 * PALETTE_SERIES they come again. */
enum { PALETTE_SERIES = 8 };
struct colour palette_series(size_t i);

/* PART 0..1 of the light-to-dark sequence. */
struct colour palette_sequential(double part);

/* PART -1..1: below zero blue, above zero red, near zero almost white. */
struct colour palette_diverging(double part);

#endif
