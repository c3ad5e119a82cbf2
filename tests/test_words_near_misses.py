"""Phrase lists of each language: ordinary lines that must not be taken out by one."""

from __future__ import annotations

from importlib.resources import files

import pytest

from cleaner.fold import fold_all
from cleaner.words import LANGUAGE_CODE, phrases
from test_words_languages import FOUND

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
    "ar": [
        "إعلان المجلس البلدي أثار جدلا في المدينة",
        "شارك البحارة في احتفال الميناء يوم الأحد",
        "اقرأ أيضا ما كتبه البحارة على جدار الميناء",
        "التعليقات التي أدلى بها رئيس البلدية أغضبت الصيادين",
        "نشر في العام الماضي تقرير عن الميناء القديم",
        "الصفحة الرئيسية في تاريخ الميناء كتبها الصيادون",
    ],
    "fa": [
        "تبلیغات شورای شهر درباره بندر بی\u200cنتیجه ماند",
        "نظر شما درباره بندر چیست، پرسید شهردار",
        "عکس ناخدا روی دیوار شورا آویخته است",
        "عضویت در شورای بندر برای همه آزاد است",
        "انتهای پیام ناخدا به بندر نامفهوم بود",
        "آخرین اخبار بندر، ناخدا را نگران کرده است",
    ],
    "fi": [
        "Mainos sataman seinällä suututti valtuuston",
        "Julkaistu 12 kirjettä kertoo sataman alkuajoista",
        "Jaa saaliin tasan, sanoo vanha kalastajan neuvo",
        "Kuva satamasta vuodelta 1912 löytyi arkistosta",
        "– Seuraa meitä laiturille, kapteeni huusi",
        "Lue lisää satamasta kirjasta, jonka kaupunki julkaisee",
    ],
    "he": [
        "פרסומת על דופן האונייה הרגיזה את חברי המועצה",
        "הצטרפו לקבוצת הוואטסאפ של הנמל מאות דייגים",
        "צילום האונייה מהאוויר נמשך שעתיים",
        "תגובות הדייגים להחלטת המועצה היו חריפות",
        "פורסם בשבוע שעבר מכרז להרחבת הנמל",
        "התנתקות הספינה מהרציף ארכה שעה",
    ],
    "hi": [
        "विज्ञापन के बाद बंदरगाह पर भीड़ बढ़ गई।",
        "यह भी पढ़ें कि नगर परिषद ने क्या कहा, कप्तान ने सलाह दी।",
        "फोटो में बंदरगाह पर खड़े दो जहाज दिख रहे हैं।",
        "टिप्पणी करने से महापौर ने इनकार कर दिया।",
        "अपडेटेड 2023 मॉडल की नाव बंदरगाह पहुंची।",
        "शेयर करने लायक कुछ नहीं, कप्तान ने कहा।",
    ],
    "hu": [
        "Hirdetések nélkül nem élne meg a kikötői lap",
        "Megosztás helyett közös raktárt kér a tanács",
        "Kapcsolódó beruházásként új rakpart épül",
        "Megjelent a kikötő új menetrendje",
        "Frissítve: közben megszólalt a polgármester is a hajóról",
        "Keresés indult az eltűnt hajó után",
    ],
    "id": [
        "Iklan di internet makin mahal",
        "Baca juga surat dari nakhoda itu, kata wali kota",
        "Pencarian",
        "Diterbitkan 12 Mei lalu, buku tentang pelabuhan itu laris",
        "Bagikan ikan itu kepada tetangga, pesan nelayan tua",
        "Kapal berangkat pada Rabu pukul 10:15 WIB",
    ],
    "ko": [
        "광고 수입이 지난해보다 늘었다.",
        "입력 3년 만에 항만 자료가 공개됐다.",
        "승인 1, 2호 부두는 다음 달 문을 연다.",
        "관련기사가 나온 뒤 시의회는 항구를 다시 점검했다.",
        "공유하기 쉬운 항만 지도를 시가 만들었다.",
        "시의회는 항구 사진의 무단전재 및 재배포 금지를 요구했다.",
    ],
    "no": [
        "Annonse for havna skapte bråk i bystyret",
        "Publisert 12 brev fra havnesjefen, og flere venter",
        "Del fangsten likt, sier den gamle fiskeren",
        "– Vi og våre partnere bruker kaia hver dag",
        "Sist endret kommunen havneavgiften for ti år siden",
        "Foto av den gamle havna vekker minner",
    ],
    "ro": [
        "Citește și scrie în trei limbi, spune căpitanul portului",
        "Distribuie pe cheiuri hărți ale portului",
        "Publicat în Franța, romanul despre marinari are succes",
        "Publicat la 12 ani după furtună, raportul despre port stârnește discuții",
        "Publicitatea online se scumpește din nou",
        "Vezi și acum urmele furtunii pe chei",
    ],
    "uk": [
        "Реклама порту коштувала місту два мільйони",
        "Опубліковано 12 нових документів про гавань",
        "Залишаючись на сайті порту, судно не приймає вантаж",
        "Головна подія тижня відбулася в гавані",
        "Поділитися в цей день досвідом запросили капітанів",
        "Фото старого причалу викликали суперечки",
    ],
    "vi": [
        "Quảng cáo trên mạng ngày càng đắt",
        "Xem thêm tàu cập cảng là thú vui của trẻ em trong làng",
        "Chia sẻ qua điện thoại, chủ tàu cho biết hàng đã lên bờ",
        "Ảnh cũ về bến cảng gây tranh cãi",
        "Cập nhật lúc 10:15 ngày 3/5 cho thấy hai tàu đã rời cảng",
        "Bản quyền thuộc về người chụp bến cảng, hội đồng cho biết",
    ],
}


@pytest.mark.parametrize("language", NOT_CERTAIN)
def test_near_misses(language: str) -> None:
    found = phrases().hits(fold_all(NOT_CERTAIN[language]))
    assert [hit.reason for hit in found if hit and hit.certain] == []


def test_every_language_has_its_lines() -> None:
    folders = {folder.name for folder in files("cleaner.words").iterdir() if len(folder.name) == LANGUAGE_CODE}
    assert FOUND.keys() == NOT_CERTAIN.keys() == folders
