#include "pipeline/core/progress.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

struct progress {
	FILE *out;
	bool is_terminal;
	bool is_open; /* an unfinished line stands on the terminal */
};

struct progress *progress_new(const void *ctx, FILE *out, bool is_terminal)
{
	struct progress *progress = memory_new(ctx, struct progress);

	progress->out = out;
	progress->is_terminal = is_terminal;
	return progress;
}

/* Back to the first column, clear to the end of the line. */
static void wipe(struct progress *progress)
{
	if (progress->is_open)
		fputs("\r\033[K", progress->out);
	progress->is_open = false;
}

void progress_begin(struct progress *progress, const char *step)
{
	if (!progress->is_terminal)
		return;
	wipe(progress);
	fprintf(progress->out, "%-9s ...", step);
	fflush(progress->out);
	progress->is_open = true;
}

void progress_end(struct progress *progress, const char *step, double seconds,
		  const char *text)
{
	wipe(progress);
	if (seconds < 0) {
		fprintf(progress->out, "%-9s %10s%s\n", step, "", text);
	} else {
		char *time =
			text_number(NULL, seconds, 2, false, text_locale("en"));
		fprintf(progress->out, "%-9s %6s s  %s\n", step, time, text);
		talloc_free(time);
	}
	fflush(progress->out);
}

void progress_line(struct progress *progress, const char *format, ...)
{
	va_list args;

	wipe(progress);
	va_start(args, format);
	vfprintf(progress->out, format, args);
	va_end(args);
	fputc('\n', progress->out);
	fflush(progress->out);
}
