#include "pipeline/run/draft_private.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <stdarg.h>
#include <string.h>

void draft_tell(struct draft *draft, const char *format, ...)
{
	struct draft_report *report = draft->report;
	const char *text;
	va_list args;

	va_start(args, format);
	text = memory_format_v(report, format, args);
	va_end(args);
	memory_append(report, report->guesses, const char *, report->n_guesses,
		      text);
}

/* "Q1[SQ001]" as "Q1_SQ001", which the cleaning finds by itself. */
static char *without_brackets(const void *ctx, const char *text)
{
	char *plain = memory_text(ctx, text), *out = plain;

	for (; *text; text++)
		if (*text == '[')
			*out++ = '_';
		else if (*text != ']')
			*out++ = *text;
	*out = '\0';
	return plain;
}

/* A choice's own column has no name in the codebook. */
static bool is_named(const struct draft *draft, size_t column)
{
	return draft->columns[column].why || draft_is_question(draft, column);
}

static bool is_taken(const struct draft *draft, size_t n, const char *name)
{
	/* Variables that divario makes itself. */
	if (!strcmp(name, "source") || !strcmp(name, "wave"))
		return true;
	for (size_t i = 0; i < n; i++)
		if (is_named(draft, i) && !strcmp(draft->columns[i].name, name))
			return true;
	return false;
}

/*
 * "What do you think of: [the food]" by some of the question and the item, so
 * that the rows of a grid have names of their own.
 */
static char *row_name(const void *ctx, const char *text)
{
	enum { QUESTION = 20 };
	const char *open = strrchr(text, '[');
	char *question, *item;
	size_t length = strlen(text);

	if (!open || open - text < QUESTION || text[length - 1] != ']')
		return draft_identifier(ctx, text);
	question = draft_identifier(
		ctx, memory_text_n(ctx, text, (size_t)(open - text)));
	if (strlen(question) > QUESTION) {
		question[QUESTION + 1] = '\0';
		if (strrchr(question, '_'))
			*strrchr(question, '_') = '\0';
		question[QUESTION] = '\0';
	}
	item = text_slug(ctx, open);
	for (char *c = item; *c; c++)
		*c = *c == '-' ? '_' : *c;
	return draft_identifier(ctx,
				memory_format(ctx, "%s_%s", question, item));
}

/* The N-th of several columns; "Q5_2" would be what "Q5[2]" leads to. */
static char *next_name(const struct draft *draft, size_t column,
		       const char *base, int n)
{
	bool is_coded = draft->columns[column].family == (int)column &&
			draft->columns[column].code;

	if (is_coded && n <= 26)
		return memory_format(draft, "%s%c", base, 'a' + n - 1);
	return memory_format(draft, "%s_%d", base, n);
}

void draft_name(struct draft *draft)
{
	for (size_t i = 0; i < draft->n_columns; i++) {
		struct draft_column *column = &draft->columns[i];
		const char *text = column->family != (int)i ? column->heading
				   : column->code           ? column->code
						  : column->family_name;
		const char *base;

		if (column->is_coded && column->family < 0)
			text = memory_text_n(draft, text, strcspn(text, "."));
		if (draft->platform && strrchr(text, '/') &&
		    draft_is_identifier(strrchr(text, '/') + 1))
			text = strrchr(text, '/') + 1;
		base = without_brackets(draft, text);

		if (!draft_is_identifier(base))
			base = row_name(draft, text);
		column->name = base;
		for (int n = 2; is_taken(draft, i, column->name); n++)
			column->name = next_name(draft, i, base, n);
	}
}

static void tell_file(struct draft *draft)
{
	draft_tell(draft, "%s", draft->verdict);
	if (draft->has_subheading)
		draft_tell(draft, "the first record names the columns once "
				  "more: it will be counted as answers that "
				  "match nothing; remove it from the file");
	if (draft->respondent >= 0)
		draft_tell(draft, "respondents are told apart by '%s'",
			   draft->columns[draft->respondent].heading);
	for (size_t i = 0; i < draft->n_missing; i++)
		draft_tell(draft, "cells with '%s' are taken as no answer",
			   draft->missing[i]);
}

static int refuse_existing(const void *ctx, const char *folder,
			   struct error *error)
{
	static const char *const names[] = { "project.yaml", "codebook" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char *path = file_join(ctx, folder, names[i]);

		if (file_exists(path))
			return error_set(error, ERROR_USAGE, path,
					 "name another folder",
					 "the folder holds a project already");
	}
	return 0;
}

/* answers-2026.csv -> answers-2026 */
static char *folder_for(const void *ctx, const char *csv)
{
	char *folder = memory_text(ctx, file_name(csv));
	char *dot = strrchr(folder, '.');

	if (dot && dot != folder)
		*dot = '\0';
	else
		folder = memory_format(ctx, "%s-project", folder);
	return folder;
}

int draft_project(const void *ctx, const char *csv, const char *folder,
		  struct draft_report **result, struct error *error)
{
	struct draft_report *report = memory_new(ctx, struct draft_report);
	struct draft *draft = memory_new(report, struct draft);

	draft->csv = csv;
	draft->report = report;
	report->folder =
		folder ? memory_text(report, folder) : folder_for(report, csv);
	if (refuse_existing(draft, report->folder, error) < 0 ||
	    draft_read(draft, error) < 0)
		return -1;
	draft_guess(draft);
	draft_name(draft);
	draft_share_lists(draft);
	if (draft_take_spss(draft, error) < 0)
		return -1;
	tell_file(draft);
	draft_find_pairs(draft);
	if (draft_write(draft, report->folder, error) < 0)
		return -1;
	report->n_rows = draft->n_rows;
	report->n_columns = draft->n_columns;
	report->n_skills = draft->n_skills;
	talloc_free(draft);
	*result = report;
	return 0;
}
