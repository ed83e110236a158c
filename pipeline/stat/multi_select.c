#include "pipeline/stat/multi_select.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/adjust.h"
#include "pipeline/stat/contingency.h"

#include <math.h>

static bool is_ticked(double answer)
{
	return answer < 0 || answer > 0;
}

static bool has_answered(const struct multi_select_question *question,
			 size_t person)
{
	for (size_t j = 0; j < question->k; j++)
		if (!isnan(question->options[j][person]))
			return true;
	return false;
}

static void count_person(const struct multi_select_question *question,
			 size_t person, struct multi_select *out)
{
	uint64_t mentions = 0;

	for (size_t i = 0; i < out->k; i++) {
		if (!is_ticked(question->options[i][person]))
			continue;
		mentions++;
		for (size_t j = 0; j < out->k; j++)
			out->together[i * out->k + j] +=
				is_ticked(question->options[j][person]);
	}
	out->n_people++;
	out->n_none += mentions == 0;
	out->n_mentions += mentions;
}

static void shares(struct multi_select *out, double confidence)
{
	for (size_t i = 0; i < out->k; i++) {
		struct multi_select_option *option = &out->options[i];
		double count;

		option->count = out->together[i * out->k + i];
		count = (double)option->count;
		option->share_of_cases = out->n_people > 0
						 ? count / (double)out->n_people
						 : (double)NAN;
		option->share_of_responses =
			out->n_mentions > 0 ? count / (double)out->n_mentions
					    : (double)NAN;
		option->wilson =
			proportion_interval(PROPORTION_WILSON, option->count,
					    out->n_people, confidence);
	}
}

static double weighted_share(const struct multi_select_question *question,
			     const double *option)
{
	double all = 0, ticked = 0;

	for (size_t i = 0; i < question->n; i++) {
		double weight = question->weights[i];

		if (!(weight > 0) || !has_answered(question, i))
			continue;
		all += weight;
		ticked += is_ticked(option[i]) ? weight : 0;
	}
	return all > 0 ? ticked / all : (double)NAN;
}

static double group_p(const struct multi_select_question *question,
		      const double *option)
{
	uint64_t *table = memory_array(NULL, uint64_t, 2 * question->n_groups);
	double p;

	for (size_t i = 0; i < question->n; i++)
		if (question->groups[i] < question->n_groups &&
		    has_answered(question, i))
			table[2 * question->groups[i] + is_ticked(option[i])]++;
	p = contingency_of(table, question->n_groups, 2, 0.95).p;
	talloc_free(table);
	return p;
}

static void compare_groups(const struct multi_select_question *question,
			   struct multi_select *out)
{
	struct adjust_family *family = adjust_family_new();

	for (size_t i = 0; i < out->k; i++) {
		out->options[i].p =
			question->groups
				? group_p(question, question->options[i])
				: (double)NAN;
		adjust_family_add(family, out->options[i].p,
				  &out->options[i].p_holm, NULL);
	}
	adjust_family_end(family);
}

struct multi_select *
multi_select_of(const void *ctx, const struct multi_select_question *question,
		double confidence)
{
	struct multi_select *out = memory_new(ctx, struct multi_select);

	out->k = question->k;
	out->options = memory_array(out, struct multi_select_option, out->k);
	out->together = memory_array(out, uint64_t, out->k * out->k);
	for (size_t i = 0; i < question->n; i++)
		if (has_answered(question, i))
			count_person(question, i, out);
	out->mean_mentions = out->n_people > 0 ? (double)out->n_mentions /
							 (double)out->n_people
					       : (double)NAN;
	shares(out, confidence);
	for (size_t i = 0; i < out->k; i++)
		out->options[i].weighted_share =
			question->weights
				? weighted_share(question, question->options[i])
				: (double)NAN;
	compare_groups(question, out);
	return out;
}

double multi_select_jaccard(const struct multi_select *answers, size_t first,
			    size_t second)
{
	uint64_t both = answers->together[first * answers->k + second];
	uint64_t either = answers->options[first].count +
			  answers->options[second].count - both;

	return either > 0 ? (double)both / (double)either : 0;
}
