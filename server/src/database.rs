//! Finds the database: configured, running already in the data directory, or to be started there.

use anyhow::bail;
use store::{DatabaseUrl, ROLES_SQL};

use crate::{
    config::DatabaseArgs,
    embedded::{self, Cluster, Durability, Settings, Urls},
    secrets::{Logins, SecretReader, logins},
};

/// The two logins, and the embedded server when this process runs it.
pub struct Database {
    /// The request login.
    pub web: DatabaseUrl,
    /// The platform login.
    pub platform: DatabaseUrl,
    /// Plain URLs of an embedded server, for `db url`.
    pub urls: Option<Urls>,
    /// Reads the secrets of the configuration, this database's and others.
    pub secrets: SecretReader,
    /// The secrets with which a configured database was opened.
    pub logins: Option<Logins>,
    cluster: Option<Cluster>,
}

impl Database {
    /// Opens what the arguments name. A command that finds a running server uses it; otherwise it runs its own for a while.
    pub async fn open(args: &DatabaseArgs) -> anyhow::Result<Self> {
        match (&args.database_url, &args.platform_database_url) {
            (Some(_), Some(_)) | (None, None) => {}
            (Some(_), None) => {
                bail!("DATABASE_URL is set and PLATFORM_DATABASE_URL is not: set both, or neither for the embedded database")
            }
            (None, Some(_)) => {
                bail!("PLATFORM_DATABASE_URL is set and DATABASE_URL is not: set both, or neither for the embedded database")
            }
        }
        let secrets = SecretReader::default();
        match logins(args, &secrets).await? {
            Some(logins) => Self::configured(logins, secrets),
            None => Self::embedded(args, secrets).await,
        }
    }

    /// Whether the data directory holds the database.
    pub const fn is_embedded(&self) -> bool {
        self.urls.is_some()
    }

    fn configured(logins: Logins, secrets: SecretReader) -> anyhow::Result<Self> {
        Ok(Self { web: logins.web()?, platform: logins.platform()?, urls: None, secrets, logins: Some(logins), cluster: None })
    }

    async fn embedded(args: &DatabaseArgs, secrets: SecretReader) -> anyhow::Result<Self> {
        let (urls, cluster) = match embedded::attach(&args.data_dir)? {
            Some(urls) => (urls, None),
            None => {
                let cluster = Cluster::start(&settings(args)).await?;
                (cluster.urls().clone(), Some(cluster))
            }
        };
        let (web, platform) = (DatabaseUrl::parse(&urls.web)?, DatabaseUrl::parse(&urls.platform)?);
        Ok(Self { web, platform, urls: Some(urls), secrets, logins: None, cluster })
    }

    /// Resolves when an embedded server that this process runs has ended by itself; never otherwise.
    pub async fn ended(&self) {
        match &self.cluster {
            Some(cluster) => cluster.ended().await,
            None => std::future::pending().await,
        }
    }

    /// Stops an embedded server that this process runs, cleanly.
    pub async fn close(self) -> anyhow::Result<()> {
        match self.cluster {
            Some(cluster) => Ok(cluster.stop().await?),
            None => Ok(()),
        }
    }
}

fn settings(args: &DatabaseArgs) -> Settings {
    Settings {
        durability: if args.postgres_fsync == "off" { Durability::None } else { Durability::Full },
        port: args.postgres_port,
        service_user: args.service_user.clone(),
        postgres_bin: args.postgres_bin.clone(),
        ..Settings::new(&args.data_dir, ROLES_SQL)
    }
}
