"""What the page says about the article: one small reader a field, composed here."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.document import Metadata, Page, Verdict
from cleaner.metadata import authors, breadcrumb, from_markup, head, pages, publication, sites, tags, tickers, titles
from cleaner.metadata.labelled import Labelled


def read(page: Page, verdicts: Sequence[Verdict], language: tuple[str | None, float], body: str) -> Metadata:
    """Read every field.

    Args:
        page: the page.
        verdicts: the label of each of its pieces.
        language: the body's language (ISO 639-1, None where unknown) and how sure that is, 0 to 1.
        body: the clean body, for the count of its words.

    Returns:
        The metadata; a field that the page does not state is None or empty.
    """
    labelled = Labelled(page, verdicts)
    number, count = pages.read(labelled)
    trail = breadcrumb.read(labelled) or head.breadcrumb(page.head)
    published, modified = publication.read(labelled, language[0])
    stated = head.date_published(page.head) or from_markup.date_published(page, language[0])
    written = head.authors(page.head) or from_markup.authors(page) or authors.read(labelled)
    return Metadata(
        title=titles.read(labelled),
        kicker=titles.kicker(labelled),
        lead=titles.lead(labelled),
        authors=written or head.organisations(page.head),
        date_published=stated or published,
        date_modified=head.date_modified(page.head) or modified,
        site=head.site(page.head) or sites.read(labelled),
        section=head.section(page.head) or breadcrumb.section(trail),
        breadcrumb=trail,
        tags=head.tags(page.head) or tags.read(labelled),
        language=language[0],
        language_confidence=language[1] if language[0] else None,
        url=page.url or head.canonical(page.head),
        image=head.image(page.head),
        license=head.license(page.head),
        page=number,
        pages=count,
        word_count=len(body.split()),
        tickers=tickers.read(labelled),
    )
