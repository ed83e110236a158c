/* Text as Excel in western Europe saves it. */
#ifndef SAMPLES_GENERATOR_WINDOWS_H
#define SAMPLES_GENERATOR_WINDOWS_H

#include <stddef.h>

/* Write LENGTH bytes of UTF-8 to PATH in Windows-1252; 0, or -1 when the text
 * has other letters or PATH cannot be written. */
int windows_write(const char *path, char *text, size_t length);

#endif
