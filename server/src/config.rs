//! What a person may set, read once from flags and environment and checked whole.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use model::{Invalid, KeyEnvironment};
use policy::{Actions, Setting};
use vault::SecretSetting;

use crate::mail_way::MailArgs;

/// Where the database is, and which keys protect what is in it. Without the two URLs the installed PostgreSQL is run from
/// the data directory.
#[derive(Debug, Clone, Args)]
pub struct DatabaseArgs {
    /// Folder for the embedded database and the local key file.
    #[arg(long, env = "AXONFLOW_DATA_DIR", default_value = ".axonflow", value_name = "DIR")]
    pub data_dir: PathBuf,
    /// URL of the request login (axonflow_web); together with the platform URL it replaces the embedded database.
    ///
    /// This and every other secret may be given as it is or by where it is kept: secretsmanager:ID#FIELD, file:PATH, env:NAME.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub database_url: Option<SecretSetting>,
    /// URL of the platform login (axonflow_platform_admin), for migrations and provisioning.
    #[arg(long, env = "PLATFORM_DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub platform_database_url: Option<SecretSetting>,
    /// The password of the request login, in place of one in its URL; followed while the service runs.
    #[arg(long, env = "DATABASE_PASSWORD", hide_env_values = true, value_name = "SECRET")]
    pub database_password: Option<SecretSetting>,
    /// The password of the platform login, in place of one in its URL.
    #[arg(long, env = "PLATFORM_DATABASE_PASSWORD", hide_env_values = true, value_name = "SECRET")]
    pub platform_database_password: Option<SecretSetting>,
    /// Who the embedded PostgreSQL runs as when started as root; `postgres` or `nobody` when not given.
    #[arg(long, env = "AXONFLOW_SERVICE_USER", value_name = "USER")]
    pub service_user: Option<String>,
    /// Folder of the PostgreSQL programs; the newest installed ones when not given.
    #[arg(long, env = "AXONFLOW_POSTGRES_BIN", value_name = "DIR")]
    pub postgres_bin: Option<PathBuf>,
    /// Also listen on this port of 127.0.0.1 (embedded only, with a password).
    #[arg(long, env = "AXONFLOW_POSTGRES_PORT", value_name = "PORT")]
    pub postgres_port: Option<u16>,
    /// Flush every commit to disk (embedded only). `off` is for throw-away tests: a power cut loses data.
    #[arg(long, env = "AXONFLOW_POSTGRES_FSYNC", default_value = "on", value_parser = ["on", "off"], hide = true)]
    pub postgres_fsync: String,
    /// Serve requests under the role that row-level security binds. It cannot be switched off.
    #[arg(long, env = "AXONFLOW_DB_USE_APP_ROLE", default_value = "true", value_parser = ["true"], hide = true)]
    pub db_use_app_role: String,
    /// The keys that seal and open.
    #[command(flatten)]
    pub vault: VaultArgs,
    /// The way out.
    #[command(flatten)]
    pub outbound: OutboundArgs,
}

/// How identity providers and DNS are reached.
#[derive(Debug, Clone, Default, Args)]
pub struct OutboundArgs {
    /// Origins of identity providers in the own network, several with commas, such as https://idp.corp.example. Any other one
    /// is reached by https and at addresses of the open internet only.
    #[arg(long, env = "AXONFLOW_PRIVATE_PROVIDERS", value_delimiter = ',', value_name = "ORIGIN")]
    pub private_providers: Vec<String>,
    /// The DNS server to ask for the records that prove a domain, as ADDRESS:PORT; the machine's own when not given.
    #[arg(long, env = "AXONFLOW_DNS_SERVER", value_name = "ADDRESS")]
    pub dns_server: Option<std::net::SocketAddr>,
}

/// Where a key comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KeySource {
    /// AWS KMS.
    Kms,
    /// `CONNECTOR_ENCRYPTION_KEY`.
    Environment,
    /// `local.key` in the data directory.
    File,
}

/// Which key seals. Every other one that is given here still opens what it sealed before.
#[derive(Debug, Clone, Default, Args)]
pub struct VaultArgs {
    /// What seals secrets; by default KMS when a key of it is given, else CONNECTOR_ENCRYPTION_KEY when that is, else, with
    /// the embedded database only, the key file.
    #[arg(long = "vault", env = "AXONFLOW_VAULT", value_enum, value_name = "SOURCE")]
    pub source: Option<KeySource>,
    /// The AWS KMS key: its id, ARN or alias. Region and credentials are taken from where AWS tools take them.
    #[arg(long, env = "AXONFLOW_KMS_KEY", value_name = "KEY")]
    pub kms_key: Option<String>,
    /// A KMS key for each organisation: a pattern with `{org}` for its id, such as alias/axonflow-{org}.
    #[arg(long, env = "AXONFLOW_KMS_ORG_KEY", value_name = "PATTERN", requires = "kms_key")]
    pub kms_org_key: Option<String>,
    /// A key of 32 bytes, in hexadecimal or base64.
    #[arg(long, env = "CONNECTOR_ENCRYPTION_KEY", hide_env_values = true, value_name = "SECRET")]
    pub connector_encryption_key: Option<SecretSetting>,
    /// The key that was CONNECTOR_ENCRYPTION_KEY before: it opens and does not seal.
    #[arg(long, env = "CONNECTOR_ENCRYPTION_KEY_FORMER", hide_env_values = true, value_name = "SECRET")]
    pub connector_encryption_key_former: Option<SecretSetting>,
}

/// When a secret is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadAt {
    /// Once.
    Start,
    /// At the start and every minute; a change is taken up without a stop.
    EveryMinute,
}

impl DatabaseArgs {
    /// Every secret that is configured, by its setting.
    pub fn secrets(&self) -> Vec<(&'static str, ReadAt, &SecretSetting)> {
        let all = [
            ("DATABASE_URL", ReadAt::EveryMinute, &self.database_url),
            ("DATABASE_PASSWORD", ReadAt::EveryMinute, &self.database_password),
            ("PLATFORM_DATABASE_URL", ReadAt::EveryMinute, &self.platform_database_url),
            ("PLATFORM_DATABASE_PASSWORD", ReadAt::EveryMinute, &self.platform_database_password),
            ("CONNECTOR_ENCRYPTION_KEY", ReadAt::Start, &self.vault.connector_encryption_key),
            ("CONNECTOR_ENCRYPTION_KEY_FORMER", ReadAt::Start, &self.vault.connector_encryption_key_former),
        ];
        all.into_iter().filter_map(|(name, read, secret)| Some((name, read, secret.as_ref()?))).collect()
    }
}

/// How the service listens and what it calls itself.
#[derive(Debug, Clone, Args)]
pub struct ServeArgs {
    /// Where to listen.
    #[arg(long, env = "AXONFLOW_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDR")]
    pub listen: std::net::SocketAddr,
    /// The address that browsers and SDKs use; `http://localhost:PORT` when not given.
    #[arg(long, env = "AXONFLOW_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// The address of the platform console, under a host name of its own; `http://platform.localhost:PORT` when not given.
    #[arg(long, env = "AXONFLOW_PLATFORM_URL", value_name = "URL")]
    pub platform_url: Option<String>,
    /// The key of the operators' API (X-Admin-API-Key), at least 32 characters; without it there is no such API.
    #[arg(long, env = "AXONFLOW_ADMIN_API_KEY", hide_env_values = true, value_name = "SECRET")]
    pub admin_api_key: Option<SecretSetting>,
    /// Folder with the browser bundle (`pkg/`); looked for beside the executable when not given.
    #[arg(long, env = "AXONFLOW_SITE_DIR", value_name = "DIR")]
    pub site_dir: Option<PathBuf>,
    /// How many proxies in front are ours: the client address is the Nth from the right of X-Forwarded-For.
    #[arg(long, env = "AXONFLOW_TRUSTED_PROXIES", default_value_t = 0, value_name = "N")]
    pub trusted_proxies: usize,
    /// The environments whose API keys are taken, several with commas: live, test.
    #[arg(long, env = "AXONFLOW_KEY_ENVIRONMENTS", value_delimiter = ',', default_value = "live,test", value_parser = key_environment, value_name = "ENVIRONMENT")]
    pub key_environments: Vec<KeyEnvironment>,
    /// Make the demonstration organisations when they are missing, and print how to sign in.
    #[arg(long)]
    pub with_demo: bool,
    #[command(flatten)]
    /// What shipped policies do.
    pub actions: ActionArgs,
    #[command(flatten)]
    /// Where letters go.
    pub mail: MailArgs,
    #[command(flatten)]
    /// Where the database is.
    pub database: DatabaseArgs,
}

fn key_environment(word: &str) -> Result<KeyEnvironment, &'static str> {
    KeyEnvironment::parse(word).ok_or("must be live or test")
}

/// What shipped policies do for organisations that say nothing: block, require_approval, redact, warn or log. The general
/// setting counts where there is none for pre-checks (`gateway`) or tool checks (`mcp`).
#[derive(Debug, Clone, Default, Args)]
pub struct ActionArgs {
    /// What happens to personal data.
    #[arg(long, env = "PII_ACTION", value_name = "ACTION")]
    pub pii_action: Option<String>,
    /// The same in pre-checks.
    #[arg(long, env = "GATEWAY_PII_ACTION", value_name = "ACTION")]
    pub gateway_pii_action: Option<String>,
    /// The same in tool checks.
    #[arg(long, env = "MCP_PII_ACTION", value_name = "ACTION")]
    pub mcp_pii_action: Option<String>,
    /// What happens to SQL injection.
    #[arg(long, env = "SQLI_ACTION", value_name = "ACTION")]
    pub sqli_action: Option<String>,
    /// The same in pre-checks.
    #[arg(long, env = "GATEWAY_SQLI_ACTION", value_name = "ACTION")]
    pub gateway_sqli_action: Option<String>,
    /// The same in tool checks.
    #[arg(long, env = "MCP_SQLI_ACTION", value_name = "ACTION")]
    pub mcp_sqli_action: Option<String>,
    /// What happens to keys and passwords.
    #[arg(long, env = "SECRETS_ACTION", value_name = "ACTION")]
    pub secrets_action: Option<String>,
    /// The same in pre-checks.
    #[arg(long, env = "GATEWAY_SECRETS_ACTION", value_name = "ACTION")]
    pub gateway_secrets_action: Option<String>,
    /// The same in tool checks.
    #[arg(long, env = "MCP_SECRETS_ACTION", value_name = "ACTION")]
    pub mcp_secrets_action: Option<String>,
    /// What happens to prompt injection and destructive commands.
    #[arg(long, env = "DANGEROUS_ACTION", value_name = "ACTION")]
    pub dangerous_action: Option<String>,
    /// The same in pre-checks.
    #[arg(long, env = "GATEWAY_DANGEROUS_ACTION", value_name = "ACTION")]
    pub gateway_dangerous_action: Option<String>,
    /// The same in tool checks.
    #[arg(long, env = "MCP_DANGEROUS_ACTION", value_name = "ACTION")]
    pub mcp_dangerous_action: Option<String>,
}

impl ActionArgs {
    /// The settings that were given; a wrong word stops the start.
    pub fn read(&self) -> Result<Actions, Invalid> {
        let given = self.named().into_iter().filter_map(|(name, word)| Some((Setting::parse(name)?, word.as_deref()?)));
        given.map(|(setting, word)| setting.action(word).map(|action| (setting, action))).collect()
    }

    fn named(&self) -> [(&'static str, &Option<String>); 12] {
        [
            ("PII_ACTION", &self.pii_action),
            ("GATEWAY_PII_ACTION", &self.gateway_pii_action),
            ("MCP_PII_ACTION", &self.mcp_pii_action),
            ("SQLI_ACTION", &self.sqli_action),
            ("GATEWAY_SQLI_ACTION", &self.gateway_sqli_action),
            ("MCP_SQLI_ACTION", &self.mcp_sqli_action),
            ("SECRETS_ACTION", &self.secrets_action),
            ("GATEWAY_SECRETS_ACTION", &self.gateway_secrets_action),
            ("MCP_SECRETS_ACTION", &self.mcp_secrets_action),
            ("DANGEROUS_ACTION", &self.dangerous_action),
            ("GATEWAY_DANGEROUS_ACTION", &self.gateway_dangerous_action),
            ("MCP_DANGEROUS_ACTION", &self.mcp_dangerous_action),
        ]
    }
}

impl ServeArgs {
    /// The address that browsers and SDKs use, without a trailing slash.
    pub fn public_url(&self) -> String {
        match &self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("http://localhost:{}", self.listen.port()),
        }
    }

    /// The address of the platform console, without a trailing slash.
    pub fn platform_url(&self) -> String {
        match &self.platform_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("http://platform.localhost:{}", self.listen.port()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_has_its_variable_and_a_wrong_word_is_refused() {
        let names: Vec<&str> = ActionArgs::default().named().iter().map(|(name, _)| *name).collect();

        assert_eq!(names, Setting::all().map(|setting| setting.to_string()).collect::<Vec<_>>());
        let with = |word: &str| ActionArgs { mcp_sqli_action: Some(word.to_owned()), ..ActionArgs::default() }.read();
        assert_eq!(with("warn").unwrap().into_keys().map(|setting| setting.to_string()).collect::<Vec<_>>(), ["MCP_SQLI_ACTION"]);
        assert!(with("redact").is_err() && with("off").is_err());
    }
}
