use model::{Invalid, Plane};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::decide::{Call, HoldMode, Redaction, ScannedText, end_user_label, labels};

/// A call that is not made, in the words of the wire.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// What it says.
    pub query: String,
    /// `decide` when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_type: Option<String>,
    /// Attributes of the end user; the same as `user` in the context.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<Map<String, Value>>,
    /// Whatever else comes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<Map<String, Value>>,
    /// The tool or model, as `group/name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// `decide` when left out; `pre_check`, `proxy`, `mcp_input` or `mcp_output`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plane: Option<String>,
}

impl Question {
    /// The call, put together as a real one is.
    pub fn call(self) -> Result<Call, Invalid> {
        if self.query.trim().is_empty() {
            return Err(Invalid::new("query", "is required"));
        }
        let plane = self.plane.as_deref().map_or(Some(Plane::Decide), |word| Plane::parse(word).filter(|plane| *plane != Plane::Queue));
        let plane = plane.ok_or_else(|| Invalid::new("plane", "is unknown"))?;
        let mut context = self.context.unwrap_or_default();
        let end_user = self.user.as_ref().and_then(|user| user.get("id")?.as_str().map(str::to_owned));
        if let Some(user) = self.user {
            context.entry("user").or_insert(Value::Object(user));
        }
        let request_type = self.request_type.unwrap_or_else(|| "decide".to_owned());
        Ok(Call {
            plane,
            request_type: request_type.chars().take(100).collect(),
            text: ScannedText::of(&self.query).with_members(Some(&context)).into_text(),
            target: self.target.map(|target| target.chars().take(254).collect()),
            end_user: end_user_label(end_user.as_deref()),
            context: labels(Some(&context)),
            exact: Value::Object(Map::from_iter([("context".to_owned(), Value::Object(context))])),
            approval: None,
            hold: HoldMode::Never,
            redaction: Redaction::Possible,
        })
    }
}
