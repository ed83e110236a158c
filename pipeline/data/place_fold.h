/* Spellings of names and headings under one key.  Pure. */
#ifndef PIPELINE_DATA_PLACE_FOLD_H
#define PIPELINE_DATA_PLACE_FOLD_H

/*
 * Small ASCII letters and digits in words parted by one blank each; accents,
 * apostrophes, hyphens and all other marks gone: "Sant'Agata de' Goti" and
 * "SANT’AGATA DE GOTI" give "sant agata de goti", "Forlì" and "FORLI'" "forli".
 */
char *place_fold(const void *ctx, const char *text);

/* FOLDED without its blanks. */
char *place_squeeze(const void *ctx, const char *folded);

#endif
