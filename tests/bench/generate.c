/*
 * bench-generate N [SEED]: a synthetic survey of N respondents on standard
 * output, to measure with.  69 columns: 8 on the person, 30 current and 30
 * required levels (1-5, 3 % empty or "N/A"), one free text (a tenth of the
 * rows, with quotes, commas and line ends).  About 212 bytes a row.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { SKILLS = 30 };

static uint64_t next(uint64_t *state)
{
	uint64_t z = (*state += 0x9E3779B97F4A7C15u);

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return z ^ (z >> 31);
}

static unsigned below(uint64_t *state, unsigned n)
{
	return (unsigned)(((next(state) >> 32) * n) >> 32);
}

static void put_header(void)
{
	printf("id,submitdate,language,country,role,organisation,gender,age");
	for (int i = 1; i <= SKILLS; i++)
		printf(",C%02d", i);
	for (int i = 1; i <= SKILLS; i++)
		printf(",R%02d", i);
	puts(",comment");
}

static void put_person(uint64_t *state, long id)
{
	static const char *const countries[] = {
		"Austria", "Belgium", "Bulgaria", "Croatia",
		"France",  "Greece",  "Italy",    "Latvia",
		"Poland",  "Romania", "Slovenia", "Spain",
	};
	static const char *const roles[] = {
		"Manager",
		"Educator",
		"\"Social worker, senior\"",
		"Volunteer",
	};
	static const char *const organisations[] = {
		"Municipality",
		"Association",
		"\"Cooperative, type B\"",
	};
	static const char *const genders[] = { "woman", "man", "other" };
	static const char *const languages[] = { "en", "it", "es", "pl" };

	printf("%ld,2026-%02u-%02u %02u:%02u:00,%s,%s,%s,%s,%s,%u", id,
	       1 + below(state, 12), 1 + below(state, 28), below(state, 24),
	       below(state, 60), languages[below(state, 4)],
	       countries[below(state, 12)], roles[below(state, 4)],
	       organisations[below(state, 3)], genders[below(state, 3)],
	       18 + below(state, 50));
}

static void put_level(uint64_t *state, unsigned base)
{
	unsigned missing = below(state, 100);

	putchar(',');
	if (missing < 1)
		fputs("N/A", stdout);
	else if (missing >= 3)
		putchar((int)('1' + base + below(state, 3)));
}

static void put_comment(uint64_t *state)
{
	static const char *const comments[] = {
		"\"We need time, not only courses\"",
		"\"The \"\"digital\"\" part is new\"",
		"\"Servirebbero corsi più brevi,\nmeglio sul lavoro\"",
		"nothing to add",
	};

	putchar(',');
	if (below(state, 10) == 0)
		fputs(comments[below(state, 4)], stdout);
	putchar('\n');
}

int main(int argc, char **argv)
{
	long n = argc > 1 ? strtol(argv[1], NULL, 10) : 1000;
	uint64_t state = argc > 2 ? strtoull(argv[2], NULL, 10) : 42;

	put_header();
	for (long id = 1; id <= n; id++) {
		unsigned able = below(&state, 2);

		put_person(&state, id);
		for (int i = 0; i < SKILLS; i++)
			put_level(&state, able);
		for (int i = 0; i < SKILLS; i++)
			put_level(&state, 1 + below(&state, 2));
		put_comment(&state);
	}
	return ferror(stdout) != 0;
}
