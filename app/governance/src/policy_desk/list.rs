use std::cmp::Reverse;

use model::views::{PolicyEntry, PolicyList, PolicyQuery, StateOfPolicy};
use policy::system_policies;
use store::{OrgScope, orgs, policies, releases};

use super::entry::Deciding;
use crate::{Governance, Result, governing};

/// One page of the policies that fit, each with what it asks for now and what decided that.
pub async fn list(gov: &Governance, scope: &OrgScope, query: &PolicyQuery) -> Result<PolicyList> {
    let entries = every(gov, scope).await?;
    let own = entries.iter().filter(|entry| entry.updated_at.is_some()).count();
    let fitting: Vec<PolicyEntry> = entries.into_iter().filter(|entry| fits(query, entry)).collect();
    let total = fitting.len();
    let items: Vec<PolicyEntry> = fitting.into_iter().skip(query.offset).take(PolicyList::PAGE).collect();
    let next = query.offset.saturating_add(items.len());
    Ok(PolicyList { items, fitting: total, own, offset: query.offset, next: (next < total).then_some(next) })
}

/// Every policy of the organisation: its own, newest change first, then the shipped ones.
pub(super) async fn every(gov: &Governance, scope: &OrgScope) -> Result<Vec<PolicyEntry>> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let mut rows = policies::list(&mut tx).await?;
    let overrides = policies::overrides(&mut tx).await?;
    let open = releases::open(&mut tx).await?;
    let governing = governing::stored(gov, &orgs::governing(&mut tx).await?)?;
    let deciding = Deciding { governing: &governing, overrides: &overrides, open: &open, now: tx.now() };
    rows.sort_by_key(|row| Reverse(row.updated_at));
    let own = rows.iter().map(|row| deciding.own(row));
    own.chain(system_policies().iter().map(|policy| deciding.shipped(policy))).collect()
}

fn fits(query: &PolicyQuery, entry: &PolicyEntry) -> bool {
    let words = query.words.as_deref().map(str::to_lowercase).unwrap_or_default();
    let text = format!("{} {} {} {}", entry.name, entry.description, entry.id, entry.category).to_lowercase();
    words.split_whitespace().all(|word| text.contains(word))
        && query.tier.is_none_or(|tier| tier == entry.tier)
        && query.kind.is_none_or(|kind| kind == entry.kind)
        && query.action.is_none_or(|action| action == entry.asks.general.action)
        && query.surface.is_none_or(|surface| entry.surfaces.contains(&surface))
        && query.state.is_none_or(|state| match state {
            StateOfPolicy::Enabled => entry.enabled,
            StateOfPolicy::Disabled => !entry.enabled,
            StateOfPolicy::Overridden => entry.has_override,
        })
}

#[cfg(test)]
mod tests {
    use model::{Action, views::TierOfPolicy};
    use policy::{Governing, Profile};
    use time::OffsetDateTime;

    use super::*;

    fn shipped(profile: Profile) -> Vec<PolicyEntry> {
        let governing = Governing { profile, ..Governing::default() };
        let deciding = Deciding { governing: &governing, overrides: &[], open: &[], now: OffsetDateTime::UNIX_EPOCH };
        system_policies().iter().map(|policy| deciding.shipped(policy).unwrap()).collect()
    }

    fn ids(query: &PolicyQuery) -> Vec<String> {
        shipped(Profile::Default).into_iter().filter(|entry| fits(query, entry)).map(|entry| entry.id).collect()
    }

    #[test]
    fn every_word_has_to_be_somewhere_and_filters_narrow_together() {
        let words = |text: &str| PolicyQuery { words: Some(text.to_owned()), ..PolicyQuery::default() };

        assert_eq!(ids(&words("union SQL")), ["sys_sqli_union"]);
        assert!(ids(&words("union passport")).is_empty());
        assert!(ids(&PolicyQuery { tier: Some(TierOfPolicy::Tenant), ..words("union") }).is_empty());
        assert!(ids(&PolicyQuery { action: Some(Action::Warn), ..words("union") }).is_empty());
        assert!(ids(&PolicyQuery { state: Some(StateOfPolicy::Overridden), ..PolicyQuery::default() }).is_empty());
    }

    #[test]
    fn the_action_is_the_one_in_force_and_names_its_level() {
        let of = |profile| shipped(profile).into_iter().find(|entry| entry.id == "sys_pii_email").unwrap();

        assert_eq!(
            (of(Profile::Default).asks.general.action, of(Profile::Default).asks.general.decided_by.as_str()),
            (Action::Redact, "policy")
        );
        assert_eq!(
            (of(Profile::Strict).asks.general.action, of(Profile::Strict).asks.general.decided_by.as_str()),
            (Action::Block, "profile strict")
        );
        assert_eq!(of(Profile::Strict).own_action, Action::Redact);
    }
}
