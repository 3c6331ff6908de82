use serde_json::{Value, json};

use crate::{Problem, Result};

/// Resources of one page at most.
pub const MOST_PER_PAGE: i64 = 200;
const USUAL_PER_PAGE: i64 = 100;

/// Which part of a list is asked for (RFC 7644 section 3.4.2.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// From 1; smaller numbers count as 1 (Microsoft's delta query sends 0).
    pub start_index: i64,
    /// At most [`MOST_PER_PAGE`]; negative numbers count as 0.
    pub count: i64,
}

impl Page {
    /// Reads the two numbers; larger ones than fit are as large as can be.
    pub fn read(start_index: Option<&str>, count: Option<&str>) -> Result<Self> {
        let start_index = start_index.map_or(Ok(1), number)?.max(1);
        let count = count.map_or(Ok(USUAL_PER_PAGE), number)?.clamp(0, MOST_PER_PAGE);
        Ok(Self { start_index, count })
    }

    /// How many resources come before it.
    pub const fn offset(self) -> i64 {
        self.start_index.saturating_sub(1)
    }
}

fn number(text: &str) -> Result<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || digits.len() > 40 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Problem::InvalidValue.because("startIndex and count are whole numbers"));
    }
    Ok(text.parse().unwrap_or(if text.starts_with('-') { i64::MIN } else { i64::MAX }))
}

/// The answer to a query; `Resources` is there also when it is empty.
pub fn list_response(total: i64, page: Page, resources: &[Value]) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": total,
        "startIndex": page.start_index,
        "itemsPerPage": resources.len(),
        "Resources": resources,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_beyond_the_ends_are_brought_inside() {
        let page = |start, count| Page::read(start, count).map(|page| (page.start_index, page.count));

        assert_eq!(page(None, None), Ok((1, 100)));
        assert_eq!(page(Some("0"), Some("0")), Ok((1, 0)));
        assert_eq!(page(Some("-1"), Some("-5")), Ok((1, 0)));
        assert_eq!(page(Some("9223372036854775808"), Some("1000000000")), Ok((i64::MAX, 200)));
        assert_eq!(page(Some("x"), None).unwrap_err().problem, Problem::InvalidValue);
        assert_eq!(page(None, Some("")).unwrap_err().problem, Problem::InvalidValue);
    }
}
