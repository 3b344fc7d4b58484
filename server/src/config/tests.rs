use super::{Config, read_text};

#[test]
fn an_empty_file_is_all_defaults() {
    assert_eq!(read_text("").unwrap(), Config::default());
}

#[test]
fn errors_name_the_key() {
    for (text, expected) in [
        ("[server]\nlisten = \"nowhere\"", "server.listen"),
        ("[server]\nlitsen = \"127.0.0.1:1\"", "litsen"),
        (
            "[server]\nbase_url = \"http://portal.example.org\"",
            "server.base_url",
        ),
        (
            "[server]\nbase_url = \"https://portal.example.org/mail\"",
            "server.base_url",
        ),
        ("[server]\ntime_zone = \"Europe/Tartu\"", "server.time_zone"),
        ("[network]\nextra_ports = [0]", "network.extra_ports"),
        ("[network]\nallow = [\"everything\"]", "network.allow"),
        (
            "[network]\nconnect_to = [\"mail.example.org\"]",
            "network.connect_to",
        ),
        ("[network]\nehlo = \"localhost\"", "network.ehlo"),
        ("[log]\nformat = \"xml\"", "log.format"),
        ("[sessions]\nhours = 0", "sessions.hours"),
        ("[delivery]\ndraft_bytes = 24999999", "delivery.draft_bytes"),
        (
            "[delivery]\nunused_file_bytes = 1000",
            "delivery.unused_file_bytes",
        ),
        ("[delivery]\nupload_seconds = 0", "delivery.upload_seconds"),
        ("[demo]\nenabled = true\ntls = \"0.0.0.0:465\"", "demo.tls"),
        ("[sever]\n", "sever"),
        (
            "[server]\ntrusted_proxies = [\"proxy\"]",
            "server.trusted_proxies",
        ),
        ("[store]\npostgres = \"db.example.org\"", "store.postgres"),
        ("[store]\npostgres_password = \"a\"", "store.postgres_password"),
        ("[relay]\nhost = \"relay.example.org\"", "relay"),
        ("[retention]\naudit_months = 0", "retention.audit_months"),
        ("[retention]\ninbound_days = 0", "retention.inbound_days"),
        ("[retention]\nevents_days = 13", "retention.inbound_days"),
        ("[inbound]\nsmtp = [\"127.0.0.1:25\"]", "events.domain"),
        ("[inbound]\ncertificate = \"c\"", "inbound.certificate_key"),
        ("[inbound]\ntrusted = [\"mx\"]", "inbound.trusted"),
        (
            "[inbound]\nunsigned_per_company = 0",
            "inbound.unsigned_per_company",
        ),
        ("[inbound]\nmail_bytes = 1000", "inbound.mail_bytes"),
        ("[inbound]\nmemory_bytes = 1000", "inbound.memory_bytes"),
        ("[inbound]\npassed_on_bytes = 99000000", "inbound.passed_on_bytes"),
        ("[inbound]\npostmaster = \"Ei Ole\"", "inbound.postmaster"),
        (&relay("user_name = \"a\""), "relay.password"),
        (
            &relay("user_name = \"a\"\npassword = \"b\"\npassword_file = \"c\""),
            "only one of them",
        ),
        (
            &relay("[relay.dkim]\ndomain = \"a.ee\"\nselector = \"a b\"\nkey_file = \"k\""),
            "relay.dkim.selector",
        ),
        (&portal("accent = \"#ffcc00\""), "1.51:1"),
        (&portal("origins = [\"https://a.ee/path\"]"), "portals.0.origins"),
        (&portal("origins = [\"http://127.0.0.1:8080\"]"), "Saatja's own"),
        (
            &portal("[[portals.launch_keys]]\nkid = \"k\"\nalgorithm = \"ES256\""),
            "either key or file",
        ),
        (
            &portal("[[portals.launch_keys]]\nkid = \"k\"\nalgorithm = \"HS256\""),
            "portals.0.launch_keys.0.algorithm",
        ),
        (&format!("{0}\n{0}", portal("")), "two portals naidis"),
    ] {
        let error = read_text(text).unwrap_err().to_string();
        assert!(error.contains(expected), "{text}: {error}");
    }
}

#[test]
fn a_whole_configuration_is_read() {
    let config = read_text(
        "[server]\nbase_url = \"https://mail.portal.example/\"\n[network]\nextra_ports = [2525]\n\
         allow = [\"10.0.0.0/8\"]\nconnect_to = [\"relay.example.org:587=10.0.0.5:587\"]\n[security]\nplain_passwords = true",
    )
    .unwrap();
    assert_eq!(config.server.base_url.as_str(), "https://mail.portal.example");
    assert!(config.server.base_url.is_https() && config.security.plain_passwords);
    assert_eq!(config.network.extra_ports[0].number(), 2525);
}

fn relay(more: &str) -> String {
    format!("[relay]\nhost = \"relay.example.org\"\nport = 587\nsecurity = \"starttls\"\n{more}")
}

fn portal(more: &str) -> String {
    format!("[[portals]]\nid = \"naidis\"\nname = \"Näidis\"\n{more}")
}

#[test]
fn a_secret_is_never_repeated() {
    for text in [
        relay("user_name = \"a\"\npassword = \"geheim7734\""),
        "[store]\npostgres = \"postgres://saatja@db.example.org/saatja\"\npostgres_password = \"geheim7734\""
            .to_owned(),
        portal(
            "[portals.oidc]\nissuer = \"https://id.naidis.ee\"\nclient_id = \"s\"\nclient_secret = \"geheim7734\"",
        ),
    ] {
        let config = read_text(&text).unwrap();
        let shown = toml::to_string_pretty(&config).unwrap();
        assert!(
            shown.contains("\"(set)\"") && !shown.contains("geheim"),
            "{shown}"
        );
        assert!(!format!("{config:?}").contains("geheim"));
        let error = read_text(&shown).unwrap_err().to_string();
        assert!(error.contains("is what check-config prints"), "{error}");
    }
    for bad in ["7734", "[7734]", "true", "77.34", "{ a = 7734 }"] {
        let error = read_text(&relay(&format!("user_name = \"a\"\npassword = {bad}")));
        let error = error.unwrap_err().to_string();
        assert!(
            error.contains("relay.password") && !error.contains("77"),
            "{error}"
        );
    }
    let url = "[store]\npostgres = \"postgres://saatja:geheim7734@db.example.org/saatja\"";
    let error = read_text(url).unwrap_err().to_string();
    assert!(
        error.contains("store.postgres") && !error.contains("geheim"),
        "{error}"
    );
}

#[test]
fn a_secret_may_be_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("password");
    std::fs::write(&file, "ge heim\nmore\n").unwrap();
    let text = relay(&format!("user_name = \"a\"\npassword_file = {file:?}"));
    let relay = read_text(&text).unwrap().relay.unwrap();
    let password = relay.password().unwrap().unwrap();
    assert_eq!(secrecy::ExposeSecret::expose_secret(password.get()), "ge heim");
    std::fs::remove_file(&file).unwrap();
    assert!(relay.password().unwrap_err().contains("relay.password_file"));
}

mod documentation;
