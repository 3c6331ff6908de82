use std::sync::Arc;

use model::{RequestFacts, views::ProviderView};

use super::{enter, look::of_this_alone};
use crate::{
    Error, Governance, Result,
    sso::{NewProvider, domains, provider},
};

/// What would be stored of a provider, to be looked at first.
pub async fn preview(gov: &Governance, token: &str, new: &NewProvider, facts: &Arc<RequestFacts>) -> Result<ProviderView> {
    let (guest, link) = enter::enter_to_act(gov, token, facts).await?;
    provider::preview(gov, &guest.scope, link.connection(), new).await.map(of_this_alone)
}

/// Gives the connection the provider that was looked at.
pub async fn save(gov: &Governance, token: &str, new: NewProvider, seen: &str, facts: &Arc<RequestFacts>) -> Result<()> {
    let (guest, link) = enter::enter_to_act(gov, token, facts).await?;
    provider::set_provider(gov, &guest.scope, link.connection(), new, Some(seen)).await
}

/// Looks for the domain's record now.
pub async fn verify_domain(gov: &Governance, token: &str, facts: &Arc<RequestFacts>) -> Result<()> {
    let (guest, link) = enter::enter_to_act(gov, token, facts).await?;
    let domain = link.domain.ok_or(Error::NotFound)?;
    domains::verify_domain(gov, &guest.scope, &domain).await.map(|_verified| ())
}
