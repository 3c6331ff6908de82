use leptos::prelude::*;
use model::views::{ConnectionState, ConnectionView, SignInLine};

use super::{
    frame::{OneConnection, Place},
    verdict::Verdict,
};
use crate::components::{EmptyState, IdText, LinkButton, Notice, Time, Tone};

/// `/o/:org/sso/:id/test`: a sign-in at the provider that signs nobody in, and every check of its answer.
#[component]
pub(crate) fn TestPage() -> impl IntoView {
    view! { <OneConnection at=Place::Test draw=|org, view| view! { <Test org view/> }/> }
}

#[component]
fn Test(org: String, view: ConnectionView) -> impl IntoView {
    let id = view.line.connection;
    if view.line.state == ConnectionState::SetUp {
        let href = Place::Provider.href(&org, id);
        return view! {
            <Notice tone=Tone::Warn title="The provider is not known yet.">"Give us its values first: "<a href=href>"provider"</a>"."</Notice>
        }
        .into_any();
    }
    let test = format!("/auth/{}/{org}/{id}/login?test=1", view.line.protocol);
    let again = view.last_test.is_some();
    let next = view.last_test.as_ref().is_some_and(passed).then(|| {
        let href = Place::TurnOn.href(&org, id);
        view! { <div class="form-foot"><LinkButton href=href>"Go to domains"</LinkButton></div> }
    });
    let last = match view.last_test.clone() {
        Some(line) => view! { <Last line view/> }.into_any(),
        None => view! {
            <div class="card"><EmptyState title="Not tested yet" icon=icondata_lu::LuFlaskConical>"After the test every check is listed here, with what was seen and what to change."</EmptyState></div>
        }
        .into_any(),
    };
    view! {
        <section class="section" aria-labelledby="test">
            <div class="section-head">
                <h2 id="test">"Test sign-in"</h2>
                <p>"Goes to the provider and stops before anyone is signed in. Your own session stays as it is."</p>
            </div>
            <p><a class="btn btn-primary" href=test rel="external">{if again { "Test again" } else { "Test sign-in" }}</a></p>
        </section>
        {last}
        {next}
    }
    .into_any()
}

fn passed(line: &SignInLine) -> bool {
    line.sentence.is_none() && line.steps.iter().all(|step| step.held)
}

#[component]
fn Last(line: SignInLine, view: ConnectionView) -> impl IntoView {
    let passed = passed(&line);
    let (tone, title) =
        if passed { (Tone::Ok, "The last test passed.") } else { (Tone::Bad, "The provider answered, but we would refuse this sign-in.") };
    let held = line.steps.iter().filter(|step| step.held).count();
    let who = line.email.clone().map(|email| view! { " as "{email} });
    let counted = if passed { format!("All {held} checks held. ") } else { format!("{held} checks held, then one did not. ") };
    view! {
        <section class="section" aria-labelledby="last">
            <div class="section-head"><h2 id="last">"Last test"</h2></div>
            <Notice tone title>{counted}"Run "<Time at=line.at/>{who}", code "<IdText value=line.code label="the support code" chars=16/></Notice>
            <Verdict steps=line.steps protocol=view.line.protocol kind=view.line.kind ours=Some(view.ours)/>
        </section>
    }
}
