"""What the service takes, and how it says no: the request models, and the problems with their stable codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictInt,
    StrictStr,
    ValidationError,
    field_validator,
    model_validator,
)

from cleaner.document import Label
from cleaner.metadata.crawled import crawl

Phrase = str
MAX_PHRASES = 1000
"""Phrases that a request may bring; a longer list belongs into the phrase files."""


class Applied(BaseModel):
    """What a caller may ask of the cleaning besides the default; the answer tells it again."""

    model_config = ConfigDict(extra="forbid")

    url: str | None = Field(None, max_length=8192, description="Where the page came from. It is never fetched.")
    keep: list[Label] = Field([], description="Labels to have in the body besides the content labels.")
    drop: list[Label] = Field([], description="Labels to have out of the body.")
    remove: list[Phrase] = Field([], max_length=MAX_PHRASES, description="Phrases to take out.")
    protect: list[Phrase] = Field([], max_length=MAX_PHRASES, description="Phrases that must stay.")
    with_title: bool = Field(False, strict=True, description="Whether the body begins with the title.")
    links: bool = Field(False, strict=True, description="Whether Markdown and JSON have the links of the page's HTML.")
    images: bool = Field(False, strict=True, description="Whether Markdown and JSON have its images.")
    crawled: str | None = Field(None, max_length=40, description="When the page was fetched, in ISO 8601.")

    @field_validator("crawled")
    @classmethod
    def _is_a_time(cls, told: str | None) -> str | None:
        crawl(told)
        return told


class Options(Applied):
    """All that a caller may ask for besides the default."""

    seconds: float | None = Field(
        None, ge=1, le=3600, strict=True, description="Seconds to clean in; never more than the service allows."
    )

    site: str | None = Field(
        None, max_length=8192, description="The site that the page is from, for the service's memory of sites."
    )

    def arguments(self) -> dict[str, Any]:
        """The keyword arguments for clean(), and what the answer tells again as its options."""
        return self.model_dump(mode="json", include=set(Applied.model_fields))


class Document(Options):
    """A JSON request: page text or HTML, and the options."""

    text: str | None = Field(None, description="Page text, as it was copied or taken out of the page.")
    html: str | None = Field(None, description="A page's HTML, or a part of it.")  # documents.py refuses blank ones

    @model_validator(mode="after")
    def _one_source(self) -> Document:
        if (self.text is None) == (self.html is None):
            raise ValueError('give exactly one of "text" and "html"')
        return self


class Record(Document):
    """A document of a batch."""

    id: StrictStr | StrictInt | None = Field(None, description="The caller's name for the document.")


class Kind(NamedTuple):
    """A kind of problem."""

    status: int
    title: str
    meaning: str


PROBLEMS: Mapping[str, Kind] = {
    "empty_input": Kind(400, "Nothing to clean", "The request has no body, or its document has no text in it."),
    "invalid_json": Kind(400, "Not JSON", "The body is not JSON in UTF-8, or is nested too deeply."),
    "invalid_encoding": Kind(400, "Not unpacked", "The body is not compressed as Content-Encoding says."),
    "bad_request": Kind(400, "Bad request", "The request is broken in a way that no other code names."),
    "unauthorized": Kind(401, "Unauthorized", "The service wants a key, and this is none of its keys."),
    "not_found": Kind(404, "Not found", "There is nothing at this address."),
    "method_not_allowed": Kind(405, "Method not allowed", "The address is right, the method is not; see Allow."),
    "not_acceptable": Kind(406, "Not acceptable", "Accept names no form that the service can answer in."),
    "too_slow": Kind(408, "Too slow", "The request, or a line of a batch, took too long to come in."),
    "too_large": Kind(413, "Too large", "The body is longer than the limit, which /version tells."),
    "too_many_documents": Kind(413, "Too many documents", "The batch is longer than the limit, which /version tells."),
    "unsupported_media_type": Kind(415, "Unsupported media type", "Content-Type names nothing that is taken."),
    "invalid_request": Kind(422, "Invalid request", 'A field is missing, unknown or wrong; "errors" says which.'),
    "unknown_label": Kind(422, "Unknown label", "keep or drop names a label that there is not."),
    "not_text": Kind(422, "Not text", "The document is an image, a PDF, an archive or other binary data."),
    "rate_limited": Kind(429, "Too many requests", "The key or the address has used up its rate; see Retry-After."),
    "internal_error": Kind(500, "Internal error", "A fault of ours. Nothing about the page has been logged."),
    "worker_died": Kind(500, "Process died", "The process that cleaned the document has died; others go on."),
    "busy": Kind(503, "Busy", "As many documents wait as may; see Retry-After."),
    "stopping": Kind(503, "Stopping", "The service stops. What it had taken has been answered."),
    "not_ready": Kind(503, "Not ready", "The words or the weights can't be loaded, so nothing can be cleaned."),
    "timed_out": Kind(504, "Timed out", "The document took longer to clean than it may."),
}
"""Every problem that the service can answer with, by its code. The codes are stable."""


class ProblemError(Exception):
    """Ends a request with the problem of this code."""

    def __init__(self, code: str, detail: str, errors: Sequence[Mapping[str, str]] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.errors = errors


def problem(code: str, detail: str, errors: Sequence[Mapping[str, str]] = ()) -> dict[str, Any]:
    """The members of an RFC 9457 problem. Its type is the address, on this service, of the table of problems."""
    kind = PROBLEMS[code]
    told = {"type": f"/problems#{code}", "title": kind.title, "status": kind.status, "detail": detail, "code": code}
    return {**told, "errors": list(errors)} if errors else told


def as_problem(error: ValidationError) -> ProblemError:
    """What is wrong with a request, by field; a wrong label has a code of its own, since clients can mend it."""
    faults = error.errors(include_url=False, include_input=False, include_context=False)
    errors = [{"field": _field(fault["loc"]), "message": _message(fault["msg"])} for fault in faults]
    labels_only = all(fault["loc"][:1] in (("keep",), ("drop",)) and len(fault["loc"]) == 2 for fault in faults)
    if labels_only:
        return ProblemError("unknown_label", f"{errors[0]['field']} is no label; GET /version lists them.", errors)
    detail = "; ".join(": ".join(filter(None, each.values())) for each in errors[:3])
    return ProblemError("invalid_request", detail, errors)


def _field(place: Sequence[int | str]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else step for step in place)


def _message(message: str) -> str:
    plain = message.removeprefix("Value error, ")
    return plain[:1].lower() + plain[1:]
