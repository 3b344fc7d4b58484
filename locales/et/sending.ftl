# Kirja kirjutamine ja massmeilid.

## Kiri
compose-title = Uus kiri
compose-title-draft = Pooleli kiri
compose-saved-at = Salvestatud { $when }
compose-to = Saajad
compose-to-hint = Mitu aadressi eraldage komadega.
compose-copies = Koopia ja pimekoopia
compose-copy = Koopia
compose-blind-copy = Pimekoopia
compose-blind-copy-unseen = Pimekoopia (seda teised ei näe)
compose-also = Seadistuste järgi saab koopia ka { $addresses }.
compose-subject = Teema
compose-no-subject = (teemata)
compose-text = Kirja tekst
compose-look-hint = Portaal andis kirjale kujunduse. See läheb kaasa, kuni te teksti ei muuda. Muudetud tekst läheb teele kujunduseta.
compose-files = Failid
compose-files-hint = Üks fail kuni { $file } MB, kiri koos failidega kuni { $letter } MB.
compose-attach = Lisa
compose-remove = Eemalda
compose-send = Saada
compose-preview = Eelvaade
compose-save = Salvesta mustand
compose-delete = Kustuta kiri
compose-delete-sure = Kirja tekst ja failid kaovad. Tagasi neid ei saa.
compose-delete-button = Kustuta
compose-not-ready = Saata saab siis, kui seadistused on korras. Kirja võite seni valmis kirjutada: see jääb alles.
compose-to-settings = Ava seadistused
size-kb = { $n } KB
size-mb = { $n } MB

compose-said-saved = Mustand on salvestatud.
compose-said-attached = Failid on lisatud.
compose-said-removed = Fail on eemaldatud.
compose-look-lost = Te muutsite teksti. Nüüd läheb kiri teele lihttekstina, portaali kujunduseta. Kujunduse saate tagasi, kui avate kirja portaalist uuesti.
compose-changed = Kirja muudeti vahepeal teises aknas. Nii läheb see nüüd teele: vaadake üle ja saatke.
compose-overtaken = Seda kirja muudeti vahepeal teises aknas. Siin on see, mida te praegu kirjutasite. Kui salvestate nüüd uuesti, jääb kehtima see.
compose-gone = Seda kirja enam mustandite hulgas ei ole: see saadeti või kustutati vahepeal. Siin on see, mida te kirjutasite. Kui salvestate, tekib uus mustand.
compose-too-many = Mustandeid on juba { $most }. Kustutage mõni vana, siis saab uue salvestada. Siia kirjutatu on alles, kuni te selle lehe avatuna hoiate.
compose-full = Teie mustandid võtavad juba { $most } MB ja selle jaoks enam ruumi ei ole. Kustutage mõni vana mustand või fail, siis saab salvestada. Siia kirjutatu on alles, kuni te selle lehe avatuna hoiate.
compose-refused-not-ready = Kiri ei läinud teele: seadistused pole korras. Kiri on salvestatud.
compose-already-sent = See kiri on juba saadetud, aga teise sisuga. Et saata ka see, vajutage uuesti „Saada“.

## Mis on failiga valesti
letter-file-too-large = Fail „{ $name }“ on liiga suur ja jäi lisamata. Üks fail võib olla kuni { $most }.
letter-files-full = Fail „{ $name }“ jäi lisamata: teie ettevõttel on liiga palju faile, mis pole veel ühegi kirjaga teele läinud. Arvesse lähevad ka vanade mustandite failid; ülejäänud kustutatakse mõne päeva pärast.
letter-file-name = Ühe faili nimi ei sobi kirja külge. Andke failile lihtsam nimi ja lisage see uuesti.
letter-file-of = { $name }: { $problem }
letter-file-gone = Ühte faili enam ei ole. Eemaldage see ja lisage uuesti.

compose-preview-title = Eelvaade
compose-preview-lead = Nii jõuab kiri saajani.
compose-preview-look = Kaasa läheb portaali kujundus. Siin näete sama kirja tekstina.
compose-edit = Muuda

compose-sent-title = Kiri on teel
compose-sent-lead = { $n ->
    [one] Kiri anti saatmisele, saajaid on üks.
   *[other] Kiri anti saatmisele, saajaid on { $n }.
}
compose-sent-back = Tagasi portaali
compose-sent-back-to = Tagasi: { $portal }
compose-sent-see = Vaata, mis kirjast sai

## Mustandid
drafts-title = Mustandid
drafts-lead = Kirjad, mis on pooleli. Neid näete ainult teie.
drafts-empty = Pooleli kirju ei ole.
drafts-no-one = saaja kirjutamata
drafts-more = ja veel { $count }
drafts-files = Faile
drafts-saved = Salvestatud
drafts-new = Kirjuta uus kiri
drafts-said-deleted = Kiri on kustutatud.
drafts-said-gone = Seda kirja enam mustandite hulgas ei ole: see saadeti või kustutati juba varem.

## Massmeilid
batches-title = Massmeilid
batches-lead = Palju kirju korraga: arved kõigile klientidele, teated. Siin näete, kui kaugel need on.
batches-empty = Massmeile veel ei ole. Need tulevad siia portaalist, kui saadate seal palju kirju korraga.
batches-column-name = Nimi
batches-column-accepted = Millal tuli
batches-column-state = Seis
batches-column-progress = Tehtud

batch-state-not-started = Ootab teie luba
batch-state-running = Saadan
batch-state-held = Seisab
batch-state-paused = Peatatud
batch-state-canceled = Katkestatud
batch-state-done = Kõik saadetud
batch-state-done-failed = Lõppenud, osa jäi saatmata
batch-state-done-bounced = Lõppenud, osa tuli tagasi
batch-state-done-in-doubt = Lõppenud, osa on kahtlane
batch-accepted = Tuli portaalist { $when }
batch-accepted-by = { $person }, tuli portaalist { $when }
batch-ended = Lõppes { $when }
batch-letters = Kirju
batch-through = Saadab
batch-takes = Aega kulub
batch-takes-unknown = Täpselt ei tea: server ei ütle, kui kiiresti tohib saata. Tavaliselt mõne minutiga.
batch-ends = Kui alustate kohe, läheb viimane kiri teele { $at }.
batch-advice-reply-to = Portaali serveri kaudu läheks kõik teele mõne minutiga. Saatja oleks siis portaali aadress ja vastused jõuaksid teieni. Selleks valige seadistustes „Portaali serverist, vastused teile“.
pace-unknown = Kiiruse piiri me ei tea.
duration-moment = alla minuti
duration-minutes = { $n ->
    [one] umbes 1 minut
   *[other] umbes { $n } minutit
}
duration-hours = { $n ->
    [one] umbes 1 tund
   *[other] umbes { $n } tundi
}
duration-days = { $n ->
    [one] umbes 1 päev
   *[other] umbes { $n } päeva
}
percent = { $n } %
batch-done-of = { $done } / { $all }
batch-sent = Saadetud
batch-waiting = Ootel
batch-failed = Saatmata
batch-bounced = Tuli tagasi
batch-in-doubt = Kahtlased
batch-canceled = Katkestatud
rate-minute = { $n ->
    [one] Praegu läheb minutis umbes 1 kiri.
   *[other] Praegu läheb minutis umbes { $n } kirja.
}
rate-hour = { $n ->
    [one] Praegu läheb tunnis umbes 1 kiri.
   *[other] Praegu läheb tunnis umbes { $n } kirja.
}
batch-left = Aega kulub veel { $duration }: viimane kiri läheb teele { $at }.
batch-held = Saatmine seisab alates { $since }: { $server }
batch-held-do = Kirjad ootavad ja ükski ei lähe kaotsi. Kui viga on parandatud, läheb saatmine ise edasi.
batch-trouble = Serveriga on häireid alates { $since }: { $server }
batch-trouble-again = Proovime ise uuesti { $when }. Teie midagi tegema ei pea.
batch-start = Alusta saatmist
batch-pause = Peata
batch-go-on = Jätka
batch-refresh = Värskenda
batch-see-letters = Vaata kirju
batch-csv = Laadi alla tabelina (CSV)
batch-cancel = Katkesta saatmine
batch-cancel-sure = Kirjad, mis veel ootavad, jäävad saatmata. Juba saadetuid tagasi ei saa. Katkestatud saatmist jätkata ei saa: ajutiseks peatamiseks on „Peata“.
batch-cancel-sure-before = Ükski kiri ei lähe teele. Hiljem seda massmeili enam alustada ei saa.
batch-cancel-button = Katkesta
batch-letters-n = { $n ->
    [one] 1 kiri
   *[other] { $n } kirja
}
batch-failed-title = { $n ->
    [one] 1 kiri jäi saatmata
   *[other] { $n } kirja jäi saatmata
}
batch-resend = { $n ->
    [one] Saada uuesti see, mis saatmata jäi (1)
   *[other] Saada uuesti need, mis saatmata jäid ({ $n })
}
batch-resend-hint = Saadetud kirju teist korda ei saadeta. Kahtlaste üle otsustate eraldi.
batch-in-doubt-title = { $n ->
    [one] 1 kirja kohta me ei tea, kas see jõudis kohale
   *[other] { $n } kirja kohta me ei tea, kas need jõudsid kohale
}
batch-in-doubt-about = Ühendus katkes just siis, kui server pidi kättesaamist kinnitama. Ise me neid uuesti ei saada, et keegi ei saaks sama kirja kaks korda.
batch-in-doubt-see = Vaata ja otsusta

batch-said-started = Saatmine algas. Selle lehe võite kinni panna, saatmine läheb edasi.
batch-said-paused = Saatmine on peatatud. Kirjad, mis olid juba serverile üleandmisel, lähevad veel lõpuni.
batch-said-going-on = Saatmine läheb edasi.
batch-said-canceled = Saatmine on katkestatud.
batch-said-resent = Saatmata jäänud kirjad saadetakse uuesti.
batch-said-late = See ei olnud enam võimalik: seis muutus vahepeal. Siin on see, mis praegu on.
