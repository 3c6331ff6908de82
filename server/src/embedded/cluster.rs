use std::{sync::Arc, thread, time::Duration};

use nix::sys::signal::Signal;
use tokio::{
    sync::{oneshot, watch},
    time::timeout,
};

use super::{
    Settings, Urls,
    error::{EmbeddedError, failed_to},
    supervise::{self, Control},
};

/// How long a checkpoint may take before the server is stopped without one.
const STOP_PATIENCE: Duration = Duration::from_secs(30);

/// A running server. It ends with [`Cluster::stop`], when this is dropped, and when this process dies.
#[derive(Debug)]
pub struct Cluster {
    urls: Urls,
    control: Arc<Control>,
    /// Closed when the thread that owns the server is done.
    alive: watch::Receiver<()>,
}

impl Cluster {
    /// Starts the server of `settings.data_dir`, making the cluster, the database and the roles where they are missing.
    pub async fn start(settings: &Settings) -> Result<Self, EmbeddedError> {
        let (started, is_started) = oneshot::channel();
        let (life, alive) = watch::channel(());
        let control = Arc::new(Control::default());
        let (settings, shared) = (settings.clone(), Arc::clone(&control));
        // The server ends with the thread that starts it, so it gets its own instead of one from a pool.
        thread::Builder::new()
            .name("postgres".to_owned())
            .spawn(move || {
                supervise::run(&settings, &shared, started);
                drop(life);
            })
            .map_err(failed_to("start a thread for", "postgres"))?;
        let urls = is_started.await.map_err(|_| EmbeddedError::Abandoned)??;
        Ok(Self { urls, control, alive })
    }

    /// Where the server can be reached.
    pub fn urls(&self) -> &Urls {
        &self.urls
    }

    /// Returns when the server has ended for good: stopped, or failing again and again.
    pub async fn ended(&self) {
        // The channel carries no value; only its end is of interest.
        while self.alive.clone().changed().await.is_ok() {}
    }

    /// Stops the server cleanly and waits until its folder is free again.
    pub async fn stop(self) -> Result<(), EmbeddedError> {
        self.control.stop(Signal::SIGINT);
        if timeout(STOP_PATIENCE, self.ended()).await.is_err() {
            tracing::warn!("the embedded database does not stop; it will recover at the next start");
            self.control.stop(Signal::SIGQUIT);
            timeout(STOP_PATIENCE, self.ended()).await.map_err(|_| EmbeddedError::Abandoned)?;
        }
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.control.stop(Signal::SIGINT);
    }
}
