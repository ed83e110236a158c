#include "pipeline/data/platform_private.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

enum { ENOUGH = 2 /* points */, LISTED = 4 /* columns in the evidence */ };

/* What a project says of files that only look like some tool's. */
static const char no_platform[] = "none";

const char *platform_name(const struct platform *platform)
{
	return platform->name;
}

const struct platform *platform_named(const char *name)
{
	for (size_t i = 0; name && platform_table[i]; i++)
		if (!strcmp(platform_table[i]->name, name))
			return platform_table[i];
	return NULL;
}

bool platform_can_say(const char *said)
{
	return !strcmp(said, no_platform) || platform_named(said);
}

const char **platform_names(const void *ctx)
{
	const char **names = NULL;
	size_t n = 0;

	for (size_t i = 0; platform_table[i]; i++)
		memory_append(ctx, names, const char *, n,
			      platform_table[i]->name);
	memory_append(ctx, names, const char *, n, NULL);
	return names;
}

/* ---- headings -------------------------------------------------------------
 */

static bool is_folded(unsigned char c)
{
	return isalnum(c) || c == '_' || c == '#' || c >= 0x80;
}

char *platform_fold(const void *ctx, const char *heading)
{
	char *key = text_key(ctx, heading), *out = key;

	for (const char *at = key; *at; at++)
		if (is_folded((unsigned char)*at))
			*out++ = *at;
	*out = '\0';
	return key;
}

char *platform_key_part(const void *ctx, const char *heading)
{
	size_t length = strcspn(heading, " .");
	const char *slash = strrchr(heading, '/');

	if (length > 0 && !strncmp(heading + length, ". ", 2))
		return memory_text_n(ctx, heading, length);
	if (slash && slash[1] && !heading[length])
		return memory_text(ctx, slash + 1);
	return memory_text(ctx, heading);
}

static bool fits(const char *pattern, const char *key)
{
	size_t n, length;

	/* Nearly always; a thousand files are asked a hundred times each. */
	if (pattern[0] != '*' && pattern[0] != key[0])
		return false;
	n = strlen(pattern);
	length = strlen(key);
	if (pattern[0] == '*')
		return length > n - 1 &&
		       !strcmp(key + length - (n - 1), pattern + 1);
	if (pattern[n - 1] == '*')
		return length > n - 1 && !strncmp(key, pattern, n - 1);
	return !strcmp(key, pattern);
}

static const struct platform_field *field_with(const struct platform *platform,
					       const char *key)
{
	for (const struct platform_field *field = platform->fields; field->key;
	     field++)
		if (fits(field->key, key))
			return field;
	return NULL;
}

/* "Complete?#2" is the second column of that name. */
static const char *without_number(const void *ctx, const char *heading)
{
	const char *mark = strrchr(heading, '#');

	if (!mark || mark == heading || !mark[1] ||
	    mark[1 + strspn(mark + 1, "0123456789")])
		return heading;
	return memory_text_n(ctx, heading, (size_t)(mark - heading));
}

struct platform_keys platform_keys_of(const void *ctx, const char *heading)
{
	struct platform_keys keys;
	const char *part;

	heading = without_number(ctx, heading);
	part = platform_key_part(ctx, heading);
	keys.whole = platform_fold(ctx, heading);
	keys.part =
		strcmp(part, heading) ? platform_fold(ctx, part) : keys.whole;
	return keys;
}

const struct platform_field *platform_field_of(const struct platform *platform,
					       const struct platform_keys *keys)
{
	const struct platform_field *field = field_with(platform, keys->whole);

	return field || keys->part == keys->whole
		       ? field
		       : field_with(platform, keys->part);
}

/* ---- evidence -------------------------------------------------------------
 */

/* What speaks for one platform. */
struct proof {
	int points;
	char *columns; /* that are its own */
	char *others;  /* signs beside them */
	size_t n_columns;
};

struct looking {
	void *memory;
	const struct csv_header *header;
	const struct csv_record *first;
	struct platform_keys *keys; /* of each heading */
};

static void add_column(const struct looking *looking, struct proof *proof,
		       const char *heading)
{
	if (proof->n_columns++ < LISTED)
		proof->columns = memory_check(talloc_asprintf_append(
			proof->columns ? proof->columns
				       : memory_text(looking->memory, ""),
			"%s%s", proof->n_columns > 1 ? ", " : "", heading));
}

static void add_sign(const struct looking *looking, struct proof *proof,
		     int points, const char *sign)
{
	proof->points += points;
	proof->others = memory_check(talloc_asprintf_append(
		proof->others ? proof->others
			      : memory_text(looking->memory, ""),
		"%s%s", proof->others ? ", " : "", sign));
}

/* A field counts once, however many columns it has. */
static struct proof prove_columns(const struct looking *looking,
				  const struct platform *platform)
{
	struct proof proof = { .points = 0 };
	const struct platform_field **seen =
		memory_array(looking->memory, const struct platform_field *,
			     looking->header->n + 1);

	for (size_t i = 0; i < looking->header->n; i++) {
		const char *heading = looking->header->names[i];
		size_t j = 0;

		seen[i] = platform_field_of(platform, &looking->keys[i]);
		while (j < i && seen[j] != seen[i])
			j++;
		if (!seen[i] || j < i || !seen[i]->weight)
			continue;
		proof.points += seen[i]->weight;
		add_column(looking, &proof,
			   platform_key_part(looking->memory, heading));
	}
	return proof;
}

/* ---- signs that are no columns --------------------------------------------
 */

static size_t count_cells(const struct csv_header *header, size_t row,
			  bool (*is_one)(const char *))
{
	size_t n = 0;

	for (size_t i = 0; row < header->n_rows && i < header->n; i++)
		n += is_one(header->rows[row][i]);
	return n;
}

static bool is_import_id(const char *cell)
{
	return !strncmp(cell, "{\"ImportId\":", 12);
}

static bool is_response(const char *cell)
{
	return !strcmp(cell, "Response") ||
	       !strcmp(cell, "Open-Ended Response");
}

/* "rse3[SQ001]. Who uses it? [everybody]" */
static bool is_coded(const char *cell)
{
	size_t n = strspn(cell, "abcdefghijklmnopqrstuvwxyz"
				"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

	if (!n || cell[n] != '[')
		return false;
	cell += n + strcspn(cell + n, "]");
	return !strncmp(cell, "]. ", 3);
}

static bool is_sub_question(const char *cell)
{
	const char *open = strstr(cell, "[SQ");

	return open && isdigit((unsigned char)open[3]);
}

static bool is_checkbox(const char *cell)
{
	const char *mark = strstr(cell, "___");

	return (mark && mark > cell && mark[3]) || strstr(cell, "(choice=");
}

/* The first answer's cell in a column, on the scratch memory; "" if none. */
static char *cell_of(const struct looking *looking, size_t column)
{
	const struct csv_record *first = looking->first;

	if (!first || column >= first->n_cells)
		return memory_text(looking->memory, "");
	return memory_text_n(looking->memory, first->cells[column].text,
			     first->cells[column].length);
}

static bool is_named(const struct looking *looking, size_t column,
		     const char *key)
{
	return column < looking->header->n &&
	       !strcmp(platform_fold(looking->memory,
				     looking->header->names[column]),
		       key);
}

static bool has_time_stamp(const struct looking *looking)
{
	return is_named(looking, 0, "timestamp") &&
	       !isnan(paradata_moment(cell_of(looking, 0), false));
}

/* Twenty letters and digits under "Token", behind all questions. */
static bool has_last_token(const struct looking *looking)
{
	size_t n = looking->header->n, length = 0;
	char *cell;

	if (n < 2 || !is_named(looking, n - 1, "token"))
		return false;
	cell = cell_of(looking, n - 1);
	while (isalnum((unsigned char)cell[length]))
		length++;
	return length >= 20 && !cell[length];
}

static void add_signs(const struct looking *looking,
		      const struct platform *platform, struct proof *proof)
{
	const struct csv_header *header = looking->header;
	const char *name = platform->name;

	if (!strcmp(name, "Qualtrics") && header->n_rows > 1 &&
	    count_cells(header, header->n_rows - 1, is_import_id) > 0)
		add_sign(looking, proof, 3, "a header row of ImportId");
	if (!strcmp(name, "SurveyMonkey") && header->n_rows > 1 &&
	    count_cells(header, header->n_rows - 1, is_response) > 0)
		add_sign(looking, proof, 2, "'Response' in the last header");
	if (!strcmp(name, "LimeSurvey") && count_cells(header, 0, is_coded) > 2)
		add_sign(looking, proof, 2, "headings of code[code] and text");
	else if (!strcmp(name, "LimeSurvey") &&
		 count_cells(header, 0, is_sub_question) > 1)
		add_sign(looking, proof, 1, "headings such as Q[SQ001]");
	if (!strcmp(name, "REDCap") && count_cells(header, 0, is_checkbox) > 1)
		add_sign(looking, proof, 1, "check boxes by choice");
	if (!strcmp(name, "Google Forms") && has_time_stamp(looking))
		add_sign(looking, proof, 1, "moments in the first column");
	if (!strcmp(name, "Typeform") && has_last_token(looking))
		add_sign(looking, proof, 2, "a Token behind all questions");
}

/* ---- the verdict ----------------------------------------------------------
 */

static const char *say(const void *ctx, const struct proof *proof)
{
	char *text = memory_text(ctx, "");

	if (proof->n_columns)
		text = memory_check(talloc_asprintf_append(
			text, "column%s %s%s", proof->n_columns > 1 ? "s" : "",
			proof->columns,
			proof->n_columns > LISTED ? " ..." : ""));
	if (proof->others)
		text = memory_check(talloc_asprintf_append(
			text, "%s%s", *text ? "; " : "", proof->others));
	return text;
}

struct platform_verdict platform_recognise(const void *ctx,
					   const struct csv_header *header,
					   const struct csv_record *first)
{
	struct looking looking = { talloc_new(NULL), header, first, NULL };
	struct platform_verdict verdict = { NULL, "" };
	struct proof best = { .points = ENOUGH - 1 };

	looking.keys = memory_array(looking.memory, struct platform_keys,
				    header->n + 1);
	for (size_t i = 0; i < header->n; i++)
		looking.keys[i] =
			platform_keys_of(looking.memory, header->names[i]);
	for (size_t i = 0; platform_table[i]; i++) {
		struct proof proof = prove_columns(&looking, platform_table[i]);

		add_signs(&looking, platform_table[i], &proof);
		if (proof.points < best.points)
			continue;
		verdict.platform =
			proof.points > best.points ? platform_table[i] : NULL;
		best = proof;
	}
	if (verdict.platform)
		verdict.evidence = say(ctx, &best);
	talloc_free(looking.memory);
	return verdict;
}

struct platform_verdict platform_settle(const void *ctx, const char *said,
					const struct csv_header *header,
					const struct csv_record *first)
{
	if (!said)
		return platform_recognise(ctx, header, first);
	return (struct platform_verdict){ platform_named(said), "the project" };
}

char *platform_say(const void *ctx, const struct platform_verdict *verdict)
{
	if (!verdict->platform)
		return memory_text(ctx, "");
	return memory_format(ctx, "; %s, told by %s", verdict->platform->name,
			     verdict->evidence);
}
