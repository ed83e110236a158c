#include "stages/clean.h"

#include "pipeline/core/memory.h"

#include <stdlib.h>
#include <string.h>

void clean_note(struct clean *clean, struct clean_note note)
{
	if (note.n)
		memory_append(clean->scratch, clean->notes, struct clean_note,
			      clean->n_notes, note);
}

static int compare_texts(const char *a, const char *b)
{
	if (!a || !b)
		return (a != NULL) - (b != NULL);
	return strcmp(a, b);
}

/* By variable and source, then rule, then value. */
static int compare_notes(const void *a, const void *b)
{
	const struct clean_note *one = a, *two = b;
	int order = compare_texts(one->variable, two->variable);

	if (!order)
		order = compare_texts(one->source, two->source);
	if (!order)
		order = (int)one->rule - (int)two->rule;
	if (!order)
		order = compare_texts(one->own ? one->own->name : NULL,
				      two->own ? two->own->name : NULL);
	if (!order)
		order = compare_texts(one->from, two->from);
	return order ? order : compare_texts(one->to, two->to);
}

static void add_up(struct clean *clean)
{
	size_t kept = 0;

	qsort(clean->notes, clean->n_notes, sizeof *clean->notes,
	      compare_notes);
	for (size_t i = 0; i < clean->n_notes; i++) {
		struct clean_note *last = kept ? &clean->notes[kept - 1] : NULL;

		if (last && !compare_notes(last, &clean->notes[i]))
			last->n += clean->notes[i].n;
		else
			clean->notes[kept++] = clean->notes[i];
	}
	clean->n_notes = kept;
}

static int write_unmatched(struct clean *clean, const struct clean_note *note,
			   struct error *error)
{
	struct table_writer *row = clean->unmatched;

	clean->n_unmatched++;
	table_writer_text(row, note->source);
	table_writer_text(row, note->variable);
	table_writer_text(row, note->from);
	table_writer_integer(row, (int64_t)note->n);
	return table_writer_row(row, error);
}

static int write_note(struct clean *clean, const struct clean_note *note,
		      struct error *error)
{
	struct table_writer *row = clean->ledger;

	if (recode_rule_is_unmatched(note->rule) && !note->own &&
	    write_unmatched(clean, note, error) < 0)
		return -1;
	table_writer_integer(row, ++clean->n_ledger);
	table_writer_text(row, note->own ? note->own->name
					 : recode_rule_name(note->rule));
	table_writer_text(row, note->source);
	table_writer_text(row, note->variable);
	table_writer_text(row, note->from);
	table_writer_text(row, note->to);
	table_writer_integer(row, (int64_t)note->n);
	table_writer_text(row, note->own ? note->own->reason
					 : recode_rule_reason(note->rule));
	return table_writer_row(row, error);
}

int clean_notes_flush(struct clean *clean, struct error *error)
{
	int result = 0;

	if (clean->n_notes)
		add_up(clean);
	for (size_t i = 0; i < clean->n_notes && result == 0; i++)
		result = write_note(clean, &clean->notes[i], error);
	talloc_free(clean->notes);
	clean->notes = NULL;
	clean->n_notes = 0;
	return result;
}

int clean_note_withdrawn(struct clean *clean, struct error *error)
{
	struct table_writer *row = clean->ledger;
	struct table *table;

	if (!database_has(clean->store, "withdrawn"))
		return 0;
	if (database_query(clean->scratch, clean->store,
			   "select s.name, sum(w.n) from withdrawn w"
			   " join source s on s.id = w.source_id"
			   " group by s.name order by s.name",
			   NULL, 0, NULL, &table, error) < 0)
		return -1;
	for (size_t i = 0; i < table->n_rows; i++) {
		table_writer_integer(row, ++clean->n_ledger);
		table_writer_text(row, "withdrawn");
		table_writer_text(row, table_text(table, i, 0));
		table_writer_null(row);
		table_writer_null(row);
		table_writer_null(row);
		table_writer_integer(row, table_cell(table, i, 1)->integer);
		table_writer_text(row, "the person asked to be left out");
		if (table_writer_row(row, error) < 0)
			return -1;
	}
	return 0;
}
