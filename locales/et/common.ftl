# Mis on igal lehel.
product = Saatja
nav-label = Lehed
nav-settings = Seadistused
nav-company = Firma
nav-help = Abi
nav-demo = Püütud kirjad
skip-to-content = Otse sisu juurde
sign-out = Logi välja
signed-in-as = { $name }
error-prefix = Viga: { $title }
error-summary-title = Midagi on vaja parandada
footer-note = Kirjade saatmine ilma üllatusteta
security-none = Ei
security-starttls = STARTTLS
security-tls = SSL/TLS
security-none-long = krüpteerimata
demo-banner = See on näidis: ükski kiri ei lähe siit majast välja. Kirjad püüab kinni näidisserver.
demo-banner-link = Vaata püütud kirju
milliseconds = { $ms } ms

## Vealehed
not-found-title = Sellist lehte ei ole
not-found-text = Aadress võib olla vananenud või valesti kirjutatud. Testi tulemusi näeb ainult see, kes testi tegi.
not-found-link = Ava seadistused
forbidden-title = See tegevus on keelatud
forbidden-text = Päring ei tulnud sellelt lehelt. Avage leht uuesti ja proovige veel kord.
too-many-title = Liiga palju katseid
too-many-text = Oodake mõni minut ja proovige siis uuesti. Midagi ei läinud kaotsi.
too-large-title = Saadetud andmeid on liiga palju
too-large-text = Vorm on oodatust palju suurem. Avage leht uuesti ja proovige veel kord.
bad-request-title = Päringust ei saanud aru
bad-request-text = Vorm tuli kohale vigasena. Avage leht uuesti ja proovige veel kord.
broken-title = Midagi läks meil katki
broken-text = Viga on meie poolel ja see on kirja pandud. Proovige mõne minuti pärast uuesti. Salvestatud seaded on alles.

## Sisselogimine
sign-in-title = Sisselogimine
sign-in-ready = Vajutage nuppu ja olete sees. Link töötab ühe korra.
sign-in-button = Logi sisse
sign-in-expired-title = See link enam ei kehti
sign-in-expired-text = Link töötab ühe korra ja lühikest aega. Küsige portaali haldajalt uus.
sign-in-needed-title = Palun logige sisse
sign-in-needed-text = Selle lehe nägemiseks avage portaal uuesti või kasutage haldajalt saadud linki.
sign-in-needed-link = Kuidas sisse logida
sign-in-needed-inside-title = Palun avage see leht uuesti
sign-in-needed-inside-text = Teid logiti siit välja, sest tükk aega ei toimunud midagi. Laadige portaali leht uuesti ja olete tagasi. Kõik salvestatu on alles.
sign-in-refused-title = Sisse logida ei õnnestunud
sign-in-refused-text = Minge tagasi oma portaali ja avage see leht sealt veel kord. Kui ka see ei aita, öelge portaali haldajale, millal te proovisite.
sign-in-by-portal = Logige sisse oma portaali kaudu: seal teatakse, kes te olete.
sign-in-by-link = Sisse saab ka lingiga, mille annab haldaja. See töötab ühe korra.
sign-in-with = Logi sisse: { $portal }
sign-in-open = Ava { $portal }
admin-only-title = Seda lehte näeb ainult administraator
admin-only-text = Siin on see, mis puudutab kogu ettevõtet. Pöörduge oma ettevõtte administraatori poole või laske endale see roll portaalis anda.
signed-out-title = Olete välja logitud
signed-out-text = Kõik salvestatud seaded on alles.
