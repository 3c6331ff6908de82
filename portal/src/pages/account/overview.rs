use leptos::{
    either::{Either, EitherOf3},
    prelude::*,
};
use model::views::{AccountView, FactorState};

use super::{
    confirm::ConfirmCard,
    passkeys::PasskeysCard,
    password::PasswordCard,
    sessions::{SessionsCard, browser_name},
};
use crate::{
    components::{Button, Card, Chip, ErrorView, FormProblems, LinkButton, Loading, Notice, PageHead, StatusWord, TextInput, Time, Tone},
    contexts::Problems,
    layouts::AccountResource,
    server_fns::account::{EndOtherSessions, EndSession, RenewRecoveryCodes},
};

/// Profile, second factor, password, sessions.
#[component]
pub(crate) fn AccountPage() -> impl IntoView {
    let resource: AccountResource = expect_context();
    let account = resource.0;
    let end_one = ServerAction::<EndSession>::new();
    let end_others = ServerAction::<EndOtherSessions>::new();
    resource.follow(end_one.version());
    resource.follow(end_others.version());
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
    let stale = account.confirm_by.is_some();
    let browser = account.sessions.iter().find(|session| session.current).and_then(|session| session.user_agent.as_deref());
    let suggested = browser.map_or_else(|| "This device".to_owned(), browser_name);
    let only_passkeys = !account.passkeys.is_empty() && account.factor == FactorState::Off;
    view! {
        {account.confirm_by.map(|ways| view! { <ConfirmCard ways /> })}
        <Card title="Profile" id="profile">
            <dl class="kv">
                <dt>"Name"</dt>
                <dd>{name}</dd>
                <dt>"E-mail"</dt>
                <dd>{email}</dd>
            </dl>
        </Card>
        <PasskeysCard passkeys=account.passkeys work_here=account.passkeys_work_here stale=stale suggested=suggested />
        <FactorCard factor=account.factor required=account.factor_required && !only_passkeys has_passkey=only_passkeys />
        <PasswordCard email=account.email />
        <SessionsCard sessions=account.sessions end_one=end_one end_others=end_others />
    }
}

#[component]
fn FactorCard(
    factor: FactorState,
    /// A role asks for one, and there is none.
    required: bool,
    /// A passkey takes its place.
    has_passkey: bool,
) -> impl IntoView {
    let on = matches!(factor, FactorState::On { .. });
    let aside = move || {
        let (tone, word) = if on {
            (Tone::Ok, "On")
        } else if has_passkey {
            (Tone::Neutral, "Off")
        } else {
            (Tone::Warn, "Off")
        };
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
        FactorState::Off if has_passkey => EitherOf3::C(view! {
            <div class="stack">
                <p class="small muted">"Your passkey is one. An authenticator app gets you in where the passkey is out of reach."</p>
                <RenewForm with_code=false />
            </div>
        }),
        FactorState::Off => EitherOf3::A(view! {
            <p class="small muted">"A code from an authenticator app, asked for after your password. It keeps others out who learnt the password."</p>
        }),
        FactorState::On { since, recovery_codes_left } => EitherOf3::B(view! {
            <div class="stack">
                <dl class="kv">
                    <dt>"Since"</dt>
                    <dd><Time at=since /></dd>
                    <dt>"Recovery codes"</dt>
                    <dd>{recovery_codes_left.to_string()}" left"</dd>
                </dl>
                {(recovery_codes_left < 3)
                    .then(|| view! { <Notice tone=Tone::Warn>{few_in_words(recovery_codes_left)}" Without one, losing your phone locks you out."</Notice> })}
                <RenewForm with_code=true />
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
fn RenewForm(
    /// The app's code proves who asks; without an app the session does, when it is fresh.
    with_code: bool,
) -> impl IntoView {
    let renew = ServerAction::<RenewRecoveryCodes>::new();
    let problems = Problems::of(renew);
    view! {
        <ActionForm action=renew attr:class="form form-inline">
            <FormProblems problems=problems />
            {with_code.then(|| view! {
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
            })}
            <Button pending=renew.pending()>"Make new recovery codes"</Button>
        </ActionForm>
    }
}
