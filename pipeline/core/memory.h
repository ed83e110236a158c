/*
 * Memory: every object hangs on a talloc context and goes with it.
 *
 * A context is any talloc pointer (NULL makes a root).  A stage runs under one
 * context that the runner frees, so most functions need no clean-up path.
 * Embedders of foreign objects (sqlite3, FILE, hb_font_t ...) attach a
 * destructor with talloc_set_destructor.
 *
 * Out of memory ends the process through memory_exhausted(): files are written
 * under temporary names and tables inside transactions, so dying is as safe as
 * being killed, and no caller needs an error path that could never be tried.
 */
#ifndef PIPELINE_CORE_MEMORY_H
#define PIPELINE_CORE_MEMORY_H

#include <stdarg.h>
#include <stddef.h>
#include <talloc.h>

/* Zeroed TYPE on CTX. */
#define memory_new(ctx, type) ((type *)memory_check(talloc_zero(ctx, type)))

/* Zeroed array of N TYPE on CTX (overflow-checked; N may be 0). */
#define memory_array(ctx, type, n)                                             \
	((type *)memory_check(_talloc_zero_array(ctx, sizeof(type),            \
						 memory_count(n), #type)))

/* Grow or shrink ARRAY (or NULL) to N elements; new elements are not zeroed. */
#define memory_grow(ctx, array, type, n)                                       \
	((type *)memory_check(_talloc_realloc_array(ctx, array, sizeof(type),  \
						    memory_count(n), #type)))

/*
 * Append VALUE to the growing array P with length N: capacity doubles, so a
 * loop of appends is linear.  CTX must be P's own parent.  Many an array of
 * something large stays at one element: those begin with one.
 */
#define memory_append(ctx, p, type, n, value)                                  \
	do {                                                                   \
		size_t have_ = (p) ? talloc_array_length(p) : 0;               \
		if ((size_t)(n) == have_)                                      \
			(p) = memory_grow(ctx, p, type,                        \
					  have_              ? have_ * 2       \
					  : sizeof *(p) < 32 ? 8               \
							     : 1);             \
		(p)[(n)++] = (value);                                          \
	} while (0)

char *memory_text(const void *ctx, const char *text); /* copy; NULL -> NULL */
char *memory_text_n(const void *ctx, const char *text, size_t length);
char *memory_format(const void *ctx, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
char *memory_format_v(const void *ctx, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));

/* LENGTH bytes of DATA copied, with a NUL behind them. */
void *memory_copy(const void *ctx, const void *data, size_t length);

void *memory_check(void *pointer); /* returns it, or dies if NULL */
unsigned memory_count(size_t n);   /* n as talloc wants it, or dies */
void memory_exhausted(void) __attribute__((noreturn));

#endif
