/*
 * What sets a persona apart: its scores against everybody's, and the answers
 * its members give more, or less, often than all.
 */
#ifndef STAGES_PERSONAS_TRAITS_H
#define STAGES_PERSONAS_TRAITS_H

#include "stages/personas.h"

/* Either a score or an answer to a question. */
struct persona_trait {
	const struct persona_score *score;
	const struct variable *variable;
	const struct answer_value *answer;
	size_t position;       /* of the answer */
	uint64_t n, base;      /* members with it, members who answered */
	double value, overall; /* mean or share, of the persona and of all */
	double effect;         /* scores: difference in standard deviations;
				  answers: Cohen's h; NaN when all are alike */
	size_t order;          /* as found, to tell equals apart */
};

struct persona_traits {
	struct persona_trait *items; /* the strongest effect first */
	size_t n;
};

/* Of persona C; on CTX. */
struct persona_traits *
persona_traits(const void *ctx, const struct personas *personas, size_t c);

/*
 * The commonest answer to VARIABLE in the persona.  The typical member is put
 * together from such answers, each for itself: nobody real.  False when nobody
 * answered.
 */
bool persona_typical(const struct persona_traits *traits,
		     const struct variable *variable,
		     struct persona_trait *typical);

#endif
