"""Phrase lists of each language: lines that get their label, and ordinary lines that must not be taken out by one."""

from __future__ import annotations

import pytest

from cleaner.document import Label
from cleaner.fold import fold_all
from cleaner.words import phrases

FOUND = {
    "de": [
        ("Weiter nach der Werbung", Label.ADVERTISEMENT),
        ("Weiterführende Artikel", Label.RELATED),
        ("Alle Kommentare anzeigen", Label.COMMENTS),
        ("Nur essenzielle Cookies", Label.COOKIE_NOTICE),
        ("Noch kein Abo? Hier informieren", Label.SUBSCRIPTION),
        ("Bildrechte: Nordlicht Verlag", Label.CREDIT),
        ("Widerrufsbelehrung", Label.DISCLAIMER),
    ],
    "en": [
        ("Story continues below", Label.ADVERTISEMENT),
        ("More by Ann Example", Label.RELATED),
        ("Show comments (41)", Label.COMMENTS),
        ("Reject all cookies", Label.COOKIE_NOTICE),
        ("Log in to continue reading", Label.SUBSCRIPTION),
        ("FILE PHOTO: A crane in the port of Hull", Label.CREDIT),
        ("Show full article", Label.PAGINATION),
    ],
    "fr": [
        ("La suite après cette publicité", Label.ADVERTISEMENT),
        ("À lire aussi : Le port de Brest s'agrandit", Label.RELATED),
        ("7 commentaires", Label.COMMENTS),
        ("Partager sur Facebook", Label.SHARING),
        ("Déjà abonné ? Se connecter", Label.SUBSCRIPTION),
        ("Continuer sans accepter →", Label.COOKIE_NOTICE),
        ("Publié le 3 mai 2023 à 10h15", Label.BYLINE),
        ("Crédit photo : Jeanne Exemple", Label.CREDIT),
    ],
    "es": [
        ("PUBLICIDAD", Label.ADVERTISEMENT),
        ("Te puede interesar: El puerto crece otra vez", Label.RELATED),
        ("Comentarios (14)", Label.COMMENTS),
        ("Compartir en WhatsApp", Label.SHARING),
        ("¿Ya eres suscriptor? Inicia sesión", Label.SUBSCRIPTION),
        ("Aceptar todas las cookies", Label.COOKIE_NOTICE),
        ("Ir al contenido principal", Label.NAVIGATION),
        ("Todos los derechos reservados", Label.DISCLAIMER),
    ],
    "it": [
        ("Continua a leggere dopo la pubblicità", Label.ADVERTISEMENT),
        ("Leggi anche: Il porto cresce ancora", Label.RELATED),
        ("Lascia un commento", Label.COMMENTS),
        ("Condividi su Facebook", Label.SHARING),
        ("Contenuto riservato agli abbonati", Label.SUBSCRIPTION),
        ("© Riproduzione riservata", Label.DISCLAIMER),
        ("Tempo di lettura: 4 minuti", Label.BYLINE),
        ("Pagina 2 di 5", Label.PAGINATION),
    ],
    "nl": [
        ("Tekst gaat verder onder de advertentie", Label.ADVERTISEMENT),
        ("Lees ook: De haven groeit opnieuw", Label.RELATED),
        ("23 reacties", Label.COMMENTS),
        ("Deel dit artikel", Label.SHARING),
        ("Schrijf je in voor de nieuwsbrief", Label.SUBSCRIPTION),
        ("Alle cookies accepteren", Label.COOKIE_NOTICE),
        ("Leestijd: 4 minuten", Label.BYLINE),
        ("Ga naar de inhoud", Label.NAVIGATION),
    ],
    "pt": [
        ("Continua após a publicidade", Label.ADVERTISEMENT),
        ("Leia também: O porto volta a crescer", Label.RELATED),
        ("Deixe um comentário", Label.COMMENTS),
        ("Compartilhar no Facebook", Label.SHARING),
        ("Já é assinante? Entre aqui", Label.SUBSCRIPTION),
        ("Pular para o conteúdo", Label.NAVIGATION),
        ("Publicado em 03/05/2023 às 10:15", Label.BYLINE),
        ("Palavras-chave: porto, comércio", Label.TAGS),
    ],
    "pl": [
        ("Dalsza część artykułu pod reklamą", Label.ADVERTISEMENT),
        ("Czytaj także: Port znowu rośnie", Label.RELATED),
        ("18 komentarzy", Label.COMMENTS),
        ("Udostępnij na Facebooku", Label.SHARING),
        ("Zapisz się do naszego newslettera", Label.SUBSCRIPTION),
        ("Wszelkie prawa zastrzeżone", Label.DISCLAIMER),
        ("Fot. Anna Przykład", Label.CREDIT),
        ("Tagi: port, handel", Label.TAGS),
    ],
    "ja": [
        ("スポンサーリンク", Label.ADVERTISEMENT),
        ("あわせて読みたい", Label.RELATED),
        ("コメント（8）", Label.COMMENTS),
        ("この記事をシェアする", Label.SHARING),
        ("この記事は有料会員限定です。", Label.SUBSCRIPTION),
        ("次のページへ", Label.PAGINATION),
        ("当社の記事・写真の無断転載はご遠慮ください", Label.DISCLAIMER),
        ("2023年5月3日 10時15分", Label.BYLINE),
    ],
    "zh": [
        ("广告", Label.ADVERTISEMENT),
        ("相关阅读", Label.RELATED),
        ("36条评论", Label.COMMENTS),
        ("分享到朋友圈", Label.SHARING),
        ("打开APP阅读全文", Label.SUBSCRIPTION),
        ("下一页", Label.PAGINATION),
        ("以上内容不构成投资建议，请谨慎。", Label.DISCLAIMER),
        ("责任编辑：王小明", Label.BYLINE),
        ("返回顶部", Label.NAVIGATION),
    ],
    "sv": [
        ("Artikeln fortsätter efter annonsen", Label.ADVERTISEMENT),
        ("Läs också: Hamnen växer igen", Label.RELATED),
        ("Dela artikeln", Label.SHARING),
        ("Redan prenumerant? Logga in", Label.SUBSCRIPTION),
        ("Godkänn alla kakor", Label.COOKIE_NOTICE),
        ("Hoppa till innehåll", Label.NAVIGATION),
    ],
    "da": [
        ("Artiklen fortsætter efter annoncen", Label.ADVERTISEMENT),
        ("Læs også: Havnen vokser igen", Label.RELATED),
        ("Del artiklen", Label.SHARING),
        ("Tilmeld nyhedsbrev", Label.SUBSCRIPTION),
        ("Kun nødvendige cookies", Label.COOKIE_NOTICE),
        ("Læsetid: 4 min", Label.BYLINE),
    ],
    "ru": [
        ("На правах рекламы", Label.ADVERTISEMENT),
        ("Читайте также: Порт снова растёт", Label.RELATED),
        ("5 комментариев", Label.COMMENTS),
        ("Скопировать ссылку", Label.SHARING),
        ("Все права защищены", Label.DISCLAIMER),
        ("Время чтения: 4 минуты", Label.BYLINE),
    ],
    "el": [
        ("ΔΙΑΦΗΜΙΣΗ", Label.ADVERTISEMENT),
        ("Διαβάστε επίσης: Το λιμάνι μεγαλώνει", Label.RELATED),
        ("Γράψτε ένα σχόλιο", Label.COMMENTS),
        ("Ακολουθήστε μας στο Facebook", Label.SHARING),
        ("Όροι χρήσης", Label.DISCLAIMER),
        ("Αποδοχή όλων", Label.COOKIE_NOTICE),
    ],
    "cs": [
        ("Článek pokračuje pod reklamou", Label.ADVERTISEMENT),
        ("Čtěte také: Přístav opět roste", Label.RELATED),
        ("Diskuse (9)", Label.COMMENTS),
        ("Sdílet na Facebooku", Label.SHARING),
        ("Pouze pro předplatitele", Label.SUBSCRIPTION),
        ("Přejít k hlavnímu obsahu", Label.NAVIGATION),
    ],
    "tr": [
        ("Sponsorlu içerik", Label.ADVERTISEMENT),
        ("İlgili haberler", Label.RELATED),
        ("Yorum yap", Label.COMMENTS),
        ("Bağlantıyı kopyala", Label.SHARING),
        ("Tüm hakları saklıdır", Label.DISCLAIMER),
        ("Etiketler: liman, ticaret", Label.TAGS),
    ],
}
NOT_CERTAIN = {
    "de": [
        "Werbung kostet mehr als früher",
        "Anmelden muss sich jeder Händler",
        "Auf Seite der Käufer wächst die Sorge",
    ],
    "en": [
        "Loading docks stood empty on Monday",
        "Also on Tuesday, two ships arrived",
        "Sharing the catch is an old custom",
    ],
    "fr": [
        "Publié le mois dernier, le rapport fait débat",
        "Par ailleurs, le port embauche",
        "Suivre la côte en hiver demande du courage",
        "La publicité en ligne progresse",
    ],
    "es": [
        "Recibe cada año miles de visitantes",
        "Más en concreto, se trata de dos barcos",
        "Además en verano llegan los turistas",
        "La publicidad cae por tercer año",
    ],
    "it": [
        "Pubblicato in Gran Bretagna, il libro piace",
        "In collaborazione con il porto nasce una scuola",
        "Registrati per la prima volta due casi nel porto",
        "Segui la rotta, dice il capitano",
    ],
    "nl": [
        "Deel van de haven blijft dicht",
        "Meer in het algemeen groeit de handel",
        "Lezers van de krant klagen over de trein",
    ],
    "pt": [
        "Publicado em Londres, o livro agrada",
        "Mais em conta, o barco vende bem",
        "Seguir a costa é difícil no inverno",
    ],
    "pl": [
        "Do portu wpłynęły dwa statki",
        "Więcej o dziesięć procent niż przed rokiem",
        "Reklama w sieci jest coraz droższa",
    ],
    "ja": ["広告収入は前年より増えた。", "港は先月から新しい船を受け入れている。", "共有地の管理が課題になっている。"],
    "zh": ["广告收入比去年增长。", "港口上月迎来了两艘新船。", "用户打开APP后可以看到船期。"],
    "sv": ["Dela lika, säger hamnchefen", "Annonser på nätet ökar igen", "Bilden av hamnen har ändrats"],
    "da": ["Del af havnen er lukket", "Annoncer på nettet er dyrere i år", "Gem aldrig fisken for længe"],
    "ru": ["Реклама в сети дорожает", "Главное событие недели прошло в порту", "Фото старого порта вызвали споры"],
    "el": [
        "Η διαφήμιση στο διαδίκτυο ακριβαίνει",
        "Το λιμάνι δέχθηκε δύο πλοία",
        "Σχόλια για το λιμάνι έκανε ο δήμαρχος",
    ],
    "cs": ["Reklama na internetu zdražuje", "Do přístavu připluly dvě lodě", "Další zprávy čeká úřad až v létě"],
    "tr": ["Reklam gelirleri geçen yıl arttı", "Limana iki gemi geldi", "Yorum yapmak için erken, dedi başkan"],
}


@pytest.mark.parametrize("language", FOUND)
def test_finds(language: str) -> None:
    lines = FOUND[language]
    found = phrases().hits(fold_all([line for line, _ in lines]))
    assert [hit and hit.label for hit in found] == [label for _, label in lines]


@pytest.mark.parametrize("language", NOT_CERTAIN)
def test_near_misses(language: str) -> None:
    found = phrases().hits(fold_all(NOT_CERTAIN[language]))
    assert [hit.reason for hit in found if hit and hit.certain] == []


def test_every_listed_language_has_its_lines() -> None:
    assert FOUND.keys() == NOT_CERTAIN.keys()
