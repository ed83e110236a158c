#include "pipeline/data/condition_program.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/condition_private.h"

#include <string.h>

/* Room for the rows of each level of the tree, made when first needed. */
static unsigned char *level_rows(struct condition_program *program,
				 size_t level)
{
	while (program->n_levels <= level)
		memory_append(
			program, program->levels, unsigned char *,
			program->n_levels,
			memory_array(program, unsigned char, ANSWER_ROWS));
	return program->levels[level];
}

static void run_table(const struct condition_program *program,
		      const struct condition_node *node, unsigned char *out,
		      size_t n)
{
	const uint32_t *codes = program->inputs[node->input].codes;

	for (size_t i = 0; i < n; i++)
		out[i] = node->table[codes[i]];
}

/* Ticked boxes of a row, compared with the node's constant by table. */
static void run_count(const struct condition_program *program,
		      const struct condition_node *node, unsigned char *out,
		      size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t ticked = 0;
		bool is_unknown = false;

		for (size_t j = 0; j < node->n_inputs; j++) {
			uint32_t code =
				program->inputs[node->input + j].codes[i];

			ticked += code == ANSWER_FIRST + 1;
			is_unknown |= code == MISSING_INVALID ||
				      code == CONDITION_ABSENT;
		}
		out[i] = is_unknown ? TRUTH_UNKNOWN : node->table[ticked];
	}
}

static void run_pair(const struct condition_program *program,
		     const struct condition_node *node, unsigned char *out,
		     size_t n)
{
	const uint32_t *left = program->inputs[node->input].codes;
	const uint32_t *right = program->inputs[node->other].codes;

	for (size_t i = 0; i < n; i++)
		out[i] =
			condition_compare(node->compare, &node->values[left[i]],
					  &node->other_values[right[i]]);
}

static void run(struct condition_program *program,
		const struct condition_node *node, size_t level, size_t n);

/* Both bits of each side at once; false is bit 0, true is bit 1. */
static void run_both(struct condition_program *program,
		     const struct condition_node *node, size_t level, size_t n)
{
	unsigned char *out, *other;
	unsigned strong =
		node->kind == CONDITION_AND ? TRUTH_FALSE : TRUTH_TRUE;
	unsigned weak = TRUTH_UNKNOWN - strong;

	run(program, node->left, level, n);
	run(program, node->right, level + 1, n);
	out = level_rows(program, level);
	other = level_rows(program, level + 1);
	for (size_t i = 0; i < n; i++)
		out[i] = (unsigned char)(((out[i] | other[i]) & strong) |
					 (out[i] & other[i] & weak));
}

static void run_not(struct condition_program *program,
		    const struct condition_node *node, size_t level, size_t n)
{
	static const unsigned char turned[] = { 0, TRUTH_TRUE, TRUTH_FALSE,
						TRUTH_UNKNOWN };
	unsigned char *out;

	run(program, node->left, level, n);
	out = level_rows(program, level);
	for (size_t i = 0; i < n; i++)
		out[i] = turned[out[i]];
}

/* Level LEVEL's rows get the node's truth. */
static void run(struct condition_program *program,
		const struct condition_node *node, size_t level, size_t n)
{
	unsigned char *out = level_rows(program, level);

	switch (node->kind) {
	case CONDITION_CONSTANT:
		memset(out, (int)node->truth, n);
		break;
	case CONDITION_TABLE:
		run_table(program, node, out, n);
		break;
	case CONDITION_COUNT:
		run_count(program, node, out, n);
		break;
	case CONDITION_PAIR:
		run_pair(program, node, out, n);
		break;
	case CONDITION_NOT:
		run_not(program, node, level, n);
		break;
	case CONDITION_AND:
	case CONDITION_OR:
	default:
		run_both(program, node, level, n);
	}
}

const unsigned char *condition_program_run(struct condition_program *program,
					   size_t n)
{
	run(program, program->root, 0, n);
	return level_rows(program, 0);
}

struct condition_input *
condition_program_inputs(const struct condition_program *program, size_t *n)
{
	*n = program->n_inputs;
	return program->inputs;
}

bool condition_program_decides(const struct condition_program *program)
{
	return program->root->kind != CONDITION_CONSTANT ||
	       program->root->truth == TRUTH_FALSE;
}
