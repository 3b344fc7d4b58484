//! The built program as a process: started on free ports with a folder of its own, and ended with the measurement.

use anyhow::{Context, bail};
use std::{
    fs,
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use testkit::ports::{FreePort, free_port};

/// A process that is ended when it is dropped.
pub struct Running {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    _ports: Vec<FreePort>,
}

/// A process's processor time so far, user and system. Linux counts it in hundredths of a second.
pub fn processor_time(process: u32) -> anyhow::Result<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    let fields: Vec<&str> = stat
        .rsplit_once(')')
        .context("the form of /proc/PID/stat")?
        .1
        .split_whitespace()
        .collect();
    let ticks: u64 = fields[11].parse::<u64>()? + fields[12].parse::<u64>()?;
    Ok(Duration::from_millis(ticks * 10))
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Running {
    /// Processor time so far, user and system.
    pub fn processor_time(&self) -> anyhow::Result<Duration> {
        processor_time(self.child.id())
    }

    /// The process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    fn start(command: &mut Command, address: SocketAddr, ports: Vec<FreePort>) -> anyhow::Result<Self> {
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        Ok(Self {
            child,
            address,
            _ports: ports,
        })
    }

    async fn wait(&mut self) -> anyhow::Result<()> {
        let begin = Instant::now();
        loop {
            #[expect(clippy::disallowed_methods, reason = "a client of our own server on loopback")]
            if tokio::net::TcpStream::connect(self.address).await.is_ok() {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("the program ended at once: {status}");
            }
            if begin.elapsed() > Duration::from_secs(20) {
                bail!("the program does not listen");
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// Starts the demo, signs in, and gives the session's cookie.
pub async fn demo(program: &Path, folder: &Path) -> anyhow::Result<(Running, String)> {
    let ports: Vec<FreePort> = (0..3).map(|_| free_port()).collect();
    let addresses: Vec<SocketAddr> = ports.iter().map(FreePort::address).collect();
    let config = format!(
        "sqlite = \"{folder}/saatja.db\"\n\
         [network]\nallow = [\"127.0.0.1/32\"]\nextra_ca = [\"{folder}/authority/ca.pem\"]\n\
         connect_to = [\"smtp.gmail.com:465={tls}\"]\n\
         [demo]\nenabled = true\ntls = \"{tls}\"\nstarttls = \"{starttls}\"\nauthority = \"{folder}/authority\"\n",
        tls = addresses[1],
        starttls = addresses[2],
        folder = folder.display(),
    );
    serve_on(program, folder, &config, "mari@naidis.ee", ports).await
}

/// Starts the program over a store that is there already, signs a user in, and gives the session's cookie. `store` is
/// the configuration's section of that name.
pub async fn serve(
    program: &Path,
    folder: &Path,
    store: &str,
    email: &str,
) -> anyhow::Result<(Running, String)> {
    serve_on(program, folder, store, email, vec![free_port()]).await
}

async fn serve_on(
    program: &Path,
    folder: &Path,
    config: &str,
    email: &str,
    ports: Vec<FreePort>,
) -> anyhow::Result<(Running, String)> {
    let address = ports[0].address();
    let base = format!("http://{address}");
    let config = format!(
        "[server]\nlisten = \"{address}\"\nbase_url = \"{base}\"\nsite = \"target/site\"\n\
         [log]\nlevel = \"warn\"\n[store]\nkeys = \"{}/keys\"\n{config}\n",
        folder.display()
    );
    let file = folder.join("saatja.toml");
    fs::write(&file, config)?;
    let mut command = Command::new(program);
    command.arg("serve").arg("--config").arg(&file);
    let mut running = Running::start(&mut command, address, ports)?;
    running.wait().await?;
    let link = Command::new(program)
        .args(["sign-in-link", email, "--config"])
        .arg(&file)
        .output()?;
    let link = String::from_utf8(link.stdout)?;
    let path = link
        .trim()
        .strip_prefix(&base)
        .context("the sign-in link")?
        .to_owned();
    let cookie = sign_in(address, &path).await?;
    Ok((running, cookie))
}

async fn sign_in(address: SocketAddr, path: &str) -> anyhow::Result<String> {
    use http_body_util::Empty;
    use hyper::{Request, body::Bytes, client::conn::http1};
    #[expect(clippy::disallowed_methods, reason = "a client of our own server on loopback")]
    let stream = tokio::net::TcpStream::connect(address).await?;
    let (mut sender, connection) = http1::handshake(hyper_util::rt::TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let request = Request::post(path)
        .header("host", address.to_string())
        .body(Empty::<Bytes>::new())?;
    let answer = sender.send_request(request).await?;
    let cookie = answer
        .headers()
        .get("set-cookie")
        .context("no session")?
        .to_str()?;
    Ok(cookie.split(';').next().unwrap_or_default().to_owned())
}

/// Starts this program again as the bare server that pages are compared with.
pub async fn bare() -> anyhow::Result<Running> {
    again("bare", &[]).await
}

/// Starts this program again as a listener for mail that keeps nothing.
pub async fn null_intake(lmtp: bool) -> anyhow::Result<Running> {
    again("null-intake", if lmtp { &["--lmtp"] } else { &[] }).await
}

async fn again(command_word: &str, options: &[&str]) -> anyhow::Result<Running> {
    let port = free_port();
    let address = port.address();
    let mut command = Command::new(std::env::current_exe()?);
    command
        .args([command_word, &address.port().to_string()])
        .args(options);
    let mut running = Running::start(&mut command, address, vec![port])?;
    running.wait().await?;
    Ok(running)
}
