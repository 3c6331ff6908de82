use leptos::{ev::SubmitEvent, form::FromFormData, prelude::*};
use model::views::{TraceView, TrialCall};
use serde::{Deserialize, Serialize};

use super::{Area, AreaTabs, editor::CallFields, trace::Trace};
use crate::{
    PortalError,
    components::{Button, ButtonKind, EmptyState, ErrorView, FormProblems, Loading, PageHead},
    contexts::{Problems, forbid_storing, respond_with, use_org},
    posted::{Sent, sent},
    server_fns::policies::{SimulateCall, list_policies, simulate_call},
};

type Answer = Option<Result<TraceView, PortalError>>;

/// What the form posts when no script sends it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct CallForm {
    call: TrialCall,
}

/// `/o/:org/policies/simulate`.
#[component]
pub(crate) fn SimulatePage() -> impl IntoView {
    forbid_storing();
    let org = use_org();
    let posted = StoredValue::new(sent::<CallForm>());
    let simulate = ServerAction::<SimulateCall>::new();
    let first = Resource::new(move || org.get(), move |org| answer(org, posted.get_value()));
    view! {
        <Suspense fallback=|| view! { <div class="page page-wide"><Loading label="Loading the page"/></div> }>
            {move || Suspend::new(async move {
                let first = first.await;
                let typed = match posted.get_value() {
                    Some(Sent::Form(form)) => form.call,
                    Some(Sent::TooLong) | None => TrialCall::default(),
                };
                view! { <Page org=org.get_untracked() first typed simulate/> }
            })}
        </Suspense>
    }
}

/// The answer to the form that was posted; without one only whether the viewer may be here.
async fn answer(org: String, posted: Option<Sent<CallForm>>) -> Result<Option<TraceView>, PortalError> {
    match posted {
        Some(Sent::Form(form)) => simulate_call(org, form.call).await.map(Some),
        Some(Sent::TooLong) => Err(PortalError::field_problem("query", "The call is larger than 1 MiB.")),
        None => list_policies(org, model::views::PolicyQuery::default()).await.map(|_| None),
    }
}

#[component]
fn Page(
    org: String,
    first: Result<Option<TraceView>, PortalError>,
    typed: TrialCall,
    simulate: ServerAction<SimulateCall>,
) -> impl IntoView {
    let was_posted = typed != TrialCall::default();
    let first: Answer = match first {
        Err(error) if was_posted || matches!(error, PortalError::Fields(_)) => {
            respond_with(error.status());
            Some(Err(error))
        }
        Err(error) => return view! { <ErrorView error/> }.into_any(),
        Ok(trace) => trace.map(Ok),
    };
    let answer: Memo<Answer> = Memo::new(move |_| simulate.value().get().or_else(|| first.clone()));
    let problems = Problems::in_answer(answer.into());
    let pending = simulate.pending();
    let target = format!("/o/{org}/policies/simulate");
    let (sent_org, shown_org) = (org.clone(), org.clone());
    let send = move |event: SubmitEvent| {
        let Ok(form) = CallForm::from_event(event.as_ref()) else { return };
        event.prevent_default();
        simulate.dispatch(SimulateCall { org: sent_org.clone(), call: form.call });
    };
    view! {
        <div class="page page-wide">
            <PageHead title="Policies" lead="What a call would be answered now, by every policy in force. It runs what a real call runs, and leaves nothing behind."/>
            <AreaTabs org here=Area::Simulate/>
            <div class="panes">
                <form class="pane" method="post" action=target on:submit=send aria-labelledby="call">
                    <header><h2 id="call">"Call"</h2></header>
                    <div class="pane-body">
                        <FormProblems problems/>
                        <CallFields call=typed problems/>
                    </div>
                    <footer><span class="push"><Button kind=ButtonKind::Primary pending>"Simulate call"</Button></span></footer>
                </form>
                <section class="pane" aria-labelledby="answer">
                    <header><h2 id="answer">"Answer"</h2></header>
                    {move || match answer.get() {
                        Some(Ok(trace)) => view! { <Trace org=shown_org.clone() trace/> }.into_any(),
                        Some(Err(_)) | None => view! {
                            <EmptyState title="Nothing simulated yet" icon=icondata_lu::LuFlaskConical>
                                "The verdict stands here, with every policy, what it says, and how long it took."
                            </EmptyState>
                        }
                        .into_any(),
                    }}
                </section>
            </div>
        </div>
    }
    .into_any()
}
