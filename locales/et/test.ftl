# Proovikirja leht ja kiri ise.
test-title-running = Proovikiri on teel
test-title-passed = Proovikiri võeti vastu
test-title-failed = Proovikiri ei jõudnud teele
test-title-aborted = Kontroll jäi pooleli
test-lead-running = Kontrollime serverit samm-sammult. Tavaliselt kulub selleks mõni sekund.
test-lead-passed = Server { $server } võttis kirja vastu. Vaadake postkasti { $address }: kiri peaks seal varsti olema.
test-lead-aborted = Portaal taaskäivitus kontrolli ajal. Seaded on alles, saatke proovikiri uuesti.
test-what-to-do = Mida teha
test-meaning = Mida see tähendab
test-next = Mis edasi
test-passed-step1 = Avage oma postkast ja vaadake, kas proovikiri on kohal. Vaadake ka rämpsposti kausta.
test-passed-step2 = Kui kiri on kohal, võite arveid saata: seaded on korras.
test-passed-step3 = Kui kirja ei tule, näidake seda lehte oma IT-toele: vastuvõtmine on tõestatud, edasine tee on meiliserveri taga.
test-server-words = Serveri enda sõnad
test-transcript = Kogu jutuajamine serveriga (salasõnata)
test-transcript-us = meie
test-transcript-server = server
test-other-ports = Mis samas serveris veel vastab
test-other-port-yes = Port { $port } ({ $security }) vastab. Proovige seda.
test-other-port-no = Port { $port } ({ $security }) ei vasta.
test-guide = Näita sammhaaval, kuidas
test-enter-password = Sisesta uus salasõna
test-look-field = Vaata välja: { $field }
test-again-button = Proovi uuesti
test-back = Tagasi seadete juurde
test-refresh = Värskenda
test-refresh-hint = Kontroll veel käib. Värskendage lehte, et näha tulemust.
test-stages = Etapid
test-verdict-for = Kehtib täpselt nende seadete kohta: { $server }, port { $port }, { $security }, saatja { $sender }.
test-unknown-provider-name = server { $server }
test-word-unknown = teadmata
test-not-ready = Enne proovikirja salvestage oma meiliserveri seaded ja salasõna.
test-secret-unreadable = Salvestatud salasõna ei saa enam avada. Sisestage see uuesti.
test-too-many = Viimase tunni jooksul on tehtud juba { $count } proovi. Oodake veidi: sagedased katsed võivad teie postkasti lukku panna.

stage-policy = Lubatud siht
stage-dns = Nimi leitud
stage-connect = Ühendus
stage-greeting = Tervitus
stage-tls = Krüpteering
stage-ehlo = Serveri võimalused
stage-auth = Sisselogimine
stage-mail-from = Saatja
stage-rcpt-to = Saaja
stage-data = Kirja sisu
stage-accepted = Vastu võetud

outcome-passed = korras
outcome-failed = peatus siin
outcome-skipped = pole vaja
outcome-running = käib
outcome-waiting = ootab
outcome-not-reached = ei jõudnud siiani

detail-addresses = { $host } → { $list }
detail-peer = { $address }
detail-tls = { $version } · sertifikaat { $subject }, väljastaja { $issuer }, kehtib kuni { $until }
detail-tls-untrusted = Sertifikaat: { $subject }, väljastaja { $issuer }, kehtib { $from } kuni { $until }
detail-extensions-size = { $list } · kuni { $megabytes } MB
detail-extensions = { $list }
detail-mechanism = viis: { $name }
detail-skipped-auth = Kasutajanime pole, sisselogimist ei küsitud.
detail-answer = { $text }

## Kiri
letter-subject = Proovikiri portaalist: seaded töötavad
letter-body-portal =
    Tere, { $name }!

    See on proovikiri, mille saatsite ise portaali lehelt „Kirjade saatmine“.
    Kui te seda loete, siis portaali server saadab teie kirju.

    Saatja: { $sender }

    Sellele kirjale ei ole vaja vastata.

letter-body =
    Tere, { $name }!

    See on proovikiri, mille saatsite ise portaali lehelt „Kirjade saatmine“.
    Kui te seda loete, siis teie meiliserveri seaded töötavad.

    Server: { $server }
    Port: { $port }
    Krüpteering: { $security }
    Saatja: { $sender }

    Sellele kirjale ei ole vaja vastata.
