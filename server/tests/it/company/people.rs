//! The overview, the table of users, one user.

use super::admin;
use crate::support::{
    Setup, html,
    people::MARI,
    servers::{Servers, Typed},
};
use model::{DisplayName, Language};
use store::{Actor, NewUser, Role, Store as _};
use testkit::certificates::Certificates;

#[tokio::test]
async fn the_table_tells_how_each_stands() {
    let certificates = Certificates::new();
    let servers = Servers::start(&certificates, &["mail.saatja.test"]).await;
    let setup = Setup::new().await.trust(&certificates);
    let program = setup.dial("mail.saatja.test:465", servers.tls()).start().await;
    let (kivi, mari) = (admin(&program).await, program.sign_in(MARI).await);
    let page = kivi.reads("/company/users").await;
    assert!(
        page.contains("Mari Maasikas") && page.contains("kivi@naidis.ee"),
        "{page}"
    );
    assert!(!page.contains("tiina"), "{page}");
    assert!(page.contains("portaalil ei ole saatvat serverit"), "{page}");

    mari.save_well(Typed::new("mari@saatja.test", "mail.saatja.test"))
        .await;
    let page = kivi.reads("/company/users?search=MAASIK").await;
    assert!(
        page.contains("Kontrollimata") && page.contains("mail.saatja.test:465"),
        "{page}"
    );
    assert!(page.contains("1 kasutaja") && !page.contains("Kivi"), "{page}");
    mari.test().await;
    let page = kivi.reads("/company/users?search=mari%40naidis").await;
    assert!(page.contains("Töötab: "), "{page}");
    assert!(
        !page.contains("veel mitte"),
        "when a letter last went out is told: {page}"
    );
    let user = format!("/company/users/{}", program.people().mari.id);
    let page = kivi.reads(&user).await;
    for words in [
        "mari@saatja.test",
        "mail.saatja.test",
        "465",
        "tema enda seade",
        "Töötab: ",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }

    mari.save_well(Typed::new("mari@saatja.test", "mail.saatja.test").with("password", "wrong"))
        .await;
    servers
        .catcher
        .set_behaviour(testkit::catcher::Behaviour::GmailBadCredentials);
    mari.test().await;
    let page = kivi.reads(&user).await;
    assert!(page.contains("Ei tööta: ") && page.contains("alasõn"), "{page}");
    let overview = kivi.get("/et/company").await.expect(200).html();
    let tiles = html::text(html::part(&overview, "<dl class=\"tiles\"", "</dl>"));
    let numbers: Vec<&str> = tiles
        .split(|c: char| !c.is_ascii_digit())
        .filter(|n| !n.is_empty())
        .collect();
    assert_eq!(numbers, ["2", "0", "1", "0", "1"], "{tiles}");
}

#[tokio::test]
async fn the_table_is_paged_and_searched() {
    let program = Setup::new().await.start().await;
    let (kivi, people) = (admin(&program).await, program.people());
    let company = people.store().company(people.kivi.company);
    for number in 0..120 {
        let user = NewUser {
            external_id: None,
            // Two of a name each, and letters that sort their own way.
            name: DisplayName::parse(&format!("Õ & \"{:03}\"", number / 2)).unwrap(),
            email: format!("u{number}@naidis.ee").parse().unwrap(),
            role: Role::User,
            language: Language::Et,
        };
        company.create_user(&user, &Actor::Operator).await.unwrap();
    }
    let (mut path, mut seen, mut pages) = ("/et/company/users".to_owned(), Vec::new(), 0);
    loop {
        assert!(pages < 4, "the list has an end");
        let page = kivi.get(&path).await.expect(200).html();
        assert!(page.contains("122 kasutajat"), "{}", html::text(&page));
        let found = page
            .split("/company/users/")
            .skip(1)
            .map(|rest| rest[..36].to_owned());
        seen.extend(found);
        pages += 1;
        let nav = html::part(&page, "aria-label=\"Nimekirja lehed\"", "</nav>");
        assert_eq!(nav.contains("Algusesse"), pages > 1);
        let Some(next) = nav.split("href=\"").find(|rest| rest.contains("after=")) else {
            break;
        };
        path = html::decoded(next.split('"').next().unwrap());
    }
    assert_eq!((pages, seen.len()), (3, 122));
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 122, "nobody is on two pages");

    let page = kivi.reads("/company/users?search=%C3%95").await;
    assert!(page.contains("Järgmised"), "{page}");
    let page = kivi.reads("/company/users?search=u11%40naidis").await;
    assert!(page.contains("1 kasutaja"), "{page}");
    assert!(
        kivi.reads("/company/users?search=%25_%00'%22")
            .await
            .contains("ei ole")
    );
    for odd in ["x", "AAAA", "%00", &"A".repeat(5000)] {
        let answer = kivi.get(&format!("/et/company/users?after={odd}")).await;
        assert_eq!(answer.status, 400, "{odd}");
    }
}
