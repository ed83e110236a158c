#include "pipeline/data/coordinates.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { PARTS = 3, NUMBER_MAX = 32 };

/* A number and the half of the globe behind or before it, if told. */
struct degrees {
	double value;
	char axis; /* 'N' for latitudes, 'E' for longitudes, 0 */
	bool is_there, is_number;
};

/* ---- one cell ---- */

/* Marks around the parts of an angle, in any writing. */
static bool is_mark(int32_t codepoint)
{
	return codepoint < 0x80 ? strchr(" :'\"dmgDMG`", (int)codepoint) != NULL
				: true; /* degree signs, primes, blanks */
}

/* "45,4673" and "45.4673"; "1.514.321,5" of metres. */
static bool read_number(const char *text, double *value)
{
	const char *comma = strchr(text, ','), *point = strchr(text, '.');

	if (comma && point)
		return text_parse_number(text, comma > point ? ',' : '.',
					 value);
	return text_parse_number(text, comma ? ',' : '.', value) ||
	       text_parse_number(text, 0, value);
}

/* N, S, E, W and the Italian O: taken off TEXT, which becomes blank there. */
static void take_letter(char *text, struct degrees *out, double *sign)
{
	static const char letters[] = "NSEWO";
	size_t length = strlen(text);
	size_t start = strspn(text, " ");
	char *at = NULL;

	while (length && text[length - 1] == ' ')
		length--;
	if (!length)
		return;
	if (strchr(letters, toupper((unsigned char)text[length - 1])))
		at = &text[length - 1];
	else if (strchr(letters, toupper((unsigned char)text[start])))
		at = &text[start];
	if (!at)
		return;
	char letter = (char)toupper((unsigned char)*at);
	out->axis = letter == 'N' || letter == 'S' ? 'N' : 'E';
	if (letter != 'N' && letter != 'E')
		*sign = -1;
	*at = ' ';
}

/* Numbers between marks: degrees, minutes, seconds. */
static size_t read_parts(const char *text, double parts[PARTS])
{
	size_t n = 0;

	while (*text) {
		char number[NUMBER_MAX];
		size_t length = 0;
		const char *next;
		int32_t codepoint = text_decode(text, &next);

		if (is_mark(codepoint)) {
			text = next;
			continue;
		}
		while (text[length] && strchr("+-0123456789.,", text[length]))
			length++;
		if (!length || length >= sizeof number || n == PARTS)
			return 0;
		memcpy(number, text, length);
		number[length] = '\0';
		if (!read_number(number, &parts[n++]))
			return 0;
		text += length;
	}
	return n;
}

static struct degrees read_degrees(const char *cell)
{
	struct degrees out = { .is_there = cell && *cell };
	double parts[PARTS] = { 0 }, sign = 1;
	char *text;
	size_t n;

	if (!out.is_there)
		return out;
	text = text_trim(NULL, cell);
	out.is_there = *text;
	take_letter(text, &out, &sign);
	n = read_parts(text, parts);
	talloc_free(text);
	if (!n || (n > 1 && (parts[1] < 0 || parts[1] >= 60 || parts[2] < 0 ||
			     parts[2] >= 60)))
		return out;
	if (signbit(parts[0]))
		sign = -sign;
	out.value = sign * (fabs(parts[0]) + parts[1] / 60 + parts[2] / 3600);
	out.is_number = true;
	return out;
}

/* ---- both ---- */

static bool is_degrees(double latitude, double longitude)
{
	return fabs(latitude) <= 90 && fabs(longitude) <= 180;
}

static bool is_italy(double latitude, double longitude)
{
	return latitude >= 35 && latitude <= 48 && longitude >= 6 &&
	       longitude <= 19;
}

/* Northing and easting of UTM or Gauss-Boaga in Italy, either way round. */
static bool is_metres(double a, double b)
{
	double north = fmax(a, b), east = fmin(a, b);

	return north > 3.8e6 && north < 5.4e6 && east > 1e5 && east < 3e6;
}

static bool is_swapped(const struct degrees *latitude,
		       const struct degrees *longitude, bool in_italy)
{
	if (latitude->axis == 'E' || longitude->axis == 'N')
		return latitude->axis != 'N' && longitude->axis != 'E';
	if (!is_degrees(latitude->value, longitude->value))
		return is_degrees(longitude->value, latitude->value);
	return in_italy && is_italy(longitude->value, latitude->value);
}

static struct coordinates judge(struct degrees latitude,
				struct degrees longitude, bool in_italy)
{
	struct coordinates out = { .latitude = (double)NAN,
				   .longitude = (double)NAN };
	bool swapped;

	if (!latitude.is_there && !longitude.is_there)
		return out;
	out.state = COORDINATES_HALF;
	if (!latitude.is_there || !longitude.is_there)
		return out;
	out.state = COORDINATES_NO_NUMBER;
	if (!latitude.is_number || !longitude.is_number)
		return out;
	out.state = COORDINATES_ZERO;
	if (latitude.value == 0 && longitude.value == 0)
		return out;
	out.state = COORDINATES_METRES;
	if (is_metres(latitude.value, longitude.value))
		return out;
	swapped = is_swapped(&latitude, &longitude, in_italy);
	out.state = COORDINATES_OUT;
	if (!swapped && !is_degrees(latitude.value, longitude.value))
		return out;
	out.state = swapped ? COORDINATES_SWAPPED : COORDINATES_GOOD;
	out.latitude = swapped ? longitude.value : latitude.value;
	out.longitude = swapped ? latitude.value : longitude.value;
	return out;
}

struct coordinates coordinates_read(const char *latitude, const char *longitude,
				    bool in_italy)
{
	return judge(read_degrees(latitude), read_degrees(longitude), in_italy);
}

/* Where the first coordinate ends: the mark that parts the two, or NULL. */
static char *find_gap(char *text)
{
	static const char *const marks[] = { ";", "|", ", ", " ", "," };
	char *gap = NULL;

	for (size_t i = 0; i < sizeof marks / sizeof *marks && !gap; i++)
		gap = strstr(text, marks[i]);
	return gap;
}

struct coordinates coordinates_read_pair(const char *text, bool in_italy)
{
	struct coordinates out = { .latitude = (double)NAN,
				   .longitude = (double)NAN };
	char *pair = text_trim(NULL, text), *first = pair, *gap, *second;
	bool is_wkt = !strncasecmp(pair, "POINT", 5);

	if (is_wkt || strchr("([", *pair)) {
		first += strcspn(first, "([");
		first += strspn(first, "([ ");
		first[strcspn(first, ")]")] = '\0';
	}
	gap = find_gap(first);
	if (*first)
		out.state = COORDINATES_HALF;
	if (gap) {
		*gap = '\0';
		second = gap + 1 + strspn(gap + 1, " ,;|");
		/* Altitude and precision of a geopoint stand behind. */
		second[strcspn(second, " ;|")] = '\0';
		out = is_wkt ? coordinates_read(second, first, in_italy)
			     : coordinates_read(first, second, in_italy);
	}
	talloc_free(pair);
	return out;
}

bool coordinates_in_italy(const struct coordinates *coordinates)
{
	return is_italy(coordinates->latitude, coordinates->longitude);
}

const char *coordinates_reason(const struct coordinates *coordinates)
{
	switch (coordinates->state) {
	case COORDINATES_SWAPPED:
		return "latitude and longitude had changed places";
	case COORDINATES_HALF:
		return "one of the two coordinates is empty";
	case COORDINATES_NO_NUMBER:
		return "the coordinates are no numbers of degrees";
	case COORDINATES_ZERO:
		return "0, 0 is no place";
	case COORDINATES_METRES:
		return "metres of a projection, not degrees";
	case COORDINATES_OUT:
		return "beyond 90 degrees of latitude or 180 of longitude";
	case COORDINATES_NONE:
	case COORDINATES_GOOD:
	default:
		return NULL;
	}
}
