### Kirjad, mille portaal ise kirjutab.

held-subject = Teie kirjad ootavad: { $server } ei võta neid vastu
held-body =
    Tere!

    { $what }

    Mida see tähendab: { $meaning }

    Mida teha:
    { $steps }

    Seaded: { $link }

    Ükski kiri ei ole kaduma läinud. Kirjad ootavad ja lähevad ise teele, kui seaded jälle toimivad.
    See kiri tuleb üks kord.
