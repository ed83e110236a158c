/*
 * A competence framework: CSV with one row per skill; columns skill, area,
 * label::<language> ("label::English (en)" or "label::en"), area_label::...;
 * any further column is a crosswalk to the framework it is called after.
 * NAME.levels.csv beside NAME.csv may name the levels: level, label::...,
 * crosswalks.  ESCO's downloads (preferredLabel, conceptUri ...) are read as
 * they are.
 */
#ifndef PIPELINE_DATA_FRAMEWORK_H
#define PIPELINE_DATA_FRAMEWORK_H

#include "pipeline/core/error.h"
#include "pipeline/data/codebook.h"

struct skill {
	const char *name, *area; /* area may be "" */
	struct translation *labels, *area_labels;
	size_t n_labels, n_area_labels;
	const char **crosswalk; /* one a framework->crosswalks; may be "" */
	int line;
};

struct framework_level {
	double value;
	struct translation *labels;
	size_t n_labels;
	const char **crosswalk; /* one a framework->level_crosswalks */
};

struct framework {
	const char *path;
	const char **crosswalks, **level_crosswalks; /* other frameworks */
	size_t n_crosswalks, n_level_crosswalks;
	struct skill *skills;
	size_t n_skills;
	struct framework_level *levels; /* none without a levels file */
	size_t n_levels;
	char digest[65]; /* of the file; of both when levels are there */
};

/*
 * The file that NAME means to a project in FOLDER: a file there, or one of
 * config/frameworks ("digcomp-2.2"); the former's path when neither is there.
 */
char *framework_path(const void *ctx, const char *folder, const char *name);

int framework_load(const void *ctx, const char *path,
		   struct framework **framework, struct error *error);

/*
 * What SKILL corresponds to in the framework OTHER: "" for nothing, NULL when
 * there is no such crosswalk.
 */
const char *framework_crosswalk(const struct framework *framework,
				const struct skill *skill, const char *other);

/*
 * LEVEL on the scale of OTHER, as its levels file has it, in a straight line
 * between levels; NaN outside them or without a crosswalk.
 */
double framework_convert(const struct framework *framework, double level,
			 const char *other);

#endif
