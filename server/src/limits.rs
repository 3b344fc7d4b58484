//! How often somebody may do something, counted in the store, so that replicas count together.

use crate::{
    state::State,
    web::{Kind, Problem},
};
use model::{CompanyId, Host, UserId, WebhookId};
use std::{
    net::{IpAddr, Ipv6Addr},
    time::Duration,
};
use store::Rate;

/// One more sign-in tried from this address.
///
/// # Errors
/// The problem to answer with, where it is one too many.
pub async fn sign_in(state: &State, from: IpAddr) -> Result<(), Problem> {
    let burst = state.config.limits.sign_ins_per_address;
    take(state, "sign-in", &line_of(from).to_string(), burst, 10 * 60).await
}

/// One more address looked up by this user.
///
/// # Errors
/// The problem to answer with, where it is one too many.
pub async fn look_up(state: &State, user: UserId) -> Result<(), Problem> {
    let burst = state.config.limits.look_ups_per_user;
    take(state, "look-up", &user.to_string(), burst, 60).await
}

/// One more message to try a webhook with, or one sent again: the receiver is somebody else's.
///
/// # Errors
/// The problem to answer with, where it is one too many.
pub async fn webhook_try(state: &State, webhook: WebhookId) -> Result<(), Problem> {
    take(state, "webhook-try", &webhook.to_string(), 20, 5 * 60).await
}

/// One more export of a company's log.
///
/// # Errors
/// The problem to answer with, where it is one too many.
pub async fn export(state: &State, company: CompanyId) -> Result<(), Problem> {
    take(state, "export", &company.to_string(), 20, 10 * 60).await
}

/// One more mailbox tried: as often as a test letter may be sent, by this user, his company, and to this server.
///
/// # Errors
/// The problem to answer with, where it is one too many.
pub async fn mailbox_check(
    state: &State,
    user: UserId,
    company: CompanyId,
    host: &Host,
) -> Result<(), Problem> {
    let limits = &state.config.limits;
    let (user, company) = (user.to_string(), company.to_string());
    take(state, "mailbox-user", &user, limits.tests_per_user, 3600).await?;
    take(state, "mailbox-company", &company, limits.tests_per_company, 3600).await?;
    take(
        state,
        "mailbox-server",
        host.as_str(),
        limits.tests_per_server,
        3600,
    )
    .await
}

async fn take(state: &State, what: &str, key: &str, burst: u32, seconds: u64) -> Result<(), Problem> {
    let rate = Rate {
        burst,
        per: Duration::from_secs(seconds),
    };
    match state.store.take(what, key, rate).await? {
        None => Ok(()),
        // Rounded up, so that who waits as long has waited long enough.
        Some(wait) => Err(Problem(Kind::TooMany(
            wait.as_secs() + u64::from(wait.subsec_nanos() > 0),
        ))),
    }
}

/// Whoever has an IPv6 address has 2^64 of them (RFC 6177): they count as one.
pub fn line_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        v4 @ IpAddr::V4(_) => v4,
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
    }
}

#[cfg(test)]
mod tests {
    use super::line_of;

    #[test]
    fn a_line_has_one_count() {
        for (address, line) in [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
            ("2001:db8:1:2::1", "2001:db8:1:2::"),
        ] {
            assert_eq!(line_of(address.parse().unwrap()).to_string(), line, "{address}");
        }
    }
}
