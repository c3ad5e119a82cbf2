"""Bytes become text, and text is told from HTML."""

import gzip

import pytest

from cleaner import encoding, intake, sniff
from cleaner.errors import CleanError

ABOUT_HTML = """How to write your first page

Every page begins with <!DOCTYPE html> and an <html> element. Inside of it stand <head> and <body>.

<html>
<head><title>My page</title></head>
<body><p>Hello, world!</p></body>
</html>

Save this as index.html and open it in a browser. The browser shows a greeting and nothing else.

The <p> element marks a paragraph. Browsers put some space above and below it, and a style sheet can change that.
"""

MARKDOWN = """<h1 align="center">Parser</h1>

<p align="center"><img src="logo.png"></p>

Parser reads configuration files and tells you what is wrong with them.

## Install

Run `pip install parser` and you are done. Use <kbd>Ctrl</kbd>+<kbd>C</kbd> to stop it.

```html
<div class="a"><p>An example</p></div>
```
"""

HTML = {
    "doctype": "<!DOCTYPE html><html><body><p>One",
    "upper case": "<HTML>\n<HEAD><TITLE>T</TITLE></HEAD><BODY>Text</BODY></HTML>",
    "byte order mark": "\ufeff<!doctype html>\n<html><p>Text",
    "xhtml": '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN">\n'
    '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Text</p></body></html>',
    "leading comments": "<!-- a --><!-- <p> -->\n\n <!doctype html>\n<html><body>Text",
    "fragment": "<p>One.</p>\n<p>Two.</p>",
    "one block": "<div>Only this</div>",
    "upper-case fragment": "<P>One.<P>Two.<P>Three.",
    "attributes": '<a href="/x">A link</a>',
    "middle of a page": 'the end of a sentence.</p>\n<p class="x">The next one.</p></div>',
    "text before": 'A warning\n<div class="page"><p>The text of the page is longer than that.</p></div>',
    "breaks": "First line<br>\nSecond line<br />\nThird line",
    "warnings of a server": "<br />\n<b>Warning</b>: mysql in /x.php, line 9\n<br /><!DOCTYPE html><html><head></head>"
    "<body><p>Text</p></body></html>",
    "unclosed": '<div class="a"><span>Text that goes on',
    "no text": '<script src="x.js"></script>',
    "prose in code marks": "<!doctype html><body><p>`a`</p>",
}

TEXT = {
    "empty": "",
    "prose": "A text.\n\nIn paragraphs.",
    "mention": "Use <p> for paragraphs.",
    "mention at the start": "<p> is the element for paragraphs.\nIt needs no end tag.",
    "end tag at the end": "Close it with </p>\nThen go on.",
    "mentions": "Use <b> or <strong>, but not <font>.\nA <div> is a box.",
    "pairs in a sentence": "In HTML, <p>this</p> is a paragraph and <h1>that</h1> a heading; both are block elements.",
    "stray break": "One paragraph of text.\nAnother<br>that was broken.\nA third.",
    "one break": "Only a line<br>with a break",
    "article about HTML": ABOUT_HTML,
    "article that begins with a tag": "<!DOCTYPE html> is what every page begins with.\n\nHere is why.",
    "Markdown": MARKDOWN,
    "Markdown in backticks": "Write `<p>one</p>` and `<div>two</div>`.",
    "RSS": '<?xml version="1.0"?>\n<rss version="2.0"><channel><title>T</title><link>x</link></channel></rss>',
    "XML": "<note><to>You</to><text>Hi</text></note>",
    "JSON": '{"html": "<p>One</p>", "n": 1, "text": "Some more words that stand in no element"}',
    "comparison": "if a < b > c and x <y> z",
    "mail address": "Anna <a@b.de> wrote:\nHi <p@q.org>",
    "generics": "Map<String, List<P>> map = new HashMap<>();",
    "unfinished comment": "<!-- " * 100,
    "arrows": "Home --> News --> Sport",
    "emoticons": "I <3 you >.< and <-- that",
}


@pytest.mark.parametrize("source", HTML.values(), ids=HTML.keys())
def test_is_html(source: str) -> None:
    assert sniff.is_html(source)
    assert intake.read(source).kind == "html"


@pytest.mark.parametrize("source", TEXT.values(), ids=TEXT.keys())
def test_is_text(source: str) -> None:
    assert not sniff.is_html(source)
    page = intake.read(source)
    assert (page.kind, page.text) == ("text", source)


@pytest.mark.parametrize("unit", ["<", "<p>", "</p>", "<div", "<!--", "-->", "`", "<p a=", "<br>", "a<b>", "<?xml "])
def test_kind_of_a_huge_source_is_told_from_a_sample(unit: str) -> None:
    assert sniff.is_html(unit * 1_000_000) in (True, False)


def test_kind_can_be_given() -> None:
    assert intake.read("<p>One</p>", "text").text == "<p>One</p>"
    assert intake.read("One", "html").text == "One"
    with pytest.raises(CleanError, match="Unknown kind 'pdf'") as caught:
        intake.read("One", "pdf")  # type: ignore[arg-type]
    assert caught.value.code == "unknown_kind"


PROSE = "Größe und Maß – „schön“, 5 €"
META = '<html><head><meta charset="{}"></head><body><p>{}</p></body></html>'

DECODED = {
    "utf-8": (PROSE.encode(), PROSE),
    "utf-8 with mark": (b"\xef\xbb\xbf" + PROSE.encode(), PROSE),
    "utf-16 with mark": (PROSE.encode("utf-16"), PROSE),
    "utf-16 without": (PROSE.encode("utf-16-le"), PROSE),
    "utf-16 big end": (PROSE.encode("utf-16-be"), PROSE),
    "utf-32 with mark": (PROSE.encode("utf-32"), PROSE),
    "windows-1252": (PROSE.encode("cp1252"), PROSE),
    "declared latin-1, is windows-1252": (META.format("ISO-8859-1", PROSE).encode("cp1252"), PROSE),
    "declared latin-1, is utf-8": (META.format("iso-8859-1", PROSE).encode(), PROSE),
    "declared utf-8, is windows-1252": (META.format("utf-8", PROSE).encode("cp1252"), PROSE),
    "declared Cyrillic": (META.format("windows-1251", "Съешь ещё").encode("cp1251"), "Съешь ещё"),
    "declared Japanese": (META.format("shift_jis", "日本語の文章").encode("cp932"), "日本語の文章"),
    "declared in http-equiv": (
        b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1250"><p>' + "zażółć".encode("cp1250"),
        "zażółć",
    ),
    "declared in the prolog": ('<?xml version="1.0" encoding="koi8-r"?><html><p>Привет'.encode("koi8-r"), "Привет"),
    "unknown charset": (META.format("x-nonsense", PROSE).encode(), PROSE),
    "no text encoding": (META.format("base64", PROSE).encode("cp1252"), PROSE),
    "escape sequences": (META.format("iso-2022-jp", "日本語").encode("iso-2022-jp"), "日本語"),
    "undeclared Cyrillic": (
        ("Съешь же ещё этих мягких французских булок. " * 5).encode("cp1251"),
        "мягких французских",
    ),
    "undeclared Japanese": (
        "昨日の夕方、駅の前で友人に会いました。二人で小さな店に入り、温かいお茶を飲みながら長い話をしました。".encode(
            "euc-jp"
        ),
        "駅の前で友人に会いました",
    ),
    "one stray byte": (("ä" * 50).encode() + b" \x80 end", "ä € end"),
    "undefined byte": (b"f\xfcr \x81 gr\xf6\xdfere M\xe4dchen, \xfcber \xd6ster" * 3, "für \x81 größere Mädchen"),
    "a zero byte": (b"one two three\x00four five", "three\x00four"),
}


@pytest.mark.parametrize(("data", "expected"), DECODED.values(), ids=DECODED.keys())
def test_bytes_are_decoded(data: bytes, expected: str) -> None:
    decoded = encoding.decode(data)
    assert expected in decoded
    assert not decoded.startswith("\ufeff")


def test_text_about_a_charset_declares_none() -> None:
    about = 'Write <meta charset="koi8-r">. Größe'.encode("cp1252")
    assert encoding.decode(about, "text").endswith("Größe")


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n1 0 obj",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"PK\x03\x04\x14\x00",
        gzip.compress(b"<p>One</p>"),
        bytes(range(256)) * 20,
        b"\x00" * 100,
    ],
)
def test_binary_input_is_refused(data: bytes) -> None:
    with pytest.raises(CleanError, match="not text") as caught:
        intake.read(data)
    assert caught.value.code == "not_text"


@pytest.mark.parametrize("data", [b"", b"a", b"\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"%", b"\xe4"])
def test_short_bytes_are_text(data: bytes) -> None:
    assert intake.read(data).kind == "text"


def test_lone_surrogates_survive_in_text() -> None:
    source = "half of \ud83d a pair"
    page = intake.read(source)
    assert page.text == source == page.pieces[0].text
