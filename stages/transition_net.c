#include "pipeline/core/memory.h"
#include "pipeline/stat/adjust.h"
#include "pipeline/stat/matched.h"
#include "pipeline/stat/survey.h"
#include "stages/answer_names.h"
#include "stages/table_writer.h"
#include "stages/transition.h"

#include <math.h>
#include <string.h>

/* Who is in a group; everybody where CODES is NULL. */
struct group {
	const char *grouping, *level;
	const uint32_t *codes;
	uint32_t code;
	size_t position;
};

struct net {
	size_t item; /* 0 = all */
	uint64_t people, n, gained, lost;
	double share_from, share_to, net, low, high, p, p_adjusted;
	double weighted_from, weighted_to;
	struct survey_estimate weighted;
	const char *caution;
};

struct contrast {
	size_t from, to; /* moments */
};

/* ---- sums of a person ---- */

/* Delivered FROM and TO by those of GROUP: three sums over the same items. */
struct sums {
	struct transition_sum from, to, change;
	uint64_t gained, lost;
};

static struct transition_sum new_sum(const void *ctx, size_t n)
{
	return (struct transition_sum){
		.values = memory_array(ctx, double, n),
		.counts = memory_array(ctx, double, n),
	};
}

static void add_item(const struct transition *transition,
		     const struct transition_item *item, struct contrast moment,
		     size_t i, struct sums *sums)
{
	size_t from = item->states[moment.from][i];
	bool before, after;

	if (from == SIZE_MAX)
		return;
	before = transition->is_counted[from];
	after = transition->is_counted[item->states[moment.to][i]];
	sums->from.values[i] += before;
	sums->to.values[i] += after;
	sums->change.values[i] += after - before;
	sums->change.counts[i] += 1;
	sums->gained += after && !before;
	sums->lost += before && !after;
}

static void close_person(struct sums *sums, size_t i)
{
	struct transition_sum *all[] = { &sums->from, &sums->to,
					 &sums->change };
	double count = sums->change.counts[i];

	for (size_t s = 0; s < 3; s++) {
		all[s]->counts[i] = count > 0 ? count : (double)NAN;
		all[s]->n += (uint64_t)count;
		all[s]->people += count > 0;
		all[s]->total += all[s]->values[i];
		if (!(count > 0))
			all[s]->values[i] = (double)NAN;
	}
}

static struct sums *sum_items(const struct transition *transition,
			      const struct group *group, size_t item,
			      struct contrast moment)
{
	struct sums *sums = memory_new(NULL, struct sums);
	size_t n = (size_t)transition->answers->n_rows;
	size_t first = item ? item - 1 : 0;
	size_t last = item ? item : transition->settings->n_items;

	sums->from = new_sum(sums, n);
	sums->to = new_sum(sums, n);
	sums->change = new_sum(sums, n);
	for (size_t i = 0; i < n; i++) {
		bool is_in = !group->codes || group->codes[i] == group->code;

		for (size_t s = first; s < last && is_in; s++)
			add_item(transition, &transition->items[s], moment, i,
				 sums);
		close_person(sums, i);
	}
	return sums;
}

/* ---- estimates ---- */

static struct net no_net(size_t item, const struct sums *sums)
{
	struct net net = { .item = item,
			   .people = sums->change.people,
			   .n = sums->change.n,
			   .gained = sums->gained,
			   .lost = sums->lost };

	net.share_from = net.share_to = net.net = (double)NAN;
	net.low = net.high = net.p = net.p_adjusted = (double)NAN;
	net.weighted_from = net.weighted_to = (double)NAN;
	net.weighted.value = net.weighted.se = (double)NAN;
	net.weighted.low = net.weighted.high = (double)NAN;
	return net;
}

static struct net estimate(const struct transition *transition,
			   const struct group *group, size_t item,
			   struct contrast moment)
{
	struct sums *sums = sum_items(transition, group, item, moment);
	struct net net = no_net(item, sums);

	if (net.people < (uint64_t)transition->settings->minimum_n) {
		net.caution = "few";
	} else {
		struct survey_estimate plain =
			transition_plain(transition, &sums->change);

		net.share_from = sums->from.total / (double)net.n;
		net.share_to = sums->to.total / (double)net.n;
		net.net = plain.value;
		net.low = plain.low;
		net.high = plain.high;
		if (item)
			net.p = mcnemar_of(net.gained, net.lost).p_exact;
		net.weighted_from =
			transition_weighted_share(transition, &sums->from);
		net.weighted_to =
			transition_weighted_share(transition, &sums->to);
		net.weighted = transition_weighted(transition, &sums->change);
	}
	talloc_free(sums);
	return net;
}

/* ---- rows ---- */

static void put_numbers(struct table_writer *writer, const struct net *net)
{
	const double before[] = { net->share_from, net->share_to };
	const double after[] = {
		net->net,           net->low,
		net->high,          net->p,
		net->p_adjusted,    net->weighted_from,
		net->weighted_to,   net->weighted.value,
		net->weighted.se,   net->weighted.low,
		net->weighted.high,
	};

	table_writer_integer(writer, (int64_t)net->people);
	table_writer_integer(writer, (int64_t)net->n);
	for (size_t i = 0; i < sizeof before / sizeof *before; i++)
		table_writer_real(writer, before[i]);
	table_writer_integer(writer, (int64_t)net->gained);
	table_writer_integer(writer, (int64_t)net->lost);
	for (size_t i = 0; i < sizeof after / sizeof *after; i++)
		table_writer_real(writer, after[i]);
	table_writer_text(writer, net->caution);
}

static int write_row(const struct transition *transition,
		     struct table_writer *writer, const struct group *group,
		     struct contrast moment, const struct net *net,
		     struct error *error)
{
	const struct project_named *moments = transition->settings->moments;

	table_writer_text(writer, group->grouping);
	table_writer_text(writer, group->level);
	table_writer_integer(writer, (int64_t)group->position);
	table_writer_text(writer,
			  net->item ? transition->items[net->item - 1].name
				    : "all");
	table_writer_integer(writer, (int64_t)net->item);
	table_writer_text(writer, memory_format(writer, "%s-%s",
						moments[moment.from].name,
						moments[moment.to].name));
	table_writer_text(writer, moments[moment.from].name);
	table_writer_text(writer, moments[moment.to].name);
	put_numbers(writer, net);
	return table_writer_row(writer, error);
}

/* Holm over the items of a group: all together is no test of its own. */
static void adjust(struct net *nets, size_t n)
{
	struct adjust_family *family = adjust_family_new();

	for (size_t i = 0; i < n; i++)
		adjust_family_add(family, nets[i].p, &nets[i].p_adjusted, NULL);
	adjust_family_end(family);
}

static int write_contrast(const struct transition *transition,
			  struct table_writer *writer,
			  const struct group *group, struct contrast moment,
			  struct error *error)
{
	size_t n = transition->settings->n_items + 1;
	struct net *nets = memory_array(transition, struct net, n);
	int result = 0;

	for (size_t i = 0; i < n; i++)
		nets[i] = estimate(transition, group, i, moment);
	adjust(nets, n);
	for (size_t i = 0; i < n && result == 0; i++)
		result = write_row(transition, writer, group, moment, &nets[i],
				   error);
	talloc_free(nets);
	return result;
}

/* Each moment against the next, and the first against the last. */
static int write_group(const struct transition *transition,
		       struct table_writer *writer, const struct group *group,
		       struct error *error)
{
	size_t last = transition->settings->n_moments - 1;

	for (size_t m = 0; m < last; m++)
		if (write_contrast(transition, writer, group,
				   (struct contrast){ m, m + 1 }, error) < 0)
			return -1;
	if (last < 2)
		return 0;
	return write_contrast(transition, writer, group,
			      (struct contrast){ 0, last }, error);
}

static int write_groups(const struct transition *transition,
			struct table_writer *writer, const char *grouping,
			struct error *error)
{
	const struct variable *variable =
		answer_named(transition, transition->answers, grouping,
			     transition->settings->where, error);
	uint32_t *codes;

	if (!variable || answer_codes_read(transition, transition->answers,
					   variable, &codes, error) < 0)
		return -1;
	for (size_t i = 0; i < variable->n_values; i++) {
		struct group group = {
			.grouping = grouping,
			.level = variable->values[i].name,
			.codes = codes,
			.code = (uint32_t)(ANSWER_FIRST + i),
			.position = i + 1,
		};

		if (write_group(transition, writer, &group, error) < 0)
			return -1;
	}
	talloc_free(codes);
	return 0;
}

int transition_write_net(struct transition *transition, struct error *error)
{
	static const struct group everybody = { .grouping = "all",
						.level = "all" };
	const struct project_transition *settings = transition->settings;
	struct table_writer *writer;

	if (table_writer_open(
		    transition, transition->context->store, "transition_net",
		    "grouping TEXT, level TEXT, level_position INTEGER,"
		    " item TEXT, position INTEGER, contrast TEXT,"
		    " from_moment TEXT, to_moment TEXT, people INTEGER,"
		    " n INTEGER, share_from REAL, share_to REAL,"
		    " gained INTEGER, lost INTEGER, net REAL, low REAL,"
		    " high REAL, p REAL, p_adjusted REAL, weighted_from REAL,"
		    " weighted_to REAL, weighted_net REAL, weighted_se REAL,"
		    " weighted_low REAL, weighted_high REAL, caution TEXT",
		    &writer, error) < 0)
		return -1;
	if (!settings)
		return 0;
	if (write_group(transition, writer, &everybody, error) < 0)
		return -1;
	for (size_t i = 0; i < settings->n_by; i++)
		if (write_groups(transition, writer, settings->by[i], error) <
		    0)
			return -1;
	talloc_free(writer);
	return 0;
}
