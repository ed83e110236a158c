/* Provinces and regions, and who lies in them. */
#include "pipeline/data/municipality_private.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/place_fold.h"

#include <ctype.h>
#include <string.h>

enum { PROVINCE_DIGITS = 3, REGION_DIGITS = 2, METROPOLITAN = 200 };

const struct municipality *municipality_today(const struct municipalities *list,
					      const char *code)
{
	const struct municipality *row = municipality_row(list, code);

	return row && !row->until ? row : NULL;
}

/* "Provincia di Napoli", "Bolzano/Bozen", "Savona (ASL2)": what counts. */
static char *area_key(const void *ctx, const char *text)
{
	static const char *const prefixes[] = {
		"provincia autonoma di ",
		"provincia autonoma ",
		"citta metropolitana di ",
		"citta metropolitana ",
		"libero consorzio comunale di ",
		"provincia di ",
		"provincia ",
		"regione ",
		"p a di ",
		"p a ",
		"pa di ",
		"pa ",
	};
	char *half = memory_text_n(ctx, text, strcspn(text, "/("));
	char *folded = place_fold(ctx, half), *core;

	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
		if (!strncmp(folded, prefixes[i], strlen(prefixes[i])) &&
		    folded[strlen(prefixes[i])])
			return municipality_core(ctx,
						 folded + strlen(prefixes[i]));
	core = municipality_core(ctx, folded);
	return *core ? core : folded; /* LE, AL, LO are siglas, too */
}

/* "15", "015", "15.0" and "215", the number of the metropolitan city. */
static bool is_province_code(const char *text, const char *code)
{
	long number = 0, wanted = 0;

	if (!isdigit((unsigned char)*text))
		return false;
	for (; isdigit((unsigned char)*text) && number < METROPOLITAN * 2;
	     text++)
		number = number * 10 + (*text - '0');
	for (int i = 0; i < PROVINCE_DIGITS; i++)
		wanted = wanted * 10 + (code[i] - '0');
	if (*text && strcmp(text, ".0") != 0)
		return false;
	return number == wanted || number == wanted + METROPOLITAN;
}

static bool is_province(const struct province *province, const char *text,
			const char *key)
{
	/* Until 1999. */
	static const char *const former[][2] = { { "fo", "FC" },
						 { "ps", "PU" } };
	void *memory = talloc_new(NULL);
	bool is_it = is_province_code(text, province->code) ||
		     !strcmp(key, place_fold(memory, province->sigla)) ||
		     !strcmp(key, area_key(memory, province->name));

	for (size_t i = 0; i < sizeof former / sizeof *former; i++)
		is_it |= !strcmp(key, former[i][0]) &&
			 !strcmp(province->sigla, former[i][1]);
	talloc_free(memory);
	return is_it;
}

const struct province *municipality_province(const struct municipalities *list,
					     const char *text)
{
	void *memory = talloc_new(NULL);
	const char *key = area_key(memory, text);
	const struct province *found = NULL;

	for (size_t i = 0; *text && i < list->n_provinces; i++) {
		const struct province *province = &list->provinces[i];

		if ((!found || found->until) &&
		    is_province(province, text, key))
			found = province;
	}
	talloc_free(memory);
	return found;
}

const struct province *municipality_region(const struct municipalities *list,
					   const char *text)
{
	void *memory = talloc_new(NULL);
	const char *key = area_key(memory, text);
	const struct province *found = NULL;

	for (size_t i = 0; *text && i < list->n_provinces && !found; i++) {
		const struct province *province = &list->provinces[i];
		const char *digits = province->region;

		if (!strcmp(key, area_key(memory, province->region_name)) ||
		    !strcmp(text, digits) ||
		    (digits[0] == '0' && !strcmp(text, digits + 1)))
			found = province;
	}
	talloc_free(memory);
	return found;
}

const struct province *
municipality_province_of(const struct municipalities *list,
			 const struct municipality *municipality)
{
	for (size_t i = 0; i < list->n_provinces; i++)
		if (!strncmp(list->provinces[i].code, municipality->code,
			     PROVINCE_DIGITS))
			return &list->provinces[i];
	return NULL;
}

static bool has_sigla(const struct municipality *row, const char *sigla)
{
	return !sigla || !strcmp(row->sigla, sigla);
}

static bool has_region(const struct municipalities *list,
		       const struct municipality *row, const char *region)
{
	const struct province *province =
		region ? municipality_province_of(list, row) : NULL;

	return !region ||
	       (province && !strncmp(province->region, region, REGION_DIGITS));
}

bool municipality_is_in(const struct municipalities *list,
			const struct municipality *row,
			const struct municipality_area *area)
{
	return (has_sigla(row, area->sigla) ||
		has_sigla(row->now, area->sigla)) &&
	       (has_region(list, row, area->region) ||
		has_region(list, row->now, area->region));
}
