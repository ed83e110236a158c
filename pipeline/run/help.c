#include "pipeline/run/help.h"

#include "pipeline/core/memory.h"
#include "pipeline/draw/chart.h"
#include "pipeline/run/plan.h"
#include "pipeline/run/project_keys.h"

#include <string.h>

const struct exit_help exit_table[] = {
	{ 0, "done" },
	{ ERROR_FAILED, "failed: disk, permissions, a library" },
	{ ERROR_USAGE, "the command line is wrong" },
	{ ERROR_PROJECT,
	  "the project file, a codebook or a template is wrong" },
	{ ERROR_DATA, "the data are beyond the project's limits" },
	{ ERROR_BUSY, "another run holds the project" },
	{ 0, NULL },
};

static void print_options(unsigned mask, FILE *out)
{
	for (const struct option_help *o = option_table; o->name; o++) {
		char name[40] = "";
		if (!(mask & (unsigned)o->flag))
			continue;
		strncat(name, o->name, 20);
		if (o->value)
			strncat(strcat(name, " "), o->value, 10);
		fprintf(out, "  %c%c%s %-14s %s\n", o->letter ? '-' : ' ',
			o->letter ? o->letter : ' ', o->letter ? "," : " ",
			name, o->summary);
	}
}

static int longest_name(const struct stage *const *stages)
{
	int longest = 0;

	for (const struct command *c = command_table; c->name; c++)
		if ((int)strlen(c->name) > longest)
			longest = (int)strlen(c->name);
	for (; *stages; stages++)
		if ((int)strlen((*stages)->name) > longest)
			longest = (int)strlen((*stages)->name);
	return longest;
}

void help_overview(const struct stage *const *stages, FILE *out)
{
	int width = longest_name(stages);

	fputs("divario: from questionnaire exports to a finished report\n\n"
	      "usage: divario COMMAND [OPTIONS] [ARGUMENTS]\n\ncommands:\n",
	      out);
	for (const struct command *c = command_table; c->name; c++)
		fprintf(out, "  %-*s %s\n", width, c->name, c->summary);
	fputs("\nstages, in order; each is a command, too, that brings the "
	      "stages it needs up to date:\n",
	      out);
	for (; *stages; stages++)
		fprintf(out, "  %-*s %s\n", width, (*stages)->name,
			(*stages)->summary);
	fputs("\noptions:\n", out);
	print_options(~0U, out);
	fputs("\nexit codes:\n", out);
	for (const struct exit_help *e = exit_table; e->summary; e++)
		fprintf(out, "  %d %s\n", e->code, e->summary);
	fputs("\n'divario help COMMAND', 'divario help STAGE' and "
	      "'divario help project' say more.\n",
	      out);
}

void help_command(const struct command *command, FILE *out)
{
	fprintf(out, "usage: divario %s %s\n\n%s\n", command->name,
		command->arguments, command->summary);
	if (command->details)
		fprintf(out, "\n%s\n", command->details);
	fputs("\noptions:\n", out);
	print_options(command->options | OPTION_HELP, out);
}

static const char *place(const struct artifact *artifact)
{
	switch (artifact->kind) {
	case ARTIFACT_TABLE:
		return "table of project.db";
	case ARTIFACT_PUBLISHED:
		return "table of published.db";
	case ARTIFACT_FILES:
	default:
		return "files in the output folder";
	}
}

static void print_artifacts(const char *title, const struct artifact *artifacts,
			    const struct stage *const *makers, FILE *out)
{
	if (artifacts->name)
		fprintf(out, "\n%s:\n", title);
	for (; artifacts->name; artifacts++) {
		const struct stage *maker =
			makers ? plan_maker(makers, artifacts) : NULL;
		fprintf(out, "  %-18s %s%s%s\n", artifacts->name,
			place(artifacts), maker ? ", made by " : "",
			maker ? maker->name : "");
	}
}

void help_stage(const struct stage *const *stages, const struct stage *stage,
		FILE *out)
{
	fprintf(out,
		"usage: divario %s [PROJECT]\n\n%s\n\nStages before it run "
		"first where they are out of date.\n",
		stage->name, stage->summary);
	print_artifacts("reads", stage->inputs, stages, out);
	print_artifacts("makes", stage->outputs, NULL, out);
	if (stage->keys && stage->keys[0])
		fputs("\nkeys of project.yaml:\n", out);
	for (size_t i = 0; stage->keys && stage->keys[i]; i++)
		fprintf(out, "  %s\n", stage->keys[i]);
	fputs("\noptions:\n", out);
	print_options(OPTION_QUIET | OPTION_JSON | OPTION_FORCE |
			      OPTION_OUTPUT | OPTION_WORK | OPTION_HELP,
		      out);
}

void help_project(FILE *out)
{
	fputs("keys of project.yaml (paths are relative to its folder):\n\n",
	      out);
	schema_print(project_keys, 0, out);
}

static void print_words(const char *title, const char *const *words, FILE *out)
{
	if (!words || !words[0])
		return;
	fprintf(out, "    %s:", title);
	for (; *words; words++)
		fprintf(out, " %s", *words);
	fputc('\n', out);
}

void help_charts(FILE *out)
{
	fputs("charts for the ```chart blocks of report templates:\n", out);
	for (size_t i = 0; charts[i]; i++) {
		fprintf(out, "\n  %s: %s\n", charts[i]->name,
			charts[i]->summary);
		print_words("columns", charts[i]->columns, out);
		print_words("further columns", charts[i]->optional, out);
		print_words("options", charts[i]->options, out);
		if (charts[i]->takes_edges)
			fputs("    second query: edges\n", out);
	}
}
