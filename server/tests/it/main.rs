//! The program as a browser and an operator see it: the real process, real servers, real files.

#![expect(clippy::unwrap_used, reason = "a test that can not go on ends")]

mod api;
mod batches;
mod came_back;
mod causes;
mod chaos;
mod circle;
mod company;
mod compose;
mod copy_store;
mod embedding;
mod events;
mod inbound;
mod keys;
mod launch;
mod letters;
mod limits;
mod mailbox;
mod meanings;
mod modes;
mod oidc;
mod operator;
mod portals;
mod queue;
mod real_servers;
mod refused_address;
mod replicas;
mod secrets;
mod sending;
mod settings;
mod support;
mod tenants;
mod web;
mod webhooks;
