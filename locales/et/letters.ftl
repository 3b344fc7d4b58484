# Kirjade lehed: mis igast kirjast sai.
letters-log-title = Kirjad
letters-log-lead = „Saadetud“ tähendab, et meiliserver võttis kirja vastu ja viib selle edasi. Kas saaja on kirja avanud, seda me ei tea.
letters-overview-title = Ülevaade
letters-overview-title-company = { $company }: ülevaade
letters-overview-lead = Kuidas kirjad praegu teele lähevad.
letters-doubt-title = Kirjad, mille kohta ei ole teada, kas need läksid kohale
letters-doubt-lead = Nende kohta peate otsustama teie: ise me neid uuesti ei saada.
letters-no-subject = (teemata)
letters-cause-unknown = Põhjus on teadmata ({ $cause }).
letters-relay-trouble = Portaali server ei saada praegu kirju välja.
letters-relay-trouble-meaning = Viga ei ole teie kirjas ega seadetes. Portaali haldaja näeb seda ja tegeleb sellega; teil ei ole vaja midagi teha.

## Seisud
letters-state-waiting = Ootab
letters-state-sending = Saatmisel
letters-state-sent = Saadetud
letters-state-failed = Ei läinud teele
letters-state-bounced = Tuli tagasi
letters-state-in-doubt = Teadmata
letters-state-paused = Peatatud
letters-state-canceled = Tühistatud
letters-waits-turn = Järjekorras, läheb kohe teele.
letters-waits-planned = Läheb teele { $when }.
letters-waits-again = Proovime uuesti { $when }.
letters-waits-next = Järgmine läheb { $when }.
letters-waits-held = Ootab, kuni seaded on parandatud.
letters-rate-hour = { $who } lubab { $n } kirja tunnis.
letters-rate-minute = { $who } lubab { $n } kirja minutis.
letters-rate-seconds = { $who } lubab ühe kirja iga { $n } sekundi järel.
letters-rate-day = { $who } lubab { $n } kirja ööpäevas.
letters-rate-unknown = { $who } laseb kirju läbi aegamisi.

## Mis just juhtus
letters-said-resent = Kiri läheb kohe uuesti teele.
letters-said-mended = Kiri läheb kohe teele uuele aadressile. See siin on uus kiri.
letters-said-canceled = Tühistatud: see kiri teele ei lähe.
letters-said-settled-sent = Otsustatud: kiri loetakse saadetuks.
letters-said-settled-failed = Otsustatud: kiri loetakse saatmata jäänuks ja seda uuesti ei saadeta.
letters-said-retried = Proovime kohe uuesti. Mõne hetke pärast näete siin, kas õnnestus.
letters-said-nothing-held = Siin ei ole enam midagi kinni: kirjad juba lähevad.
letters-said-faster = Keegi jõudis ette või läks kiri vahepeal teele. Siin on see, mis nüüd kehtib; midagi ei muutunud.
letters-said-content-gone = Kirja sisu on tähtaja möödudes kustutatud, seda uuesti saata ei saa.
letters-said-not-ready = Praeguste seadetega ei lähe ükski kiri teele. Vaadake enne seaded üle.

## Logi
log-column-to = Saaja
log-column-subject = Teema
log-column-state = Seis
log-column-user = Kelle kiri
log-column-when = Antud üle
log-empty = Siin ei ole veel ühtegi kirja.
log-empty-hint = Kui saadate portaalist arve või kirja, näete siin kohe, mis sellest sai.
log-no-match = Selliseid kirju ei ole. Otsige lühema sõna järgi või pikema aja kohta.
log-filter = Otsing kirjadest
log-filter-search = Saaja või teema
log-filter-person = Kelle kirjad
log-filter-from = Alates
log-filter-until = Kuni
log-filter-button = Otsi
log-filter-clear = Näita kõiki
log-narrowed-batch = Ainult massmeil „{ $what }“.
log-narrowed-cause = Ainult need: { $what }
log-narrowed-all = Näita kõiki
log-states = Kirjad seisu järgi
log-all = Kõik
log-export = Laadi tabelina alla (CSV)
log-export-cut = Fail lõpeb siin: korraga saab alla laadida kuni 100 000 kirja. Valige lühem aeg.
log-csv-why = Põhjus
log-csv-attempts = Katseid
log-csv-since = Seis alates
log-csv-batch = Massmeil
log-csv-reference = Portaali tunnus

## Üks kiri
one-title-waiting = Kiri ootab
one-title-sending = Kiri on saatmisel
one-title-sent = Kiri on saadetud
one-title-failed = Kiri ei läinud teele
one-title-bounced = Kiri tuli tagasi
one-title-in-doubt = Ei ole teada, kas kiri läks kohale
one-title-paused = Kiri on peatatud
one-title-canceled = Kiri on tühistatud
one-lead-waiting = Kiri läheb teele ise, teil ei ole vaja midagi teha.
one-lead-sending = Kirja antakse praegu meiliserverile üle.
one-lead-sent = Meiliserver võttis kirja vastu { $when }. Siit edasi viib see kirja aadressile { $recipient }.
one-lead-failed = Kiri aadressile { $recipient } jäi saatmata.
one-lead-bounced = Meiliserver võttis kirja vastu, aga hiljem tuli teade, et aadressile { $recipient } see ei jõudnud.
one-lead-in-doubt = Ühendus katkes pärast seda, kui kiri oli üle antud. Võib-olla jõudis see aadressile { $recipient }, võib-olla mitte.
one-lead-paused = Massmeil on peatatud. Kiri läheb teele, kui keegi saatmist jätkab.
one-lead-canceled = Keegi tühistas selle kirja { $when }. Teele see ei läinud.
one-facts = Kokkuvõte
one-created = Antud üle
one-since = Praegune seis alates
one-deadline = Proovime kuni
one-batch = Massmeil
one-reference = Portaali tunnus
one-role-to = saaja
one-role-copy = koopia
one-role-blind-copy = pimekoopia
one-replaced-by = Selle asemel saadeti kiri parandatud aadressile.
one-replaced-by-link = Vaata uut kirja
one-replaces = See kiri saadeti teise asemel, mille aadress oli vale.
one-replaces-link = Vaata esialgset
one-others = Sama kirja teised saajad
one-act-resend = Saada uuesti
one-act-cancel = Ära saada
one-act-arrived = Läks kohale
one-act-not-arrived = Ei läinud ega lähegi
one-act-resend-hint = Uuesti läheb täpselt sama kiri samale aadressile.
one-act-doubt-hint = Kui kiri siiski kohale jõudis ja te selle uuesti saadate, saab klient kaks ühesugust kirja.
one-mend = Paranda aadress ja saada uuesti
one-mend-address = Õige aadress
one-mend-hint = Uus kiri läheb ainult sellele aadressile, sama sisu ja samade failidega.
one-mend-button = Saada sellele aadressile
one-history = Mis on tehtud
one-untried = Saata ei ole veel proovitud.
one-tried-sent = { $n }. katse: meiliserver võttis vastu
one-tried-deferred = { $n }. katse: praegu ei õnnestunud
one-tried-failed = { $n }. katse: ei läinud teele
one-tried-bounced = Kiri tuli tagasi
one-tried-in-doubt = { $n }. katse: vastust ei tulnud
one-tried-settled-sent = { $by } otsustas: läks kohale
one-tried-resent = { $by } palus uuesti saata
one-somebody = Keegi
one-letter = Kiri ise
one-content-gone = Kirja sisu on tähtaja möödudes kustutatud. Alles on see, mis kirjast sai.
one-from = Saatja
one-reply-to = Vastused
one-to = Saaja
one-copy = Koopia
one-no-text = Kirjas teksti ei ole.
one-from-html = Saaja näeb seda kirja kujundatult; siin on ainult tekst.
one-files = Failid

mend-address-missing = Kirjutage saaja õige aadress, näiteks klient@naidis.ee.
mend-address-at = Saaja aadressis peab olema üks @, näiteks klient@naidis.ee.
mend-address-local = Saaja aadressis enne @-märki on mõni märk, mida seal olla ei saa.
mend-address-domain = Saaja aadressi lõpp pärast @-märki ei ole õige, see peab olema näiteks naidis.ee.
mend-address-too-long = Saaja aadress on liiga pikk. Vaadake, ega sinna midagi muud ei kleepunud.
mend-address-same = See on sama aadress, mis enne. Parandage see või vajutage „Saada uuesti“.
mend-address-already = Sellele aadressile on see kiri juba saadetud. Kirjutage teine.

## Teadmata saatusega kirjad
doubt-notice = { $n ->
    [one] 1 kirja kohta ei ole teada, kas see läks kohale.
   *[other] { $n } kirja kohta ei ole teada, kas need läksid kohale.
}
doubt-notice-link = Otsusta, mis edasi
doubt-meaning = Ühendus katkes pärast seda, kui kiri oli meiliserverile üle antud, aga enne, kui server vastas. Kiri võis kohale jõuda. Uuesti saates võib klient saada kaks ühesugust kirja.
doubt-step1 = Küsige kliendilt, kas kiri on kohal, või vaadake oma postkasti kausta „Saadetud“.
doubt-step2 = Kui kiri on kohal, vajutage „Läks kohale“.
doubt-step3 = Kui ei ole, vajutage „Saada uuesti“; kui seda kirja enam vaja ei ole, siis „Ei läinud ega lähegi“.
doubt-empty = Selliseid kirju ei ole: iga kirja kohta on teada, mis sellest sai.
doubt-total = { $n ->
    [one] 1 kiri ootab teie otsust.
   *[other] { $n } kirja ootab teie otsust.
}
doubt-chosen = Märgitud kirjadega
doubt-nothing-chosen = Märkige vähemalt üks kiri.
doubt-said-resent = { $n ->
    [one] 1 kiri läheb kohe uuesti teele.
   *[other] { $n } kirja läheb kohe uuesti teele.
}
doubt-said-settled-sent = { $n ->
    [one] 1 kiri loetakse saadetuks.
   *[other] { $n } kirja loetakse saadetuks.
}
doubt-said-settled-failed = { $n ->
    [one] 1 kiri loetakse saatmata jäänuks.
   *[other] { $n } kirja loetakse saatmata jäänuks.
}
doubt-said-missed = { $n ->
    [one] 1 kirja kohta oli keegi juba otsustanud.
   *[other] { $n } kirja kohta oli keegi juba otsustanud.
}

## Ülevaade
days-sent = Saadetud
days-today = Täna
days-seven = 7 päeva
days-all = 30 päeva
days-open = Teel
days-title = Kirjad päeva kaupa
days-empty = Viimase 30 päeva jooksul ei ole ühtegi kirja.
days-about = Kirjad päeva kaupa { $from } kuni { $until }: kokku { $n }, kõige rohkem { $most } päevas. Samad arvud on tabelis.
days-most = { $n ->
    [one] kõige rohkem 1 kiri päevas
   *[other] kõige rohkem { $n } kirja päevas
}
days-table = Näita arve tabelina
days-day = Päev
accounts-title = Mis kirju kinni hoiab
accounts-held = Kinni alates { $when }
accounts-trouble = Ei vasta alates { $when }
accounts-pace = Saadab pakkuja lubatud kiirusega
accounts-works = Töötab
accounts-waiting = { $n ->
    [0] Ükski kiri ei oota.
    [one] Ootab 1 kiri.
   *[other] Ootab { $n } kirja.
}
accounts-retry = Proovi uuesti
accounts-settings = Ava seaded
overview-batches = Massmeilid, mis praegu lähevad
overview-batch-done = { $done } / { $total }
overview-failures = Miks kirjad viimasel ajal teele ei läinud
overview-letters = { $n ->
    [one] 1 kiri
   *[other] { $n } kirja
}

## Seadete lehel
held-badge = Kirjad ootavad
held-notice = { $n ->
    [0] Uued kirjad jäävad ootama.
    [one] 1 kiri ootab.
   *[other] { $n } kirja ootavad.
}
held-notice-link = Vaata, mis ootab
