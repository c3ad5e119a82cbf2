"""What the service answers, as models: the OpenAPI description is made from them, and tests hold answers to them."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from cleaner.api import Applied
from cleaner.document import Kind, Label, Metadata, Notice


class Answer(BaseModel):
    """A model of what is sent: further members may be added within /v1."""

    model_config = ConfigDict(extra="allow")


class Block(Answer):
    """A piece of the page."""

    label: Label
    text: str
    start: int = Field(description="In characters of the page's text: the first.")
    end: int = Field(description="The one after the last.")
    reason: str = Field(description="The rule, the phrase or the words that decided.")
    score: float = Field(ge=0, le=1, description="How likely it is content.")
    level: int = Field(ge=0, le=6, description="Of a heading, where the page says it, else 0.")


class Article(Answer):
    """A cleaned page."""

    status: Literal["ok", "empty", "no_article"]
    reason: str = Field(description="Why there is no body, else empty.")
    kind: Kind = Field(description="How the page was read.")
    body: str = Field(description="Paragraphs set apart by a blank line; list items begin with a hyphen.")
    metadata: Metadata
    blocks: list[Block] = Field(description="Every piece of the page, in its order.")
    warnings: list[Notice]
    source_text: str | None = Field(description="The visible text of HTML, which offsets point into; null for text.")
    options: Applied


class Fault(Answer):
    """What is wrong with one field."""

    field: str
    message: str


class Problem(Answer):
    """An error by RFC 9457."""

    type: str = Field(description="The table of problems, with the code as fragment.")
    title: str
    status: int
    detail: str
    code: str = Field(description="Stable: for programs.")
    errors: list[Fault] = Field([], description="Each field that is wrong.")


class Result(Answer):
    """The answer to one document of a batch: an article, or a problem."""

    id: str | int | None = Field(description="The caller's name for the document.")
    index: int = Field(ge=0, description="Its place in the batch, from 0.")
    article: Article | None = None
    problem: Problem | None = None


class Health(Answer):
    """All is well."""

    status: Literal["ok"]


class Limits(Answer):
    """What may be asked for at most."""

    max_bytes: int = Field(description="Bytes of a body, or of a document of a batch, unpacked.")
    max_documents: int = Field(description="Documents of a batch.")
    max_batch_bytes: int = Field(description="Bytes of a batch in NDJSON, unpacked.")
    max_depth: int = Field(description="Arrays and objects in each other.")
    seconds: float = Field(description="Seconds in which a document is cleaned.")
    client_seconds: float = Field(description="Seconds in which a request, or a line of a batch, comes in.")
    rate: str | None = Field(description="Requests of a key or an address.")


class LabelInfo(Answer):
    """A label, and whether it makes the body."""

    label: Label
    content: bool


class Version(Answer):
    """What this service is."""

    name: str
    version: str
    limits: Limits
    labels: list[LabelInfo]
    formats: list[str]


class ProblemKind(Answer):
    """A kind of problem."""

    status: int
    title: str
    meaning: str
