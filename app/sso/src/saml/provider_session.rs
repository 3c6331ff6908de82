use serde::{Deserialize, Serialize};

/// What a provider calls somebody, and their session with it: what a message about signing out has to name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderSession {
    /// What the provider calls the person.
    pub name_id: String,
    /// How it chose that name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// Among whose names it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_qualifier: Option<String>,
    /// For whom it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sp_name_qualifier: Option<String>,
    /// What it calls the session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_index: Option<String>,
}
