/* Which organisations together would offer what is lacking. */
#include "pipeline/core/memory.h"
#include "stages/network.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Of as few organisations those go first that are there already: one that is
 * not costs so much more, twice as much if it works in one other territory
 * alone, as a municipality does. */
static const double absence = 0.001;

/* Looks for the sets of all territories together: a tenth of a second or two.
 */
enum { LOOKS = COVER_LOOKS / 10 };

/* A kind of service for a target group, wherever it is offered. */
struct service {
	const char *type, *target;
};

struct offer {
	const struct network_study *study;
	const struct network_sets *sets;
	struct service *services; /* in order */
	size_t n_services;
	struct cover_sets *can; /* organisations over services */
};

/* ---- who can do what ---- */

static int by_service(const void *first, const void *second)
{
	const struct service *a = first, *b = second;
	int order = strcmp(a->type, b->type);

	return order ? order : strcmp(a->target, b->target);
}

static struct service service_of(const struct network_study *study, size_t cell)
{
	return (struct service){
		study->types.codes[study->cells[cell].type],
		study->targets.codes[study->cells[cell].target]
	};
}

static size_t number(const struct offer *offer, struct service wanted)
{
	const struct service *found =
		offer->n_services
			? bsearch(&wanted, offer->services, offer->n_services,
				  sizeof wanted, by_service)
			: NULL;

	return found ? (size_t)(found - offer->services) : SIZE_MAX;
}

static struct offer offer_of(const struct network_study *study,
			     const struct network_sets *sets)
{
	struct offer out = { .study = study, .sets = sets };
	size_t kept = 0;

	out.services = memory_array(study, struct service, study->n_cells);
	for (size_t c = 0; c < study->n_cells; c++)
		out.services[c] = service_of(study, c);
	if (study->n_cells > 1)
		qsort(out.services, study->n_cells, sizeof *out.services,
		      by_service);
	for (size_t c = 0; c < study->n_cells; c++)
		if (c == 0 ||
		    by_service(&out.services[c], &out.services[kept - 1]) != 0)
			out.services[kept++] = out.services[c];
	out.n_services = kept;
	out.can = cover_sets_new(study, study->organisations.n, kept);
	for (size_t h = 0; h < study->n_holdings; h++)
		cover_put(out.can, study->holdings[h].organisation,
			  number(&out,
				 service_of(study, study->holdings[h].cell)));
	return out;
}

/* ---- one partnership ---- */

/* The share of the territories of these gaps where ORGANISATION works. */
static double presence(const struct offer *offer, size_t organisation,
		       const struct network_gap *gaps, size_t n)
{
	const struct network_study *study = offer->study;
	size_t there = 0;

	for (size_t i = 0; i < n; i++) {
		size_t territory =
			network_code(&study->territories, gaps[i].territory);

		there += territory < study->territories.n &&
			 cover_has(offer->sets->territories, organisation,
				   territory);
	}
	return (double)there / (double)n;
}

/* What ORGANISATION costs in a partnership for these gaps. */
static double cost_of(const struct offer *offer, size_t organisation,
		      const struct network_gap *gaps, size_t n)
{
	size_t places = cover_shared(offer->sets->territories, organisation,
				     organisation);
	double away = 1 - presence(offer, organisation, gaps, n);

	return 1 + absence * away * (places == 1 ? 2 : 1);
}

static struct cover *find_cover(const struct offer *offer,
				struct network_partnership *out, size_t looks)
{
	size_t n = offer->study->organisations.n;
	struct cover_sets *sets = cover_sets_new(NULL, n, offer->n_services);
	struct cover *cover;

	for (size_t o = 0; o < n; o++) {
		sets->costs[o] = cost_of(offer, o, out->gaps, out->n_gaps);
		for (size_t i = 0; i < out->n_gaps; i++)
			if (out->gaps[i].what != SIZE_MAX &&
			    cover_has(offer->can, o, out->gaps[i].what))
				cover_put(sets, o, out->gaps[i].what);
	}
	cover = cover_least(offer->study, sets, looks);
	talloc_free(sets);
	return cover;
}

static const char *reason_of(const struct network_partnership *of)
{
	if (of->cover->n == 0)
		return "nobody";
	if (of->cover->n == 1)
		return of->n_present ? "one_present" : "one_elsewhere";
	if (of->n_present == of->cover->n)
		return "all_present";
	return of->n_present ? "some_present" : "none_present";
}

/* Who of the chosen would offer it: the one that comes first. */
static size_t taker(const struct offer *offer, const struct cover *cover,
		    const struct network_gap *gap)
{
	for (size_t i = 0; gap->what != SIZE_MAX && i < cover->n; i++)
		if (cover_has(offer->can, cover->chosen[i], gap->what))
			return cover->chosen[i];
	return SIZE_MAX;
}

/* A target group of a territory counts once, however much it lacks. */
static bool is_first(const struct network_partnership *of,
		     const struct offer *offer, size_t gap)
{
	const struct network_gap *this = &of->gaps[gap];

	for (const struct network_gap *other = this; other-- > of->gaps;) {
		if (strcmp(other->territory, this->territory) != 0)
			return true;
		if (strcmp(other->target, this->target) == 0 &&
		    taker(offer, of->cover, other) != SIZE_MAX)
			return false;
	}
	return true;
}

static void count(const struct offer *offer, struct network_partnership *out)
{
	bool is_known = false;

	for (size_t i = 0; i < out->n_gaps; i++) {
		double people = out->gaps[i].people.people;

		if (taker(offer, out->cover, &out->gaps[i]) == SIZE_MAX)
			continue;
		out->n_covered++;
		if (isnan(people) || !is_first(out, offer, i))
			continue;
		out->people += people;
		is_known = true;
	}
	if (!is_known)
		out->people = (double)NAN;
}

static struct network_partnership partnership_of(const struct offer *offer,
						 const struct network_gap *gaps,
						 size_t n, size_t looks)
{
	struct network_partnership out = { .gaps = gaps, .n_gaps = n };

	out.cover = find_cover(offer, &out, looks);
	out.is_present = memory_array(offer->study, bool, out.cover->n);
	for (size_t i = 0; i < out.cover->n; i++) {
		out.is_present[i] =
			presence(offer, out.cover->chosen[i], gaps, n) > 0;
		out.n_present += out.is_present[i];
	}
	out.reason = reason_of(&out);
	count(offer, &out);
	return out;
}

/* ---- all ---- */

/* The end of the gaps of the territory that begins at BEGIN. */
static size_t end_of(const struct network_gaps *gaps, size_t begin)
{
	size_t end = begin + 1;

	while (end < gaps->n && strcmp(gaps->items[begin].territory,
				       gaps->items[end].territory) == 0)
		end++;
	return end;
}

static int by_people(const void *first, const void *second)
{
	const struct network_partnership *a = first, *b = second;
	double more = fmax(b->people, 0) - fmax(a->people, 0);

	if (!a->territory != !b->territory)
		return a->territory ? 1 : -1;
	if (!a->territory)
		return 0;
	if (more != 0)
		return more > 0 ? 1 : -1;
	if (a->n_covered != b->n_covered)
		return a->n_covered > b->n_covered ? -1 : 1;
	return strcmp(a->territory, b->territory);
}

struct network_partnerships
network_partnerships_of(const struct network_study *study,
			const struct network_sets *sets,
			struct network_gaps *gaps)
{
	struct network_partnerships out = { 0 };
	struct offer offer = offer_of(study, sets);
	size_t n_scopes = 1;

	for (size_t i = 0; i < gaps->n; i++)
		gaps->items[i].what = number(
			&offer, (struct service){ gaps->items[i].type,
						  gaps->items[i].target });
	for (size_t i = 0; i < gaps->n; i = end_of(gaps, i))
		n_scopes++;
	for (size_t i = 0, end; i < gaps->n; i = end) {
		struct network_partnership one;

		end = end_of(gaps, i);
		one = partnership_of(&offer, &gaps->items[i], end - i,
				     LOOKS / n_scopes);
		one.territory = gaps->items[i].territory;
		for (size_t g = i; g < end; g++)
			gaps->items[g].organisation =
				taker(&offer, one.cover, &gaps->items[g]);
		memory_append(study, out.items, struct network_partnership,
			      out.n, one);
	}
	if (out.n > 1)
		memory_append(study, out.items, struct network_partnership,
			      out.n,
			      partnership_of(&offer, gaps->items, gaps->n,
					     LOOKS / n_scopes));
	if (out.n > 1)
		qsort(out.items, out.n, sizeof *out.items, by_people);
	return out;
}
