/*
 * By name.  A name is tried in several forms (as it stands, without "Comune
 * di", without the province behind it), each form in several ways (letter by
 * letter, both languages, abbreviations, without articles, without blanks);
 * the first that leads anywhere decides.
 */
#include "pipeline/data/municipality_private.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/place_fold.h"

#include <ctype.h>
#include <string.h>

enum { FOUND_MAX = 32, EXPANSIONS_MAX = 64, FORMS = 4 };

struct search {
	const struct municipalities *list;
	const struct municipality_area *area;
	void *memory;
	/* rows that fit, one for each municipality of today */
	struct municipality_key found[FOUND_MAX];
	size_t n_found;
	bool was_elsewhere; /* what fits lies in another province */
};

static void add_row(struct search *search, const struct municipality_key *key)
{
	for (size_t i = 0; i < search->n_found; i++) {
		struct municipality_key *known = &search->found[i];

		if (known->row->now != key->row->now)
			continue;
		/* The name it bears today before one it had. */
		if (known->row->until && !key->row->until)
			*known = *key;
		return;
	}
	if (search->n_found < FOUND_MAX)
		search->found[search->n_found++] = *key;
}

/* All that have KEY; those outside the area only if nothing is within. */
static bool look(struct search *search, const struct municipality_keys *keys,
		 const char *key)
{
	size_t n;
	const struct municipality_key *entry =
		municipality_look_up(keys, key, &n);

	search->n_found = 0;
	for (size_t i = 0; i < n; i++)
		if (municipality_is_in(search->list, entry[i].row,
				       search->area))
			add_row(search, &entry[i]);
	search->was_elsewhere = n && !search->n_found;
	for (size_t i = 0; search->was_elsewhere && i < n; i++)
		add_row(search, &entry[i]);
	return n;
}

/* ---- abbreviations ---- */

static const struct {
	const char *word, *meanings;
} abbreviations[] = {
	{ "s", "san santo santa sant santi sante" },
	{ "ss", "santi santissima" },
	{ "st", "sant santo sankt" },
	{ "sta", "santa" },
	{ "sto", "santo" },
	{ "m", "monte maria" },
	{ "mte", "monte" },
	{ "p", "porto ponte pieve" },
	{ "pte", "ponte" },
	{ "pto", "porto" },
	{ "b", "borgo bagni" },
	{ "bgo", "borgo" },
	{ "v", "villa val valle" },
	{ "c", "castel castello calabria" },
	{ "cast", "castel castello" },
	{ "f", "forte" },
	{ "g", "giovanni" },
	{ "e", "emilia" },
	{ "t", "tagliamento" },
	{ "ven", "veneto veneta" },
	{ "mil", "milanese" },
};

static const char *meanings_of(const char *word, size_t length)
{
	for (size_t i = 0; i < sizeof abbreviations / sizeof *abbreviations;
	     i++)
		if (strlen(abbreviations[i].word) == length &&
		    !strncmp(abbreviations[i].word, word, length))
			return abbreviations[i].meanings;
	return NULL;
}

/* "M.te" folds to "m te": one word if that is an abbreviation. */
static char *join_abbreviations(const void *ctx, const char *folded)
{
	char *joined = memory_text(ctx, folded), *to = joined;

	for (const char *from = folded; *from; from++) {
		bool starts = from == folded || from[-1] == ' ';

		*to++ = *from;
		if (starts && from[1] == ' ' && from[2]) {
			size_t length = 1 + strcspn(from + 2, " ");
			char word[8] = { *from };

			if (length > 3)
				continue;
			memcpy(word + 1, from + 2, length - 1);
			if (meanings_of(word, length))
				from++;
		}
	}
	*to = '\0';
	return joined;
}

struct expansions {
	const char *texts[EXPANSIONS_MAX];
	size_t n;
};

/* HEAD is what is settled already, REST what is still to be expanded. */
static void expand(const void *ctx, struct expansions *out, const char *head,
		   const char *rest)
{
	size_t length = strcspn(rest, " ");
	const char *meanings = meanings_of(rest, length);
	const char *next = rest + length + (rest[length] == ' ');
	const char *gap = *head ? " " : "";

	if (!*rest) {
		if (out->n < EXPANSIONS_MAX)
			out->texts[out->n++] = head;
		return;
	}
	while (meanings && *meanings) {
		size_t n = strcspn(meanings, " ");

		expand(ctx, out,
		       memory_format(ctx, "%s%s%.*s", head, gap, (int)n,
				     meanings),
		       next);
		meanings += n + (meanings[n] == ' ');
	}
	expand(ctx, out,
	       memory_format(ctx, "%s%s%.*s", head, gap, (int)length, rest),
	       next);
}

static void add_all(struct search *to, const struct search *from)
{
	for (size_t i = 0; i < from->n_found; i++)
		add_row(to, &from->found[i]);
}

/* Every meaning is tried; those in the area go before those elsewhere. */
static bool look_abbreviated(struct search *search, const char *folded,
			     unsigned *rules)
{
	struct expansions expansions = { .n = 0 };
	struct search inside = *search, outside = *search;

	inside.n_found = outside.n_found = 0;
	inside.was_elsewhere = false;
	outside.was_elsewhere = true;
	expand(search->memory, &expansions, "",
	       join_abbreviations(search->memory, folded));
	*rules = 1U << RULE_ABBREVIATION;
	for (size_t i = 0; i < expansions.n; i++) {
		const char *text = expansions.texts[i];

		if (!strcmp(text, folded))
			continue;
		if (!look(search, search->list->names, text)) {
			if (!look(search, search->list->cores,
				  municipality_core(search->memory, text)))
				continue;
			*rules |= 1U << RULE_PARTICLES;
		}
		add_all(search->was_elsewhere ? &outside : &inside, search);
	}
	*search = inside.n_found ? inside : outside;
	return search->n_found;
}

/* ---- two languages ---- */

static bool has_name(const struct municipality *row, const void *ctx,
		     const char *folded)
{
	return !strcmp(place_fold(ctx, row->name), folded) ||
	       (*row->other && !strcmp(place_fold(ctx, row->other), folded));
}

/* "Bolzano/Bozen", "Bozen - Bolzano": both halves name one municipality. */
static bool look_bilingual(struct search *search, const char *text)
{
	const char *mark = strpbrk(text, "/-");

	for (; mark; mark = strpbrk(mark + 1, "/-")) {
		const char *left = place_fold(
			search->memory, memory_text_n(search->memory, text,
						      (size_t)(mark - text)));
		const char *right = place_fold(search->memory, mark + 1);

		if (!look(search, search->list->names, left))
			continue;
		for (size_t i = 0; i < search->n_found; i++)
			if (*search->found[i].row->other &&
			    has_name(search->found[i].row, search->memory,
				     right)) {
				search->found[0] = search->found[i];
				search->n_found = 1;
				return true;
			}
	}
	search->n_found = 0;
	return false;
}

/* ---- forms ---- */

/* What a form is, and what was taken off to get it. */
struct form {
	const char *text; /* as written */
	const char *folded;
	unsigned rules;
};

/* How NAME as written differs from the one that was found by its letters. */
static unsigned spelling(const void *ctx, const char *text,
			 const struct municipality_key *key)
{
	const char *name = key->is_other ? key->row->other : key->row->name;
	unsigned rules = key->is_other ? 1U << RULE_OTHER_NAME : 0;

	if (!strcmp(text, name))
		return rules;
	if (!strcmp(text_key(ctx, text), text_key(ctx, name)))
		return rules | 1U << RULE_CASE;
	return rules | 1U << RULE_SPELLING;
}

/* The ways, the surest first; *RULES gets what each does to the name. */
typedef bool way(struct search *search, const struct form *form,
		 unsigned *rules);

static bool by_letters(struct search *search, const struct form *form,
		       unsigned *rules)
{
	if (!look(search, search->list->names, form->folded))
		return false;
	*rules = spelling(search->memory, form->text, &search->found[0]);
	return true;
}

static bool by_languages(struct search *search, const struct form *form,
			 unsigned *rules)
{
	*rules = 1U << RULE_BILINGUAL;
	return look_bilingual(search, form->text);
}

static bool by_abbreviations(struct search *search, const struct form *form,
			     unsigned *rules)
{
	return look_abbreviated(search, form->folded, rules);
}

static bool by_core(struct search *search, const struct form *form,
		    unsigned *rules)
{
	*rules = 1U << RULE_PARTICLES;
	return look(search, search->list->cores,
		    municipality_core(search->memory, form->folded));
}

static bool by_squeezing(struct search *search, const struct form *form,
			 unsigned *rules)
{
	*rules = 1U << RULE_BLANKS;
	return look(search, search->list->squeezed,
		    place_squeeze(search->memory, form->folded));
}

static way *const ways[] = { by_letters, by_languages, by_abbreviations,
			     by_core, by_squeezing };

enum { WAYS = sizeof ways / sizeof *ways };

/* "Comune di X": X, or NULL.  Of the written text, so that case is told. */
static const char *behind_prefix(const void *ctx, const char *text)
{
	static const char *const prefixes[] = {
		"comune di ", "com di ", "municipio di ",    "citta di ",
		"comune ",    "com ",    "municipality of ",
	};

	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
		size_t length = strlen(prefixes[i]);
		const char *at = text;
		char *head;

		/* The shortest start that folds to the prefix. */
		for (; *at; at++) {
			if (*at != ' ' && *at != '.')
				continue;
			head = memory_format(ctx, "%.*s", (int)(at - text),
					     text);
			if (strlen(place_fold(ctx, head)) + 1 >= length)
				break;
		}
		if (!*at)
			continue;
		head = memory_format(ctx, "%s ", place_fold(ctx, head));
		if (!strcmp(head, prefixes[i]))
			return at + strspn(at, " .");
	}
	return NULL;
}

/*
 * "Sangano (TO)", "Sangano (TO", "Sangano - TO": the name without the province,
 * which goes to *PROVINCE; NULL when there is none behind it.
 */
static const char *before_suffix(const struct search *search, const char *text,
				 const struct province **province)
{
	const char *open = strrchr(text, '(');
	size_t length = strlen(text);
	char *inner;

	if (!open) {
		while (length && !isalnum((unsigned char)text[length - 1]))
			length--;
		if (length < 4 || !isalpha((unsigned char)text[length - 1]) ||
		    !isalpha((unsigned char)text[length - 2]) ||
		    isalnum((unsigned char)text[length - 3]) ||
		    text[length - 3] == '\'' ||
		    (unsigned char)text[length - 3] >= 0x80)
			return NULL;
		open = text + length - 2;
	}
	inner = memory_text(search->memory, *open == '(' ? open + 1 : open);
	inner[strcspn(inner, ")")] = '\0';
	*province = municipality_province(search->list,
					  text_trim(search->memory, inner));
	if (!*province)
		return NULL;
	length = (size_t)(open - text);
	while (length && strchr(" ,-/([", text[length - 1]))
		length--;
	return length ? memory_text_n(search->memory, text, length) : NULL;
}

static struct municipality_match settle(const struct search *search,
					unsigned rules, size_t n_anywhere)
{
	struct municipality_match match;

	if (search->n_found > 1)
		return (struct municipality_match){
			.how = MUNICIPALITY_UNMATCHED,
			.rules = 1U << RULE_AMBIGUOUS,
			.n_candidates = search->n_found
		};
	if (search->n_found && n_anywhere > 1)
		rules |= 1U << RULE_PROVINCE;
	match = municipality_follow(search->found[0].row, rules);
	if (search->was_elsewhere) {
		match.how = MUNICIPALITY_FUZZY;
		match.rules |= 1U << RULE_ELSEWHERE;
	}
	return match;
}

/* How many municipalities the same form means without regard to the area. */
static size_t count_anywhere(const struct search *search, way *look_this_way,
			     const struct form *form)
{
	static const struct municipality_area anywhere = { NULL, NULL };
	struct search wide = { .list = search->list,
			       .area = &anywhere,
			       .memory = search->memory };
	unsigned rules;

	look_this_way(&wide, form, &rules);
	return wide.n_found;
}

static size_t make_forms(struct search *search, const char *name,
			 struct form forms[FORMS],
			 struct municipality_area *area)
{
	const struct province *province = NULL;
	const char *text = text_trim(search->memory, name);
	size_t n = 0;

	forms[n++] = (struct form){ .text = text };
	const char *bare = before_suffix(search, text, &province);
	if (bare)
		forms[n++] = (struct form){ .text = bare,
					    .rules = 1U << RULE_SUFFIX };
	for (size_t i = 0, n_so_far = n; i < n_so_far; i++) {
		const char *behind =
			behind_prefix(search->memory, forms[i].text);

		if (behind)
			forms[n++] =
				(struct form){ .text = behind,
					       .rules = forms[i].rules |
							1U << RULE_PREFIX };
	}
	for (size_t i = 0; i < n; i++)
		forms[i].folded = place_fold(search->memory, forms[i].text);
	if (province && !area->sigla)
		area->sigla = province->sigla;
	return n;
}

/* One form, one way; true when that settles it. */
static bool try_form(struct search *search, way *look_this_way,
		     const struct form *form, struct municipality_match *match)
{
	unsigned rules = 0;

	if (!*form->folded || !look_this_way(search, form, &rules))
		return false;
	/* Elsewhere is better than nothing, and worse than here. */
	if (search->was_elsewhere && match->how == MUNICIPALITY_FUZZY)
		return false;
	*match = settle(search, rules | form->rules,
			count_anywhere(search, look_this_way, form));
	return !search->was_elsewhere;
}

struct municipality_match
municipality_by_name(const struct municipalities *list, const char *name,
		     struct municipality_area *area)
{
	struct municipality_match match = { .how = MUNICIPALITY_UNMATCHED };
	const struct municipality_area given = *area;
	struct search search = { .list = list, .memory = talloc_new(NULL) };
	struct form forms[FORMS];
	size_t n = make_forms(&search, name, forms, area);
	bool is_settled = false;

	for (size_t i = 0; i < WAYS * n && !is_settled; i++) {
		const struct form *form = &forms[i % n];

		/* A province behind the name counts once it was taken off. */
		search.area = form->rules & 1U << RULE_SUFFIX ? area : &given;
		is_settled = try_form(&search, ways[i / n], form, &match);
	}
	talloc_free(search.memory);
	return match;
}
