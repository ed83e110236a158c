/*
 * Which Italian municipality is meant: by ISTAT code in the forms it is written
 * in, or by name in the spellings it is written in, through the dated crosswalk
 * of config/territories.  Exact, by named rules, or a fuzzy candidate that
 * somebody has to confirm; never a guess in silence.
 */
#ifndef PIPELINE_DATA_MUNICIPALITY_H
#define PIPELINE_DATA_MUNICIPALITY_H

#include "pipeline/core/error.h"

#include <stdbool.h>
#include <stddef.h>

/* One row of the crosswalk: a municipality as it was, or is. */
struct municipality {
	const char *code, *name; /* "108033", "Monza" */
	const char *other;       /* in the other language, or "" */
	const char *sigla;       /* of its province then: "MB" */
	const char *cadastral;   /* "F704", or "" */
	int since, until;        /* years; 0 = before the first list; today */
	const struct municipality *now; /* what it is today; itself if open */
};

struct province {
	const char *code, *sigla, *name;  /* "108", "MB" */
	const char *region, *region_name; /* "03", "Lombardia" */
	int since, until;
};

struct municipalities {
	struct municipality *items; /* by code, the oldest first */
	size_t n;
	struct province *provinces; /* by code */
	size_t n_provinces;
	/* private */
	struct municipality_keys *names, *cores, *squeezed, *cadastral;
	unsigned *letters; /* which letters each name has */
	const char **folded;
};

/*
 * Read the two files.  ERROR_FAILED when divario's own are not there,
 * ERROR_PROJECT at line and column when they are damaged.
 */
int municipalities_load(const void *ctx, const char *municipalities,
			const char *provinces, struct municipalities **list,
			struct error *error);

/* The same from the files that divario ships. */
int municipalities_load_shipped(const void *ctx, struct municipalities **list,
				struct error *error);

/* The municipality that bears CODE today (six digits), or NULL. */
const struct municipality *municipality_today(const struct municipalities *list,
					      const char *code);

/*
 * The province that TEXT names by sigla ("NA" is Napoli), name or code, or
 * NULL.  Today's before those that are gone.
 */
const struct province *municipality_province(const struct municipalities *list,
					     const char *text);

/* A province of the region that TEXT names by name or code, or NULL. */
const struct province *municipality_region(const struct municipalities *list,
					   const char *text);

/* The province that stands before the municipality's own number. */
const struct province *
municipality_province_of(const struct municipalities *list,
			 const struct municipality *municipality);

enum municipality_how {
	MUNICIPALITY_EXACT,
	MUNICIPALITY_RULE,
	MUNICIPALITY_FUZZY, /* a candidate: to be confirmed */
	MUNICIPALITY_UNMATCHED,
	MUNICIPALITY_HOWS
};
const char *municipality_how_name(enum municipality_how how); /* "exact" */

/* What was done to find it; bits of municipality_match.rules. */
enum municipality_rule {
	RULE_CASE,         /* AOSTA */
	RULE_SPELLING,     /* accents, apostrophes, hyphens: FORLI' */
	RULE_BLANKS,       /* SANNICANDRO GARGANICO */
	RULE_OTHER_NAME,   /* Bozen */
	RULE_BILINGUAL,    /* Bozen - Bolzano */
	RULE_PREFIX,       /* Com. di Milano */
	RULE_SUFFIX,       /* Sangano (TO) */
	RULE_ABBREVIATION, /* S. Vito al T. */
	RULE_PARTICLES,    /* Reggio Emilia */
	RULE_PROVINCE,     /* one of several by its province or region */
	RULE_LOST_ZERO,    /* 1272 */
	RULE_NUMBER,       /* 15146.0 */
	RULE_AREA_PREFIX,  /* 03015146, 215146 */
	RULE_CADASTRAL,    /* F205 */
	RULE_RENAMED,      /* Popoli, today Popoli Terme */
	RULE_RENUMBERED,   /* 015149, today 108033 */
	RULE_MERGED,       /* Ronago, today Uggiate con Ronago */
	RULE_NAME_ALONE,   /* the code is unknown, the name is not */
	RULE_LETTERS,      /* fuzzy: some letters differ */
	RULE_PART,         /* fuzzy: a part of a name */
	RULE_ELSEWHERE,    /* fuzzy: the name is right, the province is not */
	RULE_CONFLICT,     /* fuzzy: code and name say two municipalities */
	RULE_AMBIGUOUS,    /* unmatched: several, and no province to tell */
	MUNICIPALITY_RULES
};

/* "case+abbreviation" on CTX; "" for none. */
char *municipality_rules(const void *ctx, unsigned rules);

struct municipality_query {
	/* as written; NULL or "" = not given */
	const char *code, *name, *province, *region;
};

struct municipality_match {
	enum municipality_how how;
	unsigned rules;
	const struct municipality *found; /* today's; of FUZZY the candidate;
					     NULL when UNMATCHED */
	size_t distance;                  /* FUZZY by letters */
	size_t n_candidates;              /* that fit equally well */
};

/* Pure. */
struct municipality_match
municipality_find(const struct municipalities *list,
		  const struct municipality_query *query);

#endif
