"""Word documents written part by part, as Word and WPS write them, and as nobody should."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES = (
    f'xmlns:w="{_W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)
_TYPE = "application/vnd.openxmlformats-officedocument."
TYPES = {
    "document": f"{_TYPE}wordprocessingml.document.main+xml",
    "styles": f"{_TYPE}wordprocessingml.styles+xml",
    "header": f"{_TYPE}wordprocessingml.header+xml",
    "footer": f"{_TYPE}wordprocessingml.footer+xml",
    "footnotes": f"{_TYPE}wordprocessingml.footnotes+xml",
    "endnotes": f"{_TYPE}wordprocessingml.endnotes+xml",
    "comments": f"{_TYPE}wordprocessingml.comments+xml",
    "diagram": f"{_TYPE}drawingml.diagramData+xml",
    "chart": f"{_TYPE}drawingml.chart+xml",
}
STYLES = """\
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="own"><w:name w:val="Clause"/><w:basedOn w:val="2"/></w:style>
<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="deep"><w:name w:val="Deep"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>"""


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content: str, properties: str = "") -> str:
    """A paragraph of runs, or of one plain text."""
    inner = content if content.startswith("<") else run(content)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def styled(style: str, text: str) -> str:
    return p(text, f'<w:pStyle w:val="{style}"/>')


def docx(body: str, parts: Mapping[str, str] | None = None, *, prolog: str = "") -> bytes:
    """A document with this body; `parts` are further ones by the kind of `TYPES`."""
    written = {"document": f"<w:body>{body}</w:body>", "styles": STYLES, **(parts or {})}
    roots = {"header": "w:hdr", "footer": "w:ftr", "diagram": "dgm:dataModel", "chart": "c:chartSpace"}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        overrides = "".join(f'<Override PartName="/word/{kind}.xml" ContentType="{TYPES[kind]}"/>' for kind in written)
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{overrides}</Types>',
        )
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        for kind, content in written.items():
            root = roots.get(kind, f"w:{kind}")
            archive.writestr(f"word/{kind}.xml", f"{prolog}<{root} {_NAMES}>{content}</{root}>")
    return stream.getvalue()
