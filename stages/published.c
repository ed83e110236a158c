#include "stages/published.h"

#include "pipeline/core/memory.h"

#include <string.h>

const struct artifact published_artifacts[] = {
	{ "gap", ARTIFACT_PUBLISHED },
	{ "gap_summary", ARTIFACT_PUBLISHED },
	{ "distribution", ARTIFACT_PUBLISHED },
	{ "profile", ARTIFACT_PUBLISHED },
	{ "summary", ARTIFACT_PUBLISHED },
	{ "ranking", ARTIFACT_PUBLISHED },
	{ "quality", ARTIFACT_PUBLISHED },
	{ "open_answer", ARTIFACT_PUBLISHED },
	{ "label", ARTIFACT_PUBLISHED },
	{ "fact", ARTIFACT_PUBLISHED },
	{ "fieldwork", ARTIFACT_PUBLISHED },
	{ "cleaning", ARTIFACT_PUBLISHED },
	{ "unmatched_summary", ARTIFACT_PUBLISHED },
	{ "codebook", ARTIFACT_PUBLISHED },
	{ "manifest", ARTIFACT_PUBLISHED },
	{ "schema_note", ARTIFACT_PUBLISHED },
	{ NULL, ARTIFACT_PUBLISHED },
};

/* clang-format off */
const struct published_column published_columns[] = {
	{ "gap", "grouping", "TEXT", "variable that forms the groups; 'all' for everybody" },
	{ "gap", "level", "TEXT", "group, a code of the grouping variable; 'all' for everybody" },
	{ "gap", "skill", "TEXT", "skill of the framework" },
	{ "gap", "area", "TEXT", "area of the skill" },
	{ "gap", "position", "INTEGER", "order of the skill in the framework" },
	{ "gap", "n", "INTEGER", "people who rated both current and required level" },
	{ "gap", "current", "REAL", "mean current level" },
	{ "gap", "current_sd", "REAL", "standard deviation of the current level" },
	{ "gap", "required", "REAL", "mean required level" },
	{ "gap", "required_sd", "REAL", "standard deviation of the required level" },
	{ "gap", "future", "REAL", "mean future level" },
	{ "gap", "future_sd", "REAL", "standard deviation of the future level" },
	{ "gap", "n_future", "INTEGER", "people who rated both current and future level" },
	{ "gap", "gap", "REAL", "mean of required minus current level" },
	{ "gap", "gap_sd", "REAL", "standard deviation of the individual gaps" },
	{ "gap", "low", "REAL", "lower limit of the t interval of the gap" },
	{ "gap", "high", "REAL", "upper limit of the t interval of the gap" },
	{ "gap", "bootstrap_low", "REAL", "lower limit of the bootstrap interval of the gap" },
	{ "gap", "bootstrap_high", "REAL", "upper limit of the bootstrap interval of the gap" },
	{ "gap", "t", "REAL", "paired t statistic" },
	{ "gap", "df", "REAL", "degrees of freedom of t" },
	{ "gap", "p_t", "REAL", "two-sided p of the paired t test" },
	{ "gap", "p", "REAL", "two-sided p of the Wilcoxon signed-rank test" },
	{ "gap", "p_method", "TEXT", "how p was computed: exact or normal approximation" },
	{ "gap", "p_adjusted", "REAL", "p adjusted over the skills of the group, Holm" },
	{ "gap", "p_bh", "REAL", "p adjusted over the skills of the group, Benjamini-Hochberg" },
	{ "gap", "dz", "REAL", "Cohen's dz: mean gap over its standard deviation" },
	{ "gap", "effect", "REAL", "matched-pairs rank-biserial correlation" },
	{ "gap", "effect_low", "REAL", "lower limit of the effect's interval (Fisher's z)" },
	{ "gap", "effect_high", "REAL", "upper limit of the effect's interval (Fisher's z)" },
	{ "gap", "p_pooled", "REAL", "p adjusted over the skills of all groups of the grouping, Holm" },
	{ "gap", "mwds", "REAL", "Borich mean weighted discrepancy score" },
	{ "gap", "need_share", "REAL", "share of people whose current level is below the required one" },
	{ "gap", "surplus_share", "REAL", "share of people whose current level is above the required one" },
	{ "gap", "tie_share", "REAL", "share of people without a gap" },
	{ "gap", "rds", "REAL", "ranked discrepancy score" },
	{ "gap", "quadrant", "TEXT", "importance-performance quadrant: concentrate, keep_up, low_priority, overkill" },
	{ "gap", "quadrant_pooled", "TEXT", "the same, against everybody's crosshair instead of the group's own" },
	{ "gap", "rank", "INTEGER", "rank of the gap in the group, 1 = widest" },
	{ "gap", "rank_low", "INTEGER", "highest rank the true gap may have, all ranks of the group at once" },
	{ "gap", "rank_high", "INTEGER", "lowest rank the true gap may have" },
	{ "gap", "future_gap", "REAL", "mean of future minus current level" },
	{ "gap", "future_low", "REAL", "lower limit of the t interval of the future gap" },
	{ "gap", "future_high", "REAL", "upper limit of the t interval of the future gap" },
	{ "gap", "caution", "TEXT", "why the estimate should be read with care" },
	{ "gap", "suppressed", "INTEGER", "1 = withheld: too few people" },
	{ "gap_summary", "grouping", "TEXT", "variable that forms the groups; 'all' for everybody" },
	{ "gap_summary", "level", "TEXT", "group, a code of the grouping variable" },
	{ "gap_summary", "position", "INTEGER", "order of the group" },
	{ "gap_summary", "n_respondents", "INTEGER", "people who rated at least one skill" },
	{ "gap_summary", "n_skills", "INTEGER", "skills rated" },
	{ "gap_summary", "mean_current", "REAL", "mean of the skills' current levels" },
	{ "gap_summary", "mean_required", "REAL", "mean of the skills' required levels" },
	{ "gap_summary", "mean_future", "REAL", "mean of the skills' future levels" },
	{ "gap_summary", "mean_gap", "REAL", "mean of the skills' gaps" },
	{ "gap_summary", "suppressed", "INTEGER", "1 = withheld: too few people" },
	{ "distribution", "grouping", "TEXT", "variable that forms the groups; 'all' for everybody" },
	{ "distribution", "level", "TEXT", "group, a code of the grouping variable" },
	{ "distribution", "skill", "TEXT", "skill of the framework" },
	{ "distribution", "measure", "TEXT", "current, required or future" },
	{ "distribution", "answer", "TEXT", "answer, a code of the scale" },
	{ "distribution", "position", "INTEGER", "order of the answer on the scale" },
	{ "distribution", "value", "REAL", "number that the answer stands for" },
	{ "distribution", "n", "INTEGER", "people who gave the answer" },
	{ "distribution", "base", "INTEGER", "people who answered" },
	{ "distribution", "share", "REAL", "n / base" },
	{ "distribution", "suppressed", "INTEGER", "1 = withheld: too few people" },
	{ "profile", "question", "TEXT", "question of the codebook" },
	{ "profile", "answer", "TEXT", "answer, a code of the question's list" },
	{ "profile", "position", "INTEGER", "order of the answer in the list" },
	{ "profile", "n", "INTEGER", "people who gave the answer" },
	{ "profile", "base", "INTEGER", "people who answered the question" },
	{ "profile", "share", "REAL", "n / base" },
	{ "profile", "low", "REAL", "lower limit of the share's 95 % interval (Wilson)" },
	{ "profile", "high", "REAL", "upper limit of the share's 95 % interval (Wilson)" },
	{ "profile", "suppressed", "INTEGER", "1 = withheld: too few people" },
	{ "summary", "variable", "TEXT", "numeric question" },
	{ "summary", "n", "INTEGER", "people who answered" },
	{ "summary", "n_missing", "INTEGER", "people without an answer" },
	{ "summary", "mean", "REAL", "mean" },
	{ "summary", "sd", "REAL", "standard deviation (n - 1)" },
	{ "summary", "minimum", "REAL", "smallest value" },
	{ "summary", "q1", "REAL", "first quartile" },
	{ "summary", "median", "REAL", "median" },
	{ "summary", "q3", "REAL", "third quartile" },
	{ "summary", "maximum", "REAL", "largest value" },
	{ "summary", "unit", "TEXT", "unit of the numbers: EUR, %, s ...; nothing without one" },
	{ "summary", "suppressed", "INTEGER", "1 = withheld: too few people" },
	{ "ranking", "question", "TEXT", "question whose choices were put in order" },
	{ "ranking", "answer", "TEXT", "choice, a code of the question's list" },
	{ "ranking", "position", "INTEGER", "order of the choice in the list" },
	{ "ranking", "n", "INTEGER", "people who ranked the choice" },
	{ "ranking", "base", "INTEGER", "people who ranked any choice of the question" },
	{ "ranking", "not_ranked", "INTEGER", "people of those who left the choice out" },
	{ "ranking", "mean_rank", "REAL", "mean rank of those who ranked the choice, 1 = first" },
	{ "ranking", "first", "INTEGER", "people who ranked it first" },
	{ "ranking", "first_share", "REAL", "first / base" },
	{ "ranking", "first_low", "REAL", "lower limit of that share's 95 % interval (Wilson)" },
	{ "ranking", "first_high", "REAL", "upper limit of that share's 95 % interval (Wilson)" },
	{ "ranking", "top", "INTEGER", "people who ranked it among the first three" },
	{ "ranking", "top_share", "REAL", "top / base" },
	{ "ranking", "top_low", "REAL", "lower limit of that share's 95 % interval (Wilson)" },
	{ "ranking", "top_high", "REAL", "upper limit of that share's 95 % interval (Wilson)" },
	{ "ranking", "suppressed", "INTEGER", "1 = withheld: too few people" },
	{ "quality", "flag", "TEXT", "mark on a person's answers: straight_lining, low_variation, speeder, duplicate, near_duplicate, impossible, outlier, attention" },
	{ "quality", "position", "INTEGER", "order of the mark" },
	{ "quality", "n", "INTEGER", "people marked" },
	{ "quality", "base", "INTEGER", "people who could be judged" },
	{ "quality", "share", "REAL", "n / base" },
	{ "quality", "criterion", "REAL", "limit the mark is judged by" },
	{ "quality", "excluded", "INTEGER", "1 = people marked are left out of the results" },
	{ "quality", "gap_all", "REAL", "mean of the skills' gaps, everybody" },
	{ "quality", "gap_without", "REAL", "the same without the people marked" },
	{ "quality", "current_all", "REAL", "mean of the skills' current levels, everybody" },
	{ "quality", "current_without", "REAL", "the same without the people marked" },
	{ "quality", "suppressed", "INTEGER", "1 = withheld: too few people" },
	{ "open_answer", "question", "TEXT", "open question that the project quotes from" },
	{ "open_answer", "text", "TEXT", "an answer, marks such as [name] in place of what names people" },
	{ "label", "domain", "TEXT", "what is labelled: question, skill, area, grouping, a measure, or a variable" },
	{ "label", "code", "TEXT", "code in that domain" },
	{ "label", "language", "TEXT", "ISO 639-1 code" },
	{ "label", "text", "TEXT", "label" },
	{ "label", "position", "INTEGER", "order in the domain" },
	{ "fact", "name", "TEXT", "name of a single figure" },
	{ "fact", "value", "REAL", "its value, if it is a number" },
	{ "fact", "text", "TEXT", "its value, if it is a text" },
	{ "fieldwork", "source", "TEXT", "source of the project" },
	{ "fieldwork", "wave", "TEXT", "wave of the file" },
	{ "fieldwork", "file", "TEXT", "name of the file" },
	{ "fieldwork", "n_rows", "INTEGER", "records in the file" },
	{ "fieldwork", "n_quarantined", "INTEGER", "records that could not be read and were set aside" },
	{ "fieldwork", "n_kept", "INTEGER", "records read" },
	{ "cleaning", "rule", "TEXT", "cleaning rule" },
	{ "cleaning", "source", "TEXT", "source it was applied to" },
	{ "cleaning", "variable", "TEXT", "question it was applied to" },
	{ "cleaning", "n_values", "INTEGER", "distinct values changed" },
	{ "cleaning", "n_cells", "INTEGER", "answers changed" },
	{ "cleaning", "reason", "TEXT", "why" },
	{ "unmatched_summary", "source", "TEXT", "source" },
	{ "unmatched_summary", "variable", "TEXT", "question" },
	{ "unmatched_summary", "n_values", "INTEGER", "distinct answers that the codebook does not know" },
	{ "unmatched_summary", "n_cells", "INTEGER", "answers with one of them" },
	{ "codebook", "question", "TEXT", "question" },
	{ "codebook", "type", "TEXT", "kind of question" },
	{ "codebook", "position", "INTEGER", "order in the questionnaire" },
	{ "codebook", "n_answered", "INTEGER", "people who answered" },
	{ "codebook", "n_missing", "INTEGER", "people without an answer" },
	{ "manifest", "key", "TEXT", "what the results depend on" },
	{ "manifest", "value", "TEXT", "its version, digest or value" },
	{ "schema_note", "table_name", "TEXT", "table" },
	{ "schema_note", "column_name", "TEXT", "column" },
	{ "schema_note", "description", "TEXT", "what it holds" },
	{ NULL, NULL, NULL, NULL },
};
/* clang-format on */

const struct published_column *published_table(const char *table, size_t *n)
{
	const struct published_column *first = published_columns;

	while (first->table && strcmp(first->table, table) != 0)
		first++;
	*n = 0;
	while (first[*n].table && strcmp(first[*n].table, table) == 0)
		++*n;
	return first;
}

char *published_definition(const void *ctx, const char *table)
{
	size_t n;
	const struct published_column *columns = published_table(table, &n);
	char *text = memory_text(ctx, "");

	for (size_t i = 0; i < n; i++)
		text = memory_check(talloc_asprintf_append_buffer(
			text, "%s%s %s", i ? ", " : "", columns[i].name,
			columns[i].type));
	return text;
}

char *published_source_columns(const void *ctx, const char *table)
{
	size_t n;
	const struct published_column *columns = published_table(table, &n);
	char *text = memory_text(ctx, "");

	for (size_t i = 0; i < n; i++)
		if (strcmp(columns[i].name, "suppressed") != 0)
			text = memory_check(talloc_asprintf_append_buffer(
				text, "%s%s", i ? ", " : "", columns[i].name));
	return text;
}
