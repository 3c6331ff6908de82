//! Making people from the command line: password hash, membership, and a factor that is proved already.

use anyhow::Context as _;
use governance::{account, operators};
use identity::{
    password, password_rules,
    totp::{self, TotpSecret},
};
use model::{EmailAddress, Id, OrgId, PersonId};
use store::{PlatformPool, platform};
use uuid::Uuid;
use vault::SecretString;

use crate::assemble::House;

/// A person to make.
pub struct NewUser<'a> {
    /// The organisation.
    pub org: OrgId,
    /// The address to sign in with.
    pub email: EmailAddress,
    /// The person's name.
    pub name: String,
    /// The first password.
    pub password: SecretString,
    /// The role's name.
    pub role: &'a str,
    /// Whether to set up an authenticator now.
    pub enroll_totp: bool,
}

/// A person that was made.
pub struct MadeUser {
    /// Who.
    pub person: PersonId,
    /// The authenticator's secret in base32, when one was set up.
    pub totp_secret: Option<String>,
}

/// Makes a person (or takes the known one), makes them a member, and sets up the factor.
pub async fn create_user(house: &House, new: NewUser<'_>) -> anyhow::Result<MadeUser> {
    password_rules::check(&new.password, &new.email)?;
    let hash = password::hash(&new.password, &mut rand::rng())?;
    let person = platform::NewPerson { email: new.email, name: new.name, password_hash: hash };
    let (person, is_new) = platform::create_person(&house.platform, Id::from_uuid(Uuid::now_v7()), &person).await?;
    platform::add_member(&house.platform, new.org, person, new.role)
        .await
        .with_context(|| format!("{} cannot be added with the role {}", person, new.role))?;
    let totp_secret = if new.enroll_totp && is_new { Some(enrol(house, new.org, person).await?) } else { None };
    Ok(MadeUser { person, totp_secret })
}

/// Makes a person (or takes the known one) an operator of the platform, who has an authenticator in any case.
pub async fn add_operator(house: &House, email: EmailAddress, name: String, password: SecretString) -> anyhow::Result<MadeUser> {
    password_rules::check(&password, &email)?;
    let hash = password::hash(&password, &mut rand::rng())?;
    let person = platform::NewPerson { email, name, password_hash: hash };
    let (person, _) = platform::create_person(&house.platform, Id::from_uuid(Uuid::now_v7()), &person).await?;
    let totp_secret = operators::enrol(&house.gov, person).await?.map(|secret| secret.expose().clone());
    platform::add_operator(&house.platform, person).await?;
    Ok(MadeUser { person, totp_secret })
}

async fn enrol(house: &House, org: OrgId, person: PersonId) -> anyhow::Result<String> {
    let scope = house.platform.command_scope(org, "user create");
    Ok(account::enrol_provisioned(&house.gov, &scope, person).await?.expose().clone())
}

/// The code that an authenticator shows now.
pub fn current_code(secret: &str, now: time::OffsetDateTime) -> Option<String> {
    Some(totp::current_code(&TotpSecret::from_base32(secret)?, now).expose().clone())
}

/// For callers that only hold the platform pool.
pub async fn org_by_slug(pool: &PlatformPool, slug: &str) -> anyhow::Result<OrgId> {
    let slug = model::Slug::parse(slug)?;
    platform::find_org(pool, &slug).await?.with_context(|| format!("there is no organisation {slug}"))
}
