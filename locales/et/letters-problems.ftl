# Mis kirjal viga on: letter-problem-<key>, kirja koostamise lehel ja API vastustes.

## Saajad
letter-problem-no-recipient = Sisestage, kes kirja saab: väljal „Saaja“ peab olema vähemalt üks aadress.
letter-problem-too-many-recipients = Kirjal on { $count } saajat. Lubatud on kuni { $limit }, koopiad kaasa arvatud.
letter-problem-address-missing = Aadress puudub.
letter-problem-address-at = „{ $text }“ ei ole e-posti aadress: see on kujul nimi@ettevote.ee.
letter-problem-address-local = Aadressis „{ $text }“ on midagi valesti enne märki @: tühik, liigne punkt või märk, mida aadressis olla ei saa.
letter-problem-address-domain = Aadressis „{ $text }“ on midagi valesti pärast märki @: domeen on kujul ettevote.ee.
letter-problem-address-too-long = Aadress „{ $text }“ on liiga pikk.
letter-problem-display-name-too-long = Saaja nimi on liiga pikk: kuni 120 märki.
letter-problem-display-name-invisible = Saaja nimes on nähtamatu märk, näiteks reavahetus. Sisestage nimi uuesti.

## Teema ja tekst
letter-problem-subject-invisible = Teemas on reavahetus või muu nähtamatu märk. Sisestage teema uuesti.
letter-problem-subject-too-long = Teema on liiga pikk: kuni { $limit } märki.
letter-problem-empty = Kiri on tühi: kirjutage tekst või lisage fail.
letter-problem-control-character = Tekstis on märk, mida ei saa saata ({ $code }). See võis tulla kaasa kleebitud tekstiga.
letter-problem-text-too-long = Tekst on liiga pikk: kuni { $limit }. Lisage see failina.

## Failid
letter-problem-too-many-attachments = Kirjaga on kaasas { $count } faili. Lubatud on kuni { $limit }.
letter-problem-attachment-name = Selline failinimi ei sobi: 1 kuni { $limit } märki, ilma kaldkriipsude ja reavahetusteta.
letter-problem-attachment-media-type = Selline failitüüp ei sobi: see on kujul application/pdf.
letter-problem-attachment-hash = Faili kontrollsumma ei ole SHA-256: 64 kuueteistkümnendnumbrit.
letter-problem-attachment-too-large = Faili suurus on { $size }. Ühe faili suurus võib olla kuni { $limit }.
letter-problem-too-large = Kirja suurus koos failidega on { $size }. Lubatud on kuni { $limit } ja saajate serverid võtavad sageli vastu vähem.

## Programmi antud kirjad
letter-problem-attachment-either = Failil on kas kontrollsumma (hash) või sisu (content): üks neist kahest.
letter-problem-attachment-content = Faili sisu ei ole base64-kujul.
letter-problem-attachment-missing = Sellise kontrollsummaga faili ei ole (enam). Laadige see enne üles.
letter-problem-reference = Selline viide ei sobi: 1 kuni 120 baiti nähtavat teksti ilma tühikuteta.
letter-problem-time = See ei ole kellaaeg: see on kujul 2026-11-22T10:14:00Z.
letter-problem-send-at-too-late = Saatmise aeg on liiga kaugel: kuni aasta ette.
letter-problem-deadline-too-early = Tähtaeg on juba möödas või on enne saatmise aega.
letter-problem-replaces = Kirja asendatakse selle id järgi ja ainult üksiku kirjaga.
