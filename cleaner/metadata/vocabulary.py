"""The words that bylines are made of, and those that tell a name from a menu item."""

from __future__ import annotations

from cleaner import shapes

WROTE = r"""
    written posted saved published reported reporting hosted presented submitted created authored compiled recommended
    recipe story words
    interview author text article geschrieben verfasst erstellt veröffentlicht publiziert eingestellt gepostet
    eingetragen gespeichert aktualisiert beitrag artikel kommentar kolumne reportage ein\s\w+ eine\s\w+
    escrito publicado redactado publié rédigé écrit scritto pubblicato geschreven geplaatst autor autorin updated
"""
"""What stands before "by" or "von" where an author follows. Words of a pattern, so groups may stand in them."""

BY = r"""
    by von vom durch par por di scritto\sda a\scura\sdi door av af przez oprac\.? oleh โดย
    gespräch\sführten? das\sgespräch\sführten? interview\sführten? das\sinterview\sführten? aus\s\w+\sberichtet
"""
"""Before an author's name; words of a pattern, each of which begins with a letter."""

AND = "and und et y e ed en og och i și ve ja és ir та и і και oraz"

AUTHOR = r"""
    autor(?:in|en|innen)? authors? reporter analyst(?:in)? auteurs? autores? words
    text(?:\s?(?:&|und|\+)\s?(?:fotos?|bilder))? texte testo tekst
    verfasser(?:in)? interview written\sby penulis kirjoittaja teksti szerző írta autoare автор(?:ка)? текст
    लेखक लेखिका كتبت? بقلم نویسنده خبرنگار piše כתבה? מאת tác\sgiả 글
"""
"""What stands before a colon and the author's name; words of a pattern."""

ROLES = r"""
    correspondent editors? reporter writer contributor columnists? staff \w*redakt\w+ korrespondent\w* autor\w*
    chef\w* leiter\w* desk founder co-founder director manager head senior junior chief officer ceo cto
    president professor associate assistant journalist\w* reviewer analyst expert consultant specialist
    strategist guest freelance\w* photographer producer host blogger dietitian nutritionist physician
    therapist attorney engineer developer marketing product former published copywriter researcher
    correspondant\w* journaliste rédact\w+ periodista redactor\w* colaborador\w* redazione giornalista
    (?:political|business|economics?|sports?|science|health|education|technology|royal|city)\s(?:correspondent|editor)
    team\slead volontär\w* reporterin gastautor\w* author by
"""
"""What people are, in front of or behind their names; words of a pattern."""

DESKS = r"""
    deputy chief group executive managing staff senior assistant associate contributing parliamentary political politics
    news lifestyle sports? football rugby cricket business tech technology science health consumer home foreign crime
    court courts education environment climate royal showbiz tv film music features? content hub data social video
    travel food money finance financial markets economics culture arts defence defense diplomatic european world
    national regional local transport housing property weather motoring gaming entertainment celebrity investigations
    audience network digital trends live breaking night weekend
"""
"""What they are in charge of, which stands between their names and what they are; words of a pattern."""

GROUPS = r"team staff editors editorial redaktion\w* newsroom newsdesk desk admin\w*"
"""What a group of people signs as: "Podium Staff"; words of a pattern."""

GROUP_NAMES = frozenset({"News Desk", "News Staff", "News Team", "Online Team"})
"""Groups with a word that else stands in no name."""

AGENCIES = (
    r"dpa(?:-\w+)? AFP APA SDA AP Reuters Bloomberg KNA epd sid EFE ANSA PAP TASS Xinhua PTI ANI Belga Ritzau TT NTB"
)

TITLES = (
    "Rechtsanwalt Rechtsanwältin Univ Prof PD Dr Mag Dipl Ing Kfm Kffr Met Phys Inf Psych Mr Mrs Ms Sir Dame Rev Herr"
    " Frau med phil rer nat jur"
)

PARTICLES = shapes.PARTICLES | frozenset("ben zu zum zur ter ten af av das della y e i vom of".split())
"""Words of a name that are written small."""

ARTICLES = frozenset(
    "Das Der Die Den Dem Ein Eine The This A An Ask Find Our Why Unsere Mein Meine At From With Aus Vom Beim In Zur"
    " Zum".split()
)
"""Words that a phrase begins with, and no name does."""

COMPANIES = frozenset("AG SE KGaA GmbH Inc Corp PLC plc Ltd LLC NV ASA Oyj SpA".split())
"""Legal forms, as they stand at the end of a company's name."""

NO_NAMES = frozenset(
    """
    home news artikel article read more share print login menu search kommentare comments uhr lesezeit minuten
    foto bild quelle video audio anzeige newsletter abo mehr weiter zurück startseite date published updated
    posted montag view twitter account vom themenstarter order join book online key takeaways start trial
    tarihi kurs verlauf chart daylight standard saving edt est cet cest gmt utc
    request jump section browse compare get contact privacy policy frequently asked questions thoughts final
    table contents show caption credit bottom line schedule tips guide guides best top options review reviews
    posts recent find location why trust quick summary member planning advice notices más leido rezept zeit
    zeitung pdf vorschau temps lecture tiempo lectura liebe dear university institute universität department
    gmbh inc college kategorie category ausgabe issue nachrichtenagentur thema themen live ticker politik
    wirtschaft unknown autor author von by dienstag mittwoch donnerstag freitag samstag sonntag monday tuesday
    wednesday thursday friday saturday sunday facebook instagram linkedin whatsapp email download full bio
    about written reviewed fact checked this last min lesedauer stand januar februar märz april mai juni juli
    august september oktober november dezember january february march may june july october december
    getty images image certified licensed registered copyright disclaimer
    sponsored certificates scholar checklist checklists checkliste courses insights stats modules jobbörse
    strategy equipment studies steps journal league schwerpunkte seitenanfang umfrage kolumnen einstellungen vollbild
    schrift kursziel प्रकाशित अपडेटेड अपडेट
    kaufen verkaufen teilen merken drucken senden pinnen tweeten feeds kurs-verlauf paylaş kopyala
    aktualisiert veröffentlicht actualizado actualizada aggiornato abschnitt kommentieren interview top-thema powered
    """.split()
)
"""Words that no name of a person has, lower-cased: what else stands in short lines around a title."""

FIRST_NAMES = frozenset("april may june august juni".split())
"""Words of NO_NAMES that people are called, too: "April Berg", "Anna May"."""


def alternatives(words: str) -> str:
    """Words as alternatives of a pattern, the longest first."""
    return "|".join(sorted(words.split(), key=len, reverse=True))
