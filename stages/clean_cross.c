/*
 * Answers of one person that do not go together, by the project's rules with a
 * 'when': who is meant stands in rule_row(rule, sequence, rows), a byte a
 * person, for the quality stage; answers to the questions under 'invalid'
 * become so.
 */
#include "stages/clean.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/answers_editor.h"
#include "pipeline/data/condition_program.h"
#include "pipeline/data/expression.h"

#include <string.h>

/* A question whose answers the rule makes invalid. */
struct victim {
	const struct variable *variable;
	struct answers_editor *editor;
	uint32_t *codes;
	uint64_t *changed; /* by old code, in this file */
	bool has_changed;  /* in this chunk */
	struct answer_totals *totals;
};

struct crossing {
	struct clean *clean;
	const struct answers *answers;
	const struct rule *rule;
	struct condition_program *program;
	struct condition_input *inputs;
	struct answer_cursor **cursors; /* of the inputs */
	size_t n_inputs;
	struct victim *victims;
	struct statement *insert;
	int64_t sequence;
	uint8_t *hits;     /* of the chunk */
	uint64_t n_marked; /* in this file */
	size_t file;       /* that the next row belongs to */
	uint64_t row;      /* of that file */
};

/* ---- the condition ---- */

static int bad_condition(const struct rule *rule, const char *what,
			 struct error *error)
{
	return error_set(error, ERROR_PROJECT, rule->where,
			 "write it as \"age < 16 and works = 'yes'\"",
			 "the rule '%s' has a condition that cannot be "
			 "used: %s",
			 rule->name, what);
}

static int check_names(const struct clean *clean, const struct rule *rule,
		       const struct expression *tree, struct error *error)
{
	if (!tree)
		return 0;
	if (tree->kind == EXPRESSION_QUESTION && !tree->text)
		return bad_condition(rule, "'.' is no question", error);
	if (tree->kind == EXPRESSION_QUESTION &&
	    !codebook_question(clean->codebook, tree->text))
		return bad_condition(rule,
				     memory_format(clean->context->memory,
						   "there is no question '%s'",
						   tree->text),
				     error);
	if (check_names(clean, rule, tree->left, error) < 0)
		return -1;
	return check_names(clean, rule, tree->right, error);
}

static int compile(struct crossing *crossing, struct error *error)
{
	const struct clean *clean = crossing->clean;
	const struct rule *rule = crossing->rule;
	struct condition *condition = memory_new(crossing, struct condition);
	struct expression_fault fault = { 0 };
	struct expression *tree = NULL;

	if (expression_parse(crossing, rule->when, EXPRESSION_LIMESURVEY, &tree,
			     &fault) != EXPRESSION_READ)
		return bad_condition(rule,
				     memory_format(crossing,
						   "%s (at character %zu)",
						   fault.what, fault.character),
				     error);
	if (check_names(clean, rule, tree, error) < 0)
		return -1;
	condition->text = rule->when;
	condition->where = rule->where;
	condition->tree = tree;
	crossing->program = condition_program_new(
		crossing, crossing->answers, clean->codebook, NULL, condition);
	return 0;
}

/* ---- columns ---- */

static int open_inputs(struct crossing *crossing, struct error *error)
{
	crossing->inputs = condition_program_inputs(crossing->program,
						    &crossing->n_inputs);
	crossing->cursors = memory_array(crossing, struct answer_cursor *,
					 crossing->n_inputs);
	for (size_t i = 0; i < crossing->n_inputs; i++)
		if (answer_cursor_open(crossing, crossing->answers,
				       crossing->inputs[i].variable,
				       &crossing->cursors[i], error) < 0)
			return -1;
	return 0;
}

static int open_victims(struct crossing *crossing, struct answer_totals *totals,
			struct error *error)
{
	const struct codebook *codebook = crossing->clean->codebook;
	const struct rule *rule = crossing->rule;

	crossing->victims =
		memory_array(crossing, struct victim, rule->n_variables);
	for (size_t i = 0; i < rule->n_variables; i++) {
		struct victim *victim = &crossing->victims[i];
		const struct question *question =
			codebook_question(codebook, rule->variables[i]);

		victim->variable =
			answers_variable(crossing->answers, question->name);
		victim->totals = &totals[question - codebook->questions];
		victim->codes = memory_array(crossing, uint32_t, ANSWER_ROWS);
		victim->changed =
			memory_array(crossing, uint64_t,
				     ANSWER_FIRST + victim->variable->n_values);
		if (answers_editor_open(crossing, crossing->answers,
					victim->variable, &victim->editor,
					error) < 0)
			return -1;
	}
	return 0;
}

static int read_inputs(struct crossing *crossing, size_t n, struct error *error)
{
	for (size_t i = 0; i < crossing->n_inputs; i++) {
		struct condition_input *input = &crossing->inputs[i];
		struct answer_codes codes = { 0 };

		if (answer_cursor_next(crossing->cursors[i], &codes, error) < 0)
			return -1;
		for (size_t row = 0; row < n && row < codes.n; row++)
			input->codes[row] = answer_code(&codes, row);
	}
	return 0;
}

static int read_victims(struct crossing *crossing, struct error *error)
{
	for (size_t i = 0; i < crossing->rule->n_variables; i++) {
		struct victim *victim = &crossing->victims[i];
		size_t n;

		if (answers_editor_next(victim->editor, victim->codes, &n,
					error) < 0)
			return -1;
	}
	return 0;
}

/* ---- rows ---- */

static bool is_for(const struct rule *rule, const struct clean_file *file)
{
	for (size_t i = 0; i < rule->n_sources; i++)
		if (!strcmp(rule->sources[i], file->name))
			return true;
	return !rule->n_sources;
}

/* A question that the file does not have is not known, rather than empty. */
static void mark_absent(struct crossing *crossing,
			const struct clean_file *file, size_t from, size_t to)
{
	for (size_t i = 0; i < crossing->n_inputs; i++) {
		struct condition_input *input = &crossing->inputs[i];

		if (clean_has_variable(crossing->clean, file, input->variable))
			continue;
		for (size_t row = from; row < to; row++)
			input->codes[row] = CONDITION_ABSENT;
	}
}

static void note_file(struct crossing *crossing, const struct clean_file *file)
{
	struct clean_note note = { .rule = RECODE_RANGE,
				   .own = crossing->rule,
				   .source = file->name,
				   .to = "marked",
				   .n = crossing->n_marked };

	crossing->n_marked = 0;
	if (!crossing->rule->n_variables)
		clean_note(crossing->clean, note);
	note.to = missing_name(MISSING_INVALID);
	for (size_t i = 0; i < crossing->rule->n_variables; i++) {
		struct victim *victim = &crossing->victims[i];

		note.variable = victim->variable->name;
		for (size_t code = 0; code < victim->variable->n_values;
		     code++) {
			note.from = victim->variable->values[code].name;
			note.n = victim->changed[ANSWER_FIRST + code];
			victim->changed[ANSWER_FIRST + code] = 0;
			clean_note(crossing->clean, note);
		}
	}
}

static void invalidate(struct crossing *crossing, size_t row)
{
	for (size_t i = 0; i < crossing->rule->n_variables; i++) {
		struct victim *victim = &crossing->victims[i];
		uint32_t code = victim->codes[row];

		if (code < ANSWER_FIRST)
			continue;
		victim->codes[row] = MISSING_INVALID;
		victim->changed[code]++;
		victim->has_changed = true;
		victim->totals->n_answered--;
		victim->totals->n_missing[MISSING_INVALID]++;
	}
}

/* WORK on each part of the next N rows that is of one file. */
static void each_file(struct crossing *crossing, size_t n,
		      void (*work)(struct crossing *crossing,
				   const struct clean_file *file, size_t from,
				   size_t to))
{
	const struct clean *clean = crossing->clean;
	size_t file = crossing->file, from = 0;
	uint64_t row = crossing->row;

	while (from < n && file < clean->n_files) {
		uint64_t left = clean->files[file].n_kept - row;
		size_t part = n - from < left ? n - from : (size_t)left;

		work(crossing, &clean->files[file], from, from + part);
		from += part;
		row += part;
		if (row == clean->files[file].n_kept) {
			file++;
			row = 0;
		}
	}
}

static void decide(struct crossing *crossing, const struct clean_file *file,
		   size_t from, size_t to)
{
	for (size_t row = from; row < to; row++) {
		crossing->hits[row] =
			crossing->hits[row] && is_for(crossing->rule, file);
		if (!crossing->hits[row])
			continue;
		crossing->n_marked++;
		invalidate(crossing, row);
	}
	note_file(crossing, file);
}

static void move_on(struct crossing *crossing, size_t n)
{
	const struct clean *clean = crossing->clean;

	crossing->row += n;
	while (crossing->file < clean->n_files &&
	       crossing->row >= clean->files[crossing->file].n_kept)
		crossing->row -= clean->files[crossing->file++].n_kept;
}

static int write_chunk(struct crossing *crossing, size_t n, struct error *error)
{
	for (size_t i = 0; i < crossing->rule->n_variables; i++) {
		struct victim *victim = &crossing->victims[i];

		if (victim->has_changed &&
		    answers_editor_replace(victim->editor, victim->codes,
					   error) < 0)
			return -1;
		victim->has_changed = false;
	}
	statement_bind(crossing->insert, 1, value_text(crossing->rule->name));
	statement_bind(crossing->insert, 2, value_integer(crossing->sequence));
	statement_bind_blob(crossing->insert, 3, crossing->hits, n);
	return statement_run(crossing->insert, error);
}

static int cross_chunk(struct crossing *crossing, size_t n, struct error *error)
{
	const unsigned char *truth;

	if (read_inputs(crossing, n, error) < 0 ||
	    read_victims(crossing, error) < 0)
		return -1;
	each_file(crossing, n, mark_absent);
	truth = condition_program_run(crossing->program, n);
	for (size_t row = 0; row < n; row++)
		crossing->hits[row] = truth[row] == TRUTH_TRUE;
	each_file(crossing, n, decide);
	move_on(crossing, n);
	return write_chunk(crossing, n, error);
}

static int cross(struct clean *clean, const struct answers *answers,
		 const struct rule *rule, struct answer_totals *totals,
		 struct error *error)
{
	struct crossing *crossing =
		memory_new(clean->context->memory, struct crossing);
	uint64_t left = answers->n_rows;

	crossing->clean = clean;
	crossing->answers = answers;
	crossing->rule = rule;
	crossing->hits = memory_array(crossing, uint8_t, ANSWER_ROWS);
	if (compile(crossing, error) < 0 || open_inputs(crossing, error) < 0 ||
	    open_victims(crossing, totals, error) < 0 ||
	    statement_prepare(clean->store,
			      "INSERT INTO rule_row(rule, sequence, rows)"
			      " VALUES(?1, ?2, ?3)",
			      &crossing->insert, error) < 0)
		return -1;
	talloc_reparent(clean->store, crossing, crossing->insert);
	for (; left; crossing->sequence++) {
		size_t n = left < ANSWER_ROWS ? (size_t)left : ANSWER_ROWS;

		if (cross_chunk(crossing, n, error) < 0)
			return -1;
		left -= n;
	}
	if (clean_notes_flush(clean, error) < 0)
		return -1;
	talloc_free(crossing);
	return 0;
}

int clean_cross(struct clean *clean, struct answer_totals *totals,
		struct error *error)
{
	const struct project *project = clean->context->project;
	struct answers *answers;

	if (database_execute(clean->store,
			     "DROP TABLE IF EXISTS rule_row;"
			     "CREATE TABLE rule_row(rule TEXT NOT NULL,"
			     " sequence INTEGER NOT NULL, rows BLOB NOT NULL)",
			     error) < 0 ||
	    answers_open_all(clean->context->memory, clean->store, &answers,
			     error) < 0)
		return -1;
	for (size_t i = 0; i < project->n_rules; i++)
		if (project->rules[i].kind == RULE_CROSS &&
		    cross(clean, answers, &project->rules[i], totals, error) <
			    0)
			return -1;
	return 0;
}
