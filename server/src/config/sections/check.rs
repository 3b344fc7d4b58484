//! What no single key can tell.

use super::Config;
use smtp::{Cidr, ConnectTo};
use std::collections::HashSet;

impl Config {
    /// Holds keys against each other.
    ///
    /// # Errors
    /// A sentence that names the key.
    pub(in super::super) fn check(&self) -> Result<(), String> {
        jiff::tz::TimeZone::get(&self.server.time_zone).map_err(|_| {
            format!(
                "server.time_zone: there is no time zone {:?}",
                self.server.time_zone
            )
        })?;
        for (key, ranges) in [
            ("server.trusted_proxies", &self.server.trusted_proxies),
            ("network.allow", &self.network.allow),
            ("network.deny", &self.network.deny),
        ] {
            for range in ranges {
                range
                    .parse::<Cidr>()
                    .map_err(|_| format!("{key}: {range:?} is no range of addresses, like 127.0.0.0/8"))?;
            }
        }
        for rule in &self.network.connect_to {
            rule.parse::<ConnectTo>()
                .map_err(|error| format!("network.connect_to: {rule:?}: {error}"))?;
        }
        if self.sessions.hours == 0 || self.sessions.link_minutes == 0 || self.sessions.fresh_minutes == 0 {
            return Err(
                "sessions.hours, sessions.link_minutes and sessions.fresh_minutes: at least 1".to_owned(),
            );
        }
        if self.retention.audit_months == 0 || self.retention.webhook_messages_days == 0 {
            return Err("retention.audit_months and retention.webhook_messages_days: at least 1".to_owned());
        }
        if self.retention.content_days == 0 || self.retention.results_months == 0 {
            return Err("retention.content_days and retention.results_months: at least 1".to_owned());
        }
        if u64::from(self.retention.results_months) * 28 < u64::from(self.retention.content_days) {
            return Err("retention.content_days: not longer than retention.results_months".to_owned());
        }
        if self.retention.inbound_days == 0 || self.retention.events_days < self.retention.inbound_days {
            return Err("retention.inbound_days: from 1 to retention.events_days".to_owned());
        }
        self.inbound.check(self.events.domain.as_ref())?;
        self.mailboxes.check()?;
        self.delivery.check()?;
        if self.metrics.listen == Some(self.server.listen) && self.server.listen.port() != 0 {
            return Err("metrics.listen: not where server.listen is".to_owned());
        }
        if self.demo.enabled && !(self.demo.tls.ip().is_loopback() && self.demo.starttls.ip().is_loopback()) {
            return Err(
                "demo.tls and demo.starttls: the demo's mail server listens on loopback only".to_owned(),
            );
        }
        self.store.check()?;
        if let Some(relay) = &self.relay {
            relay.check()?;
        }
        self.check_portals()
    }

    fn check_portals(&self) -> Result<(), String> {
        let mut ids = HashSet::new();
        for portal in &self.portals {
            let id = &portal.id;
            // The provider sends people back to /oidc/callback.
            if id.as_str() == "callback" {
                return Err("portals: no portal can be called callback".to_owned());
            }
            if !ids.insert(id) {
                return Err(format!("portals: there are two portals {id}"));
            }
            let mut origins = HashSet::new();
            for origin in &portal.origins {
                if origin.as_str() == self.server.base_url.as_str() {
                    return Err(format!("portals, {id}: origins: {origin} is Saatja's own"));
                }
                if !origins.insert(origin) {
                    return Err(format!("portals, {id}: origins: {origin} is there twice"));
                }
            }
            portal
                .check()
                .map_err(|error| format!("portals, {id}: {error}"))?;
        }
        Ok(())
    }
}
