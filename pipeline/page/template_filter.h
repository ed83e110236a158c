/* The filters of {{value|filter argument}}. */
#ifndef PIPELINE_PAGE_TEMPLATE_FILTER_H
#define PIPELINE_PAGE_TEMPLATE_FILTER_H

#include "pipeline/core/error.h"
#include "pipeline/data/phrases.h"
#include "pipeline/data/value.h"
#include "pipeline/page/template_label.h"

enum filter_argument {
	FILTER_PLAIN,    /* takes none */
	FILTER_DECIMALS, /* a number of decimals, 0 to 6, or nothing */
	FILTER_WORD,     /* a name */
	FILTER_CHOICE,   /* one:many */
	FILTER_ARTICLE,  /* il, nel, a ... (article.h) */
	FILTER_REST      /* any text */
};

/* What a filter works with. */
struct filter_call {
	const void *ctx; /* for the result */
	const struct phrases *phrases;
	struct label_book *labels;
	const char *argument; /* "" when none */
	const char *where;    /* place in the template */
};

struct filter {
	const char *name;
	enum filter_argument argument;
	bool takes_null; /* others let NULL pass untouched */
	/* Replaces *VALUE; ERROR_PROJECT at call->where when it cannot. */
	int (*apply)(const struct filter_call *call, struct value *value,
		     struct error *error);
};

struct filter_use {
	const struct filter *filter;
	const char *argument;
	size_t at; /* offset in the source */
};

/* NULL when there is none of that name; "0" to "6" are filters too. */
const struct filter *filter_find(const char *name);

/* Did the template author mean |list, which joins the rows of a query? */
bool filter_is_list(const struct filter *filter);

/* "use one of: ..." or "write 'label'": what to write instead of NAME. */
char *filter_remedy(const void *ctx, const char *name);

/* Is TEXT a good argument for FILTER? */
bool filter_accepts(const struct filter *filter, const char *text);

/* What its argument must be, for a remedy. */
const char *filter_usage(const struct filter *filter);

/* VALUE as text when no filter has made one: integers without decimals, other
 * numbers with two, an en dash for NULL. */
const char *filter_show(const void *ctx, const struct value *value,
			const struct phrases *phrases);

/* A p value in LOCALE: "0.031", "< 0.001". */
const char *filter_p(const void *ctx, double p,
		     const struct text_locale *locale);

/* A share as percentage: 0.123 -> "12 %". */
const char *filter_percent(const void *ctx, double share, int decimals,
			   const struct text_locale *locale);

/* TEXTS as the language lists things: "a, b and c". */
const char *filter_join(const void *ctx, const char *const *texts, size_t n,
			const struct phrases *phrases);

#endif
