#include "tests/support/template_world.h"

#include "pipeline/core/memory.h"
#include "tests/support/scratch.h"

#include <stdio.h>
#include <stdlib.h>

static const char published_sql[] =
	"create table fact(name text, value real, text text);"
	"insert into fact values('n_respondents', 578, null),"
	" ('n_valid', 12345, null), ('wave', null, '2026'),"
	" ('mean_gap', 0.5, null), ('nothing', null, null);"
	"create table label(domain text, code text, language text, text text,"
	" position integer);"
	"insert into label values('skill', 'plan', 'en', 'Planning*', 1),"
	" ('skill', 'plan', 'it', 'Pianificazione', 1),"
	" ('skill', 'ict', 'en', 'Digital | tools', 2),"
	" ('country', 'IT', 'en', 'Italy', 1), ('country', 'PL', 'en', "
	"'Poland', 2), ('grouping', 'country', 'en', 'Country', 1),"
	" ('question', 'age', 'en', 'Age', 1),"
	" ('age', 'y', 'en', 'Young', 1);"
	"create table gap(grouping text, level text, skill text, area text,"
	" n integer, current real, gap real, low real, high real, p real,"
	" share real, suppressed integer);"
	"insert into gap values"
	" ('all', 'all', 'plan', 'core', 40, 3.25, 0.456, 0.2, 0.7, 0.00004,"
	"  0.123, 0),"
	" ('all', 'all', 'ict', 'core', 38, 2.5, -0.285, -0.5, -0.07, 0.031,"
	"  0.5, 0),"
	" ('all', 'all', 'write', 'more', 12, null, null, null, null, null,"
	"  null, 0),"
	" ('country', 'IT', 'plan', 'core', 9, 3, 1, 0.5, 1.5, 0.2, 0.1, 0),"
	" ('country', 'PL', 'plan', 'core', null, null, null, null, null,"
	"  null, null, 1);";

int template_world_set_up(void **state)
{
	struct template_world *world = memory_new(NULL, struct template_world);
	struct error error = { 0 };

	setenv("DIVARIO_CONFIG", "config", 1);
	world->folder = scratch_folder(world);
	if (database_open(world, memory_format(world, "%s/p.db", world->folder),
			  DATABASE_WRITE, &world->published, &error) < 0 ||
	    database_execute(world->published, published_sql, &error) < 0 ||
	    phrases_load(world, "en", NULL, &world->english, &error) < 0 ||
	    phrases_load(world, "it", NULL, &world->italian, &error) < 0 ||
	    font_set_open(world, NULL, &world->fonts, &error) < 0) {
		fprintf(stderr, "%s: %s\n", error.where, error.what);
		return -1;
	}
	*state = world;
	return 0;
}

int template_world_tear_down(void **state)
{
	talloc_free(*state);
	return 0;
}

int template_world_fill(void *ctx, const struct template_world *world,
			const char *text, bool is_italian,
			struct filled_template **filled, struct error *error)
{
	static const char *const values[] = {
		"title",      "Skill gaps", "id", "bwise", "date",
		"2026-11-22", "wave",       NULL, NULL
	};
	struct template_request request = {
		.path = scratch_write(ctx, world->folder, "t.md", text),
		.folder = world->folder,
		.published = world->published,
		.phrases = is_italian ? world->italian : world->english,
		.fonts = world->fonts,
		.figure_width = 480,
		.figure_height = 600,
		.values = values,
	};

	return template_fill(ctx, &request, filled, error);
}
