/* Run a command line as a person would, and see what it says. */
#ifndef TESTS_SUPPORT_COMMAND_H
#define TESTS_SUPPORT_COMMAND_H

/*
 * Run the shell command FORMAT from the repository root; what it prints on
 * standard output and standard error together is put on CTX (OUTPUT may be
 * NULL).  Returns its exit code, or 128 + signal.
 */
int command_run(const void *ctx, char **output, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The program under test: $DIVARIO_PROGRAM, else the release build. */
const char *command_program(void);

#endif
