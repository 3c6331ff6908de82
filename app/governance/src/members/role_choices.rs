use model::{BuiltInRole, views::RoleChoice};
use store::{OrgScope, roles};

use crate::{Governance, Result, grants::Actor};

/// Every role, and whether whoever asks may hand it out.
pub async fn role_choices(gov: &Governance, scope: &OrgScope) -> Result<Vec<RoleChoice>> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let actor = Actor::in_tx(&mut tx).await?;
    let all = roles::list(&mut tx).await?;
    let choice = |role: roles::RoleRecord| RoleChoice {
        role: role.role,
        meaning: meaning(&role),
        may_give: actor.rights.covers(role.permissions),
        name: role.name,
    };
    Ok(all.into_iter().map(choice).collect())
}

fn meaning(role: &roles::RoleRecord) -> String {
    match built_in_meaning(&role.name) {
        Some(meaning) => meaning.to_owned(),
        None if role.description.is_empty() => in_words(role.permissions.iter().count()),
        None => role.description.clone(),
    }
}

fn in_words(permissions: usize) -> String {
    match permissions {
        0 => "Allows nothing yet".to_owned(),
        1 => "1 permission".to_owned(),
        more => format!("{more} permissions"),
    }
}

/// What a role is for that every organisation has.
pub(crate) fn built_in_meaning(name: &str) -> Option<&'static str> {
    Some(match BuiltInRole::parse(name)? {
        BuiltInRole::Owner => "May do everything, and is the only one who can change owners",
        BuiltInRole::Admin => "May do everything but decide held calls",
        BuiltInRole::PolicyAdmin => "Writes policies and reads decisions",
        BuiltInRole::Approver => "Clears the approval queue",
        BuiltInRole::Developer => "Manages API keys and reads decisions",
        BuiltInRole::Auditor => "Reads everything, changes nothing, exports evidence",
        BuiltInRole::Viewer => "Reads decisions and policies",
    })
}
