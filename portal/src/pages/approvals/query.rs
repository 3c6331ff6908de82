#[cfg(any(feature = "ssr", test))]
use model::views::QueueFilter;
use model::{
    ApprovalId, Severity,
    views::{QueueHalf, QueueOrder},
};
use serde::{Deserialize, Serialize};

/// What the address bar says about the queue. Words it does not know count as unsaid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct QueueQuery {
    /// Waiting or history.
    pub half: QueueHalf,
    /// Only this severity.
    pub severity: Option<Severity>,
    /// The order of what waits.
    pub order: QueueOrder,
    /// Only what comes after this call: pages do not shift while calls come and go.
    pub after: Option<ApprovalId>,
}

impl QueueQuery {
    /// Reads the words of `?tab=..&severity=..&sort=..&after=..`.
    pub(crate) fn parse(tab: &str, severity: &str, sort: &str, after: &str) -> Self {
        Self {
            half: QueueHalf::parse(tab).unwrap_or(QueueHalf::Waiting),
            severity: Severity::parse(severity),
            order: QueueOrder::parse(sort).unwrap_or(QueueOrder::Due),
            after: after.parse().ok(),
        }
    }

    /// What to ask the store for.
    #[cfg(any(feature = "ssr", test))]
    pub(crate) const fn filter(self) -> QueueFilter {
        let Self { half, severity, order, after } = self;
        QueueFilter { half, severity, order, after }
    }

    /// The same query as the tail of an address; empty for the plain one.
    pub(crate) fn search(self) -> String {
        let tab = (self.half != QueueHalf::Waiting).then(|| format!("tab={}", self.half));
        let severity = self.severity.map(|severity| format!("severity={severity}"));
        let sort = (self.order != QueueOrder::Due).then(|| format!("sort={}", self.order));
        let after = self.after.map(|id| format!("after={id}"));
        let words: Vec<_> = [tab, severity, sort, after].into_iter().flatten().collect();
        if words.is_empty() { String::new() } else { format!("?{}", words.join("&")) }
    }

    /// The first page of another half, with the same filter.
    pub(crate) const fn with_half(self, half: QueueHalf) -> Self {
        Self { half, after: None, ..self }
    }

    /// The first page of another filter, in the same half.
    pub(crate) const fn with_severity(self, severity: Option<Severity>) -> Self {
        Self { severity, after: None, ..self }
    }

    /// The first page of the same list in another order.
    pub(crate) const fn with_order(self, order: QueueOrder) -> Self {
        Self { order, after: None, ..self }
    }

    /// Another page of the same list; the first when `after` is `None`.
    pub(crate) const fn with_after(self, after: Option<ApprovalId>) -> Self {
        Self { after, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_words_count_as_unsaid() {
        let plain = QueueFilter { half: QueueHalf::Waiting, severity: None, order: QueueOrder::Due, after: None };

        assert_eq!(QueueQuery::parse("mine", "urgent", "name", "7").filter(), plain);
    }

    #[test]
    fn the_search_part_says_only_what_differs_and_is_read_back() {
        let id = "01a21005-de87-746b-a377-9ebd1ab021e0";
        let check = |tab, severity, sort, after, expected| assert_eq!(QueueQuery::parse(tab, severity, sort, after).search(), expected);

        check("", "", "", "", "");
        check("waiting", "", "due", "", "");
        check("history", "", "", "", "?tab=history");
        check("waiting", "high", "severity", id, &format!("?severity=high&sort=severity&after={id}"));
    }

    #[test]
    fn another_list_begins_at_its_first_page() {
        let here = QueueQuery::parse("", "", "", "01a21005-de87-746b-a377-9ebd1ab021e0");

        let others = [here.with_half(QueueHalf::History), here.with_severity(Some(Severity::Low)), here.with_order(QueueOrder::Severity)];

        assert!(here.after.is_some() && others.iter().all(|other| other.after.is_none()));
    }
}
