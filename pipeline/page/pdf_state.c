#include "pipeline/page/pdf_state.h"

#include <math.h>

enum { COLOUR_DECIMALS = 3, SIZE_DECIMALS = 3, MATRIX_DECIMALS = 5 };

struct pdf_matrix pdf_matrix_translate(struct pdf_matrix matrix, double x,
				       double y)
{
	pdf_matrix_apply(&matrix, &x, &y);
	matrix.e = x;
	matrix.f = y;
	return matrix;
}

struct pdf_matrix pdf_matrix_scale(struct pdf_matrix matrix, double x, double y)
{
	matrix.a *= x;
	matrix.b *= x;
	matrix.c *= y;
	matrix.d *= y;
	return matrix;
}

struct pdf_matrix pdf_matrix_rotate(struct pdf_matrix matrix, double radians)
{
	double cosine = cos(radians), sine = sin(radians);
	struct pdf_matrix turned = matrix;

	turned.a = matrix.a * cosine + matrix.c * sine;
	turned.b = matrix.b * cosine + matrix.d * sine;
	turned.c = matrix.c * cosine - matrix.a * sine;
	turned.d = matrix.d * cosine - matrix.b * sine;
	return turned;
}

void pdf_matrix_apply(const struct pdf_matrix *matrix, double *x, double *y)
{
	double left = *x, down = *y;

	*x = matrix->a * left + matrix->c * down + matrix->e;
	*y = matrix->b * left + matrix->d * down + matrix->f;
}

double pdf_matrix_size(const struct pdf_matrix *matrix)
{
	return sqrt(fabs(matrix->a * matrix->d - matrix->b * matrix->c));
}

bool pdf_matrix_is_level(const struct pdf_matrix *matrix)
{
	return matrix->b == 0 && matrix->c == 0;
}

void pdf_matrix_write(struct pdf_buffer *content,
		      const struct pdf_matrix *matrix, const char *operator)
{
	const double turn[] = { matrix->a, matrix->b, matrix->c, matrix->d };

	for (int i = 0; i < 4; i++) {
		pdf_buffer_number(content, turn[i], MATRIX_DECIMALS);
		pdf_buffer_text(content, " ");
	}
	pdf_buffer_operator(content, (double[]){ matrix->e, matrix->f },
			    2, operator);
}

struct pdf_state pdf_state_initial(void)
{
	return (struct pdf_state){ .fill = colour_hex(0),
				   .stroke = colour_hex(0),
				   .width = 1 };
}

static bool is_same_hue(const struct colour *one, const struct colour *other)
{
	return one->red == other->red && one->green == other->green &&
	       one->blue == other->blue;
}

static void set_colour(struct pdf_buffer *content, struct colour *current,
		       const struct colour *wanted,
		       struct pdf_resources *resources, bool is_stroke)
{
	int alpha = pdf_resources_alpha(wanted);
	const float channels[] = { wanted->red, wanted->green, wanted->blue };

	if (alpha != pdf_resources_alpha(current))
		pdf_resources_set_alpha(resources, content, alpha, is_stroke);
	if (!is_same_hue(current, wanted)) {
		for (int i = 0; i < 3; i++) {
			double channel = fmin(1, fmax(0, (double)channels[i]));

			pdf_buffer_number(content, channel, COLOUR_DECIMALS);
			pdf_buffer_text(content, " ");
		}
		pdf_buffer_text(content, is_stroke ? "RG\n" : "rg\n");
	}
	*current = *wanted;
}

void pdf_state_fill(struct pdf_buffer *content, struct pdf_state *current,
		    const struct pdf_state *wanted,
		    struct pdf_resources *resources)
{
	set_colour(content, &current->fill, &wanted->fill, resources, false);
}

/* As it will be printed: a last bit of difference is none. */
static double printed(double value)
{
	return round(value * 1000) / 1000;
}

static void set_dash(struct pdf_buffer *content, struct pdf_state *current,
		     double on, double off)
{
	/* Lengths that round to nothing would be an error to a reader. */
	bool is_solid = !(on >= 0.01 && off >= 0.01);

	if (is_solid)
		on = off = 0;
	if (on == current->dash_on && off == current->dash_off)
		return;
	current->dash_on = on;
	current->dash_off = off;
	pdf_buffer_text(content, "[");
	pdf_buffer_operator(content, (double[]){ on, off }, is_solid ? 0 : 2,
			    "] 0 d");
}

static void set_style(struct pdf_buffer *content, int *current, int wanted,
		      const char *operator)
{
	if (wanted == *current || wanted < 0 || wanted > 2)
		return;
	*current = wanted;
	pdf_buffer_operator(content, (double[]){ wanted }, 1, operator);
}

void pdf_state_stroke(struct pdf_buffer *content, struct pdf_state *current,
		      const struct pdf_state *wanted, double scale,
		      struct pdf_resources *resources)
{
	double width = printed(fabs(wanted->width * scale));

	set_colour(content, &current->stroke, &wanted->stroke, resources, true);
	if (width != current->width) {
		current->width = width;
		pdf_buffer_operator(content, &width, 1, "w");
	}
	set_dash(content, current, printed(wanted->dash_on * scale),
		 printed(wanted->dash_off * scale));
	set_style(content, &current->cap, wanted->cap, "J");
	set_style(content, &current->join, wanted->join, "j");
}

void pdf_state_font(struct pdf_buffer *content, struct pdf_state *current,
		    const struct pdf_font *font, double size)
{
	size = printed(size);
	if (font == current->font && size == current->font_size)
		return;
	current->font = font;
	current->font_size = size;
	pdf_buffer_text(content, "/");
	pdf_buffer_text(content, pdf_font_resource(font));
	pdf_buffer_text(content, " ");
	pdf_buffer_number(content, size, SIZE_DECIMALS);
	pdf_buffer_text(content, " Tf\n");
}
