/*
 * Any bytes as the start of a text file: what they are written in, their way to
 * UTF-8, and the dialect found in that.  The converter must give the same piece
 * by piece as at once, and what is said of a dialect must be possible.
 */
#include "pipeline/core/memory.h"
#include "pipeline/data/dialect.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PIECE = 7 };

/* All of IN, at most MOST bytes at a time; what is left over at the end is
 * dropped. */
static size_t convert(struct converter *converter, const char *in,
		      size_t length, size_t most, char *out)
{
	size_t at = 0, n_out = 0, kept = 0, limit = most;

	while (at < length) {
		size_t n = length - at < limit ? length - at : limit;
		size_t written = 0;
		size_t used = converter_run(converter, in + at, n, out + n_out,
					    &written);

		fuzz_must(used <= n && written <= n * CONVERTER_GROWTH);
		n_out += written;
		at += used;
		kept = used > 0 ? 0 : n;
		if (kept == length - at)
			break;
		limit = kept + most;
	}
	return n_out;
}

/* To UTF-8 in *OUT, on CTX; its length. */
static size_t to_utf8(const void *ctx, const struct encoding *encoding,
		      const char *in, size_t length, char **out)
{
	size_t room = (length + 1) * CONVERTER_GROWTH;
	char *whole = memory_array(ctx, char, room);
	char *pieces = memory_array(ctx, char, room);
	size_t n = convert(converter_new(ctx, encoding), in, length, length + 1,
			   whole);

	fuzz_must(convert(converter_new(ctx, encoding), in, length, PIECE,
			  pieces) == n);
	fuzz_must(!memcmp(whole, pieces, n));
	*out = whole;
	return n;
}

static void judge(const void *ctx, const char *text, size_t length,
		  const struct encoding *encoding)
{
	static const struct dialect_fixed fixed[] = {
		{ .encoding = NULL },
		{ .delimiter = ' ', .quote = '\'', .escape = '\\' },
		{ .has_preamble_lines = true, .preamble_lines = 3 },
	};

	for (size_t i = 0; i < 2 * sizeof fixed / sizeof *fixed; i++) {
		struct dialect dialect = { .encoding = *encoding };

		dialect_detect(text, length, i % 2 == 0, &fixed[i / 2],
			       &dialect);
		fuzz_must(dialect.preamble <= length &&
			  dialect.header_lines <= 5);
		fuzz_must(dialect.n_same <= dialect.n_records);
		fuzz_must(dialect.n_records == 0 || dialect.n_odd > 0 ||
			  dialect.n_columns > 0);
		fuzz_must(*dialect_verdict(ctx, &dialect) != '\0');
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	void *memory = talloc_new(NULL);
	int fd = memfd_create("answers.csv", 0);
	struct error error = { .code = ERROR_NONE };
	struct encoding encoding;
	char *text;
	size_t length;

	fuzz_must(write(fd, data, size) == (ssize_t)size);
	fuzz_must(encoding_detect(fd, "answers.csv", &encoding, &error) == 0);
	fuzz_must(encoding.mark <= size);
	length = to_utf8(memory, &encoding, (const char *)data + encoding.mark,
			 size - encoding.mark, &text);
	judge(memory, text, length, &encoding);
	close(fd);
	talloc_free(memory);
	return 0;
}
