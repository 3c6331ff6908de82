//! What operators send, by form or as JSON, and what it means.

use governance::Result;
use model::{CallsPerMinute, EmailAddress, Invalid, OrgChange, ShortText, Slug, Tier};
use serde::Deserialize;

/// A form on the page of one organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    Plan,
    Suspend,
    Delete,
    Access,
}

/// What an operator typed into one of them, for the page that says why it was refused.
#[derive(Debug, Clone)]
pub(crate) struct Typed {
    pub(crate) form: Which,
    pub(crate) values: Vec<(&'static str, String)>,
}

/// A new organisation.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct NewOrg {
    pub(crate) slug: String,
    pub(crate) name: String,
    pub(crate) tier: String,
    #[serde(default)]
    pub(crate) owner_email: String,
}

impl NewOrg {
    pub(crate) fn change(&self) -> Result<OrgChange> {
        let owner = Some(self.owner_email.trim()).filter(|email| !email.is_empty());
        let owner = owner.map(EmailAddress::parse).transpose().map_err(|invalid| Invalid::new("owner_email", invalid.problem))?;
        let (slug, name) = (Slug::parse(self.slug.trim())?, ShortText::parse("name", &self.name)?);
        Ok(OrgChange::Create { slug, name, tier: tier(&self.tier)?, owner })
    }
}

/// Why something is done; to delete an organisation its short name is typed too.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Why {
    pub(crate) reason: String,
    #[serde(default)]
    pub(crate) slug: String,
}

impl Why {
    pub(crate) fn typed(&self, form: Which) -> Typed {
        Typed { form, values: vec![("reason", self.reason.clone()), ("slug", self.slug.clone())] }
    }

    pub(crate) fn suspend(&self) -> Result<OrgChange> {
        Ok(OrgChange::Suspend { reason: ShortText::parse("reason", &self.reason)? })
    }
}

/// What a form says about a plan.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct PlanForm {
    pub(crate) tier: String,
    #[serde(default)]
    pub(crate) calls_per_minute: String,
}

impl PlanForm {
    pub(crate) fn typed(&self) -> Typed {
        Typed { form: Which::Plan, values: vec![("tier", self.tier.clone()), ("calls_per_minute", self.calls_per_minute.clone())] }
    }

    pub(crate) fn change(&self) -> Result<OrgChange> {
        let calls = Some(self.calls_per_minute.trim()).filter(|text| !text.is_empty());
        let calls_per_minute = calls.map(CallsPerMinute::parse).transpose()?;
        Ok(OrgChange::Plan { tier: tier(&self.tier)?, calls_per_minute })
    }
}

pub(crate) fn tier(word: &str) -> Result<Tier> {
    Ok(Tier::parse(word).ok_or_else(|| Invalid::new("tier", "is community, evaluation or enterprise"))?)
}

/// Which organisations to list.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Search {
    #[serde(default)]
    pub(crate) q: String,
    #[serde(default)]
    pub(crate) after: Option<String>,
}

/// Where a list of the audit goes on.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub(crate) struct Before {
    #[serde(default)]
    pub(crate) before: Option<uuid::Uuid>,
}

/// What an operator asks an organisation for.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct AskAccess {
    pub(crate) reason: String,
    pub(crate) minutes: String,
}

impl AskAccess {
    pub(crate) fn typed(&self) -> Typed {
        Typed { form: Which::Access, values: vec![("reason", self.reason.clone()), ("minutes", self.minutes.clone())] }
    }
}
