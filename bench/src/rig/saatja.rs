//! The built program, which can be killed, frozen and started again.

use super::Place;
use anyhow::{Context, bail};
use rustix::process::{Pid, Signal, kill_process};
use std::{
    fmt::Write as _,
    fs::{self, File},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};
use testkit::ports::{FreePort, free_port};

/// What the program is told beside where its store is.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// Destinations that are dialled on loopback: `mail.saatja.test:465=127.0.0.1:20000`.
    pub dial: Vec<String>,
    /// An authority that it trusts (PEM).
    pub authority: Option<String>,
    /// Lines of the section `[delivery]`.
    pub delivery: Vec<String>,
    /// Further sections, as they stand in the file.
    pub sections: String,
    /// What it writes to its log.
    pub log: Option<&'static str>,
}

/// The name of the server with this number: each is an account of its own.
#[must_use]
pub fn host(number: usize) -> String {
    format!("m{number}.saatja.test")
}

/// A program, running or not. It is killed when it is dropped.
pub struct Saatja {
    program: PathBuf,
    config: PathBuf,
    log: PathBuf,
    port: FreePort,
    child: Option<Child>,
}

impl Saatja {
    /// Writes its configuration; `name` tells it from others in the same place.
    ///
    /// # Errors
    /// The file can not be written.
    pub fn new(program: &Path, place: &Place, name: &str, told: &Told) -> anyhow::Result<Self> {
        let port = free_port();
        let (listen, site) = (port.address(), place.at("site"));
        let mut network = format!(
            "allow = [\"127.0.0.0/8\"]\ndns = [\"127.0.0.1:9\"]\nehlo = \"portal.saatja.test\"\nconnect_to = {:?}\n",
            told.dial
        );
        if let Some(authority) = &told.authority {
            let file = place.at("authority.pem");
            fs::write(&file, authority)?;
            writeln!(network, "extra_ca = [\"{}\"]", file.display())?;
        }
        let config = place.at(&format!("{name}.toml"));
        let text = format!(
            "[server]\nlisten = \"{listen}\"\nbase_url = \"http://{listen}\"\nsite = \"{site}\"\n\
             [store]\n{store}\n[network]\n{network}[limits]\napi_requests_per_key = 1000000\n\
             [delivery]\n{delivery}\n[log]\nlevel = \"{log}\"\n{sections}",
            site = site.display(),
            store = place.section,
            delivery = told.delivery.join("\n"),
            sections = told.sections,
            log = told.log.unwrap_or("warn"),
        );
        fs::write(&config, text)?;
        Ok(Self {
            program: program.to_owned(),
            config,
            log: place.at(&format!("{name}.log")),
            port,
            child: None,
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.port.address()
    }

    /// Starts it and waits until it listens.
    ///
    /// # Errors
    /// It ends at once, or does not listen in time.
    pub async fn start(&mut self) -> anyhow::Result<()> {
        let log = File::options().create(true).append(true).open(&self.log)?;
        let child = Command::new(&self.program)
            .args(["serve", "--config"])
            .arg(&self.config)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .with_context(|| format!("{}", self.program.display()))?;
        let child = self.child.insert(child);
        let begin = Instant::now();
        loop {
            #[expect(clippy::disallowed_methods, reason = "a client of our own server on loopback")]
            if tokio::net::TcpStream::connect(self.port.address()).await.is_ok() {
                return Ok(());
            }
            if let Some(status) = child.try_wait()? {
                bail!("the program ended at once ({status}):\n{}", self.log());
            }
            if begin.elapsed() > Duration::from_mins(1) {
                bail!("the program does not listen:\n{}", self.log());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Its process; none where it does not run.
    #[must_use]
    pub fn id(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// Sends it a signal.
    ///
    /// # Errors
    /// It does not run.
    pub fn signal(&self, signal: Signal) -> anyhow::Result<()> {
        let id = self.id().context("it does not run")?;
        let pid = i32::try_from(id)
            .ok()
            .and_then(Pid::from_raw)
            .context("a process")?;
        Ok(kill_process(pid, signal)?)
    }

    /// Ends it at once, as the machine would (`SIGKILL`), and waits until it is gone.
    ///
    /// # Errors
    /// It can not be waited for.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        if let Some(mut child) = self.child.take() {
            // It may have ended by itself.
            let _ = child.kill();
            child.wait()?;
        }
        Ok(())
    }

    /// Asks it to end (`SIGTERM`), and waits.
    ///
    /// # Errors
    /// It does not run, or can not be waited for.
    pub async fn stop(&mut self) -> anyhow::Result<ExitStatus> {
        self.signal(Signal::TERM)?;
        let mut child = self.child.take().context("it does not run")?;
        Ok(tokio::task::spawn_blocking(move || child.wait()).await??)
    }

    /// What it logged.
    #[must_use]
    pub fn log(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.log).unwrap_or_default()).into_owned()
    }
}

impl Drop for Saatja {
    fn drop(&mut self) {
        let _ = self.kill();
    }
}

/// The port that goes with an encryption.
pub(super) const fn port(security: model::Security) -> u16 {
    match security {
        model::Security::Tls => 465,
        model::Security::StartTls | model::Security::None => 587,
    }
}

impl Told {
    /// Dials so many servers at one address.
    #[must_use]
    pub fn dialling(
        servers: std::ops::Range<usize>,
        security: model::Security,
        to: SocketAddr,
    ) -> Vec<String> {
        servers
            .map(|number| format!("{}:{}={to}", host(number), port(security)))
            .collect()
    }
}
