#[cfg(any(feature = "ssr", test))]
use model::{ApprovalStatus, views::ApprovalFilter};
use model::{PageRequest, Severity};

/// Which half of the queue is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Tab {
    /// What waits for a person.
    #[default]
    Waiting,
    /// What was decided, expired or overridden.
    History,
}

impl Tab {
    /// The word in the address bar.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::History => "history",
        }
    }
}

/// What the address bar says about the queue. Words it does not know count as unsaid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct QueueQuery {
    /// Waiting or history.
    pub tab: Tab,
    /// Only this severity.
    pub severity: Option<Severity>,
    /// The page, from 1.
    pub page: u32,
}

impl QueueQuery {
    /// Reads the words of `?tab=..&severity=..&page=`.
    pub(crate) fn parse(tab: &str, severity: &str, page: u32) -> Self {
        let tab = if tab == "history" { Tab::History } else { Tab::Waiting };
        Self { tab, severity: Severity::parse(severity), page: page.max(1) }
    }

    /// Tab and severity as the address says them.
    pub(crate) fn words(self) -> (String, String) {
        (self.tab.word().to_owned(), self.severity.map_or("", Severity::as_str).to_owned())
    }

    /// What to ask the store for.
    #[cfg(any(feature = "ssr", test))]
    pub(crate) fn filter(self) -> ApprovalFilter {
        use ApprovalStatus::{Approved, Expired, Overridden, Pending, Rejected};
        let statuses = match self.tab {
            Tab::Waiting => vec![Pending],
            Tab::History => vec![Approved, Rejected, Expired, Overridden],
        };
        ApprovalFilter { statuses, severities: self.severity.into_iter().collect() }
    }

    /// Which rows to ask for.
    pub(crate) fn page_request(self) -> PageRequest {
        let mut request = PageRequest::default();
        let size = u32::try_from(request.size.get()).unwrap_or(1);
        request.offset = (self.page - 1).saturating_mul(size);
        request
    }

    /// The same query as the tail of an address; empty for the plain one.
    pub(crate) fn search(self) -> String {
        let tab = (self.tab == Tab::History).then(|| "tab=history".to_owned());
        let severity = self.severity.map(|severity| format!("severity={severity}"));
        let page = (self.page > 1).then(|| format!("page={}", self.page));
        let words: Vec<_> = [tab, severity, page].into_iter().flatten().collect();
        if words.is_empty() { String::new() } else { format!("?{}", words.join("&")) }
    }

    /// The first page of another tab, with the same filter.
    pub(crate) const fn with_tab(self, tab: Tab) -> Self {
        Self { tab, page: 1, ..self }
    }

    /// The first page of another filter, in the same tab.
    pub(crate) const fn with_severity(self, severity: Option<Severity>) -> Self {
        Self { severity, page: 1, ..self }
    }

    /// Another page of the same list.
    pub(crate) const fn with_page(self, page: u32) -> Self {
        Self { page, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_words_count_as_unsaid() {
        assert_eq!(QueueQuery::parse("mine", "urgent", 0), QueueQuery { tab: Tab::Waiting, severity: None, page: 1 });
    }

    #[test]
    fn the_search_part_says_only_what_differs() {
        let check = |tab, severity, page, expected| assert_eq!(QueueQuery::parse(tab, severity, page).search(), expected);

        check("", "", 1, "");
        check("history", "", 1, "?tab=history");
        check("waiting", "high", 3, "?severity=high&page=3");
    }

    #[test]
    fn history_asks_for_everything_but_pending() {
        let statuses = QueueQuery::parse("history", "", 1).filter().statuses;

        assert!(!statuses.contains(&ApprovalStatus::Pending));
        assert_eq!(statuses.len(), ApprovalStatus::ALL.len() - 1);
    }

    #[test]
    fn pages_count_from_one() {
        assert_eq!(QueueQuery::parse("", "", 1).page_request().offset, 0);
        assert_eq!(QueueQuery::parse("", "", 3).page_request().offset, 100);
        assert_eq!(QueueQuery::parse("", "", u32::MAX).page_request().offset, u32::MAX);
    }
}
