#include "pipeline/stat/library.h"

#include <gsl/gsl_errno.h>

void stat_library_start(void)
{
	gsl_set_error_handler_off();
}
