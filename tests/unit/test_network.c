/* The network stage on four organisations whose numbers can be worked out by
 * hand, on projects that show no network, and on rows in another order. */
#include "pipeline/core/memory.h"
#include "stages/stages.h"
#include "tests/support/answers_store.h"
#include "tests/support/near.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char tables[] =
	"create table service (id, name, type, target, organisation,"
	" municipality, district, since, until, source, file);"
	"create table organisation (id, name, since, until, source, file);"
	"create table territory (code, name, level, parent, until);"
	"create table population (territory, target, year, people);"
	"create table tie (organisation, partner, weight, since, until, source,"
	" file);"
	"create table source (name, file, wave);"
	"create table uncovered (level, territory, type, target, people);"
	"create table coverage (level, territory, type, target, people);"
	"create table territory_list (territory, parent);"
	"insert into source values ('s', 's1.csv', '2024'),"
	" ('s', 's2.csv', '2026'), ('t', 't.csv', null);";

/*
 * Two - One - Three - Four: One meets Two in A and Three in B, Three has
 * declared a tie with Four.  All but the care of old people in A is offered by
 * one organisation.
 */
static const char four[] =
	"insert into organisation values ('o1', 'One', null, null, 't',"
	" 't.csv'), ('o2', 'Two', null, null, 't', 't.csv'),"
	" ('o3', 'Three', null, null, 't', 't.csv'),"
	" ('o4', 'Four', null, null, 't', 't.csv');"
	"insert into territory values ('A', 'Alba', 'district', 'R', null),"
	" ('B', 'Borgo', 'district', 'R', null),"
	" ('C', 'Colle', 'district', 'R', null),"
	" ('R', 'Regione', 'region', null, null);"
	"insert into population values ('A', 'old', '2025', 100),"
	" ('B', 'old', '2025', 200), ('C', 'old', '2025', 300),"
	" ('C', 'old', '2019', 9999), ('A', 'young', '2025', 50),"
	" ('B', 'Young', '2025', 40), ('C', 'young', '2025', 3);"
	"insert into service (organisation, type, target, district, source,"
	" file) values ('One', 'care', 'old', 'A', 's', 's2.csv'),"
	" ('o1', 'care', 'old', 'borgo', 's', 's2.csv'),"
	" ('TWO', 'care', 'old', 'Alba', 's', 's2.csv'),"
	" ('Two', 'club', 'old; young', 'A', 's', 's2.csv'),"
	" ('Three', 'club', 'young;old', 'B', 's', 's2.csv'),"
	" ('Four', 'care', 'old', 'C', 's', 's2.csv'),"
	" ('Four', 'club', 'old', 'A', 's', 's1.csv');"
	"insert into tie values ('Four', 'Three', 2, null, null, 't', 't.csv'),"
	" ('Three', 'Four', 1, null, null, 't', 't.csv'),"
	" ('One', 'Giulia Verdi', 9, null, null, 't', 't.csv');";

struct fixture {
	struct database *store;
	struct project project;
	struct project_network network;
	struct stage_context context;
	struct error error;
};

static void execute(struct fixture *it, const char *sql)
{
	if (database_execute(it->store, sql, &it->error) < 0)
		fail_msg("%s", it->error.what);
}

static struct fixture *fixture_of(const char *rows)
{
	struct fixture *it = memory_new(NULL, struct fixture);
	char *folder = scratch_folder(it);

	if (database_open(it, memory_format(it, "%s/project.db", folder),
			  DATABASE_WRITE, &it->store, &it->error) < 0)
		fail_msg("%s", it->error.what);
	it->network = (struct project_network){
		.where = "project.yaml:9:3",
		.weights = { 0.25, 0.25, 0.25, 0.25 },
		.vary = 0.2,
		.significance = 0.05,
		.seed = 1,
		.proposals = 1,
	};
	it->project = (struct project){ .file = "project.yaml",
					.network = &it->network,
					.threshold = 5 };
	execute(it, tables);
	execute(it, rows);
	return it;
}

static void run(struct fixture *it)
{
	if (stage_try(&stage_network, &it->project, it->store, &it->context,
		      &it->error) < 0)
		fail_msg("%s: %s", it->error.where, it->error.what);
	assert_true(it->context.rows.read ==
		    it->context.rows.kept + it->context.rows.set_aside);
}

static struct fixture *ran(const char *rows)
{
	struct fixture *it = fixture_of(rows);

	run(it);
	return it;
}

static void is(struct fixture *it, double value, const char *sql)
{
	double got = store_number(it->store, sql);

	if (isnan(value) != isnan(got) || fabs(got - value) > 1e-9)
		fail_msg("%s: %.15g, not %.15g", sql, got, value);
}

static void says(struct fixture *it, const char *text, const char *sql)
{
	if (strcmp(store_text(it->store, sql), text) != 0)
		fail_msg("%s: %s, not %s", sql, store_text(it->store, sql),
			 text);
}

static void summary_is(struct fixture *it, const char *name, double value)
{
	is(it, value,
	   memory_format(it,
			 "select value from network_summary where name = '%s'",
			 name));
}

static void diagnosis_is(struct fixture *it, const char *names)
{
	says(it, names,
	     "select coalesce(group_concat(text, ' '), '') from"
	     " network_summary where name = 'diagnosis'");
}

/* ---- four organisations ---- */

static void test_services_and_ties(void **state)
{
	struct fixture *it = ran(four);

	(void)state;
	assert_int_equal(it->context.rows.read, 6);
	summary_is(it, "organisations", 4);
	summary_is(it, "services", 6);
	summary_is(it, "territories", 3);
	summary_is(it, "cells", 7);
	summary_is(it, "ties", 3);
	summary_is(it, "ties_shared", 2);
	summary_is(it, "ties_declared", 1);
	summary_is(it, "ties_unknown", 1);
	summary_is(it, "density", 0.5);
	summary_is(it, "components", 1);
	summary_is(it, "communities", 2);
	summary_is(it, "modularity", 1.0 / 6);
	summary_is(it, "leiden_modularity", 1.0 / 6);
	summary_is(it, "mean_distance", 10.0 / 6);
	says(it, "district",
	     "select text from network_summary where name = 'level'");
	says(it, "o1-o2 shared 1, o1-o3 shared 1, o3-o4 declared 0",
	     "select group_concat(organisation || '-' || partner || ' ' ||"
	     " kind || ' ' || meetings, ', ') from network_edge");
	is(it, 3, "select sum(weight) from network_edge");
	is(it, 0.7, "select p from network_edge where partner = 'o2'");
	is(it, 1, "select p_adjusted from network_edge where partner = 'o2'");
	is(it, 0, "select sum(backbone) from network_edge");
	is(it, 8, "select count(*) from affiliation");
	talloc_free(it);
}

static void test_places_in_the_network(void **state)
{
	static const struct {
		const char *organisation;
		int services, types, targets, territories, degree, is_broker;
		double betweenness, closeness, eigenvector;
	} nodes[] = {
		{ "o1", 2, 1, 1, 2, 2, 1, 2, 0.75, 1 },
		{ "o2", 2, 2, 2, 1, 1, 0, 0, 0.5, 0.61803398875 },
		{ "o3", 1, 1, 2, 1, 2, 1, 2, 0.75, 1 },
		{ "o4", 1, 1, 1, 1, 1, 0, 0, 0.5, 0.61803398875 },
	};
	struct fixture *it = ran(four);

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		const char *where = memory_format(
			it, "from network_node where organisation = '%s'",
			nodes[i].organisation);

		says(it,
		     memory_format(it, "%d %d %d %d %d %d", nodes[i].services,
				   nodes[i].types, nodes[i].targets,
				   nodes[i].territories, nodes[i].degree,
				   nodes[i].is_broker),
		     memory_format(it,
				   "select services || ' ' || types || ' ' ||"
				   " targets || ' ' || territories || ' ' ||"
				   " degree || ' ' || is_broker %s",
				   where));
		is(it, nodes[i].betweenness,
		   memory_format(it, "select betweenness %s", where));
		is(it, nodes[i].closeness,
		   memory_format(it, "select closeness %s", where));
		is(it, nodes[i].eigenvector,
		   memory_format(it, "select eigenvector %s", where));
	}
	says(it, "1 1 2 2",
	     "select group_concat(community, ' ') from network_node");
	is(it, 2, "select count(*) from network_node where broker_rank = 1");
	is(it, 4,
	   "select count(*) from network_node where x between 0 and 1 and y"
	   " between 0 and 1");
	talloc_free(it);
}

static void test_synergies(void **state)
{
	struct fixture *it = ran(four);

	(void)state;
	says(it,
	     "o1-o3 same_people 1 1 1 1; o1-o2 same_people 2 2 3 0;"
	     " o3-o4 apart 2 1 3 0",
	     "select group_concat(organisation || '-' || partner || ' ' ||"
	     " reason || ' ' || rank || ' ' || rank_low || ' ' || rank_high"
	     " || ' ' || is_proposed, '; ') from synergy");
	is(it, 0.5, "select synergy from synergy where partner = 'o3'");
	is(it, 0.375, "select synergy from synergy where partner = 'o2'");
	is(it, 0.375, "select synergy from synergy where partner = 'o4'");
	is(it, 0.5,
	   "select jaccard_territory from synergy where partner = 'o2'");
	is(it, 0.5, "select jaccard_target from synergy where partner = 'o2'");
	is(it, 0.5, "select jaccard_type from synergy where partner = 'o2'");
	is(it, 1, "select overlap_type from synergy where partner = 'o2'");
	is(it, 0.5, "select complementarity from synergy where partner = 'o2'");
	is(it, 1.0 / 3,
	   "select coverage_gain from synergy where partner = 'o2'");
	is(it, UNDEFINED,
	   "select complementarity from synergy where partner = 'o4'");
	/* only with territories and services down and the tie up does the tie
	 * reach the first, whatever the weight of the target groups */
	is(it, 3.0 / 81,
	   "select stable_share from synergy where partner = 'o4'");
	is(it, 1, "select stable_share from synergy where partner = 'o3'");
	summary_is(it, "pairs_apart", 3);
	talloc_free(it);
}

static void test_weights(void **state)
{
	struct fixture *it = fixture_of(four);

	(void)state;
	it->network.weights[NETWORK_TIE] = 1.25;
	it->network.weights[NETWORK_TARGET] = 0;
	run(it);
	is(it, 1, "select sum(weight) from network_weight");
	is(it, 1.25 / 1.75,
	   "select weight from network_weight where component = 'tie'");
	says(it, "o3-o4 1 1",
	     "select organisation || '-' || partner || ' ' || rank || ' ' ||"
	     " rank_high from synergy where is_proposed");
	execute(it, "delete from tie");
	run(it);
	is(it, 0, "select weight from network_weight where component = 'tie'");
	is(it, 1.25,
	   "select given from network_weight where component = 'tie'");
	is(it, 0.75, "select synergy from synergy where partner = 'o3'");
	talloc_free(it);
}

static void test_what_a_withdrawal_leaves(void **state)
{
	struct fixture *it = ran(four);

	(void)state;
	says(it,
	     "o4 C care 300 1; o1 B care 200 2; o3 B club 200 2; o2 A club 100"
	     " 4; o2 A club 50 5; o3 B club 40 6",
	     "select group_concat(organisation || ' ' || territory || ' ' ||"
	     " type || ' ' || cast(people as int) || ' ' || rank, '; ')"
	     " from withdrawal");
	is(it, 240,
	   "select sole_people from network_node where organisation = 'o3'");
	is(it, 2,
	   "select sole_cells from network_node where organisation = 'o3'");
	summary_is(it, "sole_cells", 6);
	summary_is(it, "sole_organisations", 4);
	talloc_free(it);
}

/* C lacks a club for its many old people; how many young people there are is
 * too few to be told. */
static void test_partnerships(void **state)
{
	struct fixture *it = ran(four);

	(void)state;
	says(it, "C club old 300 o2",
	     "select group_concat(scope || ' ' || type || ' ' || target || ' '"
	     " || cast(people as int) || ' ' || organisation) from"
	     " partnership_gap");
	says(it, "C 1 Two 1 0 1 1 300 1 one_elsewhere",
	     "select group_concat(scope || ' ' || position || ' ' ||"
	     " organisations || ' ' || n || ' ' || present || ' ' || gaps ||"
	     " ' ' || covered || ' ' || cast(people as int) || ' ' || exact ||"
	     " ' ' || reason) from partnership");
	talloc_free(it);
}

/* Neither works in C: Two in one other territory alone, Three in two. */
static void test_partnerships_of_those_in_several_places(void **state)
{
	struct fixture *it = fixture_of(four);

	(void)state;
	execute(it, "insert into service (organisation, type, target, district,"
		    " source, file) values"
		    " ('Two', 'shop', 'old', 'A', 's', 's2.csv'),"
		    " ('Three', 'shop', 'old', 'A', 's', 's2.csv');"
		    "insert into uncovered values"
		    " ('district', 'C', 'shop', 'old', 300)");
	run(it);
	says(it, "C o3 0",
	     "select scope || ' ' || organisation || ' ' || is_present from"
	     " partnership_member");
	talloc_free(it);
}

/* What the territory stage found goes before; nobody offers a shop. */
static void test_partnerships_for_what_is_uncovered(void **state)
{
	struct fixture *it = fixture_of(four);

	(void)state;
	execute(it, "insert into uncovered values"
		    " ('district', 'A', 'shop', 'old', 100),"
		    " ('district', 'C', 'club', 'young', 3),"
		    " ('district', 'B', 'care', 'young', 40),"
		    " ('district', 'C', 'club', 'old', 300),"
		    " ('district', 'C', 'all', 'old', 300),"
		    " ('region', 'R', 'club', 'old', 600)");
	run(it);
	says(it, "all 1 4/2 1; C 1 2/2 1; A 0 1/0 1; B 0 1/0 1",
	     "select group_concat(scope || ' ' || n || ' ' || gaps || '/' ||"
	     " covered || ' ' || exact, '; ') from partnership");
	says(it, "one_present one_elsewhere nobody nobody",
	     "select group_concat(reason, ' ') from partnership");
	is(it, 300, "select people from partnership where scope = 'all'");
	says(it, "withheld",
	     "select caution from partnership_gap where target = 'young' and"
	     " scope = 'C'");
	is(it, UNDEFINED,
	   "select people from partnership_gap where target = 'young' and"
	   " scope = 'C'");
	talloc_free(it);
}

/* Of old people B has few; that A's number is told with all of them would tell
 * theirs, so it is withheld wherever it stands, and in sums. */
static void test_company_of_few_people(void **state)
{
	struct fixture *it = fixture_of(four);

	(void)state;
	execute(it, "update population set people = 4 where territory = 'B' and"
		    " target = 'old';"
		    "insert into coverage values"
		    " ('district', 'A', 'all', 'old', 100),"
		    " ('district', 'B', 'all', 'old', 4),"
		    " ('district', 'C', 'all', 'old', 300);"
		    "insert into territory_list values ('A', 'R'), ('B', 'R'),"
		    " ('C', 'R')");
	run(it);
	says(it, "A old B old B old",
	     "select group_concat(territory || ' ' || target, ' ') from"
	     " (select * from withdrawal where caution = 'withheld' order by"
	     " territory)");
	is(it, 50,
	   "select sole_people from network_node where organisation = 'o2'");
	/* the territory stage has looked, and found nothing lacking */
	summary_is(it, "gaps", 0);
	talloc_free(it);
}

/* Nothing that is written tells who stands at the other end of a tie. */
static void test_people_stay_unnamed(void **state)
{
	struct fixture *it = ran(four);

	(void)state;
	is(it, 0,
	   "select (select count(*) from network_node where organisation like"
	   " '%Verdi%') + (select count(*) from network_edge where partner"
	   " like '%Verdi%' or organisation like '%Verdi%') + (select count(*)"
	   " from network_label where text like '%Verdi%' or code like"
	   " '%Verdi%')");
	talloc_free(it);
}

static void test_level_above(void **state)
{
	struct fixture *it = fixture_of(four);

	(void)state;
	it->network.level = "region";
	run(it);
	summary_is(it, "territories", 1);
	summary_is(it, "cells", 3);
	is(it, 0, "select count(*) from withdrawal");
	is(it, 6, "select sum(services) from network_node");
	talloc_free(it);
}

static void test_an_unknown_level(void **state)
{
	struct fixture *it = fixture_of(four);

	(void)state;
	it->network.level = "planet";
	it->network.level_where = "project.yaml:9:20";
	assert_int_equal(stage_try(&stage_network, &it->project, it->store,
				   &it->context, &it->error),
			 -1);
	assert_int_equal(it->error.code, ERROR_PROJECT);
	assert_string_equal(it->error.where, "project.yaml:9:20");
	assert_string_equal(it->error.what,
			    "no territory is of the level 'planet'");
	assert_string_equal(it->error.remedy, "write one of: district, region");
	talloc_free(it);
}

/* On the project's date the one tie has ended and the other not begun. */
static void test_ties_of_the_day(void **state)
{
	struct fixture *it = fixture_of(four);

	(void)state;
	execute(it, "update tie set until = '2025-12-31' where weight = 2;"
		    "update tie set since = '2027' where weight = 1");
	run(it);
	summary_is(it, "ties_declared", 1);
	it->project.date = "2026-11-22";
	run(it);
	summary_is(it, "ties_declared", 0);
	talloc_free(it);
}

/* Spellings meet; the project may name the mapping and the people meant. */
static void test_as_the_territory_stage(void **state)
{
	static const char *targets[] = { "old" }, *groups[] = { "young" };
	struct project_territory territory = { .after = "2024" };
	struct fixture *it = fixture_of(four);

	(void)state;
	execute(it, "update service set type = 'CARE ' where organisation ="
		    " 'Four'; update service set type = 'Club' where"
		    " organisation = 'Three'");
	run(it);
	summary_is(it, "types", 2);
	summary_is(it, "cells", 7);
	it->project.territory = &territory;
	territory.targets = targets;
	territory.populations = groups;
	territory.n_targets = 1;
	run(it);
	summary_is(it, "services", 1);
	is(it, 50, "select people from withdrawal where territory = 'A'");
	talloc_free(it);
}

static void test_rows_set_aside(void **state)
{
	struct fixture *it = fixture_of(four);

	(void)state;
	execute(it, "insert into service (organisation, type, district, source,"
		    " file) values (null, 'care', 'A', 's', 's2.csv'),"
		    " ('One', 'care', null, 's', 's2.csv'),"
		    " ('One', 'care', 'R', 's', 's2.csv')");
	run(it);
	assert_int_equal(it->context.rows.set_aside, 3);
	summary_is(it, "services_unowned", 1);
	summary_is(it, "services_unplaced", 2);
	summary_is(it, "services", 6);
	talloc_free(it);
}

/* ---- no network ---- */

static void test_nothing(void **state)
{
	struct fixture *it = ran("");

	(void)state;
	summary_is(it, "organisations", 0);
	summary_is(it, "density", UNDEFINED);
	summary_is(it, "modularity", UNDEFINED);
	diagnosis_is(it, "no_organisation");
	talloc_free(it);
}

static void test_one_organisation(void **state)
{
	struct fixture *it = fixture_of(four);

	(void)state;
	execute(it, "delete from organisation where id <> 'o1';"
		    "delete from service where lower(organisation) not in"
		    " ('one', 'o1')");
	run(it);
	summary_is(it, "organisations", 1);
	summary_is(it, "ties", 0);
	summary_is(it, "density", UNDEFINED);
	summary_is(it, "pairs_compared", 0);
	diagnosis_is(it, "one_organisation");
	is(it, 0, "select degree from network_node");
	is(it, UNDEFINED, "select closeness from network_node");
	is(it, UNDEFINED, "select eigenvector from network_node");
	is(it, 0.5, "select x from network_node");
	is(it, 0, "select count(*) from synergy");
	is(it, 2, "select count(*) from withdrawal");
	talloc_free(it);
}

static void test_no_ties(void **state)
{
	struct fixture *it = fixture_of(four);

	(void)state;
	execute(it, "delete from tie; delete from service where"
		    " lower(organisation) in ('one', 'o1')");
	run(it);
	summary_is(it, "ties", 0);
	summary_is(it, "density", 0);
	summary_is(it, "components", 4);
	summary_is(it, "isolated", 4);
	summary_is(it, "mean_distance", UNDEFINED);
	diagnosis_is(it, "no_ties no_declared");
	is(it, 0, "select sum(is_broker) from network_node");
	talloc_free(it);
}

static void test_a_network_in_parts(void **state)
{
	struct fixture *it = fixture_of(four);

	(void)state;
	execute(it, "delete from service where lower(organisation) in ('one',"
		    " 'o1') and district = 'borgo'");
	run(it);
	summary_is(it, "components", 2);
	diagnosis_is(it, "disconnected");
	says(it, "1 1 2 2",
	     "select group_concat(component, ' ') from network_node");
	talloc_free(it);
}

static void test_all_the_same_services(void **state)
{
	struct fixture *it = fixture_of(four);

	(void)state;
	execute(it, "update service set type = 'care'");
	run(it);
	is(it, 0, "select max(complementarity) from synergy");
	says(it, "alike",
	     "select reason from synergy where shared_territories"
	     " limit 1");
	diagnosis_is(it, "same_services no_gaps");
	talloc_free(it);
}

static void test_services_that_say_little(void **state)
{
	struct fixture *it = fixture_of(four);

	(void)state;
	execute(it, "update service set type = null, target = ''");
	run(it);
	summary_is(it, "types", 0);
	is(it, UNDEFINED, "select max(jaccard_type) from synergy");
	is(it, UNDEFINED, "select max(complementarity) from synergy");
	says(it, "places",
	     "select reason from synergy where"
	     " shared_territories limit 1");
	says(it, "o4 C",
	     "select group_concat(organisation || ' ' || territory) from"
	     " withdrawal where type is null and target is null");
	diagnosis_is(it, "no_types no_targets no_gaps");
	talloc_free(it);
}

static void test_no_network_asked_for(void **state)
{
	struct fixture *it = fixture_of(four);

	(void)state;
	it->project.network = NULL;
	run(it);
	is(it, 0,
	   "select (select count(*) from network_summary) + (select"
	   " count(*) from network_node) + (select count(*) from"
	   " synergy) + (select count(*) from partnership_gap)");
	talloc_free(it);
}

/* ---- what must not matter ---- */

static const char *const fingerprints[] = {
	"select group_concat(organisation || degree || betweenness || closeness"
	" || eigenvector || community || x || y) from network_node",
	"select group_concat(organisation || partner || weight || p) from"
	" network_edge",
	"select group_concat(organisation || partner || synergy || rank ||"
	" rank_low || rank_high || stable_share) from synergy",
	"select group_concat(organisation || territory || type || rank) from"
	" withdrawal",
	"select group_concat(scope || organisations || covered) from"
	" partnership",
	"select group_concat(name || coalesce(value, '') || coalesce(text,"
	" '')) from network_summary",
};

static void test_order_of_rows(void **state)
{
	struct fixture *it = ran(four), *other = fixture_of(four);

	(void)state;
	execute(other,
		"create table backwards as select * from service order by"
		" rowid desc; delete from service; insert into service select"
		" * from backwards;"
		"create table ends as select * from tie order by rowid desc;"
		"delete from tie; insert into tie (organisation, partner,"
		" weight, source, file) select partner, organisation, weight,"
		" source, file from ends;"
		"create table list as select * from organisation order by"
		" rowid desc; delete from organisation; insert into"
		" organisation select * from list");
	run(other);
	for (size_t i = 0; i < sizeof fingerprints / sizeof *fingerprints; i++)
		assert_string_equal(store_text(it->store, fingerprints[i]),
				    store_text(other->store, fingerprints[i]));
	talloc_free(it);
	talloc_free(other);
}

/* Other ids, in another order: the same numbers by name. */
static void test_relabelling(void **state)
{
	static const char *const by_name[] = {
		"select group_concat(v, ' ') from (select text || degree ||"
		" betweenness || round(closeness, 9) || round(eigenvector, 9)"
		" || is_broker as v from network_node join network_label on"
		" domain = 'organisation' and code = organisation order by v)",
		"select group_concat(v, ' ') from (select min(a.text, b.text)"
		" || max(a.text, b.text) || round(synergy, 9) || rank ||"
		" rank_low || rank_high as v from synergy join network_label a"
		" on a.code = organisation and a.domain = 'organisation' join"
		" network_label b on b.code = partner and b.domain ="
		" 'organisation' order by v)",
		"select value from network_summary where name = 'modularity'",
	};
	struct fixture *it = ran(four), *other = fixture_of(four);

	(void)state;
	execute(other, "update organisation set id = 'z' || (9 - substr(id,"
		       " 2)); update service set organisation = 'One' where"
		       " organisation = 'o1'");
	run(other);
	for (size_t i = 0; i < sizeof by_name / sizeof *by_name; i++)
		assert_string_equal(store_text(it->store, by_name[i]),
				    store_text(other->store, by_name[i]));
	talloc_free(it);
	talloc_free(other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_services_and_ties),
		cmocka_unit_test(test_places_in_the_network),
		cmocka_unit_test(test_synergies),
		cmocka_unit_test(test_weights),
		cmocka_unit_test(test_what_a_withdrawal_leaves),
		cmocka_unit_test(test_partnerships),
		cmocka_unit_test(test_partnerships_of_those_in_several_places),
		cmocka_unit_test(test_partnerships_for_what_is_uncovered),
		cmocka_unit_test(test_company_of_few_people),
		cmocka_unit_test(test_people_stay_unnamed),
		cmocka_unit_test(test_level_above),
		cmocka_unit_test(test_an_unknown_level),
		cmocka_unit_test(test_ties_of_the_day),
		cmocka_unit_test(test_as_the_territory_stage),
		cmocka_unit_test(test_rows_set_aside),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_one_organisation),
		cmocka_unit_test(test_no_ties),
		cmocka_unit_test(test_a_network_in_parts),
		cmocka_unit_test(test_all_the_same_services),
		cmocka_unit_test(test_services_that_say_little),
		cmocka_unit_test(test_no_network_asked_for),
		cmocka_unit_test(test_order_of_rows),
		cmocka_unit_test(test_relabelling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
