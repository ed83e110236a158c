#include "pipeline/page/sentence_kind.h"

#include <math.h>
#include <stddef.h>

/* Cohen's h of a share against one half. */
static double share_effect(const struct sentence_facts *facts)
{
	return 2 * asin(sqrt(facts->value)) - 2 * asin(sqrt(facts->neutral));
}

static double weights_effect(const struct sentence_facts *facts)
{
	return facts->sd > 0 ? (facts->value - facts->neutral) / facts->sd
			     : (double)NAN;
}

/* As it is printed: 0.699 is told as 0.70 and called what 0.70 is. */
static double value_printed(const struct sentence_facts *facts)
{
	return round(100 * facts->value) / 100;
}

static double value_itself(const struct sentence_facts *facts)
{
	return facts->value;
}

static const char *const gap_needs[] = { "gap", "low", "high", "n", NULL };
static const char *const group_needs[] = { "omega2", "low",        "high",
					   "k",      "p_adjusted", NULL };
static const char *const change_needs[] = { "difference", "low", "high", "n",
					    NULL };
static const char *const share_needs[] = { "share", "low", "high", NULL };
static const char *const weights_needs[] = { "gap", "weighted_gap", "low",
					     "high", NULL };
static const char *const persona_needs[] = { "silhouette", "n", NULL };
static const char *const reliability_needs[] = { "alpha", "low",   "high",
						 "n",     "items", NULL };
static const char *const correlation_needs[] = { "estimate", "low", "high", "n",
						 NULL };

const struct sentence_kind sentence_kinds[] = {
	{
		.name = "gap",
		.needs = gap_needs,
		.value = "gap",
		.low = "low",
		.high = "high",
		.n = "n",
		.effect_column = "effect",
		.measure = SIZE_RANK_BISERIAL,
		.verdicts = { "ahead", "unclear", "behind" },
		.sizes = { "effect", "effect", "effect" },
		.is_distance = true,
		.wide_share = 0.5,
		.wide_half = (double)HUGE_VAL,
	},
	{
		.name = "group",
		.needs = group_needs,
		.value = "omega2",
		.low = "low",
		.high = "high",
		.n = "n",
		.judge = JUDGE_P,
		.format = FORMAT_SHARE,
		.effect_of = value_itself,
		.measure = SIZE_OMEGA_SQUARED,
		.verdicts = { "unclear", "unclear", "differ" },
		.sizes = { "effect", "effect", "effect" },
		.wide_share = (double)HUGE_VAL,
		.wide_half = 0.1,
	},
	{
		.name = "change",
		.needs = change_needs,
		.value = "difference",
		.low = "low",
		.high = "high",
		.n = "n",
		.effect_column = "effect",
		.measure = SIZE_STANDARDISED,
		.verdicts = { "fell", "unclear", "rose" },
		.sizes = { "effect", "effect", "effect" },
		.is_distance = true,
		.wide_share = 0.5,
		.wide_half = (double)HUGE_VAL,
	},
	{
		.name = "share",
		.needs = share_needs,
		.value = "share",
		.low = "low",
		.high = "high",
		.n = "base",
		.neutral = 0.5,
		.format = FORMAT_SHARE,
		.effect_of = share_effect,
		.measure = SIZE_PROPORTION,
		.verdicts = { "minority", "unclear", "majority" },
		.sizes = { "minority", NULL, "majority" },
		.is_own_level = true,
		.wide_share = (double)HUGE_VAL,
		.wide_half = 0.1,
	},
	{
		.name = "weights",
		.needs = weights_needs,
		.value = "weighted_gap",
		.low = "low",
		.high = "high",
		.n = "n",
		.neutral_column = "gap",
		.effect_of = weights_effect,
		.measure = SIZE_STANDARDISED,
		.verdicts = { "lower", "unclear", "raise" },
		.sizes = { "shift", NULL, "shift" },
		.wide_share = (double)HUGE_VAL,
		.wide_half = (double)HUGE_VAL,
	},
	{
		.name = "persona",
		.needs = persona_needs,
		.value = "silhouette",
		.n = "n",
		.judge = JUDGE_VALUE,
		.neutral = 0.25,
		.format = FORMAT_INDEX,
		.effect_of = value_printed,
		.measure = SIZE_SILHOUETTE,
		.verdicts = { "overlapping", "overlapping", "apart" },
		.sizes = { NULL, NULL, "apart" },
		.wide_share = (double)HUGE_VAL,
		.wide_half = (double)HUGE_VAL,
	},
	{
		.name = "reliability",
		.needs = reliability_needs,
		.value = "alpha",
		.low = "low",
		.high = "high",
		.n = "n",
		.neutral = 0.7,
		.format = FORMAT_INDEX,
		.effect_of = value_printed,
		.measure = SIZE_RELIABILITY,
		.verdicts = { "poor", "unclear", "good" },
		.sizes = { "consistency", "consistency", "consistency" },
		.wide_share = (double)HUGE_VAL,
		.wide_half = 0.1,
	},
	{
		.name = "population",
		.needs = share_needs,
		.value = "share",
		.low = "low",
		.high = "high",
		.n = "base",
		.neutral = 0.5,
		.format = FORMAT_SHARE,
		.effect_of = share_effect,
		.measure = SIZE_PROPORTION,
		.verdicts = { "minority", "unclear", "majority" },
		.sizes = { "minority", NULL, "majority" },
		.is_own_level = true,
		.wide_share = (double)HUGE_VAL,
		.wide_half = 0.1,
	},
	{
		.name = "correlation",
		.needs = correlation_needs,
		.value = "estimate",
		.low = "low",
		.high = "high",
		.n = "n",
		.format = FORMAT_INDEX,
		.effect_of = value_printed,
		.measure = SIZE_CORRELATION,
		.verdicts = { "against", "unclear", "together" },
		.sizes = { "association", "association", "association" },
		.is_own_level = true,
		.wide_share = (double)HUGE_VAL,
		.wide_half = 0.2,
	},
	{ .name = NULL },
};
