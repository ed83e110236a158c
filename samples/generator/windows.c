#include "samples/generator/windows.h"

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>

int windows_write(const char *path, char *text, size_t length)
{
	FILE *file = fopen(path, "wb");
	char *converted = malloc(length + 1), *in = text, *out = converted;
	size_t left = length, room = length;
	iconv_t convert = iconv_open("WINDOWS-1252", "UTF-8");
	int failed = !file || !converted || convert == (iconv_t)-1;

	if (!failed)
		failed =
			iconv(convert, &in, &left, &out, &room) == (size_t)-1 ||
			fwrite(converted, 1, length - room, file) !=
				length - room;
	if (convert != (iconv_t)-1)
		iconv_close(convert);
	free(converted);
	if (file && fclose(file) != 0)
		failed = 1;
	return failed ? -1 : 0;
}
