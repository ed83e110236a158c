#include "pipeline/run/command.h"
#include "pipeline/stat/library.h"
#include "stages/stages.h"

#include <stdlib.h>

int main(int argc, char **argv)
{
	stat_library_start();
	exit(command_main(argc, argv, all_stages, stdout, stderr));
}
