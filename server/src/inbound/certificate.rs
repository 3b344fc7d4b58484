//! The listener's certificate, and that it is renewed without a restart.

use crate::config::Inbound;
use anyhow::Context;
use intake::Certificate;
use std::{fs, path::Path, sync::Arc, time::Duration};
use tokio::time::{MissedTickBehavior, interval};

/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(30);

/// Chain and key in PEM.
type Pem = (Vec<u8>, Vec<u8>);

/// Where the configuration names one.
///
/// # Errors
/// It can not be read, or not be used.
pub fn read(configured: &Inbound) -> anyhow::Result<Option<Arc<Certificate>>> {
    let Some((chain, key)) = files(configured)? else {
        return Ok(None);
    };
    let certificate = Certificate::from_pem(&chain, &key).context("inbound.certificate")?;
    Ok(Some(certificate))
}

fn files(configured: &Inbound) -> anyhow::Result<Option<Pem>> {
    let (Some(chain), Some(key)) = (&configured.certificate, &configured.certificate_key) else {
        return Ok(None);
    };
    let of = |name: &'static str, file: &Path| {
        fs::read(file).with_context(|| format!("{name}: {}", file.display()))
    };
    Ok(Some((
        of("inbound.certificate", chain)?,
        of("inbound.certificate_key", key)?,
    )))
}

/// Until it is dropped: uses what the files hold now. What can not be used is not; chain and key may be replaced one
/// after the other.
pub async fn renew(configured: &Inbound, certificate: Option<Arc<Certificate>>) {
    let Some(certificate) = certificate else {
        return std::future::pending().await;
    };
    let mut look = interval(LOOK_EVERY);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut used: Option<Pem> = None;
    loop {
        look.tick().await;
        // Small files, twice a minute: not worth a thread.
        let now = match files(configured) {
            Ok(Some(now)) => now,
            Ok(None) => return std::future::pending().await,
            Err(error) => {
                tracing::error!("the listener's certificate can not be read: {error:#}");
                continue;
            }
        };
        if used.as_ref() == Some(&now) {
            continue;
        }
        match certificate.replace(&now.0, &now.1) {
            Ok(()) if used.is_some() => tracing::info!("the listener's certificate was read again"),
            Ok(()) => {}
            Err(error) => {
                tracing::error!("the listener's certificate has changed and can not be used: {error}");
            }
        }
        used = Some(now);
    }
}
