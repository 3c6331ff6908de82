//! Single sign-on: connections to identity providers, domains, and signing people in by them.
//!
//! Somebody is who a connection calls so, (connection, subject); an address alone links nobody. A connection speaks only for
//! domains that its own organisation proved and routed to it. A session that came by a provider reaches that one
//! organisation and nothing of the person's account. What a provider sends is judged by the room `sso`; here is who may come
//! in, and the record of it.

mod admit;
mod begin;
mod certificates;
mod change;
mod connection;
mod connections;
mod domain_name;
mod domains;
mod ends;
mod expects;
mod finish;
pub mod guests;
mod judge;
mod keys;
mod log;
mod log_out;
mod look;
mod offer;
mod ours;
mod provider;
mod route;
mod rules;
mod shown;
mod unsolicited;

pub use begin::{answers_by_form, begin};
pub use certificates::{add_certificate, refresh, remove_certificate};
pub use change::{Mapping, remove, rename, set_idp_initiated, set_mapping};
pub use connections::{NewConnection, begin_set_up, create, list, metadata, set_enabled, test};
pub use domains::{
    Record, add_domain, domains, line as domain_line, lines as domain_lines, record, remove_domain, route_domain, verify_domain,
};
pub(crate) use ends::tell_of_ends;
pub use finish::{Arrived, Report, Sent, finish};
pub use keys::{KeyChange, our_key};
pub use log_out::{
    EndedThere, LogOutMessage, Origin, WayOut, end_by_provider, log_out_at_provider, logged_out_by_oidc, logged_out_by_saml, way_out,
};
pub use look::{lines, view};
pub use offer::NewProvider;
pub use ours::our_addresses;
pub use provider::{preview, set_provider};
pub(crate) use route::refuse_password;
pub use route::{SsoDestination, destination};
pub use rules::{add_rule, remove_rule, rules};

use model::{ConnectionId, OrgId, Tier};
use vault::Context;

use crate::{Error, Result};

/// Single sign-on belongs to Evaluation and Enterprise (AX-03).
pub(crate) fn plan_allows(tier: Tier) -> Result<()> {
    match tier {
        Tier::Community => Err(Error::PlanNeeded("Single sign-on needs the plan Evaluation or Enterprise.".to_owned())),
        Tier::Evaluation | Tier::Enterprise => Ok(()),
    }
}

fn client_secret(org: OrgId, connection: ConnectionId) -> Context {
    crate::contexts::sso_client_secret(org, connection)
}
