//! What a resolver makes of a server's answers, over a DNS server of the test's own.

#![expect(clippy::unwrap_used, reason = "a test that can not go on ends")]

use model::Host;
use network::{DnsResolver, DnsServers, Families, ResolveError, Resolver};
use std::{
    net::{IpAddr, Ipv4Addr},
    time::{Duration, Instant},
};
use testkit::dns::{Answer, DnsServer, RecordType, Zones};

const PUBLIC: Ipv4Addr = Ipv4Addr::new(1, 1, 1, 1);

fn resolver(server: &DnsServer, families: Families) -> DnsResolver {
    let servers = DnsServers::List(vec![server.address()]);
    DnsResolver::with_deadline(&servers, families, Duration::from_secs(2)).unwrap()
}

async fn addresses(zones: Zones, name: &str) -> Result<Vec<IpAddr>, ResolveError> {
    let server = DnsServer::start(zones).await;
    let host = Host::parse(name).unwrap();
    let mut found = resolver(&server, Families::default()).addresses(&host).await;
    for query in server.queries() {
        assert!(
            query.name.rsplit('.').next() == Some("test"),
            "{query:?}: a search domain was put behind the name"
        );
    }
    if let Ok(list) = &mut found {
        list.sort();
    }
    found
}

type Found = Result<Vec<IpAddr>, ResolveError>;

fn list(addresses: &[&str]) -> Found {
    addresses.iter().map(|a| Ok(a.parse().unwrap())).collect()
}

#[tokio::test]
async fn answers_are_told_apart() {
    let name = "a.b.test";
    let v6 = "2606:4700::1111".parse().unwrap();
    let cases: Vec<(&str, Zones, _)> = vec![
        ("A", Zones::new().a(name, &[PUBLIC]), list(&["1.1.1.1"])),
        ("AAAA", Zones::new().aaaa(name, &[v6]), list(&["2606:4700::1111"])),
        (
            "both",
            Zones::new().a(name, &[PUBLIC]).aaaa(name, &[v6]),
            list(&["1.1.1.1", "2606:4700::1111"]),
        ),
        (
            "twice",
            Zones::new().a(name, &[PUBLIC, PUBLIC]),
            list(&["1.1.1.1"]),
        ),
        (
            "chain",
            Zones::new()
                .cname(name, "c.b.test")
                .cname("c.b.test", "d.b.test")
                .a("d.b.test", &[PUBLIC]),
            list(&["1.1.1.1"]),
        ),
        (
            "chain to a private one",
            Zones::new()
                .cname(name, "c.b.test")
                .a("c.b.test", &[Ipv4Addr::LOCALHOST]),
            list(&["127.0.0.1"]),
        ),
        (
            "chain to nothing",
            Zones::new().cname(name, "c.b.test"),
            Err(ResolveError::NotFound),
        ),
        ("no name", Zones::new(), Err(ResolveError::NotFound)),
        (
            "no record",
            Zones::new().always(name, Answer::Records(vec![])),
            Err(ResolveError::NoRecord),
        ),
        (
            "only MX",
            Zones::new().mx(name, &[(1, "mx.b.test")]),
            Err(ResolveError::NoRecord),
        ),
        (
            "SERVFAIL",
            Zones::new().always(name, Answer::ServFail),
            Err(ResolveError::Failed),
        ),
        (
            "REFUSED",
            Zones::new().always(name, Answer::Refused),
            Err(ResolveError::Failed),
        ),
        (
            "silence",
            Zones::new().always(name, Answer::Silence),
            Err(ResolveError::Failed),
        ),
        (
            "half SERVFAIL",
            Zones::new().a(name, &[PUBLIC]).always(name, Answer::ServFail),
            list(&["1.1.1.1"]),
        ),
        (
            "half silence",
            Zones::new().a(name, &[PUBLIC]).always(name, Answer::Silence),
            list(&["1.1.1.1"]),
        ),
    ];
    for (case, zones, expected) in cases {
        assert_eq!(addresses(zones, name).await, expected, "{case}");
    }
}

#[tokio::test]
async fn a_thousand_answers_are_too_many() {
    let many = |count: u32| {
        (0..count)
            .map(|n| Ipv4Addr::from_bits(0x0101_0101 + n))
            .collect::<Vec<_>>()
    };
    let zones = |count| Zones::new().a("a.b.test", &many(count));
    assert_eq!(addresses(zones(16), "a.b.test").await.map(|l| l.len()), Ok(16));
    assert_eq!(addresses(zones(17), "a.b.test").await, Err(ResolveError::TooMany));
    assert_eq!(
        addresses(zones(1000), "a.b.test").await,
        Err(ResolveError::TooMany)
    );
}

#[tokio::test]
async fn a_silent_server_is_left_at_the_deadline() {
    let begun = Instant::now();
    let silent = Zones::new().always("a.b.test", Answer::Silence);
    assert_eq!(addresses(silent, "a.b.test").await, Err(ResolveError::Failed));
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
    let nobody = DnsServers::List(vec!["127.0.0.1:1".parse().unwrap()]);
    let resolver = DnsResolver::with_deadline(&nobody, Families::default(), Duration::from_secs(1)).unwrap();
    assert_eq!(
        resolver.addresses(&Host::parse("a.b.test").unwrap()).await,
        Err(ResolveError::Failed)
    );
}

#[tokio::test]
async fn only_the_wanted_families_are_asked_for() {
    let zones = Zones::new()
        .a("a.b.test", &[PUBLIC])
        .aaaa("a.b.test", &["2606:4700::1111".parse().unwrap()]);
    for (families, kind) in [
        (Families::Ipv4Only, RecordType::A),
        (Families::Ipv6Only, RecordType::AAAA),
    ] {
        let server = DnsServer::start(zones.clone()).await;
        let found = resolver(&server, families)
            .addresses(&Host::parse("a.b.test").unwrap())
            .await
            .unwrap();
        assert_eq!(found.len(), 1);
        assert!(
            server.queries().iter().all(|q| q.kind == kind),
            "{:?}",
            server.queries()
        );
    }
}

#[tokio::test]
async fn mail_exchangers_by_preference() {
    let zones = Zones::new()
        .mx(
            "firma.test",
            &[(20, "second.mx.test"), (10, "first.mx.test"), (30, "localhost")],
        )
        .mx("null.test", &[(0, ".")])
        .a("bare.test", &[PUBLIC]);
    let server = DnsServer::start(zones).await;
    let resolver = resolver(&server, Families::default());
    let mx = async |name: &str| {
        let found = resolver.mx(&Host::parse(&format!("{name}.test")).unwrap()).await;
        found.map(|list| list.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    assert_eq!(
        mx("firma").await,
        Ok(vec!["first.mx.test".to_owned(), "second.mx.test".to_owned()])
    );
    assert_eq!(mx("null").await, Ok(vec![]));
    assert_eq!(mx("bare").await, Err(ResolveError::NoRecord));
    assert_eq!(mx("none").await, Err(ResolveError::NotFound));
}
