#include "pipeline/page/sentence.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/nearest.h"
#include "pipeline/data/phrase_fill.h"
#include "pipeline/page/sentence_kind.h"
#include "pipeline/page/template_filter.h"

#include <math.h>
#include <string.h>

/* Below so many people a mean's interval leans on how answers are spread. */
static const double few_people = 30;
/* Hennig 2007, Computational Statistics & Data Analysis 52, 258-271. */
static const double least_stability = 0.6;
/* The least group has less than this share of the groups' average. */
static const double unequal_share = 0.25;
static const double usual_confidence = 0.95;

/* A sentence in the making. */
struct saying {
	const void *ctx;
	const struct sentence_kind *kind;
	const struct sentence_row *row;
	const struct phrases *phrases;
	struct sentence_facts facts;
	enum sentence_verdict verdict;
};

const struct sentence_kind *sentence_kind_find(const char *name)
{
	const struct sentence_kind *kind = sentence_kinds;

	while (kind->name && strcmp(kind->name, name) != 0)
		kind++;
	return kind->name ? kind : NULL;
}

/* "gap, group, change" */
static char *list(const void *ctx, const char *const *names, size_t n)
{
	char *out = memory_text(ctx, "");

	for (size_t i = 0; i < n; i++)
		out = memory_check(talloc_asprintf_append_buffer(
			out, "%s%s", i ? ", " : "", names[i]));
	return out;
}

char *sentence_kind_remedy(const void *ctx, const char *name)
{
	const char **names = NULL, *near;
	size_t n = 0;

	for (const struct sentence_kind *kind = sentence_kinds; kind->name;
	     kind++)
		memory_append(ctx, names, const char *, n, kind->name);
	near = nearest_word(name, names, n);
	return near ? memory_format(ctx, "write '%s'", near)
		    : memory_format(ctx, "use one of: %s", list(ctx, names, n));
}

const char *const *sentence_kind_needs(const struct sentence_kind *kind)
{
	return kind->needs;
}

char *sentence_needs_remedy(const void *ctx, const struct sentence_kind *kind)
{
	size_t n = 0;

	while (kind->needs[n])
		n++;
	return memory_format(ctx, "select %s in it", list(ctx, kind->needs, n));
}

/* ---- what the row says ---- */

static double number(const struct sentence_row *row, const char *column)
{
	int at = column ? table_column(row->table, column) : -1;

	return value_number(table_cell(row->table, row->row, at));
}

static struct sentence_facts read_facts(const struct sentence_kind *kind,
					const struct sentence_row *row)
{
	struct sentence_facts facts = {
		.value = number(row, kind->value),
		.low = number(row, kind->low),
		.high = number(row, kind->high),
		.n = number(row, kind->n),
		.p = number(row, "p_adjusted"),
		.neutral = kind->neutral_column
				   ? number(row, kind->neutral_column)
				   : kind->neutral,
		.effect = number(row, kind->effect_column),
		.groups = number(row, "k"),
		.smallest = number(row, "smallest"),
		.stability = number(row, "stability"),
		.sd = number(row, "weighted_sd"),
		.is_withheld = number(row, "suppressed") == 1,
	};

	if (table_column(row->table, kind->n) >= 0 && isnan(facts.n))
		facts.is_withheld = true;
	if (kind->effect_of)
		facts.effect = kind->effect_of(&facts);
	return facts;
}

/* ---- verdict ---- */

static double confidence_of(const struct saying *saying)
{
	return saying->kind->is_own_level || isnan(saying->row->confidence)
		       ? usual_confidence
		       : saying->row->confidence;
}

static enum sentence_verdict side(double low, double high, double neutral)
{
	if (low > neutral)
		return VERDICT_ABOVE;
	return high < neutral ? VERDICT_BELOW : VERDICT_UNCLEAR;
}

static enum sentence_verdict judge(const struct saying *saying)
{
	const struct sentence_facts *facts = &saying->facts;
	bool is_chance = facts->p >= 1 - confidence_of(saying);

	switch (saying->kind->judge) {
	case JUDGE_P:
		return is_chance || isnan(facts->p) ? VERDICT_UNCLEAR
						    : VERDICT_ABOVE;
	case JUDGE_VALUE:
		return side(facts->value, facts->value, facts->neutral);
	case JUDGE_INTERVAL:
	default:
		return is_chance
			       ? VERDICT_UNCLEAR
			       : side(facts->low, facts->high, facts->neutral);
	}
}

/* ---- words ---- */

static const char *phrase(const struct saying *saying, const char *group,
			  const char *name)
{
	return phrases_get(
		saying->phrases,
		memory_format(saying->ctx, "sentence.%s_%s", group, name));
}

static const char *figure(const struct saying *saying, double value)
{
	const struct text_locale *locale = phrases_locale(saying->phrases);
	bool is_signed = saying->kind->format == FORMAT_POINTS &&
			 (saying->verdict == VERDICT_UNCLEAR ||
			  !saying->kind->is_distance);

	if (saying->kind->format == FORMAT_SHARE)
		return filter_percent(saying->ctx, value, 0, locale);
	return text_number(saying->ctx, value, 2, is_signed, locale);
}

/* " (95 % interval from ... to ...)"; nothing when there is none. */
static const char *interval(const struct saying *saying)
{
	const struct sentence_facts *facts = &saying->facts;
	const char *name = saying->kind->format == FORMAT_SHARE
				   ? "sentence.interval_share"
				   : "sentence.interval";

	if (isnan(facts->low) || isnan(facts->high))
		return "";
	return phrase_fill(
		saying->ctx, phrases_get(saying->phrases, name),
		(const char *[]){
			"confidence",
			filter_percent(saying->ctx, confidence_of(saying), 0,
				       phrases_locale(saying->phrases)),
			"low", figure(saying, facts->low), "high",
			figure(saying, facts->high), NULL });
}

static const char *size(const struct saying *saying)
{
	const char *sizes = saying->kind->sizes[saying->verdict];
	const char *name = size_name(
		size_word(saying->kind->measure, saying->facts.effect));

	return sizes && name ? phrase(saying, sizes, name) : "";
}

static const char *count(const struct saying *saying, double n)
{
	return text_number(saying->ctx, n, 0, false,
			   phrases_locale(saying->phrases));
}

static char *fill(const struct saying *saying, const char *text)
{
	const struct sentence_facts *facts = &saying->facts;
	double items = number(saying->row, "items");
	const char *const pairs[] = {
		"value",
		figure(saying, facts->value),
		"neutral",
		figure(saying, facts->neutral),
		"interval",
		interval(saying),
		"size",
		size(saying),
		"n",
		count(saying, facts->n),
		"groups",
		count(saying, facts->groups),
		"smallest",
		count(saying, facts->smallest),
		"items",
		count(saying, items),
		"minimum",
		count(saying, saying->row->minimum_n),
		"threshold",
		count(saying, saying->row->threshold),
		"stability",
		text_number(saying->ctx, facts->stability, 2, false,
			    phrases_locale(saying->phrases)),
		NULL,
	};

	return phrase_fill(saying->ctx, text, pairs);
}

/* ---- caution ---- */

static bool is_wide(const struct saying *saying)
{
	const struct sentence_facts *facts = &saying->facts;
	double half = (facts->high - facts->low) / 2;

	return half > saying->kind->wide_half ||
	       (saying->verdict != VERDICT_UNCLEAR &&
		half > saying->kind->wide_share *
				fabs(facts->value - facts->neutral));
}

/* The name of the first caution that holds, or NULL. */
static const char *caution(const struct saying *saying)
{
	const struct sentence_facts *facts = &saying->facts;

	if (saying->kind->low && isnan(facts->low))
		return "no_interval";
	if (facts->n < few_people)
		return "few";
	if (facts->smallest < unequal_share * facts->n / facts->groups)
		return "unequal";
	if (facts->stability < least_stability)
		return "unstable";
	return is_wide(saying) ? "wide" : NULL;
}

/* Why there is no number. */
static const char *reason(const struct saying *saying)
{
	const struct sentence_facts *facts = &saying->facts;

	if (facts->is_withheld)
		return "withheld";
	if (facts->n == 0)
		return "nobody";
	return facts->n < saying->row->minimum_n ? "minimum" : "undefined";
}

/* What is below is told as a distance: 0.50 below, from 0.30 to 0.70. */
static void turn_round(struct sentence_facts *facts)
{
	double low = facts->low;

	facts->value = -facts->value;
	facts->low = -facts->high;
	facts->high = -low;
}

char *sentence_of(const void *ctx, const struct sentence_kind *kind,
		  const struct sentence_row *row, const struct phrases *phrases)
{
	struct saying saying = { .ctx = ctx,
				 .kind = kind,
				 .row = row,
				 .phrases = phrases,
				 .facts = read_facts(kind, row) };
	const char *warning;
	char *out;

	if (isnan(saying.facts.value) || saying.facts.is_withheld)
		return fill(&saying,
			    phrase(&saying, "no_number", reason(&saying)));
	saying.verdict = judge(&saying);
	if (kind->is_distance && saying.verdict == VERDICT_BELOW)
		turn_round(&saying.facts);
	out = fill(&saying,
		   phrase(&saying, kind->name, kind->verdicts[saying.verdict]));
	warning = caution(&saying);
	if (!warning)
		return out;
	return memory_format(
		ctx, "%s %s", out,
		fill(&saying, phrase(&saying, "caution", warning)));
}
