use leptos::prelude::*;

/// One step of something that is set up over several pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StepLink {
    /// Where it is.
    pub(crate) href: String,
    /// What is done there.
    pub(crate) label: &'static str,
    /// Whether it is done.
    pub(crate) done: bool,
    /// Whether it is the page being shown.
    pub(crate) current: bool,
}

/// Numbered steps, each a link; what is done has a tick.
#[component]
pub(crate) fn Stepper(
    /// In order.
    steps: Vec<StepLink>,
) -> impl IntoView {
    let steps = steps.into_iter().map(|step| {
        let done = (step.done && !step.current).then_some("true");
        view! {
            <li data-done=done>
                <a href=step.href aria-current=step.current.then_some("step")>
                    <span>{step.label}{done.map(|_| view! { <span class="visually-hidden">", done"</span> })}</span>
                </a>
            </li>
        }
    });
    view! { <nav aria-label="Steps"><ol class="stepper">{steps.collect_view()}</ol></nav> }
}
