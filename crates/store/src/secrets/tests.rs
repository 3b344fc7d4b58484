use super::{KeyRingError, SecretContext, SecretError, Vault, blob, keys, ring::KeyRing};
use crate::{
    clock::TestClock,
    encoding::Fields,
    ids::uuid_v7,
    random::{OsRandom, Random, RandomError},
    settings::Owner,
};
use model::{CompanyId, Host, Security, UserId, WebhookId, settings::Destination};
use secrecy::{ExposeSecret as _, SecretString};
use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, sync::Arc};
use tempfile::TempDir;

const PASSWORD: &str = "õige hobune patarei klamber";

fn vault(path: &Path) -> Vault {
    Vault::open(path, Arc::new(OsRandom)).unwrap()
}

fn company() -> CompanyId {
    CompanyId::from_uuid(uuid_v7(&TestClock::default(), &OsRandom).unwrap())
}

fn user() -> UserId {
    UserId::from_uuid(uuid_v7(&TestClock::default(), &OsRandom).unwrap())
}

fn destination() -> Destination {
    Destination {
        host: Host::parse("smtp.example.com").unwrap(),
        port: "465".parse().unwrap(),
        security: Security::Tls,
        user_name: Some("mari".to_owned()),
    }
}

fn ring_path(folder: &TempDir) -> std::path::PathBuf {
    folder.path().join("keys")
}

#[test]
fn opens_for_what_it_was_sealed_for_and_for_nothing_else() {
    let folder = TempDir::new().unwrap();
    let vault = vault(&ring_path(&folder));
    let (company, user, destination) = (company(), user(), destination());
    let (key, _) = vault.new_company_key(company).unwrap();
    let owner = Owner::User(user);
    let context = SecretContext::Password {
        company,
        owner,
        destination: &destination,
    };
    let secret = SecretString::from(PASSWORD);
    let sealed = vault.seal(&key, &context, &secret).unwrap();
    assert_eq!(
        vault.unseal(&key, &context, &sealed).unwrap().expose_secret(),
        PASSWORD
    );
    assert_ne!(
        vault.seal(&key, &context, &secret).unwrap(),
        sealed,
        "a nonce is never used again"
    );

    let changes: [fn(&mut Destination); 5] = [
        |d| d.host = Host::parse("smtp.example.org").unwrap(),
        |d| d.port = "587".parse().unwrap(),
        |d| d.security = Security::None,
        |d| d.user_name = Some("jüri".to_owned()),
        |d| d.user_name = None,
    ];
    for change in changes {
        let mut other = destination.clone();
        change(&mut other);
        let context = SecretContext::Password {
            company,
            owner,
            destination: &other,
        };
        assert_eq!(
            vault.unseal(&key, &context, &sealed).unwrap_err(),
            SecretError::WrongContext,
            "{other:?}"
        );
    }
    let other_company = SecretContext::Password {
        company: self::company(),
        owner,
        destination: &destination,
    };
    let others = [
        SecretContext::Password {
            company,
            owner: Owner::User(self::user()),
            destination: &destination,
        },
        SecretContext::Password {
            company,
            owner: Owner::Company,
            destination: &destination,
        },
        SecretContext::Mailbox {
            company,
            user,
            destination: &destination,
        },
        SecretContext::Webhook {
            company,
            webhook: WebhookId::from_uuid(*user.as_uuid()),
        },
        other_company,
    ];
    for other in others {
        assert_eq!(
            vault.unseal(&key, &other, &sealed).unwrap_err(),
            SecretError::WrongContext,
            "{other:?}"
        );
    }
    assert_eq!(
        vault.seal(&key, &other_company, &secret).unwrap_err(),
        SecretError::WrongContext
    );
    let named = |field: &str| {
        Fields::of("saatja secret 1")
            .bytes(company.as_uuid().as_bytes())
            .bytes(user.as_uuid().as_bytes())
            .text(field)
            .destination(&destination)
            .into_bytes()
    };
    let other_field = blob::open(&key.key, &named("another-field"), &sealed);
    assert_eq!(other_field.unwrap_err(), SecretError::WrongContext);
    // What the first version of this program has sealed opens still.
    assert!(blob::open(&key.key, &named("own-server-password"), &sealed).is_ok());
    let (other_key, _) = vault.new_company_key(company).unwrap();
    assert!(matches!(
        vault.unseal(&other_key, &context, &sealed),
        Err(SecretError::UnknownKey(_))
    ));
}

#[test]
fn a_mailboxs_password_opens_for_its_mailbox_alone() {
    let folder = TempDir::new().unwrap();
    let vault = vault(&ring_path(&folder));
    let (company, user, destination) = (company(), user(), destination());
    let (key, _) = vault.new_company_key(company).unwrap();
    let of = |user, destination| SecretContext::Mailbox {
        company,
        user,
        destination,
    };
    let secret = SecretString::from(PASSWORD);
    let sealed = vault.seal(&key, &of(user, &destination), &secret).unwrap();
    let opened = vault.unseal(&key, &of(user, &destination), &sealed).unwrap();
    assert_eq!(opened.expose_secret(), PASSWORD);
    let elsewhere = Destination {
        port: "143".parse().unwrap(),
        ..destination.clone()
    };
    for other in [
        of(user, &elsewhere),
        of(self::user(), &destination),
        SecretContext::Password {
            company,
            owner: Owner::User(user),
            destination: &destination,
        },
    ] {
        let opened = vault.unseal(&key, &other, &sealed);
        assert_eq!(opened.unwrap_err(), SecretError::WrongContext, "{other:?}");
    }
}

#[test]
fn any_changed_or_missing_byte_is_noticed() {
    let folder = TempDir::new().unwrap();
    let vault = vault(&ring_path(&folder));
    let (company, user, destination) = (company(), user(), destination());
    let (key, _) = vault.new_company_key(company).unwrap();
    let context = SecretContext::Password {
        company,
        owner: Owner::User(user),
        destination: &destination,
    };
    let sealed = vault.seal(&key, &context, &SecretString::from(PASSWORD)).unwrap();
    for at in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        let expected = match at {
            0 => "Format",
            1..9 => "UnknownKey",
            _ => "WrongContext",
        };
        let error = format!("{:?}", vault.unseal(&key, &context, &changed).unwrap_err());
        assert!(error.starts_with(expected), "{at}: {error}");
        assert!(
            vault.unseal(&key, &context, &sealed[..at]).is_err(),
            "cut at {at}"
        );
    }
}

#[test]
fn a_company_key_opens_for_its_company_alone() {
    let folder = TempDir::new().unwrap();
    let vault = vault(&ring_path(&folder));
    let (mine, other) = (company(), company());
    let (_, wrapped) = vault.new_company_key(mine).unwrap();
    assert!(vault.unwrap_company_key(mine, &wrapped).is_ok());
    assert_eq!(
        vault.unwrap_company_key(other, &wrapped).unwrap_err(),
        SecretError::WrongContext
    );
    assert_eq!(
        vault.unwrap_company_key(mine, b"").unwrap_err(),
        SecretError::Format
    );
}

#[test]
fn after_a_rotation_old_blobs_open_and_new_ones_need_the_new_key() {
    let folder = TempDir::new().unwrap();
    let path = ring_path(&folder);
    let before = vault(&path);
    let company = company();
    let (key, wrapped) = before.new_company_key(company).unwrap();
    let destination = destination();
    let context = SecretContext::Password {
        company,
        owner: Owner::Company,
        destination: &destination,
    };
    let sealed = before
        .seal(&key, &context, &SecretString::from(PASSWORD))
        .unwrap();
    assert_eq!(before.rewrap(company, &wrapped).unwrap(), None);

    let old_id = before.active();
    let new_id = keys::add(&path, &OsRandom).unwrap();
    let after = vault(&path);
    assert_eq!((after.active(), after.ids()), (old_id, vec![old_id, new_id]));
    keys::activate(&path, new_id, &OsRandom).unwrap();
    assert!(after.reload().unwrap(), "the other key is active now");
    assert!(!after.reload().unwrap());
    assert_eq!(after.active(), new_id);
    let old = after.unwrap_company_key(company, &wrapped).unwrap();
    assert_eq!(
        after.unseal(&old, &context, &sealed).unwrap().expose_secret(),
        PASSWORD
    );

    let rewrapped = after.rewrap(company, &wrapped).unwrap().unwrap();
    assert_eq!(&rewrapped[1..9], new_id.as_bytes());
    assert_eq!(before.active(), old_id, "it has not looked yet");
    before
        .unwrap_company_key(company, &rewrapped)
        .expect("an unknown key is looked for in the file");
    assert_eq!(before.active(), new_id);
    assert!(matches!(
        keys::remove(&path, new_id, &OsRandom),
        Err(KeyRingError::ActiveKey { id, .. }) if id == new_id
    ));
    keys::remove(&path, old_id, &OsRandom).unwrap();
    let alone = Vault::load(&path, Arc::new(OsRandom)).unwrap();
    let key = alone.unwrap_company_key(company, &rewrapped).unwrap();
    assert_eq!(
        alone.unseal(&key, &context, &sealed).unwrap().expose_secret(),
        PASSWORD
    );
    assert!(matches!(
        alone.unwrap_company_key(company, &wrapped),
        Err(SecretError::UnknownKey(_))
    ));
}

#[test]
fn keys_are_listed_added_activated_and_removed() {
    let folder = TempDir::new().unwrap();
    let path = ring_path(&folder);
    let first = vault(&path).active();
    let second = keys::add(&path, &OsRandom).unwrap();
    let listed = || {
        let keys = keys::list(&path).unwrap();
        keys.iter().map(|key| (key.id, key.active)).collect::<Vec<_>>()
    };
    assert_eq!(listed(), [(first, true), (second, false)]);
    keys::activate(&path, second, &OsRandom).unwrap();
    keys::activate(&path, second, &OsRandom).unwrap();
    assert_eq!(listed(), [(first, false), (second, true)]);
    keys::remove(&path, first, &OsRandom).unwrap();
    assert_eq!(listed(), [(second, true)]);
    for refused in [
        keys::remove(&path, first, &OsRandom),
        keys::activate(&path, first, &OsRandom),
    ] {
        assert!(
            matches!(refused, Err(KeyRingError::NoSuchKey { id, .. }) if id == first),
            "{refused:?}"
        );
    }
    assert_eq!(first.to_string().parse(), Ok(first));
    for bad in ["", "0123", "+123456789abcdef", "0123456789abcdefg"] {
        assert!(bad.parse::<super::KeyId>().is_err(), "{bad}");
    }
}

#[test]
fn many_that_add_keys_at_once_lose_none() {
    let folder = TempDir::new().unwrap();
    let path = ring_path(&folder);
    vault(&path);
    let adding: Vec<_> = (0..8)
        .map(|_| {
            let path = path.clone();
            std::thread::spawn(move || keys::add(&path, &OsRandom).unwrap())
        })
        .collect();
    let added: Vec<_> = adding.into_iter().map(|thread| thread.join().unwrap()).collect();
    let listed: Vec<_> = keys::list(&path).unwrap().iter().map(|key| key.id).collect();
    assert_eq!(listed.len(), 9);
    assert!(added.iter().all(|id| listed.contains(id)));
}

#[test]
fn a_broken_file_leaves_a_running_vault_its_keys() {
    let folder = TempDir::new().unwrap();
    let path = ring_path(&folder);
    let running = vault(&path);
    let (_, wrapped) = running.new_company_key(company()).unwrap();
    let good = fs::read(&path).unwrap();
    let breaks: [fn(&Path); 3] = [
        |path| fs::write(path, "# nothing\n").unwrap(),
        |path| fs::set_permissions(path, fs::Permissions::from_mode(0o644)).unwrap(),
        |path| fs::remove_file(path).unwrap(),
    ];
    let company = company();
    let (_, mine) = running.new_company_key(company).unwrap();
    for broken in breaks {
        broken(&path);
        assert!(running.reload().is_err());
        running.unwrap_company_key(company, &mine).unwrap();
        let mut unknown = wrapped.clone();
        unknown[1] ^= 1;
        assert!(matches!(
            running.unwrap_company_key(company, &unknown),
            Err(SecretError::UnknownKey(_))
        ));
        fs::write(&path, &good).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        assert!(!running.reload().unwrap());
    }
}

#[test]
fn the_key_file_is_made_once_for_its_owner_alone() {
    let folder = TempDir::new().unwrap();
    let path = ring_path(&folder);
    assert!(matches!(
        Vault::load(&path, Arc::new(OsRandom)),
        Err(KeyRingError::Missing { .. })
    ));
    let made = vault(&path);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(vault(&path).active(), made.active());
    keys::add(&path, &OsRandom).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        1,
        "no drafts are left"
    );
}

#[test]
fn many_that_start_at_once_share_one_key() {
    let folder = TempDir::new().unwrap();
    let path = ring_path(&folder);
    let starts: Vec<_> = (0..8)
        .map(|_| {
            let path = path.clone();
            std::thread::spawn(move || vault(&path).active())
        })
        .collect();
    let ids: Vec<_> = starts.into_iter().map(|start| start.join().unwrap()).collect();
    assert!(ids.iter().all(|id| *id == ids[0]));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_key_file_that_others_can_read_is_refused_by_name() {
    let folder = TempDir::new().unwrap();
    let path = ring_path(&folder);
    vault(&path);
    for mode in [0o640, 0o604, 0o620, 0o601, 0o777] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let error = Vault::open(&path, Arc::new(OsRandom)).unwrap_err();
        assert!(matches!(error, KeyRingError::OpenToOthers { .. }), "{mode:o}");
        assert!(error.to_string().contains(&path.display().to_string()));
        assert!(error.to_string().contains(&format!("{mode:o}")));
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
    assert!(Vault::open(&path, Arc::new(OsRandom)).is_ok());
}

#[test]
fn a_damaged_key_file_is_refused_with_its_line_and_without_its_keys() {
    let folder = TempDir::new().unwrap();
    let path = ring_path(&folder);
    let (one, two) = (
        KeyRing::generate(&OsRandom).unwrap(),
        KeyRing::generate(&OsRandom).unwrap(),
    );
    let line = |ring: &KeyRing| ring.to_text().lines().last().unwrap().to_owned();
    let (one, two) = (line(&one), line(&two));
    let key = one.split(' ').nth(1).unwrap();
    for (text, says) in [
        (String::new(), "no key is active"),
        ("# only a comment\n".to_owned(), "no key is active"),
        (one.replace(" active", ""), "no key is active"),
        (format!("{one}\n{two}\n"), "line 2: a second active key"),
        (format!("{one}\n\n{one}\n"), "line 3: the key is there twice"),
        (
            one.replace(key, two.split(' ').nth(1).unwrap()),
            "line 1: the id is not the one of this key",
        ),
        (
            one.replace(key, &key[4..]),
            "line 1: the key is not 32 bytes long",
        ),
        (one.replace(key, "not!base64"), "line 1: the key is not base64"),
        (
            format!("{one} now\n"),
            "line 1: not an id, a key and perhaps the word active",
        ),
    ] {
        fs::write(&path, &text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        let error = Vault::open(&path, Arc::new(OsRandom)).unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(matches!(error, KeyRingError::Malformed { .. }), "{shown}");
        assert!(shown.contains(says), "{shown}, expected {says}");
        assert!(!shown.contains(&key[..8]));
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            text,
            "a damaged file is never written over"
        );
    }
    fs::write(&path, [0xff, 0xfe]).unwrap();
    assert!(matches!(
        Vault::open(&path, Arc::new(OsRandom)),
        Err(KeyRingError::Malformed { .. })
    ));
    assert!(matches!(
        Vault::open(folder.path(), Arc::new(OsRandom)),
        Err(KeyRingError::Malformed { .. })
    ));
    let nowhere = folder.path().join("no/such/keys");
    let error = Vault::open(&nowhere, Arc::new(OsRandom)).unwrap_err();
    assert!(error.to_string().contains("no/such/keys"), "{error}");
}

#[test]
fn nothing_shows_a_key_or_a_secret() {
    let folder = TempDir::new().unwrap();
    let path = ring_path(&folder);
    let vault = vault(&path);
    let (key, _) = vault.new_company_key(company()).unwrap();
    let shown = format!("{vault:?} {key:?} {:?}", SecretString::from(PASSWORD));
    let text = fs::read_to_string(&path).unwrap();
    let stored = text.lines().last().unwrap().split(' ').nth(1).unwrap();
    assert!(!shown.contains(stored) && !shown.contains("hobune"));
    assert!(shown.contains(&vault.active().to_string()));
}

#[test]
fn without_randomness_nothing_is_sealed() {
    struct Dry;
    impl Random for Dry {
        fn fill(&self, _: &mut [u8]) -> Result<(), RandomError> {
            Err(RandomError)
        }
    }
    let folder = TempDir::new().unwrap();
    let path = ring_path(&folder);
    assert!(matches!(
        Vault::open(&path, Arc::new(Dry)),
        Err(KeyRingError::Random(RandomError))
    ));
    vault(&path);
    let dry = Vault::load(&path, Arc::new(Dry)).unwrap();
    assert_eq!(
        dry.new_company_key(company()).unwrap_err(),
        SecretError::Random(RandomError)
    );
}
