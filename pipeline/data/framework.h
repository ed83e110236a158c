/*
 * A competence framework: CSV with one row per skill; columns skill, area,
 * label::<language> ("label::English (en)" or "label::en"), area_label::...,
 * and any further column (digcomp, esco, ...) kept as a crosswalk.
 */
#ifndef PIPELINE_DATA_FRAMEWORK_H
#define PIPELINE_DATA_FRAMEWORK_H

#include "pipeline/core/error.h"
#include "pipeline/data/codebook.h"

struct skill {
	const char *name, *area; /* area may be "" */
	struct translation *labels, *area_labels;
	size_t n_labels, n_area_labels;
	int line;
};

struct framework {
	const char *path;
	struct skill *skills;
	size_t n_skills;
	char digest[65];
};

int framework_load(const void *ctx, const char *path,
		   struct framework **framework, struct error *error);

#endif
