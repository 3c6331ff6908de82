use leptos::{ev::SubmitEvent, form::FromFormData, prelude::*};
use model::views::DetectionView;
use wasm_bindgen::JsCast as _;

use super::samples::SAMPLES;
use crate::{
    components::{Button, ButtonKind, ButtonSize, FormProblems, TextArea},
    contexts::Problems,
    server_fns::detection::InspectText,
};

/// How a script asks for the answer.
#[derive(Clone, Copy)]
pub(super) struct Asking {
    pub(super) inspect: ServerAction<InspectText>,
    /// The last text was so long that it was not sent.
    pub(super) is_too_long: RwSignal<bool>,
}

impl Asking {
    /// A form that cannot be read is left to the browser.
    fn send(self, event: &SubmitEvent) {
        let Ok(asked) = InspectText::from_event(event.as_ref()) else { return };
        event.prevent_default();
        let is_too_long = asked.text.len() > DetectionView::LONGEST_BYTES;
        self.is_too_long.set(is_too_long);
        if !is_too_long {
            self.inspect.dispatch(asked);
        }
    }
}

/// The text and what to do with it. Without scripts the page itself is the form's target and comes back with the answer.
#[component]
pub(super) fn PasteForm(org: String, asking: Asking, typed: String, problems: Problems) -> impl IntoView {
    let pending = asking.inspect.pending();
    let target = format!("/o/{org}/detection");
    let samples = SAMPLES.map(|(name, text)| view! { <Sample org=org.clone() name text asking/> }.into_any());
    view! {
        <div class="card form card-form">
            <form class="form" method="post" action=target on:submit=move |event| asking.send(&event)>
                <FormProblems problems/>
                <input type="hidden" name="org" value=org/>
                <TextArea name="text" id=FIELD label="Text" hint=HINT rows=8 required=true problem=problems.field("text") value=typed/>
                <div class="form-foot"><Button kind=ButtonKind::Primary pending>"Check text"</Button></div>
            </form>
            <div class="row small muted"><span>"Or try a sample:"</span>{samples.into_iter().collect_view()}</div>
        </div>
    }
}

const FIELD: &str = "pasted";
const HINT: &str = "A prompt, an answer, a tool call or a query; up to 64 kB.";

#[component]
fn Sample(org: String, name: &'static str, text: &'static str, asking: Asking) -> impl IntoView {
    let target = format!("/o/{org}/detection");
    let fill = move |event: SubmitEvent| {
        put_into_field(text);
        asking.send(&event);
    };
    view! {
        <form method="post" action=target on:submit=fill>
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="text" value=text/>
            <Button size=ButtonSize::Small>{name}</Button>
        </form>
    }
}

/// What is checked stands in the field, so that it can be changed and checked again.
fn put_into_field(text: &str) {
    let field = document().get_element_by_id(FIELD);
    if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlTextAreaElement>().ok()) {
        field.set_value(text);
    }
}
