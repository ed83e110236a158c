/* The key 'quality' of the project file: which answers are marked, and when. */
#ifndef PIPELINE_RUN_PROJECT_QUALITY_H
#define PIPELINE_RUN_PROJECT_QUALITY_H

#include <stddef.h>

/* What is a mark on a person's answers, and which marks leave them out. */
struct project_quality {
	const char *where;
	const char **exclude; /* names of marks */
	size_t n_exclude;
	int least_items;     /* answers that make a series; default 10 */
	double longest_run;  /* share of a series, default 0.5 */
	double least_spread; /* of the scale's width, default 0.05 */
	double speed;        /* share of the median time, default 1/3 */
	double outlier;      /* modified z, default 3.5 */
	const char **attention_question, **attention_answer;
	size_t n_attention;
};

#endif
