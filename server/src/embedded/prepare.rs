use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::Write,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use nix::fcntl::Flock;

use super::{
    Durability, Settings,
    account::Account,
    binaries::{self, Binaries},
    error::{EmbeddedError, Result, failed_to},
    folder::Folder,
    leftovers, process,
    socket::{self, SocketFolder},
    state::{Phase, State},
};

/// The port that names the socket file when no TCP port was asked for.
const USUAL_PORT: u16 = 5432;

const SUPERUSER: &str = "axonflow_superuser";

/// Everything that a start needs, and that must stay until the server has ended.
pub(super) struct Prepared {
    pub(super) folder: Folder,
    pub(super) account: Account,
    pub(super) binaries: Binaries,
    pub(super) socket: SocketFolder,
    pub(super) port: u16,
    pub(super) listens: bool,
    pub(super) durability: Durability,
    /// Dropped last: whoever gets the lock finds a folder that is no longer used.
    lock: Flock<File>,
}

impl Prepared {
    /// Tells other commands how far the start has come.
    pub(super) fn announce(&self, phase: Phase) -> Result<()> {
        State { phase, port: self.port, socket: self.socket.path().into() }.write(&self.folder.state())
    }

    /// What must be cleared away before the server is started again in the same folders.
    pub(super) fn clear_leftovers(&self) -> Result<()> {
        leftovers::clear(&self.folder.cluster(), self.account.uid())?;
        for file in fs::read_dir(self.socket.path()).map_err(failed_to("list", self.socket.path()))?.flatten() {
            fs::remove_file(file.path()).map_err(failed_to("remove", file.path()))?;
        }
        Ok(())
    }

    /// Ends the use of the folder, in the order that the next start relies on.
    pub(super) fn release(self) {
        let Self { folder, socket, lock, .. } = self;
        let _ = fs::remove_file(folder.state());
        drop(socket);
        drop(lock);
    }
}

/// Brings the folder to the point where the server can be started.
pub(super) fn prepare(settings: &Settings) -> Result<Prepared> {
    let account = Account::choose(settings.service_user.as_deref())?;
    let folder = make_reachable(&settings.data_dir, &account)?;
    let lock = folder.lock()?;
    let installed = binaries::installed(settings.postgres_bin.as_deref())?;
    let written_by = folder.written_by()?;
    let binaries = binaries::choose(&installed, written_by.as_deref(), &folder.cluster())?;
    leftovers::clear(&folder.cluster(), account.uid())?;
    if let Some(stale) = State::read(&folder.state()) {
        socket::remove_stale(&stale.socket, account.uid());
    }
    if written_by.is_none() {
        make_cluster(&folder, &account, &binaries, settings.durability)?;
    }
    write_access_rules(&folder)?;
    let socket = SocketFolder::make(&account)?;
    let port = settings.port.unwrap_or(USUAL_PORT);
    Ok(Prepared { folder, account, binaries, socket, port, listens: settings.port.is_some(), durability: settings.durability, lock })
}

fn make_reachable(data_dir: &Path, account: &Account) -> Result<Folder> {
    let path = std::path::absolute(data_dir).map_err(failed_to("find", data_dir))?;
    if let Some(parent) = path.parent() {
        account.check_can_enter(parent, &path)?;
    }
    let folder = Folder::open_or_make(&path)?;
    account.admit(folder.root())?;
    account.check_can_enter(folder.root(), folder.root())?;
    Ok(folder)
}

/// Makes a cluster under another name first, so that an interrupted start leaves none rather than half of one.
fn make_cluster(folder: &Folder, account: &Account, binaries: &Binaries, durability: Durability) -> Result<()> {
    let unfinished = folder.unfinished_cluster();
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished).map_err(failed_to("remove", &unfinished))?;
    }
    DirBuilder::new().mode(0o700).create(&unfinished).map_err(failed_to("make the folder", &unfinished))?;
    account.give(&unfinished)?;
    let program = binaries.program("initdb");
    let mut initdb = process::command(&program, account);
    initdb.args(["--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--username", SUPERUSER, "--pgdata"]).arg(&unfinished);
    if durability == Durability::None {
        initdb.arg("--no-sync");
    }
    process::run(&mut initdb).map_err(failed_to("run", program))?.map_err(EmbeddedError::Initdb)?;
    let cluster = folder.cluster();
    fs::rename(&unfinished, &cluster).map_err(failed_to("name", cluster))
}

/// No password inside the private socket folder, a password for everybody else on this machine, nobody from outside.
fn write_access_rules(folder: &Folder) -> Result<()> {
    let path = folder.access_rules();
    fs::write(&path, "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n").map_err(failed_to("write", path))
}

/// The superuser's password for connections by TCP, made once.
pub(super) fn password(folder: &Folder) -> Result<String> {
    let path = folder.password();
    match fs::read_to_string(&path) {
        Ok(password) => Ok(password.trim().to_owned()),
        Err(_) => make_password(path),
    }
}

fn make_password(path: PathBuf) -> Result<String> {
    let password = BASE64_URL_SAFE_NO_PAD.encode(rand::random::<[u8; 24]>());
    let opened = OpenOptions::new().create_new(true).write(true).mode(0o600).open(&path);
    opened.and_then(|mut file| writeln!(file, "{password}")).map_err(failed_to("write", path))?;
    Ok(password)
}
