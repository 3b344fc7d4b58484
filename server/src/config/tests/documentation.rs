//! Holds what people read about the configuration against what the program does.

use super::{Config, read_text};
use crate::config::sections::{Claims, Dkim, Oidc, Portal, PortalKey, Relay, Store};
use crate::config::sections::{
    Delivery, Demo, Events, Inbound, Limits, Log, Mailboxes, Metrics, Network, Retention, Security, Server,
    Sessions,
};
use serde::de::DeserializeOwned;
use toml::{Table, Value};

const EXAMPLE: &str = include_str!("../../../../docs/saatja.example.toml");
const PAGE: &str = include_str!("../../../../docs/configuration.md");

fn defaults() -> Table {
    Table::try_from(Config::default()).unwrap()
}

/// The names of a section's keys, those without a default among them, as its own refusal of another one tells them.
fn keys_of<T: DeserializeOwned>() -> Vec<String> {
    let error = toml::from_str::<T>("no-such-key = 1")
        .err()
        .expect("unknown keys are refused");
    let message = error.message().to_owned();
    let expected = message.split("expected").nth(1).expect("the names of the keys");
    expected
        .split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// Every section with its keys.
fn sections() -> Vec<(&'static str, Vec<String>)> {
    vec![
        ("server", keys_of::<Server>()),
        ("store", keys_of::<Store>()),
        ("network", keys_of::<Network>()),
        ("relay", keys_of::<Relay>()),
        ("relay.dkim", keys_of::<Dkim>()),
        ("events", keys_of::<Events>()),
        ("inbound", keys_of::<Inbound>()),
        ("mailboxes", keys_of::<Mailboxes>()),
        ("portals", keys_of::<Portal>()),
        ("portals.launch_keys", keys_of::<PortalKey>()),
        ("portals.oidc", keys_of::<Oidc>()),
        ("portals.oidc.claims", keys_of::<Claims>()),
        ("security", keys_of::<Security>()),
        ("limits", keys_of::<Limits>()),
        ("delivery", keys_of::<Delivery>()),
        ("sessions", keys_of::<Sessions>()),
        ("retention", keys_of::<Retention>()),
        ("metrics", keys_of::<Metrics>()),
        ("log", keys_of::<Log>()),
        ("demo", keys_of::<Demo>()),
    ]
}

/// The example with what stands behind `#` and no space.
fn whole_example() -> String {
    let uncovered = EXAMPLE.lines().map(|line| match line.strip_prefix('#') {
        Some(rest) if !rest.is_empty() && !rest.starts_with(' ') => rest,
        _ => line,
    });
    uncovered.collect::<Vec<_>>().join("\n")
}

/// A section of the example, by its name; of a list of sections the first.
fn section<'a>(table: &'a Table, name: &str) -> Option<&'a Table> {
    name.split('.')
        .try_fold(table, |table, part| match table.get(part)? {
            Value::Table(inner) => Some(inner),
            Value::Array(several) => several.first()?.as_table(),
            _ => None,
        })
}

#[test]
fn all_sections_are_here() {
    let top: Vec<&str> = sections()
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| !name.contains('.'))
        .collect();
    assert_eq!(keys_of::<Config>(), top);
}

#[test]
fn the_example_is_the_default() {
    assert_eq!(read_text(EXAMPLE).unwrap(), Config::default());
    assert_eq!(toml::from_str::<Table>(EXAMPLE).unwrap(), defaults());
}

#[test]
fn what_the_example_leaves_out_can_be_taken_in() {
    let config = read_text(&whole_example()).unwrap();
    let relay = config.relay.unwrap();
    assert!(relay.allow_inside && relay.dkim.is_some() && config.events.domain.is_some());
    let oidc = config.portals[0].oidc.as_ref().unwrap();
    assert_eq!(oidc.claims, Claims::default());
}

#[test]
fn the_example_has_every_key() {
    let whole: Table = toml::from_str(&whole_example()).unwrap();
    for (name, keys) in sections() {
        let there = section(&whole, name).unwrap_or_else(|| panic!("[{name}]"));
        for key in keys {
            // A secret has two keys, of which one is there and the other one told of.
            let told = EXAMPLE.contains(&format!(" or else {key}"));
            assert!(there.contains_key(&key) || told, "{name}.{key}");
        }
    }
}

#[test]
fn every_key_of_the_example_is_explained() {
    let whole = whole_example();
    let lines: Vec<&str> = whole.lines().collect();
    for pair in lines.windows(2) {
        let is_key = !pair[1].is_empty() && !pair[1].starts_with('#');
        assert!(!is_key || pair[0].starts_with('#'), "{}", pair[1]);
    }
}

#[test]
fn the_page_has_every_key_its_name_in_the_environment_and_its_default() {
    let defaults = defaults();
    for (name, keys) in sections() {
        for key in keys {
            let variable = format!("{name}.{key}").replace('.', "__").to_uppercase();
            let begin = if name.starts_with("portals") {
                format!("| `{name}.{key}` |")
            } else {
                format!("| `{name}.{key}` | `SAATJA_{variable}` |")
            };
            let row = PAGE.lines().find(|line| line.starts_with(&begin));
            let is_table = matches!(
                (name, key.as_str()),
                ("relay", "dkim") | ("portals", "launch_keys" | "oidc") | ("portals.oidc", "claims")
            );
            assert!(
                row.is_some() || is_table,
                "docs/configuration.md lacks the row {begin}"
            );
            if let (Some(default), Some(row)) =
                (section(&defaults, name).and_then(|table| table.get(&key)), row)
            {
                assert!(row.starts_with(&format!("{begin} `{default}` |")), "{row}");
            }
        }
    }
}
