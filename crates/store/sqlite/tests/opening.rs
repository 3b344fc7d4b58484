//! Files that can not be opened, and programs that end in the middle.

mod support;

use secrecy::ExposeSecret as _;
use std::{
    fs,
    io::{BufRead as _, BufReader},
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
};
use store::{
    Actor, CompanyDirectory as _, Migrated, NewCompany, OsRandom, Owner, Store as _, SystemClock,
    conformance::{own_server, save},
};
use store_sqlite::{OpenError, SqliteStore};
use support::{Folder, name, raw};

/// What opening the folder's database says; names the file in any case.
async fn refusal(folder: &Folder) -> OpenError {
    let error = folder.try_open().await.err().expect("refused");
    assert!(
        error
            .to_string()
            .contains(&folder.database().display().to_string()),
        "{error}"
    );
    error
}

#[tokio::test]
async fn a_new_file_is_its_owners_alone_and_opens_again() {
    let folder = Folder::new();
    folder.open().await.close().await;
    assert_eq!(
        fs::metadata(folder.database()).unwrap().permissions().mode() & 0o777,
        0o600
    );
    folder.open().await.ping().await.unwrap();
}

#[tokio::test]
async fn a_missing_folder_is_named() {
    let folder = Folder::new();
    let path = folder.path().join("no/such/folder.db");
    let opened = SqliteStore::open(&path, folder.vault(), Arc::new(SystemClock), Arc::new(OsRandom)).await;
    assert!(matches!(opened.err(), Some(OpenError::NoFolder { path: named }) if named == path));
}

#[tokio::test]
async fn other_files_are_refused_and_left_as_they_are() {
    let folder = Folder::new();
    let text = "not a database, but a letter to my aunt\n".repeat(100);
    fs::write(folder.database(), &text).unwrap();
    assert!(matches!(refusal(&folder).await, OpenError::NotADatabase { .. }));
    assert_eq!(fs::read_to_string(folder.database()).unwrap(), text);

    let folder = Folder::new();
    fs::create_dir(folder.database()).unwrap();
    assert!(matches!(refusal(&folder).await, OpenError::NotADatabase { .. }));

    let folder = Folder::new();
    fs::write(folder.database(), "").unwrap();
    sqlx::query("CREATE TABLE companies (name TEXT)")
        .execute(&mut raw(&folder.database()).await)
        .await
        .unwrap();
    assert!(matches!(refusal(&folder).await, OpenError::OtherProgram { .. }));
}

#[tokio::test]
async fn a_read_only_file_is_refused() {
    let folder = Folder::new();
    folder.open().await.close().await;
    fs::set_permissions(folder.database(), fs::Permissions::from_mode(0o400)).unwrap();
    assert!(matches!(refusal(&folder).await, OpenError::ReadOnly { .. }));
}

#[tokio::test]
async fn a_newer_or_changed_schema_is_refused() {
    let folder = Folder::new();
    folder.open().await.close().await;
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
        VALUES (9999, 'from the future', TRUE, x'00', 0)";
    sqlx::query(newer)
        .execute(&mut raw(&folder.database()).await)
        .await
        .unwrap();
    assert!(matches!(
        refusal(&folder).await,
        OpenError::Newer { migration: 9999, .. }
    ));

    let folder = Folder::new();
    folder.open().await.close().await;
    let changed = "UPDATE _sqlx_migrations SET checksum = x'00'";
    sqlx::query(changed)
        .execute(&mut raw(&folder.database()).await)
        .await
        .unwrap();
    assert!(matches!(
        refusal(&folder).await,
        OpenError::OtherSchema { migration: 1, .. }
    ));
}

#[tokio::test]
async fn it_says_what_was_done_to_its_tables() {
    let folder = Folder::new();
    let store = folder.open().await;
    let to = store.migrated().to;
    assert_eq!(store.migrated(), Migrated { from: None, to });
    store.close().await;
    let migrated = folder.open().await.migrated();
    assert_eq!(migrated, Migrated { from: Some(to), to });
}

#[tokio::test]
async fn whoever_copies_it_is_alone() {
    let folder = Folder::new();
    let alone = async || {
        let (path, vault) = (folder.database(), folder.vault());
        SqliteStore::open_alone(&path, vault, Arc::new(SystemClock), Arc::new(OsRandom)).await
    };
    let (one, two) = (folder.open().await, folder.open().await);
    one.close().await;
    let busy = alone().await.err();
    assert!(matches!(busy, Some(OpenError::InUse { .. })), "{busy:?}");
    two.close().await;
    let copying = alone().await.unwrap();
    assert!(matches!(refusal(&folder).await, OpenError::BeingCopied { .. }));
    let busy = alone().await.err();
    assert!(matches!(busy, Some(OpenError::InUse { .. })), "{busy:?}");
    copying.close().await;
    folder.open().await.ping().await.unwrap();
    let lock = folder.path().join("saatja.db.lock");
    assert_eq!(fs::metadata(lock).unwrap().permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn several_programs_may_start_at_once() {
    for _ in 0..5 {
        let folder = Folder::new();
        let starts = tokio::join!(folder.open(), folder.open(), folder.open(), folder.open());
        for store in [starts.0, starts.1, starts.2, starts.3] {
            store.ping().await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_database_left_behind_without_closing_opens_with_everything_answered() {
    let folder = Folder::new();
    let store = folder.open().await;
    let company = store
        .create_company(&NewCompany::lone(name("Näidis OÜ")), &Actor::Operator)
        .await
        .unwrap();
    std::mem::forget(store);
    let again = folder.open().await;
    assert_eq!(again.list_companies(None, None, 10).await.unwrap(), [company]);
}

/// Not a test of its own: the program that the next test kills.
#[tokio::test]
async fn saves_until_it_is_killed() {
    let Ok(path) = std::env::var("SAATJA_STORE_TO_BE_KILLED") else {
        return;
    };
    let folder = Folder::at(Path::new(&path));
    let store = folder.open().await;
    let company = store
        .create_company(&NewCompany::lone(name("Näidis OÜ")), &Actor::Operator)
        .await
        .unwrap()
        .id;
    let company = store.company(company);
    let user = support::user(&*company, "mari@naidis.ee").await;
    loop {
        let saved = company
            .save_settings(
                Owner::User(user.id),
                save(&own_server(), "hunter2"),
                &Actor::Operator,
            )
            .await
            .unwrap();
        println!("saved {}", saved.version);
    }
}

#[tokio::test]
async fn what_was_answered_survives_a_kill() {
    for enough in [1_u64, 17] {
        let folder = Folder::new();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "saves_until_it_is_killed", "--nocapture"])
            .env("SAATJA_STORE_TO_BE_KILLED", folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap())
            .lines()
            .map(Result::unwrap);
        assert!(
            lines.any(|line| line.ends_with(&format!("saved {enough}"))),
            "it saved"
        );
        child.kill().unwrap();
        child.wait().unwrap();
        let answered = lines
            .filter_map(|line| line.strip_prefix("saved ")?.parse().ok())
            .last()
            .unwrap_or(1_u64);

        let store = folder.open().await;
        let company = store.company(store.list_companies(None, None, 10).await.unwrap()[0].id);
        let user = company.list_users(None, 10).await.unwrap().remove(0);
        let settings = company.user_settings(user.id).await.unwrap().unwrap().own;
        assert!(settings.version >= answered, "{} < {answered}", settings.version);
        assert_eq!(settings.version, settings.secret_version);
        let secret = company
            .secret_for(Owner::User(user.id), &own_server().destination)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(secret.expose_secret(), "hunter2");
    }
}
