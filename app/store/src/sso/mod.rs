//! Single sign-on inside an organisation: connections, our keys, domains, and who is linked to whom.

mod assertions;
mod connections;
mod domains;
mod keys;
mod people;
mod rules;
pub mod set_up_links;
mod told_ends;

pub use assertions::remember_assertion;
pub use connections::{ConnectionFields, ConnectionRow, UsageRow, add, find, forget_success, list, note_success, remove, update, usage};
pub use domains::{
    DomainCount, DomainRow, add_domain, any_required, domain_of, domains, members_by_domain, remove_domain, route_domain, verify_domain,
};
pub use keys::{KeyRow, add_key, keys_of, promote_key};
pub use people::{Linked, add_member, link, linked, membership};
pub use rules::{RuleRow, StatedGroups, add_rule, last_stated, remove_rule, rules_of};
pub use set_up_links::{NewSetUpLink, SetUpLinkRow};
pub use told_ends::note_end_told;
