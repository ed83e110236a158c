#include "pipeline/run/draft_private.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/dictionary.h"
#include "pipeline/data/header_rows.h"
#include "pipeline/data/tabular.h"

#include <string.h>

enum {
	ENOUGH_VALUES = 50000, /* distinct ones of a column that are kept */
	SUBHEADING_CELLS = 4
};

/* Words that tools write where there is no answer. */
static const char *const missing_words[] = {
	"NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", "#N/A", "-", "n/d",
};

struct looking {
	struct draft *draft;
	struct tabular *reader;
	struct dictionary **dictionaries; /* one a column */
	const char **first;               /* the first record's cells */
};

/* "x", "x#2" ...: tabular_distinguish takes these for columns named alike. */
static const char **accepted_names(const void *ctx,
				   const struct csv_header *header, size_t *n)
{
	const char **names = NULL;

	*n = 0;
	for (size_t i = 0; i < header->n; i++) {
		size_t earlier = 0;

		for (size_t j = 0; j < i; j++)
			earlier += !strcmp(header->names[i], header->names[j]);
		if (earlier)
			memory_append(ctx, names, const char *, *n,
				      memory_format(ctx, "%s#%zu",
						    header->names[i],
						    earlier + 1));
	}
	return names;
}

/* Headings that stand twice have a number behind, people's questions none. */
static const char *label_of(const struct draft *draft, const char *heading,
			    const char *label)
{
	const char *mark = strrchr(heading, '#');

	if (mark && mark > heading && mark[1] && !strcmp(heading, label) &&
	    !mark[1 + strspn(mark + 1, "0123456789")])
		return memory_text_n(draft, heading, (size_t)(mark - heading));
	return memory_text(draft, label);
}

static int open(struct looking *looking, struct error *error)
{
	struct draft *draft = looking->draft;
	const struct csv_header *header;
	const char **accepted, **labels;
	size_t n;

	if (tabular_open(draft, draft->csv, NULL, &looking->reader, error) < 0)
		return -1;
	header = tabular_header(looking->reader);
	accepted = accepted_names(draft, header, &n);
	if (tabular_distinguish(looking->reader, accepted, n, error) < 0)
		return -1;
	draft->verdict = tabular_verdict(draft, looking->reader);
	draft->decimal = tabular_form(looking->reader).decimal;
	labels = header_labels(draft, header);
	draft->n_columns = header->n;
	draft->columns = memory_array(draft, struct draft_column, header->n);
	looking->first = memory_array(draft, const char *, header->n);
	looking->dictionaries =
		memory_array(looking->reader, struct dictionary *, header->n);
	for (size_t i = 0; i < header->n; i++) {
		draft->columns[i].heading =
			memory_text(draft, header->names[i]);
		draft->columns[i].label =
			label_of(draft, header->names[i], labels[i]);
		draft->columns[i].family = draft->columns[i].list = -1;
		looking->dictionaries[i] = dictionary_new(looking->reader);
	}
	return 0;
}

static void take_record(struct looking *looking,
			const struct csv_record *record)
{
	struct draft *draft = looking->draft;

	for (size_t i = 0; i < record->n_cells; i++) {
		const struct csv_cell *cell = &record->cells[i];

		if (!draft->n_rows)
			looking->first[i] =
				memory_text_n(draft, cell->text, cell->length);
		if (looking->dictionaries[i]->n < ENOUGH_VALUES)
			dictionary_code(looking->dictionaries[i], cell);
		else
			draft->columns[i].is_cut = true;
	}
	draft->n_rows++;
}

/* Which tool wrote the file, and what it added to the answers. */
static void recognise(struct looking *looking, const struct csv_record *first)
{
	struct draft *draft = looking->draft;
	const struct csv_header *header = tabular_header(looking->reader);
	struct platform_verdict verdict =
		platform_recognise(draft, header, first);
	const struct paradata *paradata = paradata_find(
		draft, verdict.platform, header->names, header->n);

	draft->platform = verdict.platform;
	draft->verdict = memory_format(draft, "%s%s", draft->verdict,
				       platform_say(draft, &verdict));
	for (size_t i = 0; i < draft->n_columns; i++)
		draft->columns[i].paradata = paradata[i];
}

static int read_records(struct looking *looking, struct error *error)
{
	const struct csv_record *record;
	int more;

	while ((more = tabular_next(looking->reader, &record, error)) > 0)
		if (!record->fault) {
			if (!looking->draft->n_rows)
				recognise(looking, record);
			take_record(looking, record);
		}
	return more;
}

static int missing_word(const char *text)
{
	for (size_t i = 0; i < sizeof missing_words / sizeof *missing_words;
	     i++)
		if (!strcmp(text, missing_words[i]))
			return (int)i;
	return -1;
}

static void take_value(struct looking *looking, size_t column, uint32_t code,
		       uint64_t n)
{
	struct draft *draft = looking->draft;
	struct draft_column *target = &draft->columns[column];
	size_t length;
	const char *bytes =
		dictionary_text(looking->dictionaries[column], code, &length);
	struct draft_value value = { .n = n };
	int word;

	if (!bytes || !length || !n)
		return;
	value.text = memory_text_n(draft, bytes, length);
	if (!value.text[strspn(value.text, " \t\r\n")])
		return;
	word = missing_word(value.text);
	if (word >= 0) {
		target->missing_words |= 1U << word;
		return;
	}
	target->n_filled += n;
	memory_append(draft, target->values, struct draft_value,
		      target->n_values, value);
}

static void take_values(struct looking *looking, size_t column)
{
	const struct dictionary *dictionary = looking->dictionaries[column];
	const char *first = looking->first[column];
	uint32_t *counts = dictionary_counts(looking->reader, dictionary);

	for (uint32_t code = 0; code < dictionary->n; code++) {
		size_t length;
		const char *text = dictionary_text(dictionary, code, &length);

		/* The subheading is no answer. */
		if (looking->draft->has_subheading && text && length && first &&
		    strlen(first) == length && !memcmp(text, first, length))
			counts[code]--;
		take_value(looking, column, code, counts[code]);
	}
	talloc_free(counts);
}

/*
 * Some tools write two heading rows.  The second is told by cells that never
 * come again in columns where values do come again.
 */
static void find_subheading(struct looking *looking)
{
	struct draft *draft = looking->draft;
	size_t n_once = 0, n_again = 0;

	for (size_t i = 0; i < draft->n_columns && draft->n_rows > 20; i++) {
		struct dictionary *dictionary = looking->dictionaries[i];
		uint32_t *counts =
			dictionary_counts(looking->reader, dictionary);
		bool repeats = dictionary->n &&
			       dictionary->n < (draft->n_rows + 3) / 4;

		if (looking->first[i] && *looking->first[i] && repeats) {
			n_once += counts[0] == 1;
			n_again += counts[0] != 1;
		}
		talloc_free(counts);
	}
	draft->has_subheading = n_once >= SUBHEADING_CELLS && n_once > n_again;
}

static void label_column(struct looking *looking, size_t index)
{
	struct draft_column *column = &looking->draft->columns[index];
	const char *sub = looking->first[index];
	bool is_unnamed = !strncmp(column->heading, "column_", 7);

	if (!looking->draft->has_subheading || !sub || !*sub)
		return;
	column->label = is_unnamed ? sub
				   : memory_format(looking->draft, "%s: %s",
						   column->heading, sub);
}

static void settle(struct looking *looking)
{
	struct draft *draft = looking->draft;

	find_subheading(looking);
	for (size_t i = 0; i < draft->n_columns; i++) {
		take_values(looking, i);
		label_column(looking, i);
	}
}

void draft_list_missing(struct draft *draft)
{
	unsigned used = 0;

	/* In free text they are words like any other. */
	for (size_t i = 0; i < draft->n_columns; i++)
		if (draft->columns[i].type != QUESTION_TEXT &&
		    !draft->columns[i].why)
			used |= draft->columns[i].missing_words;
	for (size_t i = 0; i < sizeof missing_words / sizeof *missing_words;
	     i++)
		if (used & 1U << i)
			memory_append(draft, draft->missing, const char *,
				      draft->n_missing, missing_words[i]);
}

int draft_read(struct draft *draft, struct error *error)
{
	struct looking looking = { .draft = draft };

	if (open(&looking, error) < 0 || read_records(&looking, error) < 0)
		return -1;
	if (!draft->n_rows)
		return error_set(error, ERROR_DATA, draft->csv,
				 "export the answers too, not the headings "
				 "alone",
				 "the file has no answers");
	settle(&looking);
	/* The values are copied; the file's dictionaries may go. */
	talloc_free(looking.reader);
	return 0;
}
