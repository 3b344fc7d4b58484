//! The DNS server, asked by the resolver that the product uses and by hand.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use testkit::dns::{Answer, DnsServer, Query, RecordType, Transport, Zones};
use tokio::net::UdpSocket;
use tokio::time::timeout;

const PUBLIC: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 5);

fn resolver(server: SocketAddr) -> TokioResolver {
    let (mut udp, mut tcp) = (ConnectionConfig::udp(), ConnectionConfig::tcp());
    udp.port = server.port();
    tcp.port = server.port();
    let server = NameServerConfig::new(server.ip(), true, vec![udp, tcp]);
    let config = ResolverConfig::from_parts(None, vec![], vec![server]);
    let mut builder = TokioResolver::builder_with_config(config, TokioRuntimeProvider::default());
    builder.options_mut().timeout = Duration::from_secs(10);
    builder.options_mut().attempts = 1;
    builder.options_mut().cache_size = 0;
    builder.build().expect("a resolver can be made")
}

async fn addresses(resolver: &TokioResolver, name: &str) -> Vec<IpAddr> {
    resolver
        .lookup_ip(name)
        .await
        .map(|found| found.iter().collect())
        .unwrap_or_default()
}

#[tokio::test]
async fn names_have_addresses_of_both_kinds() {
    let zones = Zones::new()
        .a("private.saatja.test", &[Ipv4Addr::new(10, 0, 0, 1)])
        .a("mixed.saatja.test", &[PUBLIC])
        .aaaa("mixed.saatja.test", &[Ipv6Addr::LOCALHOST]);
    let server = DnsServer::start(zones).await;
    let resolver = resolver(server.address());
    assert_eq!(
        addresses(&resolver, "private.saatja.test.").await,
        [IpAddr::from([10, 0, 0, 1])]
    );
    let mixed = addresses(&resolver, "MIXED.saatja.test.").await;
    assert!(
        mixed.contains(&PUBLIC.into()) && mixed.contains(&Ipv6Addr::LOCALHOST.into()),
        "{mixed:?}"
    );
    assert!(server.queries().contains(&Query {
        name: "mixed.saatja.test".to_owned(),
        kind: RecordType::AAAA,
        transport: Transport::Udp,
    }));
}

#[tokio::test]
async fn answers_change_from_query_to_query() {
    let (first, second) = (IpAddr::V4(PUBLIC), IpAddr::from([127, 0, 0, 1]));
    let answers = vec![Answer::addresses([first]), Answer::addresses([second])];
    let zones = Zones::new().answers("rebind.saatja.test", RecordType::A, answers);
    let server = DnsServer::start(zones).await;
    let resolver = resolver(server.address());
    assert_eq!(addresses(&resolver, "rebind.saatja.test.").await, [first]);
    assert_eq!(addresses(&resolver, "rebind.saatja.test.").await, [second]);
    assert_eq!(addresses(&resolver, "rebind.saatja.test.").await, [second]);
    server.set_zones(Zones::new().a("rebind.saatja.test", &[PUBLIC]));
    assert_eq!(addresses(&resolver, "rebind.saatja.test.").await, [first]);
}

#[tokio::test]
async fn chains_of_names_are_followed_and_loops_end() {
    let zones = Zones::new()
        .cname("a.saatja.test", "b.saatja.test")
        .cname("b.saatja.test", "c.saatja.test")
        .a("c.saatja.test", &[Ipv4Addr::LOCALHOST])
        .cname("loop.saatja.test", "pool.saatja.test")
        .cname("pool.saatja.test", "loop.saatja.test");
    let server = DnsServer::start(zones).await;
    let resolver = resolver(server.address());
    assert_eq!(
        addresses(&resolver, "a.saatja.test.").await,
        [IpAddr::from([127, 0, 0, 1])]
    );
    assert!(addresses(&resolver, "loop.saatja.test.").await.is_empty());
}

#[tokio::test]
async fn a_thousand_addresses_come_over_tcp() {
    let many: Vec<_> = (0..1000_u32)
        .map(|at| Ipv4Addr::from_bits(0x0b00_0000 + at))
        .collect();
    let server = DnsServer::start(Zones::new().a("many.saatja.test", &many)).await;
    let found = addresses(&resolver(server.address()), "many.saatja.test.").await;
    assert_eq!(found.len(), 1000);
    let transports: Vec<_> = server
        .queries()
        .iter()
        .filter(|query| query.kind == RecordType::A)
        .map(|query| query.transport)
        .collect();
    assert_eq!(transports[..2], [Transport::Udp, Transport::Tcp]);
}

#[tokio::test]
async fn mail_exchangers_are_told() {
    let zones = Zones::new()
        .ttl(300)
        .mx("saatja.test", &[(10, "mx1.saatja.test"), (20, "mx2.saatja.test")])
        .mx("none.saatja.test", &[(0, ".")]);
    let server = DnsServer::start(zones).await;
    let resolver = resolver(server.address());
    let found = resolver.mx_lookup("saatja.test.").await.expect("there are some");
    let text: Vec<_> = found
        .answers()
        .iter()
        .map(|record| (record.ttl, record.data.to_string()))
        .collect();
    assert_eq!(
        text,
        [
            (300, "10 mx1.saatja.test.".to_owned()),
            (300, "20 mx2.saatja.test.".to_owned())
        ]
    );
    assert!(resolver.mx_lookup("none.saatja.test.").await.is_ok());
    assert!(addresses(&resolver, "saatja.test.").await.is_empty());
}

#[tokio::test]
async fn failures_are_told_apart() {
    let zones = Zones::new()
        .always("broken.saatja.test", Answer::ServFail)
        .always("refused.saatja.test", Answer::Refused)
        .always("silent.saatja.test", Answer::Silence)
        .a("empty.saatja.test", &[]);
    let server = DnsServer::start(zones).await;
    let socket = UdpSocket::bind("127.0.0.1:0")
        .await
        .expect("loopback can be bound");
    for (name, code) in [("missing", 3), ("broken", 2), ("refused", 5), ("empty", 0)] {
        socket
            .send_to(&question(name), server.address())
            .await
            .expect("loopback takes packets");
        let mut answer = [0; 512];
        let length = socket.recv(&mut answer).await.expect("an answer");
        assert_eq!(answer[3] & 15, code, "{name}");
        assert_eq!(&answer[6..8], [0, 0], "{name}");
        assert!(length > 12);
    }
    socket
        .send_to(&question("silent"), server.address())
        .await
        .expect("loopback takes packets");
    let mut answer = [0; 512];
    assert!(
        timeout(Duration::from_millis(100), socket.recv(&mut answer))
            .await
            .is_err()
    );
    // What is no query is not answered, and does no harm.
    socket
        .send_to(b"\0\0nonsense", server.address())
        .await
        .expect("loopback takes packets");
    assert!(
        timeout(Duration::from_millis(100), socket.recv(&mut answer))
            .await
            .is_err()
    );
    assert_eq!(server.queries().len(), 5);
}

/// A query for the A records of `name.saatja.test` (RFC 1035, 4.1), written by hand.
fn question(name: &str) -> Vec<u8> {
    let mut packet = vec![0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    for label in [name, "saatja", "test", ""] {
        packet.push(u8::try_from(label.len()).expect("a short label"));
        packet.extend_from_slice(label.as_bytes());
    }
    packet.extend_from_slice(&[0, 1, 0, 1]);
    packet
}
