"""Article -> schema.org NewsArticle, for those who read JSON-LD. https://schema.org/NewsArticle"""

from __future__ import annotations

from typing import Any

from cleaner.document import Article, Ticker
from cleaner.metadata import bylines

CONTEXT = "https://schema.org"


def describe(article: Article) -> dict[str, Any]:
    """The article and its metadata as one JSON-LD object. What is not known is left out.

    Args:
        article: what clean() gave.

    Returns:
        Values that JSON knows. docs/metadata.md has the table of fields.
    """
    found = article.metadata
    told = {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "headline": found.title,
        "alternativeHeadline": found.kicker,
        "description": found.lead,
        "author": [_author(name) for name in found.authors],
        "datePublished": found.date_published,
        "dateModified": found.date_modified,
        "publisher": {"@type": "Organization", "name": found.site} if found.site else None,
        "articleSection": found.section,
        "keywords": list(found.tags),
        "inLanguage": found.language,
        "url": found.url,
        "mainEntityOfPage": found.canonical_url,
        "image": found.image,
        "license": found.license,
        "breadcrumb": _breadcrumb(found.breadcrumb),
        "pagination": str(found.page) if found.page else None,
        "isAccessibleForFree": False if any(notice.code == "paywalled" for notice in article.warnings) else None,
        "wordCount": found.word_count,
        "timeRequired": f"PT{found.reading_time}M" if found.reading_time else None,
        "mentions": [_security(ticker) for ticker in found.tickers],
        "articleBody": article.body,
    }
    return {name: value for name, value in told.items() if value not in (None, "", [], 0) or value is False}


def _author(name: str) -> dict[str, str]:
    is_person = bylines.is_name(name) and not bylines.is_group(name) and not bylines.is_agency(name)
    return {"@type": "Person" if is_person else "Organization", "name": name}


def _breadcrumb(steps: tuple[str, ...]) -> dict[str, Any] | None:
    items = [{"@type": "ListItem", "position": place, "name": name} for place, name in enumerate(steps, start=1)]
    return {"@type": "BreadcrumbList", "itemListElement": items} if items else None


def _security(ticker: Ticker) -> dict[str, Any]:
    """A security as a FinancialProduct, with its price as an offer."""
    numbers = {"ISIN": ticker.isin, "WKN": ticker.wkn}
    known = [{"@type": "PropertyValue", "propertyID": kind, "value": value} for kind, value in numbers.items() if value]
    change = {"@type": "PropertyValue", "name": "change", "value": ticker.change_percent, "unitText": "percent"}
    told: dict[str, Any] = {"@type": "FinancialProduct", "name": ticker.name}
    if known:
        told["identifier"] = known
    if ticker.price is not None:
        offer = {"@type": "Offer", "price": ticker.price, "priceCurrency": ticker.currency}
        told["offers"] = {name: value for name, value in offer.items() if value is not None}
    if ticker.exchange:
        told["provider"] = {"@type": "Organization", "name": ticker.exchange}
    return told | ({"additionalProperty": change} if ticker.change_percent is not None else {})
