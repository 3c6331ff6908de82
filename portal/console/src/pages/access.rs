use governance::operators::{Operator, Sheet, StaffAccess};
use leptos::prelude::*;
use model::OrgId;

use super::{
    fields::{Line, Told, line},
    marks::{at, status},
};
use crate::{Console, forms::Which};

/// What was asked of the organisation, the way in while there is one, and the form to ask.
pub(super) fn access(console: &Console, who: &Operator, org: OrgId, sheet: &Sheet, told: &Told) -> AnyView {
    let is_open = sheet.org.as_ref().is_some_and(|org| org.deleted_at.is_none() && org.delete_after.is_none());
    if !is_open {
        return ().into_any();
    }
    let now = console.gov.now();
    let is_live = |access: &&StaffAccess| access.status == "granted" && access.ends_at.is_some_and(|end| end > now);
    let door = sheet.accesses.iter().filter(is_live).find(|access| access.operator == who.name).map(|access| {
        let end = access.ends_at.map(at);
        view! {
            <div class="notice" data-tone="warn">
                <p><strong>"They let you look"</strong>" until "{end}". Each look stands in their log."</p>
                <div class="row"><a class="btn btn-sm" href=format!("/orgs/{org}/inside")>"Look inside"</a></div>
            </div>
        }
    });
    let asked = sheet.accesses.iter().map(|access| asked(access, is_live(&access))).collect_view();
    let list = (!sheet.accesses.is_empty()).then(|| view! { <ul class="stack-2 small">{asked}</ul> });
    let form = Some(Which::Access);
    let reason = Line { form, name: "reason", id: "access-reason", label: "Reason", hint: "Its owners read it.", ..Line::default() };
    let minutes = Line { form, name: "minutes", id: "access-minutes", label: "Minutes", hint: "15 to 480", value: "60", ..Line::default() };
    view! {
        {door}
        <form method="post" action=format!("/orgs/{org}/access") class="card form card-form" aria-labelledby="access-title">
            <h2 id="access-title">"Ask for access"</h2>
            {told.notice_in(form)}
            <p class="help">"Owners and admins decide. While they let you, you see members, settings and counts of decisions, and change nothing."</p>
            {list}
            {line(&reason, told)}
            {line(&minutes, told)}
            <div class="form-foot"><button class="btn">"Ask for access"</button></div>
        </form>
    }
    .into_any()
}

fn asked(access: &StaffAccess, is_live: bool) -> impl IntoView + use<> {
    let (tone, word) = match (access.status.as_str(), is_live) {
        ("asked", _) => ("warn", "Waits for them"),
        ("granted", true) => ("ok", "Open"),
        ("refused", _) => ("bad", "Refused"),
        _ => ("neutral", "Over"),
    };
    view! { <li>{status(tone, word)}" "{access.operator.clone()}", "{at(access.asked_at)}": "{access.reason.clone()}</li> }
}
