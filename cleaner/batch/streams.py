"""Files and URLs, opened for reading: whatever fsspec knows, decompressed by what the bytes are, not by the name."""

from __future__ import annotations

import io
import lzma
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, BinaryIO, NamedTuple, cast

import fsspec
import pyarrow as pa

STORED, UNPACKED = 1 << 20, 1 << 16
"""Bytes that are read ahead. Of the unpacked ones, so many are lost at most where a file is cut off."""


def _unpacked(codec: str, file: BinaryIO) -> BinaryIO:
    stream = pa.CompressedInputStream(pa.PythonFile(file, "r"), codec)
    return cast(BinaryIO, io.BufferedReader(stream, UNPACKED))


DECOMPRESSORS: dict[bytes, Callable[[BinaryIO], Any]] = {
    b"\x1f\x8b": partial(_unpacked, "gzip"),
    b"(\xb5/\xfd": partial(_unpacked, "zstd"),
    b"BZh": partial(_unpacked, "bz2"),
    b"\xfd7zXZ\x00": lzma.LZMAFile,
}
"""By the bytes that a compressed file begins with."""

DAMAGE = (EOFError, lzma.LZMAError, ValueError, OverflowError)
"""What readers raise for data that is damaged, which reading again will not mend."""


class Stream(NamedTuple):
    """An open file."""

    file: BinaryIO  # decompressed
    stored: BinaryIO  # as it is stored
    compressed: bool

    def seen(self, size: int, offset: int) -> float:
        """The share of the stored bytes that was read, up to an offset in the decompressed ones."""
        place = self.stored.tell() if self.compressed else offset
        return min(place / size, 1.0) if size else 1.0


@contextmanager
def opened(url: str, decompress: bool = True) -> Iterator[Stream]:
    """Open a file for reading.

    Raises:
        OSError: it can't be opened; libraries of remote file systems may raise others.
    """
    with fsspec.open(url, "rb") as stored:
        file = io.BufferedReader(stored, STORED)
        head = file.peek(8)[:8]
        unpack = next((unpack for magic, unpack in DECOMPRESSORS.items() if head.startswith(magic)), None)
        if unpack and decompress:
            yield Stream(unpack(cast(BinaryIO, file)), stored, True)
        else:
            yield Stream(cast(BinaryIO, file), stored, False)


def is_damage(error: BaseException) -> bool:
    """Whether an error while reading tells of damaged data, rather than of a disk or a network."""
    return isinstance(error, DAMAGE) or (type(error) is OSError and error.errno is None)
