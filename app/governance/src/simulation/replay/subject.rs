use model::{Action, ReleaseChange};
use policy::{Call, Facts, Matcher, Policy, PolicyKind, Snapshot, evaluate};
use store::{
    OrgTx,
    policies::{self, PolicyFields, PolicyRow},
    releases,
};
use time::OffsetDateTime;

use super::{
    kept::{Kept, Lack},
    run::ReplaySubject,
};
use crate::{
    Error, Governance, Result,
    policies::{is_visible, load, own_policy},
};

/// The policy that changes, as it would be.
pub(super) struct Subject {
    pub(super) id: String,
    /// None when it would not be evaluated.
    form: Option<Form>,
    /// What it looked for before, newest first.
    earlier: Vec<Earlier>,
}

struct Form {
    /// The policy beside the shipped ones, of which nothing is asked.
    snapshot: Snapshot,
    /// What a match asks for, where every match asks for the same.
    action: Option<Action>,
    reads_text: bool,
    reads_context: bool,
}

/// From when on it had a form.
struct Earlier {
    from: OffsetDateTime,
    /// Whether it was evaluated, and looked for the same as it would.
    looked_for_the_same: bool,
}

/// Whether it would match a past call, and with what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Judgement {
    NoMatch,
    Match(Action),
    Unknown(Lack),
}

impl Subject {
    pub(super) async fn load(gov: &Governance, tx: &mut OrgTx, wanted: &ReplaySubject) -> Result<Self> {
        let (row, change) = form(tx, wanted).await?;
        let versions = policies::versions(tx, &row.policy_id).await?;
        let earlier = versions.iter().map(|version| {
            let looked_for_the_same = version.change_type != "deleted" && looks_for_the_same(&version.fields()?, &row.fields);
            Ok(Earlier { from: version.changed_at, looked_for_the_same })
        });
        let earlier = earlier.collect::<Result<Vec<Earlier>>>()?;
        let id = row.policy_id.clone();
        if change == ReleaseChange::Remove || !row.fields.enabled {
            return Ok(Self { id, form: None, earlier });
        }
        let mut alone = load(gov, tx).await?;
        alone.keep_only(row.clone());
        let form = Form::of(&own_policy(&row)?, alone.compile()?, tx.now());
        Ok(Self { id, form: Some(form), earlier })
    }

    /// What the policy would say to a past call.
    pub(super) fn judge(&self, kept: &Kept) -> Judgement {
        let Some(form) = &self.form else { return Judgement::NoMatch };
        if let Some(action) = form.action.filter(|_| self.looked_for_the_same_at(kept.at)) {
            let did_match = kept.matched.iter().any(|(policy, _)| *policy == self.id);
            return if did_match { Judgement::Match(action) } else { Judgement::NoMatch };
        }
        match (kept.text_lacks, kept.context_is_whole) {
            (Some(lack), _) if form.reads_text => Judgement::Unknown(lack),
            (lack, false) if form.reads_context => Judgement::Unknown(lack.unwrap_or(Lack::Context)),
            _ => form.ask(&self.id, kept),
        }
    }

    fn looked_for_the_same_at(&self, at: OffsetDateTime) -> bool {
        self.earlier.iter().find(|earlier| earlier.from <= at).is_some_and(|earlier| earlier.looked_for_the_same)
    }
}

impl Form {
    fn of(policy: &Policy, snapshot: Snapshot, now: OffsetDateTime) -> Self {
        let (reads_text, reads_context) = reads(&policy.matcher);
        let is_one_action = !matches!(policy.matcher, Matcher::Rego(_));
        let action = is_one_action.then(|| snapshot.action_of(&policy.id, now).unwrap_or(policy.action));
        Self { snapshot, action, reads_text, reads_context }
    }

    fn ask(&self, id: &str, kept: &Kept) -> Judgement {
        let facts = Facts {
            request_type: &kept.request_type,
            target: kept.target.as_deref(),
            end_user: kept.end_user.as_deref(),
            context: Some(&kept.context),
        };
        let call = Call { plane: kept.plane, tenant: kept.tenant, text: &kept.text, now: kept.at, facts };
        let evaluation = evaluate(&self.snapshot, &call, &detect::scan(&kept.text));
        let hit = evaluation.matched.iter().find(|hit| hit.policy.as_str() == id);
        hit.map_or(Judgement::NoMatch, |hit| Judgement::Match(self.action.unwrap_or(hit.action)))
    }
}

/// The form that is asked about, and what the change does.
async fn form(tx: &mut OrgTx, wanted: &ReplaySubject) -> Result<(PolicyRow, ReleaseChange)> {
    let principal = tx.scope().principal().clone();
    match wanted {
        ReplaySubject::Release(id) => {
            let release = releases::find(tx, *id).await?.filter(|row| is_visible(&principal, row.tenant())).ok_or(Error::NotFound)?;
            let mut row = policies::find_any(tx, &release.policy_id).await?.ok_or(Error::NotFound)?;
            row.fields = release.fields().clone();
            Ok((row, release.change()?))
        }
        ReplaySubject::Policy(id) => {
            let mut row = policies::find(tx, id).await?.filter(|row| is_visible(&principal, row.tenant())).ok_or(Error::NotFound)?;
            row.fields.enabled = true;
            Ok((row, ReleaseChange::Update))
        }
    }
}

/// Whether both match the same calls. What a match asks for may differ.
fn looks_for_the_same(before: &PolicyFields, after: &PolicyFields) -> bool {
    let part = |fields: &PolicyFields, name: &str| fields.document.as_ref().and_then(|document| document.get(name)).cloned();
    let is_same_document = match PolicyKind::parse(&after.kind) {
        Some(PolicyKind::Pattern) => before.pattern == after.pattern,
        // A route is a condition more, which lies in the actions.
        Some(PolicyKind::Conditions) => part(before, "conditions") == part(after, "conditions") && !has_route(before) && !has_route(after),
        Some(PolicyKind::Rego) | None => false,
    };
    before.enabled && is_same_document && before.surfaces == after.surfaces
}

fn has_route(fields: &PolicyFields) -> bool {
    let actions = fields.document.as_ref().and_then(|document| document.get("actions")?.as_array());
    actions.into_iter().flatten().any(|action| action.get("type").is_some_and(|kind| kind == "route"))
}

/// Whether a policy reads the text of a call, and its context.
fn reads(matcher: &Matcher) -> (bool, bool) {
    match matcher {
        Matcher::Detector(_) | Matcher::Pattern(_) => (true, false),
        Matcher::Rego(_) => (true, true),
        Matcher::Conditions(conditions) => {
            let any = |test: fn(&str) -> bool| conditions.specs().iter().any(|spec| test(&spec.field));
            (any(is_of_text), any(is_of_context))
        }
    }
}

fn is_of_text(field: &str) -> bool {
    matches!(field, "query" | "text" | "response" | "detected" | "detected_count" | "risk_score")
}

fn is_of_context(field: &str) -> bool {
    (field.starts_with("user.") && field != "user.id") || field.starts_with("context.") || matches!(field, "provider" | "model")
}

#[cfg(test)]
mod tests {
    use policy::{ConditionSpec, Conditions};
    use serde_json::json;

    use super::*;

    fn conditions(field: &str) -> (bool, bool) {
        let spec = ConditionSpec { field: field.to_owned(), operator: "exists".to_owned(), value: json!(null) };
        reads(&Matcher::Conditions(Conditions::parse(&[spec]).unwrap()))
    }

    #[test]
    fn every_field_says_what_it_reads() {
        for field in Conditions::fields() {
            let is_outside = matches!(
                field,
                "request_type" | "surface" | "plane" | "target" | "connector" | "operation" | "tenant_id" | "user.id" | "hour" | "weekday"
            );
            assert_eq!(conditions(field) == (false, false), is_outside, "{field}");
        }
        assert_eq!((conditions("user.role"), conditions("context.a.b")), ((false, true), (false, true)));
    }
}
