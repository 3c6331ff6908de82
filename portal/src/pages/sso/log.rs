use leptos::prelude::*;
use model::{
    Connection, ConnectionId,
    views::{ConnectionView, SignInLine, SignInQuery},
};

use super::frame::{OneConnection, Place};
use crate::{
    PortalError,
    components::{ErrorView, Loading},
    contexts::{use_id, use_org},
    pages::sign_ins::Lines,
    server_fns::sign_ins::list_sign_ins,
};

/// `/o/:org/sso/:id/log`: the sign-ins of one connection.
#[component]
pub(crate) fn ConnectionLogPage() -> impl IntoView {
    let org = use_org();
    let id = use_id::<Connection>("id");
    let lines = Resource::new(move || (org.get(), id.get()), |(org, id)| of_one(org, id));
    let draw = move |org: String, _: ConnectionView| {
        let org = StoredValue::new(org);
        view! {
            <Suspense fallback=|| view! { <Loading label="Loading the sign-in log"/> }>
                {move || Suspend::new(async move {
                    match lines.await {
                        Ok(lines) => view! { <Lines org=org.get_value() lines query=SignInQuery::default()/> }.into_any(),
                        Err(error) => view! { <ErrorView error/> }.into_any(),
                    }
                })}
            </Suspense>
        }
    };
    view! { <OneConnection at=Place::Log draw/> }
}

async fn of_one(org: String, id: Option<ConnectionId>) -> Result<Vec<SignInLine>, PortalError> {
    match id {
        Some(id) => list_sign_ins(org, SignInQuery { connection: id.to_string(), ..SignInQuery::default() }).await,
        None => Err(PortalError::NotFound),
    }
}
