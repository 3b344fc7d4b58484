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

/// Holds what people read about the configuration against what the program does.
mod documentation {
    use super::{Config, read_text};
    use toml::Table;

    const EXAMPLE: &str = include_str!("../../../docs/saatja.example.toml");
    const PAGE: &str = include_str!("../../../docs/configuration.md");

    fn defaults() -> Table {
        Table::try_from(Config::default()).unwrap()
    }

    /// Every key with its section.
    fn keys() -> Vec<(String, String)> {
        let key = |(section, table): (String, toml::Value)| {
            let table = table.as_table().expect("sections alone stand at the top").clone();
            table.into_iter().map(move |(key, _)| (section.clone(), key))
        };
        defaults().into_iter().flat_map(key).collect()
    }

    #[test]
    fn the_example_is_the_default() {
        assert_eq!(read_text(EXAMPLE).unwrap(), Config::default());
    }

    #[test]
    fn the_example_has_every_key() {
        assert_eq!(toml::from_str::<Table>(EXAMPLE).unwrap(), defaults());
    }

    #[test]
    fn every_key_of_the_example_is_explained() {
        let lines: Vec<&str> = EXAMPLE.lines().collect();
        for pair in lines.windows(2) {
            let is_key = !pair[1].is_empty() && !pair[1].starts_with('#');
            assert!(!is_key || pair[0].starts_with('#'), "{}", pair[1]);
        }
    }

    #[test]
    fn the_page_has_every_key_its_name_in_the_environment_and_its_default() {
        for (section, key) in keys() {
            let variable = format!("SAATJA_{}__{}", section.to_uppercase(), key.to_uppercase());
            let default = &defaults()[&section][&key];
            let row = format!("| `{section}.{key}` | `{variable}` | `{default}` |");
            assert!(PAGE.contains(&row), "docs/configuration.md lacks the row {row}");
        }
    }
}
