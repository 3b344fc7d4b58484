//! A listener in front of nothing: what it takes is forgotten.

use intake::{Answer, Config, Delivered, Door, Intake, Mail, Peer, Protocol, Reception, Recipient};
use std::{net::SocketAddr, sync::Arc};
use tokio::sync::watch;

/// The mailbox that there is.
pub(super) const MAILBOX: &str = "kivi@event.saatja.test";

struct Nothing;

#[async_trait::async_trait]
impl Reception for Nothing {
    async fn recipient(&self, _: &Recipient, _: Peer, _: bool) -> Answer {
        Answer::Taken
    }

    async fn mail(&self, _: Mail) -> Delivered {
        Delivered::Kept
    }
}

/// Serves until it is ended.
///
/// # Errors
/// The port is taken.
pub async fn serve(port: u16, lmtp: bool) -> anyhow::Result<()> {
    let protocol = if lmtp { Protocol::Lmtp } else { Protocol::Smtp };
    let clock = Arc::new(crate::verdicts::now);
    let mut config = Config::new(
        "mx.saatja.test".parse()?,
        vec!["event.saatja.test".parse()?],
        clock,
    );
    config.doors = vec![Door::tcp(protocol, SocketAddr::from(([127, 0, 0, 1], port)))];
    config.trusted = Arc::new(|_| true);
    config.limits.mails = u32::MAX;
    let (_running, stop) = watch::channel(false);
    Intake::open(config).await?.serve(Arc::new(Nothing), stop).await;
    Ok(())
}
