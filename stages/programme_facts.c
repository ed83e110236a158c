/* Single figures of the programme, and what its indicators and rules are
 * called. */
#include "pipeline/core/memory.h"
#include "stages/programme.h"

#include <math.h>

struct texts {
	const char *domain, *code;
	const struct translation *texts;
	size_t n;
};

static int write_texts(const struct programme *programme,
		       struct table_writer *writer, struct texts said,
		       struct error *error)
{
	const struct project *project = programme->context->project;

	for (size_t i = 0; i < project->n_languages; i++) {
		table_writer_text(writer, said.domain);
		table_writer_text(writer, said.code);
		table_writer_text(writer, project->languages[i]);
		table_writer_text(writer, translation_get(said.texts, said.n,
							  project->languages[i],
							  said.code));
		if (table_writer_row(writer, error) < 0)
			return -1;
	}
	return 0;
}

static int write_labels(struct programme *programme, struct error *error)
{
	const struct project_programme *settings = programme->settings;
	struct table_writer *writer;

	if (programme_open(programme, "programme_label", &writer, error) < 0)
		return -1;
	for (size_t i = 0; i < settings->n_indicators; i++) {
		struct texts said = { "indicator", settings->indicators[i].name,
				      settings->indicators[i].titles,
				      settings->indicators[i].n_titles };

		if (write_texts(programme, writer, said, error) < 0)
			return -1;
	}
	for (size_t i = 0; i < settings->n_rules; i++) {
		struct texts said = { "recommendation", settings->rules[i].name,
				      settings->rules[i].texts,
				      settings->rules[i].n_texts };

		if (write_texts(programme, writer, said, error) < 0)
			return -1;
	}
	return 0;
}

#define MOBILITIES " from programme_row where part = 'mobility'"

/* Name, value. */
static const char facts_sql[] =
	"select 'registered', count(*)" MOBILITIES
	" union all select 'participations', count(*)" MOBILITIES
	" and state = 'done'"
	" union all select 'participants', count(distinct participant)" MOBILITIES
	" and state = 'done'"
	" union all select 'repeated', count(*) from (select 1" MOBILITIES
	" and state = 'done' group by participant having count(*) > 1)"
	" union all select 'organisations', count(distinct organisation)" MOBILITIES
	" and state = 'done'"
	" union all select 'countries', count(distinct country)" MOBILITIES
	" and state = 'done'"
	" union all select 'hosts', count(distinct host)" MOBILITIES
	" and state = 'done'"
	" union all select 'days', sum(days)" MOBILITIES " and state = 'done'"
	" union all select 'cost', sum(cost)" MOBILITIES " and state = 'done'"
	" union all select 'scheduled', count(*)" MOBILITIES
	" and state = 'scheduled'"
	" union all select 'cancelled', count(*)" MOBILITIES
	" and state = 'cancelled'"
	" union all select 'without_days', count(*)" MOBILITIES
	" and state = 'done' and days is null"
	" union all select 'without_cost', count(*)" MOBILITIES
	" and state = 'done' and cost is null"
	" union all select 'home_half_a_year', count(distinct participant)" MOBILITIES
	" and state = 'done' and date(finish, '+6 months') <= ?1"
	" union all select 'applications', count(*) from programme_row where"
	" part = 'application'"
	" union all select 'staff', sum(staff) from programme_row where part ="
	" 'staff'";

static int put_fact(struct table_writer *writer, const char *name, double value,
		    const char *text, struct error *error)
{
	table_writer_text(writer, name);
	table_writer_real(writer, value);
	table_writer_text(writer, text);
	return table_writer_row(writer, error);
}

static int write_time(const struct programme *programme,
		      struct table_writer *writer, struct error *error)
{
	const struct project_programme *settings = programme->settings;
	const double none =
		value_number(&(struct value){ VALUE_NULL, 0, 0, NULL });

	if (put_fact(writer, "as_of", none, programme->as_of, error) < 0 ||
	    put_fact(writer, "start", none, settings->start, error) < 0 ||
	    put_fact(writer, "end", none, settings->end, error) < 0 ||
	    put_fact(writer, "elapsed", programme->elapsed, NULL, error) < 0 ||
	    put_fact(writer, "months_left", programme->months_left, NULL,
		     error) < 0 ||
	    put_fact(writer, "pace_months", programme->pace_months, NULL,
		     error) < 0 ||
	    put_fact(writer, "on_track", settings->on_track, NULL, error) < 0 ||
	    put_fact(writer, "behind", settings->behind, NULL, error) < 0 ||
	    put_fact(writer, "dispersion", programme->dispersion, NULL, error) <
		    0)
		return -1;
	return put_fact(writer, "set_aside",
			(double)programme->context->rows.set_aside, NULL,
			error);
}

int programme_facts(struct programme *programme, struct error *error)
{
	struct table_writer *writer;
	struct table *facts;

	if (write_labels(programme, error) < 0 ||
	    programme_query(programme, facts_sql, &facts, error) < 0 ||
	    programme_open(programme, "programme_fact", &writer, error) < 0)
		return -1;
	for (size_t row = 0; row < facts->n_rows; row++)
		if (put_fact(writer, table_text(facts, row, 0),
			     table_number(facts, row, 1), NULL, error) < 0)
			return -1;
	return write_time(programme, writer, error);
}
