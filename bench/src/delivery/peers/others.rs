//! The other senders: Postfix's smtp-source, nodemailer's pool, aiosmtplib.

use super::{
    super::{CONNECTIONS, sink::Sink},
    relay::smtp_source,
};
use crate::rig::{Ran, run_to_end};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};
use tempfile::TempDir;

const NODEMAILER: &str = include_str!("../../../peers/nodemailer.mjs");
const AIOSMTPLIB: &str = include_str!("../../../peers/aiosmtplib_pool.py");

/// Senders that were installed into a folder of their own.
pub(super) struct Others {
    folder: TempDir,
}

impl Others {
    /// Gets them from their registries.
    pub(super) async fn install() -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("saatja-peers-").tempdir()?;
        let at = folder.path();
        let mut npm = Command::new("npm");
        npm.args([
            "install",
            "--no-audit",
            "--no-fund",
            "--silent",
            "nodemailer@7",
            "--prefix",
        ])
        .arg(at);
        run_to_end(npm).await?;
        let mut venv = Command::new("python3");
        venv.args(["-m", "venv"]).arg(at.join("venv"));
        run_to_end(venv).await?;
        let mut pip = Command::new(at.join("venv/bin/pip"));
        pip.args(["install", "--quiet", "--disable-pip-version-check", "aiosmtplib"]);
        run_to_end(pip).await?;
        fs::write(at.join("nodemailer.mjs"), NODEMAILER)?;
        fs::write(at.join("aiosmtplib_pool.py"), AIOSMTPLIB)?;
        Ok(Self { folder })
    }

    /// Lets each of them send so many letters there.
    pub(super) async fn run(&self, sink: &Sink, letters: usize) -> anyhow::Result<Vec<(&'static str, Ran)>> {
        let mut ran = Vec::new();
        // It speaks no TLS.
        if sink.authority().is_none() {
            let command = smtp_source(letters, &sink.address().to_string());
            ran.push(("smtp-source, without a queue", run_to_end(command).await?));
        }
        let scripts = [
            (
                "nodemailer's pool, without a queue",
                Path::new("node").to_owned(),
                "nodemailer.mjs",
            ),
            (
                "aiosmtplib, without a queue",
                self.at("venv/bin/python3"),
                "aiosmtplib_pool.py",
            ),
        ];
        for (name, program, script) in scripts {
            let mut command = Command::new(program);
            command
                .arg(self.at(script))
                .arg(sink.address().port().to_string())
                .arg(letters.to_string())
                .arg(CONNECTIONS.to_string());
            if let Some(authority) = sink.authority() {
                let file = self.at("authority.pem");
                fs::write(&file, authority)?;
                command.arg(file);
            }
            ran.push((name, run_to_end(command).await?));
        }
        Ok(ran)
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}
