use std::collections::BTreeSet;

use leptos::prelude::*;
use model::views::{MemberLine, MemberState, RoleChoice};

use super::in_words::role_name;
use crate::{
    components::{Button, ButtonKind, Card, CheckboxGroup, Choice, ErrorView, FormProblems, LinkButton, Loading, Select, Tick},
    contexts::{Problems, use_org},
    server_fns::members::{ChangeMemberRoles, GiveMemberRole, ReactivateMember, SuspendMember, list_role_choices},
};

/// Which roles a member is given by hand.
#[component]
pub(super) fn RolesCard(org: String, member: MemberLine) -> impl IntoView {
    let in_org = use_org();
    let choices = Resource::new(move || in_org.get(), list_role_choices);
    let member = StoredValue::new(member);
    let org = StoredValue::new(org);
    view! {
        <Card title="Change roles" id="change-roles">
            <Suspense fallback=|| view! { <Loading label="Loading roles"/> }>
                {move || Suspend::new(async move {
                    match choices.await {
                        Ok(choices) => {
                            view! {
                                <div class="stack-6">
                                    <RolesForm org=org.get_value() member=member.get_value() choices=choices.clone()/>
                                    <ForATime org=org.get_value() member=member.get_value() choices/>
                                </div>
                            }
                            .into_any()
                        }
                        Err(error) => view! { <ErrorView error/> }.into_any(),
                    }
                })}
            </Suspense>
        </Card>
    }
}

#[component]
fn RolesForm(org: String, member: MemberLine, choices: Vec<RoleChoice>) -> impl IntoView {
    let change = ServerAction::<ChangeMemberRoles>::new();
    let problems = Problems::of(change);
    let by_hand: BTreeSet<_> = member.roles.iter().filter(|held| held.source.is_by_hand()).map(|held| held.role).collect();
    let ticks: Vec<Tick> = choices
        .into_iter()
        .filter(|choice| choice.may_give || by_hand.contains(&choice.role))
        .map(|choice| Tick {
            value: choice.role.to_string(),
            checked: by_hand.contains(&choice.role),
            label: role_name(&choice.name),
            hint: Some(choice.meaning),
        })
        .collect();
    view! {
        <ActionForm action=change attr:class="form">
            <FormProblems problems/>
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="id" value=member.person.to_string()/>
            <CheckboxGroup name="roles[]" legend="Roles given by hand" hint="It counts from the member's next request. You can only give what you hold yourself." options=ticks problem=problems.field("roles")/>
            <div class="form-foot"><Button kind=ButtonKind::Primary pending=change.pending()>"Change roles"</Button></div>
        </ActionForm>
    }
}

/// Gives one role that ends by itself.
#[component]
fn ForATime(org: String, member: MemberLine, choices: Vec<RoleChoice>) -> impl IntoView {
    let give = ServerAction::<GiveMemberRole>::new();
    let problems = Problems::of(give);
    let may_give = choices.into_iter().filter(|choice| choice.may_give);
    let roles: Vec<Choice> = may_give.map(|choice| Choice::new(choice.role.to_string(), role_name(&choice.name))).collect();
    let days = [("1", "1 day"), ("7", "7 days"), ("30", "30 days"), ("90", "90 days")].map(|(value, label)| Choice::new(value, label));
    (!roles.is_empty()).then(|| {
        view! {
            <ActionForm action=give attr:class="form form-inline">
                <FormProblems problems/>
                <input type="hidden" name="org" value=org/>
                <input type="hidden" name="id" value=member.person.to_string()/>
                <Select name="role" id="give-role" label="Give a role for a time" options=roles problem=problems.field("role")/>
                <Select name="days" id="give-days" label="It ends after" options=days.to_vec() selected="7" problem=problems.field("expires")/>
                <Button pending=give.pending()>"Give role"</Button>
            </ActionForm>
        }
    })
}

/// Keeping a member out for a while, or for good.
#[component]
pub(super) fn StandingCard(org: String, member: MemberLine) -> impl IntoView {
    let remove = format!("/o/{org}/members/{}/remove", member.person);
    let standing = match member.state {
        MemberState::Active => view! { <SuspendForm org member/> }.into_any(),
        MemberState::Suspended => view! { <ReactivateForm org member/> }.into_any(),
    };
    view! {
        <Card title="Access" id="standing">
            <div class="stack">
                {standing}
                <p class="small muted">"Removing ends everything at once, and asks what becomes of the member's API keys."</p>
                <div class="form-foot"><LinkButton href=remove kind=ButtonKind::DangerQuiet>"Remove member"</LinkButton></div>
            </div>
        </Card>
    }
}

#[component]
fn SuspendForm(org: String, member: MemberLine) -> impl IntoView {
    let suspend = ServerAction::<SuspendMember>::new();
    view! {
        <ActionForm action=suspend attr:class="form">
            <FormProblems problems=Problems::of(suspend)/>
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="id" value=member.person.to_string()/>
            <p class="small muted">"Suspending ends their sessions now and refuses the keys that they answer for. Roles and keys are kept, and you can let them back in."</p>
            <div class="form-foot"><Button pending=suspend.pending()>"Suspend member"</Button></div>
        </ActionForm>
    }
}

#[component]
fn ReactivateForm(org: String, member: MemberLine) -> impl IntoView {
    let reactivate = ServerAction::<ReactivateMember>::new();
    view! {
        <ActionForm action=reactivate attr:class="form">
            <FormProblems problems=Problems::of(reactivate)/>
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="id" value=member.person.to_string()/>
            <p class="small muted">"They may sign in again, with the roles that they had, and their keys work again."</p>
            <div class="form-foot"><Button kind=ButtonKind::Primary pending=reactivate.pending()>"Reactivate member"</Button></div>
        </ActionForm>
    }
}
