"""The article as schema.org describes one."""

from __future__ import annotations

import json

from cleaner import Article, Metadata, Notice, clean, news_article
from cleaner.formats import FORMATS

TEXT = "The clouds that gathered over the sea in the night will reach the coast by noon, the weather office says. " * 8
KNOWN = Metadata(
    title="Rain ahead for the north",
    authors=("Anna Berg", "dpa"),
    date_published="2025-06-12T10:10+02:00",
    site="Example",
    breadcrumb=("Home", "Weather"),
    tags=("rain", "north"),
    language="en",
    url="https://example.org/rain?from=feed",
    canonical_url="https://example.org/rain",
    page=2,
    word_count=160,
    reading_time=1,
)


def test_what_is_known_is_told_and_nothing_else() -> None:
    paywall = Notice("paywalled", "The piece after the text asks for a subscription.")
    article = Article(TEXT, KNOWN, (), (paywall,), TEXT, "text", "ok", "")
    assert news_article.describe(article) == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Rain ahead for the north",
        "author": [{"@type": "Person", "name": "Anna Berg"}, {"@type": "Organization", "name": "dpa"}],
        "datePublished": "2025-06-12T10:10+02:00",
        "publisher": {"@type": "Organization", "name": "Example"},
        "keywords": ["rain", "north"],
        "inLanguage": "en",
        "url": "https://example.org/rain?from=feed",
        "mainEntityOfPage": "https://example.org/rain",
        "breadcrumb": {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": 1, "name": "Home"},
                {"@type": "ListItem", "position": 2, "name": "Weather"},
            ],
        },
        "pagination": "2",
        "isAccessibleForFree": False,
        "wordCount": 160,
        "timeRequired": "PT1M",
        "articleBody": TEXT,
    }


def test_securities_are_mentioned_with_numbers() -> None:
    lines = [
        "Nordwerk wins a contract in the north",
        TEXT,
        f"Nordwerk AG (ISIN: DE0007236101) trades at 12.40 EUR. {TEXT}",
    ]
    (security,) = news_article.describe(clean("\n\n".join(lines)))["mentions"]
    assert security == {
        "@type": "FinancialProduct",
        "name": "Nordwerk AG",
        "identifier": [{"@type": "PropertyValue", "propertyID": "ISIN", "value": "DE0007236101"}],
        "offers": {"@type": "Offer", "price": 12.4, "priceCurrency": "EUR"},
    }


def test_it_is_a_format_of_the_answer() -> None:
    form = FORMATS["json-ld"]
    assert (form.mime, form.suffix) == ("application/ld+json", ".jsonld")
    assert json.loads(form.write(clean("A page."), {}))["@type"] == "NewsArticle"
