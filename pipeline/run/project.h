/*
 * The project file, parsed and checked: every key known, every value of the
 * right kind, every named file there.  Faults are ERROR_PROJECT with
 * project.yaml:line:column and a remedy.
 */
#ifndef PIPELINE_RUN_PROJECT_H
#define PIPELINE_RUN_PROJECT_H

#include "pipeline/core/error.h"
#include "pipeline/core/file.h"
#include "pipeline/data/codebook.h"
#include "pipeline/data/rules.h"
#include "pipeline/run/project_coding.h"
#include "pipeline/run/project_instruments.h"
#include "pipeline/run/project_inventory.h"
#include "pipeline/run/project_network.h"
#include "pipeline/run/project_personas.h"
#include "pipeline/run/project_profile.h"
#include "pipeline/run/project_programme.h"
#include "pipeline/run/project_quality.h"
#include "pipeline/run/project_source.h"
#include "pipeline/run/project_territory.h"
#include "pipeline/run/project_tests.h"
#include "pipeline/run/project_training.h"
#include "pipeline/run/project_transition.h"
#include "pipeline/run/project_weights.h"

#include <stdbool.h>
#include <stddef.h>

struct file_digests;
struct problems;
struct yaml;

/* Between the variables of a crossing, and between the answers of its groups.
 */
#define PROJECT_CROSS " × "

struct project_skills {
	const char *where;
	const char *framework;                   /* path, absolute */
	const char *current, *required, *future; /* patterns with {skill}; the
						    last two may be NULL */
	/* grouping variables; crossed ones joined by PROJECT_CROSS */
	const char **by;
	size_t n_by;
	int minimum_n;         /* below: counts only; default 10 */
	double confidence;     /* default 0.95 */
	const char *crosshair; /* grand_mean (default), median, midpoint */
};

/* Municipalities that the project itself says: as written -> ISTAT code. */
struct project_places {
	const char **written, **codes;
	size_t n_confirmed;
};

struct project_report {
	const char *template_name; /* skill-gap */
	const char
		*template_path; /* project's templates/ first, then shipped */
	const char **languages;
	size_t n_languages;
	const char *where;
};

struct project {
	const char *folder; /* absolute */
	const char *file;   /* .../project.yaml */
	const char *id;
	struct translation *titles, *subtitles, *funding;
	size_t n_titles, n_subtitles, n_funding;
	struct translation *organisations, *authors; /* names by language */
	size_t n_organisations, n_authors;
	const char *wave, *emblem;
	const char *date; /* ISO date on the report: project.date, else the
			     day of $SOURCE_DATE_EPOCH in UTC, else NULL (the
			     report carries none: two runs give the same bytes
			     whenever they happen) */
	bool is_synthetic;
	const char **languages;
	size_t n_languages;
	const char *output; /* folder of the reports, absolute */
	const char *work;   /* .divario, absolute: project.db, lock */
	struct project_source *sources;
	size_t n_sources;
	struct project_personas *personas;   /* NULL when not made */
	struct project_programme *programme; /* NULL when not analysed */
	struct project_test *tests;          /* in the order of the file */
	size_t n_tests;
	struct project_training *training;     /* NULL when not asked for */
	struct project_territory *territory;   /* NULL when not compared */
	struct project_transition *transition; /* NULL when not asked for */
	struct project_coding *codings;        /* in the order of the file */
	size_t n_codings;
	struct project_inventory *inventories; /* in the order of the file */
	size_t n_inventories;
	struct project_exchange *exchange;       /* NULL when not asked for */
	struct project_network *network;         /* NULL when not asked for */
	struct project_instruments *instruments; /* NULL: nobody is met again */
	struct project_skills *skills;           /* NULL when not analysed */
	struct project_weights *weights; /* NULL when nobody is weighted */
	struct project_change *change;   /* NULL when not analysed */
	const char **profile; /* analyses.profile.questions, or NULL = all */
	size_t n_profile;
	struct project_cross *crosses; /* in the order of the file */
	size_t n_crosses;
	int threshold;           /* disclosure.threshold, default 5 */
	double quarantine_limit; /* limits.quarantine share, default 0.05 */
	struct project_quality quality;
	struct project_places places;
	struct rule *rules; /* the project's own cleaning rules */
	size_t n_rules;
	const char *key_file;      /* pseudonyms.key, absolute, or NULL */
	const char *names_file;    /* pseudonyms.names, likewise */
	const char **open_answers; /* questions that may be quoted */
	size_t n_open_answers;
	struct project_report *reports;
	size_t n_reports;
	struct yaml *tree;            /* the file as read, for project_part */
	struct file_digests *digests; /* the runner's, for stage_hash_file; NULL
					 outside a run */
};

/* FOLDER may also be the path of the project file itself. */
int project_load(const void *ctx, const char *folder, struct project **project,
		 struct error *error);

/*
 * The same, but every fault goes to PROBLEMS, not only the first.  *PROJECT is
 * NULL when the file is not fit to be used at all.
 */
void project_inspect(const void *ctx, const char *folder,
		     struct project **project, struct problems *problems);

/* Has the project a source of mapping files? */
bool project_has_places(const struct project *project);

/* The results that may be passed on, in the output folder. */
#define PROJECT_PUBLISHED "published.db"
char *project_published_file(const void *ctx, const struct project *project);

/* The file of the pseudonyms' key: the project's, else beside the store. */
const char *project_key_file(const void *ctx, const struct project *project);

/* Beside the store: who has withdrawn (data/withdrawn.h). */
const char *project_withdrawn_file(const void *ctx,
				   const struct project *project);

/*
 * The canonical text of one part of the project file ("analyses.skills"), for
 * fingerprints: comments, order of keys and layout do not count.  "" if absent.
 */
const char *project_part(const struct project *project, const char *key);

#endif
