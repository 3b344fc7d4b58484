use super::{AddressError, WebAddress};
use model::host::HostError;
use proptest::prelude::*;

#[test]
fn addresses_as_people_write_them() {
    for (text, read) in [
        ("https://hook.example.org", "https://hook.example.org/"),
        (
            " HTTPS://Hook.Example.ORG:443/a?b=c#d ",
            "https://hook.example.org/a?b=c",
        ),
        ("https://hook.example.org:8443/", "https://hook.example.org:8443/"),
        ("https://hook.example.org:80/", "https://hook.example.org:80/"),
        ("http://hook.example.org:80/", "http://hook.example.org/"),
        ("https://hook.example.org.", "https://hook.example.org/"),
        (
            "https://näidis.ee/õ?ä=ö",
            "https://xn--nidis-gra.ee/%C3%B5?%C3%A4=%C3%B6",
        ),
        ("https://hook.example.org/a/../b", "https://hook.example.org/b"),
        (
            "https://hook.example.org/?next=//127.0.0.1/@",
            "https://hook.example.org/?next=//127.0.0.1/@",
        ),
        (
            "https://hook.example.org/%0d%0aX:y",
            "https://hook.example.org/%0d%0aX:y",
        ),
    ] {
        let address = WebAddress::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(address.to_string(), read, "{text}");
        assert_eq!(WebAddress::parse(read).as_ref(), Ok(&address), "{text}");
    }
}

#[test]
fn hosts_that_are_addresses_or_lie_inside() {
    for text in [
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.1/",
        "https://0177.0.0.1/",
        "https://127.0.0.1./",
        "https://%31%32%37.0.0.1/",
        "https://１２７.0.0.1/",
        "https://127。0。0。1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://1.2.3.4.5/",
        "https://256.1.1.1/",
    ] {
        let error = WebAddress::parse(text).unwrap_err();
        assert_eq!(error, AddressError::Host(HostError::IpAddress), "{text}");
    }
    for (text, error) in [
        ("https://localhost/", HostError::Inside),
        ("https://LOCALHOST:8443/", HostError::Inside),
        ("https://a.internal/", HostError::Inside),
        ("https://printer.local/", HostError::Inside),
        ("https://hook/", HostError::SingleLabel),
        ("https://-a.example.org/", HostError::Form),
        ("https://a..example.org/", HostError::Form),
    ] {
        assert_eq!(WebAddress::parse(text), Err(AddressError::Host(error)), "{text}");
    }
}

#[test]
fn what_is_no_address() {
    use AddressError::{Empty, Form, Port, Scheme, TooLong, UserInfo};
    let long = format!("https://hook.example.org/{}", "a".repeat(2048));
    for (text, expected) in [
        ("", Empty),
        ("  ", Empty),
        (&long, TooLong),
        ("hook.example.org", Scheme),
        ("//hook.example.org/", Scheme),
        ("https:hook.example.org", Scheme),
        ("https:/hook.example.org", Scheme),
        ("ftp://hook.example.org/", Scheme),
        ("file:///etc/passwd", Scheme),
        ("gopher://hook.example.org:25/_HELO", Scheme),
        ("javascript://hook.example.org/%0aalert(1)", Scheme),
        ("https://mari@hook.example.org/", UserInfo),
        ("https://mari:secret@hook.example.org/", UserInfo),
        ("https://@hook.example.org/", UserInfo),
        ("https://hook.example.org@127.0.0.1/", UserInfo),
        ("https://hook.example.org:0/", Port),
        ("https://hook.example.org:65536/", Port),
        ("https://hook.example.org:-1/", Port),
        ("https:///hook.example.org/", Form),
        ("https://", Form),
        ("https://hook.example.org\\@127.0.0.1/", Form),
        ("https://hook.example.org/a b", Form),
        ("https://hook.exa\nmple.org/", Form),
        ("https://hook.example.org/\r\nX-Other: 1", Form),
        ("https://hook.example.org/\0", Form),
        ("https://hook.example.org/\u{2028}", Form),
        ("https://hook.example.org/\u{202e}", Form),
        ("\thttps://hook.example.org/", Form),
    ] {
        assert_eq!(WebAddress::parse(text), Err(expected), "{text:?}");
    }
}

#[test]
fn where_a_redirect_leads() {
    let here = WebAddress::parse("https://id.example.org/a/b?c").unwrap();
    for (location, there) in [
        ("d", "https://id.example.org/a/d"),
        ("/d?e", "https://id.example.org/d?e"),
        ("//other.example.org/", "https://other.example.org/"),
        ("http://id.example.org/", "http://id.example.org/"),
        ("?x", "https://id.example.org/a/b?x"),
    ] {
        assert_eq!(here.join(location).unwrap().to_string(), there, "{location}");
    }
    for location in [
        "https://127.0.0.1/",
        "//[::1]/",
        "https://a@other.example.org/",
        "file:///etc/passwd",
        "https://localhost/",
        "\\\\127.0.0.1\\",
    ] {
        assert!(here.join(location).is_err(), "{location}");
    }
}

proptest! {
    #[test]
    fn whatever_is_read_is_read_again_the_same(text in "(https?://)?[a-zA-Z0-9.:@/?#%\\[\\]õ\\\\ -]{0,40}") {
        if let Ok(address) = WebAddress::parse(&text) {
            prop_assert_eq!(WebAddress::parse(&address.to_string()), Ok(address.clone()));
            prop_assert!(address.host().as_str().parse::<std::net::IpAddr>().is_err());
            prop_assert!(address.path().as_str().starts_with('/'));
        }
    }
}
