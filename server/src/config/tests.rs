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
        ("[server]\nbase_url = \"http://portal.example.org\"", "server.base_url"),
        ("[server]\nbase_url = \"https://portal.example.org/mail\"", "server.base_url"),
        ("[server]\ntime_zone = \"Europe/Tartu\"", "server.time_zone"),
        ("[network]\nextra_ports = [0]", "network.extra_ports"),
        ("[network]\nallow = [\"everything\"]", "network.allow"),
        ("[network]\nconnect_to = [\"mail.example.org\"]", "network.connect_to"),
        ("[network]\nehlo = \"localhost\"", "network.ehlo"),
        ("[log]\nformat = \"xml\"", "log.format"),
        ("[sessions]\nhours = 0", "sessions.hours"),
        ("[demo]\nenabled = true\ntls = \"0.0.0.0:465\"", "demo.tls"),
        ("[sever]\n", "sever"),
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
