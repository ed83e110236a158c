#include "pipeline/data/codebook.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/codebook_sheets.h"
#include "pipeline/data/translation.h"

#include <string.h>
#include <strings.h>

static const char *const missing_names[MISSING_KINDS] = {
	[MISSING_NOT_SHOWN] = "not_shown",
	[MISSING_SKIPPED] = "skipped",
	[MISSING_DONT_KNOW] = "dont_know",
	[MISSING_NOT_APPLICABLE] = "not_applicable",
	[MISSING_REFUSED] = "refused",
	[MISSING_INVALID] = "invalid",
};

const char *missing_name(enum missing_kind kind)
{
	return missing_names[kind];
}

static const char *const type_names[] = {
	[QUESTION_NOTE] = "note",
	[QUESTION_SELECT_ONE] = "select_one",
	[QUESTION_SELECT_MULTIPLE] = "select_multiple",
	[QUESTION_INTEGER] = "integer",
	[QUESTION_DECIMAL] = "decimal",
	[QUESTION_DATE] = "date",
	[QUESTION_TEXT] = "text",
};

const char *question_type_name(enum question_type type)
{
	return type_names[type];
}

bool codebook_is_yes(const char *cell)
{
	static const char *const words[] = { "yes", "true", "1", "x" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (!strcasecmp(cell, words[i]))
			return true;
	return false;
}

char *codebook_join(const void *ctx, const char *const *names, size_t n)
{
	char *text = memory_text(ctx, n ? names[0] : "");

	for (size_t i = 1; i < n; i++)
		text = memory_check(
			talloc_asprintf_append(text, ", %s", names[i]));
	return text;
}

const struct choice_list *codebook_list(const struct codebook *codebook,
					const char *name)
{
	for (size_t i = 0; i < codebook->n_lists; i++)
		if (!strcmp(codebook->lists[i].name, name))
			return &codebook->lists[i];
	return NULL;
}

const struct question *codebook_question(const struct codebook *codebook,
					 const char *name)
{
	for (size_t i = 0; i < codebook->n_questions; i++)
		if (!strcmp(codebook->questions[i].name, name))
			return &codebook->questions[i];
	return NULL;
}

static void add_language(struct codebook *codebook, const char *language)
{
	if (!*language)
		return;
	for (size_t i = 0; i < codebook->n_languages; i++)
		if (!strcmp(codebook->languages[i], language))
			return;
	memory_append(codebook, codebook->languages, const char *,
		      codebook->n_languages, language);
}

static void add_languages(struct codebook *codebook, const struct sheet *sheet)
{
	struct translation_columns columns =
		translation_find(codebook, sheet, "label", NULL);

	for (size_t i = 0; i < columns.n; i++)
		add_language(codebook, columns.items[i].language);
}

static const char *setting(const struct sheet *sheet, const char *name)
{
	const char *text =
		sheet->n_rows ? sheet_cell(sheet, 0, sheet_column(sheet, name))
			      : "";

	return *text ? text : NULL;
}

static void take_settings(struct codebook *codebook, const struct sheet *sheet)
{
	const char *language = setting(sheet, "default_language");

	codebook->title = setting(sheet, "form_title");
	codebook->version = setting(sheet, "version");
	if (language)
		codebook->default_language =
			translation_language(codebook, language);
}

static int read_sheet(struct codebook *codebook, const char *name,
		      struct sheet **sheet, struct error *error)
{
	return sheet_read(codebook, file_join(codebook, codebook->folder, name),
			  sheet, error);
}

/* settings.csv need not be there, nor choices.csv when nothing is chosen. */
static int read_optional(struct codebook *codebook, const char *name,
			 struct sheet **sheet, struct error *error)
{
	*sheet = NULL;
	if (!file_exists(file_join(codebook, codebook->folder, name)))
		return 0;
	return read_sheet(codebook, name, sheet, error);
}

static void finish(struct codebook *codebook, const struct sheet *const *sheets,
		   size_t n)
{
	struct hash hash;

	hash_start(&hash);
	for (size_t i = 0; i < n; i++)
		hash_add_text(&hash, sheets[i] ? sheets[i]->digest : NULL);
	hash_finish(&hash, codebook->digest);
}

static int read_codebook(struct codebook *codebook, struct error *error)
{
	struct sheet *survey, *choices, *settings;

	if (read_sheet(codebook, "survey.csv", &survey, error) < 0 ||
	    read_optional(codebook, "choices.csv", &choices, error) < 0 ||
	    read_optional(codebook, "settings.csv", &settings, error) < 0)
		return -1;
	add_languages(codebook, survey);
	if (choices)
		add_languages(codebook, choices);
	if (codebook->n_languages)
		codebook->default_language = codebook->languages[0];
	if (settings)
		take_settings(codebook, settings);
	if (choices && codebook_read_choices(codebook, choices, error) < 0)
		return -1;
	if (codebook_read_survey(codebook, survey, error) < 0)
		return -1;
	finish(codebook,
	       (const struct sheet *const[]){ survey, choices, settings }, 3);
	return 0;
}

int codebook_load(const void *ctx, const char *folder, struct codebook **result,
		  struct error *error)
{
	struct codebook *codebook = memory_new(ctx, struct codebook);

	codebook->folder = memory_text(codebook, folder);
	codebook->default_language = "";
	if (!file_is_folder(folder))
		return error_set(error, ERROR_PROJECT, folder,
				 "name the folder that holds survey.csv",
				 "the codebook is not a folder");
	if (read_codebook(codebook, error) < 0)
		return -1;
	*result = codebook;
	return 0;
}
