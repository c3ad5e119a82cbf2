"""Compressed bodies, unpacked as they are read: never more at once than is asked for, so that no bomb goes off."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

import brotli
import zstandard

PART = 65536
"""Bytes that are unpacked at once, at most."""

WINDOW = 8 << 20
"""Bytes of the past that a zstd frame may point back into: what RFC 9659 allows on the web."""


class CodingError(ValueError):
    """The bytes are not what Content-Encoding says, or end too early."""


class Coding(Protocol):
    """A decoder that gives at most about PART bytes for each call."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What these bytes hold, in parts."""

    def ended(self) -> bool:
        """Whether the stream is complete."""


class Zlib:
    """gzip, also several members in a row, or deflate, with zlib's frame or, as some clients send it, without."""

    def __init__(self, gzip: bool) -> None:
        self._gzip = gzip
        self._decoder = self._new(31) if gzip else None

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._decoder is None or (self._gzip and self._decoder.eof):
                self._decoder = self._new(31 if self._gzip else 15 if _has_zlib_header(data) else -15)
            if self._decoder.eof:
                raise CodingError("bytes follow the end")
            yield self._decoder.decompress(data, PART)
            data = self._decoder.unconsumed_tail or self._decoder.unused_data
        while self._decoder and not self._decoder.eof and (rest := self._decoder.decompress(b"", PART)):
            yield rest

    def ended(self) -> bool:
        return self._decoder is not None and self._decoder.eof

    @staticmethod
    def _new(window: int) -> zlib._Decompress:
        return zlib.decompressobj(window)


def _has_zlib_header(data: bytes) -> bool:
    return data[0] & 0x0F == 8 and (len(data) < 2 or int.from_bytes(data[:2]) % 31 == 0)


class Brotli:
    """br."""

    def __init__(self) -> None:
        self._decoder = brotli.Decompressor()

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._decoder.is_finished():
            raise CodingError("bytes follow the end")
        yield self._decoder.process(data, output_buffer_limit=PART)
        while not self._decoder.can_accept_more_data():
            yield self._decoder.process(b"", output_buffer_limit=PART)

    def ended(self) -> bool:
        return bool(self._decoder.is_finished())


class Zstandard:
    """zstd, also several frames in a row. Unpacked in slices, of which one holds 8 MB at most."""

    SLICE = 256

    def __init__(self) -> None:
        self._context = zstandard.ZstdDecompressor(max_window_size=WINDOW)
        self._decoder = self._context.decompressobj()

    def feed(self, data: bytes) -> Iterator[bytes]:
        for start in range(0, len(data), self.SLICE):
            part = data[start : start + self.SLICE]
            while part:
                if self._decoder.eof:
                    self._decoder = self._context.decompressobj()
                yield self._decoder.decompress(part)
                part = self._decoder.unused_data

    def ended(self) -> bool:
        return bool(self._decoder.eof)


CODINGS: Mapping[str, Callable[[], Coding]] = {
    "gzip": lambda: Zlib(gzip=True),
    "x-gzip": lambda: Zlib(gzip=True),
    "deflate": lambda: Zlib(gzip=False),
    "br": Brotli,
    "zstd": Zstandard,
}
"""What Content-Encoding may say."""


def unpacked(parts: Iterable[bytes], name: str) -> Iterator[bytes]:
    """The bytes that compressed parts hold, as they come.

    Raises:
        CodingError: they are broken.
        KeyError: there is no such coding.
    """
    coding = CODINGS[name]()
    try:
        for part in parts:
            yield from filter(None, coding.feed(part))
    except (zlib.error, brotli.error, zstandard.ZstdError) as error:
        raise CodingError(str(error)) from error
    if not coding.ended():
        raise CodingError("the end is missing")
