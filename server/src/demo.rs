//! Two demonstration organisations with people, keys, policies and some decisions.

mod calls;
mod people;

use std::{
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use governance::{
    auth,
    keys::{self, NewKeyInput},
};
use model::{Id, OrgId, Permission, PermissionSet, ShortText, Slug, Tier};
use serde::{Deserialize, Serialize};
use store::platform;
use uuid::Uuid;

use crate::{assemble::House, database::Database};

/// Every credential of the demonstration.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Demo {
    /// Where to sign in.
    pub url: String,
    /// The organisations.
    pub orgs: Vec<DemoOrg>,
}

/// One organisation with its credentials.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DemoOrg {
    /// Its short name.
    pub slug: String,
    /// May do everything.
    pub owner: DemoPerson,
    /// Clears the approval queue.
    pub approver: DemoPerson,
    /// Reads.
    pub viewer: DemoPerson,
    /// The public half of an API key that may also write policies.
    pub client_id: String,
    /// Its secret half.
    pub client_secret: String,
}

/// How one person signs in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DemoPerson {
    /// The address.
    pub email: String,
    /// The password.
    pub password: String,
    /// The authenticator's secret in base32.
    pub totp_secret: String,
}

/// Whether a configured database may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Force {
    /// Only the embedded one.
    No,
    /// Any.
    Yes,
}

/// Makes the demonstration, or finds the one that was made before in this data directory.
pub async fn make(house: &House, database: &Database, data_dir: &Path, force: Force) -> anyhow::Result<Demo> {
    if !database.is_embedded() && force == Force::No {
        bail!("demo makes well-known organisations, so it is refused on a configured database; --force overrules this");
    }
    let file = data_dir.join("demo.json");
    if let Some(known) = read(&file)? {
        return Ok(known);
    }
    let url = house.gov.parts.settings.public_url.clone();
    let orgs = vec![make_org(house, "acme", "Acme Insurance").await?, make_org(house, "globex", "Globex Energy").await?];
    let demo = Demo { url, orgs };
    write(&file, &demo)?;
    Ok(demo)
}

fn read(file: &PathBuf) -> anyhow::Result<Option<Demo>> {
    match std::fs::read(file) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes).with_context(|| format!("{} is damaged", file.display()))?)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", file.display())),
    }
}

/// Only its owner may read it: it holds passwords.
fn write(file: &PathBuf, demo: &Demo) -> anyhow::Result<()> {
    let mut target = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    Ok(target.write_all(serde_json::to_string_pretty(demo)?.as_bytes())?)
}

async fn make_org(house: &House, slug: &str, name: &str) -> anyhow::Result<DemoOrg> {
    let org: OrgId = Id::from_uuid(Uuid::now_v7());
    let new = platform::NewOrg { slug: Slug::parse(slug)?, name: name.to_owned(), tier: Tier::Enterprise };
    platform::create_org(&house.platform, org, &new).await.with_context(|| {
        format!("the organisation {slug} is there already, but demo.json is not: remove it or use another data directory")
    })?;
    let [owner, approver, viewer] = people::make(house, org, slug).await?;
    let issued = make_key(house, org).await?;
    let caller = auth::authenticate(&house.gov, &issued.client_id, &issued.client_secret, &std::sync::Arc::default()).await?;
    calls::make(house, &caller, org).await?;
    Ok(DemoOrg { slug: slug.to_owned(), owner, approver, viewer, client_id: issued.client_id, client_secret: issued.client_secret })
}

async fn make_key(house: &House, org: OrgId) -> anyhow::Result<model::views::IssuedSecret> {
    let scope = house.platform.command_scope(org, "demo");
    let scopes = PermissionSet::sdk().with(Permission::PoliciesWrite);
    let new = NewKeyInput { scopes: Some(scopes), ..NewKeyInput::new(ShortText::parse("name", "claims-agent")?) };
    Ok(keys::create(&house.gov, &scope, &PermissionSet::all(), new).await?)
}
