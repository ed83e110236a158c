#include "pipeline/core/text.h"
#include "pipeline/data/recode_private.h"

#include <math.h>
#include <string.h>

const struct no_answer *recode_no_answer(const struct question *question,
					 const char *raw)
{
	double number;
	bool is_number = question->n_no_answers > 0 &&
			 text_parse_number(raw, '.', &number);

	for (size_t i = 0; i < question->n_no_answers; i++) {
		const struct no_answer *item = &question->no_answers[i];

		if (!strcmp(item->text, raw) ||
		    (is_number && number >= item->low && number <= item->high))
			return item;
	}
	return NULL;
}
