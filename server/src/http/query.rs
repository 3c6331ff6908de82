use std::{collections::BTreeMap, convert::Infallible, str::FromStr};

use axum::{extract::FromRequestParts, http::request::Parts};
use gate::problem::Problem;
use time::OffsetDateTime;

use super::read_time;

/// The query string as clients really send it: decoded leniently, unknown names ignored, the last of a repeated name counts.
#[derive(Debug, Clone, Default)]
pub struct QueryText(BTreeMap<String, String>);

impl<S: Send + Sync> FromRequestParts<S> for QueryText {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::parse(parts.uri.query().unwrap_or_default()))
    }
}

impl QueryText {
    fn parse(query: &str) -> Self {
        Self(url::form_urlencoded::parse(query.as_bytes()).into_owned().collect())
    }

    /// The text under `name`; an empty one counts as none.
    pub fn text(&self, name: &str) -> Option<String> {
        self.0.get(name).filter(|text| !text.is_empty() && !text.contains('\0')).cloned()
    }

    /// The number under `name`.
    pub fn number<N: FromStr>(&self, name: &'static str) -> Result<Option<N>, Problem> {
        self.text(name).map(|text| text.trim().parse().map_err(|_| Problem::invalid(name, "is not a number in range"))).transpose()
    }

    /// The truth value under `name`.
    pub fn flag(&self, name: &'static str) -> Result<Option<bool>, Problem> {
        match self.text(name).as_deref() {
            None => Ok(None),
            Some("true" | "True" | "1") => Ok(Some(true)),
            Some("false" | "False" | "0") => Ok(Some(false)),
            Some(_) => Err(Problem::invalid(name, "must be true or false")),
        }
    }

    /// The time under `name`.
    pub fn time(&self, name: &'static str) -> Result<Option<OffsetDateTime>, Problem> {
        self.text(name).map(|text| read_time(name, &text)).transpose()
    }

    /// The comma-separated words under `name`; one that `parse` does not know refuses the request.
    pub fn words<T>(&self, name: &'static str, parse: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, Problem> {
        let text = self.text(name).unwrap_or_default();
        let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
        words.map(|word| parse(word).ok_or_else(|| Problem::invalid(name, "holds an unknown word"))).collect()
    }
}

#[cfg(test)]
mod tests {
    use model::Severity;

    use super::*;

    #[test]
    fn clients_queries_are_read() {
        let query = QueryText::parse("limit=5&enabled=true&search=drop%20table&since=2026-01-31T12:00:00+00:00&empty=&severity=high,low");

        assert_eq!(query.number::<u32>("limit").unwrap(), Some(5));
        assert_eq!(query.flag("enabled").unwrap(), Some(true));
        assert_eq!(query.text("search").as_deref(), Some("drop table"));
        assert!(query.time("since").unwrap().is_some(), "a plus that became a space");
        assert_eq!((query.text("empty"), query.text("absent")), (None, None));
        assert_eq!(query.words("severity", Severity::parse).unwrap(), [Severity::High, Severity::Low]);
    }

    #[test]
    fn wrong_values_are_refused_by_name() {
        let query = QueryText::parse("limit=-1&enabled=maybe&severity=huge&nul=%00");

        assert_eq!(query.number::<u32>("limit").unwrap_err().field, Some("limit"));
        assert_eq!(query.flag("enabled").unwrap_err().field, Some("enabled"));
        assert_eq!(query.words("severity", Severity::parse).unwrap_err().field, Some("severity"));
        assert_eq!(query.text("nul"), None);
    }
}
