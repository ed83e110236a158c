/* A published.db of a few rows, and templates filled from it. */
#ifndef TESTS_SUPPORT_TEMPLATE_WORLD_H
#define TESTS_SUPPORT_TEMPLATE_WORLD_H

#include "pipeline/page/template.h"

#include <stdbool.h>

struct template_world {
	char *folder; /* scratch */
	struct database *published;
	struct phrases *english, *italian;
	struct font_set *fonts;
};

/* cmocka fixtures: *STATE is a struct template_world. */
int template_world_set_up(void **state);
int template_world_tear_down(void **state);

/* Fill the template TEXT, written to FOLDER/t.md. */
int template_world_fill(void *ctx, const struct template_world *world,
			const char *text, bool is_italian,
			struct filled_template **filled, struct error *error);

#endif
