use leptos::{form::ActionForm, prelude::*};
use model::{
    Permission, ReleaseChange, ReleaseState,
    views::{ReleaseDetail, ReleaseLine, Viewer},
};

use crate::{
    components::{Button, ButtonKind, Card, FormProblems, Icon, LinkButton, TextArea},
    contexts::Problems,
    server_fns::releases::StepRelease,
};

/// What can be done with a change now, by this viewer; or why nothing can.
#[component]
pub(super) fn Acts(org: String, viewer: Viewer, detail: ReleaseDetail) -> impl IntoView {
    let step = ServerAction::<StepRelease>::new();
    let problems = Problems::of(step);
    let line = detail.line.clone();
    let body = match line.state {
        ReleaseState::Draft => view! { <Draft org=org.clone() viewer=viewer.clone() detail step/> }.into_any(),
        ReleaseState::Requested => view! { <Requested org=org.clone() viewer=viewer.clone() detail step/> }.into_any(),
        ReleaseState::Released if line.waits_for_review() => {
            view! { <Review org=org.clone() viewer=viewer.clone() line=line.clone() step/> }.into_any()
        }
        ReleaseState::Released | ReleaseState::Withdrawn => {
            let versions = format!("/o/{org}/policies/{}/versions", line.policy_id);
            view! { <p class="small muted">"Nothing is left to do. Earlier versions are put back from "<a href=versions>"the policy's versions"</a>"."</p> }.into_any()
        }
    };
    let emergency = (line.state.is_open() && viewer.may(Permission::PoliciesEmergency))
        .then(|| view! { <Emergency org id=line.id.to_string() step problems/> });
    view! {
        <Card title="Next" id="next">
            <div class="stack"><FormProblems problems/>{body}{emergency}</div>
        </Card>
    }
}

/// What is missing, and the way on.
#[component]
fn Draft(org: String, viewer: Viewer, detail: ReleaseDetail, step: ServerAction<StepRelease>) -> impl IntoView {
    let line = detail.line;
    let is_ready = detail.missing.is_empty();
    let missing = detail.missing.into_iter().map(|sentence| view! { <li><Icon icon=icondata_lu::LuCircle/><span>{sentence}</span></li> });
    let says = if is_ready { "It is ready. Handed in, it waits for somebody who did not write it." } else { "Before it can be handed in:" };
    let edit = (line.change != ReleaseChange::Remove)
        .then(|| view! { <LinkButton href=format!("/o/{org}/policies/{}/edit", line.policy_id)>"Edit draft"</LinkButton> });
    let acts = viewer.may(Permission::PoliciesWrite).then(|| {
        view! {
            <div class="row">
                <StepForm org=org.clone() id=line.id.to_string() word="request" label="Hand in" kind=ButtonKind::Primary step disabled=!is_ready/>
                {edit}
                <StepForm org=org.clone() id=line.id.to_string() word="withdraw" label="Withdraw" kind=ButtonKind::DangerQuiet step/>
            </div>
        }
    });
    view! { <p class="small">{says}</p><ul class="problems-open">{missing.collect_view()}</ul>{acts} }
}

#[component]
fn Requested(org: String, viewer: Viewer, detail: ReleaseDetail, step: ServerAction<StepRelease>) -> impl IntoView {
    let line = detail.line;
    let id = line.id.to_string();
    let release = match (viewer.may(Permission::PoliciesRelease), line.is_viewers_own) {
        (true, false) => view! { <StepForm org=org.clone() id=id.clone() word="release" label="Release" kind=ButtonKind::Primary step/> }.into_any(),
        (true, true) => view! { <p class="action-note small"><Icon icon=icondata_lu::LuLock/>" You wrote some of it, so somebody else releases it."</p> }.into_any(),
        (false, _) => view! { <p class="action-note small"><Icon icon=icondata_lu::LuLock/>" Releasing needs the permission policies:release, which owners, admins and policy admins hold."</p> }.into_any(),
    };
    let withdraw = viewer
        .may(Permission::PoliciesWrite)
        .then(|| view! { <StepForm org id word="withdraw" label="Withdraw" kind=ButtonKind::DangerQuiet step/> });
    view! { <p class="small">"Tested, simulated and handed in. Once released it is enforced within a second."</p><div class="row">{release}{withdraw}</div> }
}

#[component]
fn Review(org: String, viewer: Viewer, line: ReleaseLine, step: ServerAction<StepRelease>) -> impl IntoView {
    let act = if viewer.may(Permission::PoliciesRelease) {
        view! { <StepForm org id=line.id.to_string() word="review" label="Mark as reviewed" kind=ButtonKind::Primary step/> }.into_any()
    } else {
        ().into_any()
    };
    view! { <p class="small">"It was released in an emergency. Somebody who neither wrote nor released it looks at it afterwards."</p>{act} }
}

/// Skips everything but the compiler.
#[component]
fn Emergency(org: String, id: String, step: ServerAction<StepRelease>, problems: Problems) -> impl IntoView {
    let pending = step.pending();
    view! {
        <details class="disclosure">
            <summary>"Release in an emergency"</summary>
            <ActionForm action=step attr:class="form">
                <p class="small muted">"Without tests, simulation or a second person. It is recorded as that, with your reason, and waits for a review."</p>
                <input type="hidden" name="org" value=org/>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="step" value="emergency"/>
                <TextArea name="reason" label="Reason" rows=2_u32 maxlength=500_u32 required=true problem=problems.field("reason")/>
                <Button kind=ButtonKind::Danger pending>"Release now"</Button>
            </ActionForm>
        </details>
    }
}

/// One button that does one thing.
#[component]
fn StepForm(
    org: String,
    id: String,
    word: &'static str,
    label: &'static str,
    kind: ButtonKind,
    step: ServerAction<StepRelease>,
    #[prop(optional)] disabled: bool,
) -> impl IntoView {
    let pending = step.pending();
    view! {
        <ActionForm action=step>
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="step" value=word/>
            <input type="hidden" name="reason" value=""/>
            <Button kind disabled pending>{label}</Button>
        </ActionForm>
    }
}
