//! DNS as it can be turned against us, over a server of the test's own.

use crate::support::{courier, target, verdict};
use model::port::Security;
use smtp::{Courier, DnsResolver, DnsServers, Families};
use std::{
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
    time::Duration,
};
use testkit::{
    certificates::{Certificates, HOST},
    dns::{Answer, DnsServer, RecordType, Zones},
    hostile::{HostileServer, Script, Step},
};

const PUBLIC: Ipv4Addr = Ipv4Addr::new(1, 1, 1, 1);

fn resolver(server: &DnsServer) -> DnsResolver {
    let servers = DnsServers::List(vec![server.address()]);
    DnsResolver::with_deadline(&servers, Families::default(), Duration::from_secs(2)).unwrap()
}

/// A courier that asks this DNS server and may reach loopback at 127.0.0.1 only.
fn over(dns: &DnsServer) -> Courier {
    let mut courier = courier(&Certificates::new(), &[]);
    let mut policy = (*courier.policy).clone();
    policy.allow = vec!["127.0.0.1".parse().unwrap()];
    courier.policy = Arc::new(policy);
    courier.resolver = Arc::new(resolver(dns));
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
