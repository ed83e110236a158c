#include "pipeline/core/memory.h"
#include "stages/answer_names.h"
#include "stages/profile_weighted.h"
#include "stages/table_writer.h"

#include <math.h>

static const double confidence = 0.95;

static int read_numbers(const struct weights *weights,
			const struct answers *answers, const char *name,
			const char *where, double **numbers,
			struct error *error)
{
	const struct variable *variable =
		answer_named(weights, answers, name, where, error);

	return variable ? answer_numbers_read(weights, answers, variable,
					      numbers, error)
			: -1;
}

static int put_ratio(const struct weights *weights,
		     const struct project_ratio *ratio, const double *of,
		     const double *per, struct table_writer *writer,
		     struct error *error)
{
	struct survey_estimate found =
		weights_ratio(weights, of, per, confidence);
	double of_sum = 0, per_sum = 0;
	int64_t n = 0;

	for (size_t i = 0; i < weights->n; i++)
		if (!isnan(of[i]) && !isnan(per[i])) {
			n++;
			of_sum += of[i];
			per_sum += per[i];
		}
	table_writer_text(writer, ratio->of);
	table_writer_text(writer, ratio->per);
	table_writer_integer(writer, n);
	table_writer_real(writer, of_sum / per_sum);
	table_writer_real(writer, found.value);
	table_writer_real(writer, found.se);
	table_writer_real(writer, found.low);
	table_writer_real(writer, found.high);
	return table_writer_row(writer, error);
}

int profile_ratios_put(const struct project_weights *settings,
		       const struct weights *weights,
		       const struct answers *answers,
		       struct table_writer *writer, struct error *error)
{
	for (size_t i = 0; i < settings->n_ratios; i++) {
		const struct project_ratio *ratio = &settings->ratios[i];
		double *of = NULL, *per = NULL;
		int result = -1;

		if (read_numbers(weights, answers, ratio->of, ratio->where, &of,
				 error) == 0 &&
		    read_numbers(weights, answers, ratio->per, ratio->where,
				 &per, error) == 0)
			result = put_ratio(weights, ratio, of, per, writer,
					   error);
		talloc_free(of);
		talloc_free(per);
		if (result < 0)
			return -1;
	}
	return 0;
}
