use std::time::Duration;

use leptos::{form::ActionForm, prelude::*, task::spawn_local};
use model::{
    KeyId,
    views::{KeyDetail, SecretLine, UseLine},
};

use crate::{
    components::{Button, FormProblems, Notice, ProgressBar, StatusWord, Table, Time, Tone, grouped, in_words},
    contexts::Problems,
    server_fns::keys::{EndKeyOverlap, read_key},
};

/// How often the meter is read again, with scripts.
const EVERY: Duration = Duration::from_secs(5);
/// A secret that was silent for so long is probably not in use any more.
const SILENT_SECONDS: i64 = 900;

/// The secrets of a key, from where each is used, and how far a roll-out has come. With scripts it is kept up to date.
#[component]
pub(super) fn SecretsCard(org: String, first: KeyDetail, may_act: bool) -> impl IntoView {
    let id = first.line.id;
    let (shown, set_shown) = signal(first);
    let address = org.clone();
    Effect::new(move |_| {
        let org = address.clone();
        let again = move || {
            let org = org.clone();
            spawn_local(async move {
                // What cannot be read now is read the next time; what is shown says when it was read.
                if let Ok(detail) = read_key(org, id).await {
                    set_shown.set(detail);
                }
            });
        };
        if let Ok(ticking) = set_interval_with_handle(again, EVERY) {
            on_cleanup(move || ticking.clear());
        }
    });
    view! {
        <section class="section" aria-labelledby="secrets">
            <div class="section-head"><h2 id="secrets">"Secrets in use"</h2><span class="push small muted">"Read at "{move || view! { <Time at=shown.get().at short=true/> }}</span></div>
            {move || view! { <Overlap org=org.clone() id detail=shown.get() may_act/> }}
            {move || shown.get().secrets.into_iter().map(|secret| view! { <OneSecret secret at=shown.get_untracked().at/> }).collect_view()}
        </section>
    }
}

/// While older secrets work: how many of the last calls came with the newest, and who still uses an older one.
#[component]
fn Overlap(org: String, id: KeyId, detail: KeyDetail, may_act: bool) -> impl IntoView {
    let is_old = |secret: &&SecretLine| !secret.is_newest && secret.works;
    let still = detail.secrets.iter().filter(is_old).flat_map(|secret| &secret.uses).max_by_key(|one| one.last_at).cloned();
    if !detail.secrets.iter().any(|secret| !secret.is_newest && secret.works) {
        return None;
    }
    let now = detail.at;
    let is_silent = still.as_ref().is_none_or(|one| (now - one.last_at).whole_seconds() > SILENT_SECONDS);
    let recent = |secret: &&SecretLine| secret.uses.iter().any(|one| (now - one.last_at).whole_seconds() <= SILENT_SECONDS);
    let moved = detail.secrets.iter().filter(|secret| secret.is_newest).filter(recent).flat_map(|secret| &secret.uses).count() as u64;
    let behind = detail.secrets.iter().filter(is_old).filter(recent).flat_map(|secret| &secret.uses).count() as u64;
    let words = format!("{} of {}", grouped(moved), grouped(moved + behind));
    let end = may_act.then(|| view! { <EndForm org id/> });
    view! {
        <div class="card"><div class="card-body stack">
            <ProgressBar label="Addresses that use the new secret" value=Signal::stored(moved) max=Signal::stored(moved + behind) shown=words/>
            <Safety still is_silent now/>
            {end}
        </div></div>
    }
    .into()
}

#[component]
fn Safety(still: Option<UseLine>, is_silent: bool, now: time::OffsetDateTime) -> impl IntoView {
    match (still, is_silent) {
        (Some(one), false) => {
            let ago = in_words((now - one.last_at).whole_seconds());
            view! {
                <Notice tone=Tone::Warn title="Not safe to end yet.">
                    {one.address}" still uses an old secret, last "{ago}" ago, with "{client(&one.client)}"."
                </Notice>
            }
            .into_any()
        }
        (Some(one), true) => {
            let ago = in_words((now - one.last_at).whole_seconds());
            view! { <Notice tone=Tone::Ok title="Probably safe to end.">"No old secret was used for "{ago}"."</Notice> }.into_any()
        }
        (None, _) => view! { <Notice tone=Tone::Ok title="Probably safe to end.">"No old secret was used."</Notice> }.into_any(),
    }
}

#[component]
fn EndForm(org: String, id: KeyId) -> impl IntoView {
    let end = ServerAction::<EndKeyOverlap>::new();
    let problems = Problems::of(end);
    let pending = end.pending();
    view! {
        <ActionForm action=end attr:class="row">
            <FormProblems problems/>
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="id" value=id.to_string()/>
            <Button pending>"End old secrets now"</Button>
            <span class="small muted">"Calls that still use one are refused within a second."</span>
        </ActionForm>
    }
}

#[component]
fn OneSecret(secret: SecretLine, at: time::OffsetDateTime) -> impl IntoView {
    let (tone, word) = match (secret.works, secret.works_until) {
        (true, None) => (Tone::Ok, "Works".to_owned()),
        (true, Some(end)) => (Tone::Warn, format!("Works for {}", in_words((end - at).whole_seconds()))),
        (false, _) => (Tone::Neutral, "Ended".to_owned()),
    };
    let name = if secret.is_newest { "Newest secret" } else { "Older secret" };
    let label = format!("Addresses that use the secret that ends in {}", secret.tail);
    let until = secret.works_until.map(|at| view! { <span class="small muted">"until "<Time at/></span> });
    let uses = if secret.uses.is_empty() {
        view! { <p class="small muted">"Not used in the last 90 days."</p> }.into_any()
    } else {
        view! { <Uses label uses=secret.uses/> }.into_any()
    };
    view! {
        <div class="stack-2">
            <div class="row"><h3>{name}", ends in "<span class="mono">{secret.tail}</span></h3><StatusWord tone>{word}</StatusWord>{until}</div>
            {uses}
        </div>
    }
}

#[component]
fn Uses(label: String, uses: Vec<UseLine>) -> impl IntoView {
    let rows = uses.into_iter().map(|one| {
        view! {
            <tr>
                <th scope="row" class="mono">{one.address}</th>
                <td class="num">{grouped(one.calls)}</td>
                <td><Time at=one.last_at/></td>
                <td class="col-md"><Time at=one.first_at/></td>
                <td class="col-lo">{client(&one.client)}</td>
            </tr>
        }
    });
    view! {
        <Table label>
            <thead><tr>
                <th scope="col">"Address"</th>
                <th scope="col" class="num">"Calls"</th>
                <th scope="col">"Last used"</th>
                <th scope="col" class="col-md">"First used"</th>
                <th scope="col" class="col-lo">"Program"</th>
            </tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </Table>
    }
}

fn client(name: &str) -> String {
    if name.is_empty() { "a program that does not name itself".to_owned() } else { name.to_owned() }
}
