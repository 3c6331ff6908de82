use leptos::prelude::*;
use model::{Permission, PermissionSet};

use crate::components::{FieldProblem, Table};

/// What permissions are about, and those for reading, for changing, and for anything else.
type Row = (&'static str, Option<Permission>, Option<Permission>, &'static [(Permission, &'static str)]);

/// In the order of the navigation.
const MATRIX: [Row; 8] = {
    use Permission::{
        AuditReadAll, ConnectorsRead, Govern, HoldsCreate, HoldsDecide, HoldsRead, KeysRead, KeysWrite, MembersRead, MembersWrite,
        PoliciesEmergency, PoliciesLoosen, PoliciesRead, PoliciesRelease, PoliciesWrite, SettingsWrite,
    };
    [
        ("Calls", None, None, &[(Govern, "send and report")]),
        ("Approvals", Some(HoldsRead), Some(HoldsCreate), &[(HoldsDecide, "decide")]),
        ("Decisions and evidence", Some(AuditReadAll), None, &[]),
        (
            "Policies",
            Some(PoliciesRead),
            Some(PoliciesWrite),
            &[(PoliciesRelease, "release"), (PoliciesEmergency, "release in an emergency"), (PoliciesLoosen, "loosen shipped ones")],
        ),
        ("API keys", Some(KeysRead), Some(KeysWrite), &[]),
        ("Members and roles", Some(MembersRead), Some(MembersWrite), &[]),
        ("Connectors", Some(ConnectorsRead), None, &[]),
        ("Settings", None, Some(SettingsWrite), &[]),
    ]
};

/// A table with a box for each permission. What the viewer lacks cannot be ticked.
#[component]
pub(super) fn Matrix(
    /// What is ticked at first.
    chosen: PermissionSet,
    /// What the viewer holds.
    may_give: PermissionSet,
    /// What is wrong with the choice.
    #[prop(optional, into)]
    problem: Signal<Option<String>>,
) -> impl IntoView {
    let rows = MATRIX.into_iter().map(move |(subject, read, write, others)| {
        let cell = move |permission: Option<Permission>, verb: &'static str| {
            permission.map(|permission| view! { <Cell permission verb subject chosen may_give/> })
        };
        let others =
            others.iter().map(|(permission, verb)| view! { <Cell permission=*permission verb subject chosen may_give/> }).collect_view();
        view! {
            <tr>
                <th scope="row">{subject}</th>
                <td>{cell(read, "read")}</td>
                <td>{cell(write, if subject == "Approvals" { "create" } else { "change" })}</td>
                <td>{others}</td>
            </tr>
        }
    });
    view! {
        <fieldset class="field">
            <legend>"The role allows"</legend>
            <p class="help">"You can only put in what you hold yourself. Whoever may change members can give others what they hold."</p>
            <FieldProblem id="permissions" problem/>
            <Table label="Permissions">
                <thead><tr><th scope="col">"What"</th><th scope="col">"Read"</th><th scope="col">"Change"</th><th scope="col">"More"</th></tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </Table>
        </fieldset>
    }
}

#[component]
fn Cell(
    permission: Permission,
    verb: &'static str,
    subject: &'static str,
    chosen: PermissionSet,
    may_give: PermissionSet,
) -> impl IntoView {
    let lacked = !may_give.has(permission);
    view! {
        <label class="check" title=permission.to_string()>
            <input type="checkbox" name="permissions[]" value=permission.to_string() checked=chosen.has(permission) && !lacked disabled=lacked/>
            <span>{verb}<span class="visually-hidden">" "{subject}</span></span>
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_has_its_box_once() {
        let mut boxes: Vec<Permission> = MATRIX
            .iter()
            .flat_map(|(_, read, write, others)| read.iter().chain(write).copied().chain(others.iter().map(|(permission, _)| *permission)))
            .collect();
        boxes.sort_unstable();

        assert_eq!(boxes, Permission::ALL);
    }
}
