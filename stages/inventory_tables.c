/*
 * An organisation that tells of one thing in several rows counts once; of its
 * numbers the largest counts, for nobody knows whether the rows tell of the
 * same people.
 */
#include "stages/inventory.h"

static const char make[] =
	"drop table if exists inventory;"
	"create table inventory as select inventory,"
	" min(inventory_position) as position,"
	" count(distinct thing) as things,"
	" count(distinct organisation) as organisations,"
	" count(*) as entries from inventory_entry"
	" group by inventory order by 2;"

	"drop table if exists inventory_thing;"
	"create table inventory_thing as select inventory, thing,"
	" min(thing_position) as position,"
	" count(distinct organisation) as organisations,"
	" count(*) as entries from inventory_entry"
	" group by inventory, inventory_position, thing"
	" order by inventory_position, 3;"

	"drop table if exists inventory_user;"
	"create table inventory_user as select inventory, thing, organisation,"
	" min(organisation_position) as position, count(*) as entries"
	" from inventory_entry"
	" group by inventory, inventory_position, thing, thing_position,"
	" organisation"
	" order by inventory_position, thing_position, 4;"

	"drop table if exists inventory_answer;"
	"create table inventory_answer as"
	" select o.inventory, 'all' as thing, o.field, o.answer, o.position,"
	" count(distinct s.thing) as things,"
	" count(distinct s.organisation) as organisations"
	" from inventory_option o left join inventory_said s"
	" on s.inventory = o.inventory and s.field = o.field"
	" and s.answer = o.answer group by o.rowid"
	" union all select inventory, thing, field, answer, position, 1,"
	" organisations from (select s.inventory, s.thing, s.field, s.answer,"
	" o.position, count(distinct s.organisation) as organisations"
	" from inventory_said s join inventory_option o"
	" on s.inventory = o.inventory and s.field = o.field"
	" and s.answer = o.answer"
	" group by s.inventory, s.thing, s.field, s.answer"
	" order by s.inventory, s.thing, o.rowid);"

	"drop table if exists inventory_matrix;"
	"create table inventory_matrix as"
	" select m.inventory, o.field, m.organisation,"
	" m.position as organisation_position, o.answer, o.position,"
	" count(distinct s.thing) as things"
	" from inventory_member m join inventory_option o"
	" on o.inventory = m.inventory left join inventory_said s"
	" on s.inventory = m.inventory and s.field = o.field"
	" and s.answer = o.answer and s.organisation = m.organisation"
	" group by m.rowid, o.rowid order by m.inventory, o.rowid, m.rowid;"

	"drop table if exists inventory_number;"
	"create table inventory_number as"
	" with told as (select inventory, thing, organisation, field,"
	" max(value) as value, min(rowid) as line from inventory_figure"
	" group by inventory, thing, organisation, field)"
	" select inventory, thing, field, count(*) as n, sum(value) as total,"
	" avg(value) as mean, min(value) as minimum, max(value) as maximum"
	" from told group by inventory, thing, field"
	" union all select inventory, 'all', field, count(*), sum(value),"
	" avg(value), min(value), max(value) from told"
	" group by inventory, field";

int inventory_make_tables(struct database *store, struct error *error)
{
	return database_execute(store, make, error);
}
