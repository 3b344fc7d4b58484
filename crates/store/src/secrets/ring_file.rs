//! The file of the key ring: made at first start for its owner alone, refused where others can read it.

use super::ring::{KeyId, KeyRing};
use crate::random::{Random, RandomError};
use secrecy::zeroize::Zeroizing;
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read as _, Write as _},
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

/// More than any ring needs (a line has 80 bytes).
const LARGEST: u64 = 64 * 1024;

/// Why the key file can not be used. Names the file, never what is in it.
#[derive(Debug, thiserror::Error)]
pub enum KeyRingError {
    /// There is no such file.
    #[error("key file {} does not exist", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// Others than its owner can read or change it.
    #[error("key file {} is open to others (mode {mode:03o}); make it private: chmod 600 {}", path.display(), path.display())]
    OpenToOthers {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// It is not a key ring.
    #[error("key file {}{}: {what}", path.display(), line_text(*.line))]
    Malformed {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1; 0 where it is about the whole file.
        line: usize,
        /// What is wrong.
        what: &'static str,
    },
    /// It can not be read or written.
    #[error("can not {doing} key file {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// `read`, `write`.
        doing: &'static str,
        /// The system's reason.
        source: io::Error,
    },
    /// There is no such key in it.
    #[error("key file {} has no key {id}", path.display())]
    NoSuchKey {
        /// The file.
        path: PathBuf,
        /// The key.
        id: KeyId,
    },
    /// The key is the active one: another one has to become it first.
    #[error("key {id} is the active one of key file {}", path.display())]
    ActiveKey {
        /// The file.
        path: PathBuf,
        /// The key.
        id: KeyId,
    },
    /// There is no randomness for a new key.
    #[error(transparent)]
    Random(#[from] RandomError),
}

fn line_text(line: usize) -> String {
    if line == 0 {
        String::new()
    } else {
        format!(", line {line}")
    }
}

/// Reads the ring.
pub(super) fn load(path: &Path) -> Result<KeyRing, KeyRingError> {
    let file = File::open(path).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => KeyRingError::Missing {
            path: path.to_owned(),
        },
        _ => failed(path, "read", source),
    })?;
    // Asked of the open file, so that it is the one that is read.
    let about = file.metadata().map_err(|source| failed(path, "read", source))?;
    let malformed = |line, what| KeyRingError::Malformed {
        path: path.to_owned(),
        line,
        what,
    };
    if !about.is_file() {
        return Err(malformed(0, "not a file"));
    }
    let mode = about.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(KeyRingError::OpenToOthers {
            path: path.to_owned(),
            mode,
        });
    }
    if about.len() > LARGEST {
        return Err(malformed(0, "too large"));
    }
    let room = usize::try_from(about.len()).unwrap_or_default() + 1;
    let mut text = Zeroizing::new(String::with_capacity(room));
    file.take(LARGEST)
        .read_to_string(&mut text)
        .map_err(|source| match source.kind() {
            io::ErrorKind::InvalidData => malformed(0, "not a text"),
            _ => failed(path, "read", source),
        })?;
    KeyRing::parse(&text).map_err(|bad| malformed(bad.line, bad.what))
}

/// Writes a first ring where there is none. Where another process was quicker, its ring stays.
pub(super) fn create(path: &Path, ring: &KeyRing, random: &dyn Random) -> Result<(), KeyRingError> {
    let draft = write_draft(path, ring, random)?;
    // A link never replaces a file, and shows it whole: nobody reads half a ring.
    let linked = fs::hard_link(&draft, path);
    let removed = fs::remove_file(&draft);
    match linked {
        Err(source) if source.kind() == io::ErrorKind::AlreadyExists => return Ok(()),
        other => other.and(removed).and_then(|()| sync_folder(path)),
    }
    .map_err(|source| failed(path, "write", source))
}

/// Replaces the ring; whoever reads sees the old or the new one, whole.
pub(super) fn replace(path: &Path, ring: &KeyRing, random: &dyn Random) -> Result<(), KeyRingError> {
    let draft = write_draft(path, ring, random)?;
    fs::rename(&draft, path)
        .and_then(|()| sync_folder(path))
        .map_err(|source| failed(path, "write", source))
}

/// Waits until nobody else changes a key file in this folder; those who come later wait until the returned file is
/// dropped.
pub(super) fn lock(path: &Path) -> Result<File, KeyRingError> {
    let open = || {
        let folder = File::open(folder_of(path))?;
        folder.lock()?;
        Ok(folder)
    };
    open().map_err(|source| failed(path, "write", source))
}

/// Writes the ring beside its place, for its owner alone.
fn write_draft(path: &Path, ring: &KeyRing, random: &dyn Random) -> Result<PathBuf, KeyRingError> {
    let mut bytes = [0; 8];
    random.fill(&mut bytes)?;
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{:016x}.new", u64::from_be_bytes(bytes)));
    let draft = PathBuf::from(name);
    let write = || {
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&draft)?;
        file.write_all(ring.to_text().as_bytes())?;
        file.sync_all()
    };
    write().map_err(|source| failed(path, "write", source))?;
    Ok(draft)
}

fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(folder_of(path))?.sync_all()
}

fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

fn failed(path: &Path, doing: &'static str, source: io::Error) -> KeyRingError {
    KeyRingError::Io {
        path: path.to_owned(),
        doing,
        source,
    }
}
