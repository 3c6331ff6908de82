use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::{
    Action,
    views::{KindOfPolicy, PolicyQuery, StateOfPolicy, SurfaceOfPolicy, TierOfPolicy},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// What the address says about the list. Words that it does not know count as unsaid.
pub(super) fn use_policy_query() -> Memo<PolicyQuery> {
    let words = use_query_map();
    Memo::new(move |_| {
        let words = words.read();
        read(&|name| words.get_str(name).unwrap_or_default().trim().to_owned())
    })
}

fn read(word: &dyn Fn(&str) -> String) -> PolicyQuery {
    PolicyQuery {
        words: Some(word("q")).filter(|words| !words.is_empty()),
        tier: TierOfPolicy::parse(&word("tier")),
        kind: KindOfPolicy::parse(&word("kind")),
        action: Action::parse(&word("action")),
        state: StateOfPolicy::parse(&word("state")),
        surface: SurfaceOfPolicy::parse(&word("surface")),
        offset: word("offset").parse().unwrap_or(0),
    }
}

/// Whether anything narrows the list.
pub(super) fn is_filtered(query: &PolicyQuery) -> bool {
    PolicyQuery { offset: 0, ..query.clone() } != PolicyQuery::default()
}

/// The same list from another row on, as the tail of an address.
pub(super) fn search(query: &PolicyQuery, offset: usize) -> String {
    let word = |name: &str, word: Option<&str>| word.map(|word| format!("{name}={}", utf8_percent_encode(word, NON_ALPHANUMERIC)));
    let offset = (offset > 0).then(|| offset.to_string());
    let words = [
        word("q", query.words.as_deref()),
        word("tier", query.tier.map(TierOfPolicy::as_str)),
        word("kind", query.kind.map(KindOfPolicy::as_str)),
        word("action", query.action.map(Action::as_str)),
        word("state", query.state.map(StateOfPolicy::as_str)),
        word("surface", query.surface.map(SurfaceOfPolicy::as_str)),
        word("offset", offset.as_deref()),
    ];
    let words: Vec<String> = words.into_iter().flatten().collect();
    if words.is_empty() { String::new() } else { format!("?{}", words.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(words: &[(&str, &str)]) -> PolicyQuery {
        read(&|name| words.iter().find(|(known, _)| *known == name).map(|(_, word)| (*word).to_owned()).unwrap_or_default())
    }

    #[test]
    fn unknown_words_count_as_unsaid() {
        let query = of(&[("tier", "mine"), ("action", "deny"), ("offset", "x"), ("kind", "")]);

        assert_eq!(query, PolicyQuery::default());
        assert!(!is_filtered(&query));
    }

    #[test]
    fn another_page_keeps_the_filter() {
        let query =
            of(&[("q", "PII, e-mail"), ("tier", "system"), ("action", "require_approval"), ("state", "disabled"), ("offset", "50")]);

        assert!(is_filtered(&query));
        assert_eq!(search(&query, 100), "?q=PII%2C%20e%2Dmail&tier=system&action=require%5Fapproval&state=disabled&offset=100");
        assert_eq!(search(&of(&[]), 0), "");
    }
}
