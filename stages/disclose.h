/*
 * The disclose stage: what of the results may leave the house.  disclose.c
 * moves the tables, disclose_cells.c decides which cells are withheld,
 * disclose_facts.c adds what describes the study itself.
 */
#ifndef STAGES_DISCLOSE_H
#define STAGES_DISCLOSE_H

#include "pipeline/run/stage.h"

/* A result table under disclosure control. */
struct disclosed {
	struct table *table;
	bool *is_suppressed; /* per row */
	const char *count;   /* the column that counts people */
	int threshold;
};

/* One withheld cell among the N ROWS that add up: withhold the smallest other
 * that counts.  True when it did. */
bool disclose_company(struct disclosed *cells, const size_t *rows, size_t n);

/*
 * Where groups come from crossed variables ("country × role"), a withheld one
 * could also be worked out along each variable: from the other roles of its
 * country and the country's own row.  disclose_lines() finds those sums, for
 * each combination of the columns KEYS (ends with NULL); disclose_along() sees
 * that none has a single unknown; true when it withheld something.
 */
struct lines;
struct lines *disclose_lines(const void *ctx, const struct disclosed *cells,
			     const char *const *keys);
bool disclose_along(struct disclosed *cells, const struct lines *lines);

/*
 * Withhold the rows of gap with n below the threshold; where that leaves one
 * withheld level of a skill's grouping, the next smallest one too, or it could
 * be worked out from the total.  A future level that too few rated is withheld
 * alone.
 */
void disclose_gap(struct disclosed *gap);

/*
 * Withhold counts from 1 to threshold - 1 and their shares, and whole
 * distributions whose base is small or whose row of GAP is withheld; then
 * single withheld cells get company: in their own distribution and among the
 * levels of their grouping, until none is alone.
 */
void disclose_distribution(struct disclosed *distribution,
			   const struct disclosed *gap);

/* The same for marginals, where the answers of a question add up to it. */
void disclose_profile(struct disclosed *profile);

/*
 * The same by group, after PROFILE: what is withheld there, and what nearly all
 * of a group answered, is withheld; single cells get company among the answers
 * that add up and among the groups, until none is alone.
 */
void disclose_profile_cross(struct disclosed *cross,
			    const struct disclosed *profile);

/*
 * Withhold choices that few ranked, ranked first or among the first three, or
 * left out; one alone gets company, for somebody is first with everybody.
 */
void disclose_ranking(struct disclosed *ranking);

/* Withhold groups below the threshold, with company as for gap. */
void disclose_gap_summary(struct disclosed *summary);

/*
 * Withhold rows whose count is small, and company for single ones among the
 * rows that are equal in KEYS (four at most, else ended by NULL).
 */
void disclose_small(struct disclosed *cells, const char *const keys[4]);

/* Empty the withheld rows but for the columns KEPT, NULL-ended. */
void disclose_blank(struct disclosed *cells, const char *const *kept);

/* Who came back, what changed, levels of evaluation: tables attrition,
 * link_rule, change, change_trend, kirkpatrick. */
int disclose_change(struct stage_context *context, struct error *error);

/* Withhold variables that fewer than the threshold answered. */
void disclose_summary(struct disclosed *summary);

/* Withhold the rows of FOLLOWER, one for each of LEADER's, that are withheld
 * there. */
void disclose_follow(struct disclosed *follower,
		     const struct disclosed *leader);

/*
 * The results with weights: rows that are withheld without are withheld with.
 * PROFILE, SUMMARY, CROSS and GAP after their own control.
 */
int disclose_weights(struct stage_context *context,
		     const struct disclosed *profile,
		     const struct disclosed *summary, struct error *error);
int disclose_weighted_cross(struct stage_context *context,
			    const struct disclosed *cross, struct error *error);
int disclose_weighted_gap(struct stage_context *context,
			  const struct disclosed *gap, struct error *error);

/* A result table of the store as it stands, and its publication with the rows
 * marked and blanked. */
int disclose_read(struct stage_context *context, const char *name,
		  struct disclosed *disclosed, struct error *error);
int disclose_results(struct stage_context *context, const char *name,
		     const struct disclosed *disclosed, struct error *error);

/* Withhold personas and their needs, answers of their members, and typical
 * answers that fewer people than the threshold stand for. */
void disclose_personas(struct disclosed *personas);
void disclose_traits(struct disclosed *traits);
void disclose_typical(struct disclosed *typical);

/*
 * quality: how many people have each mark and what the headline is without
 * them.  With fewer marked than the threshold, or fewer left, both stay inside:
 * the difference of two means would tell a person's own.
 */
int disclose_quality(struct stage_context *context, struct error *error);

/* Changes of state: cells of few people, their company, shares next to nobody
 * or everybody. */
int disclose_transition(struct stage_context *context, struct error *error);

/* Themes of open answers, how coders agree, and quotes. */
int disclose_coding(struct stage_context *context, struct error *error);

/* What organisations have in use, what people need, who could teach whom; after
 * gap has been published. */
int disclose_inventory(struct stage_context *context, struct error *error);

/* What the project tests: results that fewer people than the threshold could be
 * told apart by stay inside. */
int disclose_test_results(struct stage_context *context, struct error *error);

/*
 * What there is where, coverage, access: counts of people below the threshold
 * stay inside, with company for single ones, in every table that has them.
 */
int disclose_territory(struct stage_context *context, struct error *error);

/* What a programme did, against what was planned; stages/programme.h. */
int disclose_programme(struct stage_context *context, struct error *error);

/* fact, fieldwork, cleaning, unmatched_summary, codebook, manifest, label,
 * schema_note. */
int disclose_facts(struct stage_context *context, struct error *error);

/* Fill the published TABLE from a query on the store. */
int disclose_copy(struct stage_context *context, const char *table,
		  const char *sql, struct error *error);

/* Write TABLE (whose columns are the schema's, in order) to published.db. */
int disclose_write(struct stage_context *context, const char *name,
		   const struct table *table, const bool *is_suppressed,
		   struct error *error);

#endif
