use super::bench::{
    BY, Bench, actions, all_of, layer, log, mailbox, nobody, other_servers, own, own_server, save,
    save_keeping, save_layer, save_own, secret, set,
};
use crate::{
    Action, Clock as _, Owner, PasswordChange, SaveError, SaveSettings, SenderUserError, Settings, UserQuery,
};
use futures_util::future::join;
use model::{
    DisplayName, Language, Role,
    settings::{Copies, Destination, Documents, Layer, OwnServer, SendingMode},
};

pub(super) async fn are_none_at_first(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let settings = all_of(&*company, &user).await;
    assert_eq!(settings.own, Settings::default());
    assert_eq!((settings.user, settings.sender_user), (user.clone(), None));
    assert_eq!(settings.company.settings, Settings::default());
    let defaults = company.company_settings().await.unwrap().unwrap();
    assert_eq!(defaults, settings.company);
    assert_eq!(Some(defaults.company), company.company().await.unwrap());
    for owner in [Owner::Company, Owner::User(user.id)] {
        assert_eq!(secret(&*company, owner, &own_server().destination).await, None);
    }
}

fn everything() -> Layer {
    Layer {
        copy: Some(Copies::parse("arved@naidis.ee, mari@naidis.ee").unwrap()),
        blind_copy: Some(Copies::default()),
        documents: Some(Documents::Html),
        attachments: Some(false),
        edit: Some(true),
        ..layer(&own_server())
    }
}

pub(super) async fn come_back_as_they_were_saved(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let open = OwnServer {
        destination: Destination {
            user_name: None,
            ..own_server().destination
        },
        display_name: None,
        ..own_server()
    };
    let changes = [
        save(&own_server(), "hunter2"),
        SaveSettings {
            password: PasswordChange::Clear,
            ..save_keeping(&open)
        },
        save_layer(everything()),
        save_layer(Layer {
            mode: Some(SendingMode::ReplyTo),
            ..Layer::default()
        }),
        save_layer(Layer::default()),
    ];
    for owner in [Owner::User(user.id), Owner::Company] {
        for (version, change) in (1..).zip(changes.clone()) {
            bench.pass(60);
            let wanted = change.layer.clone();
            let bound = (version == 1).then(|| own_server().destination);
            let saved = company.save_settings(owner, change, &BY).await.unwrap();
            let all = all_of(&*company, &user).await;
            let stored = match owner {
                Owner::Company => all.company.settings,
                Owner::User(_) => all.own,
            };
            assert_eq!(stored, saved);
            assert_eq!(
                (saved.layer, saved.version, saved.password_for),
                (wanted, version, bound)
            );
            assert_eq!(saved.updated_at, Some(bench.clock.now()));
        }
    }
}

pub(super) async fn of_nobody_are_none(bench: &Bench) {
    let (company, _) = bench.company_with_user().await;
    assert_eq!(company.user_settings(nobody()).await.unwrap(), None);
    let owner = Owner::User(nobody());
    let refused = company
        .save_settings(owner, save(&own_server(), "hunter2"), &BY)
        .await;
    assert!(matches!(refused, Err(SaveError::NoSuchUser)), "{refused:?}");
    assert_eq!(secret(&*company, owner, &own_server().destination).await, None);
    let nowhere = bench
        .store
        .company(model::CompanyId::from_uuid(uuid::Uuid::nil()));
    assert_eq!(nowhere.company_settings().await.unwrap(), None);
    let refused = nowhere
        .save_settings(Owner::Company, save(&own_server(), "hunter2"), &BY)
        .await;
    assert!(matches!(refused, Err(SaveError::NoSuchUser)), "{refused:?}");
    assert!(
        nowhere
            .user_table(&UserQuery::default(), 10)
            .await
            .unwrap()
            .is_empty()
    );
}

pub(super) async fn are_not_saved_over_anothers(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    for owner in [Owner::User(user.id), Owner::Company] {
        let saving = async |version, password| {
            let change = SaveSettings {
                expected_version: Some(version),
                ..save(&own_server(), password)
            };
            company.save_settings(owner, change, &BY).await
        };
        let early = saving(1, "one").await;
        assert!(
            matches!(early, Err(SaveError::Conflict { stored: 0 })),
            "{early:?}"
        );
        saving(0, "one").await.unwrap();
        let late = saving(0, "two").await;
        assert!(matches!(late, Err(SaveError::Conflict { stored: 1 })), "{late:?}");
        assert_eq!(saving(1, "two").await.unwrap().version, 2);
    }
}

pub(super) async fn are_saved_once_by_two_at_a_time(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let other = bench.second().await.company(company.id());
    let owner = Owner::User(user.id);
    for version in 0..10 {
        let change = |password| SaveSettings {
            expected_version: Some(version),
            ..save(&own_server(), password)
        };
        let (one, two) = join(
            company.save_settings(owner, change("one"), &BY),
            other.save_settings(owner, change("two"), &BY),
        )
        .await;
        let (winner, lost) = match (one, two) {
            (Ok(_), Err(lost)) => ("one", lost),
            (Err(lost), Ok(_)) => ("two", lost),
            both => panic!("one of both has to win: {both:?}"),
        };
        assert!(
            matches!(lost, SaveError::Conflict { stored } if stored == version + 1),
            "{lost:?}"
        );
        let stored = secret(&*company, owner, &own_server().destination).await;
        assert_eq!(stored.as_deref(), Some(winner));
    }
    let written = actions(&*company).await;
    assert_eq!(
        written
            .iter()
            .filter(|action| **action == Action::SettingsSaved)
            .count(),
        10,
        "of what was refused nothing is written"
    );
}

pub(super) async fn change_nothing_when_refused(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let before = save_own(&*company, &user, save(&own_server(), "hunter2")).await;
    let [moved, .., open] = &other_servers()[..] else {
        panic!("there are other servers")
    };
    let late = SaveSettings {
        expected_version: Some(9),
        ..save(moved, "other")
    };
    let elsewhere = SaveSettings {
        password: set("other", &moved.destination),
        ..save_keeping(&own_server())
    };
    let written = log(&*company).await.len();
    for refused in [save_keeping(moved), save(open, "other"), late, elsewhere] {
        let owner = Owner::User(user.id);
        assert!(company.save_settings(owner, refused, &BY).await.is_err());
        assert_eq!(own(&*company, &user).await, before);
        let stored = secret(&*company, &user, &own_server().destination).await;
        assert_eq!(stored.as_deref(), Some("hunter2"));
    }
    assert_eq!(log(&*company).await.len(), written);
}

pub(super) async fn are_not_written_where_nothing_changes(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let nothing = save_own(&*company, &user, save_layer(Layer::default())).await;
    assert_eq!(nothing, Settings::default());
    let first = save_own(&*company, &user, save(&own_server(), "hunter2")).await;
    let written = log(&*company).await;
    bench.pass(60);
    assert_eq!(
        save_own(&*company, &user, save_keeping(&own_server())).await,
        first
    );
    assert_eq!(log(&*company).await, written);
    save_own(&*company, &user, save(&own_server(), "hunter2")).await;
    assert_eq!(
        log(&*company).await.len(),
        written.len() + 1,
        "the same password is a new one too"
    );
}

pub(super) async fn name_a_sender_user(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let other = bench.user(company.id(), "jyri@naidis.ee").await;
    let set = async |user, expected| company.set_sender_user(user, expected, &BY).await;
    let after = set(Some(user.id), Some(1)).await.unwrap();
    assert_eq!((after.sender_user, after.version), (Some(user.id), 2));
    assert_eq!(company.company().await.unwrap().as_ref(), Some(&after));
    let same = set(Some(user.id), None).await.unwrap();
    assert_eq!(same, after);
    let late = set(Some(other.id), Some(1)).await;
    assert!(
        matches!(late, Err(SenderUserError::Conflict { stored: 2 })),
        "{late:?}"
    );
    let none = set(Some(nobody()), None).await;
    assert!(matches!(none, Err(SenderUserError::NoSuchUser)), "{none:?}");
    set(Some(other.id), Some(2)).await.unwrap();
    let nobody_is = set(None, None).await.unwrap();
    assert_eq!((nobody_is.sender_user, nobody_is.version), (None, 4));

    let entries: Vec<_> = log(&*company)
        .await
        .into_iter()
        .filter(|entry| entry.entry.action == Action::SenderUserChanged)
        .collect();
    assert_eq!(entries.len(), 3, "the same again is no change");
    let ids = |value: &Option<serde_json::Value>| value.as_ref().unwrap()["id"].clone();
    assert_eq!(ids(&entries[1].entry.before), user.id.to_string());
    assert_eq!(ids(&entries[1].entry.after), other.id.to_string());
    assert_eq!(ids(&entries[0].entry.after), serde_json::Value::Null);
    let nowhere = bench
        .store
        .company(model::CompanyId::from_uuid(uuid::Uuid::nil()));
    let none = nowhere.set_sender_user(None, None, &BY).await;
    assert!(matches!(none, Err(SenderUserError::NoSuchCompany)), "{none:?}");
}

pub(super) async fn of_all_users_are_a_table(bench: &Bench) {
    let (company, mari, sender) = bench.company_with_sender_user().await;
    let named = async |name: &str, email: &str| {
        let user = crate::NewUser {
            external_id: None,
            name: DisplayName::parse(name).unwrap(),
            email: mailbox(email),
            role: Role::User,
            language: Language::Et,
        };
        company.create_user(&user, &BY).await.unwrap()
    };
    let oie = named("Õie Aas", "oie@naidis.ee").await;
    let anna = named("anna", "anna@naidis.ee").await;
    let zoe = named("ZOE", "z@naidis.ee").await;
    save_own(&*company, &sender, save(&own_server(), "hunter2")).await;
    save_own(
        &*company,
        &zoe,
        save_layer(Layer {
            sender: Some(mailbox("muu@naidis.ee")),
            ..Layer::default()
        }),
    )
    .await;
    let table = async |query: UserQuery, limit| company.user_table(&query, limit).await.unwrap();

    // By name in lower case, byte by byte, then by id: both Maris have the same name.
    let order = [&anna, &mari, &sender, &zoe, &oie];
    let all = table(UserQuery::default(), 10).await;
    let ids: Vec<_> = all.iter().map(|row| row.user.id).collect();
    assert_eq!(ids, order.map(|user| user.id));
    for row in &all {
        assert_eq!(
            Some(row),
            company.user_settings(row.user.id).await.unwrap().as_ref()
        );
    }
    let mut paged = Vec::new();
    let mut query = UserQuery::default();
    loop {
        let page = table(query.clone(), 2).await;
        assert!(page.len() <= 2);
        let Some(last) = page.last() else { break };
        query.after = Some((last.user.name.to_string(), last.user.id));
        paged.extend(page);
    }
    assert_eq!(paged, all);

    for (search, expected) in [
        ("õIE", vec![&oie]),
        ("ARVED@", vec![&sender]),
        ("maasikas", vec![&mari, &sender]),
        ("%", vec![]),
        ("", order.to_vec()),
    ] {
        let query = UserQuery {
            search: Some(search.to_owned()),
            after: None,
        };
        let found = table(query, 10).await;
        let ids: Vec<_> = found.iter().map(|row| row.user.id).collect();
        let expected: Vec<_> = expected.iter().map(|user| user.id).collect();
        assert_eq!(ids, expected, "{search}");
    }
}
