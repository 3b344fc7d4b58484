//! The real program, as a process with a folder of its own.

use super::{Browser, People, Request, http};
use model::Mailbox;
use std::{
    fmt::Write as _,
    fs::{self, File},
    net::SocketAddr,
    os::unix::process::ExitStatusExt,
    path::{Path, PathBuf},
    process::{Output, Stdio},
};
use tempfile::TempDir;
use testkit::{
    certificates::Certificates,
    dns::{DnsServer, Zones},
    ports::{FreePort, free_port},
    wait::{PATIENCE, wait_until},
};
use tokio::process::{Child, Command};

/// The files that a built front end has.
const SITE: [&str; 5] = [
    "embed.js",
    "start.js",
    "frontend.js",
    "frontend_bg.wasm",
    "main.css",
];

/// What the program under test is told, and where it keeps things.
pub struct Setup {
    folder: TempDir,
    port: FreePort,
    lines: Vec<(&'static str, String)>,
    connect_to: Vec<String>,
    /// What stands behind the sections as it is: portals.
    more: String,
    _dns: DnsServer,
}

impl Setup {
    /// With defaults, but: nothing is known to DNS, loopback may be dialled, and testing has no limits.
    pub async fn new() -> Self {
        Self::with_names(Zones::new()).await
    }

    /// The same where DNS knows some names.
    pub async fn with_names(zones: Zones) -> Self {
        let dns = DnsServer::start(zones).await;
        let names = format!("dns = [\"{}\"]", dns.address());
        let folder = tempfile::Builder::new()
            .prefix("saatja-server-")
            .tempdir()
            .expect("a temporary folder");
        let site = folder.path().join("site");
        fs::create_dir(&site).expect("a folder can be made");
        for name in SITE {
            for (ending, content) in [("", "plain "), (".br", "brotli "), (".gz", "gzip ")] {
                fs::write(site.join(format!("{name}{ending}")), format!("{content}{name}"))
                    .expect("a file can be written");
            }
        }
        let mut setup = Self {
            folder,
            port: free_port(),
            lines: Vec::new(),
            connect_to: Vec::new(),
            more: String::new(),
            _dns: dns,
        };
        setup.line("network", names);
        setup.line("network", "allow = [\"127.0.0.0/8\"]".to_owned());
        setup.line("network", "ehlo = \"portal.saatja.test\"".to_owned());
        for who in ["user", "company", "server"] {
            setup.line("limits", format!("tests_per_{who} = 1000"));
        }
        setup
    }

    fn line(&mut self, section: &'static str, line: String) {
        let key = line.split(' ').next().unwrap_or_default().to_owned();
        self.lines
            .retain(|(there, old)| *there != section || old.split(' ').next() != Some(&key));
        self.lines.push((section, line));
    }

    /// Sets a key of a section: `("limits", "tests_per_user = 3")`.
    pub fn set(mut self, section: &'static str, line: &str) -> Self {
        self.line(section, line.to_owned());
        self
    }

    /// Stands at the end of the configuration as it is, instead of what stood there.
    pub fn portals(mut self, text: &str) -> Self {
        self.set_portals(text);
        self
    }

    /// The same, for the next start.
    pub fn set_portals(&mut self, text: &str) {
        text.clone_into(&mut self.more);
    }

    /// Dials a destination somewhere else.
    pub fn dial(mut self, host_and_port: &str, to: SocketAddr) -> Self {
        self.connect_to.push(format!("{host_and_port}={to}"));
        self
    }

    /// Trusts these certificates' authority.
    pub fn trust(mut self, certificates: &Certificates) -> Self {
        let path = certificates.write_ca(self.folder.path());
        self.line("network", format!("extra_ca = [\"{}\"]", path.display()));
        self
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn database(&self) -> PathBuf {
        self.folder.path().join("saatja.db")
    }

    pub fn keys(&self) -> PathBuf {
        self.folder.path().join("keys.toml")
    }

    pub fn log(&self) -> String {
        let read = |name| {
            String::from_utf8_lossy(&fs::read(self.folder.path().join(name)).unwrap_or_default()).into_owned()
        };
        read("stderr.log")
    }

    pub fn address(&self) -> SocketAddr {
        self.port.address()
    }

    /// Writes the configuration file.
    pub fn config(&self) -> PathBuf {
        let at = self.folder.path().display();
        let mut lines = self.lines.clone();
        lines.push(("server", format!("listen = \"{}\"", self.address())));
        if !lines.iter().any(|(_, line)| line.starts_with("base_url")) {
            lines.push(("server", format!("base_url = \"http://{}\"", self.address())));
        }
        lines.push(("server", format!("site = \"{at}/site\"")));
        lines.push(("store", format!("sqlite = \"{}\"", self.database().display())));
        lines.push(("store", format!("keys = \"{}\"", self.keys().display())));
        lines.push(("demo", format!("authority = \"{at}/authority\"")));
        lines.push(("network", format!("connect_to = {:?}", self.connect_to)));
        let mut text = String::new();
        for section in [
            "server",
            "store",
            "network",
            "security",
            "limits",
            "sessions",
            "retention",
            "log",
            "delivery",
            "metrics",
            "demo",
            "relay",
            "relay.dkim",
            "events",
            "inbound",
            "mailboxes",
            "[portals]",
            "portals.oidc",
        ] {
            if !lines.iter().any(|(of, _)| *of == section) {
                continue;
            }
            let _ = writeln!(text, "[{section}]");
            for (_, line) in lines.iter().filter(|(of, _)| *of == section) {
                let _ = writeln!(text, "{line}");
            }
        }
        text.push_str(&self.more);
        let path = self.folder.path().join("saatja.toml");
        fs::write(&path, text).expect("a configuration can be written");
        path
    }

    /// Starts the program with two companies in its database.
    pub async fn start(self) -> Program {
        let people = People::create(&self).await;
        self.start_with(Some(people)).await
    }

    /// Starts the program as it is.
    pub async fn start_with(self, people: Option<People>) -> Program {
        let child = spawn(&self);
        let mut program = Program {
            child,
            people,
            setup: self,
        };
        program.answers().await;
        program
    }
}

fn spawn(setup: &Setup) -> Child {
    let log = |name| {
        File::options()
            .create(true)
            .append(true)
            .open(setup.folder().join(name))
            .expect("a log")
    };
    Command::new(env!("CARGO_BIN_EXE_saatja"))
        .arg("--config")
        .arg(setup.config())
        .arg("serve")
        .current_dir(setup.folder())
        .stdin(Stdio::null())
        .stdout(log("stdout.log"))
        .stderr(log("stderr.log"))
        .kill_on_drop(true)
        .spawn()
        .expect("the program starts")
}

/// A running program. It ends when dropped.
pub struct Program {
    child: Child,
    people: Option<People>,
    pub setup: Setup,
}

impl Program {
    async fn answers(&mut self) {
        let address = self.setup.address();
        wait_until("the program answers", PATIENCE, async || {
            if let Some(status) = self.child.try_wait().expect("a child has a status") {
                panic!("the program ended at its start ({status}): {}", self.setup.log());
            }
            tokio::net::TcpSocket::new_v4()
                .expect("a socket")
                .connect(address)
                .await
                .is_ok()
        })
        .await;
        assert_eq!(
            http::ask(address, &Request::new("GET", "/readyz")).await.status,
            200
        );
    }

    pub fn people(&self) -> &People {
        self.people
            .as_ref()
            .expect("a program that was started with people")
    }

    pub fn address(&self) -> SocketAddr {
        self.setup.address()
    }

    pub fn browser(&self) -> Browser {
        Browser::new(self.address())
    }

    /// The path of a new sign-in link.
    pub async fn link(&self, email: &str) -> String {
        let output = self.run(&["sign-in-link", email]).await;
        assert!(output.status.success(), "{output:?}");
        let link = String::from_utf8(output.stdout).expect("a link is text");
        let path = link
            .trim()
            .find("/et/")
            .or(link.find("/en/"))
            .expect("a link has a language");
        link.trim()[path..].to_owned()
    }

    /// A browser in which this user is signed in.
    pub async fn sign_in(&self, email: &str) -> Browser {
        let mut browser = self.browser();
        let link = self.link(email).await;
        let answer = browser.sign_in(&link).await.expect(303);
        assert_eq!(answer.location(), "/et/settings");
        browser
    }

    /// Runs another command with the same configuration.
    pub async fn run(&self, words: &[&str]) -> Output {
        let config = self.setup.folder().join("saatja.toml");
        let config = config.to_str().expect("a path in UTF-8");
        run(&[&["--config", config], words].concat(), &[]).await
    }

    fn signal(&self, signal: rustix::process::Signal) {
        let id = self
            .child
            .id()
            .and_then(|id| i32::try_from(id).ok())
            .and_then(rustix::process::Pid::from_raw);
        rustix::process::kill_process(id.expect("a running child"), signal).expect("a child of our own");
    }

    /// Asks it to stop.
    pub fn ask_to_stop(&self) {
        self.signal(rustix::process::Signal::TERM);
    }

    /// Kills it as a crash would.
    pub fn kill(&self) {
        self.signal(rustix::process::Signal::KILL);
    }

    /// Waits for its end; gives its exit code.
    pub async fn end(&mut self) -> Option<i32> {
        let status = tokio::time::timeout(PATIENCE, self.child.wait())
            .await
            .expect("the program ends");
        status.expect("a child has a status").code()
    }

    /// Kills it as a crash would, and starts it anew in the same folder.
    pub async fn crash_and_restart(&mut self) {
        self.signal(rustix::process::Signal::KILL);
        let status = self.child.wait().await.expect("a killed child ends");
        assert_eq!(status.signal(), Some(9));
        self.child = spawn(&self.setup);
        self.answers().await;
    }

    /// The most memory that it has had so far, in bytes.
    pub fn most_memory(&self) -> u64 {
        let id = self.child.id().expect("a running child");
        let status = fs::read_to_string(format!("/proc/{id}/status")).expect("a process has a status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        kilobytes.expect("a number") * 1024
    }

    /// Everything that it has written, byte for byte, by file name.
    pub fn written(&self) -> Vec<(String, Vec<u8>)> {
        let mut files = Vec::new();
        for entry in fs::read_dir(self.setup.folder())
            .expect("a folder of our own")
            .flatten()
        {
            if entry.path().is_file() {
                let name = entry.file_name().to_string_lossy().into_owned();
                files.push((name, fs::read(entry.path()).expect("a file of our own")));
            }
        }
        files
    }
}

/// Runs the program to its end.
pub async fn run(words: &[&str], environment: &[(&str, &str)]) -> Output {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_saatja"));
    command
        .args(words)
        .envs(environment.iter().copied())
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .kill_on_drop(true);
    tokio::time::timeout(PATIENCE * 3, command.output())
        .await
        .expect("the program ends")
        .expect("the program starts")
}

/// An address that nobody would mistype in a test.
pub fn mailbox(text: &str) -> Mailbox {
    Mailbox::parse(text).expect("a test writes good addresses")
}
