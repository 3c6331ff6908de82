use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::views::{ConnectionView, SignInLine, SignInQuery};

use super::lines::{OutcomeWord, nobody};
use crate::{
    PortalError,
    components::{Card, Crumb, ErrorView, IdText, Loading, PageHead, Time},
    contexts::use_org,
    pages::{account::browser_name, sso::Verdict},
    server_fns::{sign_ins::list_sign_ins, sso::read_connection},
};

/// `/o/:org/sign-ins/:code`: one sign-in, with every check of a provider's answer.
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

async fn find(org: String, code: String) -> Result<(SignInLine, Option<ConnectionView>), PortalError> {
    if code.is_empty() {
        return Err(PortalError::NotFound);
    }
    let query = SignInQuery { code, ..SignInQuery::default() };
    let line = list_sign_ins(org.clone(), query).await?.into_iter().next().ok_or(PortalError::NotFound)?;
    let view = match line.connection {
        Some(connection) => Some(read_connection(org, connection).await?),
        None => None,
    };
    Ok((line, view))
}

#[component]
fn One(org: String, line: SignInLine, view: Option<ConnectionView>) -> impl IntoView {
    let crumbs = vec![Crumb::new(format!("/o/{org}/sign-ins"), "Sign-in log")];
    let checks = view.map(|view| {
        view! {
            <section class="section" aria-labelledby="checks">
                <div class="section-head"><h2 id="checks">"What was checked"</h2></div>
                <Verdict steps=line.steps.clone() protocol=view.line.protocol kind=view.line.kind ours=Some(view.ours)/>
            </section>
        }
    });
    view! {
        <div class="page stack-6">
            <PageHead title=format!("Sign-in {}", line.code) crumbs/>
            <Card title="What happened" id="what"><Facts org line/></Card>
            {checks}
        </div>
    }
}

#[component]
fn Facts(org: String, line: SignInLine) -> impl IntoView {
    let why = line.sentence.clone().map(|sentence| view! { <dt>"Why"</dt><dd>{sentence}</dd> });
    let connection = line.connection.zip(line.connection_name.clone()).map(|(id, name)| {
        view! { <dt>"Connection"</dt><dd><a href=format!("/o/{org}/sso/{id}")>{name}</a></dd> }
    });
    let subject = line.subject.clone().map(|subject| view! { <dt>"Subject"</dt><dd><span class="wrap">{subject}</span></dd> });
    let browser = line.user_agent.as_deref().map_or_else(|| "unknown".to_owned(), browser_name);
    view! {
        <dl class="kv">
            <dt>"Result"</dt>
            <dd><OutcomeWord outcome=line.outcome failed=line.sentence.is_some()/></dd>
            {why}
            <dt>"When"</dt>
            <dd><Time at=line.at/></dd>
            <dt>"Person"</dt>
            <dd><Who org line=line.clone()/></dd>
            <dt>"Method"</dt>
            <dd>{line.method.title()}</dd>
            {connection}
            {subject}
            <dt>"From"</dt>
            <dd><span class="mono">{line.ip.unwrap_or_else(|| "unknown address".to_owned())}</span></dd>
            <dt>"Browser"</dt>
            <dd>{browser}</dd>
            <dt>"Support code"</dt>
            <dd><IdText value=line.code label="the support code" chars=16/></dd>
        </dl>
    }
}

/// The address, as a link to the member when it is one.
#[component]
fn Who(org: String, line: SignInLine) -> impl IntoView {
    let email = line.email.unwrap_or_else(|| nobody(line.method).to_owned());
    match line.person {
        Some(person) => view! { <a class="wrap" href=format!("/o/{org}/members/{person}")>{email}</a> }.into_any(),
        None => view! { <span class="wrap">{email}</span> }.into_any(),
    }
}
