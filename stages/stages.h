/* Every stage, one room each; the table gives their order. */
#ifndef STAGES_STAGES_H
#define STAGES_STAGES_H

#include "pipeline/run/stage.h"

extern const struct stage stage_ingest;
extern const struct stage stage_clean;
extern const struct stage stage_places;
extern const struct stage stage_quality;
extern const struct stage stage_quotes;
extern const struct stage stage_link;
extern const struct stage stage_weigh;
extern const struct stage stage_profile;
extern const struct stage stage_skills;
extern const struct stage stage_change;
extern const struct stage stage_personas;
extern const struct stage stage_transition;
extern const struct stage stage_coding;
extern const struct stage stage_inventory;
extern const struct stage stage_exchange;
extern const struct stage stage_tests;
extern const struct stage stage_training;
extern const struct stage stage_territory;
extern const struct stage stage_network;
extern const struct stage stage_programme;
extern const struct stage stage_disclose;
extern const struct stage stage_figures;
extern const struct stage stage_report;

/* In the order data pass them, NULL-ended. */
extern const struct stage *const all_stages[];

#endif
