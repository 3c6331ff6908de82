use leptos::{form::ActionForm, prelude::*};

use crate::{
    components::{Button, ButtonKind, Card, EmptyState, FormProblems, TextInput},
    contexts::Problems,
    server_fns::evidence::RequestExport,
};

/// Orders a bundle, or says why this viewer may not.
#[component]
pub(super) fn RequestCard(org: String, refusal: Option<String>) -> impl IntoView {
    match refusal {
        Some(refusal) => {
            view! { <div class="card"><EmptyState title="You cannot export here" icon=icondata_lu::LuLock>{refusal}</EmptyState></div> }
                .into_any()
        }
        None => view! { <Card title="New export" id="new-export"><Fields org/></Card> }.into_any(),
    }
}

#[component]
fn Fields(org: String) -> impl IntoView {
    let request = ServerAction::<RequestExport>::new();
    let problems = Problems::of(request);
    let pending = request.pending();
    view! {
        <ActionForm action=request attr:class="form">
            <FormProblems problems/>
            <p class="small muted">"One file with the records of the days you choose, their proofs and the signed checkpoint. Leave both empty for everything."</p>
            <input type="hidden" name="org" value=org/>
            <div class="form-row">
                <TextInput name="from" label="First day, UTC" kind="date" optional=true problem=problems.field("from")/>
                <TextInput name="until" label="Last day, UTC" kind="date" optional=true problem=problems.field("until")/>
            </div>
            <div class="form-foot"><Button kind=ButtonKind::Primary icon=icondata_lu::LuPackage pending>"Start export"</Button></div>
        </ActionForm>
    }
}
