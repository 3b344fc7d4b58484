//! One door: a TCP address or a socket file.

use crate::{Door, Peer, Place, connection::Stream};
use std::{
    fs,
    io::{self, Write},
    net::SocketAddr,
    os::unix::{
        fs::{FileTypeExt, PermissionsExt},
        net::UnixStream as BlockingUnixStream,
    },
    path::{Path, PathBuf},
};
use tokio::net::{TcpListener, TcpStream, UnixListener, UnixStream};

/// A door that is open.
pub(super) struct Bound {
    door: Door,
    listener: Listener,
}

enum Listener {
    Tcp(TcpListener),
    File(UnixListener, PathBuf),
}

/// Somebody who came.
pub(super) enum Guest {
    Tcp(TcpStream, SocketAddr),
    File(UnixStream),
}

impl Bound {
    pub(super) async fn open(door: &Door) -> io::Result<Self> {
        let mut door = door.clone();
        let listener = match &mut door.place {
            Place::Tcp(address) => {
                let listener = TcpListener::bind(*address).await?;
                *address = listener.local_addr()?;
                Listener::Tcp(listener)
            }
            Place::File { path, mode } => {
                remove_stale(path)?;
                let listener = UnixListener::bind(&*path)?;
                fs::set_permissions(&*path, fs::Permissions::from_mode(*mode))?;
                Listener::File(listener, path.clone())
            }
        };
        Ok(Self { door, listener })
    }

    /// With the port that the system chose.
    pub(super) fn door(&self) -> &Door {
        &self.door
    }

    pub(super) async fn accept(&self) -> io::Result<Guest> {
        match &self.listener {
            Listener::Tcp(listener) => {
                let (stream, peer) = listener.accept().await?;
                Ok(Guest::Tcp(stream, peer))
            }
            Listener::File(listener, _) => Ok(Guest::File(listener.accept().await?.0)),
        }
    }
}

impl Drop for Bound {
    fn drop(&mut self) {
        if let Listener::File(_, path) = &self.listener {
            // It may be gone already.
            let _ = fs::remove_file(path);
        }
    }
}

/// Removes a socket file that nobody listens at any more; anything else stays, and is in the way.
fn remove_stale(path: &Path) -> io::Result<()> {
    let is_socket = fs::symlink_metadata(path).is_ok_and(|found| found.file_type().is_socket());
    let refused = |error: &io::Error| error.kind() == io::ErrorKind::ConnectionRefused;
    if is_socket && BlockingUnixStream::connect(path).is_err_and(|error| refused(&error)) {
        fs::remove_file(path)?;
    }
    Ok(())
}

impl Guest {
    pub(super) fn peer(&self) -> Peer {
        match self {
            Self::Tcp(_, address) => Peer::Address(address.ip().to_canonical()),
            Self::File(_) => Peer::SocketFile,
        }
    }

    pub(super) fn into_stream(self) -> Box<dyn Stream> {
        match self {
            Self::Tcp(stream, _) => {
                // Without it each answer waits for the peer's delayed acknowledgement.
                let _ = stream.set_nodelay(true);
                Box::new(stream)
            }
            Self::File(stream) => Box::new(stream),
        }
    }

    /// Says one line and closes, without waiting: there is room for a line in a connection that is new.
    pub(super) fn turn_away(self, line: &str) {
        let line = format!("{line}\r\n");
        let _ = match self {
            Self::Tcp(stream, _) => stream
                .into_std()
                .and_then(|mut stream| stream.write_all(line.as_bytes())),
            Self::File(stream) => stream
                .into_std()
                .and_then(|mut stream| stream.write_all(line.as_bytes())),
        };
    }
}
