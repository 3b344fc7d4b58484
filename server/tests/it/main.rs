//! The program as a browser and an operator see it: the real process, real servers, real files.

mod real_servers;
mod secrets;
mod settings;
mod support;
mod tenants;
mod web;
