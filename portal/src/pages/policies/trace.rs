use leptos::prelude::*;
use model::views::{TraceLine, TraceView};

use super::words::{decided_in_words, tier_word};
use crate::{
    components::{ActionMark, Chip, Icon, MaskedText, Tone, VerdictMark},
    pages::decisions::{reason_in_words, took_in_words},
};

/// What policies say to a call that is not made: the verdict, those that match, the rest behind a word.
#[component]
pub(super) fn Trace(org: String, trace: TraceView) -> impl IntoView {
    let total = trace.policies.len();
    let reason = trace.policies.iter().fold(trace.reason.clone(), |reason, line| reason_in_words(&reason, &line.id, &line.name));
    let (hits, passed): (Vec<_>, Vec<_>) = trace.policies.into_iter().partition(|line| line.action.is_some());
    let hits = hits.into_iter().map(|line| hit(&org, line)).collect_view();
    let rest = passed.len();
    let passed = passed.into_iter().map(|line| pass(&org, line)).collect_view();
    let rest = (rest > 0).then(|| {
        view! {
            <details class="done">
                <summary><Icon icon=icondata_lu::LuCircleCheck/>{format!("{rest} more, which did not match")}<Icon icon=icondata_lu::LuChevronRight/></summary>
                <ol class="trace">{passed}</ol>
            </details>
        }
    });
    let left = trace.left_today.map(|left| format!(" {left} simulations left today."));
    view! {
        <div class="pane-body" role="status">
            <p class="row"><VerdictMark verdict=trace.verdict block=true/><Difference without=trace.without_draft with=trace.verdict/></p>
            <p class="small">{reason}</p>
            <p class="small sent-text"><MaskedText text=trace.redacted/></p>
        </div>
        <ol class="trace">{hits}</ol>
        {rest}
        <p class="pane-note">{format!("{total} policies in {}. Nothing was recorded.", took_in_words(trace.took_micros))}{left}</p>
    }
}

/// Whether the draft changes the answer.
#[component]
fn Difference(without: Option<model::Verdict>, with: model::Verdict) -> impl IntoView {
    without.map(|without| {
        if without == with {
            view! { <span class="small muted">"the same as without this draft"</span> }.into_any()
        } else {
            view! { <span class="small muted">"without this draft:"</span><VerdictMark verdict=without/> }.into_any()
        }
    })
}

fn hit(org: &str, line: TraceLine) -> impl IntoView + use<> {
    let name = name(org, &line);
    let because = line.because.map(|(source, on)| {
        let decided = decided_in_words(&source).map(|words| format!(", {words}")).unwrap_or_default();
        format!("Matched on {on}{decided}")
    });
    view! {
        <li data-hit="true">
            <Icon icon=icondata_lu::LuChevronRight/>
            <span class="row">{name}{line.action.map(|action| view! { <ActionMark action/> })}</span>
            <span class="took">{took_in_words(line.took_micros)}</span>
            {because.map(|words| view! { <small class="wrap-anywhere">{words}</small> })}
        </li>
    }
}

fn pass(org: &str, line: TraceLine) -> impl IntoView + use<> {
    let name = name(org, &line);
    view! { <li><Icon icon=icondata_lu::LuCheck/><span>{name}</span><span class="took">{took_in_words(line.took_micros)}</span></li> }
}

/// The draft is on this page already.
fn name(org: &str, line: &TraceLine) -> AnyView {
    let version = format!("{}, version {}", tier_word(line.tier), line.version);
    if line.is_draft {
        return view! { <b class="strong">{line.name.clone()}</b>" "<Chip tone=Tone::Neutral>"draft"</Chip> }.into_any();
    }
    let href = format!("/o/{org}/policies/{}", line.id);
    view! { <a href=href title=version>{line.name.clone()}</a> }.into_any()
}
