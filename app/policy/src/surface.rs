use std::fmt;

use model::{Invalid, Plane};

/// Where in the life of a call a text was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Surface {
    /// What goes to a model or is asked in advance.
    Request,
    /// What comes back from a tool.
    Response,
    /// What goes into a tool or connector.
    Connector,
}

impl Surface {
    /// Every surface.
    pub const ALL: &'static [Self] = &[Self::Request, Self::Response, Self::Connector];

    /// The surface that a plane belongs to.
    pub const fn of(plane: Plane) -> Self {
        match plane {
            Plane::Decide | Plane::PreCheck | Plane::Proxy | Plane::Queue => Self::Request,
            Plane::McpInput => Self::Connector,
            Plane::McpOutput => Self::Response,
        }
    }

    /// The word on the wire and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::Connector => "connector",
        }
    }
}

impl fmt::Display for Surface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The surfaces on which a policy speaks; all of them unless it says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Surfaces(u8);

impl Surfaces {
    /// Every surface.
    pub const ALL: Self = Self(0b111);

    /// Reads words; no word at all means every surface, an unknown one is refused.
    pub fn parse<S: AsRef<str>>(words: &[S]) -> Result<Self, Invalid> {
        let bits = words.iter().try_fold(0, |bits, word| {
            let surface = Surface::ALL.iter().find(|surface| surface.as_str() == word.as_ref());
            surface.map(|surface| bits | bit(*surface)).ok_or_else(|| Invalid::new("surfaces", "are request, response and connector"))
        })?;
        Ok(if bits == 0 { Self::ALL } else { Self(bits) })
    }

    /// Whether the policy speaks there.
    pub const fn has(self, surface: Surface) -> bool {
        self.0 & bit(surface) != 0
    }

    /// The words, in the order of [`Surface::ALL`].
    pub fn words(self) -> Vec<&'static str> {
        Surface::ALL.iter().filter(|surface| self.has(**surface)).map(|surface| surface.as_str()).collect()
    }
}

const fn bit(surface: Surface) -> u8 {
    1 << surface as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_means_all_and_words_round_trip() {
        assert_eq!(Surfaces::parse::<&str>(&[]).unwrap(), Surfaces::ALL);
        assert_eq!(Surfaces::parse(&["response", "request"]).unwrap().words(), ["request", "response"]);
        assert!(!Surfaces::parse(&["request"]).unwrap().has(Surface::Response));
        assert!(Surfaces::parse(&["requests"]).is_err());
    }
}
