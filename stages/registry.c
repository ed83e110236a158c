#include "stages/stages.h"

/* clang-format off */
const struct stage *const all_stages[] = {
	&stage_ingest,
	&stage_clean,
	&stage_places,
	&stage_quality,
	&stage_quotes,
	&stage_link,
	&stage_weigh,
	&stage_profile,
	&stage_skills,
	&stage_change,
	&stage_personas,
	&stage_transition,
	&stage_coding,
	&stage_inventory,
	&stage_exchange,
	&stage_tests,
	&stage_training,
	&stage_territory,
	&stage_network,
	&stage_programme,
	&stage_disclose,
	&stage_figures,
	&stage_report,
	NULL,
};
/* clang-format on */
