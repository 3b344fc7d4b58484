//! What somebody finds who gets hold of the files, or changes them.

#![expect(clippy::unwrap_used, reason = "helpers of the tests unwrap as well")]

mod support;

use base64::{Engine as _, engine::general_purpose};
use model::{Host, Port, settings::OwnServer};
use secrecy::ExposeSecret as _;
use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, sync::Arc};
use store::{
    CompanyDirectory as _, OsRandom, Store as _, StoreError, Vault,
    conformance::{Bench, own_server, save},
    secrets::SecretError,
};
use store_sqlite::OpenError;
use support::{Folder, Here, name, raw};

const PASSWORD: &str = "korge-Kuusk-Kasvab-77";

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
    let company = store.create_company(&name("Näidis OÜ")).await.unwrap().id;
    let company = store.company(company);
    let user = support::user(&*company, "mari@naidis.ee").await;
    for _ in 0..3 {
        company
            .save_settings(user.id, save(&own_server(), PASSWORD))
            .await
            .unwrap();
    }
    let session = company
        .create_session(user.id, std::time::Duration::from_mins(1))
        .await
        .unwrap();
    let link = company
        .create_sign_in_link(user.id, std::time::Duration::from_mins(1))
        .await
        .unwrap();

    let bytes = all_bytes(folder.path());
    assert!(holds(&bytes, b"smtp.naidis.ee"), "the search finds what is there");
    let mut needles = in_base64(PASSWORD);
    needles.extend([PASSWORD.to_owned(), session.reveal(), link.reveal()]);
    for needle in needles {
        assert!(!holds(&bytes, needle.as_bytes()), "{needle}");
    }
    for token in [session.reveal(), link.reveal()] {
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
            .save_settings(user.id, save(&own_server(), password))
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
    let secret = company.secret_for(user.id, &asked.destination).await?;
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
        ("UPDATE settings SET host = 'smtp.paha.ee'", elsewhere.clone(), Some(SecretError::WrongContext)),
        ("UPDATE settings SET port = 25", other_port, Some(SecretError::WrongContext)),
        ("UPDATE settings SET user_name = 'paha'", other_user, Some(SecretError::WrongContext)),
        ("UPDATE settings SET security = 'none'", plain, Some(SecretError::WrongContext)),
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
    for company in ["Üks", "Kaks"] {
        let company = store.create_company(&name(company)).await.unwrap().id;
        let user = support::user(&*store.company(company), "mari@naidis.ee").await;
        store
            .company(company)
            .save_settings(user.id, save(&own_server(), PASSWORD))
            .await
            .unwrap();
        saved.push(user);
    }
    store.close().await;
    let old_keys = fs::read_to_string(folder.keys()).unwrap();
    let old_line = old_keys
        .lines()
        .last()
        .unwrap()
        .trim_end_matches(" active")
        .to_owned();

    Vault::add_key(&folder.keys(), Arc::new(OsRandom)).unwrap();
    let store = folder.open().await;
    assert_eq!(store.rewrap_company_keys().await.unwrap(), 2);
    assert_eq!(store.rewrap_company_keys().await.unwrap(), 0);
    store.close().await;
    let keys = fs::read_to_string(folder.keys()).unwrap();
    assert!(keys.contains(&old_line));
    fs::write(folder.keys(), keys.replace(&old_line, "")).unwrap();

    let store = folder.open().await;
    for user in saved {
        let company = store.company(user.company);
        let secret = company
            .secret_for(user.id, &own_server().destination)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(secret.expose_secret(), PASSWORD);
    }
}

#[tokio::test]
async fn a_key_file_of_another_database_is_refused_at_start() {
    let folder = Folder::new();
    let store = folder.open().await;
    store.create_company(&name("Näidis OÜ")).await.unwrap();
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
