use std::{os::unix::net::UnixStream, path::Path};

use super::{
    Urls,
    error::EmbeddedError,
    folder::Folder,
    state::{Phase, State},
};

/// The addresses of the server that another process runs in `data_dir`; `None` when none runs there.
pub fn attach(data_dir: &Path) -> Result<Option<Urls>, EmbeddedError> {
    if !data_dir.is_dir() {
        return Ok(None);
    }
    let folder = Folder::open(data_dir)?;
    if !folder.is_locked()? {
        return Ok(None);
    }
    match State::read(&folder.state()) {
        Some(State { phase: Phase::Ready, port, socket }) if answers(&socket, port) => Ok(Some(Urls::new(&socket, port))),
        _ => Err(EmbeddedError::NotReady(folder.root().into())),
    }
}

fn answers(socket: &Path, port: u16) -> bool {
    UnixStream::connect(socket.join(format!(".s.PGSQL.{port}"))).is_ok()
}
