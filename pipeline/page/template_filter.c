#include "pipeline/page/template_filter.h"

#include "pipeline/core/article.h"
#include "pipeline/core/memory.h"
#include "pipeline/core/nearest.h"
#include "pipeline/core/text.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <utf8proc.h>

enum { DEFAULT_DECIMALS = 2, P_DECIMALS = 3 };
#define NO_BREAK   "\xC2\xA0"
#define EN_DASH    "\xE2\x80\x93"
#define P_SMALLEST 0.001

/* ---- texts from numbers, shared with the table block ---- */

const char *filter_show(const void *ctx, const struct value *value,
			const struct phrases *phrases)
{
	const struct text_locale *locale = phrases_locale(phrases);

	switch (value->kind) {
	case VALUE_INTEGER:
		return text_number(ctx, (double)value->integer, 0, false,
				   locale);
	case VALUE_REAL:
		return text_number(ctx, value->real,
				   value->real == floor(value->real)
					   ? 0
					   : DEFAULT_DECIMALS,
				   false, locale);
	case VALUE_TEXT:
		return value->text;
	case VALUE_NULL:
	default:
		return EN_DASH;
	}
}

const char *filter_p(const void *ctx, double p,
		     const struct text_locale *locale)
{
	if (p < P_SMALLEST)
		return memory_format(ctx, "<" NO_BREAK "%s",
				     text_number(ctx, P_SMALLEST, P_DECIMALS,
						 false, locale));
	return text_number(ctx, p, P_DECIMALS, false, locale);
}

const char *filter_percent(const void *ctx, double share, int decimals,
			   const struct text_locale *locale)
{
	return memory_format(
		ctx, "%s%s",
		text_number(ctx, 100 * share, decimals, false, locale),
		locale->percent);
}

const char *filter_join(const void *ctx, const char *const *texts, size_t n,
			const struct phrases *phrases)
{
	const char *and = phrases_get(phrases, "report.and");
	char *joined = memory_text(ctx, n ? texts[0] : "");

	for (size_t i = 1; i + 1 < n; i++)
		joined = memory_check(talloc_asprintf_append_buffer(
			joined, ", %s", texts[i]));
	if (n > 1)
		joined = memory_check(talloc_asprintf_append_buffer(
			joined, " %s %s", and, texts[n - 1]));
	return joined;
}

/* ---- filters ---- */

static int number_of(const struct filter_call *call, const struct value *value,
		     double *number, struct error *error)
{
	*number = 0;
	if (value->kind == VALUE_TEXT)
		return error_set(error, ERROR_PROJECT, call->where,
				 "use the filter on a number",
				 "'%s' is not a number", value->text);
	*number = value_number(value);
	return 0;
}

static int decimals_of(const char *argument, int otherwise)
{
	return *argument ? *argument - '0' : otherwise;
}

static int apply_decimals(const struct filter_call *call, struct value *value,
			  struct error *error)
{
	double number;

	if (number_of(call, value, &number, error) < 0)
		return -1;
	*value = value_text(text_number(call->ctx, number,
					decimals_of(call->argument, 0), false,
					phrases_locale(call->phrases)));
	return 0;
}

static int apply_signed(const struct filter_call *call, struct value *value,
			struct error *error)
{
	double number;

	if (number_of(call, value, &number, error) < 0)
		return -1;
	*value = value_text(
		text_number(call->ctx, number,
			    decimals_of(call->argument, DEFAULT_DECIMALS), true,
			    phrases_locale(call->phrases)));
	return 0;
}

static int apply_percent(const struct filter_call *call, struct value *value,
			 struct error *error)
{
	double number;

	if (number_of(call, value, &number, error) < 0)
		return -1;
	*value = value_text(filter_percent(call->ctx, number,
					   decimals_of(call->argument, 0),
					   phrases_locale(call->phrases)));
	return 0;
}

static int apply_p(const struct filter_call *call, struct value *value,
		   struct error *error)
{
	double number;

	if (number_of(call, value, &number, error) < 0)
		return -1;
	*value = value_text(
		filter_p(call->ctx, number, phrases_locale(call->phrases)));
	return 0;
}

static int apply_date(const struct filter_call *call, struct value *value,
		      struct error *error)
{
	const char *iso = filter_show(call->ctx, value, call->phrases);

	(void)error;
	*value = value_text(
		text_date(call->ctx, iso, phrases_locale(call->phrases)));
	return 0;
}

static int apply_label(const struct filter_call *call, struct value *value,
		       struct error *error)
{
	const char *code = filter_show(call->ctx, value, call->phrases);

	(void)error;
	*value = value_text(label_find(call->labels, call->argument, code));
	return 0;
}

static int apply_plural(const struct filter_call *call, struct value *value,
			struct error *error)
{
	const char *colon = strchr(call->argument, ':');
	double number;

	if (number_of(call, value, &number, error) < 0)
		return -1;
	*value = value_text(
		number == 1 ? memory_text_n(call->ctx, call->argument,
					    (size_t)(colon - call->argument))
			    : colon + 1);
	return 0;
}

static int apply_article(const struct filter_call *call, struct value *value,
			 struct error *error)
{
	(void)error;
	*value = value_text(
		article_before(call->ctx, call->argument,
			       filter_show(call->ctx, value, call->phrases)));
	return 0;
}

/* Change the case of the first letter. */
static int apply_case(const struct filter_call *call, struct value *value,
		      int32_t (*change)(int32_t))
{
	const char *text = filter_show(call->ctx, value, call->phrases);
	const char *rest;
	char first[8] = "";
	size_t length;

	if (!*text)
		return 0;
	length = text_encode(change(text_decode(text, &rest)), first);
	*value = value_text(
		memory_format(call->ctx, "%.*s%s", (int)length, first, rest));
	return 0;
}

static int apply_lower(const struct filter_call *call, struct value *value,
		       struct error *error)
{
	(void)error;
	return apply_case(call, value, utf8proc_tolower);
}

static int apply_upper(const struct filter_call *call, struct value *value,
		       struct error *error)
{
	(void)error;
	return apply_case(call, value, utf8proc_toupper);
}

static int apply_or(const struct filter_call *call, struct value *value,
		    struct error *error)
{
	(void)error;
	if (value->kind == VALUE_NULL)
		*value = value_text(call->argument);
	return 0;
}

/* Joining is done where the rows are; one value joins to itself. */
static int apply_list(const struct filter_call *call, struct value *value,
		      struct error *error)
{
	(void)error;
	*value = value_text(filter_show(call->ctx, value, call->phrases));
	return 0;
}

static const struct filter filters[] = {
	{ "signed", FILTER_DECIMALS, false, apply_signed },
	{ "percent", FILTER_DECIMALS, false, apply_percent },
	{ "p", FILTER_PLAIN, false, apply_p },
	{ "date", FILTER_PLAIN, false, apply_date },
	{ "label", FILTER_WORD, false, apply_label },
	{ "plural", FILTER_CHOICE, false, apply_plural },
	{ "article", FILTER_ARTICLE, false, apply_article },
	{ "list", FILTER_PLAIN, false, apply_list },
	{ "lower", FILTER_PLAIN, false, apply_lower },
	{ "upper", FILTER_PLAIN, false, apply_upper },
	{ "or", FILTER_REST, true, apply_or },
};
enum { N_FILTERS = sizeof filters / sizeof *filters };

static const struct filter decimals_filter = { "decimals", FILTER_PLAIN, false,
					       apply_decimals };

static bool is_decimals(const char *text)
{
	return text[0] >= '0' && text[0] <= '6' && text[1] == '\0';
}

const struct filter *filter_find(const char *name)
{
	if (is_decimals(name))
		return &decimals_filter;
	for (size_t i = 0; i < N_FILTERS; i++)
		if (strcmp(filters[i].name, name) == 0)
			return &filters[i];
	return NULL;
}

bool filter_is_list(const struct filter *filter)
{
	return filter->apply == apply_list;
}

char *filter_remedy(const void *ctx, const char *name)
{
	const char *names[N_FILTERS];
	const char *near;

	for (size_t i = 0; i < N_FILTERS; i++)
		names[i] = filters[i].name;
	near = nearest_word(name, names, N_FILTERS);
	if (near)
		return memory_format(ctx, "write '%s'", near);
	return memory_text(ctx, "use 0 to 6, signed, percent, p, date, label, "
				"plural, article, list, lower, upper or or");
}

bool filter_accepts(const struct filter *filter, const char *text)
{
	const char *colon = strchr(text, ':');

	switch (filter->argument) {
	case FILTER_PLAIN:
		return *text == '\0';
	case FILTER_DECIMALS:
		return *text == '\0' || is_decimals(text);
	case FILTER_WORD:
		return *text != '\0' && !strpbrk(text, " \t\n");
	case FILTER_CHOICE:
		return colon && colon > text && colon[1];
	case FILTER_ARTICLE:
		return article_is(text);
	case FILTER_REST:
	default:
		return *text != '\0';
	}
}

const char *filter_usage(const struct filter *filter)
{
	switch (filter->argument) {
	case FILTER_PLAIN:
		return "write the filter's name alone";
	case FILTER_DECIMALS:
		return "give a number of decimals from 0 to 6";
	case FILTER_WORD:
		return "name a label domain: label skill";
	case FILTER_CHOICE:
		return "give both words: plural person:people";
	case FILTER_ARTICLE:
		return "give il, al, del, dal, nel, sul, their plurals or a";
	case FILTER_REST:
	default:
		return "give the text to print for a missing value";
	}
}
