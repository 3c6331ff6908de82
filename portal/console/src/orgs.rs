use axum::{
    Form,
    extract::{Path, Query, State},
    response::{IntoResponse as _, Redirect, Response},
};
use governance::{
    Error, Result,
    operators::{self, Asked, Operator, OrgSearch},
};
use model::{OrgChange, OrgId};

use crate::{
    Console,
    caller::SignedIn,
    forms::{Before, NewOrg, PlanForm, Search, Typed, Which, Why},
    pages::{self, Told},
};

/// Rows of a page; one more is read, to know whether there is another page.
const ROWS: usize = 25;

/// `GET /orgs`.
pub(crate) async fn list(State(console): State<Console>, SignedIn(who): SignedIn, Query(asked): Query<Search>) -> Response {
    let search = OrgSearch { text: asked.q.trim().to_owned(), after: asked.after.clone(), most: one_more() };
    match operators::list(&console.gov, &who, &search).await {
        Ok(orgs) => pages::orgs(&console, &who, &asked, orgs, ROWS),
        Err(error) => pages::refused(&console, Some(&who), error),
    }
}

fn one_more() -> i32 {
    i32::try_from(ROWS + 1).unwrap_or(i32::MAX)
}

/// `GET /orgs/new`.
pub(crate) async fn new_page(State(console): State<Console>, SignedIn(who): SignedIn) -> Response {
    pages::new_org(&console, &who, &NewOrg::default(), None)
}

/// `POST /orgs/new`.
pub(crate) async fn create(State(console): State<Console>, SignedIn(who): SignedIn, Form(typed): Form<NewOrg>) -> Response {
    let asked = match typed.change() {
        Ok(change) => operators::ask_new(&console.gov, &who, &change).await,
        Err(error) => Err(error),
    };
    match asked {
        Ok(asked) => to(asked.org),
        Err(error) => pages::new_org(&console, &who, &typed, Some(error)),
    }
}

/// `GET /orgs/{org}`.
pub(crate) async fn detail(State(console): State<Console>, SignedIn(who): SignedIn, Path(org): Path<String>) -> Response {
    match id(&org) {
        Ok(org) => show(&console, &who, org, Told::default()).await,
        Err(error) => pages::refused(&console, Some(&who), error),
    }
}

async fn show(console: &Console, who: &Operator, org: OrgId, told: Told) -> Response {
    match operators::sheet(&console.gov, who, org).await {
        Ok(sheet) => pages::org(console, who, org, &sheet, &told),
        Err(error) => pages::refused(console, Some(who), error),
    }
}

/// `GET /orgs/{org}/progress`: asks again by itself while something is on its way, then leads to the organisation. It has no form, so
/// nothing that somebody types is lost by it.
pub(crate) async fn progress(State(console): State<Console>, SignedIn(who): SignedIn, Path(org): Path<String>) -> Response {
    let Ok(org) = id(&org) else { return pages::refused(&console, Some(&who), Error::NotFound) };
    match operators::on_their_way(&console.gov, &who, org).await {
        Ok(jobs) if jobs.is_empty() => Redirect::to(&format!("/orgs/{org}")).into_response(),
        Ok(jobs) => pages::progress(&console, &who, org, &jobs),
        Err(error) => pages::refused(&console, Some(&who), error),
    }
}

/// `POST /orgs/{org}/suspend`.
pub(crate) async fn suspend(
    State(console): State<Console>,
    SignedIn(who): SignedIn,
    Path(org): Path<String>,
    Form(why): Form<Why>,
) -> Response {
    asked(&console, &who, &org, why.suspend(), Some(why.typed(Which::Suspend))).await
}

/// `POST /orgs/{org}/resume`.
pub(crate) async fn resume(State(console): State<Console>, SignedIn(who): SignedIn, Path(org): Path<String>) -> Response {
    asked(&console, &who, &org, Ok(OrgChange::Resume), None).await
}

/// `POST /orgs/{org}/plan`.
pub(crate) async fn plan(
    State(console): State<Console>,
    SignedIn(who): SignedIn,
    Path(org): Path<String>,
    Form(plan): Form<PlanForm>,
) -> Response {
    asked(&console, &who, &org, plan.change(), Some(plan.typed())).await
}

/// `POST /orgs/{org}/keep`.
pub(crate) async fn keep(State(console): State<Console>, SignedIn(who): SignedIn, Path(org): Path<String>) -> Response {
    asked(&console, &who, &org, Ok(OrgChange::Keep), None).await
}

/// `POST /orgs/{org}/delete`.
pub(crate) async fn delete(
    State(console): State<Console>,
    SignedIn(who): SignedIn,
    Path(org): Path<String>,
    Form(why): Form<Why>,
) -> Response {
    let Ok(org) = id(&org) else { return pages::refused(&console, Some(&who), Error::NotFound) };
    let answer = operators::ask_end(&console.gov, &who, org, &why.slug, &why.reason).await;
    answered(&console, &who, org, answer, Some(why.typed(Which::Delete))).await
}

async fn asked(console: &Console, who: &Operator, org: &str, change: Result<OrgChange>, typed: Option<Typed>) -> Response {
    let Ok(org) = id(org) else { return pages::refused(console, Some(who), Error::NotFound) };
    let answer = match change {
        Ok(change) => operators::ask(&console.gov, who, org, &change).await,
        Err(error) => Err(error),
    };
    answered(console, who, org, answer, typed).await
}

/// Where the change is carried out, or the form again with what was typed and why it was refused.
pub(crate) async fn answered(console: &Console, who: &Operator, org: OrgId, answer: Result<Asked>, typed: Option<Typed>) -> Response {
    match answer {
        Ok(asked) => to(asked.org),
        Err(error) => show(console, who, org, Told::of(Some(error)).about(typed)).await,
    }
}

fn to(org: OrgId) -> Response {
    Redirect::to(&format!("/orgs/{org}/progress")).into_response()
}

pub(crate) fn id(text: &str) -> Result<OrgId> {
    text.parse().map_err(|_| Error::NotFound)
}

/// `GET /audit`.
pub(crate) async fn audit(State(console): State<Console>, SignedIn(who): SignedIn, Query(asked): Query<Before>) -> Response {
    match operators::audit(&console.gov, &who, asked.before, one_more()).await {
        Ok(deeds) => pages::audit(&console, &who, deeds, ROWS),
        Err(error) => pages::refused(&console, Some(&who), error),
    }
}
