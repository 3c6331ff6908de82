use std::{
    process::Child,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use nix::{
    errno::Errno,
    sys::{
        signal::{Signal, kill},
        wait::{Id, WaitPidFlag, waitid},
    },
    unistd::Pid,
};
use tokio::sync::oneshot;

use super::{
    Settings, Urls,
    error::Result,
    prepare::{self, Prepared},
    process, roles,
    state::Phase,
};

/// A server that ends by itself more often than this is not started again.
const RESTARTS: usize = 5;
const RESTARTS_WITHIN: Duration = Duration::from_secs(60);

/// What other threads may do to the server: ask it to stop.
#[derive(Debug, Default)]
pub(super) struct Control(Mutex<Running>);

#[derive(Debug, Default)]
struct Running {
    /// The server, as long as its pid cannot belong to another process.
    pid: Option<Pid>,
    should_stop: bool,
}

impl Control {
    /// SIGINT: disconnect everybody and write a checkpoint. SIGQUIT: give up at once, recover at the next start.
    pub(super) fn stop(&self, signal: Signal) {
        let mut running = self.lock();
        running.should_stop = true;
        if let Some(pid) = running.pid {
            // A server that has just ended by itself is what was wanted.
            let _ = kill(pid, signal);
        }
    }

    fn started(&self, pid: Pid) {
        let mut running = self.lock();
        running.pid = Some(pid);
        if running.should_stop {
            let _ = kill(pid, Signal::SIGINT);
        }
    }

    /// Frees the pid, so that nobody signals it afterwards; says whether the end was asked for.
    fn reap(&self, child: &mut Child) -> bool {
        let mut running = self.lock();
        running.pid = None;
        let _ = child.wait();
        running.should_stop
    }

    fn lock(&self) -> MutexGuard<'_, Running> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The life of the server, from the empty folder to the end, on the thread that owns it.
pub(super) fn run(settings: &Settings, control: &Control, started: oneshot::Sender<Result<Urls>>) {
    let (prepared, child) = match start(settings) {
        Ok(server) => server,
        Err(fault) => {
            // A caller that no longer waits has no use for the reason.
            let _ = started.send(Err(fault));
            return;
        }
    };
    control.started(pid_of(&child));
    if started.send(Ok(Urls::new(prepared.socket.path(), prepared.port))).is_err() {
        control.stop(Signal::SIGINT);
    }
    watch(&prepared, control, child);
    prepared.release();
}

fn start(settings: &Settings) -> Result<(Prepared, Child)> {
    let prepared = prepare::prepare(settings)?;
    prepared.announce(Phase::Starting)?;
    let mut child = process::start(&prepared)?;
    match roles::make(&prepared, settings.roles_sql).and_then(|()| prepared.announce(Phase::Ready)) {
        Ok(()) => Ok((prepared, child)),
        Err(fault) => {
            let _ = kill(pid_of(&child), Signal::SIGINT);
            let _ = child.wait();
            prepared.release();
            Err(fault)
        }
    }
}

/// Starts the server again when it ends unasked, until it is asked to or ends too often.
fn watch(prepared: &Prepared, control: &Control, mut child: Child) {
    let mut ends = Vec::new();
    loop {
        wait_for_end(&child);
        if control.reap(&mut child) {
            return;
        }
        ends.retain(|end: &Instant| end.elapsed() < RESTARTS_WITHIN);
        ends.push(Instant::now());
        tracing::error!(ends = ends.len(), "the embedded database ended unexpectedly; starting it again");
        if ends.len() > RESTARTS {
            return;
        }
        match prepared.clear_leftovers().and_then(|()| process::start(prepared)) {
            Ok(again) => child = again,
            Err(fault) => {
                tracing::error!("the embedded database cannot be started again: {fault}");
                return;
            }
        }
        control.started(pid_of(&child));
    }
}

/// Waits without reaping: until `Control::reap` the pid stays ours.
fn wait_for_end(child: &Child) {
    while waitid(Id::Pid(pid_of(child)), WaitPidFlag::WEXITED | WaitPidFlag::WNOWAIT) == Err(Errno::EINTR) {}
}

fn pid_of(child: &Child) -> Pid {
    Pid::from_raw(child.id().cast_signed())
}
