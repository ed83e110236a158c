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

/* The value behind '=' or in the next argument. */
static int read_value(struct reading *reading, const struct option_help *option,
		      const char *value)
{
	if (!value && *reading->next)
		value = *reading->next++;
	if (!value || !*value)
		return error_set(reading->error, ERROR_USAGE, NULL,
				 "write the name of a folder behind it",
				 "%s needs a value", option->name);
	if (option->flag == OPTION_OUTPUT)
		reading->options->output = value;
	else
		reading->options->work = value;
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
