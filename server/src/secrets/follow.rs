use std::time::Duration;

use store::{PlatformPool, RequestPool};
use tokio_util::sync::CancellationToken;

use super::{Logins, SecretReader, logins};
use crate::config::DatabaseArgs;

/// A changed secret is in use within this time.
const EVERY: Duration = Duration::from_secs(60);

/// Everything that is exchanged under a running service when its secret changes.
#[derive(Debug)]
pub struct Followed {
    args: DatabaseArgs,
    reader: SecretReader,
    /// Every pool of the request login.
    requests: Vec<RequestPool>,
    platform: PlatformPool,
    /// What is in use.
    logins: Option<Logins>,
}

impl Followed {
    /// Follows the secrets of `args` from `logins`, with which the pools are connected now.
    pub fn new(
        args: DatabaseArgs,
        reader: SecretReader,
        requests: Vec<RequestPool>,
        platform: PlatformPool,
        logins: Option<Logins>,
    ) -> Self {
        Self { args, reader, requests, platform, logins }
    }

    /// Reads all secrets anew and takes up those that changed; says whether any did. A secret that cannot be read, or that
    /// the database does not take yet, changes nothing: what is in use stays in use and the next round tries again.
    pub async fn refresh(&mut self) -> anyhow::Result<bool> {
        let now = logins(&self.args, &self.reader).await?;
        if now == self.logins {
            return Ok(false);
        }
        if let Some(now) = &now {
            self.platform.sign_in_as(&now.platform()?).await?;
            let web = now.web()?;
            for pool in &self.requests {
                pool.sign_in_as(&web).await?;
            }
        }
        self.logins = now;
        Ok(true)
    }
}

/// Follows changes until `stop` is cancelled.
pub async fn keep_current(mut followed: Followed, stop: CancellationToken) {
    loop {
        tokio::select! { () = tokio::time::sleep(EVERY) => {}, () = stop.cancelled() => return }
        match followed.refresh().await {
            Ok(true) => tracing::info!("secrets changed at their source and are in use now"),
            Ok(false) => {}
            Err(error) => {
                metrics::counter!("axonflow_secret_refresh_failures_total").increment(1);
                tracing::warn!(error = %format_args!("{error:#}"), "secrets could not be read or used anew; those in use stay");
            }
        }
    }
}
