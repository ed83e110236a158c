/* igraph, found at run time. */
#include "pipeline/core/memory.h"
#include "pipeline/stat/network_private.h"

#include <assert.h>
#include <dlfcn.h>
#include <string.h>

/* As installed to be used, then as installed to build with. */
static void *open_library(void)
{
	void *library = dlopen("libigraph.so.3", RTLD_NOW | RTLD_LOCAL);

	return library ? library
		       : dlopen("libigraph.so", RTLD_NOW | RTLD_LOCAL);
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

/* ISO C knows no way from an object's address to a function. */
static void find(void *library, const char *name, void *function)
{
	void *address = dlsym(library, name);

	assert(address);
	memcpy(function, &address, sizeof address);
}

#define FIND_FUNCTION(name) find(library, "igraph_" #name, &out->name);

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
