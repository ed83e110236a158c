#include "pipeline/data/encoding_guess.h"

#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <uchardet.h>
#include <utf8proc.h>

/* The first of equals wins. */
static const char *const candidates[] = { "WINDOWS-1252", "ISO-8859-15",
					  "MACINTOSH", "WINDOWS-1250",
					  "ISO-8859-2" };

enum {
	N_CANDIDATES = sizeof candidates / sizeof *candidates,
	WESTERN = 0,
	CENTRAL = 3, /* the first of two */
	CENTRAL_END = 5,
	NOTHING = 0xFFFD, /* a byte without a meaning */
	EURO = 0x20AC,
	CURRENCY = 0xA4, /* the sign nobody writes */
	APOSTROPHE = 0x2019,
	FEW = 12 /* bytes above 127 that tell no language */
};

/* What each byte is in a candidate. */
struct page {
	int32_t codepoints[256];
};

static bool open_page(const char *name, struct page *page)
{
	iconv_t handle = iconv_open("UTF-32LE", name);

	if (handle == (iconv_t)-1)
		return false;
	for (int byte = 0; byte < 256; byte++) {
		char in = (char)byte, *from = &in;
		uint32_t out = NOTHING;
		char *to = (char *)&out;
		size_t left = 1, room = sizeof out;

		if (iconv(handle, &from, &left, &to, &room) == (size_t)-1)
			out = NOTHING;
		iconv(handle, NULL, NULL, NULL, NULL);
		page->codepoints[byte] = (int32_t)out;
	}
	iconv_close(handle);
	return true;
}

static bool is_letter(int32_t codepoint)
{
	utf8proc_category_t category = utf8proc_category(codepoint);

	return category == UTF8PROC_CATEGORY_LU ||
	       category == UTF8PROC_CATEGORY_LL ||
	       category == UTF8PROC_CATEGORY_LO;
}

static bool is_small(int32_t codepoint)
{
	return utf8proc_category(codepoint) == UTF8PROC_CATEGORY_LL;
}

static bool is_capital(int32_t codepoint)
{
	return utf8proc_category(codepoint) == UTF8PROC_CATEGORY_LU;
}

/* A sign that is no letter: around words, not within them. */
static int fit_sign(int32_t before, int32_t one, int32_t after)
{
	utf8proc_category_t category = utf8proc_category(one);

	if (is_letter(before) && is_letter(after))
		return one == APOSTROPHE ? 2 : -2;
	if (is_letter(before))
		return category == UTF8PROC_CATEGORY_PF ? 2 : -1;
	if (is_letter(after) && (category == UTF8PROC_CATEGORY_PI ||
				 category == UTF8PROC_CATEGORY_PO))
		return 2;
	return 0;
}

/* How well ONE stands between its neighbours. */
static int fit(int32_t before, int32_t one, int32_t after)
{
	if (one == NOTHING || (one >= 0x80 && one < 0xA0))
		return -8;
	if (one == EURO)
		return 1;
	if (one == CURRENCY)
		return -4;
	if (is_letter(one)) {
		if (is_capital(one) && is_small(before))
			return -3;
		if (is_small(one) && is_capital(before) && is_capital(after))
			return -3;
		return is_letter(before) || is_letter(after) ? 2 : 0;
	}
	return fit_sign(before, one, after);
}

static int weigh(const struct page *page, const char *text, size_t length)
{
	const unsigned char *bytes = (const unsigned char *)text;
	int sum = 0;

	for (size_t i = 0; i < length; i++) {
		if (bytes[i] < 0x80)
			continue;
		sum += fit(i > 0 ? page->codepoints[bytes[i - 1]] : ' ',
			   page->codepoints[bytes[i]],
			   i + 1 < length ? page->codepoints[bytes[i + 1]]
					  : ' ');
	}
	return sum;
}

static size_t count_high(const char *text, size_t length)
{
	size_t n = 0;

	for (size_t i = 0; i < length; i++)
		n += (unsigned char)text[i] > 127;
	return n;
}

/* uchardet's opinion, if it is one of the central European ones; else -1. */
static int ask_uchardet(const char *text, size_t length)
{
	uchardet_t detector = uchardet_new();
	int found = -1;

	if (uchardet_handle_data(detector, text, length) == 0) {
		uchardet_data_end(detector);
		for (int i = CENTRAL; i < CENTRAL_END; i++)
			if (!strcmp(uchardet_get_charset(detector),
				    candidates[i]))
				found = i;
	}
	uchardet_delete(detector);
	return found;
}

const char *encoding_guess(const char *text, size_t length)
{
	int scores[N_CANDIDATES], best = WESTERN, language;
	struct page page;

	for (int i = 0; i < N_CANDIDATES; i++) {
		scores[i] = open_page(candidates[i], &page)
				    ? weigh(&page, text, length)
				    : -1;
		if (scores[i] > scores[best])
			best = i;
	}
	if (best != WESTERN || count_high(text, length) < FEW)
		return candidates[best];
	language = ask_uchardet(text, length);
	if (language >= 0 && scores[language] == scores[best])
		best = language;
	return candidates[best];
}
