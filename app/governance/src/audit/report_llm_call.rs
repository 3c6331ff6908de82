use ledger::Deed;
use model::{DecisionId, DeedKind, Invalid, PersonalField};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::{Reported, clean, looked_at};
use crate::{Governance, Result, auth::Caller, decide, detection::Tally};

/// What a client says about a model call that a pre-check had let pass.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct LlmCall {
    /// The context id of the pre-check.
    pub context_id: String,
    /// What the model answered, in short.
    pub response_summary: String,
    /// Who ran the model.
    pub provider: String,
    /// Which model.
    pub model: String,
    /// How many tokens it took.
    pub token_usage: TokenUsage,
    /// How long it took.
    pub latency_ms: i64,
    /// Whatever else the client wants to keep.
    pub metadata: Value,
}

/// Tokens of one model call.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub struct TokenUsage {
    /// Tokens of the prompt.
    pub prompt_tokens: i64,
    /// Tokens of the answer.
    pub completion_tokens: i64,
    /// Both.
    pub total_tokens: i64,
}

/// Records a model call. The context id must be one of this caller's, and not expired.
pub async fn report_llm_call(gov: &Governance, caller: &Caller, call: LlmCall) -> Result<Reported> {
    for (field, value) in [("context_id", &call.context_id), ("provider", &call.provider), ("model", &call.model)] {
        if value.trim().is_empty() {
            return Err(Invalid::new(field, "is required").into());
        }
    }
    let decision = decide::read_context(gov, caller, &call.context_id)?;
    let audit_id = Uuid::now_v7();
    let (deed, found) = looked_at(move || {
        let found = Tally::default().and_text(&call.response_summary).and_json(&call.metadata);
        (deed(audit_id, decision, &call).fact("detections", found.fact()), found)
    })
    .await?;
    let recorded = gov.parts.writer.append(&caller.scope, deed).await?;
    found.publish("llm_call");
    Ok(Reported { audit_id, at: recorded.at })
}

fn deed(audit_id: Uuid, decision: DecisionId, call: &LlmCall) -> Deed {
    let model = clean::word(&call.model);
    let response = (!call.response_summary.is_empty()).then(|| clean::text(&call.response_summary));
    Deed::new(DeedKind::LlmCallReported, audit_id)
        .target(model.as_str())
        .fact("decision", decision.to_string())
        .fact("provider", clean::word(&call.provider))
        .fact("model", model)
        .fact("prompt_tokens", clean::count(call.token_usage.prompt_tokens))
        .fact("completion_tokens", clean::count(call.token_usage.completion_tokens))
        .fact("total_tokens", clean::count(call.token_usage.total_tokens))
        .fact("latency_ms", clean::count(call.latency_ms))
        .personal_opt(PersonalField::Response, response)
        .personal_opt(PersonalField::Context, clean::json(&call.metadata))
}

#[cfg(test)]
mod tests {
    use model::Id;
    use serde_json::json;

    use super::*;

    #[test]
    fn the_answer_is_kept_beside_the_record_and_redacted() {
        let call = LlmCall {
            response_summary: "Her card is 4111 1111 1111 1111".to_owned(),
            model: "m".to_owned(),
            metadata: json!({"mail": "ann@example.com"}),
            ..LlmCall::default()
        };

        let deed = deed(Uuid::nil(), Id::from_uuid(Uuid::nil()), &call);

        assert_eq!(
            deed.personal,
            [
                (PersonalField::Response, "Her card is [REDACTED:credit_card]".to_owned()),
                (PersonalField::Context, r#"{"mail":"[REDACTED:email]"}"#.to_owned()),
            ]
        );
        assert!(!serde_json::Value::from(deed.facts).to_string().contains("4111"));
    }
}
