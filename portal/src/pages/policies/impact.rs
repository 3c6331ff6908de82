use leptos::{ev::SubmitEvent, form::FromFormData, prelude::*};
use model::views::{ImpactView, PolicyDetail};

use super::{
    one::use_policy_id,
    try_on::{TryOn, TryOnFields},
};
use crate::{
    PortalError,
    components::{ActionMark, Button, ButtonKind, Crumb, EmptyState, ErrorView, FormProblems, Loading, PageHead, Table, grouped},
    contexts::{Problems, forbid_storing, respond_with, use_org},
    posted::{Sent, sent},
    server_fns::{
        policies::read_policy,
        policy_questions::{AskImpact, ask_impact},
    },
};

type Answer = Option<Result<ImpactView, PortalError>>;

/// `/o/:org/policies/:id/impact`: what one policy says to some calls, whether it is in force or not.
#[component]
pub(crate) fn ImpactPage() -> impl IntoView {
    forbid_storing();
    let org = use_org();
    let id = use_policy_id();
    let posted = StoredValue::new(sent::<TryOn>());
    let ask = ServerAction::<AskImpact>::new();
    let opened = Resource::new(move || (org.get(), id.get()), move |(org, id)| open(org, id, posted.get_value()));
    view! {
        <Suspense fallback=|| view! { <div class="page page-wide"><Loading label="Loading the policy"/></div> }>
            {move || Suspend::new(async move {
                match opened.await {
                    Ok((policy, first)) => {
                        let typed = match posted.get_value() {
                            Some(Sent::Form(typed)) => typed,
                            Some(Sent::TooLong) | None => TryOn::default(),
                        };
                        view! { <Page org=org.get_untracked() policy first typed ask/> }.into_any()
                    }
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// The policy; and what it says to the calls of the form that was posted, if one was.
async fn open(org: String, id: String, posted: Option<Sent<TryOn>>) -> Result<(PolicyDetail, Answer), PortalError> {
    let policy = read_policy(org.clone(), id.clone()).await?;
    let answer = match posted {
        Some(Sent::Form(on)) => Some(ask_impact(org, id, on).await),
        Some(Sent::TooLong) => Some(Err(PortalError::field_problem("lines", "The calls are larger than 1 MiB."))),
        None => None,
    };
    Ok((policy, answer))
}

#[component]
fn Page(org: String, policy: PolicyDetail, first: Answer, typed: TryOn, ask: ServerAction<AskImpact>) -> impl IntoView {
    if let Some(Err(error)) = &first {
        respond_with(error.status());
    }
    let answer: Memo<Answer> = Memo::new(move |_| ask.value().get().or_else(|| first.clone()));
    let problems = Problems::in_answer(answer.into());
    let pending = ask.pending();
    let base = format!("/o/{org}/policies");
    let here = format!("{base}/{}", policy.entry.id);
    let target = format!("{here}/impact");
    let crumbs = vec![Crumb::new(base, "Policies"), Crumb::new(here, policy.entry.name)];
    let id = policy.entry.id;
    let send = move |event: SubmitEvent| {
        let Ok(on) = TryOn::from_event(event.as_ref()) else { return };
        event.prevent_default();
        ask.dispatch(AskImpact { org: org.clone(), id: id.clone(), on });
    };
    view! {
        <div class="page page-wide">
            <PageHead title="What it says to calls" crumbs lead="This policy alone, in force or not, asked about up to 100 calls. Nothing is recorded."/>
            <div class="panes">
                <form class="pane" method="post" action=target on:submit=send aria-labelledby="calls">
                    <header><h2 id="calls">"Calls"</h2></header>
                    <div class="pane-body">
                        <FormProblems problems/>
                        <TryOnFields typed problems/>
                    </div>
                    <footer><span class="push"><Button kind=ButtonKind::Primary pending>"Ask the policy"</Button></span></footer>
                </form>
                <section class="pane" aria-labelledby="answer">
                    <header><h2 id="answer">"Answer"</h2></header>
                    {move || match answer.get() {
                        Some(Ok(impact)) => view! { <Said impact/> }.into_any(),
                        Some(Err(_)) | None => view! {
                            <EmptyState title="Nothing asked yet" icon=icondata_lu::LuFlaskConical>"Each call stands here with what the policy asks for."</EmptyState>
                        }
                        .into_any(),
                    }}
                </section>
            </div>
        </div>
    }
}

#[component]
fn Said(impact: ImpactView) -> impl IntoView {
    let matched = impact.lines.iter().filter(|(_, action)| action.is_some()).count();
    let words = format!("It matches {} of {} calls.", grouped(matched as u64), grouped(impact.lines.len() as u64));
    let rows = impact.lines.into_iter().enumerate().map(|(at, (query, action))| {
        let says = action
            .map_or_else(|| view! { <span class="none">"no match"</span> }.into_any(), |action| view! { <ActionMark action/> }.into_any());
        view! { <tr><td class="cell-num">{at + 1}</td><td class="wrap-anywhere">{query}</td><td>{says}</td></tr> }
    });
    view! {
        <div class="pane-body" role="status">
            <p class="small">{words}</p>
            <Table label="What the policy says to each call">
                <thead><tr><th scope="col" class="cell-num">"Call"</th><th scope="col">"Says"</th><th scope="col">"Asks to"</th></tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </Table>
        </div>
    }
}
