use std::{
    num::NonZeroU32,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::Ordering,
    time::Duration,
};

use anyhow::Result;
use detect::Findings;
use model::{Id, Plane};
use regorus::{Engine, Value, utils::limits::ExecutionTimerConfig};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Answer, Rego, RegoError, functions, rewrite, rule::Rule};
use crate::{Call, Facts, Redaction, facts::Asked};

/// How long one module may take for one call. The promise is 10 ms at the 95th percentile; this is where waiting ends.
const LIMIT: Duration = Duration::from_millis(100);
/// Steps of one rule between two looks at the clock. Ordinary rules need fewer, so that what they say never depends on how
/// busy the machine is: a simulation, a second node and a later replay say the same.
const UNTIMED_STEPS: NonZeroU32 = match NonZeroU32::new(1_000) {
    Some(steps) => steps,
    None => NonZeroU32::MIN,
};
/// Calls in a row that may run too long before the module is not asked again: one may be the fault of a busy machine.
pub(super) const MOST_OVERRUNS: u8 = 3;
/// Sentences of one answer that are told.
const MOST_SENTENCES: usize = 5;

pub(super) fn limit(engine: &mut Engine) {
    engine.set_execution_timer_config(ExecutionTimerConfig { limit: LIMIT, check_interval: UNTIMED_STEPS });
}

/// Compiles the module by asking it about an empty call, so that clones of it are ready to run. A rule that fails there
/// would fail on calls too.
pub(super) fn prepared(mut rego: Rego) -> Result<Rego, RegoError> {
    limit(&mut rego.engine);
    let call = Call {
        plane: Plane::Decide,
        tenant: Id::from_uuid(Uuid::nil()),
        text: "",
        now: OffsetDateTime::UNIX_EPOCH,
        facts: Facts::default(),
    };
    let findings = Findings::default();
    let asked = Asked::of(&call, &findings);
    ready(&mut rego.engine, &asked);
    for (_, path) in &rego.rules {
        eval(&mut rego.engine, path).map_err(RegoError::of)?;
    }
    Ok(rego)
}

fn ready(engine: &mut Engine, asked: &Asked<'_>) {
    functions::set_clock(asked.call.now.unix_timestamp_nanos());
    engine.set_input(asked.document().clone());
}

/// The interpreter must not panic; if it does, the call is refused and the process goes on.
fn eval(engine: &mut Engine, path: &str) -> Result<Value> {
    catch_unwind(AssertUnwindSafe(|| engine.eval_rule(path.to_owned()))).unwrap_or_else(|_| Err(anyhow::anyhow!("the interpreter failed")))
}

pub(super) fn judge(rego: &Rego, asked: &Asked<'_>) -> Option<Answer> {
    let mut engine = rego.engine.clone();
    let answer = answer(rego, &mut engine, asked);
    let is_overrun = answer.as_ref().is_err_and(|error| error.to_string().contains("time limit"));
    if is_overrun {
        rego.overruns.fetch_add(1, Ordering::Relaxed);
        return Some(Answer::failed("rego: it ran too long"));
    }
    rego.overruns.store(0, Ordering::Relaxed);
    answer.unwrap_or_else(|_| Some(Answer::failed("rego: it could not be evaluated")))
}

fn answer(rego: &Rego, engine: &mut Engine, asked: &Asked<'_>) -> Result<Option<Answer>> {
    ready(engine, asked);
    let mut answer = Answer { asks: Vec::new(), matched_on: String::new(), redactions: Vec::new() };
    for (rule, path) in &rego.rules {
        let value = eval(engine, path)?;
        let name = path.rsplit('.').next().unwrap_or_default();
        let said = if *rule == Rule::RedactedQuery { rewritten(&mut answer, asked, &value)? } else { says(*rule, &value)? };
        if !said {
            continue;
        }
        if !answer.matched_on.is_empty() {
            answer.matched_on.push_str("; ");
        }
        answer.asks.push(rule.action());
        answer.matched_on.push_str(&told(rego, name, &value));
    }
    Ok((!answer.asks.is_empty()).then_some(answer))
}

/// Whether the value of a rule is a match. A rule that is not of a kind that can decide is an error.
fn says(rule: Rule, value: &Value) -> Result<bool> {
    let is_true = match value {
        Value::Undefined => false,
        Value::Bool(flag) => *flag,
        Value::Set(entries) => !entries.is_empty(),
        Value::Array(entries) => !entries.is_empty(),
        Value::String(_) | Value::Null | Value::Number(_) | Value::Object(_) => anyhow::bail!("a deciding rule is no flag and no set"),
    };
    Ok(if rule == Rule::Allow { !is_true } else { is_true })
}

/// Notes what the module rewrote of the text.
fn rewritten(answer: &mut Answer, asked: &Asked<'_>, value: &Value) -> Result<bool> {
    if *value == Value::Undefined {
        return Ok(false);
    }
    let text = value.as_string()?;
    let stretches = rewrite::stretches(asked.query(), text);
    let redactions = stretches.into_iter().map(|(span, with)| Redaction { span, label: String::new(), with: Some(with) });
    answer.redactions.extend(redactions);
    Ok(!answer.redactions.is_empty())
}

/// The rule, with those of its sentences that stand in the module as they are: others may hold what the call said.
fn told(rego: &Rego, name: &str, value: &Value) -> String {
    let entries: Vec<&str> = match value {
        Value::Set(entries) => entries.iter().filter_map(|entry| Some(entry.as_string().ok()?.as_ref())).collect(),
        Value::Array(entries) => entries.iter().filter_map(|entry| Some(entry.as_string().ok()?.as_ref())).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) | Value::Undefined => Vec::new(),
    };
    let own: Vec<&str> =
        entries.into_iter().filter(|entry| rego.sentences.iter().any(|sentence| sentence == entry)).take(MOST_SENTENCES).collect();
    if own.is_empty() { name.to_owned() } else { format!("{name}: {}", own.join(", ")) }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn asked<T>(text: &str, then: impl FnOnce(&Asked<'_>) -> T) -> T {
        let tenant = Id::from_uuid(Uuid::nil());
        let call = Call { plane: Plane::Decide, tenant, text, now: OffsetDateTime::UNIX_EPOCH, facts: Facts::default() };
        let findings = Findings::default();
        then(&Asked::of(&call, &findings))
    }

    #[test]
    fn a_rule_of_few_steps_says_the_same_however_busy_the_machine_is() {
        let mut engine = Engine::new();
        engine
            .add_policy(
                "slow.rego".to_owned(),
                "package slow
deny if wait_for_the_machine(1)
"
                .to_owned(),
            )
            .unwrap();
        let stall = |_: Vec<Value>| {
            std::thread::sleep(LIMIT + LIMIT / 5);
            Ok(Value::Bool(true))
        };
        engine.add_extension("wait_for_the_machine".to_owned(), 1, Box::new(stall)).unwrap();
        limit(&mut engine);
        let rules = vec![(Rule::Deny, "data.slow.deny".to_owned())];
        let rego = Rego { source: Arc::from(""), rules, sentences: Arc::from([]), engine, overruns: Arc::default() };

        let said = asked("hello", |asked| judge(&rego, asked)).unwrap();

        assert_eq!(said.matched_on, "deny");
    }

    #[test]
    fn the_examples_of_the_guide_never_look_at_the_clock() {
        for source in [
            include_str!("../../examples/policies/pii.rego"),
            include_str!("../../examples/policies/rbac.rego"),
            include_str!("../../examples/policies/permissions.rego"),
            include_str!("../../examples/policies/hipaa.rego"),
        ] {
            let mut rego = Rego::parse(source).unwrap();
            // The first look would be one too late.
            rego.engine.set_execution_timer_config(ExecutionTimerConfig { limit: Duration::ZERO, check_interval: UNTIMED_STEPS });
            let text = "Show all patients with SSN 123-45-6789, please. ".repeat(40);

            let said = asked(&text, |asked| judge(&rego, asked));

            assert!(said.is_none_or(|said| !said.matched_on.starts_with("rego:")), "{source}");
        }
    }
}
