/* Questions with one answer in one column: choices, numbers, dates. */
#include "stages/clean.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/store.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One file's column and what its values mean. */
struct part {
	int column; /* MATCH_NONE: not in this file */
	struct raw_column *raw;
	struct recoder *recoder;
	struct recode_outcome *outcomes; /* by raw code */
	const struct rule **own; /* the project's rule that decided; NULL: none
				    has a say here */
};

struct single {
	struct clean *clean;
	const struct question *question;
	struct part *parts; /* one a file */
	struct variable variable;
};

/* The project's rules first, then the codebook, then what they forbid. */
static void apply_rules(struct part *part, const struct recoder *recoder,
			const struct rules_of *rules)
{
	for (size_t i = 0; i < part->raw->n_values; i++) {
		struct recode_outcome *outcome = &part->outcomes[i];
		const struct rule *refused;
		const char *text =
			rules_read(rules, part->raw->values[i], &part->own[i]);

		*outcome = recode_value(recoder, text);
		if (outcome->is_missing)
			continue;
		refused = rules_refuse(rules, text, outcome->number);
		if (!refused)
			continue;
		part->own[i] = refused;
		*outcome = (struct recode_outcome){
			.rule = RECODE_RANGE,
			.is_missing = true,
			.missing = MISSING_INVALID,
			.number = (double)NAN,
		};
	}
}

/* What choices mean is the same in files of one kind: one recoder for them. */
static struct recoder *shared_recoder(const struct single *single, size_t file)
{
	const struct clean_file *own = &single->clean->files[file];

	if (!single->question->list)
		return NULL;
	for (size_t i = file; i-- > 0;) {
		const struct clean_file *other = &single->clean->files[i];

		if (other->source != own->source)
			return NULL;
		if (single->parts[i].recoder &&
		    other->rules.decimal == own->rules.decimal &&
		    other->rules.tells_not_shown == own->rules.tells_not_shown)
			return single->parts[i].recoder;
	}
	return NULL;
}

/* The column, and what it tells about its cells. */
static int read_part(struct single *single, size_t file, size_t question,
		     struct error *error)
{
	struct clean *clean = single->clean;
	const struct clean_file *source = &clean->files[file];
	struct part *part = &single->parts[file];

	part->column = source->match->questions[question].column;
	if (part->column == MATCH_NONE)
		return 0;
	if (clean_column(clean, source, part->column, &part->raw, error) < 0)
		return -1;
	part->recoder = shared_recoder(single, file);
	if (part->recoder)
		return 0;
	part->recoder =
		recoder_new(clean->scratch, single->question, &source->rules);
	recoder_learn(part->recoder, part->raw->values, part->raw->n_values);
	return 0;
}

/* A recoder that has learnt from all files of SOURCE; NULL: of all sources. */
static struct recoder *learn_from(const struct single *single,
				  const char *source)
{
	const struct clean *clean = single->clean;
	struct recoder *recoder = NULL;

	for (size_t i = 0; i < clean->n_files; i++) {
		const struct part *part = &single->parts[i];

		if (!part->raw ||
		    (source && strcmp(source, clean->files[i].name)))
			continue;
		if (!recoder)
			recoder = recoder_new(clean->scratch, single->question,
					      &clean->files[i].rules);
		recoder_learn(recoder, part->raw->values, part->raw->n_values);
	}
	return recoder;
}

/*
 * What one file leaves open, the others of its source may tell; the unit is one
 * for the whole variable.
 */
static void settle_parts(struct single *single)
{
	const struct clean *clean = single->clean;
	const struct recoder *all =
		single->question->list ? NULL : learn_from(single, NULL);
	const struct recoder *wider = NULL;

	if (!all)
		return;
	single->variable.unit = recoder_reading(all).unit;
	for (size_t i = 0; i < clean->n_files; i++) {
		/* files come ordered by their source */
		if (!i ||
		    strcmp(clean->files[i].name, clean->files[i - 1].name))
			wider = learn_from(single, clean->files[i].name);
		if (single->parts[i].raw)
			recoder_settle(single->parts[i].recoder, wider,
				       single->variable.unit);
	}
}

static void recode_values(struct single *single, size_t file)
{
	struct clean *clean = single->clean;
	struct part *part = &single->parts[file];
	const struct rules_of *rules;

	if (!part->raw)
		return;
	part->outcomes = memory_array(clean->scratch, struct recode_outcome,
				      part->raw->n_values);
	rules = rules_for(clean->scratch, clean->rules, clean->files[file].name,
			  single->question->name);
	if (rules) {
		part->own = memory_array(clean->scratch, const struct rule *,
					 part->raw->n_values);
		apply_rules(part, part->recoder, rules);
		return;
	}
	for (size_t i = 0; i < part->raw->n_values; i++)
		part->outcomes[i] =
			recode_value(part->recoder, part->raw->values[i]);
}

static void add_value(struct single *single, struct answer_value value)
{
	memory_append(single->clean->scratch, single->variable.values,
		      struct answer_value, single->variable.n_values, value);
}

/* The sheet's order; a reversed item keeps its choices, not their values. */
static void list_choices(struct single *single)
{
	const struct question *question = single->question;

	for (size_t i = 0; i < question->list->n_choices; i++) {
		const struct choice *choice = &question->list->choices[i];
		struct answer_value value = { choice->name, choice->value };

		if (question->is_reversed)
			value.number = question->minimum + question->maximum -
				       choice->value;
		if (!choice->is_missing)
			add_value(single, value);
	}
}

static int compare_values(const void *a, const void *b)
{
	const struct answer_value *one = a, *two = b;

	if (isnan(one->number))
		return strcmp(one->name, two->name);
	return (one->number > two->number) - (one->number < two->number);
}

/* The distinct numbers or dates of the kept rows, in ascending order. */
static void list_found(struct single *single)
{
	struct variable *variable = &single->variable;
	size_t kept = 0;

	for (size_t i = 0; i < single->clean->n_files; i++) {
		const struct part *part = &single->parts[i];

		for (size_t j = 0; part->raw && j < part->raw->n_values; j++)
			if (!part->outcomes[j].is_missing &&
			    part->raw->counts[j])
				add_value(single,
					  (struct answer_value){
						  part->outcomes[j].date,
						  part->outcomes[j].number });
	}
	if (!variable->n_values)
		return;
	qsort(variable->values, variable->n_values, sizeof *variable->values,
	      compare_values);
	for (size_t i = 0; i < variable->n_values; i++)
		if (!kept || compare_values(&variable->values[kept - 1],
					    &variable->values[i]))
			variable->values[kept++] = variable->values[i];
	variable->n_values = kept;
	for (size_t i = 0; i < kept; i++)
		if (!isnan(variable->values[i].number))
			variable->values[i].name =
				text_number_exact(single->clean->scratch,
						  variable->values[i].number);
}

static uint32_t find_value(const struct variable *variable,
			   const struct recode_outcome *outcome)
{
	struct answer_value wanted = { outcome->date, outcome->number };
	const struct answer_value *found =
		bsearch(&wanted, variable->values, variable->n_values,
			sizeof wanted, compare_values);

	return (uint32_t)(ANSWER_FIRST + (found - variable->values));
}

/* Choices that are kinds of missing have no code of their own. */
static uint32_t code_of_choice(const struct choice_list *list, size_t choice)
{
	uint32_t code = ANSWER_FIRST;

	for (size_t i = 0; i < choice; i++)
		code += !list->choices[i].is_missing;
	return code;
}

static uint32_t code_of(const struct single *single,
			const struct recode_outcome *outcome)
{
	if (outcome->is_missing)
		return (uint32_t)outcome->missing;
	if (single->question->list)
		return code_of_choice(single->question->list, outcome->choice);
	return find_value(&single->variable, outcome);
}

static const char *name_of(const struct single *single, uint32_t code)
{
	return code < ANSWER_FIRST
		       ? missing_name((enum missing_kind)code)
		       : single->variable.values[code - ANSWER_FIRST].name;
}

static void note_value(const struct single *single, size_t file, size_t value,
		       uint32_t code)
{
	const struct part *part = &single->parts[file];
	const struct recode_outcome *outcome = &part->outcomes[value];
	struct clean_note note = {
		.rule = outcome->rule,
		.own = part->own ? part->own[value] : NULL,
		.source = single->clean->files[file].name,
		.variable = single->question->name,
		.from = part->raw->values[value],
		.to = name_of(single, code),
		.n = part->raw->counts[value],
	};

	if (note.rule != RECODE_SAME || note.own)
		clean_note(single->clean, note);
	if (!single->question->list || !single->question->is_reversed ||
	    outcome->is_missing)
		return;
	note.rule = RECODE_REVERSED;
	note.own = NULL;
	note.from = note.to;
	note.to = text_number_exact(
		single->clean->scratch,
		single->variable.values[code - ANSWER_FIRST].number);
	clean_note(single->clean, note);
}

static uint32_t *code_table(const struct single *single, size_t file)
{
	const struct part *part = &single->parts[file];
	uint32_t *table = memory_array(single->clean->scratch, uint32_t,
				       part->raw->n_values);

	for (size_t i = 0; i < part->raw->n_values; i++) {
		if (!part->raw->counts[i])
			continue; /* only in rows set aside */
		table[i] = code_of(single, &part->outcomes[i]);
		note_value(single, file, i, table[i]);
	}
	return table;
}

static int write_part(const struct single *single, size_t file,
		      struct answer_column *column, struct error *error)
{
	struct clean *clean = single->clean;
	const struct clean_file *source = &clean->files[file];
	const struct part *part = &single->parts[file];
	struct clean_stream *stream;
	uint32_t *codes = clean->codes;
	const uint32_t *table;
	size_t n;
	int more;

	if (part->column == MATCH_NONE)
		return answer_column_fill(column, MISSING_NOT_SHOWN,
					  source->n_kept, error);
	table = code_table(single, file);
	if (clean_stream_open(clean, source, part->column, &stream, error) < 0)
		return -1;
	while ((more = clean_stream_next(stream, codes, &n, error)) > 0) {
		for (size_t i = 0; i < n; i++)
			codes[i] = table[codes[i]];
		if (answer_column_add(column, codes, n, error) < 0)
			return -1;
	}
	talloc_free(stream);
	return more;
}

static int write(const struct single *single, struct answer_totals *totals,
		 struct error *error)
{
	const struct choice_list *list = single->question->list;
	struct answer_column *column;

	if (answer_column_open(single->clean->answers, &single->variable,
			       list ? list->name : NULL, &column, error) < 0)
		return -1;
	for (size_t i = 0; i < single->clean->n_files; i++)
		if (write_part(single, i, column, error) < 0)
			return -1;
	return answer_column_close(column, totals, error);
}

/* How the column was read, and what of it is still unclear. */
static struct clean_reading reading_of(const struct part *part)
{
	struct clean_reading reading = {
		.how = recoder_reading(part->recoder),
	};

	for (size_t i = 0; i < part->raw->n_values; i++) {
		if (part->outcomes[i].rule != RECODE_UNCLEAR ||
		    !part->raw->counts[i])
			continue;
		reading.n_unclear += part->raw->counts[i];
		if (!reading.example)
			reading.example = part->raw->values[i];
	}
	return reading;
}

int clean_single(struct clean *clean, size_t question,
		 struct answer_totals *totals, struct error *error)
{
	const struct question *asked = &clean->codebook->questions[question];
	struct single single = {
		.clean = clean,
		.question = asked,
		.parts = memory_array(clean->scratch, struct part,
				      clean->n_files),
		.variable = { .name = asked->name,
			      .question = asked->name,
			      .type = asked->type },
	};

	for (size_t i = 0; i < clean->n_files; i++)
		if (read_part(&single, i, question, error) < 0)
			return -1;
	settle_parts(&single);
	for (size_t i = 0; i < clean->n_files; i++) {
		recode_values(&single, i);
		if (single.parts[i].raw &&
		    clean_write_reading(clean, &clean->files[i], asked,
					reading_of(&single.parts[i]),
					error) < 0)
			return -1;
	}
	if (asked->list)
		list_choices(&single);
	else
		list_found(&single);
	return write(&single, totals, error);
}
