/* One of the project's sources: files of one kind, and how they are read. */
#ifndef PIPELINE_RUN_PROJECT_SOURCE_H
#define PIPELINE_RUN_PROJECT_SOURCE_H

#include "pipeline/data/codebook.h"
#include "pipeline/data/dialect.h"
#include "pipeline/data/guard.h"

#include <stdbool.h>
#include <stddef.h>

/* What the files of a source are. */
enum source_kind {
	SOURCE_QUESTIONNAIRE,
	SOURCE_REGISTER, /* answers to a codebook as well, but of no respondent
			  */
	SOURCE_SERVICES, /* from here on: mapping files */
	SOURCE_ORGANISATIONS,
	SOURCE_TERRITORIES,
	SOURCE_POPULATION,
	SOURCE_TIES,
	SOURCE_KINDS
};

struct project_source {
	const char *name;
	enum source_kind kind;
	bool is_kind_said;
	const char *where;          /* project.yaml:9:3 */
	struct translation *titles; /* what reports call it; may be none */
	size_t n_titles;
	const char **patterns; /* files: one or a list */
	size_t n_patterns;
	const char *codebook;   /* folder, absolute */
	const char *respondent; /* column of the respondent's token, or NULL */
	struct guard_rule
		*identifiers; /* columns that name people, or do not */
	size_t n_identifiers;
	enum guard_action recognised; /* of columns found to name people */
	const char *wave;             /* fixed wave, or NULL */
	const char *wave_pattern;     /* regular expression on the file name */
	const char *instrument;       /* pre, then, post ..., or NULL */
	struct dialect_fixed dialect; /* what is given of it; else look */
	const char *platform;         /* name, "none", or NULL: look */
	const char *date_order;       /* dmy, mdy, ymd, or NULL */
	const char **missing;         /* raw cells that mean "skipped" ("NA") */
	size_t n_missing;
	/* columns: renames, raw header -> question name */
	const char **rename_from, **rename_to;
	size_t n_renames;
	/* mapping files: common name -> heading ("capacity" -> "posti letto")
	 */
	const char **column_names, **column_headings;
	size_t n_columns;
};

/* "services": how project.yaml writes it. */
const char *source_kind_name(enum source_kind kind);

/* Are the source's files mapping files, which no codebook describes? */
bool source_is_mapping(const struct project_source *source);

#endif
