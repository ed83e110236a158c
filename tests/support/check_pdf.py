#!/usr/bin/python3
"""Check PDF files against PDF/UA-1 and PDF/A-2a, as far as a program can.

usage: check_pdf.py FILE...

Each finding is one line: file, rule, what is wrong.  Rules are numbered as in
the Matterhorn protocol 1.1; those that start with A are PDF/A's.  The exit
status is 1 if anything was found.  Needs python3-pikepdf, python3-fonttools.
"""
import io
import logging
import re
import sys
from collections import defaultdict

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

STANDARD_TYPES = set(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct "
    "Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody "
    "TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby Warichu "
    "Figure Formula Form".split())
ALLOWED_PARENTS = {
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"}, "TD": {"TR"},
    "THead": {"Table"}, "TBody": {"Table"}, "TFoot": {"Table"},
    "LI": {"L"}, "LBody": {"LI"},
    "TOCI": {"TOC"},
}
PAINTING = set("S s f F f* B B* b b* sh Do TJ Tj ' \"".split())
# It warns of dates before 1904 in fonts, which do no harm.
logging.getLogger("fontTools").setLevel(logging.ERROR)
# A width in the file and the font's own may differ by so much (1/1000 em).
WIDTH_TOLERANCE = 1


class Findings:
    """What is wrong with one file; equal findings are counted together."""

    def __init__(self):
        self.counts = defaultdict(int)

    def expect(self, is_right, rule, what):
        if not is_right:
            self.counts[(rule, what)] += 1
        return bool(is_right)

    def lines(self):
        for (rule, what), count in sorted(self.counts.items()):
            yield f"{rule} {what}" + (f" ({count} times)" if count > 1 else "")


def as_list(value):
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def identity(thing):
    """An indirect object's number; direct ones have none of their own."""
    return thing.objgen


def check_catalog(pdf, found):
    root = pdf.Root
    found.expect(root.get("/MarkInfo", {}).get("/Marked", False) is True,
                 "06-001", "the catalog does not say that it is tagged")
    found.expect(str(root.get("/Lang", "")), "11-006", "no document language")
    preferences = root.get("/ViewerPreferences", {})
    found.expect(preferences.get("/DisplayDocTitle", False) is True,
                 "07-001", "the title bar does not show the title")
    found.expect("/Encrypt" not in pdf.trailer, "26-001", "encrypted")
    found.expect(len(pdf.trailer.get("/ID", [])) == 2, "A-id", "no file ID")
    intents = root.get("/OutputIntents", [])
    found.expect(len(intents) == 1
                 and intents[0].get("/S") == Name.GTS_PDFA1
                 and is_rgb_profile(intents[0].DestOutputProfile),
                 "A-intent", "no output intent with an RGB profile")
    found.expect("/PageLabels" in root, "A-labels", "no page labels")


def is_rgb_profile(stream):
    data = stream.read_bytes()
    return (len(data) == int.from_bytes(data[:4], "big")
            and data[16:20] == b"RGB " and data[36:40] == b"acsp")


def xmp_value(packet, name):
    match = re.search(rf"<{name}>(.*?)</{name}>", packet, re.S)
    text = re.sub(r"<[^>]*>", "", match.group(1)).strip() if match else ""
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text


def check_metadata(pdf, found):
    stream = pdf.Root.get("/Metadata")
    if not found.expect(stream is not None, "06-002", "no XMP metadata"):
        return
    found.expect("/Filter" not in stream, "A-xmp", "XMP metadata compressed")
    packet = stream.read_bytes().decode("utf-8")
    found.expect(xmp_value(packet, "pdfuaid:part") == "1", "05-001",
                 "XMP does not say PDF/UA-1")
    found.expect(xmp_value(packet, "pdfaid:part") == "2"
                 and xmp_value(packet, "pdfaid:conformance") == "A",
                 "A-part", "XMP does not say PDF/A-2a")
    found.expect("pdfaSchema:prefix>pdfuaid<" in packet, "A-schema",
                 "the PDF/UA schema is not described")
    found.expect(xmp_value(packet, "dc:title"), "06-003", "no title in XMP")
    info = pdf.trailer.get("/Info", Dictionary())
    for key, name in (("/Title", "dc:title"), ("/Author", "dc:creator"),
                      ("/Subject", "dc:description"),
                      ("/Keywords", "pdf:Keywords"),
                      ("/Producer", "pdf:Producer"),
                      ("/Creator", "xmp:CreatorTool")):
        found.expect(str(info.get(key, "")) == xmp_value(packet, name),
                     "A-info", f"{key} differs from XMP's {name}")
    for key, name in (("/CreationDate", "xmp:CreateDate"),
                      ("/ModDate", "xmp:ModifyDate")):
        digits = re.sub(r"\D", "", xmp_value(packet, name))
        found.expect(re.sub(r"\D", "", str(info.get(key, ""))) == digits,
                     "A-info", f"{key} differs from XMP's {name}")


class Structure:
    """The structure tree walked once: what it owns, what it looks like."""

    def __init__(self, pdf, found):
        self.found = found
        self.contents = {}  # (page, MCID) -> element
        self.objects = {}   # annotation -> element
        self.headings = []
        self.note_ids = []
        tree = pdf.Root.StructTreeRoot
        for kid in as_list(tree.get("/K")):
            self.walk(kid, "StructTreeRoot", identity(tree), None)
        numbers = tree.ParentTree.Nums
        self.parents = {int(numbers[i]): numbers[i + 1]
                        for i in range(0, len(numbers), 2)}

    def walk(self, element, parent_type, parent, page):
        found, kind = self.found, str(element.S)[1:]
        found.expect(kind in STANDARD_TYPES, "02-001",
                     f"{kind} is no standard type")
        found.expect(identity(element.P) == parent, "09-001",
                     f"{kind}: wrong parent link")
        if kind in ALLOWED_PARENTS:
            found.expect(parent_type in ALLOWED_PARENTS[kind], "09-004",
                         f"{kind} in {parent_type}")
        self.check_element(element, kind)
        page = element.get("/Pg", page)
        kids = as_list(element.get("/K"))
        found.expect(kids or kind == "Document", "09-002", f"empty {kind}")
        for kid in kids:
            self.take_kid(kid, element, kind, page)
        if kind == "Table":
            check_table(element, found)

    def take_kid(self, kid, element, kind, page):
        if isinstance(kid, int):
            self.contents[(identity(page), kid)] = identity(element)
        elif kid.get("/Type") == Name.MCR:
            where = kid.get("/Pg", page)
            self.contents[(identity(where), int(kid.MCID))] = identity(element)
        elif kid.get("/Type") == Name.OBJR:
            self.objects[identity(kid.Obj)] = identity(element)
        else:
            self.walk(kid, kind, identity(element), page)

    def check_element(self, element, kind):
        found = self.found
        if kind == "Figure":
            found.expect(str(element.get("/Alt", "")), "13-004",
                         "Figure without alternative text")
            found.expect("/BBox" in element.get("/A", {}), "13-009",
                         "Figure without a box")
        elif kind == "TH":
            found.expect("/Scope" in element.get("/A", {}), "15-003",
                         "TH without scope")
        elif kind == "Note":
            identifier = str(element.get("/ID", ""))
            found.expect(identifier, "19-003", "Note without ID")
            found.expect(identifier not in self.note_ids, "19-004",
                         "two Notes with one ID")
            self.note_ids.append(identifier)
        elif kind == "Link":
            references = [kid for kid in as_list(element.get("/K"))
                          if not isinstance(kid, int)
                          and kid.get("/Type") == Name.OBJR]
            found.expect(references, "28-011", "Link without annotation")
        elif re.fullmatch(r"H[1-6]", kind):
            self.headings.append(int(kind[1]))

    def check_headings(self):
        previous = 0
        for level in self.headings:
            self.found.expect(level <= previous + 1, "14-003",
                              f"H{level} follows H{previous}")
            previous = level


def table_rows(element):
    for kid in as_list(element.get("/K")):
        if isinstance(kid, Dictionary) and kid.get("/S") == Name.TR:
            yield kid
        elif isinstance(kid, Dictionary) and kid.get("/S") in (
                Name.THead, Name.TBody, Name.TFoot):
            yield from table_rows(kid)


def check_table(table, found):
    widths = {sum(int(cell.get("/A", {}).get("/ColSpan", 1))
                  for cell in as_list(row.get("/K")))
              for row in table_rows(table)}
    found.expect(len(widths) == 1, "15-004",
                 f"rows of unequal width {sorted(widths)}")


class PageReader:
    """Reads a page's operators: marked content, and the glyphs shown."""

    def __init__(self, page, structure, glyphs, found):
        self.page, self.structure, self.found = page, structure, found
        self.glyphs = glyphs  # font -> glyph ids shown
        self.open = []        # (tag, MCID or None)
        self.used = set()
        self.font = None
        self.saved_fonts = []

    def read(self):
        for operands, operator in pikepdf.parse_content_stream(self.page):
            self.take(operands, str(operator))
        self.found.expect(not self.open, "01-006", "marked content left open")
        self.found.expect(not self.saved_fonts, "A-state", "q without Q")

    def take(self, operands, operator):
        if operator in ("BDC", "BMC"):
            self.begin(operands)
        elif operator == "EMC":
            if self.found.expect(self.open, "01-006", "EMC without a begin"):
                self.open.pop()
        elif operator == "q":
            self.saved_fonts.append(self.font)
        elif operator == "Q":
            if self.found.expect(self.saved_fonts, "A-state",
                                 "Q without q"):
                self.font = self.saved_fonts.pop()
        elif operator == "Tf":
            self.font = identity(self.page.Resources.Font[str(operands[0])])
        if operator in PAINTING:
            self.found.expect(self.open, "01-005",
                              f"{operator} is neither tagged nor artifact")
        if operator in ("Tj", "TJ"):
            self.show(as_list(operands[0]))

    def begin(self, operands):
        tag = str(operands[0])
        properties = operands[1] if len(operands) > 1 else None
        mcid = (properties.get("/MCID")
                if isinstance(properties, Dictionary) else None)
        kinds = [kind for kind, _ in self.open]
        if tag == "/Artifact":
            self.found.expect(all(kind == tag for kind in kinds), "01-003",
                              "artifact inside tagged content")
        if mcid is not None:
            self.found.expect("/Artifact" not in kinds, "01-004",
                              "tagged content inside an artifact")
            self.found.expect(all(number is None for _, number in self.open),
                              "01-007", "marked content nested in another")
            self.take_mcid(int(mcid))
        self.open.append((tag, mcid))

    def take_mcid(self, mcid):
        page, found = identity(self.page), self.found
        found.expect(mcid not in self.used, "09-005", "MCID used twice")
        self.used.add(mcid)
        owner = self.structure.contents.get((page, mcid))
        found.expect(owner is not None, "09-006",
                     "marked content that no element owns")
        parents = self.structure.parents.get(int(self.page.StructParents), [])
        found.expect(mcid < len(parents)
                     and identity(parents[mcid]) == owner,
                     "09-007", "the parent tree names another element")

    def show(self, pieces):
        for piece in pieces:
            if isinstance(piece, (String, bytes, str)):
                data = bytes(piece)
                self.glyphs[self.font].update(
                    int.from_bytes(data[i:i + 2], "big")
                    for i in range(0, len(data), 2))


def check_annotations(page, structure, found):
    annotations = page.get("/Annots", [])
    if len(annotations):
        found.expect(page.get("/Tabs") == Name.S, "28-009",
                     "tab order is not the structure's")
    for annotation in annotations:
        found.expect(str(annotation.get("/Contents", "")), "28-012",
                     "link without a description")
        found.expect(int(annotation.get("/F", 0)) & 4, "A-print",
                     "annotation that is not printed")
        owner = structure.parents.get(int(annotation.get("/StructParent", -1)))
        found.expect(owner is not None
                     and identity(owner)
                     == structure.objects.get(identity(annotation)),
                     "28-010", "annotation without its element")


def check_pages(pdf, structure, found):
    glyphs = defaultdict(set)
    contents = set()
    for page in pdf.pages:
        reader = PageReader(page.obj, structure, glyphs, found)
        reader.read()
        contents |= {(identity(page.obj), mcid) for mcid in reader.used}
        check_annotations(page.obj, structure, found)
    found.expect(set(structure.contents) <= contents, "09-008",
                 "an element owns content that is on no page")
    return glyphs


def unicode_map(font):
    text = font.ToUnicode.read_bytes().decode("latin-1")
    entries = re.findall(r"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>\n",
                         text.split("endcodespacerange", 1)[1])
    return {int(code, 16): bytes.fromhex(value).decode("utf-16-be")
            for code, value in entries}


def stated_widths(cid_font):
    widths, values, i = {}, list(cid_font.W), 0
    while i < len(values):
        for offset, width in enumerate(values[i + 1]):
            widths[int(values[i]) + offset] = float(width)
        i += 2
    return widths


def own_widths(descriptor, glyphs):
    """Advances in the font program, in 1/1000 em."""
    if "/FontFile2" in descriptor:
        program = TTFont(io.BytesIO(descriptor.FontFile2.read_bytes()))
        units = program["head"].unitsPerEm
        names = program.getGlyphOrder()
        return {glyph: program["hmtx"].metrics[names[glyph]][0] * 1000 / units
                for glyph in glyphs}
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(descriptor.FontFile3.read_bytes()), None)
    charstrings = fonts[0].CharStrings.values()
    widths = {}
    for glyph in glyphs:
        charstrings[glyph].draw(NoPen())
        widths[glyph] = charstrings[glyph].width
    return widths


class NoPen:
    """A fontTools pen that draws nothing."""

    def __getattr__(self, name):
        return lambda *points: None


def check_font(font, glyphs, found):
    cid_font = font.DescendantFonts[0]
    descriptor = cid_font.FontDescriptor
    name = str(font.BaseFont)[1:]
    if not found.expect("/FontFile2" in descriptor
                        or "/FontFile3" in descriptor,
                        "31-009", f"{name} is not embedded"):
        return
    found.expect(re.fullmatch(r"[A-Z]{6}\+.+", name), "A-subset",
                 f"{name} has no subset tag")
    found.expect(0 not in glyphs, "31-030", f"{name}: .notdef is shown")
    if found.expect("/ToUnicode" in font, "10-001", f"{name}: no ToUnicode"):
        meanings = unicode_map(font)
        found.expect(all(meanings.get(glyph) for glyph in glyphs), "10-001",
                     f"{name}: ToUnicode lacks glyphs")
        bad = {"\0", "\ufeff", "\ufffe"}
        found.expect(not any(bad & set(text) for text in meanings.values()),
                     "31-028", f"{name}: ToUnicode has forbidden values")
    stated, own = stated_widths(cid_font), own_widths(descriptor, glyphs)
    found.expect(all(abs(stated.get(glyph, 1000) - own[glyph])
                     <= WIDTH_TOLERANCE for glyph in glyphs),
                 "31-016", f"{name}: widths differ from the font's")


def check(pdf):
    """Findings about an open file."""
    found = Findings()
    check_catalog(pdf, found)
    check_metadata(pdf, found)
    if not found.expect("/StructTreeRoot" in pdf.Root, "01-001",
                        "no structure tree"):
        return found
    structure = Structure(pdf, found)
    structure.check_headings()
    for number, glyphs in check_pages(pdf, structure, found).items():
        check_font(pdf.get_object(number), glyphs, found)
    return found


def main(paths):
    if not paths:
        sys.exit(__doc__)
    is_clean = True
    for path in paths:
        with pikepdf.open(path) as pdf:
            for line in check(pdf).lines():
                print(f"{path}: {line}")
                is_clean = False
    sys.exit(0 if is_clean else 1)


if __name__ == "__main__":
    main(sys.argv[1:])
