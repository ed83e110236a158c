#include "pipeline/run/command.h"
#include "stages/stages.h"

#include <stdlib.h>

int main(int argc, char **argv)
{
	exit(command_main(argc, argv, all_stages, stdout, stderr));
}
