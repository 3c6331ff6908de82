//! How strict an organisation is with what shipped policies find: its profile, its settings, and what they come to.

mod change;
mod view;

pub use change::{GoverningChange, change};
pub use view::{GoverningView, ResolvedAction, ResolvedPolicy, get};

use policy::{Actions, Governing, Profile, Setting};
use store::orgs::GoverningRecord;

use crate::{Error, Governance, Result};

/// What organisation and server say together. A stored word that cannot be read refuses everything.
pub(crate) fn stored(gov: &Governance, record: &GoverningRecord) -> Result<Governing> {
    let unreadable = || Error::broken("the stored governance settings cannot be read");
    let read = |(name, word): (&String, &String)| {
        let setting = Setting::parse(name)?;
        Some((setting, setting.action(word).ok()?))
    };
    Ok(Governing {
        profile: Profile::parse(&record.profile).ok_or_else(unreadable)?,
        organization: record.actions.iter().map(read).collect::<Option<Actions>>().ok_or_else(unreadable)?,
        server: gov.parts.settings.server_actions.clone(),
    })
}
