/* The chart kinds, one file each: chart_likert.c and so on. */
#ifndef PIPELINE_DRAW_CHART_KINDS_H
#define PIPELINE_DRAW_CHART_KINDS_H

#include "pipeline/draw/chart.h"

extern const struct chart chart_likert;
extern const struct chart chart_dumbbell;
extern const struct chart chart_gaps;
extern const struct chart chart_quadrant;
extern const struct chart chart_heatmap;
extern const struct chart chart_bars;
extern const struct chart chart_map;
extern const struct chart chart_tiles;
extern const struct chart chart_lorenz;
extern const struct chart chart_matrix;
extern const struct chart chart_flow;
extern const struct chart chart_bipartite;
extern const struct chart chart_chord;
extern const struct chart chart_network;
extern const struct chart chart_progress;
extern const struct chart chart_calendar;

#endif
