/* What must hold for any text read as a date, a time or a number. */
#ifndef TESTS_SUPPORT_VALUE_CHECK_H
#define TESTS_SUPPORT_VALUE_CHECK_H

/* NULL, or what does not hold for TEXT (valid UTF-8). */
const char *value_check(const char *text);

#endif
