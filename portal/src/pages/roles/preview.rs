use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::{
    PermissionSet, Role, RoleId,
    views::{Affected, RolePreview},
};

use crate::{
    PortalError,
    components::{Button, ButtonKind, Card, Crumb, ErrorView, FormProblems, LinkButton, Loading, PageHead, Table},
    contexts::{Problems, use_id, use_org},
    pages::members::role_name,
    server_fns::roles::{ChangeRole, preview_role},
};

/// What the form of the role's page says, as the address carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Draft {
    name: String,
    description: String,
    permissions: Vec<String>,
}

/// `/o/:org/roles/:id/preview`: who gains and who loses, and the button that saves.
#[component]
pub(crate) fn PreviewRolePage() -> impl IntoView {
    let org = use_org();
    let id = use_id::<Role>("id");
    let query = use_query_map();
    let draft = Memo::new(move |_| {
        query.with(|q| Draft {
            name: q.get("name").unwrap_or_default(),
            description: q.get("description").unwrap_or_default(),
            permissions: q.get_all("permissions[]").unwrap_or_default(),
        })
    });
    let preview =
        Resource::new(move || (org.get(), id.get(), draft.get().permissions), |(org, id, permissions)| read(org, id, permissions));
    view! {
        <Suspense fallback=|| view! { <div class="page page-narrow"><Loading label="Loading the preview"/></div> }>
            {move || Suspend::new(async move {
                match (preview.await, id.get_untracked()) {
                    (Ok(preview), Some(role)) => view! { <Body org=org.get_untracked() role draft=draft.get_untracked() preview/> }.into_any(),
                    (Ok(_), None) => view! { <ErrorView error=PortalError::NotFound/> }.into_any(),
                    (Err(error), _) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn read(org: String, id: Option<RoleId>, permissions: Vec<String>) -> Result<RolePreview, PortalError> {
    match id {
        Some(id) => preview_role(org, id, permissions).await,
        None => Err(PortalError::NotFound),
    }
}

#[component]
fn Body(org: String, role: RoleId, draft: Draft, preview: RolePreview) -> impl IntoView {
    let page = format!("/o/{org}/roles/{role}");
    let crumbs = vec![Crumb::new(format!("/o/{org}/roles"), "Roles"), Crumb::new(page.clone(), role_name(&preview.name))];
    let (adds, removes) = (words(preview.adds), words(preview.removes));
    view! {
        <div class="page page-narrow">
            <PageHead title=format!("Change role {}", role_name(&preview.name)) lead="Nothing is saved yet." crumbs/>
            <Card title="The role" id="the-role">
                <dl class="kv">
                    <dt>"Will allow too"</dt>
                    <dd>{adds}</dd>
                    <dt>"Will allow no more"</dt>
                    <dd>{removes}</dd>
                </dl>
            </Card>
            <GainsAndLosses affected=preview.affected nobody="Nobody holds the role, so nobody gains or loses anything."/>
            <Save org role draft page/>
        </div>
    }
}

/// Who gains and who loses what by a change that is not saved yet, or that it is nobody.
#[component]
pub(crate) fn GainsAndLosses(affected: Vec<Affected>, nobody: &'static str) -> impl IntoView {
    if affected.is_empty() {
        return view! { <p class="small muted">{nobody}</p> }.into_any();
    }
    let rows = affected.into_iter().map(|one| {
        view! { <tr><th scope="row">{one.name}</th><td>{words(one.gains)}</td><td>{words(one.loses)}</td></tr> }
    });
    view! {
        <section class="section" aria-labelledby="people">
            <div class="section-head"><h2 id="people">"Who gains and who loses"</h2></div>
            <Table label="Members who gain or lose">
                <thead><tr><th scope="col">"Member"</th><th scope="col">"Gains"</th><th scope="col">"Loses"</th></tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </Table>
        </section>
    }
    .into_any()
}

#[component]
fn Save(org: String, role: RoleId, draft: Draft, page: String) -> impl IntoView {
    let change = ServerAction::<ChangeRole>::new();
    let problems = Problems::of(change);
    let permissions =
        draft.permissions.into_iter().map(|word| view! { <input type="hidden" name="permissions[]" value=word/> }).collect_view();
    let field = move |name: &'static str| move || problems.field(name).get().map(|problem| view! { <p class="error">{problem}</p> });
    view! {
        <ActionForm action=change attr:class="form">
            <FormProblems problems/>
            {field("name")}
            {field("description")}
            {field("permissions")}
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="id" value=role.to_string()/>
            <input type="hidden" name="name" value=draft.name/>
            <input type="hidden" name="description" value=draft.description/>
            {permissions}
            <div class="form-foot">
                <LinkButton href=page>"Back"</LinkButton>
                <Button kind=ButtonKind::Primary pending=change.pending()>"Save role"</Button>
            </div>
        </ActionForm>
    }
}

fn words(permissions: PermissionSet) -> String {
    let words = permissions.words();
    if words.is_empty() { "nothing".to_owned() } else { words.join(", ") }
}
