#include "pipeline/stat/library.h"

#include <gsl/gsl_errno.h>
#include <igraph.h>

void stat_library_start(void)
{
	gsl_set_error_handler_off();
	igraph_set_error_handler(igraph_error_handler_ignore);
	igraph_set_warning_handler(igraph_warning_handler_ignore);
}
