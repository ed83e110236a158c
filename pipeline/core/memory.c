#include "pipeline/core/memory.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void memory_exhausted(void)
{
	static const char message[] =
		"divario: out of memory; earlier outputs are untouched\n";
	/* write(2), not stdio: stdio may want to allocate. */
	ssize_t ignored = write(2, message, sizeof message - 1);

	(void)ignored;
	_exit(1);
}

void *memory_check(void *pointer)
{
	if (!pointer)
		memory_exhausted();
	return pointer;
}

unsigned memory_count(size_t n)
{
	if (n > UINT_MAX)
		memory_exhausted();
	/* talloc returns NULL for a zero-sized array of no elements. */
	return n ? (unsigned)n : 1;
}

char *memory_text(const void *ctx, const char *text)
{
	return text ? memory_check(talloc_strdup(ctx, text)) : NULL;
}

char *memory_text_n(const void *ctx, const char *text, size_t length)
{
	return memory_check(talloc_strndup(ctx, text, length));
}

char *memory_format_v(const void *ctx, const char *format, va_list args)
{
	return memory_check(talloc_vasprintf(ctx, format, args));
}

char *memory_format(const void *ctx, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = memory_format_v(ctx, format, args);
	va_end(args);
	return text;
}

void *memory_copy(const void *ctx, const void *data, size_t length)
{
	char *copy = memory_check(talloc_size(ctx, length + 1));

	if (length)
		memcpy(copy, data, length);
	copy[length] = '\0';
	return copy;
}
