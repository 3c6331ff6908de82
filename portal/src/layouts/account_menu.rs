use icondata_lu::{LuLogOut, LuMonitor, LuMoon, LuSun, LuUser};
use leptos::prelude::*;

use crate::{
    components::Icon,
    contexts::Theme,
    server_fns::session::{SetTheme, SignOut},
};

/// Who is signed in, the theme, and the way out.
#[component]
pub(super) fn AccountMenu(
    /// The person's name.
    name: String,
    /// The person's e-mail address.
    email: String,
    /// Two letters.
    initials: String,
) -> impl IntoView {
    let sign_out = ServerAction::<SignOut>::new();
    view! {
        <button class="btn btn-quiet btn-icon" type="button" popovertarget="me">
            <span class="visually-hidden">"Your account"</span>
            <span class="avatar" aria-hidden="true">{initials}</span>
        </button>
        <div class="menu" id="me" popover="auto">
            <div class="menu-head"><b>{name}</b><small>{email}</small></div>
            <hr />
            <a href="/account"><Icon icon=LuUser />"Account"</a>
            <hr />
            <ThemeForm />
            <hr />
            <ActionForm action=sign_out>
                <button type="submit"><Icon icon=LuLogOut />"Sign out"</button>
            </ActionForm>
        </div>
    }
}

/// Three buttons that post; with the script the page changes at once, without it on the next load.
#[component]
fn ThemeForm() -> impl IntoView {
    let theme = use_context::<RwSignal<Theme>>().unwrap_or_else(|| RwSignal::new(Theme::System));
    let set_theme = ServerAction::<SetTheme>::new();
    Effect::new(move || {
        if let Some(Ok(chosen)) = set_theme.value().get() {
            theme.set(chosen);
            apply(chosen);
        }
    });
    let buttons = [(Theme::System, "Auto", LuMonitor), (Theme::Light, "Light", LuSun), (Theme::Dark, "Dark", LuMoon)];
    view! {
        <p class="menu-label" id="theme-label">"Theme"</p>
        <ActionForm action=set_theme>
            <div class="segmented" role="group" aria-labelledby="theme-label">
                {buttons
                    .into_iter()
                    .map(|(choice, word, icon)| {
                        view! {
                            <button
                                type="submit"
                                name="theme"
                                value=choice.as_str()
                                aria-pressed=move || if theme.get() == choice { "true" } else { "false" }
                            >
                                <Icon icon=icon />
                                {word}
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
        </ActionForm>
    }
}

fn apply(theme: Theme) {
    let Some(root) = document().document_element() else { return };
    let done = match theme.attribute() {
        Some(word) => root.set_attribute("data-theme", word),
        None => root.remove_attribute("data-theme"),
    };
    if done.is_err() {
        leptos::logging::warn!("the document refused its theme");
    }
}
