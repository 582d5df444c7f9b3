"""PDFs, made of words at their places."""

import zlib
from collections.abc import Iterable, Mapping, Sequence

WIDTH, HEIGHT = 600, 800
SCAN = "SCAN"
"""In place of words: the page is one image."""
LETTERS = {"\xad": "-"}


def pdf_of(
    *pages: Iterable[tuple[float, float, float, str] | str], turn: int = 0, info: str = ""
) -> bytes:
    """A PDF of words, (left, base, size, words), on each of its pages; ``turn``: quarters that they
    are turned by."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "", ""]
    objects[2] = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    objects[3] = (
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray"
        " /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream"
    )
    kids = []
    for page in pages:
        content = "\n".join(map(_shown if turn == 0 else _turned, page))
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        resources = "<< /Font << /F 3 0 R >> /XObject << /I 4 0 R >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources {resources} "
            f"/Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    objects.append(f"<< {info} >>")
    return _file(objects)


def _shown(words: tuple[float, float, float, str] | str) -> str:
    if isinstance(words, str):
        return f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I Do Q" if words == SCAN else ""
    left, base, size, text = words
    return f"BT /F {size} Tf {left} {base} Td ({_escaped(text)}) Tj ET"


def _turned(words: tuple[float, float, float, str] | str) -> str:
    assert not isinstance(words, str)
    left, base, size, text = words
    return f"BT /F {size} Tf 0 1 -1 0 {WIDTH - base} {left} Tm ({_escaped(text)}) Tj ET"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _file(objects: Sequence[str]) -> bytes:
    data = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{one}\nendobj\n".encode(
            "latin-1" if "/Filter" in one else "cp1252"
        )
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>"
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f"
        f" \n{table}trailer\n{trailer}\nstartxref\n{len(data)}\n%%EOF\n"
    )
    return data + end.encode()


def column(
    left: float, top: float, lines: Sequence[str], size: float = 10
) -> list[tuple[float, float, float, str]]:
    """Lines below each other; one that begins with ">" is indented."""
    return [
        (
            left + size * line.startswith(">"),
            top - 1.2 * size * number,
            size,
            line.removeprefix(">"),
        )
        for number, line in enumerate(lines)
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
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    pages = (
        "<< /Type /Pages /Kids [4 0 R] /Count 262144 >>"
        if "/Kids" in page
        else "<< /Type /Pages /Kids [4 0 R] /Count 1 >>"
    )
    return _file(["<< /Type /Catalog /Pages 2 0 R >>", pages, font, page, *objects, "<< >>"])


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
