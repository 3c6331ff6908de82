//! Where somebody pastes a text and sees what the detector finds in it. Nothing pasted is stored.

mod form;
mod result;
mod samples;

use leptos::prelude::*;
use model::views::DetectionView;

use crate::{
    PortalError,
    components::{ErrorView, Loading, PageHead},
    contexts::{Problems, forbid_storing, respond_with, use_org},
    posted::{Sent, sent},
    server_fns::detection::{InspectText, inspect_text, open_detection},
};
use form::{Asking, PasteForm};
use result::Shown;

/// `/o/:org/detection`.
#[component]
pub(crate) fn DetectionPage() -> impl IntoView {
    forbid_storing();
    let org = use_org();
    let pasted = StoredValue::new(sent::<InspectText>().map(unix));
    let inspect = ServerAction::<InspectText>::new();
    let first = Resource::new(move || org.get(), move |org| answer(org, pasted.get_value()));
    view! {
        <Suspense fallback=|| view! { <div class="page"><Loading label="Loading the page"/></div> }>
            {move || Suspend::new(async move {
                let first = first.await;
                let typed = match pasted.get_value() {
                    Some(Sent::Form(form)) => form.text,
                    Some(Sent::TooLong) | None => String::new(),
                };
                view! { <Page org=org.get_untracked() first typed inspect/> }
            })}
        </Suspense>
    }
}

/// What the page is drawn with: the answer to the form, or that there was none.
async fn answer(org: String, pasted: Option<Sent<InspectText>>) -> Result<Option<DetectionView>, PortalError> {
    match pasted {
        Some(Sent::Form(form)) => inspect_text(org, form.text).await.map(Some),
        Some(Sent::TooLong) => Err(too_long()),
        None => open_detection(org).await.map(|()| None),
    }
}

/// Browsers send line ends as CR LF, whatever was typed.
fn unix(sent: Sent<InspectText>) -> Sent<InspectText> {
    match sent {
        Sent::Form(form) => Sent::Form(InspectText { text: form.text.replace("\r\n", "\n"), ..form }),
        Sent::TooLong => Sent::TooLong,
    }
}

fn too_long() -> PortalError {
    PortalError::field_problem("text", "The text is too long: 64 kB are looked at.")
}

type Answer = Option<Result<DetectionView, PortalError>>;

#[component]
fn Page(
    org: String,
    first: Result<Option<DetectionView>, PortalError>,
    typed: String,
    inspect: ServerAction<InspectText>,
) -> impl IntoView {
    let first: Answer = match first {
        Err(problems @ PortalError::Fields(_)) => {
            respond_with(problems.status());
            Some(Err(problems))
        }
        Err(error) => return view! { <ErrorView error/> }.into_any(),
        Ok(view) => view.map(Ok),
    };
    // A later answer, which a script asked for, takes the place of the one that the page was drawn with.
    let is_too_long = RwSignal::new(false);
    let answer: Memo<Answer> = Memo::new(move |_| {
        let later = if is_too_long.get() { Some(Err(too_long())) } else { inspect.value().get() };
        later.or_else(|| first.clone())
    });
    let problems = Problems::in_answer(answer.into());
    view! {
        <div class="page">
            <PageHead
                title="Detection"
                lead="Paste a text and see what every governed call is checked for. It is not stored, not logged and not counted."
            />
            <PasteForm org asking=Asking { inspect, is_too_long } typed problems/>
            <Shown answer=answer.into()/>
        </div>
    }
    .into_any()
}
