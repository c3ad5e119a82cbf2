"""What an operator may set: every variable of the environment that the service reads, with its default."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from cleaner.memory.recall import Memory
from cleaner.memory.store import MemoryFileError

Number = TypeVar("Number", int, float)


class SettingsError(ValueError):
    """A variable holds what can't be used. The message names it."""


def processors() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _whole(text: str) -> int:
    return _at_least(int(text), 1)


def _natural(text: str) -> int:
    return _at_least(int(text), 0)


def _seconds(text: str) -> float:
    return _at_least(float(text), 0.001)


def _at_least(number: Number, least: float) -> Number:
    if not least <= number < float("inf"):
        raise ValueError
    return number


def _yes(text: str) -> bool:
    return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[text.lower()]


def _level(text: str) -> str:
    return {"debug": "DEBUG", "info": "INFO", "warning": "WARNING", "error": "ERROR"}[text.lower()]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


def _from(name: str, default: Any, read: Callable[[str], Any] = str) -> Any:
    """A field that a variable of the environment sets."""
    return field(default=default, metadata={"name": name, "read": read})


@dataclass(frozen=True, slots=True)
class Settings:
    """All that can be set. docs/configuration.md says what each one does."""

    host: str = _from("CLEANER_HOST", "127.0.0.1")
    port: int = _from("PORT", 8000, _natural)
    workers: int = _from("WEB_CONCURRENCY", 0, _whole)  # 0: one a processor
    fronts: int = _from("CLEANER_FRONTS", 0, _whole)  # 0: one for eight workers
    threads: int = _from("CLEANER_THREADS", 64, _whole)
    queue: int = _from("CLEANER_QUEUE", 64, _whole)
    seconds: float = _from("CLEANER_SECONDS", 20.0, _seconds)
    recycle: int = _from("CLEANER_RECYCLE", 10_000, _whole)
    max_bytes: int = _from("CLEANER_MAX_BYTES", 10_000_000, _whole)
    max_documents: int = _from("CLEANER_MAX_DOCUMENTS", 100_000, _whole)
    max_batch_bytes: int = _from("CLEANER_MAX_BATCH_BYTES", 1_000_000_000, _whole)
    max_depth: int = _from("CLEANER_MAX_DEPTH", 32, _whole)
    max_headers: int = _from("CLEANER_MAX_HEADERS", 100, _whole)
    max_header_bytes: int = _from("CLEANER_MAX_HEADER_BYTES", 8190, _whole)
    client_seconds: float = _from("CLEANER_CLIENT_SECONDS", 30.0, _seconds)
    stop_seconds: int = _from("CLEANER_STOP_SECONDS", 30, _whole)
    keys: tuple[str, ...] = _from("CLEANER_KEYS", (), _words)
    keys_file: str = _from("CLEANER_KEYS_FILE", "")
    open: bool = _from("CLEANER_OPEN", False, _yes)
    rate_limit: str = _from("CLEANER_RATE_LIMIT", "")
    rate_store: str = _from("CLEANER_RATE_STORE", "memory://")
    trusted_proxies: int = _from("CLEANER_TRUSTED_PROXIES", 0, _natural)
    cors_origins: tuple[str, ...] = _from("CLEANER_CORS_ORIGINS", (), _words)
    memory: str = _from("CLEANER_MEMORY", "")
    log_level: str = _from("CLEANER_LOG_LEVEL", "INFO", _level)

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """What the environment says; a variable that is empty or not there leaves its default.

        Raises:
            SettingsError: a variable holds what can't be used.
        """
        given = os.environ if environment is None else environment
        known = {each.metadata["name"]: each for each in fields(cls)}
        values = {}
        for name in known.keys() & {name for name, text in given.items() if text.strip()}:
            values[known[name].name] = _read(name, given[name].strip(), known[name].metadata["read"])
        return cls(**values)

    @property
    def front_count(self) -> int:
        """Processes that speak HTTP. One keeps about eight busy, so more are for larger machines."""
        return self.fronts or -(-self.worker_count // 8)

    @property
    def worker_count(self) -> int:
        """Processes that clean, of all fronts together."""
        return self.workers or processors()

    @property
    def pool_size(self) -> int:
        """Processes that clean for one front."""
        return -(-self.worker_count // self.front_count)

    @property
    def has_keys(self) -> bool:
        return bool(self.keys or self.keys_file)

    def check(self, addresses: list[str] | None = None) -> None:
        """Refuse what can't be meant, where the service is to listen at these addresses.

        Raises:
            SettingsError: anybody could use the service, a limit could not be kept, or the memory can't be read.
        """
        strangers = [each for each in addresses or [self.host] if not is_loopback(each)]
        if strangers and not (self.open or self.has_keys):
            raise SettingsError(
                f"Everybody who reaches {strangers[0]} could use the service: set CLEANER_KEYS_FILE or CLEANER_KEYS, "
                "or CLEANER_OPEN=1 if that is meant."
            )
        if self.memory:
            try:
                Memory(self.memory)
            except MemoryFileError as error:
                raise SettingsError(f"CLEANER_MEMORY: {error}") from error
        if self.rate_limit and self.front_count > 1 and self.rate_store.startswith("memory:"):
            raise SettingsError("CLEANER_RATE_LIMIT with several fronts needs a Redis in CLEANER_RATE_STORE.")


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address; a socket in the file system counts as such."""
    if host in ("localhost", "") or host.startswith(("unix:", "/")):
        return host != ""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _read(name: str, text: str, read: Callable[[str], Any]) -> Any:
    try:
        return read(text)
    except (ValueError, KeyError) as error:
        raise SettingsError(f"{name}: {text!r} can't be used.") from error
