use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::Invalid;

/// One right of a service identity: `mcp:CONNECTOR:OPERATION`, or `mcp:CONNECTOR:*` for all of one connector. There is none for
/// all connectors.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ConnectorRight {
    connector: String,
    /// None is every operation.
    operation: Option<String>,
}

/// More rights than this are several services.
const MOST: usize = 100;
/// Longer names are no names.
const MOST_CHARS: usize = 100;

impl ConnectorRight {
    /// Whether it allows this operation of this connector; names are compared exactly.
    pub fn allows(&self, connector: &str, operation: &str) -> bool {
        self.connector == connector && self.operation.as_deref().is_none_or(|named| named == operation)
    }

    /// Whether it is about this connector.
    pub fn is_for(&self, connector: &str) -> bool {
        self.connector == connector
    }

    /// A list as people type it: by lines, commas or blanks. `field` names it in a refusal.
    pub fn parse_list(field: &'static str, text: &str) -> Result<Vec<Self>, Invalid> {
        let words = text.split(|c: char| c == ',' || c.is_whitespace()).filter(|word| !word.is_empty());
        Self::checked(field, words)
    }

    /// A list of words; sorted, each once.
    pub fn checked<'w>(field: &'static str, words: impl IntoIterator<Item = &'w str>) -> Result<Vec<Self>, Invalid> {
        let read = words.into_iter().map(|word| word.parse().map_err(|why: String| Invalid::new(field, why)));
        let mut rights = read.collect::<Result<Vec<Self>, _>>()?;
        rights.sort_unstable();
        rights.dedup();
        if rights.len() > MOST {
            return Err(Invalid::new(field, format!("has more than {MOST} rights")));
        }
        Ok(rights)
    }
}

impl FromStr for ConnectorRight {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let shape = || format!("{text:?} is not of the form mcp:CONNECTOR:OPERATION");
        let rest = text.strip_prefix("mcp:").ok_or_else(shape)?;
        let (connector, operation) = rest.split_once(':').ok_or_else(shape)?;
        if connector == "*" {
            return Err(format!("{text:?} would open every connector; name each one, as in mcp:salesforce:query or mcp:salesforce:*"));
        }
        if !is_name(connector) || (operation != "*" && !is_name(operation)) {
            return Err(shape());
        }
        Ok(Self { connector: connector.to_owned(), operation: (operation != "*").then(|| operation.to_owned()) })
    }
}

fn is_name(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    !text.is_empty() && text.len() <= MOST_CHARS && text.chars().all(is_part)
}

impl fmt::Display for ConnectorRight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "mcp:{}:{}", self.connector, self.operation.as_deref().unwrap_or("*"))
    }
}

impl TryFrom<String> for ConnectorRight {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<ConnectorRight> for String {
    fn from(right: ConnectorRight) -> Self {
        right.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_right_is_exact_or_for_all_of_one_connector() {
        let check = |right: &str, connector: &str, operation: &str| right.parse::<ConnectorRight>().unwrap().allows(connector, operation);

        assert!(check("mcp:salesforce:query", "salesforce", "query"));
        assert!(!check("mcp:salesforce:query", "salesforce", "execute") && !check("mcp:salesforce:query", "salesforce2", "query"));
        assert!(!check("mcp:salesforce:query", "Salesforce", "query"), "names are exact");
        assert!(check("mcp:salesforce:*", "salesforce", "execute") && !check("mcp:salesforce:*", "postgres", "query"));
    }

    #[test]
    fn a_wildcard_over_connectors_and_other_shapes_are_refused() {
        for text in [
            "mcp:*:*",
            "mcp:*:query",
            "*",
            "mcp:*",
            "mcp:a",
            "mcp::query",
            "mcp:a:",
            "mcp:a:b:c",
            "MCP:a:b",
            "mcp:a*:b",
            "mcp:a:q*",
            "mcp:a b:c",
        ] {
            assert!(text.parse::<ConnectorRight>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_list_reads_sorted_and_once_and_prints_back() {
        let list = ConnectorRight::parse_list("rights", "mcp:b:*\nmcp:a:q, mcp:a:q").unwrap();

        assert_eq!(list.iter().map(ToString::to_string).collect::<Vec<_>>(), ["mcp:a:q", "mcp:b:*"]);
    }
}
