#include "pipeline/run/project_instruments.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/run/project.h"
#include "pipeline/run/yaml.h"

#include <stdlib.h>
#include <string.h>

/* ---- pairs ---- */

/* "file.csv:12"; the line is 0 when there is none. */
static void read_sheet(const void *ctx, const char *text, const char **file,
		       int64_t *line)
{
	char *sheet = text_trim(ctx, text), *colon = strrchr(sheet, ':'), *end;

	*file = sheet;
	if (!colon)
		return;
	*line = strtoll(colon + 1, &end, 10);
	if (end == colon + 1 || *end || *line < 0)
		*line = 0;
	*colon = '\0';
}

static struct project_pair read_pair(const struct project *project,
				     const struct yaml *node)
{
	const char *equals = node->text ? strchr(node->text, '=') : NULL;
	struct project_pair pair = {
		.where = yaml_where_value(project, file_name(project->file),
					  node),
	};

	if (!equals)
		return pair;
	read_sheet(project,
		   memory_text_n(project, node->text,
				 (size_t)(equals - node->text)),
		   &pair.files[0], &pair.lines[0]);
	read_sheet(project, equals + 1, &pair.files[1], &pair.lines[1]);
	return pair;
}

static struct project_pair *pairs_at(const struct project *project,
				     const struct yaml *map, const char *key,
				     size_t *n)
{
	const struct yaml *item = yaml_find(map, key);
	struct project_pair *pairs = NULL;

	*n = 0;
	if (item && item->kind == YAML_TEXT)
		memory_append(project, pairs, struct project_pair, *n,
			      read_pair(project, item));
	for (size_t i = 0; item && i < item->n_items; i++)
		memory_append(project, pairs, struct project_pair, *n,
			      read_pair(project, item->items[i]));
	return pairs;
}

/* ---- instruments ---- */

/* NaN where a time is no number: the check tells. */
static double *times_at(const struct project *project, const struct yaml *map,
			size_t n_wanted)
{
	size_t n;
	const char **texts = yaml_texts(project, map, "times", &n);
	double *times;

	if (!n)
		return NULL;
	times = memory_array(project, double, n_wanted);
	for (size_t i = 0; i < n_wanted; i++)
		if (i >= n || !text_parse_number(texts[i], '.', &times[i]))
			times[i] = (double)__builtin_nan("");
	return times;
}

void project_instruments_fill(struct project *project)
{
	const struct yaml *node = yaml_find(project->tree, "instruments");
	const char *unit = yaml_text(node, "unit");
	const char *tolerance = yaml_text(node, "tolerance");
	const char *duplicates = yaml_text(node, "duplicates");
	const char *results = yaml_text(node, "results");
	struct project_instruments *made;

	if (!node)
		return;
	made = memory_new(project, struct project_instruments);
	made->where = yaml_where(project, file_name(project->file), node);
	made->order = yaml_texts(project, node, "order", &made->n_order);
	made->times = times_at(project, node, made->n_order);
	made->is_organisation = unit && !strcmp(unit, "organisation");
	made->organisation = yaml_text(node, "organisation");
	made->tolerance =
		tolerance ? token_rule_named(tolerance) : TOKEN_LOOKALIKES;
	made->last_counts = duplicates && !strcmp(duplicates, "last");
	made->has_last_wave_only = results && !strcmp(results, "last_wave");
	made->confirm = pairs_at(project, node, "confirm", &made->n_confirm);
	made->apart = pairs_at(project, node, "apart", &made->n_apart);
	made->by = yaml_texts(project, node, "by", &made->n_by);
	project->instruments = made;
}

const char *project_link_column(const struct project *project,
				const struct project_source *source)
{
	if (!project->instruments)
		return NULL;
	return project->instruments->is_organisation
		       ? project->instruments->organisation
		       : source->respondent;
}

/* ---- check ---- */

static void check_pairs(const struct project_pair *pairs, size_t n,
			struct problems *problems)
{
	for (size_t i = 0; i < n; i++)
		if (!pairs[i].files[0] || !pairs[i].lines[0] ||
		    !pairs[i].lines[1])
			problems_add(problems, ERROR_PROJECT, pairs[i].where,
				     "write \"before.csv:12 = after.csv:40\", "
				     "as the table link_match has them",
				     "this does not name two lines of answer "
				     "files");
}

static void check_times(const struct project *project,
			const struct project_instruments *instruments,
			struct problems *problems)
{
	const struct yaml *times = yaml_at(project->tree, "instruments.times");
	size_t n = times && times->kind == YAML_LIST ? times->n_items
						     : times != NULL;
	bool is_good = n == instruments->n_order;

	for (size_t i = 0; times && is_good && i < n; i++)
		is_good = instruments->times[i] <= instruments->times[i] &&
			  (!i ||
			   instruments->times[i] > instruments->times[i - 1]);
	if (times && !is_good)
		problems_add(
			problems, ERROR_PROJECT,
			yaml_where(project, file_name(project->file), times),
			"give one number for each of 'order', rising",
			"the times do not fit the instruments");
}

static void check_sources(const struct project *project,
			  struct problems *problems)
{
	for (size_t i = 0; i < project->n_sources; i++) {
		const struct project_source *source = &project->sources[i];

		if (source->kind != SOURCE_QUESTIONNAIRE && source->instrument)
			problems_add(problems, ERROR_PROJECT, source->where,
				     "take 'instrument' out, or say 'kind: "
				     "questionnaire'",
				     "%s is of kind %s: nobody answers in it",
				     source->name,
				     source_kind_name(source->kind));
	}
}

void project_instruments_check(const struct project *project,
			       struct problems *problems)
{
	const struct project_instruments *instruments = project->instruments;

	check_sources(project, problems);
	if (!instruments)
		return;
	check_pairs(instruments->confirm, instruments->n_confirm, problems);
	check_pairs(instruments->apart, instruments->n_apart, problems);
	check_times(project, instruments, problems);
	if (instruments->has_last_wave_only && project->weights)
		problems_add(problems, ERROR_PROJECT, instruments->where,
			     "take 'results' out: weights stand for the "
			     "population of all waves together",
			     "results of the last wave alone cannot be "
			     "weighted");
	if (instruments->is_organisation && !instruments->organisation)
		problems_add(problems, ERROR_PROJECT, instruments->where,
			     "add 'organisation: COLUMN'",
			     "it is not said which column names the "
			     "organisation");
}
