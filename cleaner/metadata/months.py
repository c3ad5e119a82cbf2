"""The names of the months in many languages, as dates are written with them, and their usual abbreviations."""

from cleaner.shapes import VOWELS

NAMES = {
    1: """january jan januar jänner janvier janv enero ene gennaio gen janeiro januari stycznia styczeń sty ledna leden
        januára tammikuuta tammikuu ianuarie ian január jan ιανουαρίου января янв січня ocak gener
        يناير جانفي ינואר בינואר जनवरी""",
    2: """february feb februar feber februari février fevrier févr fév febrero febbraio fevereiro fev lutego luty lut
        února únor februára helmikuuta helmikuu februarie február φεβρουαρίου февраля фев лютого şubat febrer
        فبراير فيفري شباط פברואר בפברואר फरवरी फ़रवरी""",
    3: """march mar märz maerz mär mrz mars marzo março marco maart mrt marts marca marzec března březen maaliskuuta
        maaliskuu martie március márc μαρτίου марта мар березня mart març
        maret مارس آذار اذار מרץ במרץ मार्च""",
    4: """april apr avril avr abril abr aprile kwietnia kwiecień kwi dubna duben apríla huhtikuuta huhtikuu aprilie
        április ápr απριλίου апреля апр квітня nisan
        أبريل ابريل إبريل أفريل نيسان אפריל באפריל अप्रैल""",
    5: """may mai mayo maggio mag maio mei maj maja května květen mája toukokuuta toukokuu május máj μαΐου μαίου мая
        травня mayıs maig
        مايو ماي أيار ايار מאי במאי मई""",
    6: """june jun juni juin junio giugno giu junho czerwca czerwiec cze června červen júna kesäkuuta kesäkuu iunie
        június jún ιουνίου июня июн червня haziran juny
        يونيو جوان حزيران יוני ביוני जून""",
    7: """july jul juli juillet juil julio luglio lug julho lipca lipiec lip července červenec júla heinäkuuta heinäkuu
        iulie július júl ιουλίου июля июл липня temmuz juliol
        يوليو جويلية تموز יולי ביולי जुलाई""",
    8: """august aug août aout agosto ago agustus augustus augusti sierpnia sierpień sie srpna srpen augusta elokuuta
        elokuu augusztus αυγούστου августа авг серпня ağustos agost
        agu agt أغسطس اغسطس أوت אוגוסט באוגוסט अगस्त""",
    9: """september sep sept septembre septiembre settembre set setembro września wrzesień wrz září septembra syyskuuta
        syyskuu septembrie szeptember szept σεπτεμβρίου сентября сен вересня eylül setembre
        سبتمبر أيلول ايلول ספטמבר בספטמבר सितंबर सितम्बर""",
    10: """october oct oktober okt octobre octubre ottobre ott outubro out października październik paź října říjen
        októbra lokakuuta lokakuu octombrie október οκτωβρίου октября окт жовтня ekim
        أكتوبر اكتوبر אוקטובר באוקטובר अक्टूबर अक्तूबर""",
    11: """november nov novembre noviembre novembro listopada listopad lis listopadu novembra marraskuuta marraskuu
        noiembrie νοεμβρίου ноября ноя листопада kasım
        نوفمبر נובמבר בנובמבר नवंबर नवम्बर""",
    12: """december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro desember des grudnia grudzień
        gru prosince prosinec decembra joulukuuta joulukuu decembrie δεκεμβρίου декабря дек грудня aralık desembre
        ديسمبر דצמבר בדצמבר दिसंबर दिसम्बर""",
}
"""German, English, French, Spanish, Italian, Portuguese, Dutch, Danish, Norwegian, Swedish, Finnish, Polish, Czech,
Slovak, Hungarian, Romanian, Greek, Russian, Ukrainian, Turkish, Catalan, Indonesian, Arabic, Hebrew and Hindi. Croatian
is left out: its listopad is October, in Polish and Czech it is November; and so are the Arabic months of two words.
"""

ZEROS = (0x660, 0x6F0, 0x966, 0x9E6, 0xFF10)
PLAIN = {zero + value: str(value) for zero in ZEROS for value in range(10)} | dict.fromkeys(map(ord, VOWELS), "ə")
"""For str.translate(), before dates are looked for: our figures for those of Arabic, Persian, Hindi, Bengali and full
width, and a letter for each sign that Hindi and others write a vowel with inside a word, which is none for `\\w`.
"""
MONTH = {name.translate(PLAIN): number for number, names in NAMES.items() for name in names.split()}
