/* What there is on the day that the project names. */
#include "pipeline/data/date_time.h"
#include "stages/territory.h"

#include <string.h>

enum { YEAR_DIGITS = 4 };

enum date_order territory_date_order(const struct table *rows, int since,
				     int until)
{
	struct date_evidence evidence = { 0 };

	for (size_t i = 0; i < rows->n_rows; i++) {
		date_time_learn(&evidence, table_text(rows, i, since));
		date_time_learn(&evidence, table_text(rows, i, until));
	}
	return date_time_order(&evidence);
}

/* A year alone is its first day or, of an end, its last. */
static bool read_day(const char *text, enum date_order order, bool is_end,
		     char iso[DATE_TIME_ISO])
{
	struct date_time read;

	if (strlen(text) == YEAR_DIGITS &&
	    strspn(text, "0123456789") == YEAR_DIGITS) {
		memcpy(iso, text, YEAR_DIGITS);
		strcpy(iso + YEAR_DIGITS, is_end ? "-12-31" : "-01-01");
		return true;
	}
	if (date_time_read(text, order, &read) != DATE_READ || !read.has_date)
		return false;
	date_time_iso(&read, true, false, iso);
	return true;
}

bool territory_is_there(const struct territory *territory,
			enum date_order order, const char *since,
			const char *until)
{
	const char *day = territory->settings->date;
	char iso[DATE_TIME_ISO];

	if (!day)
		return true;
	if (read_day(since, order, false, iso) && strcmp(iso, day) > 0)
		return false;
	return !read_day(until, order, true, iso) || strcmp(iso, day) >= 0;
}
