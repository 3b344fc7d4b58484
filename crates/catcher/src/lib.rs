//! A small SMTP server that catches letters instead of delivering them.
//!
//! The demo starts one, so that the whole job can be tried with no mail account, and the tests start many. It
//! listens on loopback alone, speaks implicit TLS, STARTTLS or plain text, asks for a sign-in, and can be told while
//! it runs to refuse the way Gmail, Microsoft or mail.ee do ([`Behaviour`]).
//!
//! A letter is kept byte for byte as its sender composed it, after dot-unstuffing (RFC 5321, 4.5.2) and with nothing
//! added. Everything is bounded: lines, letters, how many are kept, connections, time.
//!
//! ```no_run
//! # async fn demo(clock: catcher::Clock) -> Result<(), Box<dyn std::error::Error>> {
//! use catcher::{Authority, Behaviour, Catcher, Config, IssuedOnDemand, Listener, Security};
//!
//! let authority = Authority::create("Demo CA", clock())?;
//! let mut config = Config::new(clock.clone());
//! config.listeners = vec![Listener::new("127.0.0.1:0".parse()?, Security::StartTls)];
//! config.certificates = Some(IssuedOnDemand::new(authority, &["mail.demo.test", "127.0.0.1"], clock));
//! let catcher = Catcher::start(config).await?;
//! catcher.set_behaviour(Behaviour::GmailBadCredentials);
//! # Ok(()) }
//! ```

mod authority;
mod behaviour;
mod config;
mod identity;
mod letters;
mod on_demand;
mod server;
mod session;
mod wire;

pub use authority::{Authority, AuthorityError, Validity};
pub use behaviour::{Behaviour, Refusal, Stage, UnknownBehaviour};
pub use config::{Clock, Config, Limits, Listener, Security, SignIn};
pub use identity::Identity;
pub use letters::{Inbox, Letter, LetterId, WaitedInVain};
pub use on_demand::IssuedOnDemand;
pub use server::{Catcher, CatcherError};
