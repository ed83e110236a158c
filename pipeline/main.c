#include "pipeline/run/command.h"
#include "pipeline/stat/library.h"
#include "stages/stages.h"

#include <malloc.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	/* A heap for each of two threads and no more: they need not wait for
	 * each other, and further ones would cost memory. */
	mallopt(M_ARENA_MAX, 2);
	stat_library_start();
	exit(command_main(argc, argv, all_stages, stdout, stderr));
}
