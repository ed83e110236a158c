#include "stages/programme.h"

#include "pipeline/core/memory.h"
#include "stages/answer_names.h"

#include <math.h>
#include <string.h>

enum part { MOBILITY, TARGET, APPLICATION, STAFF, PARTS };
static const char *const parts[] = { "mobility", "target", "application",
				     "staff" };

/* ---- columns ---- */

const char *programme_text(const struct programme_column *column, uint64_t row)
{
	uint32_t code = column->codes ? column->codes[row] : 0;

	return code < ANSWER_FIRST
		       ? NULL
		       : column->variable->values[code - ANSWER_FIRST].name;
}

double programme_number(const struct programme_column *column, uint64_t row)
{
	uint32_t code = column->codes ? column->codes[row] : 0;

	return code < ANSWER_FIRST
		       ? (double)NAN
		       : column->variable->values[code - ANSWER_FIRST].number;
}

/* A question that the project does not name need not be there. */
static int open_column(struct programme *programme, const char *name,
		       bool is_said, struct programme_column *column,
		       struct error *error)
{
	column->variable = answers_variable(programme->answers, name);
	if (!column->variable && is_said)
		column->variable =
			answer_named(programme, programme->answers, name,
				     programme->settings->where, error);
	if (!column->variable)
		return is_said ? -1 : 0;
	return answer_codes_read(programme, programme->answers,
				 column->variable, &column->codes, error);
}

static int open_columns(struct programme *programme, struct error *error)
{
	const struct project_programme *settings = programme->settings;

	if (open_column(programme, "source", true, &programme->sources, error) <
		    0 ||
	    open_column(programme, "wave", true, &programme->waves, error) < 0)
		return -1;
	for (int i = 0; i < PROGRAMME_FIELDS; i++)
		if (open_column(programme, settings->fields[i],
				settings->is_said[i], &programme->fields[i],
				error) < 0)
			return -1;
	programme->groups = memory_array(programme, struct programme_column,
					 settings->n_by);
	for (size_t i = 0; i < settings->n_by; i++)
		if (open_column(programme, settings->by[i], true,
				&programme->groups[i], error) < 0)
			return -1;
	return 0;
}

/* ---- rows ---- */

struct writers {
	struct table_writer *rows, *groups;
};

static bool is_among(const char *word, const char *const *words, size_t n)
{
	for (size_t i = 0; word && i < n; i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return false;
}

static const char *state_of(const struct programme *programme, uint64_t row)
{
	const struct project_programme *settings = programme->settings;
	const char *status =
		programme_text(&programme->fields[PROGRAMME_STATUS], row);

	if (is_among(status, settings->cancelled, settings->n_cancelled))
		return "cancelled";
	if (is_among(status, settings->scheduled, settings->n_scheduled))
		return "scheduled";
	return "done";
}

/* The year that is said, else that of the first day. */
static const char *year_of(const struct programme *programme, uint64_t row)
{
	const char *year =
		programme_text(&programme->fields[PROGRAMME_YEAR], row);
	const char *start =
		programme_text(&programme->fields[PROGRAMME_START], row);

	if (year || !start)
		return year;
	return memory_text_n(programme, start, strcspn(start, "-"));
}

static void put_field(const struct programme *programme,
		      struct table_writer *writer, enum programme_field field,
		      uint64_t row)
{
	table_writer_text(writer,
			  programme_text(&programme->fields[field], row));
}

static void put_amount(const struct programme *programme,
		       struct table_writer *writer, enum programme_field field,
		       uint64_t row)
{
	table_writer_real(writer,
			  programme_number(&programme->fields[field], row));
}

static int write_row(const struct programme *programme,
		     struct table_writer *writer, enum part part, uint64_t row,
		     struct error *error)
{
	table_writer_integer(writer, (int64_t)row);
	table_writer_text(writer, parts[part]);
	table_writer_text(writer, programme->codes[row]);
	if (part == MOBILITY && !programme->participants[row])
		table_writer_text(writer,
				  memory_format(writer, "row %llu",
						(unsigned long long)row));
	else
		table_writer_text(writer, programme->participants[row]);
	table_writer_text(writer, year_of(programme, row));
	put_field(programme, writer, PROGRAMME_START, row);
	put_field(programme, writer, PROGRAMME_FINISH, row);
	table_writer_null(writer);
	put_amount(programme, writer, PROGRAMME_COST, row);
	table_writer_text(writer,
			  part == MOBILITY ? state_of(programme, row) : NULL);
	put_field(programme, writer, PROGRAMME_ORGANISATION, row);
	put_field(programme, writer, PROGRAMME_COUNTRY, row);
	put_field(programme, writer, PROGRAMME_HOST, row);
	table_writer_text(writer, programme_text(&programme->waves, row));
	put_amount(programme, writer, PROGRAMME_PLANNED, row);
	put_amount(programme, writer, PROGRAMME_BUDGET, row);
	put_amount(programme, writer, PROGRAMME_STAFF, row);
	put_field(programme, writer, PROGRAMME_OUTCOME, row);
	return table_writer_row(writer, error);
}

/* ---- groups ---- */

static int put_group(struct table_writer *writer, uint64_t row,
		     const char *grouping, const char *level,
		     struct error *error)
{
	if (!level)
		return 0;
	table_writer_integer(writer, (int64_t)row);
	table_writer_text(writer, grouping);
	table_writer_text(writer, level);
	return table_writer_row(writer, error);
}

static int write_groups(const struct programme *programme,
			struct table_writer *writer, enum part part,
			uint64_t row, struct error *error)
{
	if (put_group(writer, row, "all", "all", error) < 0)
		return -1;
	if (part != STAFF &&
	    put_group(writer, row, "year", year_of(programme, row), error) < 0)
		return -1;
	for (size_t i = 0; i < programme->settings->n_by; i++)
		if (put_group(writer, row, programme->settings->by[i],
			      programme_text(&programme->groups[i], row),
			      error) < 0)
			return -1;
	return 0;
}

/* A target is of one group: 1 = written, 0 = of several, and set aside. */
static int write_target_group(struct programme *programme,
			      struct table_writer *writer, uint64_t row,
			      struct error *error)
{
	const char *grouping = "all", *level = "all";
	size_t n = 0;

	for (size_t i = 0; i < programme->settings->n_by; i++) {
		const char *answer = programme_text(&programme->groups[i], row);

		if (!answer)
			continue;
		grouping = programme->settings->by[i];
		level = answer;
		n++;
	}
	if (n > 1)
		programme->n_without_group++;
	return n > 1                                                ? 0
	       : put_group(writer, row, grouping, level, error) < 0 ? -1
								    : 1;
}

static int add_row(struct programme *programme, struct writers *writers,
		   enum part part, uint64_t row, struct error *error)
{
	int placed = 1;

	if (part != STAFF && !year_of(programme, row)) {
		programme->n_without_year++;
		return 0;
	}
	if (part == TARGET)
		placed = write_target_group(programme, writers->groups, row,
					    error);
	else if (write_groups(programme, writers->groups, part, row, error) < 0)
		placed = -1;
	if (placed <= 0)
		return placed;
	programme->context->rows.kept++;
	return write_row(programme, writers->rows, part, row, error);
}

static int add_rows(struct programme *programme, struct writers *writers,
		    struct error *error)
{
	const struct project_programme *settings = programme->settings;
	const char *const names[] = { settings->mobilities, settings->targets,
				      settings->applications, settings->staff };

	for (uint64_t row = 0; row < programme->answers->n_rows; row++) {
		const char *source = programme_text(&programme->sources, row);

		for (int part = 0; source && part < PARTS; part++) {
			if (!names[part] || strcmp(source, names[part]) != 0)
				continue;
			programme->context->rows.read++;
			if (add_row(programme, writers, (enum part)part, row,
				    error) < 0)
				return -1;
		}
	}
	programme->context->rows.set_aside =
		programme->context->rows.read - programme->context->rows.kept;
	return 0;
}

/* ---- levels ---- */

static int write_levels(struct programme *programme, struct error *error)
{
	struct table_writer *writer;

	if (programme_open(programme, "programme_level", &writer, error) < 0)
		return -1;
	for (size_t i = 0; i < programme->settings->n_by; i++) {
		const struct variable *variable = programme->groups[i].variable;

		for (size_t j = 0; j < variable->n_values; j++) {
			table_writer_text(writer, programme->settings->by[i]);
			table_writer_text(writer, variable->values[j].name);
			table_writer_integer(writer, (int64_t)j + 1);
			if (table_writer_row(writer, error) < 0)
				return -1;
		}
	}
	/* levels that only questionnaires have are none of the programme's */
	return database_execute(
		programme->context->store,
		"delete from programme_level where not exists (select 1 from"
		" programme_group g where g.grouping ="
		" programme_level.grouping and g.level ="
		" programme_level.level);"
		"insert into programme_level values('all', 'all', 0);"
		"insert into programme_level select distinct 'year', year,"
		" cast(year as integer) from programme_row"
		" where year is not null order by year",
		error);
}

/* ---- time ---- */

/* A later wave tells anew of a participation: it took place when it first was
 * said to have, otherwise the last word counts. */
static const char again_sql[] =
	"create index programme_row_code on programme_row(code);"
	"update programme_row set wave = coalesce((select min(o.wave) from"
	" programme_row o where o.code = programme_row.code and o.part ="
	" 'mobility' and o.state = 'done'), wave) where part = 'mobility' and"
	" code is not null;"
	"delete from programme_row where part = 'mobility' and code is not null"
	" and id < (select max(o.id) from programme_row o where o.code ="
	" programme_row.code and o.part = 'mobility');"
	"delete from programme_group where id not in (select id from"
	" programme_row)";

static const char finish_sql[] =
	"update programme_row set days = julianday(finish) - julianday(start)"
	" + 1 where part = 'mobility' and finish >= start;"
	"create index programme_row_id on programme_row(id);"
	"create index programme_group_id on programme_group(id)";

/* Of the groups that have targets the first stands for the whole. */
static const char target_sql[] =
	"insert into programme_group select id, 'all', 'all' from"
	" programme_group where id in (select id from programme_row where part"
	" = 'target') and grouping = (select g.grouping from programme_group g"
	" join programme_row r using(id) where part = 'target' order by"
	" g.rowid limit 1) and not exists (select 1 from programme_group g"
	" join programme_row r using(id) where part = 'target'"
	" and g.grouping = 'all')";

static int set_time(struct programme *programme, struct error *error)
{
	const struct project_programme *settings = programme->settings;
	const struct value days[] = { value_text(settings->as_of),
				      value_text(settings->start),
				      value_text(settings->end),
				      value_integer(settings->pace) };
	struct table *time;

	if (database_query(
		    programme, programme->context->store,
		    "with t as (select coalesce(?1, (select max(start) from"
		    " programme_row where part = 'mobility' and state = 'done'"
		    "), ?2) as day), u as (select min(max(day, ?2), ?3) as day"
		    " from t) select day, (julianday(day) - julianday(?2) + 1)"
		    " / (julianday(?3) - julianday(?2) + 1),"
		    " (julianday(?3) - julianday(day)) / 30.4375,"
		    " min(?4, (julianday(day) - julianday(?2) + 1) / 30.4375),"
		    " max(date(?2, '-1 day'), date(day, '-' || cast(?4 * 30.4375"
		    " as integer) || ' days')) from u",
		    days, 4, NULL, &time, error) < 0)
		return -1;
	programme->as_of = table_text(time, 0, 0);
	programme->elapsed = table_number(time, 0, 1);
	programme->months_left = table_number(time, 0, 2);
	programme->pace_months = table_number(time, 0, 3);
	programme->pace_from = table_text(time, 0, 4);
	return 0;
}

/* What starts later than the day of the review has not been done by then. */
static int settle(struct programme *programme, struct error *error)
{
	return database_execute(
		programme->context->store,
		memory_format(programme,
			      "update programme_row set state = 'scheduled'"
			      " where state = 'done' and start > '%s'",
			      programme->as_of),
		error);
}

int programme_read(struct programme *programme, struct error *error)
{
	struct database *store = programme->context->store;
	struct writers writers;

	if (open_columns(programme, error) < 0 ||
	    programme_people(programme, error) < 0 ||
	    programme_open(programme, "programme_row", &writers.rows, error) <
		    0 ||
	    programme_open(programme, "programme_group", &writers.groups,
			   error) < 0 ||
	    add_rows(programme, &writers, error) < 0 ||
	    database_execute(store, again_sql, error) < 0 ||
	    database_execute(store, finish_sql, error) < 0 ||
	    database_execute(store, target_sql, error) < 0 ||
	    write_levels(programme, error) < 0 ||
	    set_time(programme, error) < 0)
		return -1;
	return settle(programme, error);
}
