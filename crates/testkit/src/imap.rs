//! Dovecot with a mailbox that is read over IMAP and filled over LMTP (RFC 2033): STARTTLS and implicit TLS, AUTH after
//! TLS only. What a client says once it is signed in is written down.
//!
//! It listens on 127.0.0.2, as [`crate::dovecot`] does and for the same reason.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use catcher::Identity;

use crate::certificates::write_identity;
use crate::client::Client;
use crate::daemon::{self, Daemon};
use crate::dovecot::{common, run};
use crate::mail_server::{Doors, Options, USER};
use crate::ports::{FreePort, free_port};
use crate::wait::{PATIENCE, wait_until};

const HOST: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);
/// With which tokens are signed that it takes.
const TOKEN_KEY: &[u8] = b"no secret, for tests alone, 32+ b";

/// A running Dovecot with the mailbox of [`USER`], password [`crate::mail_server::PASSWORD`]. It also takes tokens
/// ([`Imap::token`]) by XOAUTH2.
pub struct Imap {
    daemon: Daemon,
    doors: Doors,
    _ports: [FreePort; 2],
}

impl Imap {
    /// Starts it and waits until it listens.
    pub async fn start(identity: &Identity) -> Self {
        let folder = daemon::folder("imap");
        let ports = [free_port(), free_port()];
        let [starttls, tls] = [0, 1].map(|door| SocketAddr::from((HOST, ports[door].number())));
        let doors = Doors { starttls, tls };
        let _ = write_identity(identity, folder.path());
        let nobody = SocketAddr::from((HOST, 9));
        let options = Options::new(identity.clone(), nobody);
        for own in ["mail", "said"] {
            open_folder(&folder.path().join(own));
        }
        open_folder(&folder.path().join("said").join(USER));
        token_keys(folder.path());
        let config = [
            common(folder.path(), &options.accounts, &["plain", "login", "xoauth2"]),
            imap(folder.path(), doors),
        ]
        .concat();
        let mut daemon = run(folder, &config);
        daemon.listens_on(doors.starttls).await;
        daemon.listens_on(doors.tls).await;
        Self {
            daemon,
            doors,
            _ports: ports,
        }
    }

    /// Where it listens.
    #[must_use]
    pub fn doors(&self) -> Doors {
        self.doors
    }

    /// What it logged.
    #[must_use]
    pub fn logs(&self) -> String {
        self.daemon.logs()
    }

    /// Puts a mail into the mailbox, from this envelope sender (empty: the null sender).
    pub async fn receive(&self, from: &str, mail: &str) {
        let socket = self.daemon.folder().join("run/lmtp");
        wait_until("the LMTP socket is there", PATIENCE, async || socket.exists()).await;
        let mut client = Client::connect_file(&socket).await;
        client.reply().await;
        client.command("LHLO test.saatja.test").await;
        let mail = format!(
            "{}\r\n",
            mail.trim_end().replace("\r\n", "\n").replace('\n', "\r\n")
        );
        let reply = client.deliver(from, USER, mail.as_bytes()).await;
        assert!(reply.starts_with("250"), "{reply}");
    }

    /// The flags of each mail as the folder has them, sorted: `S` where it counts as read, `a` and so on for words.
    #[must_use]
    pub fn flags(&self) -> Vec<String> {
        let mailbox = self.mailbox();
        let mut flags: Vec<String> = ["new", "cur"]
            .iter()
            .filter_map(|part| fs::read_dir(mailbox.join(part)).ok())
            .flatten()
            .filter_map(Result::ok)
            .map(|file| {
                let name = file.file_name().to_string_lossy().into_owned();
                name.split_once(":2,")
                    .map_or(String::new(), |(_, flags)| flags.to_owned())
            })
            .collect();
        flags.sort();
        flags
    }

    /// The words that mails were marked with so far.
    #[must_use]
    pub fn words(&self) -> String {
        fs::read_to_string(self.mailbox().join("dovecot-keywords")).unwrap_or_default()
    }

    /// Numbers the mails anew, as a server does that has lost its index: with another UIDVALIDITY.
    pub fn renumber(&self) {
        let mailbox = self.mailbox();
        for file in fs::read_dir(&mailbox).expect("the mailbox is there").flatten() {
            if file.file_name().to_string_lossy().starts_with("dovecot.index") {
                fs::remove_file(file.path()).expect("the index can be deleted");
            }
        }
        let list = mailbox.join("dovecot-uidlist");
        let numbers = fs::read_to_string(&list).expect("mails are numbered");
        // `3 V1700000000 N5 G…`: version, UIDVALIDITY, UIDNEXT
        let (version, rest) = numbers.split_once(" V").expect("the list has a head");
        let (_, rest) = rest.split_once(' ').expect("the head goes on");
        fs::write(list, format!("{version} V1600000000 {rest}")).expect("the list can be written");
    }

    /// What clients said after their sign-in, all of them together.
    #[must_use]
    pub fn said(&self) -> String {
        let folder = self.daemon.folder().join("said").join(USER);
        let mut files: Vec<PathBuf> = fs::read_dir(folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|file| file.path())
            .filter(|path| path.extension().is_some_and(|kind| kind == "in"))
            .collect();
        files.sort();
        let texts = files.iter().filter_map(|path| fs::read(path).ok());
        texts
            .map(|text| String::from_utf8_lossy(&text).into_owned())
            .collect()
    }

    /// Waits until a client has said this after its sign-in.
    pub async fn hears(&self, what: &str, deadline: Duration) {
        wait_until(what, deadline, async || self.said().contains(what)).await;
    }

    /// A token that lets this user in, for an hour.
    #[must_use]
    pub fn token(user: &str) -> String {
        let now = crate::clock::now().as_second();
        let part = |json: String| URL_SAFE_NO_PAD.encode(json);
        let head = part(r#"{"alg":"HS256","typ":"JWT"}"#.to_owned());
        let body = part(format!(
            r#"{{"sub":"{user}","email":"{user}","iat":{now},"nbf":{now},"exp":{}}}"#,
            now + 3600
        ));
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, TOKEN_KEY);
        let signed = format!("{head}.{body}");
        let seal = ring::hmac::sign(&key, signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(seal.as_ref()))
    }

    fn mailbox(&self) -> PathBuf {
        self.daemon.folder().join("mail").join(USER)
    }
}

fn open_folder(path: &Path) {
    fs::create_dir(path).expect("a folder can be made");
    fs::set_permissions(path, fs::Permissions::from_mode(0o777)).expect("a folder of our own");
}

/// The key of tokens, where Dovecot looks for one without a name.
fn token_keys(folder: &Path) {
    let keys = folder.join("keys/default/HS256");
    fs::create_dir_all(&keys).expect("a folder can be made");
    fs::write(keys.join("default"), STANDARD.encode(TOKEN_KEY)).expect("a key can be written");
    let config = format!(
        "introspection_mode = local\n\
         local_validation_key_dict = fs:posix:prefix={}/keys/\n\
         username_attribute = email\n",
        folder.display()
    );
    fs::write(folder.join("oauth2.conf"), config).expect("a configuration can be written");
}

fn imap(folder: &Path, doors: Doors) -> String {
    let at = folder.display();
    format!(
        "protocols = imap lmtp\n\
         hostname = dovecot.saatja.test\n\
         ssl = required\n\
         ssl_cert = <{at}/cert.pem\n\
         ssl_key = <{at}/key.pem\n\
         ssl_min_protocol = TLSv1.2\n\
         disable_plaintext_auth = yes\n\
         passdb {{\n  driver = oauth2\n  mechanisms = xoauth2\n  args = {at}/oauth2.conf\n}}\n\
         service imap-login {{\n  \
           chroot =\n  \
           inet_listener imap {{\n    address = {HOST}\n    port = {starttls}\n  }}\n  \
           inet_listener imaps {{\n    address = {HOST}\n    port = {tls}\n    ssl = yes\n  }}\n\
         }}\n\
         service lmtp {{\n  unix_listener lmtp {{\n    mode = 0666\n  }}\n}}\n\
         protocol imap {{\n  rawlog_dir = {at}/said/%u\n}}\n",
        starttls = doors.starttls.port(),
        tls = doors.tls.port(),
    )
}
