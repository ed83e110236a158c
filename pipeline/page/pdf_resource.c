#include "pipeline/page/pdf_resource.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { CHANNELS = 3 };

/* One gradient of a shading: colours at its ends, where it ends (0..1). */
struct segment {
	float left[CHANNELS], right[CHANNELS];
	float end;
};

struct shading {
	struct segment *segments;
	size_t n_segments;
};

struct pdf_resources {
	bool has_alpha[2][PDF_OPAQUE + 1]; /* fill, stroke */
	struct shading *shadings;
	size_t n_shadings;
	const struct picture **pictures;
	size_t n_pictures;
};

struct pdf_resources *pdf_resources_new(const void *ctx)
{
	return memory_new(ctx, struct pdf_resources);
}

int pdf_resources_alpha(const struct colour *colour)
{
	double alpha = fmax(0, fmin(1, (double)colour->alpha));

	return (int)lround(alpha * PDF_OPAQUE);
}

void pdf_resources_set_alpha(struct pdf_resources *resources,
			     struct pdf_buffer *content, int alpha,
			     bool is_stroke)
{
	resources->has_alpha[is_stroke][alpha] = true;
	pdf_buffer_text(content, is_stroke ? "/s" : "/f");
	pdf_buffer_number(content, alpha, 0);
	pdf_buffer_text(content, " gs\n");
}

static void copy_channels(float out[CHANNELS], const struct colour *colour)
{
	out[0] = colour->red;
	out[1] = colour->green;
	out[2] = colour->blue;
}

static struct shading new_shading(struct pdf_resources *resources,
				  const struct draw_operation *gradients,
				  size_t n)
{
	struct shading shading = { .n_segments = n };
	double total = 0, end = 0;

	shading.segments = memory_array(resources, struct segment, n);
	for (size_t i = 0; i < n; i++)
		total += (double)gradients[i].v[2];
	for (size_t i = 0; i < n; i++) {
		struct segment *segment = &shading.segments[i];

		copy_channels(segment->left, &gradients[i].colour);
		copy_channels(segment->right, &gradients[i].colour2);
		end += (double)gradients[i].v[2];
		segment->end = (float)(end / total);
	}
	return shading;
}

static bool is_same(const struct shading *one, const struct shading *other)
{
	return one->n_segments == other->n_segments &&
	       memcmp(one->segments, other->segments,
		      one->n_segments * sizeof *one->segments) == 0;
}

size_t pdf_resources_shading(struct pdf_resources *resources,
			     const struct draw_operation *gradients, size_t n)
{
	struct shading shading = new_shading(resources, gradients, n);

	for (size_t i = 0; i < resources->n_shadings; i++) {
		if (is_same(&resources->shadings[i], &shading)) {
			talloc_free(shading.segments);
			return i;
		}
	}
	memory_append(resources, resources->shadings, struct shading,
		      resources->n_shadings, shading);
	return resources->n_shadings - 1;
}

size_t pdf_resources_picture(struct pdf_resources *resources,
			     const struct picture *picture)
{
	for (size_t i = 0; i < resources->n_pictures; i++)
		if (resources->pictures[i] == picture)
			return i;
	memory_append(resources, resources->pictures, const struct picture *,
		      resources->n_pictures, picture);
	return resources->n_pictures - 1;
}

static void put_values(struct pdf *pdf, HPDF_Dict dict, const char *key,
		       const float *values, size_t n)
{
	HPDF_Array array = pdf_put_array(pdf, dict, key);

	for (size_t i = 0; i < n; i++)
		pdf_append_number(pdf, array, (double)values[i]);
}

static HPDF_Dict new_function(struct pdf *pdf, int type)
{
	HPDF_Dict function = pdf_dict(pdf);

	pdf_put_number(pdf, function, "FunctionType", type);
	put_values(pdf, function, "Domain", (float[]){ 0, 1 }, 2);
	return function;
}

static HPDF_Dict new_blend(struct pdf *pdf, const struct segment *segment)
{
	HPDF_Dict function = new_function(pdf, 2);

	pdf_put_integer(pdf, function, "N", 1);
	put_values(pdf, function, "C0", segment->left, CHANNELS);
	put_values(pdf, function, "C1", segment->right, CHANNELS);
	return function;
}

static HPDF_Dict new_stitching(struct pdf *pdf, const struct shading *shading)
{
	HPDF_Dict function = new_function(pdf, 3);
	HPDF_Array functions = pdf_put_array(pdf, function, "Functions");
	HPDF_Array bounds = pdf_put_array(pdf, function, "Bounds");
	HPDF_Array encode = pdf_put_array(pdf, function, "Encode");

	for (size_t i = 0; i < shading->n_segments; i++) {
		const struct segment *segment = &shading->segments[i];

		pdf_append(pdf, functions, new_blend(pdf, segment));
		pdf_append_numbers(pdf, encode, (double[]){ 0, 1 }, 2);
		if (i + 1 < shading->n_segments)
			pdf_append_number(pdf, bounds, (double)segment->end);
	}
	return function;
}

static HPDF_Dict write_shading(struct pdf *pdf, const struct shading *shading)
{
	HPDF_Dict dict = pdf_dict_indirect(pdf);

	pdf_put_integer(pdf, dict, "ShadingType", 2);
	pdf_put_name(pdf, dict, "ColorSpace", "DeviceRGB");
	put_values(pdf, dict, "Coords", (float[]){ 0, 0, 1, 0 }, 4);
	pdf_put(pdf, dict, "Function",
		shading->n_segments == 1 ? new_blend(pdf, shading->segments)
					 : new_stitching(pdf, shading));
	return dict;
}

static void write_alpha(struct pdf *pdf, HPDF_Dict *states,
			HPDF_Dict resource_dict, bool is_stroke, int alpha)
{
	HPDF_Dict state = pdf_dict(pdf);
	char name[24];

	if (!*states)
		*states = pdf_put_dict(pdf, resource_dict, "ExtGState");
	snprintf(name, sizeof name, "%c%d", is_stroke ? 's' : 'f', alpha);
	pdf_put_number(pdf, state, is_stroke ? "CA" : "ca",
		       (double)alpha / PDF_OPAQUE);
	pdf_put(pdf, *states, name, state);
}

static HPDF_Dict write_picture(struct pdf *pdf, const struct picture *picture)
{
	HPDF_Dict dict =
		pdf_stream(pdf, picture->pixels,
			   picture->width * picture->height * CHANNELS);

	pdf_put_name(pdf, dict, "Type", "XObject");
	pdf_put_name(pdf, dict, "Subtype", "Image");
	pdf_put_integer(pdf, dict, "Width", picture->width);
	pdf_put_integer(pdf, dict, "Height", picture->height);
	pdf_put_name(pdf, dict, "ColorSpace", "DeviceRGB");
	pdf_put_integer(pdf, dict, "BitsPerComponent", 8);
	return dict;
}

void pdf_resources_write(struct pdf *pdf, const struct pdf_resources *resources,
			 HPDF_Dict resource_dict)
{
	HPDF_Dict states = NULL, shadings = NULL, pictures = NULL;
	char name[24];

	pdf_doing(pdf, "gradients, pictures and transparency");
	for (int kind = 0; kind < 2; kind++)
		for (int alpha = 0; alpha <= PDF_OPAQUE; alpha++)
			if (resources->has_alpha[kind][alpha])
				write_alpha(pdf, &states, resource_dict,
					    kind == 1, alpha);
	if (resources->n_shadings)
		shadings = pdf_put_dict(pdf, resource_dict, "Shading");
	for (size_t i = 0; i < resources->n_shadings; i++) {
		snprintf(name, sizeof name, "h%zu", i);
		pdf_put(pdf, shadings, name,
			write_shading(pdf, &resources->shadings[i]));
	}
	if (resources->n_pictures)
		pictures = pdf_put_dict(pdf, resource_dict, "XObject");
	for (size_t i = 0; i < resources->n_pictures; i++) {
		snprintf(name, sizeof name, "p%zu", i);
		pdf_put(pdf, pictures, name,
			write_picture(pdf, resources->pictures[i]));
	}
}
