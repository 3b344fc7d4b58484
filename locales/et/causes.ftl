### Miks kiri ei läinud: mis juhtus (sõnum), mida see tähendab (.meaning), mida teha (.step1 …).
### Muutujad on alati nimetavas käändes: nende ette käib sõna, mis käänet kannab.

## Siht ja serveri nimi

cause-destination-refused = Portaal ei loo ühendust serveriga { $server } pordil { $port }.
    .meaning = Portaal saadab kirju ainult portide kaudu, mille haldaja on avanud (tavaliselt 25, 465 ja 587), ja ainult serverile, millel on avalik nimi. IP-aadress ega majasisene nimi ei sobi.
    .step1 = Kirjutage väljale „Server“ meiliserveri täielik nimi, näiteks smtp.naidis.ee.
    .step2 = Valige port 465 ja krüpteering SSL/TLS või port 587 ja krüpteering STARTTLS.
    .step3 = Kui teie server vastab ainult muul pordil või ainult majasiseses võrgus, paluge IT-toel avada see avalikult pordil 465 või 587.

cause-address-refused = { cause-connect-timeout }
    .meaning = { cause-connect-timeout.meaning }
    .step1 = { cause-connect-timeout.step1 }
    .step2 = { cause-connect-timeout.step2 }
    .step3 = { cause-connect-timeout.step3 }
    .step4 = { cause-connect-timeout.step4 }

cause-name-not-found = Serverit nimega { $server } ei ole olemas.
    .meaning = Interneti nimeregister (DNS) sellist nime ei tunne. Enamasti on nimes kirjaviga.
    .step1 = Vaadake väljal „Server“ nimi täht-tähelt üle.
    .step2 = Kui te ei tea serveri nime, tühjendage see väli: portaal otsib serveri teie e-posti aadressi järgi.
    .step3 = Kui nimi tundub õige, küsige serveri täpne nimi oma meiliteenuse pakkujalt või IT-toelt.

cause-name-without-address = Nimi { $server } on olemas, aga selle taga ei ole ühtegi serverit.
    .meaning = Nimel puudub IP-aadress, millega ühendust luua. Sageli on väljale kirjutatud firma domeen, aga vaja on meiliserveri nime.
    .step1 = Kontrollige välja „Server“: vaja on näiteks nime smtp.naidis.ee, mitte naidis.ee.
    .step2 = Kui te ei tea serveri nime, tühjendage see väli: portaal otsib serveri teie e-posti aadressi järgi.
    .step3 = Kui ka see ei aita, küsige serveri nimi oma meiliteenuse pakkujalt või IT-toelt.

cause-name-lookup-failed = Serveri { $server } asukohta ei õnnestunud praegu leida.
    .meaning = Interneti nimeregister (DNS) ei vastanud õigel ajal või vastas veaga. Kas serveri nimi on õige, ei ole selle põhjal teada.
    .step1 = Oodake mõni minut ja saatke proovikiri uuesti.
    .step2 = Kui see kordub, kontrollige välja „Server“ ja paluge IT-toel vaadata üle domeeni nimeserverid.

## Ühendus

cause-connect-refused = Server { $server } ei võta pordil { $port } ühendust vastu.
    .meaning = Server on olemas, aga sellel pordil meiliteenust ei ole.
    .step1 = Valige port 465 ja krüpteering SSL/TLS või port 587 ja krüpteering STARTTLS.
    .step2 = Kontrollige välja „Server“: seal peab olema saatmise server. Nimi, mille alguses on imap või pop, on lugemiseks.
    .step3 = Kui andmed on pakkuja juhendi järgi õiged, küsige pakkujalt või IT-toelt, kas meiliteenus töötab.

cause-connect-timeout = Server { $server } ei vastanud pordil { $port }.
    .meaning = Portaal ootas, aga vastust ei tulnud. Tavaliselt on port vale või ei lase tulemüür (võrgu kaitse) portaali läbi. Ka võib server olla maas.
    .step1 = Kontrollige serveri nime ja porti. Tavaline paar on 465 ja SSL/TLS või 587 ja STARTTLS.
    .step2 = Proovige teist paari: kui praegu on 465, valige 587 ja STARTTLS. Kui praegu on 587, valige 465 ja SSL/TLS.
    .step3 = Kui server on teie firma oma, paluge IT-toel lubada tulemüüris portaali IP-aadressid. Need on: { $egress }.
    .step4 = Kui kõik on õige, oodake mõni minut ja saatke proovikiri uuesti.

cause-connect-unreachable = Võrk ei leidnud teed serverini { $server }.
    .meaning = Server võib olla internetist lahti ühendatud või on viga võrgus tema ja portaali vahel.
    .step1 = Oodake mõni minut ja saatke proovikiri uuesti.
    .step2 = Kontrollige väljal „Server“ serveri nime.
    .step3 = Kui see kordub, saatke see leht serveri haldajale või IT-toele.

cause-silent-server = Server { $server } võttis ühenduse vastu, aga jäi vait.
    .meaning = Meiliserver peab alguses tervitama, kuid tervitust ei tulnud. Server võib olla üle koormatud või on port { $port } muu teenuse jaoks.
    .step1 = Kontrollige paari: 465 käib kokku SSL/TLS-iga, 587 ja 25 STARTTLS-iga.
    .step2 = Kui paar on õige, oodake mõni minut ja saatke proovikiri uuesti.
    .step3 = Kui see kordub, küsige pakkujalt, kas tema server piirab portaali IP-aadresse. Need on: { $egress }.

cause-silent-wants-tls = Port { $port } tahab krüpteeringut SSL/TLS. Muul viisil jääb server vait.
    .meaning = Server { $server } ootab krüpteeritud ühendust esimesest hetkest.
    .step1 = Valige väljal „Krüpteering“ SSL/TLS.
    .step2 = Kirjutage salasõna uuesti (pärast muudatust küsib portaal seda kaitseks uuesti) ja vajutage „Salvesta ja saada proovikiri“.

## Krüpteering

cause-tls-against-plain = Valitud on SSL/TLS, aga pordil { $port } algab ühendus lahtiselt.
    .meaning = Server { $server } läheb sellel pordil krüpteeringule üle alles käsu STARTTLS peale.
    .step1 = Valige port 587 ja krüpteering STARTTLS.
    .step2 = Kui praegu on port 587 või 25 ja pakkuja juhendis on ka 465, võite valida hoopis 465 ja jätta krüpteeringuks SSL/TLS.
    .step3 = Kirjutage salasõna uuesti (pärast muudatust küsib portaal seda kaitseks uuesti) ja vajutage „Salvesta ja saada proovikiri“.

cause-plain-against-tls = Port { $port } on krüpteeritud algusest peale, aga SSL/TLS ei ole valitud.
    .meaning = Server { $server } vastas kohe krüpteeritult, portaal aga ootas tavalist tervitust.
    .step1 = Valige väljal „Krüpteering“ SSL/TLS.
    .step2 = Kirjutage salasõna uuesti (pärast muudatust küsib portaal seda kaitseks uuesti) ja vajutage „Salvesta ja saada proovikiri“.

cause-tls-too-old = Server { $server } oskab ainult vananenud krüpteeringut.
    .meaning = Server pakub TLS-i versiooni 1.1 või vanemat. Portaal nõuab versiooni 1.2 või uuemat, sest vanemad ei ole turvalised (RFC 8997). Salasõna ei saadetud.
    .step1 = Saatke see leht serveri haldajale või IT-toele: serveris tuleb lubada TLS 1.2 või 1.3.
    .step2 = Seni saatke kirju portaali serverist.

cause-certificate-expired = Serveri { $server } sertifikaat on aegunud.
    .meaning = Sertifikaat on serveri isikutunnistus. See kehtis kuni { $until }. Ilma selleta ei ole kindel, kas vastab õige server, seepärast salasõna ei saadetud.
    .step1 = Teatage sellest oma meiliteenuse pakkujale ({ $provider }) või serveri haldajale: sertifikaat tuleb uuendada.
    .step2 = Seadistusi muuta ei ole vaja. Kui sertifikaat on uuendatud, saatke proovikiri uuesti.
    .step3 = Seni saatke kirju portaali serverist.

cause-certificate-not-yet-valid = Serveri { $server } sertifikaat veel ei kehti.
    .meaning = Sertifikaat on serveri isikutunnistus. Selle kehtivus ei ole alanud, seepärast salasõna ei saadetud.
    .step1 = Teatage sellest oma meiliteenuse pakkujale ({ $provider }) või serveri haldajale: tuleb paigaldada kehtiv sertifikaat.
    .step2 = Seadistusi muuta ei ole vaja. Saatke proovikiri uuesti, kui sertifikaat on korras.

cause-certificate-wrong-name = Serveri { $server } sertifikaat on välja antud teisele nimele.
    .meaning = Sertifikaat on serveri isikutunnistus ja sellel on kirjas: { $names }. Portaal ei saa kindel olla, et vastab õige server, seepärast salasõna ei saadetud.
    .step1 = Võrrelge neid nimesid oma pakkuja juhendiga. Kui üks neist on seal saatmise serverina kirjas, kirjutage see väljale „Server“.
    .step2 = Kui ükski nimi ei ole tuttav, ärge midagi muutke, vaid küsige pakkujalt või IT-toelt serveri õiget nime.

cause-certificate-self-signed = Serveri { $server } sertifikaati ei ole keegi sõltumatu kinnitanud.
    .meaning = Sertifikaat on serveri isikutunnistus ja selle on server endale ise kirjutanud (iseallkirjastatud). Portaal ei saa kindel olla, et vastab õige server, seepärast salasõna ei saadetud.
    .step1 = Kontrollige väljal „Server“, kas nimi on täpselt selline nagu pakkuja juhendis.
    .step2 = Paluge serveri haldajal või IT-toel paigaldada avalikult usaldatud sertifikaat.
    .step3 = Seni saatke kirju portaali serverist.

cause-certificate-unknown-issuer = Serveri { $server } sertifikaadi andis välja keegi, keda portaal ei tunne.
    .meaning = Väljaandja on { $issuer }. See ei ole avalikult usaldatud või on serveril osa sertifikaate paigaldamata. Salasõna ei saadetud.
    .step1 = Saatke see leht serveri haldajale või IT-toele: paigaldada tuleb avalikult usaldatud sertifikaat koos vahesertifikaatidega.
    .step2 = Kontrollige väljal „Server“, kas nimi on täpselt selline nagu pakkuja juhendis.
    .step3 = Seni saatke kirju portaali serverist.

cause-certificate-revoked = Serveri { $server } sertifikaat on tühistatud.
    .meaning = Väljaandja ({ $issuer }) on selle tagasi võtnud. Sellist serverit ei saa usaldada, seepärast salasõna ei saadetud.
    .step1 = Teatage sellest kohe oma meiliteenuse pakkujale ({ $provider }) või serveri haldajale: sertifikaat tuleb vahetada.
    .step2 = Kuni see on vahetatud, saatke kirju portaali serverist.

cause-certificate-unusable = Serveri { $server } sertifikaati ei saa lugeda.
    .meaning = Sertifikaat ehk serveri isikutunnistus on vigane või liiki, mida portaal ei tunnista. Salasõna ei saadetud.
    .step1 = Saatke see leht serveri haldajale või IT-toele: sertifikaat tuleb vahetada.
    .step2 = Seni saatke kirju portaali serverist.

cause-tls-pin-mismatch = Server { $server } näitas teist võtit kui see, mida teie firma usaldab.
    .meaning = Teie firma administraator on määranud, millise võtmega vastab selle serveri port { $port }. Nüüd oli võti teine: serveri võti on vahetatud või vastab selle asemel keegi muu. Salasõna ei saadetud.
    .step1 = Küsige serveri haldajalt või IT-toelt, kas serveri sertifikaat ja võti on vahetatud.
    .step2 = Kui on, siis võrdleb firma administraator uut võtit haldaja öelduga ja kinnitab selle. Seejärel saatke proovikiri uuesti.
    .step3 = Kui muudatusest keegi ei tea, ärge midagi muutke ja saatke see leht IT-toele. Seni saatke kirju portaali serverist.

cause-tls-failed = Krüpteeritud ühendust serveriga { $server } ei tekkinud.
    .meaning = Portaal ja server ei jõudnud krüpteeringus kokkuleppele. Täpne põhjus ei ole teada. Salasõna ei saadetud.
    .step1 = Kontrollige paari: 465 käib kokku SSL/TLS-iga, 587 ja 25 STARTTLS-iga.
    .step2 = Oodake mõni minut ja saatke proovikiri uuesti.
    .step3 = Kui see kordub, saatke see leht IT-toele või oma meiliteenuse pakkujale ({ $provider }).

cause-starttls-missing = Server { $server } ei paku pordil { $port } krüpteeringut.
    .meaning = Valitud on STARTTLS, aga server seda ei oska. Salasõna ei saadetud, sest see oleks läinud lahtiselt.
    .step1 = Valige port 465 ja krüpteering SSL/TLS.
    .step2 = Kui ka nii ei saa, küsige oma meiliteenuse pakkujalt, millise pordi kaudu saab krüpteeritult saata.
    .step3 = Ärge valige krüpteeringuks „Ei“, kui IT-tugi seda otse ei palu: siis saab salasõna ja kirju teel lugeda.

cause-starttls-injected = Portaal katkestas ühenduse serveriga { $server }, sest see ei olnud ohutu.
    .meaning = Enne krüpteeringut tuli serverilt rohkem, kui tohib. Server võib olla vigane või muudab keegi ühendust teel. Salasõna ei saadetud.
    .step1 = Valige port 465 ja krüpteering SSL/TLS: siis ei ole ühendusel lahtist algust.
    .step2 = Saatke see leht IT-toele või oma meiliteenuse pakkujale ({ $provider }) ja ärge kasutage seda porti enne nende vastust.

## Mida server oskab

cause-auth-missing = Server { $server } ei paku pordil { $port } sisselogimist.
    .meaning = Kasutajanimi on { $user }, aga server sisselogimist ei küsi. Mõni server pakub seda alles krüpteeritud ühenduses.
    .step1 = Valige port 465 ja krüpteering SSL/TLS või port 587 ja krüpteering STARTTLS.
    .step2 = Kui IT-tugi ütleb, et see server sisselogimist ei vaja, jätke väljad „Kasutajanimi“ ja „Salasõna“ tühjaks.

cause-auth-mechanism = Server { $server } pakub ainult sellist sisselogimist, mida portaal ei oska.
    .meaning = Kasutajanimi ja salasõna võivad olla õiged, aga neid ei õnnestunud üle anda.
    .step1 = Saatke see leht IT-toele: serveris tuleb krüpteeritud ühenduses lubada PLAIN või LOGIN.
    .step2 = Seni saatke kirju portaali serverist.

cause-utf8-missing = Server { $server } ei oska saata täpitähtedega aadressile.
    .meaning = Saaja või saatja aadressis on täht, mida see server ei toeta (puudub SMTPUTF8).
    .step1 = Kontrollige, kas aadressis on kirjaviga: tavaliselt täpitähti e-posti aadressis ei ole.
    .step2 = Küsige saajalt aadress, milles on ainult tavalised ladina tähed, ja saatke kiri sinna.
    .step3 = Kui täpitäht on teie enda aadressis, kirjutage saatjaks täpitähtedeta aadress.

cause-too-large = Kiri on suurem, kui server { $server } vastu võtab.
    .meaning = Server lubab kirja, mille suurus on kuni { $size } MB. Manused muutuvad saatmisel umbes kolmandiku võrra suuremaks.
    .step1 = Võtke mõni manus ära või tehke fail väiksemaks.
    .step2 = Jagage manused mitme kirja vahel.
    .step3 = Kui suuri faile on vaja saata tihti, küsige pakkujalt, kas piiri saab tõsta.

## Ühendus katkes

cause-closed = Server { $server } katkestas ühenduse.
    .meaning = Server lõpetas enne, kui kiri oli üle antud, ega öelnud, miks. Kiri ei läinud teele.
    .step1 = Oodake mõni minut ja saatke proovikiri uuesti.
    .step2 = Kontrollige paari: 465 käib kokku SSL/TLS-iga, 587 ja 25 STARTTLS-iga.
    .step3 = Kui see kordub, saatke see leht IT-toele või oma meiliteenuse pakkujale ({ $provider }).

cause-timeout = Server { $server } ei vastanud õigel ajal.
    .meaning = Ühendus tekkis, aga siis jäi server vait. Ta võib olla üle koormatud.
    .step1 = Oodake mõni minut ja saatke proovikiri uuesti. Päris kirju proovib portaal ise uuesti.
    .step2 = Kui see kordub, küsige oma meiliteenuse pakkujalt ({ $provider }), kas tema serveris on tõrge.

cause-not-smtp = Pordil { $port } ei vastanud meiliserver.
    .meaning = Server { $server } vastas midagi muud, kui meiliserver vastab. Seal võib olla veebileht või posti lugemise server.
    .step1 = Kontrollige välja „Server“: seal peab olema saatmise server, näiteks smtp.naidis.ee.
    .step2 = Valige port 465 ja krüpteering SSL/TLS või port 587 ja krüpteering STARTTLS.
    .step3 = Kui andmed on pakkuja juhendi järgi õiged, saatke see leht pakkujale või IT-toele.

cause-in-doubt = Ei ole teada, kas kiri läks teele.
    .meaning = Kiri anti serverile { $server } üle, aga selget vastust ei tulnud. Et saaja ei saaks sama kirja kaks korda, portaal seda ise uuesti ei saada.
    .step1 = Küsige saajalt, kas kiri jõudis kohale. Proovikirja puhul vaadake oma postkasti.
    .step2 = Kui kiri jõudis kohale, märkige see saadetuks.
    .step3 = Kui ei jõudnud, saatke see uuesti.

## Sisselogimine

cause-wrong-credentials = { $provider } ei võtnud kasutajanime ja salasõna vastu.
    .meaning = Kasutajanimi on { $user }. Server ei ütle, kas vale on kasutajanimi või salasõna.
    .step1 = Kontrollige välja „Kasutajanimi“: enamasti on see terve e-posti aadress.
    .step2 = Proovige sama kasutajanime ja salasõnaga oma posti lugeda. Kui ka see ei õnnestu, määrake postkastile uus salasõna.
    .step3 = Kirjutage salasõna siia uuesti. Suured ja väikesed tähed on erinevad.
    .step4 = Kui te kinnitate sisselogimist telefonis, looge rakenduse parool ja kasutage seda.

cause-wrong-credentials-app-password-likely = { $provider } ei võtnud salasõna vastu: tõenäoliselt on vaja rakenduse parooli.
    .meaning = See teenusepakkuja ei luba programmidel kasutada postkasti tavalist salasõna. Rakenduse parool on eraldi parool ühe programmi jaoks.
    .step1 = Avage teenusepakkuja juhend ja looge rakenduse parool nimega „Portaal“.
    .step2 = Kleepige see väljale „Salasõna“. Tühikud võivad jääda, portaal eemaldab need ise.
    .step3 = Kui juba kasutasite rakenduse parooli, looge uus: vana võib olla kustutatud.
    .step4 = Kontrollige ka välja „Kasutajanimi“: praegu on seal { $user }.

cause-gmail-wrong-credentials = { $provider } ei võtnud salasõna vastu.
    .meaning = Kasutajanimi on { $user }. Kõige sagedamini on sisestatud konto tavaline salasõna või on rakenduse parool kustunud, sest konto salasõna on vahetatud.
    .step1 = Kontrollige, et väljal „Kasutajanimi“ oleks terve e-posti aadress.
    .step2 = Looge Google’i kontol uus rakenduse parool nimega „Portaal“.
    .step3 = Kleepige 16 tähte väljale „Salasõna“. Tühikud võivad jääda, portaal eemaldab need ise.

cause-app-password-required = { $provider } nõuab rakenduse parooli, aga sisestatud on konto tavaline salasõna.
    .meaning = Rakenduse parool on eraldi parool ühe programmi jaoks. Selle saab luua oma konto turvaseadetes.
    .step1 = Avage oma konto ja lülitage sisse kaheastmeline kinnitamine, kui seda veel ei ole.
    .step2 = Looge rakenduse parool nimega „Portaal“.
    .step3 = Kleepige see väljale „Salasõna“. Tühikud võivad jääda, portaal eemaldab need ise.

cause-mail-ee-wrong-credentials = Mail.ee ei võtnud salasõna vastu.
    .meaning = Kasutajanimi on { $user }. Vaja on eraldi parooli, mille mail.ee annab e-posti programmide jaoks. Ka võib ligipääs olla välja lülitunud, sest seda ei ole kaks kuud kasutatud või on ületatud 15 kirja tunnis.
    .step1 = Logige sisse mail.ee-sse ja avage „E-posti seaded“, siis „Outlook, e-posti programmid“.
    .step2 = Vajutage „Luba“. Kui ligipääs on juba lubatud ja te parooli ei tea, lülitage see välja ja uuesti sisse.
    .step3 = Kopeerige uus parool ja kleepige see väljale „Salasõna“.
    .step4 = Kontrollige, et väljal „Kasutajanimi“ oleks terve mail.ee aadress.

cause-auth-required = Server { $server } ei luba saata ilma sisse logimata.
    .meaning = Portaal ei loginud sisse, sest kasutajanimi või salasõna puudub, või ei võtnud server sisselogimist arvesse.
    .step1 = Täitke väljad „Kasutajanimi“ ja „Salasõna“. Kasutajanimi on enamasti terve e-posti aadress.
    .step2 = Kontrollige, et krüpteeringuks oleks valitud SSL/TLS või STARTTLS.
    .step3 = Vajutage „Salvesta ja saada proovikiri“.

cause-auth-too-weak = { $provider } ei luba sellisel viisil sisse logida.
    .meaning = Server peab tavalist salasõna liiga nõrgaks ja tahab kindlamat sisselogimist.
    .step1 = Looge oma konto turvaseadetes rakenduse parool ja kleepige see väljale „Salasõna“.
    .step2 = Kontrollige, et krüpteeringuks oleks valitud SSL/TLS või STARTTLS.

cause-auth-temporary = Serverisse { $server } ei saanud praegu sisse logida.
    .meaning = Server ütleb, et tõrge on ajutine. Kas salasõna on õige, ei ole selle põhjal teada.
    .step1 = Oodake mõni minut ja saatke proovikiri uuesti. Päris kirju proovib portaal ise uuesti.
    .step2 = Kui see kestab üle päeva, küsige oma meiliteenuse pakkujalt ({ $provider }), kas tema serveris on tõrge.

cause-password-transition = { $provider } palub salasõna kõigepealt uuendada.
    .meaning = Server teeb üleminekut uuele sisselogimisele ja vana salasõna enne uuendamist ei sobi.
    .step1 = Logige brauseris sisse oma postkasti. Kui seal palutakse salasõna vahetada, tehke seda.
    .step2 = Kirjutage uus salasõna väljale „Salasõna“ ja vajutage „Salvesta ja saada proovikiri“.
    .step3 = Kui postkast midagi ei palu, saatke see leht oma meiliteenuse pakkujale.

cause-encryption-required = Server { $server } nõuab krüpteeritud ühendust.
    .meaning = Praegune valik laseks salasõnal minna lahtiselt ja server ei ole sellega nõus.
    .step1 = Valige port 465 ja krüpteering SSL/TLS või port 587 ja krüpteering STARTTLS.
    .step2 = Kirjutage salasõna uuesti (pärast muudatust küsib portaal seda kaitseks uuesti) ja vajutage „Salvesta ja saada proovikiri“.

cause-account-blocked = { $provider } on konto { $user } lukustanud või sulgenud.
    .meaning = Salasõna ei pruugi olla vale. Konto lukustatakse näiteks liiga paljude sisselogimiste, maksmata arve või võõra kasutuse kahtluse tõttu.
    .step1 = Logige brauseris sisse oma postkasti ja tehke, mida seal palutakse.
    .step2 = Kui konto võib olla võõra käes, vahetage salasõna ja kirjutage uus ka siia.
    .step3 = Kui sisse ei saa, pöörduge oma meiliteenuse pakkuja poole.

## Google

cause-gmail-too-many-logins = { $provider } palub oodata: sisselogimisi on olnud liiga palju.
    .meaning = Piirang on ajutine. Salasõna ei ole tingimata vale.
    .step1 = Oodake ja saatke proovikiri hiljem uuesti. Päris kirju proovib portaal ise uuesti.
    .step2 = Vaadake, kas mõni teine programm või telefon proovib kontole { $user } vana salasõnaga sisse logida, ja parandage see seal.

cause-gmail-daily-quota = Päevane saatmispiir on täis ({ $provider }).
    .meaning = Tavaliselt kontolt saab päevas saata umbes 500 saajale, Google Workspace’i kontolt 2000 kirja. Piir vabaneb 24 tunni jooksul. Ootel kirjad ei ole kadunud.
    .step1 = Laske kirjadel oodata: portaal saadab need ise edasi, kui piir vabaneb.
    .step2 = Kui kirjadega on kiire, saatke need portaali serverist.
    .step3 = Järgmisel korral jagage suur hulk arveid mitme päeva peale.

cause-gmail-starttls-first = { $provider } nõuab enne sisselogimist krüpteeringut.
    .meaning = Krüpteeringuks on valitud „Ei“ või ei läinud ühendus krüpteeringule üle. Salasõna nii saata ei saa.
    .step1 = Valige port 465 ja krüpteering SSL/TLS või port 587 ja krüpteering STARTTLS.
    .step2 = Kirjutage salasõna uuesti (pärast muudatust küsib portaal seda kaitseks uuesti) ja vajutage „Salvesta ja saada proovikiri“.

## Microsoft

cause-microsoft-smtp-auth-disabled-tenant = Teie firma Microsoft 365 ei luba programmidest kirju saata.
    .meaning = Saatmine (SMTP AUTH) on kogu firmas välja lülitatud. Lubada saab seda ainult administraator, uus salasõna ei aita.
    .step1 = Saatke see leht oma firma Microsoft 365 administraatorile.
    .step2 = Administraator avab admin.microsoft.com, valib „Users“, „Active users“, kasutaja { $user }, vahekaardi „Mail“ ja „Manage email apps“, märgib „Authenticated SMTP“ ja salvestab. Nii avaneb saatmine ainult sellele postkastile.
    .step3 = Oodake mõni minut ja saatke proovikiri uuesti.
    .step4 = Microsofti enda selgitus on aadressil aka.ms/smtp_auth_disabled.

cause-microsoft-smtp-auth-disabled-mailbox = Teie postkastist ei ole lubatud programmidega kirju saata.
    .meaning = Microsoft 365-s on saatmine (SMTP AUTH) postkastil { $user } välja lülitatud. Lubada saab seda ainult administraator, uus salasõna ei aita.
    .step1 = Saatke see leht oma firma Microsoft 365 administraatorile.
    .step2 = Administraator avab admin.microsoft.com, valib „Users“, „Active users“, kasutaja { $user }, vahekaardi „Mail“ ja „Manage email apps“, märgib „Authenticated SMTP“ ja salvestab.
    .step3 = Oodake mõni minut ja saatke proovikiri uuesti.
    .step4 = Kui teil on isiklik aadress (@outlook.com, @hotmail.com), administraatorit ei ole: saatke kirju portaali serverist nii, et vastused tulevad teile.

cause-microsoft-basic-auth-disabled = Microsoft ei luba siin enam salasõnaga sisse logida.
    .meaning = Salasõnaga sisselogimine on kontol { $user } välja lülitatud. Ka rakenduse parool ei aita.
    .step1 = Küsige firma Microsoft 365 administraatorilt, kas ta saab salasõnaga saatmise uuesti lubada.
    .step2 = Kui ei saa, valige muu postkast või saatke kirju portaali serverist.

cause-microsoft-wrong-credentials = Microsoft ei võtnud kasutajanime ja salasõna vastu.
    .meaning = Kasutajanimi on { $user }. Kui sisselogimist kinnitatakse telefonis (MFA), ei sobi ka õige salasõna.
    .step1 = Kontrollige, et väljal „Kasutajanimi“ oleks terve e-posti aadress.
    .step2 = Proovige sama salasõnaga sisse logida aadressil outlook.office.com. Kui see õnnestub ainult telefoniga kinnitades, küsige administraatorilt rakenduse parooli võimalust.
    .step3 = Kirjutage salasõna siia uuesti.

cause-microsoft-security-policy = Teie firma turvareegel ei lubanud portaalil sisse logida.
    .meaning = Microsoft 365 kontrollis sisselogimist ja see ei vastanud firma tingimustele (Conditional Access või Security defaults). Reegleid saab muuta ainult administraator.
    .step1 = Saatke see leht oma firma Microsoft 365 administraatorile. Kasutaja on { $user }.
    .step2 = Seni saatke kirju portaali serverist.

cause-microsoft-not-signed-in = Microsoft ei luba saata ilma sisse logimata.
    .meaning = Server { $server } ei saanud teada, kes saadab: sisselogimine jäi vahele või ei õnnestunud.
    .step1 = Täitke väljad „Kasutajanimi“ ja „Salasõna“.
    .step2 = Kontrollige, et port oleks 587 ja krüpteering STARTTLS.
    .step3 = Kui see ei aita, paluge administraatoril oma postkastile lubada „Authenticated SMTP“.

cause-microsoft-sender-not-allowed = Kasutaja { $user } ei tohi saata aadressilt { $sender }.
    .meaning = Microsoft 365 laseb saata oma aadressilt või aadressilt, mille jaoks on antud õigus „Send As“.
    .step1 = Kirjutage saatja aadressiks { $user }.
    .step2 = Kui saatja peab jääma samaks, paluge administraatoril anda kasutajale { $user } aadressi { $sender } jaoks õigus „Send As“.

cause-outlook-com-password-ended = Outlook.com ja Hotmail ei luba enam salasõnaga saata.
    .meaning = Microsoft lõpetas selle 16. septembril 2024. Ka rakenduse paroolid enam ei tööta.
    .step1 = Valige muu postkast, näiteks firma oma, ja kirjutage selle aadress väljale „E-posti aadress“.
    .step2 = Või valige saatmine portaali serverist.

cause-microsoft-too-many-connections = Sellest postkastist saadetakse korraga liiga palju.
    .meaning = Microsoft 365 lubab ühel postkastil kuni 3 ühendust korraga. Piirang on ajutine.
    .step1 = Laske kirjadel oodata: portaal saadab need ise edasi. Proovikiri saatke mõne minuti pärast uuesti.
    .step2 = Kui see kordub, vaadake, mis veel postkastist { $user } saadab (printer, e-pood, teine programm), ja andke sellele oma postkast.

## Saatja

cause-sender-mailbox-full = Teie enda postkast on täis.
    .meaning = { $provider } ei saa saadetud kirja alles panna ja seepärast keeldub saatmast.
    .step1 = Kustutage postkastist { $user } suuri kirju. Alustage saadetud kirjadest ja tühjendage prügikast.
    .step2 = Kui kustutada ei saa, paluge administraatoril või pakkujal postkasti suurendada.
    .step3 = Saatke siis kirjad uuesti.

cause-sender-not-allowed = { $provider } ei luba saata aadressilt { $sender }.
    .meaning = Sisse logiti kasutajana { $user }. Enamasti peab saatja aadress olema sama mis kasutajanimi.
    .step1 = Kirjutage saatja aadressiks { $user }.
    .step2 = Kui soovite saata aadressilt { $sender }, logige sisse selle postkasti kasutajanime ja salasõnaga.
    .step3 = Kui peavad jääma kaks eri aadressi, küsige pakkujalt, kas ta saab selle lubada.

cause-zoho-sender-not-allowed = Zoho ei luba saata aadressilt { $sender }.
    .meaning = Sisse logiti kasutajana { $user }. Saatja peab olema sama konto aadress või selle varuaadress (alias).
    .step1 = Kirjutage saatja aadressiks { $user }.
    .step2 = Kui soovite saata aadressilt { $sender }, lisage see Zoho kontole varuaadressina (alias) või paluge seda teha administraatoril.

## Piirangud

cause-zone-access-denied = Zone on teie postkastist saatmise sulgenud.
    .meaning = Nii vastab Zone siis, kui saatmispiirid on ületatud. Avada saab saatmise ainult Zone’i klienditugi.
    .step1 = Kirjutage Zone’i klienditoele, et postkastist { $user } saatmine on suletud („SMTP ACCESS DENIED“), ja paluge see avada.
    .step2 = Kui te ise nii palju ei saatnud, võib keegi teie salasõna teada: vahetage see ja kirjutage uus ka siia.
    .step3 = Laske portaalil tempot hoida: Zone lubab ühe kirja 5 sekundi jooksul ja 2000 saajat ööpäevas (Premium- ja Ultimate-paketis 4000).

cause-icloud-daily-quota = iCloudi päevane saatmispiir on täis.
    .meaning = Apple lubab päevas kuni 1000 kirja ja kokku 1000 saajat. Ootel kirjad ei ole kadunud.
    .step1 = Laske kirjadel oodata: portaal saadab need ise edasi, kui piir vabaneb.
    .step2 = Kui kirjadega on kiire, saatke need portaali serverist.

cause-quota-exceeded = Saatmispiir on täis ({ $provider }).
    .meaning = Server lubab teatud aja jooksul ainult teatud hulga kirju või saajaid. Millal piir vabaneb, ei ole meile teada. Vaadake serveri enda sõnu.
    .step1 = Laske kirjadel oodata: portaal proovib ise uuesti.
    .step2 = Kui kirjadega on kiire, saatke need portaali serverist.
    .step3 = Küsige oma meiliteenuse pakkujalt, kui palju kirju tohib saata ja kas piiri saab tõsta.

cause-too-many-connections = Serveril { $server } on praegu liiga palju ühendusi.
    .meaning = Piirang on ajutine. Sama postkasti võib korraga kasutada ka mõni muu programm.
    .step1 = Laske kirjadel oodata: portaal saadab need ise edasi. Proovikiri saatke mõne minuti pärast uuesti.
    .step2 = Kui see kordub, vaadake, mis veel samast postkastist saadab, või küsige pakkujalt, mitu ühendust on lubatud.

## Saaja ja kirja sisu

cause-recipient-refused = Saaja aadressi ei ole olemas.
    .meaning = Server { $server } ütles, et sellist postkasti ei ole. Teie seadistus on korras.
    .step1 = Vaadake saaja aadress täht-tähelt üle, eriti @-märgi järel olev osa.
    .step2 = Kui aadress tundub õige, küsige saajalt telefoni teel tema praegune aadress.
    .step3 = Parandage aadress ja saatke see kiri uuesti.

cause-recipient-refused-relay = Server { $server } ei ole nõus kirja sellele saajale edasi saatma.
    .meaning = Server saadab väljapoole ainult nende kirju, keda ta tunneb: sisse tuleb logida või peab portaal olema serveris lubatud.
    .step1 = Täitke väljad „Kasutajanimi“ ja „Salasõna“, kui need on tühjad.
    .step2 = Kontrollige, et väljal „Server“ oleks teie enda meiliteenuse pakkuja saatmise server.
    .step3 = Kui server on teie firma oma ja sisselogimist ei kasuta, paluge IT-toel lubada seal portaali IP-aadressid. Need on: { $egress }.

cause-greylisted = Saaja server palus hiljem uuesti proovida.
    .meaning = See on tavaline rämpsposti kaitse (hallnimekiri): tundmatu saatja esimest korda vastu ei võeta. Teie seadistus on korras.
    .step1 = Laske kirjal oodata: portaal proovib mõne minuti pärast ise uuesti. Proovikiri saatke veidi hiljem uuesti.
    .step2 = Kui kiri ei lähe ka järgmisel päeval, andke saajale teada, et tema server kirja vastu ei võta.

cause-mailbox-full-recipient = Saaja postkast on täis.
    .meaning = Aadress on õige, aga uusi kirju sinna ei mahu. Teie seadistus on korras.
    .step1 = Andke saajale muul viisil, näiteks telefonitsi, teada, et tema postkast on täis.
    .step2 = Saatke kiri hiljem uuesti või küsige saajalt teine aadress.

cause-message-too-large = Server { $server } ei võtnud kirja vastu, sest see on liiga suur.
    .meaning = Piir on kas teie või saaja serveris. Manused muutuvad saatmisel umbes kolmandiku võrra suuremaks.
    .step1 = Võtke mõni manus ära või tehke fail väiksemaks.
    .step2 = Jagage manused mitme kirja vahel.

cause-content-refused-spam = Kiri lükati tagasi, sest seda peeti rämpspostiks.
    .meaning = Server { $server } hindas kirja sisu, linke või saatjat kahtlaseks. Täpset reeglit serverid tavaliselt ei ütle.
    .step1 = Vaadake kirja tekst üle: võtke ära liigsed lingid, lisage selge teema ja oma firma nimi.
    .step2 = Paluge IT-toel kontrollida, kas teie domeeni SPF, DKIM ja DMARC on korras. Need tõendavad, et saatja olete teie.
    .step3 = Kui saaja ootab kirja, paluge tal aadress { $sender } oma serveris lubada.

## Muu

cause-temporary = Server { $server } palus hiljem uuesti proovida.
    .meaning = Serveri sõnul on tõrge ajutine. Täpset põhjust me ei tea, serveri enda sõnad on allpool.
    .step1 = Laske kirjal oodata: portaal proovib ise uuesti. Proovikiri saatke mõne minuti pärast uuesti.
    .step2 = Kui see kestab üle päeva, saatke see leht oma meiliteenuse pakkujale ({ $provider }) või IT-toele.

cause-unknown-refusal = Server { $server } keeldus ja põhjus on meile tundmatu.
    .meaning = Sellist vastust me ei tunne ja me ei hakka oletama. Serveri enda sõnad on allpool alles.
    .step1 = Saatke see leht koos serveri sõnadega IT-toele või oma meiliteenuse pakkujale ({ $provider }).
    .step2 = Kontrollige seni üle kasutajanimi, salasõna ja saatja aadress.
    .step3 = Kui kirjadega on kiire, saatke need portaali serverist.

## Järjekorra enda leitud

cause-deadline-passed = Kirja ei saadetud: selle saatmise aeg sai läbi.
    .meaning = Kirjal oli määratud aeg, pärast mida ei ole seda enam mõtet saata. Selleks ajaks ei olnud kirja kord kätte jõudnud või ei olnud server kättesaadav. Pärast seda me enam saata ei proovinud.
    .step1 = Vaadake, kas kirja on veel vaja. Kui on, saatke see uuesti.
    .step2 = Kui kirjad jäävad sageli hiljaks, uurige, mitu kirja tunnis või päevas teie meiliteenuse pakkuja ({ $provider }) lubab, või määrake hilisem aeg.

cause-held-by-operator = Kirjad ootavad: portaali haldaja on saatmise selle serveri kaudu peatanud.
    .meaning = Seda tehti käsitsi ja kindlal põhjusel. Serveri { $server } kaudu ei saadeta midagi, kuni haldaja saatmise jälle lubab. Ükski kiri ei ole kaduma läinud.
    .step1 = Küsige portaali kasutajatoelt, miks saatmine on peatatud ja millal see jätkub.
    .step2 = Kirjadega ei ole vaja midagi teha: need lähevad siis ise teele.

cause-letter-not-written = Kirja ei saanud saatmiseks kokku panna.
    .meaning = Midagi selles kirjas ei saa meilina kirja panna või ei ole mõnda manust enam alles. Kirja ei saadetud ja uuesti proovimine midagi ei muuda.
    .step1 = Kirjutage kiri uuesti ja lisage manused uuesti.
    .step2 = Kui sellest ei ole abi, saatke see leht IT-toele: põhjus on kirjas portaali logis.

cause-no-way-to-send = Kirja ei saadetud: selle kasutaja seadetega ei saanud liiga kaua midagi saata.
    .meaning = Kui kiri üle anti, olid seaded korras. Vahepeal ei ole seadetes enam serverit ja ka portaali oma serverit, mis selle asemele astuks, ei ole. Kiri ootas, kuni see korda tehakse, ja siis loobuti.
    .step1 = Avage saatmise seaded, valige, mille kaudu kirjad välja lähevad, ja salvestage.
    .step2 = Vaadake, kas kirja on veel vaja. Kui on, saatke see uuesti.

cause-settings-incomplete = Kirjad ootavad: saatmise seadetest on midagi puudu.
    .meaning = Kui kirjad üle anti, olid seaded korras. Vahepeal on server või salasõna seadetest ära võetud ja nendega ei saa enam midagi saata. Ükski kiri ei ole kaduma läinud.
    .step1 = Avage saatmise seaded, täitke puuduv väli ja salvestage.
    .step2 = Seejärel lähevad kirjad ise teele.

cause-password-unreadable = Kirjad ootavad: salvestatud salasõna ei saa enam avada.
    .meaning = Salasõna hoitakse krüpteeritult ja serveri { $server } jaoks see enam ei avane. Midagi ei saadetud ja ükski kiri ei ole kaduma läinud.
    .step1 = Sisestage saatmise seadetes salasõna uuesti ja salvestage.
    .step2 = Seejärel lähevad kirjad ise teele.

## Tuli tagasi: server võttis kirja vastu, aga hiljem tuli teade, et see ei jõudnud kohale

cause-returned-no-such-address = Sellist saaja aadressi ei ole.
    .meaning = Saaja server vastas, et sellel aadressil postkasti ei ole. Enamasti on aadressis kirjaviga või on inimene firmast lahkunud. Ka järgmine kiri sellele aadressile tuleks tagasi.
    .step1 = Vaadake aadress täht-tähelt üle. Kui leiate vea, parandage see kirja juures ja saatke sama kiri õigele aadressile.
    .step2 = Kui aadress tundub õige, küsige kliendilt telefoni teel, mis tema aadress praegu on.
    .step3 = Parandage aadress ka kliendi andmetes. Siis lähevad järgmised kirjad kohe õigesse kohta.

cause-returned-no-such-domain = Saaja aadressi domeeni ei ole või see ei võta kirju vastu.
    .meaning = Domeen on aadressi osa pärast @-märki. Interneti nimeregistris (DNS) sellist nime ei ole või puudub sellel meiliserver. Sageli on seal kirjaviga, näiteks gmial.com; mõnikord on firma oma domeeni lõpetanud.
    .step1 = Vaadake üle, mis on aadressis pärast @-märki. Kui leiate vea, parandage see kirja juures ja saatke sama kiri õigele aadressile.
    .step2 = Kui viga ei ole, küsige kliendilt uus aadress.
    .step3 = Parandage aadress ka kliendi andmetes.

cause-returned-mailbox-full = Saaja postkast on täis.
    .meaning = Aadress on õige, aga uued kirjad sinna enam ei mahu. Saaja ei saa kirju kelleltki, enne kui ta vanu kustutab.
    .step1 = Helistage saajale: ta ei pruugi teada, et kirjad temani ei jõua.
    .step2 = Saatke kiri uuesti, kui ruumi on tehtud, või saatke see kohe mõnele tema teisele aadressile.
    .step3 = Kui postkast jääbki täis, küsige teine aadress: täis postkasti enamasti enam ei loeta.

cause-returned-inactive = Saaja postkast on suletud, välja lülitatud või mujale kolinud.
    .meaning = Postkast on kunagi olnud, aga nüüd see kirju vastu ei võta. Sageli on inimene lahkunud või on firma võtnud kasutusele uue aadressi.
    .step1 = Lugege serveri sõnu sündmuse lehel: mõnikord on seal kirjas uus aadress.
    .step2 = Küsige kliendilt, mis aadressile arved nüüd saata.
    .step3 = Saatke sama kiri kirja juurest uuele aadressile ja parandage aadress ka kliendi andmetes.

cause-returned-refused-sender = Saaja server ei usaldanud saatjat.
    .meaning = Saaja aadress võib olla õige. Server keeldus saatja pärast: teie domeeni kirjed (SPF, DKIM, DMARC) ei luba serverit, mille kaudu kiri läks, või on selle serveri maine halb. Samal põhjusel võivad tagasi tulla ka kirjad teistele.
    .step1 = Saatke sündmuse lehe aadress oma IT-toele: seal on serveri enda sõnad ja koodid.
    .step2 = Paluge kontrollida teie domeeni SPF-, DKIM- ja DMARC-kirjeid. Need peavad lubama serverit, mille kaudu teie kirjad lähevad.
    .step3 = Kui kirjadega on kiire, valige saatmise seadetes „Portaali serverist, vastused teile“: see ei olene teie domeeni kirjetest.
    .step4 = Saatke kiri uuesti, kui viga on parandatud. Enne seda tuleks see jälle tagasi.

cause-returned-refused-content = Saaja server ei võtnud kirja vastu selle sisu pärast.
    .meaning = Server pidas kirja rämpspostiks või ohtlikuks, kiri oli liiga suur või ei sobinud selle kuju. Aadress ise on enamasti õige.
    .step1 = Vaadake üle failid: suured failid, ZIP-failid ja programmid jäävad sageli pidama. Arve saatke PDF-failina.
    .step2 = Vaadake üle tekst: kui see koosneb peaaegu ainult linkidest või piltidest, kirjutage juurde paar tavalist lauset.
    .step3 = Paluge saajal lisada teie aadress lubatud saatjate hulka ja saatke kiri siis uuesti.

cause-returned-refused-policy = Saaja juures kehtiv reegel ei lase seda kirja läbi.
    .meaning = Näiteks võtab postkast kirju ainult oma firma inimestelt või ainult saatjatelt, keda seal tuntakse. Teie seadetes viga ei ole.
    .step1 = Võtke saajaga ühendust muul viisil ja paluge, et tema IT-tugi laseks teie aadressilt kirjad läbi.
    .step2 = Või küsige aadress, mis võtab arveid vastu ka väljastpoolt.
    .step3 = Saatke kiri seejärel uuesti.

cause-returned-temporary = Kiri ei jõudnud õigel ajal kohale.
    .meaning = Saaja server ei vastanud või oli teel viga, ja pärast mitut katset loobuti. Aadress võib olla õige ja kõik võib juba korras olla.
    .step1 = Saatke kiri uuesti.
    .step2 = Kui see tuleb jälle tagasi, vaadake üle, mis on aadressis pärast @-märki.
    .step3 = Kui ka see on õige, öelge saajale, et tema meiliserver ei vasta.

cause-returned-unknown = Kiri tuli tagasi, aga teatest ei selgu, miks.
    .meaning = Saaja server saatis teate, mille põhjust me ei tunne. Tema enda sõnad on sündmuse lehel nii, nagu need tulid.
    .step1 = Lugege serveri sõnu sündmuse lehel: mõnikord on põhjus seal lihtsas inglise keeles.
    .step2 = Vaadake aadress üle ja saatke kiri uuesti.
    .step3 = Kui see tuleb jälle tagasi, näidake sündmuse lehte oma IT-toele.
