//! Single sign-on: the list of connections, the pages that set one up step by step, which stay as its tabs.

mod certificates;
mod frame;
mod guide;
mod list;
mod log;
mod new;
mod offer;
mod our_keys;
mod overview;
mod people;
mod provider;
mod provider_shown;
mod remove;
mod rules;
mod test;
mod turn_on;
mod values;
mod verdict;

pub(crate) use certificates::CertificatesPage;
pub(crate) use list::ConnectionsPage;
pub(crate) use log::ConnectionLogPage;
pub(crate) use new::NewConnectionPage;
pub(crate) use overview::ConnectionPage;
pub(crate) use people::PeoplePage;
pub(crate) use provider::ProviderPage;
pub(crate) use remove::RemoveConnectionPage;
pub(crate) use rules::RulesPage;
pub(crate) use test::TestPage;
pub(crate) use turn_on::TurnOnPage;
pub(crate) use values::ValuesPage;
pub(crate) use verdict::Verdict;
