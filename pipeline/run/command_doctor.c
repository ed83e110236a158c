#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/database.h"
#include "pipeline/draw/font.h"
#include "pipeline/page/hyphen.h"
#include "pipeline/run/command.h"
#include "pipeline/run/help.h"
#include "pipeline/stat/geodesy.h"
#include "pipeline/stat/network.h"

#include <libgen.h>
#include <limits.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What the examination has found so far. */
struct examination {
	struct invocation *call;
	size_t n_faults;
};

static void tell(struct examination *examination, const char *what, bool is_ok,
		 const char *detail, const char *remedy)
{
	struct run_log *log = examination->call->log;

	examination->n_faults += !is_ok;
	if (run_log_style(log) == LOG_JSON) {
		run_log_object(log,
			       json_pack("{s:s, s:s, s:b, s:o, s:o}", "event",
					 "doctor", "what", what, "ok", is_ok,
					 "detail", json_text(detail), "remedy",
					 json_text(is_ok ? NULL : remedy)));
		return;
	}
	run_log_line(log, "%-8s %-12s %s", is_ok ? "ok" : "MISSING", what,
		     detail);
	if (!is_ok)
		run_log_line(log, "%-8s %-12s   %s", "", "", remedy);
}

static void look_at_fonts(struct examination *examination)
{
	void *memory = examination->call->memory;
	struct font_set *fonts;
	struct error error = { 0 };

	if (font_set_open(memory, NULL, &fonts, &error) < 0) {
		tell(examination, "fonts", false, error.what, error.remedy);
		return;
	}
	for (int i = 0; i < FONT_STYLES; i++)
		tell(examination, "font", true, font_name(fonts->faces[i]),
		     NULL);
	tell(examination, "fallback", fonts->fallback != NULL,
	     fonts->fallback ? font_name(fonts->fallback)
			     : "no face for rare characters",
	     "install the package fonts-dejavu-core");
}

static void look_at_language(struct examination *examination, const char *path)
{
	void *memory = examination->call->memory;
	char *language = memory_text(memory, file_name(path));

	language[strcspn(language, ".")] = '\0';
	bool is_there = hyphenator_open(memory, NULL, language) != NULL;
	tell(examination, "hyphenation", is_there,
	     memory_format(memory, "%s (phrases: %s)", language, path),
	     memory_format(memory, "install the package hyphen-%s",
			   strcmp(language, "en") == 0 ? "en-us" : language));
}

static void look_at_config(struct examination *examination)
{
	void *memory = examination->call->memory;
	char *english = file_resource(memory, "languages/en.yaml");
	struct file_list list = { 0 };
	struct error error = { 0 };

	tell(examination, "languages", english != NULL,
	     english ? dirname(memory_text(memory, english))
		     : "languages/en.yaml is nowhere",
	     "reinstall divario, or set DIVARIO_CONFIG to its config folder");
	if (!english)
		return;
	file_glob(memory, dirname(memory_text(memory, english)), "*.yaml",
		  &list, &error);
	for (size_t i = 0; i < list.n; i++)
		look_at_language(examination, list.paths[i]);
	char *template = file_resource(memory, "templates/skill-gap.md");
	tell(examination, "templates", template != NULL,
	     template ? dirname(memory_text(memory, template))
		      : "templates/skill-gap.md is nowhere",
	     "reinstall divario, or set DIVARIO_CONFIG to its config folder");
}

/*
 * The shared libraries as loaded: their file names carry the versions, and no
 * header of theirs is needed here.
 */
static int look_at_library(struct dl_phdr_info *info, size_t size, void *data)
{
	struct examination *examination = data;
	char resolved[PATH_MAX];

	(void)size;
	if (!info->dlpi_name || !strstr(info->dlpi_name, ".so"))
		return 0;
	if (realpath(info->dlpi_name, resolved))
		tell(examination, "library", true, file_name(resolved), NULL);
	return 0;
}

static void look_at_folder(struct examination *examination)
{
	const char *folder = command_argument(examination->call, 0, ".");

	tell(examination, "writing", access(folder, W_OK) == 0, folder,
	     "choose another folder, or change its rights");
}

/* Its file's name does not tell. */
static void look_at_sqlite(struct examination *examination)
{
	void *memory = talloc_new(NULL);
	struct database *database;
	struct table *table;
	struct error error = { 0 };

	if (database_open(memory, ":memory:", DATABASE_WRITE, &database,
			  &error) < 0 ||
	    database_query(memory, database, "select sqlite_version()", NULL, 0,
			   NULL, &table, &error) < 0)
		tell(examination, "SQLite", false, error.what, error.remedy);
	else
		tell(examination, "SQLite", true, table->cells[0].text, NULL);
	talloc_free(memory);
}

/* Loaded where they are needed only; here, so that they are listed. */
static void look_at_run_time(struct examination *examination)
{
	struct error networks = { 0 }, distances = { 0 };
	bool has_igraph = network_load(&networks) == 0;
	bool has_proj = earth_load(&distances) == 0;

	tell(examination, "networks", has_igraph,
	     has_igraph ? "igraph" : networks.what, networks.remedy);
	tell(examination, "distances", has_proj,
	     has_proj ? "PROJ" : distances.what, distances.remedy);
}

int command_doctor(struct invocation *call, struct error *error)
{
	struct examination examination = { .call = call };

	tell(&examination, "divario", true, DIVARIO_VERSION, NULL);
	look_at_config(&examination);
	look_at_fonts(&examination);
	look_at_folder(&examination);
	look_at_sqlite(&examination);
	look_at_run_time(&examination);
	dl_iterate_phdr(look_at_library, &examination);
	if (examination.n_faults)
		return error_set(error, ERROR_FAILED, NULL, NULL,
				 "%zu thing%s missing", examination.n_faults,
				 examination.n_faults == 1 ? " is" : "s are");
	return 0;
}
