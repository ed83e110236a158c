#include "tests/support/near.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

void near_check(double got, double want, double slack, const char *what,
		const char *file, int line)
{
	if (isnan(got) && isnan(want))
		return;
	if (fabs(got - want) <= slack)
		return;
	print_error("%s: got %.17g, want %.17g\n", what, got, want);
	_fail(file, line);
}
