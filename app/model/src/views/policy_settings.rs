use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Ask;
use crate::Action;

/// How strict an organisation is with what shipped policies find.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsView {
    /// Its profile.
    pub profile: String,
    /// Every profile with what it asks for by group; `None` leaves it to each policy.
    pub profiles: Vec<(String, BTreeMap<String, Option<Action>>)>,
    /// Every setting.
    pub settings: Vec<SettingLine>,
}

/// One setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingLine {
    /// Its name, like `MCP_PII_ACTION`.
    pub name: String,
    /// The policies that it speaks for: `PII`, `SQLI`, `SECRETS` or `DANGEROUS`.
    pub group: String,
    /// The calls that it speaks for: `general`, `gateway` or `mcp`.
    pub way: String,
    /// What the organisation chose.
    pub chosen: Option<Action>,
    /// What it may choose.
    pub offered: Vec<Action>,
    /// What policies of this group ask for on this way, and what decides it; `None` leaves it to each policy.
    pub comes_to: Option<Ask>,
}
