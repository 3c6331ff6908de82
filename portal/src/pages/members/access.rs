use leptos::prelude::*;
use model::views::{EffectivePermission, HeldRole};

use super::in_words::{role_name, way};
use crate::components::{Card, Table, Time};

/// What a member may do, and by which way they came by it.
#[component]
pub(crate) fn AccessCard(roles: Vec<HeldRole>, permissions: Vec<EffectivePermission>) -> impl IntoView {
    let held = if roles.is_empty() {
        view! { <p class="small muted">"No role. They may enter and see nothing."</p> }.into_any()
    } else {
        let lines = roles.into_iter().map(|role| view! { <RoleOfMember role/> }).collect_view();
        view! { <ul class="stack-2">{lines}</ul> }.into_any()
    };
    let table = (!permissions.is_empty()).then(|| view! { <Permissions permissions/> });
    view! {
        <Card title="Roles" id="roles">{held}</Card>
        {table}
    }
}

#[component]
fn RoleOfMember(role: HeldRole) -> impl IntoView {
    let ends = role.expires_at.map(|at| view! { ", ends " <Time at/> });
    view! {
        <li class="small">
            <b class="strong">{role_name(&role.name)}</b>
            <span class="muted">", "{way(&role)}", " <Time at=role.granted_at/>{ends}</span>
        </li>
    }
}

#[component]
fn Permissions(permissions: Vec<EffectivePermission>) -> impl IntoView {
    let rows = permissions.into_iter().map(|permission| {
        let by = permission.by.iter().map(|role| format!("{} ({})", role_name(&role.name), way(role))).collect::<Vec<_>>().join("; ");
        view! {
            <tr>
                <th scope="row">{permission.meaning}<span class="cell-sub mono">{permission.permission.to_string()}</span></th>
                <td>{by}</td>
            </tr>
        }
    });
    view! {
        <section class="section" aria-labelledby="permissions">
            <div class="section-head"><h2 id="permissions">"May do, and why"</h2></div>
            <Table label="Effective permissions">
                <thead><tr><th scope="col">"Permission"</th><th scope="col">"By"</th></tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </Table>
        </section>
    }
}
