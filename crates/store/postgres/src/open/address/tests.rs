use super::Address;
use crate::OpenError;

fn place(url: &str) -> Result<String, String> {
    match Address::parse(url) {
        Ok(address) => Ok(format!("{} as {}", address.place, address.place.user)),
        Err(OpenError::Address { why }) => Err(why.to_owned()),
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn addresses_are_named_without_their_passwords() {
    for (url, expected) in [
        (
            "postgres://mari:hunter2@db.example.com/saatja",
            "database saatja at db.example.com:5432 as mari",
        ),
        (
            "postgresql://mari:hunter2@[::1]:5433/saatja?sslmode=verify-full",
            "database saatja at [::1]:5433 as mari",
        ),
        (
            "postgres://mari:h%2Fu%40n%23t@10.0.0.1/s%C3%B5num",
            "database sõnum at 10.0.0.1:5432 as mari",
        ),
        (
            "postgres://mari@localhost/saatja?host=/run/postgresql",
            "database saatja at /run/postgresql:5432 as mari",
        ),
        (
            "postgres://db/saatja?user=mari&password=hunter2",
            "database saatja at db:5432 as mari",
        ),
    ] {
        assert_eq!(place(url).as_deref(), Ok(expected), "{url}");
    }
}

#[test]
fn what_is_no_address_is_refused_without_showing_it() {
    for (url, expected) in [
        ("", "postgres://"),
        ("mysql://mari:hunter2@db/saatja", "postgres://"),
        ("sqlite:hunter2", "postgres://"),
        ("postgres://mari:12/hunter2@db/saatja", "escaped"),
        ("postgres://mari:12?hunter2@db/saatja", "escaped"),
        ("postgres://mari:12#hunter2@db/saatja", "escaped"),
        ("postgres://mari:hunter2/@db", "escaped"),
        ("postgres://mari:hunter2@db:hunter2/saatja", "can not be read"),
        ("postgres://mari:hunter2@db/saatja?sllmode=require", "not known"),
        (
            "postgres://mari:hunter2@db/saatja?sslpassword=hunter2",
            "not known",
        ),
        (
            "postgres://mari:hunter2@db/saatja?sslmode=hunter2",
            "can not be read",
        ),
        ("postgres://mari:hunter2@db", "names no database"),
    ] {
        let why = place(url).unwrap_err();
        assert!(why.contains(expected) && !why.contains("hunter2"), "{url}: {why}");
    }
}
