use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use model::views::{ApprovalForecast, Replay, ReplayRow, ReplayedDecision, Unjudged};

use crate::{
    PortalError,
    components::{Card, Choice, Crumb, EmptyState, ErrorView, Loading, PageHead, Select, Table, Time, VerdictMark, grouped},
    contexts::use_org,
    server_fns::policy_questions::{Replayed, replay_decisions},
};

const SPANS: [(&str, &str); 4] = [("1", "day"), ("7", "7 days"), ("30", "30 days"), ("90", "90 days")];

/// What the address asks: a change or a policy, and over how many days; without days only the form is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Asked {
    release: String,
    policy: String,
    days: Option<u16>,
}

impl Asked {
    fn read(words: &ParamsMap) -> Self {
        let word = |name| words.get(name).unwrap_or_default();
        Self { release: word("release"), policy: word("policy"), days: word("days").parse().ok() }
    }
}

/// `/o/:org/policies/replay`: what past decisions would have been with a change in force. A plain GET form, so that the address can be
/// handed to whoever reviews the change.
#[component]
pub(crate) fn ReplayPage() -> impl IntoView {
    let org = use_org();
    let words = use_query_map();
    let asked = Memo::new(move |_| words.with(Asked::read));
    let answer =
        Resource::new(move || (org.get(), asked.get()), |(org, asked)| replay_decisions(org, asked.release, asked.policy, asked.days));
    view! {
        <Transition fallback=|| view! { <div class="page page-wide"><Loading label="Replaying decisions"/></div> }>
            {move || Suspend::new(async move {
                let answer = answer.await;
                view! { <Page org=org.get_untracked() asked=asked.get_untracked() answer/> }
            })}
        </Transition>
    }
}

#[component]
fn Page(org: String, asked: Asked, answer: Result<Replayed, PortalError>) -> impl IntoView {
    let Replayed { policy_id, policy_name, replay } = match answer {
        Ok(answer) => answer,
        Err(error) => return view! { <ErrorView error/> }.into_any(),
    };
    let base = format!("/o/{org}/policies");
    let (back, word) = if asked.release.is_empty() {
        (format!("{base}/{policy_id}"), policy_name)
    } else {
        (format!("{base}/releases/{}", asked.release), format!("Change of {policy_name}"))
    };
    let crumbs = vec![Crumb::new(base.clone(), "Policies"), Crumb::new(back, word)];
    let answer = replay.map(|replay| view! { <Answer org replay/> });
    view! {
        <div class="page page-wide">
            <PageHead title="Replay past decisions" crumbs lead="What past decisions would have been with this in force. What other policies said stays as it was recorded; nothing new is recorded."/>
            <Span action=format!("{base}/replay") asked/>
            {answer}
        </div>
    }
    .into_any()
}

#[component]
fn Span(action: String, asked: Asked) -> impl IntoView {
    let options = SPANS.map(|(days, word)| Choice::new(days, word)).to_vec();
    let days = asked.days.unwrap_or(7).to_string();
    let (name, subject) = if asked.release.is_empty() { ("policy", asked.policy) } else { ("release", asked.release) };
    view! {
        <form class="filter-form" action=action method="get" aria-label="Decisions to replay">
            <input type="hidden" name=name value=subject/>
            <Select name="days" label="Decisions of the last" options selected=days/>
            <div class="filter-form-acts"><button class="btn btn-primary" type="submit">"Replay decisions"</button></div>
        </form>
    }
}

#[component]
fn Answer(org: String, replay: Replay) -> impl IntoView {
    if replay.decisions == 0 {
        return view! {
            <div class="card"><EmptyState title="No decisions in this time" icon=icondata_lu::LuHistory>"Choose a longer time."</EmptyState></div>
        }
        .into_any();
    }
    let words = summary(&replay);
    let changed = (!replay.table.is_empty()).then(|| view! { <Changes org=org.clone() rows=replay.table/> });
    let examples = (!replay.examples.is_empty()).then(|| view! { <Examples org lines=replay.examples/> });
    view! {
        <p role="status">{words}</p>
        <div class="columns columns-main">
            <div class="stack-6">{changed}{examples}</div>
            <div class="stack-6">
                <Forecast forecast=replay.approvals/>
                {(replay.unjudged.total() > 0).then(|| view! { <NotKnown unjudged=replay.unjudged/> })}
            </div>
        </div>
    }
    .into_any()
}

fn summary(replay: &Replay) -> String {
    let of = format!("of {} decisions", grouped(replay.decisions as u64));
    let unknown = match replay.unjudged.total() {
        0 => String::new(),
        some => format!(" Of {} nothing certain can be said.", grouped(some as u64)),
    };
    match replay.changed {
        0 => format!("None {of} would have been answered differently.{unknown}"),
        changed => format!("{} {of} would have been answered differently.{unknown}", grouped(changed as u64)),
    }
}

#[component]
fn Changes(org: String, rows: Vec<ReplayRow>) -> impl IntoView {
    let policy = move |id: Option<String>| match id {
        Some(id) => view! { <a class="cell-sub mono" href=format!("/o/{org}/policies/{id}")>{id.clone()}</a> }.into_any(),
        None => view! { <span class="cell-sub">"no policy"</span> }.into_any(),
    };
    let row = move |row: ReplayRow| {
        view! {
            <tr>
                <td><VerdictMark verdict=row.before/>{policy(row.decided_by)}</td>
                <td><VerdictMark verdict=row.after/>{policy(row.would_decide)}</td>
                <td class="cell-num">{grouped(row.decisions as u64)}</td>
            </tr>
        }
    };
    view! {
        <Table label="Decisions that would change">
            <thead><tr><th scope="col">"Answered"</th><th scope="col">"Would be answered"</th><th scope="col" class="cell-num">"Decisions"</th></tr></thead>
            <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
        </Table>
    }
}

#[component]
fn Examples(org: String, lines: Vec<ReplayedDecision>) -> impl IntoView {
    let row = move |line: ReplayedDecision| {
        view! {
            <tr>
                <th scope="row"><a href=format!("/o/{org}/decisions/{}", line.decision)><Time at=line.at/></a></th>
                <td><VerdictMark verdict=line.before/></td>
                <td><VerdictMark verdict=line.after/></td>
            </tr>
        }
    };
    view! {
        <section class="section" aria-labelledby="examples">
            <h2 id="examples">"The latest of them"</h2>
            <Table label="The latest decisions that would change">
                <thead><tr><th scope="col">"Decision"</th><th scope="col">"Answered"</th><th scope="col">"Would be answered"</th></tr></thead>
                <tbody>{lines.into_iter().map(row).collect_view()}</tbody>
            </Table>
        </section>
    }
}

#[component]
fn Forecast(forecast: ApprovalForecast) -> impl IntoView {
    let at_most = (forecast.at_most != forecast.after).then(|| view! { <dt>"At most"</dt><dd>{grouped(forecast.at_most as u64)}</dd> });
    let a_day = format!("{:.1} a day, {:.1} with it", forecast.before_per_day, forecast.after_per_day);
    view! {
        <Card title="Calls that wait for a person" id="forecast">
            <dl class="kv">
                <dt>"Then"</dt><dd>{grouped(forecast.before as u64)}</dd>
                <dt>"With it"</dt><dd>{grouped(forecast.after as u64)}</dd>
                {at_most}
                <dt>"On average"</dt><dd>{a_day}</dd>
            </dl>
        </Card>
    }
}

#[component]
fn NotKnown(unjudged: Unjudged) -> impl IntoView {
    let reasons = [
        (unjudged.redacted, "values were taken out of the text before it was stored"),
        (unjudged.cut, "the text was longer than what is kept"),
        (unjudged.context, "the context had members that are not kept"),
    ];
    let items = reasons.into_iter().filter(|(count, _)| *count > 0).map(|(count, why)| {
        let words = format!("{}: {why}", grouped(count as u64));
        view! { <li>{words}</li> }
    });
    view! {
        <Card title="Not known" id="unknown">
            <div class="stack small">
                <p>"These stay as they were answered. They would have to be read anew, and what is needed for that is not kept:"</p>
                <ul class="bullets">{items.collect_view()}</ul>
            </div>
        </Card>
    }
}

#[cfg(test)]
mod tests {
    use model::views::ApprovalForecast;
    use time::OffsetDateTime;

    use super::*;

    #[test]
    fn the_summary_says_how_much_is_not_known() {
        let approvals = ApprovalForecast { days: 1.0, before: 0, after: 0, at_most: 0, before_per_day: 0.0, after_per_day: 0.0 };
        let replay = |changed, redacted| Replay {
            policy_id: "p".to_owned(),
            since: OffsetDateTime::UNIX_EPOCH,
            until: OffsetDateTime::UNIX_EPOCH,
            decisions: 1_200,
            judged: 1_200 - redacted,
            unjudged: Unjudged { redacted, ..Unjudged::default() },
            changed,
            table: Vec::new(),
            examples: Vec::new(),
            approvals,
            took_ms: 0,
        };

        assert_eq!(summary(&replay(0, 0)), "None of 1,200 decisions would have been answered differently.");
        let some = summary(&replay(7, 3));
        assert_eq!(some, "7 of 1,200 decisions would have been answered differently. Of 3 nothing certain can be said.");
    }
}
