use leptos::{ev::SubmitEvent, form::FromFormData, prelude::*};
use model::{
    ReleaseId,
    views::{ComparedCall, Comparison},
};

use super::super::try_on::{TryOn, TryOnFields};
use crate::{
    PortalError,
    components::{Button, FormProblems, Table, VerdictMark, grouped},
    contexts::Problems,
    server_fns::releases::SimulateRelease,
};

/// What came of trying, if anything was tried.
pub(super) type Simulated = Option<Result<Comparison, PortalError>>;

/// Says what a change would do to some calls. Without scripts the page is the form's target.
#[component]
pub(super) fn SimulateForm(
    org: String,
    id: ReleaseId,
    first: Simulated,
    typed: TryOn,
    simulate: ServerAction<SimulateRelease>,
) -> impl IntoView {
    let answer: Memo<Simulated> = Memo::new(move |_| simulate.value().get().or_else(|| first.clone()));
    let problems = Problems::in_answer(answer.into());
    let pending = simulate.pending();
    let target = format!("/o/{org}/policies/releases/{id}");
    let replay = format!("/o/{org}/policies/replay?release={id}");
    let send = move |event: SubmitEvent| {
        let Ok(on) = TryOn::from_event(event.as_ref()) else { return };
        event.prevent_default();
        simulate.dispatch(SimulateRelease { org: org.clone(), id, on });
    };
    view! {
        <section class="pane" aria-labelledby="simulate">
            <header><h2 id="simulate">"Simulate"</h2><span class="push"><a class="small" href=replay>"Replay past decisions"</a></span></header>
            <form class="pane-body" method="post" action=target on:submit=send>
                <FormProblems problems/>
                <TryOnFields typed problems/>
                <div><Button pending>"Simulate change"</Button></div>
            </form>
            {move || answer.get().and_then(Result::ok).map(|comparison| view! { <Compared comparison/> })}
        </section>
    }
}

#[component]
fn Compared(comparison: Comparison) -> impl IntoView {
    let holds = comparison.lines.iter().filter(|line| line.draft == model::Verdict::RequireApproval && line.differs()).count();
    let words = match comparison.changed {
        0 => format!("None of {} calls would be answered differently.", grouped(comparison.inputs as u64)),
        changed => format!(
            "{} of {} calls would be answered differently; {holds} of them would wait for a person.",
            grouped(changed as u64),
            grouped(comparison.inputs as u64)
        ),
    };
    let rows = comparison.lines.into_iter().enumerate().filter(|(_, line)| line.differs()).map(row).collect_view();
    let table = (comparison.changed > 0).then(|| {
        view! {
            <Table label="Calls that would be answered differently">
                <thead><tr><th scope="col" class="cell-num">"Call"</th><th scope="col">"Now"</th><th scope="col">"After"</th><th scope="col" class="col-md">"Decided by"</th></tr></thead>
                <tbody>{rows}</tbody>
            </Table>
        }
    });
    view! { <div class="pane-body" role="status"><p class="small">{words}</p>{table}</div> }
}

fn row((at, line): (usize, ComparedCall)) -> impl IntoView {
    let redaction = line.redaction_differs.then(|| view! { <span class="cell-sub">"another text passes on"</span> });
    view! {
        <tr>
            <td class="cell-num">{at + 1}</td>
            <td><VerdictMark verdict=line.live/></td>
            <td><VerdictMark verdict=line.draft/>{redaction}</td>
            <td class="col-md mono">{line.decided_by.unwrap_or_else(|| "no policy".to_owned())}</td>
        </tr>
    }
}
