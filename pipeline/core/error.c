#include "pipeline/core/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void fill(struct error *error, enum error_code code, const char *where,
		 const char *remedy)
{
	error->code = code;
	snprintf(error->where, sizeof error->where, "%s", where ? where : "");
	snprintf(error->remedy, sizeof error->remedy, "%s",
		 remedy ? remedy : "");
}

int error_set(struct error *error, enum error_code code, const char *where,
	      const char *remedy, const char *format, ...)
{
	va_list args;

	if (error->code != ERROR_NONE)
		return -1;
	fill(error, code, where, remedy);
	va_start(args, format);
	vsnprintf(error->what, sizeof error->what, format, args);
	va_end(args);
	return -1;
}

int error_system(struct error *error, const char *where, const char *remedy,
		 const char *format, ...)
{
	int saved = errno;
	va_list args;
	size_t used;

	if (error->code != ERROR_NONE)
		return -1;
	fill(error, ERROR_FAILED, where, remedy);
	va_start(args, format);
	vsnprintf(error->what, sizeof error->what, format, args);
	va_end(args);
	used = strlen(error->what);
	snprintf(error->what + used, sizeof error->what - used, ": %s",
		 strerror(saved));
	return -1;
}
