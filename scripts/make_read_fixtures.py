#!/usr/bin/env python3
"""Writes fixtures/read/*.pdf: what real disclosures seldom have. See fixtures/read/README.md.

    pip install fonttools pikepdf && scripts/make_read_fixtures.py

Plain files are written byte by byte, so that they stay small and each says what it is for; only encryption and
linearization need pikepdf, and the two tiny embedded fonts fontTools.
"""
import io
import pathlib
import zlib

OUT = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "read"


class Pdf:
    """Objects by number, written with a classic cross-reference table."""

    def __init__(self):
        self.objects = {}

    def add(self, body, number=None):
        number = number or max(self.objects, default=0) + 1
        self.objects[number] = body if isinstance(body, bytes) else body.encode("latin-1")
        return number

    def stream(self, data, entries="", number=None, flate=False):
        data = data if isinstance(data, bytes) else data.encode("latin-1")
        if flate:
            data, entries = zlib.compress(data), entries + " /Filter /FlateDecode"
        head = f"<< /Length {len(data)} {entries} >>\nstream\n".encode("latin-1")
        return self.add(head + data + b"\nendstream", number)

    def page(self, content, resources="", entries="/MediaBox [0 0 300 200]", pages=2):
        content = content if isinstance(content, int) else self.stream(content)
        return self.add(f"<< /Type /Page /Parent {pages} 0 R {entries} /Resources << {resources} >> /Contents {content} 0 R >>")

    def tree(self, kids, extra="", root=""):
        self.add(f"<< /Type /Catalog /Pages 2 0 R {root} >>", 1)
        self.add(f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{k} 0 R' for k in kids)}] {extra} >>", 2)

    def body(self):
        out, offsets = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), {}
        for number in sorted(self.objects):
            offsets[number] = len(out)
            out += f"{number} 0 obj\n".encode() + self.objects[number] + b"\nendobj\n"
        return out, offsets

    def bytes(self, trailer=""):
        out, offsets = self.body()
        at, size = len(out), max(self.objects) + 1
        out += f"xref\n0 {size}\n0000000000 65535 f \n".encode()
        for number in range(1, size):
            out += (f"{offsets[number]:010} 00000 n \n" if number in offsets else "0000000000 00000 f \n").encode()
        out += f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{at}\n%%EOF\n".encode()
        return bytes(out)

    def save(self, name, trailer=""):
        write(name, self.bytes(trailer))


def write(name, data):
    (OUT / f"{name}.pdf").write_bytes(data)


def start():
    pdf = Pdf()
    pdf.add("null", 1)
    pdf.add("null", 2)
    return pdf


HELVETICA = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def gb1():
    """A page for each of Adobe-GB1's predefined CMaps, in no embedded font, without ToUnicode."""
    encodings = {"GB-EUC": "gb2312", "GBpc-EUC": "gb2312", "GBK-EUC": "gbk", "GBKp-EUC": "gbk", "GBK2K": "gb18030", "UniGB-UCS2": "utf-16-be", "UniGB-UTF16": "utf-16-be", "UniGB-UTF8": "utf-8", "UniGB-UTF32": "utf-32-be"}
    pdf, kids = start(), []
    for cmap, codec in encodings.items():
        for mode in "HV":
            descendant = pdf.add("<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 /W [814 [500 500] 1 95 500] >>")
            font = pdf.add(f"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light-{cmap}-{mode} /Encoding /{cmap}-{mode} /DescendantFonts [{descendant} 0 R] >>")
            shown = "预算20万元".encode(codec).hex()
            kids.append(pdf.page(f"BT /F 10 Tf 100 150 Td <{shown}> Tj ET", f"/Font << /F {font} 0 R >>"))
    pdf.tree(kids)
    pdf.save("gb1")


TO_UNICODE = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
3 beginbfchar <0003> <0020> <0010> <00660069> <0011> <D840DC0B> endbfchar
2 beginbfrange <0020> <0022> <4E00> <0030> <0032> [<7532> <4E59> <4E19>] endbfrange
endcmap end end"""


def vertical():
    """Identity-V with DW2 and W2, and ToUnicode with ligature, surrogates and both kinds of ranges."""
    pdf = start()
    unicode = pdf.stream(TO_UNICODE)
    descendant = pdf.add("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 /DW2 [880 -1000] /W2 [33 [-500 400 900] 34 34 -2000 500 880] >>")
    fonts = [pdf.add(f"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-{mode} /ToUnicode {unicode} 0 R /DescendantFonts [{descendant} 0 R] >>") for mode in "VH"]
    kids = [pdf.page("BT /F 10 Tf 100 150 Td <002000210022> Tj ET", f"/Font << /F {fonts[0]} 0 R >>"),
            pdf.page("BT /F 10 Tf 100 150 Td <00100011003000310032> Tj ET", f"/Font << /F {fonts[1]} 0 R >>")]
    pdf.tree(kids)
    pdf.save("vertical")


def forms():
    """Forms in forms with their own and without any resources, matrices, a BBox that clips, and one that calls itself."""
    pdf = start()
    one = pdf.add(HELVETICA)
    two = pdf.add("<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding << /Differences [65 /B /A] >> >>")
    inner = pdf.stream("BT /F 10 Tf 0 0 Td (AB) Tj ET", f"/Type /XObject /Subtype /Form /BBox [-10 -10 100 100] /Matrix [1 0 0 1 5 5] /Resources << /Font << /F {two} 0 R >> >>", flate=True)
    outer = pdf.stream("q 2 0 0 2 10 20 cm /Inner Do Q BT /F 10 Tf 0 0 Td (outer) Tj 0 60 Td (clipped) Tj ET", f"/Type /XObject /Subtype /Form /BBox [0 -10 200 55] /Matrix [1 0 0 1 100 50] /Resources << /Font << /F {one} 0 R >> /XObject << /Inner {inner} 0 R >> >>", flate=True)
    bare = pdf.stream("BT /F 10 Tf 10 180 Td (bare) Tj ET", "/Type /XObject /Subtype /Form /BBox [0 0 300 200]")
    loop = max(pdf.objects) + 1
    pdf.stream("BT /F 10 Tf 10 10 Td (x) Tj ET 1 0 0 1 10 0 cm /Loop Do", f"/Type /XObject /Subtype /Form /BBox [0 0 300 200] /Resources << /Font << /F {one} 0 R >> /XObject << /Loop {loop} 0 R >> >>", loop)
    pages = [pdf.page("/Outer Do /Bare Do BT /F 10 Tf 10 100 Td (after) Tj ET", f"/Font << /F {one} 0 R >> /XObject << /Outer {outer} 0 R /Bare {bare} 0 R >>"),
             pdf.page("/Loop Do", f"/XObject << /Loop {loop} 0 R >>")]
    pdf.tree(pages)
    pdf.save("forms")


def boxes():
    """All four rotations, boxes off the origin and larger than the MediaBox, inherited ones, UserUnit."""
    pdf = start()
    font = pdf.add(HELVETICA)
    content = pdf.stream("BT /F 10 Tf 150 250 Td (in) Tj -40 0 Td (out) Tj ET 0.5 w 140 300 m 260 300 l S")
    kids = []
    for rotate in (0, 90, 180, 270):
        kids.append(pdf.add(f"<< /Type /Page /Parent 2 0 R /Rotate {rotate} /Contents {content} 0 R >>"))
    kids.append(pdf.add(f"<< /Type /Page /Parent 2 0 R /UserUnit 2 /CropBox [0 0 900 900] /Contents {content} 0 R >>"))
    pdf.tree(kids, f"/MediaBox [100 200 300 400] /CropBox [140 220 280 380] /Resources << /Font << /F {font} 0 R >> >>")
    pdf.save("boxes")


def inline_images():
    """Inline images with EI inside their data, abbreviated and empty."""
    pdf = start()
    font = pdf.add(HELVETICA)
    data = b"\x00 EI \xff\x01 EI\x80 BT (no) Tj ET"
    content = b"BT /F 10 Tf 10 150 Td (a) Tj ET q 10 0 0 10 50 50 cm BI /W 8 /H 4 /BPC 8 /CS /G ID " + data + b"\nEI Q BT /F 10 Tf 30 150 Td (b) Tj ET BI /W 0 /H 0 ID \nEI BT /F 10 Tf 50 150 Td (c) Tj ET"
    pdf.tree([pdf.page(content, f"/Font << /F {font} 0 R >>")])
    pdf.save("inline_images")


def type3():
    """A Type3 font: text by glyph names, width by its matrix; its drawings are no rulings."""
    pdf = start()
    square = pdf.stream("1000 0 d0 0 0 750 30 re f")
    names = " ".join(f"/{name} {square} 0 R" for name in ("one", "uni9884", "period"))
    font = pdf.add(f"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 750 750] /FontMatrix [0.002 0 0 0.002 0 0] /CharProcs << {names} >> /Encoding << /Type /Encoding /Differences [97 /one /uni9884 /period /secret] >> /FirstChar 97 /LastChar 100 /Widths [300 500 100 200] /Resources << >> >>")
    pdf.tree([pdf.page("BT /F 10 Tf 20 100 Td (abcd) Tj ET", f"/Font << /F {font} 0 R >>")])
    pdf.save("type3")


def simple():
    """Simple fonts: Differences, standard encodings, standard widths, a Type 1 program's own encoding."""
    pdf = start()
    program = b"%!PS-AdobeFont-1.0: Own\n/Encoding 256 array 0 1 255 {1 index exch /.notdef put} for\ndup 65 /yen put\ndup 66 /uni4E07 put\nreadonly def\ncurrentfile eexec \x80\x01"
    file = pdf.stream(program, f"/Length1 {len(program)} /Length2 0 /Length3 0")
    descriptor = pdf.add(f"<< /Type /FontDescriptor /FontName /Own /Flags 4 /FontFile {file} 0 R /Ascent 700 /Descent -200 >>")
    fonts = {
        "W": HELVETICA,
        "M": "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /MacRomanEncoding >>",
        "S": "<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>",
        "Z": "<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>",
        "D": "<< /Type /Font /Subtype /TrueType /BaseFont /ABCDEF+Arial#20X /Encoding << /BaseEncoding /WinAnsiEncoding /Differences [65 /Euro 67 /f_i /uni5143 /u20AC] >> /FirstChar 65 /LastChar 69 /Widths [600 601 602 603 604] >>",
        "O": f"<< /Type /Font /Subtype /Type1 /BaseFont /Own /FirstChar 65 /LastChar 66 /Widths [500 900] /FontDescriptor {descriptor} 0 R >>",
    }
    names = " ".join(f"/{key} {pdf.add(body)} 0 R" for key, body in fonts.items())
    content = "BT /W 10 Tf 10 180 Td (A1\\200\\201) Tj 0 -20 Td /M 10 Tf (\\200\\245) Tj 0 -20 Td /S 10 Tf (ab) Tj 0 -20 Td /Z 10 Tf (4l) Tj 0 -20 Td /D 10 Tf (ABCDE) Tj 0 -20 Td /O 10 Tf (ABC) Tj ET"
    pdf.tree([pdf.page(content, f"/Font << {names} >>")])
    pdf.save("simple")


def tiny_font(cff):
    """A font of three glyphs for U+9884, U+7B97 and the digit 7: two squares, and for the second a triangle."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.t2CharStringPen import T2CharStringPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    order = [".notdef", "a", "b", "seven"]
    builder = FontBuilder(1000, isTTF=not cff)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({0x9884: "a", 0x7B97: "b", 0x37: "seven", 0x2F00: "a"})
    glyphs = {}
    for name in order:
        pen = T2CharStringPen(500, {}) if cff else TTGlyphPen({})
        for step, (x, y) in enumerate([(0, 0), (400, 0), (400, 400), (0, 400)][:3 if name == "b" else 4]):
            (pen.lineTo if step else pen.moveTo)((x, y))
        pen.closePath()
        glyphs[name] = pen.getCharString() if cff else pen.glyph()
    if cff:
        builder.setupCFF("Tiny", {}, glyphs, {})
    else:
        builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({name: (500, 0) for name in order})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Tiny", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost(keepGlyphNames=cff)
    out = io.BytesIO()
    builder.font.recalcTimestamp = False
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.save(out)
    return out.getvalue()


def no_to_unicode():
    """Identity-H without ToUnicode: by the program's cmap, through CIDToGIDMap, by CFF glyph names, and not at all."""
    pdf = start()
    system = "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    ttf = pdf.stream(tiny_font(False), flate=True)
    otf = pdf.stream(tiny_font(True), "/Subtype /OpenType", flate=True)
    mapping = pdf.stream(bytes([0, 0, 0, 2, 0, 1, 0, 3]))
    kids = []
    for file, kind, gids in (("FontFile2", "CIDFontType2", "/Identity"), ("FontFile2", "CIDFontType2", f"{mapping} 0 R"), ("FontFile3", "CIDFontType0", None), (None, "CIDFontType2", "/Identity")):
        program = {"FontFile2": f"/FontFile2 {ttf} 0 R", "FontFile3": f"/FontFile3 {otf} 0 R", None: ""}[file]
        descriptor = pdf.add(f"<< /Type /FontDescriptor /FontName /Tiny /Flags 4 {program} >>")
        extra = f"/CIDToGIDMap {gids}" if gids else ""
        descendant = pdf.add(f"<< /Type /Font /Subtype /{kind} /BaseFont /Tiny {system} /DW 500 /FontDescriptor {descriptor} 0 R {extra} >>")
        font = pdf.add(f"<< /Type /Font /Subtype /Type0 /BaseFont /Tiny /Encoding /Identity-H /DescendantFonts [{descendant} 0 R] >>")
        kids.append(pdf.page("BT /F 10 Tf 20 100 Td <000100020003> Tj ET", f"/Font << /F {font} 0 R >>"))
    descriptor = pdf.add(f"<< /Type /FontDescriptor /FontName /Tiny /Flags 4 /FontFile2 {ttf} 0 R >>")
    kids.append(pdf.page("BT /F 10 Tf 20 100 Td (7) Tj ET", f"/Font << /F << /Type /Font /Subtype /TrueType /BaseFont /Tiny /FirstChar 55 /LastChar 55 /Widths [500] /Encoding /WinAnsiEncoding /FontDescriptor {descriptor} 0 R >> >>"))
    pdf.tree(kids)
    pdf.save("no_to_unicode")


def embedded_cmap():
    """An embedded CMap with codes of one and two bytes over a predefined one (usecmap), and one that stands alone."""
    pdf = start()
    over = "/CIDInit /ProcSet findresource begin begincmap /GBK-EUC-H usecmap 1 begincidchar <41> 1601 endcidchar endcmap"
    alone = "begincmap /WMode 0 def 2 begincodespacerange <00> <7F> <8000> <FFFF> endcodespacerange 1 begincidrange <8001> <8003> 4559 endcidrange 1 begincidchar <31> 831 endcidchar endcmap"
    kids = []
    for cmap, extra, shown in ((over, "/UseCMap /GBK-EUC-H", "41d4a4cbe3"), (alone, "", "31800180028003")):
        stream = pdf.stream(cmap, f"/Type /CMap /CMapName /Own {extra}")
        descendant = pdf.add("<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Song /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /W [831 [500]] >>")
        font = pdf.add(f"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding {stream} 0 R /DescendantFonts [{descendant} 0 R] >>")
        kids.append(pdf.page(f"BT /F 10 Tf 20 100 Td <{shown}> Tj ET", f"/Font << /F {font} 0 R >>"))
    pdf.tree(kids)
    pdf.save("embedded_cmap")


def text_states():
    """Every text operator: spacing, scale, rise, leading, TJ, quotes, rendering modes, rotation, fake bold, shadow."""
    pdf = start()
    font = pdf.add(HELVETICA)
    lines = [
        "BT /F 10 Tf 10 180 Td 2 Tc (ab) Tj 0 Tc ET",
        "BT /F 10 Tf 10 160 Td 5 Tw (a b) Tj 0 Tw ET",
        "BT /F 10 Tf 10 140 Td 200 Tz (cd) Tj 100 Tz ET",
        "BT /F 10 Tf 10 120 Td 3 Ts (e) Tj 0 Ts ET",
        "BT /F 10 Tf 15 TL 10 100 Td (f) Tj T* (g) Tj (h) ' 1 2 (i j) \" ET",
        "BT /F 10 Tf 0 Tw 0 Tc 100 180 TD (k) Tj 0 -12 TD (l) Tj T* (m) Tj ET",
        "BT /F 10 Tf 100 140 Td [(n) -1000 (o) 500 (p)] TJ ET",
        "BT /F 10 Tf 100 120 Td 3 Tr (q) Tj 0 Tr ET",
        "BT /F 10 Tf 0 1 -1 0 200 100 Tm (rs) Tj ET",
        "BT /F 10 Tf -1 0 0 -1 250 100 Tm (tu) Tj ET",
        "BT /F 10 Tf 200 180 Td (v) Tj 0.3 0 Td (v) Tj 0.2 -0.3 Td (v) Tj ET",
        "q 0 0 40 40 re W n BT /F 10 Tf 35 5 Td (wxyz) Tj ET Q",
        "BT /F 10 Tf -20 5 Td (off) Tj 0 300 Td (off) Tj ET",
        "BT /F 1 Tf 10 0 0 10 200 20 Tm (W) Tj ET",
    ]
    pdf.tree([pdf.page("\n".join(lines), f"/Font << /F {font} 0 R >>")])
    pdf.save("text_states")


def actual_text():
    """ActualText in place and by name: the same text, another of the same length, a shorter and a longer one."""
    pdf = start()
    font = pdf.add(HELVETICA)
    content = (b"BT /F 10 Tf 10 150 Td /Span << /ActualText (ab) >> BDC (ab) Tj EMC ET "
               b"BT /F 10 Tf 10 130 Td /Span << /ActualText <FEFF95E8> /MCID 3 >> BDC (x) Tj EMC ET "
               b"BT /F 10 Tf 10 110 Td /Span /P BDC (fi) Tj EMC (z) Tj ET "
               b"BT /F 10 Tf 10 90 Td /Span << /ActualText (long) >> BDC (MM) Tj EMC ET "
               b"BT /F 10 Tf 10 70 Td /Span << /ActualText () >> BDC (-) Tj EMC ET "
               b"/Span << /ActualText (never) >> BDC EMC")
    pdf.tree([pdf.page(content, f"/Font << /F {font} 0 R >> /Properties << /P << /ActualText <FEFFFB01> >> >>")])
    pdf.save("actual_text")


def optional_content():
    """Layers switched off, by group and membership, on marked content and a form; annotations shown and hidden."""
    pdf = start()
    font, off, on = pdf.add(HELVETICA), pdf.add("<< /Type /OCG /Name (off) >>"), pdf.add("<< /Type /OCG /Name (on) >>")
    member = pdf.add(f"<< /Type /OCMD /OCGs [{off} 0 R] >>")
    form = pdf.stream("BT /F 10 Tf 10 50 Td (form) Tj ET", f"/Type /XObject /Subtype /Form /BBox [0 0 300 200] /OC {off} 0 R")
    look = pdf.stream("BT /F 10 Tf 0 0 Td (note) Tj ET", f"/Type /XObject /Subtype /Form /BBox [0 -5 50 15] /Resources << /Font << /F {font} 0 R >> >>")
    annotations = [pdf.add(f"<< /Type /Annot /Subtype {kind} /F {flags} /Rect [200 95 250 115] /AP << /N {look} 0 R >> >>") for kind, flags in (("/FreeText", 4), ("/FreeText", 2), ("/Popup", 0))]
    content = "/OC /Off BDC BT /F 10 Tf 10 150 Td (hidden) Tj ET 10 20 m 200 20 l S EMC /OC /On BDC BT /F 10 Tf 10 130 Td (shown) Tj ET EMC /OC /M BDC BT /F 10 Tf 10 110 Td (member) Tj ET EMC /Form Do"
    pdf.tree([pdf.page(content, f"/Font << /F {font} 0 R >> /XObject << /Form {form} 0 R >> /Properties << /Off {off} 0 R /On {on} 0 R /M {member} 0 R >>", f"/MediaBox [0 0 300 200] /Annots [{' '.join(f'{a} 0 R' for a in annotations)}]")], root=f"/OCProperties << /OCGs [{off} 0 R {on} 0 R] /D << /OFF [{off} 0 R] >> >>")
    pdf.save("optional_content")


def rulings():
    """One line in each way that generators draw it, a page each; see the tests."""
    pages = {
        "stroke": "0.5 w 20 100 m 120 100 l S 20 100 m 20 40 l S",
        "rectangles": "20 99.76 100 0.48 re f 20 40 0.48 60 re f",
        "quads": "20 100 m 120 100 l 120 100.5 l 20 100.5 l h f",
        "cell edges": "0.75 w 20 100 m 70 100 l S 70 100 m 120 100 l S 20 100 m 20 70 l S 20 70 m 20 40 l S",
        "doubled": "20 100 100 0.48 re f 20 101.2 100 0.48 re f",
        "box": "0.5 w 20 40 100 60 re S",
        "frame": "20 40 100 60 re 20.5 40.5 99 59 re f*",
        "fill and stroke": "0.8 g 0.5 w 20 40 100 60 re B",
        "background": "0.9 g 20 40 100 60 re f",
        "white": "1 1 1 RG 20 100 m 120 100 l S 1 g 20 60 100 0.5 re f",
        "white on colour": "0.2 0.4 0.8 rg 10 30 200 100 re f 1 1 1 RG 20 100 m 120 100 l S",
        "dash": "[3 2] 0 d 0.5 w 20 100 m 120 100 l S",
        "dots": " ".join(f"{20 + 2 * i} 100 0.5 0.5 re f" for i in range(51)),
        "gap": "0.5 w 20 100 m 60 100 l S 75 100 m 120 100 l S",
        "corners": "20 100 0.48 0.48 re f 20.48 100 99.04 0.48 re f 119.52 100 0.48 0.48 re f",
        "clipped": "q 50 50 40 100 re W n 0.5 w 20 100 m 120 100 l S 20 20 m 120 20 l S Q",
        "thick stroke": "100 w 70 100 m 70 100.6 l S",
        "scaled": "q 0.05 0 0 -0.05 0 200 cm 10 w 400 2000 m 2400 2000 l S Q",
        "slanted": "0.5 w 20 100 m 120 50 l S",
        "curve": "0.5 w 20 100 m 40 100 80 100 120 100 c 120 50 20 50 20 100 c S",
    }
    pdf = start()
    pdf.tree([pdf.page(content) for content in pages.values()])
    pdf.save("rulings")


def plain(flate=True):
    pdf = start()
    font = pdf.add(HELVETICA)
    pdf.tree([pdf.page(pdf.stream("BT /F 10 Tf 20 100 Td (Budget 208.05) Tj ET 0.5 w 20 90 m 120 90 l S", flate=flate), f"/Font << /F {font} 0 R >>")])
    return pdf


def damaged():
    """The plain page, in files that are wrong in one way each."""
    good = plain().bytes()
    at = good.rfind(b"startxref")
    xref = good.rfind(b"xref\n0")
    write("plain", good)
    write("junk_before", b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + good)
    write("junk_after", good + b"\r\n<!-- served by -->" + b"\0" * 2000)
    write("no_startxref", good[:at])
    write("cut_off", good[: xref + 10])
    write("wrong_startxref", good[:at] + b"startxref\n99999\n%%EOF\n")
    shifted = bytearray(good)
    shifted[20:20] = b"% eleven bytes more than the table knows\n"
    write("wrong_offsets", bytes(shifted))
    write("wrong_length", good.replace(b"/Length ", b"/Length 9", 1))
    write("one_wrong_offset", swap_offsets(good))
    parts = good.find(b"stream\n") + 40
    write("damaged_stream", good[:parts] + b"\xff\xff" + good[parts + 2:])


def swap_offsets(good):
    """The page's content and font change places in the table."""
    xref = good.rfind(b"xref\n0")
    rows = good[xref:].split(b"\n")
    rows[5], rows[6] = rows[6], rows[5]
    return good[:xref] + b"\n".join(rows)


def incremental():
    """Two updates: the text replaced, then an object freed; the newest counts."""
    pdf = plain(False)
    data = bytearray(pdf.bytes())
    for text in ("older", "Newest 7"):
        previous = int(data[data.rfind(b"startxref") + 9:].split()[0])
        content = f"BT /F 10 Tf 20 100 Td ({text}) Tj ET"
        at = len(data)
        data += f"4 0 obj\n<< /Length {len(content)} >>\nstream\n{content}\nendstream\nendobj\n".encode()
        xref = len(data)
        data += f"xref\n0 1\n0000000000 65535 f \n4 1\n{at:010} 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev {previous} >>\nstartxref\n{xref}\n%%EOF\n".encode()
    write("incremental", bytes(data))


def with_pikepdf():
    import pikepdf

    source = pikepdf.open(io.BytesIO(plain().bytes()))
    rights = pikepdf.Permissions()
    for name, options in {
        "rc4_40": dict(R=2, user="", owner="o", aes=False, metadata=False),
        "rc4_128": dict(R=3, user="", owner="o", aes=False, metadata=False),
        "aes_128": dict(R=4, user="", owner="o", aes=True),
        "aes_256": dict(R=6, user="", owner="o", aes=True),
        "aes_256_password": dict(R=6, user="预算2026", owner="o", aes=True),
        "rc4_128_password": dict(R=3, user="secret", owner="o", aes=False, metadata=False),
    }.items():
        source.save(OUT / f"{name}.pdf", encryption=pikepdf.Encryption(allow=rights, **options), static_id=True)
    source.save(OUT / "object_streams.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate, static_id=True)
    source.save(OUT / "linearized.pdf", linearize=True, static_id=True)


def hybrid():
    """A hybrid file: the font is listed in an /XRefStm only, inside an object stream."""
    pdf = plain(False)
    font = pdf.objects.pop(3)
    inner = b"3 0 " + font
    container = pdf.stream(inner, "/Type /ObjStm /N 1 /First 4", 7)
    out, offsets = pdf.body()
    at = len(out)
    rows = bytes([2]) + container.to_bytes(4, "big") + bytes([0, 0])
    out += f"8 0 obj\n<< /Type /XRef /Size 9 /W [1 4 2] /Index [3 1] /Length {len(rows)} >>\nstream\n".encode() + rows + b"\nendstream\nendobj\n"
    xref = len(out)
    out += b"xref\n0 9\n0000000000 65535 f \n"
    for number in range(1, 9):
        out += (f"{offsets[number]:010} 00000 n \n" if number in offsets else "0000000000 00000 f \n").encode()
    out += f"trailer\n<< /Size 9 /Root 1 0 R /XRefStm {at} >>\nstartxref\n{xref}\n%%EOF\n".encode()
    write("hybrid", bytes(out))


def filters():
    """Content in the other filters, alone and in a row."""
    import base64

    content = b"BT /F 10 Tf 20 100 Td (filtered) Tj ET"
    kids, pdf = [], start()
    font = pdf.add(HELVETICA)
    run = bytes([len(content) - 1]) + content + b"\x80"
    for data, names in ((content.hex().encode() + b">", "/ASCIIHexDecode"), (base64.a85encode(content) + b"~>", "/ASCII85Decode"), (run, "/RunLengthDecode"), (base64.a85encode(zlib.compress(content)) + b"~>", "[/ASCII85Decode /FlateDecode]")):
        kids.append(pdf.page(pdf.stream(data, f"/Filter {names}"), f"/Font << /F {font} 0 R >>"))
    pdf.tree(kids)
    pdf.save("filters")


def painted():
    """Text that is on the page and text that only the file has, a page each: seen characters are A, others b; see the tests."""
    pdf = start()
    font = pdf.add(HELVETICA)
    pixel = pdf.stream(b"\xff", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8")
    mask = pdf.stream(b"\x80", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ImageMask true /BitsPerComponent 1")
    off = pdf.add("<< /Type /OCG /Name (draft) >>")
    expression = pdf.add(f"<< /Type /OCMD /VE [/Not [/Or {off} 0 R [/Not {off} 0 R]]] >>")
    policy = pdf.add(f"<< /Type /OCMD /OCGs [{off} 0 R] /P /AnyOff >>")
    faint = pdf.stream("BT /F 10 Tf 50 100 Td (b) Tj ET", f"/Type /XObject /Subtype /Form /BBox [0 0 300 200] /Group << /S /Transparency >> /Resources << /Font << /F {font} 0 R >> >>")

    def show(text, x=20, y=100):
        return f"BT /F 10 Tf {x} {y} Td ({text}) Tj ET"

    pages = {
        "white on paper": f"1 g {show('b')} 0.9 g {show('A', 40)}",
        "white on a bar": f"0 0 0.6 rg 10 90 100 30 re f 1 g {show('A')} {show('b', 150)}",
        "in the colour of its bar": f"0 0.2 0.4 rg 10 90 100 30 re f {show('b')} {show('A', 150)}",
        "under a patch": f"{show('b')} 1 g 10 90 40 30 re f 0 g {show('A', 25)}",
        "under a round patch": f"{show('b')} {show('A', 200)} 1 g 10 85 m 60 85 l 70 85 70 125 60 125 c 10 125 l 0 125 0 85 10 85 c f",
        "under an image": f"{show('b')} q 40 0 0 30 10 90 cm /Pixel Do Q {show('A', 25)}",
        "under a mask": f"{show('A')} q 40 0 0 30 10 90 cm /Mask Do Q",
        "under a veil": f"{show('A')} q /Veil gs 1 g 10 90 40 30 re f Q q /Mixed gs 1 g 10 90 40 30 re f Q",
        "under a clipped patch": f"{show('A')} q 200 10 m 280 10 l 240 150 l h W n 1 g 0 0 300 200 re f Q",
        "transparent": f"q /Clear gs {show('b')} /Faint Do Q {show('A', 150)}",
        "a clip only": f"q BT /F 10 Tf 7 Tr 20 100 Td (b) Tj ET Q {show('A', 40)}",
        "outlined": f"1 g BT /F 10 Tf 2 Tr 20 100 Td (A) Tj ET 1 G BT 1 Tr 60 100 Td (b) Tj ET",
        "invisible": f"q 60 0 0 60 10 70 cm /Pixel Do Q BT /F 10 Tf 3 Tr 20 100 Td (A) Tj 180 0 Td (b) Tj ET",
        "layers": f"/OC /Not BDC {show('b')} EMC /OC /AnyOff BDC {show('A', 40)} EMC",
        "spaces of colour": f"/Gray cs 1 sc {show('b')} /Cmyk cs 0 0 0 0 scn {show('b', 40)} /Spot cs 1 scn {show('A', 60)}",
        "furniture": f"/Artifact << /Type /Pagination >> BDC {show('A')} EMC /Artifact BMC {show('A', 60)} EMC",
        "a shadow": f"{show('1995.20')} {show('1995.20', 21.2, 99.4)} {show('11', 100)}",
        "over each other": f"{show('20.86')} {show('20.56')}",
    }
    resources = f"""/Font << /F {font} 0 R >> /XObject << /Pixel {pixel} 0 R /Mask {mask} 0 R /Faint {faint} 0 R >>
 /ExtGState << /Veil << /ca 0.4 >> /Mixed << /BM /Multiply >> /Clear << /ca 0 /CA 0 >> >> /Properties << /Not {expression} 0 R /AnyOff {policy} 0 R >>
 /ColorSpace << /Gray [/CalGray << >>] /Cmyk /DeviceCMYK /Spot [/Separation /Spot /DeviceGray << >>] >>"""
    kids = [pdf.page(f"% {name}\n{content}", resources) for name, content in pages.items()]
    pdf.tree(kids, root=f"/OCProperties << /OCGs [{off} 0 R] /D << /OFF [{off} 0 R] >> >>")
    pdf.save("painted")


def proven():
    """What /ToUnicode says against what the font paints: the second glyph is a square whatever it is called."""
    pdf = start()
    system = "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    mapped, named = pdf.stream(tiny_font(False), flate=True), pdf.stream(tiny_font(True), "/Subtype /OpenType", flate=True)
    kids = []
    for program, target in ((f"/FontFile2 {mapped} 0 R", "0020"), (f"/FontFile2 {mapped} 0 R", "0003"), (f"/FontFile2 {mapped} 0 R", "0038"), (f"/FontFile3 {named} 0 R", "0038"), (f"/FontFile2 {mapped} 0 R", "F02D"), (f"/FontFile2 {mapped} 0 R", "2F004E00"), ("", "0020")):
        kind = "CIDFontType0" if "FontFile3" in program else "CIDFontType2"
        descriptor = pdf.add(f"<< /Type /FontDescriptor /FontName /Tiny /Flags 4 {program} >>")
        descendant = pdf.add(f"<< /Type /Font /Subtype /{kind} /BaseFont /Tiny {system} /DW 500 /FontDescriptor {descriptor} 0 R >>")
        unicode = pdf.stream(f"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfchar <0001> <9884> <0003> <{target}> endbfchar endcmap")
        font = pdf.add(f"<< /Type /Font /Subtype /Type0 /BaseFont /Tiny /Encoding /Identity-H /ToUnicode {unicode} 0 R /DescendantFonts [{descendant} 0 R] >>")
        kids.append(pdf.page("BT /F 10 Tf 20 100 Td <00010003> Tj ET", f"/Font << /F {font} 0 R >>"))
    for twin in ("0002", "0000"):  # two codes called 2: of glyphs that differ, and one of them the sign of a missing glyph
        descriptor = pdf.add(f"<< /Type /FontDescriptor /FontName /Tiny /Flags 4 /FontFile2 {mapped} 0 R >>")
        descendant = pdf.add(f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Tiny {system} /DW 500 /FontDescriptor {descriptor} 0 R >>")
        unicode = pdf.stream(f"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfchar <0001> <0032> <{twin}> <0032> endbfchar endcmap")
        font = pdf.add(f"<< /Type /Font /Subtype /Type0 /BaseFont /Tiny /Encoding /Identity-H /ToUnicode {unicode} 0 R /DescendantFonts [{descendant} 0 R] >>")
        kids.append(pdf.page(f"BT /F 10 Tf 20 100 Td <0001{twin}> Tj ET", f"/Font << /F {font} 0 R >>"))
    wrong = pdf.stream("begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfchar <0037> <0033> endbfchar endcmap")
    helvetica = pdf.add(f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode {wrong} 0 R >>")
    kids.append(pdf.page("BT /F 10 Tf 20 100 Td (7) Tj ET", f"/Font << /F {helvetica} 0 R >>"))
    pdf.tree(kids)
    pdf.save("proven")


def gbk_names():
    """Simple fonts with Chinese names whose strings are GBK, by a name in GBK and by a Latin one; and one that is none."""
    pdf, kids = start(), []
    for name in ("/#CB#CE#CC#E5", "/SimHei,Bold", "/Arial"):
        font = pdf.add(f"<< /Type /Font /Subtype /TrueType /BaseFont {name} /Encoding /WinAnsiEncoding /FirstChar 0 /LastChar 255 /Widths [{' '.join(['500'] * 256)}] >>")
        kids.append(pdf.page(f"BT /F 10 Tf 20 100 Td <{'预算20万元'.encode('gbk').hex()}> Tj ET", f"/Font << /F {font} 0 R >>"))
    pdf.tree(kids)
    pdf.save("gbk_names")


def fields():
    """Form fields with values and no appearance: left, centred, right, of two lines, inherited, hidden, white; a check box."""
    pdf = start()
    parent = pdf.add("<< /FT /Tx /V (1.50) /DA (/F 10 Tf 0 g) >>")
    text = "/FT /Tx /DA (/F 10 Tf 0 g)"
    fields = [f"{text} /V (12.5) /Rect [10 150 90 170]", f"{text} /Q 1 /V (12.5) /Rect [100 150 190 170]", f"{text} /Q 2 /V (12.5) /Rect [200 150 290 170]", f"{text} /V (ab\rcd) /Rect [10 100 90 140]", f"/Parent {parent} 0 R /Rect [100 100 190 120]", f"{text} /F 2 /V (no) /Rect [200 100 290 120]", "/FT /Tx /DA (/F 10 Tf 1 g) /V (no) /Rect [10 60 90 80]", "/FT /Btn /V (no) /Rect [100 60 190 80]"]
    annotations = [pdf.add(f"<< /Type /Annot /Subtype /Widget {field} >>") for field in fields]
    annotations.append(pdf.add("<< /Type /Annot /Subtype /FreeText /DA (/F 10 Tf) /Contents (typed) /Rect [200 60 290 80] >>"))
    pdf.tree([pdf.page("", "", f"/MediaBox [0 0 300 200] /Annots [{' '.join(f'{a} 0 R' for a in annotations)}]")], root="/AcroForm << /NeedAppearances true >>")
    pdf.save("fields")


def turned():
    """A table's text turned by the matrix under an upright title, each way, with a ruling beside it."""
    pdf, kids = start(), []
    font = pdf.add(HELVETICA)
    for matrix in ("0 -1 1 0 0 200", "-1 0 0 -1 300 200", "0 1 -1 0 300 0"):
        content = f"BT /F 10 Tf 130 185 Td (head) Tj ET q {matrix} cm BT /F 10 Tf 20 100 Td (first line of it) Tj 0 -20 Td (second line) Tj ET 0.5 w 20 96 m 120 96 l S Q"
        kids.append(pdf.page(content, f"/Font << /F {font} 0 R >>"))
    pdf.tree(kids)
    pdf.save("turned")


def attached():
    """A page, and another PDF inside the file."""
    pdf = start()
    inner = start()
    inner.tree([inner.page("")])
    file = pdf.stream(inner.bytes(), "/Type /EmbeddedFile /Subtype /application#2Fpdf", flate=True)
    named = pdf.add(f"<< /Type /Filespec /F (tables.pdf) /EF << /F {file} 0 R >> >>")
    font = pdf.add(HELVETICA)
    pdf.tree([pdf.page("BT /F 10 Tf 20 100 Td (see inside) Tj ET", f"/Font << /F {font} 0 R >>")], root=f"/Names << /EmbeddedFiles << /Kids [<< /Names [(tables.pdf) {named} 0 R] >>] >> >>")
    pdf.save("attached")


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    for make in (gb1, vertical, forms, boxes, inline_images, type3, simple, no_to_unicode, embedded_cmap, text_states, actual_text, optional_content, rulings, damaged, incremental, with_pikepdf, hybrid, filters, painted, proven, gbk_names, fields, turned, attached):
        make()
    print(f"{len(list(OUT.glob('*.pdf')))} files, {sum(f.stat().st_size for f in OUT.glob('*.pdf'))} bytes")


if __name__ == "__main__":
    main()
