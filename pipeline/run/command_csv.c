/* A CSV file of any dialect as clean CSV, with what was found on the way. */
#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/csv_writer.h"
#include "pipeline/data/dialect_words.h"
#include "pipeline/data/tabular.h"
#include "pipeline/run/command.h"

#include <string.h>

struct conversion {
	FILE *out;
	struct tabular *reader;
	uint64_t n_misfits;
	uint64_t first_line; /* of those */
	char first_fault[128];
};

static int fix(const struct options *options, struct dialect_fixed *fixed,
	       struct error *error)
{
	const struct {
		const char *option, *key, *text;
	} given[] = {
		{ "--encoding", "encoding", options->encoding },
		{ "--delimiter", "delimiter", options->delimiter },
		{ "--quote", "quote", options->quote },
		{ "--escape", "escape", options->escape },
		{ "--header-lines", "header_lines", options->header_lines },
		{ "--preamble-lines", "preamble_lines",
		  options->preamble_lines },
		{ "--sheet", "sheet", options->sheet },
		{ "--layout", "layout", options->layout },
	};

	for (size_t i = 0; i < sizeof given / sizeof *given; i++)
		if (given[i].text &&
		    !dialect_fix(fixed, given[i].key, given[i].text))
			return error_set(error, ERROR_USAGE, NULL,
					 "see divario help csv",
					 "%s cannot be '%s'", given[i].option,
					 given[i].text);
	return 0;
}

static void put_titles(const struct conversion *conversion)
{
	const struct csv_header *header = tabular_header(conversion->reader);

	if (header->n_rows == 0)
		return;
	for (size_t i = 0; i < header->n; i++) {
		const char *title = header->titles[i];
		struct csv_cell cell = { .text = title,
					 .length = (uint32_t)strlen(title),
					 .is_null = !*title };

		csv_writer_cell(conversion->out, &cell, i == 0);
	}
	csv_writer_end_record(conversion->out);
}

/* With as many cells as the header at least; what could not be parted is one
 * cell. */
static void put_record(const struct conversion *conversion,
		       const struct csv_record *record)
{
	const struct csv_cell whole = { .text = record->raw,
					.length =
						(uint32_t)record->raw_length };
	const struct csv_cell nothing = { .text = "", .is_null = true };
	size_t n = record->n_cells, wanted;

	wanted = tabular_header(conversion->reader)->n;
	for (size_t i = 0; i < n; i++)
		csv_writer_cell(conversion->out, &record->cells[i], i == 0);
	if (n == 0) {
		csv_writer_cell(conversion->out, &whole, true);
		n = 1;
	}
	for (; n < wanted; n++)
		csv_writer_cell(conversion->out, &nothing, false);
	csv_writer_end_record(conversion->out);
}

static void note_misfit(struct conversion *conversion,
			const struct csv_record *record)
{
	if (!record->fault || conversion->n_misfits++ > 0)
		return;
	conversion->first_line = record->line;
	strncpy(conversion->first_fault, record->fault,
		sizeof conversion->first_fault - 1);
}

static void tell(const struct invocation *call, const char *file,
		 const struct conversion *conversion)
{
	struct tabular *reader = conversion->reader;
	const struct tabular_notes notes = tabular_notes(reader);
	FILE *to = call->errors;

	fprintf(to, "%s: %s\n", file, tabular_verdict(call->memory, reader));
	if (conversion->n_misfits)
		fprintf(to,
			"%s:%llu: %s; %llu such record%s written as found\n",
			file, (unsigned long long)conversion->first_line,
			conversion->first_fault,
			(unsigned long long)conversion->n_misfits,
			conversion->n_misfits == 1 ? " is" : "s are");
	if (notes.n_repaired)
		fprintf(to,
			"%s: misplaced quotes or delimiters in %llu record%s, "
			"read by the number of columns\n",
			file, (unsigned long long)notes.n_repaired,
			notes.n_repaired == 1 ? "" : "s");
	if (notes.other_table)
		fprintf(to,
			"%s:%llu: another table starts here and is left out\n",
			file, (unsigned long long)notes.other_table);
}

static int convert(struct conversion *conversion, struct error *error)
{
	const struct csv_record *record;
	int more;

	put_titles(conversion);
	while ((more = tabular_next(conversion->reader, &record, error)) > 0) {
		note_misfit(conversion, record);
		put_record(conversion, record);
	}
	return more;
}

int command_csv(struct invocation *call, struct error *error)
{
	const char *path = command_argument(call, 0, "");
	struct dialect_fixed fixed = { .encoding = NULL };
	struct conversion conversion = { .out = call->out };
	struct file_stamp stamp;

	if (fix(call->options, &fixed, error) < 0)
		return -1;
	if (file_stamp(path, &stamp) && stamp.size == 0) {
		fprintf(call->errors, "%s: the file is empty\n", path);
		return 0;
	}
	if (tabular_open(call->memory, path, &fixed, &conversion.reader,
			 error) < 0 ||
	    convert(&conversion, error) < 0)
		return -1;
	if (!(call->options->given & OPTION_QUIET))
		tell(call, file_name(path), &conversion);
	return 0;
}
