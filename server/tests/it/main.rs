//! The program as a browser and an operator see it: the real process, real servers, real files.

#![expect(clippy::unwrap_used, reason = "a test that can not go on ends")]

mod causes;
mod events;
mod limits;
mod meanings;
mod operator;
mod real_servers;
mod refused_address;
mod secrets;
mod settings;
mod support;
mod tenants;
mod web;
