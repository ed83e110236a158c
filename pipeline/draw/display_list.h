/*
 * The display list: what to draw, in points, origin top left, y downwards.
 * One list serves PNG, SVG and PDF, and the lint reads it too.
 */
#ifndef PIPELINE_DRAW_DISPLAY_LIST_H
#define PIPELINE_DRAW_DISPLAY_LIST_H

#include "pipeline/draw/font.h"
#include "pipeline/draw/picture.h"

struct colour {
	float red, green, blue, alpha; /* 0..1, sRGB */
};
struct colour colour_hex(uint32_t rgb); /* 0x23689B, opaque */

enum draw_kind {
	DRAW_SAVE,
	DRAW_RESTORE,
	DRAW_TRANSLATE, /* v[0..1] */
	DRAW_ROTATE,    /* v[0] radians, clockwise as y goes down */
	DRAW_SCALE,     /* v[0..1] */
	DRAW_CLIP,      /* rectangle v[0..3] = x y width height */
	DRAW_FILL_COLOUR,
	DRAW_STROKE_COLOUR,
	DRAW_LINE_WIDTH, /* v[0] */
	DRAW_DASH,       /* v[0] on, v[1] off; 0 0 = solid */
	DRAW_CAP,        /* v[0] 0 butt 1 round 2 square */
	DRAW_JOIN,       /* v[0] 0 mitre 1 round 2 bevel */
	DRAW_MOVE,       /* v[0..1] */
	DRAW_LINE,       /* v[0..1] */
	DRAW_CURVE,      /* v[0..5] */
	DRAW_CLOSE,
	DRAW_RECTANGLE, /* v[0..3] */
	DRAW_FILL,
	DRAW_STROKE,
	DRAW_FILL_STROKE,
	DRAW_GRADIENT, /* rectangle v[0..3], colour -> colour2, left to right */
	DRAW_PICTURE,  /* v[0..3] x y width height; picture */
	DRAW_TEXT,     /* v[0] x, v[1] baseline y, v[2] size; run and all that
			  follow it by ->next, side by side; colour; v[3]
			  extra points per U+0020 (justification) */
	DRAW_LIST,     /* child list at v[0..1], scaled v[2] */
	DRAW_TAG,      /* marked content of a structure element: tag */
	DRAW_ARTIFACT, /* marked content outside the structure */
	DRAW_END       /* end of DRAW_TAG or DRAW_ARTIFACT */
};

struct tag; /* pipeline/page/pages.h; opaque to draw/ */

struct draw_operation {
	enum draw_kind kind;
	float v[6];
	struct colour colour;
	union { /* by kind: a report has tens of thousands of these */
		struct colour colour2;           /* DRAW_GRADIENT */
		const struct run *run;           /* DRAW_TEXT: its chain */
		const struct display_list *list; /* DRAW_LIST */
		const struct picture *picture;   /* DRAW_PICTURE */
		struct tag *tag;                 /* DRAW_TAG */
	};
};

struct display_list {
	double width, height;
	struct font_set *fonts;
	const char *language;
	struct draw_operation *operations;
	size_t n_operations;
	const char *title;       /* of a figure: what it shows */
	const char *alternative; /* alternative text made from the numbers */
};

struct display_list *display_list_new(const void *ctx, struct font_set *fonts,
				      const char *language, double width,
				      double height);

/* Nothing more is to be drawn: give back the room kept for it. */
void display_list_trim(struct display_list *list);

void draw_save(struct display_list *list);
void draw_restore(struct display_list *list);
void draw_translate(struct display_list *list, double x, double y);
void draw_rotate(struct display_list *list, double radians);
void draw_scale(struct display_list *list, double x, double y);
void draw_clip(struct display_list *list, double x, double y, double width,
	       double height);
void draw_fill_colour(struct display_list *list, struct colour colour);
void draw_stroke_colour(struct display_list *list, struct colour colour);
void draw_line_width(struct display_list *list, double width);
void draw_dash(struct display_list *list, double on, double off);
void draw_cap(struct display_list *list, int cap);
void draw_join(struct display_list *list, int join);
void draw_move(struct display_list *list, double x, double y);
void draw_line(struct display_list *list, double x, double y);
void draw_curve(struct display_list *list, double x1, double y1, double x2,
		double y2, double x3, double y3);
void draw_close(struct display_list *list);
void draw_rectangle(struct display_list *list, double x, double y, double width,
		    double height);
void draw_rounded_rectangle(struct display_list *list, double x, double y,
			    double width, double height, double radius);
void draw_circle(struct display_list *list, double x, double y, double radius);
void draw_fill(struct display_list *list);
void draw_stroke(struct display_list *list);
void draw_fill_stroke(struct display_list *list);
void draw_gradient(struct display_list *list, double x, double y, double width,
		   double height, struct colour left, struct colour right);

/* The list keeps a reference: PICTURE must live as long. */
void draw_picture(struct display_list *list, const struct picture *picture,
		  double x, double y, double width, double height);

/* ALIGN 0 left, 0.5 centre, 1 right of X; Y is the baseline.  Returns the
 * width in points. */
double draw_text(struct display_list *list, enum font_style style, double size,
		 double x, double y, double align, struct colour colour,
		 const char *text);

/* A chain of runs shaped before (talloc_steal it or let it outlive the list).
 */
void draw_run(struct display_list *list, const struct run *run, double size,
	      double x, double y, struct colour colour, double per_blank);
void draw_list(struct display_list *list, const struct display_list *child,
	       double x, double y, double scale);
void draw_tag(struct display_list *list, struct tag *tag);
void draw_artifact(struct display_list *list);
void draw_end(struct display_list *list);

#endif
