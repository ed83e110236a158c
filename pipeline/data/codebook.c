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
	[MISSING_NOT_RANKED] = "not_ranked",
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
	[QUESTION_TIME] = "time",
	[QUESTION_DATETIME] = "datetime",
	[QUESTION_RANK] = "rank",
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
	const struct question *note = NULL;

	for (size_t i = 0; i < codebook->n_questions; i++) {
		const struct question *question = &codebook->questions[i];

		if (strcmp(question->name, name) != 0)
			continue;
		if (question->type != QUESTION_NOTE)
			return question;
		note = note ? note : question;
	}
	return note;
}

/* How the files are told apart: by the end of their names. */
static const struct format {
	const char *ending;
	int (*read)(struct codebook *codebook, struct error *error);
} formats[] = {
	{ ".xlsx", codebook_read_workbook },
	{ ".xlsm", codebook_read_workbook },
	{ ".csv", codebook_read_redcap },
	{ ".lss", codebook_read_structure },
	{ ".lsg", codebook_read_structure },
	{ ".txt", codebook_read_table },
	{ ".tsv", codebook_read_table },
	{ ".sav", codebook_read_spss },
	{ ".zsav", codebook_read_spss },
};

static bool ends_with(const char *path, const char *ending)
{
	size_t length = strlen(path), n = strlen(ending);

	return length > n && !strcasecmp(path + length - n, ending);
}

static const struct format *find_format(const char *path)
{
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (ends_with(path, formats[i].ending))
			return &formats[i];
	return NULL;
}

static const char what_to_name[] =
	"name a folder with survey.csv and choices.csv, an XLSForm (.xlsx), a "
	"REDCap dictionary (.csv), a LimeSurvey structure (.lss, .txt) or an "
	"SPSS file (.sav)";

static int read_file(struct codebook *codebook, struct error *error)
{
	const struct format *format = find_format(codebook->path);

	if (!file_exists(codebook->path))
		return error_set(error, ERROR_PROJECT, codebook->path,
				 what_to_name, "there is no such codebook");
	if (!format && ends_with(codebook->path, ".xls"))
		return error_set(error, ERROR_PROJECT, codebook->path,
				 "open it and save it as .xlsx",
				 "the codebook is in Excel's old format");
	if (!format)
		return error_set(error, ERROR_PROJECT, codebook->path,
				 what_to_name,
				 "the codebook is neither a folder nor a file "
				 "of a known kind");
	if (hash_file(codebook->path, codebook->digest, error) < 0)
		return -1;
	return format->read(codebook, error);
}

int codebook_load(const void *ctx, const char *path, struct codebook **result,
		  struct error *error)
{
	return codebook_load_in(ctx, path, NULL, result, error);
}

int codebook_load_in(const void *ctx, const char *path, const char *encoding,
		     struct codebook **result, struct error *error)
{
	struct codebook *codebook = memory_new(ctx, struct codebook);
	int code;

	codebook->path = memory_text(codebook, path);
	codebook->encoding = memory_text(codebook, encoding);
	codebook->default_language = "";
	code = file_is_folder(path) ? codebook_read_folder(codebook, error)
				    : read_file(codebook, error);
	if (code < 0)
		return -1;
	*result = codebook;
	return 0;
}

size_t codebook_files(const void *ctx, const char *path, const char ***files)
{
	if (file_is_folder(path))
		return codebook_folder_files(ctx, path, files);
	*files = memory_array(ctx, const char *, 1);
	(*files)[0] = path;
	return 1;
}
