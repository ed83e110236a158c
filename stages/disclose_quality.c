#include "stages/disclose.h"

#include "pipeline/core/memory.h"

/* One row a mark; the effect's measures side by side. */
static const char sql[] =
	"select f.flag, f.position, f.n, f.base, 1.0 * f.n / f.base,"
	" f.criterion, f.excluded,"
	" max(case when measure = 'gap' then everybody end),"
	" max(case when measure = 'gap' then without end),"
	" max(case when measure = 'current' then everybody end),"
	" max(case when measure = 'current' then without end)"
	" from quality_flag f left join quality_effect e using (flag)"
	" group by f.flag order by f.position";

enum { N = 2, BASE = 3, SHARE = 4, FIRST_EFFECT = 7 };

static void withhold(struct table *table, size_t row, int from)
{
	for (size_t c = (size_t)from; c < table->n_columns; c++)
		table->cells[row * table->n_columns + c] = value_null();
}

int disclose_quality(struct stage_context *context, struct error *error)
{
	int64_t threshold = context->project->threshold;
	struct table *table;
	bool *is_suppressed;

	if (database_query(context->memory, context->store, sql, NULL, 0, NULL,
			   &table, error) < 0)
		return -1;
	is_suppressed = memory_array(context->memory, bool, table->n_rows);
	for (size_t r = 0; r < table->n_rows; r++) {
		struct value *cells = table->cells + r * table->n_columns;
		int64_t n = cells[N].integer, rest = cells[BASE].integer - n;

		if (n == 0 || (n >= threshold && rest >= threshold))
			continue;
		is_suppressed[r] = true;
		cells[N] = cells[SHARE] = value_null();
		withhold(table, r, FIRST_EFFECT);
	}
	return disclose_write(context, "quality", table, is_suppressed, error);
}
