#include "pipeline/data/csv_reader.h"
#include "pipeline/data/tabular_private.h"

static int open(struct tabular *tabular, const struct tabular_request *request,
		struct error *error)
{
	struct csv_reader *reader;
	const struct dialect *dialect;

	if ((request->opened
		     ? csv_reader_open_again(tabular, request->opened, &reader,
					     error)
		     : csv_reader_open(tabular, request->path, request->fixed,
				       &reader, error)) < 0)
		return -1;
	dialect = csv_reader_dialect(reader);
	tabular->reader = reader;
	tabular->header = csv_reader_header(reader);
	tabular->form = (struct tabular_form){
		.encoding = dialect->encoding.name,
		.delimiter = dialect->delimiter,
		.decimal = dialect->decimal,
	};
	return 0;
}

static int next(void *reader, const struct csv_record **record,
		struct error *error)
{
	return csv_reader_next(reader, record, error);
}

static struct tabular_notes notes(const void *reader)
{
	return (struct tabular_notes){
		.n_blank = csv_reader_blank_lines(reader),
		.n_repaired = csv_reader_repaired(reader),
		.other_table = csv_reader_other_table(reader),
		.cells = csv_reader_tally(reader),
		.is_counted = true,
	};
}

static char *verdict(const void *ctx, const void *reader)
{
	return dialect_verdict(ctx, csv_reader_dialect(reader));
}

static int distinguish(void *reader, const char *const *accepted, size_t n,
		       struct error *error)
{
	return csv_reader_distinguish(reader, accepted, n, error);
}

static int digest(void *reader, char digest[HASH_TEXT], uint64_t *n_bytes,
		  struct error *error)
{
	(void)error;
	csv_reader_digest(reader, digest, n_bytes);
	return 0;
}

const struct tabular_kind tabular_csv = {
	.open = open,
	.next = next,
	.notes = notes,
	.verdict = verdict,
	.distinguish = distinguish,
	.digest = digest,
};
