//! Which IP addresses belong to everybody.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// IPv4 ranges that are not globally reachable unicast: the IANA IPv4 special-purpose address registry (RFC
/// 6890), multicast (RFC 5771), the retired 6to4 anycast (RFC 7526), and the address at which Azure's hosts
/// serve their own machines.
const REFUSED_V4: &[(Ipv4Addr, u32)] = &[
    (Ipv4Addr::UNSPECIFIED, 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(168, 63, 129, 16), 32),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 31, 196, 0), 24),
    (Ipv4Addr::new(192, 52, 193, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(192, 175, 48, 0), 24),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// The one IPv6 range that is allocated for global unicast (RFC 4291, section 2.4): everything outside it is
/// refused, NAT64's `64:ff9b::/96`, `fe80::/10`, `fec0::/10`, `fc00::/7` and `::1` among it.
const GLOBAL_V6: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);

/// Within it: protocol assignments with Teredo and ORCHID, documentation, 6to4 (IANA IPv6 special-purpose
/// registry).
const REFUSED_V6: &[(Ipv6Addr, u32)] = &[
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

/// Whether an address is one that any machine of the Internet may have. An IPv4 address inside an IPv6 one is
/// decoded first.
#[must_use]
pub fn is_global_unicast(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => !REFUSED_V4.iter().any(|&(net, length)| within_v4(v4, net, length)),
        IpAddr::V6(v6) => {
            within_v6(v6, GLOBAL_V6.0, GLOBAL_V6.1)
                && !REFUSED_V6.iter().any(|&(net, length)| within_v6(v6, net, length))
                && !is_isatap(v6)
        }
    }
}

const fn within_v4(address: Ipv4Addr, net: Ipv4Addr, length: u32) -> bool {
    (address.to_bits() ^ net.to_bits()).leading_zeros() >= length
}

const fn within_v6(address: Ipv6Addr, net: Ipv6Addr, length: u32) -> bool {
    (address.to_bits() ^ net.to_bits()).leading_zeros() >= length
}

/// An ISATAP interface identifier carries an IPv4 address to which a tunnel would forward (RFC 5214, section
/// 6.1).
const fn is_isatap(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    segments[4] & !0x0200 == 0 && segments[5] == 0x5efe
}

#[cfg(test)]
mod tests;
