/*
 * Multiple response sets: ReadStat passes them over, so that they are counted
 * here, among the extension records before the cases.
 */
#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/spss_private.h"

#include <string.h>

enum { HEAD = 1 << 20, WORD = 4, N_WORDS = 3 };

/* Record 7 of the subtype 7 or 19, its size counted in bytes. */
static bool is_record(const char *at)
{
	static const char forms[][N_WORDS * WORD + 1] = {
		"\7\0\0\0\7\0\0\0\1\0\0\0",
		"\7\0\0\0\23\0\0\0\1\0\0\0",
		"\0\0\0\7\0\0\0\7\0\0\0\1",
		"\0\0\0\7\0\0\0\23\0\0\0\1",
	};

	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		if (!memcmp(at, forms[i], N_WORDS * WORD))
			return true;
	return false;
}

/* Each set is a line that begins with its name, "$tools=...". */
static size_t count_lines(const char *at, const char *end)
{
	size_t n = 0;

	while (at < end && *at == '$') {
		const char *feed = memchr(at, '\n', (size_t)(end - at));

		n++;
		if (!feed)
			break;
		at = feed + 1;
	}
	return n;
}

size_t spss_count_sets(const void *ctx, const char *path)
{
	char *head = memory_array(ctx, char, HEAD);
	size_t length = file_head(path, head, HEAD), n = 0;
	const char *end = head + length;

	for (const char *at = head; at + (N_WORDS + 1) * WORD < end; at++)
		if (*at <= '\7' && is_record(at))
			n += count_lines(at + (N_WORDS + 1) * WORD, end);
	talloc_free(head);
	return n;
}
