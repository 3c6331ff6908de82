use leptos::prelude::*;
use model::views::{FoundFamily, FoundKind};

use super::{Redacted, grouped, kind_in_words};

/// What was found, by kind and count: values first, as the marks that stand in their place, then attacks.
#[component]
pub(crate) fn FoundKinds(
    /// What it lists, for those who cannot see it.
    #[prop(into)]
    label: String,
    /// The kinds; nothing is drawn when there are none.
    kinds: Vec<FoundKind>,
) -> impl IntoView {
    let (attacks, values): (Vec<_>, Vec<_>) = kinds.into_iter().partition(|found| found.family == FoundFamily::Attack);
    let values = values.into_iter().map(|found| view! { <li><Redacted kind=found.kind/>" "{grouped(found.count)}</li> }.into_any());
    let attacks = attacks
        .into_iter()
        .map(|found| view! { <li><FoundKindName kind=found.kind family=found.family/>" "{grouped(found.count)}</li> }.into_any());
    let items: Vec<AnyView> = values.chain(attacks).collect();
    (!items.is_empty()).then(|| view! { <ul class="legend" aria-label=label>{items}</ul> })
}

/// The name of a kind with the mark of its sort: shape, word and colour.
#[component]
pub(crate) fn FoundKindName(
    /// The kind's word.
    #[prop(into)]
    kind: String,
    /// What sort of thing it is.
    family: FoundFamily,
) -> impl IntoView {
    let icon = match family {
        FoundFamily::PersonalData => icondata_lu::LuUser,
        FoundFamily::Secret => icondata_lu::LuKeyRound,
        FoundFamily::Attack => icondata_lu::LuShieldAlert,
    };
    view! { <span class="found-name" data-family=family.as_str()><super::Icon icon=icon/>{capitalised(&kind_in_words(&kind))}</span> }
}

/// Where it stands alone, a name begins like a sentence.
fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_letter_changes() {
        assert_eq!(capitalised("e-mail address"), "E-mail address");
        assert_eq!(capitalised("IBAN"), "IBAN");
        assert_eq!(capitalised(""), "");
    }
}
