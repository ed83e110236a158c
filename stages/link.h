/*
 * The link stage: which answer sheets of several instruments (questionnaires
 * before and after, waves) are of one person or organisation.  Sheets and their
 * codes are read by link_read.c, matched by link_match.c and, by what the
 * project itself says, link_say.c; link_near.c suggests, link_write.c tells and
 * link_attrition.c counts who came back.
 */
#ifndef STAGES_LINK_H
#define STAGES_LINK_H

#include "pipeline/data/token.h"
#include "pipeline/run/stage.h"

enum { LINK_INSTRUMENTS_MOST = 64, LINK_NEAR_MOST = 100000 };

/* A file that takes no part. */
#define LINK_NO_INSTRUMENT SIZE_MAX

/* No answer: set aside by clean, for a later one with the same code. */
#define LINK_NO_ROW UINT64_MAX

struct link_file {
	int64_t id;
	const char *name, *path; /* of the source; as in the table source */
	const char *wave;        /* or NULL */
	const struct project_source *source;
	size_t instrument;
	uint64_t n_rows;
};

/* One answer sheet. */
struct link_sheet {
	uint64_t row; /* among the answers that count, or LINK_NO_ROW */
	uint32_t file, line;
	uint32_t next;     /* of its unit, by union-find: towards the root */
	uint8_t joined_by; /* enum token_rule, or LINK_CONFIRMED, LINK_ALONE */
	bool has_code;
	bool is_twin; /* its code stands on another sheet too */
	bool is_told; /* already in the list of cases */
	int64_t forms[TOKEN_RULES];
};

enum { LINK_CONFIRMED = TOKEN_RULES, LINK_ALONE };

/* What is to be looked at; one sheet and what it was held against. */
enum link_outcome {
	LINK_MATCHED,   /* by a rule or the project */
	LINK_AMBIGUOUS, /* fits several: not matched */
	LINK_DUPLICATE, /* its code stands twice in an instrument */
	LINK_SUGGESTED, /* nearly the same: the project may confirm */
	LINK_OUTCOMES
};

struct link_case {
	enum link_outcome outcome;
	const char *rule;
	uint32_t sheet, other;
};

struct link {
	struct stage_context *context;
	const struct project_instruments *settings;
	const char **instruments; /* first to last */
	size_t n_instruments;
	struct link_file *files;
	size_t n_files;
	struct link_sheet *sheets; /* by file and line */
	size_t n_sheets;
	uint64_t *seen_in; /* of a root: bit per instrument */
	uint32_t (*confirmed)[2], (*apart)[2]; /* sheets, as settings */
	struct link_case *cases;
	size_t n_cases;
	uint64_t n_answers, n_without_code, n_excluded;
	/* units: numbered from 1, in order of their first sheet */
	uint32_t *unit_of; /* by sheet; 0: no answer */
	uint32_t n_units;
	uint64_t *unit_seen_in, *first_row; /* by unit - 1 */
};

/* Files, instruments, sheets with the forms of their codes. */
int link_read(struct link *link, struct error *error);

/* The root of a sheet's unit. */
uint32_t link_root(struct link *link, uint32_t sheet);

/*
 * Make one unit of N roots, or 0 when two of them were in the same instrument,
 * are twins, or are apart as the project says.
 */
bool link_may_join(struct link *link, const uint32_t *roots, size_t n);
void link_join(struct link *link, const uint32_t *roots, size_t n,
	       uint8_t rule);

void link_tell(struct link *link, enum link_outcome outcome, const char *rule,
	       uint32_t sheet, uint32_t other);

/* Sheets with the same code, sheets that the project confirms, then rule by
 * rule, then what is near. */
int link_match(struct link *link, struct error *error);

/* The sheets that the project names; ERROR_PROJECT: a line that is no answer.
 */
int link_say(struct link *link, struct error *error);

/* Join those it confirms; ERROR_PROJECT: they cannot be one. */
int link_confirm(struct link *link, struct error *error);

/* Suggest units whose codes are nearly the same. */
int link_near(struct link *link, struct error *error);

/* Would joining these roots join sheets that the project keeps apart? */
bool link_is_apart(struct link *link, const uint32_t *roots, size_t n);

/* Tables link, link_match, link_rule. */
int link_write(struct link *link, struct error *error);

/* Table attrition. */
int link_write_attrition(struct link *link, struct error *error);

#endif
