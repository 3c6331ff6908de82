use leptos::prelude::*;
use model::views::TeamLine;

use crate::{
    components::{Button, ButtonKind, Card, FormProblems, LinkButton, TextInput},
    contexts::Problems,
    server_fns::teams::ChangeTeam,
};

/// What a team is called, and its end.
#[component]
pub(super) fn SettingsCard(org: String, line: TeamLine, change: ServerAction<ChangeTeam>) -> impl IntoView {
    let problems = Problems::of(change);
    let remove = format!("/o/{org}/teams/{}/preview?what=delete", line.team);
    view! {
        <Card title="Name and description" id="name-of-team">
            <ActionForm action=change attr:class="form">
                <FormProblems problems/>
                <input type="hidden" name="org" value=org/>
                <input type="hidden" name="id" value=line.team.to_string()/>
                <TextInput name="name" label="Name" maxlength=60_u32 required=true autocomplete="off" value=Some(line.name) problem=problems.field("name")/>
                <TextInput name="description" label="What it is for" optional=true maxlength=300_u32 autocomplete="off" value=Some(line.description) problem=problems.field("description")/>
                <div class="form-foot">
                    <LinkButton href=remove kind=ButtonKind::DangerQuiet>"Remove team"</LinkButton>
                    <Button kind=ButtonKind::Primary pending=change.pending()>"Save name"</Button>
                </div>
            </ActionForm>
        </Card>
    }
}
