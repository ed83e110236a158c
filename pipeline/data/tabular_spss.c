#include "pipeline/core/memory.h"
#include "pipeline/data/spss.h"
#include "pipeline/data/tabular_private.h"

#include <string.h>

struct spss_reader {
	struct spss_file *file;
	struct spss_cases *cases;
	struct csv_header header;
	struct csv_record record;
};

static void make_header(struct spss_reader *reader)
{
	const struct spss_file *file = reader->file;
	struct csv_cell *cells =
		memory_array(reader, struct csv_cell, file->n_variables);
	const struct csv_record names = { .cells = cells,
					  .n_cells = file->n_variables };

	for (size_t i = 0; i < file->n_variables; i++) {
		cells[i].text = file->variables[i].name;
		cells[i].length = (uint32_t)strlen(cells[i].text);
	}
	csv_header_add(reader, &reader->header, &names);
	csv_header_close(reader, &reader->header);
	talloc_free(cells);
}

static int open(struct tabular *tabular, const struct tabular_request *request,
		struct error *error)
{
	struct spss_reader *reader = memory_new(tabular, struct spss_reader);
	const char *encoding = request->fixed->encoding;

	if (spss_open(reader, request->path, encoding, &reader->file, error) <
	    0)
		return -1;
	if (reader->file->n_variables == 0)
		return error_set(error, ERROR_DATA, request->path,
				 "export the answers again",
				 "the file has no variables");
	make_header(reader);
	reader->cases = spss_cases_new(reader, reader->file, encoding);
	tabular->reader = reader;
	tabular->header = tabular->own_header = &reader->header;
	tabular->form = (struct tabular_form){
		.encoding = reader->file->encoding,
		.decimal = '.',
	};
	return 0;
}

static int next(void *data, const struct csv_record **record,
		struct error *error)
{
	struct spss_reader *reader = data;

	*record = &reader->record;
	return spss_cases_next(reader->cases, &reader->record, error);
}

static struct tabular_notes notes(const void *reader)
{
	(void)reader;
	return (struct tabular_notes){ .n_blank = 0 };
}

static const char *say_sets(const void *ctx, const struct spss_file *file)
{
	if (!file->n_sets)
		return "";
	return memory_format(ctx,
			     "; %zu multiple response set%s, the columns of "
			     "which stand as single questions",
			     file->n_sets, file->n_sets == 1 ? "" : "s");
}

static char *verdict(const void *ctx, const void *data)
{
	const struct spss_reader *reader = data;
	const struct spss_file *file = reader->file;
	size_t n_labelled = 0;

	for (size_t i = 0; i < file->n_variables; i++)
		n_labelled += file->variables[i].n_labels > 0;
	return memory_format(
		ctx,
		"SPSS file, %s%s; %zu variable%s, %zu with value "
		"labels%s",
		file->encoding, file->is_compressed ? ", compressed" : "",
		file->n_variables, file->n_variables == 1 ? "" : "s",
		n_labelled, say_sets(ctx, file));
}

const struct tabular_kind tabular_spss = {
	.open = open,
	.next = next,
	.notes = notes,
	.verdict = verdict,
};
