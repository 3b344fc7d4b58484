### Vastused, mis saadetakse edasi kasutajale, kelle kirjale vastati.

passed-on-from = { $writer } ({ $company } kaudu)
passed-on-without = (Vastusega kaasas olnu oli manuseks liiga suur. Palu saatjal see otse sulle saata.)
