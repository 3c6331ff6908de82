use leptos::prelude::*;
use model::{
    SignInMethod, SignInOutcome,
    views::{SignInLine, SignInQuery},
};

use crate::components::{EmptyState, StatusWord, Table, Time, Tone};

/// The lines of the log, or what to know when there is none.
#[component]
pub(crate) fn Lines(org: String, lines: Vec<SignInLine>, query: SignInQuery) -> impl IntoView {
    if lines.is_empty() {
        let (title, text) = nothing(&query);
        return view! { <div class="card"><EmptyState title icon=icondata_lu::LuLogIn>{text}</EmptyState></div> }.into_any();
    }
    let foot = foot(lines.len());
    let rows = lines.into_iter().map(|line| row(&org, line)).collect_view();
    view! {
        <Table label="Sign-ins" foot=move || view! { <div class="table-foot"><span>{foot.clone()}</span></div> }>
            <thead>
                <tr>
                    <th scope="col">"Person"</th>
                    <th scope="col">"Result"</th>
                    <th scope="col" class="col-md">"Method"</th>
                    <th scope="col" class="col-lo">"From"</th>
                    <th scope="col" class="col-md">"When"</th>
                    <th scope="col" class="col-lo">"Code"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}

fn nothing(query: &SignInQuery) -> (&'static str, &'static str) {
    if !query.code.is_empty() {
        return (
            "No sign-in has this code",
            "Codes are kept for two weeks, and belong to the organisations of whoever tried. A code of an address that nobody here has is found nowhere: look whether the address is a member's.",
        );
    }
    if query.is_narrow() {
        return ("No sign-in matches", "The log holds the last two weeks.");
    }
    ("No sign-in yet", "Each sign-in of a member is a line here, whether they came in or not.")
}

fn foot(count: usize) -> String {
    match count {
        1 => "1 sign-in".to_owned(),
        // The log answers so many at most.
        100 => "The newest 100 sign-ins. Filter to see others.".to_owned(),
        count => format!("{count} sign-ins"),
    }
}

fn row(org: &str, line: SignInLine) -> impl IntoView + use<> {
    let who = line.email.clone().unwrap_or_else(|| nobody(line.method).to_owned());
    let why = line.sentence.clone().map(|sentence| view! { <span class="cell-sub may-wrap">{sentence}</span> });
    let by = line.connection_name.clone().map(|name| view! { <span class="cell-sub">{name}</span> });
    view! {
        <tr>
            <th scope="row"><a class="row-link" href=format!("/o/{org}/sign-ins/{}", line.code)>{who}</a></th>
            <td><OutcomeWord outcome=line.outcome failed=line.sentence.is_some()/>{why}</td>
            <td class="col-md">{line.method.title()}{by}</td>
            <td class="col-lo mono">{line.ip.unwrap_or_default()}</td>
            <td class="col-md"><Time at=line.at/></td>
            <td class="col-lo mono">{line.code}</td>
        </tr>
    }
}

/// Who it was, where no address says it.
pub(super) const fn nobody(method: SignInMethod) -> &'static str {
    match method {
        SignInMethod::Sdk => "a program",
        SignInMethod::Password | SignInMethod::Authenticator | SignInMethod::RecoveryCode | SignInMethod::Passkey | SignInMethod::Sso => {
            "not known"
        }
    }
}

/// What became of a sign-in, in a word.
#[component]
pub(super) fn OutcomeWord(outcome: SignInOutcome, failed: bool) -> impl IntoView {
    match (outcome, failed) {
        (SignInOutcome::SignedIn, _) => view! { <StatusWord tone=Tone::Ok>"Signed in"</StatusWord> },
        (SignInOutcome::Refused, _) => view! { <StatusWord tone=Tone::Bad>"Refused"</StatusWord> },
        (SignInOutcome::Tested, false) => view! { <StatusWord tone=Tone::Ok>"Test passed"</StatusWord> },
        (SignInOutcome::Tested, true) => view! { <StatusWord tone=Tone::Bad>"Test failed"</StatusWord> },
    }
}

/// The same for a filter, which does not know whether a test passed.
pub(super) const fn outcome_word(outcome: SignInOutcome) -> &'static str {
    match outcome {
        SignInOutcome::SignedIn => "Signed in",
        SignInOutcome::Refused => "Refused",
        SignInOutcome::Tested => "Connection tested",
    }
}
