//! `saatja diagnose`: the staged test from the command line, by the same session code.

use crate::{cli::DiagnoseArgs, config::Config, network};
use anyhow::Context;
use model::{
    Language, OpenPorts,
    session::{Detail, Outcome, StageReport},
    settings::Destination,
};
use providers::{Catalogue, Meanings, Provider};
use secrecy::SecretString;
use serde_json::json;
use smtp::{ConnectTo, Courier, Envelope, Event, Failure, Target, TestLetter, compose};
use std::{
    fs,
    io::{BufRead, Write},
    path::Path,
    process::ExitCode,
    sync::Arc,
};
use store::{Clock, OsRandom, SystemClock, ids};
use tokio::sync::mpsc;

/// Tests one server; succeeds only where it accepted the letter.
pub async fn run(config: &Config, args: DiagnoseArgs) -> anyhow::Result<ExitCode> {
    let courier = courier(config, &args)?;
    let json = args.json;
    let host = args.server.0.clone();
    let port = args.server.1.to_string();
    let provider = Catalogue::embedded()?.of_settings(&host, Some(args.from.domain()));
    let target = target(args)?;
    let (sender, mut events) = mpsc::unbounded_channel();
    let work = courier.diagnose(target, Some(sender));
    let print = async {
        while let Some(event) = events.recv().await {
            print_event(&event, json)?;
        }
        Ok::<(), anyhow::Error>(())
    };
    let (diagnosis, printed) = tokio::join!(work, print);
    printed?;
    match diagnosis.result {
        Ok(reply) => {
            let object = json!({"verdict": "accepted", "reply": reply});
            say(json, &object, &format!("accepted: {reply}"))?;
            Ok(ExitCode::SUCCESS)
        }
        Err(failure) => {
            let name = provider.map_or_else(|| host.to_string(), |provider| provider.name.clone());
            let words = [
                ("provider", name.as_str()),
                ("server", host.as_str()),
                ("port", &port),
            ];
            print_failure(&failure, provider, &words, json)?;
            Ok(ExitCode::FAILURE)
        }
    }
}

/// The configuration's rules, with what the operator says here himself: port, ranges, authorities.
fn courier(config: &Config, args: &DiagnoseArgs) -> anyhow::Result<Courier> {
    let mut config = config.clone();
    config.network.extra_ca.extend(args.ca.iter().cloned());
    let mut courier = network::courier(&config)?;
    let mut policy = (*courier.policy).clone();
    let (host, port) = args.server.clone();
    policy.open_ports = OpenPorts::with(policy.open_ports.iter().chain([port]));
    policy.allow.extend(args.allow_network.iter().copied());
    if let Some(to) = args.connect_to {
        policy.connect_to.insert(0, ConnectTo { host, port, to });
    }
    courier.policy = Arc::new(policy);
    Ok(courier)
}

fn target(args: DiagnoseArgs) -> anyhow::Result<Target> {
    let (host, port) = args.server;
    let password = args.password_file.as_deref().map(read_password).transpose()?;
    let clock = SystemClock;
    let id = ids::uuid_v7(&clock, &OsRandom)?;
    let texts = texts::texts(Language::En);
    let letter = compose(&TestLetter {
        reply_to: None,
        from: &args.from,
        display_name: None,
        to: &args.to,
        subject: &texts.get("letter-subject"),
        body: &texts.with(
            "letter-body",
            &[
                ("name", args.to.as_str()),
                ("server", host.as_str()),
                ("port", &port.to_string()),
                (
                    "security",
                    &texts.get(&format!("security-{}", args.security.key())),
                ),
                ("sender", args.from.as_str()),
            ],
        ),
        date: clock.now(),
        id: &format!("diagnose.{id}"),
    })?;
    Ok(Target {
        destination: Destination {
            host,
            port,
            security: args.security,
            user_name: args.username,
        },
        password,
        plain_allowed: args.plain_password,
        envelope: Envelope {
            from: args.from,
            to: args.to,
            id: None,
        },
        letter,
        trust: None,
    })
}

fn print_failure(
    Failure { stage, fault }: &Failure,
    provider: Option<&'static Provider>,
    words: &[(&str, &str)],
    json: bool,
) -> anyhow::Result<()> {
    let meaning = Meanings::embedded()?.explain(provider, *stage, fault);
    let object = json!({
        "verdict": "failed", "stage": stage.key(), "fault": fault.key(), "cause": meaning.cause,
        "field": meaning.field.map(model::settings::Field::key), "transient": meaning.transient,
        "reply": fault.reply(),
    });
    let reply = fault
        .reply()
        .map(|reply| format!("\n  the server said: {reply}"))
        .unwrap_or_default();
    let explained =
        texts::texts(Language::En).attribute(&format!("cause-{}", meaning.cause), "meaning", &padded(words));
    let text = format!(
        "failed at {}: {} ({}){reply}\n  {}",
        stage.key(),
        fault.key(),
        meaning.cause,
        explained.unwrap_or_default()
    );
    say(json, &object, &text)
}

/// The words of a cause; those that only a page knows stand as a dash.
fn padded<'a>(words: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all = words.to_vec();
    all.extend(
        [
            "user", "sender", "egress", "names", "until", "from", "issuer", "size",
        ]
        .map(|name| (name, "–")),
    );
    all
}

fn read_password(path: &Path) -> anyhow::Result<SecretString> {
    let mut line = String::new();
    if path.as_os_str() == "-" {
        std::io::stdin()
            .lock()
            .read_line(&mut line)
            .context("the password from standard input")?;
    } else {
        let text =
            fs::read_to_string(path).with_context(|| format!("the password file {}", path.display()))?;
        text.lines().next().unwrap_or_default().clone_into(&mut line);
    }
    Ok(SecretString::from(line.trim_end_matches(['\r', '\n']).to_owned()))
}

fn print_event(event: &Event, json: bool) -> anyhow::Result<()> {
    match event {
        Event::Stage(report) => {
            let object = json!({
                "stage": report.stage.key(), "ms": report.ms, "detail": report.detail,
                "outcome": match &report.result {
                    Outcome::Passed => "passed",
                    Outcome::Skipped => "skipped",
                    Outcome::Failed(_) => "failed",
                },
                "fault": report.fault().map(model::session::Fault::key),
            });
            say(json, &object, &stage_line(report))
        }
        Event::OtherPort(other) => {
            let text = format!(
                "  port {} ({}) {}",
                other.port,
                other.security,
                if other.answers {
                    "answers"
                } else {
                    "does not answer"
                }
            );
            say(json, &json!({"other_port": other}), &text)
        }
    }
}

fn stage_line(report: &StageReport) -> String {
    let outcome = match &report.result {
        Outcome::Passed => "ok",
        Outcome::Skipped => "skipped",
        Outcome::Failed(_) => "FAILED",
    };
    let detail = match &report.detail {
        Detail::Nothing => String::new(),
        Detail::Addresses { list } | Detail::Extensions { list, .. } => list.join(", "),
        Detail::Peer { address } => address.clone(),
        Detail::Tls(tls) => {
            let mut words: Vec<String> = tls.version.iter().chain(&tls.cipher).cloned().collect();
            if let Some(certificate) = &tls.certificate {
                words.push(format!(
                    "{}, issued by {}, {} to {}",
                    certificate.subject, certificate.issuer, certificate.not_before, certificate.not_after
                ));
            }
            words.join(", ")
        }
        Detail::Mechanism { name } => name.clone(),
        Detail::Answer { text } => text.clone(),
    };
    format!(
        "{:<10} {:<8} {:>6} ms  {detail}",
        report.stage.key(),
        outcome,
        report.ms
    )
}

fn say(json: bool, object: &serde_json::Value, text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    if json {
        writeln!(out, "{object}")?;
    } else {
        writeln!(out, "{text}")?;
    }
    out.flush()?;
    Ok(())
}
