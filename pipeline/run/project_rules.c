#include "pipeline/run/project_rules.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/recode.h"
#include "pipeline/run/schema.h"
#include "pipeline/run/yaml.h"

#include <math.h>
#include <string.h>

/* The key that makes a rule what it is; minimum and maximum are one. */
static const struct {
	const char *key;
	enum rule_kind kind;
} kinds[] = {
	{ "minimum", RULE_RANGE },   { "maximum", RULE_RANGE },
	{ "pattern", RULE_PATTERN }, { "lookup", RULE_LOOKUP },
	{ "recode", RULE_RECODE },   { "when", RULE_CROSS },
};

enum { N_KINDS = sizeof kinds / sizeof *kinds };

static unsigned kinds_of(const struct yaml *node)
{
	unsigned mask = 0;

	for (size_t i = 0; i < N_KINDS; i++)
		if (yaml_find(node, kinds[i].key))
			mask |= 1U << kinds[i].kind;
	return mask;
}

static void fill_pairs(const struct project *project, struct rule *rule,
		       const struct yaml *recode)
{
	rule->n_pairs = recode ? recode->n_items : 0;
	rule->from = memory_array(project, const char *, rule->n_pairs);
	rule->to = memory_array(project, const char *, rule->n_pairs);
	for (size_t i = 0; i < rule->n_pairs; i++) {
		rule->from[i] = recode->items[i]->key;
		rule->to[i] = recode->items[i]->text;
	}
}

static void fill_rule(const struct project *project, struct rule *rule,
		      const struct yaml *node)
{
	const char *lookup = yaml_text(node, "lookup");
	const char *pattern = yaml_text(node, "pattern");

	for (size_t i = 0; i < N_KINDS; i++)
		if (yaml_find(node, kinds[i].key))
			rule->kind = kinds[i].kind;
	rule->name = yaml_text(node, "name");
	rule->reason = yaml_text(node, "reason");
	rule->where = yaml_where(project, file_name(project->file), node);
	rule->variables =
		yaml_texts(project, node,
			   rule->kind == RULE_CROSS ? "invalid" : "questions",
			   &rule->n_variables);
	rule->sources = yaml_texts(project, node, "sources", &rule->n_sources);
	rule->minimum = yaml_number(node, "minimum", (double)NAN);
	rule->maximum = yaml_number(node, "maximum", (double)NAN);
	rule->pattern = pattern ? schema_pattern(project, pattern) : NULL;
	rule->lookup =
		lookup ? file_join(project, project->folder, lookup) : NULL;
	rule->when = yaml_text(node, "when");
	fill_pairs(project, rule, yaml_find(node, "recode"));
}

void project_rules_fill(struct project *project)
{
	const struct yaml *rules = yaml_find(project->tree, "rules");

	project->n_rules = rules ? rules->n_items : 0;
	project->rules = memory_array(project, struct rule, project->n_rules);
	for (size_t i = 0; i < project->n_rules; i++)
		fill_rule(project, &project->rules[i], rules->items[i]);
}

/* ---- check ---- */

static void complain(const struct rule *rule, struct problems *problems,
		     const char *remedy, const char *what)
{
	problems_add(problems, ERROR_PROJECT, rule->where, remedy,
		     "the rule '%s' %s", rule->name, what);
}

static bool is_own_name(const char *name)
{
	for (int i = 0; i < RECODE_RULES; i++)
		if (!strcmp(recode_rule_name((enum recode_rule)i), name))
			return true;
	return false;
}

static void check_name(const struct project *project, size_t index,
		       struct problems *problems)
{
	const struct rule *rule = &project->rules[index];

	if (is_own_name(rule->name))
		complain(rule, problems, "give it another name",
			 "bears the name of one that divario has itself");
	for (size_t i = 0; i < index; i++)
		if (!strcmp(project->rules[i].name, rule->name))
			complain(rule, problems, "give it another name",
				 "bears the name of an earlier one");
}

static bool is_source(const struct project *project, const char *name)
{
	for (size_t i = 0; i < project->n_sources; i++)
		if (!strcmp(project->sources[i].name, name))
			return true;
	return false;
}

static void check_rule(const struct project *project, size_t index,
		       const struct yaml *node, struct problems *problems)
{
	const struct rule *rule = &project->rules[index];
	unsigned mask = kinds_of(node);

	check_name(project, index, problems);
	if (!mask || mask & (mask - 1))
		complain(rule, problems,
			 "give it one of: minimum and maximum, pattern, "
			 "lookup, recode, when",
			 mask ? "tests in two ways" : "does not say its test");
	else if (rule->kind != RULE_CROSS && !rule->n_variables)
		complain(rule, problems, "add 'questions: [...]'",
			 "does not say which questions it is for");
	if (rule->lookup && !file_exists(rule->lookup))
		complain(rule, problems,
			 "put a CSV file there with the columns value and, "
			 "if some are to be replaced, becomes",
			 "has no list: its file is not there");
	for (size_t i = 0; i < rule->n_sources; i++)
		if (!is_source(project, rule->sources[i]))
			complain(rule, problems, "name one of 'sources'",
				 "is for a source that does not exist");
}

void project_rules_check(const struct project *project,
			 struct problems *problems)
{
	const struct yaml *rules = yaml_find(project->tree, "rules");

	for (size_t i = 0; i < project->n_rules; i++)
		check_rule(project, i, rules->items[i], problems);
}
