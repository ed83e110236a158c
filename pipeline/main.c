#include "pipeline/run/command.h"
#include "pipeline/stat/library.h"
#include "stages/stages.h"

#include <malloc.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	/* Threads share one heap: a second one would cost more memory than
	 * its lock costs time. */
	mallopt(M_ARENA_MAX, 1);
	stat_library_start();
	exit(command_main(argc, argv, all_stages, stdout, stderr));
}
