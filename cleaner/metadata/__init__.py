"""What the page says about the article: one small reader a field, composed here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cleaner.document import Metadata, Page, Source, Verdict
from cleaner.metadata import authors, breadcrumb, head, pages, publication, sites, tags, tickers, titles
from cleaner.metadata.facts import Fact
from cleaner.metadata.labelled import Crawl, Labelled
from cleaner.metadata.reading import minutes, words

MEASURED = Source("body", None, 1.0)


def read(
    page: Page,
    verdicts: Sequence[Verdict],
    language: tuple[str | None, float],
    body: str,
    crawl: Crawl | None = None,
) -> Metadata:
    """Read every field.

    Args:
        page: the page.
        verdicts: the label of each of its pieces.
        language: the body's language (ISO 639-1, None where unknown) and how sure that is, 0 to 1.
        body: the clean body, for what is measured of it.
        crawl: when the page was fetched; without it relative dates ("Gestern 17:58 Uhr") tell nothing.

    Returns:
        The metadata; a field that the page does not state is None or empty, and has no source.
    """
    found = _facts(Labelled(page, verdicts, language[0], crawl))
    found["language"] = Fact(language[0], Source("body", None, language[1]))
    found["word_count"] = Fact(words(body), MEASURED)
    found["reading_time"] = Fact(minutes(body), MEASURED)
    known = {name: fact for name, fact in found.items() if fact and fact.value}
    return Metadata(
        **{name: fact.value for name, fact in known.items()},
        language_confidence=language[1] if language[0] else None,
        sources={name: fact.source for name, fact in known.items()},
    )


def _facts(labelled: Labelled) -> dict[str, Fact[Any] | None]:
    """What each reader has found, by the field's name in Metadata."""
    own, given = labelled.page.head, labelled.page.url
    dates, (number, count) = publication.read(labelled), pages.read(labelled)
    canonical = head.canonical(own)
    return {
        "title": titles.read(labelled),
        "kicker": titles.kicker(labelled),
        "lead": titles.lead(labelled),
        "authors": authors.read(labelled),
        "date_published": dates.published,
        "date_modified": dates.modified,
        "site": sites.read(labelled),
        "section": breadcrumb.section(labelled),
        "breadcrumb": breadcrumb.read(labelled),
        "tags": tags.read(labelled),
        "url": Fact(given, Source("given", None, 1.0)) if given else canonical,
        "canonical_url": canonical,
        "image": head.image(own),
        "license": head.license(own),
        "page": number,
        "pages": count,
        "tickers": tickers.read(labelled),
    }
