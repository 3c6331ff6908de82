use std::{
    fs,
    io::ErrorKind,
    os::unix::fs::MetadataExt,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use nix::unistd::Uid;

use super::error::{EmbeddedError, Result, failed_to};

/// A killed server's processes notice and end by themselves; this is how long they get.
const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(10);

/// Waits until no process of an earlier server uses `cluster`, then removes the pid file that it may have left.
///
/// Without that the next start could be refused: by a process that is still ending, or by a pid that now belongs to
/// another program. Must be called with the folder's lock held.
pub(super) fn clear(cluster: &Path, owner: Uid) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    while let Some(pid) = user_of(cluster, owner) {
        if Instant::now() > deadline {
            return Err(EmbeddedError::StillRunning { folder: cluster.into(), pid });
        }
        thread::sleep(PAUSE);
    }
    let pid_file = cluster.join("postmaster.pid");
    match fs::remove_file(&pid_file) {
        Err(fault) if fault.kind() != ErrorKind::NotFound => Err(failed_to("remove", pid_file)(fault)),
        _ => Ok(()),
    }
}

/// A process of `owner` that works in `cluster`: every PostgreSQL process stays in its data directory.
fn user_of(cluster: &Path, owner: Uid) -> Option<i32> {
    fs::read_dir("/proc").ok()?.flatten().find_map(|entry| {
        let pid = entry.file_name().to_str()?.parse().ok()?;
        let is_owners = entry.metadata().ok()?.uid() == owner.as_raw();
        let works_there = || fs::read_link(entry.path().join("cwd")).is_ok_and(|folder| folder == cluster);
        (is_owners && works_there()).then_some(pid)
    })
}
