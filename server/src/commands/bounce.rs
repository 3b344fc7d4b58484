//! `saatja bounce`: what mails that came back say, one JSON line a file.

use bounce::{Recipient, Report};
use serde::Serialize;
use std::{
    fs::File,
    io::{self, Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

/// One line of the output.
#[derive(Serialize)]
struct Line<'x> {
    file: &'x str,
    kind: &'static str,
    recipients: Vec<Row<'x>>,
}

/// One recipient of a line. What the mail does not say is `null`.
#[derive(Serialize)]
struct Row<'x> {
    address: Option<&'x str>,
    status: Option<String>,
    reply_code: Option<u16>,
    cause: Option<&'static str>,
    hard: bool,
    evidence: &'x str,
}

impl<'x> Line<'x> {
    fn of(file: &'x str, report: &'x Report) -> Self {
        Self {
            file,
            kind: report.kind.key(),
            recipients: report.recipients.iter().map(Row::of).collect(),
        }
    }
}

impl<'x> Row<'x> {
    fn of(recipient: &'x Recipient) -> Self {
        Self {
            address: recipient.address.as_deref(),
            status: recipient.status.map(|status| status.to_string()),
            reply_code: recipient.reply_code,
            cause: recipient.cause.map(model::event::Cause::key),
            hard: recipient.hard,
            evidence: &recipient.evidence,
        }
    }
}

/// Reads each file (`-` is standard input) and prints its line. A file that can not be read is told on standard error;
/// the others are printed nevertheless, and the exit code is 1.
///
/// # Errors
/// The output can not be written.
pub fn run(files: &[PathBuf]) -> anyhow::Result<ExitCode> {
    let all = print(files, &mut io::stdout().lock())?;
    Ok(if all { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Whether all of them could be read.
fn print(files: &[PathBuf], out: &mut impl Write) -> io::Result<bool> {
    let mut all = true;
    for file in files {
        let name = file.to_string_lossy();
        match content(file) {
            Ok(raw) => {
                let report = bounce::read(&raw);
                serde_json::to_writer(&mut *out, &Line::of(&name, &report))?;
                writeln!(out)?;
            }
            Err(error) => {
                eprintln!("Error: {name}: {error}");
                all = false;
            }
        }
    }
    out.flush()?;
    Ok(all)
}

/// No more of it than is looked at, and a byte, so that the report knows that there is more.
fn content(file: &Path) -> io::Result<Vec<u8>> {
    let mut raw = Vec::new();
    let longest = bounce::limits::MAIL as u64 + 1;
    if file.as_os_str() == "-" {
        io::stdin().lock().take(longest).read_to_end(&mut raw)?;
    } else {
        File::open(file)?.take(longest).read_to_end(&mut raw)?;
    }
    Ok(raw)
}

#[cfg(test)]
mod tests {
    use super::print;
    use std::path::PathBuf;

    const REPORT: &str = "From: MAILER-DAEMON@relay.example\r\nSubject: failure notice\r\n\r\n<mari@klient.example>:\r\n\
                          550 5.1.1 no such user here\r\n";

    #[test]
    fn one_line_a_file_and_the_unreadable_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("report.eml");
        std::fs::write(&file, REPORT).unwrap();
        let files = [folder.path().join("none.eml"), file.clone()];
        let mut out = Vec::new();
        assert!(!print(&files, &mut out).unwrap());
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text.lines().count(), 1);
        let line: serde_json::Value = serde_json::from_str(&text).unwrap();
        let expected = serde_json::json!({
            "file": file.to_string_lossy(),
            "kind": "bounce",
            "recipients": [{
                "address": "mari@klient.example",
                "status": "5.1.1",
                "reply_code": 550,
                "cause": "no-such-address",
                "hard": true,
                "evidence": "550 5.1.1 no such user here",
            }],
        });
        assert_eq!(line, expected);
        assert!(print(&[file] as &[PathBuf], &mut Vec::new()).unwrap());
    }
}
