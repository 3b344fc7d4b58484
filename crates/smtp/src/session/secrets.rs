//! Takes secrets out of what is shown, should a server echo them.

use base64::{Engine, engine::general_purpose::STANDARD};
use secrecy::{
    ExposeSecret, SecretString,
    zeroize::{Zeroize, Zeroizing},
};
use std::fmt;

/// What stands in a secret's place.
pub const HIDDEN: &str = "***";

/// The forms in which a password could come back.
#[derive(Default)]
pub struct Secrets(Vec<String>);

impl Secrets {
    /// Learns a password: as it is, and as AUTH PLAIN and AUTH LOGIN carry it, with and without padding.
    pub fn learn(&mut self, user_name: &str, password: &SecretString) {
        let password = password.expose_secret();
        let blob = plain_blob(user_name, password);
        let login = Zeroizing::new(STANDARD.encode(password));
        self.keep(password, &[blob, login]);
    }

    /// Learns a token: as it is, in base64, and as XOAUTH2 and OAUTHBEARER carry it.
    pub fn learn_token(&mut self, user_name: &str, token: &SecretString) {
        let token = token.expose_secret();
        let blobs = [
            xoauth2_blob(user_name, token),
            bearer_blob(user_name, token),
            Zeroizing::new(STANDARD.encode(token)),
        ];
        self.keep(token, &blobs);
    }

    fn keep(&mut self, secret: &str, blobs: &[Zeroizing<String>]) {
        if secret.is_empty() {
            return;
        }
        let blobs = blobs.iter().map(|blob| blob.as_str());
        for form in blobs
            .flat_map(|blob| [blob, blob.trim_end_matches('=')])
            .chain([secret])
        {
            if !self.0.iter().any(|known| known == form) {
                self.0.push(form.to_owned());
            }
        }
        self.0.sort_by_key(|form| std::cmp::Reverse(form.len()));
    }

    /// The text with every form of every password replaced.
    #[must_use]
    pub fn hide(&self, text: &str) -> String {
        let mut clean = text.to_owned();
        for form in &self.0 {
            if clean.contains(form.as_str()) {
                clean = clean.replace(form.as_str(), HIDDEN);
            }
        }
        clean
    }
}

impl Drop for Secrets {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}

/// The initial response of AUTH PLAIN (RFC 4616): no other identity, user name, password.
#[must_use]
pub fn plain_blob(user_name: &str, password: &str) -> Zeroizing<String> {
    let message = Zeroizing::new(format!("\0{user_name}\0{password}"));
    Zeroizing::new(STANDARD.encode(message.as_bytes()))
}

/// The initial response of XOAUTH2: user name and token, each part ended by ^A.
#[must_use]
pub fn xoauth2_blob(user_name: &str, token: &str) -> Zeroizing<String> {
    let message = Zeroizing::new(format!("user={user_name}\x01auth=Bearer {token}\x01\x01"));
    Zeroizing::new(STANDARD.encode(message.as_bytes()))
}

/// The initial response of OAUTHBEARER (RFC 7628, section 3.1): no channel binding, the name in the form of RFC 5801,
/// the token.
#[must_use]
pub fn bearer_blob(user_name: &str, token: &str) -> Zeroizing<String> {
    let user_name = user_name.replace('=', "=3D").replace(',', "=2C");
    let message = Zeroizing::new(format!("n,a={user_name},\x01auth=Bearer {token}\x01\x01"));
    Zeroizing::new(STANDARD.encode(message.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::Secrets;
    use secrecy::SecretString;

    #[test]
    fn every_form_of_the_password_is_replaced() {
        let mut secrets = Secrets::default();
        secrets.learn("mari@naidis.ee", &SecretString::from("sala sõna"));
        for (said, shown) in [
            ("no such password: sala sõna", "no such password: ***"),
            ("AG1hcmlAbmFpZGlzLmVlAHNhbGEgc8O1bmE= is wrong", "*** is wrong"),
            ("c2FsYSBzw7VuYQ==", "***"),
            ("c2FsYSBzw7VuYQ", "***"),
            ("mari@naidis.ee", "mari@naidis.ee"),
        ] {
            assert_eq!(secrets.hide(said), shown);
        }
        assert_eq!(format!("{secrets:?}"), "***");
    }

    #[test]
    fn an_empty_password_hides_nothing() {
        let mut secrets = Secrets::default();
        secrets.learn("mari", &SecretString::from(""));
        assert_eq!(secrets.hide("250 OK"), "250 OK");
    }
}
