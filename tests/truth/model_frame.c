#include "tests/truth/model_frame.h"

#include "pipeline/core/memory.h"
#include "tests/truth/methods.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

/* TEXT without blanks and backticks around it. */
static const char *trimmed(const void *ctx, const char *text, size_t length)
{
	while (length > 0 && (isspace((unsigned char)*text) || *text == '`')) {
		text++;
		length--;
	}
	while (length > 0 && (isspace((unsigned char)text[length - 1]) ||
			      text[length - 1] == '`'))
		length--;
	return memory_text_n(ctx, text, length);
}

int model_response(const struct truth_case *c, const char **name,
		   struct error *error)
{
	const char *formula = truth_text(c, "formula", "");
	const char *tilde = strchr(formula, '~');

	if (!tilde || c->n_data == 0)
		return error_set(error, ERROR_DATA, c->name, NULL,
				 "no formula 'y~x' or no data");
	*name = trimmed(c, formula, (size_t)(tilde - formula));
	return 0;
}

bool model_is_factor(const struct truth_case *c, const char *name)
{
	long column = dataset_column(c->data[0], name);
	size_t n;
	const char **factors = truth_names(c, "factors", &n);

	for (size_t i = 0; i < n; i++)
		if (strcmp(factors[i], name) == 0)
			return true;
	for (size_t i = 0; column >= 0 && i < c->data[0]->n_rows; i++) {
		const char *text = dataset_text(c->data[0], i, column);

		if (*text && !is_number(text))
			return true;
	}
	return false;
}

/* Move the declared reference level to the front. */
static void put_reference_first(const struct truth_case *c,
				struct model_term *term)
{
	const json_t *refs = json_object_get(c->params, "refs");
	const char *wanted =
		json_string_value(json_object_get(refs, term->name));
	struct factor_codes *f = &term->factor;
	size_t at = 0;

	while (wanted && at < f->n_levels && strcmp(f->levels[at], wanted) != 0)
		at++;
	if (!wanted || at == f->n_levels)
		return;
	memmove(f->levels + 1, f->levels, at * sizeof *f->levels);
	f->levels[0] = wanted;
	for (size_t i = 0; i < f->n_rows; i++)
		if (f->codes[i] == at)
			f->codes[i] = 0;
		else if (f->codes[i] < at)
			f->codes[i]++;
}

static int read_term(const struct truth_case *c, const char *name,
		     struct model_frame *frame, struct error *error)
{
	struct model_term term = { .name = name, .n_columns = 1 };

	if (name[strcspn(name, ":*^()|%-")] != '\0')
		return error_set(error, ERROR_DATA, c->name, NULL,
				 "the term '%s' is not understood", name);
	if (!model_is_factor(c, name)) {
		if (method_column(c, name, &term.values, error) < 0)
			return -1;
	} else {
		if (method_codes(c, &name, 1, BY_BYTES, &term.factor, error) <
		    0)
			return -1;
		put_reference_first(c, &term);
		term.first_level = 1;
		term.n_columns =
			term.factor.n_levels > 0 ? term.factor.n_levels - 1 : 0;
	}
	memory_append(c, frame->terms, struct model_term, frame->n_terms, term);
	return 0;
}

/* "." stands for every other column. */
static int read_all_terms(const struct truth_case *c, struct model_frame *frame,
			  struct error *error)
{
	for (size_t i = 0; i < c->data[0]->n_columns; i++)
		if (strcmp(c->data[0]->names[i], frame->response) != 0 &&
		    read_term(c, c->data[0]->names[i], frame, error) < 0)
			return -1;
	return 0;
}

/* A trailing "-1" takes the constant out; returns the rest of the formula. */
static const char *without_constant(const struct truth_case *c,
				    const char *terms, bool *has_constant)
{
	const char *minus = strrchr(terms, '-');

	if (!minus || strcmp(trimmed(c, minus + 1, strlen(minus + 1)), "1"))
		return terms;
	*has_constant = false;
	return memory_text_n(c, terms, (size_t)(minus - terms));
}

static int read_terms(const struct truth_case *c, const char *terms,
		      struct model_frame *frame, struct error *error)
{
	frame->has_constant = true;
	terms = without_constant(c, terms, &frame->has_constant);
	while (*terms) {
		size_t length = strcspn(terms, "+");
		const char *name = trimmed(c, terms, length);
		int status = 0;

		if (strcmp(name, "0") == 0)
			frame->has_constant = false;
		else if (strcmp(name, ".") == 0)
			status = read_all_terms(c, frame, error);
		else if (*name && strcmp(name, "1") != 0)
			status = read_term(c, name, frame, error);
		if (status < 0)
			return -1;
		terms += length + (terms[length] == '+');
	}
	return 0;
}

/* Without a constant the first factor keeps all its levels. */
static void count_columns(const struct truth_case *c, struct model_frame *frame)
{
	bool is_first = !frame->has_constant;

	for (size_t i = 0; i < frame->n_terms; i++) {
		struct model_term *term = &frame->terms[i];

		if (!term->values && is_first && term->factor.n_levels > 0) {
			term->first_level = 0;
			term->n_columns++;
			is_first = false;
		}
		frame->k += term->n_columns;
	}
	frame->names = memory_array(c, const char *, frame->k);
	for (size_t i = 0, at = 0; i < frame->n_terms; i++)
		for (size_t j = 0; j < frame->terms[i].n_columns; j++) {
			const struct model_term *term = &frame->terms[i];

			frame->names[at++] =
				term->values
					? term->name
					: memory_format(
						  c, "%s%s", term->name,
						  term->factor.levels
							  [term->first_level +
							   j]);
		}
}

static bool is_complete(const struct model_frame *frame, size_t row)
{
	for (size_t i = 0; i < frame->n_terms; i++) {
		const struct model_term *term = &frame->terms[i];

		if (term->values
			    ? isnan(term->values[row])
			    : term->factor.codes[row] == term->factor.n_levels)
			return false;
	}
	return true;
}

static void fill_row(const struct model_frame *frame, size_t row, double *x)
{
	for (size_t i = 0; i < frame->n_terms; i++) {
		const struct model_term *term = &frame->terms[i];

		for (size_t j = 0; j < term->n_columns; j++)
			*x++ = term->values ? term->values[row]
					    : term->factor.codes[row] ==
						      term->first_level + j;
	}
}

int model_frame(const struct truth_case *c, const bool *is_usable,
		struct model_frame *frame, struct error *error)
{
	const char *tilde = strchr(truth_text(c, "formula", "~"), '~');
	size_t n_rows;

	*frame = (struct model_frame){ 0 };
	if (model_response(c, &frame->response, error) < 0 ||
	    read_terms(c, tilde + 1, frame, error) < 0)
		return -1;
	n_rows = c->data[0]->n_rows;
	count_columns(c, frame);
	frame->rows = memory_array(c, size_t, n_rows);
	frame->x = memory_array(c, double, n_rows * frame->k);
	for (size_t i = 0; i < n_rows; i++)
		if (is_usable[i] && is_complete(frame, i)) {
			fill_row(frame, i, frame->x + frame->n * frame->k);
			frame->rows[frame->n++] = i;
		}
	return 0;
}
