use std::collections::BTreeMap;

use model::{
    Action,
    views::{Ask, SettingLine, SettingsView},
};
use policy::{Profile, Setting};
use store::{OrgScope, orgs};

use crate::{Governance, Result, governing};

/// The profile and every setting, with what each comes to and what decides that.
pub async fn settings(gov: &Governance, scope: &OrgScope) -> Result<SettingsView> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let stored = governing::stored(gov, &orgs::governing(&mut tx).await?)?;
    let line = |setting: Setting| SettingLine {
        name: setting.to_string(),
        group: setting.group.as_str().to_owned(),
        way: setting.way.as_str().to_owned(),
        chosen: stored.organization.get(&setting).copied(),
        offered: Action::ALL.iter().copied().filter(|action| setting.action(action.as_str()).is_ok()).collect(),
        comes_to: stored.of_group(setting.group, setting.way).map(|(action, source)| Ask { action, decided_by: source.to_string() }),
    };
    Ok(SettingsView { profile: stored.profile.to_string(), profiles: profiles(), settings: Setting::all().map(line).collect() })
}

/// What each profile asks for, group by group.
fn profiles() -> Vec<(String, BTreeMap<String, Option<Action>>)> {
    let of = |profile: Profile| {
        let groups = Setting::all().map(|setting| (setting.group.as_str().to_owned(), profile.action(setting.group)));
        (profile.to_string(), groups.collect())
    };
    Profile::ALL.into_iter().map(of).collect()
}
