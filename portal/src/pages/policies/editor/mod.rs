//! The form of a policy: what it says, what is wrong with it, its tests, and a call to try it on. Without scripts it posts to the
//! page that it is on, which comes back with the answer and everything that was typed.

mod about;
mod call;
mod cases_pane;
mod conditions;
mod page;
mod tests_pane;
mod trace_pane;
mod work;
mod written;

use leptos::prelude::*;

use super::one::use_policy_id;
use crate::{
    PortalError,
    components::{ErrorView, Loading},
    contexts::use_org,
    posted::{Sent, sent},
    server_fns::policies::{Editor, PolicyForm, Step, Tried, open_policy_editor, save_policy, try_policy},
};
pub(super) use call::CallFields;
use page::EditorPage;
use serde::{Deserialize, Serialize};

/// `/o/:org/policies/:id/edit`.
#[component]
pub(crate) fn EditPolicyPage() -> impl IntoView {
    let org = use_org();
    let id = use_policy_id();
    let posted = StoredValue::new(sent::<PolicyForm>());
    move || view! { <Editing org=org.get() id=id.get() kind=String::new() posted=posted.get_value()/> }
}

/// What the page is drawn with.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Opened {
    editor: Editor,
    form: PolicyForm,
    /// What came of the form that was posted.
    tried: Option<Result<Tried, PortalError>>,
}

/// The form of one policy, or of a new one when `id` is empty.
#[component]
pub(super) fn Editing(org: String, id: String, kind: String, posted: Option<Sent<PolicyForm>>) -> impl IntoView {
    let names = StoredValue::new((org.clone(), id, kind));
    let posted = StoredValue::new(posted);
    let opened = Resource::new(move || names.get_value(), move |(org, id, kind)| open(org, id, kind, posted.get_value()));
    view! {
        <Suspense fallback=|| view! { <div class="page page-wide"><Loading label="Loading the form"/></div> }>
            {
                let org = org.clone();
                move || {
                    let org = org.clone();
                    Suspend::new(async move {
                        match opened.await {
                            Ok(opened) => view! { <EditorPage org opened/> }.into_any(),
                            Err(error) => view! { <ErrorView error/> }.into_any(),
                        }
                    })
                }
            }
        </Suspense>
    }
}

async fn open(org: String, id: String, kind: String, posted: Option<Sent<PolicyForm>>) -> Result<Opened, PortalError> {
    let kind = match &posted {
        Some(Sent::Form(form)) if !form.draft.kind.is_empty() => form.draft.kind.clone(),
        Some(Sent::Form(_) | Sent::TooLong) | None => kind,
    };
    let editor = open_policy_editor(org.clone(), id.clone(), kind).await?;
    let fresh =
        PolicyForm { org: org.clone(), id: id.clone(), version: editor.version, draft: editor.draft.clone(), ..PolicyForm::default() };
    Ok(match posted {
        None => Opened { editor, form: fresh, tried: None },
        Some(Sent::TooLong) => {
            let error = PortalError::Refused("The form was larger than 1 MiB, so nothing of it was read.".to_owned());
            Opened { editor, form: fresh, tried: Some(Err(error)) }
        }
        // The address says which policy it is, not the form.
        Some(Sent::Form(form)) => worked(editor, PolicyForm { org, id, ..form }).await,
    })
}

/// Does what the button of a posted form says.
async fn worked(editor: Editor, form: PolicyForm) -> Opened {
    let form = PolicyForm { draft: unix(form.draft), ..form };
    let tried = match Step::parse(&form.step) {
        Step::Save => save_policy(form.clone()).await.map(|()| Tried::default()),
        Step::Check | Step::Test | Step::Trace | Step::Load | Step::Row | Step::Case => try_policy(form.clone()).await,
    };
    let call = match &tried {
        Ok(Tried { call: Some(call), .. }) => call.clone(),
        Ok(_) | Err(_) => form.call.clone(),
    };
    Opened { editor, form: PolicyForm { call, ..form }, tried: Some(tried) }
}

/// Browsers send line ends as CR LF, whatever was typed.
fn unix(draft: model::views::PolicyDraft) -> model::views::PolicyDraft {
    let text = |text: String| text.replace("\r\n", "\n");
    model::views::PolicyDraft { source: text(draft.source), tests: text(draft.tests), samples: text(draft.samples), ..draft }
}
