//! What somebody finds who gets hold of the files, or changes them.

#![expect(clippy::unwrap_used, reason = "helpers of the tests unwrap as well")]

mod support;

use base64::{Engine as _, engine::general_purpose};
use model::{Host, Port, PortalId, settings::OwnServer};
use secrecy::{ExposeSecret as _, SecretString};
use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, sync::Arc};
use store::{
    Actor, ApiKeys as _, CompanyDirectory as _, CompanyStore, KeyScope, NewCompany, NewSession, OsRandom,
    Owner, SaveWebhook, Store as _, StoreError, User,
    conformance::{Bench, own_server, save},
    secrets::{SecretError, keys},
};
use store_sqlite::OpenError;
use support::{Folder, Here, name, raw};

const PASSWORD: &str = "korge-Kuusk-Kasvab-77";
const WEBHOOK: &str = "whsec_SUURTAMMjuurikalaneKIVI";

/// All bytes of all files in a folder.
fn all_bytes(folder: &Path) -> Vec<u8> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(
        files.iter().any(|file| file.to_string_lossy().ends_with("-wal")),
        "{files:?}"
    );
    files
        .into_iter()
        .flat_map(|file| fs::read(file).unwrap())
        .collect()
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

/// A text in base64, as it would also stand in the middle of a longer one.
fn in_base64(text: &str) -> Vec<String> {
    let engines = [general_purpose::STANDARD_NO_PAD, general_purpose::URL_SAFE_NO_PAD];
    let mut forms = Vec::new();
    for engine in engines {
        for before in 0..3 {
            let encoded = engine.encode([&b"\0\0"[..before], text.as_bytes()].concat());
            let (first, last) = ((before * 8).div_ceil(6), encoded.len() - 1);
            forms.push(encoded[first..last].to_owned());
        }
    }
    forms
}

#[tokio::test]
async fn neither_password_nor_tokens_are_in_the_files() {
    let folder = Folder::new();
    let store = folder.open().await;
    let new = NewCompany::lone(name("Näidis OÜ"));
    let company = store.create_company(&new, &Actor::Operator).await.unwrap().id;
    let company = store.company(company);
    let user = support::user(&*company, "mari@naidis.ee").await;
    for _ in 0..3 {
        for owner in [Owner::User(user.id), Owner::Company] {
            company
                .save_settings(owner, save(&own_server(), PASSWORD), &Actor::Operator)
                .await
                .unwrap();
        }
    }
    let minute = std::time::Duration::from_mins(1);
    let session = NewSession::lasting(minute);
    let session = company.create_session(user.id, &session).await.unwrap();
    let link = company.create_sign_in_link(user.id, minute).await.unwrap();
    let hook = SaveWebhook {
        url: "https://naidis.ee/hook".to_owned(),
        events: Vec::new(),
        enabled: true,
    };
    let [first, second] = [WEBHOOK, &WEBHOOK.replace("SUUR", "VAIKE")].map(SecretString::from);
    let hook = company
        .create_webhook(&hook, &first, &Actor::Operator)
        .await
        .unwrap();
    company
        .rotate_webhook_secret(hook.id, &second, minute, &Actor::Operator)
        .await
        .unwrap();
    company.send_webhook_test(hook.id).await.unwrap();
    let scope = KeyScope {
        portal: PortalId::lone(),
        company: Some(company.id()),
    };
    let (_, key) = store
        .create_api_key(&scope, "raamat", None, &Actor::Operator)
        .await
        .unwrap();

    let bytes = all_bytes(folder.path());
    assert!(holds(&bytes, b"smtp.naidis.ee"), "the search finds what is there");
    let mut needles = in_base64(PASSWORD);
    needles.extend([first, second].map(|secret| secret.expose_secret().to_owned()));
    needles.extend([PASSWORD.to_owned(), session.reveal(), link.reveal(), key.reveal()]);
    for needle in needles {
        assert!(!holds(&bytes, needle.as_bytes()), "{needle}");
    }
    let key = key.reveal().split_off("saatja_".len());
    for token in [session.reveal(), link.reveal(), key] {
        let token = general_purpose::URL_SAFE_NO_PAD.decode(token).unwrap();
        assert!(!holds(&bytes, &token));
    }
    let key = fs::read_to_string(folder.keys()).unwrap();
    let key = key.lines().last().unwrap().split(' ').nth(1).unwrap().to_owned();
    let database = [
        fs::read(folder.database()).unwrap(),
        fs::read(folder.path().join("saatja.db-wal")).unwrap(),
    ]
    .concat();
    assert!(!holds(&database, &general_purpose::STANDARD.decode(key).unwrap()));
    for file in ["saatja.db", "saatja.db-wal", "saatja.db-shm"] {
        let mode = fs::metadata(folder.path().join(file))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
}

/// The password after `sql` was done to the database by somebody.
async fn after(
    bench: &Bench,
    folder: &Path,
    sql: &'static str,
    asked: &OwnServer,
) -> Result<Option<String>, StoreError> {
    let companies = [bench.company("Üks").await, bench.company("Kaks").await];
    let victim = bench.store.company(companies[0]);
    let mut users = Vec::new();
    for (company, email) in [(0, "mari@naidis.ee"), (0, "jyri@naidis.ee"), (1, "paha@mujal.ee")] {
        let user = bench.user(companies[company], email).await;
        let password = if email == "mari@naidis.ee" {
            PASSWORD
        } else {
            "other"
        };
        bench
            .store
            .company(companies[company])
            .save_settings(
                Owner::User(user.id),
                save(&own_server(), password),
                &Actor::Operator,
            )
            .await
            .unwrap();
        users.push(user);
    }
    sqlx::query(sql).execute(&mut raw(folder).await).await.unwrap();
    let (company, user) = if sql.contains("paha@") {
        (bench.store.company(companies[1]), &users[2])
    } else if sql.contains("jyri@") {
        (victim, &users[1])
    } else {
        (victim, &users[0])
    };
    let secret = company
        .secret_for(Owner::User(user.id), &asked.destination)
        .await?;
    Ok(secret.map(|secret| secret.expose_secret().to_owned()))
}

#[tokio::test]
async fn a_password_that_was_moved_in_the_database_does_not_open() {
    let mut elsewhere = own_server();
    elsewhere.destination.host = Host::parse("smtp.paha.ee").unwrap();
    let mut other_port = own_server();
    other_port.destination.port = Port::RELAY;
    let mut other_user = own_server();
    other_user.destination.user_name = Some("paha".to_owned());
    let mut plain = own_server();
    plain.destination.security = model::Security::None;
    for (sql, asked, expected) in [
        ("SELECT 1", own_server(), None),
        (
            "UPDATE settings SET password_for = json_set(password_for, '$.host', 'smtp.paha.ee')",
            elsewhere,
            Some(SecretError::WrongContext),
        ),
        (
            "UPDATE settings SET password_for = json_set(password_for, '$.port', 25)",
            other_port,
            Some(SecretError::WrongContext),
        ),
        (
            "UPDATE settings SET password_for = json_set(password_for, '$.user_name', 'paha')",
            other_user,
            Some(SecretError::WrongContext),
        ),
        (
            "UPDATE settings SET password_for = json_set(password_for, '$.security', 'none')",
            plain,
            Some(SecretError::WrongContext),
        ),
        (
            "UPDATE settings SET password = (SELECT password FROM settings s JOIN users u ON u.id = s.user_id
                WHERE u.email = 'mari@naidis.ee')
            WHERE user_id = (SELECT id FROM users WHERE email = 'jyri@naidis.ee')",
            own_server(),
            Some(SecretError::WrongContext),
        ),
        (
            "UPDATE companies SET wrapped_key = (SELECT wrapped_key FROM companies c JOIN users u ON u.company_id = c.id
                WHERE u.email = 'mari@naidis.ee')
            WHERE id = (SELECT company_id FROM users WHERE email = 'paha@mujal.ee')",
            own_server(),
            Some(SecretError::WrongContext),
        ),
    ] {
        let folder = Arc::new(Folder::new());
        let bench = Bench::new(&Here(Arc::clone(&folder))).await;
        match (after(&bench, &folder.database(), sql, &asked).await, expected) {
            (Ok(Some(secret)), None) => assert_eq!(secret, PASSWORD),
            (Err(StoreError::Secret(error)), Some(expected)) => assert_eq!(error, expected, "{sql}"),
            (other, _) => panic!("{sql}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_password_of_another_company_is_under_another_key() {
    let folder = Arc::new(Folder::new());
    let bench = Bench::new(&Here(Arc::clone(&folder))).await;
    let sql =
        "UPDATE settings SET password = (SELECT password FROM settings s JOIN users u ON u.id = s.user_id
            WHERE u.email = 'mari@naidis.ee')
        WHERE user_id = (SELECT id FROM users WHERE email = 'paha@mujal.ee')";
    let error = after(&bench, &folder.database(), sql, &own_server())
        .await
        .unwrap_err();
    assert!(
        matches!(error, StoreError::Secret(SecretError::UnknownKey(_))),
        "{error:?}"
    );
}

#[tokio::test]
async fn passwords_survive_a_rotation_of_the_key_file() {
    let folder = Folder::new();
    let store = folder.open().await;
    let mut saved = Vec::new();
    for company in ["Üks", "Kaks", "Kolm"] {
        let new = NewCompany::lone(name(company));
        let company = store.create_company(&new, &Actor::Operator).await.unwrap().id;
        let user = support::user(&*store.company(company), "mari@naidis.ee").await;
        store
            .company(company)
            .save_settings(
                Owner::User(user.id),
                save(&own_server(), PASSWORD),
                &Actor::Operator,
            )
            .await
            .unwrap();
        saved.push(user);
    }
    let [old] = keys::list(&folder.keys()).unwrap()[..] else {
        panic!("there is one key")
    };
    // A server goes on while the operator rotates beside it.
    let beside = folder.open().await;
    let new = keys::add(&folder.keys(), &OsRandom).unwrap();
    assert_eq!(beside.rewrap_company_keys(10).await.unwrap(), 0);
    keys::activate(&folder.keys(), new, &OsRandom).unwrap();
    let rotating = folder.open().await;
    assert_eq!(rotating.rewrap_company_keys(2).await.unwrap(), 2);
    assert_eq!(rotating.rewrap_company_keys(2).await.unwrap(), 1);
    assert_eq!(rotating.rewrap_company_keys(2).await.unwrap(), 0);
    keys::remove(&folder.keys(), old.id, &OsRandom).unwrap();
    let fresh = folder.open().await;
    for store in [&beside, &rotating, &store, &fresh] {
        for user in &saved {
            assert_eq!(password_of(&*store.company(user.company), user).await, PASSWORD);
        }
    }
}

async fn password_of(company: &dyn CompanyStore, user: &User) -> String {
    let destination = own_server().destination;
    let secret = company.secret_for(Owner::User(user.id), &destination).await;
    secret.unwrap().unwrap().expose_secret().to_owned()
}

#[tokio::test]
async fn a_key_file_of_another_database_is_refused_at_start() {
    let folder = Folder::new();
    let store = folder.open().await;
    let new = NewCompany::lone(name("Näidis OÜ"));
    store.create_company(&new, &Actor::Operator).await.unwrap();
    store.close().await;
    fs::remove_file(folder.keys()).unwrap();
    let error = folder.try_open().await.err().unwrap();
    assert!(
        matches!(
            error,
            OpenError::OtherKeys {
                source: SecretError::UnknownKey(_),
                ..
            }
        ),
        "{error:?}"
    );
    assert!(error.to_string().contains("saatja.db"), "{error}");
}

#[tokio::test]
async fn the_audit_log_can_only_grow() {
    let folder = Arc::new(Folder::new());
    let bench = Bench::new(&Here(Arc::clone(&folder))).await;
    let (company, _) = bench.company_with_user().await;
    let entries = async || {
        let query = store::AuditQuery::default();
        company.audit(&query, 100).await.unwrap()
    };
    let before = entries().await;
    assert_eq!(before.len(), 2);
    for sql in [
        "UPDATE audit SET subject = 'keegi'",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE action = 'user.created'",
    ] {
        let error = sqlx::query(sql)
            .execute(&mut raw(&folder.database()).await)
            .await
            .unwrap_err();
        assert!(error.to_string().contains("append-only"), "{sql}: {error}");
    }
    assert_eq!(entries().await, before);
    assert!(bench.store.delete_company(company.id()).await.unwrap());
    assert!(entries().await.is_empty());
}
