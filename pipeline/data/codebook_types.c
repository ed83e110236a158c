#include "pipeline/data/codebook_sheets.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/nearest.h"

#include <ctype.h>
#include <string.h>

/* XLSForm's types. */
static const struct {
	const char *name;
	enum question_type type;
} types[] = {
	{ "acknowledge", QUESTION_TEXT },
	{ "audio", QUESTION_TEXT },
	{ "audit", QUESTION_NOTE },
	{ "barcode", QUESTION_TEXT },
	{ "begin group", QUESTION_NOTE },
	{ "begin repeat", QUESTION_NOTE },
	{ "calculate", QUESTION_TEXT },
	{ "date", QUESTION_DATE },
	{ "datetime", QUESTION_DATETIME },
	{ "decimal", QUESTION_DECIMAL },
	{ "deviceid", QUESTION_NOTE },
	{ "email", QUESTION_NOTE },
	{ "end", QUESTION_NOTE },
	{ "end group", QUESTION_NOTE },
	{ "end repeat", QUESTION_NOTE },
	{ "file", QUESTION_TEXT },
	{ "geopoint", QUESTION_TEXT },
	{ "geoshape", QUESTION_TEXT },
	{ "geotrace", QUESTION_TEXT },
	{ "hidden", QUESTION_NOTE },
	{ "image", QUESTION_TEXT },
	{ "integer", QUESTION_INTEGER },
	{ "note", QUESTION_NOTE },
	{ "phonenumber", QUESTION_NOTE },
	{ "range", QUESTION_DECIMAL },
	{ "rank", QUESTION_RANK },
	{ "select_multiple", QUESTION_SELECT_MULTIPLE },
	{ "select_one", QUESTION_SELECT_ONE },
	{ "simserial", QUESTION_NOTE },
	{ "start", QUESTION_NOTE },
	{ "subscriberid", QUESTION_NOTE },
	{ "text", QUESTION_TEXT },
	{ "time", QUESTION_TIME },
	{ "today", QUESTION_NOTE },
	{ "username", QUESTION_NOTE },
	{ "video", QUESTION_TEXT },
};
enum { N_TYPES = sizeof types / sizeof *types };

/* Older spellings, which the tools still take. */
static const struct {
	const char *old, *name;
} aliases[] = {
	{ "begin_group", "begin group" },
	{ "begin_repeat", "begin repeat" },
	{ "end_group", "end group" },
	{ "end_repeat", "end repeat" },
	{ "select all that apply from", "select_multiple" },
	{ "select all that apply", "select_multiple" },
	{ "select_multiple_from_file", "select_multiple" },
	{ "select multiple from", "select_multiple" },
	{ "select multiple", "select_multiple" },
	{ "select_one_from_file", "select_one" },
	{ "select_one_external", "select_one" },
	{ "select one from", "select_one" },
	{ "select one", "select_one" },
	{ "select1", "select_one" },
	{ "phone number", "phonenumber" },
	{ "date time", "datetime" },
	{ "start-geopoint", "hidden" },
	{ "background-audio", "hidden" },
	{ "csv-external", "hidden" },
	{ "xml-external", "hidden" },
	{ "photo", "image" },
	{ "location", "geopoint" },
	{ "gps", "geopoint" },
	{ "string", "text" },
	{ "int", "integer" },
};

/* The length of WORDS if TEXT begins with them, else 0. */
static size_t begins_with(const char *text, const char *words)
{
	size_t n = strlen(words);

	return !strncmp(text, words, n) && (!text[n] || text[n] == ' ') ? n : 0;
}

/* TEXT with one blank for any run of blanks. */
static char *single_blanks(const void *ctx, const char *text)
{
	char *out = memory_text(ctx, text);
	size_t n = 0;

	for (size_t i = 0; text[i]; i++) {
		bool is_blank = strchr(" \t\n\r", text[i]) != NULL;

		if (!is_blank)
			out[n++] = text[i];
		else if (n && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	out[n] = '\0';
	return out;
}

static char *lower(const void *ctx, const char *text)
{
	char *out = memory_text(ctx, text);

	for (char *c = out; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	return out;
}

/* The most words count: "end group" is not "end". */
static void take_longer(const char *text, const char *words, const char *means,
			size_t *n, const char **name)
{
	size_t length = begins_with(text, words);

	if (length <= *n)
		return;
	*n = length;
	*name = means;
}

bool codebook_split_type(const void *ctx, const char *cell, const char **name,
			 const char **list, enum question_type *type)
{
	char *text = single_blanks(ctx, cell), *lowered = lower(ctx, text);
	size_t n = 0;

	*name = NULL;
	for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
		take_longer(lowered, aliases[i].old, aliases[i].name, &n, name);
	for (size_t i = 0; i < N_TYPES; i++)
		take_longer(lowered, types[i].name, types[i].name, &n, name);
	for (size_t i = 0; n && i < N_TYPES; i++)
		if (!strcmp(types[i].name, *name))
			*type = types[i].type;
	if (!n) {
		*name = memory_text_n(ctx, text, strcspn(text, " "));
		return false;
	}
	/* "country or_other": XLSForm's own addition of a choice. */
	text += n + (text[n] == ' ');
	*list = memory_text_n(ctx, text, strcspn(text, " "));
	return true;
}

static void list_names(const char *names[N_TYPES])
{
	for (size_t i = 0; i < N_TYPES; i++)
		names[i] = types[i].name;
}

const char *codebook_near_type(const char *name)
{
	const char *names[N_TYPES];

	list_names(names);
	return nearest_word(name, names, N_TYPES);
}

char *codebook_type_names(const void *ctx)
{
	const char *names[N_TYPES];

	list_names(names);
	return codebook_join(ctx, names, N_TYPES);
}
