"""The language of a text, by vote and by langdetect."""

import sys

import pytest

from cleaner import language

TEXTS = {
    "de": "Die Stadt hat am Montag beschlossen, dass der Park bis zum Sommer geöffnet wird. Das ist für alle gut.",
    "en": "The city has decided that the park will be open by the summer, "
    "and it is good news for all of us who live here.",
    "fr": "La ville a décidé que le parc sera ouvert avant l'été, et "
    "c'est une bonne nouvelle pour tous ceux qui y vivent.",
    "es": "La ciudad ha decidido que el parque estará abierto antes "
    "del verano, y es una buena noticia para los vecinos.",
    "it": "La città ha deciso che il parco sarà aperto prima dell'estate, "
    "ed è una buona notizia per tutti quelli che ci vivono.",
    "nl": "De stad heeft besloten dat het park voor de zomer open zal zijn, en dat is goed nieuws voor wie hier woont.",
    "pt": "A cidade decidiu que o parque vai abrir antes do verão, "
    "e isso é uma boa notícia para os que não têm jardim.",
    "pl": "Miasto zdecydowało, że park będzie otwarty przed latem, i "
    "to jest dobra wiadomość dla tych, którzy nie mają ogrodu.",
    "sv": "Staden har beslutat att parken ska vara öppen före sommaren, "
    "och det är en god nyhet för alla som inte har trädgård.",
    "da": "Byen har besluttet, at parken skal være åben før sommeren, "
    "og det er en god nyhed for dem, der er blevet uden have.",
    "no": "Byen har bestemt at parken skal være åpen før sommeren, og "
    "det er en god nyhet for dem som ikke har blitt hageeiere.",
    "fi": "Kaupunki päätti, että puisto on auki ennen kesää, ja se "
    "on hyvä uutinen myös niille, joilla ei ole pihaa vielä.",
    "cs": "Město rozhodlo, že park bude otevřen před létem, a to je dobrá "
    "zpráva pro ty, kteří nemají zahradu, ale byli tu už dřív.",
    "hu": "A város úgy döntött, hogy a park még a nyár előtt nyitva lesz, "
    "és ez jó hír azoknak is, akik már itt vannak, de nem csak.",
    "ro": "Orașul a decis că parcul va fi deschis până la vară, și "
    "este o veste bună pentru cei care nu au avut o grădină.",
    "tr": "Şehir, parkın yazdan önce açık olacağına karar verdi ve "
    "bu, bahçesi olmayan herkes için çok iyi bir haber oldu.",
    "ru": "Город решил, что парк будет открыт до лета, и это хорошая "
    "новость для всех, кто не имеет сада, но был здесь уже.",
    "uk": "Місто вирішило, що парк буде відкрито до літа, і це добра "
    "новина для всіх, хто ще не має саду, але вже був тут.",
    "el": "Η πόλη αποφάσισε ότι το πάρκο θα ανοίξει πριν από το καλοκαίρι.",
    "ja": "市は夏までに公園を開くことを決めました。",
    "zh": "市政府决定在夏天之前开放公园，这对大家来说是好消息。",
    "ko": "시는 여름 전에 공원을 열기로 결정했다.",
    "ar": "قررت المدينة أن الحديقة ستفتح قبل الصيف وهذا خبر جيد لجميع السكان الذين يعيشون هنا",
    "he": "העירייה החליטה שהפארק ייפתח לפני הקיץ",
    "th": "เมืองตัดสินใจว่าสวนสาธารณะจะเปิดก่อนฤดูร้อน",
}


@pytest.mark.parametrize(("expected", "text"), TEXTS.items())
def test_language_is_named(expected: str, text: str) -> None:
    found, confidence = language.detect(text)
    assert found == expected
    assert 0.5 <= confidence <= 1


def test_langdetect_is_asked_where_the_vote_is_unsure() -> None:
    text = "Miestas nusprendė, kad parkas bus atidarytas iki vasaros, ir tai yra gera žinia visiems gyventojams."
    assert language.detect(text)[0] == "lt"
    assert "langdetect" in sys.modules


def test_a_sure_vote_does_not_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: str) -> tuple[str | None, float]:
        raise AssertionError

    monkeypatch.setattr(language, "_langdetect", fail)
    assert language.detect(TEXTS["de"] * 3)[0] == "de"


@pytest.mark.parametrize("text", ["", " ", "12", "12.06.2025", "Hm", "\ud83d", "\0" * 50, "!" * 10_000])
def test_too_little_text_has_no_language(text: str) -> None:
    assert language.detect(text) == (None, 0.0)


def test_same_text_same_answer() -> None:
    text = "Tech & Trends: Scale Summit Berlin Paris Roma"
    assert len({language.detect(text) for _ in range(5)}) == 1


def test_the_middle_of_a_text_decides() -> None:
    menu = "Home | News | Login\n" * 3
    assert language.detect(menu + TEXTS["fr"] * 50 + menu)[0] == "fr"


def test_lists_hold_one_word_a_line() -> None:
    for word, speaks_for in language.function_words().items():
        assert word == word.lower().strip()
        assert speaks_for
