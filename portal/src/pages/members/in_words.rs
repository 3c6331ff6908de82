use leptos::prelude::*;
use model::{
    RoleSource,
    views::{HeldRole, MemberState},
};

use crate::components::{StatusWord, Tone};

/// Whether a member may enter, as a word with its mark.
#[component]
pub(crate) fn StateOfMember(state: MemberState) -> impl IntoView {
    match state {
        MemberState::Active => view! { <StatusWord tone=Tone::Ok>"Active"</StatusWord> },
        MemberState::Suspended => view! { <StatusWord tone=Tone::Bad>"Suspended"</StatusWord> },
    }
}

/// The name of a role as people write it.
pub(crate) fn role_name(name: &str) -> String {
    name.replace('_', " ")
}

/// The names of several roles.
pub(super) fn names(roles: &[HeldRole]) -> String {
    let mut names: Vec<String> = roles.iter().map(|role| role_name(&role.name)).collect();
    names.dedup();
    if names.is_empty() { "no role".to_owned() } else { names.join(", ") }
}

/// How somebody came by a role.
pub(crate) fn way(role: &HeldRole) -> String {
    let by = if role.granted_by.is_empty() { String::new() } else { format!(" by {}", role.granted_by) };
    match role.source {
        RoleSource::Direct => format!("given{by}"),
        RoleSource::Invitation => format!("came with an invitation{by}"),
        RoleSource::Sso => via("rule of single sign-on", &role.via),
        RoleSource::Scim => via("directory group", &role.via),
        RoleSource::Command => "given at the command line".to_owned(),
        RoleSource::Team => via("team", &role.via),
    }
}

fn via(what: &str, name: &str) -> String {
    if name.is_empty() { format!("by a {what}") } else { format!("by the {what} {name}") }
}

#[cfg(test)]
mod tests {
    use model::{Id, PermissionSet};
    use time::OffsetDateTime;

    use super::*;

    fn role(name: &str, source: RoleSource, via: &str) -> HeldRole {
        HeldRole {
            role: "018f0000-0000-7000-8000-000000000000".parse::<Id<model::Role>>().unwrap(),
            name: name.to_owned(),
            permissions: PermissionSet::NONE,
            source,
            via: via.to_owned(),
            granted_by: "Mara".to_owned(),
            granted_at: OffsetDateTime::UNIX_EPOCH,
            expires_at: None,
        }
    }

    #[test]
    fn the_way_to_a_role_is_told() {
        assert_eq!(way(&role("viewer", RoleSource::Direct, "")), "given by Mara");
        assert_eq!(way(&role("viewer", RoleSource::Scim, "Risk")), "by the directory group Risk");
        assert_eq!(way(&role("viewer", RoleSource::Sso, "")), "by a rule of single sign-on");
        assert_eq!(way(&role("viewer", RoleSource::Team, "Night shift")), "by the team Night shift");
    }

    #[test]
    fn a_role_from_two_sources_is_named_once() {
        let roles = [role("policy_admin", RoleSource::Direct, ""), role("policy_admin", RoleSource::Scim, "Risk")];

        assert_eq!(names(&roles), "policy admin");
        assert_eq!(names(&[]), "no role");
    }
}
