#include "stages/link.h"

#include "pipeline/core/memory.h"
#include "stages/stages.h"

static uint64_t count_cases(const struct link *link, enum link_outcome outcome,
			    size_t *first)
{
	uint64_t n = 0;

	for (size_t i = link->n_cases; i-- > 0;)
		if (link->cases[i].outcome == outcome) {
			*first = i;
			n++;
		}
	return n;
}

/* A warning for a kind of case that the project might settle. */
static void warn_of(const struct link *link, enum link_outcome outcome,
		    const char *what, const char *key)
{
	size_t first = 0;
	uint64_t n = count_cases(link, outcome, &first);
	const struct link_sheet *sheet;

	if (!n)
		return;
	sheet = &link->sheets[link->cases[first].sheet];
	stage_warn(link->context,
		   memory_format(link, "%s:%u", link->files[sheet->file].path,
				 sheet->line),
		   "%s, here and in %llu more cases: not matched; see the "
		   "table link_match and '%s' of 'instruments'",
		   what, (unsigned long long)(n - 1), key);
}

static void warn(const struct link *link)
{
	warn_of(link, LINK_AMBIGUOUS, "a code fits several people", "confirm");
	warn_of(link, LINK_DUPLICATE,
		"a code stands more than once in an instrument", "duplicates");
	warn_of(link, LINK_SUGGESTED, "two codes are nearly the same",
		"confirm");
	if (link->n_without_code)
		stage_warn(link->context, NULL,
			   "%llu answers have no code and are not matched",
			   (unsigned long long)link->n_without_code);
}

static uint64_t count_met(const struct link *link)
{
	uint64_t n = 0;

	for (size_t i = 0; i < link->n_units; i++)
		n += (link->unit_seen_in[i] & (link->unit_seen_in[i] - 1)) != 0;
	return n;
}

static int run_link(struct stage_context *context, struct error *error)
{
	struct link *link = memory_new(context->memory, struct link);

	link->context = context;
	link->settings = context->project->instruments;
	if (link->settings &&
	    (link_read(link, error) < 0 || link_match(link, error) < 0))
		return -1;
	if (link_write(link, error) < 0 ||
	    link_write_attrition(link, error) < 0)
		return -1;
	context->rows.read = (int64_t)link->n_answers;
	context->rows.kept = (int64_t)(link->n_answers - link->n_without_code);
	context->rows.set_aside = (int64_t)link->n_without_code;
	if (!link->settings)
		return 0;
	warn(link);
	stage_note(context,
		   "%llu answers of %u %s in %zu instruments, %llu met again",
		   (unsigned long long)link->n_answers, link->n_units,
		   link->settings->is_organisation ? "organisations" : "people",
		   link->n_instruments, (unsigned long long)count_met(link));
	return 0;
}

static const struct artifact inputs[] = {
	{ "source", ARTIFACT_TABLE },
	{ "source_column", ARTIFACT_TABLE },
	{ "dict", ARTIFACT_TABLE },
	{ "chunk", ARTIFACT_TABLE },
	{ "token", ARTIFACT_TABLE },
	{ "row_kept", ARTIFACT_TABLE },
	{ "variable", ARTIFACT_TABLE },
	{ "variable_value", ARTIFACT_TABLE },
	{ "answer_chunk", ARTIFACT_TABLE },
	{ "excluded_rows", ARTIFACT_TABLE },
	{ "register_rows", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const struct artifact outputs[] = {
	{ "link", ARTIFACT_TABLE },      { "link_match", ARTIFACT_TABLE },
	{ "link_rule", ARTIFACT_TABLE }, { "attrition", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const char *const keys[] = { "instruments", "sources", NULL };

const struct stage stage_link = {
	.name = "link",
	.summary = "match the answers of one person over instruments and waves",
	.version = 1,
	.inputs = inputs,
	.outputs = outputs,
	.keys = keys,
	.run = run_link,
};
