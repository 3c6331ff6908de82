use leptos::prelude::*;
use model::{SsoMode, views::ConnectionView};

use super::frame::{OneConnection, Place};
use crate::{
    components::{Button, ButtonKind, FormProblems, LinkButton, Notice, Tone},
    contexts::Problems,
    server_fns::sso::RemoveConnection,
};

/// `/o/:org/sso/:id/remove`.
#[component]
pub(crate) fn RemoveConnectionPage() -> impl IntoView {
    view! { <OneConnection at=Place::Overview draw=|org, view| view! { <Remove org view/> }/> }
}

#[component]
fn Remove(org: String, view: ConnectionView) -> impl IntoView {
    let remove = ServerAction::<RemoveConnection>::new();
    let line = view.line;
    let id = line.connection;
    let led: Vec<String> = line.domains.iter().map(|(domain, _)| domain.clone()).collect();
    let loses: u32 =
        view.domains.iter().filter(|domain| led.contains(&domain.domain) && domain.mode != SsoMode::Off).map(|domain| domain.members).sum();
    let blocked = !led.is_empty();
    let notice = if blocked {
        let sentence =
            format!("{} lead to it, with {loses} members. Remove those domains or lead them to another connection first.", led.join(", "));
        view! { <Notice tone=Tone::Warn title="Domains still lead to this connection.">{sentence}</Notice> }.into_any()
    } else {
        let sentence = format!(
            "Its keys, its sign-in log and the links of {} people go with it. They stay members. The records of the ledger stay.",
            line.people
        );
        view! { <Notice tone=Tone::Warn title="This cannot be undone.">{sentence}</Notice> }.into_any()
    };
    let button = (!blocked).then(|| view! { <Button kind=ButtonKind::Danger pending=remove.pending()>"Remove connection"</Button> });
    view! {
        <section class="section" aria-labelledby="really">
            <div class="section-head"><h2 id="really">{format!("Remove {}", line.name)}</h2></div>
            <ActionForm action=remove attr:class="card form card-form">
                <FormProblems problems=Problems::of(remove)/>
                {notice}
                <input type="hidden" name="org" value=org.clone()/>
                <input type="hidden" name="id" value=id.to_string()/>
                <div class="form-foot"><LinkButton href=Place::Overview.href(&org, id)>"Cancel"</LinkButton>{button}</div>
            </ActionForm>
        </section>
    }
}
