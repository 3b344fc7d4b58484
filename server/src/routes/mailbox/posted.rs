//! What the form sends.

use app::pages::mailbox::{Mistake, Typed};
use model::{Host, OpenPorts, Security, settings::Destination};
use secrecy::SecretString;
use serde::Deserialize;

/// The longest user name and password, in bytes.
const LONGEST: usize = 512;

/// Which button was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Allow it and check it now.
    Allow,
    /// End it.
    Stop,
}

/// The form.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Posted {
    #[serde(default)]
    server: String,
    #[serde(default)]
    port: String,
    #[serde(default)]
    security: String,
    #[serde(default)]
    user_name: String,
    #[serde(default)]
    password: String,
    /// Which button.
    pub action: Action,
}

impl Posted {
    /// Where the mailbox is, and as whom, by the rules of the form.
    pub fn destination(&self, ports: &OpenPorts) -> Result<Destination, Vec<Mistake>> {
        let host = Host::parse(self.server.trim()).ok();
        let port = self.port.parse().ok().filter(|port| ports.contains(*port));
        let security = self.security.parse().ok();
        let security = security.filter(|security| *security != Security::None);
        let fits =
            |text: &str| !text.is_empty() && text.len() <= LONGEST && !text.chars().any(char::is_control);
        let user_name = Some(self.user_name.trim()).filter(|name| fits(name));
        let mistakes: Vec<Mistake> = [
            host.is_none().then_some(Mistake::ServerInvalid),
            port.is_none().then(|| Mistake::PortInvalid(ports.listed())),
            security.is_none().then_some(Mistake::SecurityMissing),
            user_name.is_none().then_some(Mistake::UserNameMissing),
            (!fits(&self.password)).then_some(Mistake::PasswordMissing),
        ]
        .into_iter()
        .flatten()
        .collect();
        match (host, port, security, user_name) {
            (Some(host), Some(port), Some(security), Some(user_name)) if mistakes.is_empty() => {
                Ok(Destination {
                    host,
                    port,
                    security,
                    user_name: Some(user_name.to_owned()),
                })
            }
            _ => Err(mistakes),
        }
    }

    /// What was typed as it goes back, and the password, which does not.
    pub fn into_parts(self) -> (Typed, SecretString) {
        let typed = Typed {
            server: self.server,
            port: self.port,
            security: self.security,
            user_name: self.user_name,
        };
        (typed, SecretString::from(self.password))
    }
}

#[cfg(test)]
mod tests {
    use super::{Action, Mistake, Posted};
    use mailbox::allowed_ports;

    fn good() -> Posted {
        Posted {
            server: " imap.naidis.ee ".to_owned(),
            port: "993".to_owned(),
            security: "tls".to_owned(),
            user_name: "mari@naidis.ee".to_owned(),
            password: "hunter2".to_owned(),
            action: Action::Allow,
        }
    }

    type Change = fn(&mut Posted);

    #[test]
    fn what_is_typed_is_a_mailbox_or_a_mistake_at_its_field() {
        let ports = allowed_ports([]);
        let listed = || Mistake::PortInvalid("993, 143".to_owned());
        let read = good().destination(&ports).ok().unwrap();
        assert_eq!((read.host.as_str(), read.port.number()), ("imap.naidis.ee", 993));
        let changes: [(Change, Mistake); 9] = [
            (
                |form| form.server = "127.0.0.1".to_owned(),
                Mistake::ServerInvalid,
            ),
            (|form| form.server = "imap".to_owned(), Mistake::ServerInvalid),
            (|form| form.port = "465".to_owned(), listed()),
            (|form| form.port.clear(), listed()),
            (|form| form.security = "none".to_owned(), Mistake::SecurityMissing),
            (|form| form.user_name = " ".to_owned(), Mistake::UserNameMissing),
            (
                |form| form.user_name = "a\r\nb".to_owned(),
                Mistake::UserNameMissing,
            ),
            (|form| form.password.clear(), Mistake::PasswordMissing),
            (|form| form.password = "a\nb".to_owned(), Mistake::PasswordMissing),
        ];
        for (change, mistake) in changes {
            let mut form = good();
            change(&mut form);
            assert_eq!(form.destination(&ports), Err(vec![mistake]));
        }
    }
}
