/* Inside catalogue: the sheet of programmes. */
#ifndef PIPELINE_DATA_CATALOGUE_PRIVATE_H
#define PIPELINE_DATA_CATALOGUE_PRIVATE_H

#include "pipeline/data/catalogue.h"

/* Fill the programmes of CATALOGUE, whose outcomes are read. */
int catalogue_read_programmes(struct catalogue *catalogue, const char *path,
			      struct error *error);

#endif
