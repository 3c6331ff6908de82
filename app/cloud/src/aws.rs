use std::time::Duration;

use aws_config::{BehaviorVersion, SdkConfig, retry::RetryConfig, timeout::TimeoutConfig};
use aws_sdk_kms::config::SharedHttpClient;
use aws_smithy_http_client::{
    Builder,
    tls::{Provider, rustls_provider::CryptoMode},
};

/// How long a call may take. Somebody waits for the answer, so it ends well before they give up.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Until the connection stands.
    pub connect: Duration,
    /// For one try.
    pub attempt: Duration,
    /// For all tries together.
    pub total: Duration,
    /// How often it is tried.
    pub attempts: u32,
}

impl Default for Patience {
    fn default() -> Self {
        Self { connect: Duration::from_secs(1), attempt: Duration::from_secs(2), total: Duration::from_secs(5), attempts: 3 }
    }
}

/// The way to AWS: where, as whom, and how long to wait.
#[derive(Debug, Clone)]
pub struct Aws(SdkConfig);

impl Aws {
    /// Takes region, credentials and endpoints from where AWS tools take them: `AWS_REGION`, `AWS_ENDPOINT_URL`, the
    /// task's or instance's role, and so on.
    pub async fn from_environment(patience: Patience) -> Self {
        let loader = aws_config::defaults(BehaviorVersion::latest());
        Self(loader.http_client(client()).timeout_config(patience.timeouts()).retry_config(patience.retries()).load().await)
    }

    /// A way that is given whole; only its limits of time and its TLS are ours.
    pub fn with(config: SdkConfig, patience: Patience) -> Self {
        let builder = config.into_builder().http_client(client());
        Self(builder.timeout_config(patience.timeouts()).retry_config(patience.retries()).build())
    }

    pub(crate) const fn config(&self) -> &SdkConfig {
        &self.0
    }
}

impl Patience {
    fn timeouts(self) -> TimeoutConfig {
        TimeoutConfig::builder().connect_timeout(self.connect).operation_attempt_timeout(self.attempt).operation_timeout(self.total).build()
    }

    fn retries(self) -> RetryConfig {
        RetryConfig::standard().with_max_attempts(self.attempts)
    }
}

/// The one TLS that the service has: rustls with ring.
fn client() -> SharedHttpClient {
    Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https()
}
