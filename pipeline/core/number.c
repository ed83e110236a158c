#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <assert.h>
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 17 }; /* enough to tell any two doubles apart */

/* 0.d1d2d3... times ten to the EXPONENT, as the shortest digits say. */
struct decimal {
	char digits[DIGITS + 1];
	int n, exponent;
	bool is_negative;
};

/*
 * glibc hands out its built-in C locale here without allocating, so neither
 * the user's environment nor a library's setlocale() can touch a number.
 */
static locale_t c_locale(void)
{
	return newlocale(LC_ALL_MASK, "C", (locale_t)0);
}

static double read_c(const char *text)
{
	return strtod_l(text, NULL, c_locale());
}

static void write_c(char *buffer, size_t size, int digits, double value)
{
	locale_t before = uselocale(c_locale());

	snprintf(buffer, size, "%.*e", digits - 1, value);
	uselocale(before);
}

static struct decimal shortest(double value)
{
	struct decimal decimal = { .is_negative = signbit(value) };
	char buffer[40];

	/* Trailing zeros go below; the tiniest numbers have fewer digits. */
	for (int digits = fabs(value) < DBL_MIN ? 1 : DBL_DIG; digits <= DIGITS;
	     digits++) {
		write_c(buffer, sizeof buffer, digits, fabs(value));
		if (read_c(buffer) == fabs(value))
			break;
	}
	for (const char *at = buffer; *at != 'e'; at++)
		if (*at != '.')
			decimal.digits[decimal.n++] = *at;
	decimal.exponent = atoi(strchr(buffer, 'e') + 1) + 1;
	while (decimal.n > 0 && decimal.digits[decimal.n - 1] == '0')
		decimal.n--;
	return decimal;
}

/* Keep KEEP digits (may be negative), half away from zero. */
static void round_to(struct decimal *decimal, int keep)
{
	bool is_up;

	if (keep >= decimal->n)
		return;
	is_up = keep >= 0 && decimal->digits[keep] >= '5';
	decimal->n = keep > 0 ? keep : 0;
	if (!is_up)
		return;
	while (decimal->n > 0 && decimal->digits[decimal->n - 1] == '9')
		decimal->n--;
	if (decimal->n > 0) {
		decimal->digits[decimal->n - 1]++;
		return;
	}
	decimal->digits[decimal->n++] = '1';
	decimal->exponent++;
}

static char digit_at(const struct decimal *decimal, int i)
{
	return i >= 0 && i < decimal->n ? decimal->digits[i] : '0';
}

/* A number being written: room for 309 digits with thousands marks before the
 * point and the digits of the smallest number behind it. */
struct writing {
	char text[1536];
	size_t n;
};

static void append(struct writing *writing, const char *piece)
{
	size_t length = strlen(piece);

	assert(writing->n + length < sizeof writing->text);
	memcpy(writing->text + writing->n, piece, length + 1);
	writing->n += length;
}

static void append_digit(struct writing *writing, char digit)
{
	append(writing, (const char[]){ digit, '\0' });
}

/* Integer part, fraction; THOUSANDS may be "". */
static void write_decimal(struct writing *writing,
			  const struct decimal *decimal, int decimals,
			  const char *point, const char *thousands)
{
	int whole = decimal->exponent > 0 ? decimal->exponent : 1;
	int shift = decimal->exponent > 0 ? 0 : decimal->exponent - 1;

	for (int i = 0; i < whole; i++) {
		if (i && whole > 4 && (whole - i) % 3 == 0)
			append(writing, thousands);
		append_digit(writing, digit_at(decimal, i + shift));
	}
	if (decimals > 0)
		append(writing, point);
	for (int i = 0; i < decimals; i++)
		append_digit(writing, digit_at(decimal, whole + i + shift));
}

char *text_number(const void *ctx, double value, int decimals, bool is_signed,
		  const struct text_locale *locale)
{
	struct writing writing = { .n = 0 };
	struct decimal decimal;
	const char *sign = "";

	if (isnan(value))
		return memory_text(ctx, "–");
	if (isinf(value))
		return memory_text(ctx, value < 0   ? "−∞"
					: is_signed ? "+∞"
						    : "∞");
	decimal = shortest(value);
	round_to(&decimal, decimal.exponent + decimals);
	if (decimal.n > 0 && decimal.is_negative)
		sign = "−";
	else if (decimal.n > 0 && is_signed)
		sign = "+";
	if (decimal.n == 0)
		decimal.exponent = 1;
	append(&writing, sign);
	write_decimal(&writing, &decimal, decimals, locale->decimal,
		      locale->thousands);
	return memory_text(ctx, writing.text);
}

static void write_scientific(struct writing *writing,
			     const struct decimal *decimal)
{
	char exponent[16];

	append_digit(writing, decimal->digits[0]);
	for (int i = 1; i < decimal->n; i++) {
		if (i == 1)
			append(writing, ".");
		append_digit(writing, decimal->digits[i]);
	}
	snprintf(exponent, sizeof exponent, "e%d", decimal->exponent - 1);
	append(writing, exponent);
}

char *text_number_exact(const void *ctx, double value)
{
	struct writing writing = { .n = 0 };
	struct decimal decimal;

	if (isnan(value))
		return memory_text(ctx, "nan");
	if (isinf(value))
		return memory_text(ctx, value < 0 ? "-inf" : "inf");
	if (value == 0)
		return memory_text(ctx, "0");
	decimal = shortest(value);
	append(&writing, decimal.is_negative ? "-" : "");
	if (decimal.exponent > DIGITS || decimal.exponent < -4)
		write_scientific(&writing, &decimal);
	else
		write_decimal(&writing, &decimal,
			      decimal.n > decimal.exponent
				      ? decimal.n - decimal.exponent
				      : 0,
			      ".", "");
	return memory_text(ctx, writing.text);
}

/* ---- reading --------------------------------------------------------------
 */

enum { NUMBER_MAX = 64 }; /* no number people write is longer */

/* A number taken apart: what stands between the digits, in order. */
struct scan {
	char digits[NUMBER_MAX + 1];
	int n;
	/* marks: '.', ',', ' ' (any blank), '\'' before digit number AT */
	struct {
		char mark;
		int at;
	} marks[NUMBER_MAX];
	int n_marks;
	bool is_negative;
	const char *exponent; /* "e+05" or NULL */
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const char *skip_blanks(const char *at)
{
	for (;;) {
		if (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r')
			at++;
		else if (!strncmp(at, "\u00a0", 2))
			at += 2;
		else if (!strncmp(at, "\u202f", 3))
			at += 3;
		else
			return at;
	}
}

/* One separator at *AT, moved behind it; 0 if there is none. */
static char take_mark(const char **at)
{
	static const struct {
		const char *text;
		char mark;
	} marks[] = { { ".", '.' },      { ",", ',' },      { " ", ' ' },
		      { "\u00a0", ' ' }, { "\u202f", ' ' }, { "\u2009", ' ' },
		      { "'", '\'' },     { "\u2019", '\'' } };

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		size_t length = strlen(marks[i].text);

		if (!strncmp(*at, marks[i].text, length)) {
			*at += length;
			return marks[i].mark;
		}
	}
	return 0;
}

static const char *scan_sign(const char *at, struct scan *scan)
{
	if (*at == '+')
		return at + 1;
	if (*at == '-') {
		scan->is_negative = true;
		return at + 1;
	}
	if (!strncmp(at, "\u2212", 3)) {
		scan->is_negative = true;
		return at + 3;
	}
	return at;
}

/* Digits, each separator between two of them (or before the first). */
static const char *scan_digits(const char *at, struct scan *scan)
{
	while (scan->n < NUMBER_MAX) {
		const char *next = at;
		char mark;

		if (is_digit(*at)) {
			scan->digits[scan->n++] = *at++;
			continue;
		}
		mark = take_mark(&next);
		if (!mark || !is_digit(*next))
			break;
		scan->marks[scan->n_marks].mark = mark;
		scan->marks[scan->n_marks++].at = scan->n;
		at = next;
	}
	return at;
}

static const char *scan_exponent(const char *at, struct scan *scan)
{
	const char *from = at;

	if (*at != 'e' && *at != 'E')
		return at;
	at++;
	if (*at == '+' || *at == '-')
		at++;
	if (!is_digit(*at))
		return from;
	while (is_digit(*at))
		at++;
	scan->exponent = from;
	return at;
}

/*
 * Groups of three behind one of one to three, all with the same mark; nobody
 * begins with a zero: "0,123" is a fraction.
 */
static bool groups_are_right(const struct scan *scan, int n_marks, int end)
{
	if (n_marks && scan->digits[0] == '0')
		return false;
	for (int i = 0; i < n_marks; i++) {
		int next = i + 1 < n_marks ? scan->marks[i + 1].at : end;

		if (scan->marks[i].mark != scan->marks[0].mark ||
		    next - scan->marks[i].at != 3)
			return false;
	}
	return n_marks == 0 ||
	       (scan->marks[0].at >= 1 && scan->marks[0].at <= 3);
}

/* Could the only mark part thousands as well as decimals? */
static bool is_ambiguous(const struct scan *scan)
{
	return scan->n_marks == 1 && groups_are_right(scan, 1, scan->n);
}

/* Is the last mark the decimal one? */
static bool last_is_decimal(const struct scan *scan, char decimal)
{
	char last = scan->marks[scan->n_marks - 1].mark;

	if (last != '.' && last != ',')
		return false;
	if (decimal)
		return last == decimal;
	return scan->n_marks == 1 || last != scan->marks[0].mark;
}

/* Where the fraction starts, or -1 if the marks make no number. */
static int fraction_start(const struct scan *scan, char decimal)
{
	int n_marks = scan->n_marks, start = scan->n;

	if (!n_marks)
		return start;
	if (last_is_decimal(scan, decimal)) {
		if (!decimal && scan->marks[0].mark != ' ' &&
		    scan->marks[0].mark != '\'' && is_ambiguous(scan))
			return -1;
		start = scan->marks[--n_marks].at;
	}
	if (n_marks && decimal && scan->marks[0].mark == decimal)
		return -1;
	if (n_marks && n_marks < scan->n_marks &&
	    scan->marks[0].mark == scan->marks[n_marks].mark)
		return -1;
	return groups_are_right(scan, n_marks, start) ? start : -1;
}

bool text_parse_number(const char *text, char decimal, double *value)
{
	char buffer[2 * NUMBER_MAX + 8];
	struct scan scan = { .n = 0 };
	const char *at = scan_sign(skip_blanks(text), &scan);
	const char *exponent;
	double number;
	int start;

	exponent = scan_digits(at, &scan);
	if (!scan.n)
		return false;
	at = scan_exponent(exponent, &scan);
	if (*skip_blanks(at) || at - exponent > 8)
		return false;
	start = fraction_start(&scan, decimal);
	if (start < 0)
		return false;
	snprintf(buffer, sizeof buffer, "%.*s.%.*s%.*s", start, scan.digits,
		 scan.n - start, scan.digits + start, (int)(at - exponent),
		 exponent);
	number = read_c(buffer);
	if (!isfinite(number))
		return false;
	*value = scan.is_negative ? -number : number;
	return true;
}
