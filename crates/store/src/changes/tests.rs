use super::{
    company_changed, sender_user_message, settings_message, settings_saved, user_changed, verdict_message,
};
use crate::{
    audit::Actor,
    companies::{Company, Retention},
    settings::Settings,
    test_runs::TestVerdict,
    users::User,
};
use jiff::Timestamp;
use model::{
    CompanyId, DisplayName, Language, PortalId, Role, UserId,
    session::Stage,
    settings::{Destination, Layer},
};
use serde_json::{Value, json};

const ID: &str = "019a5b1e-7c00-7000-8000-000000000001";

fn company() -> Company {
    Company {
        id: ID.parse::<CompanyId>().unwrap(),
        portal: PortalId::lone(),
        external_id: Some("17".parse().unwrap()),
        name: DisplayName::parse("Näidis OÜ").unwrap(),
        event_name: "naidis-ou".parse().unwrap(),
        mass_mailing: false,
        sender_user: None,
        retention: Retention::default(),
        version: 1,
        created_at: Timestamp::UNIX_EPOCH,
    }
}

fn user() -> User {
    User {
        id: ID.parse::<UserId>().unwrap(),
        company: ID.parse().unwrap(),
        external_id: None,
        name: DisplayName::parse("Mari Maasikas").unwrap(),
        email: "mari@naidis.ee".parse().unwrap(),
        role: Role::User,
        language: Language::Et,
        last_sent_at: None,
        created_at: Timestamp::UNIX_EPOCH,
    }
}

fn settings() -> Settings {
    let destination = Destination {
        host: model::Host::parse("smtp.naidis.ee").unwrap(),
        port: "465".parse().unwrap(),
        security: model::Security::Tls,
        user_name: Some("mari".to_owned()),
    };
    Settings {
        layer: Layer {
            host: Some(destination.host.clone()),
            ..Layer::default()
        },
        password_for: Some(destination),
        secret_version: 3,
        version: 7,
        updated_at: None,
    }
}

#[test]
fn what_was_saved_is_shown_without_the_password() {
    let entry = settings_saved(
        &company(),
        Some(&user()),
        &Settings::default(),
        &settings(),
        &Actor::Operator,
    );
    assert_eq!(entry.subject, "Mari Maasikas <mari@naidis.ee>");
    assert_eq!(entry.before, None);
    assert_eq!(
        entry.after,
        Some(json!({ "host": "smtp.naidis.ee", "password_set": true, "password_entered": true }))
    );
    let cleared = Settings {
        password_for: None,
        secret_version: 4,
        ..settings()
    };
    let entry = settings_saved(&company(), None, &settings(), &cleared, &Actor::Operator);
    assert_eq!(entry.subject, "Näidis OÜ");
    assert_eq!(entry.before.unwrap()["password_set"], true);
    assert_eq!(
        entry.after,
        Some(json!({ "host": "smtp.naidis.ee", "password_set": false }))
    );
}

#[test]
fn what_does_not_differ_is_not_written() {
    let newer = Company {
        version: 2,
        sender_user: Some(user().id),
        ..company()
    };
    assert_eq!(company_changed(&company(), &newer, &Actor::Program), None);
    let sent = User {
        last_sent_at: Some(Timestamp::UNIX_EPOCH),
        ..user()
    };
    assert_eq!(user_changed(&user(), &sent, &Actor::Program), None);
    let admin = User {
        role: Role::Admin,
        ..user()
    };
    let entry = user_changed(&user(), &admin, &Actor::Program).unwrap();
    assert_eq!(
        (&entry.before.unwrap()["role"], &entry.after.unwrap()["role"]),
        (&json!("user"), &json!("admin"))
    );
}

#[test]
fn messages_tell_ids_and_nothing_of_anybody() {
    let at = Timestamp::UNIX_EPOCH;
    let failed = TestVerdict::Failed {
        cause: "password-wrong".to_owned(),
        stage: Stage::Auth,
    };
    let verdict = verdict_message(&company(), &user(), &failed, at).unwrap();
    assert_eq!(
        serde_json::from_str::<Value>(&verdict.body).unwrap(),
        json!({
            "type": "settings.failing",
            "timestamp": "1970-01-01T00:00:00Z",
            "data": {
                "company": ID, "company_external_id": "17", "user": ID, "user_external_id": null,
                "cause": "password-wrong", "stage": "auth",
            },
        })
    );
    assert_eq!(
        verdict_message(&company(), &user(), &TestVerdict::Aborted, at),
        None
    );
    let saved = settings_message(&company(), None, &settings(), at);
    let data = serde_json::from_str::<Value>(&saved.body).unwrap()["data"].clone();
    assert_eq!(
        data,
        json!({ "company": ID, "company_external_id": "17", "owner": "company", "version": 7 })
    );
    let nobody = sender_user_message(&company(), None, at);
    assert!(nobody.body.contains(r#""sender_user":null"#), "{}", nobody.body);
    for message in [verdict, saved, nobody] {
        assert!(
            !message.body.contains('@') && !message.body.contains("smtp"),
            "{}",
            message.body
        );
    }
}
