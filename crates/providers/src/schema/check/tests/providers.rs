//! `data/providers`.

use super::{GOOD, read_providers, read_rules, rules::general_rules};

fn problem(files: &[(&str, &str)]) -> String {
    read_providers(files).unwrap_err().to_string()
}

#[test]
fn a_good_file_is_taken() {
    let providers = read_providers(&[("one", GOOD)]).unwrap();
    assert_eq!(providers.len(), 1);
    assert!(read_rules(&[("all", &general_rules())], &providers).is_ok());
}

/// Each change of the good file is refused with the file's name and this reason.
fn refuses(changes: &[(&str, &str, &str)]) {
    for (from, to, reason) in changes {
        assert!(GOOD.contains(from), "{from}");
        let told = problem(&[("one", &GOOD.replacen(from, to, 1))]);
        assert!(
            told.starts_with("data/providers/one.toml: ") && told.contains(reason),
            "{reason}: {told}"
        );
    }
}

#[test]
fn fields_and_values_of_the_wrong_form() {
    refuses(&[
        ("group =", "colour = \"red\"\ngroup =", "unknown field `colour`"),
        (
            "slug = \"one\"",
            "slug = \"two\"",
            "slug \"two\" is not the file's name",
        ),
        ("name = \"One\"", "", "missing field `name`"),
        ("name = \"One\"", "name = \" \"", "name is empty"),
        (
            "smtp.one.example\", port = 465",
            "127.0.0.1\", port = 465",
            "an IP address",
        ),
        (
            "smtp.one.example\", port = 465",
            "smtp\", port = 465",
            "a single label",
        ),
        ("port = 465", "port = 0", "nonzero"),
        ("port = 465", "port = 70000", "u16"),
        (
            "port = 465, security = \"tls\"",
            "port = 465, security = \"ssl\"",
            "unknown variant `ssl`",
        ),
        (
            "port = 465, security = \"tls\"",
            "port = 465, security = \"starttls\"",
            "port 465 goes with another encryption",
        ),
        (
            "port = 465, security = \"tls\" }",
            "port = 465, security = \"tls\", quality = 1 }",
            "unknown field `quality`",
        ),
    ]);
}

#[test]
fn dates_addresses_and_contradictions() {
    refuses(&[
        ("date = \"2026\"", "date = \"22.11.2026\"", "a date is YYYY"),
        (
            "checked = \"2026-11-22\"",
            "checked = \"2026-11\"",
            "does not name a day",
        ),
        (
            "checked = \"2026-11-22\"",
            "checked = \"2026-11-31\"",
            "a date is YYYY",
        ),
        ("https://one", "http://one", "is not an https address"),
        (
            "https://one.example/help",
            "https://one.example/\\\"><script>",
            "is not an https address",
        ),
        (
            "https://one.example/help",
            "https://user@one.example",
            "is not an https address",
        ),
        ("[\"its page\"]", "[]", "sources is empty"),
        ("[\"its page\"]", "[\" \"]", "a source is empty"),
        (
            "[\"password\"]",
            "[\"oauth2\"]",
            "password and sign_in contradict",
        ),
        (
            "password_sign_in = \"works\"",
            "password_sign_in = { ended = \"2024-09-16\" }",
            "only oauth2 is left",
        ),
        (
            "password_sign_in = \"works\"",
            "password_sign_in = { off-by-default-from = \"soon\" }",
            "soon does not name a day",
        ),
        (
            "sent_copy =",
            "limits = { letters_per_hour = 0 }\nsent_copy =",
            "a limit of 0",
        ),
        (
            "sent_copy =",
            "limits = { source_ips = 3 }\nsent_copy =",
            "go together",
        ),
        (
            "sent_copy =",
            "wrong_hosts = [{ host = \"smtp.one.example\", why = \"misprint\", source = \"x\" }]\nsent_copy =",
            "both a server and a wrong name",
        ),
        (
            "sent_copy =",
            "wrong_hosts = [{ host = \"imap.one.example\", why = \"misprint\", instead = \"no.example\", source = \"x\" }]\nsent_copy =",
            "server to use instead \"no.example\" is unknown",
        ),
    ]);
}

#[test]
fn implicit_tls_comes_first() {
    let tls = "  { host = \"smtp.one.example\", port = 465, security = \"tls\" },\n";
    let turned = GOOD
        .replacen(tls, "", 1)
        .replacen("\n]\nuser", &format!("\n{tls}]\nuser"), 1);
    assert!(problem(&[("one", &turned)]).contains("implicit TLS of smtp.one.example does not come first"));
}

#[test]
fn domains_and_mx_belong_to_one_provider() {
    let two = GOOD.replace("\"one\"", "\"two\"").replace("\"One\"", "\"Two\"");
    assert!(problem(&[("one", GOOD), ("two", &two)]).contains("one.example also belongs to one"));
    let two = two.replace("[\"one.example\"]", "[]");
    assert!(problem(&[("one", GOOD), ("two", &two)]).contains("mx.one.example also belongs to one"));
    let two = two.replace("[\"mx.one.example\"]", "[\"deep.mx.one.example\"]");
    assert!(problem(&[("one", GOOD), ("two", &two)]).contains("deep.mx.one.example also belongs to one"));
    let two = two.replace("[\"deep.mx.one.example\"]", "[]");
    assert!(read_providers(&[("one", GOOD), ("two", &two)]).is_ok());
    assert!(
        problem(&[("one", GOOD), ("two", &two.replace("\"Two\"", "\"One\""))])
            .contains("One also belongs to one")
    );
}
