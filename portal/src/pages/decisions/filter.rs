use model::{KeyId, Verdict, views::DecisionFilter};
use time::{Date, OffsetDateTime, Time, format_description::well_known::Iso8601};

use super::query::{DecisionQuery, said};
use crate::PortalError;

impl DecisionQuery {
    /// What to ask the store for; a word that says nothing sensible is a problem of its field, never ignored.
    pub(crate) fn filter(&self) -> Result<DecisionFilter, PortalError> {
        Ok(DecisionFilter {
            end_user: None,
            verdict: read("verdict", self.verdict.as_deref(), "is not one of the four verdicts", Verdict::parse)?,
            policy: read("policy", self.policy.as_deref(), "", |id| Some(id.to_owned()))?,
            key: read("key", self.key.as_deref(), "is not an API key: a client id starts with axk_", key_id)?,
            since: read("since", self.since.as_deref(), "is not a day: write it as 2026-11-20", midnight)?,
            until: None,
            before: read("before", self.before.as_deref(), "is not a ledger number", |seq| seq.parse().ok())?,
        })
    }
}

fn read<T>(field: &str, word: Option<&str>, problem: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, PortalError> {
    let Some(word) = said(word) else { return Ok(None) };
    let refused = || PortalError::field_problem(field, format!("This {problem}."));
    parse(word).map(Some).ok_or_else(refused)
}

fn key_id(word: &str) -> Option<KeyId> {
    KeyId::from_client_id(word).or_else(|| word.parse().ok())
}

fn midnight(word: &str) -> Option<OffsetDateTime> {
    Date::parse(word, &Iso8601::DATE).ok().map(|day| day.with_time(Time::MIDNIGHT).assume_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(verdict: &str, key: &str, since: &str, before: &str) -> DecisionQuery {
        let word = |text: &str| Some(text.to_owned());
        DecisionQuery { verdict: word(verdict), policy: None, key: word(key), since: word(since), before: word(before) }
    }

    #[test]
    fn empty_fields_of_a_form_filter_nothing() {
        assert_eq!(query("", " ", "", "").filter(), Ok(DecisionFilter::default()));
    }

    #[test]
    fn words_become_a_typed_filter() {
        let filter = query("deny", "axk_018f3c2a9b7e7d10a4c6f2e8b1d00002", "2026-11-20", "1204951").filter().unwrap();

        assert_eq!(filter.verdict, Some(Verdict::Deny));
        assert!(filter.key.is_some());
        assert_eq!(filter.since.map(OffsetDateTime::unix_timestamp), Some(1_795_132_800));
        assert_eq!(filter.before, Some(1_204_951));
    }

    #[test]
    fn a_senseless_word_is_named_by_its_field() {
        for (field, query) in [
            ("verdict", query("maybe", "", "", "")),
            ("key", query("", "billing-bot", "", "")),
            ("since", query("", "", "yesterday", "")),
            ("before", query("", "", "", "-1")),
        ] {
            let Err(PortalError::Fields(problems)) = query.filter() else { panic!("{field} was accepted") };
            assert_eq!(problems.first().map(|problem| problem.field.as_str()), Some(field));
        }
    }
}
