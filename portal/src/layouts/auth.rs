use leptos::prelude::*;

use super::Brand;

/// The frame of the sign-in pages: a form, and beside it what the product does.
#[component]
pub(crate) fn AuthLayout(
    /// The form.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="auth">
            <main class="auth-main" id="main">
                <Brand href="/signin" />
                <div class="auth-form">{children()}</div>
                <footer><span>"No access, or locked out? An owner of your organisation can help."</span></footer>
            </main>
            <aside class="auth-art" aria-hidden="true" inner_html=include_str!("auth_art.svg")></aside>
        </div>
    }
}
