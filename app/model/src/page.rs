use serde::{Deserialize, Serialize};

/// How many rows a list answers: 1 to 200, 50 when unsaid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PageSize(u16);

impl PageSize {
    /// Clamps into the allowed range.
    pub fn clamp(rows: i64) -> Self {
        Self(u16::try_from(rows.clamp(1, 200)).unwrap_or(200))
    }

    /// The number of rows.
    pub const fn get(self) -> i64 {
        self.0 as i64
    }
}

impl Default for PageSize {
    fn default() -> Self {
        Self(50)
    }
}

/// One page of a list, by offset; lists that grow under the reader use a `before` cursor instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PageRequest {
    /// Rows per page.
    pub size: PageSize,
    /// Rows to skip.
    pub offset: u32,
}
