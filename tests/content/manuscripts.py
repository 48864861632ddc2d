"""The test article as authors may bring it: pasted text, a saved page, a Word file. One text, three files."""

from __future__ import annotations

import html
import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

ARTICLE = Path(__file__).resolve().parents[1] / "data" / "articles" / "lucitis.txt"
GROUPS = ("Signs and Causes", "Finding Out", "Treatment", "What Comes Next", "Living With It", "Story Reviewed")

Block = tuple[str, str]
"""A tag of HTML, and its text."""


def blocks() -> list[Block]:
    found: list[Block] = []
    for line in ARTICLE.read_text(encoding="utf-8").splitlines():
        text = line.strip()
        if not text:
            continue
        if text.startswith("•"):
            found.append(("li", text[1:].strip()))
        elif not found:
            found.append(("h1", text))
        elif text in GROUPS:
            found.append(("h2", text))
        elif text.endswith("?") or text.startswith("A note from"):
            found.append(("h3" if any(group == text_ for _, text_ in found for group in GROUPS) else "h2", text))
        else:
            found.append(("p", text))
    return found


def as_html(found: list[Block]) -> str:
    lines = [f"<{tag}>{html.escape(text)}</{tag}>" for tag, text in found]
    head = "<!doctype html><html><head><title>x</title></head><body><nav>Menu</nav><main>"
    return "\n".join((head, *lines, "</main></body></html>"))


_STYLES = {"h1": "Heading1", "h2": "Heading2", "h3": "Heading3", "li": "ListParagraph"}
_TYPES = """<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
</Relationships>"""
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def as_docx(found: list[Block]) -> bytes:
    body = "".join(_paragraph(tag, text) for tag, text in found)
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document {_WORD}><w:body>{body}</w:body></w:document>'
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/></w:style>'
        for id, name in (("Heading1", "heading 1"), ("Heading2", "heading 2"), ("Heading3", "heading 3"))
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", _TYPES)
        file.writestr("_rels/.rels", _RELATIONS)
        file.writestr("word/document.xml", document)
        file.writestr("word/styles.xml", f'<?xml version="1.0"?><w:styles {_WORD}>{styles}</w:styles>')
        file.writestr("word/numbering.xml", _NUMBERING)
        file.writestr("word/_rels/document.xml.rels", _DOCUMENT_RELATIONS)
    return out.getvalue()


_NUMBERING = (
    f'<?xml version="1.0"?><w:numbering {_WORD}><w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
_BASE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DOCUMENT_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_BASE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="r2" Type="{_BASE}/numbering" Target="numbering.xml"/></Relationships>'
)


def _paragraph(tag: str, text: str) -> str:
    style = f'<w:pStyle w:val="{_STYLES[tag]}"/>' if tag in _STYLES else ""
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' if tag == "li" else ""
    return f'<w:p><w:pPr>{style}{listed}</w:pPr><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
