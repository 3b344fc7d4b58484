use super::bench::{BY, Bench, actions, display_name, external, log, mailbox, new_user, portal};
use crate::{Action, Actor, Clock as _, EnterError, Entrant, NewCompany, NewUser, Role};
use futures_util::future::join_all;
use jiff::SignedDuration;
use model::Language;

fn mari() -> Entrant {
    Entrant {
        portal: portal("naidis"),
        company: external("17"),
        company_name: display_name("Näidis OÜ"),
        user: external("42"),
        name: display_name("Mari Maasikas"),
        email: mailbox("mari@naidis.ee"),
        role: Role::User,
        language: None,
    }
}

pub(super) async fn are_spent_once(bench: &Bench) {
    let stores = [bench.store.clone(), bench.second().await];
    let end = bench.clock.now() + SignedDuration::from_secs(60);
    for id in ["a", "b"] {
        let portal = portal("naidis");
        let tries = (0..20).map(|at| stores[at % 2].spend_launch(&portal, id, end));
        let spent: Vec<bool> = join_all(tries).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(spent.iter().filter(|first| **first).count(), 1, "{id}");
    }
    let elsewhere = bench.store.spend_launch(&portal("mujal"), "a", end).await;
    assert!(elsewhere.unwrap(), "another portal counts by itself");
    let again = async || {
        bench
            .store
            .spend_launch(&portal("naidis"), "a", end)
            .await
            .unwrap()
    };
    bench.pass(90);
    bench.store.delete_expired().await.unwrap();
    assert!(!again().await, "whoever looks at its end may have another clock");
    bench.pass(3600);
    assert_eq!(bench.store.delete_expired().await.unwrap(), 3);
    assert!(again().await, "forgotten when nobody takes it any more");
}

pub(super) async fn let_in_who_was_never_here(bench: &Bench) {
    let user = bench.store.enter(&mari()).await.unwrap();
    let company = bench.store.company(user.company);
    let stored = company.company().await.unwrap().unwrap();
    assert_eq!(
        (stored.portal, stored.external_id, stored.name),
        (portal("naidis"), Some(external("17")), display_name("Näidis OÜ"))
    );
    assert_eq!(company.find_user(user.id).await.unwrap().as_ref(), Some(&user));
    assert_eq!(
        (
            user.external_id.as_ref(),
            &user.name,
            &user.email,
            user.role,
            user.language
        ),
        (
            Some(&external("42")),
            &mari().name,
            &mari().email,
            Role::User,
            Language::default()
        )
    );
    assert_eq!(
        actions(&*company).await,
        [Action::CompanyCreated, Action::UserCreated]
    );
    let by = Actor::Portal { id: portal("naidis") };
    assert!(log(&*company).await.iter().all(|entry| entry.entry.actor == by));
    assert_eq!(bench.store.enter(&mari()).await.unwrap(), user);
    assert_eq!(log(&*company).await.len(), 2, "nothing new is said");
    let elsewhere = Entrant {
        portal: portal("mujal"),
        ..mari()
    };
    let other = bench.store.enter(&elsewhere).await.unwrap();
    assert_ne!(other.company, user.company, "another portal's company 17");
}

pub(super) async fn bring_up_to_what_the_portal_says(bench: &Bench) {
    let user = bench.store.enter(&mari()).await.unwrap();
    let company = bench.store.company(user.company);
    let changed = Entrant {
        company_name: display_name("Uus nimi AS"),
        name: display_name("Mari Vaarikas"),
        email: mailbox("mari.vaarikas@naidis.ee"),
        role: Role::Admin,
        language: Some(Language::En),
        ..mari()
    };
    let after = bench.store.enter(&changed).await.unwrap();
    assert_eq!(
        (after.id, &after.name, &after.email, after.role, after.language),
        (user.id, &changed.name, &changed.email, Role::Admin, Language::En)
    );
    let name = company.company().await.unwrap().unwrap().name;
    assert_eq!(name, changed.company_name);
    assert_eq!(
        actions(&*company).await[2..],
        [Action::CompanyChanged, Action::UserChanged]
    );
    let silent = Entrant {
        language: None,
        ..changed
    };
    let again = bench.store.enter(&silent).await.unwrap();
    assert_eq!(again.language, Language::En, "he keeps his");
    let lowered = Entrant {
        role: Role::User,
        ..silent
    };
    assert_eq!(bench.store.enter(&lowered).await.unwrap().role, Role::User);
    assert_eq!(log(&*company).await.len(), 5);
}

pub(super) async fn find_who_was_made_by_address(bench: &Bench) {
    let new = NewCompany {
        external_id: Some(external("17")),
        portal: portal("naidis"),
        ..NewCompany::lone(display_name("Näidis OÜ"))
    };
    let id = bench.store.create_company(&new, &BY).await.unwrap().id;
    let known = bench.user(id, "MARI@naidis.ee").await;
    let entered = bench.store.enter(&mari()).await.unwrap();
    assert_eq!(
        (entered.id, entered.external_id),
        (known.id, Some(external("42")))
    );

    let company = bench.store.company(id);
    let other = NewUser {
        external_id: Some(external("43")),
        ..new_user("jyri@naidis.ee")
    };
    company.create_user(&other, &BY).await.unwrap();
    bench.user(id, "kati@naidis.ee").await;
    let before = log(&*company).await;
    for (user, email) in [
        ("44", "mari@naidis.ee"),
        ("42", "jyri@naidis.ee"),
        ("42", "kati@naidis.ee"),
    ] {
        let taken = Entrant {
            user: external(user),
            email: mailbox(email),
            company_name: display_name("Nimi"),
            ..mari()
        };
        let refused = bench.store.enter(&taken).await;
        assert!(matches!(refused, Err(EnterError::EmailTaken)), "{refused:?}");
    }
    assert_eq!(log(&*company).await, before, "nothing of it is left");
}

pub(super) async fn of_many_at_once_make_one_user(bench: &Bench) {
    let stores = [bench.store.clone(), bench.second().await];
    let entrant = mari();
    let entering = (0..12).map(|at| stores[at % 2].enter(&entrant));
    let users = join_all(entering).await;
    let first = users[0].as_ref().unwrap();
    assert!(
        users.iter().all(|user| user.as_ref().unwrap() == first),
        "{users:?}"
    );
    let company = bench.store.company(first.company);
    assert_eq!(
        actions(&*company).await,
        [Action::CompanyCreated, Action::UserCreated]
    );
}
