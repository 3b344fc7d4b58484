use super::is_global_unicast;
use proptest::prelude::*;
use std::net::{IpAddr, Ipv4Addr};

#[test]
fn addresses_of_the_internet() {
    for text in [
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.1",
        "168.63.129.15",
        "168.63.129.17",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "191.255.255.255",
        "192.0.1.0",
        "192.0.3.0",
        "192.88.98.255",
        "192.88.100.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "198.51.99.255",
        "198.51.101.0",
        "203.0.112.255",
        "203.0.114.0",
        "223.255.255.255",
        "217.146.69.1",
        "2001:200::1",
        "2001:470::25",
        "2001:dc8::1",
        "2606:4700::1111",
        "2a00:1450:4010:c0f::6c",
        "2003::1",
        "3fff:1000::1",
        "3ffe:ffff::1",
        "::ffff:8.8.8.8",
    ] {
        assert!(is_global_unicast(text.parse().unwrap()), "{text}");
    }
}

#[test]
fn addresses_of_somebodys_inside() {
    for text in [
        // IPv4: each range of the registry, first and last
        "0.0.0.0",
        "0.255.255.255",
        "10.0.0.0",
        "10.255.255.255",
        "100.64.0.0",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.0",
        "127.0.0.1",
        "127.255.255.255",
        "168.63.129.16",
        "169.254.0.0",
        "169.254.169.254",
        "169.254.255.255",
        "172.16.0.0",
        "172.31.255.255",
        "192.0.0.0",
        "192.0.0.8",
        "192.0.0.170",
        "192.0.0.255",
        "192.0.2.0",
        "192.0.2.255",
        "192.31.196.1",
        "192.52.193.1",
        "192.88.99.0",
        "192.88.99.255",
        "192.168.0.0",
        "192.168.255.255",
        "192.175.48.1",
        "198.18.0.0",
        "198.19.255.255",
        "198.51.100.0",
        "198.51.100.255",
        "203.0.113.0",
        "203.0.113.255",
        "224.0.0.0",
        "239.255.255.255",
        "240.0.0.0",
        "255.255.255.254",
        "255.255.255.255",
        // IPv6: loopback, unspecified, mapped, compatible, NAT64, discard, Teredo, ORCHID, documentation,
        // 6to4, SRv6, unique local, link local, site local, multicast
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "::8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b::808:808",
        "64:ff9b:1::1",
        "100::1",
        "100:0:0:1::1",
        "2001::1",
        "2001:0:53aa::1",
        "2001:2::1",
        "2001:10::1",
        "2001:20::1",
        "2001:1ff:ffff::1",
        "2001:db8::1",
        "2001:db8:ffff::1",
        "2002::1",
        "2002:7f00:1::",
        "2002:808:808::1",
        "3fff::1",
        "3fff:fff:ffff::1",
        "4000::1",
        "5f00::1",
        "1fff::1",
        "e000::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        // ISATAP, both forms of its identifier
        "2a00:1450:1:2:0:5efe:7f00:1",
        "2a00:1450:1:2:200:5efe:a00:1",
    ] {
        assert!(!is_global_unicast(text.parse().unwrap()), "{text}");
    }
}

proptest! {
    #[test]
    fn an_address_written_as_ipv6_is_judged_as_what_it_is(bits in any::<u32>()) {
        let v4 = Ipv4Addr::from_bits(bits);
        prop_assert_eq!(is_global_unicast(IpAddr::V6(v4.to_ipv6_mapped())), is_global_unicast(IpAddr::V4(v4)));
        prop_assert!(!is_global_unicast(IpAddr::V6(v4.to_ipv6_compatible())));
    }

    #[test]
    fn nothing_that_the_library_calls_inner_passes(bits in any::<u32>()) {
        let v4 = Ipv4Addr::from_bits(bits);
        if v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_multicast() || v4.is_broadcast()
            || v4.is_documentation() || v4.is_unspecified() {
            prop_assert!(!is_global_unicast(IpAddr::V4(v4)));
        }
    }
}
