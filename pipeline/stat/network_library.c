/* igraph, found at run time. */
#include "pipeline/core/memory.h"
#include "pipeline/stat/network_private.h"
#include "pipeline/stat/run_time.h"

#include <assert.h>
#include <dlfcn.h>

static void *open_library(void)
{
	return run_time_library("libigraph.so.3", "libigraph.so");
}

int network_load(struct error *error)
{
	if (open_library())
		return 0;
	return error_set(error, ERROR_FAILED, NULL, "install libigraph3",
			 "networks are analysed by igraph, and it is not "
			 "there: %s",
			 dlerror());
}

#define FIND_FUNCTION(name) run_time_find(library, "igraph_" #name, &out->name);

const struct igraph *graph_library(const void *ctx)
{
	struct igraph *out = memory_new(ctx, struct igraph);
	void *library = open_library();

	assert(library);
	GRAPH_FUNCTIONS(FIND_FUNCTION)
	out->set_error_handler(out->error_handler_ignore);
	out->set_warning_handler(out->warning_handler_ignore);
	return out;
}
