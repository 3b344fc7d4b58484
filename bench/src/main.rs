//! Measurements of the built program, printed as Markdown. Ratios within one run mean something; absolute figures are this
//! machine's. Every load is bounded in time and goes to loopback only.

mod copy_store;
mod load;
mod pages;
mod program;
mod settings_scale;
mod verdicts;

use std::path::PathBuf;

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    match (args.next(), args.next()) {
        // A process of its own, so that its processor time can be told from the client's.
        (Some(word), Some(port)) if word == "bare" => runtime()?.block_on(pages::serve_bare(port.parse()?)),
        (Some(word), Some(program)) if word == "copy-store" => {
            runtime()?.block_on(copy_store::run(&PathBuf::from(program)))
        }
        (Some(word), Some(program)) if word == "settings-scale" => {
            runtime()?.block_on(settings_scale::run(&PathBuf::from(program)))
        }
        (Some(program), None) => runtime()?.block_on(run(PathBuf::from(program))),
        _ => anyhow::bail!("usage: bench [copy-store|settings-scale] PATH-OF-SAATJA"),
    }
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Runtime::new()?)
}

async fn run(program: PathBuf) -> anyhow::Result<()> {
    println!("## Pages\n");
    pages::run(&program).await?;
    println!("\n## Test verdicts\n");
    verdicts::run().await
}
