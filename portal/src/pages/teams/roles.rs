use leptos::prelude::*;
use model::views::{RoleChoice, TeamLine};

use crate::{
    components::{Card, CheckboxGroup, Tick},
    pages::members::role_name,
};

/// What a team carries. The form goes to the page that says who gains and who loses; nothing is saved here.
#[component]
pub(super) fn RolesCard(base: String, line: TeamLine, choices: Vec<RoleChoice>, may_write: bool) -> impl IntoView {
    let body = if may_write { view! { <Form base line choices/> }.into_any() } else { view! { <Carried line/> }.into_any() };
    view! { <Card title="Roles" id="roles">{body}</Card> }
}

#[component]
fn Form(base: String, line: TeamLine, choices: Vec<RoleChoice>) -> impl IntoView {
    let carried = |choice: &RoleChoice| line.roles.iter().any(|role| role.role == choice.role);
    let ticks: Vec<Tick> = choices
        .into_iter()
        .filter(|choice| choice.name != "owner" && (choice.may_give || carried(choice)))
        .map(|choice| Tick {
            value: choice.role.to_string(),
            checked: carried(&choice),
            label: role_name(&choice.name),
            hint: Some(choice.meaning),
        })
        .collect();
    view! {
        <form method="get" action=format!("{base}/preview") class="form">
            <input type="hidden" name="what" value="roles"/>
            <CheckboxGroup name="roles[]" legend="Every member has, by this team" hint="You see who gains and who loses what before anything is saved. You can only hand out what you hold yourself, and no team makes owners." options=ticks/>
            <div class="form-foot"><button class="btn btn-primary" type="submit">"Preview change"</button></div>
        </form>
    }
}

#[component]
fn Carried(line: TeamLine) -> impl IntoView {
    if line.roles.is_empty() {
        return view! { <p class="small muted">"It carries no role."</p> }.into_any();
    }
    let names =
        line.roles.into_iter().map(|role| view! { <li class="small"><b class="strong">{role_name(&role.name)}</b></li> }).collect_view();
    view! { <ul class="stack-2">{names}</ul> }.into_any()
}
