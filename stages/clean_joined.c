/* A select_multiple whose answers stand in one cell. */
#include "stages/clean.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/dictionary.h"
#include "pipeline/data/store.h"

#include <string.h>
#include <strings.h>

/* A part of a cell that is no choice's name as it stands. */
struct part {
	char *text;
	int choice; /* that it means, or -1 */
	uint64_t n;
};

struct joined {
	struct clean *clean;
	const struct clean_file *file;
	const struct question *question;
	struct raw_column *raw;
	size_t n_words;   /* per cell */
	uint32_t *ticks;  /* [cell][word] */
	uint32_t *states; /* by cell: ANSWER_FIRST = answered, or missing */
	struct dictionary *spellings;
	struct part *parts; /* by code of spellings */
	size_t n_parts;
	uint64_t n_cells; /* that have the value at work */
};

static void take_part(void *data, const char *text, size_t length, int choice)
{
	struct joined *joined = data;
	/* The dictionary reads eight bytes at a time. */
	char *copy = memory_array(joined->clean->scratch, char, length + 8);
	struct csv_cell cell = { .text = copy, .length = (uint32_t)length };
	uint32_t code;

	memcpy(copy, text, length);
	code = dictionary_code(joined->spellings, &cell);
	if (code == joined->n_parts) {
		struct part part = { .text = copy, .choice = choice };

		memory_append(joined->clean->scratch, joined->parts,
			      struct part, joined->n_parts, part);
	} else {
		talloc_free(copy);
	}
	joined->parts[code].n += joined->n_cells;
}

static void recode_cell(struct joined *joined, const struct recoder *recoder,
			size_t cell)
{
	const char *raw = joined->raw->values[cell];
	struct recode_outcome outcome;

	joined->n_cells = joined->raw->counts[cell];
	outcome = recode_joined(recoder, raw,
				&joined->ticks[cell * joined->n_words],
				take_part, joined);
	joined->states[cell] =
		outcome.is_missing ? (uint32_t)outcome.missing : ANSWER_FIRST;
	if (outcome.rule == RECODE_MISSING)
		clean_note(joined->clean,
			   (struct clean_note){
				   .rule = outcome.rule,
				   .source = joined->file->name,
				   .variable = joined->question->name,
				   .from = raw,
				   .to = missing_name(outcome.missing),
				   .n = joined->n_cells,
			   });
}

/* Does it count as "other" without being that choice's label? */
static bool is_written_in(const struct joined *joined, const struct part *part)
{
	const struct choice *choice =
		&joined->question->list->choices[part->choice];

	if (!joined->question->takes_other ||
	    strcmp(choice->name, CODEBOOK_OTHER) != 0)
		return false;
	for (size_t i = 0; i < choice->n_labels; i++)
		if (!strcasecmp(choice->labels[i].text, part->text))
			return false;
	return true;
}

static void note_parts(const struct joined *joined)
{
	const struct choice *choices = joined->question->list->choices;

	for (size_t i = 0; i < joined->n_parts; i++) {
		const struct part *part = &joined->parts[i];
		struct clean_note note = {
			.rule = RECODE_UNMATCHED,
			.source = joined->file->name,
			.variable = joined->question->name,
			.from = part->text,
			.to = missing_name(MISSING_INVALID),
			.n = part->n,
		};

		if (part->choice >= 0) {
			note.to = choices[part->choice].name;
			note.rule = is_written_in(joined, part) ? RECODE_OTHER
								: RECODE_LABEL;
		}
		clean_note(joined->clean, note);
	}
}

static int read(struct joined *joined, int column, struct error *error)
{
	struct clean *clean = joined->clean;
	struct recoder *recoder = recoder_new(clean->scratch, joined->question,
					      &joined->file->rules);
	size_t n;

	if (clean_column(clean, joined->file, column, &joined->raw, error) < 0)
		return -1;
	n = joined->raw->n_values;
	recoder_learn(recoder, joined->raw->values, n);
	joined->n_words = recode_words(recoder);
	joined->ticks =
		memory_array(clean->scratch, uint32_t, n * joined->n_words);
	joined->states = memory_array(clean->scratch, uint32_t, n);
	joined->spellings = dictionary_new(clean->scratch);
	for (size_t i = 0; i < n; i++)
		recode_cell(joined, recoder, i);
	note_parts(joined);
	return 0;
}

/*
 * A cell that is empty says "none of these" or nothing at all, unless the tool
 * tells the two apart, or the file has a word for no answer ("NA").
 */
static bool has_only_ticks(const struct joined *joined)
{
	bool has_on = false;

	for (size_t i = 0; i < joined->raw->n_values; i++) {
		const char *cell = joined->raw->values[i];

		if (!joined->raw->counts[i])
			continue;
		if (joined->states[i] == MISSING_SKIPPED && cell && *cell)
			return false;
		has_on |= joined->states[i] == ANSWER_FIRST;
	}
	return has_on && !joined->file->rules.tells_not_shown;
}

/* What each cell says about CHOICE. */
static void fill_table(const struct joined *joined, size_t choice,
		       uint32_t *table)
{
	const uint32_t *word = joined->ticks + choice / 32;

	for (size_t i = 0; i < joined->raw->n_values; i++) {
		table[i] = joined->states[i];
		if (table[i] == ANSWER_FIRST)
			table[i] += *word >> (choice % 32) & 1;
		word += joined->n_words;
	}
}

static int write_choice(const struct joined *joined, int column,
			const uint32_t *table, struct answer_column *target,
			struct error *error)
{
	uint32_t *codes = joined->clean->codes;
	struct clean_stream *stream;
	size_t n;
	int more;

	if (clean_stream_open(joined->clean, joined->file, column, &stream,
			      error) < 0)
		return -1;
	while ((more = clean_stream_next(stream, codes, &n, error)) > 0) {
		for (size_t i = 0; i < n; i++)
			codes[i] = table[codes[i]];
		if (answer_column_add(target, codes, n, error) < 0)
			return -1;
	}
	talloc_free(stream);
	return more;
}

int clean_joined(struct clean *clean, const struct clean_file *file,
		 size_t question, struct answer_column *const *columns,
		 struct error *error)
{
	struct joined joined = {
		.clean = clean,
		.file = file,
		.question = &clean->codebook->questions[question],
	};
	int column = file->match->questions[question].column;
	uint32_t *table;

	if (read(&joined, column, error) < 0)
		return -1;
	file->only_ticks[question] = has_only_ticks(&joined);
	table = memory_array(clean->scratch, uint32_t, joined.raw->n_values);
	for (size_t i = 0; i < joined.question->list->n_choices; i++) {
		if (!columns[i])
			continue;
		fill_table(&joined, i, table);
		if (write_choice(&joined, column, table, columns[i], error) < 0)
			return -1;
	}
	return 0;
}
