use leptos::prelude::*;
use model::{
    Permission, PersonId,
    views::{HeldDeparture, OwnerLine, SafetyView},
};

use super::Frame;
use crate::{
    components::{Button, ButtonKind, Card, ErrorView, FormProblems, Loading, Notice, StatusWord, Table, TextInput, Time, Tone},
    contexts::{Problems, use_org, use_viewer},
    server_fns::directory::{ChangeBounds, MarkBreakGlass, SettleHeld, read_safety},
};

/// `/o/:org/directory/safety`: departures that wait, from when on they do, and who is kept outside.
#[component]
pub(crate) fn SafetyPage() -> impl IntoView {
    let org = use_org();
    let viewer = use_viewer();
    let safety = Resource::new(move || org.get(), read_safety);
    view! {
        <Suspense fallback=|| view! { <div class="page page-wide"><Loading label="Loading safety"/></div> }>
            {move || Suspend::new(async move {
                let viewer = viewer.await;
                let may = move |needed| viewer.as_ref().is_ok_and(|viewer| viewer.may(needed));
                let (may_settle, may_bound) = (may(Permission::MembersWrite), may(Permission::SettingsWrite));
                match safety.await {
                    Ok(safety) => {
                        let org = org.get_untracked();
                        let bounds = may_bound.then(|| view! { <Bounds org=org.clone() safety=safety.clone()/> });
                        view! {
                            <Frame org=org.clone() here="/safety">
                                <Held org=org.clone() held=safety.held may_settle/>
                                <Owners org owners=safety.owners may_settle/>
                                {bounds}
                            </Frame>
                        }
                        .into_any()
                    }
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Held(org: String, held: Vec<HeldDeparture>, may_settle: bool) -> impl IntoView {
    if held.is_empty() {
        return view! { <Notice tone=Tone::Ok title="Nobody waits.">"When the directory removes many people at once, they stay here until somebody says that it is meant so."</Notice> }
            .into_any();
    }
    let settle = ServerAction::<SettleHeld>::new();
    let several = held.len() > 1;
    let all = (may_settle && several).then(|| view! { <SettleAll org=org.clone() settle/> });
    let act = may_settle.then(|| view! { <th scope="col"><span class="visually-hidden">"Actions"</span></th> });
    let rows = held.into_iter().map(|one| {
        let act = may_settle.then(|| view! { <td class="cell-act"><SettleOne org=org.clone() one=one.clone() settle/></td> });
        view! { <tr><th scope="row">{one.name}<span class="cell-sub wrap">{one.email}</span></th><td><Time at=one.held_at/></td>{act}</tr> }
    });
    let rows = rows.collect_view();
    view! {
        <section class="section" aria-labelledby="held">
            <div class="section-head"><h2 id="held">"Departures that wait"</h2></div>
            <Table label="Members who would leave">
                <thead><tr><th scope="col">"Member"</th><th scope="col">"Asked"</th>{act}</tr></thead>
                <tbody>{rows}</tbody>
            </Table>
            <FormProblems problems=Problems::of(settle)/>
            {all}
        </section>
    }
    .into_any()
}

/// A mistake of the directory seldom is one about everybody.
#[component]
fn SettleOne(org: String, one: HeldDeparture, settle: ServerAction<SettleHeld>) -> impl IntoView {
    let person = Some(one.person);
    let (kept, removed) = (one.email.clone(), one.email);
    view! {
        <div class="row">
            <SettleForm org=org.clone() person release=false settle>"Keep"<span class="visually-hidden">" "{kept}</span></SettleForm>
            <SettleForm org person release=true settle>"Remove"<span class="visually-hidden">" "{removed}</span></SettleForm>
        </div>
    }
}

#[component]
fn SettleAll(org: String, settle: ServerAction<SettleHeld>) -> impl IntoView {
    view! {
        <div class="form-foot">
            <SettleForm org=org.clone() person=None release=false settle>"Keep them all"</SettleForm>
            <SettleForm org person=None release=true settle>"Remove them all"</SettleForm>
        </div>
    }
}

#[component]
fn SettleForm(org: String, person: Option<PersonId>, release: bool, settle: ServerAction<SettleHeld>, children: Children) -> impl IntoView {
    let person = person.map(|person| view! { <input type="hidden" name="person" value=person.to_string()/> });
    let kind = if release { ButtonKind::Danger } else { ButtonKind::Plain };
    view! {
        <ActionForm action=settle>
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="release" value=release.to_string()/>
            {person}
            <Button kind pending=settle.pending()>{children()}</Button>
        </ActionForm>
    }
}

#[component]
fn Owners(org: String, owners: Vec<OwnerLine>, may_settle: bool) -> impl IntoView {
    let rows = owners.into_iter().map(|owner| {
        let state = match (owner.is_break_glass, owner.is_proven) {
            (true, true) => view! { <StatusWord tone=Tone::Ok>"Break-glass, proven"</StatusWord> },
            (true, false) => view! { <StatusWord tone=Tone::Warn>"Break-glass, not proven"</StatusWord> },
            (false, _) => view! { <StatusWord tone=Tone::Neutral>"Like others"</StatusWord> },
        };
        let mark = may_settle.then(|| view! { <Mark org=org.clone() owner=owner.clone()/> });
        view! { <tr><th scope="row">{owner.email}</th><td>{state}</td><td class="cell-act">{mark}</td></tr> }
    });
    let rows = rows.collect_view();
    view! {
        <section class="section" aria-labelledby="owners">
            <div class="section-head"><h2 id="owners">"Break-glass owners"</h2></div>
            <p class="small muted">"One owner outside of the directory has to be able to sign in whatever it or a provider says: with a password and an authenticator, or a passkey, set up or used within 90 days. While directory sync is on or a domain requires single sign-on, the last of them cannot be removed, suspended or lose the role."</p>
            <Table label="Owners">
                <thead><tr><th scope="col">"Owner"</th><th scope="col">"State"</th><th scope="col"><span class="visually-hidden">"Actions"</span></th></tr></thead>
                <tbody>{rows}</tbody>
            </Table>
        </section>
    }
}

#[component]
fn Mark(org: String, owner: OwnerLine) -> impl IntoView {
    let mark = ServerAction::<MarkBreakGlass>::new();
    let words = if owner.is_break_glass { "Lift" } else { "Name" };
    view! {
        <ActionForm action=mark>
            <FormProblems problems=Problems::of(mark)/>
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="id" value=owner.person.to_string()/>
            <input type="hidden" name="marked" value=(!owner.is_break_glass).to_string()/>
            <Button pending=mark.pending()>{words}<span class="visually-hidden">" "{owner.email}</span></Button>
        </ActionForm>
    }
}

#[component]
fn Bounds(org: String, safety: SafetyView) -> impl IntoView {
    let change = ServerAction::<ChangeBounds>::new();
    let problems = Problems::of(change);
    view! {
        <Card title="When departures wait" id="bounds">
            <ActionForm action=change attr:class="form">
                <FormProblems problems/>
                <input type="hidden" name="org" value=org/>
                <TextInput name="above" label="More people than" inputmode="numeric" value=safety.held_above.to_string() problem=problems.field("above") required=true/>
                <TextInput name="percent" label="and more than this part of everybody, in percent" inputmode="numeric" value=safety.held_percent.to_string() problem=problems.field("percent") required=true/>
                <TextInput name="minutes" label="within this many minutes" inputmode="numeric" value=safety.window_minutes.to_string() problem=problems.field("minutes") required=true/>
                <div class="form-foot"><Button pending=change.pending()>"Save"</Button></div>
            </ActionForm>
        </Card>
    }
}
