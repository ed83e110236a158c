/*
 * Who came back: for every instrument how many units answered, how many of them
 * were seen before, and how many of those in the first instrument are kept and
 * lost; for everybody and by the answers units gave on their first sheet.
 */
#include "stages/link.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/answers.h"
#include "pipeline/stat/contingency.h"
#include "pipeline/stat/proportion.h"
#include "stages/answer_names.h"
#include "stages/table_writer.h"

#include <math.h>

static const double confidence = 0.95;

struct count {
	uint64_t answered, matched, fresh;
	uint64_t base, kept; /* of the first instrument */
};

/* One grouping: levels, and which of them a unit belongs to. */
struct grouping {
	const char *name;
	const struct variable *variable; /* NULL: everybody */
	size_t n_levels;
	uint32_t *level_of;   /* by unit - 1; n_levels: none */
	struct count *counts; /* [instrument][level] */
};

/* The level of each unit, by its first sheet. */
static int read_levels(struct link *link, const struct answers *answers,
		       struct grouping *grouping, struct error *error)
{
	uint32_t *codes;

	if (answer_codes_read(link, answers, grouping->variable, &codes,
			      error) < 0)
		return -1;
	for (size_t unit = 0; unit < link->n_units; unit++) {
		uint32_t code = codes[link->first_row[unit]];

		grouping->level_of[unit] =
			code < ANSWER_FIRST ? (uint32_t)grouping->n_levels
					    : code - ANSWER_FIRST;
	}
	talloc_free(codes);
	return 0;
}

/* The row of a unit's sheet in the first instrument that it answered. */
static void find_first_rows(struct link *link)
{
	size_t *instrument = memory_array(link, size_t, link->n_units);

	link->first_row = memory_array(link, uint64_t, link->n_units);
	link->unit_seen_in = memory_array(link, uint64_t, link->n_units);
	for (size_t i = 0; i < link->n_sheets; i++) {
		const struct link_sheet *sheet = &link->sheets[i];
		size_t at = link->files[sheet->file].instrument;
		uint32_t unit = link->unit_of[i];

		if (!unit--)
			continue;
		if (!link->unit_seen_in[unit] || at < instrument[unit]) {
			instrument[unit] = at;
			link->first_row[unit] = sheet->row;
		}
		link->unit_seen_in[unit] |= UINT64_C(1) << at;
	}
	talloc_free(instrument);
}

static void count_unit(const struct link *link, uint64_t seen_in,
		       struct count *counts, size_t n_levels)
{
	for (size_t at = 0; at < link->n_instruments; at++) {
		struct count *count = &counts[at * n_levels];
		bool is_here = seen_in >> at & 1;
		bool was_before = seen_in & ((UINT64_C(1) << at) - 1);
		bool is_of_first = seen_in & 1;

		count->answered += is_here;
		count->matched += is_here && was_before;
		count->fresh += is_here && !was_before;
		count->base += is_of_first;
		count->kept += is_of_first && is_here;
	}
}

static void count_all(const struct link *link, struct grouping *grouping)
{
	grouping->counts = memory_array(
		link, struct count, link->n_instruments * grouping->n_levels);
	for (size_t unit = 0; unit < link->n_units; unit++) {
		size_t level =
			grouping->variable ? grouping->level_of[unit] : 0U;

		if (level < grouping->n_levels)
			count_unit(link, link->unit_seen_in[unit],
				   grouping->counts + level,
				   grouping->n_levels);
	}
}

/* Do the groups differ in whom they lose?  NaN for a single group. */
static double loss_p(const struct grouping *grouping, size_t instrument)
{
	const struct count *counts =
		grouping->counts + instrument * grouping->n_levels;
	uint64_t *cells = memory_array(NULL, uint64_t, 2 * grouping->n_levels);
	double p;

	for (size_t i = 0; i < grouping->n_levels; i++) {
		cells[2 * i] = counts[i].kept;
		cells[2 * i + 1] = counts[i].base - counts[i].kept;
	}
	p = contingency_of(cells, grouping->n_levels, 2, confidence).p;
	talloc_free(cells);
	return p;
}

static int write_row(struct link *link, struct table_writer *writer,
		     const struct grouping *grouping, const size_t place[2],
		     double p, struct error *error)
{
	const struct count *count =
		&grouping->counts[place[0] * grouping->n_levels + place[1]];
	struct interval interval = proportion_interval(
		PROPORTION_WILSON, count->kept, count->base, confidence);

	table_writer_text(writer, grouping->name);
	table_writer_text(writer,
			  grouping->variable
				  ? grouping->variable->values[place[1]].name
				  : "all");
	table_writer_text(writer, link->instruments[place[0]]);
	table_writer_integer(writer, (int64_t)place[0] + 1);
	table_writer_integer(writer, (int64_t)count->answered);
	table_writer_integer(writer, (int64_t)count->matched);
	table_writer_integer(writer, (int64_t)count->fresh);
	table_writer_integer(writer, (int64_t)count->base);
	table_writer_integer(writer, (int64_t)count->kept);
	table_writer_integer(writer, (int64_t)(count->base - count->kept));
	table_writer_real(writer, (double)count->kept / (double)count->base);
	table_writer_real(writer, interval.low);
	table_writer_real(writer, interval.high);
	table_writer_real(writer, p);
	return table_writer_row(writer, error);
}

static int write_grouping(struct link *link, struct table_writer *writer,
			  const struct grouping *grouping, struct error *error)
{
	for (size_t at = 0; at < link->n_instruments; at++) {
		/* nobody is lost from the first to itself */
		double p = at ? loss_p(grouping, at) : (double)NAN;

		for (size_t level = 0; level < grouping->n_levels; level++) {
			const size_t place[2] = { at, level };

			if (write_row(link, writer, grouping, place, p, error) <
			    0)
				return -1;
		}
	}
	return 0;
}

static int add_grouping(struct link *link, const struct answers *answers,
			const char *name, struct table_writer *writer,
			struct error *error)
{
	struct grouping grouping = { .name = name, .n_levels = 1 };

	if (answers) {
		grouping.variable = answer_named(link, answers, name,
						 link->settings->where, error);
		if (!grouping.variable)
			return -1;
		grouping.n_levels = grouping.variable->n_values;
		grouping.level_of = memory_array(link, uint32_t, link->n_units);
		if (read_levels(link, answers, &grouping, error) < 0)
			return -1;
	}
	count_all(link, &grouping);
	return write_grouping(link, writer, &grouping, error);
}

int link_write_attrition(struct link *link, struct error *error)
{
	struct table_writer *writer;
	struct answers *answers;

	if (table_writer_open(link, link->context->store, "attrition",
			      "grouping TEXT, level TEXT, instrument TEXT,"
			      " position INTEGER, answered INTEGER,"
			      " matched INTEGER, fresh INTEGER, base INTEGER,"
			      " kept INTEGER, lost INTEGER,"
			      " share REAL, low REAL, high REAL, p REAL",
			      &writer, error) < 0)
		return -1;
	if (!link->settings)
		return 0;
	find_first_rows(link);
	if (answers_open_waves(link, link->context->store, &answers, error) <
		    0 ||
	    add_grouping(link, NULL, "all", writer, error) < 0)
		return -1;
	for (size_t i = 0; i < link->settings->n_by; i++)
		if (add_grouping(link, answers, link->settings->by[i], writer,
				 error) < 0)
			return -1;
	talloc_free(writer);
	return 0;
}
