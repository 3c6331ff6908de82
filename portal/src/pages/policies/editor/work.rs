use std::time::Duration;

use leptos::{
    ev::{Event, SubmitEvent},
    form::FromFormData,
    leptos_dom::helpers::debounce,
    prelude::*,
};
use model::views::{LintLine, TestsView, TraceView, TrialCall};
use wasm_bindgen::JsCast as _;

use crate::{
    PortalError,
    contexts::Problems,
    server_fns::policies::{LintPolicy, PolicyForm, SavePolicy, Step, Tried, TryPolicy},
};

/// How long a person has to stop typing before the draft is looked over.
const PAUSE: Duration = Duration::from_millis(350);

/// What is known about the draft on the page, whoever asked for it: the form that came with the page, or a script since.
#[derive(Clone, Copy)]
pub(super) struct Work {
    pub(super) lint: RwSignal<Vec<LintLine>>,
    pub(super) tests: RwSignal<Option<TestsView>>,
    pub(super) trace: RwSignal<Option<TraceView>>,
    /// Why the last step was not done.
    refused: RwSignal<Option<PortalError>>,
    /// Rows of conditions beside those that are filled.
    pub(super) rows: RwSignal<usize>,
    /// Rows of test cases beside those that are filled.
    pub(super) cases: RwSignal<usize>,
    trying: ServerAction<TryPolicy>,
    saving: ServerAction<SavePolicy>,
    linting: ServerAction<LintPolicy>,
}

impl Work {
    /// Starts with what came with the page, after this step.
    pub(super) fn begin(tried: Option<Result<Tried, PortalError>>, step: Step) -> Self {
        let (known, refused) = match tried {
            Some(Ok(tried)) => (tried, None),
            Some(Err(error)) => (Tried::default(), Some(error)),
            None => (Tried::default(), None),
        };
        let work = Self {
            lint: RwSignal::new(known.lint),
            tests: RwSignal::new(known.tests),
            trace: RwSignal::new(known.trace),
            refused: RwSignal::new(refused),
            rows: RwSignal::new(usize::from(step == Step::Row)),
            cases: RwSignal::new(usize::from(step == Step::Case)),
            trying: ServerAction::new(),
            saving: ServerAction::new(),
            linting: ServerAction::new(),
        };
        work.follow();
        work
    }

    /// Takes answers up as they come.
    fn follow(self) {
        Effect::new(move |_| match self.trying.value().get() {
            Some(Ok(tried)) => self.take(tried),
            Some(Err(error)) => self.refused.set(Some(error)),
            None => {}
        });
        Effect::new(move |_| {
            if let Some(Err(error)) = self.saving.value().get() {
                self.refused.set(Some(error));
            }
        });
        Effect::new(move |_| {
            if let Some(Ok(lint)) = self.linting.value().get() {
                self.lint.set(lint);
            }
        });
    }

    fn take(self, tried: Tried) {
        self.refused.set(None);
        self.lint.set(tried.lint);
        if tried.tests.is_some() {
            self.tests.set(tried.tests);
        }
        if tried.trace.is_some() {
            self.trace.set(tried.trace);
        }
        if let Some(call) = tried.call {
            fill(&call);
        }
    }

    /// What the last step was refused for.
    pub(super) fn problems(self) -> Problems {
        let refused = self.refused;
        Problems::in_answer(Signal::derive(move || refused.get().map(Err::<(), _>)))
    }

    /// Whether a step of this sort is on its way.
    pub(super) fn pending(self, step: Step) -> Signal<bool> {
        let (trying, saving) = (self.trying, self.saving);
        match step {
            Step::Save => saving.pending().into(),
            Step::Check | Step::Test | Step::Trace | Step::Load | Step::Row | Step::Case => {
                let asked = move || trying.input().with(|asked| asked.as_ref().map(|asked| Step::parse(&asked.form.step)));
                Signal::derive(move || trying.pending().get() && asked() == Some(step))
            }
        }
    }

    /// Does what the pressed button says. A form that cannot be read is left to the browser.
    pub(super) fn send(self, event: &SubmitEvent) {
        let Ok(form) = PolicyForm::from_event(event.as_ref()) else { return };
        event.prevent_default();
        match Step::parse(&form.step) {
            Step::Row => self.rows.update(|rows| *rows += 1),
            Step::Case => self.cases.update(|cases| *cases += 1),
            Step::Save => {
                self.saving.dispatch(SavePolicy { form });
            }
            Step::Check | Step::Test | Step::Trace | Step::Load => {
                self.trying.dispatch(TryPolicy { form });
            }
        }
    }

    /// Looks the draft over once the typing pauses.
    pub(super) fn lint_later(self) -> impl FnMut(Event) + 'static {
        debounce(PAUSE, move |event: Event| {
            let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            let form = target
                .and_then(|field| field.closest("form").ok().flatten())
                .and_then(|form| form.dyn_into::<web_sys::HtmlFormElement>().ok());
            let read =
                form.and_then(|form| web_sys::FormData::new_with_form(&form).ok()).and_then(|data| PolicyForm::from_form_data(&data).ok());
            if let Some(form) = read {
                self.linting.dispatch(LintPolicy { org: form.org, draft: form.draft });
            }
        })
    }
}

/// Puts the call of a decision into its fields.
fn fill(call: &TrialCall) {
    for (id, text) in [("query", &call.query), ("context", &call.context)] {
        let field = document().get_element_by_id(id).and_then(|field| field.dyn_into::<web_sys::HtmlTextAreaElement>().ok());
        if let Some(field) = field {
            field.set_value(text);
        }
    }
    for (id, text) in [("target", &call.target), ("user", &call.user)] {
        let field = document().get_element_by_id(id).and_then(|field| field.dyn_into::<web_sys::HtmlInputElement>().ok());
        if let Some(field) = field {
            field.set_value(text);
        }
    }
    let plane = document().get_element_by_id("plane").and_then(|field| field.dyn_into::<web_sys::HtmlSelectElement>().ok());
    if let Some(plane) = plane {
        plane.set_value(&call.plane);
    }
}
