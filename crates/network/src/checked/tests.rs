use super::{CheckedAddresses, in_order};
use crate::{
    Families, NetworkPolicy,
    resolve::{ResolveError, Resolver},
};
use async_trait::async_trait;
use model::{Host, port::Port, session::Fault};
use std::net::IpAddr;

#[derive(Debug)]
struct Fixed(Result<Vec<&'static str>, ResolveError>);

#[async_trait]
impl Resolver for Fixed {
    async fn addresses(&self, _: &Host) -> Result<Vec<IpAddr>, ResolveError> {
        self.0
            .clone()
            .map(|list| list.into_iter().map(|a| a.parse().unwrap()).collect())
    }

    async fn mx(&self, _: &Host) -> Result<Vec<Host>, ResolveError> {
        Err(ResolveError::NoRecord)
    }
}

fn host() -> Host {
    Host::parse("mail.example.org").unwrap()
}

async fn look_up(
    policy: &NetworkPolicy,
    answer: Result<Vec<&'static str>, ResolveError>,
) -> Result<String, Fault> {
    CheckedAddresses::look_up(policy, &Fixed(answer), &host(), Port::SUBMISSION)
        .await
        .map(|c| {
            c.as_slice()
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(" ")
        })
}

#[tokio::test]
async fn one_forbidden_answer_refuses_all() {
    let policy = NetworkPolicy::default();
    for (answers, expected) in [
        (Ok(vec!["1.1.1.1"]), Ok("1.1.1.1:587")),
        (
            Ok(vec!["2606:4700::1111", "1.1.1.1"]),
            Ok("1.1.1.1:587 [2606:4700::1111]:587"),
        ),
        (Ok(vec!["1.1.1.1", "::1"]), Err(Fault::AddressRefused)),
        (Ok(vec!["1.1.1.1", "10.0.0.1"]), Err(Fault::AddressRefused)),
        (Ok(vec!["::ffff:127.0.0.1"]), Err(Fault::AddressRefused)),
        (Ok(vec!["64:ff9b::7f00:1"]), Err(Fault::AddressRefused)),
        (Ok(vec![]), Err(Fault::NameWithoutAddress)),
        (Err(ResolveError::NotFound), Err(Fault::NameNotFound)),
        (Err(ResolveError::NoRecord), Err(Fault::NameWithoutAddress)),
        (Err(ResolveError::Failed), Err(Fault::NameLookupFailed)),
        (Err(ResolveError::TooMany), Err(Fault::AddressRefused)),
    ] {
        assert_eq!(
            look_up(&policy, answers.clone()).await.as_deref(),
            expected.as_deref(),
            "{answers:?}"
        );
    }
}

#[tokio::test]
async fn the_operators_choice_goes_through_the_same_rules() {
    let mut policy = NetworkPolicy {
        connect_to: vec!["mail.example.org:587=127.0.0.1:4587".parse().unwrap()],
        ..NetworkPolicy::default()
    };
    assert_eq!(
        look_up(&policy, Ok(vec!["1.1.1.1"])).await,
        Err(Fault::AddressRefused)
    );
    policy.allow = vec!["127.0.0.0/8".parse().unwrap()];
    assert_eq!(
        look_up(&policy, Ok(vec!["10.0.0.1"])).await.as_deref(),
        Ok("127.0.0.1:4587")
    );
}

#[tokio::test]
async fn other_ports_of_a_host_stay_within_the_rules() {
    let mut policy = NetworkPolicy::default();
    let found = CheckedAddresses::look_up(&policy, &Fixed(Ok(vec!["1.1.1.1"])), &host(), Port::SUBMISSION)
        .await
        .unwrap();
    let other = found.at_port(&policy, &host(), Port::SUBMISSIONS).unwrap();
    assert_eq!(other.as_slice(), ["1.1.1.1:465".parse().unwrap()]);
    assert_eq!(found.at_port(&policy, &host(), Port::new(2525).unwrap()), None);

    policy.allow = vec!["127.0.0.0/8".parse().unwrap()];
    policy.connect_to = vec!["mail.example.org:587=127.0.0.1:4587".parse().unwrap()];
    let chosen = CheckedAddresses::look_up(&policy, &Fixed(Ok(vec![])), &host(), Port::SUBMISSION)
        .await
        .unwrap();
    assert_eq!(chosen.at_port(&policy, &host(), Port::SUBMISSIONS), None);
    policy
        .connect_to
        .push("mail.example.org:465=127.0.0.1:4465".parse().unwrap());
    let other = chosen.at_port(&policy, &host(), Port::SUBMISSIONS).unwrap();
    assert_eq!(other.as_slice(), ["127.0.0.1:4465".parse().unwrap()]);
}

#[test]
fn the_preferred_kind_comes_first_and_then_they_take_turns() {
    let all: Vec<IpAddr> = ["1.0.0.1", "1.0.0.2", "1.0.0.3", "2a00::1"]
        .map(|a| a.parse().unwrap())
        .into();
    for (families, expected) in [
        (Families::Ipv4First, "1.0.0.1 2a00::1 1.0.0.2 1.0.0.3"),
        (Families::Ipv6First, "2a00::1 1.0.0.1 1.0.0.2 1.0.0.3"),
        (Families::Ipv4Only, "1.0.0.1 1.0.0.2 1.0.0.3"),
        (Families::Ipv6Only, "2a00::1"),
    ] {
        let ordered: Vec<String> = in_order(all.clone(), families)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(ordered.join(" "), expected);
    }
}
