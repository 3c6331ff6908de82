use leptos::prelude::*;
use model::Verdict;

/// The verdict in the reader's words.
pub(crate) const fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allow => "Allowed",
        Verdict::Deny => "Denied",
        Verdict::Redact => "Redacted",
        Verdict::RequireApproval => "Needs approval",
    }
}

/// The verdict as style sheets know it: `data-verdict`, `fill-*`.
pub(crate) const fn verdict_slug(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allow => "allow",
        Verdict::Deny => "deny",
        Verdict::Redact => "redact",
        Verdict::RequireApproval => "approval",
    }
}

/// The mark alone; only where its word is beside it.
#[component]
pub(crate) fn VerdictShape(
    /// Which.
    verdict: Verdict,
) -> impl IntoView {
    // Circle allows, octagon denies, bar redacts, diamond waits: the shape is read before the colour.
    let shape = match verdict {
        Verdict::Allow => {
            r#"<circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="m5.25 8.2 1.9 1.9 3.7-4" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/>"#
        }
        Verdict::Deny => {
            r#"<path fill="currentColor" fill-rule="evenodd" d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1zM4.5 7v2h7V7z"/>"#
        }
        Verdict::Redact => {
            r#"<path d="M1.75 3h12.5M1.75 13h7.5" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round"/><rect x="1" y="5.5" width="14" height="5" rx="1" fill="currentColor"/>"#
        }
        Verdict::RequireApproval => {
            r#"<path d="M8 1.1 14.9 8 8 14.9 1.1 8z" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round"/><path d="M6.4 5.9v4.2M9.6 5.9v4.2" stroke="currentColor" stroke-width="1.6" stroke-linecap="round"/>"#
        }
    };
    view! { <svg class="mark" viewBox="0 0 16 16" aria-hidden="true" inner_html=shape></svg> }
}

/// A verdict: shape, word and colour.
#[component]
pub(crate) fn VerdictMark(
    /// Which.
    verdict: Verdict,
    /// Instead of the usual word, for example "Waiting".
    #[prop(optional, into)]
    word: Option<String>,
    /// In a tinted frame, for the head of a page.
    #[prop(optional)]
    block: bool,
) -> impl IntoView {
    let word = word.unwrap_or_else(|| verdict_word(verdict).to_owned());
    view! {
        <span class=if block { "verdict verdict-block" } else { "verdict" } data-verdict=verdict_slug(verdict)>
            <VerdictShape verdict=verdict />
            {word}
        </span>
    }
}
