/*
 * A ranking: choices in one cell in their order, a column for each choice that
 * holds its rank, or a column for each place that holds a choice.  All become
 * one variable a choice that holds its rank.
 */
#include "stages/clean.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/store.h"

#include <string.h>

enum { MOST_CHOICES = 250 }; /* a rank is a byte */

/* What a raw value says: so many ranks as its input sets, and if it fails. */
struct meaning {
	uint8_t *ranks; /* joined: one a choice; else the one rank or choice */
	uint32_t state; /* ANSWER_FIRST: something is ranked; or missing */
};

enum shape { JOINED, BY_CHOICE, BY_PLACE };

struct input {
	enum shape shape;
	size_t index; /* of the choice, or the place from 0 */
	struct raw_column *raw;
	struct meaning *meanings; /* by raw code */
	struct clean_stream *stream;
};

struct ranking {
	struct clean *clean;
	const struct clean_file *file;
	const struct question *question;
	const struct recoder *recoder;
	size_t n_choices;
	struct input *inputs;
	size_t n_inputs;
	uint8_t *ranks;   /* [choice][row of the chunk] */
	uint8_t *states;  /* by row */
	size_t n;         /* rows of the chunk */
	uint64_t n_cells; /* that have the value at work */
};

static void note(const struct ranking *ranking, enum recode_rule rule,
		 const char *from, const char *to)
{
	clean_note(ranking->clean, (struct clean_note){
					   .rule = rule,
					   .source = ranking->file->name,
					   .variable = ranking->question->name,
					   .from = from,
					   .to = to,
					   .n = ranking->n_cells,
				   });
}

static void take_part(void *data, const char *text, size_t length, int choice)
{
	const struct ranking *ranking = data;
	const char *from = memory_text_n(ranking->clean->scratch, text, length);

	if (choice < 0)
		note(ranking, RECODE_UNMATCHED, from,
		     missing_name(MISSING_INVALID));
	else
		note(ranking, RECODE_LABEL, from,
		     ranking->question->list->choices[choice].name);
}

static struct meaning read_joined(struct ranking *ranking, const char *raw)
{
	struct meaning meaning = {
		.ranks = memory_array(ranking->clean->scratch, uint8_t,
				      ranking->n_choices),
	};
	struct recode_outcome outcome = recode_ranking(
		ranking->recoder, raw, meaning.ranks, take_part, ranking);

	if (outcome.rule == RECODE_MISSING)
		note(ranking, outcome.rule, raw, missing_name(outcome.missing));
	meaning.state =
		outcome.is_missing ? (uint32_t)outcome.missing : ANSWER_FIRST;
	return meaning;
}

static struct meaning one_rank(const struct ranking *ranking, size_t rank)
{
	struct meaning meaning = {
		.ranks = memory_array(ranking->clean->scratch, uint8_t, 1),
		.state = ANSWER_FIRST,
	};

	*meaning.ranks = (uint8_t)rank;
	return meaning;
}

static bool is_empty(const char *raw)
{
	return !raw || !raw[strspn(raw, " \t\r\n")];
}

static struct meaning missing(const struct recode_outcome *outcome)
{
	return (struct meaning){ .state = (uint32_t)outcome->missing };
}

/* The choice that a place's column holds, from 1. */
static struct meaning read_place(const struct ranking *ranking, const char *raw)
{
	struct recode_outcome outcome = recode_value(ranking->recoder, raw);

	if (outcome.is_missing) {
		if (!is_empty(raw))
			note(ranking, outcome.rule, raw,
			     missing_name(outcome.missing));
		return missing(&outcome);
	}
	if (outcome.rule != RECODE_SAME)
		note(ranking, outcome.rule, raw,
		     ranking->question->list->choices[outcome.choice].name);
	return one_rank(ranking, outcome.choice + 1);
}

static struct meaning read_rank(const struct ranking *ranking, const char *raw)
{
	struct recode_outcome outcome = { .missing = MISSING_INVALID };
	unsigned rank = is_empty(raw) ? 0 : recode_rank(ranking->recoder, raw);
	const char *plain;

	if (is_empty(raw)) {
		outcome = recode_value(ranking->recoder, raw);
		return missing(&outcome);
	}
	if (!rank) {
		outcome = recode_value(ranking->recoder, raw);
		if (outcome.rule != RECODE_MISSING)
			outcome.missing = MISSING_INVALID;
		note(ranking,
		     outcome.rule == RECODE_MISSING ? RECODE_MISSING
						    : RECODE_UNMATCHED,
		     raw, missing_name(outcome.missing));
		return missing(&outcome);
	}
	plain = memory_format(ranking->clean->scratch, "%u", rank);
	if (strcmp(plain, raw))
		note(ranking, RECODE_NUMBER, raw, plain);
	return one_rank(ranking, rank);
}

static int add_input(struct ranking *ranking, enum shape shape, size_t index,
		     int column, struct error *error)
{
	struct clean *clean = ranking->clean;
	struct input input = { .shape = shape, .index = index };

	if (column == MATCH_NONE)
		return 0;
	if (clean_column(clean, ranking->file, column, &input.raw, error) < 0 ||
	    clean_stream_open(clean, ranking->file, column, &input.stream,
			      error) < 0)
		return -1;
	memory_append(clean->scratch, ranking->inputs, struct input,
		      ranking->n_inputs, input);
	return 0;
}

static void read_values(struct ranking *ranking, struct input *input)
{
	const struct raw_column *raw = input->raw;

	input->meanings = memory_array(ranking->clean->scratch, struct meaning,
				       raw->n_values);
	for (size_t i = 0; i < raw->n_values; i++) {
		const char *value = raw->values[i];

		ranking->n_cells = raw->counts[i];
		input->meanings[i] =
			input->shape == JOINED     ? read_joined(ranking, value)
			: input->shape == BY_PLACE ? read_place(ranking, value)
						   : read_rank(ranking, value);
	}
}

/* Columns named by numbers may hold choices, not ranks: the cells tell. */
static void settle_shapes(struct ranking *ranking)
{
	size_t n_ranks = 0, n_choices = 0;

	for (size_t i = 0; i < ranking->n_inputs; i++) {
		const struct input *input = &ranking->inputs[i];

		for (size_t j = 0; j < input->raw->n_values; j++) {
			const char *value = input->raw->values[j];

			if (input->shape == JOINED || is_empty(value))
				continue;
			n_ranks += recode_rank(ranking->recoder, value) > 0;
			n_choices += !recode_value(ranking->recoder, value)
					      .is_missing;
		}
	}
	for (size_t i = 0; i < ranking->n_inputs; i++) {
		struct input *input = &ranking->inputs[i];

		if (input->shape == BY_CHOICE && n_choices && !n_ranks)
			input->shape = BY_PLACE;
		else if (input->shape == BY_PLACE && n_ranks && !n_choices)
			input->shape = BY_CHOICE;
	}
}

static int open_inputs(struct ranking *ranking, const struct match *match,
		       struct error *error)
{
	size_t n = ranking->n_choices;

	for (size_t i = 0; match->choices && i < n; i++)
		if (add_input(ranking, BY_CHOICE, i, match->choices[i], error) <
		    0)
			return -1;
	for (size_t i = 0; !match->choices && match->places && i < n; i++)
		if (add_input(ranking, BY_PLACE, i, match->places[i], error) <
		    0)
			return -1;
	if (!ranking->n_inputs &&
	    add_input(ranking, JOINED, 0, match->column, error) < 0)
		return -1;
	return 0;
}

static void set_rank(struct ranking *ranking, size_t choice, size_t row,
		     uint8_t rank)
{
	uint8_t *place = &ranking->ranks[choice * STORE_ROWS + row];

	if (!*place)
		*place = rank;
}

static void take_cell(struct ranking *ranking, const struct input *input,
		      const struct meaning *meaning, size_t row)
{
	uint8_t *state = &ranking->states[row];

	if (meaning->state != ANSWER_FIRST) {
		/* "invalid" says more than "skipped"; any rank says all */
		if (*state == UINT8_MAX || *state < meaning->state)
			*state = (uint8_t)meaning->state;
		return;
	}
	*state = ANSWER_FIRST;
	if (input->shape == BY_CHOICE)
		set_rank(ranking, input->index, row, *meaning->ranks);
	else if (input->shape == BY_PLACE)
		set_rank(ranking, *meaning->ranks - 1U, row,
			 (uint8_t)(input->index + 1));
	else
		for (size_t i = 0; i < ranking->n_choices; i++)
			set_rank(ranking, i, row, meaning->ranks[i]);
}

/* 1 = a chunk's ranks and states, 0 = end, -1 = error. */
static int read_rows(struct ranking *ranking, struct error *error)
{
	uint32_t *codes = ranking->clean->codes;
	int more = 0;

	memset(ranking->ranks, 0, ranking->n_choices * STORE_ROWS);
	memset(ranking->states, UINT8_MAX, STORE_ROWS);
	for (size_t i = 0; i < ranking->n_inputs; i++) {
		const struct input *input = &ranking->inputs[i];

		more = clean_stream_next(input->stream, codes, &ranking->n,
					 error);
		if (more <= 0)
			break;
		for (size_t row = 0; row < ranking->n; row++)
			take_cell(ranking, input, &input->meanings[codes[row]],
				  row);
	}
	return more;
}

static int write_rows(const struct ranking *ranking,
		      struct answer_column *const *columns, struct error *error)
{
	uint32_t *codes = ranking->clean->codes;

	for (size_t i = 0; i < ranking->n_choices; i++) {
		const uint8_t *ranks = ranking->ranks + i * STORE_ROWS;

		if (!columns[i])
			continue;
		for (size_t row = 0; row < ranking->n; row++)
			codes[row] = ranking->states[row] != ANSWER_FIRST
					     ? ranking->states[row]
				     : ranks[row]
					     ? ANSWER_FIRST + ranks[row] - 1U
					     : MISSING_NOT_RANKED;
		if (answer_column_add(columns[i], codes, ranking->n, error) < 0)
			return -1;
	}
	return 0;
}

static int write_file(struct clean *clean, const struct clean_file *file,
		      size_t question, struct answer_column *const *columns,
		      struct error *error)
{
	struct ranking ranking = {
		.clean = clean,
		.file = file,
		.question = &clean->codebook->questions[question],
	};
	struct recoder *recoder =
		recoder_new(clean->scratch, ranking.question, &file->rules);
	int more;

	ranking.recoder = recoder;
	ranking.n_choices = ranking.question->list->n_choices;
	ranking.ranks = memory_array(clean->scratch, uint8_t,
				     ranking.n_choices * STORE_ROWS);
	ranking.states = memory_array(clean->scratch, uint8_t, STORE_ROWS);
	if (open_inputs(&ranking, &file->match->questions[question], error) < 0)
		return -1;
	if (ranking.n_inputs && ranking.inputs->shape == JOINED)
		recoder_learn(recoder, ranking.inputs->raw->values,
			      ranking.inputs->raw->n_values);
	settle_shapes(&ranking);
	for (size_t i = 0; i < ranking.n_inputs; i++)
		read_values(&ranking, &ranking.inputs[i]);
	while ((more = read_rows(&ranking, error)) > 0)
		if (write_rows(&ranking, columns, error) < 0)
			return -1;
	return more;
}

static int open_columns(struct clean *clean, const struct question *question,
			struct answer_column **columns, struct error *error)
{
	size_t n = question->list->n_choices;
	struct answer_value *values =
		memory_array(clean->scratch, struct answer_value, n);

	for (size_t i = 0; i < n; i++)
		values[i] = (struct answer_value){
			memory_format(clean->scratch, "%zu", i + 1),
			(double)(i + 1),
		};
	return clean_open_choices(clean, question, values, n, columns, error);
}

/* Who ranked something answered, whatever was left out. */
static int close_columns(struct answer_column **columns, size_t n,
			 struct answer_totals *totals, struct error *error)
{
	memset(totals, 0, sizeof *totals);
	for (size_t i = 0; i < n; i++) {
		if (!columns[i])
			continue;
		if (answer_column_close(columns[i], totals, error) < 0)
			return -1;
		totals->n_answered += totals->n_missing[MISSING_NOT_RANKED];
		totals->n_missing[MISSING_NOT_RANKED] = 0;
	}
	return 0;
}

int clean_ranking(struct clean *clean, size_t question,
		  struct answer_totals *totals, struct error *error)
{
	const struct question *asked = &clean->codebook->questions[question];
	size_t n = asked->list->n_choices;
	struct answer_column **columns =
		memory_array(clean->scratch, struct answer_column *, n);

	if (n > MOST_CHOICES)
		return error_set(error, ERROR_PROJECT, asked->where,
				 "ask for the order of fewer choices",
				 "'%s' ranks %zu choices; %d are the most",
				 asked->name, n, MOST_CHOICES);
	if (open_columns(clean, asked, columns, error) < 0)
		return -1;
	for (size_t i = 0; i < clean->n_files; i++) {
		const struct match *match =
			&clean->files[i].match->questions[question];
		bool is_there = match->column != MATCH_NONE || match->choices ||
				match->places;

		if ((is_there ? write_file(clean, &clean->files[i], question,
					   columns, error)
			      : clean_not_asked(&clean->files[i], columns, n,
						error)) < 0)
			return -1;
	}
	return close_columns(columns, n, totals, error);
}
