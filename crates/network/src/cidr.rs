//! Ranges of addresses: `10.0.0.0/8`, `2001:db8::/32`, `127.0.0.1`.

use std::{fmt, net::IpAddr, str::FromStr};

/// A range of IP addresses (RFC 4632); one address where no length is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cidr {
    first: IpAddr,
    length: u8,
}

/// The text is not a range of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a network is written as 192.0.2.0/24 or 2001:db8::/32, with no bit set behind its length")]
pub struct InvalidCidr;

impl Cidr {
    /// The range of `length` leading bits.
    ///
    /// # Errors
    /// The length is too large for the address, or bits are set behind it.
    pub fn new(first: IpAddr, length: u8) -> Result<Self, InvalidCidr> {
        let longest = if first.is_ipv4() { 32 } else { 128 };
        if length > longest || bits(first) & !mask(length, longest) != 0 {
            return Err(InvalidCidr);
        }
        Ok(Self { first, length })
    }

    /// Whether the address lies within. An IPv4 address that is written as IPv6 is taken for what it is.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        if self.first.is_ipv4() != address.is_ipv4() {
            return false;
        }
        let longest = if address.is_ipv4() { 32 } else { 128 };
        bits(address) & mask(self.length, longest) == bits(self.first)
    }
}

fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => u128::from(v4.to_bits()),
        IpAddr::V6(v6) => v6.to_bits(),
    }
}

/// `length` ones in front, within the lowest `longest` bits.
fn mask(length: u8, longest: u8) -> u128 {
    let ones = u128::MAX.checked_shr(u32::from(128 - longest)).unwrap_or(0);
    ones & !ones.checked_shr(u32::from(length)).unwrap_or(0)
}

impl FromStr for Cidr {
    type Err = InvalidCidr;

    fn from_str(text: &str) -> Result<Self, InvalidCidr> {
        let (address, length) = match text.trim().split_once('/') {
            Some((address, length)) => (address, Some(length)),
            None => (text.trim(), None),
        };
        let first: IpAddr = address.parse().map_err(|_| InvalidCidr)?;
        let length = match length {
            Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => {
                digits.parse().map_err(|_| InvalidCidr)?
            }
            Some(_) => return Err(InvalidCidr),
            None => {
                if first.is_ipv4() {
                    32
                } else {
                    128
                }
            }
        };
        Self::new(first, length)
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.first, self.length)
    }
}

#[cfg(test)]
mod tests {
    use super::Cidr;

    #[test]
    fn ranges_as_operators_write_them() {
        for (range, inside, outside) in [
            ("127.0.0.0/8", "127.255.0.1", "128.0.0.0"),
            ("10.1.2.3", "10.1.2.3", "10.1.2.4"),
            ("0.0.0.0/0", "255.1.1.1", "::1"),
            ("::/0", "2001:db8::1", "1.2.3.4"),
            ("2001:db8::/33", "2001:db8:7fff::1", "2001:db8:8000::1"),
            ("127.0.0.0/8", "::ffff:127.0.0.1", "::ffff:8.8.8.8"),
        ] {
            let cidr: Cidr = range.parse().unwrap();
            assert!(cidr.contains(inside.parse().unwrap()), "{range} {inside}");
            assert!(!cidr.contains(outside.parse().unwrap()), "{range} {outside}");
            assert_eq!(cidr.to_string().parse(), Ok(cidr));
        }
    }

    #[test]
    fn what_is_no_range() {
        for text in [
            "",
            "/8",
            "10.0.0.0/33",
            "10.0.0.1/8",
            "::1/129",
            "10.0.0.0/+8",
            "10.0.0.0/",
            "a/8",
            "10/8",
        ] {
            assert!(text.parse::<Cidr>().is_err(), "{text}");
        }
    }
}
