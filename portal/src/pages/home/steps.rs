use leptos::prelude::*;
use model::views::SetupStep;

use crate::components::{ButtonSize, Icon, LinkButton};

/// What is left to do before production. Each step is computed, so none can be ticked by hand.
#[component]
pub(crate) fn SetupSteps(steps: Vec<SetupStep>) -> impl IntoView {
    let total = steps.len();
    let (done, open): (Vec<_>, Vec<_>) = steps.into_iter().partition(|step| step.done);
    if open.is_empty() {
        return ().into_any();
    }
    let left = if open.len() == 1 { "1 step left".to_owned() } else { format!("{} steps left", open.len()) };
    let open = open.into_iter().map(open_step).collect_view();
    let done = (!done.is_empty()).then(|| done_steps(done, total));
    view! {
        <section class="card" aria-labelledby="setup">
            <header><h2 id="setup">"Get to production"</h2><span class="muted">{left}", each one is checked against your data"</span></header>
            <ul class="todo">{open}</ul>
            {done}
        </section>
    }
    .into_any()
}

fn open_step(step: SetupStep) -> impl IntoView {
    let label = format!("Open: {}", step.title);
    view! {
        <li>
            <Icon icon=icondata_lu::LuCircleDashed/>
            <span>{step.title}<small>{step.why}</small></span>
            <LinkButton href=step.href size=ButtonSize::Small><span aria-hidden="true">"Open"</span><span class="visually-hidden">{label}</span></LinkButton>
        </li>
    }
}

fn done_steps(steps: Vec<SetupStep>, total: usize) -> impl IntoView {
    let summary = format!("{} of {total} done", steps.len());
    let steps = steps
        .into_iter()
        .map(|step| view! { <li data-done="true"><Icon icon=icondata_lu::LuCircleCheck/><span>{step.title}</span></li> })
        .collect_view();
    view! {
        <details class="done">
            <summary><Icon icon=icondata_lu::LuCircleCheck/>{summary}<Icon icon=icondata_lu::LuChevronRight/></summary>
            <ul class="todo todo-2">{steps}</ul>
        </details>
    }
}
