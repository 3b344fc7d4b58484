//! What an entry of the log says was changed: the two states held against each other, in words where they are known.

use crate::routes::company::visit::Visit;
use app::pages::company::audit::FieldChange;
use jiff::Timestamp;
use model::Language;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use store::{Action, NewAuditEntry};

/// The fields that differ.
pub fn of(visit: &Visit, entry: &NewAuditEntry) -> Vec<FieldChange> {
    let words = Words {
        texts: visit.texts(),
        moment: &|time| visit.moment(time),
    };
    between(&words, entry)
}

/// How values are told.
struct Words<'a> {
    texts: &'static texts::Texts,
    moment: &'a dyn Fn(Timestamp) -> String,
}

fn between(words: &Words<'_>, entry: &NewAuditEntry) -> Vec<FieldChange> {
    let fields = |state: &Option<Value>| {
        let mut fields = BTreeMap::new();
        if let Some(Value::Object(object)) = state {
            flatten(object, entry.action, &mut fields);
        }
        fields
    };
    let (mut before, after) = (fields(&entry.before), fields(&entry.after));
    let mut changes = Vec::new();
    for (field, is) in after {
        let was = before.remove(&field);
        if was.as_ref() != Some(&is) {
            changes.push(FieldChange {
                before: was.map(|was| words.of(&field, &was)),
                after: Some(words.of(&field, &is)),
                field,
            });
        }
    }
    changes.extend(before.into_iter().map(|(field, was)| FieldChange {
        before: Some(words.of(&field, &was)),
        after: None,
        field,
    }));
    changes
}

/// Takes an object apart into fields as people know them. What is none is not there.
fn flatten(object: &Map<String, Value>, action: Action, fields: &mut BTreeMap<String, Value>) {
    for (key, value) in object {
        // Ids say nothing to people, and a certificate is shown by its name.
        let tells = !matches!(key.as_str(), "id" | "pem") && (!value.is_null() || key == "disabled");
        match (key.as_str(), value.clone()) {
            _ if !tells => {}
            ("disabled", why) => {
                fields.insert("enabled".to_owned(), why.is_null().into());
            }
            ("password_set", set) => {
                if set == Value::Bool(true) {
                    fields
                        .entry("password".to_owned())
                        .or_insert_with(|| "set".into());
                }
            }
            ("password_entered", _) => {
                fields.insert("password".to_owned(), "entered".into());
            }
            (_, Value::Object(inner)) => flatten(&inner, action, fields),
            ("server", value) => {
                fields.insert("host".to_owned(), value);
            }
            ("name", value) if action == Action::SenderUserChanged => {
                fields.insert("sender_user".to_owned(), value);
            }
            (key, value) => {
                fields.insert(key.to_owned(), value);
            }
        }
    }
}

impl Words<'_> {
    fn of(&self, field: &str, value: &Value) -> String {
        match (field, value) {
            (_, Value::Bool(yes)) => self.texts.get(if *yes {
                "company-value-yes"
            } else {
                "company-value-no"
            }),
            ("user_name", Value::String(name)) if name.is_empty() => {
                self.texts.get("company-value-no-sign-in")
            }
            ("events", Value::Array(all)) if all.is_empty() => self.texts.get("webhook-events-all"),
            ("copy" | "blind_copy", Value::Array(all)) if all.is_empty() => {
                self.texts.get("company-value-nobody")
            }
            (_, Value::Array(all)) => {
                let all: Vec<String> = all.iter().map(|value| self.of(field, value)).collect();
                all.join(", ")
            }
            (_, Value::String(text)) => self.text(field, text),
            (_, value) => value.to_string(),
        }
    }

    /// A text that is one of a few words has a sentence; all others stand for themselves.
    fn text(&self, field: &str, text: &str) -> String {
        let key = match field {
            "mode" => format!("mode-{text}"),
            "security" => format!("security-{text}"),
            "documents" => format!("user-documents-{text}"),
            "role" => format!("role-{text}"),
            "events" => format!("event-{}", text.replace('.', "-")),
            "password" => format!("audit-password-{text}"),
            "kind" => format!("encryption-kind-{}", text.trim_end_matches("-password")),
            "way" => format!("audit-way-{text}"),
            "language" => {
                return text
                    .parse::<Language>()
                    .map_or_else(|_| text.to_owned(), |l| l.own_name().to_owned());
            }
            "expires_at" => return text.parse().map_or_else(|_| text.to_owned(), self.moment),
            _ => return text.to_owned(),
        };
        let well_formed = key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if well_formed && self.texts.has(&key) {
            self.texts.get(&key)
        } else {
            text.to_owned()
        }
    }
}

#[cfg(test)]
mod tests;
