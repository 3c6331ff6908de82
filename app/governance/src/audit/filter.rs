use std::sync::Arc;

use model::{DecisionId, Invalid, KeyId, Permission, PermissionSet, Verdict};
use store::ledger_read::RecordFilter;
use time::OffsetDateTime;

use super::entry::AUDITED_KINDS;
use crate::Result;

/// How much of the trail a caller may read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ReadScope {
    /// Everything of the organisation.
    Tenant,
    /// What is attributed to this person, for whom the caller reads.
    OwnRows(Arc<str>),
    /// Nothing.
    #[default]
    None,
}

impl ReadScope {
    /// What these permissions allow to whom the caller reads for: a person's token narrows and never widens.
    pub fn of(permissions: PermissionSet, reader: Option<&Arc<str>>) -> Self {
        match reader {
            _ if !permissions.has(Permission::AuditReadAll) => Self::None,
            Some(reader) => Self::OwnRows(reader.clone()),
            None => Self::Tenant,
        }
    }

    /// The person whose rows alone are read.
    pub fn only(&self) -> Option<&str> {
        match self {
            Self::OwnRows(reader) => Some(reader),
            Self::Tenant | Self::None => None,
        }
    }

    /// The word for the answer's header `X-Axonflow-Read-Scope`.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Tenant => "tenant",
            Self::OwnRows(_) => "own-rows",
            Self::None => "none",
        }
    }
}

/// Which part of the trail is wanted, newest first.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// Only records of this end user or acting member.
    pub user_email: Option<String>,
    /// Only records of this key.
    pub client_id: Option<String>,
    /// Only from this time on.
    pub start: Option<OffsetDateTime>,
    /// Only before this time.
    pub end: Option<OffsetDateTime>,
    /// Only with this outcome, in either vocabulary.
    pub action: Option<String>,
    /// Only this decision.
    pub decision_id: Option<String>,
    /// Only decisions that a policy with this name or id matched.
    pub policy_name: Option<String>,
    /// Rows to answer: 1 to 1,000.
    pub limit: u32,
    /// Rows to skip.
    pub offset: u32,
    /// How much the caller may read.
    pub restrict_to: ReadScope,
}

impl AuditFilter {
    /// The filter of the ledger; `None` when nothing can match. Policies by name are found by the caller.
    pub(super) fn records(&self) -> Result<Option<RecordFilter>> {
        let (verdict, outcome) = self.outcome()?;
        let key = self.client_id.as_deref().map(KeyId::from_client_id);
        let decision = self.decision_id.as_deref().map(|id| id.parse::<DecisionId>().ok());
        let is_of_another = self.restrict_to.only().is_some_and(|own| self.user_email.as_deref().is_some_and(|asked| asked != own));
        if key == Some(None) || decision == Some(None) || self.restrict_to == ReadScope::None || is_of_another {
            return Ok(None);
        }
        Ok(Some(RecordFilter {
            kinds: AUDITED_KINDS.to_vec(),
            verdict,
            outcome,
            key: key.flatten(),
            record_id: decision.flatten().map(model::Id::as_uuid),
            person_label: self.restrict_to.only().map(str::to_owned).or_else(|| self.user_email.clone()),
            since: self.start,
            until: self.end,
            ..RecordFilter::default()
        }))
    }

    /// A verdict where only decisions can have it, since that has an index; otherwise what a record reads as.
    fn outcome(&self) -> Result<(Option<Verdict>, Option<&'static str>)> {
        match self.action.as_deref() {
            None => Ok((None, None)),
            Some("error") => Ok((None, Some("error"))),
            Some(word) => match Verdict::from_any_word(word) {
                Some(Verdict::Allow) => Ok((None, Some(Verdict::Allow.as_str()))),
                Some(verdict) => Ok((Some(verdict), None)),
                None => Err(Invalid::new("action", "must be allowed, blocked, redacted, needs_approval or error").into()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    fn filter() -> AuditFilter {
        AuditFilter { restrict_to: ReadScope::Tenant, ..AuditFilter::default() }
    }

    #[test]
    fn without_the_permission_nothing_is_read() {
        let ann = Arc::from("ann");
        assert_eq!(ReadScope::of(PermissionSet::NONE, None), ReadScope::None);
        assert_eq!(ReadScope::of(PermissionSet::NONE, Some(&ann)), ReadScope::None, "a token widens nothing");
        assert_eq!(ReadScope::of(PermissionSet::sdk(), None), ReadScope::Tenant);
        assert_eq!(ReadScope::of(PermissionSet::sdk(), Some(&ann)), ReadScope::OwnRows(ann.clone()));
        assert!(AuditFilter::default().records().unwrap().is_none());
        assert!(filter().records().unwrap().is_some());
    }

    #[test]
    fn whoever_reads_own_rows_finds_nobody_elses() {
        let own = |user_email: Option<&str>| AuditFilter {
            restrict_to: ReadScope::OwnRows(Arc::from("ann")),
            user_email: user_email.map(str::to_owned),
            ..AuditFilter::default()
        };

        for asked in [None, Some("ann")] {
            assert_eq!(own(asked).records().unwrap().unwrap().person_label.as_deref(), Some("ann"));
        }
        assert!(own(Some("ben")).records().unwrap().is_none());
    }

    #[test]
    fn both_vocabularies_name_an_outcome_and_others_are_refused() {
        let outcome = |word: &str| AuditFilter { action: Some(word.to_owned()), ..filter() }.outcome();

        assert_eq!(outcome("denied").unwrap(), (Some(Verdict::Deny), None));
        assert_eq!(outcome("allowed").unwrap(), (None, Some("allow")));
        assert_eq!(outcome("error").unwrap(), (None, Some("error")));
        assert!(matches!(outcome("maybe"), Err(Error::Invalid(_))));
    }

    #[test]
    fn an_id_that_is_none_matches_nothing() {
        let stranger = AuditFilter { client_id: Some("someone".to_owned()), ..filter() };
        let garbled = AuditFilter { decision_id: Some("x".to_owned()), ..filter() };

        assert!(stranger.records().unwrap().is_none() && garbled.records().unwrap().is_none());
    }
}
