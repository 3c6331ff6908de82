use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::ErrorKind,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use nix::fcntl::{Flock, FlockArg};

use super::error::{EmbeddedError, Result, failed_to};

/// A command that only looks holds the lock for an instant; a server holds it for its life.
const LOCK_TRIES: u32 = 15;
const LOCK_PAUSE: Duration = Duration::from_millis(20);

/// The data directory: what lies where.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    root: PathBuf,
}

impl Folder {
    /// The folder at `path`, made if missing; only its owner may enter a new one.
    pub(super) fn open_or_make(path: &Path) -> Result<Self> {
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(failed_to("make the folder", parent))?;
        }
        match DirBuilder::new().mode(0o700).create(path) {
            Err(fault) if fault.kind() != ErrorKind::AlreadyExists => Err(failed_to("make the folder", path)(fault)),
            _ => Self::open(path),
        }
    }

    pub(super) fn open(path: &Path) -> Result<Self> {
        let root = fs::canonicalize(path).map_err(failed_to("open the folder", path))?;
        Ok(Self { root })
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// What PostgreSQL calls its data directory.
    pub(super) fn cluster(&self) -> PathBuf {
        self.root.join("postgres")
    }

    /// Where a new cluster is made before it gets its name, so that half a cluster never has it.
    pub(super) fn unfinished_cluster(&self) -> PathBuf {
        self.root.join("postgres.unfinished")
    }

    pub(super) fn log(&self) -> PathBuf {
        self.root.join("postgres.log")
    }

    /// Who may connect and how. Beside the cluster, not in it: the service user must not choose where root writes.
    pub(super) fn access_rules(&self) -> PathBuf {
        self.root.join("postgres.hba")
    }

    /// The password of the superuser, when the server also listens on a port.
    pub(super) fn password(&self) -> PathBuf {
        self.root.join("postgres.password")
    }

    /// Says where the running server can be reached; see `State`.
    pub(super) fn state(&self) -> PathBuf {
        self.root.join("postgres.state")
    }

    /// The major version that wrote the cluster, if there is one.
    pub(super) fn written_by(&self) -> Result<Option<String>> {
        let file = self.cluster().join("PG_VERSION");
        match fs::read_to_string(&file) {
            Ok(text) => Ok(Some(text.trim().to_owned())),
            Err(fault) if fault.kind() == ErrorKind::NotFound => Ok(None),
            Err(fault) => Err(failed_to("read", file)(fault)),
        }
    }

    /// Takes the lock that a server holds as long as it runs.
    pub(super) fn lock(&self) -> Result<Flock<File>> {
        let mut file = self.lock_file()?;
        for _ in 0..LOCK_TRIES {
            match Flock::lock(file, FlockArg::LockExclusiveNonblock) {
                Ok(lock) => return Ok(lock),
                Err((unlocked, _)) => file = unlocked,
            }
            thread::sleep(LOCK_PAUSE);
        }
        Err(EmbeddedError::InUse(self.root.clone()))
    }

    /// Whether some server holds the lock.
    pub(super) fn is_locked(&self) -> Result<bool> {
        Ok(Flock::lock(self.lock_file()?, FlockArg::LockSharedNonblock).is_err())
    }

    fn lock_file(&self) -> Result<File> {
        let path = self.root.join("postgres.lock");
        OpenOptions::new().create(true).append(true).mode(0o600).open(&path).map_err(failed_to("open", path))
    }
}
