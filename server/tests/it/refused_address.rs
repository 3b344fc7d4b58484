//! An address inside the operator's network looks like one that does not answer, in words and in time.

use crate::support::{Browser, Program, Setup, html, servers::Typed};
use futures_util::future::join_all;
use model::Language;
use std::{
    net::{Ipv4Addr, Ipv6Addr},
    time::{Duration, Instant},
};
use store::{Actor, NewUser, Role, Store};
use testkit::{dns::Zones, unreachable::BlackHole};

/// Nothing that DNS said is told, neither meanwhile nor at the end.
fn assert_no_address(host: &str, page: &str) {
    for address in ["10.0.0.1", "169.254", "93.184", "::1", "127.0.0.1"] {
        assert!(!page.contains(address), "{host}: {}", html::text(page));
    }
}

/// The page of a test in both languages without what every test has of its own, and how long the test took.
async fn told(browser: &Browser, host: &str, port: u16) -> (String, Duration) {
    let typed = Typed::new("mari@saatja.test", host).with("port", &port.to_string());
    browser.save_well(typed).await;
    let begin = Instant::now();
    let path = browser.start_test().await;
    let mut told = String::new();
    let mut live = browser.stream(&format!("/live{path}?lang=et")).await;
    while let Some(state) = live.event().await {
        assert_no_address(host, state["html"].as_str().expect("the page's middle"));
    }
    let took = begin.elapsed();
    let et = browser.get(&format!("/et{path}")).await.expect(200).html();
    let en = browser.get(&format!("/en{path}")).await.expect(200).html();
    for page in [et, en] {
        assert_no_address(host, &page);
        let page = html::main_of(&page)
            .replace(&path, "/tests/")
            .replace(host, "HOST");
        let text = html::text(&page);
        // Times differ: of the day, and of each stage.
        let lines = text
            .lines()
            .filter(|line| !line.contains("2026") && !line.starts_with(['✗', '!']));
        for line in lines {
            let words = line.split(' ').collect::<Vec<_>>();
            match words.as_slice() {
                [before @ .., number, "ms"] if number.parse::<u64>().is_ok() => {
                    told.push_str(&before.join(" "));
                }
                _ => told.push_str(line),
            }
            told.push('\n');
        }
    }
    (told, took)
}

/// DNS knows hosts inside, outside and in nowhere; port `port` of this machine is the black hole.
async fn program(port: u16) -> Program {
    let public = Ipv6Addr::new(0x2606, 0x2800, 0x220, 1, 0, 0, 0, 1);
    let zones = Zones::new()
        .a("hole.saatja.test", &[Ipv4Addr::LOCALHOST])
        .a("ten.saatja.test", &[Ipv4Addr::new(10, 0, 0, 1)])
        .a("link.saatja.test", &[Ipv4Addr::new(169, 254, 169, 254)])
        .a("both.saatja.test", &[Ipv4Addr::new(93, 184, 216, 34)])
        .aaaa("both.saatja.test", &[Ipv6Addr::LOCALHOST])
        .a("mapped.saatja.test", &[])
        .aaaa(
            "mapped.saatja.test",
            &[public, Ipv4Addr::new(10, 0, 0, 1).to_ipv6_mapped()],
        )
        .cname("alias.saatja.test", "ten.saatja.test");
    Setup::with_names(zones)
        .await
        .set("network", &format!("extra_ports = [{port}]"))
        .start()
        .await
}

#[tokio::test]
async fn refused_address_and_black_hole_can_not_be_told_apart() {
    let hole = BlackHole::start().await;
    let port = hole.address().port();
    let program = program(port).await;
    let (store, mari) = (program.people().store(), &program.people().mari);
    let tests = ["hole", "ten", "link", "both", "mapped", "alias"].map(|name| {
        let program = &program;
        async move {
            // A user a host, so that all are tested side by side.
            let email = format!("{name}@naidis.ee");
            let user = NewUser {
                external_id: None,
                name: mari.name.clone(),
                email: email.parse().unwrap(),
                role: Role::User,
                language: Language::Et,
            };
            store
                .company(mari.company)
                .create_user(&user, &Actor::Operator)
                .await
                .unwrap();
            let browser = program.sign_in(&email).await;
            let (told, took) = told(&browser, &format!("{name}.saatja.test"), port).await;
            (name, told.replace(&email, "USER"), took)
        }
    });
    let mut seen = join_all(tests).await;
    let (_, black_hole, its_time) = seen.remove(0);
    assert!(black_hole.contains("HOST"), "{black_hole}");
    for (name, refused, took) in seen {
        assert_eq!(refused, black_hole, "{name}");
        let apart = took.abs_diff(its_time);
        assert!(
            apart < Duration::from_secs(2),
            "{name} took {took:?}, the black hole {its_time:?}"
        );
    }
}
