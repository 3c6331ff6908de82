//! Access by those who run the platform: asked for, decided here, and every look on the record.

use leptos::{either::Either, prelude::*};
use model::views::{StaffAccessLine, StaffAccessState, StaffAccessView, StaffLook};

use crate::{
    components::{Button, ButtonKind, EmptyState, ErrorView, FormProblems, Loading, PageHead, StatusWord, Table, Time, Tone},
    contexts::{Problems, use_org},
    server_fns::staff_access::{AnswerStaffAccess, read_staff_access},
};

/// `/o/:org/settings/staff-access`.
#[component]
pub(crate) fn StaffAccessPage() -> impl IntoView {
    let org = use_org();
    let answer = ServerAction::<AnswerStaffAccess>::new();
    let problems = Problems::of(answer);
    let view = Resource::new(move || (org.get(), answer.version().get()), |(org, _)| read_staff_access(org));
    view! {
        <div class="page">
            <PageHead
                title="Staff access"
                lead="Who runs this service sees how much there is of your organisation, never what is in it, unless you let them look. They see people, settings and counts then, and change nothing."
            />
            <FormProblems problems=problems />
            <Suspense fallback=|| view! { <Loading label="Loading what was asked for" /> }>
                {move || Suspend::new(async move {
                    match view.await {
                        Ok(view) => Either::Left(view! { <Lists org=org.get_untracked() view answer /> }),
                        Err(error) => Either::Right(view! { <ErrorView error=error /> }),
                    }
                })}
            </Suspense>
        </div>
    }
}

#[component]
fn Lists(org: String, view: StaffAccessView, answer: ServerAction<AnswerStaffAccess>) -> impl IntoView {
    let StaffAccessView { accesses, looks } = view;
    let asked = if accesses.is_empty() {
        Either::Left(
            view! { <div class="card"><EmptyState title="Nobody asked">"When somebody who runs the service asks to look, you decide here."</EmptyState></div> },
        )
    } else {
        let lines = accesses.into_iter().map(|line| view! { <Asked org=org.clone() line answer /> }).collect_view();
        Either::Right(view! { <div class="stack">{lines}</div> })
    };
    view! {
        <section aria-label="Asked for">{asked}</section>
        {(!looks.is_empty()).then(|| view! { <Looks looks /> })}
    }
}

#[component]
fn Asked(org: String, line: StaffAccessLine, answer: ServerAction<AnswerStaffAccess>) -> impl IntoView {
    let (tone, word) = match line.state {
        StaffAccessState::Asked => (Tone::Warn, "Waits for you"),
        StaffAccessState::Granted => (Tone::Ok, "Open"),
        StaffAccessState::Refused => (Tone::Neutral, "Refused"),
        StaffAccessState::Over => (Tone::Neutral, "Over"),
    };
    let answers: Vec<(&'static str, &'static str, ButtonKind)> = match line.state {
        StaffAccessState::Asked => vec![("grant", "Grant access", ButtonKind::Primary), ("refuse", "Refuse access", ButtonKind::Plain)],
        StaffAccessState::Granted => vec![("end", "End access now", ButtonKind::Danger)],
        StaffAccessState::Refused | StaffAccessState::Over => Vec::new(),
    };
    let buttons = answers.into_iter().map(|(value, words, kind)| {
        view! { <Button kind=kind name="answer" value=value pending=answer.pending()>{words}</Button> }
    });
    let buttons = buttons.collect_view();
    let is_open = matches!(line.state, StaffAccessState::Asked | StaffAccessState::Granted);
    let end = line.ends_at.map(|at| view! { <dt>{if is_open { "Ends" } else { "Ended" }}</dt><dd><Time at /></dd> });
    let decided = line.decided_by.map(|by| view! { <dt>"Decided by"</dt><dd>{by}</dd> });
    view! {
        <article class="card">
            <header><h2>{line.operator}</h2><StatusWord tone=tone>{word}</StatusWord></header>
            <div class="card-body">
                <dl class="kv">
                    <dt>"Reason"</dt><dd>{line.reason}</dd>
                    <dt>"For"</dt><dd>{line.minutes}" minutes"</dd>
                    <dt>"Asked"</dt><dd><Time at=line.asked_at /></dd>
                    {decided}
                    {end}
                </dl>
            </div>
            {is_open.then(|| view! {
                <footer>
                    <ActionForm action=answer attr:class="row">
                        <input type="hidden" name="org" value=org />
                        <input type="hidden" name="id" value=line.id />
                        {buttons}
                    </ActionForm>
                </footer>
            })}
        </article>
    }
}

#[component]
fn Looks(looks: Vec<StaffLook>) -> impl IntoView {
    let rows = looks.into_iter().map(|look| {
        view! { <tr><td><Time at=look.at /></td><th scope="row">{look.operator}</th><td class="cell-num">{look.seq}</td></tr> }
    });
    view! {
        <section class="stack" aria-labelledby="looks">
            <h2 id="looks">"Looks"</h2>
            <Table label="Looks">
                <thead><tr><th scope="col">"When"</th><th scope="col">"Who"</th><th scope="col" class="cell-num">"Record"</th></tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </Table>
        </section>
    }
}
