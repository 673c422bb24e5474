"""Makes an Office file the same bytes every time the same report is written."""

from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO
from types import MappingProxyType
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from welfare_stats.vietnamese import clean

_PROPERTIES = "docProps/core.xml"
_PROPERTIES_XML = """\
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties \
xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:dcterms="http://purl.org/dc/terms/" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\
<dc:title>{title}</dc:title><dc:creator>{creator}</dc:creator>{language}\
<cp:lastModifiedBy></cp:lastModifiedBy>\
<dcterms:created xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:created>\
<dcterms:modified xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:modified>\
</cp:coreProperties>
"""


def stable_zip(
    content: bytes,
    *,
    title: str,
    creator: str,
    day: date,
    language: str = "",
    changes: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType({}),
) -> bytes:
    """The same .docx or .xlsx file, without the clock and without the user's name.

    Args:
        content: the file as the library wrote it.
        title: the title for its properties.
        creator: the author for its properties.
        day: takes the place of every date in properties and archive.
        language: of its text, "vi-VN"; "" where the properties do not say.
        changes: by name of a member, what is to be done to it.
    """
    properties = _PROPERTIES_XML.format(
        title=escape(clean(title)),
        creator=escape(clean(creator)),
        day=day.isoformat(),
        language=f"<dc:language>{language}</dc:language>" if language else "",
    )
    target = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            member.compress_type = ZIP_DEFLATED
            member.create_system = 0  # the same on Windows and Linux
            written = properties.encode() if name == _PROPERTIES else old.read(name)
            new.writestr(member, changes[name](written) if name in changes else written)
    return target.getvalue()
