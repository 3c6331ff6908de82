use leptos::prelude::*;
use model::PermissionSet;

use super::fields::Matrix;
use crate::{
    components::{Button, ButtonKind, Crumb, FormProblems, LinkButton, Loading, PageHead, TextInput},
    contexts::{Problems, use_org, use_viewer},
    server_fns::{roles::CreateRole, typed::take},
};

/// `/o/:org/roles/new`.
#[component]
pub(crate) fn NewRolePage() -> impl IntoView {
    let org = use_org();
    let viewer = use_viewer();
    let typed = StoredValue::new(take("name"));
    view! {
        <Suspense fallback=|| view! { <div class="page page-narrow"><Loading label="Loading the form"/></div> }>
            {move || Suspend::new(async move {
                let may_give = viewer.await.map_or(PermissionSet::NONE, |viewer| viewer.permissions);
                view! { <Form org=org.get_untracked() may_give typed=typed.get_value()/> }
            })}
        </Suspense>
    }
}

#[component]
fn Form(org: String, may_give: PermissionSet, typed: Option<String>) -> impl IntoView {
    let create = ServerAction::<CreateRole>::new();
    let problems = Problems::of(create);
    let roles = format!("/o/{org}/roles");
    let crumbs = vec![Crumb::new(roles.clone(), "Roles")];
    view! {
        <div class="page page-narrow">
            <PageHead title="Create a role" lead="Nobody holds it at first." crumbs/>
            <ActionForm action=create attr:class="card form card-form">
                <FormProblems problems/>
                <input type="hidden" name="org" value=org/>
                <TextInput name="name" label="Name" hint="What its holders do, for example Night shift." maxlength=60_u32 required=true autocomplete="off" value=typed problem=problems.field("name")/>
                <TextInput name="description" label="What it is for" optional=true maxlength=300_u32 autocomplete="off" problem=problems.field("description")/>
                <Matrix chosen=PermissionSet::NONE may_give problem=problems.field("permissions")/>
                <div class="form-foot">
                    <LinkButton href=roles>"Cancel"</LinkButton>
                    <Button kind=ButtonKind::Primary pending=create.pending()>"Create role"</Button>
                </div>
            </ActionForm>
        </div>
    }
}
