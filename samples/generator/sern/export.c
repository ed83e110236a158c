#include "samples/generator/sern/export.h"

#include "pipeline/core/memory.h"

#include <string.h>

struct export *export_open(struct world *world, const char *folder,
			   const char *name, const char *wave, char delimiter)
{
	struct export *export = memory_new(world->memory, struct export);
	const char *path =
		wave ? memory_format(export, "%s/%s-%s.csv", folder, name, wave)
		     : memory_format(export, "%s/%s.csv", folder, name);

	export->world = world;
	export->delimiter = delimiter;
	export->is_quoted = delimiter == ',';
	export->out = fopen(path, "wb");
	return export->out ? export : NULL;
}

void export_cell(struct export *export, const char *text)
{
	int needs_quotes = export->is_quoted || strpbrk(text, "\"\n") != NULL ||
			   strchr(text, export->delimiter) != NULL;

	if (export->n_cells++)
		fputc(export->delimiter, export->out);
	if (needs_quotes && *text)
		fputc('"', export->out);
	for (const char *c = text; *c; c++) {
		if (*c == '"')
			fputc('"', export->out);
		fputc(*c, export->out);
	}
	if (needs_quotes && *text)
		fputc('"', export->out);
}

void export_choice(struct export *export, const char *list, int index)
{
	if (index < 0)
		export_cell(export, "");
	else
		export_cell(export, chance_mess(export, export->world->chance,
						world_label(export->world, list,
							    index)));
}

/* "1.234,50": as an Italian spreadsheet shows it. */
void export_number(struct export *export, double value, int decimals)
{
	long whole = (long)value;
	int rest = (int)((value - (double)whole) * 100 + .5);
	char *text = whole >= 1000 ? memory_format(export, "%ld.%03ld",
						   whole / 1000, whole % 1000)
				   : memory_format(export, "%ld", whole);

	export_cell(export, decimals ? memory_format(export, "%s,%02d", text,
						     rest > 99 ? 99 : rest)
				     : text);
}

void export_end(struct export *export)
{
	fputs(export->is_quoted ? "\n" : "\r\n", export->out);
	export->n_cells = 0;
}

int export_close(struct export *export)
{
	int failed = ferror(export->out);

	failed |= fclose(export->out);
	talloc_free(export);
	return failed ? -1 : 0;
}
