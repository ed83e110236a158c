/* Several files of one survey: does a value mean the same in all? */
#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/spss.h"

#include <string.h>

static const struct spss_variable *find_variable(const struct spss_file *file,
						 const char *name)
{
	for (size_t i = 0; i < file->n_variables; i++)
		if (!strcmp(file->variables[i].name, name))
			return &file->variables[i];
	return NULL;
}

static const struct spss_label *find_label(const struct spss_variable *variable,
					   const char *value)
{
	for (size_t i = 0; i < variable->n_labels; i++)
		if (!strcmp(variable->labels[i].value, value))
			return &variable->labels[i];
	return NULL;
}

static bool is_alike(const char *one, const char *two)
{
	char *first = text_key(NULL, one), *second = text_key(first, two);
	bool is_same = !strcmp(first, second);

	talloc_free(first);
	return is_same;
}

static int check_variable(const struct spss_file *first,
			  const struct spss_file *other,
			  const struct spss_variable *variable,
			  struct error *error)
{
	const struct spss_variable *there =
		find_variable(first, variable->name);

	for (size_t i = 0; there && i < variable->n_labels; i++) {
		const struct spss_label *label = &variable->labels[i];
		const struct spss_label *known =
			find_label(there, label->value);

		if (known && !is_alike(known->text, label->text))
			return error_set(
				error, ERROR_DATA, other->path,
				"give it a source of its own, or name a "
				"codebook for all files",
				"%s of '%s' means '%s' here, but '%s' in '%s'",
				label->value, variable->name, label->text,
				known->text, file_name(first->path));
	}
	return 0;
}

int spss_check_labels(const struct spss_file *first,
		      const struct spss_file *other, struct error *error)
{
	for (size_t i = 0; i < other->n_variables; i++)
		if (check_variable(first, other, &other->variables[i], error) <
		    0)
			return -1;
	return 0;
}
