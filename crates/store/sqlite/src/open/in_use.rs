//! Who has a database open: any number of programs together, or one alone.

use super::OpenError;
use std::{
    fs::{File, OpenOptions, TryLockError},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

/// How a program wants to have the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// Beside others.
    Shared,
    /// Alone: to copy all of it, while it stands still.
    Alone,
}

/// Takes a lock on a file beside the database, held until the returned file is dropped. (Closing any handle of the
/// database file itself would take SQLite's own locks away. A file system without locks lets all in.)
pub(super) fn take(database: &Path, want: Use) -> Result<Option<File>, OpenError> {
    let path = lock_path(database);
    let opened = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(&path);
    let file = opened.map_err(|source| OpenError::Create { path, source })?;
    let locked = match want {
        Use::Shared => file.try_lock_shared(),
        Use::Alone => file.try_lock(),
    };
    match (locked, want) {
        (Ok(()), _) => Ok(Some(file)),
        (Err(TryLockError::Error(_)), _) => Ok(None),
        (Err(TryLockError::WouldBlock), Use::Shared) => Err(OpenError::BeingCopied {
            path: database.to_owned(),
        }),
        (Err(TryLockError::WouldBlock), Use::Alone) => Err(OpenError::InUse {
            path: database.to_owned(),
        }),
    }
}

fn lock_path(database: &Path) -> PathBuf {
    let mut path = database.as_os_str().to_owned();
    path.push(".lock");
    PathBuf::from(path)
}
