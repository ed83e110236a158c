/* What "check --data" says of mapping files. */
#include "pipeline/core/memory.h"
#include "pipeline/run/command.h"

struct place_report {
	struct table *counts, *doubts, *asides;
};

int place_report_read(const void *ctx, struct database *store,
		      struct place_report **report, struct error *error)
{
	struct place_report *made = memory_new(ctx, struct place_report);
	const struct {
		const char *sql;
		struct table **table;
	} queries[] = {
		{ "select source, how, count(*), sum(n) from place_match"
		  " group by source, how order by min(rowid)",
		  &made->counts },
		{ "select source, replace(coalesce(value, code), char(10),"
		  " ' '), n, how, rule, candidate, candidate_name"
		  " from place_match where how in ('fuzzy', 'unmatched')"
		  " order by rowid",
		  &made->doubts },
		{ "select source, scope, coalesce(field, ''), reason,"
		  " count(*), min(line) from place_aside"
		  " group by 1, 2, 3, 4 order by min(rowid)",
		  &made->asides },
	};

	*report = made;
	for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
		if (database_query(made, store, queries[i].sql, NULL, 0, NULL,
				   queries[i].table, error) < 0)
			return -1;
	return 0;
}

static void tell_count(const struct table *counts, size_t row,
		       struct run_log *log)
{
	json_int_t n_names = table_cell(counts, row, 2)->integer;
	json_int_t n_rows = table_cell(counts, row, 3)->integer;

	run_log_line(log, "%s: municipalities: %s: %lld row%s (%lld name%s)",
		     table_text(counts, row, 0), table_text(counts, row, 1),
		     n_rows, n_rows == 1 ? "" : "s", n_names,
		     n_names == 1 ? "" : "s");
	run_log_object(log,
		       json_pack("{s:s, s:s, s:s, s:I, s:I}", "event", "places",
				 "source", table_text(counts, row, 0), "how",
				 table_text(counts, row, 1), "names", n_names,
				 "rows", n_rows));
}

/* A line that can be copied to the project once it has been looked at. */
static void tell_doubt(const struct table *doubts, size_t row,
		       struct run_log *log)
{
	const char *source = table_text(doubts, row, 0);
	const char *value = table_text(doubts, row, 1);
	const char *rule = table_text(doubts, row, 4);
	const char *candidate = table_text(doubts, row, 5);
	json_int_t n = table_cell(doubts, row, 2)->integer;

	if (*candidate)
		run_log_line(log,
			     "%s: not settled (%s, %lld row%s): is it %s? "
			     "places: confirm: {\"%s\": \"%s\"}",
			     source, rule, n, n == 1 ? "" : "s",
			     table_text(doubts, row, 6), value, candidate);
	else
		run_log_line(log, "%s: not matched (%s%lld row%s): '%s'",
			     source, *rule ? "ambiguous, " : "", n,
			     n == 1 ? "" : "s", value);
	run_log_object(log, json_pack("{s:s, s:s, s:s, s:I, s:s, s:s}", "event",
				      "place", "source", source, "value", value,
				      "rows", n, "rule", rule, "candidate",
				      candidate));
}

static void tell_aside(const struct table *asides, size_t row,
		       struct run_log *log)
{
	const char *field = table_text(asides, row, 2);
	json_int_t n = table_cell(asides, row, 4)->integer;

	run_log_line(log, "%s%s%s: %lld %s: %s (first in line %lld)",
		     table_text(asides, row, 0), *field ? "." : "", field, n,
		     table_text(asides, row, 1), table_text(asides, row, 3),
		     (long long)table_cell(asides, row, 5)->integer);
	run_log_object(log,
		       json_pack("{s:s, s:s, s:s, s:s, s:s, s:I}", "event",
				 "aside", "source", table_text(asides, row, 0),
				 "scope", table_text(asides, row, 1), "field",
				 field, "reason", table_text(asides, row, 3),
				 "n", n));
}

void place_report_tell(const struct place_report *report, struct run_log *log)
{
	for (size_t i = 0; i < report->counts->n_rows; i++)
		tell_count(report->counts, i, log);
	for (size_t i = 0; i < report->doubts->n_rows; i++)
		tell_doubt(report->doubts, i, log);
	for (size_t i = 0; i < report->asides->n_rows; i++)
		tell_aside(report->asides, i, log);
}
