"""Shapes of lines, each with a near miss."""

from __future__ import annotations

import pytest

from cleaner import rules, text
from cleaner.document import Label
from cleaner.words import compile_phrases

KNOWN = [
    ("k.A. k.A. k.A.", "blank quote"),
    ("k. A. / k. A.", "blank quote"),
    ("Name Aktuell Diff. Börse", "head of a quote table"),
    ("Symbol Last Change", "head of a quote table"),
    ("* * *", "separator"),
    ("(BUTTON) Close advertising", "button of a text browser"),
    ("(BUTTON) (BUTTON)", "button of a text browser"),
    ("[harbour.jpg]", "picture of a text browser"),
    ("[pier-2.png?width=600] [pier.webp]", "picture of a text browser"),
    ("Nordwerk AG 12,34 EUR +0,50 % Xetra", "signed stock quote"),
    ("Harbor Corp 1,204.50 -2.3%", "signed stock quote"),
    ("Nordwerk AG | 12,34 EUR | +0,50 % | Xetra", "signed stock quote"),
    ("Nordwerk AG\t12,34 €\t+0,50 %", "signed stock quote"),
    ("| Nordwerk AG | 12,34 Euro | ▲ +0,50 % |", "signed stock quote"),
    ("Nordwerk AG $12.34 + 0.50 %", "signed stock quote"),
    ("SMI 12’345,67 +0,50 %", "signed stock quote"),
    ("Nikkei 225 38.421,10 -1,2 %", "signed stock quote"),
    ("DAX 18.500,12 +92,10 +0,50 %", "signed stock quote"),
    ("Nordwerk AG 12,34 EUR 0,50 %", "stock quote"),
    ("+1,3 %", "change in percent"),
    ("12,50 €", "price"),
    ("$103 at Amazon", "price at a shop"),
    ("From £1,299.00 at Beispiel Electronics", "price at a shop"),
    ("Ab 299,90 Euro bei Beispielmarkt", "price at a shop"),
    ("1 2 3 4 »", "page of pages"),
    ("© 2024 Beispielverlag GmbH", "copyright line"),
    ("© Anna Beispiel", "copyright mark"),
    ("Der Hafen am Morgen (Foto: Anna Beispiel)", "credit at the end"),
    ("Der Hafen am Morgen / AFP", "photo by an agency"),
    ("Start › Wirtschaft", "breadcrumb from home"),
    ("Magazin > Wirtschaft > Unternehmen", "breadcrumb"),
    ("Hafen | Kaimauer | Kräne", "menu bar"),
    ("Facebook WhatsApp E-Mail", "networks"),
    ("Instagram", "network"),
    ("#hafen #logistik", "hashtags"),
    ("| • Wie der Hafen wächst und was das kostet... |", "teaser in a cell"),
    ("11:04 Uhr • Artikel • Beispielblatt.de", "time and kind"),
    ("vor 3 Stunden", "time ago"),
    ("vor 1 Std.", "time ago"),
    ("0:00 / 4:12", "time of a player"),
    ("12.06.2025, 10:10 Uhr", "day and time"),
    ("June 12, 2025 at 10:10 am", "day and time"),
    ("Von Anna Beispiel und Max Muster", "by a name"),
    ("By Jane Sample, Tuesday, June 10, 2025", "signed and dated"),
    ("Ab-Redaktion/xy", "editors' initials"),
    ("(abc/xyz)", "initials"),
    ("www.beispiel.de/seite", "address on the web"),
]
UNKNOWN = [
    "Die Aktie stieg um 1,3 % auf 12,50 Euro und schloss damit so hoch wie zuletzt im Mai.",
    "Am 12.06.2025 um 10:10 Uhr begann die Sitzung, an der auch Frau Beispiel teilnahm.",
    "Von Hamburg nach Bremen fahren die Schiffe einen Tag.",
    "Umsatz | 1.234 | 1.100 | +12,2 %",
    "Umsatz 1.234,5 1.100,0 +12,2 %",
    "Grüne Partei | 24 | 22 | +2,0 %",
    "Symbol der Stadt",
    "299 Euro bei der Post",
    "12,34 EUR bei Tradegate",
    "$5 at the door",
    "12,50 Euro bei Börsenschluss am Montag in Frankfurt",
    "Name und Anschrift",
    "Facebook steht in der Kritik",
    "Das Verhältnis liegt bei 3 > 2, wie jeder weiß.",
    "Wie der Hafen wächst und was das kostet",
    "Drei Viertel sind fertig",
    "Redaktionsschluss war gestern",
    "(BUTTON) The council has decided to buy a second ferry. It sails in May.",
    "[harbour.jpg] The new pier",
    "[sic]",
]


@pytest.mark.parametrize(("line", "name"), KNOWN)
def test_shape(line: str, name: str) -> None:
    ((_, hit),) = rules.by_shapes([line])
    assert hit.reason == name


@pytest.mark.parametrize("line", UNKNOWN)
def test_near_miss(line: str) -> None:
    assert list(rules.by_shapes([line])) == []


def test_every_rule_is_tried() -> None:
    assert {name for _, name in KNOWN} == {rule.name for rule in rules.RULES}


def test_callers_phrases_come_first() -> None:
    page = text.read("Werbung\nNordwerk baut aus\nWerbung für alle")
    take_out = compile_phrases(["Nordwerk …"], Label.OTHER, certain=True)
    protect = compile_phrases(["Werbung"], Label.PARAGRAPH, certain=True)
    found = rules.hits(page, (take_out, protect))
    assert [hit and hit.label for hit in found] == [Label.PARAGRAPH, Label.OTHER, None]
