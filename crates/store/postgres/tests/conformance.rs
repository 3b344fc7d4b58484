//! The suite that every store passes, on PostgreSQL.

mod support;

use support::Server;

store::every_concern!(Server::start().await);
