/* The YAML front matter of a template, in one language. */
#ifndef PIPELINE_PAGE_TEMPLATE_FRONT_H
#define PIPELINE_PAGE_TEMPLATE_FRONT_H

#include "pipeline/page/template_source.h"

#include <stdbool.h>

struct front_field {
	const char *key;
	const struct template_source *text; /* may hold {{values}} */
};

enum front_cover { COVER_BY_KIND, COVER_PAGE, COVER_BAND };

struct template_front {
	struct front_field *fields;
	size_t n_fields;
	const struct template_source *each; /* SQL; NULL = one document */
	enum front_cover cover;             /* never COVER_BY_KIND once read */
	bool has_chapters_run_on;
	bool has_no_exhibit_files;
};

/*
 * Keys are title, subtitle, organisation, author and keywords; each a text or
 * a map from language to text (a language that is missing gets the first);
 * chapters: "new page" or "run on"; exhibits: "files" or "none"; cover: "page",
 * or "band" as sheets have; and each: a select.
 * Anything else is ERROR_PROJECT with its place.
 */
int template_front_read(const void *ctx, const struct template_file *file,
			const char *language, struct template_front *front,
			struct error *error);

#endif
