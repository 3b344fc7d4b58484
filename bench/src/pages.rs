//! How many pages a second, and how much processor time one takes, beside a bare handler of the same web framework.

use crate::{load, program};
use axum::{Router, routing::get};
use std::{path::Path, time::Duration};

/// How long each page is asked for.
const LASTING: Duration = Duration::from_secs(5);

/// A server with one handler that does nothing.
///
/// # Errors
/// The port is taken.
pub async fn serve_bare(port: u16) -> anyhow::Result<()> {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    let router = Router::new().route(
        "/",
        get(|| async { axum::response::Html("<!doctype html><title>bare</title>") }),
    );
    axum::serve(listener, router).await?;
    Ok(())
}

/// Measures each page and prints the table.
///
/// # Errors
/// The program does not start, or does not answer.
pub async fn run(program: &Path) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let bare = program::bare().await?;
    let (saatja, cookie) = program::demo(program, folder.path()).await?;
    println!("| page | a second | of bare | median ms | p99 ms | processor ms a page | bytes |");
    println!("|---|---|---|---|---|---|---|");
    let mut bare_rate = None;
    let rows = [
        ("bare axum handler", &bare, "/"),
        ("settings, signed in", &saatja, "/et/settings"),
        ("help, one provider", &saatja, "/et/help/gmail"),
        ("help, index", &saatja, "/en/help"),
        ("health", &saatja, "/healthz"),
    ];
    for (name, running, path) in rows {
        let before = running.processor_time()?;
        let load = load::run(running.address, path, &cookie, LASTING).await?;
        let used = running.processor_time()?.saturating_sub(before);
        #[expect(clippy::cast_precision_loss, reason = "a count of answers")]
        let each = used.as_secs_f64() * 1000.0 / load.answers as f64;
        let share = load.per_second / *bare_rate.get_or_insert(load.per_second);
        println!(
            "| {name} | {:.0} | {:.1} % | {:.2} | {:.2} | {each:.3} | {} |",
            load.per_second,
            share * 100.0,
            load.median.as_secs_f64() * 1000.0,
            load.p99.as_secs_f64() * 1000.0,
            load.bytes,
        );
    }
    Ok(())
}
