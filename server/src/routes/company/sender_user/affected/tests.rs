use super::{Affected, alone};
use model::{
    DisplayName, Language,
    settings::{Change, Destination, Layer, SendingMode},
};
use secrecy::SecretString;
use std::sync::Arc;
use store::{
    Actor, CompanyDirectory as _, CompanyStore, NewCompany, NewUser, OsRandom, Owner, PasswordChange, Role,
    SaveSettings, Store as _, TestClock, User, Vault,
};
use store_sqlite::SqliteStore;

struct World {
    company: Box<dyn CompanyStore>,
    _folder: tempfile::TempDir,
}

impl World {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let random = Arc::new(OsRandom);
        let vault = Vault::open(&folder.path().join("keys"), random.clone()).unwrap();
        let clock = Arc::new(TestClock::default());
        let store = SqliteStore::open(&folder.path().join("db"), vault, clock, random)
            .await
            .unwrap();
        let name = DisplayName::parse("Näidis OÜ").unwrap();
        let company = store
            .create_company(&NewCompany::lone(name), &Actor::Operator)
            .await
            .unwrap();
        Self {
            company: store.company(company.id),
            _folder: folder,
        }
    }

    async fn user(&self, name: &str) -> User {
        let user = NewUser {
            external_id: None,
            name: DisplayName::parse(name).unwrap(),
            email: format!("{}@naidis.ee", name.to_lowercase()).parse().unwrap(),
            role: Role::User,
            language: Language::Et,
        };
        self.company.create_user(&user, &Actor::Operator).await.unwrap()
    }

    async fn save(&self, user: &User, layer: Layer, entered_for: Option<Destination>) {
        let password = entered_for.map_or(PasswordChange::Clear, |entered_for| PasswordChange::Set {
            password: SecretString::from("x"),
            entered_for,
        });
        let change = SaveSettings {
            layer,
            password,
            expected_version: None,
        };
        self.company
            .save_settings(Owner::User(user.id), change, &Actor::Operator)
            .await
            .unwrap();
    }

    /// Gives a user a server of his own with a password.
    async fn server(&self, user: &User, host: &str) {
        let destination = Destination {
            host: host.parse().unwrap(),
            port: "465".parse().unwrap(),
            security: model::Security::Tls,
            user_name: Some("info".to_owned()),
        };
        let layer = Layer {
            mode: Some(SendingMode::OwnServer),
            host: Some(destination.host.clone()),
            port: Some(destination.port),
            security: Some(destination.security),
            user_name: Some("info".parse().unwrap()),
            ..Layer::default()
        };
        self.save(user, layer, Some(destination)).await;
    }

    async fn affected(&self, candidate: Option<&User>) -> Affected {
        let candidate = match candidate {
            Some(user) => self.company.user_settings(user.id).await.unwrap(),
            None => None,
        };
        Affected::by(&*self.company, candidate.as_ref()).await.unwrap()
    }
}

fn count(affected: &Affected, change: Change) -> u64 {
    affected
        .counts
        .iter()
        .find(|(kind, _)| *kind == change)
        .unwrap()
        .1
}

fn names(affected: &Affected) -> Vec<&str> {
    affected.most.iter().map(|row| row.person.name.as_str()).collect()
}

#[tokio::test]
async fn what_is_foretold_is_what_comes() {
    let world = World::new().await;
    let (ants, mari, own) = (
        world.user("Ants").await,
        world.user("Mari").await,
        world.user("Oma").await,
    );
    world.server(&mari, "smtp.mari.ee").await;
    world.server(&own, "smtp.oma.ee").await;

    let affected = world.affected(Some(&mari)).await;
    assert_eq!((affected.users, names(&affected)), (1, vec!["Ants"]));
    assert_eq!(count(&affected, Change::Server), 1);
    assert_eq!(count(&affected, Change::PasswordNeeded), 0);
    let foretold = affected.most[0].after.clone();
    world
        .company
        .set_sender_user(Some(mari.id), None, &Actor::Operator)
        .await
        .unwrap();
    let now = world.company.user_settings(ants.id).await.unwrap().unwrap();
    assert_eq!(now.effective(), foretold);

    // Ants signs in with a user name of his own at her server: with another one below him his letters stop.
    let mut layer = Layer {
        user_name: Some("ants".parse().unwrap()),
        ..Layer::default()
    };
    let entered_for = now.effective_with(
        &store::Settings {
            layer: layer.clone(),
            ..store::Settings::default()
        }
        .stored(),
    );
    world.save(&ants, layer.clone(), entered_for.destination()).await;
    let affected = world.affected(Some(&own)).await;
    // The old sender user keeps what she set herself; nothing of it changes.
    assert_eq!(names(&affected), ["Ants"]);
    assert_eq!(count(&affected, Change::PasswordNeeded), 1);

    // The old sender user gets the new one below her like everybody.
    layer.user_name = None;
    layer.copy = Some(model::settings::Copies::parse("arved@naidis.ee").unwrap());
    world.save(&ants, layer, None).await;
    let affected = world.affected(Some(&ants)).await;
    assert_eq!(
        names(&affected),
        ["Ants", "Mari", "Oma"],
        "Ants loses her server, the others get his copy"
    );
    assert_eq!(count(&affected, Change::Copies), 2);
    assert_eq!(count(&affected, Change::Server), 1);
    let ants_alone = alone(&world.company.user_settings(ants.id).await.unwrap().unwrap());
    assert_eq!(ants_alone.effective().host, None);

    // Nobody: who had her server has none.
    let affected = world.affected(None).await;
    assert_eq!((affected.users, names(&affected)), (1, vec!["Ants"]));
}

#[tokio::test]
async fn those_whose_letters_stop_are_shown_first() {
    let world = World::new().await;
    let mari = world.user("Mari").await;
    world.server(&mari, "smtp.mari.ee").await;
    for number in 0..120 {
        world.user(&format!("A{number:03}")).await;
    }
    // He has a user name of his own and no password for her server.
    let last = world.user("Ülo").await;
    let layer = Layer {
        user_name: Some("ylo".parse().unwrap()),
        ..Layer::default()
    };
    world.save(&last, layer, None).await;
    let affected = world.affected(Some(&mari)).await;
    assert_eq!((affected.users, affected.most.len()), (121, 50));
    assert_eq!(names(&affected)[..2], ["Ülo", "A000"]);
    assert_eq!(count(&affected, Change::PasswordNeeded), 1);
}
