"""Source -> Page: the one border where bytes become text, and where text is told from HTML."""

from __future__ import annotations

from cleaner import encoding, markup, sniff, text
from cleaner.document import Kind, Page
from cleaner.errors import UnknownKindError


def read(source: str | bytes, kind: Kind | None = None, url: str | None = None) -> Page:
    """Read a source of any length.

    Args:
        source: page text or HTML. Bytes are decoded by their byte order mark, by what they declare, else by what they
            look like.
        kind: "text" or "html"; None to have it told from the source.
        url: where the source came from, for the metadata.

    Returns:
        A Page. In text mode its text is the (decoded) source, unchanged.

    Raises:
        UnknownKindError: the kind is neither of the two.
        NotTextError: the bytes are a PDF, an image, an archive or the like.
        TypeError: the source is neither str nor bytes.
    """
    if kind not in ("text", "html", None):
        raise UnknownKindError(kind)
    if not isinstance(source, str | bytes | bytearray):
        raise TypeError(f"The source is {type(source).__name__}, not str or bytes.")
    decoded = source if isinstance(source, str) else encoding.decode(source, kind)
    if kind == "html" or (kind is None and sniff.is_html(decoded)):
        return markup.read(decoded, url)
    return text.read(decoded, url)
