/*
 * The change stage: what the same people or organisations scored from one
 * instrument to the next.  change_plan.c finds items and units,
 * change_values.c reads an item's scores, change_compare.c estimates,
 * change_weighted.c does it again with weights, change_trend.c looks at several
 * waves at once, change_kirkpatrick.c at the levels of an evaluation,
 * change_write.c writes.
 */
#ifndef STAGES_CHANGE_H
#define STAGES_CHANGE_H

#include "pipeline/data/answers.h"
#include "pipeline/run/stage.h"
#include "stages/table_writer.h"
#include "stages/weights.h"

/* A question or a scale: the mean of its questions, all answered. */
struct change_item {
	const char *name;
	const struct project_scale *scale; /* NULL: a question */
	const struct variable **variables; /* n */
	const struct variable **then;      /* n, or NULL: not asked */
	size_t n;
	double minimum, maximum; /* of the answers' scale */
};

struct change_level {
	const char *grouping, *name;
	size_t by; /* grouping's number, or CHANGE_EVERYBODY */
	uint32_t code;
};

#define CHANGE_EVERYBODY SIZE_MAX

struct change_plan {
	struct stage_context *context;
	const struct project_change *settings;
	const struct answers *answers;
	struct weights *weights; /* NULL: nobody is weighted */
	/* instruments in time, and the one that looks back (or none) */
	const char **instruments;
	double *times;
	size_t n_instruments;
	uint32_t *unit_of;      /* of each row: from 1; 0 = none */
	uint8_t *instrument_of; /* of each row */
	size_t n_units;
	struct change_item *items;
	size_t n_items;
	struct change_level *levels;
	size_t n_levels;
	uint32_t **level_codes; /* [grouping][unit] */
};

/* An instrument's place: CHANGE_THEN looks back, CHANGE_NOWHERE is none. */
enum { CHANGE_MOST = 64, CHANGE_THEN = 254, CHANGE_NOWHERE = 255 };

/* Items, units, instruments, levels.  ERROR_PROJECT: unknown questions, answers
 * that are no numbers. */
int change_plan(struct change_plan *plan, struct error *error);

/* An item of N questions. */
int change_item_make(const struct change_plan *plan, const char *const *names,
		     size_t n, const struct project_scale *scale,
		     struct change_item *item, struct error *error);

/* One item's scores: [instrument][unit], NaN = none. */
struct change_scores {
	double **at;         /* n_instruments */
	double *then;        /* looking back, or NULL */
	size_t then_at;      /* the instrument it was asked with */
	double *reliability; /* of each instrument's scores; NaN unknown */
};
int change_scores_read(const void *ctx, const struct change_plan *plan,
		       const struct change_item *item,
		       struct change_scores *scores, struct error *error);

/* Is UNIT in LEVEL? */
bool change_is_in(const struct change_plan *plan,
		  const struct change_level *level, size_t unit);

/* The same means with weights; NaN where undefined. */
struct change_weights {
	double mean_from, mean_to, sd; /* sd: of individual differences */
	struct survey_estimate difference;
};

enum change_comparison { CHANGE_PAIRED, CHANGE_UNPAIRED, CHANGE_LOOKING_BACK };

/* One row of the table change; NaN where undefined. */
struct change_estimate {
	const struct change_item *item;
	const struct change_level *level;
	enum change_comparison comparison;
	const char *from, *to;
	uint64_t n, n_from, n_to;
	double mean_from, sd_from, mean_to, sd_to;
	double difference, difference_sd, low, high;
	double t, df, p_t, p, p_holm, p_bh;
	const char *p_method;
	double effect, effect_low, effect_high; /* dz or Hedges' g */
	double rank_effect, rank_low, rank_high;
	double es_pre, reliability, reliable_change;
	double improved, unchanged, worse; /* shares */
	double gain, mean_gain, normalised_change;
	double shift, shift_low, shift_high, shift_p; /* then - pre */
	const char *caution;
	struct change_weights weighted;
};

/* All comparisons of one item in one level, appended to a list. */
struct change_list {
	struct change_estimate *rows;
	size_t n;
};
void change_compare(const struct change_plan *plan,
		    const struct change_item *item,
		    const struct change_scores *scores,
		    const struct change_level *level, struct change_list *list);

/* Adjusted p over the items of each level and comparison. */
void change_adjust(struct change_list *list);

/* The columns grouping to n_to that tables of comparisons begin with. */
void change_put_names(const struct change_plan *plan,
		      struct table_writer *writer,
		      const struct change_estimate *row);

/* Tables change, change_label. */
int change_write(const struct change_plan *plan, const struct change_list *list,
		 struct error *error);

/* One side of a comparison: scores by unit, and the instrument whose answers
 * weigh them; of several answers of a unit the first. */
struct change_side {
	const double *scores;
	uint8_t place;
};

/* ROW's weighted estimates: of the same units with the weights they have at
 * FROM's place, of different ones each with their own. */
void change_weigh(const struct change_plan *plan,
		  const struct change_side *from, const struct change_side *to,
		  struct change_estimate *row);

/* Table weighted_change, row for row beside LIST; empty without weights. */
int change_weighted(const struct change_plan *plan,
		    const struct change_list *list, struct error *error);

/* Of three instruments or more, those who answered all. */
struct change_trends; /* talloc object */
struct change_trends *change_trends_new(const void *ctx);
void change_trends_add(struct change_trends *trends,
		       const struct change_plan *plan,
		       const struct change_item *item,
		       const struct change_scores *scores,
		       const struct change_level *level);
int change_trends_write(struct change_trends *trends,
			const struct change_plan *plan, struct error *error);

/* Table kirkpatrick. */
int change_kirkpatrick(const struct change_plan *plan, struct error *error);

/* "small_n", "under_30" or NULL. */
const char *change_caution(const struct change_plan *plan, uint64_t n);

#endif
