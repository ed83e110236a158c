#include "pipeline/run/project_check.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/encoding.h"
#include "pipeline/data/platform.h"
#include "pipeline/run/project_places.h"
#include "pipeline/run/project_rules.h"
#include "pipeline/run/yaml.h"

#include <string.h>

const char *project_where(const struct project *project, const char *path)
{
	const struct yaml *node = yaml_at(project->tree, path);
	const char *file = file_name(project->file);

	return node ? yaml_where_value(project, file, node)
		    : memory_text(project, file);
}

static const char *where_in(const struct project *project, const char *group,
			    const char *name, const char *key)
{
	const struct yaml *node =
		yaml_find(yaml_find(yaml_at(project->tree, group), name), key);

	return node ? yaml_where_value(project, file_name(project->file), node)
		    : file_name(project->file);
}

static void check_files(const struct project *project,
			const struct project_source *source,
			struct problems *problems)
{
	const char *where = where_in(project, "sources", source->name, "files");
	struct error error = { 0 };

	for (size_t i = 0; i < source->n_patterns; i++) {
		struct file_list list = { 0 };
		if (file_glob(project, project->folder, source->patterns[i],
			      &list, &error) < 0)
			problems_take(problems, &error);
		else if (!list.n)
			problems_add(problems, ERROR_PROJECT, where,
				     "correct the name, or put the file there "
				     "(names are relative to the project "
				     "folder)",
				     "no file matches '%s'",
				     source->patterns[i]);
	}
}

/* A pseudonym needs no more than to be told apart; nothing tells nobody. */
static void check_identifiers(const struct project *project,
			      const struct project_source *source,
			      struct problems *problems)
{
	const char *where =
		where_in(project, "sources", source->name, "identifiers");

	for (size_t i = 0; i < source->n_identifiers; i++) {
		const struct guard_rule *rule = &source->identifiers[i];

		if (rule->action == GUARD_ACTIONS)
			problems_add(problems, ERROR_PROJECT, where,
				     "write pseudonym, drop or keep",
				     "it is not said what becomes of '%s'",
				     rule->column);
		else if (rule->action == GUARD_DROP && source->respondent &&
			 !strcmp(rule->column, source->respondent))
			problems_add(problems, ERROR_PROJECT, where,
				     "write pseudonym, or take 'respondent' "
				     "out",
				     "'%s' cannot be dropped: it tells "
				     "respondents apart",
				     rule->column);
	}
}

static void check_platform(const struct project *project,
			   const struct project_source *source,
			   struct problems *problems)
{
	const char **names = platform_names(project);
	char *known = memory_text(project, "write ");

	if (!source->platform || platform_can_say(source->platform))
		return;
	for (size_t i = 0; names[i]; i++)
		known = memory_check(talloc_asprintf_append(
			known, "%s%s", i ? ", " : "", names[i]));
	problems_add(problems, ERROR_PROJECT,
		     where_in(project, "sources", source->name, "platform"),
		     memory_format(project, "%s or none", known),
		     "unknown platform '%s'", source->platform);
}

static void check_source(const struct project *project,
			 const struct project_source *source,
			 struct problems *problems)
{
	struct encoding encoding = { 0 };

	check_files(project, source, problems);
	if (source->dialect.encoding &&
	    !encoding_named(source->dialect.encoding, &encoding))
		problems_add(
			problems, ERROR_PROJECT,
			where_in(project, "sources", source->name, "encoding"),
			"write utf-8, windows-1252 or another name that "
			"'iconv -l' lists",
			"unknown encoding '%s'", source->dialect.encoding);
	check_platform(project, source, problems);
	check_identifiers(project, source, problems);
	if (source_is_mapping(source))
		return;
	if (!source->codebook)
		problems_add(problems, ERROR_PROJECT, source->where,
			     "folder with survey.csv, choices.csv, "
			     "settings.csv, or an XLSForm (.xlsx), REDCap "
			     "dictionary (.csv), LimeSurvey structure (.lss, "
			     ".txt)",
			     "key 'codebook' is missing in %s", source->name);
	else if (!file_exists(source->codebook))
		problems_add(
			problems, ERROR_PROJECT,
			where_in(project, "sources", source->name, "codebook"),
			"name a folder with survey.csv and choices.csv, or an "
			"XLSForm (.xlsx), a REDCap dictionary (.csv) or a "
			"LimeSurvey structure (.lss, .txt)",
			"no codebook '%s'", source->codebook);
}

static void check_quality(const struct project *project,
			  struct problems *problems)
{
	static const char *const marks[] = {
		"straight_lining", "low_variation",  "speeder",
		"duplicate",       "near_duplicate", "impossible",
		"outlier",         "attention",      "test",
		"incomplete",
	};
	const struct project_quality *quality = &project->quality;

	for (size_t i = 0; i < quality->n_exclude; i++) {
		size_t j = 0;

		while (j < sizeof marks / sizeof *marks &&
		       strcmp(marks[j], quality->exclude[i]) != 0)
			j++;
		if (j == sizeof marks / sizeof *marks)
			problems_add(problems, ERROR_PROJECT,
				     project_where(project, "quality.exclude"),
				     "write straight_lining, low_variation, "
				     "speeder, duplicate, near_duplicate, "
				     "impossible, outlier, attention, test or "
				     "incomplete",
				     "there is no mark '%s'",
				     quality->exclude[i]);
	}
}

static void check_pattern(const struct project *project, const char *key,
			  const char *pattern, struct problems *problems)
{
	if (pattern && !strstr(pattern, "{skill}"))
		problems_add(problems, ERROR_PROJECT,
			     where_in(project, "analyses", "skills", key),
			     "write it as \"cur_{skill}\"",
			     "'%s' has no {skill} in it", pattern);
}

static void check_skills(const struct project *project,
			 struct problems *problems)
{
	const struct project_skills *skills = project->skills;

	if (!skills)
		return;
	if (!file_exists(skills->framework))
		problems_add(
			problems, ERROR_PROJECT,
			where_in(project, "analyses", "skills", "framework"),
			"name a CSV file with the columns skill, area, "
			"label::en, or digcomp-2.2 or digcomp-3.0",
			"no framework file '%s'", skills->framework);
	check_pattern(project, "current", skills->current, problems);
	check_pattern(project, "required", skills->required, problems);
	check_pattern(project, "future", skills->future, problems);
}

static bool has_language(const struct project *project, const char *language)
{
	if (strspn(language, "abcdefghijklmnopqrstuvwxyz") != strlen(language))
		return false;
	char *name = memory_format(NULL, "languages/%s.yaml", language);
	char *own = file_join(name, project->folder, name);
	bool is_there = file_exists(own) || file_resource(name, name);
	talloc_free(name);
	return is_there;
}

static void check_languages(const struct project *project, const char *where,
			    const char *const *languages, size_t n,
			    struct problems *problems)
{
	for (size_t i = 0; i < n; i++)
		if (!has_language(project, languages[i]))
			problems_add(problems, ERROR_PROJECT, where,
				     "write its two-letter code (en, it), and "
				     "add languages/CODE.yaml if divario does "
				     "not have it yet",
				     "unknown language '%s'", languages[i]);
}

static void check_report(const struct project *project,
			 const struct project_report *report,
			 struct problems *problems)
{
	if (report->languages != project->languages)
		check_languages(project, report->where, report->languages,
				report->n_languages, problems);
	if (!report->template_path)
		problems_add(problems, ERROR_PROJECT, report->where,
			     "put templates/NAME.md into the project folder, "
			     "or name a template that divario has",
			     "no template '%s'", report->template_name);
}

static void check_about(const struct project *project,
			struct problems *problems)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";

	if (strspn(project->id, letters) != strlen(project->id))
		problems_add(problems, ERROR_PROJECT,
			     project_where(project, "project.id"),
			     "use a-z, 0-9, _ and -: it names a folder",
			     "'%s' is no good as an id", project->id);
	check_languages(project, project_where(project, "project.languages"),
			project->languages, project->n_languages, problems);
	if (project->emblem && !file_exists(project->emblem))
		problems_add(problems, ERROR_PROJECT,
			     project_where(project, "project.emblem"),
			     "name a PNG file, relative to the project folder",
			     "no emblem file '%s'", project->emblem);
}

static bool is_within(const char *path, const char *folder)
{
	size_t length = strlen(folder);

	return !strncmp(path, folder, length) && path[length] == '/';
}

/* Whoever is given the store or the reports must not get the key with them. */
static void check_pseudonyms(const struct project *project,
			     struct problems *problems)
{
	char *key = file_climb(project, project->folder,
			       project_key_file(project, project));

	if (is_within(key, project->work) || is_within(key, project->output))
		problems_add(problems, ERROR_PROJECT,
			     project_where(project, "pseudonyms.key"),
			     "name a file elsewhere, which is not passed on",
			     "the key of the pseudonyms would lie in the "
			     "folder of the %s: '%s'",
			     is_within(key, project->work) ? "store"
							   : "reports",
			     key);
	if (project->names_file && !file_exists(project->names_file))
		problems_add(problems, ERROR_PROJECT,
			     project_where(project, "pseudonyms.names"),
			     "name a text file, one name a line, relative to "
			     "the project folder",
			     "no file of names '%s'", project->names_file);
}

void project_check(const struct project *project, struct problems *problems)
{
	check_about(project, problems);
	check_pseudonyms(project, problems);
	for (size_t i = 0; i < project->n_sources; i++)
		check_source(project, &project->sources[i], problems);
	project_rules_check(project, problems);
	project_places_check(project, problems);
	project_instruments_check(project, problems);
	project_change_check(project, problems);
	project_personas_check(project, problems);
	project_profile_check(project, problems);
	project_programme_check(project, problems);
	project_tests_check(project, problems);
	project_training_check(project, problems);
	project_territory_check(project, problems);
	project_network_check(project, problems);
	project_transition_check(project, problems);
	project_coding_check(project, problems);
	project_inventory_check(project, problems);
	check_quality(project, problems);
	check_skills(project, problems);
	project_weights_check(project, problems);
	for (size_t i = 0; i < project->n_reports; i++)
		check_report(project, &project->reports[i], problems);
}
