#!/usr/bin/python3
"""Spoil a PDF in many ways, one at a time, and see that check_pdf.py notices.

usage: pdf_damage.py FILE

FILE is the sample of tests/golden/test_pdf.c.  Prints what went unnoticed;
the exit status is 1 if anything did.
"""
import sys

sys.dont_write_bytecode = True  # the source tree stays as it is

import check_pdf
import pikepdf
from pikepdf import Name, Operator


def elements(pdf, kind):
    """All structure elements of a type, in document order."""
    def walk(element):
        if element.get("/S") == kind:
            yield element
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from walk(kid)
    yield from walk(pdf.Root.StructTreeRoot.K)


def first(pdf, kind):
    return next(elements(pdf, kind))


def drop(thing, key):
    del thing[key]


def edit_content(pdf, edit, page=0):
    """EDIT takes and returns the list of (operands, operator)."""
    page = pdf.pages[page]
    stream = pikepdf.unparse_content_stream(
        edit(list(pikepdf.parse_content_stream(page))))
    page.obj.Contents = pdf.make_stream(stream)


def without_first(operators):
    def edit(content):
        for i, (_, operator) in enumerate(content):
            if str(operator) in operators:
                return content[:i] + content[i + 1:]
        raise LookupError(operators)
    return edit


def untag(content):
    """The first marked content loses its begin and its end."""
    return without_first({"EMC"})(without_first({"BDC", "BMC"})(content))


def repeat_first_mark(content):
    start = next(i for i, (_, operator) in enumerate(content)
                 if str(operator) == "BDC")
    end = next(i for i in range(start, len(content))
               if str(content[i][1]) == "EMC")
    return content + content[start:end + 1]


def artifact_inside(content):
    start = next(i for i, (_, operator) in enumerate(content)
                 if str(operator) == "BDC")
    inside = [([Name.Artifact], Operator("BMC")), ([], Operator("EMC"))]
    return content[:start + 1] + inside + content[start + 1:]


def replace_xmp(pdf, old, new):
    data = pdf.Root.Metadata.read_bytes()
    assert old in data
    pdf.Root.Metadata.write(data.replace(old, new))


def first_font(pdf):
    return pdf.pages[0].Resources.Font.F1


def unmap_glyphs(pdf):
    font = first_font(pdf)
    data = font.ToUnicode.read_bytes()
    font.ToUnicode = pdf.make_stream(
        data[:data.index(b"beginbfchar")] + b"beginbfchar\nendbfchar\n")


def widen_glyphs(pdf):
    widths = first_font(pdf).DescendantFonts[0].W
    widths[1][0] = widths[1][0] + 40


def swap_parents(pdf):
    owners = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    owners[0], owners[1] = owners[1], owners[0]


def drop_heading_level(pdf):
    first(pdf, Name.H2).S = Name.H3


def drop_cell(pdf):
    row = list(elements(pdf, Name.TR))[1]
    row.K = pikepdf.Array([row.K[0]])


def forget_annotation(pdf):
    del first(pdf, Name.Link).K


def forget_link_parent(pdf):
    pdf.pages[2].Annots[0].StructParent = 0


# Rule that must be found broken -> what breaks it.
DAMAGES = [
    ("06-001", lambda pdf: drop(pdf.Root, "/MarkInfo")),
    ("11-006", lambda pdf: drop(pdf.Root, "/Lang")),
    ("07-001", lambda pdf: drop(pdf.Root, "/ViewerPreferences")),
    ("A-intent", lambda pdf: drop(pdf.Root, "/OutputIntents")),
    ("A-labels", lambda pdf: drop(pdf.Root, "/PageLabels")),
    ("06-002", lambda pdf: drop(pdf.Root, "/Metadata")),
    ("01-001", lambda pdf: drop(pdf.Root, "/StructTreeRoot")),
    ("05-001", lambda pdf: replace_xmp(pdf, b"<pdfuaid:part>1",
                                       b"<pdfuaid:part>9")),
    ("A-part", lambda pdf: replace_xmp(pdf, b"<pdfaid:part>2",
                                       b"<pdfaid:part>1")),
    ("A-schema", lambda pdf: replace_xmp(pdf, b"prefix>pdfuaid",
                                         b"prefix>pdfau")),
    ("A-info", lambda pdf: replace_xmp(pdf, b"Skills", b"Skulls")),
    ("06-003", lambda pdf: replace_xmp(pdf, b"dc:title", b"dc:titel")),
    ("13-004", lambda pdf: drop(first(pdf, Name.Figure), "/Alt")),
    ("13-009", lambda pdf: drop(first(pdf, Name.Figure), "/A")),
    ("15-003", lambda pdf: drop(first(pdf, Name.TH), "/A")),
    ("19-003", lambda pdf: drop(first(pdf, Name.Note), "/ID")),
    ("14-003", drop_heading_level),
    ("02-001", lambda pdf: setattr(first(pdf, Name.P), "S", Name.Paragraph)),
    ("15-004", drop_cell),
    ("09-006", drop_cell),
    ("09-004", lambda pdf: setattr(first(pdf, Name.THead), "S", Name.Div)),
    ("01-005", lambda pdf: edit_content(pdf, untag)),
    ("01-006", lambda pdf: edit_content(pdf, without_first({"EMC"}))),
    ("01-004", lambda pdf: edit_content(pdf, without_first({"EMC"}))),
    ("09-005", lambda pdf: edit_content(pdf, repeat_first_mark)),
    ("09-008", lambda pdf: edit_content(pdf, without_first({"BDC"}))),
    ("01-003", lambda pdf: edit_content(pdf, artifact_inside)),
    ("A-state", lambda pdf: edit_content(pdf, without_first({"Q"}), page=2)),
    ("A-state", lambda pdf: edit_content(pdf, without_first({"q"}), page=2)),
    ("09-007", swap_parents),
    ("28-009", lambda pdf: drop(pdf.pages[2].obj, "/Tabs")),
    ("28-012", lambda pdf: drop(pdf.pages[2].Annots[0], "/Contents")),
    ("A-print", lambda pdf: drop(pdf.pages[2].Annots[0], "/F")),
    ("28-011", forget_annotation),
    ("28-010", forget_link_parent),
    ("10-001", unmap_glyphs),
    ("31-016", widen_glyphs),
    ("31-009", lambda pdf: drop(
        first_font(pdf).DescendantFonts[0].FontDescriptor, "/FontFile2")),
]


def main(path):
    n_unnoticed = 0
    for rule, damage in DAMAGES:
        with pikepdf.open(path) as pdf:
            damage(pdf)
            lines = list(check_pdf.check(pdf).lines())
        if not any(line.startswith(rule + " ") for line in lines):
            print(f"damage to {rule} went unnoticed; found: {lines}")
            n_unnoticed += 1
    sys.exit(1 if n_unnoticed else 0)


if __name__ == "__main__":
    main(sys.argv[1])
