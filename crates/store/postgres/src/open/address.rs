//! The address of a database, read so that no part of a password ends in a message.

use super::{OpenError, Place};
use sqlx::postgres::PgConnectOptions;

/// An address that can be dialled, and how to call it.
pub(super) struct Address {
    pub(super) options: PgConnectOptions,
    pub(super) place: Place,
}

/// What may stand behind `?`. sqlx only warns of others, with their values, and goes on without them: a misspelt
/// `sslmode` would go unseen.
const PARAMETERS: [&str; 11] = [
    "application_name",
    "dbname",
    "host",
    "hostaddr",
    "password",
    "port",
    "sslcert",
    "sslkey",
    "sslmode",
    "sslrootcert",
    "user",
];

impl Address {
    pub(super) fn parse(url: &str) -> Result<Self, OpenError> {
        let wrong = |why| OpenError::Address { why };
        let rest = ["postgres://", "postgresql://"]
            .into_iter()
            .find_map(|scheme| url.strip_prefix(scheme))
            .ok_or(wrong("does not begin with postgres://"))?;
        // A `/`, `?` or `#` in a password ends the part that the password is in: what follows would be taken for a
        // host, and printed.
        let tail = rest.find(['/', '?', '#']).map_or("", |end| &rest[end..]);
        if tail.contains(['@', '#']) {
            return Err(wrong(
                "has a character in it that has to be escaped (/ as %2F, ? as %3F, # as %23, @ as %40)",
            ));
        }
        let parameters = tail.split_once('?').map_or("", |(_, parameters)| parameters);
        let known = |parameter: &str| PARAMETERS.contains(&parameter.split('=').next().unwrap_or_default());
        if !parameters.split('&').filter(|one| !one.is_empty()).all(known) {
            return Err(wrong("has a parameter that is not known"));
        }
        // The error may show a part of the address.
        let options: PgConnectOptions = url.parse().map_err(|_| wrong("can not be read"))?;
        let database = options.get_database().ok_or(wrong("names no database"))?;
        let socket = options.get_socket().map(|folder| folder.display().to_string());
        let place = Place {
            host: socket.unwrap_or_else(|| options.get_host().to_owned()),
            port: options.get_port(),
            user: options.get_username().to_owned(),
            database: database.to_owned(),
        };
        Ok(Self {
            options: options.application_name("saatja"),
            place,
        })
    }
}

#[cfg(test)]
mod tests;
