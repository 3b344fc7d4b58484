//! The listener with real sockets, real clients and a real Postfix in front.

mod conversation;
mod doors;
mod encryption;
mod limits;
mod patience;
mod real_clients;
mod stop;
mod support;
