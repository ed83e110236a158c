#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <stdio.h>
#include <string.h>

#define NARROW "\u202f"
#define FIXED  "\u00a0%"

static const struct text_locale locales[] = {
	{ "en", ".", ",", "%" },      { "it", ",", ".", "%" },
	{ "bg", ",", NARROW, "%" },   { "ca", ",", ".", FIXED },
	{ "cs", ",", NARROW, FIXED }, { "da", ",", ".", FIXED },
	{ "de", ",", ".", FIXED },    { "el", ",", ".", "%" },
	{ "es", ",", NARROW, FIXED }, { "et", ",", NARROW, "%" },
	{ "fi", ",", NARROW, FIXED }, { "fr", ",", NARROW, FIXED },
	{ "ga", ".", ",", "%" },      { "hr", ",", ".", FIXED },
	{ "hu", ",", NARROW, "%" },   { "lt", ",", NARROW, FIXED },
	{ "lv", ",", NARROW, "%" },   { "mt", ".", ",", "%" },
	{ "nl", ",", ".", "%" },      { "pl", ",", NARROW, "%" },
	{ "pt", ",", NARROW, "%" },   { "ro", ",", ".", FIXED },
	{ "sk", ",", NARROW, FIXED }, { "sl", ",", ".", FIXED },
	{ "sv", ",", NARROW, FIXED },
};

const struct text_locale *text_locale(const char *language)
{
	for (size_t i = 0; language && i < sizeof locales / sizeof *locales;
	     i++)
		if (!strncmp(locales[i].language, language, 2))
			return &locales[i];
	return &locales[0];
}

/* "22 November 2026": day, what joins, month, what joins, year. */
struct calendar {
	const char *language, *first, *after_day, *after_month;
	const char *months[12];
};

static const struct calendar calendars[] = {
	{ "en",
	  "1",
	  " ",
	  " ",
	  { "January", "February", "March", "April", "May", "June", "July",
	    "August", "September", "October", "November", "December" } },
	{ "it",
	  "1º",
	  " ",
	  " ",
	  { "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
	    "luglio", "agosto", "settembre", "ottobre", "novembre",
	    "dicembre" } },
	{ "de",
	  "1",
	  ". ",
	  " ",
	  { "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli",
	    "August", "September", "Oktober", "November", "Dezember" } },
	{ "es",
	  "1",
	  " de ",
	  " de ",
	  { "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio",
	    "agosto", "septiembre", "octubre", "noviembre", "diciembre" } },
	{ "fr",
	  "1er",
	  " ",
	  " ",
	  { "janvier", "février", "mars", "avril", "mai", "juin", "juillet",
	    "août", "septembre", "octobre", "novembre", "décembre" } },
};

static const struct calendar *find_calendar(const char *language)
{
	for (size_t i = 0; i < sizeof calendars / sizeof *calendars; i++)
		if (!strcmp(calendars[i].language, language))
			return &calendars[i];
	return NULL;
}

/* Other languages and anything but an ISO date: the text as it is. */
char *text_date(const void *ctx, const char *iso_date,
		const struct text_locale *locale)
{
	const struct calendar *calendar = find_calendar(locale->language);
	char day_text[4];
	unsigned year, month, day;
	char rest;

	if (!calendar ||
	    sscanf(iso_date, "%4u-%2u-%2u%c", &year, &month, &day, &rest) !=
		    3 ||
	    month < 1 || month > 12 || day < 1 || day > 31)
		return memory_text(ctx, iso_date);
	snprintf(day_text, sizeof day_text, "%u", day);
	return memory_format(ctx, "%s%s%s%s%u",
			     day == 1 ? calendar->first : day_text,
			     calendar->after_day, calendar->months[month - 1],
			     calendar->after_month, year);
}
