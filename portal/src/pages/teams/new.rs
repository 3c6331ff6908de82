use leptos::prelude::*;

use crate::{
    components::{Button, ButtonKind, Crumb, FormProblems, LinkButton, PageHead, TextInput},
    contexts::{Problems, use_org},
    server_fns::{teams::CreateTeam, typed::take},
};

/// `/o/:org/teams/new`.
#[component]
pub(crate) fn NewTeamPage() -> impl IntoView {
    let org = use_org();
    let create = ServerAction::<CreateTeam>::new();
    let problems = Problems::of(create);
    let (name, description) = (take("name"), take("description"));
    let teams = format!("/o/{}/teams", org.get_untracked());
    let crumbs = vec![Crumb::new(teams.clone(), "Teams")];
    view! {
        <div class="page page-narrow">
            <PageHead title="Create a team" lead="Nobody is in it at first, and it carries no role." crumbs/>
            <ActionForm action=create attr:class="card form card-form">
                <FormProblems problems/>
                <input type="hidden" name="org" value=move || org.get()/>
                <TextInput name="name" label="Name" hint="As people call it, for example Night shift." maxlength=60_u32 required=true autocomplete="off" value=name problem=problems.field("name")/>
                <TextInput name="description" label="What it is for" optional=true maxlength=300_u32 autocomplete="off" value=description problem=problems.field("description")/>
                <div class="form-foot">
                    <LinkButton href=teams>"Cancel"</LinkButton>
                    <Button kind=ButtonKind::Primary pending=create.pending()>"Create team"</Button>
                </div>
            </ActionForm>
        </div>
    }
}
