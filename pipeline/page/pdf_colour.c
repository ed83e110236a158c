#include "pipeline/page/pdf_colour.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <string.h>

/* Layout of an ICC profile, version 2: header, table of tags, tag data. */
enum {
	HEADER = 128,
	TABLE_ENTRY = 12,
	N_TAGS = 9,
	CURVE_POINTS = 256, /* linear between them: error below 1e-5 */
	XYZ_SIZE = 20
};

static const char description[] = "sRGB IEC61966-2.1";
static const char rights[] = "No copyright, use freely";

struct profile {
	struct pdf_buffer *bytes;
	size_t n_tags;
};

static void store_32(uint8_t *out, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		out[i] = (uint8_t)(value >> (24 - 8 * i));
}

static void add_32(struct pdf_buffer *buffer, uint32_t value)
{
	uint8_t bytes[4];

	store_32(bytes, value);
	pdf_buffer_add(buffer, bytes, 4);
}

static void add_zeros(struct pdf_buffer *buffer, size_t n)
{
	static const uint8_t zeros[HEADER + 4 + N_TAGS * TABLE_ENTRY];

	pdf_buffer_add(buffer, zeros, n);
}

/* The value as ICC's signed 15.16 fixed point. */
static uint32_t fixed_16(double value)
{
	return (uint32_t)lround(value * 65536);
}

/* Enter SIGNATURE in the table for the data that START at an offset and end
 * where the profile ends now; data begin on multiples of four. */
static void enter(struct profile *profile, const char *signature, size_t start)
{
	struct pdf_buffer *bytes = profile->bytes;
	uint8_t *entry =
		bytes->bytes + HEADER + 4 + TABLE_ENTRY * profile->n_tags++;

	memcpy(entry, signature, 4);
	store_32(entry + 4, (uint32_t)start);
	store_32(entry + 8, (uint32_t)(bytes->length - start));
}

static void align(struct pdf_buffer *bytes)
{
	add_zeros(bytes, (4 - bytes->length % 4) % 4);
}

static void add_description(struct profile *profile)
{
	enum { UNICODE_AND_SCRIPT_PARTS = 4 + 4 + 2 + 1 + 67 };
	struct pdf_buffer *bytes = profile->bytes;
	size_t start = bytes->length;

	pdf_buffer_text(bytes, "desc");
	add_zeros(bytes, 4);
	add_32(bytes, sizeof description);
	pdf_buffer_add(bytes, description, sizeof description);
	add_zeros(bytes, UNICODE_AND_SCRIPT_PARTS);
	enter(profile, "desc", start);
	align(bytes);
	start = bytes->length;
	pdf_buffer_text(bytes, "text");
	add_zeros(bytes, 4);
	pdf_buffer_add(bytes, rights, sizeof rights);
	enter(profile, "cprt", start);
	align(bytes);
}

/* Primaries adapted to D50, the white of ICC's connection space. */
static void add_primaries(struct profile *profile)
{
	static const struct {
		const char *signature;
		double xyz[3];
	} points[] = {
		{ "wtpt", { 0.9642, 1.0, 0.8249 } },
		{ "rXYZ", { 0.43607, 0.22249, 0.01392 } },
		{ "gXYZ", { 0.38515, 0.71687, 0.09708 } },
		{ "bXYZ", { 0.14307, 0.06061, 0.71410 } },
	};

	for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
		size_t start = profile->bytes->length;

		pdf_buffer_text(profile->bytes, "XYZ ");
		add_zeros(profile->bytes, 4);
		for (int j = 0; j < 3; j++)
			add_32(profile->bytes, fixed_16(points[i].xyz[j]));
		enter(profile, points[i].signature, start);
	}
}

static double linear_light(double value)
{
	return value <= 0.04045 ? value / 12.92
				: pow((value + 0.055) / 1.055, 2.4);
}

/* One curve serves the three channels. */
static void add_curves(struct profile *profile)
{
	struct pdf_buffer *bytes = profile->bytes;
	size_t start = bytes->length;

	pdf_buffer_text(bytes, "curv");
	add_zeros(bytes, 4);
	add_32(bytes, CURVE_POINTS);
	for (int i = 0; i < CURVE_POINTS; i++) {
		double light = linear_light(i / (CURVE_POINTS - 1.0));
		unsigned value = (unsigned)lround(light * 65535);
		uint8_t point[2] = { (uint8_t)(value >> 8), (uint8_t)value };

		pdf_buffer_add(bytes, point, sizeof point);
	}
	enter(profile, "rTRC", start);
	enter(profile, "gTRC", start);
	enter(profile, "bTRC", start);
}

static void fill_header(struct pdf_buffer *bytes)
{
	enum { VERSION_2_1 = 0x02100000 };
	uint8_t *header = bytes->bytes;

	store_32(header, (uint32_t)bytes->length);
	store_32(header + 8, VERSION_2_1);
	memcpy(header + 12, "mntrRGB XYZ ", 12);
	store_32(header + 24, 2026U << 16 | 1); /* year, month */
	store_32(header + 28, 1U << 16);        /* day, hour */
	memcpy(header + 36, "acsp", 4);
	store_32(header + 68, fixed_16(0.9642));
	store_32(header + 72, fixed_16(1.0));
	store_32(header + 76, fixed_16(0.8249));
	store_32(header + HEADER, N_TAGS);
}

struct pdf_buffer *pdf_colour_profile(const void *ctx)
{
	struct profile profile = { .bytes = pdf_buffer_new(ctx) };

	add_zeros(profile.bytes, HEADER + 4 + N_TAGS * TABLE_ENTRY);
	add_description(&profile);
	add_primaries(&profile);
	add_curves(&profile);
	fill_header(profile.bytes);
	return profile.bytes;
}

void pdf_colour_put_intent(struct pdf *pdf)
{
	struct pdf_buffer *profile = pdf_colour_profile(NULL);
	HPDF_Dict stream = pdf_stream(pdf, profile->bytes, profile->length);
	HPDF_Dict intent = pdf_dict_indirect(pdf);

	talloc_free(profile);
	pdf_put_integer(pdf, stream, "N", 3);
	pdf_put_name(pdf, intent, "Type", "OutputIntent");
	pdf_put_name(pdf, intent, "S", "GTS_PDFA1");
	pdf_put_text(pdf, intent, "OutputConditionIdentifier", "sRGB");
	pdf_put_text(pdf, intent, "Info", description);
	pdf_put(pdf, intent, "DestOutputProfile", stream);
	pdf_append(pdf,
		   pdf_put_array(pdf, pdf->document->catalog, "OutputIntents"),
		   intent);
}
