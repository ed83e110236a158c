/*
 * After all answers are written: those that were skipped become "not shown"
 * where the question's condition did not hold, and those that break its
 * constraint become invalid.  Answers to questions that were not to be shown
 * stay, with a warning: which of the two is wrong only a person can say.
 */
#include "stages/clean.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/answers_editor.h"
#include "pipeline/data/condition_program.h"

#include <string.h>

/* One of the variables that hold the question's answers. */
struct target {
	const struct variable *variable;
	struct answers_editor *editor;
	uint32_t *codes;
	bool has_changed;  /* in this chunk */
	uint64_t *changed; /* by old code, in this segment */
	struct answer_totals totals;
};

/* Rows of a chunk that come from one file. */
struct segment {
	const struct clean_file *file;
	size_t from, to;
};

/* One question under its condition or its constraint. */
struct deciding {
	struct clean *clean;
	const struct answers *answers;
	const struct question *question;
	enum recode_rule rule; /* RECODE_ROUTED or RECODE_CONSTRAINT */
	enum missing_kind outcome;
	void *memory;
	struct condition_program *program;
	struct condition_input *inputs;
	struct answer_cursor **cursors; /* of the inputs */
	size_t n_inputs;
	struct target *targets;
	size_t n_targets;
	struct segment *segments; /* of the chunk */
	size_t n_segments;
	size_t file;       /* that the next row belongs to */
	uint64_t row;      /* of that file */
	uint64_t n_strays; /* answers to what was not to be shown */
};

static int open_inputs(struct deciding *deciding, struct error *error)
{
	deciding->inputs = condition_program_inputs(deciding->program,
						    &deciding->n_inputs);
	deciding->cursors = memory_array(
		deciding->memory, struct answer_cursor *, deciding->n_inputs);
	for (size_t i = 0; i < deciding->n_inputs; i++)
		if (answer_cursor_open(deciding->memory, deciding->answers,
				       deciding->inputs[i].variable,
				       &deciding->cursors[i], error) < 0)
			return -1;
	return 0;
}

static int open_targets(struct deciding *deciding, struct error *error)
{
	const struct answers *answers = deciding->answers;

	for (size_t i = 0; i < answers->n_variables; i++) {
		struct target target = { .variable = &answers->variables[i] };

		if (strcmp(target.variable->question, deciding->question->name))
			continue;
		target.codes =
			memory_array(deciding->memory, uint32_t, ANSWER_ROWS);
		target.changed =
			memory_array(deciding->memory, uint64_t,
				     ANSWER_FIRST + target.variable->n_values);
		if (answers_editor_open(deciding->memory, answers,
					target.variable, &target.editor,
					error) < 0)
			return -1;
		memory_append(deciding->memory, deciding->targets,
			      struct target, deciding->n_targets, target);
	}
	return 0;
}

bool clean_has_variable(const struct clean *clean,
			const struct clean_file *file,
			const struct variable *variable)
{
	const struct question *question =
		codebook_question(clean->codebook, variable->question);
	const struct match *match;

	if (!question)
		return true;
	match = &file->match->questions[question - clean->codebook->questions];
	if (!match->choices || !variable->choice)
		return match->column != MATCH_NONE;
	for (size_t i = 0; i < question->list->n_choices; i++)
		if (!strcmp(question->list->choices[i].name, variable->choice))
			return match->choices[i] != MATCH_NONE;
	return false;
}

/* Cut the next N rows where one file ends and the next begins. */
static void cut(struct deciding *deciding, size_t n)
{
	const struct clean *clean = deciding->clean;
	size_t from = 0;

	deciding->n_segments = 0;
	while (from < n && deciding->file < clean->n_files) {
		const struct clean_file *file = &clean->files[deciding->file];
		uint64_t left = file->n_kept - deciding->row;
		size_t part = n - from < left ? n - from : (size_t)left;

		if (part)
			deciding->segments[deciding->n_segments++] =
				(struct segment){ file, from, from + part };
		from += part;
		deciding->row += part;
		if (deciding->row == file->n_kept) {
			deciding->file++;
			deciding->row = 0;
		}
	}
}

static void mark_absent(const struct deciding *deciding,
			const struct condition_input *input)
{
	for (size_t i = 0; i < deciding->n_segments; i++) {
		const struct segment *segment = &deciding->segments[i];

		if (clean_has_variable(deciding->clean, segment->file,
				       input->variable))
			continue;
		for (size_t row = segment->from; row < segment->to; row++)
			input->codes[row] = CONDITION_ABSENT;
	}
}

static int uneven(const struct deciding *deciding, struct error *error)
{
	return error_set(error, ERROR_FAILED,
			 database_path(deciding->clean->store),
			 "run the project again with 'divario run'",
			 "the cleaned answers are damaged: columns differ in "
			 "length");
}

/* The next chunk of targets and inputs: 1, or 0 at the end. */
static int read_chunk(struct deciding *deciding, size_t *n, struct error *error)
{
	size_t length = 0;
	int more = 0;

	for (size_t i = 0; i < deciding->n_targets; i++) {
		struct target *target = &deciding->targets[i];

		more = answers_editor_next(target->editor, target->codes,
					   &length, error);
		if (more <= 0)
			return more;
		if (i && length != *n)
			return uneven(deciding, error);
		*n = length;
	}
	cut(deciding, *n);
	for (size_t i = 0; i < deciding->n_inputs; i++) {
		struct condition_input *input = &deciding->inputs[i];
		struct answer_codes codes = { 0 };

		if (answer_cursor_next(deciding->cursors[i], &codes, error) < 0)
			return -1;
		if (codes.n != *n)
			return uneven(deciding, error);
		for (size_t row = 0; row < codes.n; row++)
			input->codes[row] = answer_code(&codes, row);
		mark_absent(deciding, input);
	}
	return more;
}

/* Boxes that are all empty are no answer: some tools write 0 for not shown. */
static bool is_answered(const struct deciding *deciding, size_t row)
{
	for (size_t i = 0; i < deciding->n_targets; i++) {
		const struct target *target = &deciding->targets[i];
		bool is_box = target->variable->choice != NULL;

		if (target->codes[row] >= ANSWER_FIRST + (uint32_t)is_box)
			return true;
	}
	return false;
}

static void change(struct deciding *deciding, struct target *target, size_t row)
{
	target->changed[target->codes[row]]++;
	target->codes[row] = deciding->outcome;
	target->has_changed = true;
}

/* A row for which the condition does not hold. */
static void decide_row(struct deciding *deciding, size_t row)
{
	bool has_answer = is_answered(deciding, row);
	bool is_routed = deciding->rule == RECODE_ROUTED;

	deciding->n_strays += is_routed && has_answer;
	if (is_routed == has_answer)
		return;
	for (size_t i = 0; i < deciding->n_targets; i++) {
		struct target *target = &deciding->targets[i];
		uint32_t code = target->codes[row];

		if (code >= ANSWER_FIRST ||
		    (is_routed && code == MISSING_SKIPPED))
			change(deciding, target, row);
	}
}

static const char *code_name(const struct variable *variable, size_t code)
{
	return code < ANSWER_FIRST ? missing_name((enum missing_kind)code)
				   : variable->values[code - ANSWER_FIRST].name;
}

static void note_changes(struct deciding *deciding,
			 const struct segment *segment,
			 const struct target *target)
{
	size_t n = ANSWER_FIRST + target->variable->n_values;

	for (size_t code = 0; code < n; code++) {
		if (!target->changed[code])
			continue; /* codes that no answer has among them */
		struct clean_note note = {
			.rule = deciding->rule,
			.source = segment->file->name,
			.variable = target->variable->name,
			.from = code_name(target->variable, code),
			.to = missing_name(deciding->outcome),
			.n = target->changed[code],
		};

		clean_note(deciding->clean, note);
		target->changed[code] = 0;
	}
}

static void decide_rows(struct deciding *deciding, const unsigned char *truth)
{
	for (size_t i = 0; i < deciding->n_segments; i++) {
		const struct segment *segment = &deciding->segments[i];

		for (size_t row = segment->from; row < segment->to; row++)
			if (truth[row] == TRUTH_FALSE)
				decide_row(deciding, row);
		for (size_t j = 0; j < deciding->n_targets; j++)
			if (deciding->targets[j].has_changed)
				note_changes(deciding, segment,
					     &deciding->targets[j]);
	}
}

static int put_back(struct target *target, size_t n, struct error *error)
{
	for (size_t i = 0; i < n; i++) {
		if (target->codes[i] < ANSWER_FIRST)
			target->totals.n_missing[target->codes[i]]++;
		else
			target->totals.n_answered++;
	}
	if (!target->has_changed)
		return 0;
	target->has_changed = false;
	return answers_editor_replace(target->editor, target->codes, error);
}

static int decide_all(struct deciding *deciding, struct error *error)
{
	size_t n = 0;
	int more;

	while ((more = read_chunk(deciding, &n, error)) > 0) {
		decide_rows(deciding,
			    condition_program_run(deciding->program, n));
		for (size_t i = 0; i < deciding->n_targets; i++)
			if (put_back(&deciding->targets[i], n, error) < 0)
				return -1;
	}
	return more;
}

/* The question was answered as often as its most answered choice. */
static void take_totals(const struct deciding *deciding,
			struct answer_totals *totals)
{
	for (size_t i = 0; i < deciding->n_targets; i++) {
		const struct answer_totals *one = &deciding->targets[i].totals;

		if (!i || one->n_answered >= totals->n_answered)
			*totals = *one;
	}
}

static int decide(struct deciding *deciding, struct answer_totals *totals,
		  struct error *error)
{
	struct clean *clean = deciding->clean;

	deciding->segments =
		memory_array(deciding->memory, struct segment, clean->n_files);
	if (!condition_program_decides(deciding->program))
		return 0;
	if (open_inputs(deciding, error) < 0 ||
	    open_targets(deciding, error) < 0)
		return -1;
	if (!deciding->n_targets)
		return 0;
	if (decide_all(deciding, error) < 0)
		return -1;
	take_totals(deciding, totals);
	if (deciding->n_strays)
		stage_warn(clean->context, deciding->question->shown->where,
			   "%llu answers to '%s' stand though it was not to be "
			   "shown: they are kept",
			   (unsigned long long)deciding->n_strays,
			   deciding->question->name);
	return clean_notes_flush(clean, error);
}

static int decide_by(struct clean *clean, const struct answers *answers,
		     size_t index, enum recode_rule rule,
		     struct answer_totals *totals, struct error *error)
{
	const struct question *question = &clean->codebook->questions[index];
	bool is_routed = rule == RECODE_ROUTED;
	const struct condition *condition =
		is_routed ? question->shown : question->valid;
	struct deciding deciding = {
		.clean = clean,
		.answers = answers,
		.question = question,
		.rule = rule,
		.outcome = is_routed ? MISSING_NOT_SHOWN : MISSING_INVALID,
		.memory = clean->scratch,
	};
	int result;

	if (!condition)
		return 0;
	deciding.program = condition_program_new(
		clean->scratch, answers, clean->codebook, question, condition);
	result = decide(&deciding, totals, error);
	talloc_free_children(clean->scratch);
	return result;
}

static void warn_of_remarks(struct clean *clean)
{
	const struct codebook *codebook = clean->codebook;

	if (codebook->n_remarks == 1)
		stage_warn(clean->context, codebook->remarks[0].where, "%s",
			   codebook->remarks[0].what);
	else if (codebook->n_remarks)
		stage_warn(clean->context, codebook->remarks[0].where,
			   "%s (and %zu more of the codebook's conditions need "
			   "a look: 'divario check' lists them)",
			   codebook->remarks[0].what, codebook->n_remarks - 1);
}

int clean_conditions(struct clean *clean, struct answer_totals *totals,
		     struct error *error)
{
	struct answers *answers;

	warn_of_remarks(clean);
	if (answers_open_all(clean->context->memory, clean->store, &answers,
			     error) < 0)
		return -1;
	for (size_t i = 0; i < clean->codebook->n_questions; i++)
		if (decide_by(clean, answers, i, RECODE_ROUTED, &totals[i],
			      error) < 0 ||
		    decide_by(clean, answers, i, RECODE_CONSTRAINT, &totals[i],
			      error) < 0)
			return -1;
	return 0;
}
