#include "pipeline/run/problems.h"

#include "pipeline/core/memory.h"

#include <string.h>

struct problems *problems_new(const void *ctx)
{
	return memory_new(ctx, struct problems);
}

void problems_take(struct problems *problems, struct error *error)
{
	if (error->code == ERROR_NONE)
		return;
	memory_append(problems, problems->items, struct error, problems->n,
		      *error);
	memset(error, 0, sizeof(*error));
}

void problems_add(struct problems *problems, enum error_code code,
		  const char *where, const char *remedy, const char *format,
		  ...)
{
	struct error error = { 0 };
	va_list args;

	va_start(args, format);
	char *what = memory_format_v(problems, format, args);
	va_end(args);
	error_set(&error, code, where, remedy, "%s", what);
	talloc_free(what);
	problems_take(problems, &error);
}

int problems_first(const struct problems *problems, struct error *error)
{
	if (!problems->n)
		return 0;
	const struct error *first = &problems->items[0];
	return error_set(error, first->code, first->where, first->remedy, "%s",
			 first->what);
}
