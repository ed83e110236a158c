#include "pipeline/stat/run_time.h"

#include <assert.h>
#include <dlfcn.h>
#include <string.h>

void *run_time_library(const char *name, const char *name_to_build)
{
	void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);

	return library ? library : dlopen(name_to_build, RTLD_NOW | RTLD_LOCAL);
}

/* ISO C knows no way from an object's address to a function. */
void run_time_find(void *library, const char *name, void *function)
{
	void *address = dlsym(library, name);

	assert(address);
	memcpy(function, &address, sizeof address);
}
