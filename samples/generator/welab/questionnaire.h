/* The competence questionnaire of the welab sample. */
#ifndef SAMPLES_GENERATOR_WELAB_QUESTIONNAIRE_H
#define SAMPLES_GENERATOR_WELAB_QUESTIONNAIRE_H

#include "pipeline/data/codebook.h"
#include "samples/generator/chance.h"

/* 184 people's answers as EUSurvey gives them by way of Excel, with Italian
 * labels; 0, or -1 when PATH cannot be written. */
int questionnaire_write(const char *path, const struct codebook *codebook,
			struct chance *chance);

#endif
