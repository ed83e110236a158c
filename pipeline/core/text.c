#include "pipeline/core/text.h"

#include "pipeline/core/memory.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

size_t text_valid_prefix(const char *text, size_t length)
{
	const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text;
	size_t at = 0;

	while (at < length) {
		utf8proc_int32_t codepoint;
		utf8proc_ssize_t used;
		uint64_t word;

		/* Most survey text is ASCII: eight bytes at a time. */
		while (length - at >= sizeof word) {
			memcpy(&word, text + at, sizeof word);
			if (word & UINT64_C(0x8080808080808080))
				break;
			at += sizeof word;
		}
		if (at == length)
			break;
		used = utf8proc_iterate(bytes + at,
					(utf8proc_ssize_t)(length - at),
					&codepoint);
		if (used < 1)
			return at;
		at += (size_t)used;
	}
	return length;
}

int32_t text_decode(const char *text, const char **next)
{
	utf8proc_int32_t codepoint;
	utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)text,
						 -1, &codepoint);

	/* The contract is valid UTF-8; still never stand still. */
	if (used < 1) {
		*next = text + 1;
		return 0xFFFD;
	}
	*next = text + used;
	return codepoint;
}

size_t text_encode(int32_t codepoint, char *out)
{
	return (size_t)utf8proc_encode_char(codepoint, (utf8proc_uint8_t *)out);
}

bool text_is_letter(int32_t codepoint)
{
	utf8proc_category_t category = utf8proc_category(codepoint);

	return category >= UTF8PROC_CATEGORY_LU &&
	       category <= UTF8PROC_CATEGORY_LO;
}

size_t text_count(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += ((unsigned char)*text & 0xC0) != 0x80;
	return n;
}

/* Unicode White_Space. */
static bool is_blank(int32_t codepoint)
{
	utf8proc_category_t category;

	if (codepoint < 0x80)
		return codepoint == ' ' || (codepoint >= 9 && codepoint <= 13);
	if (codepoint == 0x85)
		return true;
	category = utf8proc_category(codepoint);
	return category == UTF8PROC_CATEGORY_ZS ||
	       category == UTF8PROC_CATEGORY_ZL ||
	       category == UTF8PROC_CATEGORY_ZP;
}

static int32_t plain_quote(int32_t codepoint)
{
	switch (codepoint) {
	case 0x60:
	case 0xB4:
	case 0x2BC:
	case 0x2018:
	case 0x2019:
	case 0x201A:
	case 0x201B:
	case 0x2032:
		return '\'';
	case 0xAB:
	case 0xBB:
	case 0x201C:
	case 0x201D:
	case 0x201E:
	case 0x201F:
	case 0x2033:
		return '"';
	default:
		return codepoint;
	}
}

/* In place: a plain quote is never longer than the one it stands for. */
static void make_quotes_plain(char *text)
{
	const char *from = text;
	char *to = text;

	while (*from)
		to += text_encode(plain_quote(text_decode(from, &from)), to);
	*to = '\0';
}

/* In place: no blanks around, one ASCII blank for each run inside. */
static void collapse_blanks(char *text)
{
	const char *from = text;
	char *to = text;
	bool is_pending = false;

	while (*from) {
		int32_t codepoint = text_decode(from, &from);

		if (is_blank(codepoint)) {
			is_pending = to > text;
			continue;
		}
		if (is_pending)
			*to++ = ' ';
		is_pending = false;
		to += text_encode(codepoint, to);
	}
	*to = '\0';
}

/* utf8proc_map on CTX; text that is not UTF-8 stays as it is. */
static char *map(const void *ctx, const char *text, int options)
{
	utf8proc_uint8_t *mapped = NULL;
	utf8proc_ssize_t length =
		utf8proc_map((const utf8proc_uint8_t *)text, 0, &mapped,
			     (utf8proc_option_t)(options | UTF8PROC_NULLTERM));
	char *copy;

	if (length == UTF8PROC_ERROR_NOMEM)
		memory_exhausted();
	if (length < 0)
		return memory_text(ctx, text);
	copy = memory_text_n(ctx, (const char *)mapped, (size_t)length);
	free(mapped);
	return copy;
}

static bool is_ascii(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

static char *fold_ascii(const void *ctx, const char *text)
{
	char *key = memory_text(ctx, text);

	for (char *at = key; *at; at++) {
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
		else if (*at == '`')
			*at = '\'';
	}
	return key;
}

char *text_key(const void *ctx, const char *text)
{
	char *plain, *key;

	if (is_ascii(text)) {
		key = fold_ascii(ctx, text);
	} else {
		plain = memory_text(ctx, text);
		/* Before NFKC, which takes an acute accent apart. */
		make_quotes_plain(plain);
		key = map(ctx, plain,
			  UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
				  UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
		talloc_free(plain);
	}
	collapse_blanks(key);
	return key;
}

char *text_trim(const void *ctx, const char *text)
{
	const char *start = NULL, *end = text, *next;

	for (const char *at = text; *at; at = next) {
		if (is_blank(text_decode(at, &next)))
			continue;
		if (!start)
			start = at;
		end = next;
	}
	return start ? memory_text_n(ctx, start, (size_t)(end - start))
		     : memory_text(ctx, "");
}

/* Latin letters that no decomposition takes to ASCII. */
static const char *slug_letter(int32_t codepoint)
{
	switch (codepoint) {
	case 0xE6:
		return "ae";
	case 0xF0:
	case 0x111:
		return "d";
	case 0xF8:
		return "o";
	case 0xFE:
		return "th";
	case 0x131:
		return "i";
	case 0x142:
		return "l";
	case 0x153:
		return "oe";
	default:
		return NULL;
	}
}

static bool is_letter_or_digit(int32_t codepoint)
{
	utf8proc_category_t category = utf8proc_category(codepoint);

	return (category >= UTF8PROC_CATEGORY_LU &&
		category <= UTF8PROC_CATEGORY_LO) ||
	       (category >= UTF8PROC_CATEGORY_ND &&
		category <= UTF8PROC_CATEGORY_NO);
}

/* What CODEPOINT gives to a slug; NULL for "a break". */
static const char *slug_piece(int32_t codepoint, char buffer[16])
{
	static const char hex[] = "0123456789abcdef";
	size_t n = 0;

	if ((codepoint >= 'a' && codepoint <= 'z') ||
	    (codepoint >= '0' && codepoint <= '9')) {
		buffer[n++] = (char)codepoint;
		buffer[n] = '\0';
		return buffer;
	}
	if (slug_letter(codepoint))
		return slug_letter(codepoint);
	if (codepoint < 0x80 || !is_letter_or_digit(codepoint))
		return NULL;
	/* Other scripts: the code point, so that two names stay two names. */
	buffer[n++] = 'u';
	for (int shift = 16; shift >= 0; shift -= 4)
		if (codepoint >> shift)
			buffer[n++] = hex[(codepoint >> shift) & 15];
	buffer[n] = '\0';
	return buffer;
}

char *text_slug(const void *ctx, const char *text)
{
	char *plain = map(ctx, text,
			  UTF8PROC_STABLE | UTF8PROC_DECOMPOSE |
				  UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
				  UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);
	char *slug = memory_text(ctx, "");
	const char *at = plain;
	bool is_broken = false;

	while (*at) {
		char buffer[16];
		const char *piece = slug_piece(text_decode(at, &at), buffer);

		if (!piece) {
			is_broken = *slug != '\0';
			continue;
		}
		slug = memory_check(talloc_asprintf_append_buffer(
			slug, "%s%s", is_broken ? "-" : "", piece));
		is_broken = false;
	}
	talloc_free(plain);
	return slug;
}
