use std::{
    fs,
    path::{Path, PathBuf},
};

use super::error::{Result, failed_to};

/// Where the server of a data directory can be reached: written for other commands, and for the start after a crash.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct State {
    pub(super) phase: Phase,
    pub(super) port: u16,
    pub(super) socket: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Starting,
    Ready,
}

impl State {
    pub(super) fn write(&self, file: &Path) -> Result<()> {
        let word = match self.phase {
            Phase::Starting => "starting",
            Phase::Ready => "ready",
        };
        let next = file.with_extension("state.next");
        let text = format!("{word}\n{}\n{}\n", self.port, self.socket.display());
        fs::write(&next, text).map_err(failed_to("write", &next))?;
        fs::rename(&next, file).map_err(failed_to("write", file))
    }

    /// What the last server wrote, if there was one and it could be read.
    pub(super) fn read(file: &Path) -> Option<Self> {
        Self::parse(&fs::read_to_string(file).ok()?)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let phase = match lines.next()? {
            "starting" => Phase::Starting,
            "ready" => Phase::Ready,
            _ => return None,
        };
        Some(Self { phase, port: lines.next()?.parse().ok()?, socket: lines.next()?.into() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_anything_else_is_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("postgres.state");
        let state = State { phase: Phase::Ready, port: 5432, socket: "/tmp/x".into() };

        state.write(&file).unwrap();

        assert_eq!(State::read(&file), Some(state));
        assert_eq!(State::parse("ready\nno port\n/tmp/x\n"), None);
        assert_eq!(State::parse(""), None);
        assert_eq!(State::read(&folder.path().join("missing")), None);
    }
}
