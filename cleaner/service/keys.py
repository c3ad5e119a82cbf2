"""Who may use the service: bearer tokens (RFC 6750), from the environment and from a file that may change."""

from __future__ import annotations

import hmac
import logging
import re
import threading
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from cleaner.service.settings import Settings, SettingsError

LOG = logging.getLogger("cleaner.service")
LEAST = 16
"""Characters that a key must have at least: shorter ones can be guessed."""

LINE = re.compile(r"(?:(?P<name>[\w.-]+):)?(?P<token>[A-Za-z0-9._~+/-]+=*)", re.ASCII)


class Key(NamedTuple):
    """A key as it is kept: its name, for logs and rate limits, and the digest of its token."""

    name: str
    digest: bytes


class Keys:
    """The keys that are valid now. The file is looked at before each use, and read again when it has changed."""

    def __init__(self, settings: Settings) -> None:
        """Raises SettingsError where a key can't be used, or the file can't be read or holds none."""
        self._fixed = _read(settings.keys, "CLEANER_KEYS")
        self._file = Path(settings.keys_file) if settings.keys_file else None
        self._lock = threading.Lock()
        self._stamp: object = None
        self._keys = self._fixed
        if self._file:
            self._stamp = _stamp(self._file)
            self._keys = self._fixed + _read_file(self._file)

    @property
    def required(self) -> bool:
        """Whether nobody gets in without one."""
        return bool(self._keys)

    def name_of(self, token: str) -> str | None:
        """The name of the key that this token is, None if there is none. All keys are compared, in constant time."""
        self._refresh()
        digest, found = _digest(token), None
        for key in self._keys:
            if hmac.compare_digest(key.digest, digest):
                found = key.name
        return found

    def _refresh(self) -> None:
        """Read the file if it has changed. One that can't be read or holds no key leaves the keys as they are."""
        if self._file is None:
            return
        with self._lock:
            stamp = _stamp(self._file)
            if stamp == self._stamp:
                return
            self._stamp = stamp
            try:
                self._keys = self._fixed + _read_file(self._file)
                LOG.info("keys", extra={"keys": len(self._keys)})
            except SettingsError as error:
                LOG.error("keys", extra={"error": str(error)})


def _stamp(file: Path) -> object:
    """What changes with the file's content."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size


def _read_file(file: Path) -> tuple[Key, ...]:
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeError) as error:
        raise SettingsError(f"CLEANER_KEYS_FILE can't be read: {type(error).__name__}.") from error
    keys = _read((line for line in map(str.strip, lines) if line and not line.startswith("#")), "CLEANER_KEYS_FILE")
    if not keys:
        raise SettingsError("CLEANER_KEYS_FILE has no key in it.")
    return keys


def _read(lines: Iterable[str], source: str) -> tuple[Key, ...]:
    return tuple(_key(line, f"{source}, key {number}") for number, line in enumerate(lines, start=1))


def _key(line: str, place: str) -> Key:
    """A key from `token` or `name:token`. What is wrong is told by its place, never by the key."""
    match = LINE.fullmatch(line)
    if not match or len(match["token"]) < LEAST:
        raise SettingsError(f"{place}: a key is {LEAST} or more of the characters A-Z a-z 0-9 . _ ~ + / - and may have "
                            "a name and a colon before it.")  # fmt: skip
    digest = _digest(match["token"])
    return Key(match["name"] or digest.hex()[:8], digest)


def _digest(token: str) -> bytes:
    return sha256(token.encode("utf-8", "surrogatepass")).digest()
