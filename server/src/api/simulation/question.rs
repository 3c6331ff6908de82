use gate::problem::Problem;
use governance::decide::{Call, HoldMode, Redaction};
use model::Plane;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::api::{end_user, governed::required, scanned_text::ScannedText};

/// A call that is not made.
#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct Question {
    query: String,
    request_type: Option<String>,
    /// Attributes of the end user; the same as `user` in the context.
    #[schema(value_type = Option<Object>)]
    user: Option<Map<String, Value>>,
    #[schema(value_type = Option<Object>)]
    context: Option<Map<String, Value>>,
    /// The tool or model, as `group/name`.
    target: Option<String>,
    /// `decide` when left out; `pre_check`, `proxy`, `mcp_input` or `mcp_output`.
    plane: Option<String>,
}

impl Question {
    /// The call, put together as a real one is.
    pub(super) fn call(self) -> Result<Call, Problem> {
        required("query", &self.query)?;
        let plane = match self.plane.as_deref() {
            None => Plane::Decide,
            Some(word) => {
                Plane::parse(word).filter(|plane| *plane != Plane::Queue).ok_or_else(|| Problem::invalid("plane", "is unknown"))?
            }
        };
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
            end_user: end_user::label(end_user.as_deref()),
            context: end_user::labels(Some(&context)),
            exact: Value::Object(Map::from_iter([("context".to_owned(), Value::Object(context))])),
            approval: None,
            hold: HoldMode::Never,
            redaction: Redaction::Possible,
        })
    }
}
