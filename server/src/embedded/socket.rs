use std::{
    fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

use nix::unistd::{Uid, mkdtemp};

use super::{
    account::Account,
    error::{Result, failed_to},
};

const PREFIX: &str = "axonflow-pg-";

/// A socket path may have 107 bytes; what comes after the temporary folder takes about 40 of them.
const LONGEST_TEMP: usize = 60;

/// The private folder of the server's socket; removed when dropped.
pub(super) struct SocketFolder {
    path: PathBuf,
}

impl SocketFolder {
    /// A fresh folder with mode 0700 that belongs to `account`.
    pub(super) fn make(account: &Account) -> Result<Self> {
        let template = short_temp_dir().join(format!("{PREFIX}XXXXXX"));
        let path = mkdtemp(&template).map_err(|errno| failed_to("make a folder like", &template)(errno.into()))?;
        let folder = Self { path };
        account.give(&folder.path)?;
        Ok(folder)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for SocketFolder {
    fn drop(&mut self) {
        // Nothing is lost when this fails: the next start looks for stale folders.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Removes the socket folder of a server that was killed, if `path` is really one.
pub(super) fn remove_stale(path: &Path, owner: Uid) {
    let is_ours = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(PREFIX))
        && fs::symlink_metadata(path).is_ok_and(|meta| meta.is_dir() && meta.uid() == owner.as_raw());
    if is_ours {
        let _ = fs::remove_dir_all(path);
    }
}

fn short_temp_dir() -> PathBuf {
    let usual = std::env::temp_dir();
    if usual.as_os_str().len() > LONGEST_TEMP { PathBuf::from("/tmp") } else { usual }
}
