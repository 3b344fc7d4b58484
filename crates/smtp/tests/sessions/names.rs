//! DNS as it can be turned against us, over a server of the test's own.

use crate::support::{courier, target, verdict};
use model::{Host, port::Security};
use smtp::{Courier, DnsResolver, DnsServers, Families, ResolveError, Resolver};
use std::{
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
    time::{Duration, Instant},
};
use testkit::{
    certificates::{Certificates, HOST},
    dns::{Answer, DnsServer, RecordType, Zones},
    hostile::{HostileServer, Script, Step},
};

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

/// A courier that asks this DNS server and may reach loopback at 127.0.0.1 only.
fn over(dns: &DnsServer) -> Courier {
    let mut courier = courier(&Certificates::new(), &[]);
    let mut policy = (*courier.policy).clone();
    policy.allow = vec!["127.0.0.1".parse().unwrap()];
    courier.policy = Arc::new(policy);
    courier.resolver = Arc::new(resolver(dns, Families::default()));
    courier.deadlines.connect = Duration::from_millis(400);
    courier.deadlines.reach = Duration::from_secs(5);
    courier
}

#[tokio::test]
async fn names_that_lead_to_forbidden_addresses_are_not_dialled() {
    for (case, zones, expected) in [
        (
            "private",
            Zones::new().a(HOST, &[Ipv4Addr::new(10, 0, 0, 1)]),
            "connect: address-refused",
        ),
        (
            "metadata",
            Zones::new().a(HOST, &[Ipv4Addr::new(169, 254, 169, 254)]),
            "connect: address-refused",
        ),
        (
            "public and ::1",
            Zones::new()
                .a(HOST, &[PUBLIC])
                .aaaa(HOST, &["::1".parse().unwrap()]),
            "connect: address-refused",
        ),
        (
            "mapped",
            Zones::new().aaaa(HOST, &["::ffff:10.0.0.1".parse().unwrap()]),
            "connect: address-refused",
        ),
        (
            "NAT64",
            Zones::new().aaaa(HOST, &["64:ff9b::7f00:1".parse().unwrap()]),
            "connect: address-refused",
        ),
        (
            "chain",
            Zones::new()
                .cname(HOST, "in.b.test")
                .a("in.b.test", &[Ipv4Addr::new(127, 0, 0, 2)]),
            "connect: address-refused",
        ),
        (
            "too many",
            Zones::new()
                .a(HOST, &[[PUBLIC; 1], [Ipv4Addr::LOCALHOST; 1]].concat())
                .a(HOST, &(0..1000).map(Ipv4Addr::from_bits).collect::<Vec<_>>()),
            "connect: address-refused",
        ),
        ("no name", Zones::new(), "dns: name-not-found"),
        (
            "no address",
            Zones::new().always(HOST, Answer::Records(vec![])),
            "dns: name-without-address",
        ),
        (
            "SERVFAIL",
            Zones::new().always(HOST, Answer::ServFail),
            "dns: name-lookup-failed",
        ),
        (
            "silence",
            Zones::new().always(HOST, Answer::Silence),
            "dns: name-lookup-failed",
        ),
    ] {
        let dns = DnsServer::start(zones).await;
        let diagnosis = over(&dns).diagnose(target(Security::Tls), None).await;
        assert_eq!(verdict(&diagnosis), expected, "{case}");
        assert!(
            !format!("{:?}", diagnosis.reports).contains("10.0.0.1"),
            "{case}: an inner address is told"
        );
    }
}

#[tokio::test]
async fn a_second_answer_is_never_asked_for() {
    // 127.0.0.1 first, and something inside from then on
    let inside = || Answer::addresses([IpAddr::from([10, 0, 0, 1])]);
    let zones = Zones::new().ttl(0).answers(
        HOST,
        RecordType::A,
        vec![Answer::addresses([IpAddr::from([127, 0, 0, 1])]), inside()],
    );
    let dns = DnsServer::start(zones).await;
    let server = HostileServer::start(Script::new(vec![Step::reply("554 here"), Step::Close])).await;
    let mut courier = over(&dns);
    let port = server.address().port();
    let mut policy = (*courier.policy).clone();
    policy.open_ports = model::OpenPorts::with([model::Port::new(port).unwrap()]);
    courier.policy = Arc::new(policy);
    courier.deadlines.connect = Duration::from_secs(3);
    let mut wanted = target(Security::None);
    wanted.destination.port = model::Port::new(port).unwrap();
    let diagnosis = courier.diagnose(wanted, None).await;
    assert_eq!(verdict(&diagnosis), "greeting: refused");
    let asked = dns.queries().iter().filter(|q| q.kind == RecordType::A).count();
    assert_eq!(asked, 1);

    // whoever comes later gets the other answer, and no connection
    let mut again = target(Security::None);
    again.destination.port = model::Port::new(port).unwrap();
    assert_eq!(
        verdict(&courier.diagnose(again, None).await),
        "connect: address-refused"
    );
    assert_eq!(server.hearings().len(), 1);
}

#[tokio::test]
async fn the_next_address_is_tried_when_one_does_not_answer() {
    let server = HostileServer::start(Script::new(vec![Step::reply("554 here"), Step::Close])).await;
    let port = server.address().port();
    // nobody listens at the first one on this port
    let zones = Zones::new().a(HOST, &[Ipv4Addr::new(127, 0, 0, 77), Ipv4Addr::LOCALHOST]);
    let dns = DnsServer::start(zones).await;
    let mut courier = over(&dns);
    let mut policy = (*courier.policy).clone();
    policy.allow = vec!["127.0.0.0/8".parse().unwrap()];
    policy.open_ports = model::OpenPorts::with([model::Port::new(port).unwrap()]);
    courier.policy = Arc::new(policy);
    courier.deadlines.connect = Duration::from_secs(3);
    let mut wanted = target(Security::None);
    wanted.destination.port = model::Port::new(port).unwrap();
    assert_eq!(
        verdict(&courier.diagnose(wanted, None).await),
        "greeting: refused"
    );
}
