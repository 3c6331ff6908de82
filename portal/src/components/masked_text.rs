use leptos::prelude::*;

use super::Redacted;

const OPEN: &str = "[REDACTED:";

/// Text in which removed values are marks that say their kind. The values themselves never came here.
#[component]
pub(crate) fn MaskedText(text: String) -> impl IntoView {
    parts(&text)
        .into_iter()
        .map(|part| match part {
            Part::Plain(text) => text.into_any(),
            Part::Removed(kind) => view! { <Redacted kind/> }.into_any(),
        })
        .collect_view()
}

#[derive(Debug, PartialEq, Eq)]
enum Part {
    Plain(String),
    Removed(String),
}

/// Splits at `[REDACTED:kind]`; what only looks like a mark stays text.
fn parts(text: &str) -> Vec<Part> {
    let mut parts = vec![];
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        let Some((kind, tail)) = after.split_once(']').filter(|(kind, _)| is_kind(kind)) else {
            parts.push(Part::Plain(format!("{before}{OPEN}")));
            rest = after;
            continue;
        };
        parts.push(Part::Plain(before.to_owned()));
        parts.push(Part::Removed(kind.to_owned()));
        rest = tail;
    }
    parts.push(Part::Plain(rest.to_owned()));
    parts.retain(|part| *part != Part::Plain(String::new()));
    parts
}

fn is_kind(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        parts(text)
            .into_iter()
            .map(|part| match part {
                Part::Plain(text) => text,
                Part::Removed(kind) => format!("<{kind}>"),
            })
            .collect()
    }

    #[test]
    fn marks_become_their_kind() {
        assert_eq!(shown("pay [REDACTED:credit_card] now"), "pay <credit_card> now");
        assert_eq!(shown("[REDACTED:ssn][REDACTED:iban]"), "<ssn><iban>");
    }

    #[test]
    fn text_that_only_looks_like_a_mark_is_kept_whole() {
        for text in ["", "plain", "[REDACTED:", "[REDACTED:]", "[REDACTED:<b>] x", "[REDACTED:a [REDACTED:", "ü[REDACTED:Ü]"] {
            assert_eq!(shown(text), text);
        }
    }
}
