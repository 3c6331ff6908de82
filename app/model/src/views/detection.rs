use serde::{Deserialize, Serialize};

/// What the detector sees in a text that somebody pasted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetectionView {
    /// How long the text is.
    pub size_bytes: u64,
    /// How long finding and redacting took.
    pub took_micros: u64,
    /// The text, cut where findings begin and end.
    pub segments: Vec<Segment>,
    /// The findings in the order of the text.
    pub found: Vec<FoundLine>,
    /// The place in `found` of the most certain SQL injection.
    pub sql: Option<usize>,
    /// The text with a placeholder for each value.
    pub redacted: String,
    /// The text with stars for each value, the last four characters left where people know a number by them.
    pub masked: String,
}

impl DetectionView {
    /// The longest text that is looked at, in bytes.
    pub const LONGEST_BYTES: usize = 64 * 1024;
}

/// A part of the text that the same findings cover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// The part.
    pub text: String,
    /// The places in [`DetectionView::found`] of what covers it; empty for plain text.
    pub found: Vec<usize>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundLine {
    /// The kind's word.
    pub kind: String,
    /// What sort of thing that is.
    pub family: FoundFamily,
    /// How sure the detector is, of 100.
    pub confidence: u8,
    /// The check that it passed, in words.
    pub validator: String,
    /// The line that it begins in, from 1.
    pub line: usize,
    /// The character of that line, from 1.
    pub column: usize,
}

/// How often a kind was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundKind {
    /// The kind's word.
    pub kind: String,
    /// What sort of thing that is.
    pub family: FoundFamily,
    /// How often.
    pub count: u64,
}

/// What sort of thing was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FoundFamily {
    /// Says something about a person.
    PersonalData,
    /// Opens a door.
    Secret,
    /// Is meant to do harm.
    Attack,
}

impl FoundFamily {
    /// The word in the markup.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PersonalData => "personal_data",
            Self::Secret => "secret",
            Self::Attack => "attack",
        }
    }
}
