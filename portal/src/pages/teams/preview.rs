use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::{
    PersonId, RoleId, Team, TeamId,
    views::{Affected, TeamView},
};

use super::{members_in_words, read};
use crate::{
    PortalError,
    components::{Button, ButtonKind, Crumb, ErrorView, FormProblems, LinkButton, Loading, Notice, PageHead, Tone},
    contexts::{Problems, use_id, use_org},
    pages::roles::GainsAndLosses,
    server_fns::teams::{ApplyToTeam, preview_team},
};

/// What the form of the team's page says, as the address carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Draft {
    what: String,
    roles: Vec<RoleId>,
    people: Vec<PersonId>,
}

/// `/o/:org/teams/:id/preview`: who gains and who loses, and the button that saves.
#[component]
pub(crate) fn PreviewTeamPage() -> impl IntoView {
    let org = use_org();
    let id = use_id::<Team>("id");
    let query = use_query_map();
    let draft = Memo::new(move |_| {
        query.with(|q| Draft {
            what: q.get("what").unwrap_or_default(),
            roles: ids(q.get_all("roles[]")),
            people: ids(q.get_all("people[]")),
        })
    });
    let team = Resource::new(move || (org.get(), id.get()), |(org, id)| read(org, id));
    let preview = Resource::new(move || (org.get(), id.get(), draft.get()), |(org, id, draft)| tried(org, id, draft));
    view! {
        <Suspense fallback=|| view! { <div class="page page-narrow"><Loading label="Loading the preview"/></div> }>
            {move || Suspend::new(async move {
                match (team.await, preview.await) {
                    (Ok(team), Ok(affected)) => view! { <Body org=org.get_untracked() team draft=draft.get_untracked() affected/> }.into_any(),
                    (Err(error), _) | (_, Err(error)) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// What is no id names nothing, and is left out.
fn ids<T: std::str::FromStr>(texts: Option<Vec<String>>) -> Vec<T> {
    texts.unwrap_or_default().iter().filter_map(|text| text.parse().ok()).collect()
}

async fn tried(org: String, id: Option<TeamId>, draft: Draft) -> Result<Vec<Affected>, PortalError> {
    match id {
        Some(id) => preview_team(org, id, draft.what, draft.roles, draft.people).await,
        None => Err(PortalError::NotFound),
    }
}

/// What a change is called: the page's title, what happens, and its button.
fn words(team: &TeamView, draft: &Draft) -> (String, String, &'static str, ButtonKind) {
    let name = &team.line.name;
    let gone = || team.members.iter().find(|member| draft.people.first() == Some(&member.person)).map_or("somebody", |one| &one.name);
    let chosen = u32::try_from(draft.people.len()).unwrap_or(u32::MAX);
    match draft.what.as_str() {
        "add" => (format!("Add to {name}"), format!("{} will be added.", members_in_words(chosen)), "Add members", ButtonKind::Primary),
        "remove" => {
            (format!("Take {} out of {name}", gone()), "They stay a member of the organisation.".to_owned(), "Take out", ButtonKind::Danger)
        }
        "delete" => {
            let words =
                format!("This cannot be undone. In it: {}. They stay members of the organisation.", members_in_words(team.line.members));
            (format!("Remove team {name}"), words, "Remove team", ButtonKind::Danger)
        }
        _ => (
            format!("Change roles of {name}"),
            "It counts for whoever is in the team, and for whoever is added later.".to_owned(),
            "Save roles",
            ButtonKind::Primary,
        ),
    }
}

#[component]
fn Body(org: String, team: TeamView, draft: Draft, affected: Vec<Affected>) -> impl IntoView {
    let page = format!("/o/{org}/teams/{}", team.line.team);
    let crumbs = vec![Crumb::new(format!("/o/{org}/teams"), "Teams"), Crumb::new(page.clone(), team.line.name.clone())];
    let (title, what, button, kind) = words(&team, &draft);
    let tone = if kind == ButtonKind::Danger { Tone::Warn } else { Tone::Neutral };
    view! {
        <div class="page page-narrow">
            <PageHead title lead="Nothing is saved yet." crumbs/>
            <Notice tone>{what}</Notice>
            <GainsAndLosses affected nobody="Nobody gains or loses anything by it: what they have, they have by other roles too, or the team carries none."/>
            <Save org team=team.line.team draft page button kind/>
        </div>
    }
}

#[component]
fn Save(org: String, team: TeamId, draft: Draft, page: String, button: &'static str, kind: ButtonKind) -> impl IntoView {
    let apply = ServerAction::<ApplyToTeam>::new();
    let roles = draft.roles.iter().map(|role| view! { <input type="hidden" name="roles[]" value=role.to_string()/> }).collect_view();
    let people = draft.people.iter().map(|person| view! { <input type="hidden" name="people[]" value=person.to_string()/> }).collect_view();
    view! {
        <ActionForm action=apply attr:class="form">
            <FormProblems problems=Problems::of(apply)/>
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="id" value=team.to_string()/>
            <input type="hidden" name="what" value=draft.what/>
            {roles}
            {people}
            <div class="form-foot">
                <LinkButton href=page>"Back"</LinkButton>
                <Button kind pending=apply.pending()>{button}</Button>
            </div>
        </ActionForm>
    }
}
