//! Through what a user's letters go out, by his settings now.

use model::settings::{NotReady, Outgoing, Relay, SendingMode};
use store::{Route, SecretOwner, UserSettings};

/// A user's letters, ready to be accepted or sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ready {
    /// The sending mode.
    pub mode: SendingMode,
    /// What a letter's head says.
    pub outgoing: Outgoing,
    /// Through what it goes out.
    pub route: Route,
}

/// What a user's settings make of his letters now.
///
/// # Errors
/// [`NotReady`] where nothing can go out with them, and why.
pub fn ready(of: &UserSettings, relay: Option<&Relay>) -> Result<Ready, NotReady> {
    let effective = of.effective();
    let mode = effective.mode.value;
    let outgoing = Outgoing::of(&effective, relay)?;
    let route = match mode {
        SendingMode::Portal | SendingMode::ReplyTo => Route::Relay,
        SendingMode::OwnServer => Route::OwnServer {
            destination: outgoing.destination.clone(),
            secret: of.password_owner(&effective).map(SecretOwner::from),
        },
    };
    Ok(Ready {
        mode,
        outgoing,
        route,
    })
}
