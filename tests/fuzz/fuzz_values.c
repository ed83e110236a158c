/*
 * Any text as a date, a time and a number.  The corpus is replayed by
 * tests/property/test_values.c; to look for more, from the root of the tree:
 *
 *	clang -g -O1 -D_GNU_SOURCE -I. -fsanitize=fuzzer,address,undefined \
 *		tests/fuzz/fuzz_values.c tests/support/value_check.c \
 *		pipeline/core/{memory,number,text}.c \
 *		pipeline/data/{clock,date_time,date_words,quantity}.c \
 *		$(pkg-config --cflags --libs talloc libutf8proc) -lm \
 *		-o /tmp/fuzz_values
 *	/tmp/fuzz_values -max_len=80 /tmp/new tests/fuzz/corpus/values
 */
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "tests/support/value_check.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = memory_text_n(NULL, (const char *)data, size);

	/* Files are decoded before: what comes here is UTF-8 without zeros. */
	if (strlen(text) == size && text_valid_prefix(text, size) == size &&
	    value_check(text))
		abort();
	talloc_free(text);
	return 0;
}
