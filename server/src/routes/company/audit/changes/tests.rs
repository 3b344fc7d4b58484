use super::{Words, between};
use model::Language;
use serde_json::{Value, json};
use store::{Action, Actor, NewAuditEntry};

/// The changes as lines: field, before, after.
fn lines(action: Action, before: Option<Value>, after: Option<Value>) -> Vec<String> {
    let words = Words {
        texts: texts::texts(Language::En),
        moment: &|time| format!("at {time}"),
    };
    let entry = NewAuditEntry::new(&Actor::Operator, action, "something").with(before, after);
    between(&words, &entry)
        .into_iter()
        .map(|change| {
            let text = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
            format!(
                "{}: {} > {}",
                change.field,
                text(change.before),
                text(change.after)
            )
        })
        .collect()
}

#[test]
fn only_what_differs_is_told() {
    let before = json!({ "mode": "own-server", "host": "a.ee", "port": 465, "password_set": true });
    let after = json!({
        "mode": "own-server", "host": "b.ee", "port": 465, "copy": [], "user_name": "", "attachments": false,
        "password_set": true, "password_entered": true,
    });
    assert_eq!(
        lines(Action::SettingsSaved, Some(before.clone()), Some(after)),
        [
            "attachments: - > no",
            "copy: - > nobody",
            "host: a.ee > b.ee",
            "password: set > entered anew",
            "user_name: - > no sign-in",
        ]
    );
    let cleared = json!({ "mode": "own-server", "host": "a.ee", "port": 465, "password_set": false });
    assert_eq!(
        lines(Action::SettingsSaved, Some(before), Some(cleared)),
        ["password: set > -"]
    );
}

#[test]
fn names_of_data_become_words() {
    let company = |days: u16| json!({ "name": "Näidis", "retention": { "tests_days": days } });
    assert_eq!(
        lines(Action::CompanyChanged, Some(company(90)), Some(company(30))),
        ["tests_days: 90 > 30"]
    );
    let person = |name: Option<&str>| json!({ "id": "x", "name": name });
    assert_eq!(
        lines(
            Action::SenderUserChanged,
            Some(person(None)),
            Some(person(Some("Mari")))
        ),
        ["sender_user: - > Mari"]
    );
    let webhook =
        |disabled: Value| json!({ "id": "x", "url": "https://a.ee/", "events": [], "disabled": disabled });
    assert_eq!(
        lines(
            Action::WebhookChanged,
            Some(webhook(Value::Null)),
            Some(webhook(json!("by-admin")))
        ),
        ["enabled: yes > no"]
    );
    let pin = json!({ "kind": "plain-password", "host": "a.ee", "port": 25 });
    assert_eq!(
        lines(Action::ExceptionAdded, None, Some(pin)),
        [
            "host: - > a.ee",
            "kind: - > Password without encryption",
            "port: - > 25"
        ]
    );
    let key = json!({ "name": "Kassa", "expires_at": "2026-11-22T00:00:00Z" });
    assert_eq!(
        lines(Action::ApiKeyRevoked, Some(key), None),
        ["expires_at: at 2026-11-22T00:00:00Z > -", "name: Kassa > -"]
    );
}

#[test]
fn what_is_not_known_stands_for_itself() {
    let odd =
        json!({ "mode": "</td>", "events": ["not.there"], "more": { "deep": [1, "x"] }, "nothing": null });
    assert_eq!(
        lines(Action::SettingsSaved, None, Some(odd)),
        ["deep: - > 1, x", "events: - > not.there", "mode: - > </td>"]
    );
}
