use leptos::prelude::*;
use model::{
    ConnectionId, SetUpLinkState,
    views::{ConnectionView, SetUpLinkLine},
};

use super::frame::{OneConnection, Place};
use crate::{
    components::{
        Button, ButtonKind, ButtonSize, Card, Choice, EmptyState, ErrorView, FormProblems, Select, StatusWord, TextInput, Time, Tone,
    },
    contexts::Problems,
    server_fns::{
        set_up::{MakeLink, RevokeLink, list_links},
        typed::take,
    },
};

/// `/o/:org/sso/:id/links`: links by which somebody without an account sets the connection up.
#[component]
pub(crate) fn SetUpLinksPage() -> impl IntoView {
    view! { <OneConnection at=Place::Links draw=|org, view| view! { <Links org view/> }/> }
}

#[component]
fn Links(org: String, view: ConnectionView) -> impl IntoView {
    let id = view.line.connection;
    let lines = Resource::new(
        {
            let org = org.clone();
            move || (org.clone(), id)
        },
        |(org, id)| list_links(org, id),
    );
    let of = org.clone();
    view! {
        <section class="section" aria-labelledby="links">
            <div class="section-head">
                <h2 id="links">"Send this to whoever runs the provider"</h2>
                <p>"A link lets somebody without an account give the provider our values, give us theirs, and test it. It opens this connection and nothing else, and ends when people sign in by the connection."</p>
            </div>
            <Suspense>
                {move || Suspend::new({
                    let org = of.clone();
                    async move {
                        match lines.await {
                            Ok(lines) => view! { <Known org id lines/> }.into_any(),
                            Err(error) => view! { <ErrorView error/> }.into_any(),
                        }
                    }
                })}
            </Suspense>
        </section>
        <MakeForm org view/>
    }
}

#[component]
fn Known(org: String, id: ConnectionId, lines: Vec<SetUpLinkLine>) -> impl IntoView {
    if lines.is_empty() {
        return view! {
            <div class="card"><EmptyState title="No link yet" icon=icondata_lu::LuLink>"Make one below. It is shown once; send it to one person."</EmptyState></div>
        }
        .into_any();
    }
    let revoke = ServerAction::<RevokeLink>::new();
    let rows = lines.into_iter().map(|line| row(&org, id, line, revoke)).collect_view();
    view! {
        <Card title="Links" id="known" flush=true>
            <FormProblems problems=Problems::of(revoke)/>
            <ul class="list">{rows}</ul>
        </Card>
    }
    .into_any()
}

fn row(org: &str, id: ConnectionId, line: SetUpLinkLine, revoke: ServerAction<RevokeLink>) -> impl IntoView + use<> {
    let (org, made_for) = (org.to_owned(), line.made_for.clone());
    let (tone, word) = in_words(line.state);
    let used = match line.used_at {
        Some(at) => view! { ", provider saved "<Time at/> }.into_any(),
        None => view! { ", not used yet" }.into_any(),
    };
    let domain = line.domain.map(|domain| format!(", with the record of {domain}"));
    let button = (line.state != SetUpLinkState::Revoked).then(move || {
        view! {
            <ActionForm action=revoke>
                <input type="hidden" name="org" value=org/>
                <input type="hidden" name="id" value=id.to_string()/>
                <input type="hidden" name="link" value=line.link.to_string()/>
                <Button kind=ButtonKind::DangerQuiet size=ButtonSize::Small>"Take back"<span class="visually-hidden">" the link for "{made_for}</span></Button>
            </ActionForm>
        }
    });
    view! {
        <li>
            <div class="grow">
                <p class="strong wrap">{line.made_for}</p>
                <StatusWord tone>{word}</StatusWord>
                <p class="small muted wrap">"Made by "{line.made_by}", until "<Time at=line.expires_at/>{domain}{used}</p>
            </div>
            {button}
        </li>
    }
}

const fn in_words(state: SetUpLinkState) -> (Tone, &'static str) {
    match state {
        SetUpLinkState::Open => (Tone::Ok, "Open"),
        SetUpLinkState::Expired => (Tone::Neutral, "Time is over"),
        SetUpLinkState::Revoked => (Tone::Neutral, "Taken back"),
        SetUpLinkState::InUse => (Tone::Neutral, "Ended: people sign in by the connection"),
    }
}

#[component]
fn MakeForm(org: String, view: ConnectionView) -> impl IntoView {
    let make = ServerAction::<MakeLink>::new();
    let problems = Problems::of(make);
    let days = [("1", "One day"), ("7", "7 days"), ("30", "30 days")].map(|(value, label)| Choice::new(value, label)).to_vec();
    view! {
        <ActionForm action=make attr:class="card form card-form">
            <FormProblems problems/>
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="id" value=view.line.connection.to_string()/>
            <TextInput name="made_for" label="For whom" hint="You tell links apart by it, for example Kim from IT." maxlength=80_u32 required=true autocomplete="off" value=take("made_for") problem=problems.field("made_for")/>
            <TextInput name="domain" label="Domain" hint="One that you have added. Its record is shown to them, and they can have it looked for." optional=true maxlength=253_u32 autocomplete="off" problem=problems.field("domain")/>
            <Select name="days" label="Good for" options=days selected="7".to_owned() problem=problems.field("days")/>
            <div class="form-foot"><Button kind=ButtonKind::Primary pending=make.pending()>"Make link"</Button></div>
        </ActionForm>
    }
}
