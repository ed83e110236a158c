#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/codebook_conditions.h"
#include "pipeline/data/codebook_sheets.h"
#include "pipeline/data/translation.h"

#include <ctype.h>
#include <string.h>

/* The three sheets of an XLSForm; all but the first may be NULL. */
enum { SURVEY, CHOICES, SETTINGS, SHEETS };
static const char *const names[SHEETS] = { "survey", "choices", "settings" };

void codebook_add_language(struct codebook *codebook, const char *language)
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
		codebook_add_language(codebook, columns.items[i].language);
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
	const char *repeats = setting(sheet, "allow_choice_duplicates");

	codebook->title = setting(sheet, "form_title");
	codebook->version = setting(sheet, "version");
	codebook->may_repeat_choices = repeats && codebook_is_yes(repeats);
	if (language)
		codebook->default_language =
			translation_language(codebook, language);
}

/* People write "Type" and "Label::English"; the language stays as it is. */
static void lower_heads(struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->n_columns; i++) {
		char *head = memory_text(sheet, sheet->heads[i]);

		for (char *c = head; *c && *c != ':'; c++)
			*c = (char)tolower((unsigned char)*c);
		sheet->heads[i] = head;
	}
}

static int read_sheets(struct codebook *codebook,
		       struct sheet *const sheets[SHEETS], struct error *error)
{
	for (size_t i = 0; i < SHEETS; i++) {
		if (!sheets[i])
			continue;
		lower_heads(sheets[i]);
		if (i != SETTINGS)
			add_languages(codebook, sheets[i]);
	}
	if (codebook->n_languages)
		codebook->default_language = codebook->languages[0];
	if (sheets[SETTINGS])
		take_settings(codebook, sheets[SETTINGS]);
	if (sheets[CHOICES] &&
	    codebook_read_choices(codebook, sheets[CHOICES], error) < 0)
		return -1;
	if (codebook_read_survey(codebook, sheets[SURVEY], error) < 0)
		return -1;
	return codebook_read_conditions(codebook, EXPRESSION_XLSFORM, NULL,
					error);
}

static char *sheet_path(const struct codebook *codebook, size_t i)
{
	return file_join(codebook, codebook->path,
			 memory_format(codebook, "%s.csv", names[i]));
}

/* settings.csv need not be there, nor choices.csv when nothing is chosen. */
int codebook_read_folder(struct codebook *codebook, struct error *error)
{
	struct sheet *sheets[SHEETS] = { NULL };
	struct hash hash;

	hash_start(&hash);
	for (size_t i = 0; i < SHEETS; i++) {
		char *path = sheet_path(codebook, i);

		if ((i == SURVEY || file_exists(path)) &&
		    sheet_read(codebook, path, &sheets[i], error) < 0)
			return -1;
		hash_add_text(&hash, sheets[i] ? sheets[i]->digest : NULL);
	}
	hash_finish(&hash, codebook->digest);
	return read_sheets(codebook, sheets, error);
}

size_t codebook_folder_files(const void *ctx, const char *path,
			     const char ***files)
{
	*files = memory_array(ctx, const char *, SHEETS);
	for (size_t i = 0; i < SHEETS; i++)
		(*files)[i] = file_join(ctx, path,
					memory_format(ctx, "%s.csv", names[i]));
	return SHEETS;
}

/* A workbook of one sheet need not say what it is. */
static const char *sheet_name(const struct workbook *workbook, size_t i)
{
	size_t n;
	const char *const *sheets = workbook_sheets(workbook, &n);

	return n == 1 && i == SURVEY ? sheets[0] : names[i];
}

int codebook_read_workbook(struct codebook *codebook, struct error *error)
{
	struct sheet *sheets[SHEETS] = { NULL };
	struct workbook *workbook;

	if (workbook_open(codebook, codebook->path, &workbook, error) < 0)
		return -1;
	for (size_t i = 0; i < SHEETS; i++)
		if (sheet_of_workbook(codebook, workbook, codebook->path,
				      sheet_name(workbook, i), &sheets[i],
				      error) < 0)
			return -1;
	talloc_free(workbook);
	if (!sheets[SURVEY])
		return error_set(error, ERROR_PROJECT, codebook->path,
				 "name the sheets survey, choices and settings "
				 "as an XLSForm has them",
				 "the workbook has no sheet 'survey'");
	return read_sheets(codebook, sheets, error);
}
