//! Whole sessions against real, recording and hostile servers.

mod conversation;
mod encryption;
mod hostile;
mod names;
mod other_ports;
mod real_servers;
mod reset;
mod sign_in;
mod support;
mod timing;
