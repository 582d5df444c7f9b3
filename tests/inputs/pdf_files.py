"""PDFs, made of words at their places."""

import zlib
from collections.abc import Iterable, Mapping, Sequence

WIDTH, HEIGHT = 600, 800
Words = tuple[float, float, float, str]
"""Left, base, size, words."""
SCAN: Words = (0, 0, 0, "SCAN")
"""In place of words: the page is one image."""
FONT = "/Type /Font /Subtype /Type1 /BaseFont /Helvetica"


def pdf_of(*pages: Iterable[Words], turned: bool = False, info: str = "") -> bytes:
    """A PDF of words on each of its pages, which may be turned by a quarter."""
    image = (
        "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray"
        " /BitsPerComponent 8"
    )
    font = f"<< {FONT} /Encoding /WinAnsiEncoding >>"
    objects, kids = ["<< /Type /Catalog /Pages 2 0 R >>", "", font, _stream("0", image)], []
    for page in pages:
        objects.append(_stream("\n".join(_shown(words, turned) for words in page)))
        objects.append(_page(f"{len(objects)} 0 R", "/XObject << /I 4 0 R >>"))
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _file([*objects, f"<< {info} >>"])


def _shown(words: Words, turned: bool) -> str:
    if words == SCAN:
        return f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I Do Q"
    left, base, size, text = words
    place = f"0 1 -1 0 {WIDTH - base} {left}" if turned else f"1 0 0 1 {left} {base}"
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /F {size} Tf {place} Tm ({escaped}) Tj ET"


def _file(objects: Sequence[str]) -> bytes:
    data, table = b"%PDF-1.4\n", ""
    for number, one in enumerate(objects, 1):
        table += f"{len(data):010} 00000 n \n"
        encoding = "latin-1" if "/Filter" in one else "cp1252"
        data += f"{number} 0 obj\n{one}\nendobj\n".encode(encoding)
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>"
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f"
        f" \n{table}trailer\n{trailer}\nstartxref\n{len(data)}\n%%EOF\n"
    )
    return data + end.encode()


def column(left: float, top: float, lines: Sequence[str], size: float = 10) -> list[Words]:
    """Lines below each other; one that begins with ">" is indented."""
    return [
        (left + size * line.startswith(">"), top - 1.2 * size * row, size, line.removeprefix(">"))
        for row, line in enumerate(lines)
        if line
    ]


def hungry_pdf() -> bytes:
    """A PDF of two kilobytes whose page unpacks twice, to operators that take gigabytes of
    memory."""
    packed = zlib.compress(zlib.compress(b"q " * (64 << 20), 1), 9).decode("latin-1")
    return _bomb(_page("5 0 R"), _stream(packed, "/Filter [/FlateDecode /FlateDecode]"))


def endless_pdfs() -> Mapping[str, bytes]:
    """Small PDFs that take hours: a form that shows forms, and so on; and a tree of pages, shown
    again and again."""
    forms = [_form(f"/XObject << /X {7 + level} 0 R >>", "/X Do " * 8) for level in range(10)]
    nodes = [
        f"<< /Type /Pages /Kids [{f'{7 + level} 0 R ' * 8}] /Count {8 ** (6 - level)} >>"
        for level in range(6)
    ]
    shown = _page("5 0 R", "/XObject << /X 6 0 R >>")
    return {
        "forms": _bomb(shown, _stream("/X Do"), *forms, _form("", WORDS)),
        "pages": _bomb(
            nodes[0].replace("<<", "<< /Parent 2 0 R"), _stream(WORDS), *nodes, _page("5 0 R")
        ),
    }


WORDS = "BT /F 10 Tf 50 700 Td (The ferry leaves at six) Tj ET"


def _bomb(page: str, *objects: str) -> bytes:
    """A PDF with a page or a node of pages as object 4, and other objects from 5 on."""
    count = 8**6 if "/Kids" in page else 1
    pages = f"<< /Type /Pages /Kids [4 0 R] /Count {count} >>"
    catalog, font = "<< /Type /Catalog /Pages 2 0 R >>", f"<< {FONT} >>"
    return _file([catalog, pages, font, page, *objects, "<< >>"])


def _page(contents: str, resources: str = "") -> str:
    return (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources << /Font << /F 3"
        f" 0 R >> {resources} >> /Contents {contents} >>"
    )


def _form(resources: str, content: str) -> str:
    about = f"/Type /XObject /Subtype /Form /BBox [0 0 {WIDTH} {HEIGHT}]"
    return _stream(content, f"{about} /Resources << /Font << /F 3 0 R >> {resources} >>")


def _stream(content: str, about: str = "") -> str:
    return f"<< {about} /Length {len(content)} >>\nstream\n{content}\nendstream"
