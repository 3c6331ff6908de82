use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// What the address bar says about the list, as words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct DecisionQuery {
    /// Only this verdict.
    pub verdict: Option<String>,
    /// Only decisions that this policy matched.
    pub policy: Option<String>,
    /// Only calls with this key.
    pub key: Option<String>,
    /// Only from this day on, in UTC.
    pub since: Option<String>,
    /// The cursor.
    pub before: Option<String>,
}

impl DecisionQuery {
    /// Whether a filter is set; the cursor is not one.
    pub(crate) fn is_filtered(&self) -> bool {
        [&self.verdict, &self.policy, &self.key, &self.since].into_iter().any(|word| said(word.as_deref()).is_some())
    }

    /// The same list from another cursor on, as the tail of an address.
    pub(crate) fn search(&self, before: Option<u64>) -> String {
        let before = before.map(|seq| seq.to_string());
        let words = [("verdict", &self.verdict), ("policy", &self.policy), ("key", &self.key), ("since", &self.since), ("before", &before)];
        let words: Vec<_> = words
            .into_iter()
            .filter_map(|(name, word)| said(word.as_deref()).map(|word| format!("{name}={}", utf8_percent_encode(word, NON_ALPHANUMERIC))))
            .collect();
        if words.is_empty() { String::new() } else { format!("?{}", words.join("&")) }
    }
}

pub(super) fn said(word: Option<&str>) -> Option<&str> {
    word.map(str::trim).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_is_no_filter() {
        let query = DecisionQuery { verdict: Some(String::new()), before: Some("17".to_owned()), ..DecisionQuery::default() };

        assert!(!query.is_filtered());
        assert!(DecisionQuery { policy: Some("pii".to_owned()), ..query }.is_filtered());
    }

    #[test]
    fn the_cursor_is_replaced_and_words_are_escaped() {
        let query = DecisionQuery { policy: Some("a&b".to_owned()), before: Some("9".to_owned()), ..DecisionQuery::default() };

        assert_eq!(query.search(Some(7)), "?policy=a%26b&before=7");
        assert_eq!(query.search(None), "?policy=a%26b");
    }
}
