/* What organisations tell of themselves: tools and practices, a spreadsheet
 * each, every partner in its own language. */
#include "pipeline/core/memory.h"
#include "pipeline/data/sheet.h"
#include "samples/generator/elastic/elastic.h"

#include <math.h>
#include <string.h>

/* Every cell quoted, as far as it has text; the last ends the record. */
static void put(FILE *out, const char *text, bool is_last)
{
	if (*text)
		fprintf(out, "\"%s\"", text);
	fputs(is_last ? "\n" : ",", out);
}

static const char *mess(struct world *world, const char *text)
{
	return chance_mess(world->memory, world->chance, text);
}

static const char *label(struct world *world, const char *list, int index,
			 const char *language)
{
	return mess(world, world_label(world, list, index, language));
}

static int rating(struct world *world, double mean)
{
	double level = round(mean + chance_normal(world->chance, .6));

	return (int)fmin(5, fmax(1, level)) - 1;
}

static const char *number(struct world *world, int value)
{
	return memory_format(world->memory, "%d", value);
}

/* Partners say the brand now and then. */
static const char *tool_name(struct world *world, int tool,
			     const char *language)
{
	static const struct {
		int tool;
		const char *name;
	} brands[] = { { 0, "WhatsApp" },
		       { 1, "Skype" },
		       { 4, "Google Drive" } };

	for (size_t i = 0; i < sizeof brands / sizeof *brands; i++)
		if (brands[i].tool == tool && chance_of(world->chance, .35))
			return brands[i].name;
	return label(world, "tool", tool, language);
}

/* "1.250,00" in a spreadsheet of the south, "1250" elsewhere; some leave it
 * empty. */
static const char *cost(struct world *world, double mean, const char *language)
{
	int euros = (int)(mean * (.6 + .8 * chance_uniform(world->chance)));

	if (chance_of(world->chance, .12))
		return "";
	if (strcmp(language, "it") != 0 && strcmp(language, "es") != 0)
		return number(world, euros);
	return euros >= 1000 ? memory_format(world->memory, "%d.%03d,00 €",
					     euros / 1000, euros % 1000)
			     : memory_format(world->memory, "%d,00 €", euros);
}

static unsigned protection(struct world *world, int tool)
{
	static const double usual[] = { .6, .45, .2, .08 };
	static const double careful[] = { .9, .9, .7, 0 };
	bool is_sensitive = tool_kinds[tool].competences >> 14 & 1;
	unsigned set = 0;

	for (int i = 0; i < 4; i++)
		if (chance_of(world->chance,
			      is_sensitive ? careful[i] : usual[i]))
			set |= 1u << i;
	return set & 8 ? 8 : set;
}

static void put_tool(struct world *world, FILE *out, int organisation, int tool)
{
	static int written;
	const struct organisation *at = &world->organisations[organisation];
	const struct tool_kind *kind = &tool_kinds[tool];
	const char *language = at->language;
	int staff = 2 * at->people;
	int frequency = (kind->frequency + chance_of(world->chance, .3)) % 4;

	put(out, memory_format(world->memory, "T%03d", ++written), false);
	put(out, label(world, "organisation", organisation, language), false);
	put(out, tool_name(world, tool, language), false);
	put(out, world_set(world, "purpose", kind->purposes, language, "; "),
	    false);
	put(out,
	    world_set(world, "competence", kind->competences, language, "; "),
	    false);
	put(out,
	    chance_of(world->chance, .06)
		    ? "?"
		    : number(world,
			     1 + (int)(kind->users * staff *
				       (.5 + chance_uniform(world->chance)))),
	    false);
	put(out, label(world, "frequency", frequency, language), false);
	put(out, cost(world, kind->cost, language), false);
	put(out,
	    label(world, "licence",
		  chance_of(world->chance, .15) ? 0 : kind->licence, language),
	    false);
	put(out,
	    world_set(world, "protection", protection(world, tool), language,
		      "; "),
	    false);
	put(out, label(world, "rating", rating(world, kind->effect), language),
	    false);
	put(out,
	    label(world, "rating", rating(world, kind->transfer), language),
	    true);
}

int tools_write(struct world *world, const char *folder)
{
	FILE *out = fopen(memory_format(world->memory, "%s/tools.csv", folder),
			  "wb");

	if (!out)
		return -1;
	fputs("Code of the entry,Organisation,Tool,Purpose,Competences it asks "
	      "for,People who use it,How often,Cost a year (€),Licence,Data "
	      "protection,Effect on the work,Transferability\n",
	      out);
	for (int o = 0; o < ORGANISATIONS; o++)
		for (int t = 0; t < TOOLS; t++) {
			if (!world->organisations[o].has_tool[t])
				continue;
			put_tool(world, out, o, t);
			/* Two departments filled in the same sheet. */
			if (chance_of(world->chance, .05))
				put_tool(world, out, o, t);
		}
	return fclose(out);
}

/* ---- practices ---- */

struct practice {
	int proposer;
	unsigned purposes, competences, tools;
	double effect, transfer;
	int reached;
};

static const struct practice practices[PRACTICES] = {
	{ 0, 0x040, 0x020008, 0x00800, 4.4, 4.2, 640 },
	{ 6, 0x020, 0x100040, 0x00210, 4.1, 4.8, 45 },
	{ 9, 0x010, 0x040004, 0x00180, 4.5, 3.4, 320 },
	{ 2, 0x001, 0x004088, 0x00001, 3.9, 4.9, 510 },
	{ 8, 0x042, 0x006100, 0x00010, 4.6, 3.1, 130 },
	{ 5, 0x001, 0x000008, 0x00802, 4.3, 3.9, 410 },
	{ 1, 0x204, 0x004000, 0x10002, 4.0, 4.4, 90 },
	{ 3, 0x100, 0x000300, 0x02002, 3.4, 4.1, 260 },
	{ 4, 0x080, 0x080006, 0x00400, 3.8, 4.0, 60 },
	{ 7, 0x040, 0x032000, 0x00800, 4.2, 3.7, 175 },
};

static void put_practice(struct world *world, FILE *out, int number_of,
			 int organisation, const char *story)
{
	static int written;
	const struct practice *practice = &practices[number_of];
	const char *language = world->organisations[organisation].language;
	bool is_proposer = organisation == practice->proposer;
	double share =
		is_proposer ? 1 : .2 + .5 * chance_uniform(world->chance);

	put(out, memory_format(world->memory, "P%03d", ++written), false);
	put(out, label(world, "organisation", organisation, language), false);
	put(out, label(world, "practice", number_of, language), false);
	put(out, world_label(world, "part", !is_proposer, language), false);
	put(out,
	    world_set(world, "purpose", practice->purposes, language, "; "),
	    false);
	put(out,
	    world_set(world, "competence", practice->competences, language,
		      "; "),
	    false);
	put(out, world_set(world, "tool", practice->tools, language, "; "),
	    false);
	put(out,
	    label(world, "rating",
		  rating(world, practice->effect - !is_proposer * .4),
		  language),
	    false);
	put(out,
	    label(world, "rating", rating(world, practice->transfer), language),
	    false);
	put(out,
	    chance_of(world->chance, .08)
		    ? "n/a"
		    : number(world, (int)(practice->reached * share)),
	    false);
	put(out, is_proposer ? story : "", true);
}

/* Told in the proposer's language, or the partnership's. */
static const char *story_of(const struct world *world,
			    const struct sheet *stories, int practice)
{
	const struct organisation *at =
		&world->organisations[practices[practice].proposer];
	int column = sheet_column(
		stories, memory_format(world->memory, "how::%s", at->language));

	return sheet_cell(stories, (size_t)practice,
			  column < 0 ? sheet_column(stories, "how::en")
				     : column);
}

/* The proposer, and others who have taken it up, nearly always two to four. */
static void put_forms(struct world *world, FILE *out, int practice,
		      const char *story)
{
	int proposer = practices[practice].proposer;

	put_practice(world, out, practice, proposer, story);
	for (int o = 0; o < ORGANISATIONS; o++)
		if (o != proposer && chance_of(world->chance, .28))
			put_practice(world, out, practice, o, story);
}

int practices_write(struct world *world, const char *folder, const char *sheet)
{
	FILE *out = fopen(
		memory_format(world->memory, "%s/practices.csv", folder), "wb");
	struct sheet *stories;
	struct error error = { 0 };

	if (!out)
		return -1;
	if (sheet_read(world->memory, sheet, &stories, &error) < 0) {
		fclose(out);
		return -1;
	}
	fputs("Code of the form,Organisation,Practice,The organisation,Aim,"
	      "Competences it practises,Tools it uses,Effect,Transferability of "
	      "the practice,People reached in a year,What was done\n",
	      out);
	for (int p = 0; p < PRACTICES; p++)
		put_forms(world, out, p, story_of(world, stories, p));
	return fclose(out);
}
