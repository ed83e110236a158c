#include "pipeline/run/project_programme.h"

#include "pipeline/core/memory.h"
#include "pipeline/run/project.h"
#include "pipeline/run/source_codebook.h"
#include "pipeline/run/translations.h"
#include "pipeline/run/yaml.h"

#include <math.h>
#include <string.h>

static int place_in(const char *const *words, const char *word)
{
	for (int i = 0; word && words[i]; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return 0;
}

static bool says(const struct yaml *node, const char *key, const char *text)
{
	const char *said = yaml_text(node, key);

	return said && strcmp(said, text) == 0;
}

static void fill_fields(struct project_programme *programme,
			const struct yaml *questions)
{
	for (int i = 0; i < PROGRAMME_FIELDS; i++) {
		const char *said =
			yaml_text(questions, project_programme_fields[i]);

		programme->is_said[i] = said != NULL;
		programme->fields[i] =
			said ? said : project_programme_fields[i];
	}
}

static void fill_indicators(struct project *project,
			    struct project_programme *programme,
			    const struct yaml *list)
{
	for (size_t i = 0; list && i < list->n_items; i++) {
		const struct yaml *node = list->items[i];
		struct programme_indicator one = {
			.where = yaml_where(project, file_name(project->file),
					    node),
			.name = yaml_text(node, "name"),
			.measure = (enum programme_measure)place_in(
				programme_measures, yaml_text(node, "measure")),
			.of = yaml_text(node, "of"),
			.target = yaml_number(node, "target", (double)NAN),
			.is_least = says(node, "wanted", "least"),
		};

		one.is_due = one.measure > PROGRAMME_SPENT ||
			     says(node, "due", "now");
		one.titles =
			translations_at(project, node, "title", &one.n_titles);
		memory_append(programme, programme->indicators,
			      struct programme_indicator,
			      programme->n_indicators, one);
	}
}

static void fill_rules(struct project *project,
		       struct project_programme *programme,
		       const struct yaml *list)
{
	for (size_t i = 0; list && i < list->n_items; i++) {
		const struct yaml *node = list->items[i];
		struct programme_rule one = {
			.where = yaml_where(project, file_name(project->file),
					    node),
			.name = yaml_text(node, "name"),
			.kind = (enum programme_rule_kind)place_in(
				programme_rule_kinds, yaml_text(node, "kind")),
			.by = yaml_text(node, "by"),
			.of = yaml_text(node, "of"),
			.below = yaml_number(node, "below", (double)NAN),
			.above = yaml_number(node, "above", (double)NAN),
			.most = (int)yaml_number(node, "most", 3),
			.cites = yaml_text(node, "cites"),
		};

		one.texts =
			translations_at(project, node, "text", &one.n_texts);
		memory_append(programme, programme->rules,
			      struct programme_rule, programme->n_rules, one);
	}
}

static void fill_answers(struct project *project,
			 struct project_programme *programme,
			 const struct yaml *node)
{
	programme->by = yaml_texts(project, node, "by", &programme->n_by);
	programme->cancelled =
		yaml_texts(project, node, "cancelled", &programme->n_cancelled);
	programme->scheduled =
		yaml_texts(project, node, "scheduled", &programme->n_scheduled);
	programme->accepted =
		yaml_texts(project, node, "accepted", &programme->n_accepted);
	programme->withdrawn =
		yaml_texts(project, node, "withdrawn", &programme->n_withdrawn);
}

void project_programme_fill(struct project *project)
{
	const struct yaml *node = yaml_at(project->tree, "analyses.programme");
	struct project_programme *made;

	if (!node)
		return;
	made = memory_new(project, struct project_programme);
	made->where = yaml_where(project, file_name(project->file), node);
	made->mobilities = yaml_text(node, "register");
	made->targets = yaml_text(node, "targets");
	made->applications = yaml_text(node, "applications");
	made->staff = yaml_text(node, "staff");
	made->participant = yaml_text(node, "participant");
	made->start = yaml_text(node, "start");
	made->end = yaml_text(node, "end");
	made->as_of = yaml_text(node, "as_of");
	made->on_track = yaml_number(node, "on_track", 0.95);
	made->behind = yaml_number(node, "behind", 0.8);
	made->pace = (int)yaml_number(node, "pace", 24);
	made->is_public = says(node, "counts", "public");
	fill_fields(made, yaml_find(node, "questions"));
	fill_answers(project, made, node);
	fill_indicators(project, made, yaml_find(node, "indicators"));
	fill_rules(project, made, yaml_find(node, "rules"));
	project->programme = made;
}

/* ---- check ---- */

static void check_source(const struct project *project, const char *name,
			 const char *what, struct problems *problems)
{
	const struct project_programme *programme = project->programme;
	const struct project_source *source;

	if (!name)
		return;
	source = source_named(project, name);
	if (!source)
		problems_add(problems, ERROR_PROJECT, programme->where,
			     "name one of 'sources'", "no source '%s' for '%s'",
			     name, what);
	else if (source->kind != SOURCE_REGISTER)
		problems_add(problems, ERROR_PROJECT, programme->where,
			     "add 'kind: register' to that source",
			     "the rows of '%s', which 'programme' takes for "
			     "'%s', are no respondents",
			     name, what);
}

/* ISO dates compare as texts. */
static void check_dates(const struct project_programme *programme,
			struct problems *problems)
{
	if (!programme->start || !programme->end)
		return;
	if (strcmp(programme->start, programme->end) >= 0)
		problems_add(problems, ERROR_PROJECT, programme->where,
			     "give 'end' a later day than 'start'",
			     "the programme ends on %s, before it starts",
			     programme->end);
	if (programme->as_of && strcmp(programme->as_of, programme->start) < 0)
		problems_add(problems, ERROR_PROJECT, programme->where,
			     "give 'as_of' a day of the programme",
			     "on %s the programme has not started",
			     programme->as_of);
	if (programme->behind > programme->on_track)
		problems_add(problems, ERROR_PROJECT, programme->where,
			     "give 'behind' a smaller share than 'on_track'",
			     "what is on track cannot be behind");
}

static void check_indicators(const struct project_programme *programme,
			     struct problems *problems)
{
	for (size_t i = 0; i < programme->n_indicators; i++) {
		const struct programme_indicator *one =
			&programme->indicators[i];

		if (one->measure >= PROGRAMME_MEAN && !one->of &&
		    one->measure != PROGRAMME_RETURN)
			problems_add(problems, ERROR_PROJECT, one->where,
				     "add 'of: QUESTION'",
				     "the indicator '%s' does not say of what",
				     one->name ? one->name : "");
		for (size_t j = 0; j < i; j++)
			if (one->name && programme->indicators[j].name &&
			    strcmp(one->name, programme->indicators[j].name) ==
				    0)
				problems_add(problems, ERROR_PROJECT,
					     one->where,
					     "give each indicator a name of "
					     "its own",
					     "a second indicator is called "
					     "'%s'",
					     one->name);
	}
}

static bool has_grouping(const struct project_programme *programme,
			 const char *name)
{
	for (size_t i = 0; i < programme->n_by; i++)
		if (strcmp(programme->by[i], name) == 0)
			return true;
	return false;
}

static void check_rule(const struct project_programme *programme,
		       const struct programme_rule *rule,
		       struct problems *problems)
{
	if (rule->by && rule->kind != PROGRAMME_RULE_CHANGE &&
	    rule->kind != PROGRAMME_RULE_RETURN &&
	    !has_grouping(programme, rule->by))
		problems_add(problems, ERROR_PROJECT, rule->where,
			     "add it to 'by' of 'programme'",
			     "the programme is not looked at by '%s'",
			     rule->by);
	if (rule->kind == PROGRAMME_RULE_OUTCOME && !rule->of)
		problems_add(problems, ERROR_PROJECT, rule->where,
			     "add 'of: OUTCOME'",
			     "the rule '%s' does not say of which outcome",
			     rule->name ? rule->name : "");
	if (rule->kind != PROGRAMME_RULE_CHANGE &&
	    rule->kind != PROGRAMME_RULE_INDICATOR && isnan(rule->below) &&
	    isnan(rule->above))
		problems_add(problems, ERROR_PROJECT, rule->where,
			     "add 'below: 0.9' or 'above: 1.2'",
			     "the rule '%s' says no limit",
			     rule->name ? rule->name : "");
}

static void check_rules(const struct project_programme *programme,
			struct problems *problems)
{
	for (size_t i = 0; i < programme->n_rules; i++) {
		const struct programme_rule *rule = &programme->rules[i];

		check_rule(programme, rule, problems);
		for (size_t j = 0; j < i; j++)
			if (rule->name && programme->rules[j].name &&
			    strcmp(rule->name, programme->rules[j].name) == 0)
				problems_add(problems, ERROR_PROJECT,
					     rule->where,
					     "give each rule a name of its own",
					     "a second rule is called '%s'",
					     rule->name);
	}
}

void project_programme_check(const struct project *project,
			     struct problems *problems)
{
	const struct project_programme *programme = project->programme;

	if (!programme)
		return;
	check_source(project, programme->mobilities, "register", problems);
	check_source(project, programme->targets, "targets", problems);
	check_source(project, programme->applications, "applications",
		     problems);
	check_source(project, programme->staff, "staff", problems);
	check_dates(programme, problems);
	check_indicators(programme, problems);
	check_rules(programme, problems);
}
