use leptos::{form::ActionForm, prelude::*};
use model::{
    Action, Permission,
    views::{Asks, PolicyDetail},
};

use super::{one::OnePolicy, words::decided_in_words};
use crate::{
    components::{
        ActionMark, Button, ButtonKind, Choice, Crumb, FormProblems, Icon, LinkButton, Notice, PageHead, Select, TextArea, Tone,
        action_word,
    },
    contexts::{Problems, use_viewer},
    server_fns::{policies::OverridePolicy, typed::take},
};

/// How long an override holds, with its words.
const ENDS: [(&str, &str); 5] =
    [("1", "In a day"), ("7", "In 7 days"), ("30", "In 30 days"), ("90", "In 90 days"), ("never", "When it is lifted")];

/// `/o/:org/policies/:id/override`.
#[component]
pub(crate) fn OverridePolicyPage() -> impl IntoView {
    let typed = StoredValue::new(take("reason"));
    let viewer = use_viewer();
    let draw = move |org: String, policy: PolicyDetail, _| {
        let page = Suspend::new(async move {
            let may_loosen = viewer.await.is_ok_and(|viewer| viewer.may(Permission::PoliciesLoosen));
            view! { <Page org policy may_loosen typed=typed.get_value()/> }
        });
        view! { <Suspense>{page}</Suspense> }
    };
    view! { <OnePolicy draw/> }
}

#[component]
fn Page(org: String, policy: PolicyDetail, may_loosen: bool, typed: Option<String>) -> impl IntoView {
    let base = format!("/o/{org}/policies");
    let here = format!("{base}/{}", policy.entry.id);
    let crumbs = vec![Crumb::new(base, "Policies"), Crumb::new(here.clone(), policy.entry.name.clone())];
    let body = if policy.override_in_force.is_some() {
        view! {
            <Notice tone=Tone::Warn title="There is an override already.">"Lift it on the policy's page before making another."</Notice>
            <div class="form-foot"><LinkButton href=here>"Back to the policy"</LinkButton></div>
        }
        .into_any()
    } else {
        view! { <Fields org policy here may_loosen typed/> }.into_any()
    };
    view! {
        <div class="page page-narrow">
            <PageHead title="Override what it asks for" crumbs lead="An override changes the action of one policy without editing it. It is recorded with its reason, and wins over profiles and settings."/>
            {body}
        </div>
    }
}

#[component]
fn Fields(org: String, policy: PolicyDetail, here: String, may_loosen: bool, typed: Option<String>) -> impl IntoView {
    let action = ServerAction::<OverridePolicy>::new();
    let problems = Problems::of(action);
    let pending = action.pending();
    let now = policy.entry.asks.general.action;
    let decided = decided_in_words(&policy.entry.asks.general.decided_by);
    let offered = offered(strictest(&policy.entry.asks), may_loosen);
    let options = offered.into_iter().map(|action| Choice::new(action.as_str(), strictness(action, now))).collect::<Vec<_>>();
    let stays = (!may_loosen).then(|| {
        view! { <p class="action-note small"><Icon icon=icondata_lu::LuLock/>" Less strict than now needs the permission policies:loosen, which owners and admins hold."</p> }
    });
    let stricter = Action::ALL.iter().rev().find(|action| **action < now).copied().unwrap_or(now);
    let ends = ENDS.map(|(days, word)| Choice::new(days, word)).to_vec();
    view! {
        <ActionForm action attr:class="card form card-form">
            <FormProblems problems/>
            <p class="row small"><span class="muted">"Now"</span><ActionMark action=now/>{decided.map(|words| view! { <span class="muted">{words}</span> })}</p>
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="id" value=policy.entry.id/>
            <div class="form-row">
                <Select name="action" label="Asks to" options selected=stricter.as_str() problem=problems.field("action_override")/>
                <Select name="days" label="Ends" options=ends selected="30" problem=problems.field("expires_at")/>
            </div>
            {stays}
            <TextArea name="reason" label="Reason" hint="It is kept with the override in the ledger." rows=2_u32 maxlength=500_u32 required=true value=typed problem=problems.field("override_reason")/>
            <div class="form-foot">
                <LinkButton href=here>"Cancel"</LinkButton>
                <Button kind=ButtonKind::Primary pending>"Override policy"</Button>
            </div>
        </ActionForm>
    }
}

/// The strictest that is asked for on any way: what is less strict than that loosens.
fn strictest(asks: &Asks) -> Action {
    asks.general.action.min(asks.gateway.action).min(asks.mcp.action)
}

/// What an override may ask for: without the permission to loosen nothing that is less strict than now.
fn offered(strictest: Action, may_loosen: bool) -> Vec<Action> {
    let all = Action::ALL.iter().copied().filter(|action| *action != Action::Allow);
    all.filter(|action| may_loosen || *action <= strictest).collect()
}

fn strictness(action: Action, now: Action) -> String {
    let how = match action.cmp(&now) {
        std::cmp::Ordering::Less => ", stricter than now",
        std::cmp::Ordering::Equal => ", as now",
        std::cmp::Ordering::Greater => ", less strict than now",
    };
    format!("{}{how}", action_word(action))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_not_loosen_is_offered_nothing_less_strict() {
        assert_eq!(offered(Action::Redact, false), [Action::Block, Action::RequireApproval, Action::Redact]);
        assert_eq!(offered(Action::Block, false), [Action::Block]);
        assert!(offered(Action::Redact, true).contains(&Action::Log));
        assert!(!offered(Action::Allow, true).contains(&Action::Allow), "an override never lets everything pass");
    }
}
