#include "pipeline/draw/picture.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"

#include <nettle/base64.h>
#include <png.h>

enum { LARGEST_SIDE = 4000 };

static int decode(struct picture *picture, png_image *png, const char *path,
		  struct error *error)
{
	static const png_color white = { 255, 255, 255 };

	if (!png_image_begin_read_from_memory(png, picture->file,
					      picture->file_length))
		return error_set(
			error, ERROR_PROJECT, path, "save it as a PNG file",
			"the picture is not a PNG file: %s", png->message);
	if (png->width > LARGEST_SIDE || png->height > LARGEST_SIDE)
		return error_set(error, ERROR_PROJECT, path, "save it smaller",
				 "the picture has %u x %u pixels, more than %d "
				 "a side",
				 png->width, png->height, LARGEST_SIDE);
	png->format = PNG_FORMAT_RGB;
	picture->width = png->width;
	picture->height = png->height;
	picture->pixels = memory_array(picture, uint8_t, PNG_IMAGE_SIZE(*png));
	if (!png_image_finish_read(png, &white, picture->pixels, 0, NULL))
		return error_set(error, ERROR_PROJECT, path,
				 "save it again as a PNG file",
				 "the picture is damaged: %s", png->message);
	return 0;
}

int picture_load(const void *ctx, const char *path, struct picture **picture,
		 struct error *error)
{
	struct picture *made = memory_new(ctx, struct picture);
	png_image png = { .version = PNG_IMAGE_VERSION };
	char *file;
	int result;

	if (file_read(made, path, &file, &made->file_length, error) < 0)
		return -1;
	made->file = (uint8_t *)file;
	result = decode(made, &png, path, error);
	png_image_free(&png);
	*picture = made;
	return result;
}

char *picture_base64(const void *ctx, const struct picture *picture)
{
	size_t length = BASE64_ENCODE_RAW_LENGTH(picture->file_length);
	char *text = memory_array(ctx, char, length + 1);

	base64_encode_raw(text, picture->file_length, picture->file);
	return text;
}
