use leptos::prelude::*;

use super::CopyButton;

/// Text in the machine's own words; long lines scroll in their own box, or wrap.
#[component]
pub(crate) fn CodeBlock(
    /// The text.
    #[prop(into)]
    code: String,
    /// What it is, for example "the exact call".
    #[prop(into)]
    label: String,
    /// Above the text.
    #[prop(optional, into)]
    title: Option<String>,
    /// With a copy button.
    #[prop(optional)]
    copy: bool,
    /// Long lines wrap: for what is one line by nature.
    #[prop(optional)]
    wrap: bool,
) -> impl IntoView {
    let button = copy.then(|| view! { <CopyButton text=code.clone() label=label.clone() /> });
    let (above, beside) = if title.is_some() { (button, None) } else { (None, button) };
    view! {
        <div class=if wrap { "code code-wrap" } else { "code" }>
            {title.map(|title| view! { <div class="code-head"><span>{title}</span>{above}</div> })}
            {beside}
            <pre tabindex="0" role="region" aria-label=label><code>{code}</code></pre>
        </div>
    }
}
