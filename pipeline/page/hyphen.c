#include "pipeline/page/hyphen.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <hyphen.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utf8proc.h>

enum {
	LEFT_MINIMUM = 2,
	RIGHT_MINIMUM = 3,
	SHORTEST_WORD = 5,
	LONGEST_WORD = 96 /* letters; a longer one is not a word */
};

struct hyphenator {
	HyphenDict *dictionary;
	iconv_t from_utf8; /* only if the dictionary is not UTF-8 */
};

/* One letter run of a word, in lower case, as the dictionary wants it. */
struct letters {
	char bytes[LONGEST_WORD * 4 + 1];
	size_t n_bytes;
	size_t starts[LONGEST_WORD]; /* byte offset of letter i in the word */
	size_t n;
	size_t n_capitals;
};

static const struct {
	const char *language, *region;
} regions[] = {
	{ "en", "en_US" }, { "it", "it_IT" }, { "es", "es_ES" },
	{ "pl", "pl_PL" }, { "cs", "cs_CZ" }, { "nl", "nl_NL" },
	{ "fr", "fr_FR" }, { "de", "de_DE" },
};

static HyphenDict *load(const char *directory, const char *name)
{
	char *path = memory_format(NULL, "%s/hyph_%s.dic", directory, name);
	HyphenDict *dictionary = NULL;

	if (access(path, R_OK) == 0)
		dictionary = hnj_hyphen_load(path);
	talloc_free(path);
	return dictionary;
}

static HyphenDict *find(const char *directory, const char *language)
{
	HyphenDict *dictionary = load(directory, language);

	for (size_t i = 0; !dictionary && i < sizeof regions / sizeof *regions;
	     i++)
		if (strcmp(regions[i].language, language) == 0)
			dictionary = load(directory, regions[i].region);
	return dictionary;
}

static int destroy(struct hyphenator *hyphenator)
{
	hnj_hyphen_free(hyphenator->dictionary);
	if (hyphenator->from_utf8 != (iconv_t)-1)
		iconv_close(hyphenator->from_utf8);
	return 0;
}

struct hyphenator *hyphenator_open(const void *ctx, const char *directory,
				   const char *language)
{
	struct hyphenator *hyphenator;
	HyphenDict *dictionary;
	iconv_t converter = (iconv_t)-1;

	dictionary =
		find(directory ? directory : "/usr/share/hyphen", language);
	if (!dictionary)
		return NULL;
	if (!dictionary->utf8) {
		converter = iconv_open(dictionary->cset, "UTF-8");
		if (converter == (iconv_t)-1) {
			hnj_hyphen_free(dictionary);
			return NULL;
		}
	}
	hyphenator = memory_new(ctx, struct hyphenator);
	hyphenator->dictionary = dictionary;
	hyphenator->from_utf8 = converter;
	talloc_set_destructor(hyphenator, destroy);
	return hyphenator;
}

/* Appends LETTER; false if the dictionary's character set lacks it. */
static bool add_letter(const struct hyphenator *hyphenator,
		       struct letters *letters, int32_t letter, size_t start)
{
	char utf8[4], *in = utf8, *out = letters->bytes + letters->n_bytes;
	size_t n = text_encode(utf8proc_tolower(letter), utf8), room = 1;

	letters->starts[letters->n++] = start;
	if (hyphenator->from_utf8 == (iconv_t)-1) {
		memcpy(out, utf8, n);
		letters->n_bytes += n;
		return true;
	}
	if (iconv(hyphenator->from_utf8, &in, &n, &out, &room) == (size_t)-1) {
		iconv(hyphenator->from_utf8, NULL, NULL, NULL, NULL);
		return false;
	}
	letters->n_bytes++;
	return true;
}

/*
 * The letter run of WORD from *AT on; *AT is set behind it.  False if it is
 * not one to hyphenate.
 */
static bool take_letters(const struct hyphenator *hyphenator, const char *word,
			 size_t length, size_t *at, struct letters *letters)
{
	bool is_known = true;

	letters->n = letters->n_bytes = letters->n_capitals = 0;
	while (*at < length) {
		const char *next;
		int32_t letter = text_decode(word + *at, &next);
		size_t start = *at;

		if (!text_is_letter(letter))
			break;
		*at = (size_t)(next - word);
		if (letters->n == LONGEST_WORD)
			is_known = false;
		if (is_known)
			is_known =
				add_letter(hyphenator, letters, letter, start);
		letters->n_capitals += utf8proc_tolower(letter) != letter;
	}
	letters->bytes[letters->n_bytes] = '\0';
	return is_known && letters->n >= SHORTEST_WORD &&
	       letters->n_capitals <= 1;
}

/*
 * Points are given per letter, for UTF-8 dictionaries too.  Points that would
 * change the spelling (rep) are left out: they are rare outside Dutch.
 */
static size_t mark_letters(const struct hyphenator *hyphenator,
			   const struct letters *letters, bool *marks)
{
	char points[LONGEST_WORD * 4 + 6];
	char **rep = NULL;
	int *position = NULL, *cut = NULL;
	size_t n = 0;

	if (hnj_hyphen_hyphenate3(hyphenator->dictionary, letters->bytes,
				  (int)letters->n_bytes, points, NULL, &rep,
				  &position, &cut, LEFT_MINIMUM, RIGHT_MINIMUM,
				  LEFT_MINIMUM, RIGHT_MINIMUM) != 0)
		return 0;
	for (size_t i = LEFT_MINIMUM; i + RIGHT_MINIMUM <= letters->n; i++)
		if (points[i - 1] & 1 && !(rep && rep[i - 1])) {
			marks[letters->starts[i]] = true;
			n++;
		}
	for (size_t i = 0; rep && i < letters->n_bytes; i++)
		free(rep[i]);
	free(rep);
	free(position);
	free(cut);
	return n;
}

size_t hyphenator_mark(const struct hyphenator *hyphenator, const char *word,
		       size_t length, bool *marks)
{
	size_t n = 0, at = 0;
	struct letters letters;

	memset(marks, 0, length * sizeof *marks);
	/* A hyphen in the name of a variable would read as part of it. */
	if (memchr(word, '_', length))
		return 0;
	while (hyphenator && at < length) {
		const char *next;

		if (take_letters(hyphenator, word, length, &at, &letters))
			n += mark_letters(hyphenator, &letters, marks);
		if (at < length) { /* the character that ended the run */
			text_decode(word + at, &next);
			at = (size_t)(next - word);
		}
	}
	return n;
}
