# Sündmused: mis saadetud kirjade kohta tagasi tuli.
letters-events-title = Sündmused
letters-events-lead = Mis saadetud kirjade kohta tagasi tuli: kirjad, mis ei jõudnud kohale, automaatvastused ja inimeste vastused.

## Mis see on
events-kind-bounce = Tuli tagasi
events-kind-delayed = Viibib
events-kind-delivered = Kohal
events-kind-feedback-loop = Kaebus
events-kind-automatic-reply = Automaatvastus
events-kind-real-reply = Vastus
events-set-aside = Kõrvale jäetud

events-title-bounce = Kiri tuli tagasi
events-title-delayed = Kiri viibib
events-title-delivered = Kiri jõudis kohale
events-title-feedback-loop = Saaja märkis kirja soovimatuks
events-title-automatic-reply = Tuli automaatvastus
events-title-real-reply = Kirjale vastati
events-title-set-aside = Teade jäeti kõrvale

events-what-bounce = Kiri ei jõudnud saajani ja rohkem seda ise ei proovita.
events-what-delayed = Kiri ei ole veel kohal, aga server proovib edasi.
    .meaning = Saaja server ei võta kirja praegu vastu. Server, mille kaudu kiri läks, proovib ise uuesti, enamasti mitu päeva.
    .step1 = Teil ei ole vaja midagi teha. Kui kiri kohale ei jõua, tuleb selle kohta uus teade ja kiri läheb seisu „Tuli tagasi“.
    .step2 = Kui kirjaga on kiire, helistage saajale või saatke see tema teisele aadressile.
events-what-delivered = Server kinnitas, et kiri on üle antud, edasi saadetud või loetud.
events-what-feedback-loop = Saaja vajutas oma postkastis nuppu „Rämpspost“ või kaebas kirja üle.
    .meaning = Kiri ise jõudis kohale. Kui kaebusi on palju, hakkavad serverid ka teisi teie kirju tagasi lükkama.
    .step1 = Ärge saatke sellele inimesele enam reklaami ega uudiskirju.
    .step2 = Kui see oli arve, helistage saajale ja küsige, mis aadressile ja mis kujul ta arveid soovib.
events-what-automatic-reply = Selle kirjutas programm, mitte inimene: näiteks et saaja on puhkusel.
    .meaning = Enamasti tähendab see, et kiri on kohal.
    .step1 = Lugege allpool, mis vastuses öeldakse. Kui seal on teine aadress või on postkast suletud, saatke kiri õigele aadressile.
events-what-real-reply = Inimene kirjutas vastuse sündmuste postkasti.

## Nimekiri
events-empty = Tagasi ei ole veel midagi tulnud.
events-empty-hint = Kui mõni kiri saajani ei jõua, näete siin, miks, ja mida teha.
events-no-match = Selliseid sündmusi ei ole. Otsige lühema sõna järgi või pikema aja kohta.
events-filter = Otsing sündmustest
events-filter-search = Saaja või teema
events-filter-person = Kelle kirjad
events-kinds = Sündmused liigi järgi
events-causes = Miks kirjad tagasi tulid
events-narrowed-letter = Ainult ühe kirja kohta.
events-narrowed-batch = Ainult massmeil „{ $what }“.
events-column-about = Kelle kohta
events-column-what = Mis tuli
events-column-letter = Kiri
events-column-when = Millal tuli
events-unknown-person = saaja on teadmata
events-unknown-letter = kiri on teadmata
events-set-aside-about = Need teated jäeti kõrvale, sest neid ei saa uskuda. Ühegi kirja seis nende pärast ei muutunud.
events-help = Põhjused lihtsas keeles
events-export = Laadi tabelina alla (CSV)
events-export-cut = Fail lõpeb siin: korraga saab alla laadida kuni 100 000 sündmust. Valige lühem aeg.
events-csv-cause = Põhjus
events-csv-status = Olekukood
events-csv-reply = Vastuse kood
events-csv-evidence = Rida, mis seda ütles
events-csv-reporter = Kes teatas
events-csv-subject = Teate teema
events-csv-set-aside = Miks kõrvale jäeti

## Üks sündmus
events-open-letter = Ava kiri
events-mend-letter = Ava kiri: paranda aadress või saada uuesti
events-facts = Lühidalt
events-recipient = Saaja
events-named-recipient = Teates nimetatud saaja
events-letter = Kiri
events-batch = Massmeil
events-cause = Põhjus
events-claims = Väidetav põhjus
events-hard = Aadress ise
events-hard-yes = ei tööta: ka järgmine kiri tuleks tagasi
events-reporter = Kes teatas
events-codes = Koodid
events-evidence = Rida, mis seda ütles
events-clue = Kuidas kiri leiti
events-clue-return-path = teade tuli kirja enda tagastusaadressile, mille oleme allkirjastanud
events-clue-envelope-id = teates on saatmisel kaasa pandud tunnus, mille oleme allkirjastanud
events-clue-message-id = teates on kirja enda tunnus (Message-ID)
events-source = Kust see tuli
events-source-smtp = sündmuste postkastist
events-source-api = portaali kaudu (API)
events-source-imap = kasutaja postkastist
events-from = Teate saatja
events-subject = Teate teema
events-when = Millal tuli
events-times = Mitu korda tuli
events-changed = Kirja seis muutus selle teate järgi.
events-others = Sama teade räägib ka neist
events-set-aside-title = Seda teadet me ei usu
events-set-aside-nothing = Sellepärast ei muutnud see midagi: kirjade seis on sama mis enne. Alles hoiame seda siin ainult vaatamiseks.
events-distrust-signature = Teade nimetab küll meie kirja, aga märk, mille järgi me oma kirju tunneme, ei ole meie tehtud. Teade võib olla võltsitud.
events-distrust-other-company = Teade nimetab kirja, mida teie firma ei ole saatnud.
events-distrust-replayed = Täpselt sama teade on siin juba kord olnud.
events-distrust-not-sent = Teade räägib kirjast, mida ei olnud selleks ajaks veel saadetud.
events-distrust-other-recipient = Teade räägib saajast, kellele seda kirja ei saadetud.
events-distrust-no-letter = Teates ei ole midagi, mille järgi oleks näha, millise saadetud kirja kohta see käib.

events-passed-on = Edasi saadetud
events-passed-on-to = aadressile { $address }
events-passed-on-about = Vastus saadeti edasi nii, nagu see tuli. Vastake saajale oma postkastist.
events-passed-on-waits = veel mitte, kohe saadame
events-passed-on-nobody = ei: firmas ei ole kedagi, kellele see saata. Lugege vastust siit.
events-passed-on-no-relay = ei: portaali server ei saada praegu kirju. Lugege vastust siit.
events-passed-on-not-possible = ei: vastus on liiga suur või ei ole enam loetav. Kui see on alles, laadige see siit alla.

events-returned = Tagasi tulnud kirja päised
events-returned-about = Nii oli kirja päis siis, kui see tagasi saadeti. IT-tugi näeb siit, mis teed kiri käis.
events-returned-open = Näita päiseid
events-returned-cut = Näidatakse esimesi { $n } rida.
events-header = Päis
events-value = Sisu
events-reply = Mida vastati
events-mail = Teade ise
events-mail-about = Teade on siin tekstina, nii nagu see tuli. Selles olevaid linke ja faile avage ettevaatlikult: neid ei ole keegi kontrollinud.
events-mail-open = Näita teadet tervikuna
events-mail-cut = Siin on ainult algus. Tervikuna saate teate alla laadida.
events-mail-download = Laadi teade alla (.eml)
events-mail-gone = Teate tekst on tähtaja möödudes kustutatud. Mis kirjast sai, on alles.
events-mail-others = Teade räägib ka teiste kasutajate kirjadest. Seda näeb tervikuna ainult administraator.

## Kirja, massmeili ja ülevaate juures
events-at-letter = Mis selle kirja kohta tagasi tuli
events-at-letter-all = Näita kõiki ({ $n })
batch-returned-title = { $n ->
    [one] 1 kiri { $all }-st tuli tagasi
   *[other] { $n } kirja { $all }-st tuli tagasi
}
batch-returned-about = Server võttis need kirjad vastu, aga hiljem tuli teade, et need ei jõudnud saajani. Iga kirja juures saate aadressi parandada ja ainult selle kirja uuesti saata.
batch-returned-events = Vaata, mis tagasi tuli
overview-returned = Miks kirjad viimasel ajal tagasi tulid
overview-returned-events = Vaata kõiki sündmusi

## Hoiatus enne saatmist
compose-bad-addresses = Mõnele saajale varem saadetud kirjad kohale ei jõudnud. Vaadake üle; saata võite ikka.
bad-title = { $n ->
    [one] 1 aadressile kirjad ei jõudnud
   *[other] { $n } aadressile kirjad ei jõudnud
}
bad-title-of = { $n ->
    [one] 1 kiri { $all }-st läheb aadressile, kuhu kirjad ei jõudnud
   *[other] { $n } kirja { $all }-st läheb aadressidele, kuhu kirjad ei jõudnud
}
bad-about = Saata võite ikka: see on ainult hoiatus. Kui aadress on vahepeal parandatud või postkast avatud, öelge seda siin.
bad-times = { $n ->
    [one] Ei jõudnud 1 kord, viimati { $when }.
   *[other] Ei jõudnud { $n } korda, viimati { $when }.
}
bad-noted = Enne järgmist kirja sellele aadressile hoiatame teid.
bad-events = Vaata, mis tagasi tuli
bad-forget = Aadress on jälle õige
bad-more = { $n ->
    [one] Ja veel 1 aadress.
   *[other] Ja veel { $n } aadressi.
}
bad-looked = Üle vaadati esimesed { $n } kirja.
bad-said-forgotten = Märgitud: aadress on jälle õige ja selle eest enam ei hoiatata.
bad-said-known = Selle aadressi kohta hoiatust enam ei olnud.

## Abileht
came-back-title = Mis tagasi tuli: põhjused ja mida teha
came-back-lead = Kui kiri saajani ei jõua, saadab tema server selle kohta teate. Need teated on sageli pikad ja ingliskeelsed. Meie loeme need läbi ja ütleme põhjuse siin kirjas olevate sõnadega.
came-back-link = Kirjad, mis tagasi tulevad: põhjused lihtsas keeles
came-back-kinds = Mis veel tagasi tuleb
came-back-set-aside = Kõrvale jäetud teated
came-back-set-aside-about = Igaüks võib saata kirja, mis näeb välja nagu teade kohale jõudmata kirjast. Sellepärast muudab teade kirja seisu ainult siis, kui selles on märk, mille järgi me oma kirja tunneme. Muud teated jäetakse kõrvale: neid näete, aga need ei muuda midagi.
