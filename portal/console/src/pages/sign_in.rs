use axum::response::Response;
use governance::Error;
use leptos::prelude::*;

use super::{
    fields::{Line, Told, line},
    frame::{Page, Place, brand, drawn},
};
use crate::Console;

/// Address, password and code in one form: nobody learns which of them was wrong.
pub(crate) fn sign_in(console: &Console, email: &str, error: Option<Error>) -> Response {
    let told = Told::of(error);
    let page = Page { status: told.status, ..Page::new("Operator sign-in", Place::Elsewhere) };
    let email = Line {
        name: "email",
        id: "email",
        label: "E-mail",
        kind: "email",
        autocomplete: "username",
        value: email,
        large: true,
        ..Line::default()
    };
    let password = Line {
        name: "password",
        id: "password",
        label: "Password",
        kind: "password",
        autocomplete: "current-password",
        large: true,
        ..Line::default()
    };
    let code = Line {
        name: "code",
        id: "code",
        label: "Code of your authenticator",
        hint: "Six digits; each code works once.",
        autocomplete: "one-time-code",
        large: true,
        ..Line::default()
    };
    let body = view! {
        <div class="auth platform-auth">
            <main class="auth-main" id="main">
                {brand()}
                <div class="auth-form">
                    <header class="stack-2">
                        <h1>"Operator sign-in"</h1>
                        <p class="muted">"For those who run the platform. Customers sign in at their own address."</p>
                    </header>
                    <form method="post" action="/signin" class="form">
                        {told.notice()}
                        {line(&email, &told)}
                        {line(&password, &told)}
                        {line(&code, &told)}
                        <button class="btn btn-primary btn-lg btn-block">"Sign in"</button>
                    </form>
                </div>
                <footer><span>"A session ends after 15 minutes without use, and after 8 hours in any case."</span></footer>
            </main>
        </div>
    };
    drawn(console, &page, body.into_any())
}
