use leptos::prelude::*;
use model::{SsoProtocol, views::ConnectionView};

use super::frame::{OneConnection, Place};
use crate::{
    components::{Button, ButtonKind, Choice, FormProblems, Select, TextInput},
    contexts::Problems,
    server_fns::sso::MapPeople,
};

/// What the database itself lets a connection hand out.
const ROLES: [(&str, &str); 6] = [
    ("", "Nobody new: only members come in"),
    ("viewer", "viewer"),
    ("auditor", "auditor"),
    ("developer", "developer"),
    ("approver", "approver"),
    ("policy_admin", "policy admin"),
];

/// `/o/:org/sso/:id/people`: where the address is read from, and who becomes a member by coming.
#[component]
pub(crate) fn PeoplePage() -> impl IntoView {
    view! { <OneConnection at=Place::People draw=|org, view| view! { <People org view/> }/> }
}

#[component]
fn People(org: String, view: ConnectionView) -> impl IntoView {
    let save = ServerAction::<MapPeople>::new();
    let problems = Problems::of(save);
    let options = ROLES.into_iter().map(|(value, label)| Choice::new(value, label)).collect::<Vec<_>>();
    let is_saml = view.line.protocol == SsoProtocol::Saml;
    let attribute = is_saml.then(|| {
        view! {
            <TextInput name="email_attribute" label="Attribute with the e-mail address" hint="Only when the usual ones do not fit: email, mail, emailAddress, the long claim name of Entra ID, or the NameID." optional=true maxlength=200_u32 autocomplete="off" value=view.email_attribute.clone() problem=problems.field("email_attribute")/>
        }
    });
    let groups = is_saml.then(|| {
        view! {
            <TextInput name="groups_attribute" label="Attribute with the groups" hint="Only when the usual ones do not fit: groups, group, memberOf, or the long claim name of Entra ID." optional=true maxlength=200_u32 autocomplete="off" value=view.groups_attribute.clone() problem=problems.field("groups_attribute")/>
        }
    });
    let sign = is_saml.then(|| {
        view! {
            <label class="check">
                <input type="checkbox" name="sign_requests" value="yes" checked=view.sign_requests/>
                <span>"Sign our requests"</span>
                <small>"Only a few providers ask for it. Our certificate is in our metadata."</small>
            </label>
        }
    });
    view! {
        <ActionForm action=save attr:class="card form card-form">
            <FormProblems problems/>
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="id" value=view.line.connection.to_string()/>
            <Select name="default_role" label="Who comes for the first time" options selected=view.default_role.unwrap_or_default() hint="People with an address in your domains become members with this role. Owners and admins are never made by a provider." problem=problems.field("default_role")/>
            {attribute}
            {groups}
            {sign}
            <div class="form-foot"><Button kind=ButtonKind::Primary pending=save.pending()>"Save"</Button></div>
        </ActionForm>
    }
}
