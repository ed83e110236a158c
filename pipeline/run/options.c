#include "pipeline/run/options.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/nearest.h"

#include <string.h>

const struct option_help option_table[] = {
	{ "--quiet", NULL, "say nothing but errors", 'q', OPTION_QUIET },
	{ "--json", NULL, "one JSON object a line, for schedulers and scripts",
	  0, OPTION_JSON },
	{ "--csv", NULL, "rows as CSV", 0, OPTION_CSV },
	{ "--force", NULL, "run even what is up to date", 'f', OPTION_FORCE },
	{ "--output", "DIR", "folder of the reports instead of the project's",
	  'o', OPTION_OUTPUT },
	{ "--work", "DIR", "folder of the store instead of the project's", 0,
	  OPTION_WORK },
	{ "--delimiter", "CHAR", "between cells: \",\" \";\" tab space ...", 0,
	  OPTION_DELIMITER },
	{ "--quote", "CHAR", "around cells: double, single or none", 0,
	  OPTION_QUOTE },
	{ "--escape", "HOW", "quotes within quotes: doubled, backslash, none",
	  0, OPTION_ESCAPE },
	{ "--encoding", "NAME", "utf-8, windows-1252, iso-8859-15 ...", 0,
	  OPTION_ENCODING },
	{ "--header-lines", "N", "records that name the columns: 0 to 5", 0,
	  OPTION_HEADER_LINES },
	{ "--preamble-lines", "N", "lines before those", 0,
	  OPTION_PREAMBLE_LINES },
	{ "--sheet", "NAME", "of a workbook; default the first", 0,
	  OPTION_SHEET },
	{ "--layout", "HOW", "vertical: two columns, question and answer", 0,
	  OPTION_LAYOUT },
	{ "--rule", "NAME", "only what this rule changed", 0, OPTION_RULE },
	{ "--source", "NAME", "only what changed in this source", 0,
	  OPTION_SOURCE },
	{ "--variable", "NAME", "only what changed of this question", 0,
	  OPTION_VARIABLE },
	{ "--table", "NAME", "only what differs in this table", 0,
	  OPTION_TABLE },
	{ "--every", "SECONDS", "how often to look; default 10", 0,
	  OPTION_EVERY },
	{ "--data", NULL,
	  "clean the data on trial, show what each rule touches", 0,
	  OPTION_DATA },
	{ "--help", NULL, "explain the command", 'h', OPTION_HELP },
	{ "--version", NULL, "print the version", 'V', OPTION_VERSION },
	{ NULL, NULL, NULL, 0, OPTION_HELP },
};

/* The arguments not yet read. */
struct reading {
	char *const *next;
	struct options *options;
	struct error *error;
};

static int unknown(const char *argument, struct error *error)
{
	const char *names[sizeof(option_table) / sizeof(option_table[0])];
	char *name = memory_text_n(NULL, argument, strcspn(argument, "="));
	char remedy[128];
	size_t n = 0;

	for (; option_table[n].name; n++)
		names[n] = option_table[n].name;
	const char *near = nearest_word(name, names, n);
	memcpy(remedy, "see divario --help", sizeof("see divario --help"));
	if (near) {
		remedy[0] = '\0';
		strcat(strcat(strcat(remedy, "did you mean "), near), "?");
	}
	error_set(error, ERROR_USAGE, NULL, remedy, "unknown option %s", name);
	talloc_free(name);
	return -1;
}

/* Where the value of an option goes. */
static const char **value_of(struct options *options, enum option_flag flag)
{
	switch ((unsigned)flag) {
	case OPTION_OUTPUT:
		return &options->output;
	case OPTION_DELIMITER:
		return &options->delimiter;
	case OPTION_QUOTE:
		return &options->quote;
	case OPTION_ESCAPE:
		return &options->escape;
	case OPTION_ENCODING:
		return &options->encoding;
	case OPTION_HEADER_LINES:
		return &options->header_lines;
	case OPTION_PREAMBLE_LINES:
		return &options->preamble_lines;
	case OPTION_SHEET:
		return &options->sheet;
	case OPTION_LAYOUT:
		return &options->layout;
	case OPTION_RULE:
		return &options->rule;
	case OPTION_SOURCE:
		return &options->source;
	case OPTION_VARIABLE:
		return &options->variable;
	case OPTION_EVERY:
		return &options->every;
	case OPTION_TABLE:
		return &options->table;
	case OPTION_WORK:
	default:
		return &options->work;
	}
}

/* The value behind '=' or in the next argument. */
static int read_value(struct reading *reading, const struct option_help *option,
		      const char *value)
{
	bool is_folder = (option->flag & (OPTION_OUTPUT | OPTION_WORK)) != 0;

	if (!value && *reading->next)
		value = *reading->next++;
	if (!value || (is_folder && !*value))
		return error_set(
			reading->error, ERROR_USAGE, NULL,
			is_folder ? "write the name of a folder behind it"
				  : "see divario --help",
			"%s needs a value", option->name);
	*value_of(reading->options, option->flag) = value;
	return 0;
}

static int apply(struct reading *reading, const struct option_help *option,
		 const char *value)
{
	reading->options->given |= (unsigned)option->flag;
	if (option->value)
		return read_value(reading, option, value);
	if (value)
		return error_set(reading->error, ERROR_USAGE, NULL,
				 "leave out the = and what follows",
				 "%s takes no value", option->name);
	return 0;
}

static int read_long(struct reading *reading, const char *argument)
{
	size_t length = strcspn(argument, "=");
	const char *value = argument[length] ? argument + length + 1 : NULL;

	for (const struct option_help *o = option_table; o->name; o++)
		if (strlen(o->name) == length &&
		    strncmp(o->name, argument, length) == 0)
			return apply(reading, o, value);
	return unknown(argument, reading->error);
}

static int read_short(struct reading *reading, const char *argument)
{
	for (const struct option_help *o = option_table; o->name; o++)
		if (o->letter == argument[1] && !argument[2])
			return apply(reading, o, NULL);
	return unknown(argument, reading->error);
}

int options_parse(const void *ctx, int argc, char *const *argv,
		  struct options *options, struct error *error)
{
	struct reading reading = { .next = argv + (argc > 0),
				   .options = options,
				   .error = error };
	bool only_arguments = false;

	memset(options, 0, sizeof(*options));
	while (*reading.next) {
		const char *argument = *reading.next++;
		int result = 0;
		if (!only_arguments && strcmp(argument, "--") == 0)
			only_arguments = true;
		else if (!only_arguments && strncmp(argument, "--", 2) == 0)
			result = read_long(&reading, argument);
		else if (!only_arguments && argument[0] == '-' && argument[1])
			result = read_short(&reading, argument);
		else
			memory_append(ctx, options->arguments, const char *,
				      options->n_arguments, argument);
		if (result < 0)
			return -1;
	}
	return 0;
}
