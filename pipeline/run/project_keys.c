#include "pipeline/run/project_keys.h"

#include "pipeline/run/project_weights.h"

static const char *const source_kinds[] = { "questionnaire",
					    "services",
					    "organisations",
					    "territories",
					    "population",
					    "ties",
					    NULL };
static const char *const decimals[] = { ".", ",", NULL };
static const char *const date_orders[] = { "dmy", "mdy", "ymd", NULL };
static const char *const quotes[] = { "double", "single", "none", NULL };
static const char *const escapes[] = { "doubled", "backslash", "none", NULL };
static const char *const layouts[] = { "horizontal", "vertical", NULL };
static const char *const crosshairs[] = { "grand_mean", "median", "midpoint",
					  NULL };

static const struct schema_key about[] = {
	{ .name = "id",
	  .kind = SCHEMA_TEXT,
	  .is_required = true,
	  .help = "short name, the folder of its reports: bwise" },
	{ .name = "title",
	  .kind = SCHEMA_TRANSLATED,
	  .is_required = true,
	  .help = "title of the reports, a text or one for each language" },
	{ .name = "subtitle",
	  .kind = SCHEMA_TRANSLATED,
	  .help = "line under the title" },
	{ .name = "languages",
	  .kind = SCHEMA_TEXTS,
	  .help = "languages of the reports: [en, it]; default en" },
	{ .name = "organisation",
	  .kind = SCHEMA_TEXT,
	  .help = "who publishes" },
	{ .name = "author", .kind = SCHEMA_TEXT, .help = "who wrote it" },
	{ .name = "wave",
	  .kind = SCHEMA_TEXT,
	  .help = "name of the survey wave, for the cover" },
	{ .name = "date",
	  .kind = SCHEMA_DATE,
	  .help = "date of the reports; default the day of "
		  "$SOURCE_DATE_EPOCH, else none" },
	{ .name = "funding",
	  .kind = SCHEMA_TRANSLATED,
	  .help = "funding line on the cover" },
	{ .name = "emblem",
	  .kind = SCHEMA_TEXT,
	  .help = "PNG file for the cover" },
	{ .name = "synthetic",
	  .kind = SCHEMA_YES_NO,
	  .help = "true when the answers are invented; the cover says so" },
	{ .name = NULL },
};

static const struct schema_key source[] = {
	{ .name = "kind",
	  .kind = SCHEMA_CHOICE,
	  .choices = source_kinds,
	  .help = "what the files are: questionnaire (default), or mapping "
		  "files: services, organisations, territories, population, "
		  "ties" },
	{ .name = "title",
	  .kind = SCHEMA_TRANSLATED,
	  .help = "what reports call it; default its name" },
	{ .name = "files",
	  .kind = SCHEMA_TEXTS,
	  .is_required = true,
	  .help = "CSV, .xlsx or SPSS .sav files, with * and ?: "
		  "data/workers-*.csv" },
	{ .name = "codebook",
	  .kind = SCHEMA_TEXT,
	  .help = "of a questionnaire: folder with survey.csv, choices.csv, "
		  "settings.csv, or an XLSForm (.xlsx), REDCap dictionary "
		  "(.csv), LimeSurvey structure (.lss, .txt)" },
	{ .name = "respondent",
	  .kind = SCHEMA_TEXT,
	  .help = "column with the respondent's token" },
	{ .name = "identifiers",
	  .kind = SCHEMA_TEXTS_OR_MAP,
	  .help = "columns that name people: [email], or {email: drop, town: "
		  "keep, code: pseudonym}; one of these words alone is for "
		  "those found; default: pseudonym" },
	{ .name = "wave",
	  .kind = SCHEMA_TEXT_OR_PATTERN,
	  .help = "a name, or {filename: \"workers-([0-9]{4})\"}" },
	{ .name = "instrument",
	  .kind = SCHEMA_TEXT,
	  .help = "pre, then, post or another name, for sources that the "
		  "same people answer; default: the wave" },
	{ .name = "encoding",
	  .kind = SCHEMA_TEXT,
	  .help = "utf-8, windows-1252, latin1 ...; default: found" },
	{ .name = "delimiter",
	  .kind = SCHEMA_CHARACTER,
	  .help = "between cells: \",\" \";\" or tab; default: found" },
	{ .name = "quote",
	  .kind = SCHEMA_CHOICE,
	  .choices = quotes,
	  .help = "around cells: double, single, none; default: found" },
	{ .name = "escape",
	  .kind = SCHEMA_CHOICE,
	  .choices = escapes,
	  .help = "quotes within quotes: doubled, backslash, none; default: "
		  "found" },
	{ .name = "header_lines",
	  .kind = SCHEMA_INTEGER,
	  .minimum = 0,
	  .maximum = 5,
	  .help = "records that name the columns; default: found" },
	{ .name = "preamble_lines",
	  .kind = SCHEMA_INTEGER,
	  .minimum = 0,
	  .maximum = 1000,
	  .help = "lines before those; default: found" },
	{ .name = "sheet",
	  .kind = SCHEMA_TEXT,
	  .help = "of workbooks: the sheet with the answers; default: the "
		  "first" },
	{ .name = "layout",
	  .kind = SCHEMA_CHOICE,
	  .choices = layouts,
	  .help = "vertical: files of two columns, question and answer, one "
		  "respondent each; default: horizontal" },
	{ .name = "decimal",
	  .kind = SCHEMA_CHOICE,
	  .choices = decimals,
	  .help = "\".\" or \",\" in numbers; default: found" },
	{ .name = "date_order",
	  .kind = SCHEMA_CHOICE,
	  .choices = date_orders,
	  .help = "dates such as 3/4/2026: dmy, mdy or ymd; default: found for "
		  "each column" },
	{ .name = "missing",
	  .kind = SCHEMA_TEXTS,
	  .help = "cells that mean no answer: [NA, \"-\"]" },
	{ .name = "rename",
	  .kind = SCHEMA_TEXT_MAP,
	  .help = "column heading: question of the codebook" },
	{ .name = "columns",
	  .kind = SCHEMA_TEXT_MAP,
	  .help = "of mapping files, common name: column heading, where it is "
		  "not found by itself; see config/README.md" },
	{ .name = NULL },
};

static const char *const units[] = { "respondent", "organisation", NULL };
static const char *const tolerances[] = {
	"exact", "blanks", "case", "punctuation", "accents", "lookalikes", NULL
};
static const char *const duplicates[] = { "apart", "last", NULL };

static const struct schema_key instruments[] = {
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

static const struct schema_key skills[] = {
	{ .name = "framework",
	  .kind = SCHEMA_TEXT,
	  .is_required = true,
	  .help = "CSV file with the skills, their areas and labels, or "
		  "digcomp-2.2, digcomp-3.0" },
	{ .name = "current",
	  .kind = SCHEMA_TEXT,
	  .is_required = true,
	  .help = "question of the present level: \"cur_{skill}\"" },
	{ .name = "required",
	  .kind = SCHEMA_TEXT,
	  .help = "question of the level needed: \"req_{skill}\"" },
	{ .name = "future",
	  .kind = SCHEMA_TEXT,
	  .help = "question of the level expected: \"fut_{skill}\"" },
	{ .name = "by",
	  .kind = SCHEMA_CROSSINGS,
	  .help = "questions that make the groups: [country, category], and "
		  "crossed: [country, [country, category]]" },
	{ .name = "minimum_n",
	  .kind = SCHEMA_INTEGER,
	  .minimum = 2,
	  .maximum = 1000,
	  .help = "answers below which only counts are shown; default 10" },
	{ .name = "confidence",
	  .kind = SCHEMA_NUMBER,
	  .minimum = 0.5,
	  .maximum = 0.9999,
	  .help = "level of the intervals; default 0.95" },
	{ .name = "crosshair",
	  .kind = SCHEMA_CHOICE,
	  .choices = crosshairs,
	  .help = "where the quadrants cross: grand_mean (default), median, "
		  "midpoint" },
	{ .name = NULL },
};

static const struct schema_key profile[] = {
	{ .name = "questions",
	  .kind = SCHEMA_TEXTS,
	  .help = "questions to describe; default: all with choices" },
	{ .name = NULL },
};

static const struct schema_key analyses[] = {
	{ .name = "skills",
	  .kind = SCHEMA_GROUP,
	  .keys = skills,
	  .help = "skill gaps" },
	{ .name = "profile",
	  .kind = SCHEMA_GROUP,
	  .keys = profile,
	  .help = "who answered" },
	{ .name = "weights",
	  .kind = SCHEMA_GROUP,
	  .keys = project_weights_keys,
	  .help = "let the answers stand for the whole population" },
	{ .name = NULL },
};

/* Three is the least that public statistics allow (design/methods.md). */
static const struct schema_key disclosure[] = {
	{ .name = "threshold",
	  .kind = SCHEMA_INTEGER,
	  .minimum = 3,
	  .maximum = 1000,
	  .help = "people below which a cell is not published; at least 3, "
		  "default 5" },
	{ .name = NULL },
};

static const struct schema_key limits[] = {
	{ .name = "quarantine",
	  .kind = SCHEMA_NUMBER,
	  .minimum = 0,
	  .maximum = 1,
	  .help = "share of records that may be set aside; default 0.05" },
	{ .name = NULL },
};

static const struct schema_key rule[] = {
	{ .name = "name",
	  .kind = SCHEMA_TEXT,
	  .is_required = true,
	  .help = "what the ledger calls it" },
	{ .name = "reason",
	  .kind = SCHEMA_TEXT,
	  .is_required = true,
	  .help = "why, for the ledger and the report" },
	{ .name = "questions",
	  .kind = SCHEMA_TEXTS,
	  .help = "which it is for: choices, numbers or dates" },
	{ .name = "sources",
	  .kind = SCHEMA_TEXTS,
	  .help = "which it is for; default: all" },
	{ .name = "minimum",
	  .kind = SCHEMA_NUMBER,
	  .minimum = -1e15,
	  .maximum = 1e15,
	  .help = "a smaller number is invalid" },
	{ .name = "maximum",
	  .kind = SCHEMA_NUMBER,
	  .minimum = -1e15,
	  .maximum = 1e15,
	  .help = "a greater number is invalid" },
	{ .name = "pattern",
	  .kind = SCHEMA_TEXT,
	  .help = "regular expression; a cell that is not like it as a "
		  "whole is invalid" },
	{ .name = "lookup",
	  .kind = SCHEMA_TEXT,
	  .help = "CSV file with the columns value and becomes; a cell that "
		  "is not in it is invalid" },
	{ .name = "recode",
	  .kind = SCHEMA_TEXT_MAP,
	  .help = "cell: what to read in its place" },
	{ .name = "when",
	  .kind = SCHEMA_TEXT,
	  .help = "answers that do not go together: \"age < 16 and works = "
		  "'yes'\"" },
	{ .name = "invalid",
	  .kind = SCHEMA_TEXTS,
	  .help = "questions whose answers 'when' makes invalid; default: "
		  "none, people are flagged only" },
	{ .name = NULL },
};

static const struct schema_key quality[] = {
	{ .name = "exclude",
	  .kind = SCHEMA_TEXTS,
	  .help = "marks that leave people out of the results: "
		  "[straight_lining]; default: none" },
	{ .name = "least_items",
	  .kind = SCHEMA_INTEGER,
	  .minimum = 3,
	  .maximum = 1000,
	  .help = "answers that make a series to be judged; default 10" },
	{ .name = "longest_run",
	  .kind = SCHEMA_NUMBER,
	  .minimum = 0.1,
	  .maximum = 1,
	  .help = "straight_lining: the same answer over this share of every "
		  "series; default 0.5" },
	{ .name = "least_spread",
	  .kind = SCHEMA_NUMBER,
	  .minimum = 0,
	  .maximum = 1,
	  .help = "low_variation: a standard deviation below this share of "
		  "the scale; default 0.05" },
	{ .name = "speed",
	  .kind = SCHEMA_NUMBER,
	  .minimum = 0,
	  .maximum = 1,
	  .help = "speeder: below this share of the median time; default "
		  "one third" },
	{ .name = "outlier",
	  .kind = SCHEMA_NUMBER,
	  .minimum = 1,
	  .maximum = 1000,
	  .help = "outlier: deviations from the median, on the scale of "
		  "standard deviations; default 3.5" },
	{ .name = "attention",
	  .kind = SCHEMA_TEXT_MAP,
	  .help = "attention checks, question: right answer" },
	{ .name = NULL },
};

static const struct schema_key places[] = {
	{ .name = "confirm",
	  .kind = SCHEMA_TEXT_MAP,
	  .help = "municipality as written in the files: ISTAT code, "
		  "{\"Sangano (TO\": \"001241\"}" },
	{ .name = NULL },
};

static const struct schema_key pseudonyms[] = {
	{ .name = "key",
	  .kind = SCHEMA_TEXT,
	  .help = "file of the secret key, made on first use; default: the "
		  "name of the store's folder with .key" },
	{ .name = "names",
	  .kind = SCHEMA_TEXT,
	  .help = "text file of names that are taken out of answers, one a "
		  "line" },
	{ .name = NULL },
};

static const struct schema_key report[] = {
	{ .name = "template",
	  .kind = SCHEMA_TEXT,
	  .is_required = true,
	  .help = "name of a template: skill-gap" },
	{ .name = "languages",
	  .kind = SCHEMA_TEXTS,
	  .help = "default: the project's" },
	{ .name = NULL },
};

const struct schema_key project_keys[] = {
	{ .name = "divario",
	  .kind = SCHEMA_INTEGER,
	  .is_required = true,
	  .minimum = 1,
	  .maximum = 1,
	  .help = "version of this format: write 'divario: 1'" },
	{ .name = "project",
	  .kind = SCHEMA_GROUP,
	  .keys = about,
	  .is_required = true,
	  .help = "what the project is" },
	{ .name = "sources",
	  .kind = SCHEMA_NAMED_GROUPS,
	  .keys = source,
	  .is_required = true,
	  .help = "where the answers come from, by name" },
	{ .name = "instruments",
	  .kind = SCHEMA_GROUP,
	  .keys = instruments,
	  .help = "who is met again from one instrument or wave to the next" },
	{ .name = "analyses",
	  .kind = SCHEMA_GROUP,
	  .keys = analyses,
	  .help = "what to compute" },
	{ .name = "disclosure",
	  .kind = SCHEMA_GROUP,
	  .keys = disclosure,
	  .help = "what may be published" },
	{ .name = "limits",
	  .kind = SCHEMA_GROUP,
	  .keys = limits,
	  .help = "when to refuse the data" },
	{ .name = "rules",
	  .kind = SCHEMA_GROUPS,
	  .keys = rule,
	  .help = "how to clean beyond what the codebook says" },
	{ .name = "quality",
	  .kind = SCHEMA_GROUP,
	  .keys = quality,
	  .help = "which answers are marked as careless, and left out" },
	{ .name = "places",
	  .kind = SCHEMA_GROUP,
	  .keys = places,
	  .help = "which municipality is meant, where a file does not say" },
	{ .name = "pseudonyms",
	  .kind = SCHEMA_GROUP,
	  .keys = pseudonyms,
	  .help = "how people are kept apart without being named" },
	{ .name = "open_answers",
	  .kind = SCHEMA_TEXTS,
	  .help = "open questions whose answers may be quoted, without what "
		  "names people: [suggestions]" },
	{ .name = "reports",
	  .kind = SCHEMA_GROUPS,
	  .keys = report,
	  .help = "which reports to write" },
	{ .name = "output",
	  .kind = SCHEMA_TEXT,
	  .help = "folder of the reports; default reports" },
	{ .name = "work",
	  .kind = SCHEMA_TEXT,
	  .help = "folder of the store; default .divario" },
	{ .name = NULL },
};
