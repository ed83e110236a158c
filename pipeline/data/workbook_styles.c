#include "pipeline/core/memory.h"
#include "pipeline/data/workbook_parts.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Formats that every Excel has, by their number (ECMA-376 18.8.30). */
static enum moment_kind builtin_kind(long id)
{
	if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 ||
	    (id >= 50 && id <= 54) || id == 57 || id == 58)
		return MOMENT_DAY;
	if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) ||
	    (id >= 45 && id <= 47) || id == 55 || id == 56)
		return MOMENT_TIME;
	return id == 22 ? MOMENT_BOTH : MOMENT_NONE;
}

/* Behind a part of a format that is shown as it stands, or [Red]. */
static const char *skip_literal(const char *at)
{
	const char *end = NULL;

	if (*at == '"')
		end = strchr(at + 1, '"');
	else if (*at == '[' && !strchr("hms", tolower((unsigned char)at[1])))
		end = strchr(at, ']');
	else if (strchr("\\_*", *at))
		end = at[1] ? at + 1 : at;
	else
		return at;
	return end ? end + 1 : at + strlen(at);
}

/* Only the part for positive numbers; "General" has an e and an r. */
enum moment_kind workbook_format_kind(const char *code)
{
	bool has_day = false, has_time = false, has_month = false;

	if (!strncasecmp(code, "General", 7))
		return MOMENT_NONE;
	while (*code && *code != ';') {
		const char *behind = skip_literal(code);
		char letter;

		if (behind != code) {
			code = behind;
			continue;
		}
		letter = (char)tolower((unsigned char)*code++);
		has_day |= letter == 'd' || letter == 'y';
		has_time |= letter == 'h' || letter == 's';
		has_month |= letter == 'm';
		if (letter == '0' || letter == '#' || letter == '?')
			return has_time ? MOMENT_TIME : MOMENT_NONE;
	}
	if (has_day || (has_month && !has_time))
		return has_time ? MOMENT_BOTH : MOMENT_DAY;
	return has_time ? MOMENT_TIME : MOMENT_NONE;
}

static enum moment_kind kind_of(const struct workbook_styles *styles, long id)
{
	for (size_t i = 0; i < styles->n_formats; i++)
		if (styles->formats[i].id == id)
			return styles->formats[i].kind;
	return builtin_kind(id);
}

static long number_of(const char **attributes, const char *name)
{
	const char *text = xml_attribute(attributes, name);

	return text ? strtol(text, NULL, 10) : 0;
}

static void start(void *data, const char *name, const char **attributes)
{
	struct workbook_styles *styles = data;
	long id = number_of(attributes, "numFmtId");

	if (!strcmp(name, "numFmt")) {
		const char *code = xml_attribute(attributes, "formatCode");
		struct workbook_format format = {
			.id = id,
			.kind = workbook_format_kind(code ? code : ""),
		};

		memory_append(styles->ctx, styles->formats,
			      struct workbook_format, styles->n_formats,
			      format);
	} else if (!strcmp(name, "cellXfs")) {
		styles->is_cell = true;
	} else if (styles->is_cell && !strcmp(name, "xf")) {
		memory_append(styles->ctx, styles->kinds, enum moment_kind,
			      styles->n, kind_of(styles, id));
	}
}

static void end(void *data, const char *name)
{
	struct workbook_styles *styles = data;

	if (!strcmp(name, "cellXfs"))
		styles->is_cell = false;
}

struct xml_handlers workbook_style_handlers(struct workbook_styles *styles)
{
	return (struct xml_handlers){ .start = start,
				      .end = end,
				      .data = styles };
}
