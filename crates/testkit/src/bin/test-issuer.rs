//! The tests' `OpenID` provider as a program of its own, for browser tests.
//!
//!     test-issuer PORT CLIENT-ID CLIENT-SECRET REDIRECT-URI
//!
//! It prints its address (the issuer) as its only line, and ends when its standard input does. `PUT /person` with
//! claims as JSON says who sits at the browser.

use std::env;
use std::io::{Read as _, Write as _};

use testkit::clock;
use testkit::issuer::{Client, Issuer};

#[tokio::main]
async fn main() {
    let mut arguments = env::args().skip(1);
    let mut next = |what: &str| arguments.next().unwrap_or_else(|| panic!("{what} is missing"));
    let port = next("the port").parse().expect("the port is a number");
    let client = Client {
        id: next("the client's id"),
        secret: Some(next("the client's secret")).filter(|secret| !secret.is_empty()),
        redirect_uri: next("the redirect URI"),
    };
    let issuer = Issuer::start_on(port, clock::real()).await;
    issuer.register(client);
    println!("{}", issuer.url());
    std::io::stdout().flush().expect("somebody reads the address");
    let end = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
    drop(end.await);
}
