use leptos::{either::Either, prelude::*};
use model::views::{AccountView, FactorState};

use super::{password::PasswordCard, sessions::SessionsCard};
use crate::{
    components::{Button, Card, Chip, ErrorView, FormProblems, LinkButton, Loading, Notice, PageHead, StatusWord, TextInput, Time, Tone},
    contexts::Problems,
    layouts::AccountResource,
    server_fns::account::{EndOtherSessions, EndSession, RenewRecoveryCodes},
};

/// Profile, second factor, password, sessions.
#[component]
pub(crate) fn AccountPage() -> impl IntoView {
    let AccountResource(account) = expect_context();
    let end_one = ServerAction::<EndSession>::new();
    let end_others = ServerAction::<EndOtherSessions>::new();
    Effect::new(move |before: Option<usize>| {
        let now = end_one.version().get() + end_others.version().get();
        if before.is_some_and(|before| before != now) {
            account.refetch();
        }
        now
    });
    view! {
        <div class="page page-narrow">
            <PageHead title="Account" lead="Yours alone, the same in every organisation you belong to." />
            <Transition fallback=|| view! { <Loading label="Loading your account" /> }>
                {move || Suspend::new(async move {
                    match account.await {
                        Ok(account) => Either::Left(view! { <Overview account=account end_one=end_one end_others=end_others /> }),
                        Err(error) => Either::Right(view! { <ErrorView error=error /> }),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Overview(account: AccountView, end_one: ServerAction<EndSession>, end_others: ServerAction<EndOtherSessions>) -> impl IntoView {
    let (name, email) = (account.name.clone(), account.email.clone());
    view! {
        <Card title="Profile" id="profile">
            <dl class="kv">
                <dt>"Name"</dt>
                <dd>{name}</dd>
                <dt>"E-mail"</dt>
                <dd>{email}</dd>
            </dl>
        </Card>
        <FactorCard factor=account.factor.clone() required=account.factor_required />
        <PasswordCard email=account.email.clone() />
        <SessionsCard sessions=account.sessions end_one=end_one end_others=end_others />
    }
}

#[component]
fn FactorCard(factor: FactorState, required: bool) -> impl IntoView {
    let on = matches!(factor, FactorState::On { .. });
    let aside = move || {
        let (tone, word) = if on { (Tone::Ok, "On") } else { (Tone::Warn, "Off") };
        view! {
            <StatusWord tone=tone>{word}</StatusWord>
            {required.then(|| view! { <Chip>"Needed for your role"</Chip> })}
            <span class="push">
                <LinkButton href="/account/factor">
                    {if on { "Replace authenticator" } else { "Set up second factor" }}
                </LinkButton>
            </span>
        }
    };
    let body = match factor {
        FactorState::Off => Either::Left(view! {
            <p class="small muted">"A code from an authenticator app, asked for after your password. It keeps others out who learnt the password."</p>
        }),
        FactorState::On { since, recovery_codes_left } => Either::Right(view! {
            <div class="stack">
                <dl class="kv">
                    <dt>"Since"</dt>
                    <dd><Time at=since /></dd>
                    <dt>"Recovery codes"</dt>
                    <dd>{recovery_codes_left.to_string()}" left"</dd>
                </dl>
                {(recovery_codes_left < 3)
                    .then(|| view! { <Notice tone=Tone::Warn>{few_in_words(recovery_codes_left)}" Without one, losing your phone locks you out."</Notice> })}
                <RenewForm />
            </div>
        }),
    };
    view! { <Card title="Second factor" id="second-factor" aside=aside>{body}</Card> }
}

const fn few_in_words(left: u32) -> &'static str {
    match left {
        0 => "No recovery code is left.",
        1 => "One recovery code is left.",
        _ => "Few recovery codes are left.",
    }
}

#[component]
fn RenewForm() -> impl IntoView {
    let renew = ServerAction::<RenewRecoveryCodes>::new();
    let problems = Problems::of(renew);
    view! {
        <ActionForm action=renew attr:class="form form-inline">
            <FormProblems problems=problems />
            <TextInput
                name="code"
                id="renew-code"
                label="Code from your app"
                hint="Making new recovery codes ends the old ones."
                problem=problems.field("code")
                autocomplete="one-time-code"
                inputmode="numeric"
                maxlength=7
                required=true
            />
            <Button pending=renew.pending()>"Make new recovery codes"</Button>
        </ActionForm>
    }
}
