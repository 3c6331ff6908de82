//! Single sign-on inside an organisation: connections, our keys, domains, who is linked to whom, and what happened.

mod connections;
mod domains;
mod keys;
mod people;
mod sign_ins;

pub use connections::{ConnectionFields, ConnectionRow, add, find, list, note_success, remember_assertion, update};
pub use domains::{DomainRow, add_domain, domain_of, domains, remove_domain, route_domain, verify_domain};
pub use keys::{KeyRow, add_key, keys_of, promote_key};
pub use people::{Linked, add_member, link, linked, membership};
pub use sign_ins::{NewSignIn, SignInRow, add_sign_in, sign_ins};
