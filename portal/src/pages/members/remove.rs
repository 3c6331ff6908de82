use leptos::prelude::*;
use model::views::{MemberDetail, MemberState, MembersView};

use super::{OneMember, keys::KeysOfMember};
use crate::{
    components::{Button, ButtonKind, Choice, Crumb, ErrorView, FormProblems, LinkButton, Loading, Notice, PageHead, Select, Tone},
    contexts::{Problems, use_org},
    server_fns::members::{RemoveMember, list_members},
};

/// `/o/:org/members/:id/remove`: what ends, and what becomes of the rest.
#[component]
pub(crate) fn RemovePage() -> impl IntoView {
    view! { <OneMember draw=|org, member, _left| view! { <Sheet org member/> }/> }
}

#[component]
fn Sheet(org: String, member: MemberDetail) -> impl IntoView {
    let in_org = use_org();
    let all = Resource::new(move || in_org.get(), list_members);
    let page = format!("/o/{org}/members/{}", member.line.person);
    let crumbs = vec![Crumb::new(format!("/o/{org}/members"), "Members"), Crumb::new(page.clone(), member.line.name.clone())];
    let title = format!("Remove {}", member.line.name);
    let (org, member, page) = (StoredValue::new(org), StoredValue::new(member), StoredValue::new(page));
    view! {
        <div class="page page-narrow">
            <PageHead title crumbs/>
            <Suspense fallback=|| view! { <Loading label="Loading members"/> }>
                {move || Suspend::new(async move {
                    match all.await {
                        Ok(all) => view! { <Fields org=org.get_value() member=member.get_value() page=page.get_value() all/> }.into_any(),
                        Err(error) => view! { <ErrorView error/> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
}

#[component]
fn Fields(org: String, member: MemberDetail, page: String, all: MembersView) -> impl IntoView {
    let remove = ServerAction::<RemoveMember>::new();
    let problems = Problems::of(remove);
    let ends = ends_in_words(member.line.roles.len(), member.sessions.len(), member.keys.len());
    let heirs = heirs(&member, all);
    let keys = if member.keys.is_empty() {
        view! { <input type="hidden" name="keys" value="revoke"/> }.into_any()
    } else {
        view! {
            <KeysOfMember keys=member.keys.clone()/>
            <Select name="keys" label="What becomes of these keys" options=heirs hint="Whoever takes them over answers for them; they go on working without a pause." problem=problems.field("keys")/>
        }
        .into_any()
    };
    view! {
        <ActionForm action=remove attr:class="card form card-form">
            <FormProblems problems/>
            <Notice tone=Tone::Warn title="It counts at once.">{ends}</Notice>
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="id" value=member.line.person.to_string()/>
            {keys}
            <div class="form-foot">
                <LinkButton href=page>"Cancel"</LinkButton>
                <Button kind=ButtonKind::Danger pending=remove.pending()>"Remove member"</Button>
            </div>
        </ActionForm>
    }
}

fn heirs(leaver: &MemberDetail, all: MembersView) -> Vec<Choice> {
    let others = all.members.into_iter().filter(|member| member.person != leaver.line.person && member.state == MemberState::Active);
    let hand = others.map(|member| Choice::new(member.person.to_string(), format!("Hand them to {} ({})", member.name, member.email)));
    std::iter::once(Choice::new("revoke", "Revoke them: calls with them are refused")).chain(hand).collect()
}

/// What ends, counted; history stays.
fn ends_in_words(roles: usize, sessions: usize, keys: usize) -> String {
    let counted = |n: usize, one: &str, many: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {many}") };
    let (roles, sessions) = (counted(roles, "role", "roles"), counted(sessions, "session", "sessions"));
    let keys = if keys == 0 { String::new() } else { format!(" They answer for {}.", counted(keys, "API key", "API keys")) };
    format!("{roles} and {sessions} end.{keys} What they did stays in the record, and they can be invited again.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_is_counted() {
        assert_eq!(ends_in_words(1, 2, 0), "1 role and 2 sessions end. What they did stays in the record, and they can be invited again.");
        assert!(ends_in_words(0, 0, 1).contains("They answer for 1 API key."));
    }
}
