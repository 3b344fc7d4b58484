//! Watching the key file, so that keys are changed without a restart (`saatja keys`).

use std::{
    fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    time::Duration,
};
use store::Vault;
use tokio::{
    sync::watch,
    time::{MissedTickBehavior, interval},
};

/// How often the file is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// After this time every program that uses the file has seen what was changed of it.
pub const KEYS_SEEN_AFTER: Duration = Duration::from_secs(5);

/// What tells one state of the file from another. The file is replaced whole, so that each change makes a new inode.
type Stamp = Option<(u64, i64, i64, u64)>;

/// Until it is told to stop: reads the key file again when it has changed. Where it can not be used, the keys stay as
/// they are.
pub async fn watch_keys(keys: Vault, path: PathBuf, mut stop: watch::Receiver<bool>) {
    let mut look = interval(LOOK_EVERY);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // None at first: what was changed since the keys were read is seen, too.
    let mut seen: Option<Stamp> = None;
    loop {
        tokio::select! {
            _ = look.tick() => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
        // Small files on the same disk as the database: not worth a thread.
        let now = stamp(&path);
        if seen == Some(now) {
            continue;
        }
        seen = Some(now);
        match keys.reload() {
            Ok(false) => {}
            Ok(true) => {
                tracing::info!(active = %keys.active(), keys = keys.ids().len(), "the key file was read again");
            }
            Err(error) => tracing::error!("the key file has changed and can not be used: {error}"),
        }
    }
}

fn stamp(path: &Path) -> Stamp {
    let about = fs::metadata(path).ok()?;
    Some((about.ino(), about.mtime(), about.mtime_nsec(), about.len()))
}
