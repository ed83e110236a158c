/* The tables that the programme stage makes, and what it depends on. */
#include "stages/programme.h"

#include "pipeline/core/memory.h"

#include <assert.h>
#include <string.h>

static const struct {
	const char *name, *columns;
} tables[] = {
	{ "programme_row",
	  "id INTEGER, part TEXT, code TEXT, participant TEXT, year TEXT, start"
	  " TEXT, finish TEXT, days INTEGER, cost REAL, state TEXT,"
	  " organisation TEXT, country TEXT, host TEXT, wave TEXT, planned"
	  " REAL, budget REAL, staff REAL, outcome TEXT" },
	{ "programme_group", "id INTEGER, grouping TEXT, level TEXT" },
	{ "programme_level", "grouping TEXT, level TEXT, position INTEGER" },
	{ "programme_progress",
	  "grouping TEXT, level TEXT, position INTEGER, year TEXT,"
	  " measure TEXT, planned REAL, planned_to_date REAL, achieved"
	  " REAL, scheduled REAL, participants INTEGER, difference REAL,"
	  " share REAL, share_to_date REAL, projected REAL, low REAL, high"
	  " REAL, projected_share REAL, status TEXT, caution TEXT" },
	{ "programme_participation",
	  "grouping TEXT, level TEXT, position INTEGER, participants"
	  " INTEGER, participations INTEGER, staff REAL, rate REAL, low"
	  " REAL, high REAL, ratio REAL, share REAL, staff_share REAL,"
	  " status TEXT, caution TEXT" },
	{ "programme_concentration",
	  "grouping TEXT, measure TEXT, levels INTEGER, active INTEGER,"
	  " total REAL, hhi REAL, hhi_normalised REAL, effective REAL,"
	  " gini REAL, gini_corrected REAL, gini_staff REAL, top TEXT,"
	  " top_share REAL" },
	{ "programme_flow",
	  "grouping TEXT, level TEXT, position INTEGER, country TEXT,"
	  " participations INTEGER, participants INTEGER, hosts INTEGER,"
	  " days INTEGER" },
	{ "programme_cross",
	  "grouping TEXT, level TEXT, position INTEGER, other_grouping TEXT,"
	  " other_level TEXT, other_position INTEGER, participations INTEGER,"
	  " participants INTEGER" },
	{ "programme_calendar",
	  "grouping TEXT, level TEXT, month TEXT, calendar_year TEXT,"
	  " month_number INTEGER, participations INTEGER, participants"
	  " INTEGER, days INTEGER" },
	{ "programme_day", "day TEXT, departures INTEGER, away INTEGER" },
	{ "programme_cost",
	  "grouping TEXT, level TEXT, position INTEGER, participations"
	  " INTEGER, participants INTEGER, days INTEGER, cost REAL,"
	  " cost_per_participation REAL, cost_per_participant REAL,"
	  " cost_per_day REAL, days_per_participation REAL, without_cost"
	  " INTEGER" },
	{ "programme_application",
	  "grouping TEXT, level TEXT, position INTEGER, outcome TEXT, n"
	  " INTEGER, base INTEGER, share REAL, low REAL, high REAL" },
	{ "programme_outcome", "answer TEXT, is_withdrawn INTEGER" },
	{ "programme_wave",
	  "grouping TEXT, level TEXT, wave TEXT, position INTEGER, as_of TEXT,"
	  " measure TEXT, value"
	  " REAL, added REAL" },
	{ "programme_indicator",
	  "indicator TEXT, position INTEGER, measure TEXT, item TEXT,"
	  " value REAL, low REAL, high REAL, n REAL, target REAL,"
	  " target_to_date REAL, share REAL, wanted TEXT, status TEXT" },
	{ "recommendation",
	  "position INTEGER, rule TEXT, kind TEXT, grouping TEXT, level"
	  " TEXT, value REAL, amount REAL, reference REAL, low REAL, high"
	  " REAL, n REAL, cites TEXT" },
	{ "programme_fact", "name TEXT, value REAL, text TEXT" },
	{ "programme_label",
	  "domain TEXT, code TEXT, language TEXT, text TEXT" },
};

int programme_open(struct programme *programme, const char *name,
		   struct table_writer **writer, struct error *error)
{
	size_t i = 0;

	while (strcmp(tables[i].name, name) != 0)
		assert(++i < sizeof tables / sizeof *tables);
	return table_writer_open(programme, programme->context->store, name,
				 tables[i].columns, writer, error);
}

int programme_empty(struct programme *programme, struct error *error)
{
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		struct table_writer *writer;

		if (programme_open(programme, tables[i].name, &writer, error) <
		    0)
			return -1;
		talloc_free(writer);
	}
	return 0;
}
