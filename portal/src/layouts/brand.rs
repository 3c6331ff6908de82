use leptos::prelude::*;

/// The logo and name; leads home.
#[component]
pub(crate) fn Brand(
    /// Where home is.
    #[prop(into)]
    href: String,
) -> impl IntoView {
    view! {
        <a class="brand" href=href aria-label="AxonFlow, home">
            <svg viewBox="0 0 24 24" aria-hidden="true">
                <path
                    d="M4.6 20.5 12 3.5l7.4 17"
                    fill="none"
                    stroke="currentColor"
                    stroke-width="2.5"
                    stroke-linecap="round"
                    stroke-linejoin="round"
                />
                <path d="M1.2 14.6h5M17.8 14.6h5" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" />
                <rect x="9.6" y="12.2" width="4.8" height="4.8" rx="1.1" fill="currentColor" />
            </svg>
            <span>"AxonFlow"</span>
        </a>
    }
}

/// The first thing that the keyboard reaches.
#[component]
pub(crate) fn SkipLink() -> impl IntoView {
    view! { <a class="skip" href="#main" rel="external">"Skip to content"</a> }
}

/// The frame of pages that belong to no organisation.
#[component]
pub(crate) fn BareLayout(
    /// At the end of the bar.
    #[prop(optional, into)]
    end: ViewFn,
    /// The page.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="app app-bare">
            <SkipLink />
            <header class="topbar">
                <Brand href="/" />
                <div class="topbar-end">{end.run()}</div>
            </header>
            <main class="main" id="main" tabindex="-1">
                {children()}
            </main>
        </div>
    }
}
