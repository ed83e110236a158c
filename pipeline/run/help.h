/* Help, from the tables of commands, options, stages, keys and charts. */
#ifndef PIPELINE_RUN_HELP_H
#define PIPELINE_RUN_HELP_H

#include "pipeline/run/command.h"

#define DIVARIO_VERSION "0.1.0"

struct exit_help {
	int code;
	const char *summary; /* NULL ends the table */
};
extern const struct exit_help exit_table[];

void help_overview(const struct stage *const *stages, FILE *out);
void help_command(const struct command *command, FILE *out);
void help_stage(const struct stage *const *stages, const struct stage *stage,
		FILE *out);
void help_project(FILE *out);
void help_charts(FILE *out);

/* A manual page for man(1). */
void help_manual(const struct stage *const *stages, FILE *out);

#endif
