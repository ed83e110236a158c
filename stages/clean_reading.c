/* On what evidence the dates and numbers of a column were read as they are. */
#include "stages/clean.h"

#include <string.h>

static bool has_dates(const struct question *question)
{
	return question->type == QUESTION_DATE ||
	       question->type == QUESTION_DATETIME;
}

static bool has_numbers(const struct question *question)
{
	return question->type == QUESTION_INTEGER ||
	       question->type == QUESTION_DECIMAL;
}

static bool was_decided(const struct recode_reading *how)
{
	return how->dates.n_day_first || how->dates.n_month_first ||
	       how->dates.n_unclear || how->numbers.n_points ||
	       how->numbers.n_commas || how->numbers.n_unclear || *how->unit;
}

/* The verdict and the values that speak for it, against it, for either. */
struct verdict {
	const char *what, *read_as;
	uint64_t n_for, n_against, n_unclear;
};

static struct verdict on_dates(const struct recode_reading *how)
{
	bool is_month_first = how->order == DATE_MONTH_FIRST;

	return (struct verdict){
		.what = "date_order",
		.read_as = date_order_name(how->order),
		.n_for = is_month_first ? how->dates.n_month_first
					: how->dates.n_day_first,
		.n_against = is_month_first ? how->dates.n_day_first
					    : how->dates.n_month_first,
		.n_unclear = how->dates.n_unclear,
	};
}

static struct verdict on_numbers(const struct recode_reading *how)
{
	bool is_comma = how->decimal == ',';

	return (struct verdict){
		.what = "decimal",
		.read_as = is_comma       ? ","
			   : how->decimal ? "."
					  : "",
		.n_for = is_comma ? how->numbers.n_commas
				  : how->numbers.n_points,
		.n_against = is_comma ? how->numbers.n_points
				      : how->numbers.n_commas,
		.n_unclear = how->numbers.n_unclear,
	};
}

static void warn(struct clean *clean, const struct clean_file *file,
		 const struct question *question,
		 const struct clean_reading *reading)
{
	bool is_date = has_dates(question);

	stage_warn(clean->context, file->path,
		   "%llu cell%s of '%s' such as '%s' can be read two ways and "
		   "count as invalid: tell %s in the project's source",
		   (unsigned long long)reading->n_unclear,
		   reading->n_unclear == 1 ? "" : "s", question->name,
		   reading->example,
		   is_date ? "'date_order: dmy' or 'date_order: mdy'"
			   : "'decimal: \".\"' or 'decimal: \",\"'");
}

int clean_write_reading(struct clean *clean, const struct clean_file *file,
			const struct question *question,
			struct clean_reading reading, struct error *error)
{
	struct table_writer *row = clean->readings;
	struct verdict verdict;

	if (!has_dates(question) && !has_numbers(question))
		return 0;
	if (reading.n_unclear)
		warn(clean, file, question, &reading);
	if (!was_decided(&reading.how))
		return 0;
	verdict = has_dates(question) ? on_dates(&reading.how)
				      : on_numbers(&reading.how);
	table_writer_text(row, file->name);
	table_writer_text(row, file->path);
	table_writer_text(row, question->name);
	table_writer_text(row, verdict.what);
	table_writer_text(row, verdict.read_as);
	table_writer_integer(row, (int64_t)verdict.n_for);
	table_writer_integer(row, (int64_t)verdict.n_against);
	table_writer_integer(row, (int64_t)verdict.n_unclear);
	table_writer_text(row, reading.how.unit);
	return table_writer_row(row, error);
}
