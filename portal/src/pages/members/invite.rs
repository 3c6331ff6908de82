use leptos::prelude::*;
use model::views::RoleChoice;

use super::in_words::role_name;
use crate::{
    components::{Button, ButtonKind, Crumb, ErrorView, FormProblems, LinkButton, Loading, PageHead, RadioGroup, TextArea, Tick},
    contexts::{Problems, use_org},
    server_fns::{
        members::{InviteMembers, list_role_choices},
        typed::take,
    },
};

/// `/o/:org/members/invite`.
#[component]
pub(crate) fn InvitePage() -> impl IntoView {
    let org = use_org();
    let typed = StoredValue::new(take("emails"));
    let choices = Resource::new(move || org.get(), list_role_choices);
    view! {
        <Suspense fallback=|| view! { <div class="page page-narrow"><Loading label="Loading the form"/></div> }>
            {move || Suspend::new(async move {
                match choices.await {
                    Ok(choices) => view! { <Form org=org.get_untracked() choices typed=typed.get_value()/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Form(org: String, choices: Vec<RoleChoice>, typed: Option<String>) -> impl IntoView {
    let invite = ServerAction::<InviteMembers>::new();
    let problems = Problems::of(invite);
    let pending = invite.pending();
    let members = format!("/o/{org}/members");
    let crumbs = vec![Crumb::new(members.clone(), "Members")];
    let withheld = choices.iter().any(|choice| !choice.may_give);
    let hint = if withheld {
        "Roles that hold more than you do are left out: nobody hands out what they lack."
    } else {
        "You can change it later, on the member's page."
    };
    let ticks = ticks(choices);
    view! {
        <div class="page page-narrow">
            <PageHead title="Invite members" lead="Each gets a letter with a link that works once, and says until when." crumbs/>
            <ActionForm action=invite attr:class="card form card-form">
                <FormProblems problems/>
                <input type="hidden" name="org" value=org/>
                <TextArea name="emails" label="E-mail addresses" hint="Up to 50: one a line, or with commas between them. Who is invited already gets a new link." rows=4_u32 maxlength=6000_u32 required=true value=typed problem=problems.field("emails")/>
                <RadioGroup name="role" legend="They join as" hint options=ticks problem=problems.field("role")/>
                <div class="form-foot">
                    <LinkButton href=members>"Cancel"</LinkButton>
                    <Button kind=ButtonKind::Primary pending>"Send invitations"</Button>
                </div>
            </ActionForm>
        </div>
    }
}

/// The least powerful of the roles that every organisation has comes last, and is chosen at first.
fn ticks(choices: Vec<RoleChoice>) -> Vec<Tick> {
    let may_give: Vec<RoleChoice> = choices.into_iter().filter(|choice| choice.may_give).collect();
    let first = may_give.iter().position(|choice| choice.name == "viewer").unwrap_or(may_give.len().saturating_sub(1));
    let tick = |(index, choice): (usize, RoleChoice)| Tick {
        value: choice.role.to_string(),
        label: role_name(&choice.name),
        hint: Some(choice.meaning),
        checked: index == first,
    };
    may_give.into_iter().enumerate().map(tick).collect()
}
