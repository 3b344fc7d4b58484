//! Names that lead inside.

use crate::{
    server::{Answer, WebServer},
    support::{Bench, HOST, post, verdict},
};
use fetch::FetchError;
use model::{Host, Port, session::Fault};
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    time::{Duration, Instant},
};
use testkit::{
    dns::{Answer as DnsAnswer, RecordType, Zones},
    unreachable::{BlackHole, refused_port},
};

const PUBLIC: Ipv4Addr = Ipv4Addr::new(1, 1, 1, 1);

fn v6(text: &str) -> Ipv6Addr {
    text.parse().unwrap()
}

/// A bench where nothing but 127.0.0.1 may be dialled beside the Internet, on the server's own port.
async fn bench(server: &WebServer) -> (Bench, String) {
    let mut bench = Bench::new().await;
    bench.policy.network.allow = vec!["127.0.0.1".parse().unwrap()];
    let port = server.address().port();
    bench.policy.extra_ports = vec![Port::new(port).unwrap()];
    (bench, format!("https://{HOST}:{port}/hook"))
}

#[tokio::test]
async fn forbidden_answers_are_not_dialled_and_look_like_silence() {
    let certificates = Bench::new().await;
    let server = WebServer::start(Some(&certificates.identity()), Answer::whole("200 OK", "", "")).await;
    let (mut bench, address) = bench(&server).await;
    bench.deadlines.connect = Duration::from_millis(400);
    for (case, zones) in [
        ("private", Zones::new().a(HOST, &[Ipv4Addr::new(10, 0, 0, 1)])),
        (
            "metadata",
            Zones::new().a(HOST, &[Ipv4Addr::new(169, 254, 169, 254)]),
        ),
        ("loopback", Zones::new().a(HOST, &[Ipv4Addr::new(127, 0, 0, 2)])),
        (
            "one of two",
            Zones::new().a(HOST, &[Ipv4Addr::LOCALHOST, Ipv4Addr::new(127, 0, 0, 2)]),
        ),
        (
            "public and ::1",
            Zones::new().a(HOST, &[PUBLIC]).aaaa(HOST, &[v6("::1")]),
        ),
        (
            "mapped private",
            Zones::new().aaaa(HOST, &[v6("::ffff:10.0.0.1")]),
        ),
        (
            "mapped loopback",
            Zones::new().aaaa(HOST, &[v6("::ffff:127.0.0.2")]),
        ),
        ("NAT64", Zones::new().aaaa(HOST, &[v6("64:ff9b::7f00:1")])),
        ("6to4", Zones::new().aaaa(HOST, &[v6("2002:7f00:1::")])),
        ("unique local", Zones::new().aaaa(HOST, &[v6("fd00::1")])),
        (
            "chain",
            Zones::new()
                .cname(HOST, "in.b.test")
                .a("in.b.test", &[Ipv4Addr::new(192, 168, 0, 1)]),
        ),
        (
            "a thousand",
            Zones::new().a(
                HOST,
                &(0..1000)
                    .map(|n| Ipv4Addr::from_bits(0x0101_0101 + n))
                    .collect::<Vec<_>>(),
            ),
        ),
    ] {
        bench.dns.set_zones(zones);
        let begun = Instant::now();
        let error = bench.fetcher().send(post(&address)).await.unwrap_err();
        assert_eq!(error, FetchError::AddressRefused, "{case}");
        // in words and in time what a person sees of a black hole
        assert_eq!(error.as_told(), FetchError::Connect(Fault::ConnectTimeout));
        assert!(
            begun.elapsed() >= bench.deadlines.connect,
            "{case}: {:?}",
            begun.elapsed()
        );
    }
    assert!(server.heard().is_empty());
}

#[tokio::test]
async fn the_mapped_form_of_an_allowed_address_is_that_address() {
    let certificates = Bench::new().await;
    let server = WebServer::start(Some(&certificates.identity()), Answer::whole("200 OK", "", "")).await;
    let (mut bench, address) = bench(&server).await;
    bench.certificates = certificates.certificates;
    bench
        .dns
        .set_zones(Zones::new().aaaa(HOST, &[v6("::ffff:127.0.0.1")]));
    assert_eq!(verdict(&bench.fetcher().send(post(&address)).await), "200");
}

#[tokio::test]
async fn silence_refusal_and_missing_names() {
    let mut bench = Bench::new().await;
    bench.deadlines.connect = Duration::from_millis(400);
    let (hole, refused) = (BlackHole::start().await, refused_port());
    for (to, expected) in [
        (hole.address(), "connect-timeout"),
        (refused.address(), "connect-refused"),
    ] {
        bench.policy.network.connect_to.clear();
        bench.lead(HOST, 443, to);
        let begun = Instant::now();
        assert_eq!(
            verdict(&bench.fetcher().send(post(&format!("https://{HOST}/"))).await),
            expected
        );
        assert!(begun.elapsed() < Duration::from_secs(3));
    }
    bench.policy.network.connect_to.clear();
    bench.deadlines.connect = Duration::from_secs(2);
    for (zones, expected) in [
        (Zones::new(), "name-not-found"),
        (
            Zones::new().always(HOST, DnsAnswer::Records(vec![])),
            "name-without-address",
        ),
        (
            Zones::new().always(HOST, DnsAnswer::ServFail),
            "name-lookup-failed",
        ),
        (
            Zones::new().always(HOST, DnsAnswer::Silence),
            "name-lookup-failed",
        ),
    ] {
        bench.dns.set_zones(zones);
        assert_eq!(
            verdict(&bench.fetcher().send(post(&format!("https://{HOST}/"))).await),
            expected
        );
    }
}

#[tokio::test]
async fn a_second_answer_is_never_asked_for() {
    let certificates = Bench::new().await;
    let server = WebServer::start(Some(&certificates.identity()), Answer::whole("200 OK", "", "")).await;
    let (mut bench, address) = bench(&server).await;
    bench.certificates = certificates.certificates;
    bench.deadlines.connect = Duration::from_millis(900);
    // 127.0.0.1 first, and something inside from then on
    let answers = [[127, 0, 0, 1], [10, 0, 0, 1]].map(|ip| DnsAnswer::addresses([IpAddr::from(ip)]));
    bench
        .dns
        .set_zones(Zones::new().ttl(0).answers(HOST, RecordType::A, answers.to_vec()));
    let fetcher = bench.fetcher();
    assert_eq!(verdict(&fetcher.send(post(&address)).await), "200");
    let asked = bench
        .dns
        .queries()
        .iter()
        .filter(|q| q.kind == RecordType::A)
        .count();
    assert_eq!(asked, 1);
    assert_eq!(verdict(&fetcher.send(post(&address)).await), "address-refused");
    assert_eq!(server.heard().len(), 1);
}

#[tokio::test]
async fn our_own_hosts_and_closed_ports_are_not_even_looked_up() {
    let mut bench = Bench::new().await;
    bench.policy.network.own_hosts = vec![Host::parse("event.portal.test").unwrap()];
    bench.policy.own_hosts = vec![Host::parse("saatja.portal.test").unwrap()];
    let own = ["https://event.portal.test/", "https://SAATJA.portal.test./"];
    let closed = [25, 80, 465, 587, 8443].map(|port| format!("https://{HOST}:{port}/"));
    for address in own.into_iter().chain(closed.iter().map(String::as_str)) {
        let answer = bench.fetcher().send(post(address)).await;
        assert_eq!(verdict(&answer), "destination-refused", "{address}");
    }
    assert!(bench.dns.queries().is_empty());
}

#[tokio::test]
async fn our_own_interfaces() {
    let mut bench = Bench::new().await;
    bench.deadlines.connect = Duration::from_millis(400);
    bench.policy.network.allow.clear();
    bench.policy.network.own_addresses = vec!["1.1.1.1".parse().unwrap()];
    for zones in [
        Zones::new().a(HOST, &[PUBLIC]),
        Zones::new().aaaa(HOST, &[v6("::ffff:1.1.1.1")]),
    ] {
        bench.dns.set_zones(zones);
        let answer = bench.fetcher().send(post(&format!("https://{HOST}/"))).await;
        assert_eq!(verdict(&answer), "address-refused");
    }
}
