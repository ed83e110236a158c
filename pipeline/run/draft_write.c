#include "pipeline/run/draft_private.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <libgen.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { GROUPINGS = 3, GROUP_CHOICES = 15, CHART_LINES = 24 };

static void add(char **text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void add(char **text, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	*text = memory_check(talloc_vasprintf_append(*text, format, args));
	va_end(args);
}

/* A CSV cell, quoted where it must be. */
static char *cell(const struct draft *draft, const char *text)
{
	char *quoted;

	if (!text[strcspn(text, ",;\"\r\n\t")] && text[0] != ' ')
		return memory_text(draft, text);
	quoted = memory_text(draft, "\"");
	for (; *text; text++)
		add(&quoted, *text == '"' ? "\"\"" : "%c", *text);
	add(&quoted, "\"");
	return quoted;
}

/* A YAML text in double quotes. */
static char *quote(const struct draft *draft, const char *text)
{
	char *quoted = memory_text(draft, "\"");

	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			add(&quoted, "\\%c", c);
		else if (c < ' ')
			add(&quoted, "\\x%02X", c);
		else
			add(&quoted, "%c", c);
	}
	add(&quoted, "\"");
	return quoted;
}

static const char *language_name(const char *code)
{
	return !strcmp(code, "it") ? "Italiano" : "English";
}

static char *label_heading(const struct draft *draft, const char *base)
{
	return memory_format(draft, "%s::%s (%s)", base,
			     language_name(draft->language), draft->language);
}

static void add_question(struct draft *draft, char **text, size_t index)
{
	const struct draft_column *column = &draft->columns[index];
	const char *type =
		column->why ? "note" : question_type_name(column->type);
	const char *bounds = "";

	if (column->list >= 0 && !column->why)
		type = memory_format(draft, "%s %s%s", type,
				     draft->lists[column->list].name,
				     column->has_other ? " or_other" : "");
	else if (column->is_number && !column->why && !column->is_cut)
		bounds = memory_format(
			draft, ". >= %s and . <= %s",
			text_number_exact(draft, column->minimum),
			text_number_exact(draft, column->maximum));
	add(text, "%s,%s,%s,%s,%s\n", type, column->name,
	    cell(draft, column->label), bounds, column->why ? column->why : "");
	draft->report->n_questions += !column->why;
}

static char *make_survey(struct draft *draft)
{
	char *text = memory_format(draft, "type,name,%s,constraint,guess\n",
				   label_heading(draft, "label"));

	for (size_t i = 0; i < draft->n_columns; i++)
		if (draft->columns[i].why || draft_is_question(draft, i))
			add_question(draft, &text, i);
	return text;
}

static const char *missing_of(const struct draft_list *list,
			      const struct draft_choice *choice)
{
	if (choice->missing)
		return choice->missing;
	return list->is_scale && draft_is_no_answer(choice->number)
		       ? missing_name(MISSING_SKIPPED)
		       : "";
}

static char *make_choices(struct draft *draft)
{
	char *text = memory_format(draft, "list_name,name,%s,missing,value\n",
				   label_heading(draft, "label"));

	for (size_t i = 0; i < draft->n_lists; i++) {
		const struct draft_list *list = &draft->lists[i];

		for (size_t j = 0; list->n_users && j < list->n_choices; j++)
			add(&text, "%s,%s,%s,%s,\n", list->name,
			    list->choices[j].name,
			    cell(draft, list->choices[j].label),
			    missing_of(list, &list->choices[j]));
	}
	return text;
}

static char *make_framework(struct draft *draft)
{
	char *text = memory_format(draft, "skill,area,%s,%s\n",
				   label_heading(draft, "label"),
				   label_heading(draft, "area_label"));

	for (size_t i = 0; i < draft->n_skills; i++)
		add(&text, "%s,,%s,\n", draft->skills[i].name,
		    cell(draft, draft->skills[i].label));
	return text;
}

static char *make_settings(struct draft *draft, const char *title)
{
	return memory_format(draft, "form_title,default_language\n%s,%s (%s)\n",
			     cell(draft, title), language_name(draft->language),
			     draft->language);
}

/* The path TO as seen from the folder FROM; both absolute. */
static char *relative_path(const void *ctx, const char *from, const char *to)
{
	size_t common = 0, i = 0;
	char *path = memory_text(ctx, "");

	for (; from[i] && from[i] == to[i]; i++)
		if (from[i] == '/')
			common = i + 1;
	bool is_inside = !from[i] && to[i] == '/';
	if (is_inside)
		common = i + 1;
	for (const char *rest = from + (is_inside ? i : common); *rest;) {
		add(&path, "../");
		rest = strchrnul(rest, '/');
		rest += *rest == '/';
	}
	add(&path, "%s", to + common);
	return path;
}

/* So that the name means that one file. */
static char *as_pattern(const void *ctx, const char *path)
{
	char *pattern = memory_text(ctx, "");

	for (; *path; path++)
		add(&pattern, strchr("*?[\\", *path) ? "\\%c" : "%c", *path);
	return pattern;
}

static bool is_skill_column(const struct draft *draft, const char *name)
{
	const char *const patterns[] = { draft->current, draft->required,
					 draft->future };

	for (size_t i = 0; i < 3 && draft->current; i++) {
		const char *mark =
			patterns[i] ? strstr(patterns[i], "{skill}") : NULL;

		if (mark &&
		    !strncmp(name, patterns[i], (size_t)(mark - patterns[i])) &&
		    strlen(name) > strlen(mark + 7) &&
		    !strcmp(name + strlen(name) - strlen(mark + 7), mark + 7))
			return true;
	}
	return false;
}

static char *list_groupings(struct draft *draft)
{
	char *text = memory_text(draft, "");
	size_t n = 0;

	for (size_t i = 0; i < draft->n_columns && n < GROUPINGS; i++) {
		const struct draft_column *column = &draft->columns[i];

		if (!draft_is_question(draft, i) ||
		    column->type != QUESTION_SELECT_ONE || column->list < 0 ||
		    draft->lists[column->list].is_scale ||
		    draft->lists[column->list].n_choices < 2 ||
		    draft->lists[column->list].n_choices > GROUP_CHOICES ||
		    is_skill_column(draft, column->name))
			continue;
		add(&text, "%s%s", n++ ? ", " : "", column->name);
	}
	return text;
}

static void add_skills(struct draft *draft, char **text)
{
	if (!draft->n_skills)
		return;
	add(text,
	    "  # What people can do against what is asked of them.\n"
	    "  skills:\n    framework: framework.csv\n"
	    "    current: \"%s\"\n    required: \"%s\"\n",
	    draft->current, draft->required);
	if (draft->future)
		add(text, "    future: \"%s\"\n", draft->future);
	add(text, "    by: [%s]            # compare these groups\n",
	    list_groupings(draft));
}

/* Lines that the question's answers take in a chart. */
static size_t chart_lines(const struct draft *draft,
			  const struct draft_column *column)
{
	enum { LINE = 36 };
	size_t n = 0;

	if (column->list < 0)
		return 0;
	for (size_t i = 0; i < draft->lists[column->list].n_choices; i++)
		n += 1 +
		     strlen(draft->lists[column->list].choices[i].label) / LINE;
	return n;
}

static bool is_described(const struct draft *draft, size_t index)
{
	const struct draft_column *column = &draft->columns[index];

	return draft_is_question(draft, index) &&
	       column->type != QUESTION_TEXT && column->type != QUESTION_DATE &&
	       column->type != QUESTION_TIME &&
	       column->type != QUESTION_DATETIME &&
	       chart_lines(draft, column) <= CHART_LINES;
}

/* Questions with a page of answers are left out of the description. */
static void add_profile(struct draft *draft, char **text)
{
	char *names = memory_text(draft, "");
	size_t n_long = 0, n = 0;

	for (size_t i = 0; i < draft->n_columns; i++) {
		n_long += chart_lines(draft, &draft->columns[i]) > CHART_LINES;
		if (is_described(draft, i))
			add(&names, "%s%s", n++ ? ", " : "",
			    draft->columns[i].name);
	}
	if (n_long && n)
		add(text,
		    "  # Questions to describe; left out: those with more "
		    "answers than a chart holds.\n"
		    "  profile:\n    questions: [%s]\n",
		    names);
}

static void add_analyses(struct draft *draft, char **text)
{
	char *parts = memory_text(draft, "");

	add_skills(draft, &parts);
	add_profile(draft, &parts);
	if (*parts)
		add(text, "\nanalyses:\n%s", parts);
}

/* Its name is not the heading, nor will its label find it. */
static bool needs_rename(const struct draft *draft, size_t index)
{
	const struct draft_column *column = &draft->columns[index];
	char *key;
	bool is_twin = false;

	if (!strcmp(column->name, column->heading) || column->family >= 0 ||
	    column->is_coded)
		return false;
	if (strcmp(column->label, column->heading) ||
	    strchr(column->heading, '#'))
		return true;
	key = text_key(NULL, column->label);
	for (size_t i = 0; i < draft->n_columns && !is_twin; i++)
		is_twin = i != index &&
			  !strcmp(key, text_key(key, draft->columns[i].label));
	talloc_free(key);
	return is_twin;
}

/* "question[choice]" */
static const char *choice_of(const struct draft *draft,
			     const struct draft_column *column)
{
	const struct draft_column *first = &draft->columns[column->family];
	const struct draft_list *list = &draft->lists[first->list];
	size_t i = 0;

	while (i + 1 < list->n_choices &&
	       strcmp(list->choices[i].label, column->option_label) != 0)
		i++;
	return memory_format(draft, "\"%s[%s]\"", first->name,
			     list->choices[i].name);
}

/* What the codebook has for a column, as match.h understands it. */
static const char *target_of(const struct draft *draft, size_t index)
{
	const struct draft_column *column = &draft->columns[index];

	if (column->family >= 0 && column->is_loose)
		return choice_of(draft, column);
	return needs_rename(draft, index) ? column->name : NULL;
}

static void add_renames(struct draft *draft, char **text)
{
	bool has_any = false;

	for (size_t i = 0; i < draft->n_columns; i++) {
		const char *target = target_of(draft, i);

		if (!target)
			continue;
		if (!has_any)
			add(text, "    rename:                # heading in the "
				  "file: question of the codebook\n");
		has_any = true;
		add(text, "      %s: %s\n",
		    quote(draft, draft->columns[i].heading), target);
	}
}

static void add_source(struct draft *draft, char **text, const char *file)
{
	add(text,
	    "\n# Where the answers come from.  files may name several, and\n"
	    "# patterns such as answers-*.csv, one file a wave.\n"
	    "sources:\n  answers:\n    kind: questionnaire\n"
	    "    files: %s\n"
	    "    codebook: codebook       # survey.csv, choices.csv, "
	    "settings.csv\n",
	    quote(draft, file));
	if (draft->respondent >= 0)
		add(text,
		    "    respondent: %s     # the last of several "
		    "submissions counts\n",
		    quote(draft, draft->columns[draft->respondent].heading));
	if (draft->n_missing)
		add(text, "    missing: [");
	for (size_t i = 0; i < draft->n_missing; i++)
		add(text, "%s%s%s", i ? ", " : "",
		    quote(draft, draft->missing[i]),
		    i + 1 < draft->n_missing ? "" : "]\n");
	add_renames(draft, text);
}

static char *make_project(struct draft *draft, const char *id,
			  const char *title, const char *file)
{
	char *text = memory_format(
		draft,
		"# Drafted by 'divario init': correct what was guessed wrongly."
		"\ndivario: 1\nproject:\n  id: %s\n  title: %s\n"
		"  languages: [%s]          # one report each\n",
		quote(draft, id), quote(draft, title), draft->language);

	add_source(draft, &text, file);
	add_analyses(draft, &text);
	add(&text,
	    "\n# Groups smaller than this are never shown.\n"
	    "disclosure: {threshold: 5}\n\nreports:\n  - {template: %s}\n",
	    draft->n_skills ? "skill-gap" : "profile");
	return text;
}

static int write_one(struct draft *draft, const char *folder, const char *name,
		     const char *text, struct error *error)
{
	struct draft_report *report = draft->report;

	memory_append(report, report->files, const char *, report->n_files,
		      memory_text(report, name));
	return file_write(file_join(draft, folder, name), text, strlen(text),
			  error);
}

/* "2019 Survey_answers.csv" as "2019 Survey answers". */
static char *make_title(const struct draft *draft)
{
	char *title = memory_text(draft, file_name(draft->csv));
	char *dot = strrchr(title, '.');

	if (dot && dot != title)
		*dot = '\0';
	for (char *c = title; *c; c++)
		*c = *c == '_' ? ' ' : *c;
	return title;
}

/* Absolute, whether or not the folder is there yet. */
static char *absolute(const void *ctx, const char *path)
{
	char real[PATH_MAX], copy[PATH_MAX];

	if (realpath(path, real))
		return memory_text(ctx, real);
	if (strlen(path) >= sizeof copy)
		return memory_text(ctx, path);
	strcpy(copy, path);
	return file_join(ctx, absolute(ctx, dirname(copy)), file_name(path));
}

int draft_write(struct draft *draft, const char *folder, struct error *error)
{
	char *whole = absolute(draft, folder);
	char *title = make_title(draft);
	char *id = text_slug(draft, file_name(whole));
	char *file =
		as_pattern(draft, relative_path(draft, whole,
						absolute(draft, draft->csv)));
	char *project = make_project(draft, *id ? id : "survey", title, file);

	if (write_one(draft, folder, "codebook/survey.csv", make_survey(draft),
		      error) < 0 ||
	    write_one(draft, folder, "codebook/choices.csv",
		      make_choices(draft), error) < 0 ||
	    write_one(draft, folder, "codebook/settings.csv",
		      make_settings(draft, title), error) < 0)
		return -1;
	if (draft->n_skills && write_one(draft, folder, "framework.csv",
					 make_framework(draft), error) < 0)
		return -1;
	/* Last: it is what makes the folder a project. */
	return write_one(draft, folder, "project.yaml", project, error);
}
