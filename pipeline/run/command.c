#include "pipeline/run/command.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/core/nearest.h"
#include "pipeline/run/help.h"
#include "pipeline/run/rows.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	FOLDERS = OPTION_OUTPUT | OPTION_WORK,
	EVENTS = OPTION_QUIET | OPTION_JSON,
	DIALECT = OPTION_DELIMITER | OPTION_QUOTE | OPTION_ESCAPE |
		  OPTION_ENCODING | OPTION_HEADER_LINES |
		  OPTION_PREAMBLE_LINES | OPTION_SHEET | OPTION_LAYOUT
};

const struct command command_table[] = {
	{ "run", "[PROJECT]", "run what is out of date, say where reports are",
	  "PROJECT is a folder with a project.yaml; default: the current one.",
	  EVENTS | FOLDERS | OPTION_FORCE, 0, 1, true, command_run_stages },
	{ "check", "[PROJECT]", "find every fault that shows without running",
	  "Looks at the project file, files and folders it names, codebooks,\n"
	  "the framework, templates and the headings of the data.  Writes "
	  "nothing.\nWith --data it also cleans the data on trial and shows "
	  "what each rule would touch.",
	  EVENTS | FOLDERS | OPTION_DATA, 0, 1, true, command_check },
	{ "status", "[PROJECT]", "what is up to date, what would run, and why",
	  NULL, EVENTS | FOLDERS, 0, 1, true, command_status },
	{ "init", "FILE [FOLDER]", "draft a project from an export",
	  "FILE is CSV, an Excel workbook (.xlsx) or SPSS (.sav).  Writes\n"
	  "project.yaml, a codebook and, where columns pair up, a list\n"
	  "of skills into FOLDER (default: the name of the file), to be "
	  "corrected by hand.",
	  EVENTS, 1, 2, true, command_init },
	{ "sql", "PROJECT \"select ...\"", "ask the store",
	  "Tables of project.db, the tables 'published.NAME' of published.db,\n"
	  "'answers' (clean, one column a question) and 'raw_SOURCE' (as it "
	  "came).\nA table on a terminal, CSV elsewhere.  Nothing can be "
	  "changed.",
	  FOLDERS | OPTION_CSV | OPTION_JSON, 2, 2, false, command_sql },
	{ "watch", "[PROJECT]", "run whenever new answers arrive",
	  "Looks at the project's files again and again and runs what is out "
	  "of date as soon\nas two looks agree, so not while a file is being "
	  "copied.  Ends with Ctrl-C.",
	  EVENTS | FOLDERS | OPTION_EVERY, 0, 1, true, command_watch },
	{ "diff", "PROJECT [A [B]]", "what changed since the run before",
	  "Compares the results that the last run published with those of the "
	  "run before,\nor with A; with both, A with B.  A and B are a "
	  "published.db, its folder or a\nproject.  Says how many rows of each "
	  "table differ; --table and --csv show cells.",
	  FOLDERS | OPTION_CSV | OPTION_JSON | OPTION_TABLE, 1, 3, false,
	  command_diff },
	{ "ledger", "[PROJECT]", "what cleaning changed, by which rule and why",
	  "One row a change: the cell as it came, what it became, in how many "
	  "answers.\nA table on a terminal, CSV elsewhere.",
	  FOLDERS | OPTION_CSV | OPTION_JSON | OPTION_RULE | OPTION_SOURCE |
		  OPTION_VARIABLE,
	  0, 1, false, command_ledger },
	{ "erase", "PROJECT TOKEN", "a respondent withdraws",
	  "TOKEN stands in a column of which the store has pseudonyms.  The\n"
	  "answers leave the store and all results, and stay out whenever the\n"
	  "files are read again.  The files themselves are not changed.",
	  EVENTS | FOLDERS, 2, 2, true, command_erase },
	{ "csv", "FILE", "write CSV of any dialect, .xlsx or .sav as clean CSV",
	  "To standard output: UTF-8, commas, CRLF, one header row (RFC 4180).\n"
	  "What is not told by an option is found by looking; the verdict, and\n"
	  "what did not fit, go to standard error.",
	  OPTION_QUIET | DIALECT, 1, 1, false, command_csv },
	{ "doctor", "[FOLDER]",
	  "fonts, hyphenation, libraries, versions, write access",
	  "FOLDER is where reports are to be written; default: the current "
	  "one.",
	  EVENTS, 0, 1, true, command_doctor },
	{ "chart", "", "list the charts that templates may use", NULL, 0, 0, 0,
	  false, command_chart },
	{ "help", "[COMMAND | STAGE | project | manual]", "explain",
	  "'divario help manual' writes the manual page.", 0, 0, 1, false,
	  command_help },
	{ NULL, NULL, NULL, NULL, 0, 0, 0, false, NULL },
};

static const struct command stage_command = { "stage",
					      "[PROJECT]",
					      "",
					      NULL,
					      EVENTS | FOLDERS | OPTION_FORCE,
					      0,
					      1,
					      true,
					      command_run_stages };

static const struct command *find_command(const char *name)
{
	for (const struct command *c = command_table; c->name; c++)
		if (strcmp(c->name, name) == 0)
			return c;
	return NULL;
}

static const struct stage *find_stage(const struct stage *const *stages,
				      const char *name)
{
	for (; *stages; stages++)
		if (strcmp((*stages)->name, name) == 0)
			return *stages;
	return NULL;
}

static int unknown_command(const struct stage *const *stages, const char *name,
			   struct error *error)
{
	const char **names = NULL;
	size_t n = 0;
	char remedy[128] = "see divario --help";

	for (const struct command *c = command_table; c->name; c++)
		memory_append(NULL, names, const char *, n, c->name);
	for (; *stages; stages++)
		memory_append(NULL, names, const char *, n, (*stages)->name);
	const char *near = nearest_word(name, names, n);
	if (near)
		snprintf(remedy, sizeof(remedy), "did you mean 'divario %s'?",
			 near);
	talloc_free(names);
	return error_set(error, ERROR_USAGE, NULL, remedy,
			 "unknown command '%s'", name);
}

const char *command_argument(const struct invocation *call, size_t i,
			     const char *otherwise)
{
	return call->options->n_arguments > i + 1
		       ? call->options->arguments[i + 1]
		       : otherwise;
}

/* The path as seen from where the user stands. */
static char *absolute(const void *ctx, const char *path)
{
	char *here = getcwd(NULL, 0);
	char *whole = file_join(ctx, here ? here : "", path);

	free(here);
	return whole;
}

static void apply_folders(const struct invocation *call,
			  struct project *project)
{
	const struct options *options = call->options;

	if (options->output)
		project->output =
			file_join(project, absolute(project, options->output),
				  project->id);
	if (options->work)
		project->work = absolute(project, options->work);
}

int command_project(struct invocation *call, struct project **project,
		    struct error *error)
{
	if (project_load(call->memory, command_argument(call, 0, "."), project,
			 error) < 0)
		return -1;
	apply_folders(call, *project);
	return 0;
}

int command_rows(const struct invocation *call, struct database *store,
		 const char *sql, struct error *error)
{
	enum rows_style style = ROWS_CSV;

	if (call->options->given & OPTION_JSON)
		style = ROWS_JSON;
	else if (!(call->options->given & OPTION_CSV) &&
		 isatty(fileno(call->out)) == 1)
		style = ROWS_TABLE;
	return rows_print(store, sql, style, call->out, error);
}

int command_help(struct invocation *call, struct error *error)
{
	const char *topic = command_argument(call, 0, NULL);

	if (!topic) {
		help_overview(call->stages, call->out);
		return 0;
	}
	const struct command *command = find_command(topic);
	const struct stage *stage = find_stage(call->stages, topic);
	if (command)
		help_command(command, call->out);
	else if (stage)
		help_stage(call->stages, stage, call->out);
	else if (strcmp(topic, "project") == 0)
		help_project(call->out);
	else if (strcmp(topic, "manual") == 0)
		help_manual(call->stages, call->out);
	else
		return unknown_command(call->stages, topic, error);
	return 0;
}

int command_chart(struct invocation *call, struct error *error)
{
	(void)error;
	help_charts(call->out);
	return 0;
}

static int check_usage(const struct command *command, const char *name,
		       const struct options *options, struct error *error)
{
	size_t n = options->n_arguments - 1;

	for (const struct option_help *o = option_table; o->name; o++)
		if ((options->given & (unsigned)o->flag) &&
		    !(command->options & (unsigned)o->flag))
			return error_set(error, ERROR_USAGE, NULL,
					 "see 'divario help' for what each "
					 "command takes",
					 "'%s' does not take %s", name,
					 o->name);
	if (n < command->least || n > command->most) {
		char usage[128];
		snprintf(usage, sizeof(usage), "usage: divario %s %s", name,
			 command->arguments);
		return error_set(error, ERROR_USAGE, NULL, usage,
				 n < command->least ? "'%s' needs more words"
						    : "too many words for '%s'",
				 name);
	}
	return 0;
}

static enum log_style style_of(const struct options *options)
{
	if (options->given & OPTION_JSON)
		return LOG_JSON;
	return options->given & OPTION_QUIET ? LOG_QUIET : LOG_LINES;
}

/* Run COMMAND; its last word goes where its other words went. */
static int call_command(struct invocation *call, const struct command *command)
{
	struct error error = { 0 };
	struct end_event end = { .error = &error };

	call->end = &end;
	call->log = run_log_new(call->memory, style_of(call->options),
				call->out, call->errors);
	if (check_usage(command, call->options->arguments[0], call->options,
			&error) < 0 ||
	    command->run(call, &error) < 0) {
		if (error.code == ERROR_NONE)
			error.code = ERROR_FAILED;
	}
	if (command->is_run)
		run_log_end(call->log, &end);
	else if (error.code)
		error_print(call->errors, &error);
	return (int)error.code;
}

/* What --help means depends on what stands before it. */
static int call_help(struct invocation *call, const struct command *command)
{
	if (command && command->run == command_chart)
		help_charts(call->out);
	else if (command)
		help_command(command, call->out);
	else if (call->target)
		help_stage(call->stages, call->target, call->out);
	else
		help_overview(call->stages, call->out);
	return 0;
}

static int dispatch(struct invocation *call, struct error *error)
{
	const struct options *options = call->options;
	const char *name = options->n_arguments ? options->arguments[0] : NULL;
	const struct command *command = name ? find_command(name) : NULL;

	if (name && !command)
		call->target = find_stage(call->stages, name);
	if (name && !command && !call->target)
		return unknown_command(call->stages, name, error);
	if (options->given & OPTION_VERSION) {
		fputs("divario " DIVARIO_VERSION "\n", call->out);
		return 0;
	}
	if (options->given & OPTION_HELP)
		return call_help(call, command);
	if (!name)
		return error_set(error, ERROR_USAGE, NULL, "see divario --help",
				 "no command given");
	return call_command(call, command ? command : &stage_command);
}

int command_main(int argc, char *const *argv, const struct stage *const *stages,
		 FILE *out, FILE *errors)
{
	void *memory = talloc_new(NULL);
	struct options options;
	struct error error = { 0 };
	struct invocation call = { .memory = memory,
				   .options = &options,
				   .stages = stages,
				   .out = out,
				   .errors = errors };

	int code = options_parse(memory, argc, argv, &options, &error);
	if (code == 0)
		code = dispatch(&call, &error);
	if (error.code) {
		error_print(errors, &error);
		code = (int)error.code;
	}
	/* A full disk behind stdout is a failure, too. */
	if (fflush(out) != 0 && code == 0) {
		fputs("divario: cannot write the output\n", errors);
		code = ERROR_FAILED;
	}
	talloc_free(memory);
	return code;
}
