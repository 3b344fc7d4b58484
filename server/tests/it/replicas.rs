//! Two programs on one PostgreSQL: whichever is asked, it is one service.

use crate::{
    support::{
        Browser, Program, Request, Setup, Stream, html,
        http::ask,
        portal::{self, Portal},
        servers::{Servers, Typed},
    },
    webhooks::{HOST, Receiver, secret},
};
use serde_json::{Value, json};
use std::{collections::HashSet, sync::Arc, time::Duration};
use store::{Actor, CompanyDirectory, OsRandom, SaveWebhook, Store, SystemClock, Vault};
use store_postgres::PostgresStore;
use testkit::{
    Postgres,
    certificates::Certificates,
    postgres,
    wait::{PATIENCE, wait_until},
};
use tokio::time::timeout;

const MARI: &str = "mari@naidis.ee";

/// Two programs with the same address for browsers and the same keys, as behind a balancer.
struct Replicas {
    postgres: Postgres,
    url: String,
    first: Program,
    second: Program,
    portal: Portal,
    servers: Servers,
}

impl Replicas {
    async fn start() -> Self {
        Self::with(&Certificates::new(), |setup| setup).await
    }

    async fn with(certificates: &Certificates, change: impl Fn(Setup) -> Setup) -> Self {
        let servers = Servers::with(certificates, &["mail.saatja.test"], |config| {
            config.answer_delay = Duration::from_millis(60);
        })
        .await;
        let postgres = Postgres::start().await;
        let (url, portal) = (postgres.create_database(), Portal::new("raamat"));
        let address = url.replace(&format!(":{}@", postgres::PASSWORD), "@");
        let (one, other) = (Setup::new().await, Setup::new().await);
        let base_url = format!("base_url = \"http://{}\"", one.address());
        let setup = |setup: Setup| {
            let setup = setup
                .trust(certificates)
                .dial("mail.saatja.test:465", servers.tls())
                .set("server", &base_url)
                .set("store", &format!("postgres = \"{address}\""))
                .set(
                    "store",
                    &format!("postgres_password = \"{}\"", postgres::PASSWORD),
                )
                .portals(&portal.config(""));
            change(setup)
        };
        let first = setup(one).start_with(None).await;
        std::fs::copy(first.setup.keys(), other.keys()).unwrap();
        let second = setup(other).start_with(None).await;
        let words = [
            "add-user",
            MARI,
            "--company",
            "Näidis OÜ",
            "--name",
            "Mari Maasikas",
        ];
        let added = first.run(&words).await;
        assert!(added.status.success(), "{added:?}");
        Self {
            postgres,
            url,
            first,
            second,
            portal,
            servers,
        }
    }

    fn database(&self) -> &str {
        self.url.rsplit('/').next().unwrap()
    }

    /// The same browser at each of them.
    fn browsers(&self, signed_in: &Browser) -> (Browser, Browser) {
        let at = |program: &Program| {
            let mut browser = program.browser();
            browser.cookie.clone_from(&signed_in.cookie);
            browser
        };
        (at(&self.first), at(&self.second))
    }
}

async fn all(mut stream: Stream) -> Vec<Value> {
    assert_eq!(stream.status, 200);
    let mut events = Vec::new();
    while let Some(event) = stream.event().await {
        events.push(event);
    }
    events
}

#[tokio::test]
async fn sign_in_on_one_act_on_the_other_stream_from_either() {
    let replicas = Replicas::start().await;
    let (first, second) = replicas.browsers(&replicas.first.sign_in(MARI).await);
    second.get("/et/settings").await.expect(200);
    second
        .save_well(Typed::new("mari@saatja.test", "mail.saatja.test"))
        .await;
    let page = first.get("/et/settings").await.expect(200).html();
    assert_eq!(html::value(&page, "server").as_deref(), Some("mail.saatja.test"));

    let path = first.start_test().await;
    let events = format!("/live{path}?lang=et");
    let (here, there) = tokio::join!(async { all(first.stream(&events).await).await }, async {
        all(second.stream(&events).await).await
    },);
    for told in [&here, &there] {
        assert!(told.len() > 2, "stages came as they happened: {}", told.len());
        assert_eq!(told.last().unwrap()["done"], true);
    }
    assert_eq!(here.last(), there.last(), "both say the same in the end");
    let page = second
        .get(&format!("/et{path}?wait=yes"))
        .await
        .expect(200)
        .html();
    assert!(html::stages(&page).iter().all(|(class, _)| class == "ok"));
    assert_eq!(replicas.servers.catcher.letters().len(), 1);

    // Signed out on one is signed out on both.
    second.post("/et/sign-out", &[]).await;
    assert_ne!(first.get("/et/settings").await.status, 200);
}

#[tokio::test]
async fn links_and_tokens_let_in_once() {
    let replicas = Replicas::start().await;
    let (one, other) = (&replicas.first, &replicas.second);
    for round in 0..4 {
        let link = one.link(MARI).await;
        let (mut here, mut there) = (one.browser(), other.browser());
        let (a, b) = tokio::join!(here.sign_in(&link), there.sign_in(&link));
        let mut statuses = [a.status, b.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 410], "round {round}");
        assert_eq!(
            u8::from(here.cookie.is_some()) + u8::from(there.cookie.is_some()),
            1
        );

        let token = replicas.portal.token(one, &json!({}));
        let launch = portal::post(&[("token", &token)]);
        let (a, b) = tokio::join!(ask(one.address(), &launch), ask(other.address(), &launch));
        let lets_in = [&a, &b].map(|answer| portal::cookie(answer).is_some());
        assert_eq!(
            lets_in.iter().filter(|lets_in| **lets_in).count(),
            1,
            "{a:?} {b:?}"
        );
        let again = ask(other.address(), &launch).await;
        assert!(portal::cookie(&again).is_none(), "{again:?}");
    }
    let users = "SELECT count(*) FROM users WHERE email = 'mari@kaja.ee'";
    assert_eq!(replicas.postgres.sql(replicas.database(), users).trim(), "1");
}

#[tokio::test]
async fn limits_are_counted_together() {
    let limits = |setup: Setup| {
        setup
            .set("limits", "tests_per_user = 2")
            .set("limits", "sign_ins_per_address = 3")
    };
    let replicas = Replicas::with(&Certificates::new(), limits).await;
    // One of three.
    let (first, second) = replicas.browsers(&replicas.first.sign_in(MARI).await);
    first
        .save_well(Typed::new("mari@saatja.test", "mail.saatja.test"))
        .await;
    first.test().await;
    second.test().await;
    for browser in [&first, &second] {
        let refused = browser.post("/et/tests", &[]).await.expect(429);
        assert!(refused.header("retry-after").is_some());
    }
    let nobodys = "/et/sign-in/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    replicas.first.browser().sign_in(nobodys).await.expect(410);
    replicas.second.browser().sign_in(nobodys).await.expect(410);
    replicas.second.browser().sign_in(nobodys).await.expect(429);
    replicas.first.browser().sign_in(nobodys).await.expect(429);
}

#[tokio::test]
async fn one_is_killed_and_the_other_goes_on() {
    let replicas = Replicas::start().await;
    let (first, second) = replicas.browsers(&replicas.first.sign_in(MARI).await);
    first
        .save_well(Typed::new("mari@saatja.test", "mail.saatja.test"))
        .await;
    let (path, _) = first.test().await;
    let verdict = second.get(&format!("/et{path}")).await.expect(200).html();

    let path = first.start_test().await;
    let events = format!("/live{path}?lang=et");
    let mut stream = first.stream(&events).await;
    let begun = stream.event().await.expect("a first state");
    assert_eq!(begun["done"], false);
    let Replicas {
        postgres,
        url,
        first: killed,
        ..
    } = &replicas;
    killed.kill();
    // What had come before the end is read; then it breaks off.
    while let Some(event) = stream.event().await {
        assert_eq!(event["done"], false);
    }
    // The client connects again, and is answered by the other one.
    let again = tokio::spawn({
        let second = second.clone();
        async move { all(second.stream(&events).await).await }
    });
    second
        .save_well(Typed::new("mari@saatja.test", "mail.saatja.test").with("display_name", "Mari M"))
        .await;
    let page = second.get("/et/settings").await.expect(200).html();
    assert_eq!(html::value(&page, "display_name").as_deref(), Some("Mari M"));
    // As if its lease were over.
    let database = url.rsplit('/').next().unwrap();
    postgres.sql(
        database,
        "UPDATE test_runs SET lease_until = 1 WHERE finished_at IS NULL",
    );
    let events = timeout(PATIENCE, again)
        .await
        .expect("a verdict in time")
        .unwrap();
    assert_eq!(events.last().unwrap()["done"], true);
    let page = second.get(&format!("/et{path}")).await.expect(200).html();
    assert_ne!(html::verdict(&page), html::verdict(&verdict));
    assert!(replicas.second.setup.log().contains("were marked as cut short"));
    let (path, page) = second.test().await;
    assert!(
        html::stages(&page).iter().all(|(class, _)| class == "ok"),
        "{path}"
    );
}

#[tokio::test]
async fn the_database_goes_away_and_comes_back() {
    let mut replicas = Replicas::start().await;
    let (first, second) = replicas.browsers(&replicas.first.sign_in(MARI).await);
    replicas.postgres.stop();
    for browser in [&first, &second] {
        let (ready, page) = tokio::join!(browser.get("/readyz"), browser.get("/et/settings"));
        assert_eq!(ready.status, 503);
        assert!([500, 503].contains(&page.status), "{}", page.status);
        let text = html::text(&page.html());
        assert!(
            !text.contains("postgres") && !text.contains("127.0.0.1"),
            "{text}"
        );
        browser.get("/healthz").await.expect(200);
    }
    replicas.postgres.start_again().await;
    for browser in [&first, &second] {
        wait_until("the replica is ready again", PATIENCE, async || {
            browser.get("/readyz").await.status == 200
        })
        .await;
        browser.get("/et/settings").await.expect(200);
        browser
            .save_well(Typed::new("mari@saatja.test", "mail.saatja.test"))
            .await;
    }
    // A copy still finds them in the database: both hold it open anew.
    wait_until("each holds its lock again", PATIENCE, async || {
        let locks =
            "SELECT count(DISTINCT pid) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ShareLock'";
        let pids: u32 = replicas
            .postgres
            .sql(replicas.database(), locks)
            .trim()
            .parse()
            .unwrap();
        pids >= 2
    })
    .await;
}

#[tokio::test]
async fn each_webhook_message_is_posted_by_one_of_them() {
    let certificates = Certificates::new();
    let receiver = Receiver::start(&certificates).await;
    let lead = |setup: Setup| setup.dial(&format!("{HOST}:443"), receiver.address);
    let replicas = Replicas::with(&certificates, lead).await;
    let random = Arc::new(OsRandom);
    let vault = Vault::load(&replicas.first.setup.keys(), random.clone()).unwrap();
    let store = PostgresStore::open(&replicas.url, vault, Arc::new(SystemClock), random)
        .await
        .unwrap();
    let company = store.list_companies(None, None, 1).await.unwrap().remove(0);
    let company = store.company(company.id);
    let save = SaveWebhook {
        url: format!("https://{HOST}/"),
        events: Vec::new(),
        enabled: true,
    };
    let hook = company
        .create_webhook(&save, &secret(7).0, &Actor::Operator)
        .await
        .unwrap();
    let mut sent = HashSet::new();
    for _ in 0..24 {
        sent.insert(company.send_webhook_test(hook.id).await.unwrap().to_string());
    }
    wait_until("all are settled", PATIENCE, async || {
        let messages = company.webhook_messages(hook.id, 50).await.unwrap();
        messages.iter().all(|message| message.delivered_at.is_some())
    })
    .await;
    let got: Vec<String> = receiver
        .got()
        .iter()
        .map(|got| got.header("webhook-id").to_owned())
        .collect();
    assert_eq!(got.len(), sent.len(), "none twice");
    assert_eq!(got.into_iter().collect::<HashSet<_>>(), sent);
    store.close().await;
    let request = Request::new("GET", "/readyz");
    assert_eq!(ask(replicas.first.address(), &request).await.status, 200);
}
