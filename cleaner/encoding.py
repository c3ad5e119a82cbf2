"""Bytes -> str: byte order mark, UTF-8, what the page declares, else what the bytes look like. No byte is lost.

Beautiful Soup and charset-normalizer are loaded when they are first asked: most pages are UTF-8 and need neither.
"""

from __future__ import annotations

import codecs
import re

from cleaner.document import Kind
from cleaner.errors import NotTextError

SAMPLE = 8192
"""Bytes that are looked at where looking at all of them would cost too much."""

MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
"""Byte order marks, longest first where one begins another."""

MAGIC = {
    b"%PDF-": "a PDF",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x1f\x8b": "compressed with gzip",
    b"(\xb5/\xfd": "compressed with zstandard",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"\x7fELF": "a program",
}

WHATWG = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "windows-1252": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
}
"""What browsers read where a page declares one of these (https://encoding.spec.whatwg.org/#names-and-labels)."""

CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r\x1b") | {0x7F})
SEVEN_BIT = b"\x1b$"
"""How ISO-2022-JP begins its Japanese: the one encoding in use that looks like UTF-8 and is not."""

HIGH = re.compile(rb"[\x80-\xff]")
WESTERN = frozenset("äöüßÄÖÜéèêëàâáíóúñçîïôûùœæøåÅØÉÈÀÇÑÁÍÓÚãõìòºª¿¡„“”‘’‚‹›«»–—…•·€£©®™§°½¼²³´\xa0\xad")
"""Most of what a page in windows-1252 holds beyond ASCII; read as such, other encodings give other characters."""


def decode(data: bytes, kind: Kind | None = None) -> str:
    """Turn bytes into text, without a byte order mark.

    Args:
        data: a file or a response body.
        kind: "text" where a charset that the bytes declare is part of the text, not a statement about it.

    Raises:
        NotTextError: the bytes are a known binary format or mostly control characters.
    """
    body, marked = _without_mark(data)
    name = marked or _bare_utf16(body)
    if name and name != "utf-8":
        return body.decode(name, "replace")
    _refuse_binary(body)
    decoded = None if _may_be_seven_bit(body) else _strictly(body, "utf-8")
    if decoded is not None:
        return decoded
    declared = None if kind == "text" else _declared(body)
    for codec in (declared if declared == "iso2022_jp" else None, "utf-8", declared):
        decoded = _strictly(body, codec)
        if decoded is not None:
            return decoded
    return body.decode(_nearest(body, declared), "windows-1252")


ODD_CODECS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7"})
"""Python calls them text encodings; no page is written in them, and idna takes quadratic time."""


def _without_mark(data: bytes) -> tuple[bytes, str | None]:
    """The bytes behind a byte order mark, and the codec that it stands for."""
    for mark, name in MARKS.items():
        if data.startswith(mark):
            return data[len(mark) :], name
    return data, None


def _refuse_binary(data: bytes) -> None:
    for magic, name in MAGIC.items():
        if data.startswith(magic):
            raise NotTextError(name)
    head = data[:SAMPLE]
    if len(head) - len(head.translate(None, CONTROLS)) > len(head) // 10:
        raise NotTextError("binary data")


def _bare_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark, as its zero bytes tell: every second one of a text in a Latin script."""
    head = data[: SAMPLE - SAMPLE % 2]
    if 0 not in head:
        return None
    even, odd, half = head[::2].count(0), head[1::2].count(0), len(head) // 2
    if odd > half * 0.7 and even <= half * 0.1:
        return "utf-16-le"
    if even > half * 0.7 and odd <= half * 0.1:
        return "utf-16-be"
    return None


def _may_be_seven_bit(data: bytes) -> bool:
    return SEVEN_BIT[:1] in data and SEVEN_BIT in data  # a single byte is found much faster, and most pages lack it


def _declared(data: bytes) -> str | None:
    """The charset of the XML prolog or a meta element, by the name of Python's codec; None where there is no such."""
    from bs4.dammit import EncodingDetector  # noqa: PLC0415

    name = EncodingDetector.find_declared_encoding(data[:SAMPLE], is_html=True, search_entire_document=True)
    codec = known(WHATWG.get(name.strip(), name.strip())) if name else None
    return None if codec is None or codec.startswith("utf-16") else codec


def known(charset: str) -> str | None:
    """The name of Python's codec for a charset; None where there is none, or one that no page is written in."""
    try:
        codec = codecs.lookup(charset)
    except (LookupError, ValueError):
        return None
    return codec.name if codec.name not in ODD_CODECS and getattr(codec, "_is_text_encoding", True) else None


def _strictly(data: bytes, codec: str | None) -> str | None:
    try:
        return data.decode(codec) if codec else None
    except UnicodeError:
        return None


def _nearest(data: bytes, declared: str | None) -> str:
    """The codec that fits best where none fits without an error."""
    first = HIGH.search(data)
    start = max(0, first.start() - SAMPLE // 8) if first else 0
    sample = data[start : start + SAMPLE]
    high = len(HIGH.findall(sample))
    for codec in ("utf-8", declared):
        if codec and sample.decode(codec, "replace").count("\ufffd") * 10 <= high:
            return codec
    if sum(c not in WESTERN for c in sample.decode("cp1252", "windows-1252") if c > "\x9f") <= high * 0.05:
        return "cp1252"
    from charset_normalizer import from_bytes  # noqa: PLC0415

    best = from_bytes(sample).best()
    return best.encoding if best else "cp1252"


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """A codec's error handler: bytes that do not fit are read as windows-1252, as stray ones mostly are."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in stray), error.end


codecs.register_error("windows-1252", _as_windows_1252)
