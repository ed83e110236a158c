#include "pipeline/data/encoding.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/encoding_guess.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum {
	BLOCK = 65536,
	ENOUGH = 1 << 20, /* bytes looked at behind the first one above 127 */
	GUESS = 1 << 18,  /* of those, to tell old encodings apart */
	TAIL = 3          /* a character may go on in the next block */
};

/* ---- detection ------------------------------------------------------------
 */

static void set(struct encoding *encoding, enum encoding_kind kind,
		const char *name, size_t mark)
{
	encoding->kind = kind;
	encoding->mark = mark;
	snprintf(encoding->name, sizeof encoding->name, "%s", name);
}

/* A byte-order mark says it all. */
static bool has_mark(const unsigned char *block, size_t length,
		     struct encoding *encoding)
{
	if (length >= 3 && !memcmp(block, "\xEF\xBB\xBF", 3))
		set(encoding, ENCODING_UTF8, "UTF-8", 3);
	else if (length >= 2 && !memcmp(block, "\xFF\xFE", 2))
		set(encoding, ENCODING_OTHER, "UTF-16LE", 2);
	else if (length >= 2 && !memcmp(block, "\xFE\xFF", 2))
		set(encoding, ENCODING_OTHER, "UTF-16BE", 2);
	else
		return false;
	return true;
}

/* Every other byte is zero: UTF-16 whose mark was lost. */
static bool has_zeros(const unsigned char *block, size_t length,
		      struct encoding *encoding)
{
	size_t n[2] = { 0, 0 }, half = length / 2;

	for (size_t i = 0; i < 2 * half; i++)
		n[i % 2] += block[i] == 0;
	if (half < 2 || n[0] + n[1] < half / 2)
		return false;
	if (n[0] > 0 && n[1] > 0 && n[0] * 10 > n[1] && n[1] * 10 > n[0])
		return false;
	set(encoding, ENCODING_OTHER, n[1] > n[0] ? "UTF-16LE" : "UTF-16BE", 0);
	return true;
}

/* More than one control byte, zero or other, in a hundred. */
static bool looks_binary(const unsigned char *block, size_t length)
{
	size_t n_controls = 0;

	for (size_t i = 0; i < length; i++) {
		n_controls += block[i] < 0x20 && block[i] != '\t' &&
			      block[i] != '\n' && block[i] != '\r' &&
			      block[i] != '\f';
	}
	return n_controls * 100 > length;
}

struct evidence {
	size_t n_characters; /* of more than one byte, valid */
	size_t n_broken;
	size_t n_bytes; /* looked at since the first one above 127 */
	off_t first;    /* the block that one is in */
};

static size_t skip_ascii(const char *block, size_t at, size_t length)
{
	uint64_t word;

	for (; length - at >= sizeof word; at += sizeof word) {
		memcpy(&word, block + at, sizeof word);
		if (word & UINT64_C(0x8080808080808080))
			break;
	}
	while (at < length && (unsigned char)block[at] < 0x80)
		at++;
	return at;
}

/* Weigh BLOCK; what may go on in the next block is left: returns its length. */
static size_t weigh(const char *block, size_t length, bool is_last,
		    struct evidence *evidence)
{
	size_t at = skip_ascii(block, 0, length);

	while (at < length && (is_last || length - at > TAIL)) {
		const char *next;

		text_decode(block + at, &next);
		if (next - (block + at) > 1)
			evidence->n_characters++;
		else
			evidence->n_broken++;
		at = skip_ascii(block, (size_t)(next - block), length);
	}
	if (evidence->n_characters + evidence->n_broken > 0)
		evidence->n_bytes += at;
	return length - at;
}

static ssize_t read_block(int fd, char *block, size_t length, off_t offset)
{
	ssize_t got;

	do {
		got = pread(fd, block, length, offset);
	} while (got < 0 && errno == EINTR);
	return got;
}

/* Until the evidence is enough or the file ends; 0 or -1. */
static int gather(int fd, struct evidence *evidence)
{
	char block[TAIL + BLOCK + 1];
	size_t kept = 0;
	off_t offset = 0;
	ssize_t got;

	do {
		size_t length;

		got = read_block(fd, block + kept, BLOCK, offset);
		if (got < 0)
			return -1;
		offset += got;
		length = kept + (size_t)got;
		block[length] = '\0';
		if (evidence->n_bytes == 0)
			evidence->first = offset - (off_t)length;
		kept = weigh(block, length, got == 0, evidence);
		memmove(block, block + length - kept, kept);
	} while (got > 0 && evidence->n_bytes < ENOUGH);
	return 0;
}

/* Neither a mark nor UTF-8. */
static int guess(int fd, off_t from, struct encoding *encoding)
{
	char *text = memory_array(NULL, char, GUESS);
	ssize_t got = read_block(fd, text, GUESS, from);
	const char *name;

	if (got >= 0) {
		name = encoding_guess(text, (size_t)got);
		if (!strcmp(name, "WINDOWS-1252"))
			set(encoding, ENCODING_WINDOWS_1252, "Windows-1252", 0);
		else
			set(encoding, ENCODING_OTHER, name, 0);
	}
	talloc_free(text);
	return got < 0 ? -1 : 0;
}

int encoding_detect(int fd, const char *path, struct encoding *encoding,
		    struct error *error)
{
	struct evidence evidence = { .n_bytes = 0 };
	unsigned char block[8192];
	ssize_t got = read_block(fd, (char *)block, sizeof block, 0);

	memset(encoding, 0, sizeof *encoding);
	if (got >= 0 && has_mark(block, (size_t)got, encoding) &&
	    encoding->kind != ENCODING_UTF8)
		return 0;
	if (got >= 0 && has_zeros(block, (size_t)got, encoding))
		return 0;
	if (got < 0 || gather(fd, &evidence) < 0)
		return error_system(error, path, NULL, "cannot read the file");
	encoding->is_binary = looks_binary(block, (size_t)got);
	if (encoding->mark)
		return 0;
	set(encoding, ENCODING_UTF8, "UTF-8", 0);
	if (evidence.n_broken > evidence.n_characters &&
	    guess(fd, evidence.first, encoding) < 0)
		return error_system(error, path, NULL, "cannot read the file");
	return 0;
}

/* Do two names agree but for case, hyphens and underscores? */
static bool same_name(const char *a, const char *b)
{
	for (;; a++, b++) {
		while (*a == '-' || *a == '_' || *a == ' ')
			a++;
		while (*b == '-' || *b == '_' || *b == ' ')
			b++;
		if (!*a || strncasecmp(a, b, 1))
			return *a == *b;
	}
}

static bool is_one_of(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (same_name(name, *names))
			return true;
	return false;
}

bool encoding_named(const char *name, struct encoding *encoding)
{
	static const char *const utf8[] = { "utf8", "ascii", "usascii", NULL };
	/* Nobody means Latin-1's control characters: the web reads it so. */
	static const char *const western[] = { "windows1252", "cp1252",
					       "latin1",      "iso88591",
					       "ansi",        NULL };
	static const char *const macs[] = { "macroman", "mac", "macintosh",
					    NULL };
	bool is_utf16 = same_name(name, "utf16");
	iconv_t try;

	if (is_one_of(name, utf8)) {
		set(encoding, ENCODING_UTF8, "UTF-8", encoding->mark);
		return true;
	}
	if (is_one_of(name, western)) {
		set(encoding, ENCODING_WINDOWS_1252, "Windows-1252",
		    encoding->mark);
		return true;
	}
	/* The mark, where there is one, has told the byte order. */
	if (is_utf16 && encoding->kind == ENCODING_OTHER && encoding->mark)
		return true;
	if (is_utf16)
		name = "UTF-16LE";
	if (is_one_of(name, macs))
		name = "MACINTOSH";
	try = iconv_open("UTF-8", name);
	if (try == (iconv_t)-1)
		return false;
	iconv_close(try);
	set(encoding, ENCODING_OTHER, name, encoding->mark);
	return true;
}

/* ---- conversion -----------------------------------------------------------
 */

struct converter {
	enum encoding_kind kind;
	iconv_t handle;
	size_t unit; /* bytes to skip where nothing can be made of them */
};

static int close_converter(struct converter *converter)
{
	if (converter->kind == ENCODING_OTHER)
		iconv_close(converter->handle);
	return 0;
}

struct converter *converter_new(const void *ctx,
				const struct encoding *encoding)
{
	struct converter *converter = memory_new(ctx, struct converter);

	converter->kind = encoding->kind;
	converter->unit = strncasecmp(encoding->name, "utf-16", 6) ? 1 : 2;
	if (encoding->kind != ENCODING_OTHER)
		return converter;
	converter->handle = iconv_open("UTF-8", encoding->name);
	if (converter->handle == (iconv_t)-1)
		memory_exhausted();
	talloc_set_destructor(converter, close_converter);
	return converter;
}

/* Windows-1252 where it is not Latin-1; the holes are the C1 controls. */
static int32_t western_codepoint(unsigned char byte)
{
	static const uint16_t upper[32] = {
		0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
		0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
		0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
		0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178
	};

	return byte >= 0x80 && byte < 0xA0 ? upper[byte - 0x80] : byte;
}

static size_t convert_western(const char *in, size_t length, char *out)
{
	char *to = out;

	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)in[i];

		if (byte < 0x80)
			*to++ = (char)byte;
		else
			to += text_encode(western_codepoint(byte), to);
	}
	return (size_t)(to - out);
}

static size_t convert_other(struct converter *converter, const char *in,
			    size_t length, char *out, size_t *written)
{
	char *from = (char *)(uintptr_t)in, *to = out;
	size_t left = length, room = length * CONVERTER_GROWTH;

	while (left > 0 && iconv(converter->handle, &from, &left, &to, &room) ==
				   (size_t)-1) {
		/* A character cut at the end waits for the next block. */
		if (errno != EILSEQ || left < converter->unit)
			break;
		*to++ = '\xFF';
		room--;
		from += converter->unit;
		left -= converter->unit;
	}
	*written = (size_t)(to - out);
	return length - left;
}

size_t converter_run(struct converter *converter, const char *in, size_t length,
		     char *out, size_t *written)
{
	switch (converter->kind) {
	case ENCODING_WINDOWS_1252:
		*written = convert_western(in, length, out);
		return length;
	case ENCODING_OTHER:
		return convert_other(converter, in, length, out, written);
	case ENCODING_UTF8:
	default:
		memcpy(out, in, length);
		*written = length;
		return length;
	}
}
