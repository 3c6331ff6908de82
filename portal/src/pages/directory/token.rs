use leptos::prelude::*;
use model::{DirectoryToken, DirectoryTokenId, views::IssuedDirectoryToken};

use crate::{
    PortalError,
    components::{AlreadyShown, ErrorView, Loading, ShownOnce},
    contexts::{forbid_storing, use_id, use_org},
    server_fns::directory::read_issued_token,
};

/// `/o/:org/directory/tokens/:id`: the only page that ever shows a token, and only the first time it is opened.
#[component]
pub(crate) fn DirectoryTokenPage() -> impl IntoView {
    forbid_storing();
    let org = use_org();
    let id = use_id::<DirectoryToken>("id");
    let token = Resource::new(move || (org.get(), id.get()), |(org, id)| read(org, id));
    view! {
        <Suspense fallback=|| view! { <div class="page page-narrow"><Loading label="Loading the token"/></div> }>
            {move || Suspend::new(async move {
                let page = format!("/o/{}/directory", org.get_untracked());
                match token.await {
                    Ok(Some(token)) => view! { <Shown token page/> }.into_any(),
                    Ok(None) => view! { <AlreadyShown title="Token" what="token" advice="revoke it and make another one." back=page back_to="Directory sync"/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn read(org: String, id: Option<DirectoryTokenId>) -> Result<Option<IssuedDirectoryToken>, PortalError> {
    match id {
        Some(id) => read_issued_token(org, id).await,
        None => Err(PortalError::NotFound),
    }
}

#[component]
fn Shown(token: IssuedDirectoryToken, page: String) -> impl IntoView {
    let values = vec![("Address", token.base_url), ("Token", token.token)];
    let advice = "Enter both in your directory before you leave this page. If it is lost, revoke it and make another one.";
    view! { <ShownOnce title=format!("Token {}", token.name) what="token" advice values back=page back_to="Directory sync"/> }
}
