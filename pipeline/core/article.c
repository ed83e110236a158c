#include "pipeline/core/article.h"

#include "pipeline/core/memory.h"

#include <ctype.h>
#include <string.h>

#define APOSTROPHE "\xE2\x80\x99"
#define NO_BREAK   "\xC2\xA0"
#define ORDINAL    "\xC2\xBA" /* 1º, of days */

/* How the number is spoken: 8, 80 and 800 begin with a vowel. */
enum sound { CONSONANT, VOWEL, ZERO };

struct article {
	const char *forms[3]; /* before each sound */
	bool is_english;
};

static const struct article articles[] = {
	{ { "il", "l" APOSTROPHE, "lo" }, false },
	{ { "al", "all" APOSTROPHE, "allo" }, false },
	{ { "del", "dell" APOSTROPHE, "dello" }, false },
	{ { "dal", "dall" APOSTROPHE, "dallo" }, false },
	{ { "nel", "nell" APOSTROPHE, "nello" }, false },
	{ { "sul", "sull" APOSTROPHE, "sullo" }, false },
	{ { "i", "gli", "gli" }, false },
	{ { "ai", "agli", "agli" }, false },
	{ { "dei", "degli", "degli" }, false },
	{ { "dai", "dagli", "dagli" }, false },
	{ { "nei", "negli", "negli" }, false },
	{ { "sui", "sugli", "sugli" }, false },
	{ { "a", "an", "a" }, true },
};

/* The first letter may be a capital. */
static const struct article *find(const char *word)
{
	for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
		const char *form = articles[i].forms[CONSONANT];

		if (tolower((unsigned char)*word) == *form &&
		    strcmp(word + 1, form + 1) == 0)
			return &articles[i];
	}
	return NULL;
}

bool article_is(const char *word)
{
	return *word && find(word);
}

/* uno, otto..., undici; eight..., eleven, eighteen */
static enum sound sound_of(const char *number, bool is_english)
{
	static const char *const vowels[2][2] = { { "1", "11" },
						  { "11", "18" } };
	size_t n = strspn(number, "0123456789");

	if (*number == '8')
		return VOWEL;
	/* primo, not uno */
	if (strncmp(number + n, ORDINAL, strlen(ORDINAL)) == 0)
		return CONSONANT;
	for (size_t i = 0; i < 2; i++) {
		const char *vowel = vowels[is_english][i];

		if (n == strlen(vowel) && strncmp(number, vowel, n) == 0)
			return VOWEL;
	}
	return n == 1 && *number == '0' ? ZERO : CONSONANT;
}

char *article_before(const void *ctx, const char *word, const char *number)
{
	const struct article *article = find(word);
	const char *form = word;
	bool is_elided;
	char *text;

	if (article)
		form = article->forms[sound_of(number, article->is_english)];
	is_elided = strstr(form, APOSTROPHE) != NULL;
	text = memory_format(ctx, "%s%s%s", form, is_elided ? "" : NO_BREAK,
			     number);
	*text = *word >= 'A' && *word <= 'Z'
			? (char)toupper((unsigned char)*text)
			: *text;
	return text;
}
