use leptos::prelude::*;

/// The logo, in the colour of the text around it. The platform console draws the same file.
const MARK: &str = include_str!("../../../assets/icons/mark.svg");

/// The logo and name; leads home.
#[component]
pub(crate) fn Brand(
    /// Where home is.
    #[prop(into)]
    href: String,
) -> impl IntoView {
    view! {
        <a class="brand" href=href aria-label="AxonFlow, home">
            <span class="brand-mark" inner_html=MARK></span>
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
