use leptos::prelude::*;
use model::{PermissionSet, views::RoleLine};

use super::{OneRole, fields::Matrix};
use crate::{
    components::{Crumb, LinkButton, Loading, Notice, PageHead, TextInput, Tone},
    contexts::use_viewer,
    pages::members::role_name,
};

/// `/o/:org/roles/:id`: the form goes to the page that says what the change would mean; nothing is saved here.
#[component]
pub(crate) fn EditRolePage() -> impl IntoView {
    view! { <OneRole draw=|org, role| view! { <Edit org role/> }/> }
}

#[component]
fn Edit(org: String, role: RoleLine) -> impl IntoView {
    let viewer = use_viewer();
    let crumbs = vec![Crumb::new(format!("/o/{org}/roles"), "Roles")];
    let title = format!("Role {}", role_name(&role.name));
    let (org, role) = (StoredValue::new(org), StoredValue::new(role));
    view! {
        <PageHead title crumbs lead="You see who gains and who loses what before anything is saved."/>
        <Suspense fallback=|| view! { <Loading label="Loading the form"/> }>
            {move || Suspend::new(async move {
                let may_give = viewer.await.map_or(PermissionSet::NONE, |viewer| viewer.permissions);
                let role = role.get_value();
                if role.may_change {
                    view! { <Form org=org.get_value() role may_give/> }.into_any()
                } else {
                    view! { <Notice tone=Tone::Warn title="You cannot change this role.">"It is one that every organisation has, or it holds more than you do."</Notice> }.into_any()
                }
            })}
        </Suspense>
    }
}

#[component]
fn Form(org: String, role: RoleLine, may_give: PermissionSet) -> impl IntoView {
    let roles = format!("/o/{org}/roles");
    let preview = format!("{roles}/{}/preview", role.role);
    view! {
        <form method="get" action=preview class="card form card-form">
            <TextInput name="name" label="Name" maxlength=60_u32 required=true autocomplete="off" value=Some(role.name)/>
            <TextInput name="description" label="What it is for" optional=true maxlength=300_u32 autocomplete="off" value=Some(role.description)/>
            <Matrix chosen=role.permissions may_give/>
            <div class="form-foot">
                <LinkButton href=roles>"Cancel"</LinkButton>
                <button class="btn btn-primary" type="submit">"Preview change"</button>
            </div>
        </form>
    }
}
