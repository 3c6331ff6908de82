use leptos::prelude::*;
use model::{
    Permission,
    views::{DirectoryOverview, DirectoryToken, DirectoryTokenState},
};

use super::Frame;
use crate::{
    components::{
        Button, ButtonKind, Card, Choice, CopyField, EmptyState, ErrorView, FormProblems, Loading, Notice, Select, StatusWord, Table,
        TextInput, Time, Tone,
    },
    contexts::{Problems, use_org, use_viewer},
    server_fns::{
        directory::{CreateDirectoryToken, RevokeDirectoryToken, read_directory},
        typed::take,
    },
};

/// `/o/:org/directory`.
#[component]
pub(crate) fn DirectoryPage() -> impl IntoView {
    let org = use_org();
    let viewer = use_viewer();
    let overview = Resource::new(move || org.get(), read_directory);
    let typed = StoredValue::new(take("name"));
    view! {
        <Suspense fallback=|| view! { <div class="page page-wide"><Loading label="Loading directory sync"/></div> }>
            {move || Suspend::new(async move {
                let may_write = viewer.await.is_ok_and(|viewer| viewer.may(Permission::SettingsWrite));
                match overview.await {
                    Ok(overview) => {
                        view! { <SetUp org=org.get_untracked() overview may_write typed=typed.get_value()/> }.into_any()
                    }
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn SetUp(org: String, overview: DirectoryOverview, may_write: bool, typed: Option<String>) -> impl IntoView {
    let live = overview.tokens.iter().filter(|token| token.state == DirectoryTokenState::Live).count();
    let blocked = !overview.has_break_glass;
    let new = (may_write && !blocked && live < 2).then(|| view! { <NewToken org=org.clone() typed is_first=live == 0/> });
    let address = overview.base_url.clone();
    view! {
        <Frame org=org.clone() here="">
            <Standing org=org.clone() overview=overview.clone()/>
            <Card title="What to enter there" id="address">
                <p class="small muted">"Okta calls it base URL, Entra ID calls it tenant URL. Choose bearer token (HTTP header) as the way to authenticate, and userName as the unique field."</p>
                <CopyField text=address label="the address of directory sync"/>
            </Card>
            <Tokens org=org.clone() tokens=overview.tokens may_write/>
            {new}
        </Frame>
    }
}

#[component]
fn Standing(org: String, overview: DirectoryOverview) -> impl IntoView {
    let safety = format!("/o/{org}/directory/safety");
    let safety_too = safety.clone();
    let needs = (!overview.has_break_glass).then(|| {
        view! {
            <Notice tone=Tone::Warn title="A break-glass owner is needed first.">
                "A directory can lock out everybody who is in it. " <a href=safety>"Name an owner"</a>
                " who is outside of it and signs in with a password and an authenticator, or a passkey."
            </Notice>
        }
    });
    let held = (overview.held > 0).then(|| {
        let words = format!("{} departures wait for you.", overview.held);
        view! { <Notice tone=Tone::Warn title=words>"The directory asks to remove many people at once. " <a href=safety_too>"Look at who"</a></Notice> }
    });
    let state = if overview.is_on {
        view! { <StatusWord tone=Tone::Ok>"On"</StatusWord> }.into_any()
    } else {
        view! { <StatusWord tone=Tone::Neutral>"Off: no token lives"</StatusWord> }.into_any()
    };
    let last =
        overview.last_call_at.map_or_else(|| view! { <span class="none">"never"</span> }.into_any(), |at| view! { <Time at/> }.into_any());
    view! {
        {needs}
        {held}
        <Card title="Where it stands" id="standing">
            <dl class="kv">
                <dt>"State"</dt>
                <dd>{state}</dd>
                <dt>"Last call"</dt>
                <dd>{last}</dd>
                <dt>"People"</dt>
                <dd>{overview.people}</dd>
                <dt>"Groups"</dt>
                <dd>{overview.groups}</dd>
            </dl>
        </Card>
    }
}

#[component]
fn Tokens(org: String, tokens: Vec<DirectoryToken>, may_write: bool) -> impl IntoView {
    if tokens.is_empty() {
        return view! {
            <div class="card">
                <EmptyState title="No token yet" icon=icondata_lu::LuKeyRound>"A token lets your directory call. It is shown once, when it is made; two can live at a time, so that one can take the other's place."</EmptyState>
            </div>
        }
        .into_any();
    }
    let rows = tokens.into_iter().map(|token| row(&org, token, may_write)).collect_view();
    view! {
        <section class="section" aria-labelledby="tokens">
            <div class="section-head"><h2 id="tokens">"Tokens"</h2></div>
            <Table label="Tokens of the directory">
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col">"State"</th>
                        <th scope="col" class="col-md">"Last used"</th>
                        <th scope="col" class="col-md">"Ends"</th>
                        <th scope="col"><span class="visually-hidden">"Actions"</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </section>
    }
    .into_any()
}

fn row(org: &str, token: DirectoryToken, may_write: bool) -> impl IntoView + use<> {
    let state = match token.state {
        DirectoryTokenState::Live => view! { <StatusWord tone=Tone::Ok>"Live"</StatusWord> },
        DirectoryTokenState::Expired => view! { <StatusWord tone=Tone::Bad>"Expired"</StatusWord> },
        DirectoryTokenState::Revoked => view! { <StatusWord tone=Tone::Bad>"Revoked"</StatusWord> },
    };
    let used =
        token.last_used_at.map_or_else(|| view! { <span class="none">"never"</span> }.into_any(), |at| view! { <Time at/> }.into_any());
    let revoke = (may_write && token.state == DirectoryTokenState::Live)
        .then(|| view! { <Revoke org=org.to_owned() id=token.id.to_string() name=token.name.clone()/> });
    view! {
        <tr>
            <th scope="row">{token.name}<span class="cell-sub">"…"{token.tail}" by "{token.created_by}</span></th>
            <td>{state}</td>
            <td class="col-md">{used}</td>
            <td class="col-md"><Time at=token.expires_at/></td>
            <td class="cell-act">{revoke}</td>
        </tr>
    }
}

#[component]
fn Revoke(org: String, id: String, name: String) -> impl IntoView {
    let revoke = ServerAction::<RevokeDirectoryToken>::new();
    view! {
        <ActionForm action=revoke>
            <FormProblems problems=Problems::of(revoke)/>
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="id" value=id/>
            <Button kind=ButtonKind::Danger pending=revoke.pending()>"Revoke"<span class="visually-hidden">" token "{name}</span></Button>
        </ActionForm>
    }
}

#[component]
fn NewToken(org: String, typed: Option<String>, is_first: bool) -> impl IntoView {
    let create = ServerAction::<CreateDirectoryToken>::new();
    let problems = Problems::of(create);
    let lives =
        vec![Choice::new("90", "90 days"), Choice::new("180", "180 days"), Choice::new("365", "One year"), Choice::new("730", "Two years")];
    let title = if is_first { "Make a token" } else { "Make the next token" };
    let hint = if is_first {
        "What you call it, for example Okta."
    } else {
        "Enter it in your directory, see it used here, then revoke the other one."
    };
    view! {
        <Card title=title id="new-token">
            <ActionForm action=create attr:class="form">
                <FormProblems problems/>
                <input type="hidden" name="org" value=org/>
                <TextInput name="name" label="Name" hint=hint maxlength=80 required=true value=typed problem=problems.field("name")/>
                <Select name="days" label="It ends after" options=lives selected="365" problem=problems.field("expires_in_days")/>
                <div class="form-foot"><Button kind=ButtonKind::Primary pending=create.pending()>"Make token"</Button></div>
            </ActionForm>
        </Card>
    }
}
