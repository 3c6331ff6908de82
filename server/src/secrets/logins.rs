use anyhow::Context as _;
use store::DatabaseUrl;
use vault::{SecretSetting, SecretString};

use super::SecretReader;
use crate::config::DatabaseArgs;

/// How the service signs in at a configured database, as the secrets are now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logins {
    web: Login,
    platform: Login,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Login {
    setting: &'static str,
    url: SecretString,
    password: Option<SecretString>,
}

impl Logins {
    /// The request login.
    pub fn web(&self) -> anyhow::Result<DatabaseUrl> {
        self.web.parse()
    }

    /// The platform login.
    pub fn platform(&self) -> anyhow::Result<DatabaseUrl> {
        self.platform.parse()
    }
}

impl Login {
    async fn read(
        setting: &'static str,
        url: &SecretSetting,
        password: Option<&SecretSetting>,
        reader: &SecretReader,
    ) -> anyhow::Result<Self> {
        let url = reader.read(url).await.context(setting)?;
        let password = match password {
            Some(password) => Some(reader.read(password).await.with_context(|| format!("the password for {setting}"))?),
            None => None,
        };
        Ok(Self { setting, url, password })
    }

    fn parse(&self) -> anyhow::Result<DatabaseUrl> {
        let url = DatabaseUrl::parse(self.url.expose()).with_context(|| format!("{} is not a PostgreSQL URL", self.setting))?;
        Ok(self.password.iter().fold(url, |url, password| url.with_password(password.expose())))
    }
}

/// Reads both logins; `None` with the embedded database.
pub async fn logins(args: &DatabaseArgs, reader: &SecretReader) -> anyhow::Result<Option<Logins>> {
    let (Some(web), Some(platform)) = (&args.database_url, &args.platform_database_url) else { return Ok(None) };
    Ok(Some(Logins {
        web: Login::read("DATABASE_URL", web, args.database_password.as_ref(), reader).await?,
        platform: Login::read("PLATFORM_DATABASE_URL", platform, args.platform_database_password.as_ref(), reader).await?,
    }))
}
