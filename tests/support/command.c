#include "tests/support/command.h"

#include "pipeline/core/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

const char *command_program(void)
{
	const char *program = getenv("DIVARIO_PROGRAM");

	return program ? program : "build/release/divario";
}

static char *read_all(const void *ctx, FILE *pipe)
{
	char *text = memory_text(ctx, "");
	char block[4096];
	size_t got, length = 0;

	while ((got = fread(block, 1, sizeof block, pipe)) > 0) {
		text = memory_grow(ctx, text, char, length + got + 1);
		for (size_t i = 0; i < got; i++)
			text[length++] = block[i];
		text[length] = '\0';
	}
	return text;
}

int command_run(const void *ctx, char **output, const char *format, ...)
{
	va_list args;
	char *command, *text;
	FILE *pipe;
	int status;

	va_start(args, format);
	command = memory_format_v(ctx, format, args);
	va_end(args);
	pipe = popen(memory_format(ctx, "{ %s ; } 2>&1", command), "r");
	if (!pipe)
		return 127;
	text = read_all(ctx, pipe);
	status = pclose(pipe);
	if (output)
		*output = text;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
