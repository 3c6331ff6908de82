use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::views::{ConnectionView, SignInLine};

use super::{log::OutcomeWord, verdict::Verdict};
use crate::{
    PortalError,
    components::{Card, Crumb, ErrorView, IdText, Loading, PageHead, Time},
    contexts::use_org,
    server_fns::sso::{read_connection, read_log},
};

/// `/o/:org/sso/log/:code`: one sign-in, with every check.
#[component]
pub(crate) fn SignInPage() -> impl IntoView {
    let org = use_org();
    let params = use_params_map();
    let code = Memo::new(move |_| params.with(|params| params.get("code").unwrap_or_default()));
    let found = Resource::new(move || (org.get(), code.get()), |(org, code)| find(org, code));
    view! {
        <Suspense fallback=|| view! { <div class="page"><Loading label="Loading the sign-in"/></div> }>
            {move || Suspend::new(async move {
                match found.await {
                    Ok((line, view)) => view! { <One org=org.get_untracked() line view/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn find(org: String, code: String) -> Result<(SignInLine, ConnectionView), PortalError> {
    if code.is_empty() {
        return Err(PortalError::NotFound);
    }
    let line = read_log(org.clone(), None, code).await?.into_iter().next().ok_or(PortalError::NotFound)?;
    let view = read_connection(org, line.connection).await?;
    Ok((line, view))
}

#[component]
fn One(org: String, line: SignInLine, view: ConnectionView) -> impl IntoView {
    let log = format!("/o/{org}/sso/log");
    let crumbs = vec![Crumb::new(format!("/o/{org}/sso"), "Single sign-on"), Crumb::new(log, "Sign-in log")];
    let connection = format!("/o/{org}/sso/{}", line.connection);
    let nobody = || view! { <span class="none">"not stated"</span> }.into_any();
    let text = move |value: Option<String>| value.map_or_else(nobody, |value| view! { <span class="wrap">{value}</span> }.into_any());
    view! {
        <div class="page stack-6">
            <PageHead title=format!("Sign-in {}", line.code) crumbs/>
            <Card title="What happened" id="what">
                <dl class="kv">
                    <dt>"Result"</dt>
                    <dd><OutcomeWord outcome=line.outcome failed=line.sentence.is_some()/></dd>
                    <dt>"When"</dt>
                    <dd><Time at=line.at/></dd>
                    <dt>"Connection"</dt>
                    <dd><a href=connection>{line.connection_name.clone()}</a></dd>
                    <dt>"E-mail"</dt>
                    <dd>{text(line.email.clone())}</dd>
                    <dt>"Subject"</dt>
                    <dd>{text(line.subject.clone())}</dd>
                    <dt>"Support code"</dt>
                    <dd><IdText value=line.code label="the support code" chars=16/></dd>
                </dl>
            </Card>
            <section class="section" aria-labelledby="checks">
                <div class="section-head"><h2 id="checks">"What was checked"</h2></div>
                <Verdict steps=line.steps protocol=view.line.protocol kind=view.line.kind ours=Some(view.ours)/>
            </section>
        </div>
    }
}
