#include "pipeline/run/project.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/dialect_words.h"
#include "pipeline/run/problems.h"
#include "pipeline/run/project_check.h"
#include "pipeline/run/project_keys.h"
#include "pipeline/run/project_places.h"
#include "pipeline/run/project_rules.h"
#include "pipeline/run/project_skills.h"
#include "pipeline/run/translations.h"
#include "pipeline/run/yaml.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

static const char *path_at(const struct project *project,
			   const struct yaml *map, const char *key)
{
	const char *text = yaml_text(map, key);

	return text ? file_join(project, project->folder, text) : NULL;
}

static void fill_renames(const struct project *project,
			 struct project_source *source, const struct yaml *node)
{
	const struct yaml *rename = yaml_find(node, "rename");
	size_t n = rename ? rename->n_items : 0;

	source->rename_from = memory_array(project, const char *, n);
	source->rename_to = memory_array(project, const char *, n);
	source->n_renames = n;
	for (size_t i = 0; i < n; i++) {
		source->rename_from[i] = rename->items[i]->key;
		source->rename_to[i] = rename->items[i]->text;
	}
}

static void add_identifier(const struct project *project,
			   struct project_source *source, const char *column,
			   enum guard_action action)
{
	struct guard_rule rule = { .column = column, .action = action };

	memory_append(project, source->identifiers, struct guard_rule,
		      source->n_identifiers, rule);
}

/* One word for what is found, columns, or columns with a word for each. */
static void fill_identifiers(const struct project *project,
			     struct project_source *source,
			     const struct yaml *node)
{
	const struct yaml *item = yaml_find(node, "identifiers");
	size_t n;
	const char **columns = yaml_texts(project, node, "identifiers", &n);

	/* What stands in a list of services is there to be found. */
	source->recognised =
		source_is_mapping(source) ? GUARD_KEEP : GUARD_PSEUDONYM;
	if (!item)
		return;
	if (item->kind == YAML_TEXT &&
	    guard_action_named(item->text) != GUARD_ACTIONS) {
		source->recognised = guard_action_named(item->text);
		return;
	}
	if (item->kind == YAML_MAP) {
		for (size_t i = 0; i < item->n_items; i++)
			add_identifier(
				project, source, item->items[i]->key,
				guard_action_named(item->items[i]->text));
		return;
	}
	for (size_t i = 0; i < n; i++)
		add_identifier(project, source, columns[i], GUARD_PSEUDONYM);
}

/* The keys have been checked: what is no such word is told elsewhere. */
static void fill_dialect(struct project_source *source, const struct yaml *node)
{
	static const char *const keys[] = {
		"encoding",     "delimiter",      "quote", "escape", "decimal",
		"header_lines", "preamble_lines", "sheet", "layout"
	};

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		const char *text = yaml_text(node, keys[i]);

		if (text)
			dialect_fix(&source->dialect, keys[i], text);
	}
}

static bool is_spss(const char *pattern)
{
	const char *ending = strrchr(pattern, '.');

	return ending &&
	       (!strcasecmp(ending, ".sav") || !strcasecmp(ending, ".zsav"));
}

/* SPSS files are their own codebook: the first speaks for all. */
static const char *codebook_at(const struct project *project,
			       const struct project_source *source,
			       const struct yaml *node)
{
	const char *path = path_at(project, node, "codebook");
	struct file_list files = { 0 };
	struct error error = { 0 };

	if (path || !source->n_patterns || !is_spss(source->patterns[0]) ||
	    file_glob(project, project->folder, source->patterns[0], &files,
		      &error) < 0)
		return path;
	return files.n ? files.paths[0] : NULL;
}

static void fill_source(const struct project *project,
			struct project_source *source, const struct yaml *node)
{
	const char *pattern = yaml_text(yaml_find(node, "wave"), "filename");

	source->name = node->key;
	source->where = yaml_where(project, file_name(project->file), node);
	source->titles =
		translations_at(project, node, "title", &source->n_titles);
	source->patterns =
		yaml_texts(project, node, "files", &source->n_patterns);
	source->codebook = codebook_at(project, source, node);
	source->respondent = yaml_text(node, "respondent");
	source->wave = yaml_text(node, "wave");
	source->instrument = yaml_text(node, "instrument");
	source->wave_pattern =
		pattern ? schema_pattern(project, pattern) : NULL;
	fill_dialect(source, node);
	source->platform = yaml_text(node, "platform");
	source->date_order = yaml_text(node, "date_order");
	source->missing =
		yaml_texts(project, node, "missing", &source->n_missing);
	fill_renames(project, source, node);
	project_places_source(project, source, node);
	fill_identifiers(project, source, node);
}

static void fill_sources(struct project *project)
{
	const struct yaml *sources = yaml_find(project->tree, "sources");

	project->n_sources = sources ? sources->n_items : 0;
	project->sources = memory_array(project, struct project_source,
					project->n_sources);
	for (size_t i = 0; i < project->n_sources; i++)
		fill_source(project, &project->sources[i], sources->items[i]);
}

static void fill_attention(const struct project *project,
			   struct project_quality *quality,
			   const struct yaml *checks)
{
	size_t n = checks ? checks->n_items : 0;

	quality->attention_question = memory_array(project, const char *, n);
	quality->attention_answer = memory_array(project, const char *, n);
	quality->n_attention = n;
	for (size_t i = 0; i < n; i++) {
		quality->attention_question[i] = checks->items[i]->key;
		quality->attention_answer[i] = checks->items[i]->text;
	}
}

static void fill_quality(struct project *project)
{
	const struct yaml *node = yaml_find(project->tree, "quality");
	struct project_quality *quality = &project->quality;

	if (node)
		quality->where =
			yaml_where(project, file_name(project->file), node);
	quality->exclude =
		yaml_texts(project, node, "exclude", &quality->n_exclude);
	quality->least_items = (int)yaml_number(node, "least_items", 10);
	quality->longest_run = yaml_number(node, "longest_run", 0.5);
	quality->least_spread = yaml_number(node, "least_spread", 0.05);
	quality->speed = yaml_number(node, "speed", 1.0 / 3);
	quality->outlier = yaml_number(node, "outlier", 3.5);
	fill_attention(project, quality, yaml_find(node, "attention"));
}

static const char *template_path(const struct project *project,
				 const char *name)
{
	char *file = memory_format(project, "templates/%s.md", name);
	char *own = file_join(project, project->folder, file);

	return file_exists(own) ? own : file_resource(project, file);
}

static void fill_reports(struct project *project)
{
	const struct yaml *reports = yaml_find(project->tree, "reports");

	project->n_reports = reports ? reports->n_items : 0;
	project->reports = memory_array(project, struct project_report,
					project->n_reports);
	for (size_t i = 0; i < project->n_reports; i++) {
		const struct yaml *node = reports->items[i];
		struct project_report *report = &project->reports[i];
		report->where =
			yaml_where(project, file_name(project->file), node);
		report->template_name = yaml_text(node, "template");
		if (report->template_name)
			report->template_path =
				template_path(project, report->template_name);
		report->languages = yaml_texts(project, node, "languages",
					       &report->n_languages);
		if (!report->n_languages) {
			report->languages = project->languages;
			report->n_languages = project->n_languages;
		}
	}
}

/* The reproducible-builds convention: the day as if it were today. */
static const char *environment_date(const void *ctx)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	char *end, day[11];
	struct tm calendar;

	if (!epoch || !*epoch)
		return NULL;
	time_t seconds = (time_t)strtoll(epoch, &end, 10);
	if (*end || !gmtime_r(&seconds, &calendar) ||
	    strftime(day, sizeof(day), "%Y-%m-%d", &calendar) != 10)
		return NULL;
	return memory_text(ctx, day);
}

/* A date from outside becomes part of the tree, so that fingerprints see it. */
static void fill_date(struct project *project, struct yaml *about)
{
	project->date = yaml_text(about, "date");
	if (project->date || !about || about->kind != YAML_MAP)
		return;
	project->date = environment_date(project);
	if (project->date)
		yaml_set(about, "date", project->date);
}

static void fill_about(struct project *project)
{
	struct yaml *about = yaml_find(project->tree, "project");
	const char *synthetic = yaml_text(about, "synthetic");

	project->id = yaml_text(about, "id");
	project->titles =
		translations_at(project, about, "title", &project->n_titles);
	project->subtitles = translations_at(project, about, "subtitle",
					     &project->n_subtitles);
	project->funding =
		translations_at(project, about, "funding", &project->n_funding);
	project->organisations = translations_at(project, about, "organisation",
						 &project->n_organisations);
	project->authors =
		translations_at(project, about, "author", &project->n_authors);
	project->wave = yaml_text(about, "wave");
	project->emblem = path_at(project, about, "emblem");
	project->is_synthetic = synthetic && schema_yes(synthetic);
	project->languages =
		yaml_texts(project, about, "languages", &project->n_languages);
	if (!project->n_languages)
		memory_append(project, project->languages, const char *,
			      project->n_languages, "en");
	fill_date(project, about);
}

static void fill_folders(struct project *project)
{
	const char *output = yaml_text(project->tree, "output");
	const char *work = yaml_text(project->tree, "work");

	output = file_climb(project, project->folder,
			    output ? output : "reports");
	project->output =
		file_join(project, output, project->id ? project->id : "");
	project->work =
		file_climb(project, project->folder, work ? work : ".divario");
}

static void fill(struct project *project)
{
	const struct yaml *tree = project->tree;

	fill_about(project);
	fill_folders(project);
	fill_sources(project);
	project_weights_fill(project);
	project_skills_fill(project);
	project_profile_fill(project);
	project->threshold =
		(int)yaml_number(yaml_find(tree, "disclosure"), "threshold", 5);
	project->quarantine_limit =
		yaml_number(yaml_find(tree, "limits"), "quarantine", 0.05);
	project->key_file =
		path_at(project, yaml_find(tree, "pseudonyms"), "key");
	project->names_file =
		path_at(project, yaml_find(tree, "pseudonyms"), "names");
	project->open_answers = yaml_texts(project, tree, "open_answers",
					   &project->n_open_answers);
	project_instruments_fill(project);
	project_change_fill(project);
	project_personas_fill(project);
	project_programme_fill(project);
	project_tests_fill(project);
	project_training_fill(project);
	project_territory_fill(project);
	project_network_fill(project);
	project_transition_fill(project);
	project_coding_fill(project);
	project_inventory_fill(project);
	project_rules_fill(project);
	fill_quality(project);
	project_places_fill(project);
	fill_reports(project);
}

/* Absolute folder and file, whichever of the two PATH names. */
static int locate(struct project *project, const char *path,
		  struct error *error)
{
	char *resolved = realpath(path, NULL);

	if (!resolved)
		return error_system(error, path,
				    "name a project folder, or make one with "
				    "'divario init answers.csv'",
				    "no such project folder");
	if (file_is_folder(resolved)) {
		project->folder = memory_text(project, resolved);
		project->file = file_join(project, resolved, "project.yaml");
	} else {
		const char *slash = strrchr(resolved, '/');
		project->file = memory_text(project, resolved);
		project->folder = memory_text_n(
			project, resolved,
			slash > resolved ? (size_t)(slash - resolved) : 1);
	}
	free(resolved);
	if (!file_exists(project->file))
		return error_set(error, ERROR_PROJECT, path,
				 "name a folder with a project.yaml, or make "
				 "one with 'divario init answers.csv'",
				 "no project.yaml in this folder");
	return 0;
}

static int read_tree(struct project *project, const char *path,
		     struct error *error)
{
	if (locate(project, path, error) < 0)
		return error->code = ERROR_PROJECT, -1;
	if (yaml_load(project, project->file, &project->tree, error) < 0)
		return -1;
	if (project->tree->kind != YAML_MAP)
		return error_set(error, ERROR_PROJECT, file_name(project->file),
				 "begin with the line 'divario: 1'",
				 "the file holds no keys");
	return 0;
}

void project_inspect(const void *ctx, const char *folder,
		     struct project **project, struct problems *problems)
{
	struct project *loaded = memory_new(ctx, struct project);
	struct error error = { 0 };

	*project = NULL;
	if (read_tree(loaded, folder, &error) < 0) {
		problems_take(problems, &error);
		talloc_free(loaded);
		return;
	}
	schema_check(project_keys, loaded->tree, file_name(loaded->file),
		     problems);
	if (problems->n) {
		talloc_free(loaded);
		return;
	}
	fill(loaded);
	project_check(loaded, problems);
	*project = loaded;
}

int project_load(const void *ctx, const char *folder, struct project **project,
		 struct error *error)
{
	struct problems *problems = problems_new(NULL);

	project_inspect(ctx, folder, project, problems);
	int result = problems_first(problems, error);
	if (result < 0)
		TALLOC_FREE(*project);
	talloc_free(problems);
	return result;
}

const char *project_part(const struct project *project, const char *key)
{
	return yaml_canonical(project, yaml_at(project->tree, key));
}

char *project_published_file(const void *ctx, const struct project *project)
{
	return file_join(ctx, project->output, PROJECT_PUBLISHED);
}
