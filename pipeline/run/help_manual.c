/* The manual page, in the macros of man(7), from the same tables as the help.
 */
#include "pipeline/run/help.h"

#include <ctype.h>
#include <string.h>

/* TEXT with what roff would take for its own made plain. */
static void put_text(const char *text, FILE *out)
{
	bool is_line_start = true;

	for (; *text; text++) {
		if (is_line_start && (*text == '.' || *text == '\''))
			fputs("\\&", out);
		if (*text == '\\')
			fputs("\\e", out);
		else if (*text == '-')
			fputs("\\-", out);
		else
			fputc(*text, out);
		is_line_start = *text == '\n';
	}
}

static void put_entry(const char *name, const char *text, FILE *out)
{
	fputs(".TP\n.B ", out);
	put_text(name, out);
	fputc('\n', out);
	put_text(text, out);
	fputc('\n', out);
}

static void put_commands(FILE *out)
{
	fputs(".SH COMMANDS\n", out);
	for (const struct command *c = command_table; c->name; c++) {
		fputs(".TP\n.B ", out);
		put_text(c->name, out);
		fputs("\n.I ", out);
		put_text(c->arguments, out);
		fputc('\n', out);
		fputs(".br\n", out);
		put_text(c->summary, out);
		fputs(".\n", out);
		if (!c->details)
			continue;
		put_text(c->details, out);
		fputc('\n', out);
	}
}

static void put_options(FILE *out)
{
	fputs(".SH OPTIONS\n", out);
	for (const struct option_help *o = option_table; o->name; o++) {
		fputs(".TP\n", out);
		if (o->letter)
			fprintf(out, ".B \\-%c\n", o->letter);
		fputs(".B ", out);
		put_text(o->name, out);
		if (o->value)
			fprintf(out, "\n.I %s", o->value);
		fputs("\n.br\n", out);
		put_text(o->summary, out);
		fputc('\n', out);
	}
}

static void put_files(FILE *out)
{
	fputs(".SH FILES\n", out);
	put_entry("project.yaml",
		  "What the project is: sources, analyses, reports. See "
		  "'divario help project'.",
		  out);
	put_entry(".divario/project.db",
		  "The store: answers, what cleaning changed, results before "
		  "disclosure. Private.",
		  out);
	put_entry("reports/ID/",
		  "PDF reports, figures/ (SVG, PNG), tables/ (CSV) and "
		  "published.db, all that may be shown.",
		  out);
}

void help_manual(const struct stage *const *stages, FILE *out)
{
	fprintf(out,
		".TH DIVARIO 1 \"\" \"divario %s\" \"User Commands\"\n"
		".SH NAME\ndivario \\- from questionnaire exports to a "
		"finished report\n"
		".SH SYNOPSIS\n.B divario\n.I COMMAND\n.RI [ OPTIONS ]\n"
		".RI [ ARGUMENTS ]\n"
		".SH DESCRIPTION\n"
		"divario reads survey exports and maps of services, cleans "
		"them by a codebook,\n"
		"computes skill gaps, change, weights and access to services, "
		"and writes charts\n"
		"and PDF reports. A project is a folder with a project.yaml; "
		"what is up to date\nis not done again.\n",
		DIVARIO_VERSION);
	put_commands(out);
	fputs(".SH STAGES\nIn order; each is a command, too, that brings the "
	      "stages it needs up to date.\n",
	      out);
	for (; *stages; stages++)
		put_entry((*stages)->name, (*stages)->summary, out);
	put_options(out);
	fputs(".SH EXIT STATUS\n", out);
	for (const struct exit_help *e = exit_table; e->summary; e++) {
		fprintf(out, ".TP\n.B %d\n", e->code);
		put_text(e->summary, out);
		fputc('\n', out);
	}
	put_files(out);
	fputs(".SH ENVIRONMENT\n", out);
	put_entry("SOURCE_DATE_EPOCH",
		  "The date of reports whose project names none.", out);
	put_entry("DIVARIO_CONFIG",
		  "The folder of frameworks, languages, templates and "
		  "territories, instead of the installed one.",
		  out);
	put_entry("DIVARIO_FONTS",
		  "A folder of fonts, looked into before the system's.", out);
	put_entry("TMPDIR", "Where 'divario check --data' keeps its store.",
		  out);
}
