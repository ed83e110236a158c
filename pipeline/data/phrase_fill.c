#include "pipeline/data/phrase_fill.h"

#include "pipeline/core/article.h"
#include "pipeline/core/memory.h"

#include <stdbool.h>
#include <string.h>

/* A place of a phrase, between its braces. */
struct place {
	const char *name;
	size_t name_length;
	const char *one, *many; /* NULL: the value itself */
	const char *word;       /* up to the brace: before the value; or NULL */
	const char *end;        /* the closing brace */
};

static bool read_place(const char *text, struct place *place)
{
	*place = (struct place){ .name = text + 1, .end = strchr(text, '}') };
	if (!place->end)
		return false;
	place->name_length = strcspn(place->name, "|}");
	if (place->name[place->name_length] == '}')
		return true;
	place->one = place->name + place->name_length + 1;
	place->many = place->one + strcspn(place->one, "|}");
	if (*place->many++ != '|') {
		place->word = place->one;
		place->one = place->many = NULL;
	}
	return true;
}

static const char *value_of(const struct place *place,
			    const char *const pairs[])
{
	for (; pairs && *pairs; pairs += 2)
		if (strlen(pairs[0]) == place->name_length &&
		    memcmp(pairs[0], place->name, place->name_length) == 0)
			return pairs[1];
	return NULL;
}

static char *add(char *out, const char *text, size_t length)
{
	return memory_check(talloc_strndup_append_buffer(out, text, length));
}

/* "al 15%", "all’8%" */
static char *add_with_word(char *out, const struct place *place,
			   const char *value)
{
	char *word = memory_text_n(out, place->word,
				   (size_t)(place->end - place->word));
	char *both = article_before(word, word, value);

	out = add(out, both, strlen(both));
	talloc_free(word);
	return out;
}

static char *add_value(char *out, const struct place *place, const char *value)
{
	if (place->word)
		return add_with_word(out, place, value);
	if (!place->one)
		return add(out, value, strlen(value));
	if (strcmp(value, "1") == 0)
		return add(out, place->one,
			   (size_t)(place->many - 1 - place->one));
	return add(out, place->many, (size_t)(place->end - place->many));
}

char *phrase_fill(const void *ctx, const char *phrase,
		  const char *const pairs[])
{
	char *out = memory_text(ctx, "");

	while (*phrase) {
		size_t length = strcspn(phrase, "{");
		struct place place;
		const char *value = NULL;

		out = add(out, phrase, length);
		phrase += length;
		if (!*phrase)
			break;
		if (read_place(phrase, &place))
			value = value_of(&place, pairs);
		out = value ? add_value(out, &place, value) : add(out, "{", 1);
		phrase = value ? place.end + 1 : phrase + 1;
	}
	return out;
}
