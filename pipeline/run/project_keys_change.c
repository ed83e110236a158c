/* The keys of the project file about the same people over time. */
#include "pipeline/run/project_keys.h"

static const char *const units[] = { "respondent", "organisation", NULL };
static const char *const tolerances[] = {
	"exact", "blanks", "case", "punctuation", "accents", "lookalikes", NULL
};
static const char *const duplicates[] = { "apart", "last", NULL };
static const char *const results[] = { "all", "last_wave", NULL };

const struct schema_key project_instruments_keys[] = {
	{ .name = "order",
	  .kind = SCHEMA_TEXTS,
	  .help = "instruments, first to last: [pre, post, followup]; default: "
		  "as the sources and their waves come" },
	{ .name = "times",
	  .kind = SCHEMA_TEXTS,
	  .help = "when each was, in months or years: [0, 3, 12]; default: "
		  "1, 2, 3" },
	{ .name = "unit",
	  .kind = SCHEMA_CHOICE,
	  .choices = units,
	  .help = "what is met again: respondent (default, by the column "
		  "'respondent' of the sources) or organisation" },
	{ .name = "organisation",
	  .kind = SCHEMA_TEXT,
	  .help = "column with the organisation's name or code" },
	{ .name = "tolerance",
	  .kind = SCHEMA_CHOICE,
	  .choices = tolerances,
	  .help = "how unlike two codes of one person may be: exact, blanks, "
		  "case, punctuation, accents, lookalikes (default); each "
		  "takes in those before" },
	{ .name = "duplicates",
	  .kind = SCHEMA_CHOICE,
	  .choices = duplicates,
	  .help = "one code on several sheets of an instrument: apart "
		  "(default: nobody is matched) or last (the last counts)" },
	{ .name = "results",
	  .kind = SCHEMA_CHOICE,
	  .choices = results,
	  .help = "what all but change describes: all answers (default), or "
		  "last_wave" },
	{ .name = "confirm",
	  .kind = SCHEMA_TEXTS,
	  .help = "sheets of one person: [\"before.csv:12 = after.csv:40\"]" },
	{ .name = "apart",
	  .kind = SCHEMA_TEXTS,
	  .help = "sheets that are not, written likewise" },
	{ .name = "by",
	  .kind = SCHEMA_TEXTS,
	  .help = "questions that make the groups of the attrition table" },
	{ .name = NULL },
};

static const struct schema_key scale[] = {
	{ .name = "questions",
	  .kind = SCHEMA_TEXTS,
	  .is_required = true,
	  .help = "whose mean it is: [q1, q2, q3]" },
	{ .name = "title",
	  .kind = SCHEMA_TRANSLATED,
	  .help = "what reports call it; default its name" },
	{ .name = NULL },
};

static const struct schema_key kirkpatrick[] = {
	{ .name = "reaction",
	  .kind = SCHEMA_TEXTS,
	  .help = "questions on how people liked it" },
	{ .name = "learning",
	  .kind = SCHEMA_TEXTS,
	  .help = "questions on what they learnt" },
	{ .name = "behaviour",
	  .kind = SCHEMA_TEXTS,
	  .help = "questions on what they do otherwise" },
	{ .name = "results",
	  .kind = SCHEMA_TEXTS,
	  .help = "questions on what has come of it" },
	{ .name = NULL },
};

const struct schema_key project_change_keys[] = {
	{ .name = "questions",
	  .kind = SCHEMA_TEXTS,
	  .help = "questions to compare, asked in several instruments" },
	{ .name = "scales",
	  .kind = SCHEMA_NAMED_GROUPS,
	  .keys = scale,
	  .help = "means of several questions to compare, by name" },
	{ .name = "then",
	  .kind = SCHEMA_TEXT,
	  .help = "question that looks back: \"then_{question}\"" },
	{ .name = "by",
	  .kind = SCHEMA_TEXTS,
	  .help = "questions that make the groups: [gender]" },
	{ .name = "minimum_n",
	  .kind = SCHEMA_INTEGER,
	  .minimum = 2,
	  .maximum = 1000,
	  .help = "people below which only counts are shown; default 10" },
	{ .name = "confidence",
	  .kind = SCHEMA_NUMBER,
	  .minimum = 0.5,
	  .maximum = 0.9999,
	  .help = "level of the intervals; default 0.95" },
	{ .name = "minimum",
	  .kind = SCHEMA_NUMBER,
	  .minimum = -1e6,
	  .maximum = 1e6,
	  .help = "lowest answer possible; default: as the answers have it" },
	{ .name = "maximum",
	  .kind = SCHEMA_NUMBER,
	  .minimum = -1e6,
	  .maximum = 1e6,
	  .help = "highest answer possible; default likewise" },
	{ .name = "reliability",
	  .kind = SCHEMA_TEXT,
	  .help = "for reliable change: alpha (default; of scales only), icc, "
		  "or a number such as 0.85" },
	{ .name = "kirkpatrick",
	  .kind = SCHEMA_GROUP,
	  .keys = kirkpatrick,
	  .help = "questions by level of evaluation" },
	{ .name = NULL },
};
