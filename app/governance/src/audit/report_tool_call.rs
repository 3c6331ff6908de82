use ledger::Deed;
use model::{DeedKind, Invalid, PersonalField};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Reported, clean, looked_at};
use crate::{Governance, Result, auth::Caller, detection::Tally};

/// What a client says about a tool call.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ToolCall {
    /// Which tool.
    pub tool_name: String,
    /// Which agent or program called it.
    pub caller_name: Option<String>,
    /// What kind of tool.
    pub tool_type: Option<String>,
    /// What went in.
    pub input: Value,
    /// What came out.
    pub output: Value,
    /// The workflow that it belongs to.
    pub workflow_id: Option<String>,
    /// The step of that workflow.
    pub step_id: Option<String>,
    /// The end user.
    pub user_id: Option<String>,
    /// How long it took.
    pub duration_ms: Option<i64>,
    /// Ids of policies that the client says it applied.
    pub policies_applied: Vec<String>,
    /// Whether it went well.
    pub success: Option<bool>,
    /// What went wrong.
    pub error_message: Option<String>,
}

/// Records a tool call.
pub async fn report_tool_call(gov: &Governance, caller: &Caller, call: ToolCall) -> Result<Reported> {
    if call.tool_name.trim().is_empty() {
        return Err(Invalid::new("tool_name", "is required").into());
    }
    let audit_id = Uuid::now_v7();
    let (deed, found) = looked_at(move || {
        let failure = call.error_message.as_deref().unwrap_or_default();
        let found = Tally::default().and_json(&call.input).and_json(&call.output).and_text(failure);
        (deed(audit_id, &call).fact("detections", found.fact()), found)
    })
    .await?;
    let recorded = gov.parts.writer.append(&caller.scope, deed).await?;
    found.publish("tool_call");
    Ok(Reported { audit_id, at: recorded.at })
}

/// Policies named here are the client's claim; the fact has another name than what this service matched itself.
fn deed(audit_id: Uuid, call: &ToolCall) -> Deed {
    let word = |text: &Option<String>| text.as_deref().map(clean::word);
    let claimed: Vec<String> = call.policies_applied.iter().take(50).map(|id| clean::word(id)).collect();
    let end_user = call.user_id.as_deref().and_then(clean::end_user);
    Deed::new(DeedKind::ToolCallReported, audit_id)
        .target(clean::path(&call.tool_name))
        .fact("tool_type", word(&call.tool_type))
        .fact("workflow_id", word(&call.workflow_id))
        .fact("step_id", word(&call.step_id))
        .fact("duration_ms", call.duration_ms.map(clean::count))
        .fact("policies_claimed", claimed)
        .fact("success", call.success.unwrap_or(call.error_message.is_none()))
        .personal_opt(PersonalField::Query, clean::json(&call.input))
        .personal_opt(PersonalField::Response, clean::json(&call.output))
        .personal_opt(PersonalField::Context, context(call))
        .personal_opt(PersonalField::EndUser, end_user)
}

fn context(call: &ToolCall) -> Option<String> {
    if call.caller_name.is_none() && call.error_message.is_none() {
        return None;
    }
    clean::json(&json!({"caller_name": call.caller_name, "error_message": call.error_message}))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn input_and_output_are_redacted() {
        let call = ToolCall {
            tool_name: "crm.lookup".to_owned(),
            input: json!({"ssn": "123-45-6789"}),
            output: json!({"mail": "ann@example.com"}),
            ..ToolCall::default()
        };

        let deed = deed(Uuid::nil(), &call);

        assert_eq!(
            deed.personal,
            [
                (PersonalField::Query, r#"{"ssn":"[REDACTED:ssn]"}"#.to_owned()),
                (PersonalField::Response, r#"{"mail":"[REDACTED:email]"}"#.to_owned()),
            ]
        );
        assert_eq!(deed.facts.get("success"), Some(&Value::Bool(true)));
    }

    #[test]
    fn an_error_message_means_failure_unless_said_otherwise() {
        let failed = ToolCall { error_message: Some("timeout".to_owned()), ..ToolCall::default() };

        assert_eq!(deed(Uuid::nil(), &failed).facts.get("success"), Some(&Value::Bool(false)));
    }
}
